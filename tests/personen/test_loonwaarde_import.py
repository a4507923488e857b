"""Loonwaardemetingen inlezen: dezelfde regels als op het scherm, per rij geweigerd (RH-135, RH-136, RH-137)."""

from datetime import date
from decimal import Decimal

import pytest

from kern.permissions import Rol
from personen.models import Hoofdtaak, Loonwaardemeting, Persoon
from tests.factories.personen import MeetbevoegdheidFactory, PersoonFactory, ToewijzingFactory
from tests.inlezen import lees

pytestmark = pytest.mark.django_db
SOORT = "loonwaardemetingen"
# 60% x 80% x 90% x 100% = 43,2 en 40% x 70% x 80% x 90% = 20,16; samen 63,36 (regels §1.6)
TAKEN = "Inpakken 60 80 90 100; Vegen 40 70 80 90"


@pytest.fixture
def wereld(gemeente, maak_gebruiker):
    contact = maak_gebruiker(Rol.CONSULENT_WSW, gemeente, username="contact")
    meter = maak_gebruiker(Rol.CONSULENT_WSW, gemeente, username="meter")
    maak_gebruiker(Rol.CONSULENT_WSW, gemeente, username="zonder")
    for gebruiker in (contact, meter):
        MeetbevoegdheidFactory(gebruiker=gebruiker, behaald_op=date(2020, 1, 1), begindatum=date(2020, 1, 1))
    persoon = PersoonFactory(
        gemeente=gemeente,
        in_begeleiding=True,
        achternaam="Voorbeeld",
        geboortedatum=date(1984, 5, 12),
        bsn="123456782",
    )
    ToewijzingFactory(persoon=persoon, gebruiker=contact, begindatum=date(2024, 1, 1))
    return meter


def rij(**anders):
    basis = {
        "bsn": "123456782", "achternaam": "Voorbeeld", "geboortedatum": "12-05-1984", "datum": "01-10-2026",
        "werkplek": "Groen BV", "volgende_op": "01-10-2028",
    }  # fmt: skip
    return basis | anders


EIGEN = {"beoordelaar": "meter", "hoofdtaken": TAKEN, "uren_per_week": "24", "werkdagen": "4"}


def test_een_bureau_levert_een_percentage_en_een_eigen_beoordelaar_hoofdtaken(gemeente, wereld):
    tellingen, fouten = lees(
        SOORT,
        gemeente,
        rij(bureau="Meetbureau", percentage="45,5"),
        rij(datum="02-10-2026", **EIGEN),
        door=wereld,
    )

    assert fouten == []
    assert tellingen["nieuw"] == 2
    metingen = Loonwaardemeting.objects.order_by("datum")
    assert [m.wie_mat for m in metingen] == ["Meetbureau", str(wereld)]
    assert metingen[0].percentage == Decimal("45.5")
    assert metingen[1].percentage == Decimal("63.36")
    assert Hoofdtaak.objects.filter(meting=metingen[1]).count() == 2


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        (EIGEN | {"beoordelaar": "contact"}, "beoordelaar: contact is"),
        (EIGEN | {"beoordelaar": "zonder"}, "beoordelaar: zonder "),
        (EIGEN | {"beoordelaar": "niemand"}, "beoordelaar: Gebruiker"),
        ({"beoordelaar": "meter", "percentage": "50"}, "hoofdtaken: Alleen een extern bureau"),
        (EIGEN | {"bureau": "Meetbureau"}, "beoordelaar: Vul een eigen"),
        ({"percentage": "50"}, "beoordelaar: Vul een eigen"),
        ({"bureau": "B"}, "percentage: Vul het percentage"),
        ({"bureau": "B", "percentage": "101"}, "percentage: 101 kan niet"),
        (EIGEN | {"hoofdtaken": "Inpakken 60 80"}, "hoofdtaken: Schrijf elke hoofdtaak"),
        (EIGEN | {"percentage": "50"}, "percentage: De hoofdtaken geven 63,36%"),
        (EIGEN | {"werkdagen": ""}, "werkdagen: Vul dit in"),
        ({"bureau": "B", "percentage": "50", "datum": "01-01-2030"}, "datum: Deze dag ligt in de toekomst"),
        ({"bureau": "B", "percentage": "50", "volgende_op": ""}, "volgende_op: Vul in wanneer"),
        (
            {"bureau": "B", "percentage": "50", "bsn": "", "achternaam": "Onbekend"},
            "achternaam: Deze persoon heeft nog geen",
        ),
    ],
)
def test_een_verkeerde_rij_wordt_geweigerd_met_de_reden(gemeente, wereld, anders, fout):
    _, fouten = lees(SOORT, gemeente, rij(**anders), door=wereld)

    assert len(fouten) == 1
    assert fout in fouten[0]
    assert not Loonwaardemeting.objects.exists()
    assert Persoon.objects.count() == 1


def test_een_goede_rij_naast_een_foute_en_herhalen_verandert_niets(gemeente, wereld):
    rijen = (rij(bureau="B", percentage="45"), rij(datum="02-10-2026", **EIGEN | {"beoordelaar": "contact"}))
    lees(SOORT, gemeente, *rijen, door=wereld, zonder_fouten=True)
    assert Loonwaardemeting.objects.count() == 1

    herhaald, _ = lees(SOORT, gemeente, rij(bureau="B", percentage="45"), door=wereld)
    assert herhaald["gelijk"] == 1
    _, fouten = lees(SOORT, gemeente, rij(bureau="B", percentage="46"), door=wereld)
    assert "al een andere meting" in fouten[0]
