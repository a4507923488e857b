"""Een formulier van de Wsw buiten een dossier: velden, handeling, melding, terug."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render

from kern.controle import zet_fouten
from kern.meldingen import meld_gelukt
from kern.versions import Verouderd, botsing
from werkgevers.views.blad import conceptplek


def toon_formulier(
    request, form, actie, *, titel, knop, melding, terug, uitleg="", kruimels=(), sectie="Personen"
):
    """One form, one action: errors at the field, a conflict on its own page, otherwise back with a message."""
    plek = conceptplek(request, titel)
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        extra = {"versie": form.versie or 0} if "versie" in form.fields else {}
        try:
            with transaction.atomic():
                actie(**form.cleaned_data, **extra)
                plek.gooi_weg()
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=terug)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect(terug)
    context = {
        "form": form, "titel": titel, "knop": knop, "terug": terug, "uitleg": uitleg, "kruimels": kruimels,
        "sectie": sectie,
    }  # fmt: skip
    return render(request, "wsw/formulier.html", context)
