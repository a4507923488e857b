"""Plekken beschut werk naast de mensen, en de plannen van het jaar (RH-071, RH-076)."""

from datetime import date
from decimal import Decimal

from kern.models import Gemeente, Taak, Taakstatus
from kern.verplichtingen import soorten
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag
from monitor.queries.kpi import Uitkomst, niet_te_berekenen
from monitor.queries.wsw import beschut
from monitor.rules import opsomming, procent

PLANNEN = ("wbp", "gop")
WAAR_PLEKKEN = (
    "het aantal plekken beschut werk per aanbieder ontbreekt. Lees het in bij Bedragen: soort "
    "beschut_plekken, met het aantal plekken en in de omschrijving de aanbieder"
)


def plekken_op(gemeente: Gemeente, dag: date) -> dict[str, int]:
    """Plekken per aanbieder: van elke aanbieder het laatst ingelezen aantal tot en met deze dag."""
    rijen = Maandbedrag.objects.filter(gemeente=gemeente, soort=Bedragsoort.BESCHUT_PLEKKEN, maand__lte=dag)
    geteld = rijen.exclude(aantal=None).order_by("maand").values_list("omschrijving", "aantal")
    return dict(geteld)


def bezetting_beschut(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Mensen in beschut werk op de laatste dag, als deel van de plekken van alle aanbieders samen (RH-071)."""
    plekken = sum(plekken_op(gemeente, tot).values())
    mensen = beschut(gemeente, van, tot).count()
    deel = procent(mensen, plekken)
    if deel is None:
        return niet_te_berekenen(WAAR_PLEKKEN)
    return Uitkomst(deel, Decimal(mensen), Decimal(plekken))


def plannen_vastgesteld(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Hoeveel van de twee plannen van dit jaar zijn vastgesteld: de taak in de kalender is afgerond (RH-076)."""
    taken = Taak.objects.filter(
        gemeente=gemeente, verplichting__code__in=PLANNEN, vervaldatum__year=tot.year
    ).exclude(status=Taakstatus.VERVALLEN)
    stand: dict[str, bool] = dict.fromkeys(taken.values_list("verplichting__code", flat=True), False)
    klaar = taken.filter(status=Taakstatus.GEDAAN, gedaan_op__lte=tot)
    stand |= dict.fromkeys(klaar.values_list("verplichting__code", flat=True), True)
    if mist := [code for code in PLANNEN if code not in stand]:
        namen = opsomming(f"{soorten()[code].naam} ({soorten()[code].norm})" for code in mist)
        return niet_te_berekenen(
            f"de kalender van {tot.year} heeft geen taak voor: {namen}. Zet de dag in het beleidskader"
        )
    return Uitkomst(Decimal(sum(stand.values())))
