"""Load the instruments that the source documents name; safe to repeat."""

from django.core.management.base import BaseCommand

from reintegratie.instrument_actions import laad_instrumenten


class Command(BaseCommand):
    help = "Laad de instrumenten van de brondocumenten in de catalogus. Wat er al staat, verandert niet."

    def handle(self, *args, **options):
        self.stdout.write(f"{laad_instrumenten()} nieuw")
