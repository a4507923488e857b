"""Van rijen naar een cijfer: hetzelfde aantal dat de lijst erachter toont (K2)."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, Count, DateField, F, Func, Q, QuerySet, Value, When

from kern.models import Gemeente
from monitor.queries.kpi import Deel, Uitkomst, niet_te_berekenen
from monitor.rules import procent

Rijen = Callable[[Gemeente, date, date], QuerySet]


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
        aantal = rijen(gemeente, van, tot).order_by().count()
        return Uitkomst(Decimal(aantal), delen=(Deel("", aantal, van, tot),))

    return bereken


def tel_teller(rijen: Rijen) -> Callable[[Gemeente, date, date], Uitkomst]:
    """Een berekening: hoeveel rijen meetellen, met het totaal als noemer erbij."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        teller, noemer = _tellen(rijen(gemeente, van, tot))
        delen = (Deel("", teller, van, tot, True), Deel("van", noemer, van, tot))
        return Uitkomst(Decimal(teller), Decimal(teller), Decimal(noemer), delen=delen)

    return bereken


def tel_aandeel(rijen: Rijen, leeg: str) -> Callable[[Gemeente, date, date], Uitkomst]:
    """Een berekening: teller als deel van de noemer in procenten; zonder rijen zegt `leeg` waarom niet."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        teller, noemer = _tellen(rijen(gemeente, van, tot))
        deel = procent(teller, noemer)
        if deel is None:
            return niet_te_berekenen(leeg)
        delen = (Deel("", teller, van, tot, True), Deel("van", noemer, van, tot))
        return Uitkomst(deel, Decimal(teller), Decimal(noemer), delen=delen)

    return bereken


def _tellen(rijen: QuerySet) -> tuple[int, int]:
    uitkomst = rijen.order_by().aggregate(teller=Count("pk", filter=Q(telt=True)), noemer=Count("pk"))
    return uitkomst["teller"], uitkomst["noemer"]


def per_groep(rijen: QuerySet) -> dict[str, int]:
    """Hoeveel rijen er per groep meetellen, zoals uitstroom per reden."""
    geteld = rijen.filter(telt=True).order_by().values("deelgroep").annotate(aantal=Count("pk"))
    return {rij["deelgroep"]: rij["aantal"] for rij in geteld.order_by(F("aantal").desc(), "deelgroep")}
