"""Startpagina, signalen en team: wat er vandaag te doen is, zonder één klik (schermen §4)."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern import signalen
from kern.actions.werk import stel_signaal_uit, zet_signaalsoort
from kern.beleid import waarden
from kern.decorators import iedereen, vereist
from kern.forms import DatumMetKeuzesField, TekstField, TredeForm
from kern.lists import toon_lijst, weergaven_van
from kern.models import Concept, Gebruiker, Gemeente, Rolvervulling, Signaalstatus, Teamlid, Vervanging
from kern.permissions import Recht, Rol
from kern.registers import caseloadbronnen, caseloadduren, werkvoorraadblokken
from kern.undo import met_ongedaan
from kern.werk_tables import SIGNALEN, TEAM, signaalrijen

# Which norm of the beleidskader belongs to which role (RH §4.4).
NORMEN = {
    Rol.CONSULENT: "norm.ontwikkeling",
    Rol.CONSULENT_WSW: "norm.wsw",
    Rol.JOBCOACH: "norm.wsw",
    Rol.ACCOUNTMANAGER: "norm.werkgeversbenadering",
}
UITSTEL = ("morgen", "over 1 week", "over 2 weken", "over 1 maand")
MAX_ZONDER = 25


class UitstelForm(TredeForm):
    """Tot wanneer een signaal weg mag blijven."""

    tot = DatumMetKeuzesField(label="Tot wanneer?", keuzes=UITSTEL)


class SignaalsoortForm(TredeForm):
    """Waarom een soort signaal uit gaat."""

    reden = TekstField(label="Waarom gaat dit signaal uit?", max_length=200)


@require_safe
@iedereen
def werkvoorraad(request):
    vandaag = timezone.localdate()
    voorraad = signalen.voorraad_van(request.user, vandaag)
    start = voorraad.voor_start
    signalen.onthoud_aantal(request.user, len(start))
    getoond, meer = signalen.voor_startpagina(start)
    regels = _met_nummers(request.user, getoond)
    caseload = _caseload(request.user, vandaag)
    teams = request.user.toegang.gemeenten_met(Recht.TEAM_INZIEN)
    context = {
        "aantal": len(start),
        "regels": regels,
        "later_nummer": next((r.nummer for r in regels if isinstance(r, signalen.Regel)), 0),
        "meer": meer,
        "uitstel": UITSTEL,
        "soorten": _per_soort(voorraad.signalen),
        "volgende": voorraad.volgende,
        "concepten": Concept.objects.filter(gebruiker=request.user)[:5],
        "caseload": caseload,
        "blokken": list(_blokken(request)),
        "weergaven": weergaven_van(request.user),
        "team": bool(teams),
        "kalender": request.user.mag(Recht.AFSPRAAK_INZIEN),
        "teamrijen": _teamrijen(teams, vandaag) if teams else [],
        "waarneming": Vervanging.objects.op(vandaag)
        .filter(vervanger=request.user)
        .select_related("afwezige"),
    }
    return render(request, "kern/werkvoorraad.html", context)


def _met_nummers(gebruiker, regels) -> list:
    """Losse signalen krijgen hun nummer en tellen als getoond; een groep gaat pas open in de lijst."""
    los = iter(signalen.toon(gebruiker, [r for r in regels if not isinstance(r, signalen.Groep)]))
    return [regel if isinstance(regel, signalen.Groep) else next(los) for regel in regels]


def _blokken(request):
    """Wat de andere verdiepingen op de startpagina zetten, in hun volgorde."""
    for blok in werkvoorraadblokken.voor(request.user):
        inhoud = blok.context(request)
        if inhoud is not None:
            html = render_to_string(blok.template, inhoud, request)
            yield {"titel": blok.titel, "code": blok.code, "html": html}


def _per_fte(dossiers: int, fte: Decimal | None) -> int | None:
    """Dossiers per volledige baan, afgerond op een heel getal: 88 bij 0,90 fte is 98."""
    return int((Decimal(dossiers) / fte).quantize(Decimal(1), ROUND_HALF_UP)) if fte else None


def _fte_van(gebruiker_ids, peildatum) -> dict:
    rijen = Teamlid.objects.op(peildatum).filter(gebruiker_id__in=gebruiker_ids)
    return dict(rijen.values_list("gebruiker_id").annotate(som=Sum("fte")).order_by())


def _caseload(gebruiker, peildatum) -> dict | None:
    """De eigen caseload per fte naast de norm, met teller en noemer erbij."""
    gemeenten = gebruiker.toegang.gemeenten
    aantallen = [bron.per_medewerker(gemeenten, peildatum) for bron in caseloadbronnen.alle()]
    dossiers = sum(telling.get(gebruiker.pk, 0) for telling in aantallen)
    code = next((NORMEN[rol] for rol in NORMEN if rol in gebruiker.toegang.rollen), None)
    if not dossiers and code is None:
        return None
    fte = _fte_van([gebruiker.pk], peildatum).get(gebruiker.pk)
    norm = None
    if code and len(gemeenten) == 1:
        norm = waarden([code], gemeenten, peildatum)[next(iter(gemeenten)), code]
    url = next((bron.lijst_url(gebruiker.pk) for bron in caseloadbronnen.alle()), "")
    return {"dossiers": dossiers, "fte": fte, "per_fte": _per_fte(dossiers, fte), "norm": norm, "url": url}


# ---- signals -----------------------------------------------------------------------------------------
@require_safe
@iedereen
def signaal_lijst(request):
    """Alle signalen van mij, ook wat niet op de startpagina past."""
    voorraad = signalen.voorraad_van(request.user, timezone.localdate())
    signalen.onthoud_aantal(request.user, len(voorraad.voor_start))
    context = {
        "uitstel": UITSTEL,
        "uitgesteld": len(voorraad.uitgesteld),
        "volgende": voorraad.volgende,
    }

    def met_nummer(rijen: list[dict]) -> None:
        """Only what is shown gets a number, and counts as shown."""
        regels = signalen.toon(request.user, [rij["signaal"] for rij in rijen])
        for rij, regel in zip(rijen, regels, strict=True):
            rij["regel"] = regel

    return toon_lijst(
        request,
        SIGNALEN,
        signaalrijen(voorraad.signalen),
        template="kern/signaal_lijst.html",
        context=context,
        verrijk=met_nummer,
    )


def _per_soort(gevonden) -> list[tuple]:
    """Hoeveel signalen van elke soort, met het adres van precies die rijen."""
    telling = Counter(s.soort for s in gevonden)
    return [(signalen.signaalsoorten.get(code), aantal) for code, aantal in sorted(telling.items())]


def _status_of_404(request, nummer):
    return get_object_or_404(Signaalstatus.objects.filter(gebruiker=request.user), pk=nummer)


@require_safe
@iedereen
def signaal(request, nummer):
    status = _status_of_404(request, nummer)
    gevonden = signalen.zoek_een(request.user, status, timezone.localdate())
    regel = signalen.Regel(gevonden, status.pk) if gevonden else None
    return render(
        request, "kern/signaal_detail.html", {"regel": regel, "status": status, "form": UitstelForm()}
    )


@require_POST
@iedereen
def signaal_later(request, nummer):
    """Stel een signaal uit; met een vaste keuze of een eigen datum."""
    status = _status_of_404(request, nummer)
    vandaag = timezone.localdate()
    gevonden = signalen.zoek_een(request.user, status, vandaag)
    if gevonden is None:
        raise Http404
    data = request.POST.copy()
    if "tot" in data:  # a preset button of the list; the form of the page itself sends tot_keuze
        data["tot_keuze"] = data["tot"]
    form = UitstelForm(data)
    if form.is_valid():
        tot = form.cleaned_data["tot"]
        try:
            stel_signaal_uit(status, tot=tot, door=request.user, dossier_id=gevonden.dossier_id)
        except ValidationError as fout:
            form.add_error("tot", fout.messages)
        else:
            signalen.vergeet_aantal(request.user)
            wat = {"status": status.pk, "tot": str(tot), "dossier_id": gevonden.dossier_id}
            met_ongedaan(request, f"Uitgesteld tot {tot:%d-%m-%Y}.", "signaal.uitstel", **wat)
            return redirect("kern:werkvoorraad")
    context = {"regel": signalen.Regel(gevonden, status.pk), "status": status, "form": form}
    return render(request, "kern/signaal_detail.html", context, status=422)


# ---- team --------------------------------------------------------------------------------------------
@require_safe
@vereist(Recht.TEAM_INZIEN)
def team(request):
    """Per medewerker de caseload naast de norm en wat er te laat is; zonder contactpersoon bovenaan."""
    vandaag = timezone.localdate()
    gemeenten = request.user.toegang.gemeenten_met(Recht.TEAM_INZIEN)
    zonder = [bron.zonder(gemeenten, vandaag, MAX_ZONDER) for bron in caseloadbronnen.alle()]
    context = {
        "zonder_aantal": sum(aantal for aantal, _ in zonder),
        "zonder": [rij for _, rijen in zonder for rij in rijen],
        "mag_toewijzen": request.user.mag(Recht.PERSOON_TOEWIJZEN),
    }
    rijen = _teamrijen(gemeenten, vandaag)
    return toon_lijst(request, TEAM, rijen, template="kern/werkvoorraad_team.html", context=context)


def _teamrijen(gemeenten, peildatum) -> list[dict]:
    tellingen = [bron.per_medewerker(gemeenten, peildatum) for bron in caseloadbronnen.alle()]
    dossiers = {pk: sum(t.get(pk, 0) for t in tellingen) for t in tellingen for pk in t}
    rollen: dict[int, set] = {}
    vervulling = Rolvervulling.objects.op(peildatum).filter(rol__in=NORMEN)
    eigen = vervulling.filter(gemeente_id__in=gemeenten) | vervulling.filter(
        verband__deelnames__gemeente_id__in=gemeenten
    )
    for gebruiker_id, rol in eigen.values_list("gebruiker_id", "rol"):
        rollen.setdefault(gebruiker_id, set()).add(Rol(rol))
    medewerkers = Gebruiker.objects.filter(pk__in={*rollen, *dossiers}).order_by("naam")
    fte = _fte_van([m.pk for m in medewerkers], peildatum)
    moet: dict[int, int] = {}
    for s in signalen.zoek(lambda recht: gemeenten, peildatum, None, met_eigenaar=True):
        if s.niveau == "moet" and s.eigenaar_id:
            moet[s.eigenaar_id] = moet.get(s.eigenaar_id, 0) + 1
    normen = waarden(set(NORMEN.values()), gemeenten, peildatum)
    te_hoog = {
        pk: weken for duur in caseloadduren.alle() for pk, weken in duur.weken(gemeenten, peildatum).items()
    }
    rijen = []
    for m in medewerkers:
        rol = next((r for r in NORMEN if r in rollen.get(m.pk, ())), None)
        aantal = dossiers.get(m.pk, 0)
        norm = normen[next(iter(gemeenten)), NORMEN[rol]] if rol and len(gemeenten) == 1 else None
        per_fte = _per_fte(aantal, fte.get(m.pk))
        rijen.append(
            {
                "pk": m.pk,
                "naam": str(m),
                "rolcode": str(rol) if rol else "",
                "rol": rol.label if rol else "",
                "fte": fte.get(m.pk),
                "dossiers": aantal,
                "per_fte": per_fte,
                "norm": norm.waarde if norm else None,
                "norm_ontbreekt": norm is not None and not norm,
                "norm_versie": norm.versie if norm else "",
                "stand": "boven norm" if norm and per_fte and per_fte > norm.waarde else "",
                "weken": te_hoog.get(m.pk),
                "sinds": _in_weken(te_hoog.get(m.pk)),
                "moet": moet.get(m.pk, 0),
                "url": next((bron.lijst_url(m.pk) for bron in caseloadbronnen.alle()), ""),
            }
        )
    return rijen


def _in_weken(weken: int | None) -> str:
    return f"{weken} {'week' if weken == 1 else 'weken'} boven de grens" if weken else ""


# ---- beheer -------------------------------------------------------------------------------------------
@require_safe
@vereist(Recht.SIGNAAL_BEHEREN)
def signaalsoorten(request):
    gemeenten = request.user.toegang.gemeenten_met(Recht.SIGNAAL_BEHEREN)
    context = {"rijen": signalen.gebruik_van(gemeenten, timezone.localdate())}
    return render(request, "kern/signaal_beheer.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.SIGNAAL_BEHEREN)
def signaalsoort(request, soort, pk):
    """Zet één soort signaal uit of aan voor één gemeente."""
    gemeente = get_object_or_404(Gemeente.objects.met_recht(request.user, Recht.SIGNAAL_BEHEREN), pk=pk)
    kind = signalen.signaalsoorten.get(soort)
    if kind is None:
        raise Http404
    uit = kind.code in signalen.uitgezet_in(gemeente)
    if uit and request.method == "POST":
        zet_signaalsoort(kind.code, gemeente=gemeente, uit=False, reden="", door=request.user)
        return redirect("kern:signaalsoorten")
    form = SignaalsoortForm(request.POST or None)
    if form.is_valid():
        zet_signaalsoort(kind.code, gemeente=gemeente, uit=True, door=request.user, **form.cleaned_data)
        return redirect("kern:signaalsoorten")
    context = {
        "soort": kind,
        "gemeente": gemeente,
        "uit": uit,
        "form": form,
        "terug": reverse("kern:signaalsoorten"),
    }
    return render(request, "kern/signaal_instellen.html", context)
