"""Het collegerapport: de lijst, schrijven, voorbeeld, akkoord, vrijgeven en de PDF (RH-079)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.concepts import concept_voor
from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_van
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_gelukt
from kern.models import Achtergrondtaak, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from kern.versions import Verouderd, botsing
from monitor.models import Peilmoment, Rapport, Rapportstatus
from monitor.queries.bijsturing import bij_peilmoment, zonder_bijsturing
from monitor.queries.peilmoment import waarden_van
from monitor.queries.rapport import hoofdstukken, ontbreekt
from monitor.rapport_actions import (
    keur_goed,
    lopende_vrijgave,
    maak_rapport,
    schrijf_teksten,
    teksten_van,
    verbeter_rapport,
    vraag_akkoord,
    vraag_vrijgave,
    zet_terug,
)
from monitor.rapport_documents import bouw, context
from monitor.rapport_forms import BevestigForm, TekstenForm, TerugForm, VerbeterForm
from monitor.rapport_tables import RAPPORTEN
from monitor.rules import halfjaarnaam
from monitor.views.kader import omgeving


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def rapporten(request):
    """Alle rapporten die je mag zien, en peilmomenten waarover nog geen rapport is."""
    rijen = Rapport.objects.zichtbaar_voor(request.user)
    schrijft = request.user.toegang.gemeenten_met(Recht.RAPPORT_SCHRIJVEN)
    open_ = Peilmoment.objects.filter(gemeente_id__in=schrijft, rapporten=None).select_related("gemeente")
    bladen = omgeving(request).bladen("monitor:rapporten")
    context_ = {"te_schrijven": list(open_.order_by("-peildatum")[:6]), "bladen": bladen}
    return toon_lijst(request, RAPPORTEN, rijen, template="monitor/rapport_lijst.html", context=context_)


@require_POST
@vereist(Recht.RAPPORT_SCHRIJVEN)
def rapport_nieuw(request, pk):
    """Begin het rapport over dit peilmoment; bestaat het al, dan ga je daarheen."""
    eigen = Peilmoment.objects.zichtbaar_voor(request.user).select_related("gemeente")
    peilmoment = get_object_or_404(eigen, pk=pk)
    if not request.user.mag(Recht.RAPPORT_SCHRIJVEN, peilmoment.gemeente_id):
        raise PermissionDenied
    if bestaand := Rapport.objects.filter(peilmoment=peilmoment).order_by("-nummer").first():
        return redirect(bestaand)
    rapport = maak_rapport(peilmoment, door=request.user)
    meld_gelukt(request, "Het concept staat klaar. Schrijf de toelichting.")
    return redirect(rapport)


@require_http_methods(["GET", "POST"])
@vereist(Recht.MONITOR_INZIEN)
@eenmalig
def rapport(request, pk):
    """Het rapport: wat nog moet, de toelichting (voor wie schrijft) en de stappen."""
    gevonden = _zoek(request, pk)
    waarden = waarden_van(gevonden.peilmoment)
    teksten = teksten_van(gevonden)
    schrijft = gevonden.is_concept and request.user.mag(Recht.RAPPORT_SCHRIJVEN, gevonden.gemeente_id)
    if request.method == "POST" and not schrijft:
        raise PermissionDenied
    plek = concept_voor(request, "rapport", str(gevonden.pk), titel=f"Collegerapport {_naam(gevonden)}")
    delen = hoofdstukken(waarden)
    form = TekstenForm(
        request.POST or None, hoofdstukken=delen, teksten=teksten, versie=gevonden.versie
    )  # fmt: skip
    form = plek.vul(form)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                schrijf_teksten(
                    gevonden, teksten=form.cleaned_data, door=request.user, versie=form.versie or 0
                )
                plek.gooi_weg()
        except Verouderd as fout:
            nu = {deel.code: teksten_van(fout.huidig).get(deel.code, "") for deel in delen}
            return botsing(
                request, form, fout.huidig, annuleren=gevonden.get_absolute_url(), waarden=nu
            )  # fmt: skip
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, "De toelichting is bewaard.")
            return redirect(gevonden)
    return render(
        request, "monitor/rapport.html", _context(request, gevonden, waarden, teksten, form, schrijft)
    )


def _context(request, gevonden, waarden, teksten, form, schrijft) -> dict:
    delen = hoofdstukken(waarden)
    mag = {
        recht: request.user.mag(recht, gevonden.gemeente_id)
        for recht in (Recht.RAPPORT_SCHRIJVEN, Recht.RAPPORT_GOEDKEUREN, Recht.RAPPORT_VRIJGEVEN)
    }
    status = gevonden.status
    per_kpi = bij_peilmoment(gevonden.peilmoment)
    taak = lopende_vrijgave(gevonden) if status == Rapportstatus.GOEDGEKEURD else None
    return {
        "rapport": gevonden,
        "naam": _naam(gevonden),
        "form": form if schrijft else None,
        "mist": ontbreekt(gevonden, waarden, teksten) if gevonden.is_concept else [],
        "geschreven": sum(bool(teksten.get(deel.code)) for deel in delen),
        "hoofdstukken": len(delen),
        "bijsturing": sum(map(len, per_kpi.values())),
        "zonder": zonder_bijsturing(waarden, per_kpi) if gevonden.is_concept else [],
        "mag_bijsturen": request.user.mag(Recht.AFSPRAAK_WIJZIGEN, gevonden.gemeente_id),
        "bladen": omgeving(request, gevonden.gemeente.code).bladen("monitor:rapporten"),
        "mag_voorleggen": status == Rapportstatus.CONCEPT and mag[Recht.RAPPORT_SCHRIJVEN],
        "mag_goedkeuren": status == Rapportstatus.TER_GOEDKEURING and mag[Recht.RAPPORT_GOEDKEUREN],
        "mag_vrijgeven": status == Rapportstatus.GOEDGEKEURD and not taak and mag[Recht.RAPPORT_VRIJGEVEN],
        "taak": taak,
        "mag_terug": status in (Rapportstatus.TER_GOEDKEURING, Rapportstatus.GOEDGEKEURD)
        and (mag[Recht.RAPPORT_SCHRIJVEN] or mag[Recht.RAPPORT_GOEDKEUREN]),
        "mag_verbeteren": status == Rapportstatus.VRIJGEGEVEN
        and mag[Recht.RAPPORT_SCHRIJVEN]
        and not Rapport.objects.filter(verbetert=gevonden).exists(),
        "nieuwere": Rapport.objects.zichtbaar_voor(request.user).filter(verbetert=gevonden).first(),
    }


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def rapport_voorbeeld(request, pk):
    """Hoe het rapport eruitziet: dezelfde inhoud als de PDF."""
    gevonden = _zoek(request, pk)
    inhoud = gevonden.inhoud or bouw(gevonden, teksten_van(gevonden))[0]
    return render(request, "monitor/rapport_voorbeeld.html", context(inhoud) | {"rapport": gevonden})


@require_safe
@vereist(Recht.MONITOR_INZIEN)
def rapport_pdf(request, pk):
    """De vrijgegeven PDF, precies zoals hij is bewaard."""
    gevonden = _zoek(request, pk)
    if gevonden.status != Rapportstatus.VRIJGEGEVEN:
        raise Http404
    leg_inzage_vast(
        Inzagesoort.RAPPORT,
        door=request.user,
        pagina=f"collegerapport {_naam(gevonden)}",
        gemeente_id=gevonden.gemeente_id,
    )
    return download_van(gevonden.bestand)


@require_http_methods(["GET", "POST"])
@vereist(Recht.RAPPORT_SCHRIJVEN)
@eenmalig
def rapport_voorleggen(request, pk):
    return _stap(
        request, pk, [Recht.RAPPORT_SCHRIJVEN], BevestigForm, vraag_akkoord, "Akkoord vragen", "Vraag akkoord",
        "Het rapport is voorgelegd. De inhoud staat nu vast, tot een collega het goedkeurt of terugzet.",
        "Het rapport ligt ter goedkeuring bij een collega.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.RAPPORT_GOEDKEUREN)
@eenmalig
def rapport_goedkeuren(request, pk):
    return _stap(
        request, pk, [Recht.RAPPORT_GOEDKEUREN], BevestigForm, keur_goed, "Goedkeuren", "Keur goed",
        "Je keurt goed wat een collega schreef. Bekijk eerst het voorbeeld.", "Het rapport is goedgekeurd.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.RAPPORT_VRIJGEVEN)
@eenmalig
def rapport_vrijgeven(request, pk):
    """Bevestigen; het maken van de PDF is een achtergrondtaak met voortgang."""
    return _stap(
        request, pk, [Recht.RAPPORT_VRIJGEVEN], BevestigForm, vraag_vrijgave, "Vrijgeven", "Geef vrij",
        "Het rapport wordt een PDF voor het college. Daarna verandert het niet meer; een verbetering is een "
        "nieuwe versie.",
        "",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.RAPPORT_SCHRIJVEN, Recht.RAPPORT_GOEDKEUREN)
@eenmalig
def rapport_terugzetten(request, pk):
    return _stap(
        request, pk, [Recht.RAPPORT_SCHRIJVEN, Recht.RAPPORT_GOEDKEUREN], TerugForm, zet_terug,
        "Terug naar concept", "Zet terug",
        "De schrijver kan de tekst dan weer wijzigen. Daarna is er opnieuw akkoord nodig.",
        "Het rapport is weer een concept.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@vereist(Recht.RAPPORT_SCHRIJVEN)
@eenmalig
def rapport_verbeteren(request, pk):
    return _stap(
        request, pk, [Recht.RAPPORT_SCHRIJVEN], VerbeterForm, verbeter_rapport, "Nieuwe versie", "Maak nieuwe versie",
        "De vrijgegeven versie blijft zoals zij is. De nieuwe versie noemt de oude en de reden.",
        "De nieuwe versie staat klaar als concept.",
    )  # fmt: skip


def _stap(request, pk, rechten, formsoort, actie, titel, knop, uitleg, melding):
    """Eén stap met een bevestiging: wat er gebeurt, een knop, en terug naar het rapport."""
    gevonden = _zoek(request, pk)
    if not any(request.user.mag(recht, gevonden.gemeente_id) for recht in rechten):
        raise PermissionDenied
    form = formsoort(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            uitkomst = actie(gevonden, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            if isinstance(uitkomst, Achtergrondtaak):
                return redirect("kern:taak", uitkomst.pk)
            meld_gelukt(request, melding)
            return redirect(uitkomst)
    context_ = {"rapport": gevonden, "naam": _naam(gevonden), "form": form, "titel": titel, "knop": knop}
    return render(request, "monitor/rapport_stap.html", context_ | {"uitleg": uitleg})


def _naam(gevonden) -> str:
    return f"{halfjaarnaam(gevonden.peilmoment.peildatum)}, versie {gevonden.nummer}"


def _zoek(request, pk) -> Rapport:
    eigen = Rapport.objects.zichtbaar_voor(request.user)
    rijen = eigen.select_related(
        "gemeente", "peilmoment__gemeente", "peilmoment__vastgezet_door", "verbetert", "gemaakt_door",
        "ingediend_door", "goedgekeurd_door", "vrijgegeven_door", "bestand",
    ).defer("bestand__inhoud")  # fmt: skip
    return get_object_or_404(rijen, pk=pk)
