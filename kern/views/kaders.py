"""Make, prolong, close and decide on a whole beleidskader (the values in it: kern/views/beleidskader.py)."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern.actions.beleid import mag_in_kader
from kern.actions.kaders import (
    maak_kader,
    stel_einde_vast,
    stel_einde_voor,
    stel_kader_vast,
    trek_einde_in,
    trek_kader_in,
)
from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.forms.beleid import VaststellenForm, VervallenForm
from kern.forms.kaders import EindeForm, KaderForm
from kern.meldingen import meld_gelukt
from kern.models import Beleidskader, Beleidsstatus
from kern.once import eenmalig
from kern.permissions import Recht


def _kader(request, code: str, *rechten: Recht) -> Beleidskader:
    """Het kader als deze gebruiker er een van de rechten in heeft, anders 404."""
    zichtbaar = Beleidskader.objects.zichtbaar_voor(request.user)
    kader = get_object_or_404(zichtbaar.select_related("gemeente", "verband", "voorstel_door"), code=code)
    if not any(mag_in_kader(request.user, recht, kader) for recht in rechten):
        raise Http404
    return kader


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_WIJZIGEN)
@eenmalig
def kader_nieuw(request):
    plek = concept_voor(request, "kader", "nieuw", titel="Nieuw beleidskader")
    form = plek.vul(KaderForm(request.POST or None, door=request.user))
    if form.is_valid():
        try:
            kader = maak_kader(door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            plek.gooi_weg()
            meld_gelukt(request, "Het kader is bewaard als concept. Iemand anders kan het nu vaststellen.")
            return redirect("kern:kader", kader.code)
    return render(request, "kern/kader_nieuw.html", {"form": form})


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_WIJZIGEN)
@eenmalig
def kader_einde(request, kader):
    """Stel een andere laatste dag voor."""
    kader = _kader(request, kader, Recht.BELEID_WIJZIGEN)
    form = EindeForm(request.POST or None, kader=kader)
    if form.is_valid():
        try:
            stel_einde_voor(kader, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Je voorstel is bewaard. Iemand anders kan het nu vaststellen.")
            return redirect("kern:kader", kader.code)
    return render(request, "kern/kader_einde.html", {"kader": kader, "form": form})


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_VASTSTELLEN)
@eenmalig
def kader_vaststellen(request, kader):
    """Beslis over een concept, of over een voorgestelde laatste dag."""
    kader = _kader(request, kader, Recht.BELEID_VASTSTELLEN)
    form = VaststellenForm(request.POST if request.method == "POST" else None)
    is_concept = kader.status == Beleidsstatus.CONCEPT
    if form.is_valid():
        try:
            if is_concept:
                stel_kader_vast(kader, door=request.user)
            else:
                stel_einde_vast(kader, door=request.user)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Het kader is vastgesteld.")
            return redirect("kern:kader", kader.code)
    context = {"kader": kader, "form": form, "is_concept": is_concept, "aantal": _aantal_mee(kader)}
    return render(request, "kern/kader_vaststellen.html", context)


def _aantal_mee(kader: Beleidskader) -> int:
    """Hoeveel waarden met dit besluit meegaan."""
    if kader.status == Beleidsstatus.CONCEPT:
        return kader.parameters.filter(status=Beleidsstatus.CONCEPT).count()
    return kader.parameters.filter(status=Beleidsstatus.VASTGESTELD, einddatum=kader.einddatum).count()


@require_http_methods(["GET", "POST"])
@vereist(Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN)
@eenmalig
def kader_intrekken(request, kader):
    """Trek een concept in, of een voorstel voor de laatste dag."""
    kader = _kader(request, kader, Recht.BELEID_WIJZIGEN, Recht.BELEID_VASTSTELLEN)
    form = VervallenForm(request.POST or None)
    form.fields["reden"].label = "Waarom gaat dit niet door?"
    if form.is_valid():
        trek_in = trek_kader_in if kader.status == Beleidsstatus.CONCEPT else trek_einde_in
        try:
            trek_in(kader, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "Ingetrokken. Het blijft in de geschiedenis staan.")
            return redirect("kern:kader", kader.code)
    return render(request, "kern/kader_intrekken.html", {"kader": kader, "form": form})


def kaderstand(request, kader: Beleidskader) -> dict:
    """Wat er met het kader als geheel kan en moet, voor de pagina van het kader."""
    vandaag = timezone.localdate()
    wijzigen = mag_in_kader(request.user, Recht.BELEID_WIJZIGEN, kader)
    vaststellen = mag_in_kader(request.user, Recht.BELEID_VASTSTELLEN, kader)
    opgesteld_door = (
        kader.opgesteld_door_id if kader.status == Beleidsstatus.CONCEPT else kader.voorstel_door_id
    )
    open_besluit = kader.status == Beleidsstatus.CONCEPT or kader.voorstel_door_id is not None
    eigen = opgesteld_door == request.user.pk
    return {
        "is_concept": kader.status == Beleidsstatus.CONCEPT,
        "vervallen": kader.status == Beleidsstatus.VERVALLEN,
        "verlopen": bool(kader.einddatum and kader.einddatum < vandaag),
        "mag_wijzigen": wijzigen,
        "mag_einde": wijzigen and kader.status == Beleidsstatus.VASTGESTELD and not open_besluit,
        "mag_beslissen": vaststellen and open_besluit and not eigen,
        "mag_intrekken": open_besluit and (vaststellen or (wijzigen and eigen)),
    }
