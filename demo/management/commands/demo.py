"""Laad de verzonnen gegevens van de demo."""

import json
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Laad vier verzonnen gemeenten met de aantallen uit de brondocumenten (alleen in de demostand)."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--zonder-wvs", action="store_true", help="sneller: zonder de 2.500 van de WVS")

    def handle(self, *args, json: bool, zonder_wvs: bool, **options):
        from demo.loader import is_geladen, laad

        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Dit zijn verzonnen gegevens. Zet TREDE_DEMO=1 en gebruik een lege database.")
        if is_geladen():
            self._uit(json, {"geladen": False}, "De demo staat er al.")
            return
        begin = time.monotonic()
        meld = (lambda tekst: None) if json else (lambda tekst: self.stdout.write(f"  {tekst}"))
        resultaat = laad(meld, zonder_wvs=zonder_wvs)
        seconden = round(time.monotonic() - begin)
        self._uit(
            json,
            {"geladen": True, "seconden": seconden, **resultaat},
            f"Demo geladen in {seconden} seconden.",
        )

    def _uit(self, als_json, gegevens, tekst):
        self.stdout.write(json.dumps(gegevens, ensure_ascii=False) if als_json else tekst)
