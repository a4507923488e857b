"""Wat er na het factureren veranderde: het verschil als voorstel, de factuur zelf blijft staan (functies V3–V5)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern.models import Gemeente
from werkgevers.models import Overeenkomst
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
