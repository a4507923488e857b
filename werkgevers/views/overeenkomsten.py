"""Detacheringsovereenkomsten bekijken: de lijst, één overeenkomst, haar versies en haar stukken."""

from dateutil.relativedelta import relativedelta
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.downloads import download_van
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.models import Gebeurtenis, Inzagesoort
from kern.permissions import Recht
from werkgevers.bladen import bladen_van
from werkgevers.choices import Overeenkomststatus, Versiestatus
from werkgevers.models import Overeenkomst
from werkgevers.overeenkomst_forms import VersieKeuzeForm
from werkgevers.overeenkomst_tables import OVEREENKOMSTEN, TONEN
from werkgevers.queries.facturatie import regels_van
from werkgevers.queries.overeenkomsten import geldende_versie, met_stand, naast_elkaar, stappen_van
from werkgevers.queries.tariefuitleg import tarieven_van
from werkgevers.queries.uren import urenrijen
from werkgevers.views.relaties import zoek_relatie

OP_DE_TIJDLIJN = 20
MAANDEN = 6


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def lijst(request):
    """Alle overeenkomsten; `?eindigt=6` toont wat binnen zes maanden eindigt."""
    rijen = met_stand(Overeenkomst.objects.zichtbaar_voor(request.user), timezone.localdate())
    return toon_lijst(request, OVEREENKOMSTEN, rijen, template="werkgevers/overeenkomst_lijst.html")


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def tonen(request, pk):
    """Eén overeenkomst: waar zij staat, wat is afgesproken, hoe het tarief is opgebouwd, de uren."""
    overeenkomst = open_overeenkomst(request, pk)
    versies = list(
        overeenkomst.versies.select_related("overeengekomen_door", "opgesteld_door").defer("gegevens")
    )
    vandaag = timezone.localdate()
    geldend = geldende_versie(versies, vandaag)
    open_versie = next((v for v in versies if v.status in OPEN), None)
    context = {
        "overeenkomst": overeenkomst,
        "stappen": stappen_van(overeenkomst),
        "versies": versies,
        "geldend": geldend,
        "open_versie": open_versie,
        "tarieven": tarieven_van(overeenkomst, geldend),
        "maanden": _maanden(overeenkomst, vandaag),
        "gebeurtenissen": _gebeurtenissen(overeenkomst),
        "toon": TONEN[overeenkomst.status][1],
        "mag_facturen": request.user.mag(Recht.FACTUUR_INZIEN, overeenkomst.gemeente_id),
        "factuurregels": regels_van(overeenkomst, request.user),
        **_wat_mag(request.user, overeenkomst, open_versie),
    }
    return render(request, "werkgevers/overeenkomst.html", context)


def _gebeurtenissen(overeenkomst):
    """Zonder de uren: die staan per maand op de pagina."""
    alles = Gebeurtenis.objects.van(overeenkomst).exclude(soort__startswith="urenstaat.")
    return alles.select_related("gebruiker")[:OP_DE_TIJDLIJN]


OPEN = (Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD)


def _wat_mag(gebruiker, overeenkomst, open_versie) -> dict:
    """Welke knoppen hier staan: wat deze rol mag en wat nu kan (RH-024, RH-025)."""
    gemeente = overeenkomst.gemeente_id
    afspreken = gebruiker.mag(Recht.OVEREENKOMST_OVEREENKOMEN, gemeente)
    opstellen = gebruiker.mag(Recht.OVEREENKOMST_OPSTELLEN, gemeente)
    klaar = overeenkomst.status == Overeenkomststatus.BEEINDIGD
    zelf = open_versie is not None and open_versie.overeengekomen_door_id == gebruiker.pk
    te_stellen = open_versie is not None and open_versie.status == Versiestatus.OVEREENGEKOMEN
    return {
        "mag_afspreken": afspreken and not klaar,
        "mag_verlengen": afspreken
        and bool(overeenkomst.einddatum)
        and overeenkomst.reden_einde in ("", "afgelopen"),
        "mag_intrekken": afspreken and open_versie is not None,
        "mag_beeindigen": afspreken and bool(overeenkomst.getekend_op) and not klaar,
        "mag_opstellen": opstellen and te_stellen and not zelf,
        "zelf_afgesproken": opstellen and te_stellen and zelf,
        "mag_tekenen": opstellen and open_versie is not None and open_versie.status == Versiestatus.OPGESTELD,
        "mag_scannen": opstellen,
        "mag_uren": gebruiker.mag(Recht.UREN_INVOEREN, gemeente) and bool(overeenkomst.getekend_op),
    }


def _maanden(overeenkomst, vandaag) -> list:
    """De laatste maanden met hun uren, nieuwste eerst."""

    deze = vandaag.replace(day=1)
    rijen = []
    zelf = Overeenkomst.objects.filter(pk=overeenkomst.pk)
    for terug in range(MAANDEN):
        maand = deze - relativedelta(months=terug)
        rijen += [(maand, rij) for rij in urenrijen(zelf, maand)]
    return rijen


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def versies(request, pk):
    """Twee versies naast elkaar; zonder keuze de laatste twee."""
    overeenkomst = open_overeenkomst(request, pk)
    alle = list(overeenkomst.versies.select_related("overeengekomen_door", "opgesteld_door"))
    form = VersieKeuzeForm(request.GET, versies=alle)
    keuze = form.cleaned_data if form.is_valid() else {}
    per_nummer = {str(v.versie): v for v in alle}
    rechts = per_nummer.get(keuze.get("rechts") or "", alle[0])
    ouder = next((v for v in alle if v.versie < rechts.versie), alle[-1])
    links = per_nummer.get(keuze.get("links") or "", ouder)
    form = VersieKeuzeForm({"links": str(links.versie), "rechts": str(rechts.versie)}, versies=alle)
    context = {
        "overeenkomst": overeenkomst,
        "links": links,
        "rechts": rechts,
        "regels": naast_elkaar(links, rechts),
        "form": form,
    }
    return render(request, "werkgevers/overeenkomst_versies.html", context)


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def stuk(request, pk, versie):
    """De overeenkomst als PDF, precies zoals zij is opgesteld."""
    return _download(request, pk, versie, "bestand")


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def scan(request, pk, versie):
    """Het getekende exemplaar."""
    return _download(request, pk, versie, "scan")


def _download(request, pk, versie, welk):
    overeenkomst = open_overeenkomst(request, pk, soort=Inzagesoort.DOCUMENT)
    gevonden = get_object_or_404(overeenkomst.versies.select_related(welk), versie=versie)
    bestand = getattr(gevonden, welk)
    if bestand is None:
        raise Http404
    return download_van(bestand)


@require_safe
@vereist(Recht.OVEREENKOMST_INZIEN)
def van_werkgever(request, nummer):
    """De overeenkomsten met één werkgever; alleen van gemeenten waar je ze mag zien."""
    relatie = zoek_relatie(request, nummer, Recht.OVEREENKOMST_INZIEN)
    eigen = Overeenkomst.objects.zichtbaar_voor(request.user).filter(relatie=relatie)
    rijen = met_stand(eigen, timezone.localdate()).select_related("persoon").order_by("status", "volgnummer")
    context = {
        "relatie": relatie,
        "overeenkomsten": [(rij, TONEN[rij.status]) for rij in rijen],
        "bladen": bladen_van(relatie, request.user, "overeenkomsten"),
        "maand": f"{timezone.localdate():%Y-%m}",
        "mag_uren": request.user.mag(Recht.UREN_INVOEREN, relatie.gemeente_id),
    }
    return render(request, "werkgevers/relatie_overeenkomsten.html", context)


def open_overeenkomst(request, pk, *, soort=Inzagesoort.DOSSIER) -> Overeenkomst:
    """De overeenkomst, 404 buiten het eigen bereik; wie haar opent, staat in het logboek van inzage."""
    eigen = Overeenkomst.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "relatie", "persoon", "plaatsing", "overeengekomen_door", "opgesteld_door"
    )
    overeenkomst = get_object_or_404(eigen, pk=pk)
    request.gemeentenaam = overeenkomst.gemeente.naam
    leg_inzage_vast(
        soort,
        door=request.user,
        pagina=f"overeenkomst {overeenkomst}",
        gemeente_id=overeenkomst.gemeente_id,
        dossier_id=overeenkomst.persoon_id,
    )
    return overeenkomst


def aantal_overeenkomsten(relatie, gebruiker) -> int:
    """Voor de telling achter het blad: wat nog niet is beëindigd."""
    eigen = Overeenkomst.objects.zichtbaar_voor(gebruiker).filter(relatie=relatie)
    return eigen.exclude(status=Overeenkomststatus.BEEINDIGD).count()
