"""Het tarief uitgelegd aan wie het betaalt: van methode naar prijs, per fte, en tegen de landelijke band (RH-113)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from kern import beleid
from werkgevers.choices import METHODEN_PER_UUR, Overeenkomstsoort
from werkgevers.models import Overeenkomst, Overeenkomstversie, Tariefafspraak
from werkgevers.queries.tarieven import normen_van
from werkgevers.rules.tarief import (
    MAANDEN,
    WEKEN,
    Normen,
    NormOntbreekt,
    Uitleg,
    Uren,
    laatste_dag,
    maandbedrag,
    per_fte_per_jaar,
    rond,
)

BANDEN = {
    Overeenkomstsoort.BESCHUT: "beschut",
    Overeenkomstsoort.GROEP: "groep",
    Overeenkomstsoort.INDIVIDUEEL: "individueel",
}


@dataclass(frozen=True)
class Band:
    """De landelijke band voor een soort, per fte per jaar."""

    laagste: Decimal
    hoogste: Decimal
    versie: str
    uitschieter: Decimal | None = None

    def oordeel(self, bedrag: Decimal) -> str:
        """binnen, onder, boven, of een uitschieter die het document noemt."""
        if bedrag < self.laagste:
            return "onder"
        if self.uitschieter is not None and bedrag >= self.uitschieter:
            return "uitschieter"
        return "boven" if bedrag > self.hoogste else "binnen"


OORDELEN = {
    "binnen": ("binnen de band", "gelukt"),
    "onder": ("onder de band", "let-op"),
    "boven": ("boven de band", "let-op"),
    "uitschieter": ("uitschieter", "let-op"),
}


@dataclass(frozen=True)
class Tariefuitleg:
    """Een tariefafspraak met haar prijs, het bedrag van een gewone maand en het oordeel over de band."""

    tarief: Tariefafspraak
    uitleg: Uitleg | None
    per_fte: Decimal | None
    band: Band | None
    probleem: str = ""

    @property
    def oordeel(self) -> str:
        return self.band.oordeel(self.per_fte) if self.band and self.per_fte is not None else ""

    @property
    def oordeel_tekst(self) -> str:
        return OORDELEN[self.oordeel][0] if self.oordeel else ""

    @property
    def toon(self) -> str:
        return OORDELEN[self.oordeel][1] if self.oordeel else "neutraal"

    @property
    def per_uur(self) -> bool:
        return self.tarief.methode in METHODEN_PER_UUR


def leg_tarief_uit(
    tarief: Tariefafspraak, versie: Overeenkomstversie, normen: Normen, band: Band | None
) -> Tariefuitleg:
    """Het bedrag van een volle maand met de uren van het contract: uren per week × 52 ÷ 12."""
    maand = tarief.begindatum.replace(day=1)
    uren = rond(versie.uren_per_week * WEKEN / MAANDEN)
    try:
        uitleg = maandbedrag(
            methode=tarief.methode,
            maand=maand,
            van=maand,
            tot=laatste_dag(maand),
            uren_per_week=versie.uren_per_week,
            uren=Uren(uren, Decimal(0), uren),
            normen=normen,
            bedrag=tarief.bedrag,
            loonwaarde_pct=tarief.loonwaarde_pct,
            factor=tarief.factor,
            opslag=tarief.opslag,
        )
    except NormOntbreekt as fout:
        return Tariefuitleg(tarief, None, None, band, f"In het beleidskader is {fout} niet vastgesteld.")
    per_fte = None
    if normen.voltijd:
        per_fte = per_fte_per_jaar(tarief.methode, uitleg, versie.uren_per_week, normen.voltijd.waarde)
    return Tariefuitleg(tarief, uitleg, per_fte, band)


def tarieven_van(overeenkomst: Overeenkomst, versie: Overeenkomstversie | None) -> list[Tariefuitleg]:
    """Alle geldige tarieven, nieuwste eerst, elk met de normen van haar eerste dag."""
    if versie is None:
        return []
    dag = timezone.localdate()
    banden = banden_van([overeenkomst.gemeente_id], dag)
    band = banden.get((overeenkomst.gemeente_id, overeenkomst.soort))
    return [
        leg_tarief_uit(
            tarief, versie, normen_van(overeenkomst.gemeente_id, tarief.begindatum.replace(day=1)), band
        )
        for tarief in overeenkomst.tarieven.geldig()
        .select_related("afgesproken_door")
        .order_by("-begindatum")
    ]


def banden_van(gemeenten, dag: date) -> dict[tuple[int, str], Band]:
    """De band per gemeente en soort; ontbreekt een grens, dan is er geen oordeel."""
    codes = [f"tarief.band.{naam}.{grens}" for naam in BANDEN.values() for grens in ("min", "max")]
    codes.append("tarief.band.individueel.uitschieter")
    gevonden = beleid.waarden(codes, gemeenten, dag)
    banden = {}
    for gemeente in gemeenten:
        for soort, naam in BANDEN.items():
            laag = gevonden[gemeente, f"tarief.band.{naam}.min"]
            hoog = gevonden[gemeente, f"tarief.band.{naam}.max"]
            uit = gevonden.get((gemeente, f"tarief.band.{naam}.uitschieter"))
            if laag and hoog:
                banden[gemeente, str(soort)] = Band(
                    laag.waarde, hoog.waarde, f"{laag.versie}, {hoog.versie}", uit.waarde if uit else None
                )
    return banden
