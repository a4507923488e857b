"""De catalogus van instrumenten, per gedateerde versie, en wat zij kosten."""

from datetime import date

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from reintegratie import instrument_actions as actions
from reintegratie import traject_queries as queries
from reintegratie.models import Instrument
from reintegratie.traject_forms import EindeInstrumentForm, InstrumentForm, KostenForm, NieuwInstrumentForm
from reintegratie.traject_tables import INSTRUMENTEN, KOSTEN

_VELDEN = (
    "naam", "soort", "omschrijving", "voorwaarden", "uitvoerders", "kostengrondslag", "kosten", "max_maanden",
    "duurnorm", "doeltrede_van", "doeltrede_tot", "exclusief", "bron",
)  # fmt: skip


@require_safe
@vereist(Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN)
def lijst(request):
    """De instrumenten die nu gelden; eerdere versies met een filter."""
    rijen = Instrument.objects.zichtbaar_voor(request.user)
    if not request.GET.get("oud"):
        rijen = rijen.exclude(einddatum__lt=timezone.localdate())
    context = {
        "mag_beheren": request.user.mag(Recht.INSTRUMENT_BEHEREN),
        "mag_kosten": request.user.mag(Recht.REINTEGRATIE_INZIEN) or request.user.mag(Recht.MONITOR_INZIEN),
    }
    return toon_lijst(
        request, INSTRUMENTEN, rijen, template="reintegratie/instrumenten_lijst.html", context=context
    )


@require_safe
@vereist(Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN)
def tonen(request, pk):
    """Eén versie, met alle andere versies van hetzelfde instrument."""
    instrument = _open(request, pk)
    versies = Instrument.objects.filter(gemeente=instrument.gemeente_id, code=instrument.code)
    vandaag = timezone.localdate()
    context = {
        "instrument": instrument,
        "versies": versies.order_by("-versie"),
        "duurnormen": queries.duurnormen(instrument, vandaag),
        "duur": queries.langste_duur(instrument, vandaag),
        "mag_beheren": request.user.mag(Recht.INSTRUMENT_BEHEREN, instrument.gemeente_id),
        "geldt": instrument.geldt_op(vandaag),
    }
    return render(request, "reintegratie/instrument.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INSTRUMENT_BEHEREN)
@eenmalig
def nieuw(request):
    """Een instrument toevoegen aan de catalogus van een gemeente."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.INSTRUMENT_BEHEREN)
    begin = {"begindatum": timezone.localdate(), "gemeente": eigen.first()}
    form = NieuwInstrumentForm(
        request.POST if request.method == "POST" else None, gemeenten=eigen, initial=begin
    )
    if form.is_valid():
        try:
            instrument = actions.maak_instrument(door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, f"{instrument} staat in de catalogus.")
            return redirect(instrument)
    terug = reverse("reintegratie:instrumenten")
    return _formulier(request, form, "Instrument toevoegen", "Voeg toe", terug)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INSTRUMENT_BEHEREN)
@eenmalig
def nieuwe_versie(request, pk):
    """Een nieuwe versie per datum; de vorige blijft staan voor trajecten die al lopen."""
    instrument = _open(request, pk, beheren=True)
    form = InstrumentForm(
        request.POST if request.method == "POST" else None,
        initial={veld: getattr(instrument, veld) for veld in _VELDEN} | {"begindatum": timezone.localdate()},
        versie=instrument.versie,
    )
    if form.is_valid():
        try:
            nieuw = actions.nieuwe_instrumentversie(
                instrument, door=request.user, versie=form.versie or 0, **form.cleaned_data
            )
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=instrument.get_absolute_url())
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, f"Versie {nieuw.versie} geldt vanaf {nieuw.begindatum:%d-%m-%Y}.")
            return redirect(nieuw)
    titel = f"Nieuwe versie van {instrument}"
    return _formulier(request, form, titel, "Bewaar versie", instrument.get_absolute_url())


@require_http_methods(["GET", "POST"])
@vereist(Recht.INSTRUMENT_BEHEREN)
@eenmalig
def beeindigen(request, pk):
    """Na de laatste dag kan er geen traject meer mee beginnen."""
    instrument = _open(request, pk, beheren=True)
    form = EindeInstrumentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.beeindig_instrument(instrument, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De laatste dag is vastgelegd. Lopende trajecten lopen door.")
            return redirect(instrument)
    return _formulier(request, form, f"{instrument} beëindigen", "Beëindig", instrument.get_absolute_url())


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN, Recht.MONITOR_INZIEN)
def kosten(request):
    """Wat elk instrument in een jaar kostte en opleverde; elk aantal opent de trajecten."""
    form = KostenForm(request.GET)
    form.is_valid()
    jaar = form.cleaned_data.get("jaar") or timezone.localdate().year
    ids = {
        *request.user.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN),
        *request.user.toegang.gemeenten_met(Recht.MONITOR_INZIEN),
    }
    instrumenten = Instrument.objects.filter(gemeente_id__in=ids)
    rijen = queries.kosten_per_instrument(instrumenten, date(jaar, 1, 1), date(jaar, 12, 31))
    context = {"jaar": jaar, "vorig": jaar - 1, "mag_trajecten": request.user.mag(Recht.REINTEGRATIE_INZIEN)}
    return toon_lijst(
        request,
        KOSTEN,
        rijen.filter(aantal__gt=0),
        template="reintegratie/trajectkosten.html",
        context=context,
    )


def _formulier(request, form, titel, knop, terug):
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug}
    return render(request, "reintegratie/instrument_formulier.html", context)


def _open(request, pk, *, beheren=False):
    eigen = Instrument.objects.zichtbaar_voor(request.user).select_related("gemeente")
    if beheren:
        eigen = eigen.filter(gemeente_id__in=request.user.toegang.gemeenten_met(Recht.INSTRUMENT_BEHEREN))
    return get_object_or_404(eigen, pk=pk)
