"""Werkgevers: de lijst, de pagina van één werkgever, contactpersonen."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Deelname, Gebeurtenis, Gemeente, Samenwerkingsverband
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from werkgevers import actions, undo_actions
from werkgevers.bladen import bladen_van
from werkgevers.forms import ContactpersoonForm, NieuweRelatieForm, RelatieForm, WijzigContactpersoonForm
from werkgevers.models import Contactpersoon, Plaatsing, Relatie
from werkgevers.tables import RELATIES
from werkgevers.views.blad import conceptplek, meld

RELATIEVELDEN = tuple(RelatieForm.base_fields)
OP_DE_TIJDLIJN = 20


@require_safe
@vereist(Recht.WERKGEVER_INZIEN)
def relaties(request):
    """Alle werkgevers van de eigen gemeenten en hun verband; de telling noemt alleen mensen die je mag zien."""
    eigen = Plaatsing.objects.zichtbaar_voor(request.user).op(timezone.localdate())
    telling = (
        eigen.filter(relatie=OuterRef("pk")).order_by().values("relatie").annotate(n=Count("pk")).values("n")
    )
    rijen = Relatie.objects.zichtbaar_voor(request.user).distinct()
    rijen = Relatie.objects.filter(pk__in=rijen.values("pk")).annotate(mensen=Coalesce(Subquery(telling), 0))
    context = {
        "mag_wijzigen": request.user.mag(Recht.WERKGEVER_WIJZIGEN),
        "mag_overeenkomsten": request.user.mag(Recht.OVEREENKOMST_INZIEN),
    }
    return toon_lijst(request, RELATIES, rijen, template="werkgevers/relatie_lijst.html", context=context)


@require_safe
@vereist(Recht.WERKGEVER_INZIEN)
def relatie(request, nummer):
    """Eén werkgever: contactpersonen, wie er werken (alleen wie je mag zien) en wat er gebeurde."""
    gevonden = zoek_relatie(request, nummer)
    vandaag = timezone.localdate()
    mensen = Plaatsing.objects.zichtbaar_voor(request.user).filter(relatie=gevonden)
    mensen = mensen.met_soort_voor(request.user)
    mensen = mensen.select_related("persoon").order_by(
        F("einddatum").desc(nulls_first=True), "persoon__sorteernaam"
    )
    context = {
        "relatie": gevonden,
        "contactpersonen": gevonden.contactpersonen.order_by("-actief", "naam"),
        "nu": mensen.op(vandaag),
        "eerder": mensen.filter(einddatum__lt=vandaag)[:OP_DE_TIJDLIJN],
        "gebeurtenissen": _gebeurtenissen(request, gevonden),
        "mag_wijzigen": request.user.mag(Recht.WERKGEVER_WIJZIGEN, gevonden.gemeente_id),
        "bladen": bladen_van(gevonden, request.user, "overzicht"),
    }
    return render(request, "werkgevers/relatie.html", context)


def _gebeurtenissen(request, gevonden):
    """Wat er met deze werkgever gebeurde; niet wat er met mensen gebeurde, dat staat in hun dossier."""
    return Gebeurtenis.objects.filter(
        onderwerp_soort=Relatie._meta.label_lower, onderwerp_id=gevonden.pk, dossier_id=None
    ).select_related("gebruiker")[:OP_DE_TIJDLIJN]


@require_http_methods(["GET", "POST"])
@vereist(Recht.WERKGEVER_WIJZIGEN)
@eenmalig
def relatie_nieuw(request):
    """Een werkgever toevoegen; hij krijgt een eigen nummer."""
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.WERKGEVER_WIJZIGEN)
    form = NieuweRelatieForm(
        request.POST or None,
        gemeenten=gemeenten,
        verbanden=_verbanden(gemeenten),
        initial={"soorten": ["werkgever"]},
    )
    plek = conceptplek(request, "Werkgever toevoegen")
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                gevonden = actions.maak_relatie(door=request.user, **form.cleaned_data)
                plek.gooi_weg()
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, f"{gevonden} is toegevoegd als {gevonden.nummer}.")
            return redirect(gevonden)
    context = {"form": form, "titel": "Werkgever toevoegen", "knop": "Voeg toe", "relatie": None}
    return render(request, "werkgevers/relatie_formulier.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.WERKGEVER_WIJZIGEN)
@eenmalig
def relatie_wijzigen(request, nummer):
    """De gegevens van een werkgever wijzigen."""
    gevonden = _zoek_om_te_wijzigen(request, nummer)
    oud = {veld: getattr(gevonden, veld) for veld in RELATIEVELDEN} | {"verband": gevonden.verband_id}
    form = RelatieForm(
        request.POST or None,
        initial=oud,
        versie=gevonden.versie,
        verbanden=_verbanden([gevonden.gemeente_id]),
    )
    actie = partial(actions.wijzig_relatie, gevonden, door=request.user)
    return _verwerk(request, gevonden, form, actie, "Gegevens wijzigen", "De gegevens zijn bewaard.")


@require_http_methods(["GET", "POST"])
@vereist(Recht.WERKGEVER_WIJZIGEN)
@eenmalig
def contactpersoon_nieuw(request, nummer):
    """Een contactpersoon toevoegen."""
    gevonden = _zoek_om_te_wijzigen(request, nummer)
    actie = partial(actions.voeg_contactpersoon_toe, gevonden, door=request.user)
    form = ContactpersoonForm(request.POST or None)
    return _verwerk(
        request, gevonden, form, actie, "Contactpersoon toevoegen", "De contactpersoon is toegevoegd."
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.WERKGEVER_WIJZIGEN)
@eenmalig
def contactpersoon_wijzigen(request, nummer, pk):
    """Een contactpersoon wijzigen, of zeggen dat hij hier niet meer werkt."""
    gevonden = _zoek_om_te_wijzigen(request, nummer)
    contactpersoon = get_object_or_404(Contactpersoon, pk=pk, relatie=gevonden)
    velden = tuple(WijzigContactpersoonForm.base_fields)
    form = WijzigContactpersoonForm(
        request.POST or None,
        initial={veld: getattr(contactpersoon, veld) for veld in velden},
        versie=contactpersoon.versie,
    )
    actie = partial(actions.wijzig_contactpersoon, contactpersoon, door=request.user)
    oud = undo_actions.waarden(contactpersoon)
    terug = (
        undo_actions.CONTACTPERSOON,
        lambda c: {"contactpersoon": c.pk, "oud": oud, "nieuw": undo_actions.waarden(c)},
    )
    return _verwerk(
        request, gevonden, form, actie, "Contactpersoon wijzigen", "De contactpersoon is bewaard.", terug
    )


def zoek_relatie(request, nummer, recht: Recht | None = None) -> Relatie:
    """De werkgever, 404 buiten de eigen gemeenten en hun verband; 403 zonder dit recht in zijn gemeente."""
    eigen = Relatie.objects.zichtbaar_voor(request.user).values("pk")
    gevonden = get_object_or_404(Relatie.objects.select_related("gemeente"), pk__in=eigen, nummer=nummer)
    # Of an employer that a verband shares, each gemeente has its own agreements: the rows are scoped.
    if recht and gevonden.verband_id is None and not request.user.mag(recht, gevonden.gemeente_id):
        raise PermissionDenied
    return gevonden


def _zoek_om_te_wijzigen(request, nummer) -> Relatie:
    gevonden = zoek_relatie(request, nummer)
    # Shared inside a verband: everyone may look, only the gemeente that owns it may change it.
    if not request.user.mag(Recht.WERKGEVER_WIJZIGEN, gevonden.gemeente_id):
        raise PermissionDenied
    return gevonden


def _verbanden(gemeenten):
    """De samenwerkingsverbanden waarin deze gemeenten nu meedoen: daarin kunnen zij een relatie delen."""
    deelnames = Deelname.objects.op(timezone.localdate()).filter(gemeente__in=gemeenten)
    return Samenwerkingsverband.objects.filter(pk__in=deelnames.values("verband_id"))


def _verwerk(request, gevonden, form, actie, titel, melding, ongedaan=None):
    plek = conceptplek(request, f"{titel} ({gevonden.nummer})")
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        extra = {"versie": form.versie or 0} if "versie" in form.fields else {}
        try:
            with transaction.atomic():
                resultaat = actie(**form.cleaned_data, **extra)
                plek.gooi_weg()
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=gevonden.get_absolute_url())
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld(request, melding, resultaat, ongedaan, gevonden.get_absolute_url())
            return redirect(gevonden)
    context = {"form": form, "titel": titel, "knop": "Bewaar", "relatie": gevonden}
    return render(request, "werkgevers/relatie_formulier.html", context)
