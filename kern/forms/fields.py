"""Fields that accept what Dutch office people type and paste, and say in one sentence what is wrong.

Every field takes ASCII digits only: int("٣") is 3 in Python, and nobody means that.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kern.forms import datums
from kern.forms.widgets import DatumInput, DatumKnoppen, DatumMetKeuzes, GetalInput

TEKST_MAX = 10_000
VERPLICHT = "Vul dit veld in."
KIES = "Maak een keuze."
MAX_GETAL = Decimal(10) ** 12


class PersoonsgegevenMixin:
    """Marks fields about someone else: the browser must not keep or offer earlier values (B6)."""


class TekstField(PersoonsgegevenMixin, forms.CharField):
    """Text with a limit that is always there, so that 10 MB of junk gets a sentence and not a full disk."""

    default_error_messages = {
        "required": VERPLICHT,
        "te_lang": "Deze tekst is te lang: %(lengte)s tekens. Er passen er %(max)s in.",
        "te_kort": "Deze tekst is te kort. Gebruik minstens %(min)s tekens.",
    }

    def __init__(self, *, max_length=None, min_length=None, regels=None, **kwargs):
        self.grens, self.ondergrens = max_length or TEKST_MAX, min_length
        if regels:
            kwargs["widget"] = forms.Textarea(attrs={"rows": regels})
        super().__init__(**kwargs)
        if not isinstance(self.widget, forms.Textarea) and self.grens <= 20:
            self.widget.attrs.setdefault("class", "invoer-kort")

    def validate(self, value):
        super().validate(value)
        if len(value or "") > self.grens:
            params = {"lengte": _getal(len(value)), "max": _getal(self.grens)}
            raise ValidationError(self.error_messages["te_lang"], code="te_lang", params=params)
        if value and self.ondergrens and len(value) < self.ondergrens:
            params = {"min": self.ondergrens}
            raise ValidationError(self.error_messages["te_kort"], code="te_kort", params=params)


def _getal(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")


class DatumField(PersoonsgegevenMixin, forms.Field):
    """One text field for a date: 1-7-2026, 01072026, 1 juli 2026, vandaag, over 6 weken (schermen D3)."""

    widget = DatumInput
    default_error_messages = {
        "required": "Vul een datum in, bijvoorbeeld 01-07-2026.",
        "vorm": "Dit is geen datum. Vul een datum in zoals 01-07-2026.",
        "bestaat_niet": "%(datum)s bestaat niet. Vul een datum in zoals 01-07-2026.",
        "te_vroeg": "Deze datum ligt voor %(grens)s. Kies een latere datum.",
        "te_laat": "Deze datum ligt na %(grens)s. Kies een eerdere datum.",
    }

    def __init__(self, *, niet_voor: date | None = None, niet_na: date | None = None, **kwargs):
        self.niet_voor, self.niet_na = niet_voor, niet_na
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return datums.lees_datum(str(value), vandaag=timezone.localdate())
        except datums.BestaatNiet as fout:
            raise ValidationError(
                self.error_messages["bestaat_niet"],
                code="bestaat_niet",
                params={"datum": fout.datum},
            ) from None
        except ValueError:
            raise ValidationError(self.error_messages["vorm"], code="vorm") from None

    def validate(self, value):
        super().validate(value)
        if value and self.niet_voor and value < self.niet_voor:
            params = {"grens": f"{self.niet_voor:%d-%m-%Y}"}
            raise ValidationError(self.error_messages["te_vroeg"], code="te_vroeg", params=params)
        if value and self.niet_na and value > self.niet_na:
            params = {"grens": f"{self.niet_na:%d-%m-%Y}"}
            raise ValidationError(self.error_messages["te_laat"], code="te_laat", params=params)

    def prepare_value(self, value):
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            # An address holds 2026-07-01; on screen a date is always 01-07-2026 (D3).
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return value
        return f"{value:%d-%m-%Y}" if isinstance(value, date) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class DatumMetKeuzesField(DatumField):
    """A date by preset ("over 6 weken (03-01-2027)") or by hand ("andere datum"); works without script.

    `geen="geen vervolg"` shows the presets as radio buttons: one press instead of opening a list.
    """

    def __init__(
        self, *, keuzes=("over 6 weken", "over 3 maanden", "over 6 maanden"), geen: str = "", **kwargs
    ):
        self.keuzes = tuple(keuzes)
        kwargs["widget"] = DatumKnoppen(self.keuzes, geen) if geen else DatumMetKeuzes(self.keuzes)
        super().__init__(**kwargs)


class GetalField(PersoonsgegevenMixin, forms.Field):
    """A number with a decimal comma; dots only as thousands separator. Gives a Decimal."""

    widget = GetalInput
    default_error_messages = {
        "required": VERPLICHT,
        "vorm": "Dit is geen getal. Gebruik cijfers en een komma, bijvoorbeeld 12,5.",
        "punt": "Gebruik een komma en geen punt, bijvoorbeeld 12,5.",
        "decimalen": "Gebruik hooguit %(max)s cijfers achter de komma.",
        "te_laag": "Vul %(grens)s of meer in.",
        "te_hoog": "Vul %(grens)s of minder in.",
    }
    _vorm = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)

    def __init__(
        self,
        *,
        min_value=None,
        max_value=None,
        decimal_places=None,
        decimalen=2,
        max_digits=None,
        **kwargs,
    ):
        self.decimalen = decimalen if decimal_places is None else decimal_places
        self.min_value, self.max_value = min_value, max_value
        hoogste = MAX_GETAL if max_digits is None else Decimal(10) ** (max_digits - self.decimalen)
        self.grens = hoogste - Decimal(1).scaleb(-self.decimalen)
        super().__init__(**kwargs)

    def ontdoe(self, tekst: str) -> str:
        """The text without spaces and signs around the number; fields with a unit take that away as well."""
        return re.sub(r"\s", "", tekst).replace("\u2212", "-")

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, int | float | Decimal):
            return Decimal(str(value))
        tekst = self.ontdoe(str(value)[:100])
        if not tekst:
            return None
        gevonden = self._vorm.fullmatch(tekst)
        if not gevonden:
            code = "punt" if re.fullmatch(r"-?\d[\d,]*\.\d{1,2}", tekst, re.ASCII) else "vorm"
            raise ValidationError(self.error_messages[code], code=code)
        min_teken, geheel, deel = gevonden.groups()
        if deel and len(deel.rstrip("0")) > self.decimalen:
            params = {"max": self.decimalen}
            raise ValidationError(self.error_messages["decimalen"], code="decimalen", params=params)
        try:
            getal = Decimal(f"{min_teken}{geheel.replace('.', '')}.{(deel or '0')[: max(self.decimalen, 1)]}")
        except InvalidOperation:
            raise ValidationError(self.error_messages["vorm"], code="vorm") from None
        return self._rond(getal)

    def _rond(self, getal: Decimal):
        return getal if abs(getal) > MAX_GETAL else getal.quantize(Decimal(1).scaleb(-self.decimalen))

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        onder = -self.grens if self.min_value is None else self.min_value
        boven = self.grens if self.max_value is None else self.max_value
        if value < onder:
            params = {"grens": self.toon(onder)}
            raise ValidationError(self.error_messages["te_laag"], code="te_laag", params=params)
        if value > boven:
            params = {"grens": self.toon(boven)}
            raise ValidationError(self.error_messages["te_hoog"], code="te_hoog", params=params)

    def toon(self, value) -> str:
        """As a person would type it: comma, no needless zeros, no thousands separator."""
        tekst = f"{Decimal(str(value)):f}"
        if "." in tekst and self.decimalen != 2:
            tekst = tekst.rstrip("0").rstrip(".")
        return tekst.replace(".", ",")

    def prepare_value(self, value):
        return self.toon(value) if isinstance(value, int | float | Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class HeelGetalField(GetalField):
    """A whole number; gives an int."""

    default_error_messages = {
        "vorm": "Dit is geen heel getal. Gebruik alleen cijfers.",
        "punt": "Dit is geen heel getal. Gebruik alleen cijfers.",
        "decimalen": "Dit is geen heel getal. Laat de cijfers achter de komma weg.",
    }

    def __init__(self, *, max_value=None, **kwargs):
        kwargs["decimalen"] = 0
        super().__init__(max_value=2_147_483_647 if max_value is None else max_value, **kwargs)

    def _rond(self, getal):
        return int(getal)


class BedragField(GetalField):
    """Euros: 1234,5 · 1.234,50 · € 1.234,50. English notation gets a hint (schermen D4)."""

    default_error_messages = {
        "required": "Vul een bedrag in, bijvoorbeeld € 1.234,50.",
        "vorm": "Dit is geen bedrag. Vul een bedrag in zoals € 1.234,50.",
        "punt": "Gebruik een komma voor centen, bijvoorbeeld € 1.234,50",
        "decimalen": "Een bedrag heeft hooguit %(max)s cijfers achter de komma.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", GetalInput(voor="€", soort="bedrag"))
        super().__init__(**kwargs)

    def ontdoe(self, tekst):
        tekst = re.sub(r"^(-?)(€|eur|euro)", r"\1", super().ontdoe(tekst).lower())
        return re.sub(r"(,-+|,=)$", "", re.sub(r"(€|eur|euro)$", "", tekst))


class UrenField(GetalField):
    """Hours a week or month: 36 · 36,0 · 36 uur. Two decimals, because contracts have them."""

    default_error_messages = {"required": "Vul het aantal uren in, bijvoorbeeld 24,5."}

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("widget", GetalInput(na="uur"))
        super().__init__(**kwargs)

    def ontdoe(self, tekst):
        return re.sub(r"(uur|uren|u)$", "", super().ontdoe(tekst).lower())


class ProcentField(GetalField):
    """A percentage as written: 12,5 or 12,5% gives Decimal("12.5")."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", GetalInput(na="%"))
        super().__init__(**kwargs)

    def ontdoe(self, tekst):
        return super().ontdoe(tekst).removesuffix("%")


class KeuzeField(forms.ChoiceField):
    """One choice. Required with up to 5 options: radio buttons; otherwise a list with an empty first line."""

    default_error_messages = {
        "required": KIES,
        "invalid_choice": "Deze keuze bestaat niet. Kies uit de lijst.",
    }

    def __init__(self, *, choices=(), leeg="Kies …", radio=None, **kwargs):
        keuzes = list(choices() if callable(choices) else choices)
        verplicht = kwargs.get("required", True)
        if radio is None:
            radio = verplicht and len(keuzes) <= 5
        if radio:
            kwargs.setdefault("widget", forms.RadioSelect)
        elif leeg is not None and not any(waarde == "" for waarde, _ in keuzes):
            keuzes = [("", leeg), *keuzes]
        super().__init__(choices=keuzes, **kwargs)


class MeerkeuzeField(forms.MultipleChoiceField):
    """Several choices as checkboxes."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Kies er minstens één.",
        "invalid_choice": "Deze keuze bestaat niet. Kies uit de lijst.",
    }


class ModelKeuzeField(forms.ModelChoiceField):
    """A choice from records; the caller gives a queryset that is already `zichtbaar_voor` the user."""

    default_error_messages = {
        "required": KIES,
        "invalid_choice": "Deze keuze bestaat niet. Kies uit de lijst.",
    }

    def __init__(self, queryset, *, empty_label="Kies …", **kwargs):
        super().__init__(queryset, empty_label=empty_label, **kwargs)


class JaNeeField(forms.TypedChoiceField):
    """Ja or nee as radio buttons: no default, so that an unasked question stays unanswered."""

    default_error_messages = {"required": "Kies ja of nee."}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=[("ja", "Ja"), ("nee", "Nee")],
            coerce=lambda w: w == "ja",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "ja", False: "nee"}.get(value, value) if isinstance(value, bool) else value


class VerborgenGetalField(forms.Field):
    """A hidden whole number that never breaks the form: rubbish counts as absent."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return int(value) if re.fullmatch(r"[0-9]{1,9}", str(value), re.ASCII) else None
