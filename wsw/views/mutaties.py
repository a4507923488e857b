"""Mutaties voor de salarispartij: de lijst, doorgeven, versturen, bevestigen (RH-002, RH-145)."""

from functools import partial

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.downloads import download_van
from kern.forms.datums import lees_maand
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from personen.dossier import open_dossier
from werkgevers.views.blad import verwerk
from wsw import mutatie_actions as actions
from wsw.models import Mutatie, Mutatielevering, Salarispartij
from wsw.mutatie_forms import (
    BevestigForm,
    MutatieForm,
    NieuweSalarispartijForm,
    SalarispartijForm,
    TerugneemForm,
)
from wsw.mutatie_queries import openstaand
from wsw.mutatie_tables import MUTATIES
from wsw.views.formulier import toon_formulier


@require_safe
@vereist(Recht.WSW_INZIEN)
def mutaties(request):
    """Alles wat de salarispartij moet of moest weten; bovenaan wat nu te versturen en te bevestigen is."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.WSW_INZIEN)
    vandaag = timezone.localdate()
    deel = (Cast("levering__jaar", CharField()), Value("-"), Cast("levering__volgnummer", CharField()))
    nummer = Case(When(levering=None, then=Value("")), default=Concat(*deel), output_field=CharField())
    rijen = Mutatie.objects.zichtbaar_voor(request.user).geldig().annotate(levering_nummer=nummer)
    context = {
        "standen": openstaand(list(eigen), vandaag),
        "maand": vandaag.replace(day=1),
        "mag_versturen": request.user.mag(Recht.MUTATIE_VERSTUREN),
    }
    return toon_lijst(request, MUTATIES, rijen, template="wsw/mutatie_lijst.html", context=context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def nieuw(request, nummer):
    """Met de hand doorgeven: tekst, soort, klaar; vandaag staat ingevuld."""
    dossier = open_dossier(request, nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    return verwerk(
        request,
        dossier,
        MutatieForm(request.POST or None, initial={"per": timezone.localdate()}),
        partial(actions.geef_mutatie_door, dossier.persoon, door=request.user),
        titel="Mutatie doorgeven",
        knop="Geef door",
        melding="De mutatie gaat mee met de volgende levering aan de salarispartij.",
        terug=reverse("wsw:dossierblad", args=[nummer]),
        uitleg="In dienst, uit dienst, plaatsing, indeling en adres ontstaan vanzelf.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WSW_WIJZIGEN)
@eenmalig
def terugnemen(request, pk):
    """Een mutatie die niet doorgaat en nog niet is verstuurd."""
    eigen = Mutatie.objects.zichtbaar_voor(request.user).select_related("persoon")
    mutatie = get_object_or_404(eigen, pk=pk)
    nummer = mutatie.persoon.nummer
    dossier = open_dossier(request, nummer, recht=Recht.WSW_WIJZIGEN, blad="wsw")
    return verwerk(
        request,
        dossier,
        TerugneemForm(request.POST or None),
        partial(actions.neem_mutatie_terug, mutatie, door=request.user),
        titel="Mutatie terugnemen",
        knop="Neem terug",
        melding="De mutatie is teruggenomen.",
        terug=reverse("wsw:dossierblad", args=[nummer]),
        uitleg=f"{mutatie}: {mutatie.omschrijving}",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.MUTATIE_VERSTUREN)
def versturen(request, maand):
    """Nakijken en bevestigen met het aantal; daarna staan de mutaties en de bestanden vast."""
    eerste = lees_maand(maand)
    eigen = list(Gemeente.objects.met_recht(request.user, Recht.MUTATIE_VERSTUREN))
    gemeente = next((g for g in eigen if g.code == request.GET.get("gemeente", g.code)), None)
    if eerste is None or gemeente is None:
        raise Http404
    rijen = list(actions.te_versturen(gemeente, eerste))
    if request.method == "POST":
        verwacht = request.POST.get("aantal", "")
        try:
            levering = actions.verstuur_mutaties(
                gemeente, eerste, door=request.user, verwacht=int(verwacht) if verwacht.isdecimal() else -1
            )
        except ValidationError as fout:
            messages.error(request, " ".join(fout.messages))
            return redirect(request.get_full_path())
        meld_gelukt(request, f"{levering.aantal} mutaties staan vast. Download het bestand en stuur het op.")
        return redirect(levering)
    if rijen:
        _leg_inzage_vast(request, Inzagesoort.LIJST, f"mutaties {maand}", gemeente, rijen)
    context = {
        "gemeente": gemeente,
        "maand": eerste,
        "vorige": eerste - relativedelta(months=1),
        "volgende": eerste + relativedelta(months=1),
        "mutaties": rijen,
        "partij": Salarispartij.objects.filter(gemeente=gemeente).op(timezone.localdate()).first(),
    }
    return render(request, "wsw/mutaties_versturen.html", context)


@require_safe
@vereist(Recht.WSW_INZIEN)
def levering(request, pk):
    """Eén verstuurde levering met haar bestanden."""
    gekozen = _levering(request, pk)
    rijen = list(gekozen.mutaties.select_related("persoon").order_by("ingangsdatum", "pk"))
    _leg_inzage_vast(request, Inzagesoort.LIJST, str(gekozen), gekozen.gemeente, rijen)
    context = {
        "levering": gekozen,
        "mutaties": rijen,
        "mag_versturen": request.user.mag(Recht.MUTATIE_VERSTUREN, gekozen.gemeente_id),
        "vormen": ("csv", "xlsx", "pdf"),
    }
    return render(request, "wsw/mutatielevering.html", context)


@require_safe
@vereist(Recht.WSW_INZIEN)
def bestand(request, pk, vorm):
    """Het bestand zoals het is verstuurd."""
    gekozen = _levering(request, pk)
    if vorm not in ("csv", "xlsx", "pdf"):
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT, door=request.user, pagina=f"{gekozen} ({vorm})", gemeente_id=gekozen.gemeente_id,
        aantal=gekozen.aantal,
    )  # fmt: skip
    return download_van(getattr(gekozen, vorm))


@require_http_methods(["GET", "POST"])
@vereist(Recht.MUTATIE_VERSTUREN)
@eenmalig
def bevestigen(request, pk):
    """De salarispartij meldt dat zij de mutaties heeft verwerkt."""
    gekozen = _levering(request, pk)
    if not request.user.mag(Recht.MUTATIE_VERSTUREN, gekozen.gemeente_id):
        raise Http404
    return toon_formulier(
        request,
        BevestigForm(request.POST or None, initial={"op": timezone.localdate()}),
        partial(actions.bevestig_levering, gekozen, door=request.user),
        titel="Ontvangst bevestigen",
        knop="Leg bevestiging vast",
        melding="De bevestiging is vastgelegd.",
        terug=gekozen.get_absolute_url(),
        kruimels=[
            ("Mutaties", reverse("wsw:mutaties")),
            (str(gekozen).capitalize(), gekozen.get_absolute_url()),
        ],
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.MUTATIE_VERSTUREN)
@eenmalig
def partij_nieuw(request):
    """Vastleggen aan wie HRM, salaris en dossieradministratie is uitbesteed (RH-002)."""
    form = NieuweSalarispartijForm(
        request.POST or None, gemeenten=Gemeente.objects.met_recht(request.user, Recht.MUTATIE_VERSTUREN)
    )
    return toon_formulier(
        request,
        form,
        lambda gemeente, **velden: actions.leg_salarispartij_vast(gemeente, door=request.user, **velden),
        titel="Salarispartij vastleggen",
        knop="Leg vast",
        melding="De salarispartij is vastgelegd.",
        terug=reverse("wsw:mutaties"),
        kruimels=[("Mutaties", reverse("wsw:mutaties"))],
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.MUTATIE_VERSTUREN)
@eenmalig
def partij_wijzigen(request, pk):
    """Contract of contactpersoon wijzigen; een andere partij is een nieuwe regel."""
    eigen = Salarispartij.objects.filter(
        gemeente__in=Gemeente.objects.met_recht(request.user, Recht.MUTATIE_VERSTUREN)
    )
    partij = get_object_or_404(eigen, pk=pk)
    oud = {veld: getattr(partij, veld) for veld in actions.PARTIJVELDEN}
    return toon_formulier(
        request,
        SalarispartijForm(request.POST or None, initial=oud, versie=partij.versie),
        partial(actions.leg_salarispartij_vast, partij.gemeente, partij=partij, door=request.user),
        titel="Salarispartij wijzigen",
        knop="Bewaar",
        melding="De salarispartij is gewijzigd.",
        terug=reverse("wsw:mutaties"),
        kruimels=[("Mutaties", reverse("wsw:mutaties"))],
    )


def _levering(request, pk) -> Mutatielevering:
    eigen = Mutatielevering.objects.zichtbaar_voor(request.user)
    return get_object_or_404(eigen.select_related("gemeente", "verstuurd_door", "bevestigd_door"), pk=pk)


def _leg_inzage_vast(request, soort, pagina, gemeente, rijen) -> None:
    leg_inzage_vast(
        soort, door=request.user, pagina=pagina, gemeente_id=gemeente.pk,
        dossiers=sorted({rij.persoon_id for rij in rijen}),
    )  # fmt: skip
