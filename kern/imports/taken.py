"""The background jobs of an import, and the nightly end of its files; a worker that dies leaves nothing behind."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from kern.actions.bewaren import pas_bewaartermijnen_toe
from kern.imports.engine import beproef, lees_in
from kern.jobs import dagelijks, taaksoort
from kern.models import Importbatch
from kern.permissions import Recht


def _batch(taak) -> Importbatch:
    """The batch of this job, if who asked for it may still read files in: the job may have waited for days."""
    batch = Importbatch.objects.select_related("gemeente").get(pk=taak.parameters["batch"])
    door = taak.aangevraagd_door
    if door and not door.mag(Recht.IMPORTEREN, batch.gemeente_id):
        raise ValidationError(
            f"{door} mag in {batch.gemeente} geen bestanden meer inlezen. Er is niets opgeslagen."
        )
    return batch


@taaksoort("import-proef")
def proef(taak, voortgang) -> dict:
    batch = _batch(taak)
    n = beproef(batch, door=taak.aangevraagd_door, voortgang=voortgang).tellingen
    return {
        "tekst": f"Proef klaar: {n['rijen']} rijen, {n['fout']} met een fout. Er is nog niets opgeslagen.",
        "url": reverse("kern:import-detail", args=[batch.pk]),
        "knop": "Bekijk de proef",
    }


@taaksoort("import-inlezen")
def inlezen(taak, voortgang) -> dict:
    zonder = bool(taak.parameters.get("zonder_fouten"))
    batch = lees_in(_batch(taak), door=taak.aangevraagd_door, zonder_fouten=zonder, voortgang=voortgang)
    n = batch.tellingen
    return {
        "tekst": f"Ingelezen: {n['nieuw']} nieuw, {n['gewijzigd']} bijgewerkt, {n['gelijk']} ongewijzigd.",
        "url": reverse("kern:import-detail", args=[batch.pk]),
        "knop": "Bekijk het resultaat",
    }


@dagelijks("bewaartermijnen", cron="0 4 * * *")
def bewaartermijnen() -> None:
    """Every night: import files and fetched exports that are past their term."""
    pas_bewaartermijnen_toe()
