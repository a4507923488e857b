"""Regels voor het Wsw-bestand: dienstverband, indeling per datum, plaatsing en contactpersoon."""

from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from demo.people import Bevolking, Mens, dag_tussen

# Leeftijd waarop de AOW inging, alleen om een geloofwaardige geboortedatum bij een einddatum te vinden.
_AOW = [
    (date(2015, 1, 1), (65, 3)),
    (date(2016, 1, 1), (65, 6)),
    (date(2017, 1, 1), (65, 9)),
    (date(2018, 1, 1), (66, 0)),
    (date(2019, 1, 1), (66, 4)),
    (date(2022, 1, 1), (66, 7)),
    (date(2023, 1, 1), (66, 10)),
    (date(2024, 1, 1), (67, 0)),
]


def geboren_voor_aow_op(dag: date) -> date:
    """De geboortedatum van iemand die op `dag` de AOW-leeftijd bereikt."""
    jaren, maanden = next(leeftijd for vanaf, leeftijd in reversed(_AOW) if dag >= vanaf)
    return dag - relativedelta(years=jaren, months=maanden)


def einde(random: Random, bevolking: Bevolking, laatste_dag: date) -> tuple[Mens, str]:
    """Iemand wiens dienstverband op `laatste_dag` eindigt: meestal AOW, soms ziek of eigen verzoek."""
    reden = random.choices(["aow", "ziek", "verzoek", "overleden"], [70, 15, 10, 5])[0]
    if reden == "aow":
        # The first day of AOW is the day after the last day of service.
        return bevolking.mens(geboren=geboren_voor_aow_op(laatste_dag + timedelta(days=1))), "aow"
    return bevolking.mens(jongst=35, oudst=60), reden


def wsw_sinds(random: Random, mens: Mens) -> date:
    """Instroom in de Wsw: volwassen, en uiterlijk in 2014 (Wsw art. 1)."""
    volwassen = mens.geboortedatum + relativedelta(years=18)
    vroegst = max(volwassen, date(1985, 1, 1))
    return dag_tussen(random, vroegst, max(vroegst, date(2014, 6, 30))).replace(day=1)


def nog_jong_genoeg(random: Random, bevolking: Bevolking) -> Mens:
    """Iemand die nu nog werkt en voor 1997 is geboren (dus in 2014 minstens 18 was)."""
    return bevolking.mens(jongst=31, oudst=66)


def regel(random: Random, mens: Mens, *, groep: str, formele_werkgever: str, **velden) -> dict:
    """Eén importregel met de standaardwaarden van een SW-medewerker."""
    sinds = velden.pop("wsw_sinds", None) or wsw_sinds(random, mens)
    uren = random.choices(["36", "32", "28", "24", "20"], [50, 20, 12, 12, 6])[0]
    return {
        **mens.kop(),
        "regeling": "wsw",
        "wsw_sinds": sinds,
        "begindatum": sinds,
        "herkomst": "voor_2015",
        "formele_werkgever": formele_werkgever,
        "groep": groep,
        "uren": uren,
        "handicapcategorie": random.choices(["matig", "ernstig"], [85, 15])[0],
        "cao": "sw",
        **velden,
    }
