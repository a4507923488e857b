"""Peilmomenten: vastzetten, bekijken, latere verbeteringen, vergelijken en bijsturing."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from formatie.documents.tabel import exporteer
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_als
from kern.gemeentekeuze import met_vraag
from kern.jobs import start_taak
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Afspraak, Gebruiker, Gemeente
from kern.once import eenmalig
from kern.opmaak import datum
from kern.permissions import Recht
from kern.registers import kpis
from monitor.actions import beantwoord_bijsturing, controleer_vastzetten, leg_bijsturing_vast
from monitor.documents.dashboard import verschil_tekst
from monitor.documents.peilmoment import deeltekst, peil_json, peil_pdf, peilstuk, teksten, vergelijkstuk
from monitor.forms import AntwoordForm, BijsturingForm, PeilrijenForm, VastzettenForm, VergelijkForm
from monitor.models import Peilmoment, Peilwaarde
from monitor.queries.bijsturing import bij_peilmoment, te_beantwoorden, zonder_bijsturing
from monitor.queries.dashboard import vorige_peildatum
from monitor.queries.kpi import PERSOONVELDEN, als_tekst
from monitor.queries.peilmoment import correctierijen as rijen_achter_correctie
from monitor.queries.peilmoment import correcties, naast_elkaar, per_dashboard, waarden_van
from monitor.tables import CORRECTIERIJEN, PEILRIJEN
from monitor.views.kader import (
    export_gevraagd,
    exportlinks,
    leg_rapport_vast,
    omgeving,
)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def peilmomenten(request):
    """Alle vastgezette peildata van een gemeente, nieuwste eerst, en de keuze om er twee te vergelijken."""
    waar = omgeving(request)
    rijen = list(_eigen(request).filter(gemeente=waar.gekozen).order_by("-peildatum"))
    context = {
        "waar": waar,
        "bladen": waar.bladen("monitor:peilmomenten"),
        "peilmomenten": rijen,
        "form": VergelijkForm(None, peilmomenten=rijen) if len(rijen) > 1 else None,
        "laatste_twee": _laatste_twee(waar, rijen),
        "mag_vastzetten": request.user.mag(Recht.MONITOR_VASTZETTEN, waar.gekozen.pk),
    }
    return render(request, "monitor/peilmomenten.html", context)


def _laatste_twee(waar, rijen: list[Peilmoment]) -> str:
    """De vergelijking van de twee nieuwste, in één klik; leeg als er geen twee zijn."""
    if len(rijen) < 2:
        return ""
    return met_vraag(reverse("monitor:vergelijken"), waar.vast(eerst=rijen[1].pk, dan=rijen[0].pk))


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_VASTZETTEN)
@eenmalig
def vastzetten(request):
    """Kies de dag; wat daarna vaststaat, verandert niet meer. Het tellen is een achtergrondtaak."""
    gemeenten = list(Gemeente.objects.met_recht(request.user, Recht.MONITOR_VASTZETTEN))
    form = VastzettenForm(
        request.POST or None,
        gemeenten=gemeenten,
        initial={"peildatum": vorige_peildatum(timezone.localdate())},
    )
    if form.is_valid():
        keuze = form.cleaned_data
        gekozen = next((g for g in gemeenten if g.code == keuze.get("gemeente")), gemeenten[0])
        try:
            controleer_vastzetten(gekozen, keuze["peildatum"])
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            taak = start_taak(
                "peilmoment",
                titel=f"Cijfers van {datum(keuze['peildatum'])} vastzetten, {gekozen}",
                door=request.user,
                gemeente=gekozen,
                parameters={"peildatum": keuze["peildatum"].isoformat()},
                sleutel=f"{gekozen.pk}-{keuze['peildatum']:%Y%m%d}",
            )
            return redirect("kern:taak", taak.pk)
    return render(request, "monitor/vastzetten.html", {"form": form})


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def peilmoment(request, pk):
    """De vastgezette cijfers, met rijen, bijsturing en wat nog een antwoord vraagt."""
    moment = _peilmoment(request, pk)
    waarden, bijsturing = waarden_van(moment), bij_peilmoment(moment)
    if soort := export_gevraagd(request):
        return _exporteer(request, moment, waarden, bijsturing, soort)
    mag = request.user.mag(Recht.AFSPRAAK_WIJZIGEN, moment.gemeente_id)
    context = {
        "peilmoment": moment,
        "waar": omgeving(request, moment.gemeente.code),
        "delen": [(naam, [_rij(request, w) for w in rijen]) for naam, rijen in per_dashboard(waarden)],
        "zonder": zonder_bijsturing(waarden, bijsturing),
        "bijgestuurd": [(w, afspraak) for w in waarden for afspraak in bijsturing.get(w.kpi, ())],
        "te_beantwoorden": te_beantwoorden(moment),
        "mag_bijsturen": mag,
        "exporten": exportlinks(request),
    }
    context["bladen"] = context["waar"].bladen("monitor:peilmomenten")
    return render(request, "monitor/peilmoment.html", context)


def _rij(request, waarde: Peilwaarde) -> dict:
    """Eén cijfer voor het sjabloon, met de link naar zijn rijen voor wie ze mag zien."""
    rijen = waarde.gegevens.get("met_rijen") and waarde.waarde is not None
    mag = rijen and _mag_rijen(request, waarde)
    adres = reverse("monitor:peilrijen", args=[waarde.peilmoment_id, waarde.kpi]) if mag else ""
    return {
        "waarde": waarde,
        "tekst": teksten(waarde),
        "delen": deeltekst(waarde),
        "url": adres,
        "jaar_url": _jaaradres(waarde, adres),
        "rato": waarde.doel is not None and waarde.doel != waarde.doel_nu,
        "uitleg": waarde.gegevens.get("uitleg", []),
    }


def _jaaradres(waarde: Peilwaarde, adres: str) -> str:
    """De mensen achter het getal van het jaar: tot en met juni zijn dat die van het halfjaar."""
    if not adres or waarde.jaar is None:
        return ""
    if waarde.gegevens.get("jaarrijen"):
        return f"{adres}?periode=jaar"
    return adres if waarde.jaar == waarde.waarde else ""


def _mag_rijen(request, waarde: Peilwaarde) -> bool:
    gemeente = waarde.peilmoment.gemeente_id
    return all(request.user.mag(recht, gemeente) for recht in (Recht.PERSOON_INZIEN, *_rijrechten(waarde)))


def _rijrechten(waarde: Peilwaarde) -> set[Recht]:
    """De rechten van toen en die van nu: wat later strenger werd, geldt ook voor wat al vaststond."""
    toen = waarde.gegevens.get("rijrechten") or [waarde.gegevens.get("rijrecht", Recht.REINTEGRATIE_INZIEN)]
    nu = kpis.get(waarde.kpi)
    return {Recht(recht) for recht in toen} | set(nu.rijrechten if nu else ())


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def peilrijen(request, pk, code):
    """De mensen achter een vastgezet cijfer, zoals zij toen meetelden."""
    waarde = _peilwaarde(request, pk, code)
    if not waarde.gegevens.get("met_rijen"):
        raise Http404
    if not _mag_rijen(request, waarde):
        raise PermissionDenied
    form = PeilrijenForm(request.GET)
    keuze = form.cleaned_data if form.is_valid() else {}
    alleen_teller, jaar = keuze.get("deel") == "teller", keuze.get("periode") == "jaar"
    if jaar and not waarde.gegevens.get("jaarrijen"):
        raise Http404  # frozen before the year had rows of its own, or it has none
    velden = {f"p_{naam}": f"persoon__{naam}" for naam in PERSOONVELDEN}
    rijen = waarde.rijen.filter(jaar=jaar)
    rijen = rijen.annotate(p_id=F("persoon_id"), **{naam: F(pad) for naam, pad in velden.items()})
    if alleen_teller:
        rijen = rijen.filter(telt=True)
    context = {
        "waarde": waarde,
        "peilmoment": waarde.peilmoment,
        "alleen_teller": alleen_teller,
        "jaar": jaar,
    }
    context["tekst"] = als_tekst(waarde.jaar if jaar else waarde.waarde, waarde.eenheid)
    return toon_lijst(request, PEILRIJEN, rijen, template="monitor/peilrijen.html", context=context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def correctie(request, pk):
    """Wat er na het vastzetten is verbeterd: vastgezet naast opnieuw berekend, met de reden."""
    moment = _peilmoment(request, pk)
    context = {
        "peilmoment": moment,
        "correcties": [
            {
                "c": c,
                "url": reverse("monitor:correctierijen", args=[moment.pk, c.waarde.kpi])
                if c.rijen and _mag_rijen(request, c.waarde)
                else "",
                "vast": als_tekst(c.waarde.waarde, c.waarde.eenheid, "niet te berekenen"),
                "nu": als_tekst(c.nu, c.waarde.eenheid, "niet te berekenen"),
                "verschil": verschil_tekst(c.nu, c.waarde.waarde, c.waarde.eenheid),
            }
            for c in correcties(moment)
        ],
    }
    return render(request, "monitor/correcties.html", context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def correctierijen(request, pk, code):
    """De mensen achter een verbetering: wat erbij kwam, eraf ging of anders meetelt."""
    waarde = _peilwaarde(request, pk, code)
    if not waarde.gegevens.get("met_rijen"):
        raise Http404
    if not _mag_rijen(request, waarde):
        raise PermissionDenied
    rijen = rijen_achter_correctie(waarde)
    context = {"waarde": waarde, "peilmoment": waarde.peilmoment}
    return toon_lijst(request, CORRECTIERIJEN, rijen, template="monitor/correctierijen.html", context=context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def vergelijken(request):
    """Twee peilmomenten naast elkaar: tabel, grafiek en bestand."""
    waar = omgeving(request)
    rijen = list(_eigen(request).filter(gemeente=waar.gekozen).order_by("-peildatum"))
    form = VergelijkForm(request.GET, peilmomenten=rijen)
    context = {"waar": waar, "form": form, "bladen": waar.bladen("monitor:peilmomenten")}
    if form.is_valid():
        gekozen = {str(p.pk): p for p in rijen}
        paar = sorted(
            (gekozen[form.cleaned_data["eerst"]], gekozen[form.cleaned_data["dan"]]),
            key=lambda p: p.peildatum,
        )
        stuk = vergelijkstuk(*paar, naast_elkaar(*paar))
        if soort := export_gevraagd(request):
            return exporteer(stuk, soort, door=request.user)
        context |= {"stuk": stuk, "exporten": exportlinks(request)}
    return render(request, "monitor/vergelijken.html", context)


# ---- bijsturing ------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def bijsturing(request, pk, code):
    """Spreek af wat er gebeurt bij een gemist doel."""
    waarde = _peilwaarde(request, pk, code, recht=Recht.AFSPRAAK_WIJZIGEN)
    form = BijsturingForm(request.POST or None, collegas=_collegas(request))
    context = {"form": form, "waarde": waarde, "peilmoment": waarde.peilmoment, "tekst": teksten(waarde)}
    actie = partial(leg_bijsturing_vast, waarde, door=request.user)
    return _verwerk(
        request, form, actie, waarde.peilmoment, "Bijsturing is afgesproken.", "bijsturing", context
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def antwoord(request, pk, afspraak):
    """Zeg bij dit peilmoment wat eerdere bijsturing opleverde."""
    moment = _peilmoment(request, pk, recht=Recht.AFSPRAAK_WIJZIGEN)
    eigen = Afspraak.objects.zichtbaar_voor(request.user).filter(gemeente=moment.gemeente)
    gevonden = get_object_or_404(eigen.select_related("eigenaar"), pk=afspraak)
    form = AntwoordForm(request.POST or None)
    nu = moment.waarden.filter(kpi=gevonden.kpi).first()
    context = {"form": form, "afspraak": gevonden, "peilmoment": moment}
    context |= {"nu": teksten(nu) if nu else None, "naam": nu.naam if nu else gevonden.kpi}
    actie = partial(beantwoord_bijsturing, gevonden, moment, door=request.user)
    return _verwerk(request, form, actie, moment, "De bijsturing is beantwoord.", "antwoord", context)


def _verwerk(request, form, actie, moment, melding, sjabloon, context):
    if form.is_valid():
        try:
            actie(**form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect(moment)
    template = {"bijsturing": "monitor/bijsturing.html", "antwoord": "monitor/antwoord.html"}[sjabloon]
    return render(request, template, context)


# ---- machinery -------------------------------------------------------------------------------------------
def _eigen(request):
    return Peilmoment.objects.zichtbaar_voor(request.user).select_related("gemeente", "vastgezet_door")


def _peilmoment(request, pk: int, recht: Recht = Recht.MONITOR_INZIEN) -> Peilmoment:
    gemeenten = request.user.toegang.gemeenten_met(recht)
    return get_object_or_404(_eigen(request).filter(gemeente_id__in=gemeenten), pk=pk)


def _peilwaarde(request, pk: int, code: str, recht: Recht = Recht.MONITOR_INZIEN) -> Peilwaarde:
    moment = _peilmoment(request, pk, recht)
    waarde = get_object_or_404(Peilwaarde.objects.zichtbaar_voor(request.user), peilmoment=moment, kpi=code)
    waarde.peilmoment = moment
    return waarde


def _collegas(request):
    zichtbaar = Gebruiker.objects.zichtbaar_voor(request.user).values("pk")
    return Gebruiker.objects.filter(pk__in=zichtbaar, is_active=True).order_by("naam")


def _exporteer(request, moment, waarden, bijsturing, soort):
    stuk = peilstuk(moment, waarden, bijsturing)
    if soort == "csv":
        return exporteer(stuk, soort, door=request.user)
    leg_rapport_vast(request, stuk.titel, moment.gemeente, moment.peildatum, soort)
    if soort == "json":
        return download_als(soort, peil_json(moment, waarden, bijsturing), stuk.bestandsnaam)
    pdf = peil_pdf(stuk, gemaakt_op=timezone.localtime(), door=request.user)
    return download_als(soort, pdf.bytes, stuk.bestandsnaam)
