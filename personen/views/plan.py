"""The list of plans of a person, and plans that were made and signed on paper."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from personen import actions
from personen.dossier import open_dossier, toon_blad
from personen.forms import PlanForm, neem_fouten_over
from personen.models import Ontwikkelplan, Stap
from personen.queries.plan import plannen_van


@require_safe
@vereist(Recht.PLAN_INZIEN)
def tonen(request, nummer):
    """The plans of a person, newest version first."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAN_INZIEN, blad="plan")
    plannen = plannen_van(dossier.persoon).select_related("opgesteld_door", "document")
    plannen = list(plannen.order_by("-opgesteld_op", "-versie"))
    geldend = [plan.pk for plan in plannen if plan.geldt and plan.digitaal]
    te_doen = Stap.objects.met_voortgang().filter(doel__plan__in=geldend)
    context = {
        "plannen": plannen,
        # Ticking a step is the daily work: no plan has to be opened for it.
        "te_doen": [stap for stap in te_doen.order_by("voor", "pk") if stap.stand in ("open", "bezig")],
        "mag_wijzigen": dossier.mag(Recht.PLAN_WIJZIGEN),
        "mag_document": dossier.mag(Recht.DOCUMENT_INZIEN),
    }
    return toon_blad(request, dossier, "personen/plan.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
def nieuw(request, nummer):
    """Record a plan on paper."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAN_WIJZIGEN, blad="plan")
    form = PlanForm(request.POST if request.method == "POST" else None, persoon=dossier.persoon)
    if form.is_valid():
        try:
            actions.registreer_plan(dossier.persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Plan vastgelegd.")
            return redirect("personen:plan", nummer=nummer)
    return toon_blad(request, dossier, "personen/plan_bewerken.html", {"form": form, "plan": None})


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
def aanvullen(request, nummer, pk):
    """Add the signature, evaluation date or scan to a plan that is not signed yet."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAN_WIJZIGEN, blad="plan")
    plan = get_object_or_404(Ontwikkelplan, pk=pk, persoon=dossier.persoon)
    if plan.digitaal or not plan.is_open:
        raise Http404
    velden = ("opgesteld_op", "getekend_op", "evaluatie_op", "document")
    begin = {naam: getattr(plan, naam) for naam in velden}
    form = PlanForm(
        request.POST if request.method == "POST" else None, persoon=dossier.persoon, initial=begin
    )
    del form.fields["soort"]
    if form.is_valid():
        try:
            actions.wijzig_plan(plan, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Plan aangevuld.")
            return redirect("personen:plan", nummer=nummer)
    return toon_blad(request, dossier, "personen/plan_bewerken.html", {"form": form, "plan": plan})
