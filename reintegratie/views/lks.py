"""Loonkostensubsidie: aanvragen, besluiten, beëindigen en de lijst van alle subsidies."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.beleid import waarde
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_van
from kern.jobs import start_taak
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from personen.dossier import open_dossier, toon_blad
from reintegratie import lks_actions as actions
from reintegratie.choices import Lksgrondslag, Lksstatus
from reintegratie.lks_forms import AanvraagForm, AfwijzenForm, BeeindigLksForm, BesluitForm, HerzienForm
from reintegratie.lks_rules import uiterste_besluitdag
from reintegratie.lks_tables import SUBSIDIES
from reintegratie.models import Lksbedrag, Loonkostensubsidie
from werkgevers.models import Relatie
from werkgevers.views.blad import verwerk

BLAD = "re-integratie"


@require_safe
@vereist(Recht.LKS_INZIEN)
def lijst(request):
    """Alle subsidies, met het maandbedrag van nu."""
    nu = Lksbedrag.objects.op(timezone.localdate()).filter(subsidie=OuterRef("pk"))
    rijen = Loonkostensubsidie.objects.zichtbaar_voor(request.user).annotate(
        maandbedrag=Subquery(nu.values("bedrag")[:1])
    )
    context = {"mag_herzien": request.user.mag(Recht.LKS_TOEKENNEN)}
    return toon_lijst(request, SUBSIDIES, rijen, template="reintegratie/lks_lijst.html", context=context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_TOEKENNEN)
@eenmalig
def nieuw(request, nummer):
    """Een aanvraag vastleggen."""
    dossier = open_dossier(request, nummer, recht=Recht.LKS_TOEKENNEN, blad=BLAD)
    begin = {"aangevraagd_op": dossier.peildatum, "sectornorm": 36, "grondslag": Lksgrondslag.METING}
    form = AanvraagForm(
        request.POST if request.method == "POST" else None,
        relaties=Relatie.objects.zichtbaar_voor(request.user),
        initial=begin,
    )
    if form.is_valid():
        try:
            subsidie = actions.vraag_lks_aan(dossier.persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De aanvraag is vastgelegd. Neem nu het besluit, of doe dat later.")
            return redirect(subsidie)
    terug = reverse("reintegratie:dossierblad", args=[nummer])
    return toon_blad(request, dossier, "reintegratie/lks_nieuw.html", {"form": form, "terug": terug})


@require_safe
@vereist(Recht.LKS_INZIEN)
def tonen(request, pk):
    """Eén subsidie: waarop zij rust, hoe elk bedrag is berekend, en wat is betaald."""
    subsidie, dossier = _open(request, pk, Recht.LKS_INZIEN)
    mag = dossier.mag(Recht.LKS_TOEKENNEN)
    context = {
        "subsidie": subsidie,
        "bedragen": subsidie.bedragen.order_by("-begindatum"),
        "regels": subsidie.betaalregels.select_related("lijst").order_by("-lijst__maand", "-maand"),
        "termijn": _termijn(subsidie),
        "mag_besluiten": mag and subsidie.status == Lksstatus.AANGEVRAAGD,
        "mag_beeindigen": mag and subsidie.status == Lksstatus.TOEGEKEND,
        "vandaag": dossier.peildatum,
    }
    return toon_blad(request, dossier, "reintegratie/lks.html", context)


def _termijn(subsidie):
    """De uiterste dag van het besluit, of None: nog niet gemeten, al besloten, of niet vastgesteld."""
    if subsidie.status != Lksstatus.AANGEVRAAGD:
        return None
    weken = waarde("lks.besluit_weken", subsidie.persoon.gemeente_id, timezone.localdate())
    meting = actions.geldige_metingen(subsidie.persoon).first()
    sinds = actions.loonwaarde_bekend_sinds(subsidie, gemeten_op=meting and meting.datum)
    return uiterste_besluitdag(sinds, int(weken.waarde)) if weken and sinds else None


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_TOEKENNEN)
@eenmalig
def besluiten(request, pk):
    """Toekennen: het besluit met zijn bedragen."""
    subsidie, dossier = _open(request, pk, Recht.LKS_TOEKENNEN)
    metingen = actions.geldige_metingen(subsidie.persoon)
    met_meting = subsidie.grondslag == Lksgrondslag.METING
    form = BesluitForm(
        request.POST if request.method == "POST" else None,
        metingen=metingen if met_meting else None,
        initial={"besloten_op": dossier.peildatum, "meting": metingen.first() if met_meting else None},
    )
    if form.is_valid():
        try:
            actions.ken_lks_toe(subsidie, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De subsidie is toegekend. Het besluit staat klaar.")
            return redirect(subsidie)
    context = {"form": form, "subsidie": subsidie, "metingen": metingen if met_meting else None}
    return toon_blad(request, dossier, "reintegratie/lks_besluit.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_TOEKENNEN)
@eenmalig
def afwijzen(request, pk):
    """De aanvraag afwijzen, met reden."""
    subsidie, dossier = _open(request, pk, Recht.LKS_TOEKENNEN)
    form = AfwijzenForm(
        request.POST if request.method == "POST" else None, initial={"besloten_op": dossier.peildatum}
    )
    return verwerk(
        request,
        dossier,
        form,
        partial(actions.wijs_lks_af, subsidie, door=request.user),
        titel="Aanvraag loonkostensubsidie afwijzen",
        knop="Wijs af",
        melding="De aanvraag is afgewezen.",
        terug=subsidie.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_TOEKENNEN)
@eenmalig
def beeindigen(request, pk):
    """De subsidie eindigt; wat al is betaald, wordt op de volgende lijst verbeterd."""
    subsidie, dossier = _open(request, pk, Recht.LKS_TOEKENNEN)
    return verwerk(
        request,
        dossier,
        BeeindigLksForm(request.POST if request.method == "POST" else None),
        partial(actions.beeindig_lks, subsidie, door=request.user),
        titel="Loonkostensubsidie beëindigen",
        knop="Beëindig subsidie",
        melding="De laatste dag is vastgelegd.",
        terug=subsidie.get_absolute_url(),
        uitleg="Is er al meer betaald? Dan staat het verschil vanzelf op de volgende betaallijst.",
    )


@require_safe
@vereist(Recht.LKS_INZIEN)
def besluit_pdf(request, pk):
    """Het besluit zoals het is genomen, als download."""
    eigen = Loonkostensubsidie.objects.zichtbaar_voor(request.user).select_related("persoon", "besluit")
    subsidie = get_object_or_404(eigen, pk=pk, besluit__isnull=False)
    leg_inzage_vast(
        Inzagesoort.DOCUMENT,
        door=request.user,
        pagina=f"besluit loonkostensubsidie {pk}",
        gemeente_id=subsidie.persoon.gemeente_id,
        dossier_id=subsidie.persoon_id,
    )
    return download_van(subsidie.besluit)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_TOEKENNEN)
@eenmalig
def herzien(request):
    """Zet de bedragen per 1 januari opnieuw, als achtergrondtaak."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.LKS_TOEKENNEN)
    jaar = timezone.localdate().year
    form = HerzienForm(
        request.POST if request.method == "POST" else None,
        gemeenten=eigen,
        jaren=(jaar, jaar + 1),
        initial={"gemeente": eigen.first(), "jaar": str(jaar)},
    )
    if form.is_valid():
        gemeente, gekozen = form.cleaned_data["gemeente"], form.cleaned_data["jaar"]
        taak = start_taak(
            "lks_herzien",
            titel=f"Loonkostensubsidie herzien per 01-01-{gekozen}, {gemeente}",
            door=request.user,
            gemeente=gemeente,
            parameters={"jaar": gekozen},
            sleutel=f"{gemeente.pk}-{gekozen}",
        )
        messages.info(request, "De herziening is gestart. Wat al was herzien, blijft zoals het is.")
        return redirect("kern:taak", taak.pk)
    return render(request, "reintegratie/lks_herzien.html", {"form": form})


def _open(request, pk, recht):
    """The subsidy inside the frame of its dossier; 404 outside one's own scope."""
    eigen = Loonkostensubsidie.objects.zichtbaar_voor(request.user).select_related(
        "persoon__gemeente", "relatie", "meting__beoordelaar", "besloten_door"
    )
    subsidie = get_object_or_404(eigen, pk=pk)
    return subsidie, open_dossier(request, subsidie.persoon.nummer, recht=recht, blad=BLAD)
