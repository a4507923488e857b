"""Plaatsingen: de lijst met aflopende contracten, en het blad van een dossier."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.once import eenmalig
from kern.permissions import Recht
from personen.dossier import open_dossier, toon_blad
from werkgevers import actions, undo_actions
from werkgevers.forms import BeeindigPlaatsingForm, PlaatsingForm, VerlengForm
from werkgevers.models import Overeenkomst, Plaatsing, Relatie
from werkgevers.tables import PLAATSINGEN
from werkgevers.views.blad import verwerk


@require_safe
@vereist(Recht.WERKGEVER_INZIEN)
def plaatsingen(request):
    """Alle plaatsingen; `?eindigt=6` toont contracten die binnen zes maanden eindigen."""
    request.vandaag = timezone.localdate()
    rijen = Plaatsing.objects.zichtbaar_voor(request.user).met_soort_voor(request.user)
    return toon_lijst(request, PLAATSINGEN, rijen, template="werkgevers/plaatsing_lijst.html")


@require_safe
@vereist(Recht.WERKGEVER_INZIEN)
def blad(request, nummer):
    """Waar deze persoon werkt en werkte, nieuwste eerst."""
    dossier = open_dossier(request, nummer, recht=Recht.WERKGEVER_INZIEN, blad="plaatsingen")
    eigen = Plaatsing.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    eigen = eigen.met_soort_voor(request.user)
    context = {
        "plaatsingen": eigen.select_related("relatie").order_by("-begindatum", "-pk"),
        "mag_wijzigen": dossier.mag(Recht.PLAATSING_WIJZIGEN),
        "mag_afspreken": dossier.mag(Recht.OVEREENKOMST_OVEREENKOMEN),
        "overeenkomsten": Overeenkomst.objects.zichtbaar_voor(request.user)
        .filter(persoon=dossier.persoon)
        .select_related("relatie")
        .order_by("-begindatum", "-pk"),
    }
    return toon_blad(request, dossier, "werkgevers/dossierblad.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAATSING_WIJZIGEN)
@eenmalig
def nieuw(request, nummer):
    """Een plaatsing beginnen."""
    dossier = open_dossier(request, nummer, recht=Recht.PLAATSING_WIJZIGEN, blad="plaatsingen")
    relaties = Relatie.objects.zichtbaar_voor(request.user).values("pk")
    form = PlaatsingForm(request.POST or None, relaties=Relatie.objects.filter(pk__in=relaties))
    return verwerk(
        request,
        dossier,
        form,
        partial(actions.start_plaatsing, dossier.persoon, door=request.user),
        titel="Plaatsing beginnen",
        knop="Begin plaatsing",
        melding="De plaatsing is begonnen.",
        ongedaan=(undo_actions.BEGONNEN, undo_actions.na),
        terug=_blad(nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAATSING_WIJZIGEN)
@eenmalig
def beeindigen(request, pk):
    """Een plaatsing beëindigen."""
    plaatsing, dossier = _open(request, pk)
    return verwerk(
        request,
        dossier,
        BeeindigPlaatsingForm(request.POST or None, versie=plaatsing.versie),
        partial(actions.beeindig_plaatsing, plaatsing, door=request.user),
        titel=f"Plaatsing bij {plaatsing.relatie} beëindigen",
        knop="Beëindig plaatsing",
        melding="De plaatsing is beëindigd.",
        nu=lambda form, huidig: {"per": huidig.einddatum, "reden": huidig.reden_einde},
        ongedaan=(undo_actions.BEEINDIGD, undo_actions.na),
        terug=_blad(dossier.persoon.nummer),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PLAATSING_WIJZIGEN)
@eenmalig
def verlengen(request, pk):
    """Een contract verlengen."""
    plaatsing, dossier = _open(request, pk)
    oud = plaatsing.contract_tot.isoformat() if plaatsing.contract_tot else ""
    uitleg = (
        f"Nu loopt het contract tot en met {plaatsing.contract_tot:%d-%m-%Y}."
        if plaatsing.contract_tot
        else ""
    )
    return verwerk(
        request,
        dossier,
        VerlengForm(request.POST or None, versie=plaatsing.versie),
        partial(actions.verleng_contract, plaatsing, door=request.user),
        titel=f"Contract bij {plaatsing.relatie} verlengen",
        knop="Verleng contract",
        melding="Het contract is verlengd.",
        nu=lambda form, huidig: {"tot": huidig.contract_tot},
        ongedaan=(undo_actions.VERLENGD, lambda nieuw: undo_actions.na(nieuw, oud=oud)),
        terug=_blad(dossier.persoon.nummer),
        uitleg=uitleg,
    )


def _open(request, pk):
    eigen = Plaatsing.objects.zichtbaar_voor(request.user).select_related("persoon", "relatie")
    plaatsing = get_object_or_404(eigen, pk=pk)
    nummer = plaatsing.persoon.nummer
    return plaatsing, open_dossier(request, nummer, recht=Recht.PLAATSING_WIJZIGEN, blad="plaatsingen")


def _blad(nummer: str) -> str:
    return reverse("werkgevers:dossierblad", args=[nummer])
