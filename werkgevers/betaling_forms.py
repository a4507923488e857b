"""Formulieren van betalingen, aanmanen, afboeken en incasso."""

from typing import cast

from django import forms
from django.utils import timezone

from kern import opmaak
from kern.forms import (
    BedragField,
    DatumField,
    HeelGetalField,
    IbanField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeFilterForm,
    TredeForm,
)
from kern.forms.gemeente import GemeenteMixin
from werkgevers.choices import (
    Betaalbron,
    Incassoafspraaksoort,
    Kostensoort,
    RedenAfboeking,
    Sepaschema,
    Terzijde,
)


class BankbestandForm(GemeenteMixin, TredeForm):
    gemeente = ModelKeuzeField(queryset=None, label="Voor welke gemeente?")
    bestand = forms.FileField(
        label="Bankbestand",
        help_text="Een camt.053 (.xml) of MT940 van hooguit 10 MB, zoals de bank het geeft. Wijzig het niet.",
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Haal het opnieuw op bij de bank.",
        },
        widget=forms.FileInput(attrs={"accept": ".xml,.sta,.940,.mt940,.swi,.txt"}),
    )


class TerzijdeForm(TredeForm):
    # Costs and interest are booked on the letter that asked them; the old reason stays readable.
    soort = KeuzeField(
        label="Waarom hoort dit niet bij een factuur?",
        choices=[keuze for keuze in Terzijde.choices if keuze[0] != Terzijde.KOSTEN_RENTE],
        radio=True,
    )
    toelichting = TekstField(label="Toelichting", max_length=300, required=False)


class FactuurzoekForm(TredeFilterForm):
    """Op nummer: een naam kan van een mens zijn en hoort niet in een adres."""

    nummer = TekstField(
        label="Zoek een andere factuur",
        max_length=20,
        required=False,
        help_text="Het factuurnummer, of een deel ervan, zoals 0203.",
    )


class VerdeelForm(TredeForm):
    """Eén bedrag per open factuur, en per aanmaning voor de kosten en de rente; wat past is al ingevuld."""

    def __init__(self, *args, facturen, verdeling, brieven=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.facturen, self.brieven = list(facturen), list(brieven)
        for brief in self.brieven:
            for soort in Kostensoort:
                if getattr(brief, soort.value):
                    self.fields[f"{soort.value}_{brief.pk}"] = BedragField(
                        label=f"{soort.label.capitalize()} van de aanmaning van {brief.datum:%d-%m-%Y}",
                        required=False,
                        initial=verdeling.kosten.get((brief.pk, soort.value)),
                    )
        for factuur in self.facturen:
            self.fields[f"factuur_{factuur.pk}"] = BedragField(
                label=f"Bedrag voor factuur {factuur.nummer}",
                required=False,
                initial=verdeling.facturen.get(factuur.pk),
            )

    @property
    def rijen(self):
        return [(factuur, self[f"factuur_{factuur.pk}"]) for factuur in self.facturen]

    @property
    def kostenrijen(self):
        """(brief, what, asked, still open, field) for each claim of a letter."""
        return [
            (
                brief,
                soort.label,
                getattr(brief, soort.value),
                getattr(brief, f"{soort.value}_open"),
                self[f"{soort.value}_{brief.pk}"],
            )
            for brief in self.brieven
            for soort in Kostensoort
            if f"{soort.value}_{brief.pk}" in self.fields
        ]

    @property
    def bedragen(self) -> dict:
        return {
            f.pk: self.cleaned_data[f"factuur_{f.pk}"]
            for f in self.facturen
            if self.cleaned_data.get(f"factuur_{f.pk}")
        }

    @property
    def kosten(self) -> dict:
        return {
            (brief.pk, soort.value): bedrag
            for brief in self.brieven
            for soort in Kostensoort
            if (bedrag := self.cleaned_data.get(f"{soort.value}_{brief.pk}"))
        }


class HandbetalingForm(GemeenteMixin, TredeForm):
    gemeente = ModelKeuzeField(queryset=None, label="Voor welke gemeente?")
    bron = KeuzeField(
        label="Hoe is er betaald?",
        choices=[keuze for keuze in Betaalbron.choices if keuze[0] != Betaalbron.BANK],
        radio=True,
    )
    datum = DatumField(label="Betaald op", initial=timezone.localdate)
    bedrag = BedragField(label="Bedrag")
    naam = TekstField(label="Wie betaalde?", max_length=140)
    omschrijving = TekstField(
        label="Factuurnummer of kenmerk",
        max_length=200,
        required=False,
        help_text="Met een factuurnummer vindt Trede de factuur zelf.",
    )
    reden = TekstField(label="Waarom staat dit niet in een bankbestand?", max_length=300)


class IncassoafspraakForm(TredeForm):
    soort = KeuzeField(label="Wat is er afgesproken?", choices=Incassoafspraaksoort.choices, radio=True)
    begindatum = DatumField(label="Vanaf", initial=timezone.localdate)
    einddatum = DatumField(
        label="Tot en met",
        required=False,
        help_text="Verplicht bij uitstel en bij een regeling. Daarna kan er weer een brief gaan.",
    )
    termijnen = HeelGetalField(label="Aantal termijnen", required=False, help_text="Alleen bij een regeling.")
    termijnbedrag = BedragField(
        label="Bedrag per maand", required=False, help_text="Alleen bij een regeling."
    )
    reden = TekstField(label="Waarom", max_length=300)


class AfboekingForm(TredeForm):
    bedrag = BedragField(label="Bedrag", help_text="Het bedrag dat niet meer wordt geïnd.")
    reden = KeuzeField(label="Reden", choices=RedenAfboeking.choices, radio=True)
    toelichting = TekstField(label="Toelichting voor je collega", max_length=300)


class OverslaanForm(TredeForm):
    reden = TekstField(label="Waarom gaat deze brief niet mee?", max_length=300)


class MachtigingForm(GemeenteMixin, TredeForm):
    gemeente = ModelKeuzeField(queryset=None, label="Voor welke gemeente?")
    relatie = ModelKeuzeField(queryset=None, label="Werkgever")
    kenmerk = TekstField(
        label="Machtigingskenmerk", max_length=35, help_text="Staat op de getekende machtiging."
    )
    schema = KeuzeField(
        label="Soort incasso", choices=Sepaschema.choices, radio=True, initial=Sepaschema.CORE
    )
    iban = IbanField(label="IBAN")
    bic = TekstField(
        label="BIC", max_length=11, required=False, help_text="Mag leeg blijven bij een Nederlandse rekening."
    )
    naam = TekstField(label="Op naam van", max_length=70)
    getekend_op = DatumField(label="Getekend op")

    def __init__(self, *args, relaties, **kwargs):
        super().__init__(*args, **kwargs)
        cast(ModelKeuzeField, self.fields["relatie"]).queryset = relaties


class IntrekkenForm(TredeForm):
    per = DatumField(label="Laatste dag", initial=timezone.localdate)
    reden = TekstField(label="Waarom", max_length=300)


class BatchForm(TredeForm):
    """Wanneer de bank afschrijft, in welke versie, en welke facturen."""

    incassodag = DatumField(label="Incassodag", help_text="De dag waarop de bank afschrijft.")
    versie = KeuzeField(
        label="Versie van het bestand",
        choices=[("08", "pain.008.001.08 (nieuw)"), ("02", "pain.008.001.02")],
        radio=True,
        initial="08",
    )
    facturen = MeerkeuzeField(
        label="Facturen", choices=(), error_messages={"required": "Kies minstens één factuur."}
    )

    def __init__(self, *args, facturen, **kwargs):
        super().__init__(*args, **kwargs)
        keuzes = [(str(f.pk), f"{f.nummer}, {f.relatie}, {opmaak.bedrag(f.open)}") for f in facturen]
        veld = cast(MeerkeuzeField, self.fields["facturen"])
        veld.choices = keuzes
        veld.initial = [waarde for waarde, _ in keuzes]
