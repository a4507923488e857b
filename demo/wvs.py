"""De negen WVS-gemeenten: ongeveer 2.500 SW-medewerkers (bron 003), hier precies 2.500 op 1-1-2016.

De verdeling over gemeenten en groepen staat niet in de bron en is verzonnen.
"""

from datetime import date, timedelta
from random import Random

from demo import wsw_rows
from demo.names import BEDRIJVEN
from demo.people import VANDAAG, Bevolking, dag_tussen

PEILDATUM = date(2016, 1, 1)
AANTALLEN = {
    "0748": 640,
    "1674": 760,
    "0777": 220,
    "1655": 200,
    "1709": 130,
    "0840": 190,
    "0851": 130,
    "0873": 110,
    "0879": 120,
}
GROEPEN = {"individueel": 14, "groep": 38, "beschut": 40, "begeleid_werken": 8}
# Share that left between 2016 and today: natural decline of about six percent a year.
NOG_IN_DIENST = 0.52
EXTRA_GEBRUIKERS = {f"wvs-wsw-{n}": ("consulent-wsw", naam) for n, naam in enumerate(
    ["A. Brabander", "C. Zuidema", "E. Voorbeeldt", "F. Proefs", "H. Testa", "J. Denker", "K. Doener"], 2)}  # fmt: skip
PLAATSEN = {
    "0748": ("Bergen op Zoom", 4611),
    "1674": ("Roosendaal", 4701),
    "0777": ("Etten-Leur", 4871),
    "1655": ("Oudenbosch", 4731),
    "1709": ("Zevenbergen", 4761),
    "0840": ("Rucphen", 4715),
    "0851": ("Steenbergen", 4651),
    "0873": ("Hoogerheide", 4631),
    "0879": ("Zundert", 4881),
}


def werkgevers(random: Random) -> list[dict]:
    eigen = [{"naam": "WVS", "soorten": "werkgever;eigen_locatie", "plaats": "Roosendaal", "gedeeld": "wvs"}]
    return eigen + [
        {
            "naam": f"{naam.removesuffix(' BV')} Brabant BV",
            "kvk": f"9300{i:04d}",
            "soorten": "werkgever",
            "branche": branche,
            "plaats": random.choice(["Roosendaal", "Bergen op Zoom", "Etten-Leur"]),
            "gedeeld": "wvs",
        }
        for i, (naam, branche) in enumerate(BEDRIJVEN[:15])
    ]


def wsw(random: Random, bevolking: Bevolking, code: str) -> list[dict]:
    bedrijven = [rij["naam"] for rij in werkgevers(Random(0)) if "kvk" in rij]
    collegas = ["consulent-wsw-wvs", *EXTRA_GEBRUIKERS]
    rijen = []
    for i in range(AANTALLEN[code]):
        groep = random.choices(list(GROEPEN), list(GROEPEN.values()))[0]
        if random.random() > NOG_IN_DIENST:
            laatste = dag_tussen(random, date(2016, 2, 1), VANDAAG - timedelta(days=10))
            mens, reden = wsw_rows.einde(random, bevolking, laatste)
            slot = {"einddatum": laatste, "reden_einde": reden}
        else:
            mens, slot = wsw_rows.nog_jong_genoeg(random, bevolking), {}
        regel = wsw_rows.regel(random, mens, groep=groep, formele_werkgever="WVS", **slot)
        rijen.append(
            {
                **regel,
                "werkgever": "WVS" if groep == "beschut" else random.choice(bedrijven),
                "plaatsing_vanaf": max(regel["begindatum"], date(2015, 9, 1)),
                "contactpersoon": collegas[i % len(collegas)],
                "contactpersoon_vanaf": date(2016, 1, 1),
            }
        )
    return rijen
