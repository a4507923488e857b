"""Kleine aantallen afschermen, ook tegen terugrekenen (schermen J4). Puur: geen database, geen klok.

Een aantal onder 5 wordt "<5" (primair). Is zo'n aantal toch uit te rekenen met de andere getallen, dan wordt ook
een groter aantal niet getoond (secundair). Wat al eerder openbaar werd, telt mee als bekend.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

GRENS = 5  # schermen, Collegerapport: "aantallen onder 5 worden <5"
ZEER_GROOT = 10**9
RONDEN = 60

Sleutel = Hashable


class Zicht(StrEnum):
    """Wat er van een aantal in het rapport staat."""

    GETOOND = "getoond"
    KLEIN = "klein"  # "<5"
    VERBORGEN = "verborgen"  # 5 or more, but a small one could be computed with it


@dataclass(frozen=True)
class Verband:
    """Een optelling die iedereen kan narekenen: `geheel` is de som van `delen` min `aftrek`."""

    geheel: Sleutel
    delen: tuple[Sleutel, ...]
    aftrek: tuple[Sleutel, ...] = ()

    def termen(self) -> dict[Sleutel, int]:
        termen: dict[Sleutel, int] = {self.geheel: -1}
        for deel in self.delen:
            termen[deel] = termen.get(deel, 0) + 1
        for deel in self.aftrek:
            termen[deel] = termen.get(deel, 0) - 1
        return termen


def klopt(verband: Verband, waarden: Mapping[Sleutel, int]) -> bool:
    """Zijn alle aantallen bekend en is de som echt waar? Een optelling die niet klopt, helpt niemand."""
    termen = verband.termen()
    return all(s in waarden for s in termen) and not sum(waarden[s] * f for s, f in termen.items())


def scherm_af(
    waarden: Mapping[Sleutel, int],
    verbanden: Iterable[Verband] = (),
    *,
    openbaar: Iterable[Sleutel] = (),
    eerder_verborgen: Iterable[Sleutel] = (),
) -> dict[Sleutel, Zicht]:
    """Per aantal wat ervan te zien is, zo dat geen klein aantal precies is uit te rekenen.

    `openbaar`: stond al in een eerder rapport en blijft dus zichtbaar. `eerder_verborgen`: stond daar afgeschermd en
    blijft dat. Lukt het niet om een klein aantal te beschermen, dan is alles in zijn optellingen verborgen.
    """
    openbaar, blijft = set(openbaar), set(eerder_verborgen)
    kloppend = [v for v in verbanden if klopt(v, waarden)]
    zicht = dict.fromkeys(waarden, Zicht.GETOOND)
    for sleutel, waarde in waarden.items():
        if sleutel in openbaar:
            continue
        if waarde < GRENS:
            zicht[sleutel] = Zicht.KLEIN
        elif sleutel in blijft:
            zicht[sleutel] = Zicht.VERBORGEN
    while af_te_leiden_cellen := af_te_leiden(waarden, zicht, kloppend):
        kandidaat = _volgende(af_te_leiden_cellen, waarden, zicht, kloppend, openbaar)
        if kandidaat is None:
            break
        zicht[kandidaat] = Zicht.VERBORGEN
    return zicht


def af_te_leiden(
    waarden: Mapping[Sleutel, int], zicht: Mapping[Sleutel, Zicht], verbanden: Sequence[Verband]
) -> set[Sleutel]:
    """De afgeschermde aantallen die een lezer precies kan uitrekenen."""
    onbekend = [s for s, z in zicht.items() if z != Zicht.GETOOND]
    klein = {s for s in onbekend if zicht[s] == Zicht.KLEIN}
    grenzen = _grenzen(waarden, zicht, verbanden)
    vast = {s for s in klein if grenzen[s][0] == grenzen[s][1]}
    return vast | (klein & _uit_te_rekenen(onbekend, zicht, verbanden))


def _grenzen(waarden, zicht, verbanden) -> dict[Sleutel, tuple[int, int]]:
    """What a reader knows of each number: "<5" is 0 to 4, hidden is 5 or more; sums make it narrower."""
    start = {
        Zicht.GETOOND: lambda s: (waarden[s], waarden[s]),
        Zicht.KLEIN: lambda s: (0, GRENS - 1),
        Zicht.VERBORGEN: lambda s: (GRENS, ZEER_GROOT),
    }
    grenzen = {s: start[z](s) for s, z in zicht.items()}
    for _ in range(RONDEN):
        anders = False
        for verband in verbanden:
            termen = verband.termen()
            for sleutel, factor in termen.items():
                if zicht[sleutel] == Zicht.GETOOND:
                    continue
                laag = hoog = 0
                for ander, gewicht in termen.items():
                    if ander != sleutel:
                        uiterst = (grenzen[ander][0] * gewicht, grenzen[ander][1] * gewicht)
                        laag, hoog = laag + min(uiterst), hoog + max(uiterst)
                # factor × this number = −(the rest); every factor is 1 or −1
                onder, boven = (-hoog, -laag) if factor == 1 else (laag, hoog)
                nieuw = (max(grenzen[sleutel][0], onder), min(grenzen[sleutel][1], boven))
                if nieuw != grenzen[sleutel] and nieuw[0] <= nieuw[1]:
                    grenzen[sleutel], anders = nieuw, True
        if not anders:
            break
    return grenzen


def _uit_te_rekenen(onbekend, zicht, verbanden) -> set[Sleutel]:
    """Numbers that follow from several sums together: rows of the reduced system with one unknown."""
    kolom = {s: i for i, s in enumerate(onbekend)}
    rijen = []
    for verband in verbanden:
        rij = [Fraction(0)] * len(onbekend)
        for sleutel, factor in verband.termen().items():
            if zicht[sleutel] != Zicht.GETOOND:
                rij[kolom[sleutel]] += factor
        if any(rij):
            rijen.append(rij)
    spil = 0
    for k in range(len(onbekend)):
        gevonden = next((r for r in range(spil, len(rijen)) if rijen[r][k]), None)
        if gevonden is None:
            continue
        rijen[spil], rijen[gevonden] = rijen[gevonden], rijen[spil]
        deler = rijen[spil][k]
        rijen[spil] = [w / deler for w in rijen[spil]]
        for r in range(len(rijen)):
            if r != spil and rijen[r][k]:
                maal = rijen[r][k]
                rijen[r] = [a - maal * b for a, b in zip(rijen[r], rijen[spil], strict=True)]
        spil += 1
    vast = [[i for i, w in enumerate(rij) if w] for rij in rijen]
    return {onbekend[plekken[0]] for plekken in vast if len(plekken) == 1}


def _volgende(kwetsbaar, waarden, zicht, verbanden, openbaar) -> Sleutel | None:
    """The smallest number that can still be hidden in a sum with a number at risk; a whole only when no part is left."""
    delen, gehelen = [], []
    for verband in verbanden:
        if kwetsbaar & set(verband.termen()):
            delen += verband.delen + verband.aftrek
            gehelen.append(verband.geheel)
    for lijst in (delen, gehelen, list(zicht)):
        vrij = [s for s in lijst if zicht[s] == Zicht.GETOOND and s not in openbaar]
        if lijst is not delen and lijst is not gehelen:
            # No sum of its own helps: only numbers that stand in a sum can matter.
            in_som = {s for v in verbanden for s in v.termen()}
            vrij = [s for s in vrij if s in in_som]
        if vrij:
            return min(vrij, key=lambda s: (waarden[s], str(s)))
    return None


def toon(waarde: Decimal | int | None, zicht: Zicht, tekst: str) -> str:
    """Wat er in het rapport staat: het getal, "<5" of "niet getoond"."""
    if waarde is None or zicht == Zicht.GETOOND:
        return tekst
    return f"<{GRENS}" if zicht == Zicht.KLEIN else "niet getoond"
