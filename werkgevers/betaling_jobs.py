"""Achtergrondtaken van betalingen en aanmaningen."""

from django.urls import reverse

from kern.jobs import taaksoort
from werkgevers.actions.bankbestanden import TAAK, verwerk_bankbestand
from werkgevers.actions.invordering import TAAK_AANMANEN, maak_ronde_definitief
from werkgevers.models import Aanmaanronde, Bankbestand


@taaksoort(TAAK)
def lees_bankbestand(taak, voortgang) -> dict:
    """Zet de regels van een bankbestand in de administratie en koppel wat zeker is."""
    bankbestand = Bankbestand.objects.get(pk=taak.parameters["bankbestand"], gemeente=taak.gemeente_id)
    bankbestand = verwerk_bankbestand(bankbestand, door=taak.aangevraagd_door, voortgang=voortgang)
    telling = bankbestand.uitkomst
    return {
        "tekst": f"{telling['nieuw']} nieuwe regels, {telling['gekoppeld']} gekoppeld, "
        f"{telling['voorstel'] + telling['niets']} vragen aandacht.",
        "url": bankbestand.get_absolute_url(),
        "knop": "Bekijk de uitkomst",
    }


@taaksoort(TAAK_AANMANEN)
def maak_aanmaningen(taak, voortgang) -> dict:
    """Maak en bewaar alle brieven van een aanmaanronde."""
    ronde = Aanmaanronde.objects.get(pk=taak.parameters["ronde"], gemeente=taak.gemeente_id)
    ronde = maak_ronde_definitief(ronde, door=taak.aangevraagd_door, voortgang=voortgang)
    aantal = ronde.aanmaningen.filter(overgeslagen=False).count()
    return {
        "tekst": "1 brief gemaakt." if aantal == 1 else f"{aantal} brieven gemaakt.",
        "url": reverse("werkgevers:aanmaanronde", args=[ronde.pk]),
        "knop": "Naar de brieven",
    }
