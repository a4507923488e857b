"""De formatie van Rijssen-Holten uit de bron, met de echte kaders."""

from datetime import date

import pytest
import time_machine
from django.db import transaction

from demo.formatie import maak_formatie
from formatie.models import Scenario
from kern.actions.kaders_laden import laad_kaders
from kern.models import Gebruiker, Gemeente
from kern.permissions import Rol
from tests.factories.kern import GebruikerFactory, RolvervullingFactory


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture(scope="module")
def _geladen(django_db_setup, django_db_blocker):
    """Loaded once per file; each test rolls its own changes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        laad_kaders()
        manager = GebruikerFactory(username="teammanager", naam="T. Manager")
        gemeente = Gemeente.objects.get(code="1742")
        RolvervullingFactory(
            gebruiker=manager, rol=Rol.TEAMMANAGER, gemeente=gemeente, begindatum=date(2019, 1, 1)
        )
        maak_formatie()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rijssen_holten(_geladen, db):
    return Gemeente.objects.get(code="1742")


@pytest.fixture
def manager(rijssen_holten):
    return Gebruiker.objects.get(username="teammanager")


@pytest.fixture
def plan(rijssen_holten):
    """De functies en plaatsen van bron 000 en het scenario 'Plan 2020', via de acties."""
    return Scenario.objects.get(naam="Plan 2020")


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client
