"""Fixtures that every test may use."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from kern.actions.kaders_laden import laad_kaders
from kern.permissions import Rol
from tests.database import copy_template
from tests.factories.kern import GebruikerFactory, GemeenteFactory, RolvervullingFactory


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings, django_db_blocker):
    """Before pytest-django looks for the test database of this process: copy it from the template."""
    with django_db_blocker.unblock():
        copy_template(anew=request.config.option.create_db)


@pytest.fixture(scope="session")
def django_db_createdb():
    return False  # the copy is fresh


@pytest.fixture(scope="session")
def django_db_keepdb():
    return True  # take the copy as it is; the next run throws it away


@pytest.fixture(scope="session", autouse=True)
def _truncate_as_superuser():
    """Transactional tests empty all tables; the log tables refuse that, even for their owner.

    Only a superuser may switch triggers off for a session, so the protection of a real database
    (whose roles are no superusers) is not weakened.
    """
    original = DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
        try:
            original(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                cursor.execute("set session_replication_role = origin")

    # For the whole session: the flush comes after the fixtures of the test itself are gone.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="module")
def _kaders_van_dit_bestand(django_db_setup, django_db_blocker):
    """Loaded once for all tests of a file; each test still rolls its own changes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield laad_kaders()
        transaction.set_rollback(True)


@pytest.fixture
def geladen(_kaders_van_dit_bestand, db):
    """The kaders as they are shipped: Nederland and the four source documents."""
    return _kaders_van_dit_bestand


@pytest.fixture
def gemeente(db):
    return GemeenteFactory(code="1742", naam="Rijssen-Holten")


@pytest.fixture
def andere_gemeente(db):
    return GemeenteFactory(code="1735", naam="Hof van Twente")


@pytest.fixture
def maak_gebruiker(db):
    """`maak_gebruiker(Rol.CONSULENT, gemeente)` gives a user with that role, from 1-1-2019 on."""

    def maak(rol: Rol | None, gemeente, **velden):
        gebruiker = GebruikerFactory(**velden)
        if rol:
            RolvervullingFactory(gebruiker=gebruiker, rol=rol, gemeente=gemeente, begindatum=date(2019, 1, 1))
        return gebruiker

    return maak


@pytest.fixture
def consulent(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.CONSULENT, gemeente, naam="K. Consulent")


@pytest.fixture
def ingelogd(client, consulent):
    """A client that is logged in as consulent re-integratie of Rijssen-Holten."""
    client.force_login(consulent)
    return client


@pytest.fixture
def als_toepassing(db):
    """Inside: SQL runs as the application's own database role."""
    from django.conf import settings

    with connection.cursor() as cursor:
        cursor.execute(f'set role "{settings.DATABASE_APP_ROLE}"')
    yield
    connection.rollback() if not connection.in_atomic_block else None
    with connection.cursor() as cursor:
        cursor.execute("reset role")
