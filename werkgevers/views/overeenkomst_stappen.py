"""De stappen van een overeenkomst: overeenkomen, wijzigen, opstellen, tekenen, beëindigen, tarief (RH-024, RH-025)."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern.beleid import waarde
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.meldingen import meld_fout, meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from personen.dossier import open_dossier, toon_blad
from personen.models import Loonwaardemeting
from werkgevers.actions import opstellen as opstelacties
from werkgevers.actions import overeenkomst as actions
from werkgevers.actions.tarief import bekijk_tarief, spreek_tarief_af
from werkgevers.choices import Herkomst, Overeenkomstsoort, Plaatsingssoort, Tariefmethode
from werkgevers.models import Overeenkomst, Plaatsing, Relatie
from werkgevers.overeenkomst_forms import (
    INHOUDVELDEN,
    BeeindigOvereenkomstForm,
    OvereenkomForm,
    PlaatsingKeuzeForm,
    ScanForm,
    TariefForm,
    TekenForm,
    VerlengOvereenkomstForm,
    WijzigForm,
)
from werkgevers.queries.overeenkomsten import geldende_versie
from werkgevers.views.blad import conceptplek
from werkgevers.views.overeenkomsten import OPEN, open_overeenkomst

SOORT_VAN_PLAATSING = {
    Plaatsingssoort.INDIVIDUELE_DETACHERING: Overeenkomstsoort.INDIVIDUEEL,
    Plaatsingssoort.GROEPSDETACHERING: Overeenkomstsoort.GROEP,
    Plaatsingssoort.BESCHUT: Overeenkomstsoort.BESCHUT,
}


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def nieuw(request, nummer):
    """Een overeenkomst afspreken voor deze persoon; de plaatsing vult in wat al bekend is (D8)."""
    dossier = open_dossier(request, nummer, recht=Recht.OVEREENKOMST_OVEREENKOMEN, blad="plaatsingen")
    plaatsingen = Plaatsing.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    plaatsingen = plaatsingen.select_related("relatie").order_by("-begindatum")
    keuze = PlaatsingKeuzeForm(request.GET, plaatsingen=plaatsingen)
    plaatsing = keuze.cleaned_data.get("plaatsing") if keuze.is_valid() else None
    form = OvereenkomForm(
        request.POST if request.method == "POST" else None,
        plaatsingen=plaatsingen,
        relaties=Relatie.objects.filter(pk__in=Relatie.objects.zichtbaar_voor(request.user).values("pk")),
        initial=_begin(dossier, plaatsing),
    )
    plek = conceptplek(request, f"Overeenkomst afspreken ({nummer})")
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                overeenkomst = actions.kom_overeen(dossier.persoon, door=request.user, **form.gegevens())
                plek.gooi_weg()
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, f"{overeenkomst} is overeengekomen. De administratie stelt haar op.")
            return redirect(overeenkomst)
    terug = reverse("werkgevers:dossierblad", args=[nummer])
    return toon_blad(request, dossier, "werkgevers/overeenkomst_nieuw.html", {"form": form, "terug": terug})


def _begin(dossier, plaatsing) -> dict:
    """Wat het kader en de plaatsing al zeggen."""
    gemeente, dag = dossier.persoon.gemeente_id, dossier.peildatum
    begin = {
        "herkomst": Herkomst.NIEUW,
        "btw_categorie": "S",
        "betaaltermijn_dagen": actions.betaaltermijn(gemeente, dag),
        "verlof_doorbelast": False,
        "ziekte_doorbelast": False,
        "feestdag_doorbelast": False,
    }
    soort = SOORT_VAN_PLAATSING.get(plaatsing.soort) if plaatsing else None
    code = "tarief.methode.beschut" if soort == Overeenkomstsoort.BESCHUT else "tarief.methode"
    methode = waarde(code, gemeente, dag)
    if methode:
        begin["methode"] = methode.waarde
    if begin.get("methode") == Tariefmethode.KOSTEN and (
        kosten := waarde("tarief.kosten.beschut", gemeente, dag)
    ):
        begin["bedrag"] = kosten.waarde
    if begin.get("methode") == Tariefmethode.LOONSOM_OPSLAG and (
        opslag := waarde("tarief.opslag_maand", gemeente, dag)
    ):
        begin["opslag"] = opslag.waarde
    meting = Loonwaardemeting.objects.laatste_op(dag).filter(persoon=dossier.persoon).first()
    if meting:
        begin["loonwaarde_pct"] = meting.percentage
    if plaatsing:
        begin |= {
            "relatie": plaatsing.relatie_id,
            "plaatsing": plaatsing.pk,
            "soort": soort,
            "begindatum": plaatsing.begindatum,
            "einddatum": plaatsing.contract_tot,
            "uren_per_week": plaatsing.uren_per_week,
            "werklocatie": plaatsing.werklocatie,
        }
    return begin


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def wijzigen(request, pk):
    """Andere uren of afspraken, vanaf een dag: na het tekenen wordt dat een nieuwe versie."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OVEREENKOMEN)
    versies = list(overeenkomst.versies.all())
    bron = next((v for v in versies if v.status in OPEN), None) or geldende_versie(
        versies, timezone.localdate()
    )
    oud = {veld: getattr(bron, veld) for veld in INHOUDVELDEN}
    oud |= {"einddatum": bron.einddatum, "aanleiding": bron.aanleiding if bron.status in OPEN else ""}
    if bron.status in OPEN:
        oud["per"] = bron.begindatum
    form = WijzigForm(
        request.POST if request.method == "POST" else None, initial=oud, versie=overeenkomst.versie
    )
    uitleg = (
        "De overeenkomst is getekend. Je wijziging wordt een nieuwe versie: de administratie stelt haar op en "
        "daarna wordt zij getekend. Tot dan geldt de huidige versie."
        if overeenkomst.getekend_op
        else ""
    )
    return _verwerk(
        request, overeenkomst, form, partial(actions.wijzig_overeenkomst, overeenkomst, door=request.user),
        titel="Afspraken wijzigen", knop="Spreek af", melding="De wijziging is afgesproken.", uitleg=uitleg,
        nu=oud,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def verlengen(request, pk):
    """Een latere laatste dag afspreken."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OVEREENKOMEN)
    form = VerlengOvereenkomstForm(
        request.POST if request.method == "POST" else None, versie=overeenkomst.versie
    )
    loopt = f"Nu loopt zij tot en met {overeenkomst.einddatum:%d-%m-%Y}." if overeenkomst.einddatum else ""
    return _verwerk(
        request, overeenkomst, form, partial(actions.verleng_overeenkomst, overeenkomst, door=request.user),
        titel="Overeenkomst verlengen", knop="Spreek verlenging af", uitleg=loopt,
        melding="De verlenging is afgesproken. De administratie stelt haar op.",
        nu={"tot": overeenkomst.einddatum},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def beeindigen(request, pk):
    """De overeenkomst eindigt, met een reden."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OVEREENKOMEN)
    form = BeeindigOvereenkomstForm(
        request.POST if request.method == "POST" else None, versie=overeenkomst.versie
    )
    return _verwerk(
        request, overeenkomst, form, partial(actions.beeindig_overeenkomst, overeenkomst, door=request.user),
        titel="Overeenkomst beëindigen", knop="Beëindig overeenkomst",
        melding="De laatste dag is vastgelegd.",
        uitleg="Over een deel van een maand wordt naar dagen gerekend. Is er al meer gefactureerd? Dan wordt het "
        "verschil een voorstel bij de volgende factuur.",
        nu={"per": overeenkomst.einddatum, "reden": overeenkomst.reden_einde},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def tarief(request, pk):
    """Een ander tarief, ook vanaf een dag in het verleden (V4)."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OVEREENKOMEN)
    metingen = Loonwaardemeting.objects.geldig().filter(persoon=overeenkomst.persoon).order_by("-datum")
    nu = overeenkomst.tarieven.geldig().order_by("-begindatum").first()
    oud = (
        {veld: getattr(nu, veld) for veld in ("methode", "bedrag", "loonwaarde_pct", "factor", "opslag")}
        if nu
        else {}
    )
    form = TariefForm(
        request.POST if request.method == "POST" else None,
        metingen=metingen,
        initial=oud,
        versie=overeenkomst.versie,
    )
    return _verwerk(
        request, overeenkomst, form, partial(spreek_tarief_af, overeenkomst, door=request.user),
        titel="Tarief afspreken", knop="Controleer", melding="Het tarief is afgesproken.",
        uitleg="Facturen die er al zijn, veranderen niet. Ligt de dag in het verleden, dan wordt het verschil een "
        "voorstel bij de volgende factuur. Je ziet eerst wat er verandert.",
        nu=oud, controle=partial(_controleer_tarief, request, overeenkomst),
    )  # fmt: skip


def _controleer_tarief(request, overeenkomst, form, extra):
    """Eerst laten zien welke maanden blijven staan en welk verschil erbij komt (V3-V5); dan pas bewaren."""
    voorbeeld = bekijk_tarief(overeenkomst, door=request.user, **form.cleaned_data, **extra)
    context = {"overeenkomst": overeenkomst, "form": form, "voorbeeld": voorbeeld}
    return render(request, "werkgevers/overeenkomst_tarief_controle.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OPSTELLEN)
@eenmalig
def opstellen(request, pk):
    """Het stuk maken om te tekenen; niet door wie de inhoud afsprak."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OPSTELLEN)
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            versie = opstelacties.stel_op(overeenkomst, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, f"Versie {versie.versie} is opgesteld. Laat haar nu tekenen.")
        return redirect(overeenkomst)
    context = {
        "titel": f"{overeenkomst} opstellen",
        "vraag": f"Wil je {overeenkomst} met {overeenkomst.relatie} opstellen?",
        "gevolg": "Trede maakt de pdf om te tekenen. Wijzigt de consulent daarna nog iets, dan stel je haar opnieuw op.",
        "knop_tekst": "Stel op",
        "terug_url": overeenkomst.get_absolute_url(),
    }
    return render(request, "components/bevestigen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OPSTELLEN)
@eenmalig
def tekenen(request, pk):
    """Beide kanten hebben getekend: dag, naam en het getekende exemplaar."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OPSTELLEN)
    form = TekenForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        versie=overeenkomst.versie,
        initial={"getekend_op": timezone.localdate()},
    )
    return _verwerk(
        request, overeenkomst, form, partial(opstelacties.teken_overeenkomst, overeenkomst, door=request.user),
        titel="Tekenen vastleggen", knop="Leg vast", melding="De overeenkomst is getekend en staat vast.",
        uitleg="Na het tekenen verandert deze versie niet meer. Een wijziging wordt een nieuwe versie.",
        bestanden=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OPSTELLEN)
@eenmalig
def scan_toevoegen(request, pk, versie):
    """Het getekende papier erbij doen."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OPSTELLEN)
    gevonden = get_object_or_404(overeenkomst.versies, versie=versie)
    form = ScanForm(request.POST if request.method == "POST" else None, request.FILES or None)
    return _verwerk(
        request, overeenkomst, form, partial(opstelacties.voeg_scan_toe, gevonden, door=request.user),
        titel="Getekend exemplaar toevoegen", knop="Voeg toe", melding="Het getekende exemplaar staat erbij.",
        bestanden=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_OVEREENKOMEN)
@eenmalig
def intrekken(request, pk):
    """De open afspraak gaat niet door."""
    overeenkomst = _mijn(request, pk, Recht.OVEREENKOMST_OVEREENKOMEN)
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            actions.trek_versie_in(overeenkomst, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, "De afspraak is ingetrokken.")
        return redirect(overeenkomst)
    rest = (
        "De getekende versie blijft gelden."
        if overeenkomst.getekend_op
        else "De overeenkomst gaat niet door."
    )
    context = {
        "titel": f"Afspraak van {overeenkomst} intrekken",
        "vraag": "Wil je deze afspraak intrekken?",
        "gevolg": rest,
        "knop_tekst": "Trek in",
        "gevaar": True,
        "terug_url": overeenkomst.get_absolute_url(),
    }
    return render(request, "components/bevestigen.html", context)


def _mijn(request, pk, recht) -> Overeenkomst:
    """De overeenkomst, 404 buiten bereik en 403 zonder dit recht in haar gemeente."""
    overeenkomst = open_overeenkomst(request, pk)
    if not request.user.mag(recht, overeenkomst.gemeente_id):
        raise PermissionDenied
    return overeenkomst


def _verwerk(
    request,
    overeenkomst,
    form,
    actie,
    *,
    titel,
    knop,
    melding,
    uitleg="",
    nu=None,
    bestanden=False,
    controle=None,
):
    plek = conceptplek(request, f"{titel} ({overeenkomst})")
    form = plek.vul(form)
    terug = overeenkomst.get_absolute_url()
    if request.method == "POST" and "wijzig" not in request.POST and form.is_valid():
        extra = {"versie": form.versie or 0} if "versie" in form.fields else {}
        try:
            with transaction.atomic():
                if controle and "bevestigd" not in request.POST:
                    return controle(form, extra)
                actie(**form.cleaned_data, **extra)
                plek.gooi_weg()
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=terug, waarden=nu or {})
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect(terug)
    context = {
        "overeenkomst": overeenkomst, "form": form, "titel": titel, "knop": knop, "uitleg": uitleg,
        "bestanden": bestanden, "terug": terug,
    }  # fmt: skip
    return render(request, "werkgevers/overeenkomst_formulier.html", context)
