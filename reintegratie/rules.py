"""Rekenregels van de Participatieladder. Geen database, geen klok."""

from collections.abc import Mapping

HOOGSTE, LAAGSTE = 6, 1
TREDEN = tuple(range(HOOGSTE, LAAGSTE - 1, -1))  # the order of the source: 6 down to 1 (RH-043)
BETAALD_WERK = (5, 6)


def fout_in_trede(waarde: object) -> str:
    """Wat er mis is met een trede, of "" als hij bestaat (RH-042); leeg betekent onbekend en mag."""
    if waarde is None or waarde == "":
        return ""
    if isinstance(waarde, int) and LAAGSTE <= waarde <= HOOGSTE:
        return ""
    return f"{str(waarde)[:20]} bestaat niet. Kies {LAAGSTE} t/m {HOOGSTE}."


def verschil(huidig: int, doel: int) -> int:
    """Huidig min doel, met het teken van de brontabel: 0 nu en 50 straks is −50 (RH-043)."""
    return huidig - doel


def perspectief(aantal_per_trede: Mapping[int, int]) -> int:
    """Hoeveel mensen betaald werk hebben of kunnen krijgen: trede 5 en 6 samen (RH-044)."""
    return sum(aantal_per_trede.get(trede, 0) for trede in BETAALD_WERK)
