"""Lijsten zoals een gebruiker ze ziet: filters, weergaven, kolommen, kiezen, afdrukken (E2–E11, J1)."""

import re

import pytest
from playwright.sync_api import expect

from kern.permissions import Rol
from tests.factories.personen import DossierperiodeFactory, PersoonFactory

pytestmark = pytest.mark.django_db(transaction=True)
AANTAL = 30  # with the two of the world: 32 people, two pages of 25


@pytest.fixture(scope="module")
def vol(stad):
    """Thirty more people, ten of them no longer accompanied."""
    from datetime import date

    for nummer in range(AANTAL):
        persoon = PersoonFactory(gemeente=stad.gemeente, achternaam=f"Proef{nummer:02d}")
        einde = {"einddatum": date(2025, 12, 31), "reden_einde": "verhuisd"} if nummer < 10 else {}
        DossierperiodeFactory(persoon=persoon, **einde)
    return stad


def rijen(page) -> list[str]:
    return page.locator("#resultaten tbody tr").all_inner_texts()


def tags(page) -> list[str]:
    return page.locator(".filtertags li").all_inner_texts()


def test_een_adres_met_filters_geeft_een_ander_dezelfde_rijen(open_in_stad, vol):
    """E2, E3."""
    een = open_in_stad(Rol.CONSULENT)
    een.goto("/personen/")
    een.get_by_label("Status").select_option(label="beëindigd")
    een.get_by_role("button", name="Filter toepassen").last.click()
    een.wait_for_url("**status=beeindigd**")
    een.get_by_role("columnheader", name="Naam").get_by_role("link").click()
    een.wait_for_url("**sort=**")

    twee = open_in_stad(Rol.CONSULENT_WSW)
    twee.goto(een.url)
    assert rijen(twee) == rijen(een)
    assert len(rijen(twee)) == 10
    assert tags(twee) == tags(een) != []

    assert een.get_by_role("button", name="Filter toepassen").count() == 2
    sorteer = re.search(r"sort=[^&]+", een.url).group()
    een.get_by_role("link", name="Wis filters").click()
    expect(een.get_by_role("heading", level=1)).to_have_text("32 personen")
    assert sorteer in een.url
    assert "status" not in een.url


def test_terug_houdt_het_filter_en_een_andere_lijst_krijgt_het_niet(open_in_stad, vol):
    """E4."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/?status=beeindigd")
    page.locator("#resultaten tbody a").first.click()
    page.wait_for_url("**/personen/P-*/")
    page.go_back()
    page.wait_for_url("**/personen/?status=beeindigd")
    expect(page.get_by_role("heading", level=1)).to_have_text("10 personen")

    page.goto("/plaatsingen/")
    assert tags(page) == []
    page.goto("/personen/")
    assert tags(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_text("32 personen")


def test_een_weergave_blijft_na_uitloggen_en_staat_op_de_werkvoorraad(open_in_stad, vol):
    """E5."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/?status=beeindigd&sort=-naam")
    page.get_by_role("link", name="Bewaar als weergave").click()
    page.get_by_label("Naam van de weergave").fill("Wie wegging")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**/personen/**")
    page.context.clear_cookies()

    page = open_in_stad(Rol.CONSULENT)  # a new browser
    page.goto("/werkvoorraad/")
    page.locator("#weergaven").get_by_role("link", name="Wie wegging").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("10 personen")
    assert "Proef09" in rijen(page)[0]

    page.get_by_role("link", name="Wijzig weergave").click()
    page.get_by_label("Naam van de weergave").fill("Vertrokken")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("link", name="Vertrokken", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Wijzig weergave").click()
    page.get_by_role("button", name=re.compile("^Verwijder weergave")).click()
    expect(page.get_by_role("status").first).to_contain_text("is verwijderd")
    expect(page.get_by_role("link", name="Vertrokken")).to_have_count(0)


def test_kolommen_en_aantal_rijen_blijven_na_het_sluiten_van_de_browser(open_in_stad, vol):
    """E6."""
    page = open_in_stad(Rol.JOBCOACH)
    page.goto("/personen/")
    page.get_by_role("link", name="Kies kolommen en aantal rijen").click()
    page.get_by_label("Geboortedatum").uncheck()
    page.locator("input[name=per_pagina][value='50']").check()
    page.get_by_role("button", name="Omhoog Status").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.context.close()

    page = open_in_stad(Rol.JOBCOACH)
    page.goto("/personen/")
    koppen = page.locator("#resultaten thead th").all_inner_texts()
    assert "Geboortedatum" not in koppen
    assert koppen.index("Status") == koppen.index("Laatste contact") - 1
    assert len(rijen(page)) == 32

    page.get_by_role("link", name="Kies kolommen en aantal rijen").click()
    page.get_by_role("button", name=re.compile("^Herstel")).click()
    expect(page.get_by_role("columnheader", name="Geboortedatum")).to_be_visible()
    assert len(rijen(page)) == 25


def test_de_titel_zegt_welke_pagina_en_een_te_hoog_nummer_is_pagina_een(open_in_stad, vol):
    """E9."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/?pagina=2")
    expect(page.get_by_role("heading", level=1)).to_have_text("32 personen")
    assert page.title().startswith("Personen (pagina 2 van 2)")
    assert len(rijen(page)) == 7
    page.goto("/personen/?pagina=999")
    assert page.title().startswith("Personen (pagina 1 van 2)")
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(300)
    assert len(rijen(page)) == 25  # no endless scrolling


def test_kiezen_van_rijen_blijft_bij_bladeren_en_niets_kiezen_is_een_melding(open_in_stad, vol):
    """E10."""
    page = open_in_stad(Rol.TEAMMANAGER)
    page.goto("/personen/")
    page.get_by_role("button", name="Herverdelen").click()
    expect(page.locator("main")).to_contain_text("Kies minstens 1 dossier")

    page.locator("#resultaten tbody input[type=checkbox]").first.check()
    expect(page.locator("[data-bulk-aantal]")).to_have_text("1 dossier gekozen")
    page.get_by_role("button", name="Volgende pagina").click()
    page.wait_for_url("**pagina=2**")
    expect(page.locator("[data-bulk-aantal]")).to_have_text("1 dossier gekozen")
    page.locator("#resultaten tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="Herverdelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 dossiers herverdelen")

    page.goto("/personen/")
    page.get_by_role("button", name="Kies alle 32").click()
    expect(page.locator("[data-bulk-aantal]")).to_have_text("32 dossiers gekozen")


def test_leeg_zegt_waarom_en_biedt_een_volgende_stap(open_in_stad, vol):
    """E11."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/?status=beeindigd&mijn_caseload=on")
    leeg = page.locator("#resultaten")
    expect(leeg).to_contain_text("Geen personen met deze filters.")
    expect(leeg.get_by_role("link", name="Wis filters").last).to_be_visible()

    page.goto("/personen/")
    page.get_by_role("searchbox", name="Zoek op naam of dossiernummer").fill("Bestaatniet")
    page.locator(".lijst__zoek").get_by_role("button", name="Zoek").click()
    expect(page.locator("#resultaten")).to_contain_text("0 resultaten voor 'Bestaatniet'")
    assert "estaatniet" not in page.url + page.title()
    page.get_by_role("link", name="Zoekterm wissen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("32 personen")

    page = open_in_stad(Rol.ACCOUNTMANAGER)
    page.goto("/taken/")
    expect(page.locator("main")).not_to_contain_text("filters")


def test_op_papier_staan_geen_menu_filters_en_knoppen(open_in_stad, vol):
    """J1."""
    page = open_in_stad(Rol.TEAMMANAGER)
    page.goto("/personen/?status=beeindigd")
    page.emulate_media(media="print")
    for wat in (
        ".hoofdmenu",
        ".kop__zoek",
        ".filterpaneel",
        ".bulkbalk",
        ".pagineerder",
        ".lijst__voet",
        ".voet ul",
    ):
        assert page.locator(f"{wat} >> visible=true").count() == 0, wat
    for knop in page.locator("main button").all():
        assert not knop.is_visible(), knop.inner_text()
    kop = page.locator(".lijst__druk")
    expect(kop).to_be_visible()
    expect(kop).to_contain_text("Status: beëindigd")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"

    page.emulate_media(media="screen")
    page.goto(f"/personen/{vol.persoon.nummer}/")
    page.emulate_media(media="print")
    expect(page.locator(".hoofdmenu")).to_be_hidden()
    expect(page.locator("main")).to_contain_text(vol.persoon.nummer)
    assert "999990019" not in page.content()
