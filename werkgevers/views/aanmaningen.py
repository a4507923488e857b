"""De aanmaanronde: voorstel, controleren, definitief, afdrukken."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.meldingen import meld_fout
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions import invordering as actions
from werkgevers.betaling_forms import OverslaanForm
from werkgevers.choices import Rondestatus
from werkgevers.documents.aanmaning import brief_context
from werkgevers.models import Aanmaanronde, Aanmaning
from werkgevers.queries.invordering import voorgestelde_brieven
from werkgevers.queries.vorderingen import met_ontvangen
from werkgevers.views.geld import bladen, doe, geef_bestand, toon_formulier


@require_safe
@vereist(Recht.BETALING_INZIEN)
def rondes(request):
    """Alle rondes, en per gemeente of er nu iets aan te manen is."""
    eigen = Aanmaanronde.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "gemaakt_door", "definitief_door"
    )
    rijen = eigen.annotate(
        brieven=Count("aanmaningen", filter=Q(aanmaningen__overgeslagen=False)),
        bedrag=Sum("aanmaningen__hoofdsom", filter=Q(aanmaningen__overgeslagen=False)),
    )
    context = {
        "bladen": bladen(request, "Aanmaningen"),
        "rondes": rijen[:100],
        "gemeenten": Gemeente.objects.met_recht(request.user, Recht.INVORDEREN),
    }
    return render(request, "werkgevers/aanmaanrondes.html", context)


@require_POST
@vereist(Recht.INVORDEREN)
def nieuw(request):
    """Maak het voorstel van vandaag; er gaat nog niets weg."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.INVORDEREN)
    gemeente = get_object_or_404(eigen, code=request.POST.get("gemeente", "")[:4])
    try:
        with transaction.atomic():
            ronde = actions.stel_aanmaanronde_op(gemeente, peildatum=timezone.localdate(), door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
        return redirect("werkgevers:aanmaanrondes")
    return redirect(ronde)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def ronde(request, pk):
    """De brieven van een ronde, met wat er nu mee kan."""
    gevonden = _ronde(request, pk)
    brieven = list(
        gevonden.aanmaningen.select_related("relatie", "bestand")
        .defer("bestand__inhoud")
        .annotate(facturen=Count("regels"))
    )
    mee = [brief for brief in brieven if not brief.overgeslagen]
    concept = gevonden.status == Rondestatus.CONCEPT
    mag = request.user.mag(Recht.INVORDEREN, gevonden.gemeente_id)
    context = {
        "ronde": gevonden,
        "brieven": brieven,
        "aantal": len(mee),
        "totaal": sum(brief.totaal for brief in mee),
        "concept": concept,
        "mag": mag and concept,
        "tegengehouden": voorgestelde_brieven(gevonden.gemeente, gevonden.peildatum).tegengehouden
        if concept
        else (),
    }
    return render(request, "werkgevers/aanmaanronde.html", context)


def _ronde(request, pk, recht=Recht.BETALING_INZIEN) -> Aanmaanronde:
    eigen = Aanmaanronde.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "bestand", "definitief_door", "gemaakt_door"
    )
    mijn = request.user.toegang.gemeenten_met(recht)
    return get_object_or_404(eigen.filter(gemeente__in=mijn).defer("bestand__inhoud"), pk=pk)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
def definitief(request, pk):
    """Bevestigen met aantal en bedrag; daarna worden de brieven gemaakt en staan ze vast."""
    gevonden = _ronde(request, pk, Recht.INVORDEREN)
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            with transaction.atomic():
                taak = actions.start_definitief(gevonden, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
            return redirect(gevonden)
        return redirect("kern:taak", taak.pk)
    mee = gevonden.aanmaningen.filter(overgeslagen=False)
    som = mee.aggregate(aantal=Count("pk"), bedrag=Sum(F("hoofdsom") + F("kosten") + F("rente")))
    context = {
        "titel": f"Aanmaanronde {gevonden.peildatum:%d-%m-%Y} definitief maken",
        "vraag": "Wil je deze brieven definitief maken?",
        "aantal": som["aantal"],
        "bedrag": som["bedrag"],
        "gevolg": "Daarna veranderen de brieven niet meer. Je kunt ze dan afdrukken.",
        "knop_tekst": "Maak definitief",
        "sneltoets": "d",
        "terug_url": gevonden.get_absolute_url(),
    }
    return render(request, "components/bevestigen.html", context)


@require_POST
@vereist(Recht.INVORDEREN)
def weggooien(request, pk):
    """Een voorstel weggooien; er was nog niets verstuurd."""
    gevonden = _ronde(request, pk, Recht.INVORDEREN)
    actie = partial(actions.gooi_ronde_weg, gevonden, door=request.user)
    return doe(request, actie, "Het voorstel is weggegooid.", reverse("werkgevers:aanmaanrondes"))


@require_safe
@vereist(Recht.BETALING_INZIEN)
def afdrukken(request, pk):
    """Alle brieven van een definitieve ronde in één PDF."""
    eigen = Aanmaanronde.objects.zichtbaar_voor(request.user).exclude(bestand=None).select_related("bestand")
    return geef_bestand(request, get_object_or_404(eigen, pk=pk).bestand, f"aanmaanronde {pk}")


def _brief(request, pk, recht=Recht.BETALING_INZIEN) -> Aanmaning:
    mijn = request.user.toegang.gemeenten_met(recht)
    eigen = Aanmaning.objects.zichtbaar_voor(request.user).select_related(
        "ronde", "relatie", "gemeente", "bestand"
    )
    return get_object_or_404(
        eigen.filter(gemeente__in=mijn).defer("bestand__inhoud").prefetch_related("regels__factuur"), pk=pk
    )


@require_safe
@vereist(Recht.BETALING_INZIEN)
def brief(request, pk):
    """Eén brief, met kosten en rente regel voor regel."""
    gevonden = _brief(request, pk)
    mag = (
        request.user.mag(Recht.INVORDEREN, gevonden.gemeente_id)
        and gevonden.ronde.status == Rondestatus.CONCEPT
    )
    context = {
        **brief_context(gevonden),
        "mag": mag,
        "vorderingen": met_ontvangen(Aanmaning.objects.filter(pk=gevonden.pk)),
        "ontvangsten": gevonden.kostentoewijzingen.select_related("betaling"),
    }
    return render(request, "werkgevers/aanmaning.html", context)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def brief_pdf(request, pk):
    """De brief zoals hij is verstuurd."""
    eigen = Aanmaning.objects.zichtbaar_voor(request.user).exclude(bestand=None).select_related("bestand")
    return geef_bestand(request, get_object_or_404(eigen, pk=pk).bestand, f"aanmaning {pk}")


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def overslaan(request, pk):
    """Deze brief gaat niet mee, met de reden."""
    gevonden = _brief(request, pk, Recht.INVORDEREN)
    form = OverslaanForm(request.POST or None)
    actie = partial(actions.sla_brief_over, gevonden, door=request.user)
    return toon_formulier(
        request, form, actie, f"Brief aan {gevonden.relatie} overslaan", "Sla over", "De brief gaat niet mee.",
        gevonden.ronde.get_absolute_url(),
    )  # fmt: skip


@require_POST
@vereist(Recht.INVORDEREN)
def meenemen(request, pk):
    """De brief gaat toch mee."""
    gevonden = _brief(request, pk, Recht.INVORDEREN)
    actie = partial(actions.neem_brief_mee, gevonden, door=request.user)
    return doe(request, actie, "De brief gaat weer mee.", gevonden.ronde.get_absolute_url())
