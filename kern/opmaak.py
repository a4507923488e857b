"""How numbers, amounts and days look on screen and on paper (schermen D3, D5). Pure functions."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString

VAST = "\u00a0"  # no-break space: € and 1.234,56 stay together
MIN = "\u2212"
LEEG = "\u2013"


def veilig(waarde) -> str:
    """Text for HTML, as Django's `conditional_escape` in a third of its time: a list has a thousand cells."""
    tekst = waarde if isinstance(waarde, str) else str(waarde)
    return tekst if isinstance(tekst, SafeString) else escape(tekst)


def getal(waarde, decimalen: int | None = None) -> str:
    """1234567.5 → "1.234.567,5"; without `decimalen` it shows the decimals the value has. None → "–"."""
    decimaal = _decimaal(waarde)
    if decimaal is None:
        return LEEG
    if decimalen is None:
        decimaal = decimaal.normalize()
        decimalen = max(0, -int(decimaal.as_tuple().exponent))
    decimaal = decimaal.quantize(Decimal(1).scaleb(-int(decimalen)), ROUND_HALF_UP)
    tekst = f"{abs(decimaal):,.{int(decimalen)}f}".translate(str.maketrans(",.", ".,"))
    return f"{MIN}{tekst}" if decimaal < 0 else tekst


def bedrag(waarde) -> str:
    """Euros in full, always two decimals: "€ 1.234,56", "€ −12,00"."""
    return LEEG if _decimaal(waarde) is None else f"€{VAST}{getal(waarde, 2)}"


def procent(waarde, decimalen: int | None = None) -> str:
    """A percentage that is a percentage already: Decimal("12.5") → "12,5%"."""
    return LEEG if _decimaal(waarde) is None else f"{getal(waarde, decimalen)}%"


def deel_als_procent(waarde, decimalen: int = 1) -> str:
    """A part of one: Decimal("0.097") → "9,7%"."""
    deel = _decimaal(waarde)
    return LEEG if deel is None else procent(deel * 100, decimalen)


def fte(waarde) -> str:
    """Always two decimals: "5,65 fte"."""
    return LEEG if _decimaal(waarde) is None else f"{getal(waarde, 2)}{VAST}fte"


def uren(waarde) -> str:
    """One decimal, two when the contract has them: "36,0 uur", "22,25 uur"."""
    aantal = _decimaal(waarde)
    if aantal is None:
        return LEEG
    decimalen = 1 if aantal == aantal.quantize(Decimal("0.1"), ROUND_HALF_UP) else 2
    return f"{getal(aantal, decimalen)}{VAST}uur"


def verschil(waarde, decimalen: int | None = None) -> str:
    """A difference shows its sign: "+28", "−50", "0"."""
    decimaal = _decimaal(waarde)
    if decimaal is None:
        return LEEG
    return f"+{getal(decimaal, decimalen)}" if decimaal > 0 else getal(decimaal, decimalen)


def datum(waarde) -> str:
    """01-07-2026, for a date or a moment (in Dutch time)."""
    if isinstance(waarde, datetime):
        waarde = _plaatselijk(waarde)
    return f"{waarde:%d-%m-%Y}" if isinstance(waarde, date) else LEEG


def datumtijd(waarde) -> str:
    """28-08-2026 09.14; a date without a moment gets no invented 00.00."""
    if not isinstance(waarde, datetime):
        return datum(waarde)
    return f"{_plaatselijk(waarde):%d-%m-%Y %H.%M}"


def tijd(waarde) -> str:
    """14.32"""
    return f"{_plaatselijk(waarde):%H.%M}" if isinstance(waarde, datetime) else LEEG


def _plaatselijk(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _decimaal(waarde) -> Decimal | None:
    if waarde is None or waarde == "" or isinstance(waarde, bool):
        return None
    try:
        uitkomst = Decimal(str(waarde))
    except InvalidOperation:
        return None
    return uitkomst if uitkomst.is_finite() else None
