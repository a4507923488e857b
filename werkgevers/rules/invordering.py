"""Incassokosten en rente bij te late betaling (regels §6.5). Geen database, geen klok.

Kosten: Besluit vergoeding voor buitengerechtelijke incassokosten. Rente: art. 6:119, 6:119a en 6:119b BW.
Bedragen en percentages komen uit het beleidskader; wat niet is vastgesteld, wordt niet gerekend.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from kern import opmaak

CENT = Decimal("0.01")
HONDERD = Decimal(100)
EEN_DAG = timedelta(days=1)
ONEINDIG = "-"  # the last step of the scale has no upper bound


@dataclass(frozen=True)
class Stap:
    """Eén regel van de uitleg: wat, hoe gerekend, en het bedrag."""

    wat: str
    hoe: str
    bedrag: Decimal


@dataclass(frozen=True)
class Rekening:
    """Een bedrag dat zichzelf uitlegt. `ontbreekt` zegt wat er niet is vastgesteld en dus niet gerekend."""

    bedrag: Decimal
    stappen: tuple[Stap, ...] = ()
    ontbreekt: str = ""

    def als_json(self) -> dict:
        return {
            "bedrag": str(self.bedrag),
            "stappen": [[stap.wat, stap.hoe, str(stap.bedrag)] for stap in self.stappen],
            "ontbreekt": self.ontbreekt,
        }


@dataclass(frozen=True)
class Rentevoet:
    """Het percentage per jaar dat van en tot en met een dag geldt; zonder `tot` loopt het door."""

    van: date
    tot: date | None
    pct: Decimal


def incassokosten(
    hoofdsom: Decimal, *, staffel: Sequence[Mapping], minimum: Decimal, maximum: Decimal
) -> Rekening:
    """Kosten volgens de staffel, ten minste `minimum` en ten hoogste `maximum`, op de cent afgerond.

    `staffel`: rijen met van_bedrag, tot_bedrag ("-" is zonder grens) en pct. Geen hoofdsom, geen kosten.
    """
    if hoofdsom <= 0:
        return Rekening(Decimal("0.00"))
    stappen, som = [], Decimal(0)
    for rij in staffel:
        onder = Decimal(rij["van_bedrag"])
        boven = hoofdsom if rij["tot_bedrag"] == ONEINDIG else min(hoofdsom, Decimal(rij["tot_bedrag"]))
        if boven <= onder:
            break
        deel = (boven - onder) * Decimal(rij["pct"]) / HONDERD
        som += deel
        wat = f"Van {opmaak.bedrag(onder)} tot en met {opmaak.bedrag(boven)}"
        hoe = f"{opmaak.procent(rij['pct'])} van {opmaak.bedrag(boven - onder)}"
        stappen.append(Stap(wat, hoe, deel.quantize(CENT, ROUND_HALF_UP)))
    bedrag = min(max(som, minimum), maximum).quantize(CENT, ROUND_HALF_UP)
    if som < minimum:
        stappen.append(Stap("Ten minste", "laagste bedrag van het besluit", bedrag))
    elif som > maximum:
        stappen.append(Stap("Ten hoogste", "hoogste bedrag van het besluit", bedrag))
    return Rekening(bedrag, tuple(stappen))


@dataclass(frozen=True)
class Mutatie:
    """Vanaf deze dag staat er een ander bedrag open: minder na een betaling, meer na een storno."""

    dag: date
    bedrag: Decimal


def rente(
    hoofdsom: Decimal,
    *,
    van: date,
    tot: date,
    voeten: Sequence[Rentevoet],
    wat: str = "Rente",
    mutaties: Sequence[Mutatie] = (),
) -> Rekening:
    """Rente over de dagen `van` tot en met `tot`, per dag over wat er dan open staat, met een jaar van 365 of 366 dagen.

    Een mutatie telt vanaf haar dag; wat er voor `van` gebeurde, verlaagt het bedrag van het begin af.
    Na elk vol jaar telt de rente mee in de hoofdsom (art. 6:119 lid 2 en 6:119a lid 3 BW).
    Eén keer afgerond, aan het eind.
    """
    if hoofdsom <= 0 or tot < van:
        return Rekening(Decimal("0.00"))
    stappen: list[Stap] = []
    bijgeschreven, in_jaar, totaal = Decimal(0), Decimal(0), Decimal(0)
    open_, wacht = hoofdsom, sorted(mutaties, key=lambda m: m.dag)
    zonder: list[tuple[date, date]] = []
    for eerste, laatste, voet in _stukken(van, tot, voeten, [m.dag for m in wacht]):
        if eerste != van and _is_verjaardag(van, eerste):
            bijgeschreven += in_jaar
            in_jaar = Decimal(0)
        while wacht and wacht[0].dag <= eerste:
            open_ += wacht.pop(0).bedrag
        if open_ <= 0:
            continue
        grondslag = open_ + bijgeschreven
        if voet is None:
            zonder.append((eerste, laatste))
            continue
        dagen = (laatste - eerste).days + 1
        in_een_jaar = 366 if calendar.isleap(eerste.year) else 365
        deel = grondslag * voet.pct / HONDERD * dagen / in_een_jaar
        in_jaar += deel
        totaal += deel
        hoe = f"{opmaak.bedrag(grondslag)} × {opmaak.procent(voet.pct)} × {dagen} / {in_een_jaar} dagen"
        stappen.append(
            Stap(f"{eerste:%d-%m-%Y} tot en met {laatste:%d-%m-%Y}", hoe, deel.quantize(CENT, ROUND_HALF_UP))
        )
    return Rekening(totaal.quantize(CENT, ROUND_HALF_UP), tuple(stappen), _zonder_voet(zonder, wat))


@dataclass(frozen=True)
class Toerekening:
    """Waar een betaling voor is, in de volgorde van de wet; `over` is wat niemand vroeg."""

    kosten: Decimal
    rente: Decimal
    hoofdsom: Decimal
    over: Decimal


def toerekening(bedrag: Decimal, *, kosten: Decimal, rente: Decimal, hoofdsom: Decimal) -> Toerekening:
    """Eerst de kosten, dan de verschenen rente, dan de hoofdsom (art. 6:44 lid 1 BW).

    Zo, tenzij de debiteur bij zijn betaling iets anders aanwees.
    """
    rest, delen = bedrag, []
    for gevraagd in (kosten, rente, hoofdsom):
        deel = max(min(rest, gevraagd), Decimal(0))
        delen.append(deel)
        rest -= deel
    voor_kosten, voor_rente, voor_hoofdsom = delen
    return Toerekening(voor_kosten, voor_rente, voor_hoofdsom, rest)


def _stukken(van: date, tot: date, voeten: Sequence[Rentevoet], mutatiedagen: Sequence[date] = ()):
    """(first day, last day, rate or None) cut at every new rate, change, calendar year and anniversary."""
    grenzen = {van, tot + EEN_DAG, *mutatiedagen}
    for voet in voeten:
        grenzen.add(voet.van)
        if voet.tot:
            grenzen.add(voet.tot + EEN_DAG)
    grenzen |= {date(jaar, 1, 1) for jaar in range(van.year, tot.year + 2)}
    grenzen |= {van + relativedelta(years=n) for n in range(1, tot.year - van.year + 2)}
    dagen = sorted(dag for dag in grenzen if van <= dag <= tot + EEN_DAG)
    for eerste, straks in pairwise(dagen):
        geldt = next((v for v in voeten if v.van <= eerste and (v.tot is None or eerste <= v.tot)), None)
        yield eerste, straks - EEN_DAG, geldt


def _is_verjaardag(van: date, dag: date) -> bool:
    return dag == van + relativedelta(years=dag.year - van.year)


def _zonder_voet(zonder: Sequence[tuple[date, date]], wat: str) -> str:
    if not zonder:
        return ""
    eerste, laatste = min(s[0] for s in zonder), max(s[1] for s in zonder)
    return f"{wat} van {eerste:%d-%m-%Y} tot en met {laatste:%d-%m-%Y}: niet vastgesteld, niet gerekend."


def rente_vanaf(vervaldatum: date) -> date:
    """De eerste dag met rente is de dag na de laatste dag van de betaaltermijn."""
    return vervaldatum + EEN_DAG


def laatste_dag_brief(dag_van_ontvangst: date, dagen: int) -> date:
    """De termijn van de brief aan een particulier begint de dag na ontvangst (art. 6:96 lid 6 BW; HR 2016:2704)."""
    return dag_van_ontvangst + timedelta(days=dagen)


def ouderdom(vervaldatum: date, peildatum: date) -> str:
    """In welk vak een open post valt: niet vervallen, 0-30, 31-60, 61-90 of meer dan 90 dagen te laat."""
    dagen = (peildatum - vervaldatum).days
    if dagen <= 0:
        return "niet_vervallen"
    if dagen <= 30:
        return "1_30"
    if dagen <= 60:
        return "31_60"
    return "61_90" if dagen <= 90 else "meer_90"


HERINNERING, VEERTIENDAGENBRIEF, AANMANING = "herinnering", "veertiendagenbrief", "aanmaning"


def volgende_brief(
    *,
    vervaldatum: date,
    laatste: str,
    laatste_tot: date | None,
    peildatum: date,
    herinnering_na: int,
    particulier: bool,
) -> str:
    """Welke brief nu aan de beurt is, of "" als er niets te sturen is.

    Een onderneming krijgt na de herinnering meteen een aanmaning met kosten; een particulier eerst de brief met
    veertien dagen (art. 6:96 lid 6 BW). Na de laatste brief volgt geen nieuwe: dan beslist een mens.
    """
    if not laatste:
        return HERINNERING if (peildatum - vervaldatum).days >= herinnering_na else ""
    if laatste_tot is None or peildatum <= laatste_tot or laatste == AANMANING:
        return ""
    if laatste == HERINNERING and particulier:
        return VEERTIENDAGENBRIEF
    return AANMANING
