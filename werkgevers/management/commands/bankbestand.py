"""Read bank files from the command line: the same code as the page, for cron."""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from kern.models import Gebruiker, Gemeente
from werkgevers.actions.bankbestanden import laad_bankbestand, verwerk_bankbestand


class Command(BaseCommand):
    help = "Lees bankbestanden (camt.053 of MT940) in en koppel wat zeker is. Een bestand dat er al is, telt niet mee."

    def add_arguments(self, parser):
        parser.add_argument("bestanden", type=Path, nargs="+")
        parser.add_argument("--gemeente", required=True, help="CBS-code, bijvoorbeeld 1742")
        parser.add_argument("--door", help="gebruikersnaam van wie dit doet")
        parser.add_argument("--json", action="store_true", help="uitkomst als JSON, één regel per bestand")

    def handle(self, *, bestanden, gemeente, door, **opties):
        gemeente = self._zoek(Gemeente, "gemeente", code=gemeente)
        gebruiker = self._zoek(Gebruiker, "gebruiker", username=door) if door else None
        mislukt = 0
        for pad in bestanden:
            uitkomst = self._lees(pad, gemeente, gebruiker, toon=not opties["json"] and self.stdout.isatty())
            mislukt += not uitkomst["gelukt"]
            self._toon(uitkomst, opties["json"])
        if mislukt:
            raise CommandError(
                "1 bestand is geweigerd." if mislukt == 1 else f"{mislukt} bestanden zijn geweigerd."
            )

    def _lees(self, pad: Path, gemeente, door, toon: bool) -> dict:
        try:
            with pad.open("rb") as bron:
                inhoud = bron.read(settings.UPLOAD_MAX_BYTES + 1)
            with transaction.atomic(), tqdm(disable=not toon, unit=" regels") as balk:
                bestand = laad_bankbestand(
                    gemeente=gemeente, naam=pad.name, inhoud=inhoud, door=door, met_taak=False
                )
                bestand = verwerk_bankbestand(
                    bestand, door=door, voortgang=lambda n, totaal, tekst: balk.update()
                )
        except OSError as fout:
            return {"bestand": pad.name, "gelukt": False, "melding": f"niet te lezen: {fout.strerror}"}
        except ValidationError as fout:
            # A file that is there already is no failure: cron may offer it again.
            dubbel = getattr(fout, "code", "") == "dubbel"
            return {
                "bestand": pad.name,
                "gelukt": dubbel,
                "dubbel": dubbel,
                "melding": " ".join(fout.messages),
            }
        return {"bestand": pad.name, "gelukt": True, "bankbestand": bestand.pk, **bestand.uitkomst}

    def _toon(self, uitkomst: dict, als_json: bool) -> None:
        if als_json:
            self.stdout.write(json.dumps(uitkomst, ensure_ascii=False))
        elif melding := uitkomst.get("melding"):
            self.stdout.write(f"{uitkomst['bestand']}: {melding}")
        else:
            self.stdout.write(
                f"{uitkomst['bestand']}: {uitkomst['nieuw']} nieuwe regels, {uitkomst['gekoppeld']} gekoppeld, "
                f"{uitkomst['voorstel'] + uitkomst['niets']} vragen aandacht"
            )

    def _zoek(self, model, wat: str, **sleutel):
        gevonden = model.objects.filter(**sleutel).first()
        if gevonden is None:
            raise CommandError(f"Deze {wat} bestaat niet: {next(iter(sleutel.values()))}")
        return gevonden
