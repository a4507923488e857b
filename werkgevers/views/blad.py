"""One way to change something on a dossier page: form, action, message, back to the page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect

from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.meldingen import meld_gelukt
from kern.undo import met_ongedaan
from kern.versions import Verouderd, botsing
from personen.dossier import toon_blad

# What an undo needs: its kind, and a function that makes the data of it out of what the action gave.
Ongedaan = tuple[str, Callable[[Any], dict]]


def conceptplek(request, titel: str):
    """The concept of this form: its place is the route with its number, never a name."""
    adres = request.resolver_match
    onderwerp = "-".join(str(deel) for deel in adres.kwargs.values())
    return concept_voor(request, adres.view_name, onderwerp, titel=titel)


def verwerk(
    request,
    dossier,
    form,
    actie: Callable,
    *,
    titel: str,
    knop: str,
    melding: str,
    terug: str,
    uitleg="",
    ongedaan: Ongedaan | None = None,
    nu: Callable[[Any, Any], dict] | None = None,
):
    """Show the form; when it is complete, do `actie(**cleaned_data)` and go back to `terug`.

    A form with a version gives it to the action as `versie`; was a colleague first, then the conflict page
    shows what stands there now: `nu(form, huidig)` for fields that are not of the changed record itself.
    """
    plek = conceptplek(request, f"{titel} ({dossier.persoon.nummer})")
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        extra = {"versie": form.versie or 0} if "versie" in form.fields else {}
        try:
            with transaction.atomic():
                resultaat = actie(**form.cleaned_data, **extra)
                plek.gooi_weg()
        except Verouderd as fout:
            waarden = nu(form, fout.huidig) if nu else None
            return botsing(request, form, fout.huidig, annuleren=terug, waarden=waarden)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld(request, melding, resultaat, ongedaan, terug)
            return redirect(terug)
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "uitleg": uitleg}
    return toon_blad(request, dossier, "werkgevers/blad_formulier.html", context)


def meld(request, melding: str, resultaat, ongedaan: Ongedaan | None, terug: str) -> None:
    """Say that it worked, with [Ongedaan maken] when there is a way back."""
    if ongedaan is None:
        meld_gelukt(request, melding)
        return
    soort, gegevens = ongedaan
    met_ongedaan(request, melding, soort, terug=terug, **gegevens(resultaat))
