"""Achtergrondtaken van de loonkostensubsidie."""

from django.urls import reverse

from kern.jobs import taaksoort
from kern.models import Gemeente
from reintegratie.lks_actions import herzie_lks


@taaksoort("lks_herzien")
def herzien(taak, voortgang) -> dict:
    """Zet per 1 januari alle lopende bedragen van een gemeente opnieuw (Participatiewet art. 10d lid 7)."""
    gemeente = Gemeente.objects.get(pk=taak.gemeente_id)
    jaar = int(taak.parameters["jaar"])
    aantal = herzie_lks(gemeente, jaar, door=taak.aangevraagd_door, voortgang=voortgang)
    tekst = "1 subsidie herzien" if aantal == 1 else f"{aantal} subsidies herzien"
    return {
        "tekst": f"{tekst} per 01-01-{jaar}.",
        "url": reverse("reintegratie:lks-lijst"),
        "knop": "Naar de subsidies",
    }
