"""Inputs: text fields with the right keyboard, no browser pickers that hide what was typed."""

from datetime import date
from typing import cast

from django import forms
from django.utils import timezone

from kern.forms import datums


class DatumInput(forms.TextInput):
    """A text field for a date; trede.js rewrites 1/7/2026 to 01-07-2026 when you leave it."""

    def __init__(self, attrs=None):
        basis = {
            "class": "invoer-datum",
            "data-normaliseer": "datum",
            "autocomplete": "off",
        }
        super().__init__({**basis, **(attrs or {})})


class GetalInput(forms.TextInput):
    """A text field for a number, with an optional sign before (€) or unit after (uur)."""

    template_name = "django/forms/widgets/getal.html"

    def __init__(self, attrs=None, *, voor="", na="", soort=""):
        self.voor, self.na = voor, na
        basis = {"class": "invoer-getal", "inputmode": "decimal", "autocomplete": "off"}
        if soort:
            basis["data-normaliseer"] = soort
        super().__init__({**basis, **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"voor": self.voor, "na": self.na}
        return context


class DatumMetKeuzes(forms.MultiWidget):
    """A list of presets with the day they give, and a date field beside it for every other day."""

    template_name = "django/forms/widgets/datum_met_keuzes.html"
    use_fieldset = True
    keuzewidget: type[forms.Select] | type[forms.RadioSelect] = forms.Select

    def __init__(self, keuzes, attrs=None):
        self.keuzes = keuzes
        super().__init__({"keuze": self.keuzewidget, "datum": DatumInput}, attrs)

    def opties(self) -> list[tuple[str, str]]:
        return [("", "Kies …"), *self._presets(), ("anders", "andere datum")]

    def _presets(self) -> list[tuple[str, str]]:
        vandaag = timezone.localdate()
        dagen = [(keuze, datums.lees_datum(keuze, vandaag=vandaag)) for keuze in self.keuzes]
        return [(keuze, f"{keuze} ({dag:%d-%m-%Y})") for keuze, dag in dagen]

    def get_context(self, name, value, attrs):
        keuzelijst = cast(forms.Select, self.widgets[0])
        keuzelijst.choices = self.opties()
        return super().get_context(name, value, attrs)

    def decompress(self, value):
        if not value:
            return ["", ""]
        tekst = f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
        return [tekst, ""] if tekst in self.keuzes else ["anders", tekst]

    def value_from_datadict(self, data, files, name):
        """A typed date wins over the list, so that nothing a person typed is ignored."""
        keuze, datum = super().value_from_datadict(data, files, name)
        return datum or (keuze if keuze not in (None, "anders") else "") or data.get(name, "")

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else ""


class DatumKnoppen(DatumMetKeuzes):
    """The same presets as radio buttons: one press each, for a form that is filled in all day."""

    template_name = "django/forms/widgets/datum_knoppen.html"
    keuzewidget = forms.RadioSelect

    def __init__(self, keuzes, geen: str, attrs=None):
        self.geen = geen
        super().__init__(keuzes, attrs)

    def opties(self) -> list[tuple[str, str]]:
        return [("", self.geen), *self._presets()]

    def id_for_label(self, id_):
        return f"{id_}_1" if id_ else ""
