"""Herverdelen terugdraaien: alle stappen van één bulkhandeling tegelijk (schermen C2)."""

from dataclasses import asdict
from datetime import date

from kern.opmaak import getal
from kern.undo import ongedaan_soort
from personen.actions.dossier import Toewijzingsstap, maak_toewijzing_ongedaan

SOORT = "herverdeling"


def bewaarbaar(stappen) -> list[dict]:
    """De stappen zoals ze in de database passen tot iemand op [Ongedaan maken] drukt."""
    return [{naam: _tekst(waarde) for naam, waarde in asdict(stap).items()} for stap in stappen]


def _tekst(waarde):
    return waarde.isoformat() if isinstance(waarde, date) else waarde


@ongedaan_soort(SOORT)
def zet_terug(gegevens, *, door) -> str:
    """Alles of niets: is één dossier intussen aan iemand anders gegeven, dan verandert er niets."""
    stappen = [
        Toewijzingsstap(
            **{**stap, "vorige_einde": stap["vorige_einde"] and date.fromisoformat(stap["vorige_einde"])}
        )
        for stap in gegevens["stappen"]
    ]
    aantal = maak_toewijzing_ongedaan(stappen, door=door)
    return f"{getal(aantal)} {'dossier is' if aantal == 1 else 'dossiers zijn'} weer van de vorige contactpersoon."
