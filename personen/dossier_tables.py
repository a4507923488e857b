"""De lijsten binnen een dossier: contactmomenten, documenten, en wie het dossier zag of wijzigde."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from kern.forms import DatumField, KeuzeField, TredeFilterForm
from kern.lists import (
    DatumFilter,
    DatumKolom,
    GetalFilter,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    MomentKolom,
    RijenFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gebruiker
from kern.permissions import Recht
from personen.choices import Contactwijze, Documentsoort, Gesprekspartner

WOORDEN_IN_LIJST = 30


# ---- contactmomenten ---------------------------------------------------------------------------------------
class VerslagKolom(TekstKolom):
    """In the list the first words; in a file the whole text."""

    xlsx_breedte = 80

    def toon(self, waarde, rij):
        return Truncator(waarde).words(WOORDEN_IN_LIJST)


class VervolgKolom(DatumKolom):
    def toon(self, waarde, rij):
        gedaan = " gedaan" if waarde and rij["vervolg_gedaan_op"] else ""
        return f"{super().toon(waarde, rij)}{gedaan}"


class ContactTabel(TredeTabel):
    datum = LinkKolom(
        route="personen:contact",
        argumenten=("persoon__nummer", "pk"),
        tekst=lambda rij: f"{rij['datum']:%d-%m-%Y}",
        order_by=("datum", "tijd"),
    )
    wijze = KeuzeKolom(verbose_name="Hoe", keuzes=Contactwijze)
    met = KeuzeKolom(verbose_name="Met wie", keuzes=Gesprekspartner, standaard=False)
    verslag = VerslagKolom(verbose_name="Wat is besproken", orderable=False)
    vervolg_op = VervolgKolom(verbose_name="Vervolg", velden=("vervolg_gedaan_op",))
    vervolg_gedaan_op = DatumKolom(verbose_name="Vervolg gedaan", standaard=False)
    door = TekstKolom(accessor="door__naam", order_by=("door__naam",))

    class Meta(TredeTabel.Meta):
        # For reading one below the other, whichever columns are on.
        extra_velden = ("datum", "wijze", "met", "verslag", "door__naam", "vervolg_op", "vervolg_gedaan_op")

    def value_datum(self, value, record):
        return value


def _schrijvers(request):
    """Wie in dit dossier contact vastlegde."""
    nummer = request.resolver_match.kwargs.get("nummer", "")
    return Gebruiker.objects.filter(contactmomenten__persoon__nummer=nummer).order_by("naam").distinct()


class ContactFilter(TredeFilterSet):
    wijze = KeuzeFilter(label="Hoe", choices=Contactwijze.choices, leeg="alles")
    door = ModelKeuzeFilter(label="Door", queryset=_schrijvers, leeg="iedereen")
    jaar = GetalFilter(label="Jaar", field_name="datum", lookup_expr="year")
    lezen = VinkFilter(label="Toon alles onder elkaar", method="alles")

    class Meta(TredeFilterSet.Meta):
        pass

    def alles(self, queryset, naam, waarde):
        return queryset

    def zoek(self, queryset, term):
        for woord in term.split():
            queryset = queryset.filter(verslag__icontains=woord)
        return queryset


CONTACTMOMENTEN = Lijst(
    "contactmomenten",
    "Contactmomenten",
    ContactTabel,
    ContactFilter,
    ("-datum", "-tijd", "-pk"),
    wat=("contactmoment", "contactmomenten"),
    in_dossier=True,
    zoekveld="Zoek woorden in de tekst",
    exportrecht=Recht.EXPORTEREN,
    sjabloon="personen/_contacten_lezen.html",
    leeg=Leeg("Nog geen contact vastgelegd."),
)


# ---- documenten -------------------------------------------------------------------------------------------
def _kilobytes(bytes_: int) -> str:
    return f"{max(1, round(bytes_ / 1000))} kB"


class DocumentKolom(LinkKolom):
    """The name with kind and size of the file, so that nobody opens a surprise."""

    def exporteer(self, waarde, rij):
        return waarde

    def toon(self, waarde, rij):
        soort = rij["bestand__naam"].rpartition(".")[2].lower()
        adres = reverse(self.route, args=[rij[naam] for naam in self.argumenten])
        grootte = _kilobytes(rij["bestand__grootte"])
        return format_html(
            '<a href="{}">{} <span class="klein">({}, {})</span></a>', adres, waarde, soort, grootte
        )


class VerwijderKolom(TekstKolom):
    """A button of the form below the list: it posts to the address of its own row."""

    def toon(self, waarde, rij):
        return format_html(
            '<button class="knop knop--tekst" type="submit" form="verwijder-document" formaction="{}">Verwijder'
            '<span class="verborgen"> {}</span></button>',
            reverse("personen:document-verwijderen", args=[rij["persoon__nummer"], rij["pk"]]),
            rij["bestand__naam"],
        )


class DocumentTabel(TredeTabel):
    document = DocumentKolom(
        accessor="titel",
        route="personen:document",
        argumenten=("persoon__nummer", "pk"),
        velden=("bestand__naam", "bestand__grootte"),
    )
    soort = KeuzeKolom(keuzes=Documentsoort)
    datum = DatumKolom()
    toegevoegd_op = DatumKolom(verbose_name="Toegevoegd")
    toegevoegd_door = TekstKolom(accessor="toegevoegd_door__naam", order_by=("toegevoegd_door__naam",))
    bewaren_tot = DatumKolom()
    grootte = GetalKolom(verbose_name="Bytes", accessor="bestand__grootte", standaard=False)
    actie = VerwijderKolom(
        accessor="pk", orderable=False, alleen_scherm=True, velden=("bestand__naam", "persoon__nummer")
    )


class DocumentFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort", choices=Documentsoort.choices)
    van = DatumFilter(label="Vanaf", field_name="datum", lookup_expr="gte")
    tot = DatumFilter(label="Tot en met", field_name="datum", lookup_expr="lte")

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("omschrijving", "bestand__naam")


DOCUMENTEN = Lijst(
    "documenten",
    "Documenten",
    DocumentTabel,
    DocumentFilter,
    ("-datum", "-pk"),
    wat=("document", "documenten"),
    in_dossier=True,
    zoekveld="Zoek op naam of omschrijving",
    exportrecht=Recht.EXPORTEREN,
    leeg=Leeg("Nog geen documenten."),
)


def met_titel(documenten):
    """De omschrijving, of anders de naam van het bestand."""
    return documenten.annotate(titel=Coalesce(NullIf("omschrijving", Value("")), F("bestand__naam")))


# ---- inzage ------------------------------------------------------------------------------------------------
SOORTEN_INZAGE = (
    ("bekeken", "bekeken"),
    ("bsn", "BSN getoond of gezocht"),
    ("gewijzigd", "gewijzigd"),
    ("export", "document, rapport of export"),
)


class InzageTabel(TredeTabel):
    tijdstip = MomentKolom(verbose_name="Wanneer", vast=True)
    wie = TekstKolom()
    wat = TekstKolom()
    waar = TekstKolom(verbose_name="Waar of waarom", breedte=60)
    reden = TekstKolom()
    als_vervanger = TekstKolom()


class InzageFilterForm(TredeFilterForm):
    groep = KeuzeField(label="Toon", choices=SOORTEN_INZAGE, leeg="alles", radio=False)
    van = DatumField(label="Vanaf")
    tot = DatumField(label="Tot en met")


class InzageFilter(RijenFilter):
    form_class = InzageFilterForm
    zoekvelden = ("wie", "waar")

    def past(self, rij, keuze):
        return (
            (not keuze.get("groep") or rij["groep"] == keuze["groep"])
            and (not keuze.get("van") or rij["dag"] >= keuze["van"])
            and (not keuze.get("tot") or rij["dag"] <= keuze["tot"])
        )


INZAGE = Lijst(
    "dossierinzage",
    "Inzage",
    InzageTabel,
    InzageFilter,
    ("-tijdstip",),
    wat=("regel", "regels"),
    in_dossier=True,
    zoekveld="Zoek op naam of bladzijde",
    exportrecht=Recht.INZAGE_RAADPLEGEN,
    leeg=Leeg("Nog niemand heeft dit dossier bekeken."),
)
