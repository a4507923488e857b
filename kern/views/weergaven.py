"""What serves every list: search term, chosen rows, columns, saved views, reason for a BSN export."""

import re
import secrets
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kern.actions.weergaven import (
    bewaar_lijstvoorkeur,
    bewaar_weergave,
    herstel_lijstvoorkeur,
    verwijder_weergave,
    wijzig_weergave,
)
from kern.decorators import iedereen, vereist
from kern.lists.definition import lijsten
from kern.lists.forms import RedenForm, RijenForm, WeergaveForm, ZoekForm, lokaal_adres
from kern.lists.parameters import BLADEREN, bewaarbare_vraag, filtervraag, geldige_kolommen
from kern.lists.saved import weergave_url
from kern.lists.search import bewaar_term
from kern.lists.selection import MAX_GEKOZEN, bewaar_keuze, keuze_van, wis_keuze
from kern.models import Lijstvoorkeur, Weergave
from kern.once import eenmalig
from kern.permissions import Recht


def _lijst(code: str):
    if code not in lijsten:
        raise Http404
    return lijsten[code]


def _met(adres: str, *, weg=(), **nieuw) -> str:
    """The address with other query parameters."""
    deel = urlsplit(adres)
    paren = [
        (n, w) for n, w in parse_qsl(deel.query, keep_blank_values=True) if n not in weg and n not in nieuw
    ]
    vraag = urlencode([*paren, *((n, w) for n, w in nieuw.items() if w)])
    return f"{deel.path}?{vraag}" if vraag else deel.path


@require_POST
@iedereen
def lijst_zoeken(request, code):
    """Keep the term on the server and go back with a token."""
    lijst = _lijst(code)
    terug = lokaal_adres(request.POST.get("terug"))
    form = ZoekForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["term"])))
        return HttpResponseRedirect(terug)
    term = form.cleaned_data["term"].strip()
    token = bewaar_term(request, lijst.code, term) if term else ""
    return HttpResponseRedirect(_met(terug, weg=(*BLADEREN, "export", "bsn"), zoek=token))


@require_POST
@iedereen
def lijst_keuze(request, code):
    """Remember the ticks; then another page, all rows, no rows, or the bulk action."""
    lijst = _lijst(code)
    terug = lokaal_adres(request.POST.get("terug"))
    filters = filtervraag(lijst, QueryDict(urlsplit(terug).query))
    if request.POST.get("wis"):
        wis_keuze(request, code)
        return HttpResponseRedirect(terug)
    zichtbaar = _getallen(request.POST.get("zichtbaar", "").split(","))
    alles = bool(request.POST.get("alles"))
    # Ticks under "alles" mean nothing: it is on until someone clears it.
    alles = alles or (
        keuze_van(request, code, filters).alles and _getallen(request.POST.getlist("kies")) >= zichtbaar
    )
    keuze = bewaar_keuze(
        request,
        code,
        filters,
        gekozen=_getallen(request.POST.getlist("kies")),
        zichtbaar=zichtbaar,
        alles=alles,
    )
    naar = request.POST.get("naar", "")
    if naar.startswith("?"):
        return HttpResponseRedirect(lokaal_adres(urlsplit(terug).path + naar, terug))
    handeling = request.POST.get("handeling")
    if not handeling:
        return HttpResponseRedirect(terug)
    actie = next((actie for actie in lijst.bulkacties if actie.code == handeling), None)
    if actie is None:
        raise Http404
    if not request.user.mag(actie.recht):
        raise PermissionDenied
    if not keuze:
        messages.error(request, f"Kies minstens 1 {lijst.keuzewoord[0]}.")
        return HttpResponseRedirect(terug)
    return redirect(actie.route)


def _getallen(teksten) -> set[int]:
    return {
        int(tekst) for tekst in teksten[: MAX_GEKOZEN * 2] if re.fullmatch(r"[0-9]{1,18}", tekst, re.ASCII)
    }


@require_http_methods(["GET", "POST"])
@iedereen
def lijst_kolommen(request, code):
    """Choose columns and their order with buttons, and the number of rows; kept on the server."""
    lijst = _lijst(code)
    terug = lokaal_adres(request.POST.get("terug") or request.GET.get("terug"))
    voorkeur = Lijstvoorkeur.objects.filter(gebruiker=request.user, lijst=code).first()
    if request.method == "POST" and "herstel" in request.POST:
        herstel_lijstvoorkeur(lijst=code, door=request.user)
        messages.success(request, "De kolommen staan weer zoals in het begin.")
        return HttpResponseRedirect(_met(terug, weg=("kolommen", "per", *BLADEREN)))
    alle = lijst.tabel.alle_kolommen()
    if request.method == "POST":
        volgorde = [naam for naam in dict.fromkeys(request.POST.getlist("volgorde")) if naam in alle]
        aan = set(request.POST.getlist("aan"))
    else:
        aan = set(geldige_kolommen(lijst, voorkeur.kolommen if voorkeur else []))
        volgorde = geldige_kolommen(lijst, voorkeur.kolommen if voorkeur else [])
    volgorde += [naam for naam in alle if naam not in volgorde]
    aan |= {naam for naam, kolom in alle.items() if getattr(kolom, "vast", False)}
    volgorde = _verplaats(volgorde, request.POST.get("omhoog"), -1)
    volgorde = _verplaats(volgorde, request.POST.get("omlaag"), +1)
    begin = {"per_pagina": str(voorkeur.per_pagina if voorkeur else 25)}
    form = RijenForm(request.POST if request.method == "POST" else None, initial=begin)
    if "bewaar" in request.POST and form.is_valid():
        kolommen = geldige_kolommen(lijst, [naam for naam in volgorde if naam in aan])
        per = int(form.cleaned_data["per_pagina"])
        bewaar_lijstvoorkeur(lijst=code, kolommen=kolommen, per_pagina=per, door=request.user)
        messages.success(request, "Je kolommen zijn bewaard.")
        return HttpResponseRedirect(_met(terug, weg=("kolommen", "per", *BLADEREN)))
    regels = [
        {
            "code": n,
            "naam": lijst.tabel.kolomnaam(n),
            "aan": n in aan,
            "vast": getattr(alle[n], "vast", False),
        }
        for n in volgorde
    ]
    waarden = {"definitie": lijst, "kolommen": regels, "form": form, "terug": terug}
    return render(request, "kern/weergave_kolommen.html", waarden)


def _verplaats(volgorde: list[str], naam: str | None, stap: int) -> list[str]:
    if naam not in volgorde:
        return volgorde
    plek = volgorde.index(naam)
    nieuw = min(max(plek + stap, 0), len(volgorde) - 1)
    volgorde = [n for n in volgorde if n != naam]
    return [*volgorde[:nieuw], naam, *volgorde[nieuw:]]


@require_http_methods(["GET", "POST"])
@iedereen
@eenmalig
def weergave_bewaren(request, code):
    """Save the filters, order and columns of this moment under a name."""
    lijst = _lijst(code)
    if not lijst.bewaarbaar:
        raise Http404
    terug = lokaal_adres(request.POST.get("terug") or request.GET.get("terug"))
    form = WeergaveForm(request.POST or None, gebruiker=request.user)
    if form.is_valid():
        query = bewaarbare_vraag(lijst, QueryDict(urlsplit(terug).query))
        try:
            weergave = bewaar_weergave(lijst=code, query=query, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, f"Weergave “{weergave.naam}” is bewaard.")
            return HttpResponseRedirect(weergave_url(weergave, urlsplit(terug).path))
    waarden = {"definitie": lijst, "form": form, "terug": terug, "weergave": None}
    return render(request, "kern/weergave_formulier.html", waarden)


@require_http_methods(["GET", "POST"])
@iedereen
@eenmalig
def weergave_wijzigen(request, pk):
    """Rename, share or make default; only for the owner, for others it does not exist."""
    weergave = get_object_or_404(Weergave.objects.filter(eigenaar=request.user), pk=pk)
    terug = lokaal_adres(request.POST.get("terug") or request.GET.get("terug"))
    plek = urlsplit(terug).path
    begin = {"naam": weergave.naam, "standaard": weergave.standaard, "gedeeld_met": weergave.gedeeld_met_id}
    form = WeergaveForm(request.POST or None, initial=begin, gebruiker=request.user)
    if form.is_valid():
        try:
            weergave = wijzig_weergave(weergave, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, f"Weergave “{weergave.naam}” is gewijzigd.")
            return HttpResponseRedirect(weergave_url(weergave, plek) or "/")
    naar = weergave_url(weergave, plek) or "/"
    waarden = {"definitie": lijsten.get(weergave.lijst), "form": form, "terug": naar}
    return render(request, "kern/weergave_formulier.html", waarden | {"weergave": weergave})


@require_POST
@iedereen
def weergave_verwijderen(request, pk):
    """Delete an own view."""
    weergave = get_object_or_404(Weergave.objects.filter(eigenaar=request.user), pk=pk)
    plek = urlsplit(lokaal_adres(request.POST.get("terug"))).path
    terug = urlsplit(weergave_url(weergave, plek)).path or "/"
    verwijder_weergave(weergave, door=request.user)
    messages.success(request, f"Weergave “{weergave.naam}” is verwijderd.")
    return HttpResponseRedirect(f"{terug}?weergave=0")


@require_http_methods(["GET", "POST"])
@vereist(Recht.BSN_TONEN)
def lijst_bsn(request, code):
    """Ask why the full BSN is needed; the answer is a ticket for one export."""
    lijst = _lijst(code)
    terug = lokaal_adres(request.POST.get("terug") or request.GET.get("terug"))
    form = RedenForm(request.POST or None)
    if form.is_valid():
        token = secrets.token_urlsafe(9)
        request.session["bsn_redenen"] = {token: [code, form.cleaned_data["reden"]]}
        return HttpResponseRedirect(_met(terug, export=form.cleaned_data["vorm"], bsn=token))
    return render(request, "kern/weergave_bsn.html", {"definitie": lijst, "form": form, "terug": terug})
