"""Herverdelen terugdraaien: alle stappen van één bulkhandeling tegelijk (schermen C2)."""

from kern.opmaak import getal
from kern.undo import ongedaan_soort
from personen.actions.dossier import maak_toewijzing_ongedaan, toewijzingsstappen

SOORT = "herverdeling"


def bewaarbaar(stappen) -> list[dict]:
    """De stappen zoals ze in de database passen tot iemand op [Ongedaan maken] drukt."""
    return [stap.gegevens for stap in stappen]


@ongedaan_soort(SOORT)
def zet_terug(gegevens, *, door) -> str:
    """Alles of niets: is één dossier intussen aan iemand anders gegeven, dan verandert er niets."""
    aantal = maak_toewijzing_ongedaan(toewijzingsstappen(gegevens["stappen"]), door=door)
    return f"{getal(aantal)} {'dossier is' if aantal == 1 else 'dossiers zijn'} weer van de vorige contactpersoon."
