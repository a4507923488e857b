"""Achtergrondtaken van de monitor."""

from datetime import date

from django.urls import reverse

from kern.jobs import taaksoort
from kern.models import Gemeente
from kern.opmaak import datum
from monitor.actions import zet_peilmoment_vast
from monitor.models import Rapport
from monitor.rapport_actions import VRIJGAVE, geef_vrij


@taaksoort("peilmoment")
def peilmoment(taak, voortgang) -> dict:
    """Zet de cijfers van een dag vast (RH-079)."""
    gemeente = Gemeente.objects.get(pk=taak.gemeente_id)
    peildatum = date.fromisoformat(taak.parameters["peildatum"])
    vast = zet_peilmoment_vast(gemeente, peildatum, door=taak.aangevraagd_door, voortgang=voortgang)
    return {
        "tekst": f"De cijfers van {datum(peildatum)} staan vast.",
        "url": reverse("monitor:peilmoment", args=[vast.pk]),
        "knop": "Open het peilmoment",
    }


@taaksoort(VRIJGAVE)
def vrijgeven(taak, voortgang) -> dict:
    """Maak van een goedgekeurd collegerapport de PDF en geef het vrij (RH-079)."""
    rapport = Rapport.objects.get(pk=taak.parameters["rapport"])
    vrij = geef_vrij(
        rapport, door=taak.aangevraagd_door, versie=taak.parameters["versie"], voortgang=voortgang
    )
    return {
        "tekst": "Het rapport is vrijgegeven. Je kunt de PDF downloaden.",
        "url": vrij.get_absolute_url(),
        "knop": "Open het rapport",
    }
