"""Dossiers overdragen: voorstellen, beantwoorden, intrekken, en de lijst (RH-045, RH-147)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download_van
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout
from kern.models import Inzagesoort, Team
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan
from personen.dossier import open_dossier, toon_blad
from personen.forms import collegas
from reintegratie import overdracht_actions as actions
from reintegratie.models import Overdracht
from reintegratie.overdracht_forms import AccepteerForm, OverdrachtForm, WeigerForm
from reintegratie.overdracht_queries import segmentwissel
from reintegratie.overdracht_tables import OVERDRACHTEN
from werkgevers.views.blad import verwerk

BLAD = "re-integratie"


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def lijst(request):
    """Alle overdrachten van de eigen gemeenten; wat wacht staat bovenaan."""
    rijen = Overdracht.objects.zichtbaar_voor(request.user)
    return toon_lijst(request, OVERDRACHTEN, rijen, template="reintegratie/overdrachten_lijst.html")


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def nieuw(request, nummer):
    """Een overdracht voorstellen; bij een ander segment staat de reden er al."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad=BLAD)
    wissel = segmentwissel(dossier.persoon, timezone.localdate())
    begin, uitleg = {}, "De contactpersoon verandert pas als de ontvanger accepteert."
    if wissel.anders and wissel.was and wissel.wordt:
        begin["reden"] = f"Het segment is nu: {wissel.wordt.naam} (was: {wissel.was.naam})."
        uitleg = f"Volgens het kader hoort dit dossier nu bij: {wissel.wordt.behandelaar}. {uitleg}"
    return verwerk(
        request,
        dossier,
        OverdrachtForm(
            request.POST if request.method == "POST" else None,
            teams=Team.objects.filter(gemeente_id=dossier.persoon.gemeente_id),
            collegas=collegas(request.user, dossier.persoon.gemeente_id),
            initial=begin,
        ),
        partial(actions.stel_overdracht_voor, dossier.persoon, door=request.user),
        titel="Dossier overdragen",
        knop="Stel overdracht voor",
        melding="De overdracht is voorgesteld. De ontvanger ziet haar in de werkvoorraad.",
        terug=reverse("reintegratie:dossierblad", args=[nummer]),
        uitleg=uitleg,
    )


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def tonen(request, pk):
    """Eén overdracht met haar blad; wie mag, antwoordt hier."""
    overdracht, dossier = _open(request, pk, Recht.REINTEGRATIE_INZIEN)
    context = {
        "overdracht": overdracht,
        "mag_beantwoorden": actions.mag_beantwoorden(overdracht, request.user),
        "mag_intrekken": actions.mag_intrekken(overdracht, request.user),
    }
    return toon_blad(request, dossier, "reintegratie/overdracht.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_INZIEN)
@eenmalig
def accepteren(request, pk):
    """Kies wie de contactpersoon wordt: jijzelf, of de collega aan wie het is gevraagd."""
    overdracht, dossier = _open(request, pk, Recht.REINTEGRATIE_INZIEN)
    if not actions.mag_beantwoorden(overdracht, request.user):
        return _niet_aan_jou(request, overdracht)
    wie = collegas(request.user, overdracht.gemeente_id)
    form = AccepteerForm(
        request.POST if request.method == "POST" else None,
        collegas=wie,
        initial={"aan": overdracht.naar_id or (request.user.pk if wie.filter(pk=request.user.pk) else None)},
        versie=overdracht.versie,
    )
    return _antwoord(
        request, overdracht, dossier, form, actions.accepteer_overdracht, "Overdracht accepteren", "Accepteer",
        "Het dossier is overgenomen.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_INZIEN)
@eenmalig
def weigeren(request, pk):
    """Weigeren met reden; het dossier blijft waar het is."""
    overdracht, dossier = _open(request, pk, Recht.REINTEGRATIE_INZIEN)
    if not actions.mag_beantwoorden(overdracht, request.user):
        return _niet_aan_jou(request, overdracht)
    form = WeigerForm(request.POST if request.method == "POST" else None, versie=overdracht.versie)
    return _antwoord(
        request, overdracht, dossier, form, actions.weiger_overdracht, "Overdracht weigeren", "Weiger",
        "De overdracht is geweigerd. Wie haar voorstelde, ziet je reden.",
    )  # fmt: skip


def _niet_aan_jou(request, overdracht):
    """Whoever opened an old link is told so; answering for somebody else is refused."""
    if request.method == "POST" and overdracht.wacht:
        raise PermissionDenied
    messages.warning(request, "Deze overdracht wacht niet op jou. Er is niets veranderd.")
    return redirect(overdracht)


def _antwoord(request, overdracht, dossier, form, actie, titel, knop, melding):
    return verwerk(
        request,
        dossier,
        form,
        partial(actie, overdracht, door=request.user),
        titel=titel,
        knop=knop,
        melding=melding,
        terug=overdracht.get_absolute_url(),
        uitleg=f"Voorgesteld door {overdracht.voorgesteld_door}: {overdracht.reden}",
        ongedaan=(actions.ANTWOORD, actions.terug_te_draaien),
    )


@require_POST
@vereist(Recht.REINTEGRATIE_INZIEN)
def intrekken(request, pk):
    """Het voorstel vervalt."""
    overdracht, _ = _open(request, pk, Recht.REINTEGRATIE_INZIEN)
    if not actions.mag_intrekken(overdracht, request.user):
        return _niet_aan_jou(request, overdracht)
    try:
        ingetrokken = actions.trek_overdracht_in(overdracht, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        tekst, terug = "De overdracht is ingetrokken.", overdracht.get_absolute_url()
        met_ongedaan(request, tekst, actions.ANTWOORD, terug=terug, **actions.terug_te_draaien(ingetrokken))
    return redirect(overdracht)


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def pdf(request, pk):
    """Het overdrachtsblad zoals het bij het voorstel is bewaard."""
    eigen = Overdracht.objects.zichtbaar_voor(request.user).select_related("bestand")
    overdracht = get_object_or_404(eigen, pk=pk)
    leg_inzage_vast(
        Inzagesoort.DOCUMENT,
        door=request.user,
        pagina=f"overdracht {pk} (pdf)",
        gemeente_id=overdracht.gemeente_id,
        dossier_id=overdracht.persoon_id,
    )
    return download_van(overdracht.bestand)


def _open(request, pk, recht):
    eigen = Overdracht.objects.zichtbaar_voor(request.user).select_related(
        "persoon__gemeente", "van", "naar", "naar_team", "voorgesteld_door", "besloten_door", "gemeente"
    )
    overdracht = get_object_or_404(eigen, pk=pk)
    return overdracht, open_dossier(request, overdracht.persoon.nummer, recht=recht, blad=BLAD)
