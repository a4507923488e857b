"""De kalender van verplichtingen: jaar, maand, één taak met haar bewijs, en wat aan of uit staat (eisen §5.3)."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.actions.afspraken import mag_afronden, rond_taak_af
from kern.actions.verplichtingen import wijzig_verplichting
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_van
from kern.forms.afspraken import AfrondForm, EigenaarForm, KalenderForm
from kern.gemeentekeuze import Gemeentekeuze
from kern.meldingen import meld_gelukt
from kern.models import Gebruiker, Taak, Taakstatus, Verplichting
from kern.once import eenmalig
from kern.permissions import Recht
from kern.queries.kalender import kalender as maak_kalender
from kern.queries.kalender import stand_van, verplichtingen_van
from kern.verplichtingen import soorten
from kern.versions import Verouderd, botsing


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def kalender(request):
    """Een jaar of een maand, als tabel; zonder script en op een telefoon te lezen."""
    waar = Gemeentekeuze.uit(request, Recht.AFSPRAAK_INZIEN)
    gekozen, vandaag = waar.gekozen, timezone.localdate()
    form = KalenderForm(request.GET, gemeenten=waar.gemeenten)
    form.is_valid()
    keuze = form.cleaned_data
    jaar = keuze.get("jaar") or vandaag.year
    maanden = maak_kalender(gekozen, jaar, vandaag, rol=keuze.get("rol") or "")
    if keuze.get("maand"):
        maanden = [maanden[int(keuze["maand"]) - 1]]
    aan, uit = verplichtingen_van(gekozen, vandaag)
    context = {
        "form": form,
        "gemeente": gekozen,
        "jaar": jaar,
        "maanden": maanden,
        "aan": aan,
        "uit": uit,
        "vorige": _adres(request, jaar=jaar - 1),
        "volgende": _adres(request, jaar=jaar + 1),
        "mag_wijzigen": request.user.mag(Recht.AFSPRAAK_WIJZIGEN, gekozen.pk),
    }
    return render(request, "kern/kalender.html", context)


def _adres(request, **anders) -> str:
    vast = {n: w for n, w in request.GET.items() if n in ("maand", "rol", "gemeente") and w}
    return f"?{urlencode(vast | anders)}"


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def kalendertaak(request, pk):
    """Eén taak: het bewijs dat er staat, of het formulier om haar af te ronden."""
    taak = _taak(request, pk)
    mag = taak.status == Taakstatus.OPEN and mag_afronden(taak, request.user)
    return _toon_taak(request, taak, AfrondForm() if mag else None)


@require_POST
@vereist(Recht.TAAK_AFRONDEN)
@eenmalig
def kalendertaak_afronden(request, pk):
    """Rond de taak af met bewijs; met een fout komt het formulier terug."""
    taak = _taak(request, pk)
    if not mag_afronden(taak, request.user):
        raise PermissionDenied
    form = AfrondForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rond_taak_af(taak, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De taak is afgerond. Het bewijs staat erbij.")
            return redirect("kern:kalendertaak", pk=taak.pk)
    return _toon_taak(request, taak, form)


def _toon_taak(request, taak, form):
    soort = soorten().get(taak.verplichting.code) if taak.verplichting_id else None
    context = {
        "taak": taak,
        "form": form,
        "soort": soort,
        "route_url": _url(soort.route) if soort else "",
        "stand": stand_van(taak.status, taak.vervaldatum, timezone.localdate()),
    }
    return render(request, "kern/kalendertaak.html", context)


def _url(route: str) -> str:
    """The page where the work itself is done; a route of a floor that is not there yet gives no link."""
    try:
        return reverse(route) if route else ""
    except NoReverseMatch:
        return ""


@require_safe
@vereist(Recht.AFSPRAAK_INZIEN)
def kalendertaak_bewijs(request, pk):
    """Het document dat als bewijs bij een taak is bewaard, altijd als download."""
    taak = _taak(request, pk)
    if taak.bestand is None:
        raise Http404
    return download_van(taak.bestand)


@require_http_methods(["GET", "POST"])
@vereist(Recht.AFSPRAAK_WIJZIGEN)
@eenmalig
def verplichting(request, pk):
    """Van wie een verplichting is, en haar beurten."""
    eigen = Verplichting.objects.zichtbaar_voor(request.user).select_related("gemeente", "eigenaar")
    gevonden = get_object_or_404(eigen, pk=pk)
    if not request.user.mag(Recht.AFSPRAAK_WIJZIGEN, gevonden.gemeente_id):
        raise PermissionDenied
    collegas = Gebruiker.objects.filter(
        pk__in=Gebruiker.objects.zichtbaar_voor(request.user).values("pk"), is_active=True
    )
    form = EigenaarForm(
        request.POST or None,
        collegas=collegas.order_by("naam"),
        initial={"eigenaar": gevonden.eigenaar},
        versie=gevonden.versie,
    )
    if form.is_valid():
        try:
            wijzig_verplichting(gevonden, door=request.user, versie=form.versie or 0, **form.cleaned_data)
        except Verouderd as fout:
            return botsing(request, form, fout.huidig, annuleren=reverse("kern:kalender"))
        else:
            meld_gelukt(request, "Bewaard. De open taken zijn meegegaan.")
            return redirect("kern:kalender")
    taken = gevonden.taken.exclude(status=Taakstatus.VERVALLEN).select_related("gedaan_door")
    context = {"form": form, "soort": soorten()[gevonden.code], "verplichting": gevonden}
    return render(request, "kern/verplichting.html", context | {"taken": taken.order_by("-vervaldatum")[:24]})


def _taak(request, pk) -> Taak:
    eigen = Taak.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "eigenaar", "verplichting", "afspraak", "gedaan_door", "bestand"
    )
    return get_object_or_404(eigen, pk=pk)
