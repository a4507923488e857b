"""De PDCA-matrix: per onderwerp de tekst van het plan en de cijfers van nu (000 §2.4, RH-080)."""

from dataclasses import dataclass

from kern.models import Afspraak
from monitor.choices import Cel, Dashboard
from monitor.queries.bijsturing import open_bijsturing
from monitor.queries.dashboard import Dashboardstand, kpis_van
from monitor.queries.kpi import Stand

# What the plan says in each cell; the figures stand under it. The rows of the source are in the comment.
TEKST: dict[str, dict[str, str]] = {
    Dashboard.PARTICIPATIE: {  # RH-064 – RH-067
        Cel.DOEL: "Uitkeringen en loonkostensubsidie budgetneutraal verstrekken en extra uitstroom realiseren.",
        Cel.RESULTAAT: "Rechtmatige verstrekking, met aandacht voor re-integratie en handhaving; extra uitstroom maakt het "
        "resultaat ten minste budgetneutraal.",
        Cel.DO: "Het controleplan uitvoeren en mensen re-integreren.",
        Cel.CHECK: "Aantallen en euro's: uitkeringsdossiers, instroom en uitstroom, loonkostensubsidie, terugvorderingen.",
    },
    Dashboard.WSW: {  # RH-068 – RH-072
        Cel.DOEL: "Het nadelige resultaat Wsw zo klein mogelijk houden, volgens de begroting.",
        Cel.RESULTAAT: "Binnen de termijn een nieuwe plek na detachering of begeleid werken; gesloten contracten opnieuw "
        "bekijken; beschut werk lokaal goed organiseren.",
        Cel.DO: "Het werkgeversbenaderingsplan uitvoeren.",
        Cel.CHECK: "Dossiers, aantallen en euro's, ontwikkeling van medewerkers, doorstroom naar begeleid werken.",
    },
    Dashboard.REINTEGRATIE: {  # RH-073 – RH-077
        Cel.DOEL: "Minder uitkeringen, uitstroom naar tijdelijk of vast werk, en werkzoekenden ontwikkelen.",
        Cel.RESULTAAT: "Een arbeidsmarktbewerkingsplan, uitstroom naar betaald werk en stappen op de ladder.",
        Cel.DO: "De caseload ontwikkelen (doeltreden 4 tot en met 6) en werkgevers benaderen.",
        Cel.CHECK: "De stand van de resultaten en van wat daarvoor wordt gedaan.",
    },
}


@dataclass(frozen=True)
class Matrixcel:
    naam: str
    tekst: str
    standen: tuple[Stand, ...]


@dataclass(frozen=True)
class Matrixrij:
    """Eén onderwerp: de cellen van plan tot check, en bij act de bijsturing die loopt."""

    code: str
    naam: str
    cellen: tuple[Matrixcel, ...]
    bijsturing: tuple[Afspraak, ...]

    @property
    def route(self) -> str:
        return f"monitor:{self.code}"


def matrix(gegevens: Dashboardstand) -> list[Matrixrij]:
    """De drie onderwerpen met de cijfers van dit dashboard."""
    bijsturing = open_bijsturing(gegevens.gemeente, *Dashboard.values)
    return [
        Matrixrij(
            str(onderwerp),
            onderwerp.label,
            tuple(
                Matrixcel(
                    cel.label,
                    TEKST[onderwerp][cel],
                    tuple(stand for stand in gegevens.van(onderwerp) if stand.kpi.cel == cel),
                )
                for cel in Cel
            ),
            tuple(rij for rij in bijsturing if rij.kpi in {kpi.code for kpi in kpis_van([onderwerp])}),
        )
        for onderwerp in Dashboard
    ]
