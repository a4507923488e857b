"""Wie loonwaarde mag meten: diploma's per collega, en of er genoeg achtervang is (RH-027, RH-137)."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.beleid import waarde
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.meldingen import meld_gelukt
from kern.models import Gebruiker, Gemeente
from kern.permissions import Recht
from personen import actions
from personen.loonwaarde_forms import DiplomaEindeForm, DiplomaForm
from personen.models import Meetbevoegdheid
from personen.queries.loonwaarde import met_meetrecht


@require_safe
@vereist(Recht.LOONWAARDE_BEVOEGDHEID)
def lijst(request):
    """Per gemeente wie een diploma heeft, wie nog niet, en of het er genoeg zijn."""
    dag = timezone.localdate()
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.LOONWAARDE_BEVOEGDHEID)
    blokken = []
    for gemeente in gemeenten:
        collegas = list(met_meetrecht(gemeente.pk, dag))
        norm = waarde("formatie.min_personen_per_taak", gemeente, dag)
        met_diploma = [collega for collega in collegas if collega.heeft_diploma]
        blokken.append(
            {
                "gemeente": gemeente,
                "zonder": [collega for collega in collegas if not collega.heeft_diploma],
                "aantal": len(met_diploma),
                "totaal": len(collegas),
                "norm": norm,
                "te_weinig": bool(norm) and len(met_diploma) < norm.waarde,
            }
        )
    eigen = Meetbevoegdheid.objects.zichtbaar_voor(request.user).select_related("gebruiker")
    context = {"blokken": blokken, "bevoegdheden": eigen, "vandaag": dag}
    return render(request, "personen/meters.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LOONWAARDE_BEVOEGDHEID)
def nieuw(request):
    """Een diploma vastleggen."""
    dag = timezone.localdate()
    pks = {c.pk for gemeente_id in _gemeenten(request.user) for c in met_meetrecht(gemeente_id, dag)}
    collegas = Gebruiker.objects.zichtbaar_voor(request.user).filter(pk__in=pks).order_by("naam")
    form = DiplomaForm(request.POST if request.method == "POST" else None, collegas=collegas)
    if form.is_valid():
        try:
            actions.leg_diploma_vast(door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Het diploma is vastgelegd.")
            return redirect("personen:meters")
    context = {
        "form": form,
        "titel": "Diploma vastleggen",
        "knop": "Bewaar",
        "terug": reverse("personen:meters"),
    }
    return render(request, "personen/meter_formulier.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.LOONWAARDE_BEVOEGDHEID)
def beeindigen(request, pk):
    """Een diploma geldt tot en met een dag."""
    eigen = Meetbevoegdheid.objects.zichtbaar_voor(request.user).select_related("gebruiker")
    bevoegdheid = get_object_or_404(eigen, pk=pk)
    form = DiplomaEindeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.beeindig_diploma(bevoegdheid, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De laatste dag is vastgelegd.")
            return redirect("personen:meters")
    context = {
        "form": form,
        "titel": f"Diploma van {bevoegdheid.gebruiker} beëindigen",
        "knop": "Bewaar",
        "terug": reverse("personen:meters"),
    }
    return render(request, "personen/meter_formulier.html", context)


def _gemeenten(gebruiker) -> frozenset[int]:
    return gebruiker.toegang.gemeenten_met(Recht.LOONWAARDE_BEVOEGDHEID)
