"""Wat er nog naar de salarispartij moet, en wat zij nog niet heeft bevestigd."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from kern.models import Gemeente
from wsw.models import Mutatie, Mutatielevering, Salarispartij


@dataclass(frozen=True)
class Mutatiestand:
    """De stand van één gemeente: open mutaties, de oudste ervan, en leveringen zonder bevestiging."""

    gemeente: Gemeente
    partij: Salarispartij | None
    open: int
    sinds: date | None
    onbevestigd: int
    leveringen: list[Mutatielevering]


def openstaand(gemeenten: Collection[Gemeente], peildatum: date) -> list[Mutatiestand]:
    """Per gemeente; vier vragen aan de database, hoeveel gemeenten het ook zijn."""
    ids = [gemeente.pk for gemeente in gemeenten]
    open_ = {
        gemeente: (aantal, sinds)
        for gemeente, aantal, sinds in Mutatie.objects.open()
        .filter(gemeente__in=ids)
        .order_by()
        .values_list("gemeente")
        .annotate(n=Count("pk"), sinds=Min("ingangsdatum"))
    }
    leveringen = Mutatielevering.objects.filter(gemeente__in=ids)
    onbevestigd = dict(
        leveringen.order_by().values_list("gemeente").annotate(n=Count("pk", filter=Q(bevestigd_op=None)))
    )
    partijen = {
        p.gemeente_id: p
        for p in Salarispartij.objects.op(peildatum).filter(gemeente__in=ids).select_related("organisatie")
    }
    laatste: dict[int, list[Mutatielevering]] = {}
    for levering in leveringen.order_by("gemeente", "-jaar", "-volgnummer")[: 12 * max(len(ids), 1)]:
        laatste.setdefault(levering.gemeente_id, []).append(levering)
    return [
        Mutatiestand(
            gemeente,
            partijen.get(gemeente.pk),
            *open_.get(gemeente.pk, (0, None)),
            onbevestigd.get(gemeente.pk, 0),
            laatste.get(gemeente.pk, [])[:6],
        )
        for gemeente in gemeenten
    ]


def van_persoon(persoon, *, limiet: int = 12) -> list[Mutatie]:
    """De laatste mutaties van iemand, voor op zijn blad; wat is teruggenomen staat er niet bij."""
    rijen = Mutatie.objects.geldig().filter(persoon=persoon).select_related("levering")
    return list(rijen.order_by("-ingangsdatum", "-pk")[:limiet])
