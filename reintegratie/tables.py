"""De mensen op de Participatieladder."""

from kern.lists import (
    DatumFilter,
    DatumKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from kern.models import Gemeente
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from reintegratie.queries import POPULATIES
from reintegratie.verschuiving_queries import RICHTINGEN, STANDEN, in_richting


class LadderTabel(TredeTabel):
    naam = NaamKolom(route="reintegratie:dossierblad", pad="")
    dossiernummer = TekstKolom(accessor="nummer")
    geboren = DatumKolom(accessor="geboortedatum")
    huidig = GetalKolom(verbose_name="Huidige trede")
    doel = GetalKolom(verbose_name="Doeltrede")
    gemeten_op = DatumKolom(verbose_name="Gemeten op")
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class LadderFilter(TredeFilterSet):
    """De peildatum, de gemeente en de populatie past de pagina zelf toe; hier staan ze als filter en als label."""

    peildatum = DatumFilter(label="Peildatum", method="al_toegepast")
    populatie = KeuzeFilter(
        label="Groep mensen",
        choices=[(code, populatie.naam) for code, populatie in POPULATIES.items()],
        method="al_toegepast",
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.REINTEGRATIE_INZIEN),
        to_field_name="code",
        method="al_toegepast",
    )

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("zoeknaam",)


LADDER = Lijst(
    "participatieladder",
    "Participatieladder",
    LadderTabel,
    LadderFilter,
    ("sorteernaam",),
    wat=("persoon", "personen"),
    route="reintegratie:ladder",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="gemeente_id",
    leeg=Leeg("Er zijn op deze dag geen personen met een uitkering."),
)


class VerschuivingTabel(TredeTabel):
    naam = NaamKolom(route="reintegratie:dossierblad", pad="")
    dossiernummer = TekstKolom(accessor="nummer")
    geboren = DatumKolom(accessor="geboortedatum")
    toen = KeuzeKolom(keuzes=list(STANDEN.items()), verbose_name="Trede op de eerste dag")
    nu = KeuzeKolom(keuzes=list(STANDEN.items()), verbose_name="Trede op de laatste dag")
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class VerschuivingFilter(TredeFilterSet):
    """De dagen en de gemeente past de pagina zelf toe."""

    van = DatumFilter(label="Eerste dag", method="al_toegepast")
    tot = DatumFilter(label="Laatste dag", method="al_toegepast")
    van_trede = KeuzeFilter(label="Trede op de eerste dag", field_name="toen", choices=list(STANDEN.items()))
    naar_trede = KeuzeFilter(label="Trede op de laatste dag", field_name="nu", choices=list(STANDEN.items()))
    richting = KeuzeFilter(label="Richting", choices=list(RICHTINGEN.items()), method="ging")
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.REINTEGRATIE_INZIEN),
        to_field_name="code",
        method="al_toegepast",
    )

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("zoeknaam",)

    def ging(self, queryset, naam, waarde):
        return in_richting(queryset, waarde)


VERSCHUIVING = Lijst(
    "ladderverschuiving",
    "Verschuiving op de ladder",
    VerschuivingTabel,
    VerschuivingFilter,
    ("sorteernaam",),
    wat=("persoon", "personen"),
    route="reintegratie:ladder-verschuiving",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="gemeente_id",
    leeg=Leeg("Er waren op deze dagen geen personen met een uitkering."),
)
