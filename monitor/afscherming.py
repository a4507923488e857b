"""Kleine aantallen afschermen, ook tegen terugrekenen (schermen J4). Puur: geen database, geen klok.

Een aantal onder 5 wordt "<5" (primair). Is zo'n aantal toch uit te rekenen met de andere getallen, dan wordt ook
een groter aantal niet getoond (secundair). Wat al eerder openbaar werd, telt mee als bekend.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

GRENS = 5  # schermen, Collegerapport: "aantallen onder 5 worden <5"
ZEER_GROOT = 10**9
RONDEN = 60

Sleutel = str


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
    minstens: Mapping[Sleutel, int] = MappingProxyType({}),
) -> dict[Sleutel, Zicht]:
    """Per aantal wat ervan te zien is, zo dat geen klein aantal precies is uit te rekenen.

    `openbaar`: stond al in een eerder rapport en blijft dus zichtbaar. `eerder_verborgen`: stond daar afgeschermd en
    blijft dat. `minstens`: wat een lezer al weet omdat het aantal er staat, zoals 1 bij een groep die anders ontbrak.
    Is een klein aantal al uit te rekenen als er hier niets meer bij komt, dan helpt verbergen niet en gebeurt het niet.
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
    dicht = {s: Zicht.VERBORGEN if z == Zicht.GETOOND and s not in openbaar else z for s, z in zicht.items()}
    verloren = af_te_leiden(waarden, dicht, kloppend, minstens)
    while kwetsbaar := af_te_leiden(waarden, zicht, kloppend, minstens) - verloren:
        kandidaat = _volgende(kwetsbaar, waarden, zicht, kloppend, openbaar)
        if kandidaat is None:
            break
        zicht[kandidaat] = Zicht.VERBORGEN
    return zicht


def af_te_leiden(
    waarden: Mapping[Sleutel, int],
    zicht: Mapping[Sleutel, Zicht],
    verbanden: Sequence[Verband],
    minstens: Mapping[Sleutel, int] = MappingProxyType({}),
) -> set[Sleutel]:
    """De afgeschermde aantallen die een lezer precies kan uitrekenen."""
    # A sum of which everything is shown tells a reader nothing new.
    verbanden = [v for v in verbanden if any(zicht[s] != Zicht.GETOOND for s in v.termen())]
    klein = {s for s, z in zicht.items() if z == Zicht.KLEIN}
    grenzen = _grenzen(waarden, zicht, verbanden, minstens)
    vast = {s for s in klein if grenzen[s][0] == grenzen[s][1]}
    return vast | (klein & _uit_te_rekenen(zicht, verbanden))


def _grenzen(waarden, zicht, verbanden, minstens) -> dict[Sleutel, tuple[int, int]]:
    """What a reader knows of each number: "<5" is 0 to 4, hidden is 5 or more; sums make it narrower."""
    start = {
        Zicht.GETOOND: lambda s: (waarden[s], waarden[s]),
        Zicht.KLEIN: lambda s: (minstens.get(s, 0), GRENS - 1),
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


def _uit_te_rekenen(zicht, verbanden) -> set[Sleutel]:
    """Numbers that follow from several sums together: rows of the reduced system with one unknown."""
    spillen: dict[Sleutel, dict[Sleutel, Fraction]] = {}  # per pivot its row, reduced and scaled to 1
    for verband in verbanden:
        rij = {s: Fraction(f) for s, f in verband.termen().items() if f and zicht[s] != Zicht.GETOOND}
        for sleutel in [s for s in rij if s in spillen]:
            _trek_af(rij, spillen[sleutel], rij[sleutel])
        if not rij:
            continue
        spil, deler = next(iter(rij.items()))
        rij = {s: f / deler for s, f in rij.items()}
        for ander in spillen.values():
            if spil in ander:
                _trek_af(ander, rij, ander[spil])
        spillen[spil] = rij
    return {spil for spil, rij in spillen.items() if len(rij) == 1}


def _trek_af(rij: dict[Sleutel, Fraction], ander: Mapping[Sleutel, Fraction], maal: Fraction) -> None:
    for sleutel, factor in ander.items():
        rij[sleutel] = rij.get(sleutel, Fraction(0)) - maal * factor
        if not rij[sleutel]:
            del rij[sleutel]


def _volgende(kwetsbaar, waarden, zicht, verbanden, openbaar) -> Sleutel | None:
    """The smallest number that can still be hidden in a sum with a number at risk; a whole only when no part is left.

    Is everything in those sums hidden or public already, then the sums of the hidden numbers in them are next.
    """
    keten = set(kwetsbaar)
    while True:
        raakt = [v for v in verbanden if keten & set(v.termen())]
        delen = [s for v in raakt for s in v.delen + v.aftrek]
        for lijst in (delen, [v.geheel for v in raakt]):
            vrij = [s for s in lijst if zicht[s] == Zicht.GETOOND and s not in openbaar]
            if vrij:
                return min(vrij, key=lambda s: (waarden[s], str(s)))
        breder = keten | {s for v in raakt for s in v.termen() if zicht[s] != Zicht.GETOOND}
        if breder == keten:
            return None
        keten = breder


def toon(waarde: Decimal | int | None, zicht: Zicht, tekst: str) -> str:
    """Wat er in het rapport staat: het getal, "<5" of "niet getoond"."""
    if waarde is None or zicht == Zicht.GETOOND:
        return tekst
    return f"<{GRENS}" if zicht == Zicht.KLEIN else "niet getoond"
