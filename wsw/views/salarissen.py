"""De betaalopdracht salarissen per gemeente en maand: opstellen, goedkeuren, downloaden (RH-150)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_als, download_van
from kern.forms.datums import lees_maand
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from werkgevers.rules.tarief import laatste_dag
from wsw import salaris_actions as actions
from wsw.choices import Opdrachtstatus
from wsw.models import Betaalopdracht
from wsw.salaris_documents import opdracht_als
from wsw.salaris_forms import BetaalopdrachtForm, GemeenteForm


@require_safe
@vereist(Recht.SALARIS_BETALEN, Recht.SALARIS_GOEDKEUREN)
def overzicht(request):
    """Alle opdrachten, nieuwste eerst, en welke maand nu aan de beurt is."""
    rijen = Betaalopdracht.objects.zichtbaar_voor(request.user)
    per_gemeente: dict[int, list[Betaalopdracht]] = {}
    for rij in rijen.select_related("opgesteld_door", "goedgekeurd_door").order_by("-maand"):
        per_gemeente.setdefault(rij.gemeente_id, []).append(rij)
    blokken = [
        {
            "gemeente": gemeente,
            "opdrachten": per_gemeente.get(gemeente.pk, []),
            "volgende": _volgende(per_gemeente.get(gemeente.pk, [])),
            "mag_opstellen": request.user.mag(Recht.SALARIS_BETALEN, gemeente.pk),
        }
        for gemeente in _gemeenten(request)
    ]
    return render(request, "wsw/betaalopdrachten.html", {"blokken": blokken})


def _volgende(opdrachten) -> date | None:
    deze = timezone.localdate().replace(day=1)
    if not opdrachten:
        return deze
    if opdrachten[0].status != Opdrachtstatus.GOEDGEKEURD:
        return None
    volgende = opdrachten[0].maand + relativedelta(months=1)
    return volgende if volgende <= deze else None


@require_http_methods(["GET", "POST"])
@vereist(Recht.SALARIS_BETALEN)
@eenmalig
def opstellen(request, maand):
    """Het bedrag van de salarispartij overnemen; de vorige maand en het bestand staan ernaast om na te kijken."""
    eerste = lees_maand(maand)
    eigen = list(Gemeente.objects.met_recht(request.user, Recht.SALARIS_BETALEN))
    gemeente = _gekozen(request, eigen)
    if eerste is None or gemeente is None:
        raise Http404
    bestaand = Betaalopdracht.objects.filter(gemeente=gemeente, maand=eerste).first()
    if bestaand and bestaand.status == Opdrachtstatus.GOEDGEKEURD:
        return redirect(bestaand)
    form = BetaalopdrachtForm(
        request.POST or None, initial=_ingevuld(bestaand), versie=bestaand.versie if bestaand else None
    )
    if request.method == "POST" and form.is_valid():
        extra = {"versie": form.versie or 0 if bestaand else None}
        try:
            with transaction.atomic():
                nieuw = actions.stel_betaalopdracht_op(
                    gemeente, eerste, door=request.user, **{**form.als_gegevens(), **extra}
                )
        except Verouderd as fout:
            return botsing(
                request,
                form,
                fout.huidig,
                annuleren=fout.huidig.get_absolute_url(),
                waarden=_ingevuld(fout.huidig),
            )
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De opdracht is opgesteld. Laat een collega haar goedkeuren.")
            return redirect(nieuw)
    vorige = Betaalopdracht.objects.filter(gemeente=gemeente, maand=eerste - relativedelta(months=1)).first()
    context = {
        "form": form,
        "gemeente": gemeente,
        "maand": eerste,
        "vorige": vorige,
        "in_dienst": actions.in_dienst_op(gemeente, laatste_dag(eerste)),
    }
    return render(request, "wsw/betaalopdracht_opstellen.html", context)


def _ingevuld(opdracht) -> dict:
    if opdracht is None:
        return {}
    vast = {veld: getattr(opdracht, veld) for veld in ("totaal", "medewerkers", "kenmerk")}
    return vast | {regel.soort: regel.bedrag for regel in opdracht.regels.all()}


@require_safe
@vereist(Recht.SALARIS_BETALEN, Recht.SALARIS_GOEDKEUREN)
def opdracht(request, pk):
    """Eén opdracht met haar posten, en wat je er nu mee kunt doen."""
    gekozen = _opdracht(request, pk)
    goedgekeurd = gekozen.status == Opdrachtstatus.GOEDGEKEURD
    zelf = gekozen.opgesteld_door_id == request.user.pk
    mag_goedkeuren = request.user.mag(Recht.SALARIS_GOEDKEUREN, gekozen.gemeente_id)
    context = {
        "opdracht": gekozen,
        "regels": gekozen.regels.all(),
        "goedgekeurd": goedgekeurd,
        "mag_goedkeuren": mag_goedkeuren and not goedgekeurd and not zelf,
        "mag_opstellen": request.user.mag(Recht.SALARIS_BETALEN, gekozen.gemeente_id) and not goedgekeurd,
        "zelf_opgesteld": zelf and not goedgekeurd,
        "wijkt_af": gekozen.medewerkers is not None and gekozen.medewerkers != gekozen.in_dienst,
    }
    return render(request, "wsw/betaalopdracht.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.SALARIS_GOEDKEUREN)
def goedkeuren(request, pk):
    """Bevestigen met het bedrag; daarna staat de opdracht vast."""
    gekozen = _opdracht(request, pk)
    if not request.user.mag(Recht.SALARIS_GOEDKEUREN, gekozen.gemeente_id):
        raise Http404
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            actions.keur_betaalopdracht_goed(gekozen, door=request.user)
        except ValidationError as fout:
            messages.error(request, " ".join(fout.messages))
        else:
            meld_gelukt(request, "De opdracht is goedgekeurd en staat vast.")
        return redirect(gekozen)
    context = {
        "titel": f"Betaalopdracht {gekozen.maand:%m-%Y} goedkeuren",
        "vraag": f"Wil je de betaalopdracht van {gekozen.gemeente} aan {gekozen.ontvanger} goedkeuren?",
        "bedrag": gekozen.totaal,
        "gevolg": "Daarna verandert de opdracht niet meer. Een verbetering verreken je in een latere maand.",
        "knop_tekst": "Keur goed",
        "terug_url": gekozen.get_absolute_url(),
    }
    return render(request, "components/bevestigen.html", context)


@require_safe
@vereist(Recht.SALARIS_BETALEN, Recht.SALARIS_GOEDKEUREN)
def bestand(request, pk, vorm):
    """De goedgekeurde opdracht als pdf, csv of Excel."""
    gekozen = _opdracht(request, pk)
    if gekozen.status != Opdrachtstatus.GOEDGEKEURD or vorm not in ("pdf", "csv", "xlsx"):
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT, door=request.user, pagina=f"{gekozen} ({vorm})", gemeente_id=gekozen.gemeente_id
    )
    if vorm == "pdf":
        return download_van(gekozen.bestand)
    naam = f"betaalopdracht-salarissen-{gekozen.gemeente.code}-{gekozen.maand:%Y-%m}"
    return download_als(vorm, opdracht_als(vorm, gekozen, list(gekozen.regels.all())), naam)


def _gemeenten(request):
    toegang = request.user.toegang
    pks = toegang.gemeenten_met(Recht.SALARIS_BETALEN) | toegang.gemeenten_met(Recht.SALARIS_GOEDKEUREN)
    return Gemeente.objects.filter(pk__in=pks).order_by("naam")


def _gekozen(request, eigen) -> Gemeente | None:
    form = GemeenteForm(request.GET, gemeenten=eigen)
    code = form.cleaned_data.get("gemeente") if form.is_valid() else ""
    if not eigen or (request.GET.get("gemeente") and not code):
        return None
    return next((gemeente for gemeente in eigen if gemeente.code == code), eigen[0])


def _opdracht(request, pk) -> Betaalopdracht:
    eigen = Betaalopdracht.objects.zichtbaar_voor(request.user)
    return get_object_or_404(
        eigen.select_related("gemeente", "opgesteld_door", "goedgekeurd_door", "bestand"), pk=pk
    )
