"""Bedragen per jaar en de ingelezen regels."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from formatie.documents.tabel import exporteer
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.permissions import Recht
from monitor.documents.begroting import begrotingstuk
from monitor.models import Maandbedrag
from monitor.queries.begroting import begroting
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
    }
    return render(request, "monitor/bedragen.html", context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def bedragenlijst(request):
    """Elk ingelezen bedrag, met bron; te exporteren."""
    rijen = Maandbedrag.objects.zichtbaar_voor(request.user)
    return toon_lijst(request, BEDRAGEN, rijen, template="monitor/bedragenlijst.html")
