"""Hof van Twente: 539 cliënten op 1-7-2017 met de ladder van bron 001 §1, en een vervolg.

De ladder telt op tot 535 en 534; wie ontbreekt, heeft een onbekende trede (C20). 1 juli 2017 is de peildatum.
"""

from datetime import date, timedelta
from random import Random

from demo.benefit_rows import Caseloads, instroom, levensloop
from demo.names import BEDRIJVEN
from demo.people import VANDAAG, Bevolking, dag_tussen, koppel_treden

PEILDATUM = date(2017, 7, 1)
HUIDIG = {1: 46, 2: 156, 3: 150, 4: 112, 5: 68, 6: 3, None: 4}
DOEL = {1: 15, 2: 68, 3: 127, 4: 129, 5: 110, 6: 85, None: 5}
ACTIEF = {"consulent-hvt": 90, "hvt-werkcoach-2": 80, "hvt-werkcoach-3": 80}
PASSIEF = {"consulent-inkomen-hvt": 120}
EXTRA_GEBRUIKERS = {
    "hvt-werkcoach-2": ("consulent", "T. Voorbeeldink"),
    "hvt-werkcoach-3": ("consulent", "L. Fictema"),
}


def werkgevers(random: Random) -> list[dict]:
    return [
        {
            "naam": f"{naam.removesuffix(' BV')} Hof BV",
            "kvk": f"9100{i:04d}",
            "soorten": "werkgever",
            "branche": branche,
            "plaats": random.choice(["Goor", "Delden", "Markelo", "Diepenheim"]),
        }
        for i, (naam, branche) in enumerate(BEDRIJVEN[:12])
    ]


def bijstand(random: Random, bevolking: Bevolking) -> list[dict]:
    caseloads = Caseloads(ACTIEF, PASSIEF)
    rijen: list[dict] = []
    treden = koppel_treden(HUIDIG, DOEL)
    random.shuffle(treden)
    for nummer, (huidig, doel) in enumerate(treden):
        begin = dag_tussen(random, date(2006, 1, 1), date(2017, 5, 1))
        if nummer % 3 == 0:
            einddatum, mens = None, bevolking.mens(jongst=30, oudst=65)
        else:
            einddatum = dag_tussen(random, date(2017, 9, 1), VANDAAG - timedelta(days=15))
            mens = bevolking.mens(jongst=28, oudst=66, op=einddatum)
        gemeten = dag_tussen(random, max(begin, date(2017, 1, 10)), date(2017, 6, 28))
        if huidig is None or doel is None:
            rijen.extend(_half_bekend(random, mens, begin, einddatum, gemeten, huidig, doel, caseloads))
        else:
            rijen.extend(levensloop(random, mens, begin, einddatum, huidig, doel, caseloads, 0.35, gemeten))
    for jaar in range(2018, VANDAAG.year + 1):
        rijen.extend(instroom(random, bevolking, jaar, random.randint(52, 64), caseloads, 0.35))
    return rijen


def _half_bekend(random, mens, begin, einddatum, gemeten, huidig, doel, caseloads):
    """Iemand van wie de huidige trede of de doeltrede niet is vastgesteld."""
    from demo.benefit_rows import REDENEN, meting, uitkering

    wie = caseloads.volgende(doel is not None and doel >= 4)
    regel = uitkering(mens, begin, contactpersoon=wie, contactpersoon_vanaf=max(begin, date(2017, 1, 1)))
    if einddatum:
        regel |= {"einddatum": einddatum, "reden_einde": random.choice(REDENEN)}
    yield meting(regel, gemeten, huidig, doel, "diagnose")
