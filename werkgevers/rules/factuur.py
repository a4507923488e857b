"""Regels van de factuur: kenmerk, btw en optellen (regels.md §5 en §6; art. 35a Wet OB). Geen database, geen klok.

Alle bedragen zijn Decimal in euro's. De btw wordt per groep van een categorie en percentage afgerond, nooit per regel.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from stdnum import iso11649

CENT = Decimal("0.01")
HONDERD = Decimal(100)
NUL = Decimal(0)

# Codes of UNCL 5305 that regels.md §6.2 names, and what the law wants to read with them.
BELAST, VERLEGD, VRIJGESTELD, BUITEN_HEFFING = "S", "AE", "E", "O"
REDEN = {
    VERLEGD: "Btw verlegd",
    VRIJGESTELD: "Vrijgesteld van btw",
    BUITEN_HEFFING: "Buiten de heffing van btw",
}
REDENCODE = {VERLEGD: "VATEX-EU-AE", BUITEN_HEFFING: "VATEX-EU-O"}
# Units of UN/ECE recommendation 20.
MAAND, UUR, STUK = "MON", "HUR", "C62"
EENHEID = {MAAND: "maand", UUR: "uur", STUK: "stuk"}
FACTUUR, CREDIT = "factuur", "credit"


def rond(bedrag: Decimal) -> Decimal:
    """Op hele centen, half naar boven."""
    return bedrag.quantize(CENT, ROUND_HALF_UP)


# ---- the payment reference ------------------------------------------------------------------------------
def rf_kenmerk(referentie: str) -> str:
    """Het betalingskenmerk volgens ISO 11649: RF, twee controlecijfers en de referentie (mod 97).

    Raises ValueError bij een referentie die niet uit 1 tot en met 21 letters en cijfers bestaat.
    """
    kaal = referentie.upper()
    if not re.fullmatch(r"[0-9A-Z]{1,21}", kaal):
        raise ValueError("een betalingskenmerk heeft 1 tot en met 21 letters en cijfers")
    cijfers = "".join(str(int(teken, 36)) for teken in f"{kaal}RF00")
    return f"RF{98 - int(cijfers) % 97:02d}{kaal}"


def is_rf_kenmerk(kenmerk: str) -> bool:
    """Kloppen de controlecijfers? Spaties tellen niet mee."""
    return bool(iso11649.is_valid(kenmerk))


def toon_kenmerk(kenmerk: str) -> str:
    """In groepen van vier, zoals op een overschrijving: RF18 5390 0754 7034."""
    return " ".join(kenmerk[plek : plek + 4] for plek in range(0, len(kenmerk), 4))


def factuurnummer(reeks: str, gemeentecode: str, jaar: int, volgnummer: int) -> str:
    """F1742-2026-0391: reeks, gemeente, jaar en volgnummer; uniek over alle gemeenten heen."""
    return f"{reeks}{gemeentecode}-{jaar}-{volgnummer:04d}"


def kenmerk_van(gemeentecode: str, jaar: int, volgnummer: int) -> str:
    """Het betalingskenmerk dat bij een factuurnummer hoort."""
    return rf_kenmerk(f"{gemeentecode}{jaar}{volgnummer:06d}")


# ---- what stands on an invoice -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Partij:
    """De leverancier of de afnemer, zoals hij op de factuur staat."""

    naam: str
    straat: str = ""
    postcode: str = ""
    plaats: str = ""
    kvk: str = ""
    oin: str = ""
    btw_id: str = ""
    email: str = ""
    telefoon: str = ""
    land: str = "NL"

    @property
    def wettelijk_nummer(self) -> tuple[str, str]:
        """(schema, nummer) van de inschrijving: OIN gaat voor KvK; leeg als er geen is."""
        if self.oin:
            return "0190", self.oin
        return ("0106", self.kvk) if self.kvk else ("", "")


@dataclass(frozen=True)
class Regel:
    """Eén regel van een factuur; een correctie naar beneden heeft een negatief aantal, nooit een negatieve prijs."""

    omschrijving: str
    aantal: Decimal
    eenheid: str
    prijs: Decimal
    bedrag: Decimal
    categorie: str
    percentage: Decimal
    van: date
    tot: date
    reden: str = ""
    verwijzing: str = ""


@dataclass(frozen=True)
class Btwgroep:
    """Grondslag en btw van één categorie en percentage."""

    categorie: str
    percentage: Decimal
    grondslag: Decimal
    btw: Decimal
    reden: str = ""


@dataclass(frozen=True)
class Factuurgegevens:
    """Alles wat op een factuur staat; hieruit komen de PDF, de UBL en de controles.

    Een creditfactuur heeft dezelfde tekens als een factuur: positieve bedragen die de klant terugkrijgt.
    """

    soort: str
    nummer: str
    factuurdatum: date
    vervaldatum: date
    leverancier: Partij
    afnemer: Partij
    afnemersreferentie: str
    regels: tuple[Regel, ...]
    groepen: tuple[Btwgroep, ...]
    totaal_excl: Decimal
    btw: Decimal
    totaal: Decimal
    iban: str
    bic: str = ""
    betalingskenmerk: str = ""
    betaaltermijn: int = 30
    opmerking: str = ""
    verwijst_naar: tuple[tuple[str, date], ...] = ()
    normen: tuple[str, ...] = ()

    @property
    def credit(self) -> bool:
        return self.soort == CREDIT

    def als_json(self) -> dict:
        """Om bevroren te bewaren: bedragen en dagen als tekst."""
        return _als_json(asdict(self))


def _als_json(waarde):
    if isinstance(waarde, dict):
        return {sleutel: _als_json(deel) for sleutel, deel in waarde.items()}
    if isinstance(waarde, tuple | list):
        return [_als_json(deel) for deel in waarde]
    if isinstance(waarde, Decimal):
        return str(waarde)
    return waarde.isoformat() if isinstance(waarde, date) else waarde


def uit_json(bewaard: dict) -> Factuurgegevens:
    """De gegevens zoals ze bij de factuur zijn bewaard."""
    dagen, bedragen = ("factuurdatum", "vervaldatum"), ("totaal_excl", "btw", "totaal")
    return Factuurgegevens(
        **bewaard
        | {veld: date.fromisoformat(bewaard[veld]) for veld in dagen}
        | {veld: Decimal(bewaard[veld]) for veld in bedragen}
        | {
            "leverancier": Partij(**bewaard["leverancier"]),
            "afnemer": Partij(**bewaard["afnemer"]),
            "regels": tuple(_rij(Regel, rij) for rij in bewaard["regels"]),
            "groepen": groepen_uit_json(bewaard),
            "verwijst_naar": tuple((nr, date.fromisoformat(dag)) for nr, dag in bewaard["verwijst_naar"]),
            "normen": tuple(bewaard["normen"]),
        }
    )


def groepen_uit_json(bewaard: dict) -> tuple[Btwgroep, ...]:
    """Alleen de btw-groepen van een bewaarde factuur."""
    return tuple(_rij(Btwgroep, rij) for rij in bewaard.get("groepen", ()))


def _rij(soort, rij: dict):
    lezen: dict[Any, Callable[[str], Any]] = {Decimal: Decimal, date: date.fromisoformat}
    return soort(**{veld.name: lezen.get(veld.type, str)(rij[veld.name]) for veld in fields(soort)})


# ---- adding up --------------------------------------------------------------------------------------------
def regel(*, aantal: Decimal, prijs: Decimal, **velden) -> Regel:
    """Een regel met zijn bedrag: aantal × prijs, op hele centen. Een negatieve prijs wordt een negatief aantal."""
    if prijs < 0:
        aantal, prijs = -aantal, -prijs
    return Regel(aantal=aantal, prijs=prijs, bedrag=rond(aantal * prijs), **velden)


def btwgroepen(regels: Iterable[Regel]) -> tuple[Btwgroep, ...]:
    """Per categorie en percentage de grondslag en de btw; afgerond per groep (EN 16931 BR-CO-17)."""
    grondslag: dict[tuple[str, Decimal], Decimal] = {}
    redenen: dict[tuple[str, Decimal], str] = {}
    for rij in regels:
        sleutel = (rij.categorie, rij.percentage)
        grondslag[sleutel] = grondslag.get(sleutel, NUL) + rij.bedrag
        redenen.setdefault(sleutel, rij.reden or REDEN.get(rij.categorie, ""))
    return tuple(
        Btwgroep(categorie, pct, bedrag, rond(bedrag * pct / HONDERD), redenen[categorie, pct])
        for (categorie, pct), bedrag in sorted(grondslag.items())
    )


def met_totalen(regels: Sequence[Regel], rest: Mapping[tuple[str, Decimal], Btwgroep] | None = None) -> dict:
    """De velden van Factuurgegevens die uit de regels volgen.

    `rest` is bij een creditfactuur wat er per groep nog niet is gecrediteerd: wie de hele grondslag terugneemt,
    neemt ook precies de btw terug die er nog is. Anders blijft er door het afronden een cent staan.
    """
    groepen = tuple(_met_resterende_btw(groep, rest or {}) for groep in btwgroepen(regels))
    excl = sum((rij.bedrag for rij in regels), NUL)
    btw = sum((groep.btw for groep in groepen), NUL)
    return {
        "regels": tuple(regels),
        "groepen": groepen,
        "totaal_excl": excl,
        "btw": btw,
        "totaal": excl + btw,
    }


def _met_resterende_btw(groep: Btwgroep, rest: Mapping[tuple[str, Decimal], Btwgroep]) -> Btwgroep:
    over = rest.get((groep.categorie, groep.percentage))
    return replace(groep, btw=over.btw) if over and over.grondslag == groep.grondslag else groep


def resterende_groepen(
    gefactureerd: Sequence[Btwgroep], gecrediteerd: Iterable[Btwgroep]
) -> dict[tuple[str, Decimal], Btwgroep]:
    """Per btw-groep van een factuur wat er na haar creditfacturen nog over is."""
    rest = {(groep.categorie, groep.percentage): groep for groep in gefactureerd}
    for groep in gecrediteerd:
        sleutel = (groep.categorie, groep.percentage)
        if oud := rest.get(sleutel):
            rest[sleutel] = replace(oud, grondslag=oud.grondslag - groep.grondslag, btw=oud.btw - groep.btw)
    return rest


def omgekeerd(rij: Regel) -> Regel:
    """Dezelfde regel met het andere teken."""
    return replace(rij, aantal=-rij.aantal, bedrag=-rij.bedrag)
