"""One migrated template database for all test runs and all xdist workers; every run gets a copy of it."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "sjabloon_trede"


def copy_template(*, anew: bool) -> None:
    """Give this process its test database, as a copy of the template with all migrations applied.

    The template is kept while migrations are only added: Django applies the added ones to it. A changed
    or removed file makes a new one, and so does `anew`.
    """
    name = connection.creation._get_test_db_name()
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        _ensure_template(cursor, anew=anew)
        cursor.execute(f'drop database if exists "{name}" with (force)')
        cursor.execute(f'create database "{name}" template {TEMPLATE}')


def _ensure_template(cursor, *, anew: bool) -> None:
    cursor.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [TEMPLATE]
    )
    row = cursor.fetchone()
    applied = set((row[0] or "").split("\n")) if row else None
    current = _migrations()
    if applied == current and not anew:
        return
    _migrate_template(keep=bool(applied and applied < current and not anew))
    # The last step: a template without this mark is half made.
    cursor.execute(f"comment on database {TEMPLATE} is %s", ["\n".join(sorted(current))])


def _migrate_template(*, keep: bool) -> None:
    """Migrate and give the application role its rights, as `manage.py klaarzetten` does."""
    database = connection.settings_dict
    name, test_name = database["NAME"], database["TEST"]["NAME"]
    database["TEST"]["NAME"] = TEMPLATE
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
        call_command("databaserol")
    finally:
        # A template may not be in use while it is copied.
        connection.close()
        database["TEST"]["NAME"] = test_name
        database["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


def _migrations() -> set[str]:
    """A line per migration file: its name and the hash of its text."""
    files = ROOT.glob("*/migrations/*.py")
    return {f"{f.relative_to(ROOT)} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in files}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The first xdist worker makes the template, the others wait for it and then copy it."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "sjabloon.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
