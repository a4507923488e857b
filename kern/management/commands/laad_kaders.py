"""Load gemeenten and beleidskaders from kern/gegevens; repeating it changes nothing."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kern.actions.kaders_laden import laad_kaders


class Command(BaseCommand):
    help = "Laad gemeenten, verbanden, organisaties en beleidskaders uit kern/gegevens. Herhalen mag altijd."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="ook de voorbeeldwaarden die alleen de demo gebruikt"
        )
        parser.add_argument("--json", action="store_true", help="het resultaat als JSON")

    def handle(self, *args, **options):
        try:
            resultaat = laad_kaders(demo=options["demo"])
        except ValidationError as fout:
            raise CommandError("\n".join(fout.messages)) from fout
        if options["json"]:
            self.stdout.write(json.dumps(resultaat.als_dict()))
            return
        self.stdout.write(
            f"{resultaat.toegevoegd} toegevoegd, {resultaat.gewijzigd} gewijzigd, {resultaat.ongewijzigd} gelijk gebleven"
        )
        for code, aantal in resultaat.kaders.items():
            self.stdout.write(f"  {code}: {aantal} waarden")
