"""Wat als: de basis, een berekening en een ander scenario naast elkaar; bewaren, kopiëren en weggooien."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from formatie.actions import bewaar_scenario, verwijder_scenario
from formatie.documents.scenario import kant, scenariostuk
from formatie.forms import BewaarScenarioForm, WatAlsForm, scenario_keuze
from formatie.queries.telling import basis_op
from formatie.rules import invoer_uit_json
from formatie.views.kader import (
    export_gevraagd,
    exportlinks,
    neem_mee,
    omgeving,
    scenario_of_404,
    scenarios_van,
)
from kern.decorators import vereist
from kern.forms import DatumField
from kern.meldingen import meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan
from personen.forms import neem_fouten_over


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def wat_als(request):
    """Reken vanaf de basis: de telling en de normen van vandaag."""
    return _reken(request, omgeving(request), None)


@require_safe
@vereist(Recht.FORMATIE_INZIEN)
def scenario(request, pk):
    """Reken vanaf een bewaard scenario; het adres bevat alles wat je verandert."""
    bewaard = scenario_of_404(request, pk)
    waar = omgeving(request)
    waar = type(waar)(waar.gemeenten, bewaard.gemeente, waar.gebruiker)
    return _reken(request, waar, bewaard)


def _reken(request, waar, bewaard):
    basis = basis_op(waar.gekozen, _peildatum(request))
    start = invoer_uit_json(bewaard.invoer) if bewaard else basis.invoer
    scenarios = [s for s in scenarios_van(request, waar.gekozen) if s != bewaard]
    form = WatAlsForm(_eigen_keuze(request), start=start, gemeenten=waar.gemeenten, scenarios=scenarios)
    titel = f"Scenario {bewaard.naam}" if bewaard else "Wat als"
    kanten = [kant("Basis", basis.invoer)]
    if not form.is_bound:
        kanten.append(kant(bewaard.naam if bewaard else "Deze berekening", start))
    elif form.is_valid():
        kanten = [kant("Basis", basis.invoer, form.decimalen)]
        anders = bewaard is None or form.als_invoer() != start
        naam = "Deze berekening" if anders else bewaard.naam
        kanten.append(kant(naam, form.als_invoer(), form.decimalen))
        ander = scenario_keuze(form, "naast", scenarios)
        if ander:
            kanten.append(kant(ander.naam, invoer_uit_json(ander.invoer), form.decimalen))
    stuk = scenariostuk(waar.gekozen, basis, kanten, titel=titel, bron=bewaard.bron if bewaard else "")
    fout = form.is_bound and not form.is_valid()
    if (soort := export_gevraagd(request)) and not fout:
        return neem_mee(request, stuk, soort)
    context = {
        "stuk": stuk,
        "form": form,
        "fout": fout,
        "bewaard": bewaard,
        "scenarios": scenarios,
        "waar": waar,
        "basis": basis,
        "bladen": waar.bladen("formatie:wat-als"),
        "exporten": exportlinks(request),
        "paginatitel": titel,
        "bewaar_url": _bewaar_url(request, waar, bewaard),
        "link": f"{request.path}?{_vraag(request).urlencode()}".rstrip("?"),
    }
    sjabloon = (
        "formatie/_uitkomst.html" if request.htmx and not request.htmx.boosted else "formatie/wat_als.html"
    )
    return render(request, sjabloon, context)


def _peildatum(request):
    from django.utils import timezone

    try:
        gekozen = DatumField(required=False).clean(request.GET.get("peildatum", ""))
    except ValidationError:
        gekozen = None
    vandaag = timezone.localdate()
    return min(gekozen or vandaag, vandaag)


def _vraag(request) -> QueryDict:
    vraag = request.GET.copy()
    vraag.pop("export", None)
    return vraag


def _eigen_keuze(request):
    """De parameters van het formulier; alleen een gemeente of export kiezen is nog geen berekening."""
    gegeven = {naam: waarde for naam, waarde in request.GET.items() if naam != "export"}
    return request.GET if set(gegeven) - {"gemeente", "peildatum"} else None


def _bewaar_url(request, waar, bewaard) -> str:
    vraag = _vraag(request)
    vraag["gemeente"] = waar.gekozen.code
    if bewaard:
        vraag["van"] = bewaard.pk
    return f"{reverse('formatie:scenario-bewaren')}?{vraag.urlencode()}"


@require_http_methods(["GET", "POST"])
@vereist(Recht.FORMATIE_WIJZIGEN)
@eenmalig
def scenario_bewaren(request):
    """Geef de berekening uit het adres een naam. De basis blijft zoals ze is."""
    waar = omgeving(request)
    basis = basis_op(waar.gekozen, _peildatum(request))
    eigen = scenarios_van(request, waar.gekozen)
    van = next((s for s in eigen if str(s.pk) == request.GET.get("van", "")), None)
    start = invoer_uit_json(van.invoer) if van else basis.invoer
    keuze = WatAlsForm(_eigen_keuze(request) or {}, start=start, gemeenten=waar.gemeenten, scenarios=eigen)
    terug = reverse("formatie:scenario", args=[van.pk]) if van else reverse("formatie:wat-als")
    if keuze.is_bound and not keuze.is_valid():
        return redirect(f"{terug}?{urlencode(list(request.GET.items()))}")
    invoer = keuze.als_invoer() if keuze.is_bound else start
    voorstel = f"Kopie van {van.naam}" if van else ""
    form = BewaarScenarioForm(request.POST or None, initial={"naam": voorstel[:100]})
    if form.is_valid():
        extra = (
            {"per_fte": van.invoer["per_fte"]}
            if van and van.invoer.get("per_fte") and invoer == start
            else {}
        )
        try:
            nieuw = bewaar_scenario(
                gemeente=waar.gekozen,
                peildatum=basis.peildatum,
                invoer=invoer,
                extra=extra,
                door=request.user,
                **form.cleaned_data,
            )
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, f"Scenario {nieuw.naam} is bewaard.")
            return redirect("formatie:scenario", nieuw.pk)
    uitkomst = kant("Deze berekening", invoer)
    stuk = scenariostuk(
        waar.gekozen, basis, [kant("Basis", basis.invoer), uitkomst], titel="Scenario bewaren"
    )
    context = {"form": form, "stuk": stuk, "terug": terug, "waar": waar}
    return render(request, "formatie/scenario_bewaren.html", context)


@require_POST
@vereist(Recht.FORMATIE_WIJZIGEN)
def scenario_verwijderen(request, pk):
    bewaard = scenario_of_404(request, pk)
    gegevens = verwijder_scenario(bewaard, door=request.user)
    terug = reverse("formatie:wat-als")
    tekst = f"Scenario {bewaard.naam} is weg."
    met_ongedaan(request, tekst, "scenario.verwijderd", terug=terug, **gegevens)
    return redirect(terug)
