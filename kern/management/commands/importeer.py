"""Read a file from the command line: the same code as the pages, for operators and cron."""

import json
import sys
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from kern.actions.inlezen import koppel_kolommen, laad_importbestand
from kern.imports.engine import beproef, lees_in, soort_van
from kern.imports.readers import MAX_BYTES
from kern.models import Gebruiker, Gemeente
from kern.registers import importsoorten

MAX_FOUTEN = 200


class _ProefKlaar(Exception):
    """Takes the dry run back as a whole: not even the batch stays."""


class Command(BaseCommand):
    help = "Lees een bestand in. Zonder --definitief is het een proef en blijft alles zoals het was."

    def add_arguments(self, parser):
        parser.add_argument("soort", choices=[soort.code for soort in importsoorten.alle()])
        parser.add_argument("bestand", type=Path)
        parser.add_argument("--gemeente", required=True, help="CBS-code, bijvoorbeeld 1742")
        parser.add_argument("--definitief", action="store_true", help="lees echt in")
        parser.add_argument("--zonder-fouten", action="store_true", help="sla rijen met een fout over")
        parser.add_argument("--door", help="gebruikersnaam van wie dit doet")
        parser.add_argument("--json", action="store_true", help="uitkomst als JSON op één regel")

    def handle(self, *, soort, bestand, gemeente, definitief, door, **opties):
        gemeente = self._zoek(Gemeente, "gemeente", code=gemeente)
        gebruiker = self._zoek(Gebruiker, "gebruiker", username=door) if door else None
        try:
            if bestand.stat().st_size > MAX_BYTES:
                raise CommandError("Dit bestand is groter dan 10 MB. Verdeel het in stukken.")
            inhoud = bestand.read_bytes()
        except OSError as fout:
            raise CommandError(f"Het bestand {bestand} is niet te lezen: {fout.strerror}") from None
        werk = {
            "soort": soort,
            "gemeente": gemeente,
            "naam": bestand.name,
            "inhoud": inhoud,
            "door": gebruiker,
        }
        try:
            uitkomst = self._voer_uit(werk, definitief, opties["zonder_fouten"], toon=not opties["json"])
        except ValidationError as fout:
            uitkomst = {"gelukt": False, "definitief": definitief, "melding": " ".join(fout.messages)}
        self._toon(uitkomst, als_json=opties["json"])
        if not uitkomst["gelukt"]:
            raise CommandError("Er is niets ingelezen." if definitief else "De proef heeft fouten gevonden.")

    def _voer_uit(self, werk: dict, definitief: bool, zonder_fouten: bool, toon: bool) -> dict:
        """Proef, and after it the import; one transaction, so nothing stays half."""
        uitkomst: dict = {}
        try:
            with transaction.atomic(), pghistory.context(opdracht="importeer"), _Balk(toon) as balk:
                batch = laad_importbestand(**werk)
                batch = koppel_kolommen(batch, koppeling=batch.koppeling, door=werk["door"])
                uitslag = beproef(batch, door=werk["door"], voortgang=balk, op_slot=definitief)
                batch.refresh_from_db()
                fouten = uitslag.tellingen["fout"]
                uitkomst = self._uitkomst(batch, uitslag, definitief=False, gelukt=not fouten)
                if not definitief:
                    raise _ProefKlaar
                if fouten and not zonder_fouten:
                    uitkomst["melding"] = (
                        f"{fouten} rijen hebben een fout. Herstel ze of gebruik --zonder-fouten."
                    )
                    raise _ProefKlaar
                batch = lees_in(
                    batch, door=werk["door"], zonder_fouten=zonder_fouten, voortgang=balk, uitslag=uitslag
                )
                uitkomst = self._uitkomst(batch, uitslag, definitief=True, gelukt=True)
        except _ProefKlaar:
            uitkomst["import"] = None
        return uitkomst

    def _uitkomst(self, batch, uitslag, *, definitief: bool, gelukt: bool) -> dict:
        namen = {veld.code: veld.naam for veld in soort_van(batch).velden}
        fouten = [
            {
                "rij": rij.nummer,
                "veld": fout["veld"],
                "kolom": namen.get(fout["veld"], ""),
                "tekst": fout["tekst"],
            }
            for rij in uitslag.rijen
            if rij.uitkomst == "fout"
            for fout in rij.fouten
        ]
        return {
            "gelukt": gelukt,
            "definitief": definitief,
            "import": batch.pk,
            "tellingen": uitslag.tellingen,
            "meldingen": uitslag.meldingen,
            "controletotalen": batch.controletotalen,
            "aantal_fouten": len(fouten),
            "fouten": fouten[:MAX_FOUTEN],
        }

    def _toon(self, uitkomst: dict, als_json: bool) -> None:
        if als_json:
            self.stdout.write(json.dumps(uitkomst, ensure_ascii=False))
            return
        for fout in uitkomst.get("fouten", []):
            kolom = f", {fout['kolom']}" if fout["kolom"] else ""
            self.stdout.write(f"Rij {fout['rij']}{kolom}: {fout['tekst']}")
        if n := uitkomst.get("tellingen"):
            wat = "Ingelezen" if uitkomst["definitief"] else "Proef, er is niets opgeslagen"
            self.stdout.write(
                f"{wat}: {n['rijen']} rijen = {n['nieuw']} nieuw + {n['gewijzigd']} bijgewerkt"
                f" + {n['gelijk']} ongewijzigd + {n['fout']} fout + {n['dubbel']} dubbel"
            )
        if uitkomst.get("melding"):
            self.stdout.write(uitkomst["melding"])

    def _zoek(self, model, naam: str, **waarde):
        try:
            return model.objects.get(**waarde)
        except model.DoesNotExist:
            raise CommandError(f"Deze {naam} bestaat niet: {next(iter(waarde.values()))}") from None


class _Balk:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, toon: bool):
        self._balk = tqdm(total=0, disable=not (toon and sys.stderr.isatty()), unit=" rij", leave=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._balk.close()

    def __call__(self, gedaan: int, totaal: int, melding: str = "") -> None:
        self._balk.total = totaal or None
        self._balk.n = gedaan
        self._balk.set_description(melding)
