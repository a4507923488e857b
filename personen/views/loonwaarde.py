"""Het blad Loonwaarde: metingen, een meting aanvragen bij een collega, vastleggen en intrekken."""

from functools import partial

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.beleid import waarde
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_van
from kern.forms.datums import lees_datum
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from personen import actions
from personen.dossier import open_dossier, toon_blad
from personen.loonwaarde_forms import IntrekkenForm, MeetopdrachtForm, MetingForm
from personen.loonwaarde_rules import Taak, taakregels
from personen.models import Loonwaardemeting, Meetopdracht
from personen.queries.loonwaarde import beoordelaars

BLAD = "loonwaarde"


@require_safe
@vereist(Recht.LOONWAARDE_INZIEN)
def blad(request, nummer):
    """De metingen, nieuwste eerst; het formulier om een collega te vragen staat open."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_INZIEN, blad=BLAD)
    return _toon(request, dossier, None)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LOONWAARDE_METEN)
@eenmalig
def aanvragen(request, nummer):
    """Vraag een collega om te meten; nooit de eigen contactpersoon."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_METEN, blad=BLAD)
    if request.method == "GET":
        return redirect("personen:loonwaarde", nummer=nummer)
    form = _opdrachtform(dossier, request.POST)
    if form.is_valid():
        try:
            opdracht = actions.vraag_meting_aan(dossier.persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(
                request, f"Gevraagd aan {opdracht.beoordelaar}. De meting staat in diens werkvoorraad."
            )
            return redirect("personen:loonwaarde", nummer=nummer)
    return _toon(request, dossier, form)


def _opdrachtform(dossier, data) -> MeetopdrachtForm:
    begin = {"uiterlijk_op": dossier.peildatum + relativedelta(weeks=4)}
    return MeetopdrachtForm(
        data, beoordelaars=beoordelaars(dossier.persoon, dossier.peildatum), initial=begin
    )


def _toon(request, dossier, form):
    eigen = Loonwaardemeting.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    metingen = list(eigen.select_related("beoordelaar").order_by("-datum", "-pk"))
    opdracht = (
        Meetopdracht.objects.open()
        .filter(persoon=dossier.persoon)
        .select_related("beoordelaar", "gevraagd_door")
    )
    open_opdracht = opdracht.first()
    mag_meten = dossier.mag(Recht.LOONWAARDE_METEN)
    context = {
        "metingen": metingen,
        "laatste": next((m for m in metingen if m.ingetrokken_op is None), None),
        "opdracht": open_opdracht,
        "mag_meten": mag_meten,
        "vandaag": dossier.peildatum,
        "termijn": waarde("loonwaarde.hermeting_maanden", dossier.persoon.gemeente_id, dossier.peildatum),
    }
    if mag_meten and not open_opdracht:
        context["form"] = form or _opdrachtform(dossier, None)
    elif form:
        context["form"] = form
    return toon_blad(request, dossier, "personen/loonwaarde.html", context)


@require_POST
@vereist(Recht.LOONWAARDE_METEN)
def vervallen(request, nummer, pk):
    """De aanvraag hoeft niet meer."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_METEN, blad=BLAD)
    eigen = Meetopdracht.objects.zichtbaar_voor(request.user)
    opdracht = get_object_or_404(eigen, pk=pk, persoon=dossier.persoon)
    try:
        actions.laat_opdracht_vervallen(opdracht, door=request.user)
    except ValidationError:
        meld_gelukt(request, "Deze meting is al gedaan. Er is niets veranderd.")
    else:
        meld_gelukt(request, "De aanvraag is vervallen.")
    return redirect("personen:loonwaarde", nummer=nummer)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LOONWAARDE_METEN)
@eenmalig
def meten(request, nummer):
    """Een meting vastleggen met haar hoofdtaken."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_METEN, blad=BLAD)
    persoon = dossier.persoon
    form = MetingForm(
        request.POST if request.method == "POST" else None,
        beoordelaars=beoordelaars(persoon, _meetdag(request, dossier.peildatum)),
        initial=_begin(request, dossier),
    )
    if form.is_valid():
        try:
            meting = actions.leg_meting_vast(persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De meting is vastgelegd. Het rapport staat klaar.")
            return redirect("personen:loonwaarde-meting", nummer=nummer, pk=meting.pk)
    return toon_blad(request, dossier, "personen/loonwaarde_meten.html", {"form": form})


def _meetdag(request, vandaag):
    """Who may measure depends on the day in the form; an unreadable day counts as today."""
    try:
        return lees_datum(request.POST.get("datum", "")[:30], vandaag=vandaag) or vandaag
    except (ValueError, ValidationError):
        return vandaag


def _begin(request, dossier) -> dict:
    persoon, vandaag = dossier.persoon, dossier.peildatum
    opdracht = Meetopdracht.objects.open().filter(persoon=persoon).first()
    uren = waarde("loonwaarde.uren_per_meting", persoon.gemeente_id, vandaag)
    mag = {b.gebruiker.pk for b in beoordelaars(persoon, vandaag) if b.mag}
    wie = opdracht.beoordelaar_id if opdracht else request.user.pk
    return {
        "datum": vandaag,
        "beoordelaar": str(wie) if wie in mag else "",
        "volgende_op": actions.volgende_meting(persoon, vandaag),
        "tijdsbesteding": uren.waarde,
    }


@require_safe
@vereist(Recht.LOONWAARDE_INZIEN)
def meting(request, nummer, pk):
    """Eén meting met haar rekening."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_INZIEN, blad=BLAD)
    meting = _meting(request, dossier, pk)
    taken = [
        Taak(taak.naam, taak.aandeel, taak.tempo, taak.kwaliteit, taak.netto_werktijd)
        for taak in meting.hoofdtaken.order_by("-aandeel", "pk")
    ]
    context = {
        "meting": meting,
        "taakregels": taakregels(taken),
        "norm_uren": waarde("loonwaarde.uren_per_meting", dossier.persoon.gemeente_id, meting.datum),
        "mag_meten": dossier.mag(Recht.LOONWAARDE_METEN),
    }
    return toon_blad(request, dossier, "personen/loonwaarde_meting.html", context)


@require_safe
@vereist(Recht.LOONWAARDE_INZIEN)
def rapport(request, nummer, pk):
    """Het vastgelegde rapport, als download."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_INZIEN, blad=BLAD, vastleggen=False)
    meting = _meting(request, dossier, pk)
    bestand = get_object_or_404(Loonwaardemeting, pk=meting.pk, bestand__isnull=False).bestand
    leg_inzage_vast(
        Inzagesoort.DOCUMENT,
        door=request.user,
        pagina=f"loonwaarderapport {meting.pk} van {nummer}",
        gemeente_id=dossier.persoon.gemeente_id,
        dossier_id=dossier.persoon.pk,
        als_vervanger=dossier.als_vervanger,
    )
    return download_van(bestand)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LOONWAARDE_METEN)
def intrekken(request, nummer, pk):
    """Een meting die niet klopt intrekken, met reden."""
    dossier = open_dossier(request, nummer, recht=Recht.LOONWAARDE_METEN, blad=BLAD)
    meting = _meting(request, dossier, pk)
    form = IntrekkenForm(request.POST if request.method == "POST" else None)
    terug = reverse("personen:loonwaarde", args=[nummer])
    if form.is_valid():
        try:
            partial(actions.trek_meting_in, meting, door=request.user)(**form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De meting is ingetrokken. Leg een nieuwe meting vast als die er is.")
            return redirect(terug)
    context = {"form": form, "meting": meting, "terug": terug}
    return toon_blad(request, dossier, "personen/loonwaarde_intrekken.html", context)


def _meting(request, dossier, pk) -> Loonwaardemeting:
    eigen = Loonwaardemeting.objects.zichtbaar_voor(request.user).select_related(
        "persoon", "beoordelaar", "vastgelegd_door"
    )
    return get_object_or_404(eigen, pk=pk, persoon=dossier.persoon)
