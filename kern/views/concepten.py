"""Concepten bewaren, hervatten en weggooien; ongedaan maken; wie er ook bezig is."""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kern.actions.werk import bewaar_concept, gooi_concept_weg
from kern.concepts import lees_sleutel
from kern.decorators import iedereen
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Concept, Eenmalig, Ongedaan
from kern.once import sleutel_van
from kern.undo import maak_ongedaan, met_ongedaan
from kern.versions import meld_aanwezig


@require_POST
@iedereen
def concept_bewaren(request):
    """Automatisch (JSON) of met de knop [Bewaar als concept] (terug naar het formulier)."""
    plek = lees_sleutel(request.POST.get("concept", ""), request.user)
    if plek is None:
        raise Http404
    actie = plek.pop("actie") or plek["pad"]
    json = "application/json" in request.headers.get("Accept", "")
    if not _al_bewaard(request, actie):
        try:
            bewaar_concept(door=request.user, data=request.POST, **plek)
        except ValidationError as fout:
            if json:
                return JsonResponse({"fout": " ".join(fout.messages)}, status=413)
            meld_fout(request, fout)
            return redirect(plek["pad"])
    om = f"{timezone.localtime():%H.%M}"
    if json:
        return JsonResponse({"bewaard_om": om})
    meld_gelukt(request, f"Concept bewaard om {om}")
    return redirect(plek["pad"])


def _al_bewaard(request, pad: str) -> bool:
    """An autosave that arrives after the form itself was saved must not bring the concept back."""
    token = request.POST.get("eenmalig", "")
    sleutel = sleutel_van(request.user.pk, pad.partition("?")[0], token)
    return bool(token) and Eenmalig.objects.filter(pk=sleutel).exists()


@require_safe
@iedereen
def concepten(request):
    """Alle formulieren die je begon en nog niet bewaarde (B7)."""
    rijen = Concept.objects.filter(gebruiker=request.user)
    return render(request, "kern/concept_lijst.html", {"concepten": rijen})


@require_POST
@iedereen
def concept_weggooien(request, pk):
    concept = get_object_or_404(Concept.objects.filter(gebruiker=request.user), pk=pk)
    titel = concept.titel
    terug = gooi_concept_weg(concept, door=request.user)
    met_ongedaan(
        request, f"Concept weggegooid: {titel}.", "concept", terug=reverse("kern:concepten"), **terug
    )
    return redirect("kern:concepten")


@require_POST
@iedereen
def ongedaan(request, pk):
    """Draai de laatste handeling terug en ga terug naar waar je was."""
    terug = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(terug, {request.get_host()}, require_https=request.is_secure()):
        terug = ""
    try:
        tekst, pagina = maak_ongedaan(pk, door=request.user)
    except Ongedaan.DoesNotExist:
        raise Http404 from None
    except ValidationError as fout:
        meld_fout(request, fout)
        return redirect(terug or "kern:werkvoorraad")
    meld_gelukt(request, tekst)
    return redirect(pagina or terug or "kern:werkvoorraad")


@require_safe
@iedereen
def aanwezig(request, onderwerp):
    """Voor htmx: wie wijzigt dit nu ook (C5)."""
    context = {"aanwezig": meld_aanwezig(request.user, onderwerp), "aanwezig_url": request.path}
    return render(request, "kern/_aanwezig.html", context)
