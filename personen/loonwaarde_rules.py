"""Rekenregels van de loonwaardemeting (Besluit en Regeling LKS Participatiewet 2021). Geen database, geen klok."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

HONDERD = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Taak:
    """Een hoofdtaak; alle vier de getallen zijn procenten."""

    naam: str
    aandeel: Decimal
    tempo: Decimal
    kwaliteit: Decimal
    netto_werktijd: Decimal


@dataclass(frozen=True)
class Taakregel:
    """Wat een hoofdtaak bijdraagt aan de loonwaarde, in procenten, niet afgerond."""

    taak: Taak
    prestatie: Decimal
    bijdrage: Decimal


def taakregels(taken: Sequence[Taak]) -> tuple[Taakregel, ...]:
    """Per hoofdtaak: tempo × kwaliteit × netto werktijd, en dat maal het aandeel."""
    regels = []
    for taak in taken:
        prestatie = taak.tempo * taak.kwaliteit * taak.netto_werktijd / HONDERD**2
        regels.append(Taakregel(taak, prestatie, taak.aandeel * prestatie / HONDERD))
    return tuple(regels)


def loonwaarde(taken: Sequence[Taak]) -> Decimal:
    """De loonwaarde in procenten: Σ aandeel × tempo × kwaliteit × netto werktijd, aan het eind afgerond.

    Raises ValueError als de aandelen samen geen 100 procent zijn.
    """
    if samen(taken) != HONDERD:
        raise ValueError(f"de aandelen zijn samen 100 procent, niet {samen(taken)}")
    return sum((regel.bijdrage for regel in taakregels(taken)), Decimal(0)).quantize(CENT, ROUND_HALF_UP)


def samen(taken: Sequence[Taak]) -> Decimal:
    return sum((taak.aandeel for taak in taken), Decimal(0))


def minuten_per_dag(aandeel: Decimal, uren_per_week: Decimal, werkdagen: Decimal) -> Decimal:
    """Hoeveel minuten per werkdag een taak met dit aandeel vraagt."""
    return aandeel / HONDERD * uren_per_week * 60 / werkdagen


def is_hoofdtaak(
    aandeel: Decimal, *, uren_per_week: Decimal, werkdagen: Decimal, deel: Decimal, minuten: Decimal
) -> bool:
    """Ten minste dit deel van de week (1/16) én zoveel minuten per werkdag (30): Regeling LKS 2021."""
    genoeg_minuten = minuten_per_dag(aandeel, uren_per_week, werkdagen) >= minuten
    return aandeel >= deel * HONDERD and genoeg_minuten


def fouten_in_taken(
    taken: Sequence[Taak],
    *,
    uren_per_week: Decimal,
    werkdagen: Decimal,
    deel: Decimal | None,
    minuten: Decimal | None,
) -> list[str]:
    """Wat er aan de hoofdtaken niet klopt; leeg als de meting zo kan. Zonder norm (None) staat die toets uit."""
    if not taken:
        return ["Vul ten minste één hoofdtaak in."]
    fouten = []
    if samen(taken) != HONDERD:
        getal = f"{samen(taken).normalize():f}".replace(".", ",")
        fouten.append(f"De aandelen zijn samen {getal}% en moeten samen 100% zijn.")
    for taak in taken:
        if deel is not None and taak.aandeel < deel * HONDERD:
            fouten.append(
                f"{taak.naam}: minder dan 1/16 van de werktijd is geen hoofdtaak. Voeg haar samen met een andere."
            )
        elif minuten is not None and minuten_per_dag(taak.aandeel, uren_per_week, werkdagen) < minuten:
            fouten.append(
                f"{taak.naam}: minder dan {int(minuten)} minuten per werkdag is geen hoofdtaak. "
                "Voeg haar samen met een andere."
            )
    return fouten


# ---- wie mag meten (RH-026, RH-136, RH-137) ---------------------------------------------------------------
EIGEN_CONTACTPERSOON = "is op {dag} contactpersoon van deze inwoner en kan daarom niet zelf meten"
GEEN_DIPLOMA = "heeft op {dag} geen geldig diploma om loonwaarde te meten"
NOG_NIET_ZELF = "Tot {dag} mat een extern bureau. Vul het bureau in, of kies een meting vanaf die dag."


def waarom_niet(*, op: date, is_contactpersoon: bool, heeft_diploma: bool) -> str:
    """Waarom iemand op deze dag de loonwaarde niet mag meten, of "" als het mag."""
    if is_contactpersoon:
        return EIGEN_CONTACTPERSOON.format(dag=f"{op:%d-%m-%Y}")
    if not heeft_diploma:
        return GEEN_DIPLOMA.format(dag=f"{op:%d-%m-%Y}")
    return ""


def mag_zelf_meten(*, op: date, eigen_vanaf: date | None) -> bool:
    """Eigen metingen mogen vanaf de vastgestelde dag; zonder vastgestelde dag staat de regel uit (RH-026)."""
    return eigen_vanaf is None or op >= eigen_vanaf
