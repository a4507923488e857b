"""Rekenregels van de Participatieladder. Geen database, geen klok."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Segment:
    """Eén regel van het indelingsschema van een gemeente (RH-045, HT-012)."""

    code: str
    naam: str
    aanpak: str
    behandelaar: str


_GRONDSLAG = ("doeltrede", "huidige trede")


def segment_voor(schema: Iterable[Mapping], *, huidig: int | None, doel: int | None) -> Segment | None:
    """Het segment bij deze treden, of None als de trede onbekend is of het schema niet op treden rust.

    Rijssen-Holten deelt in op de doeltrede (4 of hoger actief, 3 of lager passief), Hof van Twente op de
    huidige trede; dat staat in het schema en niet hier.
    """
    for rij in schema:
        if rij["grondslag"] not in _GRONDSLAG:
            continue
        trede = doel if rij["grondslag"] == "doeltrede" else huidig
        if trede is not None and int(rij["trede_van"]) <= trede <= int(rij["trede_tot"]):
            return Segment(rij["segment"], rij["naam"], rij["aanpak"], rij["behandelaar"])
    return None


def halfjaren(vandaag: date, aantal: int = 4) -> list[tuple[date, date]]:
    """De laatste hele halfjaren als (eerste dag, eerste dag van het volgende), nieuwste eerst.

    Zoals de bron ze naast elkaar zet: 1 januari tegen 1 juli, en 1 juli tegen 1 januari.
    """
    einde = date(vandaag.year, 7 if vandaag.month >= 7 else 1, 1)
    gevonden = []
    for _ in range(aantal):
        begin = date(einde.year, 1, 1) if einde.month == 7 else date(einde.year - 1, 7, 1)
        gevonden.append((begin, einde))
        einde = begin
    return gevonden
