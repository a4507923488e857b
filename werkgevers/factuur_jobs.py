"""Achtergrondtaken van werkgevers."""

from kern.jobs import taaksoort
from werkgevers.actions.factureren import SOORT, hervat, maak_definitief
from werkgevers.models import Factuurrun


# Not one transaction: every invoice stands by itself, and the run goes on where it was.
@taaksoort(SOORT, een_transactie=False)
def factuurrun(taak, voortgang) -> dict:
    """Maak de facturen van een run definitief."""
    run = Factuurrun.objects.select_related("gemeente").get(pk=taak.parameters["run"])
    hervat(run, taak.parameters["voorbereid_op"])
    uitkomst = maak_definitief(run, door=taak.aangevraagd_door, voortgang=voortgang)
    tekst = "1 factuur gemaakt" if uitkomst["facturen"] == 1 else f"{uitkomst['facturen']} facturen gemaakt"
    return {
        "tekst": f"{tekst}, samen € {uitkomst['totaal']}.",
        "url": run.get_absolute_url(),
        "knop": "Naar de run",
    }
