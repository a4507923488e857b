"""De lijst van personen, en dossiers herverdelen."""

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.decorators import vereist
from kern.lists import gekozen, toon_lijst, wis_keuze
from kern.once import eenmalig
from kern.opmaak import getal
from kern.permissions import Recht
from kern.registers import deellijsten
from kern.undo import met_ongedaan
from personen import actions
from personen.actions import herverdelen as herverdeling
from personen.forms import HerverdeelForm
from personen.jobs import start_overdrachtsbladen
from personen.models import Persoon
from personen.queries.lijst import caseloads, voor_lijst
from personen.tables import PERSONEN

MAX_HERVERDELEN = 250


@require_safe
@vereist(Recht.PERSOON_INZIEN)
def personen_lijst(request):
    """All people the user may see."""
    toegang = request.user.toegang
    verberg = [] if len(toegang.gemeenten_met(Recht.PERSOON_INZIEN)) > 1 else ["gemeente"]
    if not toegang.mag(Recht.CONTACT_INZIEN):
        verberg.append("laatste_contact")
    personen = Persoon.objects.zichtbaar_voor(request.user)
    rijen = voor_lijst(personen, request.user, timezone.localdate())
    context = {
        "mag_nieuw": request.user.mag(Recht.PERSOON_WIJZIGEN),
        "deellijsten": [(deel.naam, reverse(deel.route)) for deel in deellijsten.voor(request.user)],
    }
    return toon_lijst(
        request, PERSONEN, rijen, template="personen/lijst.html", context=context, verberg=verberg
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.PERSOON_TOEWIJZEN)
@eenmalig
def herverdelen(request):
    """Give the chosen dossiers another contact person, with the effect on each caseload beside the choice."""
    rijen = _gekozen_dossiers(request, Recht.PERSOON_TOEWIJZEN)
    if rijen is None:
        return redirect("personen:lijst")
    form = HerverdeelForm(
        request.POST if request.method == "POST" else None,
        gemeente_id=rijen[0].gemeente_id,
        gebruiker=request.user,
    )
    if form.is_valid():
        bladen = form.cleaned_data.pop("bladen", False)
        if _verdeel(request, form, rijen):
            if not bladen:
                return redirect("personen:lijst")
            taak = start_overdrachtsbladen(rijen, door=request.user, gemeente=rijen[0].gemeente)
            return redirect("kern:taak", taak.pk)
    context = {
        "form": form,
        "personen": rijen,
        "caseloads": caseloads(form.fields["aan"].queryset, rijen, timezone.localdate()),
    }
    return render(request, "personen/herverdelen.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.CONTACT_INZIEN)
@eenmalig
def overdrachtsbladen(request):
    """The one-page hand-over of each chosen dossier, in one PDF, made as a job."""
    rijen = _gekozen_dossiers(request, Recht.CONTACT_INZIEN)
    if rijen is None:
        return redirect("personen:lijst")
    if request.method == "POST":
        taak = start_overdrachtsbladen(rijen, door=request.user, gemeente=rijen[0].gemeente)
        wis_keuze(request, PERSONEN.code)
        return redirect("kern:taak", taak.pk)
    context = {"personen": rijen, "eenmalig": secrets.token_urlsafe()}
    return render(request, "personen/overdrachtsbladen.html", context)


def _gekozen_dossiers(request, recht: Recht) -> list[Persoon] | None:
    """The chosen dossiers of gemeenten with this right; None, with the reason on the page, when it cannot go on."""
    mag = request.user.toegang.gemeenten_met(recht)
    eigen = Persoon.objects.zichtbaar_voor(request.user).filter(gemeente_id__in=mag)
    personen = gekozen(request, PERSONEN, eigen).select_related("gemeente")
    rijen = list(personen.order_by("sorteernaam", "pk")[: MAX_HERVERDELEN + 1])
    if fout := _waarom_niet(rijen):
        messages.error(request, fout)
        return None
    return rijen


def _waarom_niet(rijen) -> str:
    if not rijen:
        return "Kies minstens 1 dossier dat je mag herverdelen."
    if len(rijen) > MAX_HERVERDELEN:
        return f"Kies hoogstens {MAX_HERVERDELEN} dossiers tegelijk."
    if len({persoon.gemeente_id for persoon in rijen}) > 1:
        return "Kies dossiers van één gemeente: een contactpersoon werkt voor één gemeente tegelijk."
    return ""


def _verdeel(request, form, rijen) -> bool:
    try:
        stappen = actions.wijs_toe(rijen, door=request.user, **form.cleaned_data)
    except ValidationError as fout:
        form.add_error(None, fout) if not hasattr(fout, "error_dict") else _bij_velden(form, fout)
        return False
    wis_keuze(request, PERSONEN.code)
    aan = form.cleaned_data["aan"]
    if not stappen:
        messages.info(request, f"{aan} is al contactpersoon van deze dossiers. Er is niets veranderd.")
        return True
    woord = "dossier" if len(stappen) == 1 else "dossiers"
    tekst = f"{getal(len(stappen))} {woord} verplaatst naar {aan}."
    stap = herverdeling.bewaarbaar(stappen)
    met_ongedaan(request, tekst, herverdeling.SOORT, terug=reverse("personen:lijst"), stappen=stap)
    return True


def _bij_velden(form, fout) -> None:
    for veld, teksten in fout.message_dict.items():
        for tekst in teksten:
            form.add_error(veld if veld in form.fields else None, tekst)
