"""De lijst van personen: kolommen en definitie."""

from kern.lists import Bulkactie, DatumKolom, EtiketKolom, Leeg, Lijst, LinkKolom, TekstKolom, TredeTabel
from kern.permissions import Recht
from personen.filters import PersoonFilter


def weergavenaam(rij) -> str:
    """Zoals Persoon.weergavenaam, maar van een rij van `.values()`."""
    delen = (rij["roepnaam"] or rij["voorletters"], rij["tussenvoegsel"], rij["achternaam"])
    return " ".join(deel for deel in delen if deel)


class PersoonTabel(TredeTabel):
    """Eén rij per persoon; de annotaties komen van PersonenLijst (`personen.queries.lijst`)."""

    naam = LinkKolom(
        route="personen:tijdlijn",
        argumenten=("nummer",),
        accessor="achternaam",
        velden=("roepnaam", "voorletters", "tussenvoegsel"),
        tekst=weergavenaam,
        order_by=("sorteernaam",),
    )
    nummer = TekstKolom(verbose_name="Dossier", breedte=12)
    geboortedatum = DatumKolom()
    contactpersoon = TekstKolom(accessor="contactpersoon_naam")
    gemeente = TekstKolom(accessor="gemeente__naam")
    laatste_contact = DatumKolom(accessor="laatste_contact_op")
    status = EtiketKolom(
        accessor="lopend", tonen={True: ("lopend", "gelukt"), False: ("beëindigd", "neutraal")}
    )

    class Meta(TredeTabel.Meta):
        bijschrift = "Personen"


PERSONEN = Lijst(
    "personen",
    "Personen",
    PersoonTabel,
    PersoonFilter,
    ("sorteernaam",),
    wat=("persoon", "personen"),
    bulkwat=("dossier", "dossiers"),
    route="personen:lijst",
    zoekveld="Zoek op naam of dossiernummer",
    personen=True,
    gemeente_veld="gemeente_id",
    bulkacties=(Bulkactie("herverdelen", "Herverdelen", Recht.PERSOON_TOEWIJZEN, "personen:herverdelen"),),
    leeg=Leeg("Er zijn nog geen personen.", "Nieuw dossier", "personen:nieuw", Recht.PERSOON_WIJZIGEN),
)
