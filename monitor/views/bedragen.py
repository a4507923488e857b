"""Bedragen per jaar, de ingelezen regels, en doelen die niet in het beleidskader staan."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from formatie.documents.tabel import exporteer
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from monitor.actions import leg_doel_vast
from monitor.choices import Dashboard
from monitor.documents.begroting import begrotingstuk
from monitor.forms import DoelForm
from monitor.models import Maandbedrag
from monitor.queries.begroting import begroting
from monitor.queries.dashboard import kpis_van
from monitor.tables import BEDRAGEN
from monitor.views.kader import export_gevraagd, exportlinks, omgeving


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def bedragen(request):
    """Participatiebudget, begroting en middelen, Wsw en BUIG per jaar."""
    waar = omgeving(request)
    stuk = begrotingstuk(waar.gekozen, begroting(waar.gekozen), timezone.localdate())
    if soort := export_gevraagd(request):
        return exporteer(stuk, soort, door=request.user)
    context = {
        "waar": waar,
        "stuk": stuk,
        "bladen": waar.bladen("monitor:bedragen"),
        "exporten": exportlinks(request),
        "mag_inlezen": request.user.mag(Recht.IMPORTEREN, waar.gekozen.pk),
        "mag_doel": request.user.mag(Recht.MONITOR_VASTZETTEN, waar.gekozen.pk),
    }
    return render(request, "monitor/bedragen.html", context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def bedragenlijst(request):
    """Elk ingelezen bedrag, met bron; te exporteren."""
    rijen = Maandbedrag.objects.zichtbaar_voor(request.user)
    return toon_lijst(request, BEDRAGEN, rijen, template="monitor/bedragenlijst.html")


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_VASTZETTEN)
@eenmalig
def doel(request):
    """Leg een doel per jaar vast voor een cijfer zonder norm in het kader (RH-099)."""
    gemeenten = list(Gemeente.objects.met_recht(request.user, Recht.MONITOR_VASTZETTEN))
    vrij = [kpi for kpi in kpis_van(Dashboard.values) if kpi.richting and not (kpi.doelcode or kpi.doel_uit)]
    form = DoelForm(request.POST or None, gemeenten=gemeenten, cijfers=[(kpi.code, kpi.naam) for kpi in vrij])
    if form.is_valid():
        keuze = dict(form.cleaned_data)
        code = keuze.pop("gemeente", None)
        gekozen = next((g for g in gemeenten if g.code == code), gemeenten[0])
        try:
            leg_doel_vast(gekozen, door=request.user, **keuze)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Het doel is vastgelegd.")
            return redirect("monitor:bedragen")
    return render(request, "monitor/doel.html", {"form": form})
