"""Betalingen zonder bankbestand: vastleggen, en een collega beslist."""

from functools import partial

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
from werkgevers.actions import handbetaling as actions
from werkgevers.betaling_forms import HandbetalingForm
from werkgevers.betaling_tables import HANDBETALINGEN
from werkgevers.choices import Voorstelstatus
from werkgevers.models import Handbetaling
from werkgevers.views.geld import bladen, doe, voer_uit


@require_safe
@vereist(Recht.BETALING_INZIEN)
def lijst(request):
    """Alle voorstellen en besluiten."""
    rijen = Handbetaling.objects.zichtbaar_voor(request.user)
    context = {
        "bladen": bladen(request, "Zonder bankbestand"),
        "mag_nieuw": request.user.mag(Recht.BETALING_VERWERKEN),
    }
    return toon_lijst(
        request, HANDBETALINGEN, rijen, template="werkgevers/handbetaling_lijst.html", context=context
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.BETALING_VERWERKEN)
@eenmalig
def nieuw(request):
    """Geld dat niet in een bankbestand staat: hoe, wanneer, hoeveel en waarom."""
    form = HandbetalingForm(
        request.POST or None, gemeenten=Gemeente.objects.met_recht(request.user, Recht.BETALING_VERWERKEN)
    )
    if request.method == "POST" and form.is_valid():
        voorstel, fout = voer_uit(
            partial(actions.stel_handbetaling_voor, door=request.user, **form.cleaned_data)
        )
        if fout is None:
            meld_gelukt(request, "De betaling staat klaar. Een collega kan nu beslissen.")
            return redirect(voorstel)
        zet_fouten(form, fout)
    context = {
        "form": form,
        "titel": "Betaling zonder bankbestand",
        "knop": "Stel voor",
        "terug": reverse("werkgevers:handbetalingen"),
        "uitleg": "Voor kasgeld, een andere rekening of een verrekening. Een collega beslist; tot die tijd verandert er "
        "niets.",
    }
    return render(request, "werkgevers/geld_formulier.html", context)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def detail(request, pk):
    """Eén voorstel, met de knoppen voor wie mag beslissen."""
    eigen = Handbetaling.objects.zichtbaar_voor(request.user).select_related(
        "voorgesteld_door", "besloten_door", "betaling"
    )
    gevonden = get_object_or_404(eigen, pk=pk)
    open_ = gevonden.status == Voorstelstatus.VOORGESTELD
    mag = open_ and request.user.mag(Recht.AFBOEKEN, gevonden.gemeente_id)
    zelf = gevonden.voorgesteld_door_id == request.user.pk
    context = {"hand": gevonden, "mag_besluiten": mag and not zelf, "zelf": open_ and zelf}
    return render(request, "werkgevers/handbetaling.html", context)


@require_POST
@vereist(Recht.AFBOEKEN)
def besluit(request, pk):
    """Goedkeuren of afwijzen."""
    mijn = request.user.toegang.gemeenten_met(Recht.AFBOEKEN)
    eigen = Handbetaling.objects.zichtbaar_voor(request.user).filter(gemeente__in=mijn)
    gevonden = get_object_or_404(eigen, pk=pk)
    akkoord = request.POST.get("besluit") == "akkoord"
    actie = partial(actions.besluit_handbetaling, gevonden, akkoord=akkoord, door=request.user)
    melding = "De betaling is geboekt." if akkoord else "Het voorstel is afgewezen."
    return doe(request, actie, melding, gevonden.get_absolute_url())
