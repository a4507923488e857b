"""Rekenregels van de loonkostensubsidie (Participatiewet art. 10d; regels §1.2, lezing R1). Geen database, geen klok.

Alle bedragen zijn Decimal en worden één keer afgerond, aan het eind (half naar boven).
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from kern import opmaak

CENT = Decimal("0.01")
HONDERD = Decimal(100)
EEN_DAG = timedelta(days=1)

# Values of the parameter lks.uren_grondslag.
UREN_36 = "uren_36"
NORMALE_ARBEIDSDUUR = "normale_arbeidsduur"


@dataclass(frozen=True)
class Lksnormen:
    """De normen op één dag: minimumloon per maand voor deze leeftijd, percentages, en hoe deeltijd telt."""

    op: date
    wml_maand: Decimal
    vakantiebijslag_pct: Decimal
    lasten_pct: Decimal
    max_pct: Decimal
    forfait_pct: Decimal
    uren_grondslag: str
    uren_voltijd: Decimal | None = None

    @property
    def grondloon(self) -> Decimal:
        """G: het minimumloon per maand met vakantiebijslag (art. 15 WML)."""
        return self.wml_maand * (1 + self.vakantiebijslag_pct / HONDERD)


@dataclass(frozen=True)
class Rekenregel:
    """Eén regel van de uitleg: wat, hoe gerekend, en de uitkomst in woorden."""

    wat: str
    hoe: str
    uitkomst: str


@dataclass(frozen=True)
class Uitleg:
    """Een bedrag dat zichzelf uitlegt, regel voor regel."""

    regels: tuple[Rekenregel, ...]
    bedrag: Decimal

    def als_json(self) -> list[list[str]]:
        return [[regel.wat, regel.hoe, regel.uitkomst] for regel in self.regels]


def subsidie_met_meting(
    *, loonwaarde: Decimal, uren: Decimal, sectornorm: Decimal, normen: Lksnormen
) -> Uitleg:
    """Het maandbedrag na een meting (art. 10d lid 4): G min de loonwaarde, ten hoogste 70%, met lasten en uren.

    `loonwaarde` is een percentage van het minimumloon. Raises ValueError buiten 0 tot en met 100.
    """
    if not 0 <= loonwaarde <= HONDERD:
        raise ValueError(f"loonwaarde is 0 tot en met 100 procent, niet {loonwaarde}")
    grond = normen.grondloon
    verschil = grond * (HONDERD - loonwaarde) / HONDERD
    hoogste = grond * normen.max_pct / HONDERD
    basis = min(verschil, hoogste)
    regels = [
        _grondloonregel(normen),
        Rekenregel(
            "Verschil met de loonwaarde",
            f"{_geld(grond)} × (100% − {_pct(loonwaarde)})",
            _geld(verschil),
        ),
        Rekenregel(
            f"Ten hoogste {_pct(normen.max_pct)}",
            f"{_geld(grond)} × {_pct(normen.max_pct)}",
            f"{_geld(hoogste)}: de grens {'geldt' if verschil > hoogste else 'geldt niet'}",
        ),
    ]
    return _met_lasten_en_uren(basis, regels, uren, sectornorm, normen)


def subsidie_forfaitair(*, uren: Decimal, sectornorm: Decimal, normen: Lksnormen) -> Uitleg:
    """Het maandbedrag zonder meting (art. 10d lid 5): 50% van G, met lasten en uren."""
    basis = normen.grondloon * normen.forfait_pct / HONDERD
    regels = [
        _grondloonregel(normen),
        Rekenregel(
            "Zonder meting: vast deel",
            f"{_geld(normen.grondloon)} × {_pct(normen.forfait_pct)}",
            _geld(basis),
        ),
    ]
    return _met_lasten_en_uren(basis, regels, uren, sectornorm, normen)


def _grondloonregel(normen: Lksnormen) -> Rekenregel:
    return Rekenregel(
        f"Minimumloon per maand op {normen.op:%d-%m-%Y}, met vakantiebijslag",
        f"{_geld(normen.wml_maand)} × {_pct(HONDERD + normen.vakantiebijslag_pct)}",
        _geld(normen.grondloon),
    )


def _met_lasten_en_uren(basis, regels, uren, sectornorm, normen) -> Uitleg:
    met_lasten = basis * (HONDERD + normen.lasten_pct) / HONDERD
    regels.append(
        Rekenregel(
            "Met werkgeverslasten", f"{_geld(basis)} × {_pct(HONDERD + normen.lasten_pct)}", _geld(met_lasten)
        )
    )
    tellend, noemer = deeltijd(uren=uren, sectornorm=sectornorm, normen=normen)
    bedrag = (met_lasten * tellend / noemer).quantize(CENT, ROUND_HALF_UP)
    regels.append(
        Rekenregel(
            _urenuitleg(uren, tellend, normen),
            f"{_geld(met_lasten)} × {_uur(tellend)} / {_uur(noemer)}",
            opmaak.bedrag(bedrag),
        )
    )
    return Uitleg(tuple(regels), bedrag)


def deeltijd(*, uren: Decimal, sectornorm: Decimal, normen: Lksnormen) -> tuple[Decimal, Decimal]:
    """Teller en noemer van de deeltijd: hoeveel uren tellen, en waardoor wordt gedeeld.

    Vanaf 2024 gedeeld door 36, ook omhoog, met de voltijd van de sector als grens (art. 10d lid 4).
    Daarvoor gedeeld door de normale arbeidsduur van de werkgever, alleen omlaag (art. 12 WML, oud).
    """
    tellend = min(uren, sectornorm)
    if normen.uren_grondslag == NORMALE_ARBEIDSDUUR:
        return tellend, sectornorm
    if normen.uren_grondslag == UREN_36 and normen.uren_voltijd:
        return tellend, normen.uren_voltijd
    raise ValueError(f"onbekende grondslag voor de uren: {normen.uren_grondslag}")


def _urenuitleg(uren: Decimal, tellend: Decimal, normen: Lksnormen) -> str:
    begrensd = (
        f"; {_uur(uren)} in het contract, de voltijd van de sector is {_uur(tellend)}"
        if tellend < uren
        else ""
    )
    if normen.uren_grondslag == NORMALE_ARBEIDSDUUR:
        return f"Naar de voltijd van de werkgever (regel van voor 2024){begrensd}"
    assert normen.uren_voltijd is not None  # the caller left with a ValueError when it is not set
    return f"Naar {_uur(normen.uren_voltijd)} per week{begrensd}"


# ---- termijnen ---------------------------------------------------------------------------------------------
def laatste_dag_forfaitair(dienstverband_vanaf: date, maanden: int) -> date:
    """De laatste dag zonder meting: eerste werkdag plus zes maanden min één dag (art. 10d lid 5)."""
    return dienstverband_vanaf + relativedelta(months=maanden) - EEN_DAG


def aanvraag_op_tijd(*, dienstverband_vanaf: date, aangevraagd_op: date, maanden: int) -> bool:
    """Voor iemand die al werkt: aanvraag tot en met zes maanden na de eerste werkdag (art. 10d lid 2)."""
    return aangevraagd_op <= dienstverband_vanaf + relativedelta(months=maanden)


def uiterste_besluitdag(vastgesteld_op: date, weken: int) -> date:
    """De laatste dag om te besluiten, gerekend vanaf de vaststelling van de loonwaarde (art. 10d lid 12)."""
    return vastgesteld_op + timedelta(weeks=weken)


def herzieningsdagen(begindatum: date, tot_en_met: date) -> list[date]:
    """Elke 1 januari na het begin, tot en met een dag (art. 10d lid 7)."""
    return [
        dag
        for jaar in range(begindatum.year, tot_en_met.year + 1)
        if begindatum < (dag := date(jaar, 1, 1)) <= tot_en_met
    ]


# ---- betalen -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Bedragperiode:
    """Een maandbedrag dat geldt van en tot en met een dag (None is open)."""

    bedrag: Decimal
    begin: date
    einde: date | None


def maanden_tussen(eerste: date, laatste: date) -> list[date]:
    """De eerste dagen van alle maanden van `eerste` tot en met `laatste`."""
    maand, maanden = eerste.replace(day=1), []
    while maand <= laatste:
        maanden.append(maand)
        maand += relativedelta(months=1)
    return maanden


def over_maand(maand: date, perioden: Sequence[Bedragperiode] | Iterable[Bedragperiode]) -> Uitleg:
    """Wat er over één maand hoort te worden betaald: een deel van de maand naar kalenderdagen.

    Zie docs/besluiten, loonkostensubsidie: dagen waarop de subsidie loopt, gedeeld door de dagen van die maand.
    """
    dagen_in_maand = calendar.monthrange(maand.year, maand.month)[1]
    eerste, laatste = maand.replace(day=1), maand.replace(day=dagen_in_maand)
    regels, som = [], Decimal(0)
    for periode in sorted(perioden, key=lambda p: p.begin):
        begin = max(periode.begin, eerste)
        einde = min(periode.einde or laatste, laatste)
        dagen = (einde - begin).days + 1
        if dagen <= 0:
            continue
        deel = periode.bedrag * dagen / dagen_in_maand
        som += deel
        regels.append(
            Rekenregel(
                f"{begin:%d-%m-%Y} tot en met {einde:%d-%m-%Y}",
                f"{opmaak.bedrag(periode.bedrag)} × {dagen} van {dagen_in_maand} dagen",
                _geld(deel),
            )
        )
    return Uitleg(tuple(regels), som.quantize(CENT, ROUND_HALF_UP))


def _geld(bedrag: Decimal) -> str:
    """A step in between: up to four decimals, so that nobody thinks it was rounded here."""
    return f"€\u00a0{opmaak.getal(bedrag, 2 if bedrag == bedrag.quantize(CENT) else 4)}"


def _pct(waarde: Decimal) -> str:
    return opmaak.procent(waarde)


def _uur(waarde: Decimal) -> str:
    return f"{opmaak.getal(waarde)}\u00a0uur"
