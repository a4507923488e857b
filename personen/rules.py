"""Rekenregels van personen: namen om te zoeken en te sorteren, BSN en leeftijd."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kern.namen import vouw

# Wat in een zoekvraag mag worden weggelaten (RvIG-tabel 36, de gangbare).
TUSSENVOEGSELS = frozenset(
    [
        "a", "aan", "af", "al", "am", "an", "auf", "aus", "bij", "bin", "d", "da", "dal", "das", "de",
        "del", "della", "dem", "den", "der", "des", "di", "die", "do", "don", "dos", "du", "e", "el",
        "en", "het", "i", "im", "in", "l", "la", "las", "le", "les", "lo", "los", "of", "onder", "op",
        "over", "s", "t", "te", "ten", "ter", "to", "toe", "tot", "uit", "uyt", "van", "vande",
        "vanden", "vander", "ver", "voor", "vom", "von", "zu", "zum", "zur",
    ]
)  # fmt: skip


def zoeknaam(
    *,
    achternaam: str,
    voornamen: str = "",
    roepnaam: str = "",
    voorletters: str = "",
    tussenvoegsel: str = "",
) -> str:
    """Waarin gezocht wordt: achternaam, dan voornamen, roepnaam en voorletters, tussenvoegsel achteraan.

    Een roepnaam die al bij de voornamen staat, komt er niet nog eens bij.
    """
    voor = vouw(voornamen)
    roep = vouw(roepnaam)
    delen = [
        vouw(achternaam),
        voor,
        "" if roep in voor.split() else roep,
        vouw(voorletters),
        vouw(tussenvoegsel),
    ]
    return " ".join(deel for deel in delen if deel)


def sorteernaam(*, achternaam: str, voorletters: str = "", roepnaam: str = "", voornamen: str = "") -> str:
    """Waarop een lijst sorteert: de achternaam zonder tussenvoegsel, dan de voorletters (of wat er is)."""
    voor = vouw(voorletters) or vouw(roepnaam) or vouw(voornamen)
    return f"{vouw(achternaam)} {voor}".strip()


def namen_van(persoon) -> dict[str, str]:
    """De velden `zoeknaam` en `sorteernaam` van een persoon (of een ander ding met dezelfde naamdelen)."""
    voor = {"voornamen": persoon.voornamen, "roepnaam": persoon.roepnaam, "voorletters": persoon.voorletters}
    return {
        "zoeknaam": zoeknaam(achternaam=persoon.achternaam, tussenvoegsel=persoon.tussenvoegsel, **voor),
        "sorteernaam": sorteernaam(achternaam=persoon.achternaam, **voor),
    }


def bsn_van(tekst: str) -> str:
    """Een ingetypt BSN als 9 cijfers: spaties en punten weg, 8 cijfers krijgen een nul vooraan."""
    cijfers = re.sub(r"[\s.\-]", "", tekst)
    return cijfers.zfill(9) if len(cijfers) == 8 and cijfers.isascii() and cijfers.isdigit() else cijfers


def geldig_bsn(bsn: str) -> bool:
    """Elfproef: 9·d1 + 8·d2 + … + 2·d8 − d9 is deelbaar door 11, en niet alleen nullen (regels.md §5)."""
    if not re.fullmatch(r"[0-9]{9}", bsn) or bsn == "000000000":
        return False
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(g * int(c) for g, c in zip(gewichten, bsn, strict=True)) % 11 == 0


def leeftijd(geboortedatum: date, peildatum: date) -> int:
    """Hele jaren op de peildatum; wie op 29 februari is geboren, wordt in een gewoon jaar op 1 maart
    een jaar ouder.
    """
    nog_niet_jarig = (peildatum.month, peildatum.day) < (geboortedatum.month, geboortedatum.day)
    return peildatum.year - geboortedatum.year - nog_niet_jarig


# ---- ontwikkelplan -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Leesniveau:
    """Hoe lang de zinnen van een plan zijn (schermen, POP: "gemiddeld 9 woorden per zin, goed")."""

    zinnen: int
    gemiddeld: Decimal
    oordeel: str  # goed | kan korter | te lang

    @property
    def tekst(self) -> str:
        if not self.zinnen:
            return "nog geen tekst"
        return f"gemiddeld {str(self.gemiddeld).replace('.', ',')} woorden per zin, {self.oordeel}"


# B1 writing advice: about ten words a sentence, never more than fifteen (schermen §2, taal B1).
GOED_TOT, KORTER_TOT = 10, 15


def leesniveau(*teksten: str) -> Leesniveau:
    """Gemiddeld aantal woorden per zin over alle teksten; een regeleinde is ook het einde van een zin."""
    zinnen = [zin.split() for tekst in teksten for zin in re.split(r"[.!?\n]+", tekst)]
    zinnen = [woorden for woorden in zinnen if woorden]
    if not zinnen:
        return Leesniveau(0, Decimal(0), "goed")
    gemiddeld = (Decimal(sum(map(len, zinnen))) / len(zinnen)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    oordeel = "goed" if gemiddeld <= GOED_TOT else "kan korter" if gemiddeld <= KORTER_TOT else "te lang"
    rond = gemiddeld if gemiddeld % 1 else gemiddeld.quantize(Decimal(1))
    return Leesniveau(len(zinnen), rond, oordeel)


def ontbreekt_aan_plan(*, eigen_woorden: str, doelen: list[tuple[str, int]], evaluatie_op) -> list[str]:
    """Wat er nog moet gebeuren voor iemand kan tekenen (RH-082). `doelen`: (tekst, aantal stappen)."""
    mist = []
    if not eigen_woorden.strip():
        mist.append("Schrijf op wat de inwoner zelf wil, in eigen woorden.")
    if not doelen:
        mist.append("Voeg minstens één doel toe.")
    mist += [f"Voeg een stap toe aan het doel “{tekst}”." for tekst, stappen in doelen if not stappen]
    if not evaluatie_op:
        mist.append("Kies een dag waarop jullie samen kijken hoe het gaat.")
    return mist
