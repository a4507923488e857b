"""Delete what is past its term; every night the worker does the same."""

import json

from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_date

from kern.actions.bewaren import pas_bewaartermijnen_toe


class Command(BaseCommand):
    help = "Verwijder importbestanden en klaargezette exports die over hun bewaartermijn zijn. Herhalen mag altijd."

    def add_arguments(self, parser):
        parser.add_argument("--proef", action="store_true", help="zeg wat er weg zou gaan, verander niets")
        parser.add_argument("--peildatum", type=parse_date, help="jjjj-mm-dd; standaard vandaag")
        parser.add_argument("--json", action="store_true", help="het resultaat als JSON")

    def handle(self, *args, **options):
        uitkomst = pas_bewaartermijnen_toe(peildatum=options["peildatum"], proef=options["proef"])
        if options["json"]:
            self.stdout.write(json.dumps(uitkomst.als_dict(), ensure_ascii=False))
            return
        werk = "Zou verwijderen" if options["proef"] else "Verwijderd"
        self.stdout.write(
            f"{werk}: {len(uitkomst.imports)} importbestanden ({uitkomst.importregels} rijen), "
            f"{len(uitkomst.exports)} exports, {uitkomst.bytes} bytes"
        )
        for regel in uitkomst.zonder_termijn:
            self.stdout.write(f"Niet vastgesteld, niets verwijderd: {regel}")
