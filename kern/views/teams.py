"""Teams, their members and the replacements of colleagues; and the table of roles and rights."""

import csv

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.actions.rollen import beeindig_teamlid, beeindig_vervanging, bewaar_team, per_direct
from kern.decorators import vereist
from kern.downloads import download_als
from kern.meldingen import meld_gelukt
from kern.models import Team, Teamlid, Vervanging
from kern.permissions import RECHT_UITLEG, ROLLEN, Recht, Rol
from kern.user_access import te_beheren_gemeenten, zichtbare_gebruikers
from kern.user_forms import EindeForm, RollenFilterForm, TeamForm
from kern.views.gebruikers import neem_fouten_over


def _teams(request):
    return Team.objects.filter(gemeente__in=te_beheren_gemeenten(request.user)).select_related("gemeente")


def _leden(request):
    return Teamlid.objects.filter(team__in=_teams(request)).select_related("gebruiker", "team")


@require_safe
@vereist(Recht.GEBRUIKER_BEHEREN)
def teams(request):
    leden: dict[int, list[Teamlid]] = {}
    for lid in _leden(request).op(timezone.localdate()):
        leden.setdefault(lid.team_id, []).append(lid)
    rijen = [
        {"team": team, "leden": leden.get(team.pk, []), "fte": sum(lid.fte for lid in leden.get(team.pk, []))}
        for team in _teams(request)
    ]
    return render(request, "kern/team_lijst.html", {"rijen": rijen})


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def team_nieuw(request):
    return _bewaar(request, None, TeamForm(request.POST or None, door=request.user))


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def team(request, pk):
    team = get_object_or_404(_teams(request), pk=pk)
    begin = {"naam": team.naam, "taakvelden": team.taakvelden}
    return _bewaar(
        request, team, TeamForm(request.POST or None, door=request.user, met_gemeente=False, initial=begin)
    )


def _bewaar(request, team, form):
    if form.is_valid():
        try:
            bewaar_team(team, door=request.user, **{"gemeente": None, **form.cleaned_data})
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Het team is bewaard.")
            return redirect("kern:teams")
    leden = _leden(request).filter(team=team) if team else []
    context = {"team": team, "form": form, "leden": leden, "vandaag": timezone.localdate()}
    return render(request, "kern/team_detail.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def teamlid_beeindigen(request, pk):
    lid = get_object_or_404(_leden(request), pk=pk)
    form = EindeForm(request.POST if request.method == "POST" else None)
    terug = reverse("kern:team-detail", args=[lid.team_id])
    if form.is_valid():
        try:
            beeindig_teamlid(
                lid, laatste_dag=form.cleaned_data["laatste_dag"] or per_direct(), door=request.user
            )
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "De gebruiker is uit het team.")
            return redirect(terug)
    context = {
        "gebruiker": lid.gebruiker,
        "form": form,
        "titel": f"Uit team {lid.team} halen",
        "knoptekst": "Bewaar",
    }
    return render(request, "kern/gebruiker_formulier.html", context | {"uitleg": "", "terug": terug})


def _vervangingen(request):
    """Replacements of users that this beheerder sees."""
    return Vervanging.objects.filter(afwezige__in=zichtbare_gebruikers(request.user)).select_related(
        "afwezige", "vervanger"
    )


@require_safe
@vereist(Recht.GEBRUIKER_BEHEREN)
def vervangingen(request):
    rijen = _vervangingen(request).filter(einddatum__gte=timezone.localdate()).order_by("begindatum")
    return render(request, "kern/vervanging_lijst.html", {"rijen": rijen, "vandaag": timezone.localdate()})


@require_POST
@vereist(Recht.GEBRUIKER_BEHEREN)
def vervanging_stoppen(request, pk):
    vervanging = get_object_or_404(_vervangingen(request), pk=pk)
    try:
        beeindig_vervanging(vervanging, door=request.user)
    except ValidationError as fout:
        return render(
            request, "kern/vervanging_lijst.html", {"rijen": [], "fouten": fout.messages}, status=409
        )
    meld_gelukt(request, "De vervanging is gestopt.")
    return redirect("kern:vervangingen")


@require_safe
@vereist(Recht.GEBRUIKER_BEHEREN, Recht.AUDIT_INZIEN, Recht.BELEID_INZIEN)
def rollen(request):
    """De tabel rol × recht, precies zoals de code haar gebruikt."""
    keuze = RollenFilterForm(request.GET)
    if keuze.is_valid() and keuze.cleaned_data["export"] == "csv":
        return _rollen_csv()
    matrix = [
        {"recht": uitleg, "code": str(recht), "cellen": [(rol.label, recht in ROLLEN[rol]) for rol in Rol]}
        for recht, uitleg in RECHT_UITLEG.items()
    ]
    per_rol = [
        {"rol": rol.label, "mag": [uitleg for recht, uitleg in RECHT_UITLEG.items() if recht in ROLLEN[rol]]}
        for rol in Rol
    ]
    return render(request, "kern/rol_lijst.html", {"matrix": matrix, "per_rol": per_rol, "rollen": list(Rol)})


def _rollen_csv() -> HttpResponse:
    """`;` and a BOM, so that a Dutch spreadsheet opens it as it is (schermen E7)."""
    response = download_als("csv", "\ufeff", "rollen-en-rechten")
    schrijver = csv.writer(response, delimiter=";")
    schrijver.writerow(["recht", "code", *(rol.label for rol in Rol)])
    for recht, uitleg in RECHT_UITLEG.items():
        schrijver.writerow([uitleg, str(recht), *("ja" if recht in ROLLEN[rol] else "nee" for rol in Rol)])
    return response
