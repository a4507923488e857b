"""Formatie in één blik, de caseload en de prognose."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from formatie.documents.caseload import caseloadstuk
from formatie.documents.overzicht import overzicht as maak_overzicht
from formatie.documents.prognose import prognosestuk
from formatie.forms import PrognoseForm, StandForm, scenario_keuze
from formatie.queries.caseload import caseload_op
from formatie.queries.prognose import GROEPEN, ZONDER_BW
from formatie.queries.prognose import prognose as maak_prognose
from formatie.queries.telling import Basis, Telling, basis_op, normen_op
from formatie.rules import Invoer, invoer_uit_json
from formatie.views.kader import (
    adres_van,
    export_gevraagd,
    exportlinks,
    neem_mee,
    omgeving,
    peildatum_uit,
    scenarios_van,
)
from kern.decorators import vereist
from kern.permissions import Recht


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def overzicht(request):
    waar = omgeving(request)
    form = StandForm(request.GET, gemeenten=waar.gemeenten)
    peildatum = peildatum_uit(form)
    basis = basis_op(waar.gekozen, peildatum)
    plan = next(iter(scenarios_van(request, waar.gekozen)), None)
    stuk = maak_overzicht(waar.gekozen, basis, plan, adres=adres_van(waar, peildatum))
    if soort := export_gevraagd(request):
        return neem_mee(request, stuk, soort)
    context = {"stuk": stuk, "form": form, "plan": plan, "hier": "formatie:overzicht"}
    return render(request, "formatie/stuk.html", context | _vast(request, waar, "formatie:overzicht"))


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def caseload(request):
    waar = omgeving(request)
    form = StandForm(request.GET, gemeenten=waar.gemeenten)
    peildatum = peildatum_uit(form)
    normen = normen_op(waar.gekozen, peildatum)
    basis = Basis(peildatum, Telling({}), normen, Invoer())
    teams = caseload_op(waar.gekozen, peildatum, normen)
    plan = next((s for s in scenarios_van(request, waar.gekozen) if s.invoer.get("per_fte")), None)
    # Names of colleagues with their load are for who leads the team; the others see the teams.
    met_namen = request.user.mag(Recht.TEAM_INZIEN, waar.gekozen.pk)
    stuk = caseloadstuk(waar.gekozen, basis, teams, plan, met_namen=met_namen)
    if soort := export_gevraagd(request):
        return neem_mee(request, stuk, soort)
    context = {"stuk": stuk, "form": form, "hier": "formatie:caseload"}
    return render(request, "formatie/stuk.html", context | _vast(request, waar, "formatie:caseload"))


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def prognose(request):
    waar = omgeving(request)
    scenarios = scenarios_van(request, waar.gekozen)
    form = PrognoseForm(request.GET, gemeenten=waar.gemeenten, scenarios=scenarios)
    vandaag = timezone.localdate()
    context = {"form": form, "hier": "formatie:prognose"}
    if form.is_valid():
        keuze = form.cleaned_data
        scenario = scenario_keuze(form, "scenario", scenarios)
        begin = (scenario.naam, invoer_uit_json(scenario.invoer)) if scenario else None
        uitkomst = maak_prognose(
            waar.gekozen, vanaf=keuze["vanaf"], tot=keuze["tot"], vandaag=vandaag, scenario=begin
        )
        bekend = {groep.code for groep in uitkomst.groepen}
        groep = keuze["groep"] if keuze["groep"] in bekend & set(GROEPEN) else ZONDER_BW
        stuk = prognosestuk(waar.gekozen, uitkomst, groep, peildatum=vandaag)
        if soort := export_gevraagd(request):
            return neem_mee(request, stuk, soort)
        context["stuk"] = stuk
    return render(request, "formatie/stuk.html", context | _vast(request, waar, "formatie:prognose"))


def _vast(request, waar, route) -> dict:
    titels = {
        "formatie:overzicht": "Formatie",
        "formatie:caseload": "Caseload",
        "formatie:prognose": "Prognose Wsw",
    }
    return {
        "waar": waar,
        "bladen": waar.bladen(route),
        "exporten": exportlinks(request),
        "paginatitel": titels[route],
    }
