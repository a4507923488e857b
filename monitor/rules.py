"""Rekenregels van de monitor: halfjaren, het doel naar rato, de verwachting en het oordeel.

Geen database, geen klok. Bron: 000 §2.4 (twee keer per jaar) en eisen C35 (jaardoel naast een lijn naar rato).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from monitor.choices import Oordeel, Opbouw, Richting

MIN_DAGEN = 30  # sooner after the start of the year or half-year a line says nothing
EEN_DAG = timedelta(days=1)


def halfjaar_van(dag: date) -> tuple[date, date]:
    """De eerste en de laatste dag van het halfjaar waarin deze dag valt."""
    if dag.month <= 6:
        return date(dag.year, 1, 1), date(dag.year, 6, 30)
    return date(dag.year, 7, 1), date(dag.year, 12, 31)


def vorig_halfjaar(dag: date) -> tuple[date, date]:
    """Het halfjaar voor dat van deze dag."""
    return halfjaar_van(halfjaar_van(dag)[0] - EEN_DAG)


def halfjaarnaam(dag: date) -> str:
    """ "eerste halfjaar 2026"."""
    return f"{'eerste' if dag.month <= 6 else 'tweede'} halfjaar {dag.year}"


def volle_maanden(van: date, tot: date) -> list[date]:
    """De eerste dag van elke maand die helemaal tussen van en tot en met tot ligt."""
    maanden, eerste = [], van.replace(day=1)
    if eerste < van:
        eerste = volgende_maand(eerste)
    while volgende_maand(eerste) - EEN_DAG <= tot:
        maanden.append(eerste)
        eerste = volgende_maand(eerste)
    return maanden


def volgende_maand(eerste: date) -> date:
    return date(eerste.year + eerste.month // 12, eerste.month % 12 + 1, 1)


def doel_naar_rato(doel: Decimal, peildatum: date, per_jaar: bool) -> Decimal:
    """Het jaardoel aan het einde van het halfjaar: in juni de helft, in december alles (C35)."""
    return doel * halfjaar_van(peildatum)[1].month / 12 if per_jaar else doel


def verwachting(
    opbouw: str,
    *,
    waarde: Decimal | None,
    vorige: Decimal | None,
    vorige_dag: date,
    peildatum: date,
    volle: bool = False,
) -> Decimal | None:
    """Waar het cijfer in een rechte lijn uitkomt aan het einde van het halfjaar; None als dat niet te zeggen is.

    `waarde` telt bij TELT_OP vanaf 1 januari; bij STAND loopt de lijn van `vorige` op `vorige_dag` door. `volle`: in
    `waarde` zitten alleen volle maanden, dus de lijn rekent ook in maanden.
    """
    einde = halfjaar_van(peildatum)[1]
    if waarde is None:
        return None
    if peildatum == einde or opbouw == Opbouw.TEMPO:
        return waarde
    if opbouw == Opbouw.TELT_OP and volle:
        maanden = len(volle_maanden(date(peildatum.year, 1, 1), peildatum))
        return waarde * einde.month / maanden if maanden else None
    if opbouw == Opbouw.TELT_OP:
        voorbij = (peildatum - date(peildatum.year, 1, 1)).days + 1
        heel = (einde - date(peildatum.year, 1, 1)).days + 1
        return waarde * heel / voorbij if voorbij >= MIN_DAGEN else None
    if vorige is None or (peildatum - vorige_dag).days < MIN_DAGEN:
        return None
    return waarde + (waarde - vorige) * (einde - peildatum).days / (peildatum - vorige_dag).days


def oordeel(
    *, waarde: Decimal | None, verwacht: Decimal | None, doel_nu: Decimal | None, richting: str, opbouw: str
) -> Oordeel:
    """De verwachting naast het doel aan het einde van het halfjaar; precies op het doel is op doel."""
    if waarde is None:
        return Oordeel.NIET_TE_BEREKENEN
    if doel_nu is None or richting == Richting.GEEN:
        return Oordeel.GEEN_DOEL
    if verwacht is None and opbouw == Opbouw.TELT_OP:
        return Oordeel.TE_VROEG
    getoetst = rond(waarde if verwacht is None else verwacht, 1)
    grens = rond(doel_nu, 1)
    goed = getoetst >= grens if richting == Richting.HOGER else getoetst <= grens
    return Oordeel.OP_DOEL if goed else Oordeel.NIET_OP_DOEL


def procent(teller: Decimal | int, noemer: Decimal | int) -> Decimal | None:
    """Teller als deel van de noemer in procenten, niet afgerond; zonder noemer None, dat is geen 0."""
    return Decimal(teller) * 100 / Decimal(noemer) if noemer else None


def rond(getal: Decimal, decimalen: int) -> Decimal:
    return Decimal(getal).quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)


def naar_rato(jaarbedrag: Decimal, maanden: int) -> Decimal:
    """Het deel van een jaarbedrag dat bij zoveel maanden hoort, op de cent."""
    return rond(jaarbedrag * maanden / 12, 2)


def opsomming(delen: Iterable[str]) -> str:
    """ "mei, juni en juli"."""
    lijst = list(delen)
    return " en ".join([", ".join(lijst[:-1]), lijst[-1]] if len(lijst) > 1 else lijst)
