"""De mensen achter een cijfer van de monitor, nu en vastgezet."""

from kern.forms import KeuzeField, TredeFilterForm
from kern.lists import (
    BedragKolom,
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    JaNeeKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from kern.lists import RijenFilter as BerekendFilter
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag
from monitor.queries.peilmoment import ANDERS, ERAF, ERBIJ
from personen.kolommen import NaamKolom


class RijenTabel(TredeTabel):
    naam = NaamKolom(route="personen:tijdlijn", pad="p_")
    dossiernummer = TekstKolom(accessor="p_nummer")
    dag = DatumKolom(verbose_name="Datum")
    detail = TekstKolom(verbose_name="Hoe dit meetelt")
    telt = JaNeeKolom(verbose_name="Telt mee")

    class Meta(TredeTabel.Meta):
        pass


class RijenFilter(TredeFilterSet):
    class Meta(TredeFilterSet.Meta):
        naamvelden = ("p_zoeknaam",)


def _lijst(code: str, titel: str) -> Lijst:
    return Lijst(
        code,
        titel,
        RijenTabel,
        RijenFilter,
        ("p_sorteernaam",),
        wat=("rij", "rijen"),
        zoekveld="Zoek op naam",
        personen=True,
        gemeente_veld="p_gemeente_id",
        dossier_veld="p_id",
        leeg=Leeg("Achter dit cijfer staan geen mensen."),
    )


RIJEN = _lijst("monitor-rijen", "Mensen achter dit cijfer")
PEILRIJEN = _lijst("monitor-peilrijen", "Mensen achter dit vastgezette cijfer")


class CorrectieTabel(TredeTabel):
    naam = NaamKolom(route="personen:tijdlijn", pad="p_")
    dossiernummer = TekstKolom(accessor="p_nummer")
    wat = TekstKolom(verbose_name="Wat is er anders")
    toen = TekstKolom(verbose_name="Vastgezet")
    nu = TekstKolom(verbose_name="Nu")

    class Meta(TredeTabel.Meta):
        pass


class CorrectieFilterForm(TredeFilterForm):
    wat = KeuzeField(
        label="Wat is er anders", leeg="Alles", radio=False, choices=[(w, w) for w in (ERBIJ, ERAF, ANDERS)]
    )


class CorrectieFilter(BerekendFilter):
    form_class = CorrectieFilterForm
    zoekvelden = ("p_achternaam", "p_nummer")


CORRECTIERIJEN = Lijst(
    "monitor-correctierijen",
    "Mensen achter deze verbetering",
    CorrectieTabel,
    CorrectieFilter,
    ("p_sorteernaam",),
    wat=("rij", "rijen"),
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="p_gemeente_id",
    dossier_veld="p_id",
    leeg=Leeg("Achter deze verbetering staan geen mensen."),
)


class BedragenTabel(TredeTabel):
    soort = KeuzeKolom(keuzes=Bedragsoort, vast=True)
    maand = DatumKolom(verbose_name="Eerste dag")
    heel_jaar = JaNeeKolom(verbose_name="Heel jaar")
    bedrag = BedragKolom()
    aantal = GetalKolom(standaard=False)
    omschrijving = TekstKolom()
    bron = TekstKolom()
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class BedragenFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort", choices=Bedragsoort.choices)

    class Meta(TredeFilterSet.Meta):
        model = Maandbedrag
        fields = ("soort",)


BEDRAGEN = Lijst(
    "monitor-bedragen",
    "Ingelezen bedragen",
    BedragenTabel,
    BedragenFilter,
    ("-maand", "soort", "omschrijving"),
    wat=("bedrag", "bedragen"),
    route="monitor:bedragenlijst",
    leeg=Leeg("Er zijn nog geen bedragen ingelezen."),
)


class DoelenTabel(TredeTabel):
    naam = LinkKolom(verbose_name="Cijfer", route="monitor:doelwaarde")
    waarde = GetalKolom(verbose_name="Doel per jaar")
    eenheid = TekstKolom()
    begindatum = DatumKolom(verbose_name="Geldt vanaf")
    einddatum = DatumKolom(verbose_name="Geldt tot en met")
    bron = TekstKolom()
    door = TekstKolom(verbose_name="Vastgelegd door", standaard=False)
    gemeente = TekstKolom(standaard=False)
    stand = EtiketKolom(
        tonen={
            "geldt": ("geldt", "gelukt"),
            "komt": ("geldt nog niet", "info"),
            "voorbij": ("voorbij", "neutraal"),
        }
    )

    class Meta(TredeTabel.Meta):
        pass


class DoelenFilterForm(TredeFilterForm):
    stand = KeuzeField(
        label="Stand", leeg="Alles", radio=False, choices=[(s, s) for s in ("geldt", "komt", "voorbij")]
    )


class DoelenFilter(BerekendFilter):
    form_class = DoelenFilterForm
    zoekvelden = ("naam", "bron")


DOELEN = Lijst(
    "monitor-doelen",
    "Doelen",
    DoelenTabel,
    DoelenFilter,
    ("naam", "-begindatum"),
    wat=("doel", "doelen"),
    route="monitor:doelen",
    zoekveld="Zoek een cijfer",
    gemeente_veld="gemeente_id",
    leeg=Leeg("Er zijn nog geen doelen vastgelegd."),
)
