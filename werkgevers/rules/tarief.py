"""Van tariefafspraak naar maandbedrag, regel voor regel uitgelegd (RH-114, RH-052, HT-081; regels §6.2).

Zes methoden naast elkaar. Twee rekenen per uur (loonwaarde, uren × tarief), vier per maand. Een deel van een
maand telt naar kalenderdagen; de eerste en de laatste dag tellen mee (functies V5). Er wordt één keer afgerond,
op het bedrag dat wordt betaald; een uurtarief is zelf een prijs in centen. Geen database, geen klok.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from kern.opmaak import bedrag as geld
from kern.opmaak import getal
from werkgevers.choices import METHODEN_PER_UUR, Tariefmethode

CENT = Decimal("0.01")
NUL = Decimal(0)
EEN = Decimal(1)
MAANDEN = Decimal(12)
# 36 hours a week is 1.872 hours a year (schermen §4: € 4,34 per hour = € 8.124,48 per fte).
WEKEN = Decimal(52)
# Unit codes of UN/ECE Recommendation 20, as an e-invoice wants them.
UUR, MAAND = "HUR", "MON"


@dataclass(frozen=True)
class Norm:
    """Een waarde uit een beleidskader, met de versie die bij het bedrag wordt bewaard."""

    waarde: Decimal
    versie: str = ""


@dataclass(frozen=True)
class Normen:
    """Wat een methode uit het kader nodig kan hebben, op de peildag van de maand."""

    wml_uur: Norm | None = None
    wml_maand: Norm | None = None
    vakantiebijslag: Norm | None = None
    werkgeverslasten: Norm | None = None
    voltijd: Norm | None = None


class NormOntbreekt(Exception):
    """Een norm die deze methode nodig heeft, is niet vastgesteld: er komt geen bedrag."""


@dataclass(frozen=True)
class Stap:
    """Eén stap van de uitleg: wat, hoe gerekend, wat eruit komt, en waar de waarde vandaan komt."""

    wat: str
    formule: str
    uitkomst: str
    bron: str = ""


@dataclass(frozen=True)
class Regel:
    """Eén regel voor de factuur; `bedrag` is altijd `aantal` × `prijs`, afgerond op centen."""

    omschrijving: str
    aantal: Decimal
    eenheid: str
    prijs: Decimal
    bedrag: Decimal
    van: date
    tot: date


@dataclass(frozen=True)
class Uitleg:
    """Een bedrag met alles om het na te rekenen."""

    regels: tuple[Regel, ...]
    bedrag: Decimal
    stappen: tuple[Stap, ...] = ()
    versies: tuple[str, ...] = ()

    @property
    def uren(self) -> Decimal:
        return sum((regel.aantal for regel in self.regels if regel.eenheid == UUR), NUL)


@dataclass(frozen=True)
class Uren:
    """De uren van een deel van een maand: wat in rekening komt, en wat niet."""

    doorbelast: Decimal
    niet_doorbelast: Decimal = NUL
    standaard: Decimal = NUL


def maandbedrag(
    *,
    methode: str,
    maand: date,
    uren_per_week: Decimal,
    uren: Uren,
    normen: Normen,
    bedrag: Decimal | None = None,
    loonwaarde_pct: Decimal | None = None,
    factor: Decimal | None = None,
    opslag: Decimal | None = None,
    van: date | None = None,
    tot: date | None = None,
) -> Uitleg:
    """Het bedrag van één afspraak in één maand, of in het deel van `van` tot en met `tot`.

    Raises NormOntbreekt when the kader does not hold what the method needs.
    """
    eerste, laatste = maand, laatste_dag(maand)
    van, tot = van or eerste, tot or laatste
    if methode in METHODEN_PER_UUR:
        if methode == Tariefmethode.LOONWAARDE:
            prijs, stappen, versies = _uurtarief_loonwaarde(loonwaarde_pct, factor, normen)
        else:
            prijs, stappen, versies = _ingevuld(bedrag), (), ()
        return _per_uur(prijs, uren.doorbelast, van, tot, stappen, versies)
    if methode == Tariefmethode.NORMUREN:
        return _normuren(_ingevuld(bedrag), uren_per_week, eerste, laatste, van, tot)
    if methode == Tariefmethode.KOSTEN:
        vol, stappen, versies = _kosten(_ingevuld(bedrag), uren_per_week, normen)
    elif methode == Tariefmethode.LOONSOM_OPSLAG:
        vol, stappen, versies = _loonsom(_ingevuld(opslag), uren_per_week, normen)
    elif methode == Tariefmethode.VAST_MAAND:
        vol, versies = _ingevuld(bedrag), ()
        stappen = (Stap("Afgesproken bedrag", "per maand", geld(vol)),)
    else:
        raise ValueError(f"onbekende methode {methode}")
    return _per_maand(Tariefmethode(methode).label, vol, eerste, laatste, van, tot, uren, stappen, versies)


def samen(uitleggen: Iterable[Uitleg]) -> Uitleg:
    """De delen van een maand bij elkaar; elk deel is al afgerond, want elk deel is een factuurregel."""
    uitleggen = list(uitleggen)
    return Uitleg(
        regels=tuple(regel for uitleg in uitleggen for regel in uitleg.regels),
        bedrag=sum((uitleg.bedrag for uitleg in uitleggen), NUL),
        stappen=tuple(stap for uitleg in uitleggen for stap in uitleg.stappen),
        versies=tuple(dict.fromkeys(versie for uitleg in uitleggen for versie in uitleg.versies)),
    )


def laatste_dag(maand: date) -> date:
    return maand + relativedelta(day=31)


def rond(bedrag: Decimal) -> Decimal:
    """Op hele centen, vijf naar boven."""
    return bedrag.quantize(CENT, ROUND_HALF_UP)


def _ingevuld(waarde: Decimal | None) -> Decimal:
    if waarde is None:
        raise ValueError("deze methode vraagt een bedrag")
    return waarde


def _norm(norm: Norm | None, naam: str) -> Norm:
    if norm is None:
        raise NormOntbreekt(naam)
    return norm


def _uurtarief_loonwaarde(loonwaarde_pct, factor, normen):
    """Uurloon WML × loonwaarde × factor: de prijs per uur, in centen (regels §6.2)."""
    wml = _norm(normen.wml_uur, "het minimumloon per uur")
    loonwaarde_pct, factor = _ingevuld(loonwaarde_pct), _ingevuld(factor)
    prijs = rond(wml.waarde * loonwaarde_pct / 100 * factor)
    formule = f"{geld(wml.waarde)} × {getal(loonwaarde_pct)}%"
    if factor != EEN:
        formule += f" × {getal(factor)}"
    stappen = (
        Stap("Minimumloon per uur", "uit het beleidskader", geld(wml.waarde), wml.versie),
        Stap("Tarief per uur", formule, geld(prijs)),
    )
    return prijs, stappen, (wml.versie,)


def _kosten(bedrag, uren_per_week, normen):
    """Kosten van begeleiding per fte per jaar, naar uren en per maand (RH-052)."""
    voltijd = _norm(normen.voltijd, "de uren van een voltijdweek")
    vol = bedrag / MAANDEN * uren_per_week / voltijd.waarde
    formule = f"{geld(bedrag)} per fte per jaar ÷ 12 × {getal(uren_per_week)} ÷ {getal(voltijd.waarde)} uur"
    return vol, (Stap("Kosten per maand", formule, geld(vol), voltijd.versie),), (voltijd.versie,)


def _loonsom(opslag, uren_per_week, normen):
    """Loonsom op minimumloon met vakantiebijslag en werkgeverslasten, en een vaste opslag (HT-081)."""
    wml = _norm(normen.wml_maand, "het minimumloon per maand")
    bijslag = _norm(normen.vakantiebijslag, "de vakantiebijslag")
    lasten = _norm(normen.werkgeverslasten, "de werkgeverslasten")
    voltijd = _norm(normen.voltijd, "de uren van een voltijdweek")
    loon = wml.waarde * uren_per_week / voltijd.waarde
    met_bijslag = loon * (1 + bijslag.waarde / 100)
    loonsom = met_bijslag * (1 + lasten.waarde / 100)
    stappen = (
        Stap(
            "Loon naar uren",
            f"{geld(wml.waarde)} × {getal(uren_per_week)} ÷ {getal(voltijd.waarde)} uur",
            geld(loon),
            wml.versie,
        ),
        Stap("Met vakantiebijslag", f"+ {getal(bijslag.waarde)}%", geld(met_bijslag), bijslag.versie),
        Stap("Met werkgeverslasten", f"+ {getal(lasten.waarde)}%", geld(loonsom), lasten.versie),
        Stap("Opslag", "per maand, begeleiding inbegrepen", geld(opslag)),
        Stap("Loonsom met opslag", f"{geld(loonsom)} + {geld(opslag)}", geld(loonsom + opslag)),
    )
    return loonsom + opslag, stappen, (wml.versie, bijslag.versie, lasten.versie, voltijd.versie)


def _per_uur(prijs, uren, van, tot, stappen, versies) -> Uitleg:
    bedrag = rond(uren * prijs)
    regel = Regel(f"Uren {_periode(van, tot)}", uren, UUR, prijs, bedrag, van, tot)
    slot = Stap(f"Bedrag {_periode(van, tot)}", f"{getal(uren)} uur × {geld(prijs)}", geld(bedrag))
    return Uitleg((regel,), bedrag, (*stappen, slot), versies)


def _normuren(tarief, uren_per_week, eerste, laatste, van, tot) -> Uitleg:
    """Vaste uren per maand: uren per week × 52 ÷ 12, ook bij verlof en ziekte."""
    vol = uren_per_week * WEKEN / MAANDEN
    uren = rond(vol * _deel(eerste, laatste, van, tot))
    formule = f"{getal(uren_per_week)} uur × 52 ÷ 12{_dagen_tekst(eerste, laatste, van, tot)}"
    return _per_uur(tarief, uren, van, tot, (Stap("Normuren", formule, f"{getal(uren)} uur"),), ())


def _per_maand(naam, vol, eerste, laatste, van, tot, uren, stappen, versies) -> Uitleg:
    deel = _deel(eerste, laatste, van, tot)
    bedrag = vol * deel
    stappen = list(stappen)
    if deel != EEN:
        stappen.append(
            Stap("Deel van de maand", f"{geld(vol)}{_dagen_tekst(eerste, laatste, van, tot)}", geld(bedrag))
        )
    if uren.niet_doorbelast and uren.standaard:
        over = max(uren.standaard - uren.niet_doorbelast, NUL)
        formule = f"{geld(bedrag)} × {getal(over)} ÷ {getal(uren.standaard)} uur"
        bedrag = bedrag * over / uren.standaard
        stappen.append(Stap("Zonder verlof of ziekte die u niet betaalt", formule, geld(bedrag)))
    bedrag = rond(bedrag)
    regel = Regel(f"{naam[0].upper()}{naam[1:]} {_periode(van, tot)}", EEN, MAAND, bedrag, bedrag, van, tot)
    stappen.append(Stap(f"Bedrag {_periode(van, tot)}", "afgerond op centen", geld(bedrag)))
    return Uitleg((regel,), bedrag, tuple(stappen), versies)


def _deel(eerste, laatste, van, tot) -> Decimal:
    return Decimal((tot - van).days + 1) / Decimal((laatste - eerste).days + 1)


def _dagen_tekst(eerste, laatste, van, tot) -> str:
    if van == eerste and tot == laatste:
        return ""
    return f" × {(tot - van).days + 1} ÷ {(laatste - eerste).days + 1} dagen"


def _periode(van, tot) -> str:
    return f"{van:%d-%m-%Y} t/m {tot:%d-%m-%Y}"


def per_fte_per_jaar(methode: str, uitleg: Uitleg, uren_per_week: Decimal, voltijd: Decimal) -> Decimal:
    """Wat een werkgever voor een voltijder per jaar betaalt: de maat van de landelijke band (RH-113)."""
    if methode in METHODEN_PER_UUR or methode == Tariefmethode.NORMUREN:
        return rond(uitleg.regels[0].prijs * voltijd * WEKEN)
    return rond(uitleg.bedrag * MAANDEN * voltijd / uren_per_week)
