"""De Participatieladder op een peildatum, en de verschuiving tussen twee dagen, met de mensen erachter."""

import csv
from urllib.parse import urlencode

from django.utils import timezone
from django.views.decorators.http import require_safe

from kern import opmaak
from kern.charts import gegroepeerde_staven
from kern.decorators import vereist
from kern.downloads import download_als
from kern.lists import toon_lijst
from kern.models import Gemeente
from kern.permissions import Recht
from reintegratie.forms import LadderkeuzeForm, VerschuivingForm
from reintegratie.queries import TELT_MEE, ladder_op, mensen_op, populatie_op
from reintegratie.rules import halfjaren
from reintegratie.tables import LADDER, VERSCHUIVING
from reintegratie.verschuiving_queries import DEFINITIE, KORT, NIET, mensen_tussen
from reintegratie.verschuiving_queries import verschuiving as maak_verschuiving


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def ladder(request):
    """De tabel van de ladder en de lijst; elk getal van de tabel is een filter op de lijst."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.REINTEGRATIE_INZIEN)
    form = LadderkeuzeForm(request.GET, gemeenten=eigen)
    form.is_valid()
    keuze = form.cleaned_data
    peildatum = keuze.get("peildatum") or timezone.localdate()
    code = keuze.get("gemeente")
    gemeenten = [gemeente for gemeente in eigen if not code or gemeente.code == code]
    ids = [gemeente.pk for gemeente in gemeenten]
    populatie = keuze.get("populatie")
    rijen = populatie_op(peildatum, ids, populatie) if populatie else mensen_op(peildatum, ids)
    vast = {"peildatum": peildatum.isoformat(), **({"gemeente": code} if code else {})}
    context = {"peildatum": peildatum, "telt_mee": TELT_MEE, "vast": urlencode(vast)}
    if not request.htmx and not request.GET.get("export"):
        context["stand"] = ladder_op(peildatum, gemeenten)[0]
    return toon_lijst(request, LADDER, rijen, template="reintegratie/ladder_lijst.html", context=context)


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def verschuiving(request):
    """Hoeveel mensen van welke trede naar welke gingen; elk getal is een filter op de lijst eronder."""
    eerste, laatste, gemeenten, code = _keuze(request)
    ids = [gemeente.pk for gemeente in gemeenten]
    vast = {"van": eerste.isoformat(), "tot": laatste.isoformat(), **({"gemeente": code} if code else {})}
    context = {
        "eerste": eerste,
        "laatste": laatste,
        "vast": urlencode(vast),
        "definitie": DEFINITIE,
        "halfjaren": [
            (f"{begin:%d-%m-%Y} tot {einde:%d-%m-%Y}", urlencode(vast | {"van": begin, "tot": einde}))
            for begin, einde in halfjaren(timezone.localdate())
        ],
    }
    if not request.htmx and not request.GET.get("export"):
        stand = maak_verschuiving(eerste, laatste, ids)
        context |= {"stand": stand, "figuur": _figuur(stand)}
    rijen = mensen_tussen(eerste, laatste, ids)
    return toon_lijst(
        request, VERSCHUIVING, rijen, template="reintegratie/ladder_verschuiving.html", context=context
    )


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def verschuiving_csv(request):
    """De tabel zelf als csv: alleen aantallen, met de dagen in de kop."""
    eerste, laatste, gemeenten, _ = _keuze(request)
    stand = maak_verschuiving(eerste, laatste, [gemeente.pk for gemeente in gemeenten])
    antwoord = download_als("csv", "\ufeff", f"verschuiving-{eerste:%Y-%m-%d}-{laatste:%Y-%m-%d}")
    schrijver = csv.writer(antwoord, delimiter=";")
    kop = f"van {eerste:%d-%m-%Y} naar {laatste:%d-%m-%Y}"
    schrijver.writerow([kop, *KORT.values(), "totaal"])
    for rij in stand.rijen:
        schrijver.writerow([rij.naam, *(aantal for _, aantal in rij.cellen), rij.totaal])
    schrijver.writerow(["totaal", *(totaal for _, _, totaal in stand.kolommen), stand.totaal])
    return antwoord


def _keuze(request):
    """The two days (default: the last whole half-year), the gemeenten and the code of the chosen one."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.REINTEGRATIE_INZIEN)
    form = VerschuivingForm(request.GET, gemeenten=eigen)
    form.is_valid()
    begin, einde = halfjaren(timezone.localdate(), 1)[0]
    eerste, laatste = form.cleaned_data.get("van") or begin, form.cleaned_data.get("tot") or einde
    if laatste < eerste:
        eerste, laatste = laatste, eerste
    code = form.cleaned_data.get("gemeente")
    return eerste, laatste, [gemeente for gemeente in eigen if not code or gemeente.code == code], code


def _figuur(stand):
    namen = [naam for sleutel, naam in KORT.items() if sleutel != NIET]
    toen = [rij.totaal for rij in stand.rijen if rij.sleutel != NIET]
    nu = [totaal for sleutel, _, totaal in stand.kolommen if sleutel != NIET]
    if not any(toen) and not any(nu):
        return None
    return gegroepeerde_staven(
        titel="Personen per trede op beide dagen",
        zin=f"{opmaak.getal(stand.omhoog)} van {opmaak.getal(stand.basis)} personen gingen een trede of meer omhoog.",
        categorieen=namen,
        reeksen={f"{stand.eerste:%d-%m-%Y}": toen, f"{stand.laatste:%d-%m-%Y}": nu}
        if stand.eerste != stand.laatste
        else {f"{stand.eerste:%d-%m-%Y}": toen},
        kop="Trede",
    )
