"""Zoeken: one field, POST, and a token in the address so that no name lands in a log (schermen E12, G3)."""

import secrets

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.logbook import leg_inzage_vast
from kern.models import Inzagesoort
from kern.permissions import Recht
from kern.registers import zoekbronnen
from personen.forms import ZoekfilterForm, ZoekForm
from personen.models import Persoon
from personen.queries.zoeken import Gevonden, lees_vraag, suggesties, zoek_personen

BEWAAR_SECONDEN = 30 * 60
PER_BRON = 10
BSN_TERM = "dit BSN"
GEEN_BSN = "Je mag niet op BSN zoeken. Zoek op naam."


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_INZIEN, Recht.WERKGEVER_INZIEN)
def zoeken(request):
    """Keep the question on the server, for this user and half an hour, and go to its result page."""
    form = ZoekForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or not form.cleaned_data["q"]:
        context = {"vraag": None, "term": "", "gevonden": Gevonden([]), "groepen": [], "form": form}
        return render(request, "personen/zoeken.html", context | {"filterform": None, "melding": ""})
    vraag = lees_vraag(form.cleaned_data["q"], vandaag=timezone.localdate())
    if vraag.nummer and request.user.mag(Recht.PERSOON_INZIEN):
        gevonden = Persoon.objects.zichtbaar_voor(request.user).filter(nummer=vraag.nummer).first()
        if gevonden:
            return redirect(gevonden)
    token = secrets.token_urlsafe(18)
    cache.set(_sleutel(request, token), _te_bewaren(request, vraag), BEWAAR_SECONDEN)
    return redirect("personen:zoekresultaat", token=token)


@require_safe
@vereist(Recht.PERSOON_INZIEN, Recht.WERKGEVER_INZIEN)
def resultaat(request, token):
    """What was found for the question behind this token."""
    bewaard = cache.get(_sleutel(request, token))
    if bewaard is None:
        return redirect("personen:zoeken")
    filterform = ZoekfilterForm(request.GET)
    gekozen = (filterform.cleaned_data["status"] if filterform.is_valid() else None) or ["lopend"]
    peildatum = timezone.localdate()
    vraag = lees_vraag(bewaard["tekst"], vandaag=peildatum)
    status = {
        "lopend": "lopend" in gekozen or "beeindigd" not in gekozen,
        "beeindigd": "beeindigd" in gekozen,
    }
    if bewaard["bsn"]:
        eigen = Persoon.objects.zichtbaar_voor(request.user).filter(pk__in=bewaard["personen"])
        gevonden = Gevonden(list(eigen.met_kop(peildatum)))
    elif request.user.mag(Recht.PERSOON_INZIEN):
        gevonden = zoek_personen(vraag, request.user, peildatum=peildatum, mijn="mijn" in gekozen, **status)
    else:
        gevonden = Gevonden([])
    groepen = bewaard["groepen"] if bewaard["bsn"] else _andere_bronnen(request, vraag.tekst)
    # An empty group would take the focus of the first result.
    groepen = [groep for groep in groepen if groep["resultaten"]]
    niets = not gevonden.personen and not groepen
    context = {
        "token": token,
        "term": BSN_TERM if bewaard["bsn"] else f"‘{vraag.tekst}’",
        "veldwaarde": "" if bewaard["bsn"] else vraag.tekst,
        "vraag": vraag,
        "melding": bewaard["melding"],
        "gevonden": gevonden,
        "groepen": groepen,
        "niets": niets,
        "gekozen": gekozen,
        "alleen_lopend": status["lopend"] and not status["beeindigd"] and not bewaard["bsn"],
        "filterform": ZoekfilterForm(initial={"status": gekozen}),
        "suggesties": suggesties(vraag, request.user) if niets and not bewaard["bsn"] else [],
        "peildatum": peildatum,
        "mag_nieuw": request.user.mag(Recht.PERSOON_WIJZIGEN),
    }
    return render(request, "personen/zoeken.html", context)


def _sleutel(request, token: str) -> str:
    if len(token) > 40:
        raise Http404
    return f"zoek:{request.user.pk}:{token}"


def _te_bewaren(request, vraag) -> dict:
    """The question; of a BSN only whose dossier it is, so that the number is stored nowhere."""
    if not (vraag.bsn or vraag.bsn_fout):
        return {"tekst": vraag.tekst, "bsn": False, "personen": [], "melding": "", "groepen": []}
    if vraag.bsn_fout:
        melding = "Dit BSN klopt niet. Controleer de 9 cijfers."
        return {"tekst": "", "bsn": True, "personen": [], "melding": melding, "groepen": []}
    # Eight digits are a BSN without its zero or a KvK number: what is found is kept, the digits are not.
    groepen = _andere_bronnen(request, vraag.tekst) if _acht_cijfers(vraag.tekst) else []
    if not request.user.mag(Recht.BSN_TONEN):
        melding = "" if any(groep["resultaten"] for groep in groepen) else GEEN_BSN
        return {"tekst": "", "bsn": True, "personen": [], "melding": melding, "groepen": groepen}
    gevonden = zoek_personen(vraag, request.user, peildatum=timezone.localdate()).personen
    for persoon in gevonden or [None]:
        leg_inzage_vast(
            Inzagesoort.BSN_ZOEKEN,
            door=request.user,
            pagina="zoeken",
            gemeente_id=persoon.gemeente_id if persoon else min(request.user.toegang.gemeenten),
            dossier_id=persoon.pk if persoon else None,
            gevonden=bool(persoon),
        )
    return {
        "tekst": "",
        "bsn": True,
        "personen": [persoon.pk for persoon in gevonden],
        "melding": "",
        "groepen": groepen,
    }


def _acht_cijfers(tekst: str) -> bool:
    return sum(teken.isdigit() for teken in tekst) == 8


def _andere_bronnen(request, tekst: str) -> list[dict]:
    """Werkgevers and whatever else upper floors put in the register."""
    return [
        {"naam": bron.naam, "resultaten": list(bron.zoek(tekst, request.user, limiet=PER_BRON))}
        for bron in zoekbronnen.voor(request.user)
    ]
