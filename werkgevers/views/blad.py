"""One way to change something on a dossier page: form, action, message, back to the page."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from kern.controle import zet_fouten
from kern.meldingen import meld_gelukt
from personen.dossier import toon_blad


def verwerk(
    request, dossier, form, actie: Callable, *, titel: str, knop: str, melding: str, terug: str, uitleg=""
):
    """Show the form; when it is complete, do `actie(**cleaned_data)` and go back to `terug`."""
    if request.method == "POST" and form.is_valid():
        try:
            actie(**form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect(terug)
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "uitleg": uitleg}
    return toon_blad(request, dossier, "werkgevers/blad_formulier.html", context)
