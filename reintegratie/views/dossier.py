"""Het blad Re-integratie van een dossier: de ladder (drie klikken) en de uitkeringen."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan
from personen.dossier import open_dossier, toon_blad
from personen.models import Document, Persoon
from reintegratie import actions
from reintegratie.forms import BeeindigUitkeringForm, TredeMetingForm, UitkeringForm, VerbeterMetingForm
from reintegratie.lks_queries import subsidies_van
from reintegratie.models import Tredemeting, Uitkering
from reintegratie.overdracht_queries import overdrachten_van, segmentwissel
from werkgevers.views.blad import verwerk


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def blad(request, nummer):
    """De ladder en de uitkeringen; het formulier van de ladder staat open: trede kiezen en bewaren."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_INZIEN, blad="re-integratie")
    return _toon(request, dossier)


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def trede_meten(request, nummer):
    """Een nieuwe meting op een eigen pagina: de reden typen, de trede kiezen, bewaren."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad="re-integratie")
    metingen = _metingen(request, dossier)
    plek, form = _tredeform(request, dossier, metingen, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                meting = actions.meet_trede(dossier.persoon, door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            return _na_meting(request, dossier, meting)
    if request.method == "GET":
        # Coming here is only for this: the first thing to do is to type why.
        form.fields["reden"].widget.attrs["autofocus"] = True
    wissel = segmentwissel(dossier.persoon, dossier.peildatum)
    context = {"form": form, "metingen": metingen[:5], "wissel": wissel}
    return toon_blad(request, dossier, "reintegratie/trede_meten.html", context)


def _na_meting(request, dossier, meting):
    """Back to the page; when the segment changed, on to the hand-over (RH-045)."""
    nummer = dossier.persoon.nummer
    stand = [meting.huidige_trede, meting.doeltrede, meting.datum.isoformat()]
    tekst = "De trede is bewaard. De vorige meting staat eronder."
    wissel = segmentwissel(dossier.persoon, dossier.peildatum)
    verhuist = wissel.anders and wissel.meting == meting
    if verhuist and wissel.wordt:
        tekst = f"De trede is bewaard. Het segment is nu {wissel.wordt.naam}: draag het dossier over."
    met_ongedaan(request, tekst, "trede", terug=_blad(nummer), meting=meting.pk, stand=stand)
    if verhuist and dossier.loopt:
        return redirect("reintegratie:overdracht-nieuw", nummer=nummer)
    return redirect("reintegratie:dossierblad", nummer=nummer)


def _metingen(request, dossier):
    eigen = Tredemeting.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    return list(eigen.select_related("beoordelaar", "bewijs__bestand").order_by("-datum", "-pk"))


def _tredeform(request, dossier, metingen, data):
    nummer = dossier.persoon.nummer
    actie = reverse("reintegratie:trede-meten", args=[nummer])
    plek = concept_voor(request, "trede", nummer, titel=f"Trede ({nummer})", actie=actie)
    begin = _huidig(metingen, dossier.peildatum)
    return plek, plek.vul(TredeMetingForm(data, initial=begin, documenten=_documenten(request, dossier)))


def _documenten(request, dossier):
    """Documents this user may see, newest first; None when they may see none."""
    if not dossier.mag(Recht.DOCUMENT_INZIEN):
        return None
    eigen = Document.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon, verwijderd_op=None)
    return eigen.order_by("-datum", "-pk")


def _toon(request, dossier):
    metingen = _metingen(request, dossier)
    uitkeringen = Uitkering.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    mag_wijzigen = dossier.mag(Recht.REINTEGRATIE_WIJZIGEN)
    context = {
        "form": _tredeform(request, dossier, metingen, None)[1] if mag_wijzigen else None,
        "metingen": metingen,
        "uitkeringen": uitkeringen.select_related("partner").order_by("-begindatum"),
        "overdrachten": overdrachten_van(request.user, dossier.persoon),
        "mag_wijzigen": mag_wijzigen,
        "mag_lks": dossier.mag(Recht.LKS_INZIEN),
        "mag_lks_toekennen": dossier.mag(Recht.LKS_TOEKENNEN),
        "subsidies": subsidies_van(dossier),
    }
    return toon_blad(request, dossier, "reintegratie/dossierblad.html", context)


def _huidig(metingen, vandaag) -> dict:
    laatste = metingen[0] if metingen else None
    return {
        "huidige_trede": laatste.huidige_trede if laatste else None,
        "doeltrede": laatste.doeltrede if laatste else None,
        "datum": vandaag,
    }


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def meting_verbeteren(request, pk):
    """Een fout in een meting herstellen, met reden."""
    eigen = Tredemeting.objects.zichtbaar_voor(request.user).select_related("persoon")
    meting = get_object_or_404(eigen, pk=pk)
    nummer = meting.persoon.nummer
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad="re-integratie")
    oud = {veld: getattr(meting, veld) for veld in ("huidige_trede", "doeltrede", "datum", "bron", "bewijs")}
    documenten = _documenten(request, dossier)
    return verwerk(
        request,
        dossier,
        VerbeterMetingForm(request.POST or None, initial=oud, documenten=documenten, versie=meting.versie),
        partial(actions.corrigeer_meting, meting, door=request.user),
        titel=f"Meting van {meting.datum:%d-%m-%Y} verbeteren",
        knop="Bewaar",
        melding="De meting is verbeterd.",
        terug=_blad(nummer),
        uitleg="Alleen voor een fout. Is de trede veranderd? Leg dan een nieuwe meting vast.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def uitkering_beginnen(request, nummer):
    """Een uitkering beginnen, ook die van een paar (HT-005)."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad="re-integratie")
    personen = Persoon.objects.filter(gemeente_id=dossier.persoon.gemeente_id)
    return verwerk(
        request,
        dossier,
        UitkeringForm(request.POST or None, initial={"soort": "pw"}, personen=personen),
        partial(actions.start_uitkering, dossier.persoon, door=request.user),
        titel="Uitkering vastleggen",
        knop="Bewaar",
        melding="De uitkering is vastgelegd.",
        terug=_blad(nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def uitkering_beeindigen(request, pk):
    """Een uitkering beëindigen, met reden."""
    eigen = Uitkering.objects.zichtbaar_voor(request.user).select_related("persoon")
    uitkering = get_object_or_404(eigen, pk=pk)
    nummer = uitkering.persoon.nummer
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad="re-integratie")
    return verwerk(
        request,
        dossier,
        BeeindigUitkeringForm(request.POST or None, versie=uitkering.versie),
        partial(actions.beeindig_uitkering, uitkering, door=request.user),
        titel="Uitkering beëindigen",
        knop="Beëindig uitkering",
        melding="De uitkering is beëindigd.",
        terug=_blad(nummer),
        nu=lambda form, huidig: {"per": huidig.einddatum, "reden": huidig.reden_einde},
    )


def _blad(nummer: str) -> str:
    return reverse("reintegratie:dossierblad", args=[nummer])
