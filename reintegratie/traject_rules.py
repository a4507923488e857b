"""Rekenregels van trajecten: einde, langste duur, kosten en wat er na het einde komt. Geen database, geen klok."""

from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from reintegratie.choices import Kostengrondslag, Trajectresultaat

EEN_DAG = timedelta(days=1)

# What to do after the end; the page and the message show them in this order.
STAP, TREDE, CONTACT, NIEUW = "stap", "trede", "contact", "nieuw"
_DAARNA: dict[str, tuple[str, ...]] = {
    Trajectresultaat.WERK: (STAP, TREDE, CONTACT),
    Trajectresultaat.BEHAALD: (STAP, TREDE, CONTACT),
    Trajectresultaat.DEELS: (TREDE, NIEUW, CONTACT),
    Trajectresultaat.NIET: (CONTACT, NIEUW),
    Trajectresultaat.GESTOPT: (CONTACT, NIEUW),
    Trajectresultaat.NIET_BEGONNEN: (CONTACT, NIEUW),
}


def volgende_acties(resultaat: str, *, heeft_open_stap: bool) -> tuple[str, ...]:
    """Wat er na een traject met dit resultaat hoort te gebeuren (HT-031: geen gat tussen twee stappen)."""
    return tuple(wat for wat in _DAARNA[resultaat] if wat != STAP or heeft_open_stap)


def pauzedagen(van: date, tot: date) -> int:
    """Dagen van een pauze, beide dagen meegeteld. Raises: ValueError als tot voor van ligt."""
    if tot < van:
        raise ValueError("de pauze eindigt voor haar eerste dag")
    return (tot - van).days + 1


def einde_na_pauze(gepland: date, van: date, tot: date) -> date:
    """Het geplande einde schuift op met elke dag pauze (W13)."""
    return gepland + timedelta(days=pauzedagen(van, tot))


def uiterste_dag(begin: date, maanden: int, dagen_pauze: int = 0) -> date:
    """De laatste dag binnen de langste duur, "tot en met" (WV-034): zes maanden vanaf 1-1-2021 is 30-6-2021.

    Dagen in pauze tellen niet mee; de pagina laat zien hoeveel dat er zijn.
    """
    return begin + relativedelta(months=maanden) - EEN_DAG + timedelta(days=dagen_pauze)


def begonnen_maanden(begin: date, einde: date) -> int:
    """Hoeveel maanden er zijn begonnen: 1-1 tot en met 30-6 is zes, tot en met 1-7 is zeven."""
    aantal = 0
    while begin + relativedelta(months=aantal) <= einde:
        aantal += 1
    return aantal


def raming(grondslag: str, bedrag: Decimal | None, begin: date, einde: date) -> Decimal | None:
    """Geraamde kosten in euro, of None als het instrument geen bedrag noemt. Geen kosten is € 0,00."""
    if grondslag == Kostengrondslag.GEEN:
        return Decimal("0.00")
    if bedrag is None:
        return None
    if grondslag == Kostengrondslag.MAAND:
        return bedrag * begonnen_maanden(begin, einde)
    return bedrag if grondslag == Kostengrondslag.TRAJECT else None


def halverwege(begin: date, einde: date) -> date:
    """De dag waarop een evaluatie wordt voorgesteld: halverwege het traject."""
    return begin + timedelta(days=(einde - begin).days // 2)
