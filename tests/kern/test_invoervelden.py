"""A widget drawn without its template looks exactly as with it (kern/forms/quick.py)."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from kern.forms import DatumField, KeuzeField, TekstField, TredeFilterForm, TredeForm, quick
from kern.forms.renderer import TredeRenderer
from kern.lists.filters import VinkField

LASTIG = """<b>&"'</b> Ayşe ' "é\n"""
ATTRS = {
    "id": "id_x",
    "aria-required": "true",
    "autofocus": True,
    "hidden": False,
    "maxlength": 80,
    "data-a": LASTIG,
}
KEUZES = [
    ("", "Kies"),
    (1, "een"),
    (2026, 2026),
    ("a", LASTIG),
    ("veilig", mark_safe("<i>x</i>")),
    ("bedrag", Decimal("1.50")),
    ("dag", date(2026, 11, 22)),
    ("lui", gettext_lazy("Yes")),
    ("Groep <1>", [("g1", "in de groep"), (None, "leeg")]),
]
WIDGETS = [
    *(forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.PasswordInput()),
    *(forms.HiddenInput(), forms.DateInput(), forms.TimeInput(), forms.CheckboxInput(), forms.Textarea()),
    *(forms.Select(choices=KEUZES), forms.SelectMultiple(choices=KEUZES), forms.Select(choices=())),
]
WAARDEN = [None, "", "a", LASTIG, mark_safe("<i>x</i>"), 1, 2026, True, date(2026, 11, 22)]


def gelijk(widget, waarde, attrs=ATTRS) -> bool:
    return widget.render("naam", waarde, attrs, TredeRenderer()) == widget.render(
        "naam", waarde, attrs, TemplatesSetting()
    )


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("waarde", WAARDEN, ids=repr)
def test_een_invoerveld_is_gelijk_aan_dat_van_django(widget, waarde):
    assert gelijk(widget, waarde)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(), st.dictionaries(st.sampled_from(["title", "data-x"]), st.text()))
def test_geen_tekst_breekt_uit_het_veld(waarde, label, attrs):
    assert gelijk(forms.TextInput(), waarde, attrs)
    assert gelijk(forms.Textarea(), waarde, attrs)
    assert gelijk(forms.Select(choices=[(waarde, label)]), waarde, attrs)


def test_een_eigen_sjabloon_blijft_van_het_sjabloon():
    class EigenKeuze(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    assert quick.quick_html("django/forms/widgets/radio.html", {"widget": {}}) is None
    assert gelijk(EigenKeuze(choices=[("a", "een")]), "a")


class Veldenform(TredeForm):
    naam = TekstField(label=LASTIG, help_text=mark_safe("Zoals op het <b>paspoort</b>"))
    dag = DatumField(label="Dag", required=False)
    soort = KeuzeField(label="Soort?", choices=KEUZES, required=False, help_text="Eén soort")
    akkoord = forms.BooleanField(label="Akkoord", help_text="Verplicht", required=False)
    leeg = TekstField(label="", required=False)
    rondes = forms.ChoiceField(choices=KEUZES[:3], widget=forms.RadioSelect)


class Filterform(TredeFilterForm):
    plaats = TekstField(label="Plaats", help_text="Bijvoorbeeld Goor")
    open = VinkField(label="Alleen open")


@pytest.mark.parametrize(
    "data", [None, {}, {"naam": LASTIG, "dag": "31-02-2026", "soort": "x", "plaats": "Goor"}]
)
@pytest.mark.parametrize("klasse", [Veldenform, Filterform])
def test_een_formulier_is_gelijk_aan_dat_van_de_sjablonen(klasse, data, monkeypatch):
    def html() -> str:
        form = klasse(data, prefix="p")
        form.is_valid()
        form.fields.pop("eenmalig", None)  # another token each time
        return str(form)

    snel = html()
    monkeypatch.setattr("kern.forms.renderer.quick_html", lambda naam, context: None)

    assert snel == html()
