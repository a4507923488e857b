"""De tijdlijn: alle verdiepingen in één vraag aan de database, in de goede volgorde, met bladeren."""

from datetime import date

import pytest

from personen.queries.tijdlijn import tijdlijn
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory
from tests.factories.werkgevers import PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def persoon(gemeente, consulent):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=False)
    DienstverbandFactory(
        persoon=persoon, begindatum=date(2010, 1, 1), einddatum=date(2020, 6, 30), reden_einde="aow"
    )
    PlaatsingFactory(
        persoon=persoon,
        relatie__naam="Groen BV",
        relatie__nummer="W-9777",
        begindatum=date(2019, 1, 1),
        einddatum=date(2020, 6, 30),
        reden_einde="dienstverband",
    )
    UitkeringFactory(persoon=persoon, soort="pw", begindatum=date(2020, 7, 1))
    TredemetingFactory(
        persoon=persoon, datum=date(2021, 3, 1), huidige_trede=None, doeltrede=4, beoordelaar=consulent
    )
    return persoon


def test_de_verdiepingen_staan_door_elkaar_nieuwste_eerst(persoon, consulent, django_assert_num_queries):
    consulent.toegang  # noqa: B018 - read once per request

    with django_assert_num_queries(1):
        punten = tijdlijn(persoon, consulent).punten

    regels = [(punt.datum.year, punt.soort, punt.tekst) for punt in punten]
    assert regels[0] == (2021, "Trede", "Trede onbekend, doel 4")
    assert regels[1] == (2020, "Uitkering", "Uitkering Participatiewet begonnen")
    assert {regel[1] for regel in regels[2:4]} == {"Plaatsing", "Wsw"}
    assert (2020, "Plaatsing", "Gestopt bij Groen BV: dienstverband eindigde") in regels
    assert regels[-1] == (2010, "Wsw", "Dienstverband Wsw begonnen")
    assert punten[0].door == "K. Consulent"
    assert next(p.url for p in punten if p.soort == "Plaatsing") == "/werkgevers/W-9777/"


def test_bladeren_toont_elk_punt_precies_een_keer(persoon, consulent):
    alles = tijdlijn(persoon, consulent).punten
    gezien, blad = [], tijdlijn(persoon, consulent, limiet=2)
    while True:
        gezien += blad.punten
        if blad.verder_tot is None:
            break
        blad = tijdlijn(persoon, consulent, limiet=2, tot=blad.verder_tot, overslaan=blad.verder_overslaan)

    assert [p.tekst for p in gezien] == [p.tekst for p in alles]
    assert len(alles) == 6
