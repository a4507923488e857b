"""Wat je bij terugvalplekken kunt invullen en kiezen."""

from django import forms

from kern.forms import (
    DatumField,
    HeelGetalField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeForm,
)
from kern.forms.fields import KIES
from werkgevers.choices import RedenEindePlaatsing
from werkgevers.models import Relatie
from wsw.choices import TERUGVALSOORTEN, Locatieoordeel, Uitkomst, Werkplekeis


class TerugvalplekForm(TredeForm):
    """Een locatie: waar, hoeveel plaatsen, en de uitkomst van het onderzoek."""

    naam = TekstField(label="Naam van de locatie", max_length=80, help_text="Bijvoorbeeld: de werf.")
    relatie = ModelKeuzeField(Relatie.objects.none(), label="Bij welke organisatie?")
    soort = KeuzeField(label="Soort plaatsing", choices=[(s, s.label) for s in TERUGVALSOORTEN], radio=True)
    plaatsen = HeelGetalField(label="Aantal plaatsen", min_value=1, max_value=200)
    begindatum = DatumField(label="Beschikbaar vanaf")
    einddatum = DatumField(label="Beschikbaar tot en met", required=False)
    oordeel = KeuzeField(label="Oordeel over de locatie", choices=Locatieoordeel.choices, radio=True)
    oordeel_op = DatumField(label="Dag van het oordeel", required=False)
    eisen = MeerkeuzeField(
        label="Voldoet aan",
        choices=Werkplekeis.choices,
        required=False,
        help_text="Een geschikte plek voldoet aan alle eisen van een volwaardige werkplek.",
    )
    toelichting = TekstField(label="Toelichting", required=False, max_length=500)

    def __init__(self, *args, relaties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["relatie"].queryset = relaties  # type: ignore[attr-defined]


class NieuweTerugvalplekForm(TerugvalplekForm):
    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = ModelKeuzeField(gemeenten, label="Gemeente", initial=gemeenten.first())
        self.order_fields(["gemeente", *self.fields])


class _Plekkeuze(forms.ModelChoiceField):
    """Plaatsen om uit te kiezen, met het aantal dat vrij is."""

    default_error_messages = {
        "required": KIES,
        "invalid_choice": "Deze keuze bestaat niet. Kies uit de lijst.",
    }
    widget = forms.RadioSelect

    def label_from_instance(self, obj):
        return f"{obj.naam}, {obj.get_soort_display()} bij {obj.relatie} ({obj.vrij} vrij)"


class _Vorige(forms.ModelChoiceField):
    default_error_messages = {
        "required": KIES,
        "invalid_choice": "Deze keuze bestaat niet. Kies uit de lijst.",
    }
    widget = forms.RadioSelect

    def label_from_instance(self, obj):
        tot = f", gestopt op {obj.einddatum:%d-%m-%Y}" if obj.einddatum else ""
        return f"{obj.relatie}, {obj.get_soort_display()}{tot}"


class TerugvalForm(TredeForm):
    """Iemand gaat van zijn plek naar een terugvalplek; de plek met de meeste ruimte staat klaar."""

    reden = KeuzeField(
        label="Waarom stopt de plaatsing?",
        choices=[
            keuze for keuze in RedenEindePlaatsing.choices if keuze[0] != RedenEindePlaatsing.DIENSTVERBAND
        ],
        radio=True,
    )
    vanaf = DatumField(
        label="Vanaf welke dag op de terugvalplek?",
        help_text="De oude plaatsing stopt de dag ervoor, dus niemand zit zonder werk.",
    )

    def __init__(self, *args, plekken, vorige, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plek"] = _Plekkeuze(
            plekken, label="Terugvalplek", empty_label=None, initial=plekken.first()
        )
        self.fields["vorige"] = _Vorige(
            vorige, label="Welke plaatsing stopt?", empty_label=None, initial=vorige.first()
        )
        self.fields["reden"].widget.attrs["autofocus"] = True
        self.order_fields(["reden", "plek", "vanaf", "vorige"])


class SluitHerplaatsingForm(TredeForm):
    uitkomst = KeuzeField(
        label="Hoe eindigt de terugval?",
        choices=[keuze for keuze in Uitkomst.choices if keuze[0] != Uitkomst.NIEUWE_PLEK],
        radio=True,
        help_text="Is er een nieuwe plek? Begin die bij Plaatsingen; dan sluit de terugval vanzelf.",
    )
    per = DatumField(label="Laatste dag van de terugval")
