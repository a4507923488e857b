"""Who this person is: data, address, dated characteristics, contact persons and periods."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from kern.undo import met_ongedaan
from kern.versions import Verouderd, aanwezigen, botsing
from personen import actions
from personen.dossier import open_dossier, toon_blad
from personen.forms import (
    AdresForm,
    BeeindigForm,
    BeginForm,
    BsnWijzigForm,
    KenmerkForm,
    LaatsteDagForm,
    NieuwPersoonForm,
    PersoonForm,
    ToewijsForm,
    neem_fouten_over,
)
from personen.models import Kenmerk

_PERSOONSVELDEN = tuple(PersoonForm.base_fields)


@require_safe
@vereist(Recht.PERSOON_INZIEN)
def tonen(request, nummer):
    """All data of a person, with what applied before."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_INZIEN, blad="gegevens")
    persoon = dossier.persoon
    kenmerken = Kenmerk.objects.filter(persoon=persoon).leesbaar_voor(request.user, persoon.gemeente_id)
    context = {
        "adressen": list(persoon.adressen.order_by("-begindatum")),
        "kenmerken": list(kenmerken.order_by("soort", "-begindatum")),
        "toewijzingen": list(persoon.toewijzingen.select_related("gebruiker").order_by("-begindatum")),
        "perioden": list(persoon.dossierperioden.order_by("-begindatum")),
        "mag_wijzigen": dossier.mag(Recht.PERSOON_WIJZIGEN),
        "mag_toewijzen": dossier.mag(Recht.PERSOON_TOEWIJZEN),
        "mag_bsn": dossier.mag(Recht.BSN_TONEN),
        "mag_kenmerken": dossier.mag(Recht.KENMERK_INZIEN),
        "mag_bijzonder": dossier.mag(Recht.BIJZONDER_WIJZIGEN),
    }
    return toon_blad(request, dossier, "personen/gegevens.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def wijzigen(request, nummer):
    """Change data; when a colleague was first, the conflict page shows both."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    persoon = dossier.persoon
    begin = {naam: getattr(persoon, naam) for naam in _PERSOONSVELDEN}
    form = PersoonForm(
        request.POST if request.method == "POST" else None, initial=begin, versie=persoon.versie
    )
    if form.is_valid():
        try:
            actions.wijzig_persoon(persoon, door=request.user, versie=form.versie or 0, **form.cleaned_data)
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=reverse("personen:gegevens", args=[nummer]))
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Gegevens gewijzigd.")
            return redirect("personen:gegevens", nummer=nummer)
    context = {"form": form} | aanwezigen(request, f"persoon:{nummer}")
    return toon_blad(request, dossier, "personen/gegevens_wijzigen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def bsn_wijzigen(request, nummer):
    """Set or correct the BSN; the old one is not shown here."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    if not dossier.mag(Recht.BSN_TONEN):
        raise PermissionDenied
    form = BsnWijzigForm(request.POST if request.method == "POST" else None)
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.wijzig_persoon(dossier.persoon, door=request.user, **velden),
        "BSN wijzigen",
        "BSN gewijzigd.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def adres(request, nummer):
    """A new address from a day on."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    form = AdresForm(request.POST if request.method == "POST" else None)
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.leg_adres_vast(dossier.persoon, door=request.user, **velden),
        "Nieuw adres",
        "Adres vastgelegd.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def kenmerk_nieuw(request, nummer):
    """Record a dated characteristic."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    form = KenmerkForm(
        request.POST if request.method == "POST" else None, bijzonder=dossier.mag(Recht.BIJZONDER_WIJZIGEN)
    )
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.leg_kenmerk_vast(dossier.persoon, door=request.user, **velden),
        "Kenmerk vastleggen",
        "Kenmerk vastgelegd.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def kenmerk_beeindigen(request, nummer, pk):
    """End a characteristic on a day; it stays readable."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    kenmerk = get_object_or_404(Kenmerk.objects.filter(persoon=dossier.persoon, einddatum=None), pk=pk)
    if kenmerk.is_bijzonder and not dossier.mag(Recht.BIJZONDER_WIJZIGEN):
        raise Http404
    form = LaatsteDagForm(request.POST if request.method == "POST" else None)
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.beeindig_kenmerk(kenmerk, door=request.user, **velden),
        f"{kenmerk} beëindigen",
        "Kenmerk beëindigd.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def beginnen(request, nummer):
    """Begin, or begin again: a new period."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    form = BeginForm(request.POST if request.method == "POST" else None)
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.start_dossierperiode(dossier.persoon, door=request.user, **velden),
        "Begeleiding beginnen",
        "De begeleiding is begonnen.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def beeindigen(request, nummer):
    """End the period; the contact person ends on the same day."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    form = BeeindigForm(request.POST if request.method == "POST" else None)
    return _bewaar(
        request,
        dossier,
        form,
        lambda velden: actions.beeindig_dossierperiode(dossier.persoon, door=request.user, **velden),
        "Begeleiding beëindigen",
        "De begeleiding is beëindigd.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_TOEWIJZEN)
@eenmalig
def toewijzen(request, nummer):
    """Another contact person from a day on, with a way back."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_TOEWIJZEN, blad="gegevens")
    form = ToewijsForm(
        request.POST if request.method == "POST" else None,
        gemeente_id=dossier.persoon.gemeente_id,
        gebruiker=request.user,
    )

    if form.is_valid():
        try:
            stappen = actions.wijs_toe(dossier.persoon, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout, begindatum="vanaf")
        else:
            terug = reverse("personen:gegevens", args=[nummer])
            tekst = f"{form.cleaned_data['aan']} is de contactpersoon."
            met_ongedaan(
                request, tekst, "toewijzing", terug=terug, stappen=[stap.gegevens for stap in stappen]
            )
            return redirect(terug)
    context = {"form": form, "handeling": "Contactpersoon toewijzen"}
    return toon_blad(request, dossier, "personen/gegevens_formulier.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
@eenmalig
def nieuw(request):
    """A new dossier; when it looks like an existing one, that is shown first."""
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.PERSOON_WIJZIGEN)
    form = NieuwPersoonForm(request.POST if request.method == "POST" else None, gemeenten=gemeenten)
    dubbelen = []
    if form.is_valid():
        velden = dict(form.cleaned_data)
        gemeente = next(g for g in gemeenten if str(g.pk) == velden.pop("gemeente"))
        vanaf, toch = velden.pop("vanaf"), velden.pop("toch") == "ja"
        try:
            with transaction.atomic():
                persoon = actions.maak_persoon(gemeente=gemeente, door=request.user, toch=toch, **velden)
                actions.start_dossierperiode(persoon, vanaf=vanaf, door=request.user)
        except ValidationError as fout:
            zoek = {naam: velden[naam] for naam in ("bsn", "achternaam", "geboortedatum")}
            if not hasattr(fout, "error_dict") and fout.error_list[0].code == "dubbel":
                dubbelen = list(actions.mogelijk_dezelfde(gemeente, **zoek)[:5])
            else:
                neem_fouten_over(form, fout, begindatum="vanaf")
        else:
            meld_gelukt(request, f"Dossier {persoon.nummer} gemaakt.")
            return redirect(persoon)
    context = {"form": form, "dubbelen": dubbelen}
    context["zelfde_bsn"] = any(p.bsn and p.bsn == form.cleaned_data.get("bsn") for p in dubbelen)
    return render(request, "personen/nieuw.html", context)


def _bewaar(request, dossier, form, actie, titel, gelukt):
    """One small form about a dossier: do the action, say so, back to the data."""
    if form.is_valid():
        try:
            actie(form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(
                form, fout, begindatum="vanaf", einddatum="per" if "per" in form.fields else "tot"
            )
        else:
            meld_gelukt(request, gelukt)
            return redirect("personen:gegevens", nummer=dossier.persoon.nummer)
    return toon_blad(request, dossier, "personen/gegevens_formulier.html", {"form": form, "handeling": titel})
