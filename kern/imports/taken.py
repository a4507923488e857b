"""The two background jobs of an import; a worker that dies leaves nothing behind (kern/jobs.py)."""

from django.urls import reverse

from kern.imports.engine import beproef, lees_in
from kern.jobs import taaksoort
from kern.models import Importbatch


def _batch(taak) -> Importbatch:
    return Importbatch.objects.get(pk=taak.parameters["batch"])


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
