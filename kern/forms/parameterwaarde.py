"""The field for a parameter value, by soort: each reads what people type and gives the Python value."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kern.forms.fields import (
    BedragField,
    DatumField,
    GetalField,
    JaNeeField,
    PersoonsgegevenMixin,
    ProcentField,
    TekstField,
)
from kern.parameters import Looptijd, Parametercode


def waardeveld(code: Parametercode, beginwaarde: Any = None) -> forms.Field:
    """Het invoerveld voor deze code, met de huidige waarde al ingevuld."""
    opties = {
        "label": f"Nieuwe waarde ({code.eenheid})" if code.eenheid else "Nieuwe waarde",
        "initial": beginwaarde,
    }
    match code.soort:
        case "getal":
            return GetalField(decimalen=4, **opties)
        case "bedrag":
            return BedragField(**opties)
        case "percentage":
            return ProcentField(decimalen=4, min_value=0, **opties)
        case "datum":
            return DatumField(**opties)
        case "periode":
            return PeriodeField(
                help_text="Bijvoorbeeld 01-01-2018 t/m 31-12-2021, of alleen de eerste dag.", **opties
            )
        case "janee":
            return JaNeeField(**opties)
        case "lijst":
            return LijstField(help_text="Zet een puntkomma tussen de delen, bijvoorbeeld 6; 3; 1.", **opties)
        case "tabel":
            uitleg = "Op de eerste regel de kolommen, daaronder één rij per regel. Zet een puntkomma tussen de cellen."
            return TabelField(help_text=uitleg, **opties)
    return TekstField(max_length=500, **opties)


class PeriodeField(PersoonsgegevenMixin, forms.Field):
    """Een periode in één veld: "1-1-2018 t/m 31-12-2021", "vanaf 1-1-2020"."""

    default_error_messages = {
        "required": "Vul een periode in, bijvoorbeeld 01-01-2018 t/m 31-12-2021.",
        "vorm": "Dit is geen periode. Vul een periode in zoals 01-01-2018 t/m 31-12-2021.",
        "omgekeerd": "De laatste dag ligt voor de eerste dag. Pas een van beide aan.",
    }

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Looptijd):
            return value or None
        kaal = re.sub(r"^(vanaf|van)\s+", "", str(value)[:100].strip().lower())
        delen = [deel for deel in re.split(r"\s*(?:t/m|tot en met)\s*", kaal) if deel]
        if len(delen) not in (1, 2):
            raise ValidationError(self.error_messages["vorm"], code="vorm")
        looptijd = Looptijd(*(DatumField().to_python(deel) for deel in delen))
        if looptijd.tot and looptijd.tot < looptijd.van:
            raise ValidationError(self.error_messages["omgekeerd"], code="omgekeerd")
        return looptijd

    def prepare_value(self, value):
        if not isinstance(value, Looptijd):
            return value
        einde = f" t/m {value.tot:%d-%m-%Y}" if value.tot else ""
        return f"{value.van:%d-%m-%Y}{einde}"


class LijstField(TekstField):
    """Delen met een puntkomma ertussen; een komma mag ook als er geen puntkomma staat ("6, 3, 1")."""

    def to_python(self, value):
        if isinstance(value, tuple):
            return value
        tekst = super().to_python(value) or ""
        # Without a semicolon a comma followed by a space separates: "7,5" stays one number.
        scheiding = r"[;\n]" if re.search(r"[;\n]", tekst) else r",\s+"
        return tuple(_lees_cel(deel.strip()) for deel in re.split(scheiding, tekst) if deel.strip())

    def prepare_value(self, value):
        return "; ".join(_cel_als_invoer(deel) for deel in value) if isinstance(value, tuple) else value


class TabelField(TekstField):
    """Een kleine tabel als tekst: kolommen op de eerste regel, cellen gescheiden met ; of tab."""

    widget = forms.Textarea
    default_error_messages = {
        "vorm": "Zet op de eerste regel de kolommen en daaronder de rijen, met een puntkomma tussen de cellen.",
        "breedte": "Regel %(regel)s heeft %(aantal)s cellen. Het moeten er %(moet)s zijn.",
    }

    def to_python(self, value):
        if isinstance(value, tuple):
            return value
        tekst = super().to_python(value) or ""
        regels = [regel for regel in tekst.splitlines() if regel.strip()]
        if not regels:
            return ()
        kolommen = [kolom.strip() for kolom in re.split(r"[;\t]", regels[0])]
        if len(regels) < 2 or not all(kolommen) or len(set(kolommen)) != len(kolommen):
            raise ValidationError(self.error_messages["vorm"], code="vorm")
        return tuple(self._rij(nummer, regel, kolommen) for nummer, regel in enumerate(regels[1:], 2))

    def _rij(self, nummer: int, regel: str, kolommen: list[str]) -> dict[str, Any]:
        cellen = [cel.strip() for cel in re.split(r"[;\t]", regel)]
        if len(cellen) != len(kolommen):
            params = {"regel": nummer, "aantal": len(cellen), "moet": len(kolommen)}
            raise ValidationError(self.error_messages["breedte"], code="breedte", params=params)
        return dict(zip(kolommen, (_lees_cel(cel) for cel in cellen), strict=True))

    def prepare_value(self, value):
        if not isinstance(value, tuple):
            return value
        regels = ["; ".join(value[0])] if value else []
        return "\n".join(regels + ["; ".join(_cel_als_invoer(cel) for cel in rij.values()) for rij in value])


def _lees_cel(cel: str) -> Any:
    """Een heel getal, een getal met komma of een datum wordt herkend; al het andere blijft tekst."""
    if re.fullmatch(r"-?[1-9]\d{0,8}|0", cel, re.ASCII):
        return int(cel)
    if re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d{1,9}),\d{1,6}", cel, re.ASCII):
        return Decimal(cel.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", cel, re.ASCII):
        return DatumField().to_python(cel)
    return cel


def _cel_als_invoer(cel: Any) -> str:
    if isinstance(cel, Decimal):
        # Always with a comma, so that it comes back as a decimal number.
        tekst = f"{cel:f}"
        return (tekst if "." in tekst else f"{tekst}.0").replace(".", ",")
    return f"{cel:%d-%m-%Y}" if isinstance(cel, date) else str(cel)
