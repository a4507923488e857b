"""De formatie van Rijssen-Holten uit bron 000 §4.3 en §4.4: functies, formatieplaatsen en het plan van 2020.

Alles via de acties. Twenterand heeft geen formatie in de bron; haar prognose volgt uit het beleidskader.
"""

from datetime import date
from decimal import Decimal

from formatie.actions import bewaar_scenario, maak_functie, maak_plaats
from formatie.choices import Taak, Tabel, Versie
from formatie.models import Functie
from formatie.rules import Invoer
from kern.models import Gebruiker, Gemeente

PW_START, WSW_START = date(2020, 7, 1), date(2021, 1, 1)
NU_VANAF = date(2019, 1, 1)
REINTEGRATIE, WSW_BUDGET = "re-integratiebudget", "Wsw-budget, vrijval bijdrage SOWECO"
FORMATIEPARAGRAAF = "Inrichtings- en organisatieplan §4.4 c"
KADERNOTA = "toekenning van de middelen in de kadernota"

# (naam, tabel, taak, HR21-profiel, schaal, budget, team)
FUNCTIES = (
    ("Accountmanager (PR)", Tabel.PW, Taak.VAST, "medewerker beleidsuitvoering I", 10, REINTEGRATIE, "SC"),
    ("Coördinator Participatiepact", Tabel.PW, Taak.PLAATSING, "medewerker beleidsuitvoering III", None, REINTEGRATIE,
     "SC"),
    ("Re-integratieconsulenten", Tabel.PW, Taak.ONTWIKKELING, "medewerker beleidsuitvoering III", 8, REINTEGRATIE, "SC"),
    ("Werkgeversbenadering", Tabel.PW, Taak.PLAATSING, "medewerker beleidsuitvoering III", 8, REINTEGRATIE, "SC"),
    ("Ontwikkeling", Tabel.PW, Taak.ONTWIKKELING, "medewerker beleidsuitvoering III", 8, REINTEGRATIE, "SC"),
    ("Loonwaardemetingen", Tabel.PW, Taak.LOONWAARDE, "medewerker beleidsuitvoering III", 8, REINTEGRATIE, "SC"),
    ("Consulent Wsw", Tabel.WSW, Taak.WSW, "medewerker beleidsuitvoering III", 8, "Wsw-budget", "SC"),
    ("Liaisonfunctionaris", Tabel.WSW, Taak.VAST, "adviseur V", 9, "Wsw-budget", "FMF"),
    ("Financieel-administratief medewerker", Tabel.WSW, Taak.VAST, "medewerker bedrijfsvoering IV", 6, "Wsw-budget",
     "FMF"),
)  # fmt: skip

# (functie, versie, fte, eerste dag, laatste dag, dekking, extra)
PLAATSEN = (
    ("Accountmanager (PR)", Versie.HUIDIG, "0.25", NU_VANAF, None, REINTEGRATIE, {}),
    ("Coördinator Participatiepact", Versie.HUIDIG, "0.89", NU_VANAF, None, REINTEGRATIE, {}),
    ("Re-integratieconsulenten", Versie.HUIDIG, "3.14", NU_VANAF, None, REINTEGRATIE, {}),
    ("Loonwaardemetingen", Versie.HUIDIG, "0.30", NU_VANAF, None, "inkoopbudget loonwaardemetingen",
     {"ingekocht": True}),
    ("Accountmanager (PR)", Versie.VOORSTEL, "0.25", PW_START, None, REINTEGRATIE, {}),
    ("Werkgeversbenadering", Versie.VOORSTEL, "0.89", PW_START, None, REINTEGRATIE, {}),
    # RH-005, RH-006: the extension has its own cover until the kadernota decides.
    ("Werkgeversbenadering", Versie.VOORSTEL, "1.11", PW_START, date(2020, 12, 31), "reserve re-integratie",
     {"besluit": "Beslispunten college e en f", "vacature": True}),
    ("Werkgeversbenadering", Versie.VOORSTEL, "1.11", date(2021, 1, 1), None, "kadernota",
     {"besluit": "Beslispunt college e", "voorbehoud": KADERNOTA, "vacature": True}),
    ("Ontwikkeling", Versie.VOORSTEL, "3.10", PW_START, None, REINTEGRATIE, {}),
    ("Loonwaardemetingen", Versie.VOORSTEL, "0.30", PW_START, None, "inkoopbudget loonwaardemetingen", {}),
    ("Consulent Wsw", Versie.VOORSTEL, "1.50", WSW_START, None, WSW_BUDGET,
     {"besluit": "Beslispunten college a en d", "voorlopig": True, "vacature": True}),
    ("Liaisonfunctionaris", Versie.VOORSTEL, "0.30", WSW_START, None, WSW_BUDGET,
     {"besluit": "Beslispunten college c en d", "voorlopig": True, "vacature": True}),
    ("Financieel-administratief medewerker", Versie.VOORSTEL, "0.20", WSW_START, None, WSW_BUDGET,
     {"besluit": "Beslispunten college c en d", "voorlopig": True, "vacature": True}),
)  # fmt: skip

PLAN_2020 = Invoer(
    wsw_individueel=15, wsw_groep=50, wsw_beschut=40, wsw_voorzien=55, wsw_terugval=5,
    pw_uitkering=290, pw_begeleid_werken=20, pw_lks=45, pw_passief=170, naar_werk=90,
    norm_wsw=Decimal(45), norm_plaatsing=Decimal(45), norm_ontwikkeling=Decimal(85),
    opslag_wsw=Decimal("0.3"), opslag_pw=Decimal("0.3"), vast_accountmanager=Decimal("0.25"),
    vast_liaison=Decimal("0.3"), vast_administratie=Decimal("0.2"), uitstroom_wsw=Decimal("7.5"),
    nu_plaatsing=Decimal("0.89"), nu_ontwikkeling=Decimal("3.14"), nu_wsw=Decimal(0),
)  # fmt: skip
# What the document says about the caseload per fte, and the same sum done again (C2, footnote 22).
PER_FTE = [
    {"naam": "Re-integratieconsulent", "mensen": 308, "fte": "3.14", "bron": "§4.4 b, voetnoot 22: 355 minus 45 = 308",
     "nagerekend": 310, "som": "355 − 45 = 310"},
    {"naam": "Medewerker Participatiepact", "mensen": 25, "fte": "0.89", "bron": "§4.4 b"},
    {"naam": "Accountmanager", "mensen": 0, "fte": "0.25", "bron": "§4.4 b: geen caseload"},
]  # fmt: skip


def maak_formatie(gebruikersnaam: str = "teammanager", code: str = "1742") -> dict:
    """Leg het functieboek, de formatieplaatsen en het plan vast; herhalen verandert niets."""
    gemeente = Gemeente.objects.get(code=code)
    if Functie.objects.filter(gemeente=gemeente).exists():
        return {"functies": 0, "formatieplaatsen": 0, "scenario's": 0}
    door = Gebruiker.objects.get(username=gebruikersnaam)
    functies = {}
    for naam, tabel, taak, profiel, schaal, budget, team in FUNCTIES:
        functies[naam] = maak_functie(
            gemeente=gemeente, naam=naam, tabel=tabel, taak=taak, hr21_profiel=profiel, schaal=schaal,
            budget=budget, team=team, door=door,
        )  # fmt: skip
    for naam, versie, fte, begin, einde, dekking, extra in PLAATSEN:
        maak_plaats(
            functies[naam], versie=versie, fte=Decimal(fte), begindatum=begin, einddatum=einde, dekking=dekking,
            bron=FORMATIEPARAGRAAF, door=door, **extra,
        )  # fmt: skip
    bewaar_scenario(
        gemeente=gemeente, naam="Plan 2020", peildatum=PW_START, invoer=PLAN_2020,
        bron="Inrichtings- en organisatieplan §4.4", extra={"per_fte": PER_FTE}, door=door,
    )  # fmt: skip
    return {"functies": len(FUNCTIES), "formatieplaatsen": len(PLAATSEN), "scenario's": 1}
