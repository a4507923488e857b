"""Vastgezette cijfers: wat er later is verbeterd, en twee peilmomenten naast elkaar (RH-079)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kern.models import Gemeente
from monitor.choices import Dashboard
from monitor.models import Peilmoment, Peilrij, Peilwaarde
from monitor.queries.dashboard import Dashboardstand, dashboard
from monitor.queries.kpi import Kpi, met_persoon
from monitor.rules import rond


@dataclass(frozen=True)
class Correctie:
    """Een cijfer dat nu, op dezelfde peildatum berekend, anders uitkomt dan toen het werd vastgezet."""

    waarde: Peilwaarde
    nu: Decimal | None
    verschil: Decimal | None
    erbij: int
    eraf: int
    anders: int
    redenen: tuple[str, ...]


def waarden_van(peilmoment: Peilmoment) -> list[Peilwaarde]:
    """De vastgezette cijfers in de volgorde van het rapport."""
    waarden = list(peilmoment.waarden.order_by("volgorde"))
    for waarde in waarden:
        waarde.peilmoment = peilmoment
    return waarden


def per_dashboard(waarden: Sequence[Peilwaarde]) -> list[tuple[str, list[Peilwaarde]]]:
    """De cijfers onder de naam van hun dashboard."""
    return [
        (onderwerp.label, [w for w in waarden if w.dashboard == onderwerp])
        for onderwerp in Dashboard
        if any(w.dashboard == onderwerp for w in waarden)
    ]


def correcties(peilmoment: Peilmoment) -> list[Correctie]:
    """Reken de peildatum opnieuw uit en geef wat er anders is, met de reden; het peilmoment zelf verandert niet."""
    gegevens = dashboard(peilmoment.gemeente, peilmoment.peildatum)
    gevonden = []
    for waarde in waarden_van(peilmoment):
        stand = gegevens.stand(waarde.kpi)
        if stand is None:
            continue
        nu = None if stand.uitkomst.waarde is None else rond(stand.uitkomst.waarde, 4)
        erbij, eraf, anders = _rijen_anders(waarde, stand.kpi, gegevens)
        if nu == waarde.waarde and not (erbij or eraf or anders):
            continue
        verschil = None if nu is None or waarde.waarde is None else nu - waarde.waarde
        redenen = _redenen(waarde, stand.uitkomst.rekening, stand.uitkomst.ontbreekt, erbij, eraf, anders)
        if not redenen and set(gegevens.normversies) != set(peilmoment.kaderversies):
            redenen = ["een norm van het beleidskader is later veranderd"]
        redenen = redenen or ["gegevens van een eerdere dag zijn later veranderd"]
        gevonden.append(Correctie(waarde, nu, verschil, erbij, eraf, anders, tuple(redenen)))
    return gevonden


def rijen_nu(kpi: Kpi, gemeente: Gemeente, gegevens: Dashboardstand) -> list[tuple]:
    """(sleutel, persoon, telt, dag, detail) van elke rij van dit halfjaar, op volgorde."""
    if kpi.rijen is None:
        return []
    vraag = met_persoon(kpi, kpi.rijen(gemeente, gegevens.periode.van, gegevens.periode.tot))
    soort = vraag.model._meta.model_name
    velden = vraag.order_by("pk").values_list("pk", "p_id", "telt", "dag", "detail")
    return [(f"{soort}:{pk}", persoon, telt, dag, detail) for pk, persoon, telt, dag, detail in velden]


def _rijen_anders(waarde: Peilwaarde, kpi: Kpi, gegevens: Dashboardstand) -> tuple[int, int, int]:
    """Hoeveel rijen erbij kwamen, eraf gingen, en anders meetellen."""
    if kpi.rijen is None or waarde.waarde is None or not waarde.gegevens.get("met_rijen"):
        return 0, 0, 0  # a figure that could not be computed has no rows
    toen = dict(Peilrij.objects.filter(peilwaarde=waarde).values_list("sleutel", "telt"))
    nu = {sleutel: telt for sleutel, _, telt, _, _ in rijen_nu(kpi, gegevens.gemeente, gegevens)}
    anders = sum(1 for sleutel, telt in nu.items() if sleutel in toen and toen[sleutel] != telt)
    return len(nu.keys() - toen.keys()), len(toen.keys() - nu.keys()), anders


def _redenen(waarde: Peilwaarde, rekening, ontbreekt: str, erbij: int, eraf: int, anders: int) -> list[str]:
    """Waarom het cijfer anders is, in woorden."""
    redenen = []
    if erbij:
        redenen.append(f"{erbij} later vastgelegd, met een datum voor de peildatum")
    if eraf:
        redenen.append(f"{eraf} later verbeterd of weggehaald")
    if anders:
        redenen.append(f"{anders} tellen anders mee door een latere vastlegging")
    if [[naam, str(bedrag)] for naam, bedrag in rekening] != waarde.gegevens.get("rekening", []):
        redenen.append("er zijn later bedragen ingelezen of verbeterd")
    if bool(ontbreekt) != bool(waarde.ontbreekt):
        redenen.append("er ontbreken nu gegevens" if ontbreekt else "de gegevens die ontbraken, zijn er nu")
    return redenen


@dataclass(frozen=True)
class Paar:
    """Hetzelfde cijfer op twee peilmomenten."""

    naam: str
    dashboard: str
    eenheid: str
    eerst: Peilwaarde | None
    dan: Peilwaarde | None


def naast_elkaar(eerst: Peilmoment, dan: Peilmoment) -> list[Paar]:
    """Elk cijfer van beide peilmomenten; een cijfer dat toen nog niet bestond, staat er met één kant leeg."""
    links = {w.kpi: w for w in waarden_van(eerst)}
    rechts = {w.kpi: w for w in waarden_van(dan)}
    codes = [*rechts, *(code for code in links if code not in rechts)]
    return [
        Paar(basis.naam, basis.dashboard, basis.eenheid, links.get(code), rechts.get(code))
        for code in codes
        if (basis := rechts.get(code) or links.get(code))
    ]
