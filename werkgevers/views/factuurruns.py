"""De factuurrun: voorbereiden, controleren, definitief maken, afdrukken en verzenden (L1)."""

from datetime import date
from decimal import Decimal, InvalidOperation

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download
from kern.gemeentekeuze import gemeente_en_maand
from kern.jobs import verwerker_actief
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Achtergrondtaak, Bestand, Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions.factureren import SOORT, bereid_voor, start_definitief, stop_run, wacht_op_collega
from werkgevers.actions.verwerken import markeer_verzonden
from werkgevers.choices import Runstatus, Voorstelsoort
from werkgevers.documents.factuur import voeg_samen
from werkgevers.factuur_forms import FactuurdatumForm, VerzondenForm
from werkgevers.models import Factuur, Factuurrun
from werkgevers.queries.facturatie import groepen_van, runstand, verdwenen
from werkgevers.views.facturen import met_stand

MAANDEN_TERUG = 24


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def overzicht(request):
    """De runs per gemeente, nieuwste eerst, en de maanden die nog open staan."""
    gemeenten = list(Gemeente.objects.met_recht(request.user, Recht.FACTUUR_INZIEN))
    runs = Factuurrun.objects.zichtbaar_voor(request.user).select_related("gemeente").order_by("-maand")
    deze = timezone.localdate().replace(day=1)
    blokken = []
    for gemeente in gemeenten:
        eigen = [run for run in runs if run.gemeente_id == gemeente.pk]
        volgende = eigen[0].maand + relativedelta(months=1) if eigen else deze - relativedelta(months=1)
        blokken.append(
            {
                "gemeente": gemeente,
                "runs": eigen[:MAANDEN_TERUG],
                "volgende": volgende if volgende <= deze else None,
            }
        )
    return render(request, "werkgevers/factuurruns.html", {"blokken": blokken})


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def run(request, maand):
    """De run van één maand: wat klaarstaat, wat aandacht vraagt, de vorige maand, en de voortgang."""
    gemeente, eerste = _gekozen(request, maand)
    gevonden = _run(request, gemeente, eerste)
    context = {
        "gemeente": gemeente,
        "maand": eerste,
        "adres": _adres(gemeente, eerste),
        "run": gevonden,
        "mag_maken": request.user.mag(Recht.FACTUUR_MAKEN, gemeente.pk),
        "datumform": FactuurdatumForm(initial={"factuurdatum": timezone.localdate()}),
        "voorbij": eerste <= timezone.localdate(),
    }
    if gevonden:
        context |= _runcontext(request, gevonden)
    if request.htmx and not context.get("bezig"):
        # It is finished: the rest of the page changed as well.
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "werkgevers/factuurrun.html"
    return render(request, f"{template}#stand" if request.htmx else template, context)


def _runcontext(request, run) -> dict:
    taak = _taak(run)
    groepen = groepen_van(run)
    facturen = (
        met_stand(Factuur.objects.filter(run=run)).select_related("relatie").order_by("reeks", "volgnummer")
    )
    voorstellen = [rij for rijen in groepen.values() for rij in rijen]
    problemen = run.voorstellen.filter(soort=Voorstelsoort.PROBLEEM).select_related("relatie", "overeenkomst")
    if voorstellen or problemen:
        leg_inzage_vast(
            Inzagesoort.LIJST,
            door=request.user,
            pagina=f"factuurrun {run.maand:%Y-%m}",
            gemeente_id=run.gemeente_id,
            dossiers=sorted({rij.overeenkomst.persoon_id for rij in [*voorstellen, *problemen]}),
        )
    return {
        "stand": runstand(run),
        "groepen": [
            (rijen[0].relatie, rijen, sum(rij.bedrag for rij in rijen)) for rijen in groepen.values()
        ],
        "problemen": problemen,
        "facturen": list(facturen),
        "verdwenen": verdwenen(run) if run.status == Runstatus.VOORBEREID else [],
        "bezig": run.status == Runstatus.BEZIG,
        "wacht_op_collega": bool(groepen) and wacht_op_collega(run, request.user),
        "taak": taak,
        "geen_verwerker": bool(taak and taak.loopt and not verwerker_actief()),
        "verzonden": sum(1 for factuur in facturen if factuur.verzonden_op),
        "vorige_maand": run.maand - relativedelta(months=1),
        "stappen": _stappen(run, bool(groepen)),
    }


def _stappen(run, klaar: bool) -> list[tuple[str, str]]:
    definitief = run.status == Runstatus.DEFINITIEF and not klaar
    nu = 3 if definitief else 1
    if run.status == Runstatus.BEZIG:
        nu = 2
    namen = ("Voorbereid", "Controleren", "Definitief maken", "Afdrukken en verzenden")
    return [(naam, "klaar" if plek < nu else "nu" if plek == nu else "") for plek, naam in enumerate(namen)]


@require_POST
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def voorbereiden(request, maand):
    """Zet de voorstellen klaar, of opnieuw zolang er niets bezig is."""
    gemeente, eerste = _om_te_maken(request, maand)
    form = FactuurdatumForm(
        request.POST if "factuurdatum" in request.POST else {"factuurdatum": timezone.localdate()}
    )
    try:
        if not form.is_valid():
            raise ValidationError("De factuurdatum klopt niet. Vul een dag in zoals 02-11-2026.")
        datum = form.cleaned_data["factuurdatum"]
        gemaakt = bereid_voor(gemeente, eerste, factuurdatum=datum, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        stand = runstand(gemaakt)
        meld_gelukt(
            request,
            f"De run staat klaar: {stand.klaar} facturen. {stand.problemen} overeenkomsten vragen aandacht.",
        )
    return redirect(_adres(gemeente, eerste))


@require_http_methods(["GET", "POST"])
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def definitief(request, maand):
    """Bevestigen met aantal en bedrag; daarna maakt een taak de facturen."""
    gemeente, eerste = _om_te_maken(request, maand)
    gevonden = _run(request, gemeente, eerste)
    if gevonden is None:
        raise Http404
    adres = _adres(gemeente, eerste)
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            start_definitief(gevonden, door=request.user, **_bevestigd(request))
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, "De facturen worden gemaakt. Je mag deze pagina verlaten.")
        return redirect(adres)
    stand = runstand(gevonden)
    context = {"gemeente": gemeente, "maand": eerste, "run": gevonden, "stand": stand, "adres": adres}
    return render(request, "werkgevers/factuurrun_definitief.html", context)


def _bevestigd(request) -> dict:
    """What stood on the confirm page; nonsense counts as something else than what is there."""
    try:
        return {
            "aantal": int(request.POST.get("aantal", "")),
            "bedrag": Decimal(request.POST.get("bedrag", "")),
        }
    except (ValueError, InvalidOperation):
        return {"aantal": -1, "bedrag": Decimal(0)}


@require_POST
@vereist(Recht.FACTUUR_MAKEN)
def stoppen(request, maand):
    """Stop na de factuur die nu wordt gemaakt; wat klaar is, blijft."""
    gemeente, eerste = _om_te_maken(request, maand)
    gevonden = _run(request, gemeente, eerste)
    taak = _taak(gevonden) if gevonden else None
    if taak is None:
        raise Http404
    try:
        stop_run(gevonden, taak, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    return redirect(_adres(gemeente, eerste))


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def afdrukken(request, maand):
    """Alle facturen van een run als één PDF; elke factuur begint op een nieuwe bladzijde (J2)."""
    gemeente, eerste = _gekozen(request, maand)
    gevonden = _run(request, gemeente, eerste)
    pks = list(
        Factuur.objects.filter(run=gevonden)
        .order_by("reeks", "volgnummer")
        .values_list("bestand_id", flat=True)
        if gevonden
        else []
    )
    if not pks:
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina=f"facturen van de run {maand} (pdf)",
        gemeente_id=gemeente.pk,
        aantal=len(pks),
    )
    per_pk = Bestand.objects.in_bulk(pks)
    samen = voeg_samen(per_pk[pk] for pk in pks)
    return download(samen, f"facturen-{gemeente.code}-{eerste:%Y-%m}.pdf")


@require_http_methods(["GET", "POST"])
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def verzonden(request, maand):
    """Vastleggen dat alle facturen van de run zijn verzonden."""
    gemeente, eerste = _om_te_maken(request, maand)
    gevonden = _run(request, gemeente, eerste)
    if gevonden is None:
        raise Http404
    form = VerzondenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        aantal = markeer_verzonden(
            gevonden.facturen.all(), wijze=form.cleaned_data["wijze"], door=request.user
        )
        meld_gelukt(request, f"{aantal} facturen zijn nu verzonden.")
        return redirect(_adres(gemeente, eerste))
    context = {"form": form, "titel": f"Facturen {eerste:%m-%Y} verzonden", "terug": _adres(gemeente, eerste)}
    return render(request, "werkgevers/factuur_verzonden.html", context)


def _gekozen(request, maand: str, recht=Recht.FACTUUR_INZIEN) -> tuple[Gemeente, date]:
    return gemeente_en_maand(request, Gemeente.objects.met_recht(request.user, recht), maand)


def _om_te_maken(request, maand):
    return _gekozen(request, maand, Recht.FACTUUR_MAKEN)


def _run(request, gemeente, eerste) -> Factuurrun | None:
    eigen = Factuurrun.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "voorbereid_door", "definitief_door"
    )
    return eigen.filter(gemeente=gemeente, maand=eerste).first()


def _taak(run) -> Achtergrondtaak | None:
    """De laatste taak van deze run; wie hem ook startte, de hele administratie ziet de voortgang."""
    return Achtergrondtaak.objects.filter(soort=SOORT, sleutel=f"{run.pk}").order_by("-pk").first()


def _adres(gemeente, eerste) -> str:
    return f"{reverse('werkgevers:factuurrun', args=[f'{eerste:%Y-%m}'])}?gemeente={gemeente.code}"
