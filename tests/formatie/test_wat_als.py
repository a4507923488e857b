"""Wat als, scenario's en de prognose: rekenen, bewaren en naast elkaar zetten (C2, C3)."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from formatie.models import Scenario
from kern.models import Gebeurtenis
from kern.permissions import Rol
from tests.factories.formatie import ScenarioFactory
from tests.factories.wsw import IndelingFactory
from tests.formatie.lezen import csv_rijen, pdf_tekst, tabel
from tests.monitor import populaties
from wsw.choices import Groep

pytestmark = pytest.mark.django_db


# ---- what if -------------------------------------------------------------------------------------------
def test_het_plan_rekent_uit_wat_de_bron_zegt(browser, plan):
    # RH-163: 90/45 = 2,0; 265/85 = 3,1176 → 3,1; RH-168: 5,65 − 4,28 = +1,37
    antwoord = browser.get(reverse("formatie:scenario", args=[plan.pk]))
    rijen = {rij[0]: rij[1:] for rij in tabel(antwoord, "posten")}

    assert rijen["Werkgeversbenadering"] == ["90", "45", "2,0000", "2,00", "0,89", "+1,11"]
    assert rijen["Ontwikkeling"] == ["265", "85", "3,1176", "3,10", "3,14", "−0,04"]
    assert rijen["Totaal re-integratie PW"] == ["–", "–", "5,6676", "5,65", "4,28", "+1,37"]
    assert rijen["Totaal Wsw"][3] == "2,00"
    assert "+1,37 fte, afgerond +1,4 fte" in antwoord.content.decode()


def test_een_andere_norm_geeft_meteen_andere_fte_en_laat_het_scenario_met_rust(browser, plan):
    adres = reverse("formatie:scenario", args=[plan.pk])

    rijen = {rij[0]: rij[1:] for rij in tabel(browser.get(adres + "?norm_ontwikkeling=80"), "posten")}

    assert rijen["Ontwikkeling"][:4] == ["265", "80", "3,3125", "3,30"]
    plan.refresh_from_db()
    assert plan.invoer["norm_ontwikkeling"] == "85"


@pytest.mark.parametrize("norm", ["norm_wsw", "norm_plaatsing", "norm_ontwikkeling"])
def test_met_een_norm_van_nul_wordt_er_niets_bewaard(browser, plan, norm):
    adres = reverse("formatie:scenario-bewaren") + f"?van={plan.pk}&gemeente=1742&{norm}=0"

    antwoord = browser.post(adres, {"naam": f"Nul {norm}", "bron": "voorstel"}, follow=True)

    assert antwoord.status_code == 200
    assert [scenario.naam for scenario in Scenario.objects.all()] == ["Plan 2020"]
    pagina = browser.get(reverse("formatie:scenario", args=[plan.pk]) + f"?{norm}=0")
    assert "De norm moet groter zijn dan 0" in pagina.context["form"].errors[norm][0]


@pytest.mark.parametrize("norm", ["0", "0,00", "-5"])
def test_norm_nul_is_een_duidelijke_fout_bij_het_veld(browser, plan, norm):
    antwoord = browser.get(reverse("formatie:scenario", args=[plan.pk]) + f"?norm_wsw={norm}")

    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors == {
        "norm_wsw": ["De norm moet groter zijn dan 0. Vul het aantal klanten per fte in, bijvoorbeeld 45."]
    }


def test_meer_mensen_naar_werk_dan_er_zijn_kan_niet(browser, plan):
    antwoord = browser.get(reverse("formatie:scenario", args=[plan.pk]) + "?naar_werk=400")

    assert "(355)" in antwoord.context["form"].errors["naar_werk"][0]


def test_rommel_in_het_adres_geeft_geen_storing(browser, plan):
    adres = reverse("formatie:wat-als")

    for vraag in ("?norm_wsw=abc", "?naast=999999", "?peildatum=32-13-2026", "?gemeente=zzzz", "?export=exe"):
        assert browser.get(adres + vraag).status_code == 200


def test_basis_en_twee_scenario_s_naast_elkaar(browser, plan, rijssen_holten):
    ander = ScenarioFactory(
        gemeente=rijssen_holten, naam="Norm 80", invoer=plan.invoer | {"norm_ontwikkeling": "80"}
    )

    antwoord = browser.get(reverse("formatie:scenario", args=[plan.pk]) + f"?naast={ander.pk}")
    koppen = [kolom.naam for kolom in antwoord.context["stuk"].tabellen[1].kolommen]

    assert koppen == ["Taak", "Basis", "Plan 2020", "Norm 80"]
    rijen = {rij[0]: rij[1:] for rij in tabel(antwoord, "vergelijking")}
    assert rijen["Ontwikkeling"][1:] == ["3,10", "3,30"]


def test_bewaren_maakt_een_nieuw_scenario_met_een_naam(browser, plan, manager):
    vraag = f"?van={plan.pk}&gemeente=1742&norm_ontwikkeling=80"
    adres = reverse("formatie:scenario-bewaren") + vraag

    antwoord = browser.post(adres, {"naam": "Norm 80", "bron": "voorstel"})

    nieuw = Scenario.objects.get(naam="Norm 80")
    assert antwoord.url == reverse("formatie:scenario", args=[nieuw.pk])
    assert (nieuw.invoer["norm_ontwikkeling"], nieuw.invoer["pw_uitkering"]) == ("80", 290)
    assert Gebeurtenis.objects.filter(
        soort="scenario.bewaard", onderwerp_id=nieuw.pk, gebruiker=manager
    ).exists()


def test_een_naam_kan_maar_een_keer(browser, plan):
    adres = reverse("formatie:scenario-bewaren") + f"?van={plan.pk}&gemeente=1742"

    antwoord = browser.post(adres, {"naam": "Plan 2020"})

    assert antwoord.context["form"].errors == {
        "naam": ["Er is al een scenario met deze naam. Kies een andere naam."]
    }


def test_verwijderen_kan_ongedaan_worden_gemaakt(browser, plan):
    browser.post(reverse("formatie:scenario-verwijderen", args=[plan.pk]))
    weg = Scenario.objects.count()
    pagina = browser.get(reverse("formatie:wat-als"))
    soep = BeautifulSoup(pagina.content, "html.parser")

    browser.post(soep.select_one("form[action*='/ongedaan/']")["action"])

    assert weg == 0
    assert Scenario.objects.get().invoer == plan.invoer


def test_wie_alleen_mag_kijken_kan_rekenen_maar_niet_bewaren(client, plan, rijssen_holten, maak_gebruiker):
    client.force_login(maak_gebruiker(Rol.FINANCIEN, rijssen_holten))

    pagina = client.get(reverse("formatie:wat-als"))

    assert pagina.status_code == 200
    assert "Bewaar als scenario" not in pagina.content.decode()
    assert client.post(reverse("formatie:scenario-bewaren"), {"naam": "X"}).status_code == 403


def test_het_scenario_op_papier_heeft_dezelfde_getallen(browser, plan):
    adres = reverse("formatie:scenario", args=[plan.pk])

    papier = pdf_tekst(browser.get(adres + "?export=pdf"))

    for getal in ("2,00", "3,1176", "3,10", "5,65", "4,28", "+1,37", "1,52"):
        assert getal in papier
    assert "55 / 45 + 0,3 = 1,52, afgerond 1,5 fte" in papier


def test_htmx_krijgt_alleen_de_uitkomst(browser, plan):
    adres = reverse("formatie:scenario", args=[plan.pk])

    inhoud = browser.get(adres + "?norm_wsw=60", headers={"HX-Request": "true"}).content.decode()

    assert inhoud.lstrip().startswith('<div id="uitkomst">')
    assert "<html" not in inhoud


def test_de_uitstroom_van_de_wsw_werkt_door_in_de_fte(browser, plan):
    # 7,5%: 105 → 97,125; actief 50 × 0,925 + 5 = 51,25; 51,25 / 45 + 0,3 = 1,4389
    rijen = tabel(browser.get(reverse("formatie:scenario", args=[plan.pk])), "uitstroom")

    assert rijen[:2] == [["nu", "105,00", "55,00", "1,5222"], ["over 1 jaar", "97,13", "51,25", "1,4389"]]


# ---- prognosis -----------------------------------------------------------------------------------------
def test_de_prognose_van_rijssen_holten(browser, plan, rijssen_holten):
    # RH-038: 105 → 96,92 → 88,19 → 81,36; landelijk 6%: 98,70 → 92,78 → 87,21
    populaties.wsw(
        rijssen_holten, ((Groep.INDIVIDUEEL, "", 15), (Groep.GROEP, "", 50), (Groep.BESCHUT, "", 40))
    )

    antwoord = browser.get(reverse("formatie:prognose") + "?vanaf=2021&tot=2025")
    rijen = tabel(antwoord, "lijnen")

    assert [rij[2] for rij in rijen] == ["105,00", "96,92", "88,19", "81,36", "75,26"]
    assert [rij[1] for rij in rijen] == ["–", "7,7%", "9%", "7,75%", "7,5%"]
    assert [rij[3] for rij in rijen][:4] == ["105,00", "98,70", "92,78", "87,21"]
    assert [rij[5] for rij in rijen] == ["105"] * 5
    assert [rij[1:5] for rij in tabel(antwoord, "groepen-lokaal")][1] == ["96,92", "13,85", "46,15", "36,92"]


def test_de_prognose_kan_bij_een_scenario_beginnen(browser, plan):
    adres = reverse("formatie:prognose") + f"?vanaf=2021&tot=2024&scenario={plan.pk}"

    rijen = tabel(browser.get(adres), "lijnen")

    assert [rij[2] for rij in rijen] == ["105,00", "96,92", "88,19", "81,36"]
    assert [rij[4] for rij in rijen] == ["geen gegevens"] * 4


def test_de_aow_lijn_volgt_de_mensen_zelf(browser, plan, rijssen_holten):
    # Born 1-3-1957: AOW on 1-3-2024; born 1-1-1961: on 1-4-2028; born 1980: unknown yet, stays.
    for geboren in (date(1957, 3, 1), date(1961, 1, 1), date(1980, 1, 1)):
        IndelingFactory(
            dienstverband__persoon__gemeente=rijssen_holten, dienstverband__persoon__geboortedatum=geboren
        )

    rijen = {
        rij[0]: rij[4]
        for rij in tabel(browser.get(reverse("formatie:prognose") + "?vanaf=2024&tot=2033"), "lijnen")
    }

    assert (rijen["2024"], rijen["2025"], rijen["2028"], rijen["2029"]) == ("3", "2", "2", "1")
    # The table of AOW ages ends with people who reach it on 31-12-2031: later years are not known.
    assert (rijen["2031"], rijen["2032"], rijen["2033"]) == ("1", "geen gegevens", "geen gegevens")


# regels.md §8.3: 7,587% a year from 238 (2024) to 117 (2033), to one decimal
JAREN = [str(jaar) for jaar in range(2024, 2034)]
VERLOOP = ["238.0", "219.9", "203.3", "187.8", "173.6", "160.4", "148.2", "137.0", "126.6", "117.0"]
HELE_MENSEN = ["238", "220", "203", "188", "174", "160", "148", "137", "127", "117"]


def _een_decimaal(tekst: str) -> str:
    return str(Decimal(tekst.replace(",", ".")).quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_twenterand_gaat_van_238_naar_117(client, plan, maak_gebruiker):
    from kern.models import Gemeente

    twenterand = Gemeente.objects.get(code="1700")
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, twenterand))

    antwoord = client.get(reverse("formatie:prognose") + "?vanaf=2024&tot=2033")
    rijen = tabel(antwoord, "document")

    assert [(rij[0], rij[2]) for rij in rijen] == list(zip(JAREN, HELE_MENSEN, strict=True))
    assert [_een_decimaal(rij[1]) for rij in rijen] == VERLOOP
    assert "7,587% per jaar" in antwoord.content.decode()

    adres = reverse("formatie:prognose") + "?vanaf=2024&tot=2033"
    uit_csv = csv_rijen(client.get(adres + "&export=csv"))
    titel = "Verloop volgens het document, 2024 tot en met 2033"
    assert [_een_decimaal(uit_csv[titel, jaar, "Mensen"]) for jaar in JAREN] == VERLOOP
    tabellen = client.get(adres + "&export=json").json()["tabellen"]
    (document,) = [t["rijen"] for t in tabellen if t["code"] == "document"]
    assert [(rij[0], _een_decimaal(str(rij[1]))) for rij in document] == list(
        zip(JAREN, VERLOOP, strict=True)
    )
    papier = pdf_tekst(client.get(adres + "&export=pdf"))
    op_papier = re.findall(r"\b(20\d\d) (\d{3},\d\d) (\d{3})\b", papier)
    assert [(jaar, _een_decimaal(mensen), heel) for jaar, mensen, heel in op_papier][:10] == [
        *zip(JAREN, VERLOOP, HELE_MENSEN, strict=True)
    ]


def test_de_prognose_op_papier_en_in_bestanden_is_gelijk(browser, plan):
    adres = reverse("formatie:prognose") + f"?vanaf=2021&tot=2024&scenario={plan.pk}"

    papier = pdf_tekst(browser.get(adres + "&export=pdf"))
    rijen = csv_rijen(browser.get(adres + "&export=csv"))

    lokaal = [
        rijen["Totaal zonder begeleid werken: per jaar", str(jaar), "Lokaal"] for jaar in range(2021, 2025)
    ]
    assert lokaal == ["105,00", "96,92", "88,19", "81,36"]
    for getal in lokaal:
        assert getal in papier


@pytest.mark.parametrize(
    ("vraag", "veld"),
    [("?vanaf=2025&tot=2024", "tot"), ("?vanaf=1900", "vanaf"), ("?vanaf=2020&tot=2080", "tot")],
)
def test_onmogelijke_jaren_geven_een_fout_bij_het_veld(browser, plan, vraag, veld):
    antwoord = browser.get(reverse("formatie:prognose") + vraag)

    assert antwoord.status_code == 200
    assert veld in antwoord.context["form"].errors
