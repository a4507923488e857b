"""Contactmomenten: quick entry, list, reading view, change, withdraw, follow-up."""

import secrets

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max, Min
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.concepts import Conceptplek, concept_voor
from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, aanwezigen, botsing
from personen import actions
from personen.choices import Contactwijze
from personen.dossier import open_dossier, toon_blad
from personen.forms import ContactfilterForm, ContactForm, ZoekForm, neem_fouten_over
from personen.models import Contactmoment

PER_PAGINA = 25
PER_LEESBLAD = 100
ZOEK_SECONDEN = 30 * 60


def contactform(request, dossier) -> tuple[ContactForm, Conceptplek]:
    """The form with what was typed before; the way of contact is what this user chose last time (H3)."""
    persoon = dossier.persoon
    wijze = request.session.get("laatste_wijze")
    begin = {"wijze": wijze} if wijze in Contactwijze.values else None
    titel = f"Contact met {persoon.weergavenaam}"
    plek = concept_voor(request, "contactmoment", persoon.nummer, titel=titel)
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


@require_http_methods(["GET", "POST"])
@vereist(Recht.CONTACT_INZIEN)
def lijst(request, nummer):
    """All contacts of a person; POST searches words inside them, kept behind a token."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_INZIEN, blad="contactmomenten")
    if request.method == "POST":
        return _zoek_woorden(request, dossier)
    eigen = Contactmoment.objects.zichtbaar_voor(request.user).filter(persoon=dossier.persoon)
    eigen = eigen.filter(ingetrokken_op=None)
    grenzen = eigen.aggregate(eerste=Min("datum"), laatste=Max("datum"))
    jaren = range(grenzen["laatste"].year, grenzen["eerste"].year - 1, -1) if grenzen["eerste"] else ()
    wie = eigen.order_by("door__naam").values_list("door_id", "door__naam").distinct()
    form = ContactfilterForm(request.GET, collegas=wie, jaren=jaren)
    keuze = form.cleaned_data if form.is_valid() else {}
    woorden = _woorden(request)
    rijen = _gefilterd(eigen, keuze, woorden).select_related("door").order_by("-datum", "-tijd", "-pk")
    lezen = keuze.get("weergave") == "lezen"
    pagina = Paginator(rijen, PER_LEESBLAD if lezen else PER_PAGINA).get_page(keuze.get("pagina") or 1)
    context = {
        "pagina": pagina,
        "filterform": form,
        "lezen": lezen,
        "woorden": woorden,
        "gefilterd": bool(woorden or any(keuze.get(naam) for naam in ("wijze", "door", "jaar"))),
        "andere_weergave_url": _met(request, weergave="" if lezen else "lezen"),
        "zonder_woorden_url": _met(request, w=""),
        "w": request.GET.get("w", "") if woorden else "",
        "mag_vastleggen": dossier.mag(Recht.CONTACT_VASTLEGGEN),
    }
    return toon_blad(request, dossier, "personen/contactmomenten.html", context)


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
        messages.error(request, " ".join(fout.messages))
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


def _gefilterd(rijen, keuze, woorden):
    if keuze.get("wijze"):
        rijen = rijen.filter(wijze=keuze["wijze"])
    if keuze.get("door"):
        rijen = rijen.filter(door_id=int(keuze["door"]))
    if keuze.get("jaar"):
        rijen = rijen.filter(datum__year=int(keuze["jaar"]))
    for woord in woorden.split():
        rijen = rijen.filter(verslag__icontains=woord)
    return rijen


def _zoek_woorden(request, dossier):
    """Keep the words on the server: they may be about health, and addresses end up in logs."""
    form = ZoekForm(request.POST)
    adres = reverse("personen:contactmomenten", args=[dossier.persoon.nummer])
    if not form.is_valid() or not form.cleaned_data["q"]:
        return redirect(adres)
    token = secrets.token_urlsafe(12)
    cache.set(f"woorden:{request.user.pk}:{token}", form.cleaned_data["q"][:100], ZOEK_SECONDEN)
    return redirect(f"{adres}?w={token}")


def _woorden(request) -> str:
    token = request.GET.get("w", "")
    if not token or len(token) > 40 or not token.isascii() or not token.isprintable() or " " in token:
        return ""
    return cache.get(f"woorden:{request.user.pk}:{token}") or ""


def _met(request, **parameters) -> str:
    vraag = QueryDict(mutable=True)
    toegestaan = ("wijze", "door", "jaar", "weergave", "w")
    vraag.update({naam: request.GET[naam] for naam in toegestaan if request.GET.get(naam)})
    for naam, waarde in parameters.items():
        vraag[naam] = waarde
        if not waarde:
            del vraag[naam]
    return f"?{vraag.urlencode()}"
