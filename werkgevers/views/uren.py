"""Uren van een maand: het overzicht, het raster van een werkgever, en één overeenkomst (functies V6)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.forms.datums import lees_maand
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from werkgevers.actions import uren as actions
from werkgevers.models import Overeenkomst
from werkgevers.overeenkomst_forms import (
    INVULSOORTEN,
    HeropenForm,
    UrenFilterForm,
    UrenForm,
    UrenrasterForm,
)
from werkgevers.queries.tarieven import post_van
from werkgevers.queries.uren import per_werkgever, urenrijen
from werkgevers.views.overeenkomsten import open_overeenkomst
from werkgevers.views.relaties import zoek_relatie


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def nu(request):
    """Naar de maand die nu aan de beurt is: de vorige, tot de uren daarvan binnen zijn."""
    deze = timezone.localdate().replace(day=1)
    return redirect("werkgevers:uren", f"{deze - relativedelta(months=1):%Y-%m}")


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def overzicht(request, maand):
    """Per werkgever hoeveel overeenkomsten deze maand compleet zijn, en wie er mist."""
    eerste = _maand(maand)
    form = UrenFilterForm(request.GET)
    mist = form.is_valid() and form.cleaned_data.get("mist")
    blokken = per_werkgever(urenrijen(_eigen(request, Recht.OVEREENKOMST_INZIEN), eerste))
    totaal = sum(len(blok.rijen) for blok in blokken)
    compleet = sum(blok.compleet for blok in blokken)
    context = {
        "maand": eerste,
        "blokken": [blok for blok in blokken if blok.mist] if mist else blokken,
        "totaal": totaal,
        "compleet": compleet,
        "form": form,
        "mist": mist,
        # Who may not fill in hours reads the names, without a link to a page that is refused.
        "invoerbaar": request.user.toegang.gemeenten_met(Recht.UREN_INVOEREN),
        **_bladeren(eerste),
    }
    return render(request, "werkgevers/uren.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.UREN_INVOEREN)
@eenmalig
def van_werkgever(request, maand, nummer):
    """Het raster: alle mensen bij één werkgever, leeg is de standaardweek."""
    eerste, relatie = _maand(maand), zoek_relatie(request, nummer, Recht.UREN_INVOEREN)
    eigen = _eigen(request, Recht.UREN_INVOEREN).filter(relatie=relatie)
    rijen = urenrijen(eigen, eerste)
    open_rijen = [rij for rij in rijen if not rij.compleet]
    form = UrenrasterForm(
        request.POST if request.method == "POST" else None,
        rijen=open_rijen,
        versie=actions.rasterversie(rij.staat for rij in rijen),
    )
    if request.method == "POST" and form.is_valid():
        compleet = "compleet" in request.POST
        try:
            with transaction.atomic():
                actions.controleer_raster([rij.overeenkomst for rij in rijen], eerste, versie=form.versie)
                _bewaar_raster(open_rijen, eerste, form, compleet, request.user)
        except Verouderd as fout:
            return botsing(
                request, form, fout.huidig, annuleren=request.path, waarden=form.nu(), basis=form.begin()
            )
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            woord = "bewaard en compleet" if compleet else "bewaard"
            meld_gelukt(request, f"De uren van {len(open_rijen)} mensen zijn {woord}.")
            return redirect("werkgevers:uren", maand)
    _leg_lijst_vast(request, rijen, f"uren {maand} bij {relatie.nummer}")
    context = {
        "maand": eerste,
        "relatie": relatie,
        "form": form,
        "rijen": [rij for rij in rijen if rij.compleet],
        "soorten": [soort.label for soort in INVULSOORTEN],
    }
    return render(request, "werkgevers/uren_raster.html", context)


def _bewaar_raster(rijen, maand, form, compleet, door) -> None:
    """Alles of niets; een fout zegt bij welke persoon zij hoort."""
    fouten = {}
    for rij in rijen:
        try:
            # A savepoint, so that the messages of all rows can be gathered.
            with transaction.atomic():
                _bewaar_rij(rij, maand, form.uren_van(rij.overeenkomst), door)
        except ValidationError as fout:
            fouten[f"o{rij.overeenkomst.pk}-gewerkt"] = fout.messages
    if fouten:
        raise ValidationError(fouten)
    if compleet:
        actions.maak_alle_compleet([rij.overeenkomst for rij in rijen], maand, door=door)


def _bewaar_rij(rij, maand, uren, door) -> None:
    if uren == {str(soort): rij.ingevuld.get(soort) for soort in INVULSOORTEN}:
        return
    toelichting = rij.staat.toelichting if rij.staat else ""
    if uren.get("meer") and not toelichting:
        toelichting = "meeruren volgens opgave"
    actions.vul_uren_in(rij.overeenkomst, maand, uren=uren, door=door, toelichting=toelichting)


@require_http_methods(["GET", "POST"])
@vereist(Recht.OVEREENKOMST_INZIEN)
@eenmalig
def van_overeenkomst(request, pk, maand):
    """De uren van één overeenkomst, met wat deze maand kost, regel voor regel."""
    eerste = _maand(maand)
    overeenkomst = open_overeenkomst(request, pk)
    rijen = urenrijen(Overeenkomst.objects.filter(pk=overeenkomst.pk), eerste)
    if not rijen:
        raise Http404
    rij = rijen[0]
    mag = request.user.mag(Recht.UREN_INVOEREN, overeenkomst.gemeente_id)
    if request.method == "POST" and not mag:
        raise PermissionDenied
    form = UrenForm(
        request.POST if request.method == "POST" else None,
        initial=rij.ingevuld | {"toelichting": rij.staat.toelichting if rij.staat else ""},
        versie=rij.staat.versie if rij.staat else 0,
    )
    if request.method == "POST" and form.is_valid():
        antwoord = _bewaar(request, rij, eerste, form)
        if antwoord is not None:
            return antwoord
    context = {
        "overeenkomst": overeenkomst,
        "maand": eerste,
        "rij": rij,
        "form": form if mag and not rij.compleet else None,
        "post": post_van(overeenkomst, eerste),
        "mag_openen": mag and rij.compleet,
        "mag_compleet": mag and not rij.compleet,
        **_bladeren(eerste),
    }
    return render(request, "werkgevers/uren_overeenkomst.html", context)


def _bewaar(request, rij, maand, form):
    """None betekent: toon het formulier opnieuw, met wat er mis is."""
    adres = reverse("werkgevers:uren-overeenkomst", args=[rij.overeenkomst.pk, f"{maand:%Y-%m}"])
    try:
        with transaction.atomic():
            actions.vul_uren_in(
                rij.overeenkomst, maand, uren=form.uren(), toelichting=form.cleaned_data["toelichting"],
                door=request.user, versie=form.versie,
            )  # fmt: skip
            if "compleet" in request.POST:
                actions.maak_compleet(rij.overeenkomst, maand, door=request.user)
    except Verouderd as fout:
        return botsing(request, form, fout.huidig, annuleren=adres, waarden=rij.ingevuld)
    except ValidationError as fout:
        zet_fouten(form, fout)
        return None
    meld_gelukt(request, "De maand is compleet." if "compleet" in request.POST else "De uren zijn bewaard.")
    return redirect(adres)


@require_http_methods(["GET", "POST"])
@vereist(Recht.UREN_INVOEREN)
@eenmalig
def heropenen(request, pk, maand):
    """Een complete maand weer openen, met een reden."""
    eerste = _maand(maand)
    overeenkomst = open_overeenkomst(request, pk)
    if not request.user.mag(Recht.UREN_INVOEREN, overeenkomst.gemeente_id):
        raise PermissionDenied
    terug = reverse("werkgevers:uren-overeenkomst", args=[pk, maand])
    form = HeropenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.zet_maand_open(overeenkomst, eerste, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, "De maand staat weer open.")
        return redirect(terug)
    context = {
        "overeenkomst": overeenkomst,
        "form": form,
        "titel": f"Uren {eerste:%m-%Y} weer openen",
        "knop": "Zet open",
        "uitleg": "Is deze maand al gefactureerd, dan blijft die factuur staan. Het verschil wordt een voorstel bij "
        "de volgende factuur.",
        "terug": terug,
        "bestanden": False,
    }
    return render(request, "werkgevers/overeenkomst_formulier.html", context)


def _maand(tekst: str) -> date:
    maand = lees_maand(tekst)
    if maand is None:
        raise Http404
    return maand


def _bladeren(maand: date) -> dict:
    return {
        "vorige": f"{maand - relativedelta(months=1):%Y-%m}",
        "volgende": f"{maand + relativedelta(months=1):%Y-%m}",
        "deze": f"{maand:%Y-%m}",
    }


def _eigen(request, recht):
    eigen = Overeenkomst.objects.zichtbaar_voor(request.user)
    return eigen.filter(gemeente_id__in=request.user.toegang.gemeenten_met(recht))


def _leg_lijst_vast(request, rijen, pagina) -> None:
    if rijen:
        leg_inzage_vast(
            Inzagesoort.LIJST,
            door=request.user,
            pagina=pagina,
            gemeente_id=rijen[0].overeenkomst.gemeente_id,
            dossiers=sorted({rij.overeenkomst.persoon_id for rij in rijen}),
        )
