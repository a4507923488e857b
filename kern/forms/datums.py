"""Reading a date the way people write it. Pure: today comes in as an argument."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MAANDEN = {
    naam: nummer
    for nummer, namen in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "maart mrt maa",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for naam in namen.split()
}
WOORDEN = {
    "vandaag": 0,
    "nu": 0,
    "morgen": 1,
    "overmorgen": 2,
    "gisteren": -1,
    "eergisteren": -2,
}
EERSTE_JAAR, LAATSTE_JAAR = 1900, 2199
EERSTE_MAANDJAAR = 2015  # hours, invoices and payment lists start with the Participatiewet

_CIJFERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_ACHTEREEN = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_MAAND = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WOORD = re.compile(r"(\d{1,2})[- ]?([a-z]+)\.?[- ]?(\d{4})", re.ASCII)
_OVER = re.compile(r"over (\d{1,3}) (dag|dagen|week|weken|maand|maanden|mnd|jaar)", re.ASCII)


class BestaatNiet(ValueError):
    """A date that looks right but is not in the calendar, such as 31-02-2026."""

    def __init__(self, datum: str):
        super().__init__(datum)
        self.datum = datum


def lees_datum(tekst: str, *, vandaag: date) -> date:
    """The date meant by `tekst`; ValueError when it is no date, BestaatNiet when the calendar lacks it.

    Two-digit years count as at most ten years ahead: 26 is 2026, 85 is 1985.
    """
    tekst = " ".join(tekst[:60].lower().replace("\u2013", "-").split())
    if tekst in WOORDEN:
        return vandaag + timedelta(days=WOORDEN[tekst])
    if gevonden := _OVER.fullmatch(tekst):
        return _over(int(gevonden[1]), gevonden[2], vandaag)
    if gevonden := _ISO.fullmatch(tekst):
        return _maak(int(gevonden[3]), int(gevonden[2]), int(gevonden[1]))
    if gevonden := _CIJFERS.fullmatch(tekst) or _ACHTEREEN.fullmatch(tekst):
        dag, maand, jaar = (int(deel) for deel in gevonden.groups())
        return _maak(dag, maand, _eeuw(jaar, vandaag) if len(gevonden[3]) == 2 else jaar)
    if (gevonden := _WOORD.fullmatch(tekst)) and gevonden[2] in MAANDEN:
        return _maak(int(gevonden[1]), MAANDEN[gevonden[2]], int(gevonden[3]))
    raise ValueError("geen datum")


def lees_maand(tekst: str) -> date | None:
    """The first day of the month in an address ("2026-10"); None when it is no month or outside 2015-2199."""
    gevonden = _MAAND.fullmatch(tekst)
    if not gevonden:
        return None
    jaar, maand = int(gevonden[1]), int(gevonden[2])
    if not (EERSTE_MAANDJAAR <= jaar <= LAATSTE_JAAR and 1 <= maand <= 12):
        return None
    return date(jaar, maand, 1)


def _maak(dag: int, maand: int, jaar: int) -> date:
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise BestaatNiet(f"Het jaar {jaar:04d}")
    try:
        return date(jaar, maand, dag)
    except ValueError:
        raise BestaatNiet(f"{dag:02d}-{maand:02d}-{jaar:04d}") from None


def _eeuw(jaar: int, vandaag: date) -> int:
    volledig = vandaag.year // 100 * 100 + jaar
    return volledig if volledig <= vandaag.year + 10 else volledig - 100


def _over(aantal: int, eenheid: str, vandaag: date) -> date:
    if eenheid.startswith("dag"):
        return vandaag + timedelta(days=aantal)
    if eenheid.startswith("we"):
        return vandaag + timedelta(weeks=aantal)
    if eenheid == "jaar":
        return vandaag + relativedelta(years=aantal)
    return vandaag + relativedelta(months=aantal)
