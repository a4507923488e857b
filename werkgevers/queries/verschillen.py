"""Wat er na het factureren veranderde: het verschil als voorstel, de factuur zelf blijft staan (functies V3–V5)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from kern.models import Gemeente
from werkgevers.models import Overeenkomst, Urenstaat
from werkgevers.queries.facturatie import (
    VERSCHIL_MAANDEN,
    afgerekende_maanden,
    gewijzigde_oude_maanden,
    zonder_creditering,
)
from werkgevers.queries.tarieven import posten_van
from werkgevers.rules.tarief import Uitleg

NUL = Decimal(0)


@dataclass(frozen=True)
class Verschil:
    """Een afgerekende maand die nu een ander bedrag geeft."""

    overeenkomst: Overeenkomst
    maand: date
    gefactureerd: Decimal
    nu: Decimal
    uitleg: Uitleg | None

    @property
    def bedrag(self) -> Decimal:
        """Wat er nog bij komt, of terug moet."""
        return self.nu - self.gefactureerd

    @property
    def omschrijving(self) -> str:
        return f"Verschil over {self.maand:%m-%Y}, {self.overeenkomst}"


@dataclass(frozen=True)
class Voorbeeldmaand:
    """Een afgerekende maand vanaf de dag van de wijziging: wat is gefactureerd en wat het nu zou zijn."""

    maand: date
    gefactureerd: Decimal
    nu: Decimal
    wacht_op_uren: bool = False

    @property
    def bedrag(self) -> Decimal:
        return self.nu - self.gefactureerd


@dataclass(frozen=True)
class Voorbeeld:
    """Wat een wijziging met afgerekende maanden doet: geen factuur verandert, het verschil wordt een voorstel."""

    maanden: tuple[Voorbeeldmaand, ...]
    eerder: int  # settled months before the day of the change: nothing happens there
    eerste_open: date  # from this month on the next run bills with the new agreement

    @property
    def totaal(self) -> Decimal:
        return sum((maand.bedrag for maand in self.maanden), NUL)


def voorbeeld_van(overeenkomst: Overeenkomst, begindatum: date) -> Voorbeeld:
    """De afgerekende maanden van een overeenkomst, met het verschil dat de volgende run zou voorstellen."""
    begin = begindatum.replace(day=1)
    afgerekend = {
        maand: som
        for (pk, maand), som in afgerekende_maanden(overeenkomst.gemeente, date.min, date.max).items()
        if pk == overeenkomst.pk
    }
    na = max(afgerekend, default=begin - relativedelta(months=1)) + relativedelta(months=1)
    verschil = {v.maand: v for v in verschillen_tot(overeenkomst.gemeente, na, overeenkomst)}
    vanaf = sorted(maand for maand in afgerekend if maand >= begin)
    compleet = set(
        Urenstaat.objects.compleet()
        .filter(overeenkomst=overeenkomst, maand__in=vanaf)
        .values_list("maand", flat=True)
    )
    maanden = tuple(
        Voorbeeldmaand(
            maand,
            afgerekend[maand],
            verschil[maand].nu if maand in verschil else afgerekend[maand],
            maand not in compleet,
        )
        for maand in vanaf
    )
    return Voorbeeld(maanden, len(afgerekend) - len(vanaf), max(na, begin))


def verschillen_tot(
    gemeente: Gemeente, maand: date, overeenkomst: Overeenkomst | None = None
) -> list[Verschil]:
    """Elke afgerekende maand voor `maand` die nu een ander bedrag geeft; van één overeenkomst, of van alle.

    Van het laatste jaar elke maand; van eerdere jaren de maanden waar na de factuur iets veranderde.
    """
    begin = maand - relativedelta(months=VERSCHIL_MAANDEN)
    oud = gewijzigde_oude_maanden(gemeente, begin)
    laatste = maand - relativedelta(months=1)
    eerste = min((m for _, m in oud), default=begin)
    afgerekend = {
        sleutel: som
        for sleutel, som in afgerekende_maanden(gemeente, eerste, laatste).items()
        if (sleutel[1] >= begin or sleutel in oud) and (overeenkomst is None or sleutel[0] == overeenkomst.pk)
    }
    bruto = zonder_creditering(gemeente, eerste, laatste)
    # A discount that was given on purpose is not taken back: the agreement itself did not change.
    return [
        verschil
        for verschil in verschilregels(gemeente, afgerekend)
        if verschil.nu != bruto.get((verschil.overeenkomst.pk, verschil.maand))
    ]


def verschilregels(
    gemeente: Gemeente | int, afgerekend: Mapping[tuple[int, date], Decimal]
) -> list[Verschil]:
    """Vergelijk wat is gefactureerd, per (overeenkomst, maand), met wat de afspraken van nu geven.

    Staan de uren van een maand weer open, dan wacht het voorstel tot zij compleet is. Eindigde een
    overeenkomst later met een eerdere dag, dan is het nieuwe bedrag van de maanden erna nul.
    """
    per_maand: dict[date, list[int]] = defaultdict(list)
    for overeenkomst_id, maand in afgerekend:
        per_maand[maand].append(overeenkomst_id)
    gevonden = []
    for maand in sorted(per_maand):
        rijen = Overeenkomst.objects.filter(gemeente=gemeente, pk__in=per_maand[maand])
        posten = {post.overeenkomst.pk: post for post in posten_van(rijen, gemeente, maand)}
        weg = set(per_maand[maand]) - set(posten)
        for post in posten.values():
            oud = afgerekend[post.overeenkomst.pk, maand]
            if post.uitleg is not None and post.bedrag != oud:
                gevonden.append(Verschil(post.overeenkomst, maand, oud, post.bedrag, post.uitleg))
        for overeenkomst in Overeenkomst.objects.filter(gemeente=gemeente, pk__in=weg).select_related(
            "relatie", "persoon"
        ):
            oud = afgerekend[overeenkomst.pk, maand]
            if oud:
                gevonden.append(Verschil(overeenkomst, maand, oud, NUL, None))
    return gevonden
