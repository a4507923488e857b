"""De mensen achter een cijfer van de monitor, nu en vastgezet."""

from kern.lists import (
    BedragKolom,
    DatumKolom,
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
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag


def naam(rij) -> str:
    """Achternaam eerst, zoals de lijst is gesorteerd."""
    delen = (rij["p_roepnaam"] or rij["p_voorletters"], rij["p_tussenvoegsel"])
    achter = " ".join(deel for deel in delen if deel)
    return f"{rij['p_achternaam']}, {achter}" if achter else rij["p_achternaam"]


class RijenTabel(TredeTabel):
    naam = LinkKolom(
        route="personen:tijdlijn",
        argumenten=("p_nummer",),
        accessor="p_achternaam",
        velden=("p_roepnaam", "p_voorletters", "p_tussenvoegsel"),
        order_by=("p_sorteernaam",),
        tekst=naam,
    )
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
