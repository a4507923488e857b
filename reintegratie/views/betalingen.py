"""De betaallijst loonkostensubsidie per gemeente en maand: opstellen, goedkeuren, downloaden (C3)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.decorators import vereist
from kern.downloads import download_als, download_van
from kern.gemeentekeuze import gemeente_en_maand
from kern.logbook import leg_inzage_vast
from kern.meldingen import meld_fout, meld_gelukt
from kern.models import Gemeente, Inzagesoort
from kern.permissions import Recht
from reintegratie import lks_betalingen as actions
from reintegratie.choices import Betaalstatus
from reintegratie.lks_documents import betaallijst_csv
from reintegratie.models import Betaallijst


@require_safe
@vereist(Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN)
def overzicht(request):
    """Alle betaallijsten, nieuwste eerst, en welke maand nu aan de beurt is."""
    eigen = _gemeenten(request)
    lijsten = Betaallijst.objects.zichtbaar_voor(request.user).filter(gemeente__in=eigen)
    blokken = []
    for gemeente in eigen:
        van_gemeente = list(
            lijsten.filter(gemeente=gemeente)
            .select_related("opgesteld_door", "goedgekeurd_door")
            .order_by("-maand")
        )
        volgende = _volgende_maand(van_gemeente)
        blokken.append({"gemeente": gemeente, "lijsten": van_gemeente, "volgende": volgende})
    context = {
        "blokken": blokken,
        "mag_salarissen": any(request.user.mag(r) for r in (Recht.SALARIS_BETALEN, Recht.SALARIS_GOEDKEUREN)),
    }
    return render(request, "reintegratie/betalingen.html", context)


def _volgende_maand(lijsten) -> date | None:
    """De maand die nu aan de beurt is; None als die nog niet is begonnen."""
    deze = timezone.localdate().replace(day=1)
    volgende = lijsten[0].maand + relativedelta(months=1) if lijsten else deze
    if lijsten and lijsten[0].status != Betaalstatus.GOEDGEKEURD:
        volgende = lijsten[0].maand
    return volgende if volgende <= deze else None


@require_safe
@vereist(Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN)
def maand(request, maand):
    """De lijst van één maand met haar regels, en wat je er nu mee kunt doen."""
    gemeente, eerste = _gekozen(request, maand)
    lijst = _lijst(request, gemeente, eerste)
    regels = _regels(lijst) if lijst else []
    goedgekeurd = bool(lijst) and lijst.status == Betaalstatus.GOEDGEKEURD
    zelf = bool(lijst) and lijst.opgesteld_door_id == request.user.pk
    mag_goedkeuren = request.user.mag(Recht.LKS_GOEDKEUREN, gemeente.pk)
    context = {
        "gemeente": gemeente,
        "maand": eerste,
        "lijst": lijst,
        "regels": regels,
        "verbeteringen": sum(1 for regel in regels if regel.verbetert_id),
        "goedgekeurd": goedgekeurd,
        "mag_opstellen": request.user.mag(Recht.LKS_BETALEN, gemeente.pk) and not goedgekeurd,
        "mag_goedkeuren": mag_goedkeuren and bool(lijst) and not goedgekeurd and not zelf,
        "mag_export": request.user.mag(Recht.LKS_BETALEN, gemeente.pk) and goedgekeurd,
        "zelf_opgesteld": zelf and mag_goedkeuren and not goedgekeurd,
    }
    if regels:
        leg_inzage_vast(
            Inzagesoort.LIJST,
            door=request.user,
            pagina=f"betaallijst loonkostensubsidie {maand}",
            gemeente_id=gemeente.pk,
            dossiers=sorted({regel.subsidie.persoon_id for regel in regels}),
        )
    return render(request, "reintegratie/betaallijst.html", context)


@require_POST
@vereist(Recht.LKS_BETALEN)
def opstellen(request, maand):
    """Stel de lijst op, of opnieuw zolang zij niet is goedgekeurd."""
    gemeente, eerste = _gekozen(request, maand)
    if not request.user.mag(Recht.LKS_BETALEN, gemeente.pk):
        raise Http404
    try:
        lijst = actions.stel_betaallijst_op(gemeente, eerste, door=request.user)
    except ValidationError as fout:
        meld_fout(request, fout)
    else:
        meld_gelukt(
            request, f"De lijst is opgesteld: {lijst.aantal} regels. Laat een collega haar goedkeuren."
        )
    return redirect(_adres(gemeente, eerste))


@require_http_methods(["GET", "POST"])
@vereist(Recht.LKS_GOEDKEUREN)
def goedkeuren(request, maand):
    """Bevestigen met aantal en bedrag; daarna staat de lijst vast."""
    gemeente, eerste = _gekozen(request, maand)
    lijst = _lijst(request, gemeente, eerste)
    if lijst is None or not request.user.mag(Recht.LKS_GOEDKEUREN, gemeente.pk):
        raise Http404
    adres = _adres(gemeente, eerste)
    if request.method == "POST" and request.POST.get("bevestigd"):
        try:
            actions.keur_betaallijst_goed(lijst, door=request.user)
        except ValidationError as fout:
            meld_fout(request, fout)
        else:
            meld_gelukt(request, "De lijst is goedgekeurd en staat vast.")
        return redirect(adres)
    context = {
        "titel": f"Betaallijst {eerste:%m-%Y} goedkeuren",
        "vraag": f"Wil je de betaallijst van {gemeente} over {eerste:%m-%Y} goedkeuren?",
        "aantal": lijst.aantal,
        "bedrag": lijst.totaal,
        "gevolg": "Daarna verandert de lijst niet meer. Een verbetering komt op de lijst van de volgende maand.",
        "knop_tekst": "Keur goed",
        "terug_url": adres,
    }
    return render(request, "components/bevestigen.html", context)


@require_safe
@vereist(Recht.LKS_BETALEN)
def export(request, maand):
    """De goedgekeurde lijst als csv, met het controletotaal in de laatste rij."""
    gemeente, eerste = _gekozen(request, maand)
    lijst = _goedgekeurd(request, gemeente, eerste)
    if not request.user.mag(Recht.LKS_BETALEN, gemeente.pk):
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina=f"betaallijst loonkostensubsidie {maand} (csv)",
        gemeente_id=gemeente.pk,
        aantal=lijst.aantal,
    )
    inhoud = betaallijst_csv(lijst, _regels(lijst))
    return download_als("csv", inhoud, f"betaallijst-lks-{gemeente.code}-{maand}")


@require_safe
@vereist(Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN)
def pdf(request, maand):
    """De PDF zoals die bij de goedkeuring is gemaakt."""
    gemeente, eerste = _gekozen(request, maand)
    lijst = _goedgekeurd(request, gemeente, eerste)
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina=f"betaallijst loonkostensubsidie {maand} (pdf)",
        gemeente_id=gemeente.pk,
        aantal=lijst.aantal,
    )
    return download_van(lijst.bestand)


def _gemeenten(request):
    return Gemeente.objects.met_recht(request.user, Recht.LKS_BETALEN, Recht.LKS_GOEDKEUREN)


def _gekozen(request, maand: str) -> tuple[Gemeente, date]:
    return gemeente_en_maand(request, _gemeenten(request), maand)


def _lijst(request, gemeente, eerste) -> Betaallijst | None:
    eigen = Betaallijst.objects.zichtbaar_voor(request.user).select_related(
        "gemeente", "opgesteld_door", "goedgekeurd_door"
    )
    return eigen.filter(gemeente=gemeente, maand=eerste).first()


def _goedgekeurd(request, gemeente, eerste) -> Betaallijst:
    eigen = Betaallijst.objects.zichtbaar_voor(request.user).select_related("gemeente", "bestand")
    return get_object_or_404(eigen, gemeente=gemeente, maand=eerste, status=Betaalstatus.GOEDGEKEURD)


def _regels(lijst):
    return list(
        lijst.regels.select_related("subsidie__persoon", "subsidie__relatie", "verbetert__lijst").order_by(
            "pk"
        )
    )


def _adres(gemeente, eerste) -> str:
    return f"{reverse('reintegratie:betaallijst', args=[f'{eerste:%Y-%m}'])}?gemeente={gemeente.code}"
