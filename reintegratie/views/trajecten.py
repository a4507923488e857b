"""Trajecten: het blad van een dossier, één traject met alles wat ermee kan, en de lijst van alle trajecten."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_fout, meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan
from kern.versions import Verouderd, botsing
from personen import actions as personen
from personen.choices import Stapstatus
from personen.dossier import open_dossier, toon_blad
from reintegratie import traject_actions as actions
from reintegratie import traject_queries as queries
from reintegratie.choices import Trajectmomentsoort
from reintegratie.models import Instrument, Traject
from reintegratie.traject_forms import (
    EindeForm,
    EvaluatieForm,
    HervatForm,
    PauzeForm,
    TrajectForm,
    VerlengForm,
    WijzigTrajectForm,
)
from reintegratie.traject_rules import volgende_acties
from reintegratie.traject_tables import TRAJECTEN
from werkgevers.models import Relatie
from werkgevers.views.blad import verwerk

BLAD = "trajecten"


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def lijst(request):
    """Alle trajecten van de eigen gemeenten."""
    eigen = Traject.objects.zichtbaar_voor(request.user)
    rijen = queries.met_stand(eigen, timezone.localdate()).annotate(
        wie=Coalesce(NullIf(F("uitvoerder__naam"), Value("")), F("uitvoerder_naam"))
    )
    return toon_lijst(request, TRAJECTEN, rijen, template="reintegratie/trajecten_lijst.html")


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def blad(request, nummer):
    """De trajecten van iemand; het formulier om er een te beginnen staat open."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_INZIEN, blad=BLAD)
    return _toon(request, dossier, None)


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def beginnen(request, nummer):
    """Een traject beginnen; hetzelfde blad, met fouten bij de velden."""
    dossier = open_dossier(request, nummer, recht=Recht.REINTEGRATIE_WIJZIGEN, blad=BLAD)
    if request.method == "GET":
        return redirect("reintegratie:trajectblad", nummer=nummer)
    form, plek = _beginform(request, dossier, request.POST)
    if form.is_valid():
        try:
            traject = actions.begin_traject(dossier.persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            plek.gooi_weg()
            meld_gelukt(
                request, f"{traject.instrument} loopt van {traject.begindatum:%d-%m-%Y} "
                f"tot en met {traject.gepland_einde:%d-%m-%Y}."
            )  # fmt: skip
            return redirect("reintegratie:trajectblad", nummer=nummer)
    return _toon(request, dossier, form)


def _toon(request, dossier, form):
    mag = dossier.mag(Recht.REINTEGRATIE_WIJZIGEN)
    if form is None and mag:
        form, _ = _beginform(request, dossier, None)
    context = {
        "form": form,
        "trajecten": queries.trajecten_van(request.user, dossier.persoon, dossier.peildatum),
        "standen": queries.STANDEN,
        "mag_wijzigen": mag,
    }
    return toon_blad(request, dossier, "reintegratie/trajectblad.html", context)


def _beginform(request, dossier, data):
    nummer = dossier.persoon.nummer
    plek = concept_voor(request, "traject", nummer, titel=f"Traject ({nummer})")
    geldig = Instrument.objects.op(dossier.peildatum).filter(gemeente_id=dossier.persoon.gemeente_id)
    form = TrajectForm(
        data,
        instrumenten=geldig.order_by("naam"),
        relaties=Relatie.objects.zichtbaar_voor(request.user),
        stappen=queries.open_stappen(dossier.persoon),
        initial={"begindatum": dossier.peildatum},
    )
    return plek.vul(form), plek


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def tonen(request, pk):
    """Eén traject: afspraken, teller, kosten, wat er gebeurde, en wat er na het einde hoort."""
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_INZIEN)
    momenten = list(queries.momenten_van(traject))
    pauze = next((m for m in momenten if m.soort == Trajectmomentsoort.PAUZE and not m.einddatum), None)
    teller = queries.duurteller(traject, dossier.peildatum)
    einde = traject.einddatum or traject.gepland_einde
    context = {
        "traject": traject,
        "stand": queries.STANDEN[traject.stand],
        "momenten": momenten,
        "pauze": pauze,
        "teller": teller,
        "te_lang": bool(teller and teller.te_lang(einde)),
        "mag_wijzigen": dossier.mag(Recht.REINTEGRATIE_WIJZIGEN),
        "mag_contact": dossier.mag(Recht.CONTACT_VASTLEGGEN),
        "daarna": _daarna(traject, dossier),
        "vandaag": dossier.peildatum,
    }
    return toon_blad(request, dossier, "reintegratie/traject.html", context)


def _daarna(traject, dossier) -> tuple[str, ...]:
    if traject.is_open or not dossier.mag(Recht.REINTEGRATIE_WIJZIGEN):
        return ()
    return volgende_acties(traject.resultaat, heeft_open_stap=_open_stap(traject) is not None)


def _open_stap(traject):
    if not traject.stap_id:
        return None
    return queries.open_stappen(traject.persoon).filter(pk=traject.stap_id).first()


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def wijzigen(request, pk):
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    velden = (
        "doel",
        "uitvoerder",
        "uitvoerder_naam",
        "kosten_geraamd",
        "kosten_werkelijk",
        "evaluatie_op",
        "stap",
    )
    form = WijzigTrajectForm(
        request.POST if request.method == "POST" else None,
        relaties=Relatie.objects.zichtbaar_voor(request.user),
        stappen=queries.open_stappen(traject.persoon),
        initial={veld: getattr(traject, veld) for veld in velden},
        versie=traject.versie,
    )
    return _verwerk(
        request, traject, dossier, form, actions.wijzig_traject, "Traject wijzigen", "Bewaar", "Bewaard."
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def pauzeren(request, pk):
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    form = PauzeForm(_post(request), initial={"van": dossier.peildatum}, versie=traject.versie)
    uitleg = "Het geplande einde schuift op met de dagen van de pauze."
    return _verwerk(
        request, traject, dossier, form, actions.pauzeer_traject, "Traject pauzeren", "Pauzeer",
        "De pauze is vastgelegd.", uitleg,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def hervatten(request, pk):
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    form = HervatForm(_post(request), initial={"per": dossier.peildatum}, versie=traject.versie)
    return _verwerk(
        request, traject, dossier, form, actions.hervat_traject, "Traject hervatten", "Hervat",
        "Het traject loopt weer. Het geplande einde is opgeschoven.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def verlengen(request, pk):
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    form = VerlengForm(_post(request), versie=traject.versie)
    teller = queries.duurteller(traject, dossier.peildatum)
    uitleg = f"Het geplande einde is nu {traject.gepland_einde:%d-%m-%Y}."
    if teller:
        uitleg += f" De langste duur loopt tot en met {teller.uiterlijk:%d-%m-%Y}."
    return _verwerk(
        request, traject, dossier, form, actions.verleng_traject, "Traject verlengen", "Verleng",
        "Het traject is verlengd.", uitleg,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def evalueren(request, pk):
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    form = EvaluatieForm(_post(request), initial={"datum": dossier.peildatum}, versie=traject.versie)
    return _verwerk(
        request, traject, dossier, form, actions.evalueer_traject, "Traject evalueren", "Bewaar evaluatie",
        "De evaluatie is vastgelegd.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
@eenmalig
def beeindigen(request, pk):
    """Het einde; daarna staat op de pagina van het traject wat er hoort te gebeuren."""
    traject, dossier = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    begin = {"per": dossier.peildatum, "kosten_werkelijk": traject.kosten_werkelijk, "stap_gedaan": True}
    form = EindeForm(_post(request), stap=_open_stap(traject), initial=begin, versie=traject.versie)
    if form.is_valid():
        terug, voor = traject.get_absolute_url(), actions.voor_einde(traject)
        try:
            traject = actions.beeindig_traject(
                traject, door=request.user, versie=form.versie or 0, **form.cleaned_data
            )
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=terug)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            tekst = "Het traject is beëindigd. Hieronder staat wat er nu hoort te gebeuren."
            met_ongedaan(
                request,
                tekst,
                "traject_einde",
                terug=terug,
                traject=traject.pk,
                versie=traject.versie,
                **voor,
            )
            return redirect(terug)
    context = {"form": form, "titel": "Traject beëindigen", "knop": "Beëindig traject"}
    context |= {
        "terug": traject.get_absolute_url(),
        "uitleg": f"{traject.instrument} bij {traject.wie_voert_uit}.",
    }
    return toon_blad(request, dossier, "werkgevers/blad_formulier.html", context)


@require_POST
@vereist(Recht.REINTEGRATIE_WIJZIGEN)
def stap_gedaan(request, pk):
    """De stap van het plan waar dit traject bij hoort, op gedaan."""
    traject, _ = _open(request, pk, Recht.REINTEGRATIE_WIJZIGEN)
    stap = _open_stap(traject)
    if stap is not None:
        try:
            personen.zet_stap_op(stap, status=Stapstatus.GEDAAN, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, f"De stap staat op gedaan: {stap}")
    return redirect(traject)


def _post(request):
    return request.POST if request.method == "POST" else None


def _verwerk(request, traject, dossier, form, actie, titel, knop, melding, uitleg=""):
    return verwerk(
        request,
        dossier,
        form,
        partial(actie, traject, door=request.user),
        titel=titel,
        knop=knop,
        melding=melding,
        terug=reverse("reintegratie:traject", args=[traject.pk]),
        uitleg=uitleg or f"{traject.instrument} bij {traject.wie_voert_uit}.",
    )


def _open(request, pk, recht):
    """The traject inside the frame of its dossier; 404 outside one's own scope."""
    eigen = queries.met_stand(Traject.objects.zichtbaar_voor(request.user), timezone.localdate())
    eigen = eigen.select_related("persoon__gemeente", "instrument", "uitvoerder", "stap", "begonnen_door")
    traject = get_object_or_404(eigen.prefetch_related("momenten"), pk=pk)
    return traject, open_dossier(request, traject.persoon.nummer, recht=recht, blad=BLAD)
