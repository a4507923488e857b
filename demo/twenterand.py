"""Twenterand: 238 SW-medewerkers in 2024 (bron 002), elk jaar 7,587 % minder.

Ongeveer 40 werken binnen Ontplooi en ongeveer 30 bij Larcom; de rest in de buitendienst en bij werkgevers.
"""

from datetime import date
from random import Random

from demo import wsw_rows
from demo.names import BEDRIJVEN
from demo.people import Bevolking, dag_tussen

AANTAL = 238
# 238 → 219,9 → 203,3 (regels.md §8.3): 18 leave at the end of 2024 and 17 in the course of 2025.
WEG_2024, WEG_2025, WEG_2026 = 18, 17, 13
GROEPEN = {"individueel": 34, "groep": 96, "beschut": 78, "begeleid_werken": 30}
EXTRA_GEBRUIKERS = {
    "tw-wsw-2": ("consulent-wsw", "G. Proefstra"),
    "tw-wsw-3": ("consulent-wsw", "I. Voorbeelda"),
    "tw-wsw-4": ("consulent-wsw", "N. Demoor"),
}


def werkgevers(random: Random) -> list[dict]:
    eigen = [
        {"naam": "Ontplooi (Stichting NUO)", "soorten": "werkgever;ontwikkelorganisatie", "plaats": "Almelo"},
        {"naam": "Larcom", "soorten": "werkgever;ontwikkelorganisatie", "plaats": "Ommen"},
        {
            "naam": "Gemeente Twenterand, buitendienst",
            "soorten": "werkgever;eigen_locatie",
            "plaats": "Vriezenveen",
        },
    ]
    return eigen + [
        {
            "naam": f"{naam.removesuffix(' BV')} Twenterand",
            "kvk": f"9200{i:04d}",
            "soorten": "werkgever",
            "branche": branche,
            "plaats": random.choice(["Vriezenveen", "Vroomshoop", "Den Ham", "Westerhaar"]),
        }
        for i, (naam, branche) in enumerate(BEDRIJVEN[:10])
    ]


def wsw(random: Random, bevolking: Bevolking) -> list[dict]:
    bedrijven = [rij["naam"] for rij in werkgevers(Random(0)) if "kvk" in rij]
    groepen = [groep for groep, aantal in GROEPEN.items() for _ in range(aantal)]
    plekken = ["Ontplooi (Stichting NUO)"] * 40 + ["Larcom"] * 30
    beschut = [i for i, groep in enumerate(groepen) if groep == "beschut"]
    plek_van = dict(zip(beschut, plekken, strict=False))
    collegas = ["consulent-wsw-tw", *EXTRA_GEBRUIKERS]
    volgorde = random.sample(range(AANTAL), AANTAL)
    einde_van = {i: date(2024, 12, 31) for i in volgorde[:WEG_2024]}
    einde_van |= {
        i: dag_tussen(random, date(2025, 2, 1), date(2025, 12, 20))
        for i in volgorde[WEG_2024 : WEG_2024 + WEG_2025]
    }
    start = WEG_2024 + WEG_2025
    einde_van |= {
        i: dag_tussen(random, date(2026, 1, 10), date(2026, 11, 1))
        for i in volgorde[start : start + WEG_2026]
    }
    rijen = []
    for i, groep in enumerate(groepen):
        laatste = einde_van.get(i)
        if laatste:
            mens, reden = wsw_rows.einde(random, bevolking, laatste)
            slot = {"einddatum": laatste, "reden_einde": reden}
        else:
            mens, slot = wsw_rows.nog_jong_genoeg(random, bevolking), {}
        werkgever = plek_van.get(i) or (
            "Gemeente Twenterand, buitendienst" if groep == "groep" and i % 2 else random.choice(bedrijven)
        )
        voor = wsw_rows.regel(random, mens, groep=groep, formele_werkgever="SOWECO", **slot)
        plaats = {"werkgever": werkgever, "plaatsing_vanaf": max(voor["begindatum"], date(2021, 1, 1))}
        rijen.append({**voor, "werkgever": ""})
        rijen.append(
            {
                **voor,
                **plaats,
                "formele_werkgever": "Gemeente Twenterand",
                "indeling_vanaf": date(2021, 1, 1),
                "contactpersoon": collegas[i % len(collegas)],
                "contactpersoon_vanaf": date(2021, 1, 1),
            }
        )
    return rijen
