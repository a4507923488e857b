"""Fixtures van het collegerapport: twee mensen, een peilmoment en een concept met teksten."""

from decimal import Decimal as D

import pytest
import time_machine

from kern.permissions import Rol
from monitor.rapport_actions import (
    maak_rapport,
    schrijf_teksten,
)
from tests.factories.monitor import PeilmomentFactory, PeilwaardeFactory
from tests.monitor.rapport_wereld import PEILDATUM, TEKSTEN


@pytest.fixture
def dag():
    """The day on which the reports of these tests are written."""
    with time_machine.travel("2026-07-20 09:00:00"):
        yield


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def adviseur(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BELEID, gemeente, naam="B. Adviseur")


@pytest.fixture
def peilmoment(gemeente):
    """Uitstroom 37 bij een doel van 80 per jaar (RH-074), tredestap 38 van 390, en een stand."""
    moment = PeilmomentFactory(
        gemeente=gemeente, peildatum=PEILDATUM, kaderversies=["rh/kpi.uitstroom_werk/v1"]
    )
    PeilwaardeFactory(peilmoment=moment)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", naam="Minstens één trede omhoog", volgorde=20, eenheid="%",
        waarde=D("9.7436"), teller=38, noemer=390, jaar=D("9.7436"), vorige=None, doel=15, doel_nu=D("7.5"),
        verwacht=D("9.7436"), oordeel="op_doel",
    )  # fmt: skip
    PeilwaardeFactory(
        peilmoment=moment, kpi="wsw_dossiers", dashboard="wsw", naam="Wsw-medewerkers", volgorde=30, waarde=105,
        jaar=105, vorige=115, doel=None, doel_nu=None, verwacht=None, oordeel="geen_doel",
    )  # fmt: skip
    return moment


@pytest.fixture
def concept(peilmoment, manager):
    rapport = maak_rapport(peilmoment, door=manager)
    return schrijf_teksten(rapport, teksten=TEKSTEN, door=manager)
