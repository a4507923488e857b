"""Achtergrondtaken van de monitor."""

from datetime import date

from django.urls import reverse

from kern.jobs import taaksoort
from kern.models import Gemeente
from kern.opmaak import datum
from monitor.actions import zet_peilmoment_vast


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
