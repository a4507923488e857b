"""De formatiepagina's: de getallen van de bron op het scherm, in csv, json en PDF (ontwerp.md §5, C1, C2, C3)."""

import csv
import io
from datetime import date
from decimal import Decimal as D

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from demo.formatie import maak_formatie
from formatie.choices import Versie
from formatie.models import Formatieplaats, Functie, Scenario
from kern.models import Gebeurtenis, Inzage
from kern.permissions import Rol
from tests.factories.formatie import ScenarioFactory
from tests.factories.kern import TeamFactory, TeamlidFactory
from tests.factories.personen import ToewijzingFactory
from tests.factories.wsw import IndelingFactory
from tests.monitor import populaties
from wsw.choices import Groep
from wsw.models import Indeling

pytestmark = pytest.mark.django_db


def tabel(antwoord, code) -> list[list[str]]:
    """De rijen van één tabel op de pagina, als tekst."""
    soep = BeautifulSoup(antwoord.content, "html.parser")
    for weg in soep.select(".verborgen"):
        weg.decompose()
    rijen = soep.select(f"#{code} tbody tr")
    return [[cel.get_text(strip=True) for cel in rij.find_all(["th", "td"])] for rij in rijen]


def pdf_tekst(antwoord) -> str:
    tekst = "\n".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(antwoord.content)).pages)
    return " ".join(tekst.replace("\u00a0", " ").split())


def csv_rijen(antwoord) -> dict[tuple[str, str, str], str]:
    lezer = csv.DictReader(io.StringIO(antwoord.content.decode("utf-8-sig")), delimiter=";")
    return {(rij["tabel"], rij["rij"], rij["kolom"]): rij["waarde"] for rij in lezer}


# ---- both tables of the source -----------------------------------------------------------------------
def test_de_tabel_wsw_telt_op_tot_twee_fte(browser, plan):
    # RH-167: 1,50 + 0,30 + 0,20 = 2,00; precies 55 / 45 + 0,3 = 1,5222
    rijen = tabel(browser.get(reverse("formatie:overzicht")), "formatie-wsw")

    assert [rij[3:5] for rij in rijen] == [
        ["1,5222", "1,50"],
        ["0,2000", "0,20"],
        ["0,3000", "0,30"],
        ["2,0222", "2,00"],
    ]


def test_de_tabel_pw_zet_huidig_naast_voorgesteld(browser, plan):
    # RH-168: 0,25 + 0,89 + 3,14 = 4,28 → 0,25 + 2,00 + 3,10 + 0,30 = 5,65
    antwoord = browser.get(reverse("formatie:overzicht"))

    assert tabel(antwoord, "formatie-pw") == [
        ["Accountmanager (PR)", "0,25", "Accountmanager (PR)", "0,2500", "0,25", "0,00"],
        ["Coördinator Participatiepact", "0,89", "Werkgeversbenadering", "2,0000", "2,00", "+1,11"],
        ["Re-integratieconsulenten", "3,14", "Ontwikkeling", "3,1176", "3,10", "−0,04"],
        ["Loonwaardemetingen (ingekocht: 0,30\xa0fte)", "–", "Loonwaardemetingen", "0,3000", "0,30", "+0,30"],
        ["Totaal", "4,28", "Nodig", "5,6676", "5,65", "+1,37"],
    ]
    assert "5,65 − 4,28 = 1,37 fte, afgerond 1,4 fte" in antwoord.content.decode()


def test_de_uitbreiding_is_pas_beschikbaar_als_zij_is_toegekend(browser, plan, manager):
    # RH-005: +1,11 onder voorbehoud van de kadernota
    plaats = Formatieplaats.objects.exclude(voorbehoud="").get()
    voor = browser.get(reverse("formatie:overzicht")).content.decode().replace("\xa0", " ")
    velden = {
        "dekking": plaats.dekking,
        "bron": plaats.bron,
        "voorbehoud": plaats.voorbehoud,
        "toegekend_op": "5-11-2020",
    }

    antwoord = browser.post(reverse("formatie:plaats-wijzigen", args=[plaats.pk]), velden)

    assert "Beschikbaar is 4,54 fte; 1,11 fte is nog onder voorbehoud." in voor
    assert antwoord.status_code == 302
    assert "onder voorbehoud." not in browser.get(reverse("formatie:overzicht")).content.decode()
    assert Gebeurtenis.objects.filter(soort="formatieplaats.gewijzigd", gebruiker=manager).count() == 1


def test_in_het_eerste_halfjaar_komt_de_dekking_uit_de_reserve(browser, plan):
    # RH-006: 1-7-2020 t/m 31-12-2020 uit de reserve re-integratie
    rijen = tabel(browser.get(reverse("formatie:overzicht") + "?peildatum=31-12-2020"), "dekking")

    assert [rij[1:5] for rij in rijen if rij[3] == "31-12-2020"] == [
        ["1,11", "01-07-2020", "31-12-2020", "reserve re-integratie"]
    ]


def test_zonder_dekking_kan_er_geen_formatieplaats_zijn(browser, plan):
    functie = Functie.objects.get(naam="Ontwikkeling")
    velden = {"versie": Versie.VOORSTEL, "fte": "0,5", "begindatum": "1-1-2027", "bron": "kadernota"}

    antwoord = browser.post(reverse("formatie:plaats-nieuw", args=[functie.pk]), velden)

    assert antwoord.status_code == 200
    assert "dekking" in antwoord.context["form"].errors
    assert functie.plaatsen.count() == 1


def test_de_getallen_zijn_gelijk_op_de_pagina_in_csv_json_en_pdf(browser, plan):
    adres = reverse("formatie:overzicht")
    pagina = tabel(browser.get(adres), "formatie-pw")
    rijen = csv_rijen(browser.get(adres + "?export=csv"))
    gegevens = browser.get(adres + "?export=json").json()
    papier = pdf_tekst(browser.get(adres + "?export=pdf"))

    titel = "Formatie re-integratie PW"
    assert rijen[titel, "Totaal", "Voorgesteld, fte"] == "5,65" == pagina[-1][4]
    assert rijen[titel, "Totaal", "Huidig, fte"] == "4,28" == pagina[-1][1]
    pw = next(t for t in gegevens["tabellen"] if t["code"] == "formatie-pw")
    assert pw["rijen"][-1] == ["Totaal", "4.28", "Nodig", "5.6676", "5.65", "1.37"]
    for getal in ("4,28", "5,65", "5,6676", "3,1176", "1,5222", "2,0222", "+1,37"):
        assert getal in papier
    assert "afgerond 1,4 fte" in papier
    assert Inzage.objects.filter(soort="rapport").count() == 3


# ---- plan and count beside each other (C1) -------------------------------------------------------------
def test_plan_en_telling_staan_naast_elkaar_met_het_verschil(browser, plan, rijssen_holten):
    populaties.ladder(rijssen_holten, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)

    rijen = {rij[0]: rij[1:] for rij in tabel(browser.get(reverse("formatie:overzicht")), "caseload")}

    # The ladder gives 315 and 114; the plan says 290 and about 170. Nothing is smoothed.
    assert rijen["Uitkering, actief"] == ["290", "315", "+25"]
    assert rijen["Uitkering, passief"] == ["170", "114", "−56"]
    assert rijen["PW actief"][0] == "355"
    assert rijen["Wsw actief"][0] == "55"


def test_het_aantal_opent_precies_die_mensen(browser, plan, rijssen_holten):
    # K2: the list behind the number has as many rows
    populaties.ladder(rijssen_holten, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)
    antwoord = browser.get(reverse("formatie:overzicht"))
    soep = BeautifulSoup(antwoord.content, "html.parser")
    links = [a["href"] for a in soep.select("#caseload a")]

    lijst = browser.get(next(link for link in links if "doel-4-6" in link))

    assert "315 personen" in lijst.content.decode()


def test_wie_begeleiding_heeft_telt_niet_in_de_actieve_caseload(browser, plan, rijssen_holten):
    # RH-157: 105 − 55 = 50, + 5 terugval = 55
    populaties.wsw(
        rijssen_holten, ((Groep.INDIVIDUEEL, "", 15), (Groep.GROEP, "", 50), (Groep.BESCHUT, "", 40))
    )
    for groep, aantal in ((Groep.BESCHUT, 28), (Groep.GROEP, 27)):
        gekozen = Indeling.objects.filter(groep=groep).values_list("pk", flat=True)[:aantal]
        Indeling.objects.filter(pk__in=list(gekozen)).update(voorzien=True)

    antwoord = browser.get(reverse("formatie:overzicht"))
    rijen = {rij[0]: rij[1:] for rij in tabel(antwoord, "caseload")}

    assert rijen["Waarvan begeleiding al geregeld"] == ["55", "55", "0"]
    assert rijen["Wsw actief"] == ["55", "55", "0"]
    behoefte = {rij[0]: rij for rij in tabel(antwoord, "behoefte")}
    geteld = "Detachering, jobcoaching en loonwaardemetingen, geteld op 22-11-2026"
    assert behoefte[geteld][3:] == ["55 / 45 + 0,3", "1,5222", "1,50"]


def test_de_herbeoordeling_heeft_een_eigen_regel_zonder_verzonnen_norm(browser, plan):
    # C16: asked in the text, no number given
    rijen = {rij[0]: rij for rij in tabel(browser.get(reverse("formatie:overzicht")), "behoefte")}

    assert rijen["Herbeoordeling doeltrede 3 of lager, Plan 2020"][1:] == [
        "170", "–", "–", "niet vastgesteld", "niet vastgesteld",
    ]  # fmt: skip
    assert rijen["Plaatsing en ontwikkeling samen, Plan 2020"][4:] == ["5,1176", "5,10"]


# ---- caseload per person -------------------------------------------------------------------------------
def test_de_caseload_van_het_document_staat_er_met_teller_en_noemer(browser, plan):
    # C2: 308 / 3,14 = 98,09; nagerekend 310 / 3,14 = 98,73; 25 / 0,89 = 28,09; accountmanager zonder caseload
    rijen = tabel(browser.get(reverse("formatie:caseload")), "plan-per-fte")

    assert [rij[1:5] for rij in rijen] == [
        ["308", "3,14", "98,09", "98"],
        ["310", "3,14", "98,73", "99"],
        ["25", "0,89", "28,09", "28"],
        ["0", "0,25", "geen caseload", "geen caseload"],
    ]


def _consulent_met(rijssen_holten, maak_gebruiker, aantal, fte="1.00", vanaf=date(2019, 1, 1)):
    gebruiker = maak_gebruiker(Rol.CONSULENT, rijssen_holten, naam="K. Consulent")
    team = TeamFactory(gemeente=rijssen_holten, naam="SC")
    TeamlidFactory(team=team, gebruiker=gebruiker, fte=D(fte))
    for persoon in populaties.ladder(rijssen_holten, {}, {5: aantal}, totaal=aantal):
        ToewijzingFactory(persoon=persoon, gebruiker=gebruiker, begindatum=vanaf)
    return gebruiker


def test_de_belasting_is_de_caseload_per_fte_tegen_de_norm(browser, plan, rijssen_holten, maak_gebruiker):
    # 49 mensen op 0,5 fte = 98 per fte; 98 / 85 = 115,3%
    _consulent_met(rijssen_holten, maak_gebruiker, 49, "0.50")

    rijen = tabel(browser.get(reverse("formatie:caseload")), "team-1")

    assert rijen[0][:8] == ["K. Consulent", "49", "0", "49", "0,50", "98,00", "85,00", "115,3%"]


def test_weken_te_hoog_telt_terug_tot_de_caseload_onder_de_grens_was(
    browser, plan, rijssen_holten, maak_gebruiker
):
    from kern.models import Beleidskader
    from tests.factories.kern import ParameterFactory

    kader = Beleidskader.objects.get(code="rijssen-holten")
    for code, waarde in (("formatie.grens_pct", "110"), ("formatie.grens_weken", "4")):
        soort = "percentage" if code.endswith("pct") else "getal"
        ParameterFactory(kader=kader, code=code, soort=soort, waarde=waarde, begindatum=date(2020, 1, 1))
    gebruiker = _consulent_met(rijssen_holten, maak_gebruiker, 80)
    for persoon in populaties.ladder(rijssen_holten, {}, {5: 18}, totaal=18):
        ToewijzingFactory(persoon=persoon, gebruiker=gebruiker, begindatum=date(2026, 10, 20))

    rijen = tabel(browser.get(reverse("formatie:caseload")), "team-1")

    # 22-11, 15-11, 8-11, 1-11 and 25-10 are above (98); 18-10 was not (80).
    assert rijen[0][-2:] == ["5", "te hoog, al te lang"]


def test_wie_geen_caseload_heeft_telt_niet_in_de_noemer(browser, plan, rijssen_holten, maak_gebruiker):
    gebruiker = _consulent_met(rijssen_holten, maak_gebruiker, 85)
    leeg = maak_gebruiker(Rol.ACCOUNTMANAGER, rijssen_holten, naam="A. Zonder")
    TeamlidFactory(team=gebruiker.teamlidmaatschappen.get().team, gebruiker=leeg, fte=D("0.25"))

    antwoord = browser.get(reverse("formatie:caseload"))

    assert tabel(antwoord, "teams")[0][1:8] == ["85", "0", "85", "1,00", "85,00", "85,00", "100,0%"]
    assert "A. Zonder (0,25\xa0fte)" in antwoord.content.decode()


def test_namen_van_collega_s_ziet_alleen_wie_het_team_leidt(client, plan, rijssen_holten, maak_gebruiker):
    _consulent_met(rijssen_holten, maak_gebruiker, 3)
    client.force_login(maak_gebruiker(Rol.BELEID, rijssen_holten))

    inhoud = client.get(reverse("formatie:caseload")).content.decode()

    assert "K. Consulent" not in inhoud
    assert tabel(client.get(reverse("formatie:caseload")), "teams")[0][1] == "3"


def test_de_caseload_kost_niet_meer_vragen_bij_meer_mensen(
    browser, plan, rijssen_holten, maak_gebruiker, django_assert_max_num_queries
):
    _consulent_met(rijssen_holten, maak_gebruiker, 40)

    with django_assert_max_num_queries(30):
        browser.get(reverse("formatie:caseload"))


def test_het_overzicht_kost_niet_meer_vragen_bij_meer_mensen(
    browser, plan, rijssen_holten, django_assert_max_num_queries
):
    populaties.ladder(rijssen_holten, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)

    with django_assert_max_num_queries(30):
        browser.get(reverse("formatie:overzicht"))


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


def test_twenterand_gaat_van_238_naar_117(client, plan, maak_gebruiker):
    from kern.models import Gemeente

    twenterand = Gemeente.objects.get(code="1700")
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, twenterand))

    antwoord = client.get(reverse("formatie:prognose") + "?vanaf=2024&tot=2033")
    rijen = tabel(antwoord, "document")

    # regels.md §8.3
    assert [rij[1].replace(",", ".")[:5] for rij in rijen][:3] == ["238.0", "219.9", "203.2"]
    assert [rij[2] for rij in rijen] == ["238", "220", "203", "188", "174", "160", "148", "137", "127", "117"]
    assert "7,587% per jaar" in antwoord.content.decode()


def test_de_prognose_op_papier_en_in_bestanden_is_gelijk(browser, plan):
    adres = reverse("formatie:prognose") + f"?vanaf=2021&tot=2024&scenario={plan.pk}"

    papier = pdf_tekst(browser.get(adres + "&export=pdf"))
    rijen = csv_rijen(browser.get(adres + "&export=csv"))

    assert rijen["Totaal zonder begeleid werken: per jaar", "2022", "Lokaal"] == "96,92"
    for getal in ("96,92", "88,19", "81,36"):
        assert getal in papier


@pytest.mark.parametrize(
    ("vraag", "veld"),
    [("?vanaf=2025&tot=2024", "tot"), ("?vanaf=1900", "vanaf"), ("?vanaf=2020&tot=2080", "tot")],
)
def test_onmogelijke_jaren_geven_een_fout_bij_het_veld(browser, plan, vraag, veld):
    antwoord = browser.get(reverse("formatie:prognose") + vraag)

    assert antwoord.status_code == 200
    assert veld in antwoord.context["form"].errors


# ---- other gemeente, roles and repeats -----------------------------------------------------------------
def test_een_scenario_van_een_andere_gemeente_bestaat_niet(browser, plan):
    vreemd = ScenarioFactory()

    assert browser.get(reverse("formatie:scenario", args=[vreemd.pk])).status_code == 404


def test_de_demo_twee_keer_laden_verandert_niets(plan):
    opnieuw = maak_formatie()

    assert opnieuw == {"functies": 0, "formatieplaatsen": 0, "scenario's": 0}
    assert (Functie.objects.count(), Formatieplaats.objects.count(), Scenario.objects.count()) == (9, 13, 1)


def test_beeindigen_bewaart_de_laatste_dag_en_weigert_een_dag_voor_het_begin(browser, plan):
    plaats = Formatieplaats.objects.get(functie__naam="Ontwikkeling")
    adres = reverse("formatie:plaats-beeindigen", args=[plaats.pk])

    fout = browser.post(adres, {"laatste_dag": "1-1-2020"})
    browser.post(adres, {"laatste_dag": "31-12-2026"})

    assert "voor de eerste dag" in fout.context["form"].errors["laatste_dag"][0]
    plaats.refresh_from_db()
    assert plaats.einddatum == date(2026, 12, 31)


def test_een_taak_op_een_persoon_is_een_signaal(plan, manager, rijssen_holten, maak_gebruiker):
    from formatie.signalen import EENMANSTAAK

    maak_gebruiker(Rol.LIAISON, rijssen_holten)
    maak_gebruiker(Rol.FINANCIEN, rijssen_holten)
    maak_gebruiker(Rol.FINANCIEN, rijssen_holten)

    signalen = list(EENMANSTAAK.vind([rijssen_holten.pk], date(2026, 11, 22), None))

    assert [signaal.onderwerp for signaal in signalen] == ["liaisonfunctionaris"]
