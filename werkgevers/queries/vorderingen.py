"""Kosten en rente die aanmaningen vroegen: wat is ontvangen, wat staat open, en waar een betaling voor is (6:44 BW)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from werkgevers.choices import Kostensoort, Rondestatus
from werkgevers.models import Aanmaning, Aanmaningregel, Betaling, Kostentoewijzing
from werkgevers.queries.openstaand import open_per_pk
from werkgevers.rules.invordering import toerekening
from werkgevers.rules.koppelen import Voorstel

NUL = Decimal(0)
_GELD = DecimalField(max_digits=12, decimal_places=2)


def met_ontvangen(aanmaningen):
    """Verstuurde aanmaningen met `kosten_ontvangen`, `rente_ontvangen`, `kosten_open`, `rente_open` en `bijkomend_open`."""
    verstuurd = aanmaningen.filter(ronde__status=Rondestatus.DEFINITIEF, overgeslagen=False)
    return (
        verstuurd.filter(Q(kosten__gt=0) | Q(rente__gt=0))
        .annotate(
            kosten_ontvangen=_ontvangen(Kostensoort.KOSTEN), rente_ontvangen=_ontvangen(Kostensoort.RENTE)
        )
        .annotate(
            kosten_open=F("kosten") - F("kosten_ontvangen"),
            rente_open=F("rente") - F("rente_ontvangen"),
            bijkomend_ontvangen=F("kosten_ontvangen") + F("rente_ontvangen"),
            bijkomend_open=F("kosten") + F("rente") - F("kosten_ontvangen") - F("rente_ontvangen"),
        )
    )


def _ontvangen(soort: str):
    rijen = Kostentoewijzing.objects.filter(aanmaning=OuterRef("pk"), soort=soort).order_by()
    som = rijen.values("aanmaning").annotate(som=Sum("bedrag")).values("som")
    return Coalesce(Subquery(som), Value(NUL, _GELD), output_field=_GELD)


def open_vorderingen(aanmaningen):
    """Aanmaningen waarvan nog kosten of rente open staan, de oudste eerst."""
    return met_ontvangen(aanmaningen).filter(bijkomend_open__gt=0).order_by("datum", "pk")


def som_vorderingen(aanmaningen) -> Decimal:
    return open_vorderingen(aanmaningen).aggregate(som=Sum("bijkomend_open"))["som"] or NUL


def facturen_met_vordering(gemeente_id: int) -> set[int]:
    """Facturen uit een aanmaning waarvan nog kosten of rente open staan: daar kijkt een mens naar de verdeling."""
    open_ = open_vorderingen(Aanmaning.objects.filter(gemeente=gemeente_id)).order_by().values("pk")
    return set(Aanmaningregel.objects.filter(aanmaning__in=open_).values_list("factuur_id", flat=True))


@dataclass(frozen=True)
class Verdeling:
    """Een voorstel voor één betaling: per (aanmaning, soort) en per factuur een bedrag."""

    kosten: dict[tuple[int, str], Decimal]
    facturen: dict[int, Decimal]


def verdeling_voor(betaling: Betaling, voorstel: Voorstel | None) -> Verdeling:
    """Het voorstel in de volgorde van de wet: eerst de kosten, dan de rente, dan de facturen (art. 6:44 lid 1 BW)."""
    genoemd = dict(voorstel.toewijzingen) if voorstel else {}
    brieven = list(
        open_vorderingen(
            Aanmaning.objects.filter(gemeente=betaling.gemeente_id, regels__factuur__in=genoemd)
        ).distinct()
    )
    if not brieven or betaling.over <= 0:
        return Verdeling({}, genoemd)
    open_ = open_per_pk(genoemd)
    delen = toerekening(
        betaling.over,
        kosten=sum((brief.kosten_open for brief in brieven), NUL),
        rente=sum((brief.rente_open for brief in brieven), NUL),
        hoofdsom=sum((open_[pk] for pk in genoemd), NUL),
    )
    kosten = _spreid(delen.kosten, [((b.pk, Kostensoort.KOSTEN.value), b.kosten_open) for b in brieven])
    rente = _spreid(delen.rente, [((b.pk, Kostensoort.RENTE.value), b.rente_open) for b in brieven])
    return Verdeling(kosten | rente, _spreid(delen.hoofdsom, [(pk, open_[pk]) for pk in genoemd]))


def _spreid(bedrag: Decimal, posten: Iterable[tuple]) -> dict:
    """Over de posten in deze volgorde, tot het op is."""
    uit = {}
    for sleutel, hoogste in posten:
        deel = min(bedrag, hoogste)
        if deel > 0:
            uit[sleutel] = deel
            bedrag -= deel
    return uit
