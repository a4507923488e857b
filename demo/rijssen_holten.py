"""Rijssen-Holten: het bestand van bron 000 op 30-9-2019 en 1-1-2021, en een geloofwaardig vervolg.

Uit de bron: 16 (3 intern) / 56 / 43 (2 WOL) = 115 en 20 begeleid werken; 15/50/40 = 105; de werf met
36 mensen uit vijf gemeenten; 28 beschut bij Sterkerij; ladder 429; uitstroom Wsw 7,7 / 9 / 7,75 %;
100 tot 120 mensen in en uit per jaar. De rest is verzonnen.
"""

from datetime import date, timedelta
from random import Random

from demo import wsw_rows
from demo.benefit_rows import Caseloads, instroom, levensloop
from demo.names import BEDRIJVEN
from demo.people import VANDAAG, Bevolking, dag_tussen, koppel_treden

PEILDATUM = date(2019, 9, 30)
OVERNAME = date(2021, 1, 1)
HUIDIG = {6: 0, 5: 92, 4: 112, 3: 76, 2: 104, 1: 45}
DOEL = {6: 50, 5: 142, 4: 123, 3: 48, 2: 38, 1: 28}
WERF = "Gemeente Rijssen-Holten, buitendienst"
WERF_VAN_ELDERS = {"Hellendoorn": 3, "Wierden": 2, "Almelo": 1, "Deventer": 1}
# Share of the stock of 1 January that leaves in the year (bron 000 §2.1; later years: assumption 7,75 %).
UITSTROOM = {2021: 7.7, 2022: 9.0, 2023: 7.75, 2024: 7.75, 2025: 7.75}

COLLEGAS_ACTIEF = {"consulent": 88, "rh-consulent-2": 85, "rh-consulent-3": 82, "rh-consulent-4": 55}
COLLEGAS_PASSIEF = {"consulent-inkomen": 90, "rh-inkomen-2": 80}
EXTRA_GEBRUIKERS = {
    "rh-consulent-2": ("consulent", "M. Overkamp"),
    "rh-consulent-3": ("consulent", "S. Lindeboom"),
    "rh-consulent-4": ("consulent", "R. Testers"),
    "rh-inkomen-2": ("consulent-inkomen", "D. Voorhuis"),
    "rh-wsw-2": ("consulent-wsw", "B. Proefman"),
}


def werkgevers(random: Random) -> list[dict]:
    eigen = [
        {"naam": WERF, "soorten": "werkgever;eigen_locatie", "branche": "groen", "plaats": "Rijssen"},
        {
            "naam": "Sterkerij",
            "soorten": "werkgever;ontwikkelorganisatie",
            "branche": "industrie",
            "plaats": "Rijssen",
        },
    ]
    for i, (naam, branche) in enumerate(BEDRIJVEN):
        eigen.append(
            {
                "naam": naam,
                "kvk": f"9000{i:04d}",
                "soorten": "werkgever",
                "branche": branche,
                "straat": "Industrieweg",
                "huisnummer": str(10 + i),
                "postcode": f"746{random.randint(1, 3)} AB",
                "plaats": random.choice(["Rijssen", "Holten"]),
                "telefoon": f"0548-0000{i:02d}",
                "werknemers": random.choice([8, 14, 22, 35, 60, 120]),
                "contactpersoon_naam": f"{random.choice('ABCDEFGHJK')}. Contact",
                "contactpersoon_functie": random.choice(["bedrijfsleider", "eigenaar", "personeelszaken"]),
            }
        )
    return eigen


def wsw(random: Random, bevolking: Bevolking) -> list[dict]:
    """Het Wsw-bestand: elke medewerker met zijn indeling voor en na de overname."""
    rijen: list[dict] = []
    blijvers: list[list[dict]] = []
    for groep, aantal in (("individueel", 16), ("groep", 56), ("beschut", 43)):
        vertrekkers = _vertrekkers(random, groep)
        for i in range(aantal):
            if i in vertrekkers:
                laatste = dag_tussen(random, date(2019, 11, 1), date(2020, 12, 30))
                mens, reden = wsw_rows.einde(random, bevolking, laatste)
                slot = {"einddatum": laatste, "reden_einde": reden}
            else:
                mens, slot = wsw_rows.nog_jong_genoeg(random, bevolking), {}
            regels = _medewerker(random, mens, groep, i, slot)
            rijen.extend(regels)
            if not slot:
                blijvers.append(regels)
    rijen.extend(_begeleid_werken(random, bevolking))
    rijen.extend(_van_elders(random, bevolking))
    _laat_uitstromen(random, bevolking, blijvers)
    return rijen


def _vertrekkers(random, groep) -> set[int]:
    """Wie voor 1-1-2021 vertrekt: zo dat de werf van 29 naar 27 gaat en er 28 bij Sterkerij blijven."""
    if groep == "individueel":
        return set(random.sample(range(3, 16), 1))
    if groep == "beschut":
        return set(random.sample(range(2, 33), 3))
    return {*random.sample(range(29), 2), *random.sample(range(29, 56), 4)}


def _medewerker(random, mens, groep, i, slot):
    bedrijven = [naam for naam, _ in BEDRIJVEN]
    subsoort = "intern" if groep == "individueel" and i < 3 else "wol" if groep == "beschut" and i < 2 else ""
    werkgever, locatie, contract = random.choice(bedrijven), "", ""
    if groep == "groep" and i < 29:
        werkgever, locatie = WERF, "Werf"
    elif groep == "beschut" and 2 <= i < 33:
        werkgever, locatie = "Sterkerij", "Sterkerij"
    elif groep == "individueel" and i < 3:
        werkgever = WERF
    elif not slot and groep != "beschut":
        contract = dag_tussen(random, VANDAAG + timedelta(days=20), VANDAAG + timedelta(days=700))
    voor = wsw_rows.regel(random, mens, groep=groep, formele_werkgever="SOWECO", subsoort=subsoort, **slot)
    plaats = {
        "werkgever": werkgever,
        "werklocatie": locatie,
        "plaatsing_vanaf": max(voor["begindatum"], date(2017, 1, 1)),
        "contract_tot": contract,
    }
    regels = [{**voor, **plaats}]
    if not slot:
        regels.append(
            {
                **voor,
                **plaats,
                "formele_werkgever": "Gemeente Rijssen-Holten",
                "indeling_vanaf": OVERNAME,
                "voorzien": "ja" if locatie else "nee",
                "kennismaking_op": dag_tussen(random, date(2020, 10, 1), date(2021, 3, 31)) if i % 12 else "",
                "contactpersoon": "consulent-wsw" if i % 2 else "rh-wsw-2",
                "contactpersoon_vanaf": OVERNAME,
            }
        )
    return regels


def _begeleid_werken(random, bevolking):
    bedrijven = [naam for naam, _ in BEDRIJVEN]
    for _ in range(20):
        mens = wsw_rows.nog_jong_genoeg(random, bevolking)
        yield {
            **wsw_rows.regel(
                random,
                mens,
                groep="begeleid_werken",
                formele_werkgever="Gemeente Rijssen-Holten",
                voorzien="nee",
            ),
            "werkgever": random.choice(bedrijven),
            "plaatsing_vanaf": date(2018, 1, 1),
            "contactpersoon": "consulent-wsw",
            "contactpersoon_vanaf": date(2019, 1, 1),
        }


def _van_elders(random, bevolking):
    """Zeven mensen van andere gemeenten die op de werf werken (RH-116); zij tellen niet in de 115."""
    for gemeente, aantal in WERF_VAN_ELDERS.items():
        for _ in range(aantal):
            mens = wsw_rows.nog_jong_genoeg(random, bevolking)
            yield {
                **wsw_rows.regel(
                    random,
                    mens,
                    groep="groep",
                    formele_werkgever="SOWECO" if gemeente != "Deventer" else "Gemeente Deventer",
                    herkomstgemeente=gemeente,
                ),
                "werkgever": WERF,
                "werklocatie": "Werf",
                "plaatsing_vanaf": date(2017, 1, 1),
                "contactpersoon": "consulent-wsw",
                "contactpersoon_vanaf": date(2019, 1, 1),
            }


def _laat_uitstromen(random, bevolking, blijvers):
    """Na de overname vertrekt elk jaar het deel dat de bron noemt; de regels krijgen een einddatum."""
    over = list(blijvers)
    for jaar in range(2021, VANDAAG.year + 1):
        aantal = round(len(over) * UITSTROOM.get(jaar, 7.75) / 100)
        for regels in random.sample(over, aantal):
            over.remove(regels)
            einde_jaar = min(date(jaar, 12, 30), VANDAAG - timedelta(days=5))
            laatste = dag_tussen(random, min(date(jaar, 1, 1), einde_jaar), einde_jaar)
            vervanger, reden = wsw_rows.einde(random, bevolking, laatste)
            sinds = wsw_rows.wsw_sinds(random, vervanger)
            for regel in regels:
                regel.update(vervanger.kop(), einddatum=laatste, reden_einde=reden, contract_tot="")
                regel.update(wsw_sinds=sinds, begindatum=sinds, plaatsing_vanaf=max(sinds, date(2017, 1, 1)))


def bijstand(random: Random, bevolking: Bevolking) -> list[dict]:
    """429 mensen op de peildatum, daarna elk jaar ongeveer 110 in en 110 uit."""
    caseloads = Caseloads(COLLEGAS_ACTIEF, COLLEGAS_PASSIEF)
    rijen: list[dict] = []
    treden = koppel_treden(HUIDIG, DOEL)
    random.shuffle(treden)
    for nummer, (huidig, doel) in enumerate(treden):
        begin = dag_tussen(random, date(2008, 1, 1), date(2019, 8, 1))
        # One in three still has a benefit today; the others left in the years after the peildatum.
        if nummer % 3 == 0:
            einddatum, mens = None, bevolking.mens(jongst=28, oudst=65)
        else:
            einddatum = dag_tussen(random, date(2020, 2, 1), VANDAAG - timedelta(days=15))
            mens = bevolking.mens(jongst=27, oudst=66, op=einddatum)
        gemeten = dag_tussen(random, max(begin, date(2019, 3, 1)), date(2019, 9, 25))
        rijen.extend(
            levensloop(
                random, mens, begin, einddatum, huidig, doel, caseloads, kans=0.3, eerste_meting=gemeten
            )
        )
    for jaar in range(2020, VANDAAG.year + 1):
        rijen.extend(instroom(random, bevolking, jaar, random.randint(102, 116), caseloads, kans=0.3))
    return rijen
