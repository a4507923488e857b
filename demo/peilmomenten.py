"""De monitor van Rijssen-Holten in twee jaar: bedragen per maand, twee peilmomenten en de bijsturing ertussen.

Alles via de import en de acties. De bedragen van 2019 (Wsw) en van Hof van Twente (2017–2020) staan in de bronnen;
de andere bedragen zijn verzonnen. De gemiste doelen volgen uit de verzonnen bevolking, niet uit deze lijst.
"""

from datetime import date
from decimal import Decimal
from random import Random

from kern.models import Gebruiker, Gemeente
from monitor.actions import beantwoord_bijsturing, leg_bijsturing_vast, zet_peilmoment_vast
from monitor.choices import Oordeel
from monitor.doel_actions import leg_doel_vast
from monitor.models import Peilmoment
from monitor.queries.bijsturing import te_beantwoorden

EERSTE, TWEEDE = date(2025, 12, 31), date(2026, 6, 30)
FINANCIEN = "financiële administratie (verzonnen)"
RH_PLAN = "Inrichtings- en organisatieplan §6.1"
HVT_NOTA = "Nota Hof van Twente 001 §6"
MIDDELEN = {
    "Trajecten": 220000, "Werkpremies en reiskosten": 110000, "Uitstroompremie": 30000, "Plaatsingssubsidie": 15000,
    "Nieuwe doelgroep": 75000, "Statushouders": 16000, "Werk en inkomen": 98573,
}  # fmt: skip
# What to do about a missed target, and what it brought half a year later.
BIJSTURING = {
    "buig_resultaat": ("Elke maand de tien hoogste kosten bespreken en de prognose bijstellen.",
                       "De prognose is bijgesteld; het tekort is kleiner dan verwacht."),
    "extra_uitstroom": ("Met elke consulent tien dossiers met doeltrede 5 of 6 doornemen.",
                        "Alle dossiers zijn doorgenomen; twaalf mensen kregen een voorstel."),
    "wsw_tekort": ("De inleenvergoeding van vijf overeenkomsten opnieuw bespreken.",
                   "Drie werkgevers betalen per juli een hoger tarief."),
    "wsw_uitstroom": ("Met medewerkers die bijna AOW krijgen een plan voor het einde maken.",
                      "Met alle medewerkers is gesproken."),
    "herplaatsing": ("Drie maanden voor het einde van elk contract een nieuwe plek zoeken.",
                     "De zoektocht begint nu op tijd; twee plekken waren eerder gevonden."),
    "uitstroom_werk": ("Zes vacatures per maand met kandidaten vullen, samen met de werkgeversbenadering.",
                       "Er zijn 31 kandidaten voorgesteld; daarvan zijn er negen geplaatst."),
    "daling_uitkeringen": ("Instroom eerder spreken: binnen een week een gesprek over werk.",
                           "Het eerste gesprek is nu gemiddeld na zes dagen."),
    "tredestap": ("Elke consulent meet de trede van iedereen die langer dan een half jaar niet is gemeten.",
                  "Van 84 mensen is de trede opnieuw gemeten."),
}  # fmt: skip
BIJSTURING |= {
    "wsw_plan": ("Met elke medewerker zonder plan een gesprek voeren en het plan laten tekenen.",
                 "De plannen voor de groepsdetachering zijn getekend; beschut volgt."),
    "wsw_loonwaarde": ("Elke maand zes medewerkers met een detachering laten meten.",
                       "De metingen zijn ingepland; de eerste zijn gedaan."),
}  # fmt: skip
STANDAARD = (
    "In het werkoverleg bespreken wat er nodig is en een voorstel doen.",
    "Het voorstel is besproken.",
)


def bedragen_rijssen_holten(random: Random) -> list[dict]:
    """Maandbedragen van januari 2024 tot en met oktober 2026, en de jaarbedragen van de bron."""
    rijen = [
        _rij("2019", "wsw_bijdrage_gr", 611155, RH_PLAN),
        _rij("2019", "wsw_voordeel_bw", 235000, RH_PLAN),
        _rij("2019", "wsw_voordeel_formatie", 120000, RH_PLAN),
        _rij("2019", "wsw_begroot_tekort", 611155, RH_PLAN),
        _rij("2020", "wsw_bijdrage_gr", 630682, RH_PLAN),
        _rij("2020", "wsw_begroot_tekort", 630682, RH_PLAN),
    ]
    rijen += [
        _rij(
            f"{jaar}-01",
            "beschut_plekken",
            0,
            "opgave van de aanbieder (verzonnen)",
            aantal=plekken,
            omschrijving=naam,
        )
        for jaar in (2024, 2026)
        for naam, plekken in (("Werf", 24), ("Sterkerij", 14), ("Groenploeg", 12))
    ]
    for jaar, buig, tekort in (
        (2024, 6_420_000, 290_000),
        (2025, 6_480_000, 285_000),
        (2026, 6_510_000, 280_000),
    ):
        rijen += [_rij(str(jaar), "buig_budget", buig, "beschikking (verzonnen)"),
                  _rij(str(jaar), "begroting_reintegratie", 150_000, "begroting (verzonnen)"),
                  _rij(str(jaar), "wsw_begroot_tekort", tekort, "begroting (verzonnen)")]  # fmt: skip
        for maand in range(1, 11 if jaar == 2026 else 13):
            rijen += _maand(random, jaar, maand)
    return rijen


def _maand(random: Random, jaar: int, maand: int) -> list[dict]:
    periode = f"{jaar}-{maand:02d}"
    lasten = Decimal(random.randint(488_000, 521_000)) + Decimal(random.randint(0, 99)) / 100
    return [
        _rij(periode, "uitkeringslasten", lasten, FINANCIEN),
        _rij(periode, "instroom", random.randint(9_000, 15_000), FINANCIEN),
        _rij(periode, "uitstroom", random.randint(9_500, 16_000), FINANCIEN),
        _rij(periode, "lks_lasten", random.randint(17_000, 22_000), FINANCIEN),
        _rij(
            periode, "terugvorderingen", random.randint(2_500, 9_000), FINANCIEN, aantal=random.randint(3, 11)
        ),
        _rij(periode, "wsw_lasten", random.randint(214_000, 226_000), FINANCIEN),
        _rij(periode, "wsw_baten", random.randint(192_000, 205_000), FINANCIEN),
    ]


def bedragen_hof_van_twente() -> list[dict]:
    """Participatiebudget, begroting en middelen uit bron 001 §6 (HT-088, HT-090, HT-091)."""
    reeksen = {
        "budget_wsw": {2017: 2611727, 2018: 2391581, 2019: 2247714, 2020: 2071739},
        "budget_klassiek": {2017: 278375, 2018: 303667, 2019: 305237, 2020: 305234},
        "budget_nieuw": {2017: 99390, 2018: 122797, 2019: 144291, 2020: 160695},
        "buig_budget": {2017: 5970342},
        "begroting_reintegratie": {2018: 569170, 2019: 567957, 2020: 469384, 2021: 469384, 2022: 469384},
    }
    rijen = [_rij(str(j), soort, b, HVT_NOTA) for soort, reeks in reeksen.items() for j, b in reeks.items()]
    return rijen + [
        _rij("2018", "middel_reintegratie", bedrag, HVT_NOTA, omschrijving=naam)
        for naam, bedrag in MIDDELEN.items()
    ]


def _rij(periode: str, soort: str, bedrag, bron: str, **extra) -> dict:
    return {
        "periode": periode,
        "soort": soort,
        "bedrag": Decimal(bedrag),
        "aantal": "",
        "omschrijving": "",
        "bron": bron,
    } | extra


def maak_peilmomenten(code: str = "1742") -> dict:
    """Twee peilmomenten met bijsturing; het tweede beantwoordt het eerste. Herhalen verandert niets."""
    gemeente = Gemeente.objects.get(code=code)
    if Peilmoment.objects.filter(gemeente=gemeente).exists():
        return {"peilmomenten": 0, "bijsturing": 0}
    manager = Gebruiker.objects.get(username="teammanager")
    for kpi, doel in (("wsw_plan", 90), ("wsw_loonwaarde", 50)):
        leg_doel_vast(
            gemeente, kpi=kpi, waarde=Decimal(doel), begindatum=date(2025, 1, 1), door=manager,
            bron="uitvoeringsprogramma werk en inkomen (verzonnen)",
        )  # fmt: skip
    zet_peilmoment_vast(gemeente, EERSTE, door=manager)
    afgesproken = _bijsturen(gemeente, EERSTE, date(2026, 5, 1), manager)
    tweede = zet_peilmoment_vast(gemeente, TWEEDE, door=manager)
    for afspraak in te_beantwoorden(tweede):
        _, antwoord = BIJSTURING.get(afspraak.kpi, STANDAARD)
        beantwoord_bijsturing(afspraak, tweede, resultaat=antwoord, door=manager)
    afgesproken += _bijsturen(gemeente, TWEEDE, date(2026, 12, 1), manager)
    return {"peilmomenten": 2, "bijsturing": afgesproken}


def _bijsturen(gemeente: Gemeente, peildatum: date, uiterlijk: date, manager: Gebruiker) -> int:
    """Elk gemist doel krijgt bijsturing, om de beurt van de teammanager en een consulent."""
    namen = ("teammanager", "consulent", "consulent-wsw")
    collegas = {naam: Gebruiker.objects.get(username=naam) for naam in namen}
    gemist = Peilmoment.objects.get(gemeente=gemeente, peildatum=peildatum).waarden.filter(
        oordeel=Oordeel.NIET_OP_DOEL
    )
    for nummer, waarde in enumerate(gemist.select_related("peilmoment__gemeente").order_by("volgorde")):
        eigenaar = collegas[namen[2] if waarde.dashboard == "wsw" else namen[nummer % 2]]
        tekst, _ = BIJSTURING.get(waarde.kpi, STANDAARD)
        leg_bijsturing_vast(waarde, tekst=tekst, eigenaar=eigenaar, uiterlijk=uiterlijk, door=manager)
    return gemist.count()
