"""Beheer of users: list, new user in one form, roles, account, one's colleague's replacement."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.actions import gebruikers as acties
from kern.actions.rollen import beeindig_rol, ken_rol_toe, maak_teamlid, per_direct, stel_vervanging_in
from kern.actions.toevoegen import voeg_gebruiker_toe
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gebruiker, Rolvervulling, Teamlid, Vervanging
from kern.permissions import Recht
from kern.queries_beheer import open_toegangsvragen
from kern.user_access import (
    mag_beheren,
    te_beheren_gemeenten,
    te_beheren_verbanden,
    zichtbare_gebruikers,
)
from kern.user_forms import (
    EindeForm,
    GebruikerForm,
    KoppelingForm,
    NieuweGebruikerForm,
    RolForm,
    TeamlidForm,
    VervangingForm,
    collegas_van,
)
from kern.user_tables import GEBRUIKERS

FORMULIER = "kern/gebruiker_formulier.html"


def neem_fouten_over(form, fout: ValidationError) -> None:
    """Each message at its field, or above the form when the form has no such field."""
    if not hasattr(fout, "error_dict"):
        form.add_error(None, fout)
        return
    for veld, fouten in fout.error_dict.items():
        form.add_error(veld if veld in form.fields else None, fouten)


def _gebruiker(request, pk: int) -> Gebruiker:
    return get_object_or_404(zichtbare_gebruikers(request.user), pk=pk)


def _met_samenvatting(queryset):
    """Adds what the list shows: roles, teams and replacement of today, in words."""
    vandaag = timezone.localdate()
    rollen = Rolvervulling.objects.op(vandaag).filter(gebruiker=OuterRef("pk")).order_by()
    plek = Coalesce("gemeente__naam", "verband__naam")
    rollen = rollen.values("gebruiker").annotate(
        tekst=StringAgg(Concat("rol", Value(" in "), plek), delimiter=Value(", "))
    )
    teams = Teamlid.objects.op(vandaag).filter(gebruiker=OuterRef("pk")).order_by().values("gebruiker")
    teams = teams.annotate(tekst=StringAgg("team__naam", delimiter=Value(", ")))
    vervanging = Vervanging.objects.op(vandaag).filter(afwezige=OuterRef("pk")).values("vervanger__naam")
    return queryset.annotate(
        rollen=Subquery(rollen.values("tekst")),
        teams=Subquery(teams.values("tekst")),
        vervanger=Subquery(vervanging[:1]),
    )


@require_safe
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruikers(request):
    context = {"vragen": open_toegangsvragen(request.user)}
    rijen = _met_samenvatting(zichtbare_gebruikers(request.user))
    return toon_lijst(request, GEBRUIKERS, rijen, template="kern/gebruiker_lijst.html", context=context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_nieuw(request):
    form = NieuweGebruikerForm(request.POST or None, door=request.user)
    if form.is_valid():
        schoon = {naam: w for naam, w in form.cleaned_data.items() if naam != "plek"}
        try:
            gebruiker, wachtwoord = voeg_gebruiker_toe(door=request.user, **schoon)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            return _toon_wachtwoord(request, gebruiker, wachtwoord)
    return render(request, "kern/gebruiker_nieuw.html", {"form": form})


@require_safe
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker(request, pk):
    gebruiker = _gebruiker(request, pk)
    gemeenten = te_beheren_gemeenten(request.user)
    vandaag = timezone.localdate()
    context = {
        "gebruiker": gebruiker,
        "zelf": gebruiker.pk == request.user.pk,
        "mag_account": mag_beheren(request.user, gebruiker) and gebruiker.pk != request.user.pk,
        "rollen": _rollen(request.user).filter(gebruiker=gebruiker).order_by("-begindatum"),
        "leden": gebruiker.teamlidmaatschappen.filter(team__gemeente__in=gemeenten).select_related("team"),
        "vervangingen": gebruiker.vervangen_door.filter(einddatum__gte=vandaag).select_related("vervanger"),
        "vandaag": vandaag,
        "tweede_factor": Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.TOTP).exists(),
        "koppeling": SocialAccount.objects.filter(user=gebruiker).first(),
    }
    return render(request, "kern/gebruiker_detail.html", context)


def _rollen(door):
    """Rollen in gemeenten en verbanden waar deze beheerder over gaat."""
    waar = Q(gemeente__in=te_beheren_gemeenten(door)) | Q(verband__in=te_beheren_verbanden(door))
    return Rolvervulling.objects.filter(waar).select_related("gemeente", "verband", "gebruiker")


def _doe(request, gebruiker, form, actie, *, titel, klaar, knop, uitleg="", terug=None):
    """Show a form about a user; when it is right, do `actie(**cleaned_data)` and go back to the user."""
    if form.is_valid():
        try:
            actie(**form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, klaar)
            return redirect(terug or reverse("kern:gebruiker", args=[gebruiker.pk]))
    context = {"gebruiker": gebruiker, "form": form, "titel": titel, "knoptekst": knop, "uitleg": uitleg}
    return render(
        request, FORMULIER, context | {"terug": terug or reverse("kern:gebruiker", args=[gebruiker.pk])}
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_wijzigen(request, pk):
    gebruiker = _gebruiker(request, pk)
    form = GebruikerForm(request.POST or None, initial={"naam": gebruiker.naam, "email": gebruiker.email})
    return _doe(
        request,
        gebruiker,
        form,
        lambda **velden: acties.wijzig_gebruiker(gebruiker, door=request.user, **velden),
        titel="Gegevens wijzigen",
        klaar="De gegevens zijn bewaard.",
        knop="Bewaar",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_rol(request, pk):
    gebruiker = _gebruiker(request, pk)
    form = RolForm(request.POST or None, door=request.user)

    def actie(*, plek, **velden):
        ken_rol_toe(gebruiker, door=request.user, **velden)

    return _doe(
        request,
        gebruiker,
        form,
        actie,
        titel="Rol geven",
        klaar="De rol is gegeven.",
        knop="Geef rol",
        uitleg="Wat een rol mag, staat op de pagina Rollen en rechten.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def rol_beeindigen(request, pk):
    vervulling = get_object_or_404(_rollen(request.user), pk=pk)
    form = EindeForm(request.POST if request.method == "POST" else None)
    return _doe(
        request,
        vervulling.gebruiker,
        form,
        lambda laatste_dag: beeindig_rol(
            vervulling, laatste_dag=laatste_dag or per_direct(), door=request.user
        ),
        titel=f"Rol beëindigen: {vervulling.get_rol_display()} in {vervulling.gemeente or vervulling.verband}",
        klaar="De rol is beëindigd.",
        knop="Beëindig rol",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_team(request, pk):
    gebruiker = _gebruiker(request, pk)
    form = TeamlidForm(request.POST or None, door=request.user)
    return _doe(
        request,
        gebruiker,
        form,
        lambda team, **velden: maak_teamlid(team, gebruiker=gebruiker, door=request.user, **velden),
        titel="In een team zetten",
        klaar="De gebruiker zit nu in het team.",
        knop="Zet in team",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_vervanging(request, pk):
    gebruiker = _gebruiker(request, pk)
    form = VervangingForm(request.POST or None, collegas=collegas_van(gebruiker, door=request.user))
    return _doe(
        request,
        gebruiker,
        form,
        lambda **velden: stel_vervanging_in(gebruiker, door=request.user, **velden),
        titel="Vervanger kiezen",
        klaar="De vervanging is ingesteld.",
        knop="Stel vervanging in",
        uitleg="De vervanger ziet in deze periode ook de dossiers van deze collega.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_koppeling(request, pk):
    gebruiker = _gebruiker(request, pk)
    huidig = SocialAccount.objects.filter(user=gebruiker).first()
    form = KoppelingForm(request.POST or None, initial={"uid": huidig.uid if huidig else ""})
    return _doe(
        request,
        gebruiker,
        form,
        lambda uid: acties.koppel_account(gebruiker, uid=uid, door=request.user),
        titel="Gemeenteaccount koppelen",
        klaar="De koppeling is bewaard.",
        knop="Bewaar",
        uitleg="Met deze koppeling logt de gebruiker in via de gemeente. Trede maakt zelf nooit een gebruiker aan.",
    )


# What can be done to an account after one question: action, heading, explanation, button, message.
HANDELINGEN = {
    "uitzetten": (
        acties.zet_gebruiker_uit,
        "Account uitzetten?",
        "Deze gebruiker kan dan meteen niets meer. Dossiers en rollen blijven staan.",
        "Zet account uit",
        "Het account staat uit.",
    ),
    "aanzetten": (
        acties.zet_gebruiker_aan,
        "Account aanzetten?",
        "De gebruiker kan weer inloggen, met de rollen die nog lopen.",
        "Zet account aan",
        "Het account staat aan.",
    ),
    "tweede-factor": (
        acties.verwijder_tweede_factor,
        "Tweede factor verwijderen?",
        "Doe dit alleen als je zeker weet wie je spreekt. De gebruiker stelt daarna een nieuwe in.",
        "Verwijder tweede factor",
        "De tweede factor is verwijderd.",
    ),
    "wachtwoord": (
        acties.geef_eenmalig_wachtwoord,
        "Nieuw eenmalig wachtwoord geven?",
        "Doe dit alleen als je zeker weet wie je spreekt. Het oude wachtwoord werkt daarna niet meer.",
        "Maak eenmalig wachtwoord",
        "",
    ),
}


@require_http_methods(["GET", "POST"])
@vereist(Recht.GEBRUIKER_BEHEREN)
def gebruiker_handeling(request, pk, handeling):
    """Ask first, then do one of HANDELINGEN."""
    if handeling not in HANDELINGEN:
        raise Http404
    gebruiker = _gebruiker(request, pk)
    actie, titel, uitleg, knop, klaar = HANDELINGEN[handeling]
    fouten = []
    if request.method == "POST":
        try:
            resultaat = actie(gebruiker, door=request.user)
        except ValidationError as fout:
            fouten = fout.messages
        else:
            if handeling == "wachtwoord":
                return _toon_wachtwoord(request, gebruiker, resultaat)
            meld_gelukt(request, klaar)
            return redirect("kern:gebruiker", gebruiker.pk)
    context = {"gebruiker": gebruiker, "titel": titel, "uitleg": uitleg, "knoptekst": knop, "fouten": fouten}
    return render(request, "kern/gebruiker_bevestigen.html", context)


def _toon_wachtwoord(request, gebruiker, wachtwoord):
    """Shown once, straight in the answer: it is stored nowhere, also not in the session."""
    return render(
        request, "kern/gebruiker_wachtwoord.html", {"gebruiker": gebruiker, "wachtwoord": wachtwoord}
    )
