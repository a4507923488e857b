"""Give the application role its rights: everything on data, only adding on the log tables."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql

# Tables that the application may read and add to, never change or empty.
LOG_TABLES = ("kern_gebeurtenis", "kern_inzage")


def append_only_tables() -> list[str]:
    """The log tables and all history tables."""
    history = [m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    return sorted({*LOG_TABLES, *history})


class Command(BaseCommand):
    help = "Geef de databaserol van de toepassing precies de rechten die zij nodig heeft."

    def handle(self, *args, **options):
        role = sql.Identifier(settings.DATABASE_APP_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("grant usage on schema public to {}").format(role))
            cursor.execute(
                sql.SQL("grant select, insert, update, delete on all tables in schema public to {}").format(
                    role
                )
            )
            cursor.execute(
                sql.SQL("grant usage, select on all sequences in schema public to {}").format(role)
            )
            cursor.execute(sql.SQL("grant execute on all functions in schema public to {}").format(role))
            for table in append_only_tables():
                cursor.execute(
                    sql.SQL("revoke update, delete, truncate on {} from {}").format(
                        sql.Identifier(table), role
                    )
                )
            cursor.execute(sql.SQL("revoke insert, update, delete on django_migrations from {}").format(role))
