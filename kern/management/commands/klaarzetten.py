"""Bring the database up to date as its owner: migrations and the rights of the application role."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migraties uitvoeren en de databaserol van de toepassing haar rechten geven."

    def handle(self, *args, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("databaserol")
            # Standard texts and example steps; an app above this floor, so by the name of its command.
            call_command("laad_planbibliotheek")
