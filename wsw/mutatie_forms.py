"""Wat je bij mutaties en de salarispartij kunt invullen en kiezen."""

from django import forms

from kern.forms import DatumField, KeuzeField, MeerkeuzeField, ModelKeuzeField, TekstField, TredeForm
from kern.models import Organisatie
from wsw.choices import MET_DE_HAND, Mutatiesoort, Uitbesteed


class MutatieForm(TredeForm):
    """Iets doorgeven dat niet vanzelf ontstaat; vandaag staat klaar."""

    omschrijving = TekstField(
        label="Wat verandert er?",
        max_length=400,
        help_text="Bijvoorbeeld: ziek gemeld, of 24 uur per week in mei.",
    )
    soort = KeuzeField(label="Soort", choices=[(s, Mutatiesoort(s).label) for s in MET_DE_HAND], radio=True)
    per = DatumField(label="Gaat in op")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["omschrijving"].widget.attrs["autofocus"] = True


class TerugneemForm(TredeForm):
    reden = TekstField(label="Waarom gaat dit niet door?", max_length=200)


class BevestigForm(TredeForm):
    op = DatumField(label="Dag van de bevestiging")


class SalarispartijForm(TredeForm):
    organisatie = ModelKeuzeField(Organisatie.objects.order_by("naam"), label="Organisatie")
    omvang = MeerkeuzeField(label="Wat is uitbesteed?", choices=Uitbesteed.choices)
    begindatum = DatumField(label="Contract vanaf")
    einddatum = DatumField(label="Contract tot en met", required=False)
    contact = TekstField(label="Contactpersoon", required=False, max_length=120)
    email = forms.EmailField(label="E-mailadres", required=False)
    toelichting = TekstField(label="Toelichting", required=False, max_length=300)


class NieuweSalarispartijForm(SalarispartijForm):
    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = ModelKeuzeField(gemeenten, label="Gemeente", initial=gemeenten.first())
        self.order_fields(["gemeente", *self.fields])
