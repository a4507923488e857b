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
from personen.models import Persoon
from reintegratie import actions
from reintegratie.forms import BeeindigUitkeringForm, TredeMetingForm, UitkeringForm, VerbeterMetingForm
from reintegratie.lks_queries import subsidies_van
from reintegratie.models import Tredemeting, Uitkering
from werkgevers.views.blad import verwerk


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def blad(request, nummer):
    """De ladder en de uitkeringen; het formulier van de ladder staat open: trede kiezen en bewaren."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_INZIEN, blad="re-integratie")
    return _toon(request, dossier, None)


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def trede_meten(request, nummer):
    """Een nieuwe meting; hetzelfde blad, met fouten bij de velden."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad="re-integratie")
    plek = concept_voor(request, "trede", nummer, titel=f"Trede ({nummer})")
    form = plek.vul(TredeMetingForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                meting = actions.meet_trede(dossier.persoon, door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            stand = [meting.huidige_trede, meting.doeltrede, meting.datum.isoformat()]
            tekst = "De trede is bewaard. De vorige meting staat eronder."
            met_ongedaan(request, tekst, "trede", terug=_blad(nummer), meting=meting.pk, stand=stand)
            return redirect("reintegratie:dossierblad", nummer=nummer)
    return _toon(request, dossier, form if request.method == "POST" else None)


def _toon(request, dossier, form):
    eigen = Tredemeting.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    metingen = list(eigen.select_related("beoordelaar").order_by("-datum", "-pk"))
    uitkeringen = Uitkering.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    if form is None:
        plek = concept_voor(
            request, "trede", dossier.persoon.nummer, titel=f"Trede ({dossier.persoon.nummer})"
        )
        form = plek.vul(TredeMetingForm(initial=_huidig(metingen, dossier.peildatum)))
    context = {
        "form": form,
        "metingen": metingen,
        "uitkeringen": uitkeringen.select_related("partner").order_by("-begindatum"),
        "mag_wijzigen": dossier.mag(Recht.REINTEGRATIE_WIJZIGEN),
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
    oud = {veld: getattr(meting, veld) for veld in ("huidige_trede", "doeltrede", "datum", "bron")}
    return verwerk(
        request,
        dossier,
        VerbeterMetingForm(request.POST or None, initial=oud),
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
        BeeindigUitkeringForm(request.POST or None),
        partial(actions.beeindig_uitkering, uitkering, door=request.user),
        titel="Uitkering beëindigen",
        knop="Beëindig uitkering",
        melding="De uitkering is beëindigd.",
        terug=_blad(nummer),
    )


def _blad(nummer: str) -> str:
    return reverse("reintegratie:dossierblad", args=[nummer])
