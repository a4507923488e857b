"""De monitor: cijfers op een peildatum, met de rijen erachter."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.downloads import download_als
from kern.logbook import leg_inzage_vast
from kern.models import Gemeente, Inzagesoort
from kern.permissions import Recht
from monitor.documents import bestand as documents
from monitor.forms import BestandForm, ExportForm
from monitor.queries.bestand import bestandsanalyse, vergelijking
from monitor.queries.tabel import LADDER_LIJST, WSW_LIJST, Rijen

# Which page shows the rows of a figure, and which right that page asks.
_LIJSTEN = {
    WSW_LIJST: ("wsw:medewerkers", Recht.WSW_INZIEN),
    LADDER_LIJST: ("reintegratie:ladder", Recht.REINTEGRATIE_INZIEN),
}


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def bestand(request):
    """Het bestand op een peildatum: Wsw-tabel en Participatieladder, met csv, json en PDF."""
    eigen = list(Gemeente.objects.met_recht(request.user, Recht.MONITOR_INZIEN))
    form = BestandForm(request.GET, gemeenten=eigen)
    context = {"form": form, "tabellen": [], "intern": documents.INTERN, "definities": []}
    if not form.is_valid():
        return render(request, "monitor/bestand.html", context)
    keuze = form.cleaned_data
    gekozen = [g for g in eigen if not keuze.get("gemeente") or g.code == keuze["gemeente"]]
    analyse = bestandsanalyse(gekozen, keuze["peildatum"] or timezone.localdate())
    tabellen = analyse.tabellen
    if keuze["vergelijk"]:
        tabellen = (*tabellen, vergelijking(analyse, bestandsanalyse(gekozen, keuze["vergelijk"])))
    export = ExportForm(request.GET)
    if export.is_valid() and export.cleaned_data["export"]:
        return _exporteer(request, analyse, tabellen, export.cleaned_data["export"])
    adres = _adresboek(request.user, analyse, keuze.get("gemeente") or "")
    context |= {
        "analyse": analyse,
        "tabellen": [(tabel, documents.regels(tabel, adres)) for tabel in tabellen],
        "figuur": documents.ladderfiguur(analyse),
        "definities": documents.definities(tabellen),
        "exporten": _exportlinks(keuze, analyse),
        "lijsten": _lijsten(request.user),
    }
    return render(request, "monitor/bestand.html", context)


def _adresboek(gebruiker, analyse, gemeentecode):
    """A function that gives the address of the rows, or "" when this user may not see exactly those rows."""
    getoond = {gemeente.pk for gemeente in analyse.gemeenten}

    def adres(rijen: Rijen) -> str:
        route, recht = _LIJSTEN[rijen.lijst]
        mag = gebruiker.toegang.gemeenten_met(recht)
        if not getoond or not (getoond <= mag if gemeentecode else getoond == mag):
            return ""
        filters = {
            "peildatum": (rijen.peildatum or analyse.peildatum).isoformat(),
            "gemeente": gemeentecode,
            **dict(rijen.filters),
        }
        return f"{reverse(route)}?{urlencode({naam: waarde for naam, waarde in filters.items() if waarde})}"

    return adres


def _lijsten(gebruiker):
    """The lists of people behind the figures, as far as this user may open them."""
    namen = (
        ("Wsw-medewerkers", *_LIJSTEN[WSW_LIJST]),
        ("Participatieladder", *_LIJSTEN[LADDER_LIJST]),
        ("Plaatsingen", "werkgevers:plaatsingen", Recht.WERKGEVER_INZIEN),
    )
    return [(naam, reverse(route)) for naam, route, recht in namen if gebruiker.mag(recht)]


def _exportlinks(keuze, analyse):
    vast = {"peildatum": analyse.peildatum.isoformat(), "gemeente": keuze.get("gemeente") or ""}
    if keuze["vergelijk"]:
        vast["vergelijk"] = keuze["vergelijk"].isoformat()
    vast = {naam: waarde for naam, waarde in vast.items() if waarde}
    return [(naam, f"?{urlencode(vast | {'export': code})}") for code, naam in ExportForm.SOORTEN]


def _exporteer(request, analyse, tabellen, soort):
    codes = [gemeente.code for gemeente in analyse.gemeenten]
    leg_inzage_vast(
        Inzagesoort.RAPPORT,
        door=request.user,
        pagina=f"bestand op {analyse.peildatum:%d-%m-%Y} ({soort})",
        gemeente_id=analyse.gemeenten[0].pk if len(analyse.gemeenten) == 1 else None,
        peildatum=analyse.peildatum.isoformat(),
        gemeenten=codes,
    )
    naam = f"bestand-{codes[0] if len(codes) == 1 else 'alle'}-{analyse.peildatum:%Y-%m-%d}"
    if soort == "json":
        return download_als("json", documents.als_json(analyse, tabellen), naam)
    if soort == "csv":
        return download_als("csv", documents.als_csv(analyse, tabellen), naam)
    pdf = documents.als_pdf(analyse, tabellen, gemaakt_op=timezone.localtime(), door=request.user)
    return download_als("pdf", pdf.bytes, naam)
