"""Formulieren van het beleidskader."""

from typing import cast

from django import forms

from kern.forms.base import PeriodeMixin, TredeFilterForm, TredeForm
from kern.forms.fields import DatumField, KeuzeField, ModelKeuzeField, TekstField
from kern.forms.parameterwaarde import waardeveld
from kern.parameters import catalogus
from kern.queries.beleid import TOON_KEUZES


class KaderFilterForm(TredeFilterForm):
    """Filters van de pagina van één kader."""

    q = TekstField(label="Zoek op naam, code of bron", max_length=100)
    peildatum = DatumField(label="Wat geldt er op")
    groep = KeuzeField(
        label="Onderwerp",
        leeg="Alle onderwerpen",
        choices=lambda: [(naam, naam) for naam in dict.fromkeys(code.groep for code in catalogus().values())],
    )
    toon = KeuzeField(label="Toon", choices=TOON_KEUZES, leeg=None, radio=False)
    export = forms.ChoiceField(
        choices=[(vorm, vorm) for vorm in ("csv", "xlsx", "json", "pdf")], widget=forms.HiddenInput
    )


class VergelijkForm(TredeFilterForm):
    """Twee kaders, of één kader op twee dagen."""

    links = ModelKeuzeField(None, label="Links", to_field_name="code")
    links_dag = DatumField(label="Links op")
    rechts = ModelKeuzeField(None, label="Rechts", to_field_name="code")
    rechts_dag = DatumField(label="Rechts op")
    verschillen = forms.BooleanField(label="Alleen verschillen")

    def __init__(self, *args, kaders, **kwargs):
        super().__init__(*args, **kwargs)
        for naam in ("links", "rechts"):
            cast(ModelKeuzeField, self.fields[naam]).queryset = kaders


class ParameterForm(PeriodeMixin, TredeForm):
    """Een nieuwe gedateerde waarde voorstellen."""

    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(
        label="Laatste dag", required=False, help_text="Laat leeg als de waarde blijft gelden."
    )
    bron = TekstField(
        label="Bron",
        max_length=300,
        help_text="Het besluit of document waar deze waarde op rust, met datum of paragraaf.",
    )
    toelichting = TekstField(label="Toelichting", max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *args, code, huidige=None, **kwargs):
        super().__init__(*args, **kwargs)
        velden = {"waarde": waardeveld(code, huidige.waarde if huidige else None)}
        # One form on the page, and the value is what people come for: five clicks (schermen §3 rol 7).
        velden["waarde"].widget.attrs["autofocus"] = True
        self.fields = velden | self.fields


class VaststellenForm(TredeForm):
    """Bevestigen dat je een concept vaststelt; het formulier heeft geen eigen velden."""


class VervallenForm(TredeForm):
    """Een concept intrekken, of een waarde die nog niet is ingegaan."""

    reden = TekstField(label="Waarom vervalt deze waarde?", max_length=500)
