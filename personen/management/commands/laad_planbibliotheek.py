"""Load the standard texts and example steps of plans; safe to repeat."""

from django.core.management.base import BaseCommand

from personen.actions.planbibliotheek import laad_planbibliotheek


class Command(BaseCommand):
    help = "Laad de standaardteksten en voorbeeldstappen voor ontwikkelplannen."

    def handle(self, *args, **options):
        nieuw, gewijzigd = laad_planbibliotheek()
        self.stdout.write(f"{nieuw} nieuw, {gewijzigd} gewijzigd")
