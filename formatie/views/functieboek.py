"""Het functieboek: functies en hun formatieplaatsen, met dekking, voorbehoud en einde."""

from functools import partial

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from formatie.actions import beeindig_plaats, maak_functie, maak_plaats, wijzig_functie, wijzig_plaats
from formatie.forms import BeeindigPlaatsForm, FunctieForm, PlaatsForm, PlaatsWijzigenForm, StandForm
from formatie.models import Formatieplaats, Functie
from formatie.queries.plaatsen import functieboek as maak_boek
from formatie.queries.plaatsen import plaatsen_op
from formatie.views.kader import omgeving, peildatum_uit
from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from personen.forms import neem_fouten_over


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def functieboek(request):
    waar = omgeving(request)
    form = StandForm(request.GET, gemeenten=waar.gemeenten)
    peildatum = peildatum_uit(form)
    plaatsen = plaatsen_op(waar.gekozen, peildatum)
    context = {
        "waar": waar,
        "form": form,
        "peildatum": peildatum,
        "boek": maak_boek(waar.gekozen, plaatsen),
        "plaatsen": plaatsen,
        "bladen": waar.bladen("formatie:functieboek"),
        "mag_wijzigen": waar.mag_wijzigen(),
    }
    return render(request, "formatie/functieboek.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def functie_nieuw(request):
    actie = partial(maak_functie, gemeente=omgeving(request).gekozen)
    return _verwerk(request, FunctieForm(request.POST or None), actie, "Functie toevoegen", "Voeg toe")


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def functie_wijzigen(request, pk):
    functie = get_object_or_404(_functies(request), pk=pk)
    form = FunctieForm(request.POST or None, initial=_velden(functie, FunctieForm))
    return _verwerk(request, form, partial(wijzig_functie, functie), f"Functie wijzigen: {functie}", "Bewaar")


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def plaats_nieuw(request, pk):
    functie = get_object_or_404(_functies(request), pk=pk)
    form = PlaatsForm(request.POST or None)
    return _verwerk(
        request, form, partial(maak_plaats, functie), f"Formatie toevoegen: {functie}", "Voeg toe"
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def plaats_wijzigen(request, pk):
    plaats = get_object_or_404(_plaatsen(request), pk=pk)
    form = PlaatsWijzigenForm(request.POST or None, initial=_velden(plaats, PlaatsWijzigenForm))
    return _verwerk(request, form, partial(wijzig_plaats, plaats), f"Bijwerken: {plaats}", "Bewaar")


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def plaats_beeindigen(request, pk):
    plaats = get_object_or_404(_plaatsen(request), pk=pk)
    form = BeeindigPlaatsForm(request.POST or None)
    return _verwerk(request, form, partial(beeindig_plaats, plaats), f"Beëindigen: {plaats}", "Beëindig")


def _verwerk(request, form, actie, titel: str, knop: str):
    """Voer de actie uit met wat er is ingevuld; terug naar het functieboek, of het formulier met de fouten."""
    if form.is_valid():
        try:
            actie(door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, f"Bewaard. {titel}.")
            return redirect("formatie:functieboek")
    context = {"form": form, "paginatitel": titel, "knop": knop, "terug": reverse("formatie:functieboek")}
    return render(request, "formatie/formulier.html", context)


def _velden(instance, form) -> dict:
    """Wat er nu staat, voor de velden van dit formulier."""
    return {naam: getattr(instance, naam) for naam in form.base_fields}


def _functies(request):
    """Functies van gemeenten waar de gebruiker de formatie mag wijzigen."""
    mag = request.user.toegang.gemeenten_met(Recht.FORMATIE_WIJZIGEN)
    return Functie.objects.zichtbaar_voor(request.user).filter(gemeente_id__in=mag)


def _plaatsen(request):
    mag = request.user.toegang.gemeenten_met(Recht.FORMATIE_WIJZIGEN)
    rijen = Formatieplaats.objects.zichtbaar_voor(request.user).select_related("functie")
    return rijen.filter(functie__gemeente_id__in=mag)
