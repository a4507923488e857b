"""Alle overeenkomsten van iemand samen zijn niet meer uren dan zijn contract (functies V30)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.factories.kern import GebruikerFactory
from tests.factories.overeenkomsten import OvereenkomstFactory, OvereenkomstversieFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from werkgevers.actions.overeenkomst import kom_overeen, wijzig_overeenkomst
from werkgevers.models import Overeenkomst
from werkgevers.rules.uren import Urenperiode, boven_contract

D = Decimal
JAN, JULI = date(2026, 1, 1), date(2026, 7, 1)


def periode(uren, van=JAN, tot=None):
    return Urenperiode(van, tot, D(uren))


@pytest.mark.parametrize(
    ("afspraken", "contract", "uitkomst"),
    [
        ([periode(12), periode(12), periode(12)], [periode(36)], None),  # exactly the contract
        ([periode(12), periode(12), periode(12), periode(4)], [periode(36)], (JAN, D(40), D(36))),
        ([periode(24), periode(12, JULI), periode(4, JULI)], [periode(36)], (JULI, D(40), D(36))),
        (
            [periode(24, JAN, date(2026, 6, 30)), periode(36, JULI)],
            [periode(36)],
            None,
        ),  # one after the other
        ([periode(36)], [periode(36, JAN, date(2026, 6, 30)), periode(24, JULI)], (JULI, D(36), D(24))),
        ([periode(40)], [], None),  # no contract known: nothing to compare with
        ([periode(40, JULI)], [periode(36, JAN, date(2026, 6, 30))], None),
    ],
)
def test_de_eerste_dag_boven_het_contract(afspraken, contract, uitkomst):
    assert boven_contract(afspraken, contract, JAN, None) == uitkomst


@pytest.fixture
def persoon(gemeente):
    rij = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    dienst = DienstverbandFactory(persoon=rij)
    IndelingFactory(dienstverband=dienst, uren_per_week=D(36))
    return rij


def spreek_af(persoon, uren, door):
    return kom_overeen(
        persoon, relatie=RelatieFactory(gemeente=persoon.gemeente), soort="individuele_detachering",
        begindatum=JULI, uren_per_week=D(uren), tarief={"methode": "uren_tarief", "bedrag": D("4.34")}, door=door,
    )  # fmt: skip


@pytest.mark.django_db
def test_drie_werkgevers_samen_36_uur_en_een_vierde_wordt_geweigerd(persoon):
    door = GebruikerFactory()
    for _ in range(3):
        spreek_af(persoon, 12, door)

    with pytest.raises(ValidationError) as fout:
        spreek_af(persoon, 4, door)

    assert fout.value.message_dict == {
        "uren_per_week": [
            "Alle overeenkomsten samen zijn vanaf 01-07-2026 40 uur per week. "
            "Het contract is 36 uur. Spreek minder uren af."
        ]
    }
    assert Overeenkomst.objects.count() == 3


@pytest.mark.django_db
def test_meer_uren_afspreken_dan_het_contract_kan_ook_later_niet(persoon):
    eerste, tweede = (
        OvereenkomstFactory(persoon=persoon, relatie=RelatieFactory(gemeente=persoon.gemeente))
        for _ in range(2)
    )
    for rij in (eerste, tweede):
        OvereenkomstversieFactory(overeenkomst=rij, uren_per_week=D(18))

    with pytest.raises(ValidationError, match="Het contract is 36 uur"):
        wijzig_overeenkomst(tweede, per=JULI, uren_per_week=D(24), door=tweede.overeengekomen_door)

    wijzig_overeenkomst(eerste, per=JULI, uren_per_week=D(12), door=eerste.overeengekomen_door)
    wijzig_overeenkomst(tweede, per=JULI, uren_per_week=D(24), door=tweede.overeengekomen_door)


@pytest.mark.django_db
def test_zonder_dienstverband_is_er_niets_om_mee_te_vergelijken(gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)

    assert spreek_af(persoon, 40, GebruikerFactory()).nummer == "D-1"
