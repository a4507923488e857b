"""Vastgezette cijfers: wat er later is verbeterd, en twee peilmomenten naast elkaar (RH-079)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern.models import Gemeente
from kern.opmaak import datum
from kern.registers import kpis
from monitor.choices import Dashboard
from monitor.models import Peilmoment, Peilrij, Peilwaarde
from monitor.queries.dashboard import Dashboardstand, Periode, dashboard, periode_op
from monitor.queries.kpi import PERSOONVELDEN, Kpi, met_persoon
from monitor.rules import rond
from personen.models import Persoon


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

    @property
    def rijen(self) -> int:
        """Hoeveel rijen erachter staan."""
        return self.erbij + self.eraf + self.anders


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


def rijen_nu(kpi: Kpi, gemeente: Gemeente, periode: Periode) -> list[tuple]:
    """(sleutel, persoon, telt, dag, detail) van elke rij van dit halfjaar, op volgorde."""
    if kpi.rijen is None:
        return []
    vraag = met_persoon(kpi, kpi.rijen(gemeente, periode.van, periode.tot))
    soort = vraag.model._meta.model_name
    velden = vraag.order_by("pk").values_list("pk", "p_id", "telt", "dag", "detail")
    return [(f"{soort}:{pk}", persoon, telt, dag, detail) for pk, persoon, telt, dag, detail in velden]


def _rijen_anders(waarde: Peilwaarde, kpi: Kpi, gegevens: Dashboardstand) -> tuple[int, int, int]:
    """Hoeveel rijen erbij kwamen, eraf gingen, en anders meetellen."""
    soorten = Counter(regel.wat for regel in _verschillen(waarde, kpi, gegevens.gemeente, gegevens.periode))
    return soorten[ERBIJ], soorten[ERAF], soorten[ANDERS]


ERBIJ, ERAF, ANDERS = "erbij", "eraf", "telt anders"


@dataclass(frozen=True)
class Rijverschil:
    """Eén rij die nu anders is dan toen: (telt, dag, detail) toen en nu, None als zij er niet was of is."""

    wat: str
    persoon_id: int
    toen: tuple[bool, date | None, str] | None
    nu: tuple[bool, date | None, str] | None


def _verschillen(waarde: Peilwaarde, kpi: Kpi, gemeente: Gemeente, periode: Periode) -> list[Rijverschil]:
    """Wat erbij kwam, eraf ging en anders meetelt, in die volgorde; een cijfer zonder waarde had geen rijen."""
    if kpi.rijen is None or waarde.waarde is None or not waarde.gegevens.get("met_rijen"):
        return []
    velden = ("sleutel", "persoon_id", "telt", "dag", "detail")
    rijen = Peilrij.objects.filter(peilwaarde=waarde, jaar=False).order_by("pk").values_list(*velden)
    toen = {sleutel: (persoon, (telt, dag, detail)) for sleutel, persoon, telt, dag, detail in rijen}
    nu = {
        sleutel: (persoon, (telt, dag, (detail or "")[:200]))
        for sleutel, persoon, telt, dag, detail in rijen_nu(kpi, gemeente, periode)
    }
    erbij = [Rijverschil(ERBIJ, p, None, stand) for s, (p, stand) in nu.items() if s not in toen]
    eraf = [Rijverschil(ERAF, p, stand, None) for s, (p, stand) in toen.items() if s not in nu]
    anders = [
        Rijverschil(ANDERS, p, toen[s][1], stand)
        for s, (p, stand) in nu.items()
        if s in toen and toen[s][1][0] != stand[0]
    ]
    return [*erbij, *eraf, *anders]


def correctierijen(waarde: Peilwaarde) -> list[dict]:
    """De mensen achter een verbetering: evenveel rijen als het aantal op de pagina."""
    kpi = kpis.get(waarde.kpi)
    if kpi is None:
        return []
    moment = waarde.peilmoment
    verschillen = _verschillen(waarde, kpi, moment.gemeente, periode_op(moment.peildatum))
    mensen = Persoon.objects.filter(pk__in={v.persoon_id for v in verschillen}).values("pk", *PERSOONVELDEN)
    bekend = {mens.pop("pk"): mens for mens in mensen}
    return [
        {
            "pk": nummer,
            "p_id": v.persoon_id,
            **{f"p_{naam}": inhoud for naam, inhoud in bekend[v.persoon_id].items()},
            "wat": v.wat,
            "toen": _in_woorden(v.toen),
            "nu": _in_woorden(v.nu),
        }
        for nummer, v in enumerate(verschillen, start=1)
    ]


def _in_woorden(stand: tuple[bool, date | None, str] | None) -> str:
    if stand is None:
        return "niet in het cijfer"
    telt, dag, detail = stand
    delen = ["telt mee" if telt else "telt niet mee", datum(dag) if dag else "", detail]
    return ", ".join(deel for deel in delen if deel)


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
