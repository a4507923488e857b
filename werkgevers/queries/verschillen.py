"""Wat er na het factureren veranderde: het verschil als voorstel, de factuur zelf blijft staan (functies V3–V5)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from kern.models import Gemeente
from werkgevers.models import Overeenkomst, Urenstaat
from werkgevers.queries.facturatie import (
    VERSCHIL_MAANDEN,
    afgerekende_maanden,
    gewijzigde_oude_maanden,
    per_categorie,
)
from werkgevers.queries.tarieven import Post, posten_van
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
    # None: the agreement is not in force any more in this month.
    post: Post | None = None
    gefactureerd_per: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def per_categorie(self) -> dict[str, Decimal]:
        """Het verschil per btw-categorie; samen is `bedrag`."""
        nu = self.post.per_categorie if self.post else {}
        return {
            categorie: verschil
            for categorie in sorted({*nu, *self.gefactureerd_per})
            if (verschil := nu.get(categorie, NUL) - self.gefactureerd_per.get(categorie, NUL))
        }

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
    bruto = per_categorie(gemeente, eerste, laatste, vervallen=False, crediteert=None)
    # A discount that was given on purpose is not taken back: the agreement itself did not change.
    return [
        verschil
        for verschil in verschilregels(gemeente, afgerekend, per_categorie(gemeente, eerste, laatste))
        if (verschil.post.per_categorie if verschil.post else {})
        != bruto.get((verschil.overeenkomst.pk, verschil.maand), {})
    ]


def verschilregels(
    gemeente: Gemeente | int,
    afgerekend: Mapping[tuple[int, date], Decimal],
    categorieen: Mapping[tuple[int, date], Mapping[str, Decimal]] | None = None,
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
            sleutel = post.overeenkomst.pk, maand
            oud, per = afgerekend[sleutel], (categorieen or {}).get(sleutel, {})
            anders = categorieen is not None and post.per_categorie != per
            if post.uitleg is not None and (post.bedrag != oud or anders):
                gevonden.append(Verschil(post.overeenkomst, maand, oud, post.bedrag, post.uitleg, post, per))
        for overeenkomst in Overeenkomst.objects.filter(gemeente=gemeente, pk__in=weg).select_related(
            "relatie", "persoon"
        ):
            oud = afgerekend[overeenkomst.pk, maand]
            per = (categorieen or {}).get((overeenkomst.pk, maand), {})
            if oud or per:
                gevonden.append(Verschil(overeenkomst, maand, oud, NUL, None, None, per))
    return gevonden
