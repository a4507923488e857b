"""Doelen die niet in het beleidskader staan: de lijst, de geschiedenis, wijzigen per datum en beëindigen (RH-099)."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from kern.registers import kpis
from kern.undo import met_ongedaan
from kern.versions import Verouderd, botsing
from monitor.choices import Dashboard
from monitor.doel_actions import WIJZIGING, beeindig_doel, leg_doel_vast, wijzig_doel
from monitor.forms import DoelEindeForm, DoelForm, DoelWijzigForm
from monitor.models import Doelwaarde
from monitor.queries.dashboard import kpis_van
from monitor.queries.kpi import als_tekst
from monitor.tables import DOELEN
from monitor.views.kader import omgeving


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def doelen(request):
    """Alle doelen, ook wat voorbij is; zo is de geschiedenis te zien."""
    rijen = Doelwaarde.objects.zichtbaar_voor(request.user).select_related("gemeente", "vastgelegd_door")
    vandaag = timezone.localdate()
    context = {
        "bladen": omgeving(request).bladen("monitor:bedragen"),
        "mag_doel": bool(request.user.toegang.gemeenten_met(Recht.MONITOR_VASTZETTEN)),
    }
    regels = [_regel(doel, vandaag) for doel in rijen]
    return toon_lijst(request, DOELEN, regels, template="monitor/doelen.html", context=context)


def _regel(doel: Doelwaarde, vandaag) -> dict:
    kpi = kpis.get(doel.kpi)
    eenheid = kpi.eenheid if kpi else ""
    return {
        "pk": doel.pk,
        "kpi": doel.kpi,
        "naam": kpi.naam if kpi else doel.kpi,
        "waarde": doel.waarde,
        "eenheid": eenheid,
        "waardetekst": als_tekst(doel.waarde, eenheid),
        "begindatum": doel.begindatum,
        "einddatum": doel.einddatum,
        "stand": doel_stand(doel, vandaag),
        "bron": doel.bron,
        "door": str(doel.vastgelegd_door),
        "gemeente": doel.gemeente.naam,
        "gemeente_id": doel.gemeente_id,
    }


def doel_stand(doel: Doelwaarde, vandaag) -> str:
    if doel.begindatum > vandaag:
        return "komt"
    return "voorbij" if doel.einddatum and doel.einddatum < vandaag else "geldt"


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_VASTZETTEN)
@eenmalig
def doel(request):
    """Leg een doel per jaar vast voor een cijfer zonder norm in het kader (RH-099)."""
    ids = request.user.toegang.gemeenten_met(Recht.MONITOR_VASTZETTEN)
    gemeenten = list(Gemeente.objects.filter(pk__in=ids).order_by("naam"))
    vrij = [kpi for kpi in kpis_van(Dashboard.values) if kpi.richting and not (kpi.doelcode or kpi.doel_uit)]
    form = DoelForm(request.POST or None, gemeenten=gemeenten, cijfers=[(kpi.code, kpi.naam) for kpi in vrij])
    if form.is_valid():
        keuze = dict(form.cleaned_data)
        code = keuze.pop("gemeente", None)
        gekozen = next((g for g in gemeenten if g.code == code), gemeenten[0])
        try:
            vast = leg_doel_vast(gekozen, door=request.user, **keuze)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Het doel is vastgelegd.")
            return redirect(vast)
    return render(request, "monitor/doel.html", {"form": form})


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def doelwaarde(request, pk):
    """Eén doel, met alle eerdere en latere waarden van hetzelfde cijfer."""
    gevonden = _zoek(request, pk)
    vandaag = timezone.localdate()
    alle = Doelwaarde.objects.filter(gemeente=gevonden.gemeente, kpi=gevonden.kpi)
    regels = [_regel(d, vandaag) for d in alle.select_related("gemeente", "vastgelegd_door")]
    return render(
        request,
        "monitor/doelwaarde.html",
        {
            "doel": gevonden,
            "regel": _regel(gevonden, vandaag),
            "regels": regels,
            "mag_wijzigen": doel_stand(gevonden, vandaag) != "voorbij"
            and request.user.mag(Recht.MONITOR_VASTZETTEN, gevonden.gemeente_id),
        },
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_VASTZETTEN)
@eenmalig
def wijzigen(request, pk):
    """Een andere waarde per datum."""
    gevonden = _zoek(request, pk, wijzigen=True)
    begin = {"waarde": gevonden.waarde, "bron": gevonden.bron, "begindatum": timezone.localdate()}
    form = DoelWijzigForm(request.POST or None, initial=begin, versie=gevonden.versie)
    actie = partial(wijzig_doel, gevonden, door=request.user)
    return _verwerk(
        request, gevonden, form, actie, "Ander doel", "Bewaar doel", "Het nieuwe doel is bewaard."
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_VASTZETTEN)
@eenmalig
def beeindigen(request, pk):
    """De laatste dag van een doel."""
    gevonden = _zoek(request, pk, wijzigen=True)
    form = DoelEindeForm(request.POST or None, versie=gevonden.versie)
    actie = partial(beeindig_doel, gevonden, door=request.user)
    return _verwerk(
        request, gevonden, form, actie, "Doel beëindigen", "Beëindig doel", "Het doel is beëindigd."
    )


def _verwerk(request, gevonden, form, actie, titel, knop, melding):
    if form.is_valid():
        try:
            nu, terug = actie(versie=form.versie or 0, **form.cleaned_data)
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=gevonden.get_absolute_url())
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            met_ongedaan(request, melding, WIJZIGING, terug=gevonden.get_absolute_url(), **terug)
            return redirect(nu)
    context = {"doel": gevonden, "regel": _regel(gevonden, timezone.localdate()), "form": form}
    return render(request, "monitor/doel_formulier.html", context | {"titel": titel, "knop": knop})


def _zoek(request, pk, *, wijzigen=False) -> Doelwaarde:
    eigen = Doelwaarde.objects.zichtbaar_voor(request.user).select_related("gemeente", "vastgelegd_door")
    gevonden = get_object_or_404(eigen, pk=pk)
    if wijzigen and not request.user.mag(Recht.MONITOR_VASTZETTEN, gevonden.gemeente_id):
        raise PermissionDenied
    return gevonden
