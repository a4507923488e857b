"""Wat de pagina's over geld delen: het menu ertussen, de eigen gemeenten, en een handeling met een melding."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from kern.controle import zet_fouten
from kern.downloads import download_van
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Inzagesoort
from kern.permissions import Recht

_BLADEN = (
    ("Facturen", "werkgevers:facturen", Recht.FACTUUR_INZIEN),
    ("Openstaand", "werkgevers:openstaand", Recht.BETALING_INZIEN),
    ("Betalingen", "werkgevers:betalingen", Recht.BETALING_INZIEN),
    ("Bankbestanden", "werkgevers:bankbestanden", Recht.BETALING_INZIEN),
    ("Zonder bankbestand", "werkgevers:handbetalingen", Recht.BETALING_INZIEN),
    ("Aanmaningen", "werkgevers:aanmaanrondes", Recht.BETALING_INZIEN),
    ("Afboekingen", "werkgevers:afboekingen", Recht.BETALING_INZIEN),
    ("Machtigingen", "werkgevers:machtigingen", Recht.BETALING_INZIEN),
    ("Incasso", "werkgevers:incassobatches", Recht.BETALING_INZIEN),
)


def bladen(request, actief: str) -> list[dict]:
    """De pagina's van de financiële administratie naast elkaar."""
    return [
        {"naam": naam, "url": reverse(route), "actief": naam == actief}
        for naam, route, recht in _BLADEN
        if request.user.mag(recht)
    ]


def doe(request, actie, melding: str, terug: str):
    """Do one thing that needs no form; a broken rule becomes a message on the page one came from."""
    _, fout = voer_uit(actie)
    if fout is not None:
        meld_fout(request, fout)
    else:
        meld_gelukt(request, melding)
    return redirect(terug)


def voer_uit(actie):
    """(result, None), or (None, what is wrong) with nothing kept."""
    try:
        with transaction.atomic():
            return actie(), None
    except ValidationError as fout:
        return None, fout


def toon_formulier(request, form, actie, titel, knop, melding, terug, uitleg=""):
    """One form, one action: errors at the field, otherwise back with a message."""
    if request.method == "POST" and form.is_valid():
        _, fout = voer_uit(partial(actie, **form.cleaned_data))
        if fout is None:
            meld_gelukt(request, melding)
            return redirect(terug)
        zet_fouten(form, fout)
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "uitleg": uitleg}
    return render(request, "werkgevers/geld_formulier.html", context)


def geef_bestand(request, bestand, wat: str):
    """Een bewaard bestand met namen, rekeningen of bedragen van mensen; wie het meenam staat in de inzage."""
    leg_inzage_vast(
        Inzagesoort.DOCUMENT, door=request.user, pagina=f"{wat} (bestand)", gemeente_id=bestand.gemeente_id
    )
    return download_van(bestand)
