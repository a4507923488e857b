"""Regels van kalender en cadans: op welke dagen iets terugkomt. Puur: geen database, geen klok."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

MAANDEN = {"maandelijks": 1, "kwartaal": 3, "halfjaarlijks": 6, "jaarlijks": 12}


def volgende_dag(dag: date, cadans: str) -> date | None:
    """De dag na `dag` waarop iets met deze cadans weer moet; None als het niet terugkomt.

    Wie op de laatste dag van de maand valt, blijft daar: na 31 maart komt 30 juni, daarna 30 september (RH-030).
    """
    stap = MAANDEN.get(cadans)
    return None if stap is None else plus_maanden(dag, stap)


def plus_maanden(dag: date, maanden: int) -> date:
    """`maanden` later; de laatste dag van een maand blijft de laatste dag."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    laatste = monthrange(jaar, maand + 1)[1]
    is_laatste = dag.day == monthrange(dag.year, dag.month)[1]
    return date(jaar, maand + 1, laatste if is_laatste else min(dag.day, laatste))


def eerste_na(dag: date, cadans: str, na: date) -> date | None:
    """De eerste beurt later dan `na`, gerekend vanaf `dag`; gemiste beurten worden overgeslagen."""
    volgende = volgende_dag(dag, cadans)
    while volgende is not None and volgende <= na:
        volgende = volgende_dag(volgende, cadans)
    return volgende


def kalenderdagen(waarde, van: date, tot: date) -> list[date]:
    """De dagen van `van` tot en met `tot` die uit een norm volgen (eisen §5.3).

    Een norm is een van deze: een datum (één keer), "31-03" (elk jaar op die dag), "elke maand op 25",
    een lijst daarvan, of een maandnummer (1 = uiterlijk de laatste dag van januari). Raises ValueError.
    """
    if van > tot:
        return []
    delen = waarde if isinstance(waarde, list | tuple) else [waarde]
    dagen = {dag for deel in delen for dag in _dagen_van(deel, van.year, tot.year)}
    return sorted(dag for dag in dagen if van <= dag <= tot)


def _dagen_van(deel, eerste_jaar: int, laatste_jaar: int) -> Iterable[date]:
    if isinstance(deel, date):
        return [deel]
    jaren = range(eerste_jaar, laatste_jaar + 1)
    tekst = str(deel).strip().lower()
    if tekst.startswith("elke maand op "):
        nummer = int(tekst.removeprefix("elke maand op "))
        return [_dag(jaar, maand, nummer) for jaar in jaren for maand in range(1, 13)]
    if tekst.count("-") == 2:
        dag, maand, jaar = (int(cijfers) for cijfers in tekst.split("-"))
        return [date(jaar, maand, dag)]
    if "-" in tekst:
        dag, maand = (int(cijfers) for cijfers in tekst.split("-"))
        return [_dag(jaar, maand, dag) for jaar in jaren]
    return [_dag(jaar, int(tekst), 31) for jaar in jaren]


def _dag(jaar: int, maand: int, nummer: int) -> date:
    """Die dag, of de laatste dag van een maand die korter is. Raises ValueError buiten 1-12 en 1-31."""
    if not (1 <= maand <= 12 and 1 <= nummer <= 31):
        raise ValueError(f"{nummer}-{maand} is geen dag van het jaar")
    return date(jaar, maand, min(nummer, monthrange(jaar, maand)[1]))


def leesbare_dagen(waarde, van: date, tot: date) -> list[date]:
    """Als `kalenderdagen`; een norm die geen dag is geeft niets, zodat één tikfout de kalender niet stilzet."""
    try:
        return kalenderdagen(waarde, van, tot)
    except ValueError:
        return []
