"""Uren volgens de standaardweek, met de feestdagen erin (functies V5, V6). Geen database, geen klok."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from dateutil.easter import easter

NUL = Decimal(0)


@lru_cache(maxsize=64)
def feestdagen(jaar: int) -> frozenset[date]:
    """De algemeen erkende feestdagen van een jaar (Algemene termijnenwet art. 3), zonder Goede Vrijdag.

    Goede Vrijdag is alleen voor termijnen een feestdag; de meeste cao's werken die dag. 5 mei is vrij in een
    lustrumjaar (Cao SW art. 7). Valt Koningsdag op een zondag, dan is het de dag ervoor.
    """
    pasen = easter(jaar)
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == 6:
        koningsdag -= timedelta(days=1)
    dagen = {
        date(jaar, 1, 1),
        pasen,
        pasen + timedelta(days=1),
        koningsdag,
        pasen + timedelta(days=39),
        pasen + timedelta(days=49),
        pasen + timedelta(days=50),
        date(jaar, 12, 25),
        date(jaar, 12, 26),
    }
    if jaar % 5 == 0:
        dagen.add(date(jaar, 5, 5))
    return frozenset(dagen)


def dagen(van: date, tot: date) -> Iterator[date]:
    """Elke dag van `van` tot en met `tot`."""
    return (van + timedelta(days=n) for n in range((tot - van).days + 1))


def standaarduren(weekpatroon: Sequence[Decimal], van: date, tot: date) -> tuple[Decimal, Decimal]:
    """De uren van de standaardweek van `van` t/m `tot`: (te werken, op een feestdag)."""
    werk = feest = NUL
    for dag in dagen(van, tot):
        uren = Decimal(weekpatroon[dag.weekday()])
        if dag in feestdagen(dag.year):
            feest += uren
        else:
            werk += uren
    return werk, feest


@dataclass(frozen=True)
class Urenperiode:
    """Uren per week van een overeenkomst of een contract, van en tot en met een dag; zonder `tot` loopt het door."""

    van: date
    tot: date | None
    uren: Decimal

    def geldt_op(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag <= self.tot)


def boven_contract(
    afspraken: Sequence[Urenperiode], contract: Sequence[Urenperiode], van: date, tot: date | None
) -> tuple[date, Decimal, Decimal] | None:
    """De eerste dag tussen `van` en `tot` waarop alle overeenkomsten samen meer uren zijn dan het contract (V30).

    Geeft (dag, uren samen, uren van het contract). Zonder contract op die dag is er niets om mee te vergelijken.
    """
    grenzen = {van} | {p.van for p in (*afspraken, *contract)}
    for dag in sorted(dag for dag in grenzen if van <= dag and (tot is None or dag <= tot)):
        mag = [p.uren for p in contract if p.geldt_op(dag)]
        samen = sum((p.uren for p in afspraken if p.geldt_op(dag)), NUL)
        if mag and samen > sum(mag, NUL):
            return dag, samen, sum(mag, NUL)
    return None


def gelijke_week(uren_per_week: Decimal) -> list[Decimal]:
    """Het weekpatroon als er niets anders is afgesproken: maandag tot en met vrijdag evenveel."""
    per_dag = (uren_per_week / 5).quantize(Decimal("0.01"))
    return [per_dag] * 4 + [uren_per_week - 4 * per_dag, NUL, NUL]
