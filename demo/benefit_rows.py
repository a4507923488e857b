"""Regels voor het bijstandsbestand: uitkering, treden, plan en contactpersoon."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from demo.people import VANDAAG, Bevolking, Mens, dag_tussen

REDENEN = (["werk"] * 44 + ["zelfstandig"] * 3 + ["opleiding"] * 5 + ["relatie"] * 8 + ["verhuisd"] * 14
           + ["ander_inkomen"] * 10 + ["verzoek"] * 6 + ["aow"] * 6 + ["onbekend"] * 4)  # fmt: skip
BRONNEN = ("diagnose", "werkintake", "herbeoordeling", "gesprek")


def uitkering(mens: Mens, begin: date, **velden) -> dict:
    """Eén importregel: de uitkering zelf."""
    return {**mens.kop(), "uitkering_soort": "pw", "begindatum": begin, **velden}


def meting(regel: dict, dag: date, huidig: int | None, doel: int | None, bron: str) -> dict:
    """Dezelfde uitkering met een meting van de treden op `dag`."""
    return {**regel, "huidige_trede": huidig, "doeltrede": doel, "trede_datum": dag, "bron": bron}


class Caseloads:
    """Verdeelt mensen over consulenten: wie het minst heeft, krijgt de volgende."""

    def __init__(self, actief: dict[str, int], passief: dict[str, int]):
        self._ruimte = {True: dict(actief), False: dict(passief)}

    def volgende(self, actief: bool) -> str:
        ruimte = self._ruimte[actief]
        naam = max(ruimte, key=lambda n: (ruimte[n], n))
        ruimte[naam] -= 1
        return naam

    def terug(self, actief: bool, naam: str) -> None:
        self._ruimte[actief][naam] += 1


def stapjes(
    random: Random, regel: dict, begin: date, tot: date, huidig: int, doel: int, kans: float
) -> Iterator[dict]:
    """Elk half jaar een kans op een nieuwe meting: soms een trede omhoog, zelden een omlaag."""
    dag = begin
    while True:
        dag += relativedelta(months=random.randint(5, 8))
        if dag >= tot:
            return
        if random.random() < 0.55:
            continue
        if random.random() < kans and huidig < min(doel, 5):
            huidig += 1
        elif random.random() < 0.06 and huidig > 1:
            huidig -= 1
        yield meting(regel, dag, huidig, doel, random.choice(BRONNEN))


def plan(random: Random, regel: dict, begin: date) -> dict:
    """Een plan van aanpak: meestal getekend, soms nog niet, soms is er geen."""
    lot = random.random()
    if lot < 0.08:
        return regel
    opgesteld = min(
        begin + timedelta(days=random.randint(20, 70)), VANDAAG - timedelta(days=random.randint(1, 30))
    )
    velden = {"plan_soort": "pop", "plan_opgesteld_op": opgesteld}
    # Only a fresh plan may still wait for a signature.
    if lot > 0.45 or opgesteld < VANDAAG - timedelta(days=70):
        velden["plan_getekend_op"] = min(opgesteld + timedelta(days=random.randint(0, 12)), VANDAAG)
    return {**regel, **velden}


def instroom(
    random: Random, bevolking: Bevolking, jaar: int, aantal: int, caseloads: Caseloads, kans: float
) -> Iterator[dict]:
    """Nieuwe mensen van een jaar, met hun hele loop tot vandaag of tot hun uitstroom."""
    for _ in range(aantal):
        laatste = min(date(jaar, 12, 28), VANDAAG - timedelta(days=10))
        if laatste < date(jaar, 1, 4):
            return
        begin = dag_tussen(random, date(jaar, 1, 4), laatste)
        mens = bevolking.mens(jongst=21, oudst=62, op=begin)
        huidig = random.choices([1, 2, 3, 4, 5], [10, 24, 18, 26, 22])[0]
        doel = min(6, huidig + random.choices([0, 1, 2, 3], [30, 36, 24, 10])[0])
        weken = random.choices([20, 45, 90, 160, 400], [12, 22, 24, 20, 22])[0]
        einddatum = begin + timedelta(weeks=weken + random.randint(-8, 8))
        yield from levensloop(random, mens, begin, einddatum, huidig, doel, caseloads, kans)


def levensloop(
    random: Random,
    mens: Mens,
    begin: date,
    einddatum: date | None,
    huidig: int,
    doel: int,
    caseloads: Caseloads,
    kans: float,
    eerste_meting: date | None = None,
) -> Iterator[dict]:
    """Alle regels van één mens, oudste eerst."""
    loopt = einddatum is None or einddatum > VANDAAG
    contactpersoon = caseloads.volgende(doel >= 4)
    if not loopt:
        caseloads.terug(doel >= 4, contactpersoon)
    sinds = max(begin, date(2019, 1, 1))
    regel = uitkering(mens, begin, contactpersoon=contactpersoon, contactpersoon_vanaf=sinds)
    if not loopt:
        regel |= {"einddatum": einddatum, "reden_einde": random.choice(REDENEN)}
    eerste = eerste_meting or min(begin + timedelta(days=random.randint(7, 35)), VANDAAG)
    yield plan(random, meting(regel, eerste, huidig, doel, "diagnose"), eerste)
    yield from stapjes(
        random, regel, max(eerste, date(2021, 1, 1)), min(einddatum or VANDAAG, VANDAAG), huidig, doel, kans
    )
