"""De lijst van terugvalplekken, en die van mensen die een nieuwe plek zoeken."""

from kern.lists import (
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from wsw.choices import Locatieoordeel, Uitkomst

_OORDEEL = {
    Locatieoordeel.ONDERZOEK: ("wordt onderzocht", "bezig"),
    Locatieoordeel.GESCHIKT: ("geschikt", "gelukt"),
    Locatieoordeel.ONGESCHIKT: ("niet geschikt", "fout"),
}


class TerugvalplekTabel(TredeTabel):
    naam = LinkKolom(route="wsw:terugvalplek", verbose_name="Locatie")
    organisatie = TekstKolom(accessor="relatie__naam")
    soort = KeuzeKolom(keuzes=Plaatsingssoort)
    oordeel = EtiketKolom(tonen=_OORDEEL)
    plaatsen = GetalKolom(decimalen=0)
    bezet = GetalKolom(decimalen=0)
    vrij = GetalKolom(decimalen=0)
    vanaf = DatumKolom(accessor="begindatum")
    tot = DatumKolom(accessor="einddatum", verbose_name="Tot en met", standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)
    beoordeeld = DatumKolom(accessor="oordeel_op", verbose_name="Beoordeeld op", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class TerugvalplekFilter(TredeFilterSet):
    oordeel = KeuzeFilter(label="Oordeel", choices=Locatieoordeel.choices)
    soort = KeuzeFilter(
        label="Soort",
        choices=[(s, s.label) for s in (Plaatsingssoort.INTERN, Plaatsingssoort.BESCHUT)],
    )
    met_ruimte = VinkFilter(label="Alleen met een vrije plaats", method="vrij")

    class Meta(TredeFilterSet.Meta):
        pass

    def vrij(self, queryset, naam, waarde):
        return queryset.filter(vrij__gt=0, oordeel=Locatieoordeel.GESCHIKT)


TERUGVALPLEKKEN = Lijst(
    "terugvalplekken",
    "Terugvalplekken",
    TerugvalplekTabel,
    TerugvalplekFilter,
    ("naam",),
    wat=("terugvalplek", "terugvalplekken"),
    route="wsw:terugvalplekken",
    leeg=Leeg(
        "Er is nog geen terugvalplek vastgelegd.",
        "Leg een plek vast",
        "wsw:terugvalplek-nieuw",
        Recht.WSW_WIJZIGEN,
    ),
)


class HerplaatsingTabel(TredeTabel):
    naam = NaamKolom(route="wsw:dossierblad")
    terugvalplek = TekstKolom(accessor="plek__naam")
    vanaf = DatumKolom(accessor="begindatum")
    kwam_van = TekstKolom(accessor="vorige__relatie__naam", verbose_name="Kwam van")
    laatste_werkdag = DatumKolom(accessor="laatste_werkdag", verbose_name="Laatste werkdag daar")
    reden = KeuzeKolom(keuzes=RedenEindePlaatsing)
    uiterlijk = DatumKolom(verbose_name="Nieuwe plek uiterlijk")
    afgesloten = DatumKolom(accessor="afgesloten_op", verbose_name="Afgesloten op")
    uitkomst = KeuzeKolom(keuzes=Uitkomst)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class HerplaatsingFilter(TredeFilterSet):
    stand = KeuzeFilter(
        label="Stand",
        choices=[("open", "zoekt een nieuwe plek"), ("te_laat", "termijn voorbij"), ("klaar", "afgesloten")],
        method="op_stand",
    )
    uitkomst = KeuzeFilter(label="Uitkomst", choices=Uitkomst.choices)

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def op_stand(self, queryset, naam, stand):
        if stand == "klaar":
            return queryset.exclude(afgesloten_op=None)
        rijen = queryset.filter(afgesloten_op=None)
        return rijen.filter(uiterlijk__lt=self.request.vandaag) if stand == "te_laat" else rijen


HERPLAATSINGEN = Lijst(
    "herplaatsingen",
    "Terugval en herplaatsing",
    HerplaatsingTabel,
    HerplaatsingFilter,
    ("-begindatum",),
    wat=("terugval", "keer terugval"),
    route="wsw:herplaatsingen",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er is nog niemand op een terugvalplek gezet."),
)
