"""Wat er na het boeken met facturen gebeurt: verzenden en naar de boekhouding (RH-149)."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.logbook import leg_vast
from kern.models import Gemeente
from werkgevers.choices import Verzendwijze
from werkgevers.documents.factuur import boekings_csv
from werkgevers.models import Boekingsbestand, Factuur, Kostentoewijzing


@transaction.atomic
def markeer_verzonden(facturen, *, wijze: str, door, op: datetime | None = None) -> int:
    """Leg vast dat deze facturen zijn verzonden; wat al was verzonden, houdt zijn eerste datum."""
    if wijze not in Verzendwijze.values:
        raise ValidationError({"wijze": "Kies hoe de facturen zijn verzonden."})
    rijen = list(
        Factuur.objects.select_for_update(of=("self",)).filter(
            pk__in=[f.pk for f in facturen], verzonden_op=None
        )
    )
    nu = op or timezone.now()
    Factuur.objects.filter(pk__in=[rij.pk for rij in rijen]).update(
        verzonden_op=nu, verzonden_door=door, verzonden_wijze=wijze
    )
    for rij in rijen:
        leg_vast(
            "factuur.verzonden",
            onderwerp=rij,
            door=door,
            omschrijving=f"Factuur {rij} verzonden {Verzendwijze(wijze).label}",
        )
    return len(rijen)


def nog_te_boeken(gemeente: Gemeente):
    """Ontvangen incassokosten en rente die nog niet naar de boekhouding gingen."""
    return Kostentoewijzing.objects.filter(betaling__gemeente=gemeente, boeking=None)


@transaction.atomic
def maak_boekingsbestand(gemeente: Gemeente, *, door) -> Boekingsbestand:
    """Zet alle facturen, en ontvangen kosten en rente, die nog niet naar de boekhouding gingen in één bestand.

    Elke factuur en elke ontvangst gaat er één keer in.
    """
    # The lock makes a second click wait; it then finds nothing left to do.
    pks = list(
        Factuur.objects.select_for_update(of=("self",))
        .filter(gemeente=gemeente, boeking=None)
        .values_list("pk", flat=True)
    )
    kosten = list(nog_te_boeken(gemeente).select_for_update(of=("self",)).values_list("pk", flat=True))
    if not (pks or kosten):
        raise ValidationError("Alle facturen zijn al geboekt. Er is niets nieuws voor de boekhouding.")
    facturen = list(
        Factuur.objects.filter(pk__in=pks)
        .select_related("relatie", "verwijst_naar")
        .prefetch_related("regels__overeenkomst")
        .order_by("reeks", "jaar", "volgnummer")
    )
    ontvangsten = list(
        Kostentoewijzing.objects.filter(pk__in=kosten).select_related("betaling", "aanmaning__relatie")
    )
    inhoud, regels = boekings_csv(facturen, ontvangsten)
    nu = timezone.now()
    naam = f"boekingen-{gemeente.code}-{timezone.localtime(nu):%Y%m%d-%H%M%S}.csv"
    bestand = bewaar_bestand(inhoud, naam, "text/csv", gemeente=gemeente, door=door)
    boeking = Boekingsbestand(
        gemeente=gemeente,
        gemaakt_op=nu,
        gemaakt_door=door,
        bestand=bestand,
        aantal=len(facturen),
        totaal=sum((factuur.totaal for factuur in facturen), Decimal(0)),
    )
    boeking.full_clean()
    boeking.save()
    Factuur.objects.filter(pk__in=pks).update(boeking=boeking)
    Kostentoewijzing.objects.filter(pk__in=kosten).update(boeking=boeking)
    leg_vast(
        "boekingsbestand.gemaakt",
        onderwerp=boeking,
        gemeente=gemeente,
        door=door,
        omschrijving=f"Boekingsbestand gemaakt: {len(facturen)} facturen, € {boeking.totaal}"
        + (f", en {len(kosten)} keer kosten of rente" if kosten else ""),
        regels=regels,
    )
    return boeking
