"""Wat je bij trajecten en instrumenten kunt invullen en kiezen."""

from django import forms

from kern.forms import (
    BedragField,
    DatumField,
    DatumMetKeuzesField,
    HeelGetalField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeFilterForm,
    TredeForm,
)
from personen.models import Stap
from reintegratie.choices import (
    Duurnorm,
    Instrumentsoort,
    Kostengrondslag,
    Trajectresultaat,
    Uitvoerdersoort,
)
from reintegratie.forms import TREDEKEUZES
from reintegratie.models import Instrument
from werkgevers.models import Relatie


class TrajectForm(TredeForm):
    """Een traject beginnen: vier dingen kiezen, de rest mag later."""

    instrument = ModelKeuzeField(Instrument.objects.none(), label="Instrument")
    uitvoerder_naam = TekstField(
        label="Uitvoerder", required=False, max_length=120, help_text="Typ een naam, of kies een relatie."
    )
    uitvoerder = ModelKeuzeField(
        Relatie.objects.none(), label="Uitvoerder uit de relaties", required=False, empty_label="geen"
    )
    begindatum = DatumField(label="Eerste dag")
    gepland_einde = DatumMetKeuzesField(
        label="Gepland einde",
        required=False,
        keuzes=("over 3 maanden", "over 6 maanden", "over 1 jaar"),
        geen="langste duur van het instrument",
    )
    doel = TekstField(label="Doel", required=False, max_length=200)
    kosten_geraamd = BedragField(
        label="Geraamde kosten",
        required=False,
        min_value=0,
        help_text="Leeg: de prijs van het instrument.",
    )
    stap = ModelKeuzeField(
        Stap.objects.none(), label="Stap in het plan", required=False, empty_label="geen stap"
    )

    def __init__(self, *args, instrumenten, relaties, stappen, **kwargs):
        super().__init__(*args, **kwargs)
        for naam, rijen in (("instrument", instrumenten), ("uitvoerder", relaties), ("stap", stappen)):
            self.fields[naam].queryset = rijen  # type: ignore[attr-defined]


class WijzigTrajectForm(TredeForm):
    doel = TekstField(label="Doel", required=False, max_length=200)
    uitvoerder_naam = TekstField(label="Uitvoerder", required=False, max_length=120)
    uitvoerder = ModelKeuzeField(
        Relatie.objects.none(), label="Uitvoerder uit de relaties", required=False, empty_label="geen"
    )
    kosten_geraamd = BedragField(label="Geraamde kosten", required=False, min_value=0)
    kosten_werkelijk = BedragField(label="Werkelijke kosten", required=False, min_value=0)
    evaluatie_op = DatumField(label="Evaluatie op", required=False)
    stap = ModelKeuzeField(
        Stap.objects.none(), label="Stap in het plan", required=False, empty_label="geen stap"
    )

    def __init__(self, *args, relaties, stappen, **kwargs):
        super().__init__(*args, **kwargs)
        for naam, rijen in (("uitvoerder", relaties), ("stap", stappen)):
            self.fields[naam].queryset = rijen  # type: ignore[attr-defined]


class PauzeForm(TredeForm):
    van = DatumField(label="Eerste dag van de pauze")
    tot = DatumField(
        label="Laatste dag van de pauze",
        required=False,
        help_text="Nog niet bekend? Laat dit leeg en hervat het traject later.",
    )
    reden = TekstField(label="Reden", max_length=300)


class HervatForm(TredeForm):
    per = DatumField(label="Het traject loopt weer vanaf")


class VerlengForm(TredeForm):
    gepland_einde = DatumField(label="Nieuw gepland einde")
    reden = TekstField(label="Reden", max_length=300)
    kosten_geraamd = BedragField(
        label="Nieuwe raming", required=False, min_value=0, help_text="Leeg: de raming blijft zoals zij is."
    )


class EvaluatieForm(TredeForm):
    datum = DatumField(label="Datum van het gesprek")
    verslag = TekstField(label="Hoe gaat het?", regels=4, max_length=1000)
    volgende_op = DatumMetKeuzesField(
        label="Volgende evaluatie",
        required=False,
        keuzes=("over 6 weken", "over 3 maanden"),
        geen="geen nieuwe evaluatie",
    )


class EindeForm(TredeForm):
    per = DatumField(label="Laatste dag")
    resultaat = KeuzeField(label="Resultaat", choices=Trajectresultaat.choices, radio=True)
    toelichting = TekstField(label="Toelichting", required=False, max_length=500)
    kosten_werkelijk = BedragField(label="Werkelijke kosten", required=False, min_value=0)
    stap_gedaan = forms.BooleanField(label="Zet de stap in het plan op gedaan", required=False)

    def __init__(self, *args, stap=None, **kwargs):
        super().__init__(*args, **kwargs)
        if stap is None:
            del self.fields["stap_gedaan"]
        else:
            self.fields["stap_gedaan"].label = f"Zet de stap op gedaan: {stap}"


class InstrumentForm(TredeForm):
    """Alles wat per versie kan verschillen."""

    naam = TekstField(label="Naam", max_length=80)
    soort = KeuzeField(label="Soort", choices=Instrumentsoort.choices, radio=False)
    begindatum = DatumField(label="Geldt vanaf")
    omschrijving = TekstField(label="Omschrijving", required=False, max_length=300)
    voorwaarden = TekstField(label="Voorwaarden", required=False, regels=3, max_length=1000)
    uitvoerders = MeerkeuzeField(
        label="Wie kan het uitvoeren?", choices=Uitvoerdersoort.choices, required=False
    )
    kostengrondslag = KeuzeField(label="Kosten", choices=Kostengrondslag.choices, radio=True)
    kosten = BedragField(
        label="Bedrag", required=False, min_value=0, help_text="Alleen bij kosten per traject of per maand."
    )
    max_maanden = HeelGetalField(label="Langste duur in maanden", required=False, min_value=1, max_value=120)
    duurnorm = KeuzeField(
        label="Of de langste duur uit het beleidskader",
        choices=Duurnorm.choices,
        required=False,
        radio=False,
        leeg="geen",
    )
    doeltrede_van = KeuzeField(
        label="Voor doeltrede", choices=TREDEKEUZES, required=False, radio=False, leeg="elke doeltrede"
    )
    doeltrede_tot = KeuzeField(
        label="Tot en met doeltrede", choices=TREDEKEUZES, required=False, radio=False, leeg="elke doeltrede"
    )
    exclusief = forms.BooleanField(label="Gaat niet samen met een ander exclusief instrument", required=False)
    bron = TekstField(label="Bron", max_length=200, help_text="Het besluit of document, met de plaats.")

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        for naam in ("doeltrede_van", "doeltrede_tot"):
            if naam in schoon:
                schoon[naam] = int(schoon[naam]) if schoon[naam] else None
        return schoon


class NieuwInstrumentForm(InstrumentForm):
    code = TekstField(
        label="Code", max_length=40, help_text="Kleine letters, cijfers en streepjes. Verandert nooit."
    )
    field_order = ["naam", "code"]

    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = ModelKeuzeField(gemeenten, label="Gemeente")
        self.order_fields(["gemeente", "naam", "code"])


class EindeInstrumentForm(TredeForm):
    per = DatumField(label="Laatste dag waarop een traject kan beginnen")


class KostenForm(TredeFilterForm):
    """Het jaar van het kostenoverzicht; wat niet te lezen is, telt als leeg."""

    jaar = HeelGetalField(label="Jaar", required=False, min_value=2010, max_value=2199)
