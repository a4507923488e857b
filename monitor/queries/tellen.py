"""Van rijen naar een cijfer: hetzelfde aantal dat de lijst erachter toont (K2)."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Count, DateField, F, Func, Q, QuerySet, Value, When

from kern.models import Gemeente
from monitor.queries.kpi import Deel, Uitkomst, niet_te_berekenen
from monitor.rules import procent

Rijen = Callable[[Gemeente, date, date], QuerySet]
Vraag = tuple[Rijen, date, date]
# So many counts go in one question: more would make the planner think that it is a heavy one.
SAMEN = 20

_geteld: ContextVar[dict[tuple[Rijen, int, date, date], tuple[int, int]]] = ContextVar("geteld")


class MaandenLater(Func):
    """A day, so many calendar months later: 31 December plus two is 28 or 29 February."""

    template = "(%(expressions)s + make_interval(months => %(maanden)s))::date"
    output_field = DateField()

    def __init__(self, dag, *, maanden: int):
        super().__init__(dag, maanden=int(maanden))


def keuzetekst(veld: str, keuzes: Iterable[tuple[object, object]]) -> Case:
    """The label of a choice, in the database, so that the list can sort and export it."""
    return Case(
        *(When(**{veld: code}, then=Value(str(label))) for code, label in keuzes),
        default=Value(""),
        output_field=CharField(),
    )


def tel_alles(rijen: Rijen) -> Callable[[Gemeente, date, date], Uitkomst]:
    """Een berekening: het aantal rijen. Nul is hier echt nul."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        aantal = tel(rijen, gemeente, van, tot)[1]
        return Uitkomst(Decimal(aantal), delen=(Deel("", aantal, van, tot),))

    return bereken


def tel_teller(rijen: Rijen) -> Callable[[Gemeente, date, date], Uitkomst]:
    """Een berekening: hoeveel rijen meetellen, met het totaal als noemer erbij."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        teller, noemer = tel(rijen, gemeente, van, tot)
        delen = (Deel("", teller, van, tot, True), Deel("van", noemer, van, tot))
        return Uitkomst(Decimal(teller), Decimal(teller), Decimal(noemer), delen=delen)

    return bereken


def tel_aandeel(rijen: Rijen, leeg: str) -> Callable[[Gemeente, date, date], Uitkomst]:
    """Een berekening: teller als deel van de noemer in procenten; zonder rijen zegt `leeg` waarom niet."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        teller, noemer = tel(rijen, gemeente, van, tot)
        deel = procent(teller, noemer)
        if deel is None:
            return niet_te_berekenen(leeg)
        delen = (Deel("", teller, van, tot, True), Deel("van", noemer, van, tot))
        return Uitkomst(deel, Decimal(teller), Decimal(noemer), delen=delen)

    return bereken


def tel(rijen: Rijen, gemeente: Gemeente, van: date, tot: date) -> tuple[int, int]:
    """(hoeveel rijen meetellen, hoeveel er zijn)."""
    geteld = _geteld.get({}).get((rijen, gemeente.pk, van, tot))
    if geteld is not None:
        return geteld
    uitkomst = (
        rijen(gemeente, van, tot)
        .order_by()
        .aggregate(teller=Count("pk", filter=Q(telt=True)), noemer=Count("pk"))
    )
    return uitkomst["teller"], uitkomst["noemer"]


@contextmanager
def vooraf_geteld(gemeente: Gemeente, vragen: Iterable[Vraag]):
    """Count all of these at once; inside the block `tel` answers from that.

    A dashboard counts thirty figures over three periods: together in a handful of questions.
    """
    uniek = list(dict.fromkeys(vragen))
    geteld: dict[tuple[Rijen, int, date, date], tuple[int, int]] = {}
    for begin in range(0, len(uniek), SAMEN):
        deel = uniek[begin : begin + SAMEN]
        for (rijen, van, tot), aantallen in zip(deel, _tel_samen(gemeente, deel), strict=True):
            geteld[rijen, gemeente.pk, van, tot] = aantallen
    merk = _geteld.set(geteld)
    try:
        yield
    finally:
        _geteld.reset(merk)


def _tel_samen(gemeente: Gemeente, vragen: list[Vraag]) -> list[tuple[int, int]]:
    geteld = [(0, 0)] * len(vragen)
    delen, parameters = [], []
    for nummer, (rijen, van, tot) in enumerate(vragen):
        try:
            sql, waarden = rijen(gemeente, van, tot).order_by().values_list("telt").query.sql_with_params()
        except EmptyResultSet:
            continue  # a figure without its norm has no rows
        # The name of the only column differs per query, so it gets one here.
        delen.append(f"select {nummer}, count(*) filter (where telt), count(*) from ({sql}) as r(telt)")  # noqa: S608
        parameters += waarden
    if delen:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(delen), parameters)
            for nummer, teller, noemer in cursor.fetchall():
                geteld[nummer] = (teller, noemer)
    return geteld


def per_groep(rijen: QuerySet) -> dict[str, int]:
    """Hoeveel rijen er per groep meetellen, zoals uitstroom per reden."""
    geteld = rijen.filter(telt=True).order_by().values("deelgroep").annotate(aantal=Count("pk"))
    return {rij["deelgroep"]: rij["aantal"] for rij in geteld.order_by(F("aantal").desc(), "deelgroep")}
