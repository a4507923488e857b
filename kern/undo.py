"""Ongedaan maken: a message with a button that takes the last action back (C1, C2).

An app registers how:

    @ongedaan_soort("toewijzing")
    def zet_terug(gegevens, *, door) -> str:
        ...            # raises ValidationError when the situation is no longer what the action left
        return "Terug naar K. Consulent."

and its view says after the action: `met_ongedaan(request, "Verplaatst naar R. Demo.", "toewijzing",
toewijzingen=[12, 13])`. What is needed stays on the server; the page only holds a random number.
The function runs in one transaction and goes through an action, so the logbook shows both.
"""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kern.meldingen import meld_gelukt
from kern.models import Ongedaan

TERMIJN = timedelta(days=1)
_SOORTEN: dict[str, Callable] = {}


def ongedaan_soort(code: str):
    """Register `functie(gegevens: dict, *, door) -> str` as the way back from this kind of action."""

    def decorate(functie):
        if code in _SOORTEN and _SOORTEN[code].__qualname__ != functie.__qualname__:
            raise ValueError(f"ongedaan_soort {code} bestaat al")
        _SOORTEN[code] = functie
        return functie

    return decorate


def met_ongedaan(request, tekst: str, soort: str, *, terug: str = "", **gegevens) -> Ongedaan:
    """Zeg wat er gebeurde, met [Ongedaan maken]. `terug`: de pagina daarna (anders waar je vandaan kwam)."""
    if soort not in _SOORTEN:
        raise ValueError(f"onbekende soort ongedaan maken: {soort}")
    rij = Ongedaan.objects.create(
        gebruiker=request.user, soort=soort, omschrijving=tekst[:300], gegevens=gegevens, terug=terug[:300]
    )
    meld_gelukt(request, tekst, ongedaan_url=reverse("kern:ongedaan", args=[rij.pk]))
    return rij


@transaction.atomic
def maak_ongedaan(pk, *, door) -> tuple[str, str]:
    """Draai één handeling terug. Geeft de zin voor de gebruiker en de pagina om naartoe te gaan.

    Raises: Ongedaan.DoesNotExist voor de handeling van een ander; ValidationError als het niet (meer) kan.
    """
    rij = Ongedaan.objects.select_for_update().get(pk=pk, gebruiker=door)
    if rij.gebruikt_op:
        raise ValidationError("Dit is al ongedaan gemaakt.")
    if timezone.now() - rij.gemaakt_op > TERMIJN:
        raise ValidationError("Ongedaan maken kan tot een dag later. Wijzig het nu met de hand.")
    tekst = _SOORTEN[rij.soort](rij.gegevens, door=door)
    rij.gebruikt_op = timezone.now()
    rij.save(update_fields=["gebruikt_op"])
    return tekst, rij.terug
