"""Contactmomenten: quick entry, list, reading view, change, withdraw, follow-up."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.concepts import Conceptplek, concept_voor
from kern.decorators import vereist
from kern.meldingen import meld_fout, meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, aanwezigen, botsing
from personen import actions
from personen.choices import Contactwijze, Gesprekspartner
from personen.dossier import open_dossier, toon_blad, toon_dossierlijst
from personen.dossier_tables import CONTACTMOMENTEN
from personen.forms import ContactForm, neem_fouten_over
from personen.models import Contactmoment


def contactform(request, dossier) -> tuple[ContactForm, Conceptplek]:
    """The form with what was typed before; the way of contact is what this user chose last time (H3)."""
    persoon = dossier.persoon
    wijze = request.session.get("laatste_wijze")
    begin = {"wijze": wijze} if wijze in Contactwijze.values else None
    titel = f"Contact met {persoon.weergavenaam}"
    # Also on the timeline, that sends it to its own address.
    actie = reverse("personen:contact-nieuw", args=[persoon.nummer])
    plek = concept_voor(request, "contactmoment", persoon.nummer, titel=titel, actie=actie)
    return plek.vul(ContactForm(request.POST if request.method == "POST" else None, initial=begin)), plek


@require_http_methods(["GET", "POST"])
@vereist(Recht.CONTACT_VASTLEGGEN)
@eenmalig
def nieuw(request, nummer):
    """Log a contact; from the timeline, or on a page of its own."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_VASTLEGGEN, blad="contactmomenten")
    form, plek = contactform(request, dossier)
    if form.is_valid():
        try:
            with transaction.atomic():
                contact = actions.leg_contact_vast(dossier.persoon, door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            if request.session.get("laatste_wijze") != contact.wijze:
                request.session["laatste_wijze"] = contact.wijze
            vervolg = f" Vervolg op {contact.vervolg_op:%d-%m-%Y}." if contact.vervolg_op else ""
            terug = reverse("personen:contact-intrekken", args=[nummer, contact.pk])
            meld_gelukt(request, f"Contact vastgelegd.{vervolg}", ongedaan_url=terug)
            return redirect("personen:tijdlijn", nummer=nummer)
    return toon_blad(request, dossier, "personen/contact_nieuw.html", {"form": form})


@require_safe
@vereist(Recht.CONTACT_INZIEN)
def lijst(request, nummer):
    """All contacts of a person: as a list, or one below the other to read."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_INZIEN, blad="contactmomenten")
    eigen = Contactmoment.objects.zichtbaar_voor(request.user)
    eigen = eigen.filter(persoon=dossier.persoon, ingetrokken_op=None)
    context = {"mag_vastleggen": dossier.mag(Recht.CONTACT_VASTLEGGEN)}
    return toon_dossierlijst(
        request,
        dossier,
        CONTACTMOMENTEN,
        eigen,
        "personen/contactmomenten.html",
        context,
        verrijk=_in_woorden,
    )


def _in_woorden(rijen: list[dict]) -> None:
    """The labels of the choices, for the reading view."""
    for rij in rijen:
        rij["hoe"] = Contactwijze(rij["wijze"]).label
        rij["met_wie"] = Gesprekspartner(rij["met"]).label


@require_safe
@vereist(Recht.CONTACT_INZIEN)
def tonen(request, nummer, pk):
    """One contact, in full."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_INZIEN, blad="contactmomenten")
    contact = _contact(request, dossier, pk)
    context = {"contact": contact, "van_mij": contact.door_id == request.user.pk}
    return toon_blad(request, dossier, "personen/contact_tonen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.CONTACT_VASTLEGGEN)
@eenmalig
def wijzigen(request, nummer, pk):
    """Change an own contact; when it was changed meanwhile, the conflict page shows both texts."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_VASTLEGGEN, blad="contactmomenten")
    contact = _contact(request, dossier, pk)
    velden = ("datum", "wijze", "met", "verslag", "vervolg_op")
    begin = {naam: getattr(contact, naam) for naam in velden}
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial=begin, versie=contact.versie
    )
    if form.is_valid():
        try:
            actions.wijzig_contact(contact, door=request.user, versie=form.versie or 0, **form.cleaned_data)
        except Verouderd as fout:
            terug = reverse("personen:contact", args=[nummer, pk])
            return botsing(request, form, fout.huidig, annuleren=terug)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Contact gewijzigd.")
            return redirect("personen:contact", nummer=nummer, pk=pk)
    context = {"form": form, "contact": contact} | aanwezigen(request, f"contact:{pk}")
    return toon_blad(request, dossier, "personen/contact_wijzigen.html", context)


@require_POST
@vereist(Recht.CONTACT_VASTLEGGEN)
def intrekken(request, nummer, pk):
    """Take an own contact out of the dossier, with a way back."""
    return _doe(
        request, nummer, pk, actions.trek_contact_in, "Contact ingetrokken.", "personen:contact-herstellen"
    )


@require_POST
@vereist(Recht.CONTACT_VASTLEGGEN)
def herstellen(request, nummer, pk):
    """Put a withdrawn contact back."""
    return _doe(request, nummer, pk, actions.herstel_contact, "Contact teruggezet.", "")


@require_POST
@vereist(Recht.CONTACT_VASTLEGGEN)
def gedaan(request, nummer, pk):
    """The follow-up is done today."""
    return _doe(
        request,
        nummer,
        pk,
        lambda contact, door: actions.rond_vervolg_af(contact, door=door, op=timezone.localdate()),
        "Vervolg gedaan.",
        "personen:vervolg-heropenen",
    )


@require_POST
@vereist(Recht.CONTACT_VASTLEGGEN)
def heropenen(request, nummer, pk):
    """The follow-up was not done after all."""
    return _doe(request, nummer, pk, actions.open_vervolg_opnieuw, "Het vervolg staat weer open.", "")


def _doe(request, nummer, pk, actie, tekst, ongedaan_route):
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_VASTLEGGEN, blad="contactmomenten")
    contact = _contact(request, dossier, pk, ook_ingetrokken=True)
    try:
        actie(contact, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        terug = reverse(ongedaan_route, args=[nummer, pk]) if ongedaan_route else ""
        meld_gelukt(request, tekst, ongedaan_url=terug)
    return redirect(_terug(request) or reverse("personen:tijdlijn", args=[nummer]))


def _terug(request) -> str:
    """Back to a page of this site that the form named."""
    adres = request.POST.get("terug", "")
    veilig = url_has_allowed_host_and_scheme(adres, allowed_hosts=None)
    return adres if adres.startswith("/") and veilig else ""


def _contact(request, dossier, pk, ook_ingetrokken=False) -> Contactmoment:
    eigen = Contactmoment.objects.zichtbaar_voor(request.user).select_related("door", "persoon__gemeente")
    if not ook_ingetrokken:
        eigen = eigen.filter(ingetrokken_op=None)
    return get_object_or_404(eigen, pk=pk, persoon=dossier.persoon)
