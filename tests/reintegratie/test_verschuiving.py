"""De verschuiving op de ladder tussen twee dagen, met een vaste groep mensen (RH-075)."""

from datetime import date

import pytest

from reintegratie.models import Uitkering
from reintegratie.rules import halfjaren
from reintegratie.verschuiving_queries import KORT, mensen_tussen, verschuiving
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory

pytestmark = pytest.mark.django_db
VAN, TOT = date(2026, 1, 1), date(2026, 7, 1)


def mens(gemeente, metingen, begin=date(2020, 1, 1), einde=None):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    UitkeringFactory(persoon=persoon, begindatum=begin, einddatum=einde, reden_einde="werk" if einde else "")
    for datum, trede in metingen:
        TredemetingFactory(persoon=persoon, datum=datum, huidige_trede=trede)
    return persoon


@pytest.fixture
def groep(gemeente):
    """Twee omhoog, een omlaag, een gelijk, een onbekend gebleven, een in en twee uit; een telt nergens mee."""
    mens(gemeente, [(date(2025, 6, 1), 3), (date(2026, 3, 1), 4)])
    mens(gemeente, [(date(2025, 6, 1), 2), (date(2026, 7, 1), 5)])
    mens(gemeente, [(date(2025, 6, 1), 4), (date(2026, 6, 30), 3)])
    mens(gemeente, [(date(2025, 6, 1), 4), (date(2026, 7, 2), 6)])
    mens(gemeente, [])
    mens(gemeente, [(date(2026, 3, 1), 2)], begin=date(2026, 2, 1))
    mens(gemeente, [(date(2025, 6, 1), 5), (date(2026, 2, 1), 6)], einde=date(2026, 3, 31))
    mens(gemeente, [(date(2025, 6, 1), 5)], einde=VAN)
    mens(gemeente, [(date(2025, 6, 1), 5)], einde=date(2025, 12, 31))


def test_elke_combinatie_is_geteld_en_alles_sluit(gemeente, groep):
    stand = verschuiving(VAN, TOT, [gemeente.pk])
    cellen = {(rij.sleutel, nu): n for rij in stand.rijen for nu, n in rij.cellen if n}

    assert cellen == {
        ("3", "4"): 1, ("2", "5"): 1, ("4", "3"): 1, ("4", "4"): 1, ("onbekend", "onbekend"): 1,
        ("niet", "2"): 1, ("5", "niet"): 2,
    }  # fmt: skip
    assert (stand.omhoog, stand.gelijk, stand.omlaag, stand.basis) == (2, 1, 1, 4)
    assert stand.deel_omhoog == "50,0%"
    assert stand.totaal == 8 == sum(totaal for _, _, totaal in stand.kolommen)
    assert len(stand.rijen) == len(KORT) == 8


def test_elk_getal_opent_precies_zijn_rijen(client, consulent, gemeente, groep):
    client.force_login(consulent)
    basis = "/participatieladder/verschuiving/?van=2026-01-01&tot=2026-07-01"

    for vraag, aantal in (
        ("", 8),
        ("&van_trede=5&naar_trede=niet", 2),
        ("&richting=omhoog", 2),
        ("&van_trede=niet", 1),
    ):
        assert client.get(f"{basis}{vraag}").context["lijst"].totaal == aantal


def test_de_csv_is_de_tabel_en_de_pagina_heeft_een_grafiek(client, consulent, gemeente, groep):
    client.force_login(consulent)
    vraag = "?van=2026-01-01&tot=2026-07-01"

    regels = (
        client.get(f"/participatieladder/verschuiving/csv/{vraag}").content.decode("utf-8-sig").splitlines()
    )
    pagina = client.get(f"/participatieladder/verschuiving/{vraag}").content.decode()

    assert regels[0].startswith("van 01-01-2026 naar 01-07-2026;6 Betaald werk;")
    assert regels[3] == "4 Onbetaald werk;0;0;1;1;0;0;0;0;2"
    assert regels[-1] == "totaal;0;1;2;1;1;0;1;2;8"
    assert "2 van 4 personen gingen een trede of meer omhoog" in pagina
    assert "<svg" in pagina


@pytest.mark.parametrize(
    "vraag", ["?van=x", "?tot=31-02-2026", "?van=2026-07-01&tot=2026-01-01", "?gemeente=9999"]
)
def test_rare_dagen_breken_niets(client, consulent, groep, vraag):
    client.force_login(consulent)

    assert client.get(f"/participatieladder/verschuiving/{vraag}").status_code == 200


def test_de_halfjaren_zijn_die_van_de_bron():
    assert halfjaren(date(2026, 11, 22), 3) == [
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2025, 7, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), date(2025, 7, 1)),
    ]
    assert halfjaren(date(2026, 6, 30), 1) == [(date(2025, 7, 1), date(2026, 1, 1))]


def test_meer_mensen_kosten_niet_meer_vragen(gemeente, groep, django_assert_num_queries):
    with django_assert_num_queries(1):
        verschuiving(VAN, TOT, [gemeente.pk])
    assert mensen_tussen(VAN, TOT, [gemeente.pk]).count() == 8
    assert Uitkering.objects.count() == 9
