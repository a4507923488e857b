"""Which pages are measured, as whom, and which admin list shows the same table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.admin import PER_PAGINA
from bench.measure import Meting, meet_pagina
from kern.models import Gebruiker
from personen.models import Persoon

ADMIN = "/bench-admin/"


class Wereld:
    """The people and places in the database that the addresses need; looked up once, outside the clock."""

    @cached_property
    def consulent(self) -> Gebruiker:
        return Gebruiker.objects.get(username="bench-consulent-0")

    @cached_property
    def persoon(self) -> str:
        """The number of someone with a long life: the most contacts."""
        return _een(
            "select p.nummer from personen_contactmoment c join personen_persoon p on p.id = c.persoon_id"
            " join reintegratie_uitkering u on u.persoon_id = p.id"
            " group by p.id, p.nummer order by count(*) desc, p.id limit 1"
        )

    @cached_property
    def wsw_er(self) -> str:
        return _een(
            "select p.nummer from wsw_dienstverband d join personen_persoon p on p.id = d.persoon_id"
            " where d.einddatum is null order by p.id limit 1"
        )

    @cached_property
    def relatie(self) -> str:
        """The employer with the most people."""
        return _een(
            "select r.nummer from werkgevers_plaatsing p join werkgevers_relatie r on r.id = p.relatie_id"
            " group by r.id, r.nummer order by count(*) desc, r.id limit 1"
        )

    @cached_property
    def laatste_bladzijde(self) -> str:
        """The list far from its beginning: a page number while rows are counted, above that a place in it."""
        aantal = Persoon.objects.count()
        if aantal <= 10_000:
            return f"pagina={-(-aantal // PER_PAGINA)}"
        ver = Persoon.objects.order_by("sorteernaam", "pk")[int(aantal * 0.8)]
        return f"na={ver.pk}"

    def zoek(self, client: Client, woord: str) -> str:
        """A question is posted once; its result page is what people look at."""
        antwoord = client.post(reverse("personen:zoeken"), {"q": woord}, headers={"host": "localhost"})
        return antwoord.headers["Location"]


def _een(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rij = cursor.fetchone()
        if rij is None:
            raise LookupError(sql)
        return rij[0]


@dataclass(frozen=True)
class Pagina:
    """`url` gets the world and the client of that user."""

    naam: str
    rol: str
    url: Callable[[Wereld, Client], str]
    admin: str = ""


def _route(naam: str, vraag: str = "", **args: str) -> Callable[[Wereld, Client], str]:
    """`persoon="persoon"`: the argument of the route is that attribute of the world."""

    def url(wereld: Wereld, client: Client) -> str:
        waarden = [getattr(wereld, bron) for bron in args.values()]
        return reverse(naam, args=waarden) + (f"?{vraag}" if vraag else "")

    return url


def _lijst(vraag: Callable[[Wereld], str]) -> Callable[[Wereld, Client], str]:
    return lambda wereld, client: f"{reverse('personen:lijst')}?per={PER_PAGINA}&{vraag(wereld)}"


def _zoek(woord: str) -> Callable[[Wereld, Client], str]:
    return lambda wereld, client: wereld.zoek(client, woord)


CONSULENT, WSW, TEAM = "bench-consulent-0", "bench-consulent-wsw-0", "teammanager"
FINANCIEN, BELEID, ACCOUNT = "financien", "beleid", "accountmanager"
PERSONEN, CONTACTEN = f"{ADMIN}personen/persoon/", f"{ADMIN}personen/contactmoment/"
RELATIES, PLAATSINGEN = f"{ADMIN}werkgevers/relatie/", f"{ADMIN}werkgevers/plaatsing/"

CONTRACTEN, FACTUREN = f"{ADMIN}werkgevers/overeenkomst/", f"{ADMIN}werkgevers/factuur/"

PAGINAS = (
    Pagina("personen, eerste bladzijde", CONSULENT, _lijst(lambda w: "pagina=1"), PERSONEN),
    Pagina("personen, diep", CONSULENT, _lijst(lambda w: w.laatste_bladzijde), f"{PERSONEN}?p=last"),
    Pagina(
        "personen, lopend bij een collega",
        CONSULENT,
        _lijst(lambda w: f"status=lopend&contactpersoon={w.consulent.pk}"),
        f"{PERSONEN}?geslacht__exact=v",
    ),
    Pagina(
        "personen, een half jaar geen contact",
        CONSULENT,
        _lijst(
            lambda w: (
                f"status=lopend&geen_contact_sinds={timezone.localdate() - timedelta(days=180):%d-%m-%Y}"
            )
        ),
    ),
    Pagina("personen, mijn caseload", CONSULENT, _lijst(lambda w: "mijn_caseload=on")),
    Pagina("zoeken, vaak (de vries)", CONSULENT, _zoek("vries"), f"{PERSONEN}?q=vries"),
    Pagina(
        "zoeken, zelden (oude-voshaar ömer)", CONSULENT, _zoek("voshaar omer"), f"{PERSONEN}?q=voshaar+omer"
    ),
    Pagina("zoeken, typefout (yilmza)", CONSULENT, _zoek("yilmza"), f"{PERSONEN}?q=yilmza"),
    Pagina("zoeken, twee letters (an)", CONSULENT, _zoek("an"), f"{PERSONEN}?q=an"),
    Pagina("dossier met tijdlijn", CONSULENT, _route("personen:tijdlijn", persoon="persoon")),
    Pagina("dossier, contactmomenten", CONSULENT, _route("personen:contactmomenten", persoon="persoon")),
    Pagina("dossier, contact vastleggen", CONSULENT, _route("personen:contact-nieuw", persoon="persoon")),
    Pagina("dossier, plan", CONSULENT, _route("personen:plan", persoon="persoon")),
    Pagina("dossier, gegevens", CONSULENT, _route("personen:gegevens", persoon="persoon")),
    Pagina("dossier, re-integratie", CONSULENT, _route("reintegratie:dossierblad", persoon="persoon")),
    Pagina("dossier, Wsw", WSW, _route("wsw:dossierblad", persoon="wsw_er")),
    Pagina("dossier, plaatsingen", WSW, _route("werkgevers:dossierblad", persoon="wsw_er")),
    Pagina("dossier, overdracht", CONSULENT, _route("personen:overdracht", persoon="persoon")),
    Pagina("dossier, inzage", CONSULENT, _route("personen:inzage", persoon="persoon")),
    Pagina("werkvoorraad", CONSULENT, _route("kern:werkvoorraad")),
    Pagina("werkvoorraad van het team", TEAM, _route("kern:team")),
    Pagina("signalen", CONSULENT, _route("kern:signalen")),
    Pagina("Wsw, medewerkers", WSW, _route("wsw:medewerkers", f"per={PER_PAGINA}")),
    Pagina("participatieladder", TEAM, _route("reintegratie:ladder")),
    Pagina("relaties", ACCOUNT, _route("werkgevers:relaties", f"per={PER_PAGINA}"), RELATIES),
    Pagina("relatie", ACCOUNT, _route("werkgevers:relatie", relatie="relatie")),
    Pagina("plaatsingen", ACCOUNT, _route("werkgevers:plaatsingen", f"per={PER_PAGINA}"), PLAATSINGEN),
    Pagina("loonkostensubsidie", TEAM, _route("reintegratie:lks-lijst", f"per={PER_PAGINA}")),
    Pagina("formatie", TEAM, _route("formatie:overzicht")),
    Pagina("formatie, caseload", TEAM, _route("formatie:caseload")),
    Pagina("formatie, prognose", TEAM, _route("formatie:prognose")),
    Pagina("monitor, bestand", TEAM, _route("monitor:bestand")),
    Pagina("monitor, participatie", TEAM, _route("monitor:participatie")),
    Pagina("monitor, Wsw", TEAM, _route("monitor:wsw")),
    Pagina("monitor, re-integratie", TEAM, _route("monitor:re-integratie")),
    Pagina("monitor, PDCA", TEAM, _route("monitor:pdca")),
    Pagina("peilmomenten", TEAM, _route("monitor:peilmomenten")),
    Pagina("mijn caseload", CONSULENT, _route("formatie:mijn-caseload")),
    Pagina("trajecten", CONSULENT, _route("reintegratie:trajecten", f"per={PER_PAGINA}")),
    Pagina("overeenkomsten", FINANCIEN, _route("werkgevers:overeenkomsten", f"per={PER_PAGINA}"), CONTRACTEN),
    Pagina("facturen", FINANCIEN, _route("werkgevers:facturen", f"per={PER_PAGINA}"), FACTUREN),
    Pagina("factuurruns", FINANCIEN, _route("werkgevers:factuurruns")),
    Pagina("kalender", TEAM, _route("kern:kalender")),
    Pagina("beleidskaders", BELEID, _route("kern:kaders")),
    Pagina("logboek, inzagen", "beheerder", _route("kern:audit-inzagen")),
)


def meet_paginas(
    *, keer: int, kies: str = "", met_admin: bool = True
) -> Iterator[tuple[Pagina, Meting | str]]:
    """Every page with its figures, or with the reason why there are none."""
    wereld = Wereld()
    clients: dict[str, Client] = {}
    for pagina in PAGINAS:
        if not re.search(kies, pagina.naam):
            continue
        client = clients.get(pagina.rol) or clients.setdefault(pagina.rol, ingelogd(pagina.rol))
        try:
            url = pagina.url(wereld, client)
            admin = _admin(pagina.admin) if met_admin else ""
            yield pagina, meet_pagina(pagina.naam, pagina.rol, client, url, keer=keer, admin=admin)
        except Exception as fout:  # one broken page must not cost the figures of the others
            yield pagina, f"{type(fout).__name__}: {fout}"


def ingelogd(gebruikersnaam: str) -> Client:
    client = Client()
    client.force_login(Gebruiker.objects.get(username=gebruikersnaam))
    return client


def _admin(url: str) -> str:
    if url.endswith("p=last"):
        return url.replace("last", str(-(-Persoon.objects.count() // PER_PAGINA)))
    return url
