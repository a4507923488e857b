"""De vaste teksten en voorbeeldstappen uit het gegevensbestand laden: zo vaak je wilt, met hetzelfde resultaat."""

import tomllib
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.logbook import leg_vast
from personen.models import Planinhoud, Standaardtekst, Voorbeeldstap

BESTAND = Path(__file__).resolve().parent.parent / "gegevens/planbibliotheek.toml"
BEGIN = date(2015, 1, 1)


@transaction.atomic
def laad_planbibliotheek(bestand: Path = BESTAND, *, door=None) -> tuple[int, int]:
    """Geeft (nieuw, gewijzigd). De woorden van een versie die in een plan staat, veranderen nooit meer."""
    gegevens = tomllib.loads(bestand.read_text())
    nieuw = gewijzigd = 0
    for rij in gegevens.get("standaardtekst", []):
        sleutel = {"code": rij["code"], "versie": rij["versie"]}
        velden = {
            "titel": rij["titel"],
            "tekst": rij["tekst"].strip(),
            "bron": rij["bron"],
            "begindatum": rij["begindatum"],
            "einddatum": rij.get("einddatum"),
        }
        uitkomst = _zet(Standaardtekst, sleutel, velden, door)
        nieuw, gewijzigd = nieuw + (uitkomst == "nieuw"), gewijzigd + (uitkomst == "gewijzigd")
    for rij in gegevens.get("voorbeeldstap", []):
        velden = {
            "thema": rij["thema"],
            "tekst": rij["tekst"],
            "wie": rij["wie"],
            "weken": rij["weken"],
            "begindatum": rij.get("begindatum", BEGIN),
            "einddatum": rij.get("einddatum"),
        }
        uitkomst = _zet(Voorbeeldstap, {"gemeente": None, "code": rij["code"]}, velden, door)
        nieuw, gewijzigd = nieuw + (uitkomst == "nieuw"), gewijzigd + (uitkomst == "gewijzigd")
    return nieuw, gewijzigd


def _zet(model, sleutel, velden, door) -> str:
    rij = model.objects.filter(**sleutel).first()
    if rij and all(getattr(rij, naam) == waarde for naam, waarde in velden.items()):
        return "gelijk"
    tekst_anders = isinstance(rij, Standaardtekst) and rij.tekst != velden["tekst"]
    if tekst_anders and Planinhoud.objects.filter(standaardtekst=rij).exists():
        raise ValidationError(f"{rij} staat al in een plan. Maak een nieuwe versie van de tekst.")
    soort = "gewijzigd" if rij else "nieuw"
    rij = rij or model(**sleutel)
    for naam, waarde in velden.items():
        setattr(rij, naam, waarde)
    rij.full_clean()
    rij.save()
    leg_vast(
        f"planbibliotheek.{soort}", onderwerp=rij, door=door, omschrijving=f"Planbibliotheek: {rij}"[:200]
    )
    return soort
