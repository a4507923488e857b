"""Bedragen per maand of jaar optellen, en de cijfers in euro die eruit volgen.

Alleen volle maanden tellen. Ontbreekt een maand, dan is het cijfer niet te berekenen en staat erbij welke.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.dateformat import format as in_woorden

from kern.models import Gemeente
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag
from monitor.queries.kpi import Uitkomst, niet_te_berekenen
from monitor.rules import naar_rato, opsomming, volle_maanden


@dataclass(frozen=True)
class Som:
    """De som van één soort bedragen over volle maanden."""

    soort: Bedragsoort
    bedrag: Decimal
    aantal: int | None
    ontbreekt: tuple[date, ...]


def sommen(
    gemeente: Gemeente, soorten: Sequence[Bedragsoort], van: date, tot: date
) -> dict[Bedragsoort, Som]:
    """Per soort de som over de volle maanden van `van` tot en met `tot`; een jaarbedrag telt naar rato mee."""
    maanden = volle_maanden(van, tot)
    bedragen = geladen(gemeente, soorten, van.replace(month=1, day=1), tot)
    return {soort: _som(soort, maanden, *bedragen) for soort in soorten}


Geladen = tuple[dict[tuple[str, date], tuple[Decimal, int | None]], dict[tuple[str, int], Decimal]]
# soort, maand, heel_jaar, som, stuks, geteld
Bedragrij = tuple[str, date, bool, Decimal, int | None, int]

_vooraf: ContextVar[tuple[int, date, date, list[Bedragrij]] | None] = ContextVar("bedragen", default=None)


@contextmanager
def vooraf_geladen(gemeente: Gemeente, van: date, tot: date):
    """Read all amounts of these days once; inside the block `geladen` chooses from them."""
    alles = Maandbedrag.objects.filter(gemeente=gemeente, maand__gte=van, maand__lte=tot)
    merk = _vooraf.set((gemeente.pk, van, tot, _opgeteld(alles)))
    try:
        yield
    finally:
        _vooraf.reset(merk)


def geladen(gemeente: Gemeente, soorten: Sequence[Bedragsoort], van: date, tot: date) -> Geladen:
    """De bedragen per (soort, maand) en per (soort, jaar), in één query."""
    vooraf = _vooraf.get()
    if vooraf and vooraf[0] == gemeente.pk and vooraf[1] <= van and tot <= vooraf[2]:
        rijen = [rij for rij in vooraf[3] if rij[0] in soorten and van <= rij[1] <= tot]
    else:
        gekozen = Maandbedrag.objects.filter(gemeente=gemeente, soort__in=soorten)
        rijen = _opgeteld(gekozen.filter(maand__gte=van, maand__lte=tot))
    per_maand: dict[tuple[str, date], tuple[Decimal, int | None]] = {}
    per_jaar: dict[tuple[str, int], Decimal] = {}
    for soort, maand, heel_jaar, som, stuks, geteld in rijen:
        if heel_jaar:
            per_jaar[soort, maand.year] = som
        else:
            per_maand[soort, maand] = (som, stuks if geteld else None)
    return per_maand, per_jaar


def _opgeteld(bedragen: QuerySet) -> list[Bedragrij]:
    return list(
        bedragen.order_by()
        .values_list("soort", "maand", "heel_jaar")
        .annotate(som=Sum("bedrag"), stuks=Sum("aantal"), geteld=Count("aantal"))
    )


def som_van_jaar(soort: Bedragsoort, jaar: int, bedragen: Geladen, maanden: int = 12) -> Som:
    """De som over de eerste maanden van een kalenderjaar, met de maanden die ontbreken."""
    return _som(soort, volle_maanden(date(jaar, 1, 1), date(jaar, 12, 31))[:maanden], *bedragen)


def _som(soort, maanden, per_maand, per_jaar) -> Som:
    totaal, stuks, ontbreekt = Decimal(0), 0, []
    zonder_aantal = False
    uit_jaar: dict[int, int] = defaultdict(int)
    for maand in maanden:
        if (soort, maand) in per_maand:
            bedrag, aantal = per_maand[soort, maand]
            totaal += bedrag
            stuks += aantal or 0
            zonder_aantal |= aantal is None
        elif (soort, maand.year) in per_jaar:
            uit_jaar[maand.year] += 1
            zonder_aantal = True
        else:
            ontbreekt.append(maand)
    totaal += sum((naar_rato(per_jaar[soort, jaar], n) for jaar, n in uit_jaar.items()), Decimal(0))
    return Som(soort, totaal, None if zonder_aantal else stuks, tuple(ontbreekt))


def wat_ontbreekt(gevonden: dict[Bedragsoort, Som], van: date, tot: date) -> str:
    """Welke bedragen er niet zijn, in woorden; leeg als alles er is."""
    maanden = volle_maanden(van, tot)
    if not maanden:
        return "er is nog geen volle maand in deze periode"
    delen = []
    for som in gevonden.values():
        if len(som.ontbreekt) == len(maanden):
            delen.append(f"{som.soort.label} (geen enkel bedrag)")
        elif som.ontbreekt:
            delen.append(f"{som.soort.label} van {opsomming(in_woorden(m, 'F Y') for m in som.ontbreekt)}")
    return opsomming(delen)


def saldo(*, plus: Sequence[Bedragsoort], min_: Sequence[Bedragsoort] = (), mag_ontbreken=()):
    """Een berekening: plus min min. `mag_ontbreken`: soorten die 0 zijn als er geen enkel bedrag is ingelezen."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        gevonden = sommen(gemeente, [*plus, *min_], van, tot)
        maanden = volle_maanden(van, tot)
        weg = {soort for soort in mag_ontbreken if maanden and len(gevonden[soort].ontbreekt) == len(maanden)}
        nodig = {soort: som for soort, som in gevonden.items() if soort not in weg}
        if not nodig or (ontbreekt := wat_ontbreekt(nodig, van, tot)):
            return niet_te_berekenen(ontbreekt if nodig else "er is geen enkel bedrag ingelezen")
        rekening = [(som.soort.label, som.bedrag) for s, som in nodig.items() if s in plus]
        rekening += [(som.soort.label, -som.bedrag) for s, som in nodig.items() if s in min_]
        return Uitkomst(sum((bedrag for _, bedrag in rekening), Decimal(0)), rekening=tuple(rekening))

    return bereken


def stuks(soort: Bedragsoort):
    """Een berekening: het aantal dat bij de bedragen is ingelezen, zoals het aantal terugvorderingen."""

    def bereken(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
        gevonden = sommen(gemeente, [soort], van, tot)
        if ontbreekt := wat_ontbreekt(gevonden, van, tot):
            return niet_te_berekenen(ontbreekt)
        aantal = gevonden[soort].aantal
        if aantal is None:
            return niet_te_berekenen(f"{soort.label}: bij een maand is geen aantal ingelezen")
        return Uitkomst(Decimal(aantal))

    return bereken


def jaarbedrag(soort: Bedragsoort):
    """Het doel van een jaar uit de ingelezen bedragen: het jaarbedrag, of de som van twaalf maanden."""

    def doel(gemeente: Gemeente, peildatum: date) -> Decimal | None:
        van, tot = date(peildatum.year, 1, 1), date(peildatum.year, 12, 31)
        som = sommen(gemeente, [soort], van, tot)[soort]
        return None if som.ontbreekt else som.bedrag

    return doel
