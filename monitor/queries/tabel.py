"""Tabellen van bevroren cijfers, met bij elk cijfer de lijst waar de rijen staan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PERSONEN, FTE, UITKERINGEN = "personen", "fte", "uitkeringen"
WSW_LIJST, LADDER_LIJST = "wsw", "participatieladder"


@dataclass(frozen=True)
class Rijen:
    """Waar de rijen achter een cijfer staan: welke lijst, met welke filters."""

    lijst: str
    filters: tuple[tuple[str, str], ...]
    peildatum: date | None = None  # another day than that of the page: in a comparison


@dataclass(frozen=True)
class Cijfer:
    """Eén getal met zijn eenheid. `waarde` None betekent: geen gegevens, en dat is niet 0."""

    waarde: int | Decimal | None
    eenheid: str
    rijen: Rijen | None = None
    met_teken: bool = False


@dataclass(frozen=True)
class Rij:
    """Eén regel van een tabel. `soort`: gewoon, deel (telt al mee in de regel erboven) of totaal."""

    code: str
    naam: str
    cijfers: tuple[Cijfer, ...]
    soort: str = "gewoon"


@dataclass(frozen=True)
class Tabel:
    """Een tabel met kolommen, regels en de definitie van wat er is geteld."""

    code: str
    titel: str
    eerste_kop: str
    kolommen: tuple[str, ...]
    rijen: tuple[Rij, ...]
    definities: tuple[tuple[str, str], ...] = ()
    leeg: bool = False
    leegtekst: str = "Geen gegevens over deze peildatum."
