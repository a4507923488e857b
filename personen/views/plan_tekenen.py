"""A plan after the editor: read, sign, print, follow, evaluate, next version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Inzagesoort
from kern.once import eenmalig
from kern.pdf import render_pdf
from kern.permissions import Recht
from personen import actions
from personen.choices import Ondertekenaar, Planstatus
from personen.documents import plandocument
from personen.dossier import open_dossier, toon_blad
from personen.forms import neem_fouten_over
from personen.models import Ontwikkelplan, Stap
from personen.plan_forms import EvaluatieForm, TekenForm, VergelijkForm, VoortgangForm
from personen.queries.plan import lees_plan, planstappen, vergelijk_plannen


def _open(request, nummer, pk, recht=Recht.PLAN_INZIEN, *, digitaal=False, vastleggen=True):
    """The dossier and this version; `digitaal`: a plan on paper has no text to show."""
    dossier = open_dossier(request, nummer, recht=recht, blad="plan", vastleggen=vastleggen)
    plannen = Ontwikkelplan.objects.select_related(
        "opgesteld_door", "document", "bestand", "persoon__gemeente"
    )
    if digitaal:
        plannen = plannen.filter(digitaal=True)
    return dossier, get_object_or_404(plannen.defer("bestand__inhoud"), pk=pk, persoon=dossier.persoon)


@require_safe
@vereist(Recht.PLAN_INZIEN)
def tonen(request, nummer, pk):
    """One version, with the progress of each step."""
    dossier, plan = _open(request, nummer, pk)
    context = {
        "plan": plan,
        "weergave": lees_plan(plan),
        "mag_wijzigen": dossier.mag(Recht.PLAN_WIJZIGEN),
        "mag_document": dossier.mag(Recht.DOCUMENT_INZIEN),
        "andere": _andere(plan).exists(),
    }
    return toon_blad(request, dossier, "personen/plan_versie.html", context)


@require_safe
@vereist(Recht.PLAN_INZIEN)
def meekijken(request, nummer, pk):
    """Large, without menus and internal fields: to read together at the table."""
    dossier, plan = _open(request, nummer, pk, digitaal=True)
    context = {"persoon": dossier.persoon, "plan": plan, "weergave": lees_plan(plan)}
    return render(request, "personen/plan_meekijken.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
def tekenen(request, nummer, pk):
    """Both signatures on one page: on screen, on paper with a scan, or a refusal with its reason."""
    dossier, plan = _open(request, nummer, pk, Recht.PLAN_WIJZIGEN)
    if plan.status != Planstatus.TER_ONDERTEKENING or not plan.digitaal:
        messages.warning(request, f"Dit plan is {plan.get_status_display()}. Er valt nu niets te tekenen.")
        return redirect("personen:plan-versie", nummer=nummer, pk=pk)
    weergave = lees_plan(plan)
    open_voor = [wie for wie in Ondertekenaar if weergave.ondertekening(wie) is None]
    form = TekenForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        open_voor=open_voor,
        versie=plan.revisie,
        initial={"naam": dossier.persoon.weergavenaam},
    )
    if form.is_valid():
        try:
            _teken(plan, form, request.user)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            plan.refresh_from_db()
            klaar = f"Versie {plan.versie} staat nu vast." if plan.sha256 else "Handtekening vastgelegd."
            meld_gelukt(request, klaar)
            return redirect("personen:plan-versie", nummer=nummer, pk=pk)
    context = {
        "plan": plan,
        "weergave": weergave,
        "form": form,
        "planstappen": planstappen(weergave, "tekenen"),
    }
    return toon_blad(request, dossier, "personen/plan_tekenen.html", context)


@transaction.atomic
def _teken(plan, form, door) -> None:
    """What was filled in, for one or both parties; all or nothing."""
    velden = form.cleaned_data
    hoe = velden.get("hoe", "later")
    vast = {"datum": velden["datum"], "revisie": form.versie, "door": door}
    document = None
    if hoe != "later":
        scan = velden.get("scan") or [None]
        naam = velden.get("naam") or plan.persoon.weergavenaam
        inwoner = actions.onderteken(
            plan, wie="inwoner", hoe=hoe, naam=naam, reden=velden.get("reden") or "", upload=scan[0], **vast
        )
        document = inwoner.document
    if velden.get("gemeente"):
        # One sheet of paper carries both signatures.
        hoe = "papier" if document else "scherm"
        actions.onderteken(plan, wie="gemeente", hoe=hoe, naam=door.naam, document=document, **vast)


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
def terughalen(request, nummer, pk):
    """Back to draft."""
    return _doe(
        request, nummer, pk, actions.haal_plan_terug, "Je kunt het plan weer wijzigen.", "plan-doelen"
    )


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
def intrekken(request, nummer, pk):
    """Stop with a plan that is not signed."""
    return _doe(request, nummer, pk, actions.trek_plan_in, "Plan ingetrokken.", "plan-versie")


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
def nieuwe_versie(request, nummer, pk):
    """Version n+1 as a copy; the signed one stays in force until the new one is signed."""
    tekst = "Nieuwe versie begonnen. De oude geldt tot deze is getekend."
    return _doe(request, nummer, pk, actions.nieuwe_versie, tekst, "plan-situatie")


def _doe(request, nummer, pk, actie, tekst, route):
    _, plan = _open(request, nummer, pk, Recht.PLAN_WIJZIGEN)
    try:
        plan = actie(plan, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
        return redirect("personen:plan-versie", nummer=nummer, pk=pk)
    meld_gelukt(request, tekst)
    return redirect(f"personen:{route}", nummer=nummer, pk=plan.pk)


@require_POST
@vereist(Recht.PLAN_WIJZIGEN)
def voortgang(request, nummer, pk):
    """Tick a step; a line in its log, no new version."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAN_WIJZIGEN, blad="plan")
    eigen = Stap.objects.select_related("doel__plan")
    stap = get_object_or_404(eigen, pk=pk, doel__plan__persoon=dossier.persoon)
    form = VoortgangForm(request.POST)
    if form.is_valid():
        try:
            actions.zet_stap_op(stap, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, "Voortgang bewaard.")
    else:
        messages.error(request, "Kies hoe het met de stap staat.")
    adres = reverse("personen:plan-versie", args=[nummer, stap.doel.plan_id])
    return redirect(f"{adres}#stap-{stap.pk}")


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAN_WIJZIGEN)
@eenmalig
def evalueren(request, nummer, pk):
    """Record how the plan goes, and when to look again."""
    dossier, plan = _open(request, nummer, pk, Recht.PLAN_WIJZIGEN)
    post = request.POST if request.method == "POST" else None
    begin = {"datum": timezone.localdate(), "volgende_op": "over 6 maanden"}
    form = EvaluatieForm(post, initial=begin)
    if form.is_valid():
        try:
            actions.evalueer_plan(plan, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Evaluatie vastgelegd.")
            return redirect("personen:plan-versie", nummer=nummer, pk=pk)
    context = {"plan": plan, "weergave": lees_plan(plan), "form": form}
    return toon_blad(request, dossier, "personen/plan_evalueren.html", context)


@require_safe
@vereist(Recht.PLAN_INZIEN)
def vergelijken(request, nummer, pk):
    """Two versions side by side."""
    dossier, plan = _open(request, nummer, pk)
    andere = _andere(plan)
    form = VergelijkForm(request.GET or None, andere=andere)
    met = form.cleaned_data.get("met") if form.is_valid() else None
    met = met or andere.filter(versie__lt=plan.versie).first() or andere.first()
    context = {"plan": plan, "met": met, "form": form}
    if met:
        oud, nieuw = sorted((met, plan), key=lambda p: p.versie)
        regels = vergelijk_plannen(lees_plan(oud), lees_plan(nieuw))
        context |= {"oud": oud, "nieuw": nieuw, "regels": regels}
    return toon_blad(request, dossier, "personen/plan_vergelijken.html", context)


def _andere(plan):
    eigen = Ontwikkelplan.objects.filter(persoon=plan.persoon, soort=plan.soort, digitaal=True)
    return eigen.exclude(pk=plan.pk).order_by("-versie")


@require_safe
@vereist(Recht.PLAN_INZIEN)
def pdf(request, nummer, pk):
    """The frozen bytes of a signed plan; a plan that is not signed says so on paper."""
    dossier, plan = _open(request, nummer, pk, digitaal=True, vastleggen=False)
    leg_inzage_vast(
        Inzagesoort.DOCUMENT,
        door=request.user,
        pagina=f"plan {plan.pk} (pdf) van {nummer}",
        gemeente_id=dossier.persoon.gemeente_id,
        dossier_id=dossier.persoon.pk,
        als_vervanger=dossier.als_vervanger,
    )
    if plan.bestand:
        inhoud = bytes(plan.bestand.inhoud)
    else:
        inhoud = render_pdf("documenten/ontwikkelplan.html", plandocument(lees_plan(plan))).bytes
    return download(inhoud, f"plan-{nummer}-versie-{plan.versie}.pdf")
