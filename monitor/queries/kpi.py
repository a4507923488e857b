"""Wat een cijfer van de monitor is: één definitie, één berekening, en de rijen erachter.

Pagina, csv, json, PDF en peilmoment lezen alle dezelfde `Stand`; er is geen tweede plek waar wordt geteld.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from kern import opmaak
from kern.models import Gemeente
from kern.permissions import Recht
from monitor.choices import TEKEN, Cel, Dashboard, Eenheid, Oordeel, Opbouw, Richting


@dataclass(frozen=True)
class Deel:
    """Een aantal met zijn rijen: welke periode, en alleen wie meetelt of iedereen."""

    naam: str
    aantal: int
    van: date
    tot: date
    alleen_teller: bool = False


@dataclass(frozen=True)
class Uitkomst:
    """Een berekend cijfer. `waarde` None hoort bij `ontbreekt`: dat is niet 0.

    `rekening` zijn de regels waaruit een bedrag is opgebouwd: (naam, bedrag). `delen` zijn de aantallen met hun rijen;
    bij een telling is er één en is dat het cijfer zelf.
    """

    waarde: Decimal | None
    teller: Decimal | None = None
    noemer: Decimal | None = None
    ontbreekt: str = ""
    rekening: tuple[tuple[str, Decimal], ...] = ()
    delen: tuple[Deel, ...] = ()


def als_tekst(waarde: Decimal | None, eenheid: str, leeg: str = opmaak.LEEG) -> str:
    """Een waarde in haar eenheid; procenten met één decimaal, euro's met twee."""
    if waarde is None:
        return leeg
    if eenheid == Eenheid.EURO:
        return opmaak.bedrag(waarde)
    if eenheid == Eenheid.PROCENT:
        return opmaak.procent(waarde, 1)
    return opmaak.getal(waarde, 0)


def niet_te_berekenen(wat_ontbreekt: str) -> Uitkomst:
    """Een cijfer waarvoor gegevens of een norm ontbreken; de tekst zegt welke."""
    return Uitkomst(None, ontbreekt=wat_ontbreekt)


@dataclass(frozen=True)
class Kpi:
    """Eén cijfer. `bereken` en `rijen` krijgen (gemeente, eerste dag, laatste dag).

    `rijen` geeft een queryset met `telt`, `dag` en `detail`, en met `persoonpad` naar de persoon; het aantal rijen is
    de noemer (of zonder noemer de waarde), het aantal met `telt` de teller. `doelcode` is een norm van het kader; zonder
    norm geldt een Doelwaarde. `doel_per_jaar`: het doel geldt voor een heel jaar en telt in juni voor de helft.
    """

    code: str
    naam: str
    dashboard: Dashboard
    cel: Cel
    definitie: str
    eenheid: Eenheid
    bron: str
    bereken: Callable[[Gemeente, date, date], Uitkomst]
    volgorde: int
    richting: Richting = Richting.GEEN
    opbouw: Opbouw = Opbouw.STAND
    rijen: Callable[[Gemeente, date, date], QuerySet] | None = None
    # Every right that the rows ask beside seeing people: their kind, and what stands behind each name.
    rijrechten: tuple[Recht, ...] = (Recht.REINTEGRATIE_INZIEN,)
    persoonpad: str = "persoon"
    groepen: Callable[[], dict[str, str]] | None = (
        None  # labels of `deelgroep`, when the page splits the number
    )
    doelcode: str = ""
    vast_doel: Decimal | None = None
    doelbron: str = ""
    doel_uit: Callable[[Gemeente, date], Decimal | None] | None = None  # a target that is imported
    doel_per_jaar: bool = False
    volle_maanden: bool = False  # the number holds whole months only, so its line is drawn in months
    normen: tuple[str, ...] = ()  # other codes of the beleidskader that the calculation uses


@dataclass(frozen=True)
class Stand:
    """Een cijfer op een peildatum, met alles wat de pagina toont."""

    kpi: Kpi
    uitkomst: Uitkomst  # this half-year up to the peildatum, or the stand on it
    vorige: Uitkomst  # the period to compare with
    jaar: Uitkomst  # the year up to the peildatum
    doel: Decimal | None
    doel_nu: Decimal | None
    doeltekst: str
    verwacht: Decimal | None
    verwachting: str
    oordeel: Oordeel

    @property
    def code(self) -> str:
        return self.kpi.code

    @property
    def teken(self) -> str:
        return TEKEN[self.oordeel]

    @property
    def tekst(self) -> str:
        """De waarde zoals zij op de pagina staat."""
        return als_tekst(self.uitkomst.waarde, self.kpi.eenheid, self.oordeel.label)

    @property
    def verschil(self) -> Decimal | None:
        if self.uitkomst.waarde is None or self.vorige.waarde is None:
            return None
        return self.uitkomst.waarde - self.vorige.waarde


# What the list of rows reads of a person, under one name whatever model the rows are of.
PERSOONVELDEN = (
    "nummer", "voorletters", "roepnaam", "tussenvoegsel", "achternaam", "sorteernaam", "zoeknaam", "gemeente_id",
)  # fmt: skip


def met_persoon(kpi: Kpi, rijen: QuerySet) -> QuerySet:
    """De rijen met de persoon erbij als p_nummer, p_achternaam, …; `p_id` is de persoon zelf."""
    pad = f"{kpi.persoonpad}__" if kpi.persoonpad else ""
    velden = {f"p_{naam}": F(f"{pad}{naam}") for naam in PERSOONVELDEN}
    return rijen.annotate(p_id=F(f"{pad}pk"), **velden)
