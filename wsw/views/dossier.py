"""Het blad Wsw van een dossier: dienstverbanden, indelingen per datum, kennismaking."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.once import eenmalig
from kern.permissions import Recht
from personen.dossier import open_dossier, toon_blad
from werkgevers.views.blad import verwerk
from wsw import actions
from wsw.forms import (
    BeeindigDienstverbandForm,
    DienstverbandForm,
    IndelingForm,
    KenmerkenForm,
    KennismakingForm,
    VerbeterIndelingForm,
)
from wsw.models import Dienstverband, Indeling
from wsw.mutatie_queries import van_persoon
from wsw.terugval_queries import open_van

_INDELINGSVELDEN = ("groep", "subsoort", "formele_werkgever", "uren_per_week", "schaal", "voorzien")


@require_safe
@vereist(Recht.WSW_INZIEN)
def blad(request, nummer):
    """Alle dienstverbanden van deze persoon, nieuwste eerst, elk met zijn indelingen."""
    dossier = open_dossier(request, nummer, recht=Recht.WSW_INZIEN, blad="wsw")
    eigen = Dienstverband.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    dienstverbanden = list(
        eigen.select_related("herkomstgemeente")
        .prefetch_related("indelingen__formele_werkgever")
        .order_by("-begindatum")
    )
    context = {
        "dienstverbanden": dienstverbanden,
        "mag_wijzigen": dossier.mag(Recht.WSW_WIJZIGEN),
        "loopt_er_een": any(d.geldt_op(dossier.peildatum) for d in dienstverbanden),
        "peildatum": dossier.peildatum,
        "mag_kenmerken": dossier.mag(Recht.KENMERK_INZIEN),
        "terugval": open_van(dossier.persoon),
        "mutaties": van_persoon(dossier.persoon),
    }
    return toon_blad(request, dossier, "wsw/dossierblad.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def beginnen(request, nummer):
    """Een dienstverband beginnen: overname, van voor 2015 of nieuw beschut."""
    dossier = open_dossier(request, nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    form = DienstverbandForm(request.POST or None)
    return verwerk(
        request,
        dossier,
        form,
        partial(actions.start_dienstverband, dossier.persoon, door=request.user),
        titel="Dienstverband beginnen",
        knop="Begin dienstverband",
        melding="Het dienstverband is begonnen.",
        terug=_blad(nummer),
        uitleg="Nieuwe instroom in de Wsw kan niet meer sinds 1-1-2015. Overname en nieuw beschut kunnen wel.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def indeling_wijzigen(request, pk):
    """Een andere indeling per datum."""
    dienstverband, dossier = _open(request, pk)
    nu = dienstverband.indelingen.order_by("-begindatum").first()
    oud = {veld: getattr(nu, veld) for veld in _INDELINGSVELDEN} if nu else {}
    return verwerk(
        request,
        dossier,
        IndelingForm(request.POST or None, initial=oud, versie=dienstverband.versie),
        partial(actions.wijzig_indeling, dienstverband, door=request.user),
        titel="Indeling wijzigen per datum",
        knop="Bewaar",
        melding="De nieuwe indeling is bewaard. De oude staat eronder.",
        nu=lambda form, huidig: oud | {"per": form.cleaned_data.get("per")},
        terug=_blad(dossier.persoon.nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def indeling_verbeteren(request, pk):
    """Een fout in een indeling herstellen, met reden."""
    eigen = Dienstverband.objects.zichtbaar_voor(request.user)
    indeling = get_object_or_404(Indeling.objects.filter(dienstverband__in=eigen), pk=pk)
    nummer = indeling.dienstverband.persoon.nummer
    dossier = open_dossier(request, nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    oud = {veld: getattr(indeling, veld) for veld in _INDELINGSVELDEN}
    return verwerk(
        request,
        dossier,
        VerbeterIndelingForm(request.POST or None, initial=oud, versie=indeling.versie),
        partial(actions.verbeter_indeling, indeling, door=request.user),
        titel="Indeling verbeteren",
        knop="Bewaar",
        melding="De indeling is verbeterd.",
        nu=lambda form, huidig: {"reden": form.cleaned_data.get("reden")},
        terug=_blad(nummer),
        uitleg="Verandert er iets vanaf een dag? Kies dan 'Wijzig per datum'.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def beeindigen(request, pk):
    """Een dienstverband beëindigen."""
    dienstverband, dossier = _open(request, pk)
    return verwerk(
        request,
        dossier,
        BeeindigDienstverbandForm(request.POST or None, versie=dienstverband.versie),
        partial(actions.beeindig_dienstverband, dienstverband, door=request.user),
        titel="Dienstverband beëindigen",
        knop="Beëindig dienstverband",
        melding="Het dienstverband is beëindigd.",
        nu=lambda form, huidig: {"per": huidig.einddatum, "reden": huidig.reden_einde},
        terug=_blad(dossier.persoon.nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def kennismaking(request, pk):
    """Vastleggen wanneer de kennismaking was (RH-040)."""
    dienstverband, dossier = _open(request, pk)
    return verwerk(
        request,
        dossier,
        KennismakingForm(request.POST or None, versie=dienstverband.versie),
        partial(actions.leg_kennismaking_vast, dienstverband, door=request.user),
        titel="Kennismaking vastleggen",
        knop="Bewaar",
        melding="De kennismaking is vastgelegd.",
        nu=lambda form, huidig: {"op": huidig.kennismaking_op},
        terug=_blad(dossier.persoon.nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def kenmerken(request, pk):
    """De arbeidshandicapcategorie en de indicatie aanvullen."""
    dienstverband, dossier = _open(request, pk)
    oud = {veld: getattr(dienstverband, veld) for veld in ("handicapcategorie", "indicatie_tot")}
    return verwerk(
        request,
        dossier,
        KenmerkenForm(request.POST or None, initial=oud, versie=dienstverband.versie),
        partial(actions.wijzig_kenmerken, dienstverband, door=request.user),
        titel="Indicatie en arbeidshandicap",
        knop="Bewaar",
        melding="De gegevens van de indicatie zijn bewaard.",
        terug=_blad(dossier.persoon.nummer),
    )


def _open(request, pk):
    eigen = Dienstverband.objects.zichtbaar_voor(request.user).select_related("persoon")
    dienstverband = get_object_or_404(eigen, pk=pk)
    return dienstverband, open_dossier(
        request, dienstverband.persoon.nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw"
    )


def _blad(nummer: str) -> str:
    return reverse("wsw:dossierblad", args=[nummer])
