"""Pages of the beleidskader: read, compare, propose, decide."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.actions.beleid import (
    laat_parameter_vervallen,
    mag_in_kader,
    stel_parameter_vast,
    stel_parameter_voor,
)
from kern.concepts import concept_voor
from kern.decorators import vereist
from kern.forms.beleid import KaderFilterForm, ParameterForm, VaststellenForm, VergelijkForm, VervallenForm
from kern.meldingen import meld_gelukt
from kern.models import Beleidskader, Beleidsstatus, Parameter
from kern.once import eenmalig
from kern.opmaak import datum
from kern.parameters import catalogus
from kern.permissions import Recht
from kern.queries.beleid import in_groepen, kaderlijst, kaderregels, vergelijk, versies
from kern.views.beleidskader_export import exporteer_kader
from kern.views.kaders import kaderstand


@require_safe
@vereist(Recht.BELEID_INZIEN)
def kader_lijst(request):
    vandaag = timezone.localdate()
    context = {
        "kaders": kaderlijst(request.user, vandaag),
        "vandaag": vandaag,
        "mag_nieuw": request.user.mag(Recht.BELEID_WIJZIGEN),
    }
    return render(request, "kern/beleidskader_lijst.html", context)


@require_safe
@vereist(Recht.BELEID_INZIEN)
def kader_detail(request, kader):
    kader = _kader(request, kader)
    form = KaderFilterForm(request.GET or None, initial={"peildatum": timezone.localdate()})
    gekozen = form.cleaned_data if form.is_valid() else {}
    peildatum = gekozen.get("peildatum") or timezone.localdate()
    filters = {
        "zoek": gekozen.get("q", ""),
        "groep": gekozen.get("groep", ""),
        "toon": gekozen.get("toon", ""),
    }
    regels = kaderregels(kader, peildatum)
    groepen = in_groepen(regels, **filters)
    if gekozen.get("export"):
        return exporteer_kader(gekozen["export"], kader, peildatum, groepen)
    context = {
        "kader": kader,
        "form": form,
        "tags": _filtertags(request, form),
        "export_query": _zonder(request, "export"),
        "peildatum": peildatum,
        "groepen": groepen,
        "aantal": sum(len(groep.regels) for groep in groepen),
        "aantal_eigen": sum(1 for regel in regels if regel.eigen),
        "aantal_open": sum(1 for regel in regels if not regel.waarde),
        "totaal": len(regels),
        "geldt": kader.geldt_op(peildatum),
    } | kaderstand(request, kader)
    return render(request, "kern/beleidskader_detail.html", context)


@require_safe
@vereist(Recht.BELEID_INZIEN)
def kader_vergelijken(request):
    kaders = Beleidskader.objects.filter(
        pk__in=Beleidskader.objects.zichtbaar_voor(request.user).values("pk")
    )
    form = VergelijkForm(request.GET, kaders=kaders)
    context: dict[str, Any] = {"form": form, "rijen": None}
    if form.is_valid() and form.cleaned_data["links"] and form.cleaned_data["rechts"]:
        keuze = form.cleaned_data
        links_dag = keuze["links_dag"] or timezone.localdate()
        rechts_dag = keuze["rechts_dag"] or timezone.localdate()
        rijen = vergelijk(keuze["links"], links_dag, keuze["rechts"], rechts_dag)
        anders = [rij for rij in rijen if rij.verschil != "gelijk"]
        context |= {
            "links": keuze["links"],
            "links_dag": links_dag,
            "rechts": keuze["rechts"],
            "rechts_dag": rechts_dag,
            "rijen": anders if keuze["verschillen"] else rijen,
            "aantal": len(rijen),
            "aantal_anders": len(anders),
        }
    return render(request, "kern/beleidskader_vergelijken.html", context)


@require_safe
@vereist(Recht.BELEID_INZIEN)
def parameter_detail(request, kader, code):
    kader = _kader(request, kader)
    alle = versies(kader, code)
    vastgesteld = [versie for versie in alle if versie.parameter.status == Beleidsstatus.VASTGESTELD]
    context = {
        "kader": kader,
        "code": _code(code),
        "versies": alle,
        "nieuw": vastgesteld[0] if len(vastgesteld) > 1 else None,
        "oud": vastgesteld[1] if len(vastgesteld) > 1 else None,
        "concept": next((v.parameter for v in alle if v.parameter.status == Beleidsstatus.CONCEPT), None),
        "vandaag": timezone.localdate(),
        "mag_wijzigen": mag_in_kader(request.user, Recht.BELEID_WIJZIGEN, kader),
        "mag_vaststellen": mag_in_kader(request.user, Recht.BELEID_VASTSTELLEN, kader),
    }
    return render(request, "kern/beleidskader_parameter.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_WIJZIGEN)
@eenmalig
def parameter_voorstellen(request, kader, code):
    kader, code = _kader(request, kader), _code(code)
    if not mag_in_kader(request.user, Recht.BELEID_WIJZIGEN, kader):
        raise Http404
    huidige = next(
        (v for v in versies(kader, code.code) if v.parameter.status == Beleidsstatus.VASTGESTELD), None
    )
    plek = concept_voor(
        request, "parameter", f"{kader.code}/{code.code}", titel=f"Nieuwe waarde: {code.naam}"
    )
    form = plek.vul(ParameterForm(request.POST or None, code=code, huidige=huidige))
    if form.is_valid():
        try:
            with transaction.atomic():
                stel_parameter_voor(kader, code=code.code, door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            _neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Je voorstel is bewaard. Iemand anders kan het nu vaststellen.")
            return redirect("kern:parameter", kader.code, code.code)
    context = {"kader": kader, "code": code, "huidige": huidige, "form": form}
    return render(request, "kern/beleidskader_voorstellen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_VASTSTELLEN)
@eenmalig
def parameter_vaststellen(request, kader, pk):
    parameter = _parameter(request, kader, pk, Recht.BELEID_VASTSTELLEN)
    form = VaststellenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            stel_parameter_vast(parameter, door=request.user)
        except ValidationError as fout:
            _neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, f"De waarde is vastgesteld en geldt vanaf {datum(parameter.begindatum)}.")
            return redirect("kern:parameter", kader, parameter.code)
    return render(request, "kern/beleidskader_vaststellen.html", _besluitcontext(parameter, form))


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN)
@eenmalig
def parameter_vervallen(request, kader, pk):
    parameter = _parameter(request, kader, pk, Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN)
    form = VervallenForm(request.POST or None)
    if form.is_valid():
        try:
            laat_parameter_vervallen(parameter, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            _neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "De waarde is vervallen. De waarde die daarvoor gold, loopt door.")
            return redirect("kern:parameter", kader, parameter.code)
    return render(request, "kern/beleidskader_vervallen.html", _besluitcontext(parameter, form))


def _filtertags(request, form) -> list[tuple[str, str, str]]:
    """The filters that are on, each with the address without it."""
    if not (form.is_bound and form.is_valid()):
        return []
    tags = []
    for naam, waarde in form.gekozen():
        veld = form.fields[naam]
        if not veld.widget.is_hidden:
            getoond = dict(getattr(veld, "choices", ())).get(waarde) or form[naam].data
            tags.append((str(veld.label), getoond, f"?{_zonder(request, naam)}".rstrip("&")))
    return tags


def _zonder(request, naam: str) -> str:
    """The query string without one parameter, ready to be continued."""
    over = request.GET.copy()
    over.pop(naam, None)
    return f"{over.urlencode()}&" if over else ""


def _besluitcontext(parameter: Parameter, form) -> dict:
    alle = versies(parameter.kader, parameter.code)
    return {
        "kader": parameter.kader,
        "code": _code(parameter.code),
        "nieuw": next(versie for versie in alle if versie.parameter == parameter),
        "lopend": next(
            (
                versie
                for versie in alle
                if versie.parameter.status == Beleidsstatus.VASTGESTELD
                and versie.parameter != parameter
                and versie.parameter.geldt_op(parameter.begindatum)
            ),
            None,
        ),
        "form": form,
    }


def _kader(request, code: str) -> Beleidskader:
    """Het kader als deze gebruiker het mag zien, anders 404."""
    zichtbaar = Beleidskader.objects.zichtbaar_voor(request.user)
    return get_object_or_404(zichtbaar.select_related("gemeente", "verband"), code=code)


def _parameter(request, kader: str, pk: int, *rechten: Recht) -> Parameter:
    """De waarde, als deze gebruiker een van de rechten in dít kader heeft; anders 404."""
    rijen = Parameter.objects.select_related("kader__gemeente", "kader__verband", "opgesteld_door")
    parameter = get_object_or_404(rijen, pk=pk, kader=_kader(request, kader))
    if not any(mag_in_kader(request.user, recht, parameter.kader) for recht in rechten):
        raise Http404
    return parameter


def _code(code: str):
    if code not in catalogus():
        raise Http404
    return catalogus()[code]


def _neem_fouten_over(form, fout: ValidationError) -> None:
    """Put each message at its field, or above the form when the form has no such field."""
    for veld, fouten in getattr(
        fout, "error_dict", {None: fout.error_list if hasattr(fout, "error_list") else []}
    ).items():
        form.add_error(veld if veld in form.fields else None, fouten)
