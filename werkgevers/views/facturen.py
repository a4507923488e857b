"""Facturen: de lijst, één factuur, crediteren, verzenden en het boekingsbestand."""

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern.controle import zet_fouten
from kern.decorators import vereist
from kern.downloads import download_van
from kern.lists import toon_lijst
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.once import eenmalig
from kern.permissions import Recht
from werkgevers.actions.boeken import crediteer_factuur, open_per_regel
from werkgevers.actions.verwerken import maak_boekingsbestand, markeer_verzonden, nog_te_boeken
from werkgevers.bladen import bladen_van
from werkgevers.factuur_forms import CreditForm, VerzondenForm
from werkgevers.factuur_tables import FACTUREN
from werkgevers.models import Boekingsbestand, Factuur
from werkgevers.queries.openstaand import betaalstand
from werkgevers.rules.factuur import EENHEID, toon_kenmerk
from werkgevers.views.geld import bladen
from werkgevers.views.relaties import zoek_relatie

OP_HET_BLAD = 36  # three years of one invoice a month


def met_stand(facturen):
    """Met `stand`: verzonden of niet, en hoeveel er is gecrediteerd."""
    return facturen.met_gecrediteerd().annotate(
        stand=Case(
            When(soort="credit", then=Value("credit")),
            When(gecrediteerd__gte=F("totaal"), then=Value("gecrediteerd")),
            When(gecrediteerd__gt=0, then=Value("deels")),
            When(verzonden_op=None, then=Value("te_verzenden")),
            default=Value("verzonden"),
        )
    )


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def overzicht(request):
    """Alle facturen die je mag zien, en welke run nu aan de beurt is."""
    rijen = met_stand(Factuur.objects.zichtbaar_voor(request.user))
    context = {
        "mag_maken": request.user.mag(Recht.FACTUUR_MAKEN),
        "gemeenten": list(Gemeente.objects.met_recht(request.user, Recht.FACTUUR_MAKEN)),
        "bladen": bladen(request, "Facturen"),
        "vorige_maand": timezone.localdate().replace(day=1) - relativedelta(months=1),
    }
    return toon_lijst(request, FACTUREN, rijen, template="werkgevers/factuur_lijst.html", context=context)


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def factuur(request, nummer):
    """Eén factuur: regels met berekening, btw, creditfacturen en wat er daarna mee gebeurde."""
    gevonden = _zoek(request, nummer)
    mag_maken = request.user.mag(Recht.FACTUUR_MAKEN, gevonden.gemeente_id)
    regels = list(gevonden.regels.select_related("overeenkomst").order_by("volgorde"))
    credits = list(gevonden.creditfacturen.order_by("factuurdatum", "pk"))
    rest = gevonden.totaal + sum(credit.totaal for credit in credits)
    leg_inzage_vast(
        Inzagesoort.LIJST,
        door=request.user,
        pagina=f"factuur {nummer}",
        gemeente_id=gevonden.gemeente_id,
        dossiers=sorted({regel.overeenkomst.persoon_id for regel in regels}),
    )
    context = {
        "factuur": gevonden,
        "regels": [(regel, EENHEID.get(regel.eenheid, regel.eenheid)) for regel in regels],
        "kenmerk": toon_kenmerk(gevonden.betalingskenmerk),
        "credits": credits,
        "rest": rest,
        "mag_crediteren": mag_maken and not gevonden.is_credit and rest > 0,
        "mag_verzenden": mag_maken and gevonden.verzonden_op is None,
        "mag_overeenkomst": request.user.mag(Recht.OVEREENKOMST_INZIEN, gevonden.gemeente_id),
        "stand": None,
    }
    if request.user.mag(Recht.BETALING_INZIEN, gevonden.gemeente_id) and not gevonden.is_credit:
        context["stand"] = betaalstand(gevonden)
    return render(request, "werkgevers/factuur.html", context)


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def pdf(request, nummer):
    """De factuur zoals ze is uitgegeven (PDF/A-3 met de e-factuur erin)."""
    return _download(request, nummer, "bestand", "pdf")


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def xml(request, nummer):
    """De e-factuur (UBL) los."""
    return _download(request, nummer, "ubl", "xml")


@require_http_methods(["GET", "POST"])
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def crediteren(request, nummer):
    """Reden en bedragen, dan bevestigen; daarna is er een creditfactuur met een eigen nummer."""
    gevonden = _zoek_om_te_maken(request, nummer)
    form = CreditForm(request.POST or None, regels=open_per_regel(gevonden))
    if gevonden.is_credit or not form.regels:
        messages.error(request, "Van deze factuur is niets meer te crediteren.")
        return redirect(gevonden)
    bevestigd = bool(request.POST.get("bevestigd"))
    if request.method == "POST" and form.is_valid() and bevestigd:
        try:
            credit = crediteer_factuur(
                gevonden, reden=form.cleaned_data["reden"], bedragen=form.bedragen(), door=request.user
            )
        except ValidationError as fout:
            zet_fouten(form, fout)
        else:
            meld_gelukt(request, f"Creditfactuur {credit} is gemaakt.")
            return redirect(credit)
    klaar = request.method == "POST" and form.is_valid()
    context = {
        "factuur": gevonden,
        "form": form,
        "bevestigen": klaar,
        "som": form.te_crediteren() if klaar else None,
    }
    return render(request, "werkgevers/factuur_crediteren.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def verzonden(request, nummer):
    """Vastleggen dat deze factuur is verzonden."""
    gevonden = _zoek_om_te_maken(request, nummer)
    form = VerzondenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        markeer_verzonden([gevonden], wijze=form.cleaned_data["wijze"], door=request.user)
        meld_gelukt(request, f"Factuur {gevonden} is verzonden.")
        return redirect(gevonden)
    context = {"form": form, "titel": f"Factuur {gevonden} verzonden", "terug": gevonden.get_absolute_url()}
    return render(request, "werkgevers/factuur_verzonden.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.FACTUUR_MAKEN)
@eenmalig
def boekingen(request):
    """De boekingsbestanden, en een nieuw bestand met wat nog niet is geboekt."""
    gemeenten = list(Gemeente.objects.met_recht(request.user, Recht.FACTUUR_MAKEN))
    if request.method == "POST":
        gemeente = next((g for g in gemeenten if g.code == request.POST.get("gemeente")), None)
        if gemeente is None:
            raise Http404
        try:
            boeking = maak_boekingsbestand(gemeente, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, f"Het boekingsbestand is gemaakt: {boeking.aantal} facturen.")
        return redirect("werkgevers:boekingen")
    blokken = [
        {
            "gemeente": gemeente,
            "open": Factuur.objects.filter(gemeente=gemeente, boeking=None).count(),
            "kosten": nog_te_boeken(gemeente).count(),
            "bestanden": Boekingsbestand.objects.zichtbaar_voor(request.user)
            .filter(gemeente=gemeente)
            .select_related("gemaakt_door", "bestand")
            .defer("bestand__inhoud")[:36],
        }
        for gemeente in gemeenten
    ]
    return render(request, "werkgevers/boekingen.html", {"blokken": blokken})


@require_safe
@vereist(Recht.FACTUUR_MAKEN)
def boeking_bestand(request, pk):
    """Een boekingsbestand (csv) zoals het is gemaakt."""
    eigen = Boekingsbestand.objects.zichtbaar_voor(request.user).select_related("bestand")
    boeking = get_object_or_404(eigen, pk=pk)
    if not request.user.mag(Recht.FACTUUR_MAKEN, boeking.gemeente_id):
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina="boekingsbestand (csv)",
        gemeente_id=boeking.gemeente_id,
        aantal=boeking.aantal,
    )
    return download_van(boeking.bestand)


@require_safe
@vereist(Recht.FACTUUR_INZIEN)
def van_werkgever(request, nummer):
    """De laatste facturen aan één werkgever; alle facturen staan in de lijst."""
    relatie = zoek_relatie(request, nummer, Recht.FACTUUR_INZIEN)
    eigen = Factuur.objects.zichtbaar_voor(request.user).filter(relatie=relatie)
    rijen = met_stand(eigen).select_related("relatie", "verwijst_naar").order_by("-factuurdatum", "-pk")
    context = {
        "relatie": relatie,
        "facturen": rijen[:OP_HET_BLAD],
        "meer": eigen.count() > OP_HET_BLAD,
        "bladen": bladen_van(relatie, request.user, "facturen"),
    }
    return render(request, "werkgevers/relatie_facturen.html", context)


def aantal_facturen(relatie, gebruiker) -> int:
    return Factuur.objects.zichtbaar_voor(gebruiker).filter(relatie=relatie).count()


def _zoek(request, nummer) -> Factuur:
    eigen = Factuur.objects.zichtbaar_voor(request.user).select_related(
        "gemeente",
        "relatie",
        "run__gemeente",
        "verwijst_naar",
        "gemaakt_door",
        "verzonden_door",
        "bestand",
        "ubl",
        "boeking",
    )
    return get_object_or_404(eigen.defer("bestand__inhoud", "ubl__inhoud"), nummer=nummer)


def _zoek_om_te_maken(request, nummer) -> Factuur:
    gevonden = _zoek(request, nummer)
    if not request.user.mag(Recht.FACTUUR_MAKEN, gevonden.gemeente_id):
        raise Http404
    return gevonden


def _download(request, nummer, veld, soort):
    gevonden = _zoek(request, nummer)
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina=f"factuur {nummer} ({soort})",
        gemeente_id=gevonden.gemeente_id,
        aantal=1,
    )
    return download_van(getattr(gevonden, veld))
