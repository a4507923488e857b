"""De drie dashboards op een peildatum: elk cijfer met doel, vorige periode, verwachting en oordeel (RH-067–RH-080)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kern.beleid import Opgezocht, vooraf_opgezocht, waarden
from kern.models import Gemeente
from kern.opmaak import datum
from kern.parameters import parametercode
from kern.registers import kpis
from monitor.choices import Dashboard, Opbouw
from monitor.models import Doelwaarde
from monitor.queries.bedragen import vooraf_geladen
from monitor.queries.kpi import Kpi, Stand
from monitor.queries.tellen import Vraag, per_groep, vooraf_geteld
from monitor.rules import doel_naar_rato, halfjaar_van, oordeel, verwachting


@dataclass(frozen=True)
class Periode:
    """Een halfjaar tot en met een dag; het jaar begint op 1 januari."""

    van: date
    tot: date

    @property
    def jaar(self) -> date:
        return date(self.tot.year, 1, 1)

    @property
    def compleet(self) -> bool:
        return self.tot == halfjaar_van(self.tot)[1]


@dataclass(frozen=True)
class Dashboardstand:
    """Alle cijfers van een of meer dashboards voor één gemeente."""

    gemeente: Gemeente
    periode: Periode
    vergelijk: Periode
    standen: tuple[Stand, ...]
    normen: tuple[str, ...]
    normversies: tuple[str, ...]

    @property
    def peildatum(self) -> date:
        return self.periode.tot

    def van(self, onderwerp: str) -> tuple[Stand, ...]:
        return tuple(stand for stand in self.standen if stand.kpi.dashboard == onderwerp)

    def stand(self, code: str) -> Stand | None:
        return next((stand for stand in self.standen if stand.code == code), None)


def periode_op(peildatum: date) -> Periode:
    return Periode(halfjaar_van(peildatum)[0], peildatum)


def vorige_peildatum(peildatum: date) -> date:
    """Zonder keuze vergelijk je met de laatste dag van het vorige halfjaar."""
    return halfjaar_van(peildatum)[0] - timedelta(days=1)


def kpis_van(onderwerpen: Sequence[str]) -> list[Kpi]:
    """De cijfers van deze dashboards, in de volgorde van de pagina."""
    volgorde = {str(onderwerp): plek for plek, onderwerp in enumerate(Dashboard)}
    gekozen = [kpi for kpi in kpis.alle() if kpi.dashboard in onderwerpen]
    return sorted(gekozen, key=lambda kpi: (volgorde[kpi.dashboard], kpi.volgorde))


def dashboard(
    gemeente: Gemeente,
    peildatum: date,
    *,
    vergelijk: date | None = None,
    onderwerpen: Sequence[str] = tuple(Dashboard.values),
    ook: Sequence[str] = (),
) -> Dashboardstand:
    """De stand van elk cijfer; het aantal query's hangt niet af van het aantal mensen.

    `ook` noemt cijfers van een ander dashboard die voorop staan, zoals de uitstroom naar werk (WV-007).
    """
    periode = periode_op(peildatum)
    ander = periode_op(vergelijk or vorige_peildatum(peildatum))
    gekozen = kpis_van(onderwerpen)
    voorop = [kpis.get(code) for code in ook]
    gekozen = [kpi for kpi in voorop if kpi and kpi not in gekozen] + gekozen
    codes = sorted({code for kpi in gekozen for code in (kpi.doelcode, *kpi.normen) if code})
    eigen = {doel.kpi: doel for doel in Doelwaarde.objects.op(peildatum).filter(gemeente=gemeente)}
    with (
        vooraf_opgezocht(codes, [gemeente], periode.tot),
        vooraf_opgezocht(codes, [gemeente], ander.tot),
        vooraf_geladen(gemeente, min(periode.jaar, ander.jaar), _einde(max(periode.tot, ander.tot))),
        vooraf_geteld(gemeente, _tellingen(gekozen, periode, ander)),
    ):
        normen = {code: norm for (_, code), norm in waarden(codes, [gemeente], peildatum).items()}
        standen = tuple(_stand(kpi, gemeente, periode, ander, normen, eigen) for kpi in gekozen)
    gezet = [norm for norm in normen.values() if norm]
    return Dashboardstand(
        gemeente,
        periode,
        ander,
        standen,
        tuple(f"{parametercode(norm.code).naam}: {norm}. {norm.uitleg}" for norm in gezet),
        tuple(sorted(norm.versie for norm in gezet)),
    )


def _einde(dag: date) -> date:
    return date(dag.year, 12, 31)


def _tellingen(gekozen: Sequence[Kpi], periode: Periode, ander: Periode) -> Iterator[Vraag]:
    """Wat `_stand` van deze cijfers gaat tellen."""
    for kpi in gekozen:
        if kpi.rijen is not None:
            yield kpi.rijen, periode.van, periode.tot
            yield kpi.rijen, ander.van, ander.tot
            if kpi.opbouw == Opbouw.TELT_OP and periode.van != periode.jaar:
                yield kpi.rijen, periode.jaar, periode.tot


def _stand(kpi: Kpi, gemeente: Gemeente, periode: Periode, ander: Periode, normen, eigen) -> Stand:
    uitkomst = kpi.bereken(gemeente, periode.van, periode.tot)
    vorige = kpi.bereken(gemeente, ander.van, ander.tot)
    telt_op = kpi.opbouw == Opbouw.TELT_OP
    jaar = uitkomst
    if telt_op and periode.van != periode.jaar:
        jaar = kpi.bereken(gemeente, periode.jaar, periode.tot)
    doel, tekst = _doel(kpi, gemeente, periode.tot, normen.get(kpi.doelcode), eigen.get(kpi.code))
    doel_nu = None if doel is None else doel_naar_rato(doel, periode.tot, kpi.doel_per_jaar)
    getoetst = jaar.waarde if telt_op else uitkomst.waarde
    verwacht = verwachting(
        kpi.opbouw,
        waarde=getoetst,
        vorige=vorige.waarde,
        vorige_dag=ander.tot,
        peildatum=periode.tot,
        volle=kpi.volle_maanden,
    )
    return Stand(
        kpi,
        uitkomst,
        vorige,
        jaar,
        doel,
        doel_nu,
        tekst,
        verwacht,
        uitleg_verwachting(kpi, periode, ander, verwacht),
        oordeel(
            waarde=getoetst,
            verwacht=verwacht,
            doel_nu=doel_nu,
            richting=kpi.richting,
            opbouw=kpi.opbouw,
        ),
    )


def _doel(
    kpi: Kpi, gemeente: Gemeente, peildatum: date, norm: Opgezocht | None, eigen: Doelwaarde | None
) -> tuple[Decimal | None, str]:
    """Het doel en waar het staat: de norm van het kader gaat voor, dan een ingelezen doel, dan een Doelwaarde."""
    if norm:
        return Decimal(norm.waarde), norm.uitleg
    if kpi.doel_uit and (doel := kpi.doel_uit(gemeente, peildatum)) is not None:
        return doel, kpi.doelbron
    if eigen:
        return eigen.waarde, f"{eigen.bron}, vanaf {datum(eigen.begindatum)}"
    if kpi.vast_doel is not None:
        return kpi.vast_doel, kpi.doelbron
    return None, "niet vastgesteld"


def uitleg_verwachting(kpi: Kpi, periode: Periode, ander: Periode, verwacht: Decimal | None) -> str:
    """Hoe de verwachting is gemaakt, in één zin."""
    einde = datum(halfjaar_van(periode.tot)[1])
    if periode.compleet:
        return f"Het halfjaar is voorbij: de verwachting op {einde} is de uitkomst zelf."
    if verwacht is None:
        return "Er is nog geen verwachting: er zijn te weinig dagen of gegevens voor een rechte lijn."
    if kpi.opbouw == Opbouw.TELT_OP and kpi.volle_maanden:
        return f"Gemiddelde van de volle maanden vanaf {datum(periode.jaar)}, doorgetrokken tot {einde}."
    if kpi.opbouw == Opbouw.TELT_OP:
        return f"Rechte lijn van {datum(periode.jaar)} tot {datum(periode.tot)}, doorgetrokken tot {einde}."
    if kpi.opbouw == Opbouw.TEMPO:
        return f"Blijft het zo, dan is dit ook de uitkomst op {einde}."
    return f"Rechte lijn van {datum(ander.tot)} naar {datum(periode.tot)}, doorgetrokken tot {einde}."


def verdeling(stand: Stand, gemeente: Gemeente, periode: Periode) -> dict[str, int]:
    """Hoe een cijfer is verdeeld over zijn groepen in dit halfjaar, zoals uitstroom per reden (HT-006)."""
    kpi = stand.kpi
    if kpi.groepen is None or kpi.rijen is None:
        return {}
    return per_groep(kpi.rijen(gemeente, periode.van, periode.tot))
