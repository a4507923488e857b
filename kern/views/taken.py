"""Pages of background jobs: how far they are, stop, again, what came out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kern.decorators import iedereen
from kern.downloads import download_van
from kern.jobs import herhaal_taak, stop_taak, verwerker_actief
from kern.meldingen import meld_fout
from kern.models import Achtergrondtaak
from kern.permissions import Recht

# Shown in their own place on the page, not as "sleutel: waarde".
EIGEN_PLEK = {"tekst", "url", "knop"}
TONEN = {"wacht": "neutraal", "bezig": "bezig", "klaar": "gelukt", "mislukt": "fout", "gestopt": "let-op"}


def _taak_of_404(request, pk):
    """Only jobs that this user started: the result may hold what only they may see."""
    return get_object_or_404(Achtergrondtaak.objects.filter(aangevraagd_door=request.user), pk=pk)


def _context(taak) -> dict:
    resultaat = taak.resultaat if isinstance(taak.resultaat, dict) else {}
    return {
        "taak": taak,
        "toon": TONEN[taak.status],
        "tekst": resultaat.get("tekst", ""),
        "url": resultaat.get("url", ""),
        "knop": resultaat.get("knop", "Bekijk het resultaat"),
        "regels": [
            (naam.replace("_", " "), waarde)
            for naam, waarde in resultaat.items()
            if naam not in EIGEN_PLEK and isinstance(waarde, str | int | float)
        ],
        "geen_verwerker": taak.loopt and not verwerker_actief(),
    }


@require_safe
@iedereen
def taken(request):
    """De eigen taken, nieuwste eerst."""
    rijen = Achtergrondtaak.objects.filter(aangevraagd_door=request.user)
    pagina = Paginator(rijen, 25).get_page(request.GET.get("pagina"))
    met_toon = [(rij, TONEN[rij.status]) for rij in pagina]
    return render(request, "kern/taak_lijst.html", {"pagina": pagina, "rijen": met_toon})


@require_safe
@iedereen
def taak(request, pk):
    template = "kern/taak_detail.html"
    if request.htmx:
        template += "#stand"
    return render(request, template, _context(_taak_of_404(request, pk)))


@require_POST
@iedereen
def taak_stoppen(request, pk):
    return _doe(request, stop_taak, _taak_of_404(request, pk))


@require_POST
@iedereen
def taak_opnieuw(request, pk):
    return _doe(request, herhaal_taak, _taak_of_404(request, pk))


def _doe(request, actie, taak):
    try:
        actie(taak, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    return redirect("kern:taak", pk=taak.pk)


def _mag_nog(gebruiker, taak) -> bool:
    """De rechten waarmee het bestand is gemaakt, in elke gemeente waar zijn rijen van zijn."""
    recht, gemeenten = taak.parameters.get("recht"), taak.parameters.get("gemeenten")
    if gemeenten is None:
        return not recht or gebruiker.mag(Recht(recht), taak.gemeente_id)
    waar = gebruiker.toegang.gemeenten_met(Recht(recht)) if recht else gebruiker.toegang.gemeenten
    return set(gemeenten) <= waar


@require_safe
@iedereen
def taak_bestand(request, pk):
    taak = _taak_of_404(request, pk)
    bestand = taak.resultaatbestand
    if bestand is None:
        raise Http404
    # An export waits here for days: who lost the right in between does not get it any more.
    if not _mag_nog(request.user, taak):
        raise PermissionDenied
    return download_van(bestand)
