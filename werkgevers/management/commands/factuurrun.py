"""The invoice run from the command line: the same code as the pages, for operators and cron."""

import json
from datetime import date
from decimal import Decimal

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from kern.models import Gebruiker, Gemeente
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_stap
from werkgevers.choices import Runstatus
from werkgevers.queries.facturatie import runstand


class Command(BaseCommand):
    help = "Bereid de facturen van een maand voor; met --definitief worden ze ook gemaakt."

    def add_arguments(self, parser):
        parser.add_argument("--gemeente", required=True, help="CBS-code, bijvoorbeeld 1742")
        parser.add_argument("--maand", required=True, help="jjjj-mm, bijvoorbeeld 2026-10")
        parser.add_argument("--door", required=True, help="gebruikersnaam van wie factureert")
        parser.add_argument(
            "--definitief-door", help="wie definitief maakt, als dat een ander is (vier ogen)"
        )
        parser.add_argument("--factuurdatum", help="jjjj-mm-dd; zonder is het vandaag")
        parser.add_argument("--definitief", action="store_true", help="maak de facturen echt")
        parser.add_argument("--json", action="store_true", help="uitkomst als JSON op één regel")

    def handle(self, *, gemeente, maand, door, definitief, **opties):
        gemeente = self._zoek(Gemeente, "gemeente", code=gemeente)
        gebruiker = self._zoek(Gebruiker, "gebruiker", username=door)
        ander = opties["definitief_door"]
        ander = self._zoek(Gebruiker, "gebruiker", username=ander) if ander else gebruiker
        try:
            eerste = date.fromisoformat(f"{maand}-01")
            datum = opties["factuurdatum"]
            datum = date.fromisoformat(datum) if datum else timezone.localdate()
        except ValueError:
            raise CommandError("Schrijf de maand als 2026-10 en een dag als 2026-11-02.") from None
        try:
            with pghistory.context(opdracht="factuurrun"):
                run = bereid_voor(gemeente, eerste, door=gebruiker, factuurdatum=datum)
                stand = runstand(run)
                if definitief and stand.klaar:
                    start_stap(run)
                    with _Balk(stand.klaar, toon=not opties["json"]) as balk:
                        maak_definitief(run, door=ander, voortgang=balk)
        except ValidationError as fout:
            raise CommandError(" ".join(fout.messages)) from None
        except PermissionDenied:
            raise CommandError(f"{ander} mag in {gemeente} geen facturen maken.") from None
        run.refresh_from_db()
        self._toon(run, runstand(run), opties["json"])

    def _toon(self, run, stand, als_json) -> None:
        uitkomst = {
            "gemeente": run.gemeente.code,
            "maand": f"{run.maand:%Y-%m}",
            "definitief": run.status == Runstatus.DEFINITIEF,
            "facturen": stand.facturen,
            "bedrag": str(stand.factuurbedrag),
            "klaar": stand.klaar,
            "klaar_bedrag": str(stand.klaar_bedrag or Decimal(0)),
            "problemen": [
                {"overeenkomst": f"{rij.overeenkomst}", "probleem": rij.probleem}
                for rij in run.voorstellen.filter(soort="probleem").select_related("overeenkomst")
            ],
        }
        if als_json:
            self.stdout.write(json.dumps(uitkomst, ensure_ascii=False))
            return
        self.stdout.write(f"{stand.facturen} facturen gemaakt, {stand.klaar} klaar om te maken.")
        for rij in uitkomst["problemen"]:
            self.stdout.write(f"- {rij['overeenkomst']}: {rij['probleem']}")

    def _zoek(self, model, wat, **velden):
        gevonden = model.objects.filter(**velden).first()
        if gevonden is None:
            raise CommandError(f"Deze {wat} bestaat niet: {next(iter(velden.values()))}")
        return gevonden


class _Balk:
    """A progress bar that a run can call; silent when the output is JSON."""

    def __init__(self, totaal: int, *, toon: bool):
        self.balk = tqdm(total=totaal, unit="factuur", disable=not toon)

    def __call__(self, gedaan: int, totaal: int, tekst: str = "") -> None:
        self.balk.update(gedaan - self.balk.n)

    def __enter__(self):
        return self

    def __exit__(self, *fout):
        self.balk.close()
