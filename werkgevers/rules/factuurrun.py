"""Regels van de factuurrun: groeperen tot facturen, en uitleggen waarom een bedrag verandert. Geen database, geen klok."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern import opmaak
from werkgevers.rules.factuur import BUITEN_HEFFING, UUR

PERIODE = re.compile(r"\s+\d{2}-\d{2}-\d{4} t/m \d{2}-\d{2}-\d{4}$")


@dataclass(frozen=True, order=True)
class Groep:
    """Wat samen op één factuur staat: zelfde werkgever, betaaltermijn en inkoopnummer.

    Regels buiten de heffing krijgen een eigen factuur: de e-factuur laat ze niet samen met andere toe (BR-O-11).
    """

    naam: str
    relatie_id: int
    termijn: int
    referentie: str
    buiten_heffing: bool


def groep(*, naam: str, relatie_id: int, termijn: int, referentie: str, categorie: str) -> Groep:
    return Groep(naam, relatie_id, termijn, referentie, categorie == BUITEN_HEFFING)


def regeltekst(wie: str, omschrijving: str, nummer: str) -> str:
    """ "A. Voorbeeld, uren, D-204": de periode staat in een eigen kolom."""
    kaal = PERIODE.sub("", omschrijving)
    return f"{wie}, {kaal[:1].lower()}{kaal[1:]}, {nummer}"[:200]


@dataclass(frozen=True)
class Maandstand:
    """Wat een overeenkomst in een maand kost, genoeg om twee maanden te vergelijken."""

    bedrag: Decimal
    uren: Decimal
    prijzen: tuple[Decimal, ...]


def maandstand(regels: Iterable[tuple[Decimal, str, Decimal, Decimal]]) -> Maandstand:
    """Uit (aantal, eenheid, prijs, bedrag) per regel."""
    regels = list(regels)
    return Maandstand(
        bedrag=sum((rij[3] for rij in regels), Decimal(0)),
        uren=sum((rij[0] for rij in regels if rij[1] == UUR), Decimal(0)),
        prijzen=tuple(rij[2].normalize() for rij in regels if rij[1] == UUR),
    )


def verschilreden(
    nu: Maandstand, vorige: Maandstand | None, *, maand: date, begindatum: date, einddatum: date | None
) -> str:
    """Waarom het bedrag anders is dan de vorige maand, in woorden; leeg als het gelijk is."""
    if vorige is None:
        return (
            f"nieuw, vanaf {begindatum:%d-%m-%Y}" if begindatum >= maand else "vorige maand niet gefactureerd"
        )
    if nu.bedrag == vorige.bedrag:
        return ""
    redenen = []
    if einddatum and (einddatum.year, einddatum.month) == (maand.year, maand.month):
        redenen.append(f"eindigt op {einddatum:%d-%m-%Y}")
    if nu.prijzen and vorige.prijzen and nu.prijzen != vorige.prijzen:
        redenen.append(f"tarief {opmaak.bedrag(vorige.prijzen[-1])} → {opmaak.bedrag(nu.prijzen[-1])}")
    if nu.uren != vorige.uren:
        redenen.append(f"{opmaak.getal(vorige.uren)} → {opmaak.getal(nu.uren)} uur")
    return ", ".join(redenen) or "andere afspraak of ander tarief"
