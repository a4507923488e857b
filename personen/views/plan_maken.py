"""The plan editor: situation, goals and steps, agreements, check. Everything is saved on its own."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kern.concepts import concept_voor
from kern.decorators import vereist
from kern.meldingen import meld_fout, meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan, ongedaan_soort
from kern.versions import Verouderd, aanwezigen, botsing
from personen import actions
from personen.choices import Planstatus
from personen.dossier import open_dossier, toon_blad
from personen.forms import neem_fouten_over
from personen.models import Doel, Ontwikkelplan, Stap
from personen.plan_forms import (
    AfsprakenForm,
    BeginPlanForm,
    DoelForm,
    NieuwDoelForm,
    NogEenForm,
    SituatieForm,
    StapForm,
    StapWijzigForm,
)
from personen.queries.plan import lees_plan, planstappen


@ongedaan_soort("plan.doel")
def _doel_terug(gegevens, *, door) -> str:
    actions.zet_doel_terug(gegevens, door=door)
    return "Doel teruggezet."


@ongedaan_soort("plan.stap")
def _stap_terug(gegevens, *, door) -> str:
    actions.zet_stap_terug(gegevens, door=door)
    return "Stap teruggezet."


def in_concept(model):
    """Decorator: finds the plan (or the plan of this goal or step) in this dossier; only a draft goes on."""

    def decorate(view):
        @wraps(view)
        def open_concept(request, nummer, pk):
            dossier = open_dossier(request, nummer, recht=Recht.PLAN_WIJZIGEN, blad="plan")
            pad = {Ontwikkelplan: "persoon", Doel: "plan__persoon", Stap: "doel__plan__persoon"}[model]
            ding = get_object_or_404(model, **{"pk": pk, pad: dossier.persoon})
            plan = {Ontwikkelplan: lambda: ding, Doel: lambda: ding.plan, Stap: lambda: ding.doel.plan}[
                model
            ]()
            if plan.status != Planstatus.CONCEPT or not plan.digitaal:
                messages.warning(
                    request, f"Dit plan is {plan.get_status_display()} en kan nu niet veranderen."
                )
                return redirect("personen:plan-versie", nummer=nummer, pk=plan.pk)
            return view(request, dossier, plan, ding)

        return open_concept

    return decorate


def _post(request):
    return request.POST if request.method == "POST" else None


def _bewaar(request, form, doe, klaar, *, plek=None, waarden=None, velden=None):
    """The answer after a save, or after meeting a newer version; None when the form has errors."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            doe()
            if plek:
                plek.gooi_weg()
    except Verouderd as fout:
        return botsing(request, form, fout.huidig, waarden=waarden, annuleren=klaar)
    except ValidationError as fout:
        neem_fouten_over(form, fout, **(velden or {}))
        return None
    return redirect(klaar)


def _adres(dossier, plan, stap) -> str:
    return reverse(f"personen:plan-{stap}", args=[dossier.persoon.nummer, plan.pk])


def _toon(request, dossier, plan, sjabloon, stap, **context):
    weergave = lees_plan(plan)
    context |= {"plan": plan, "weergave": weergave, "planstappen": planstappen(weergave, stap)}
    context |= aanwezigen(request, f"plan:{plan.pk}")
    return toon_blad(request, dossier, sjabloon, context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
def nieuw(request, nummer):
    """Step 1 of a new plan; the plan exists as soon as this is saved."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAN_WIJZIGEN, blad="plan")
    open_plan = Ontwikkelplan.objects.filter(
        persoon=dossier.persoon, digitaal=True, status__in=[Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING]
    ).first()
    plek = concept_voor(request, "plan", nummer, titel=f"Plan van {dossier.persoon.weergavenaam}")
    form = plek.vul(BeginPlanForm(_post(request)))
    if form.is_valid():
        try:
            with transaction.atomic():
                plan = actions.begin_plan(dossier.persoon, door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            return redirect("personen:plan-doelen", nummer=nummer, pk=plan.pk)
    if request.method == "GET" and not open_plan:
        form.fields["eigen_woorden"].widget.attrs["autofocus"] = True  # a new plan begins with these words
    context = {"form": form, "plan": None, "open_plan": open_plan}
    context["planstappen"] = planstappen(None, "situatie")
    return toon_blad(request, dossier, "personen/plan_situatie.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Ontwikkelplan)
def situatie(request, dossier, plan, _):
    """Step 1: own words, strengths, help."""
    inhoud = plan.inhoud
    begin = {naam: getattr(inhoud, naam) for naam in ("eigen_woorden", "sterk", "hulp_bij")}
    plek = concept_voor(
        request, "plan-situatie", f"{dossier.persoon.nummer}:{plan.pk}", titel="Plan: situatie"
    )
    form = plek.vul(SituatieForm(_post(request), initial=begin, versie=inhoud.versie))
    antwoord = _bewaar(
        request,
        form,
        lambda: actions.wijzig_planinhoud(plan, versie=form.versie, door=request.user, **form.cleaned_data),
        _adres(dossier, plan, "doelen"),
        plek=plek,
    )
    return antwoord or _toon(request, dossier, plan, "personen/plan_situatie.html", "situatie", form=form)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Ontwikkelplan)
def doelen(request, dossier, plan, _):
    """Step 2: add goals one by one, each with its first step; the next goal or the agreements come after."""
    adres = _adres(dossier, plan, "doelen")
    verder = request.POST.get("verder")
    post = _post(request)
    if verder and not post.get("doel") and not post.get("stap") and plan.doelen.exists():
        return redirect(_adres(dossier, plan, "afspraken"))  # nothing was typed: nothing to save
    onderwerp = f"{dossier.persoon.nummer}:{plan.pk}"
    plek = concept_voor(request, "plan-doel", onderwerp, titel="Plan: nieuw doel")
    form = plek.vul(NieuwDoelForm(post, gemeente_id=dossier.persoon.gemeente_id))
    klaar = _adres(dossier, plan, "afspraken") if verder else f"{adres}?nog=1"
    antwoord = _bewaar(
        request,
        form,
        lambda: _voeg_doel_toe(plan, form.cleaned_data, request.user),
        klaar,
        plek=plek,
        velden={"tekst": "doel", "voor": "stap_voor"},
    )
    if antwoord:
        return antwoord
    weergave = lees_plan(plan)
    nog = NogEenForm(request.GET)
    if request.method == "GET" and (not weergave.doelen or (nog.is_valid() and nog.cleaned_data["nog"])):
        form.fields["doel"].widget.attrs["autofocus"] = True  # the only thing to do here is to type a goal
    blokken = [
        {
            "weergave": d,
            "stapform": StapForm(gemeente_id=dossier.persoon.gemeente_id, auto_id=f"id_d{d.doel.pk}_%s"),
        }
        for d in weergave.doelen
    ]
    return _toon(request, dossier, plan, "personen/plan_doelen.html", "doelen", form=form, blokken=blokken)


def _voeg_doel_toe(plan, gegevens, door) -> None:
    velden = dict(gegevens)
    stap = velden.pop("stap")
    doel = actions.voeg_doel_toe(plan, tekst=velden.pop("doel"), door=door, **velden)
    if stap:
        actions.voeg_stap_toe(doel, door=door, **stap)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Doel)
def doel_wijzigen(request, dossier, plan, doel):
    """Change one goal."""
    begin = {"doel": doel.tekst, "eigenaar": doel.eigenaar, "klaar_voor": doel.klaar_voor}
    form = DoelForm(_post(request), initial=begin, versie=doel.versie)

    def doe():
        velden = dict(form.cleaned_data)
        tekst = velden.pop("doel")
        actions.wijzig_doel(doel, tekst=tekst, versie=form.versie, door=request.user, **velden)

    nu = Doel.objects.filter(pk=doel.pk).values_list("tekst", flat=True).first()
    klaar = _adres(dossier, plan, "doelen")
    antwoord = _bewaar(request, form, doe, klaar, waarden={"doel": nu}, velden={"tekst": "doel"})
    return antwoord or _toon(
        request, dossier, plan, "personen/plan_onderdeel.html", "doelen", form=form, wat="Doel wijzigen"
    )


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
@in_concept(Doel)
def doel_verwijderen(request, dossier, plan, doel):
    """Take a goal and its steps out, with a way back."""
    gegevens = actions.verwijder_doel(doel, door=request.user)
    klaar = _adres(dossier, plan, "doelen")
    met_ongedaan(request, "Doel uit het plan gehaald.", "plan.doel", terug=klaar, **gegevens)
    return redirect(klaar)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Doel)
def stap_nieuw(request, dossier, plan, doel):
    """Add a step to a goal: written, or taken from the examples."""
    form = StapForm(_post(request), gemeente_id=dossier.persoon.gemeente_id)
    antwoord = _bewaar(
        request,
        form,
        lambda: actions.voeg_stap_toe(doel, door=request.user, **form.cleaned_data),
        _adres(dossier, plan, "doelen"),
    )
    wat = f"Stap bij “{doel}”"
    return antwoord or _toon(
        request, dossier, plan, "personen/plan_onderdeel.html", "doelen", form=form, wat=wat
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Stap)
def stap_wijzigen(request, dossier, plan, stap):
    """Change one step."""
    begin = {"tekst": stap.tekst, "wie": stap.wie, "voor": stap.voor}
    form = StapWijzigForm(
        _post(request), initial=begin, versie=stap.versie, gemeente_id=dossier.persoon.gemeente_id
    )
    antwoord = _bewaar(
        request,
        form,
        lambda: actions.wijzig_stap(stap, versie=form.versie, door=request.user, **form.cleaned_data),
        _adres(dossier, plan, "doelen"),
    )
    return antwoord or _toon(
        request, dossier, plan, "personen/plan_onderdeel.html", "doelen", form=form, wat="Stap wijzigen"
    )


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
@in_concept(Stap)
def stap_verwijderen(request, dossier, plan, stap):
    """Take a step out, with a way back."""
    gegevens = actions.verwijder_stap(stap, door=request.user)
    klaar = _adres(dossier, plan, "doelen")
    met_ongedaan(request, "Stap uit het plan gehaald.", "plan.stap", terug=klaar, **gegevens)
    return redirect(klaar)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
@in_concept(Ontwikkelplan)
def afspraken(request, dossier, plan, _):
    """Step 3: what both sides do, the legal text and the day of evaluation."""
    inhoud = plan.inhoud
    namen = ("gemeente_doet", "inwoner_doet", "standaardtekst", "bestede_uren")
    begin = {naam: getattr(inhoud, naam) for naam in namen}
    if plan.evaluatie_op:
        begin["evaluatie_op"] = plan.evaluatie_op
    plek = concept_voor(
        request, "plan-afspraken", f"{dossier.persoon.nummer}:{plan.pk}", titel="Plan: afspraken"
    )
    form = plek.vul(AfsprakenForm(_post(request), initial=begin, versie=inhoud.versie, plan=plan))
    if request.method == "GET":
        form.fields["gemeente_doet"].widget.attrs["autofocus"] = True
    antwoord = _bewaar(
        request,
        form,
        lambda: actions.wijzig_planinhoud(plan, versie=form.versie, door=request.user, **form.cleaned_data),
        _adres(dossier, plan, "controleren"),
        plek=plek,
        waarden={"evaluatie_op": plan.evaluatie_op},
    )
    return antwoord or _toon(request, dossier, plan, "personen/plan_afspraken.html", "afspraken", form=form)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@in_concept(Ontwikkelplan)
def controleren(request, dossier, plan, _):
    """Step 4: read it all, see what is missing; from here to signing."""
    if request.method == "POST":
        try:
            actions.bied_plan_aan(plan, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
            return redirect(_adres(dossier, plan, "controleren"))
        meld_gelukt(request, "Het plan is klaar om te tekenen.")
        return redirect(_adres(dossier, plan, "tekenen"))
    return _toon(request, dossier, plan, "personen/plan_controleren.html", "controleren")
