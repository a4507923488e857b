"""Machtigingen en incassobatches."""

from decimal import Decimal, InvalidOperation
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.meldingen import meld_gelukt
from kern.models import Gemeente
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions import incasso as actions
from werkgevers.betaling_forms import BatchForm, IntrekkenForm, MachtigingForm
from werkgevers.betaling_tables import MACHTIGINGEN
from werkgevers.models import Incassobatch, Machtiging, Relatie
from werkgevers.views.geld import bladen, geef_bestand, toon_formulier


@require_safe
@vereist(Recht.BETALING_INZIEN)
def machtigingen(request):
    """Wie zijn facturen laat afschrijven."""
    rijen = Machtiging.objects.zichtbaar_voor(request.user)
    context = {"bladen": bladen(request, "Machtigingen"), "mag_nieuw": request.user.mag(Recht.INVORDEREN)}
    return toon_lijst(
        request, MACHTIGINGEN, rijen, template="werkgevers/machtiging_lijst.html", context=context
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def machtiging_nieuw(request):
    """Een getekende machtiging vastleggen."""
    form = MachtigingForm(
        request.POST or None,
        gemeenten=Gemeente.objects.met_recht(request.user, Recht.INVORDEREN),
        relaties=Relatie.objects.zichtbaar_voor(request.user).order_by("zoeknaam"),
    )
    actie = partial(actions.geef_machtiging, door=request.user)
    terug = reverse("werkgevers:machtigingen")
    return toon_formulier(
        request, form, actie, "Machtiging vastleggen", "Leg vast", "De machtiging is vastgelegd.", terug
    )


@require_safe
@vereist(Recht.BETALING_INZIEN)
def machtiging(request, pk):
    """Eén machtiging en wat ermee is geïncasseerd."""
    gevonden = _machtiging(request, pk)
    context = {
        "machtiging": gevonden,
        "regels": gevonden.incassoregels.select_related("batch", "factuur").order_by("-pk")[:100],
        "mag": request.user.mag(Recht.INVORDEREN, gevonden.gemeente_id) and not gevonden.einddatum,
    }
    return render(request, "werkgevers/machtiging.html", context)


def _machtiging(request, pk, recht=Recht.BETALING_INZIEN) -> Machtiging:
    mijn = request.user.toegang.gemeenten_met(recht)
    return get_object_or_404(
        Machtiging.objects.filter(gemeente__in=mijn).select_related("relatie", "gemeente"), pk=pk
    )


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def machtiging_intrekken(request, pk):
    """De laatste dag van een machtiging."""
    gevonden = _machtiging(request, pk, Recht.INVORDEREN)
    form = IntrekkenForm(request.POST or None)
    actie = partial(actions.trek_machtiging_in, gevonden, door=request.user)
    return toon_formulier(
        request, form, actie, f"Machtiging {gevonden.kenmerk} intrekken", "Trek in", "De machtiging is ingetrokken.",
        gevonden.get_absolute_url(),
    )  # fmt: skip


@require_safe
@vereist(Recht.BETALING_INZIEN)
def batches(request):
    """Alle bestanden die naar de bank gingen."""
    eigen = Incassobatch.objects.zichtbaar_voor(request.user).select_related("gemeente", "gemaakt_door")
    context = {
        "bladen": bladen(request, "Incasso"),
        "batches": eigen[:100],
        "gemeenten": Gemeente.objects.met_recht(request.user, Recht.INVORDEREN),
    }
    return render(request, "werkgevers/incassobatches.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.INVORDEREN)
@eenmalig
def batch_nieuw(request, code):
    """Kies de facturen en de dag, bevestig aantal en bedrag; daarna ligt het bestand voor de bank klaar (C3)."""
    gemeente = get_object_or_404(Gemeente.objects.met_recht(request.user, Recht.INVORDEREN), code=code)
    eerste = actions.eerste_dag(gemeente, timezone.localdate())
    facturen = list(actions.te_incasseren(gemeente, eerste))
    form = BatchForm(request.POST or None, facturen=facturen, initial={"incassodag": eerste})
    if request.method == "POST" and "wijzig" not in request.POST and form.is_valid():
        antwoord = _maak_batch(request, gemeente, form, facturen)
        if antwoord is not None:
            return antwoord
    context = {
        "form": form,
        "gemeente": gemeente,
        "facturen": facturen,
        "totaal": sum(factuur.open for factuur in facturen),
        "terug": reverse("werkgevers:incassobatches"),
    }
    return render(request, "werkgevers/incassobatch_nieuw.html", context)


def _maak_batch(request, gemeente, form, facturen):
    """The confirm page, the new batch, or None: show the form again with what is wrong."""
    velden = form.cleaned_data | {"facturen": [int(pk) for pk in form.cleaned_data["facturen"]]}
    gekozen = [factuur for factuur in facturen if factuur.pk in velden["facturen"]]
    try:
        if "bevestigd" not in request.POST:
            actions.controleer_incassodag(gemeente, velden["incassodag"])
            return _bevestig_batch(request, gemeente, form, gekozen)
        with transaction.atomic():
            batch = actions.maak_incassobatch(
                gemeente, door=request.user, verwacht=_bevestigd(request), **velden
            )
    except ValidationError as fout:
        zet_fouten(form, fout)
        return None
    meld_gelukt(request, "Het bestand voor de bank is gemaakt.")
    return redirect(batch)


def _bevestig_batch(request, gemeente, form, gekozen):
    totaal = sum(factuur.open for factuur in gekozen)
    context = {
        "titel": f"Incassobatch maken, {gemeente.naam}",
        "vraag": "Wil je dit bestand voor de bank maken?",
        "aantal": len(gekozen),
        "bedrag": totaal,
        "gevolg": f"De bank schrijft af op {form.cleaned_data['incassodag']:%d-%m-%Y}. Het bestand staat daarna vast.",
        "knop_tekst": "Maak bestand",
        "bewaard": list(form),
        "verborgen": [("verwacht", str(totaal))],
        "terug_url": reverse("werkgevers:incassobatches"),
    }
    return render(request, "components/bevestigen.html", context)


def _bevestigd(request) -> Decimal:
    """The amount on the confirm page; nonsense counts as something else than what is there."""
    try:
        return Decimal(request.POST.get("verwacht", ""))
    except InvalidOperation:
        return Decimal(-1)


@require_safe
@vereist(Recht.BETALING_INZIEN)
def batch(request, pk):
    """Eén batch met haar opdrachten."""
    eigen = Incassobatch.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "gemaakt_door", "bestand"
    )
    gevonden = get_object_or_404(eigen.defer("bestand__inhoud"), pk=pk)
    context = {
        "batch": gevonden,
        "regels": gevonden.regels.select_related("factuur__relatie", "machtiging"),
        "mag": request.user.mag(Recht.INVORDEREN, gevonden.gemeente_id),
    }
    return render(request, "werkgevers/incassobatch.html", context)


@require_safe
@vereist(Recht.INVORDEREN)
def batch_bestand(request, pk):
    """Het bestand voor de bank, zoals het is gemaakt."""
    gevonden = get_object_or_404(
        Incassobatch.objects.zichtbaar_voor(request.user).select_related("bestand"), pk=pk
    )
    if not request.user.mag(Recht.INVORDEREN, gevonden.gemeente_id):
        raise Http404
    return geef_bestand(request, gevonden.bestand, f"incassobatch {pk}")
