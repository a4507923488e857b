"""De Wsw-statistiek: controleren wat ontbreekt, vastzetten, downloaden en verzending vastleggen (RH-105)."""

import re
from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.beleid import waarde
from kern.decorators import vereist
from kern.downloads import download_van
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from wsw import statistiek_actions as actions
from wsw.models import Statistieklevering
from wsw.mutatie_forms import BevestigForm
from wsw.salaris_forms import GemeenteForm
from wsw.statistiek_queries import statistiek_van
from wsw.views.formulier import toon_formulier

_TOON = 200  # incomplete rows on the page; the file holds all


@require_safe
@vereist(Recht.STATISTIEK_LEVEREN)
def begin(request):
    """Naar het halfjaar dat nu geleverd moet worden: het laatste dat voorbij is."""
    vandaag = timezone.localdate()
    jaar, halfjaar = (vandaag.year, 1) if vandaag.month > 6 else (vandaag.year - 1, 2)
    return redirect("wsw:statistiek", f"{jaar}-{halfjaar}")


@require_safe
@vereist(Recht.STATISTIEK_LEVEREN)
def halfjaar(request, periode):
    """De controlepagina van een halfjaar: aantallen, wat ontbreekt met links, en de leveringen."""
    gemeente, jaar, helft = _gekozen(request, periode)
    statistiek = statistiek_van(gemeente, jaar, helft)
    leveringen = Statistieklevering.objects.zichtbaar_voor(request.user).filter(
        gemeente=gemeente, jaar=jaar, halfjaar=helft
    )
    onvolledig = statistiek.onvolledig
    if onvolledig:
        leg_inzage_vast(
            Inzagesoort.LIJST, door=request.user, pagina=f"controle Wsw-statistiek {periode}", gemeente_id=gemeente.pk,
            dossiers=sorted({rij.dienstverband.persoon_id for rij in onvolledig[:_TOON]}),
        )  # fmt: skip
    context = {
        "gemeente": gemeente,
        "gemeenten": list(Gemeente.objects.met_recht(request.user, Recht.STATISTIEK_LEVEREN)),
        "periode": periode,
        "vorige": f"{jaar}-1" if helft == 2 else f"{jaar - 1}-2",
        "volgende": f"{jaar}-2" if helft == 1 else f"{jaar + 1}-1",
        "statistiek": statistiek,
        "onvolledig": onvolledig[:_TOON],
        "meer": max(len(onvolledig) - _TOON, 0),
        "leveringen": leveringen.select_related("vastgezet_door", "verzonden_door", "vervangen_door"),
        "voorbij": timezone.localdate() > statistiek.tot,
        "uiterlijk": _uiterlijk(gemeente, jaar, helft),
    }
    return render(request, "wsw/statistiek.html", context)


def _uiterlijk(gemeente, jaar: int, helft: int) -> date | None:
    """De uiterste dag uit het beleidskader (statistiek.deadlines, als dag-maand); None als die niet is vastgesteld."""
    tot = date(jaar, 6, 30) if helft == 1 else date(jaar, 12, 31)
    norm = waarde("statistiek.deadlines", gemeente, tot)
    dagen = [tuple(int(deel) for deel in str(dag).split("-")[:2]) for dag in norm.waarde] if norm else []
    jaren = [date(tot.year + plus, maand, dag) for plus in (0, 1) for dag, maand in dagen]
    return min((dag for dag in jaren if dag > tot), default=None)


@require_POST
@vereist(Recht.STATISTIEK_LEVEREN)
def vastzetten(request, periode):
    """Het bestand maken zoals het nu is; opnieuw vastzetten is een nieuwe versie."""
    gemeente, jaar, helft = _gekozen(request, periode)
    verwacht = request.POST.get("aantal", "")
    try:
        levering = actions.zet_statistiek_vast(
            gemeente, jaar, helft, door=request.user, verwacht=int(verwacht) if verwacht.isdecimal() else -1
        )
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        meld_gelukt(request, f"Versie {levering.versie} staat vast. Download het bestand hieronder.")
    return redirect(f"{reverse('wsw:statistiek', args=[periode])}?gemeente={gemeente.code}")


@require_safe
@vereist(Recht.STATISTIEK_LEVEREN)
def bestand(request, pk, vorm):
    """Het vastgezette bestand; het bevat BSN's, dus elke download staat in het logboek."""
    levering = get_object_or_404(Statistieklevering.objects.zichtbaar_voor(request.user), pk=pk)
    if vorm not in ("csv", "xlsx"):
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT, door=request.user, pagina=f"{levering} ({vorm})", gemeente_id=levering.gemeente_id,
        aantal=levering.aantal, bsn=True,
    )  # fmt: skip
    return download_van(getattr(levering, vorm))


@require_http_methods(["GET", "POST"])
@vereist(Recht.STATISTIEK_LEVEREN)
@eenmalig
def verzonden(request, pk):
    """Vastleggen op welke dag het bestand is verzonden."""
    eigen = Statistieklevering.objects.zichtbaar_voor(request.user).select_related("gemeente")
    levering = get_object_or_404(eigen, pk=pk)
    return toon_formulier(
        request,
        BevestigForm(request.POST or None, initial={"op": timezone.localdate()}),
        partial(actions.leg_verzending_vast, levering, door=request.user),
        titel="Verzending vastleggen",
        knop="Leg verzending vast",
        melding="De verzending is vastgelegd.",
        terug=levering.get_absolute_url(),
        kruimels=[("Wsw-statistiek", levering.get_absolute_url())],
    )


def _gekozen(request, periode: str) -> tuple[Gemeente, int, int]:
    gevonden = re.fullmatch(r"(20\d\d)-([12])", periode, re.ASCII)
    eigen = list(Gemeente.objects.met_recht(request.user, Recht.STATISTIEK_LEVEREN))
    form = GemeenteForm(request.GET, gemeenten=eigen)
    code = form.cleaned_data.get("gemeente") if form.is_valid() else ""
    if gevonden is None or not eigen or (request.GET.get("gemeente") and not code):
        raise Http404
    gemeente = next((g for g in eigen if g.code == code), eigen[0])
    return gemeente, int(gevonden[1]), int(gevonden[2])
