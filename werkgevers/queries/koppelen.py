"""De open posten en bekende rekeningen van een gemeente, om betalingen bij te zoeken."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from werkgevers.models import (
    Betaling,
    Betalingtoewijzing,
    Factuur,
    Incassoregel,
    Machtiging,
)
from werkgevers.queries.openstaand import openstaand
from werkgevers.rules.bank import Bankregel
from werkgevers.rules.koppelen import Incassogroep, Ontvangst, OpenPost, Postenindex, cijfers


def index_voor(gemeente_id: int) -> Postenindex:
    """Alles wat nodig is om een bankbestand te koppelen, in een vast aantal vragen.

    Wat nog open staat wordt helemaal gelezen; van de rest alleen nummer en kenmerk.
    """
    velden = ("pk", "nummer", "betalingskenmerk", "relatie_id", "relatie__naam", "open", "vervaldatum")
    eigen = Factuur.objects.filter(gemeente=gemeente_id)
    rijen = openstaand(eigen).order_by("vervaldatum").values_list(*velden)
    lopend = Incassoregel.objects.filter(factuur__gemeente=gemeente_id, vervallen=False)
    incasso = dict(lopend.values_list("factuur_id", "eindreferentie"))
    posten = [
        OpenPost(pk, nummer, kenmerk, relatie, naam, open_, vervaldatum, incasso.get(pk, ""))
        for pk, nummer, kenmerk, relatie, naam, open_, vervaldatum in rijen
    ]
    nog_open = {post.sleutel for post in posten}
    betaald: dict[str, str] = {}
    for pk, nummer, kenmerk in eigen.values_list("pk", "nummer", "betalingskenmerk").iterator(2000):
        if pk not in nog_open:
            betaald[cijfers(nummer)] = betaald[kenmerk] = nummer
    return Postenindex(posten, rekeningen_van(gemeente_id), betaald, _groepen(gemeente_id))


def rekeningen_van(gemeente_id: int) -> dict[str, frozenset[int]]:
    """Van welke rekening welke werkgever eerder betaalde, of een machtiging gaf."""
    bekend: dict[str, set[int]] = {}
    eerder = Betalingtoewijzing.objects.filter(betaling__gemeente=gemeente_id, bedrag__gt=0)
    paren = eerder.values_list("betaling__tegenrekening", "factuur__relatie_id").distinct()
    machtigingen = Machtiging.objects.filter(gemeente=gemeente_id).values_list("iban", "relatie_id")
    for rekening, relatie in [*paren, *machtigingen]:
        if rekening:
            bekend.setdefault(rekening, set()).add(relatie)
    return {rekening: frozenset(wie) for rekening, wie in bekend.items()}


def _groepen(gemeente_id: int) -> tuple[Incassogroep, ...]:
    """Incasso's die de bank als één bedrag kan boeken: per batch en volgorde."""
    groepen: dict[tuple[str, str], list[tuple[int, Decimal]]] = {}
    regels = Incassoregel.objects.filter(batch__gemeente=gemeente_id, vervallen=False).order_by("pk")
    for nummer, volgorde, factuur, bedrag in regels.values_list(
        "batch__nummer", "volgorde", "factuur_id", "bedrag"
    ):
        groepen.setdefault((nummer, volgorde), []).append((factuur, bedrag))
    return tuple(Incassogroep(nummer, tuple(posten)) for (nummer, _), posten in groepen.items())


def ontvangsten_voor(gemeente_id: int, stornos: Iterable[Bankregel]) -> list[Ontvangst]:
    """Eerdere bijschrijvingen met het bedrag van een van deze stornos, en waar ze aan zijn toegewezen."""
    bedragen = {-regel.bedrag for regel in stornos}
    if not bedragen:
        return []
    al_terug = set(
        Betaling.objects.filter(gemeente=gemeente_id)
        .exclude(draait_terug=None)
        .values_list("draait_terug", flat=True)
    )
    rijen = Betaling.objects.filter(gemeente=gemeente_id, bedrag__in=bedragen).prefetch_related(
        "toewijzingen"
    )
    return [
        Ontvangst(
            rij.pk, rij.datum, rij.bedrag, rij.tegenrekening, rij.eindreferentie,
            tuple((deel.factuur_id, deel.bedrag) for deel in rij.toewijzingen.all()),
        )
        for rij in rijen
        if rij.pk not in al_terug
    ]  # fmt: skip


def toegewezen_aan(facturen: Iterable[int]) -> dict[int, Decimal]:
    som = (
        Betalingtoewijzing.objects.filter(factuur__in=list(facturen))
        .order_by()
        .values("factuur")
        .annotate(som=Sum("bedrag"))
    )
    return {rij["factuur"]: rij["som"] for rij in som}
