"""A large export is made by a worker: the same view, asked again for the same user, so the same rows and rights.

The request that asks only counts the rows. What a user may see is worked out when the job runs: who lost a
right in between gets nothing. The file can be fetched by who asked for it, until its term is over.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.test import RequestFactory
from django.urls import resolve

from kern.actions.bestanden import bewaar_bestand
from kern.downloads import MEDIATYPEN
from kern.jobs import taaksoort
from kern.lists.export import exportgemeenten
from kern.permissions import Recht

WEG = "Je mag deze lijst niet meer exporteren, of zij bestaat niet meer. Er is geen bestand gemaakt."

ANDERS = "Je rechten zijn veranderd sinds je dit vroeg. Vraag de export opnieuw."


@taaksoort("lijst-export")
def maak_export(taak, voortgang) -> dict:
    """Ask the list again and keep the file."""
    recht = Recht(taak.parameters["recht"]) if taak.parameters["recht"] else None
    if len(taak.parameters["gemeenten"]) > 1 and (
        exportgemeenten(taak.aangevraagd_door, recht) != frozenset(taak.parameters["gemeenten"])
    ):
        raise ValidationError(ANDERS)
    antwoord = _vraag(taak, voortgang)
    if "Content-Disposition" not in antwoord.headers:
        raise ValidationError(WEG)
    inhoud = antwoord.getvalue()
    vorm = taak.parameters["vorm"]
    bestand = bewaar_bestand(
        inhoud,
        f"{taak.parameters['lijst']}.{vorm}",
        MEDIATYPEN[vorm].partition(";")[0],
        gemeente=taak.gemeente,
        door=taak.aangevraagd_door,
    )
    return {
        "tekst": "Het bestand staat klaar.",
        "bestand": bestand,
        "url": taak.parameters["terug"],
        "knop": "Terug naar de lijst",
    }


def _vraag(taak, voortgang):
    pad = taak.parameters["pad"]
    request = RequestFactory().get(pad, QueryDict(taak.parameters["vraag"]))
    request.user = taak.aangevraagd_door
    request.session, request.htmx = {}, False  # type: ignore[attr-defined, assignment]
    request.export_voortgang = voortgang  # type: ignore[attr-defined]
    try:
        request.resolver_match = gevonden = resolve(pad)
        return gevonden.func(request, *gevonden.args, **gevonden.kwargs)
    except (PermissionDenied, Http404):
        raise ValidationError(WEG) from None
