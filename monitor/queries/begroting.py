"""Bedragen per jaar: participatiebudget, begroting en middelen, BUIG en de Wsw (HT-088–HT-092, RH-183, RH-184)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from kern.models import Gemeente
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag
from monitor.queries.bedragen import geladen, som_van_jaar
from reintegratie.models import Traject

B = Bedragsoort
PARTICIPATIEBUDGET = (B.BUDGET_WSW, B.BUDGET_KLASSIEK, B.BUDGET_NIEUW)
BUIG = (B.BUIG_BUDGET, B.UITKERINGSLASTEN, B.LKS_LASTEN)
WSW = (B.WSW_BIJDRAGE_GR, B.WSW_LASTEN, B.WSW_BATEN, B.WSW_VOORDEEL_BW, B.WSW_VOORDEEL_FORMATIE)
MIN = {B.UITKERINGSLASTEN, B.LKS_LASTEN}
WSW_MIN = {B.WSW_BATEN, B.WSW_VOORDEEL_BW, B.WSW_VOORDEEL_FORMATIE}


@dataclass(frozen=True)
class Jaarregel:
    """Eén jaar: de posten, hun saldo en het verschil met het jaar ervoor. None is: geen enkel bedrag."""

    jaar: int
    posten: tuple[Decimal | None, ...]
    saldo: Decimal
    verschil: Decimal | None
    maanden: int  # the months that have an amount, of the post that has least


@dataclass(frozen=True)
class Middelen:
    """De middelen van een jaar naast de begroting; wat niet sluit, staat er als verschil (HT-092)."""

    jaar: int
    begroting: Decimal | None
    posten: tuple[tuple[str, Decimal], ...]

    @property
    def samen(self) -> Decimal:
        return sum((bedrag for _, bedrag in self.posten), Decimal(0))

    @property
    def niet_verklaard(self) -> Decimal | None:
        return None if self.begroting is None or not self.posten else self.begroting - self.samen


@dataclass(frozen=True)
class Trajectjaar:
    """De trajecten die in een jaar begonnen, naast de begroting van dat jaar (HT-091). None is: niets ingelezen."""

    jaar: int
    begroting: Decimal | None
    aantal: int
    werkelijk: Decimal
    verplicht: Decimal  # the estimate of what has no actual costs yet
    zonder_bedrag: int

    @property
    def vrij(self) -> Decimal | None:
        return None if self.begroting is None else self.begroting - self.werkelijk - self.verplicht


@dataclass(frozen=True)
class Begroting:
    participatiebudget: tuple[Jaarregel, ...]
    buig: tuple[Jaarregel, ...]
    wsw: tuple[Jaarregel, ...]
    middelen: tuple[Middelen, ...]
    trajecten: tuple[Trajectjaar, ...]


def begroting(gemeente: Gemeente) -> Begroting:
    """Alle jaren waarvan bedragen zijn ingelezen, oudste eerst."""
    soorten = [*PARTICIPATIEBUDGET, *BUIG, *WSW]
    bedragen = geladen(gemeente, soorten, date(1900, 1, 1), date(2200, 1, 1))
    middelen = _middelen(gemeente)
    return Begroting(
        _jaren(PARTICIPATIEBUDGET, set(), bedragen),
        _jaren(BUIG, MIN, bedragen),
        _jaren(WSW, WSW_MIN, bedragen),
        middelen,
        _trajecten(gemeente, {m.jaar: m.begroting for m in middelen if m.begroting is not None}),
    )


def _jaren(soorten, min_: set, bedragen) -> tuple[Jaarregel, ...]:
    per_maand, per_jaar = bedragen
    jaren = {maand.year for soort, maand in per_maand if soort in soorten}
    jaren |= {jaar for soort, jaar in per_jaar if soort in soorten}
    regels: list[Jaarregel] = []
    for jaar in sorted(jaren):
        heel = [som_van_jaar(soort, jaar, bedragen) for soort in soorten]
        maanden = min(12 - len(som.ontbreekt) for som in heel if len(som.ontbreekt) < 12)
        # A year that is not complete: every post over the same months, or a budget stands beside half the costs.
        sommen = [som_van_jaar(soort, jaar, bedragen, maanden) for soort in soorten]
        posten = tuple(None if len(som.ontbreekt) == maanden else som.bedrag for som in sommen)
        saldo = sum(
            (
                (-bedrag if soort in min_ else bedrag)
                for soort, bedrag in zip(soorten, posten, strict=True)
                if bedrag is not None
            ),
            Decimal(0),
        )
        vorig = regels[-1] if regels and regels[-1].jaar == jaar - 1 else None
        regels.append(
            Jaarregel(
                jaar,
                posten,
                saldo,
                saldo - vorig.saldo if vorig and vorig.maanden == maanden == 12 else None,
                maanden,
            )
        )
    return tuple(regels)


def _middelen(gemeente: Gemeente) -> tuple[Middelen, ...]:
    rijen = (
        Maandbedrag.objects.filter(
            gemeente=gemeente, soort__in=[B.BEGROTING_REINTEGRATIE, B.MIDDEL_REINTEGRATIE]
        )
        .order_by()
        .values_list("maand__year", "soort", "omschrijving")
        .annotate(som=Sum("bedrag"))
        .order_by("maand__year", "-som", "omschrijving")
    )
    begroot: dict[int, Decimal] = {}
    posten: dict[int, list[tuple[str, Decimal]]] = {}
    for jaar, soort, omschrijving, som in rijen:
        if soort == B.BEGROTING_REINTEGRATIE:
            begroot[jaar] = begroot.get(jaar, Decimal(0)) + som
        else:
            posten.setdefault(jaar, []).append((omschrijving or "zonder omschrijving", som))
    return tuple(
        Middelen(jaar, begroot.get(jaar), tuple(posten.get(jaar, ()))) for jaar in sorted({*begroot, *posten})
    )


def _trajecten(gemeente: Gemeente, begroot: dict[int, Decimal]) -> tuple[Trajectjaar, ...]:
    """Elk traject telt één keer, in het jaar waarin het begon, met zijn hele kosten."""
    zonder_werkelijk = Q(kosten_werkelijk=None)
    rijen = (
        Traject.objects.filter(persoon__gemeente=gemeente)
        .order_by()
        .values("begindatum__year")
        .annotate(
            aantal=Count("pk"),
            werkelijk=Sum("kosten_werkelijk"),
            verplicht=Sum("kosten_geraamd", filter=zonder_werkelijk),
            zonder_bedrag=Count("pk", filter=zonder_werkelijk & Q(kosten_geraamd=None)),
        )
    )
    per_jaar = {rij.pop("begindatum__year"): rij for rij in rijen}
    return tuple(
        Trajectjaar(
            jaar,
            begroot.get(jaar),
            per_jaar[jaar]["aantal"],
            per_jaar[jaar]["werkelijk"] or Decimal(0),
            per_jaar[jaar]["verplicht"] or Decimal(0),
            per_jaar[jaar]["zonder_bedrag"],
        )
        for jaar in sorted(per_jaar)
    )
