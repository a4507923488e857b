"""De formatiepagina's: de getallen van de bron op het scherm, in csv, json en PDF (ontwerp.md §5, C1, C2, C3)."""

from datetime import date
from decimal import Decimal as D

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from demo.formatie import maak_formatie
from formatie.choices import Versie
from formatie.models import Formatieplaats, Functie, Scenario
from kern.models import Gebeurtenis, Inzage
from kern.permissions import Rol
from tests.factories.formatie import ScenarioFactory
from tests.factories.kern import TeamFactory, TeamlidFactory
from tests.factories.personen import ToewijzingFactory
from tests.formatie.lezen import csv_rijen, pdf_tekst, tabel
from tests.monitor import populaties
from wsw.choices import Groep
from wsw.models import Indeling

pytestmark = pytest.mark.django_db


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
