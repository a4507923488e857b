"""Betalingen met de hand: verdelen, losmaken, terzijde leggen en terughalen (RH-149)."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kern.controle import controleer
from kern.logbook import leg_vast
from werkgevers.actions.koppelen import delen_van, kostendelen_van, log_delen
from werkgevers.choices import Koppelwijze
from werkgevers.models import (
    Aanmaning,
    Betaling,
    Betalingtoewijzing,
    Factuur,
    Incassoregel,
    Kostentoewijzing,
)
from werkgevers.queries.openstaand import open_per_pk
from werkgevers.rules.koppelen import NUL

_MELDINGEN = {
    "betaling_niet_meer_dan_bedrag": "Je verdeelt meer dan er van deze betaling over is. Ververs de pagina.",
    "betalingtoewijzing_past_bij_factuur": "Er is dan meer betaald dan de factuur. Kies een lager bedrag.",
    "betalingtoewijzing_geen_credit": "Een creditfactuur wordt niet betaald. Kies de factuur zelf.",
    "betalingtoewijzing_een_keer": "Deze betaling is al aan deze factuur gekoppeld. Trek die koppeling eerst in.",
    "kostentoewijzing_past_bij_brief": "Er is dan meer ontvangen dan de aanmaning vroeg. Kies een lager bedrag.",
    "kostentoewijzing_een_keer": "Van deze betaling is al een deel voor deze kosten of rente. Maak dat eerst los.",
}


@transaction.atomic
def verdeel_betaling(
    betaling: Betaling,
    *,
    bedragen: Mapping[int, Decimal],
    door,
    kosten: Mapping[tuple[int, str], Decimal] | None = None,
) -> list[Betalingtoewijzing]:
    """Koppel (een deel van) een betaling aan facturen, en aan de kosten en rente van aanmaningen (art. 6:44 BW).

    `kosten` is per (aanmaning, soort). Alles is van dezelfde gemeente.
    Bij een storno zijn de bedragen negatief: zij openen de factuur weer.
    """
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if betaling.terzijde:
        raise ValidationError("Deze betaling ligt terzijde. Haal haar eerst terug.")
    bedragen = {factuur: bedrag for factuur, bedrag in bedragen.items() if bedrag}
    bijkomend = {sleutel: bedrag for sleutel, bedrag in (kosten or {}).items() if bedrag}
    alles = [*bedragen.values(), *bijkomend.values()]
    if not alles:
        raise ValidationError("Vul bij minstens één factuur een bedrag in.")
    if any((bedrag > 0) != (betaling.bedrag > 0) for bedrag in alles):
        raise ValidationError("Een ontvangst heeft bedragen boven nul, een storno bedragen onder nul.")
    som = sum(alles, NUL)
    if abs(som) > abs(betaling.over):
        raise ValidationError(_MELDINGEN["betaling_niet_meer_dan_bedrag"])
    # Locked until the end: a credit or write-off at the same moment sees this payment, or we see it.
    eigen = Factuur.objects.filter(pk__in=bedragen, gemeente=betaling.gemeente_id).order_by("pk")
    facturen = {f.pk: f for f in eigen.select_for_update(of=("self",))}
    if set(facturen) != set(bedragen):
        raise ValidationError("Een van deze facturen is niet van deze gemeente. Kies een andere.")
    open_ = open_per_pk(bedragen)
    for pk, bedrag in bedragen.items():
        if bedrag > open_.get(pk, NUL):
            raise ValidationError(
                f"Op factuur {facturen[pk]} staat nog € {open_.get(pk, NUL)} open. Kies ten hoogste dat bedrag."
            )
    wijze = Koppelwijze.STORNO if betaling.bedrag < 0 else Koppelwijze.HAND
    delen = delen_van(betaling, bedragen.items(), wijze, "Met de hand gekoppeld.", door)
    if betaling.bedrag < 0:
        # Taken back by hand as well: the invoice may be collected again.
        Incassoregel.objects.filter(factuur__in=bedragen, vervallen=False).update(vervallen=True)
    for deel in delen:
        deel.clean_fields(exclude=["betaling", "factuur"])
    extra = kostendelen_van(betaling, bijkomend, wijze, "Met de hand gekoppeld.", door)
    brieven = {b.pk: b for b in Aanmaning.objects.filter(pk__in={d.aanmaning_id for d in extra})}
    for deel in extra:
        brief = brieven.get(deel.aanmaning_id)
        if brief is None or brief.gemeente_id != betaling.gemeente_id:
            raise ValidationError("Een van deze aanmaningen is niet van deze gemeente. Kies een andere.")
        deel.clean_fields(exclude=["betaling", "aanmaning"])
    with _als_melding():
        Betalingtoewijzing.objects.bulk_create(delen)
        Kostentoewijzing.objects.bulk_create(extra)
    log_delen(betaling.gemeente, delen, door)
    for deel in extra:
        leg_vast(
            "betaling.kosten", onderwerp=brieven[deel.aanmaning_id], gemeente=betaling.gemeente, door=door,
            betaling=betaling.pk,
            omschrijving=f"{deel.get_soort_display().capitalize()} ontvangen op {betaling.datum:%d-%m-%Y}: € {deel.bedrag}",
        )  # fmt: skip
    return delen


@transaction.atomic
def trek_toewijzing_in(toewijzing: Betalingtoewijzing, *, door) -> Betaling:
    """Maak een koppeling los; het bedrag is weer vrij en de factuur weer open."""
    betaling = Betaling.objects.select_for_update().get(pk=toewijzing.betaling_id)
    toewijzing = Betalingtoewijzing.objects.select_related("factuur").filter(pk=toewijzing.pk).first()
    if toewijzing is None:
        raise ValidationError("Deze koppeling is al losgemaakt.")
    if betaling.terzijde:
        # Its freed money would be on no work list.
        raise ValidationError("De rest van deze betaling ligt terzijde. Haal de betaling eerst terug.")
    factuur, bedrag = toewijzing.factuur, toewijzing.bedrag
    with _als_melding():
        toewijzing.delete()
    leg_vast(
        "betaling.losgemaakt", onderwerp=factuur, gemeente=betaling.gemeente, door=door, betaling=betaling.pk,
        omschrijving=f"Koppeling van € {bedrag} met de betaling van {betaling.datum:%d-%m-%Y} losgemaakt",
    )  # fmt: skip
    return betaling


@transaction.atomic
def trek_kosten_in(toewijzing: Kostentoewijzing, *, door) -> Betaling:
    """Maak een deel voor kosten of rente los; het bedrag is weer vrij en de kosten staan weer open."""
    betaling = Betaling.objects.select_for_update(of=("self",)).get(pk=toewijzing.betaling_id)
    deel = Kostentoewijzing.objects.select_related("aanmaning").filter(pk=toewijzing.pk).first()
    if deel is None:
        raise ValidationError("Deze koppeling is al losgemaakt.")
    if deel.boeking_id:
        raise ValidationError("Deze ontvangst is al naar de boekhouding. Los maken kan niet meer.")
    if betaling.terzijde:
        raise ValidationError("De rest van deze betaling ligt terzijde. Haal de betaling eerst terug.")
    brief, soort, bedrag = deel.aanmaning, deel.get_soort_display(), deel.bedrag
    with _als_melding():
        deel.delete()
    leg_vast(
        "betaling.losgemaakt", onderwerp=brief, gemeente=betaling.gemeente, door=door, betaling=betaling.pk,
        omschrijving=f"Koppeling van € {bedrag} aan {soort} met de betaling van {betaling.datum:%d-%m-%Y} losgemaakt",
    )  # fmt: skip
    return betaling


@transaction.atomic
def leg_terzijde(betaling: Betaling, *, soort, door, toelichting="") -> Betaling:
    """Wat over is van deze betaling hoort niet bij een factuur; het staat niet meer op de werklijst."""
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if betaling.terzijde:
        raise ValidationError("Deze betaling ligt al terzijde.")
    if betaling.over == 0:
        raise ValidationError("Deze betaling is al helemaal verdeeld.")
    betaling.terzijde, betaling.terzijde_toelichting = soort, toelichting
    controleer(betaling, {"betaling_terzijde_toelichting": "toelichting"})
    betaling.save(update_fields=["terzijde", "terzijde_toelichting"])
    leg_vast(
        "betaling.terzijde", onderwerp=betaling, gemeente=betaling.gemeente, door=door,
        omschrijving=f"Betaling van {betaling.datum:%d-%m-%Y} terzijde: {betaling.get_terzijde_display()}",
    )  # fmt: skip
    return betaling


@transaction.atomic
def haal_terug(betaling: Betaling, *, door) -> Betaling:
    """Zet een betaling die terzijde lag weer op de werklijst."""
    betaling = Betaling.objects.select_for_update().get(pk=betaling.pk)
    if not betaling.terzijde:
        raise ValidationError("Deze betaling ligt niet terzijde.")
    betaling.terzijde, betaling.terzijde_toelichting = "", ""
    controleer(betaling)
    betaling.save(update_fields=["terzijde", "terzijde_toelichting"])
    leg_vast(
        "betaling.teruggehaald", onderwerp=betaling, gemeente=betaling.gemeente, door=door,
        omschrijving=f"Betaling van {betaling.datum:%d-%m-%Y} weer op de werklijst",
    )  # fmt: skip
    return betaling


class _als_melding:
    """A rule that the database keeps, said in Dutch; the savepoint keeps the transaction usable."""

    def __enter__(self):
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, soort, fout, spoor):
        self._atomic.__exit__(soort, fout, spoor)
        if isinstance(fout, IntegrityError):
            naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", "") or ""
            raise ValidationError(
                _MELDINGEN.get(naam, "Dit kan niet: een collega was eerder. Ververs de pagina.")
            ) from None
