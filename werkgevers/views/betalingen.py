"""Bankbestanden inlezen, en elke betaling bij haar factuur (RH-149)."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions import betalingen as actions
from werkgevers.actions.bankbestanden import laad_bankbestand
from werkgevers.actions.koppelen import voorstel_voor
from werkgevers.betaling_forms import BankbestandForm, FactuurzoekForm, TerzijdeForm, VerdeelForm
from werkgevers.betaling_tables import BETALINGEN
from werkgevers.models import (
    Aanmaning,
    Bankbestand,
    Betaling,
    Betalingtoewijzing,
    Factuur,
    Kostentoewijzing,
)
from werkgevers.queries.openstaand import met_open, openstaand
from werkgevers.queries.vorderingen import met_ontvangen, open_vorderingen, verdeling_voor
from werkgevers.views.geld import bladen, doe, geef_bestand, voer_uit

MEEST = 12  # invoices one can divide a payment over on one page


@require_safe
@vereist(Recht.BETALING_INZIEN)
def bankbestanden(request):
    """Alle ingelezen bestanden, nieuwste eerst."""
    eigen = Bankbestand.objects.zichtbaar_voor(request.user)
    rijen = eigen.select_related("bestand", "gemaakt_door", "gemeente").defer("bestand__inhoud")[:100]
    context = {
        "bladen": bladen(request, "Bankbestanden"),
        "bestanden": rijen,
        "mag_inlezen": request.user.mag(Recht.BETALING_VERWERKEN),
    }
    return render(request, "werkgevers/bankbestanden.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.BETALING_VERWERKEN)
@eenmalig
def bankbestand_nieuw(request):
    """Een bankbestand kiezen; wat niet klopt staat bij het veld en er is niets bewaard."""
    form = BankbestandForm(
        request.POST or None,
        request.FILES or None,
        gemeenten=Gemeente.objects.met_recht(request.user, Recht.BETALING_VERWERKEN),
    )
    if request.method == "POST" and form.is_valid():
        bestand = form.cleaned_data["bestand"]
        # One byte more than allowed is enough to see that it is too much.
        inhoud = bestand.read(settings.UPLOAD_MAX_BYTES + 1)
        try:
            with transaction.atomic():
                nieuw = laad_bankbestand(
                    gemeente=form.cleaned_data["gemeente"],
                    naam=bestand.name,
                    inhoud=inhoud,
                    door=request.user,
                )
        except ValidationError as fout:
            form.add_error("bestand", fout.messages)
        else:
            return redirect(nieuw)
    return render(request, "werkgevers/bankbestand_nieuw.html", {"form": form})


@require_safe
@vereist(Recht.BETALING_INZIEN)
def bankbestand(request, pk):
    """Wat er met een bestand gebeurde: wat gekoppeld is, waarom, en wat niet."""
    eigen = Bankbestand.objects.zichtbaar_voor(request.user).select_related(
        "bestand", "gemeente", "gemaakt_door", "taak"
    )
    bestand = get_object_or_404(eigen.defer("bestand__inhoud"), pk=pk)
    regels = (
        Betaling.objects.filter(afschrift__bankbestand=bestand)
        .prefetch_related("toewijzingen__factuur__relatie")
        .order_by("datum", "pk")
    )
    te_doen = regels.te_doen()
    context = {
        "bestand": bestand,
        "telling": bestand.uitkomst,
        "te_doen": te_doen[:200],
        "gekoppeld": regels.exclude(toewijzingen=None).distinct()[:200],
        "afschriften": bestand.afschriften.order_by("datum", "pk"),
        "mag_verwerken": request.user.mag(Recht.BETALING_VERWERKEN, bestand.gemeente_id),
    }
    return render(request, "werkgevers/bankbestand.html", context)


@require_safe
@vereist(Recht.BETALING_VERWERKEN)
def bankbestand_download(request, pk):
    """Het bestand zoals het is ingelezen."""
    mijn = request.user.toegang.gemeenten_met(Recht.BETALING_VERWERKEN)
    eigen = Bankbestand.objects.zichtbaar_voor(request.user).filter(gemeente__in=mijn)
    return geef_bestand(
        request, get_object_or_404(eigen.select_related("bestand"), pk=pk).bestand, f"bankbestand {pk}"
    )


@require_safe
@vereist(Recht.BETALING_INZIEN)
def betalingen(request):
    """Alle regels van de bank; `?stand=te_doen` toont wat nog niet bij een factuur hoort."""
    rijen = Betaling.objects.zichtbaar_voor(request.user)
    context = {
        "bladen": bladen(request, "Betalingen"),
        "mag_inlezen": request.user.mag(Recht.BETALING_VERWERKEN),
    }
    return toon_lijst(request, BETALINGEN, rijen, template="werkgevers/betaling_lijst.html", context=context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.BETALING_INZIEN)
@eenmalig
def betaling(request, pk):
    """Eén betaling: het voorstel met zijn reden, en verdelen over facturen."""
    gevonden = _zoek(request, pk)
    mag = request.user.mag(Recht.BETALING_VERWERKEN, gevonden.gemeente_id)
    form = zoekform = None
    if mag and gevonden.over:
        voorstel = voorstel_voor(gevonden)
        zoekform = FactuurzoekForm(request.GET)
        nummer = zoekform.cleaned_data["nummer"] if zoekform.is_valid() else ""
        facturen = _kandidaten(gevonden, voorstel, nummer)
        form = VerdeelForm(
            request.POST or None,
            facturen=facturen,
            verdeling=verdeling_voor(gevonden, voorstel),
            brieven=_brieven(gevonden, facturen, nummer),
        )
        if request.method == "POST" and form.is_valid():
            actie = partial(
                actions.verdeel_betaling, bedragen=form.bedragen, kosten=form.kosten, door=request.user
            )
            _, fout = voer_uit(partial(actie, gevonden))
            if fout is None:
                meld_gelukt(request, "De betaling is geboekt.")
                return redirect(_volgende(request, gevonden))
            zet_fouten(form, fout)
    context = {
        "betaling": gevonden,
        "form": form,
        "zoekform": zoekform,
        "voorstel": voorstel if form else None,
        "terzijde_form": TerzijdeForm() if form else None,
        "mag": mag,
        "delen": gevonden.toewijzingen.select_related("factuur__relatie", "gemaakt_door"),
        "kosten": gevonden.kostentoewijzingen.select_related("aanmaning__relatie"),
        "stornos": gevonden.stornos.all(),
    }
    return render(request, "werkgevers/betaling.html", context)


def _zoek(request, pk, recht=Recht.BETALING_INZIEN) -> Betaling:
    mijn = request.user.toegang.gemeenten_met(recht)
    eigen = Betaling.objects.filter(gemeente__in=mijn).select_related(
        "gemeente", "afschrift__bankbestand", "draait_terug", "handbetaling"
    )
    return get_object_or_404(eigen, pk=pk)


def _kandidaten(betaling, voorstel, nummer: str) -> list[Factuur]:
    """What was searched for by number; else what the proposal names, and then open invoices of the same debtor."""
    alle = Factuur.objects.filter(gemeente=betaling.gemeente_id).select_related("relatie").defer("gegevens")
    if nummer:
        passend = met_open(alle).filter(betaald__gt=0) if betaling.bedrag < 0 else openstaand(alle)
        return list(passend.filter(nummer__icontains=nummer).order_by("-factuurdatum", "-pk")[:MEEST])
    if betaling.bedrag < 0:
        betaald = met_open(alle).filter(
            betaald__gt=0, relatie__facturen__toewijzingen__betaling__tegenrekening=betaling.tegenrekening
        )
        return list(betaald.distinct().order_by("-vervaldatum")[:MEEST])
    genoemd = [sleutel for sleutel, _ in voorstel.toewijzingen] if voorstel else []
    bekend = alle.filter(
        Q(pk__in=genoemd)
        | Q(
            toewijzingen__betaling__tegenrekening=betaling.tegenrekening,
            toewijzingen__betaling__tegenrekening__gt="",
        )
    )
    relaties = set(bekend.values_list("relatie_id", flat=True))
    zelfde_bedrag = Q(open=betaling.over)
    rijen = (
        openstaand(alle)
        .filter(Q(relatie__in=relaties) | zelfde_bedrag | Q(pk__in=genoemd))
        .order_by("vervaldatum", "pk")
    )
    return sorted(rijen[: 4 * MEEST], key=lambda f: (f.pk not in genoemd, f.vervaldatum))[:MEEST]


def _brieven(betaling, facturen, nummer: str) -> list:
    """Letters of the same debtors whose costs or interest this payment can be for (or, a storno, can open again).

    The invoice itself can be paid already: then the known account, the searched number or the amount tells.
    """
    van = Aanmaning.objects.filter(gemeente=betaling.gemeente_id)
    bekend = Q(relatie__in={factuur.relatie_id for factuur in facturen})
    if betaling.tegenrekening:
        eerder = Betalingtoewijzing.objects.filter(betaling__tegenrekening=betaling.tegenrekening)
        bekend |= Q(relatie__in=eerder.values("factuur__relatie"))
    if nummer:
        bekend |= Q(regels__factuur__nummer__icontains=nummer)
    if betaling.bedrag < 0:
        passend = met_ontvangen(van.filter(bekend)).filter(bijkomend_ontvangen__gt=0).order_by("datum", "pk")
    else:
        passend = open_vorderingen(van).filter(bekend | Q(bijkomend_open=betaling.over))
    return list(passend.distinct()[:MEEST])


@require_safe
@vereist(Recht.BETALING_VERWERKEN)
def volgende(request):
    """Meteen naar de betaling die nu aan de beurt is; is er geen, dan naar de lijst."""
    return redirect(_volgende(request))


def _volgende(request, behalve: Betaling | None = None) -> str:
    """To the next payment that asks attention, so that a week of payments is one row of clicks."""
    te_doen = Betaling.objects.zichtbaar_voor(request.user).te_doen()
    te_doen = te_doen.exclude(pk=behalve.pk) if behalve else te_doen
    eerste = te_doen.order_by("-datum", "-pk").first()
    return eerste.get_absolute_url() if eerste else reverse("werkgevers:betalingen")


@require_POST
@vereist(Recht.BETALING_VERWERKEN)
def terzijde(request, pk):
    """Wat over is hoort niet bij een factuur."""
    gevonden = _zoek(request, pk, Recht.BETALING_VERWERKEN)
    form = TerzijdeForm(request.POST)
    if not form.is_valid():
        form.add_error(None, "Kies waarom deze betaling niet bij een factuur hoort.")
        return render(
            request, "werkgevers/betaling_terzijde.html", {"betaling": gevonden, "form": form}, status=422
        )
    actie = partial(actions.leg_terzijde, gevonden, door=request.user, **form.cleaned_data)
    return doe(request, actie, "De betaling ligt terzijde.", gevonden.get_absolute_url())


@require_POST
@vereist(Recht.BETALING_VERWERKEN)
def terughalen(request, pk):
    """Terug naar de werklijst."""
    gevonden = _zoek(request, pk, Recht.BETALING_VERWERKEN)
    actie = partial(actions.haal_terug, gevonden, door=request.user)
    return doe(request, actie, "De betaling staat weer op de werklijst.", gevonden.get_absolute_url())


@require_POST
@vereist(Recht.BETALING_VERWERKEN)
def losmaken(request, pk):
    """Een koppeling met een factuur losmaken."""
    mijn = request.user.toegang.gemeenten_met(Recht.BETALING_VERWERKEN)
    deel = get_object_or_404(
        Betalingtoewijzing.objects.filter(betaling__gemeente__in=mijn).select_related("betaling"), pk=pk
    )
    actie = partial(actions.trek_toewijzing_in, deel, door=request.user)
    return doe(
        request,
        actie,
        "De koppeling is losgemaakt. De factuur staat weer open.",
        deel.betaling.get_absolute_url(),
    )


@require_POST
@vereist(Recht.BETALING_VERWERKEN)
def kosten_losmaken(request, pk):
    """Een deel voor kosten of rente losmaken."""
    mijn = request.user.toegang.gemeenten_met(Recht.BETALING_VERWERKEN)
    deel = get_object_or_404(
        Kostentoewijzing.objects.filter(betaling__gemeente__in=mijn).select_related("betaling"), pk=pk
    )
    actie = partial(actions.trek_kosten_in, deel, door=request.user)
    melding = "De koppeling is losgemaakt. De kosten of rente staan weer open."
    return doe(request, actie, melding, deel.betaling.get_absolute_url())
