"""Beheer of gemeenten, samenwerkingsverbanden and the roles of organisations."""

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, F, Q, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.actions import organisaties as acties
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.forms import organisaties as forms
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Deelname, Gemeente, Organisatierol, Samenwerkingsverband
from kern.once import eenmalig
from kern.organisatie_tables import GEMEENTEN, ORGANISATIEROLLEN, VERBANDEN
from kern.permissions import Recht

FORMULIER = "kern/organisatie_formulier.html"


def _verwerk(request, form, doe, *, melding, terug, titel, lijst, uitleg="", knop="Bewaar"):
    """Show the form, or do it and go back; broken rules stand at their field."""
    if form.is_valid():
        try:
            doe(**form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, melding)
            return redirect(terug)
    context = {"form": form, "titel": titel, "terug": terug, "uitleg": uitleg, "knop": knop}
    return render(
        request, FORMULIER, context | {"lijst_naam": lijst.titel, "lijst_url": reverse(lijst.route)}
    )


# ---- gemeenten -----------------------------------------------------------------------------------------
@require_safe
@vereist(Recht.ORGANISATIE_BEHEREN)
def gemeenten(request):
    """Every gemeente is public knowledge; only the own one has a link."""
    eigen = request.user.toegang.gemeenten_met(Recht.ORGANISATIE_BEHEREN)
    rijen = Gemeente.objects.annotate(eigen_pk=Case(When(pk__in=eigen, then=F("pk"))))
    return toon_lijst(request, GEMEENTEN, rijen, template="kern/gemeente_lijst.html")


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def gemeente_nieuw(request):
    return _verwerk(
        request,
        forms.GemeenteForm(request.POST or None),
        lambda **velden: acties.maak_gemeente(door=request.user, **velden),
        melding="De gemeente is toegevoegd.",
        terug=reverse("kern:gemeenten"),
        titel="Nieuwe gemeente",
        lijst=GEMEENTEN,
        uitleg="Voor een gemeente waar mensen vandaan komen. Wil een gemeente zelf met Trede werken? "
        "Dat regel je met de leverancier.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def gemeente(request, pk):
    gemeente = get_object_or_404(forms.eigen_gemeenten(request.user), pk=pk)
    return _verwerk(
        request,
        forms.WerknaamForm(request.POST or None, initial={"werknaam": gemeente.werknaam}),
        lambda **velden: acties.wijzig_gemeente(gemeente, door=request.user, **velden),
        melding="De werknaam is bewaard.",
        terug=reverse("kern:gemeenten"),
        titel=f"Gemeente {gemeente}",
        lijst=GEMEENTEN,
        uitleg=f"CBS-code {gemeente.code}.",
    )


# ---- samenwerkingsverbanden -------------------------------------------------------------------------------
def _verbanden(request):
    """Verbanden in which an own gemeente takes part, or took part."""
    eigen = request.user.toegang.gemeenten_met(Recht.ORGANISATIE_BEHEREN)
    deelnames = Deelname.objects.filter(gemeente_id__in=eigen)
    return Samenwerkingsverband.objects.filter(pk__in=deelnames.values("verband_id"))


@require_safe
@vereist(Recht.ORGANISATIE_BEHEREN)
def verbanden(request):
    dag = timezone.localdate()
    loopt = Q(deelnames__begindatum__lte=dag) & (
        Q(deelnames__einddatum=None) | Q(deelnames__einddatum__gte=dag)
    )
    rijen = _verbanden(request).annotate(deelnemers=Count("deelnames", filter=loopt))
    return toon_lijst(request, VERBANDEN, rijen, template="kern/verband_lijst.html")


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def verband_nieuw(request):
    return _verwerk(
        request,
        forms.NieuwVerbandForm(request.POST or None, door=request.user),
        lambda **velden: acties.maak_verband(door=request.user, **velden),
        melding="Het samenwerkingsverband is toegevoegd.",
        terug=reverse("kern:verbanden"),
        titel="Nieuw samenwerkingsverband",
        lijst=VERBANDEN,
    )


@require_safe
@vereist(Recht.ORGANISATIE_BEHEREN)
def verband(request, pk):
    verband = get_object_or_404(_verbanden(request), pk=pk)
    context = {
        "verband": verband,
        "deelnames": verband.deelnames.select_related("gemeente").order_by("gemeente__naam", "begindatum"),
        "mag": acties.mag_verband(request.user, verband),
        "eigen": request.user.toegang.gemeenten_met(Recht.ORGANISATIE_BEHEREN),
        "vandaag": timezone.localdate(),
    }
    return render(request, "kern/verband_detail.html", context)


def _eigen_verband(request, pk) -> Samenwerkingsverband:
    verband = get_object_or_404(_verbanden(request), pk=pk)
    if not acties.mag_verband(request.user, verband):
        raise Http404
    return verband


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def verband_wijzigen(request, pk):
    verband = _eigen_verband(request, pk)
    return _verwerk(
        request,
        forms.VerbandForm(request.POST or None, initial={"naam": verband.naam, "soort": verband.soort}),
        lambda **velden: acties.wijzig_verband(verband, door=request.user, **velden),
        melding="Het samenwerkingsverband is bewaard.",
        terug=reverse("kern:verband", args=[verband.pk]),
        titel=f"Wijzig {verband}",
        lijst=VERBANDEN,
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def deelname_nieuw(request, pk):
    verband = _eigen_verband(request, pk)
    return _verwerk(
        request,
        forms.DeelnameForm(request.POST or None, door=request.user),
        lambda **velden: acties.voeg_deelname_toe(verband, door=request.user, **velden),
        melding="De gemeente doet mee.",
        terug=reverse("kern:verband", args=[verband.pk]),
        titel=f"Gemeente toevoegen aan {verband}",
        lijst=VERBANDEN,
        uitleg="Gemeenten in één verband zien elkaars werkgevers en vallen onder hetzelfde kader.",
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def deelname_beeindigen(request, pk):
    rijen = Deelname.objects.filter(gemeente__in=forms.eigen_gemeenten(request.user))
    deelname = get_object_or_404(rijen.select_related("gemeente", "verband"), pk=pk)
    return _verwerk(
        request,
        forms.LaatsteDagForm(request.POST or None),
        lambda **velden: acties.beeindig_deelname(deelname, door=request.user, **velden),
        melding="De deelname eindigt.",
        terug=reverse("kern:verband", args=[deelname.verband_id]),
        titel=f"{deelname.gemeente} stopt in {deelname.verband}",
        lijst=VERBANDEN,
        uitleg="Wie een rol in dit verband heeft, ziet daarna de dossiers van deze gemeente niet meer.",
    )


# ---- organisaties ----------------------------------------------------------------------------------------
def _rollen(request):
    return Organisatierol.objects.filter(gemeente__in=forms.eigen_gemeenten(request.user))


@require_safe
@vereist(Recht.ORGANISATIE_BEHEREN)
def organisatierollen(request):
    return toon_lijst(request, ORGANISATIEROLLEN, _rollen(request), template="kern/organisatierol_lijst.html")


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def organisatierol_nieuw(request):
    return _verwerk(
        request,
        forms.OrganisatierolForm(request.POST or None, door=request.user),
        lambda **velden: acties.geef_organisatierol(door=request.user, **velden),
        melding="De rol is bewaard.",
        terug=reverse("kern:organisatierollen"),
        titel="Nieuwe rol van een organisatie",
        lijst=ORGANISATIEROLLEN,
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.ORGANISATIE_BEHEREN)
@eenmalig
def organisatierol_beeindigen(request, pk):
    rol = get_object_or_404(_rollen(request).select_related("organisatie"), pk=pk)
    return _verwerk(
        request,
        forms.LaatsteDagForm(request.POST or None),
        lambda **velden: acties.beeindig_organisatierol(rol, door=request.user, **velden),
        melding="De rol eindigt.",
        terug=reverse("kern:organisatierollen"),
        titel=f"Beëindig: {rol}",
        lijst=ORGANISATIEROLLEN,
    )
