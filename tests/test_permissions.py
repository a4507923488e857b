"""Elke route × elke rol × eigen, andere en niet bestaande gemeente × GET en POST (snel-en-veilig C1).

The expectation is computed from tests/matrix.py and from ROLLEN, never read from the view.
"""

import re
from collections.abc import Iterator
from datetime import date
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kern.permissions import ROLLEN, Rol
from tests.factories.kern import GebruikerFactory, GemeenteFactory, RolvervullingFactory
from tests.matrix import MATRIX
from tests.objects import OBJECTEN
from tests.verwacht import Verwacht

pytestmark = pytest.mark.django_db
ANDERS = "andere gemeente"
EIGEN = "eigen gemeente"
GEEN = "bestaat niet"


# ---- every route of the project ------------------------------------------------------------------
def _patronen(resolver: URLResolver, naamruimte: str = "") -> Iterator[tuple[str, URLPattern]]:
    for deel in resolver.url_patterns:
        if isinstance(deel, URLResolver):
            ruimte = ":".join(filter(None, [naamruimte, deel.namespace or ""]))
            yield from _patronen(deel, ruimte)
        else:
            yield (f"{naamruimte}:{deel.name}" if naamruimte else str(deel.name)), deel


def alle_routes() -> dict[str, URLPattern]:
    """All named routes, from the URL resolver itself."""
    return dict(_patronen(get_resolver()))


ROUTES = alle_routes()
GEVRAAGD = [route for route in MATRIX if route in ROUTES]


def test_elke_route_staat_in_de_matrix():
    nieuw = sorted(set(ROUTES) - set(MATRIX))
    weg = sorted(set(MATRIX) - set(ROUTES))

    assert nieuw == [], "zet deze routes in tests/matrix.py"
    assert weg == [], "deze routes bestaan niet meer"


@pytest.mark.parametrize("route", GEVRAAGD)
def test_de_view_vraagt_de_rechten_uit_de_matrix(route):
    verwacht = MATRIX[route]
    if verwacht.bibliotheek:
        return

    assert set(_rechten_van(ROUTES[route].callback)) == set(verwacht.rechten)


def _rechten_van(view):
    """`view.rechten`, also below the decorators of Django."""
    while view is not None:
        if hasattr(view, "rechten"):
            return view.rechten
        view = getattr(view, "__wrapped__", None)
    return ("de view heeft geen @vereist of @iedereen",)


# ---- the world in which we ask: one gemeente, one other, a user per role --------------------------
class Wereld:
    def __init__(self):
        self.eigen = GemeenteFactory(code="9998", naam="Eigen")
        self.ander = GemeenteFactory(code="9999", naam="Ander")
        self.bezoekers = {rol: self._bezoeker(rol) for rol in Rol}
        self.bezoekers["zonder rol"] = self.client_voor(GebruikerFactory(username="m-niemand"))

    def _bezoeker(self, rol):
        gebruiker = GebruikerFactory(username=f"m-{rol}")
        RolvervullingFactory(gebruiker=gebruiker, rol=rol, gemeente=self.eigen, begindatum=date(2019, 1, 1))
        return self.client_voor(gebruiker)

    @staticmethod
    def client_voor(gebruiker):
        client = Client(raise_request_exception=False)
        client.force_login(gebruiker)
        client.gebruiker = gebruiker
        client.sleutel = client.session.session_key
        return client


@pytest.fixture(scope="module")
def wereld(django_db_setup, django_db_blocker):
    """Made once; every test rolls back to this point."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Wereld()
        transaction.set_rollback(True)


@pytest.fixture
def vraag(wereld):
    """Ask and undo: what a POST changed does not touch the next question."""

    def vraag(client, methode, adres):
        if hasattr(client, "sleutel"):  # no message or new session of the question before
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: client.sleutel})
        with transaction.atomic():
            antwoord = client.generic(methode, adres, b"", content_type="application/x-www-form-urlencoded")
            inhoud = b"" if antwoord.streaming else antwoord.content
            transaction.set_rollback(True)
        return antwoord.status_code, antwoord.headers.get("Location", ""), inhoud

    return vraag


def _mag(rol, verwacht: Verwacht) -> bool:
    if not verwacht.rechten:
        return True
    return rol in ROLLEN and bool(ROLLEN[rol] & set(verwacht.rechten))


def _goed(verwacht: Verwacht, *, mag: bool, waar: str, methode: str) -> tuple[int, ...]:
    """Which answers are right, from the declared line only."""
    if methode not in verwacht.methoden.split():
        return (405,) if mag else (405, 403)
    if not mag:
        return (403,)
    if waar != EIGEN:
        return (404,)
    return verwacht.get if methode == "GET" else verwacht.post


_WISSELT = re.compile(
    rb'(csrfmiddlewaretoken" value="|csrf-token" content="|name="eenmalig" value="|nonce=")[^"]*'
)


def _zonder_wisselende_delen(inhoud: bytes) -> bytes:
    return _WISSELT.sub(rb"\1", inhoud)


def _adressen(verwacht: Verwacht, route: str, wereld: Wereld, client) -> dict[str, str]:
    vast = dict(verwacht.kwargs)
    if not verwacht.object:
        return {EIGEN: reverse(route, kwargs=vast)}
    soort = OBJECTEN[verwacht.object]
    vreemde = GebruikerFactory() if soort.persoonlijk else None
    andere_gemeente = wereld.eigen if soort.persoonlijk else wereld.ander
    return {
        EIGEN: reverse(route, kwargs=vast | soort.maak(wereld.eigen, client.gebruiker)),
        ANDERS: reverse(route, kwargs=vast | soort.maak(andere_gemeente, vreemde)),
        GEEN: reverse(route, kwargs=vast | soort.bestaat_niet),
    }


@pytest.mark.parametrize("route", GEVRAAGD)
def test_wie_mag_wat(route, wereld, vraag):
    verwacht = MATRIX[route]
    persoonlijk = verwacht.object and OBJECTEN[verwacht.object].persoonlijk
    adressen = None
    mis = []
    for rol, client in wereld.bezoekers.items():
        if adressen is None or persoonlijk:
            adressen = _adressen(verwacht, route, wereld, client)
        mag = _mag(rol, verwacht)
        # A method that the route does not know is refused before anyone is asked for a right: once is enough.
        methoden = ("GET", "POST") if rol == Rol.BEHEERDER else verwacht.methoden.split()
        for methode in methoden:
            antwoorden = {}
            for waar, adres in adressen.items():
                if waar != EIGEN and not mag:
                    continue  # refused before any record is read
                status, _, inhoud = vraag(client, methode, adres)
                goed = _goed(verwacht, mag=mag, waar=waar, methode=methode)
                if status not in goed:
                    mis.append(f"{rol}: {methode} {waar} gaf {status}, verwacht {goed}")
                antwoorden[waar] = _zonder_wisselende_delen(inhoud)
            if mag and ANDERS in antwoorden and antwoorden[ANDERS] != antwoorden[GEEN]:
                mis.append(
                    f"{rol}: {methode} andere gemeente ziet er anders uit dan een adres dat niet bestaat"
                )

    assert not mis, "\n".join(mis)


@pytest.mark.parametrize("route", GEVRAAGD)
def test_wie_niet_is_ingelogd_gaat_naar_de_inlogpagina(route, wereld, vraag):
    verwacht = MATRIX[route]
    adressen = _adressen(verwacht, route, wereld, wereld.bezoekers[Rol.BEHEERDER])
    mis = []
    for methode in ("GET", "POST"):
        for waar, adres in adressen.items():
            status, waarheen, _ = vraag(Client(), methode, adres)
            if verwacht.open:
                if status == 403 or status >= 500:
                    mis.append(f"{methode} {waar} gaf {status}")
            elif status != 302 or not waarheen.startswith(reverse("account_login")):
                mis.append(f"{methode} {waar} gaf {status} {waarheen}")

    assert not mis, "\n".join(mis)


@pytest.mark.parametrize("route", [r for r in GEVRAAGD if MATRIX[r].object and MATRIX[r].rechten])
def test_een_recht_in_de_ene_gemeente_geldt_niet_in_de_andere(route, wereld, vraag):
    """Someone with the right at home and another role elsewhere gets nothing elsewhere with that right."""
    verwacht = MATRIX[route]
    if OBJECTEN[verwacht.object].persoonlijk:
        return
    hier = next(rol for rol in Rol if ROLLEN[rol] & set(verwacht.rechten))
    daar = next((rol for rol in Rol if not ROLLEN[rol] & set(verwacht.rechten)), None)
    if daar is None:
        return
    client = wereld.client_voor(GebruikerFactory())
    RolvervullingFactory(gebruiker=client.gebruiker, rol=hier, gemeente=wereld.eigen)
    RolvervullingFactory(gebruiker=client.gebruiker, rol=daar, gemeente=wereld.ander)
    adres = _adressen(verwacht, route, wereld, client)[ANDERS]

    mis = [
        f"{methode} gaf {status} ({hier} hier, {daar} daar)"
        for methode in verwacht.methoden.split()
        if (status := vraag(client, methode, adres)[0]) not in (403, 404)
    ]

    assert not mis, "\n".join(mis)
