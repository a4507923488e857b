"""Who this person is: data, address, dated characteristics, contact persons and periods."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.permissions import Recht
from personen import actions
from personen.choices import BIJZONDERE_KENMERKEN
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
_ONGEDAAN_SECONDEN = 24 * 3600


@require_safe
@vereist(Recht.PERSOON_INZIEN)
def tonen(request, nummer):
    """All data of a person, with what applied before."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_INZIEN, blad="gegevens")
    persoon = dossier.persoon
    kenmerken = Kenmerk.objects.filter(persoon=persoon)
    if not dossier.mag(Recht.BIJZONDER_INZIEN):
        kenmerken = kenmerken.exclude(soort__in=BIJZONDERE_KENMERKEN)
    context = {
        "adressen": list(persoon.adressen.order_by("-begindatum")),
        "kenmerken": list(kenmerken.order_by("soort", "-begindatum")),
        "toewijzingen": list(persoon.toewijzingen.select_related("gebruiker").order_by("-begindatum")),
        "perioden": list(persoon.dossierperioden.order_by("-begindatum")),
        "mag_wijzigen": dossier.mag(Recht.PERSOON_WIJZIGEN),
        "mag_toewijzen": dossier.mag(Recht.PERSOON_TOEWIJZEN),
        "mag_bsn": dossier.mag(Recht.BSN_TONEN),
        "mag_bijzonder": dossier.mag(Recht.BIJZONDER_WIJZIGEN),
    }
    return toon_blad(request, dossier, "personen/gegevens.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
def wijzigen(request, nummer):
    """Change data; when a colleague was first, nothing is saved and both versions are shown."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_WIJZIGEN, blad="gegevens")
    persoon = dossier.persoon
    begin = {naam: getattr(persoon, naam) for naam in _PERSOONSVELDEN}
    form = PersoonForm(
        request.POST if request.method == "POST" else None, initial=begin, versie=persoon.versie
    )
    verschillen = []
    if form.is_valid():
        try:
            actions.wijzig_persoon(persoon, door=request.user, versie=form.versie or 0, **form.cleaned_data)
        except ValidationError as fout:
            if not hasattr(fout, "error_dict") and fout.error_list[0].code == "botsing":
                verschillen = _verschillen(form, persoon)
                form.data = form.data.copy()
                form.data["versie"] = persoon.versie
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Gegevens gewijzigd.")
            return redirect("personen:gegevens", nummer=nummer)
    return toon_blad(
        request, dossier, "personen/gegevens_wijzigen.html", {"form": form, "verschillen": verschillen}
    )


def _verschillen(form, persoon) -> list[dict]:
    """Per field: what you typed and what the colleague stored."""
    paren = [(form[naam].label, form.cleaned_data[naam], getattr(persoon, naam)) for naam in _PERSOONSVELDEN]
    return [{"label": label, "jij": jij, "nu": nu} for label, jij, nu in paren if jij != nu]


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
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
def toewijzen(request, nummer):
    """Another contact person from a day on, with a way back."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_TOEWIJZEN, blad="gegevens")
    form = ToewijsForm(
        request.POST if request.method == "POST" else None,
        gemeente_id=dossier.persoon.gemeente_id,
        gebruiker=request.user,
    )

    def actie(velden):
        stappen = actions.wijs_toe(dossier.persoon, door=request.user, **velden)
        if not stappen:
            return ""
        gegevens = {naam: str(w) if w is not None else None for naam, w in asdict(stappen[0]).items()}
        stap = signing.dumps(gegevens, salt="toewijzing", compress=True)
        return reverse("personen:toewijzing-ongedaan", args=[nummer, stap])

    tekst = "De contactpersoon is gewijzigd."
    return _bewaar(request, dossier, form, actie, "Contactpersoon toewijzen", tekst, ongedaan=True)


@require_POST
@vereist(Recht.PERSOON_TOEWIJZEN)
def toewijzing_ongedaan(request, nummer, stap):
    """Turn back an assignment made less than a day ago."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_TOEWIJZEN, blad="gegevens")
    try:
        gegevens = signing.loads(stap, salt="toewijzing", max_age=_ONGEDAAN_SECONDEN)
    except signing.BadSignature:
        raise Http404 from None
    velden = {n: int(w) for n, w in gegevens.items() if w is not None and n != "vorige_einde"}
    velden["vorige_einde"] = parse_date(gegevens["vorige_einde"] or "")
    if velden["persoon_id"] != dossier.persoon.pk:
        raise Http404
    try:
        actions.maak_toewijzing_ongedaan([actions.Toewijzingsstap(**velden)], door=request.user)
    except ValidationError as fout:
        messages.error(request, " ".join(fout.messages))
    else:
        meld_gelukt(request, "De vorige contactpersoon is het weer.")
    return redirect("personen:gegevens", nummer=nummer)


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_WIJZIGEN)
def nieuw(request):
    """A new dossier; when it looks like an existing one, that is shown first."""
    ids = request.user.toegang.gemeenten_met(Recht.PERSOON_WIJZIGEN)
    gemeenten = Gemeente.objects.filter(pk__in=sorted(ids)).order_by("naam")
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


def _bewaar(request, dossier, form, actie, titel, gelukt, ongedaan=False):
    """One small form about a dossier: do the action, say so, back to the data."""
    if form.is_valid():
        try:
            uitkomst = actie(form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(
                form, fout, begindatum="vanaf", einddatum="per" if "per" in form.fields else "tot"
            )
        else:
            meld_gelukt(request, gelukt, ongedaan_url=uitkomst if ongedaan else "")
            return redirect("personen:gegevens", nummer=dossier.persoon.nummer)
    return toon_blad(request, dossier, "personen/gegevens_formulier.html", {"form": form, "handeling": titel})
