"""De drie dashboards, de PDCA-matrix en de mensen achter een cijfer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.downloads import download_als
from kern.gemeentekeuze import met_vraag
from kern.lists import toon_lijst
from kern.opmaak import datum
from kern.permissions import Recht, Rol
from kern.registers import kpis
from monitor.choices import Dashboard
from monitor.documents import dashboard as documents
from monitor.forms import DashboardForm, RijenForm
from monitor.queries.bijsturing import open_bijsturing
from monitor.queries.dashboard import dashboard as maak_dashboard
from monitor.queries.dashboard import periode_op, verdeling
from monitor.queries.kpi import met_persoon
from monitor.queries.pdca import matrix
from monitor.tables import RIJEN
from monitor.views.kader import (
    export_gevraagd,
    exportlinks,
    leg_rapport_vast,
    omgeving,
)

# Who works with the Wsw only starts there; the others at the first subject of the plan.
WSW_EERST = {Rol.CONSULENT_WSW, Rol.LIAISON, Rol.FINANCIEN}
# WV-007: uitstroom to paid work stands above everything, on each dashboard.
HOOFDCIJFER = "uitstroom_werk"


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def begin(request):
    """Het dashboard dat bij je rol hoort."""
    rollen = {str(rol) for rol in request.user.toegang.rollen}
    route = "monitor:wsw" if rollen and rollen <= {str(rol) for rol in WSW_EERST} else "monitor:participatie"
    return redirect(route)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def dashboard(request, onderwerp):
    """De cijfers van één onderwerp, met csv, json en PDF."""
    waar = omgeving(request)
    form = DashboardForm(request.GET, gemeenten=waar.gemeenten)
    hier = f"monitor:{onderwerp}"
    context = {"form": form, "waar": waar, "titel": Dashboard(onderwerp).label, "bladen": waar.bladen(hier)}
    if not form.is_valid():
        return render(request, "monitor/dashboard.html", context)
    keuze = form.cleaned_data
    peildatum = keuze["peildatum"] or timezone.localdate()
    gegevens = maak_dashboard(
        waar.gekozen, peildatum, vergelijk=keuze["vergelijk"], onderwerpen=[onderwerp], ook=[HOOFDCIJFER]
    )
    verdelingen = {s.code: verdeling(s, waar.gekozen, gegevens.periode) for s in gegevens.standen}
    if soort := export_gevraagd(request):
        return _exporteer(request, gegevens, [onderwerp], soort, verdelingen)
    context |= {
        "gegevens": gegevens,
        "hoofd": documents.hoofdregel(gegevens, HOOFDCIJFER, waar.adres),
        "blokken": documents.blokken(gegevens, onderwerp, waar.adres, verdelingen),
        "koppen": documents.kolomkoppen(gegevens),
        "figuur": documents.figuur(gegevens, onderwerp),
        "bijsturing": open_bijsturing(waar.gekozen, onderwerp),
        "exporten": exportlinks(request),
        "intern": documents.INTERN,
        "bladen": waar.bladen(hier, peildatum=request.GET.get("peildatum", "")[:10]),
    }
    return render(request, "monitor/dashboard.html", context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def pdca(request):
    """De hele PDCA-matrix: drie onderwerpen, elk met doel, resultaat, do, check en act (RH-080)."""
    waar = omgeving(request)
    form = DashboardForm(request.GET, gemeenten=waar.gemeenten)
    context = {"form": form, "waar": waar, "bladen": waar.bladen("monitor:pdca")}
    if not form.is_valid():
        return render(request, "monitor/pdca.html", context)
    keuze = form.cleaned_data
    gegevens = maak_dashboard(
        waar.gekozen, keuze["peildatum"] or timezone.localdate(), vergelijk=keuze["vergelijk"]
    )
    rijen = matrix(gegevens)
    if soort := export_gevraagd(request):
        return _exporteer(request, gegevens, Dashboard.values, soort, None, rijen)
    context |= {"gegevens": gegevens, "matrix": rijen, "exporten": exportlinks(request)}
    return render(request, "monitor/pdca.html", context)


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def rijen(request, code):
    """De mensen achter een cijfer; het aantal rijen is het cijfer (K2)."""
    kpi = kpis.get(code)
    form = RijenForm(request.GET)
    if kpi is None or kpi.rijen is None or not form.is_valid():
        raise Http404
    keuze = form.cleaned_data
    waar = omgeving(request, keuze["gemeente"])
    if not waar.mag_rijen(kpi):
        raise PermissionDenied
    tot = keuze["tot"] or timezone.localdate()
    van = keuze["van"] or min(periode_op(tot).van, tot)
    gekozen = met_persoon(kpi, kpi.rijen(waar.gekozen, van, tot))
    if keuze["deel"]:
        gekozen = gekozen.filter(telt=True)
    if keuze["groep"] and kpi.groepen:
        gekozen = gekozen.filter(deelgroep=keuze["groep"])
    context = {
        "kpi": kpi,
        "waar": waar,
        "periode": f"{datum(van)} t/m {datum(tot)}",
        "deel": "alleen wie meetelt" if keuze["deel"] else "iedereen",
        "groep": (kpi.groepen() if kpi.groepen else {}).get(keuze["groep"], ""),
        "dashboard_url": met_vraag(reverse(f"monitor:{kpi.dashboard}"), waar.vast(peildatum=tot.isoformat())),
        "dashboard": Dashboard(kpi.dashboard).label,
    }
    return toon_lijst(
        request,
        RIJEN,
        gekozen,
        template="monitor/rijen.html",
        context=context,
        verberg=("telt",) if keuze["deel"] else (),
    )


def _exporteer(request, gegevens, onderwerpen, soort, verdelingen, rijen=None):
    naam = "pdca" if rijen else "-".join(onderwerpen)
    leg_rapport_vast(request, f"monitor {naam}", gegevens.gemeente, gegevens.peildatum, soort)
    bestand = f"monitor-{naam}-{gegevens.gemeente.code}-{gegevens.peildatum:%Y-%m-%d}"
    if soort == "json":
        return download_als(soort, documents.als_json(gegevens), bestand)
    if soort == "csv":
        return download_als(soort, documents.als_csv(gegevens), bestand)
    pdf = documents.als_pdf(
        gegevens,
        onderwerpen,
        gemaakt_op=timezone.localtime(),
        door=request.user,
        verdelingen=verdelingen,
        matrix=rijen,
    )
    return download_als(soort, pdf.bytes, bestand)
