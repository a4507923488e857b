"""The logbook for who may see it: what happened, who looked, and the history of one record (AVG, Suwinet)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.permissions import Recht
from kern.queries_beheer import gebeurtenissen_voor, inzagen_voor, veldgeschiedenis
from kern.user_tables import GEBEURTENISSEN, INZAGEN


@require_safe
@vereist(Recht.AUDIT_INZIEN)
def audit(request):
    return _lijst(request, GEBEURTENISSEN, gebeurtenissen_voor(request.user))


@require_safe
@vereist(Recht.AUDIT_INZIEN)
def audit_inzagen(request):
    return _lijst(request, INZAGEN, inzagen_voor(request.user))


def _lijst(request, lijst, rijen):
    response = toon_lijst(request, lijst, rijen, template="kern/audit_lijst.html")
    if response.status_code == 200 and "Content-Disposition" in response.headers:
        # An export of the log is itself in the log, with its filters (schermen E8).
        filters = {n: w for n, w in request.GET.items() if n in lijst.filterset.base_filters and w}
        leg_inzage_vast("export", door=request.user, pagina=request.path, lijst=lijst.code, filters=filters)
    return response


@require_safe
@vereist(Recht.AUDIT_INZIEN)
def audit_geschiedenis(request, model, pk):
    regels = veldgeschiedenis(model, pk, door=request.user)
    if regels is None:
        raise Http404
    leg_inzage_vast("rapport", door=request.user, pagina=request.path)
    return render(request, "kern/audit_geschiedenis.html", {"regels": regels, "model": model, "nummer": pk})
