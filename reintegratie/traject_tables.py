"""De lijsten van trajecten, van instrumenten en van de kosten per instrument."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kern.lists import (
    BedragKolom,
    DatumKolom,
    EtiketKolom,
    GetalFilter,
    GetalKolom,
    JaNeeKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gemeente
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from personen.models import Toewijzing
from reintegratie.choices import Instrumentsoort, Kostengrondslag, Trajectresultaat
from reintegratie.models import Instrument
from reintegratie.traject_queries import EINDE, GEPLAND, LOOPT, PAUZE, STANDEN, VOORBIJ

VOORAF = timedelta(days=42)


class TrajectTabel(TredeTabel):
    naam = NaamKolom(route="reintegratie:traject", argumenten=("pk",))
    instrument = TekstKolom(accessor="instrument__naam")
    uitvoerder = TekstKolom(accessor="wie", verbose_name="Uitvoerder")
    begin = DatumKolom(accessor="begindatum", verbose_name="Eerste dag")
    gepland = DatumKolom(accessor="gepland_einde", verbose_name="Gepland einde")
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag")
    evaluatie = DatumKolom(accessor="evaluatie_op", verbose_name="Evaluatie", standaard=False)
    geraamd = BedragKolom(accessor="kosten_geraamd", verbose_name="Geraamd")
    werkelijk = BedragKolom(accessor="kosten_werkelijk", verbose_name="Werkelijk")
    resultaat = KeuzeKolom(keuzes=Trajectresultaat)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)
    stand = EtiketKolom(
        tonen={
            LOOPT: (STANDEN[LOOPT], "gelukt"),
            PAUZE: (STANDEN[PAUZE], "bezig"),
            VOORBIJ: (STANDEN[VOORBIJ], "let-op"),
            GEPLAND: (STANDEN[GEPLAND], "neutraal"),
            EINDE: (STANDEN[EINDE], "neutraal"),
        }
    )

    class Meta(TredeTabel.Meta):
        pass


class TrajectFilter(TredeFilterSet):
    stand = KeuzeFilter(label="Stand", choices=list(STANDEN.items()))
    soort = KeuzeFilter(
        label="Soort instrument", field_name="instrument__soort", choices=Instrumentsoort.choices
    )
    instrument = ModelKeuzeFilter(
        label="Instrument",
        queryset=lambda request: (
            Instrument.objects.filter(
                gemeente_id__in=request.user.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
            )
            .order_by("code", "-versie")
            .distinct("code")
        ),
        to_field_name="code",
        method="van_instrument",
    )
    resultaat = KeuzeFilter(label="Resultaat", choices=Trajectresultaat.choices)
    mijn = VinkFilter(label="Mijn dossiers", method="van_mij")
    eindigt = VinkFilter(label="Eindigt binnen 6 weken", method="eindigt_snel")
    zonder_evaluatie = VinkFilter(label="Zonder evaluatie op de planning", method="geen_evaluatie")
    jaar = GetalFilter(label="Liep in het jaar", method="liep_in")

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def van_instrument(self, queryset, naam, waarde):
        return queryset.filter(code=waarde.code)

    def van_mij(self, queryset, naam, waarde):
        eigen = Toewijzing.objects.op(timezone.localdate()).filter(gebruiker=self.request.user)
        return queryset.filter(Exists(eigen.filter(persoon=OuterRef("persoon_id"))))

    def eindigt_snel(self, queryset, naam, waarde):
        vandaag = timezone.localdate()
        return queryset.open().filter(gepland_einde__range=(vandaag, vandaag + VOORAF))

    def geen_evaluatie(self, queryset, naam, waarde):
        return queryset.open().filter(evaluatie_op=None)

    def liep_in(self, queryset, naam, waarde):
        try:
            return queryset.tussen(f"{int(waarde)}-01-01", f"{int(waarde)}-12-31")
        except (TypeError, ValueError):
            return queryset


TRAJECTEN = Lijst(
    "trajecten",
    "Trajecten",
    TrajectTabel,
    TrajectFilter,
    ("persoon__sorteernaam", "-begindatum"),
    wat=("traject", "trajecten"),
    route="reintegratie:trajecten",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er zijn nog geen trajecten. Begin op het blad Trajecten van een dossier."),
)


class InstrumentTabel(TredeTabel):
    naam = LinkKolom(route="reintegratie:instrument", accessor="naam", tekst=lambda rij: rij["naam"])
    soort = KeuzeKolom(keuzes=Instrumentsoort)
    kostengrondslag = KeuzeKolom(keuzes=Kostengrondslag, verbose_name="Kosten")
    kosten = BedragKolom(verbose_name="Bedrag")
    max_maanden = GetalKolom(verbose_name="Langste duur (maanden)")
    doel_van = GetalKolom(accessor="doeltrede_van", verbose_name="Doeltrede vanaf", standaard=False)
    exclusief = JaNeeKolom(standaard=False)
    versie = GetalKolom()
    begin = DatumKolom(accessor="begindatum", verbose_name="Geldt vanaf")
    einde = DatumKolom(accessor="einddatum", verbose_name="Tot en met")
    bron = TekstKolom()
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


def _gemeenten(request):
    return Gemeente.objects.met_recht(request.user, Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN)


class InstrumentFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort", choices=Instrumentsoort.choices)
    gemeente = ModelKeuzeFilter(label="Gemeente", queryset=_gemeenten, to_field_name="code")
    # The page itself leaves the older versions out when this is off.
    oud = VinkFilter(label="Ook eerdere versies", method="al_toegepast")

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("naam",)


INSTRUMENTEN = Lijst(
    "instrumenten",
    "Instrumenten",
    InstrumentTabel,
    InstrumentFilter,
    ("naam", "-versie"),
    wat=("instrument", "instrumenten"),
    route="reintegratie:instrumenten",
    zoekveld="Zoek op naam",
    leeg=Leeg(
        "Er staan nog geen instrumenten in de catalogus.",
        "Voeg instrument toe",
        "reintegratie:instrument-nieuw",
        Recht.INSTRUMENT_BEHEREN,
    ),
)


class KostenTabel(TredeTabel):
    naam = LinkKolom(route="reintegratie:instrument", accessor="naam", tekst=lambda rij: rij["naam"])
    soort = KeuzeKolom(keuzes=Instrumentsoort, standaard=False)
    aantal = GetalKolom(verbose_name="Trajecten")
    lopend = GetalKolom(verbose_name="Lopend")
    klaar = GetalKolom(verbose_name="Beëindigd")
    gelukt = GetalKolom(verbose_name="Doel gehaald of werk")
    naar_werk = GetalKolom(verbose_name="Naar werk")
    geraamd = BedragKolom(verbose_name="Geraamd")
    werkelijk = BedragKolom(verbose_name="Werkelijk")
    gemiddeld = BedragKolom(verbose_name="Gemiddeld per traject")
    versie = GetalKolom(standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class KostenFilter(TredeFilterSet):
    """Het jaar past de pagina zelf toe."""

    jaar = GetalFilter(label="Jaar", method="al_toegepast")
    soort = KeuzeFilter(label="Soort", choices=Instrumentsoort.choices)
    gemeente = ModelKeuzeFilter(label="Gemeente", queryset=_gemeenten, to_field_name="code")

    class Meta(TredeFilterSet.Meta):
        pass


KOSTEN = Lijst(
    "trajectkosten",
    "Kosten per instrument",
    KostenTabel,
    KostenFilter,
    ("naam", "-versie"),
    wat=("instrument", "instrumenten"),
    route="reintegratie:trajectkosten",
    leeg=Leeg("In dit jaar liepen er geen trajecten."),
)
