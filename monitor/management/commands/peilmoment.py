"""Freeze the figures of a day from the command line: the same action as the page, for operators and cron."""

import json
import sys
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from kern.models import Gebruiker, Gemeente
from monitor.actions import zet_peilmoment_vast
from monitor.documents.peilmoment import peil_json
from monitor.queries.bijsturing import bij_peilmoment
from monitor.queries.peilmoment import waarden_van


class Command(BaseCommand):
    help = "Zet de cijfers van een peildatum vast, met hun rijen en een hash. Een dag kan één keer."

    def add_arguments(self, parser):
        parser.add_argument("--gemeente", required=True, help="CBS-code, bijvoorbeeld 1742")
        parser.add_argument("--datum", required=True, type=date.fromisoformat, help="2026-06-30")
        parser.add_argument("--door", help="gebruikersnaam van wie dit doet")
        parser.add_argument("--json", action="store_true", help="uitkomst als JSON op één regel")

    def handle(self, *, gemeente, datum, door, **opties):
        van = self._zoek(Gemeente, "gemeente", code=gemeente)
        gebruiker = self._zoek(Gebruiker, "gebruiker", username=door) if door else None
        stil = opties["json"] or not sys.stderr.isatty()
        try:
            with tqdm(total=0, disable=stil, unit=" cijfer", leave=False) as balk:

                def voortgang(gedaan, totaal, melding=""):
                    balk.total, balk.n = totaal, gedaan
                    balk.set_description(melding)

                moment = zet_peilmoment_vast(van, datum, door=gebruiker, voortgang=voortgang)
        except ValidationError as fout:
            self._fout(" ".join(fout.messages), opties["json"])
        except PermissionDenied:
            self._fout(f"{gebruiker} mag voor {van} geen cijfers vastzetten.", opties["json"])
        waarden = waarden_van(moment)
        if opties["json"]:
            uit = {"gelukt": True} | peil_json(moment, waarden, bij_peilmoment(moment))
            self.stdout.write(json.dumps(uit, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{len(waarden)} cijfers van {datum:%d-%m-%Y} staan vast. SHA-256 {moment.sha256}"
            )

    def _fout(self, melding: str, als_json: bool):
        if als_json:
            self.stdout.write(json.dumps({"gelukt": False, "melding": melding}, ensure_ascii=False))
        raise CommandError(melding)

    def _zoek(self, model, naam: str, **waarde):
        try:
            return model.objects.get(**waarde)
        except model.DoesNotExist:
            raise CommandError(f"Deze {naam} bestaat niet: {next(iter(waarde.values()))}") from None
