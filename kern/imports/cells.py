"""Reading one cell: every value comes out clean, or with a Dutch sentence that says what to do.

Each maker gives a function `lees(cel)`; an empty cell is None. Cells come from calamine (str, float, int,
bool, date, datetime, time) or from CSV (str).
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from stdnum.nl import bsn as bsn_regels

from kern.forms.datums import EERSTE_JAAR, LAATSTE_JAAR, BestaatNiet, lees_datum

Lezer = Callable[[Any], Any]

MAX_CEL = 2000  # characters; nothing in a dossier row is longer
# Day 0 of the serial numbers of Excel (the 1900 system, with its extra 29-02-1900).
EXCEL_NUL = date(1899, 12, 30)
_ONZICHTBAAR = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u200b\u200e\u200f\u202a-\u202e\ufeff\ufffd]")
_FOUTWAARDE = re.compile(
    r"#(N/A|N/B|REF!|VERW!|WAARDE!|VALUE!|NAAM\?|NAME\?|DIV/0!|DEEL/0!|GETAL!|NUM!|NULL!|LEEG!)"
)
_email = EmailValidator(message="Dit is geen e-mailadres. Vul een adres in zoals naam@voorbeeld.nl.")


def als_tekst(cel: Any) -> str:
    """The cell as a person would have typed it; "" when empty. Raises ValidationError on what cannot be text."""
    if cel is None:
        return ""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, float):
        return str(int(cel)) if cel.is_integer() and abs(cel) < 1e15 else repr(cel).replace(".", ",")
    if isinstance(cel, datetime):
        return f"{cel:%d-%m-%Y}"
    if isinstance(cel, date):
        return f"{cel:%d-%m-%Y}"
    tekst = " ".join(str(cel).replace("\u00a0", " ").split())
    if len(tekst) > MAX_CEL:
        raise ValidationError(f"Deze cel heeft {len(tekst)} tekens. Maak hem korter dan {MAX_CEL}.")
    if _ONZICHTBAAR.search(tekst):
        raise ValidationError(
            "In deze cel staat een teken dat niet bewaard kan worden. Typ de waarde opnieuw."
        )
    if _FOUTWAARDE.fullmatch(tekst.upper()):
        raise ValidationError(f"In deze cel staat een foutwaarde ({tekst}). Vul de juiste waarde in.")
    if tekst[:1] in ("=", "@"):
        raise ValidationError("Deze cel begint met = of @, zoals een formule. Vul de waarde zelf in.")
    return tekst


def tekst(max_lengte: int) -> Lezer:
    """Free text up to `max_lengte` characters."""

    def lees(cel):
        waarde = als_tekst(cel)
        if len(waarde) > max_lengte:
            raise ValidationError(
                f"Deze tekst is te lang ({len(waarde)} tekens). Gebruik hooguit {max_lengte}."
            )
        return waarde or None

    return lees


def voorletters(cel):
    """ "a.b." and "AB" become "A.B."; anything with lower-case words stays as it is."""
    waarde = tekst(20)(cel)
    if (
        waarde
        and re.fullmatch(r"(?:[^\W\d_]\.? ?)+", waarde)
        and (waarde.isupper() or "." in waarde or len(waarde) == 1)
    ):
        return "".join(f"{letter.upper()}." for letter in waarde if letter.isalpha())
    return waarde


def bsn(cel):
    """Nine digits that pass the elfproef; a number that lost its leading zero gets it back."""
    waarde = re.sub(r"[\s.\-]", "", als_tekst(cel))
    if not waarde:
        return None
    if re.fullmatch(r"[0-9]{8}", waarde):
        waarde = waarde.zfill(9)
    if not re.fullmatch(r"[0-9]{9}", waarde) or waarde == "000000000" or not bsn_regels.is_valid(waarde):
        raise ValidationError("Dit BSN klopt niet. Controleer de 9 cijfers.")
    return waarde


def datum(cel):
    """A day: Excel date, Excel serial number, 31-12-2019, 2019-12-31, 20191231, 31 december 2019."""
    if cel is None or cel == "":
        return None
    if isinstance(cel, datetime):
        return _binnen(cel.date())
    if isinstance(cel, date):
        return _binnen(cel)
    if isinstance(cel, bool | time):
        raise ValidationError("Dit is geen datum. Vul een datum in zoals 31-12-2019.")
    if isinstance(cel, int | float):
        return _datum_uit_getal(cel)
    return _datum_uit_tekst(als_tekst(cel))


def geboortedatum(cel):
    """A day that is not in the future."""
    dag = datum(cel)
    if dag and dag > date.today():  # noqa: DTZ011 - a day, not a moment
        raise ValidationError(f"{dag:%d-%m-%Y} ligt in de toekomst. Controleer de geboortedatum.")
    return dag


def _binnen(dag: date) -> date:
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise ValidationError(f"Het jaar {dag.year} kan niet kloppen. Controleer de datum.")
    return dag


def _datum_uit_getal(getal: float) -> date | None:
    if isinstance(getal, float) and (getal != getal or abs(getal) > 1e9):
        raise ValidationError("Dit is geen datum. Vul een datum in zoals 31-12-2019.")
    if 367 <= getal < 73051:  # 1901 up to and including 2099
        return EXCEL_NUL + timedelta(days=int(getal))
    return _datum_uit_tekst(str(int(getal)).zfill(8) if float(getal).is_integer() else str(getal))


@lru_cache(maxsize=20_000)
def _datum_uit_tekst(waarde: str) -> date | None:
    if not waarde:
        return None
    kort = re.sub(r"[ T]00[:.]00([:.]00)?$", "", waarde)
    if re.fullmatch(r"(19|20)[0-9]{6}", kort) and not 1900 <= int(kort[4:]) <= 2199:
        kort = f"{kort[:4]}-{kort[4:6]}-{kort[6:]}"
    # Words such as "vandaag" and "over 6 weken" mean another day tomorrow: not in a file.
    if not re.search(r"[0-9]{2}", kort) or kort.lower().startswith("over"):
        raise ValidationError(f"{_kort(waarde)} is geen datum. Vul een datum in zoals 31-12-2019.")
    try:
        return lees_datum(kort, vandaag=date(2026, 1, 1))
    except BestaatNiet as fout:
        raise ValidationError(f"{fout.datum} bestaat niet. Controleer de datum.") from None
    except ValueError:
        raise ValidationError(f"{_kort(waarde)} is geen datum. Vul een datum in zoals 31-12-2019.") from None


def keuze(opties: Iterable[tuple[Any, str]], **ook: str) -> Lezer:
    """One of the options of a TextChoices (`Geslacht.choices`), by code or by name; `ook` adds other names."""
    bij_naam: dict[str, Any] = {}
    for waarde, naam in opties:
        if waarde != "":
            bij_naam[_sleutel(str(waarde))] = bij_naam[_sleutel(str(naam))] = waarde
    namen = ", ".join(dict.fromkeys(str(waarde) for waarde in bij_naam.values()))
    bij_naam |= {_sleutel(naam): waarde for naam, waarde in ook.items()}

    def lees(cel):
        waarde = als_tekst(cel)
        if not waarde:
            return None
        try:
            return bij_naam[_sleutel(waarde)]
        except KeyError:
            raise ValidationError(f"{_kort(waarde)} bestaat niet. Kies uit: {namen}.") from None

    return lees


def meerkeuze(opties: Iterable[tuple[Any, str]]) -> Lezer:
    """Several options in one cell, with ; between them."""
    een = keuze(opties)

    def lees(cel):
        delen = [een(deel) for deel in re.split(r"[;|]", als_tekst(cel))]
        return list(dict.fromkeys(deel for deel in delen if deel is not None)) or None

    return lees


def trede(cel):
    """1 up to and including 6; "onbekend" is empty."""
    waarde = als_tekst(cel).lower().removeprefix("trede").strip()
    if waarde in ("", "onbekend", "?", "-"):
        return None
    if not re.fullmatch(r"[1-6]", waarde):
        raise ValidationError(f"{_kort(waarde)} bestaat niet. Kies 1 t/m 6.")
    return int(waarde)


def ja_nee(cel):
    waarde = als_tekst(cel).lower()
    if not waarde:
        return None
    if waarde in ("ja", "j", "1", "true", "waar", "x", "yes"):
        return True
    if waarde in ("nee", "n", "0", "false", "onwaar", "no"):
        return False
    raise ValidationError(f"{_kort(waarde)} is geen ja of nee. Vul ja of nee in.")


def getal(*, onder: str, boven: str, decimalen: int = 2) -> Lezer:
    """A Decimal above `onder` and up to `boven`; comma or dot as decimal sign."""
    laag, hoog = Decimal(onder), Decimal(boven)

    def lees(cel):
        if isinstance(cel, int | float) and not isinstance(cel, bool):
            ruw = repr(round(cel, decimalen)) if isinstance(cel, float) else str(cel)
        else:
            ruw = re.sub(r"\s|uur$|uren$", "", als_tekst(cel).lower()).replace(",", ".")
        if not ruw:
            return None
        try:
            waarde = Decimal(ruw)
            if not waarde.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            raise ValidationError(
                f"{_kort(ruw)} is geen getal. Gebruik cijfers en een komma, zoals 12,5."
            ) from None
        if not laag < waarde <= hoog:
            grens = f"meer dan {onder} en hooguit {boven}".replace(".", ",")
            raise ValidationError(f"{_kort(ruw.replace('.', ','))} kan niet. Vul een getal in van {grens}.")
        if waarde != waarde.quantize(Decimal(1).scaleb(-decimalen)):
            raise ValidationError(f"Gebruik hooguit {decimalen} cijfers achter de komma.")
        return waarde.quantize(Decimal(1).scaleb(-decimalen))

    return lees


def heel_getal(boven: int) -> Lezer:
    def lees(cel):
        waarde = als_tekst(cel).replace(".", "")
        if not waarde:
            return None
        if not re.fullmatch(r"[0-9]{1,10}", waarde) or int(waarde) > boven:
            raise ValidationError(f"{_kort(waarde)} is geen heel getal van 0 tot en met {boven}.")
        return int(waarde)

    return lees


def postcode(cel):
    waarde = re.sub(r"\s", "", als_tekst(cel)).upper()
    if not waarde:
        return None
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", waarde):
        raise ValidationError("Deze postcode klopt niet. Vul een postcode in zoals 7461 AB.")
    return f"{waarde[:4]} {waarde[4:]}"


def email(cel):
    waarde = als_tekst(cel)
    if waarde:
        _email(waarde)
    return waarde or None


def telefoon(cel):
    """Digits with + ( ) - and spaces; a number that Excel took the zero from gets it back."""
    if isinstance(cel, int | float) and not isinstance(cel, bool) and 100_000_000 <= cel < 1_000_000_000:
        return f"0{int(cel)}"
    waarde = als_tekst(cel)
    if waarde and not re.fullmatch(r"\+?[0-9 ()\-]{8,19}", waarde):
        raise ValidationError("Dit is geen telefoonnummer. Gebruik cijfers, zoals 06-12345678.")
    return waarde or None


def kvk(cel):
    waarde = re.sub(r"[\s.]", "", als_tekst(cel))
    if not waarde:
        return None
    if not re.fullmatch(r"[0-9]{7,8}", waarde) or not int(waarde):
        raise ValidationError("Dit KvK-nummer klopt niet. Een KvK-nummer heeft 8 cijfers.")
    return waarde.zfill(8)


def _sleutel(naam: str) -> str:
    return re.sub(r"[^a-z0-9]", "", naam.lower())


def _kort(waarde: str) -> str:
    return waarde if len(waarde) <= 40 else f"{waarde[:40]}…"
