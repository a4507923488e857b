"""Besluiten, werkafspraken en bijsturing: de lijst, één afspraak, vastleggen, wijzigen en sluiten (RH-030)."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.actions.afspraken import maak_afspraak, mag_afronden, sluit_afspraak, wijzig_afspraak
from kern.afspraak_tables import AFSPRAKEN, STANDEN, met_stand
from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download
from kern.forms.afspraken import AfspraakForm, NieuweAfspraakForm, SluitForm
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Afspraak, Afspraakstatus, Gebruiker, Gemeente, Taakstatus
from kern.once import eenmalig
from kern.pdf import render_pdf
from kern.permissions import Recht
from kern.versions import Verouderd, botsing

VELDEN = tuple(AfspraakForm.base_fields)


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def afspraken(request):
    rijen = met_stand(Afspraak.objects.zichtbaar_voor(request.user), timezone.localdate())
    context = {"mag_wijzigen": request.user.mag(Recht.AFSPRAAK_WIJZIGEN)}
    return toon_lijst(request, AFSPRAKEN, rijen, template="kern/afspraak_lijst.html", context=context)


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def afspraken_pdf(request):
    """Alle besluiten en afspraken op papier, per soort; te laat is te zien zonder kleur (RH-030)."""
    vandaag = timezone.localdate()
    rijen = met_stand(Afspraak.objects.zichtbaar_voor(request.user), vandaag).select_related(
        "gemeente", "eigenaar"
    )
    rijen = list(rijen.order_by("gemeente__naam", "soort", "orgaan", "code"))
    for rij in rijen:
        rij.stand_woord, rij.stand_toon = STANDEN[rij.stand]
    groepen: dict[tuple[str, str], list[Afspraak]] = {}
    for rij in rijen:
        groepen.setdefault((rij.gemeente.naam, _groepsnaam(rij)), []).append(rij)
    context = {
        "groepen": groepen.items(),
        "vandaag": vandaag,
        "door": str(request.user),
        "aantal": len(rijen),
    }
    pdf = render_pdf("documenten/afspraken.html", context)
    return download(pdf.bytes, f"afspraken-{vandaag:%Y-%m-%d}.pdf")


def _groepsnaam(afspraak) -> str:
    naam = afspraak.get_soort_display().capitalize()
    return f"{naam}, {afspraak.get_orgaan_display()}" if afspraak.orgaan else naam


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def afspraak(request, pk):
    """Eén afspraak: wat, wie, wanneer, en alle beurten met hun bewijs."""
    gevonden = _zoek(request, pk)
    rijen = gevonden.taken.exclude(status=Taakstatus.VERVALLEN).select_related("gedaan_door", "bestand")
    taken = list(rijen.defer("bestand__inhoud").order_by("-vervaldatum"))
    open_taak = next((taak for taak in taken if taak.status == Taakstatus.OPEN), None)
    loopt = gevonden.status == Afspraakstatus.OPEN
    context = {
        "afspraak": gevonden,
        "vandaag": timezone.localdate(),
        "open_taak": open_taak,
        "gedaan": [taak for taak in taken if taak.status == Taakstatus.GEDAAN],
        "mag_afronden": open_taak and mag_afronden(open_taak, request.user),
        "mag_wijzigen": loopt and request.user.mag(Recht.AFSPRAAK_WIJZIGEN, gevonden.gemeente_id),
    }
    return render(request, "kern/afspraak.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def afspraak_nieuw(request):
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.AFSPRAAK_WIJZIGEN)
    form = NieuweAfspraakForm(
        request.POST or None,
        gemeenten=gemeenten,
        collegas=_collegas(request),
        initial={"begindatum": timezone.localdate(), "soort": "werkafspraak"},
    )
    actie = partial(maak_afspraak, door=request.user)
    return _verwerk(request, None, form, actie, "Afspraak vastleggen", "De afspraak staat erin.")


@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def afspraak_wijzigen(request, pk):
    gevonden = _zoek_om_te_wijzigen(request, pk)
    oud = {veld: getattr(gevonden, veld) for veld in VELDEN}
    form = AfspraakForm(
        request.POST or None, initial=oud, versie=gevonden.versie, collegas=_collegas(request)
    )
    actie = partial(wijzig_afspraak, gevonden, door=request.user)
    return _verwerk(request, gevonden, form, actie, "Afspraak wijzigen", "De afspraak is bewaard.")


@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def afspraak_sluiten(request, pk):
    gevonden = _zoek_om_te_wijzigen(request, pk)
    form = SluitForm(request.POST or None, versie=gevonden.versie)

    def sluit(*, einde, resultaat, versie):
        return sluit_afspraak(
            gevonden, resultaat=resultaat, vervallen=einde == "vervallen", versie=versie, door=request.user
        )

    return _verwerk(request, gevonden, form, sluit, "Afspraak sluiten", "De afspraak is gesloten.")


def _verwerk(request, gevonden, form, actie, titel: str, melding: str):
    onderwerp = str(gevonden.pk) if gevonden else ""
    plek = concept_voor(request, request.resolver_match.view_name, onderwerp, titel=titel)
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        extra = {"versie": form.versie or 0} if "versie" in form.fields else {}
        try:
            with transaction.atomic():
                resultaat = actie(**form.cleaned_data, **extra)
                plek.gooi_weg()
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=f"/afspraken/{gevonden.pk}/")
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect("kern:afspraak", pk=resultaat.pk)
    context = {"form": form, "titel": titel, "afspraak": gevonden}
    return render(request, "kern/afspraak_formulier.html", context)


def _zoek(request, pk) -> Afspraak:
    eigen = Afspraak.objects.zichtbaar_voor(request.user).select_related("gemeente", "eigenaar")
    return get_object_or_404(eigen, pk=pk)


def _zoek_om_te_wijzigen(request, pk) -> Afspraak:
    gevonden = _zoek(request, pk)
    if not request.user.mag(Recht.AFSPRAAK_WIJZIGEN, gevonden.gemeente_id):
        raise PermissionDenied
    return gevonden


def _collegas(request):
    return Gebruiker.objects.filter(
        pk__in=Gebruiker.objects.zichtbaar_voor(request.user).values("pk"), is_active=True
    ).order_by("naam")
