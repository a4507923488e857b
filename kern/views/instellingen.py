"""One's own settings: shortcuts, replacement, password, second factor, sessions; and asking for access."""

import time

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.actions.gebruikers import beeindig_sessies, kies_sneltoetsen
from kern.actions.rollen import beeindig_vervanging, stel_vervanging_in
from kern.actions.toegang import vraag_toegang
from kern.decorators import iedereen
from kern.meldingen import meld_fout, meld_gelukt
from kern.user_forms import (
    PaginaFilterForm,
    SneltoetsenForm,
    ToegangVragenForm,
    VervangingForm,
    collegas_van,
)
from kern.views.gebruikers import neem_fouten_over


@require_safe
@iedereen
def instellingen(request):
    gebruiker = request.user
    context = {
        "form": SneltoetsenForm(initial={"sneltoetsen": gebruiker.sneltoetsen}),
        "vervangingen": gebruiker.vervangen_door.filter(einddatum__gte=timezone.localdate()).select_related(
            "vervanger"
        ),
        "rollen": gebruiker.rolvervullingen.op(timezone.localdate()).select_related("gemeente", "verband"),
        "tweede_factor": gebruiker.authenticator_set.filter(type="totp").exists(),
        "heeft_wachtwoord": gebruiker.has_usable_password(),
    }
    return render(request, "kern/instellingen_detail.html", context)


@require_POST
@iedereen
def instellingen_sneltoetsen(request):
    form = SneltoetsenForm(request.POST)
    if form.is_valid():
        kies_sneltoetsen(request.user, aan=form.cleaned_data["sneltoetsen"])
        meld_gelukt(request, "Je keuze is bewaard.")
    return redirect("kern:instellingen")


@require_http_methods(["GET", "POST"])
@iedereen
def mijn_vervanging(request):
    form = VervangingForm(request.POST or None, collegas=collegas_van(request.user, door=request.user))
    if form.is_valid():
        try:
            stel_vervanging_in(request.user, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            neem_fouten_over(form, fout)
        else:
            meld_gelukt(request, "Je vervanger is ingesteld.")
            return redirect("kern:instellingen")
    return render(request, "kern/instellingen_vervanging.html", {"form": form})


@require_POST
@iedereen
def mijn_vervanging_stoppen(request, pk):
    vervanging = get_object_or_404(request.user.vervangen_door, pk=pk)
    try:
        beeindig_vervanging(vervanging, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        meld_gelukt(request, "De vervanging is gestopt.")
    return redirect("kern:instellingen")


@require_POST
@iedereen
def mijn_sessies_beeindigen(request):
    gebruiker = beeindig_sessies(request.user)
    update_session_auth_hash(request, gebruiker)
    meld_gelukt(request, "Je bent op alle andere apparaten uitgelogd.")
    return redirect("kern:instellingen")


@require_POST
@iedereen
def sessie_verlengen(request):
    """Someone pressed [Ja, ga verder]; the 12 hours in total stay (middleware)."""
    request.session["laatst"] = int(time.time())
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@iedereen
def toegang_vragen(request):
    """From the 403 page: say why, the beheerder sees it in the list of users and in the log."""
    vraag = PaginaFilterForm(request.GET)
    pagina = vraag.cleaned_data["pagina"] if vraag.is_valid() else ""
    form = ToegangVragenForm(request.POST or None, initial={"pagina": pagina})
    if form.is_valid():
        vraag_toegang(door=request.user, **form.cleaned_data)
        meld_gelukt(request, "Je vraag is verstuurd aan de functioneel beheerder.")
        return redirect("kern:werkvoorraad")
    return render(request, "kern/toegang_vragen.html", {"form": form, "pagina": pagina})
