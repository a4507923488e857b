"""The building blocks in a real browser: errors, keys, concepts and the session (schermen A1–B6, D1–D3)."""

import os
import re

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from kern.permissions import Rol
from tests.e2e.test_elke_pagina import controleer_pagina, controleer_wcag

pytestmark = pytest.mark.django_db(transaction=True)

STATEN = ["", "?staat=fout", "?staat=conflict", "?staat=bevestigen"]
CONCEPT = "/concept-proef/"


@pytest.fixture
def open_galerij(open_pagina, consulent):
    def open_(vraag="", **kwargs):
        page = open_pagina(consulent, **kwargs)
        page.goto(f"/componenten/{vraag}")
        return page

    return open_


def test_elke_staat_is_toegankelijk_op_breed_en_smal(open_galerij):
    page = open_galerij()
    fouten = []
    for vraag in STATEN:
        page.goto(f"/componenten/{vraag}")
        for breedte in (1280, 360, 320):
            page.set_viewport_size({"width": breedte, "height": 800})
            fouten += [f"{vraag} {breedte}: {f}" for f in controleer_pagina(page) + controleer_wcag(page)]
            if map_ := os.environ.get("TREDE_SCHERMAFDRUKKEN"):
                page.screenshot(
                    path=f"{map_}/galerij{vraag.replace('?staat=', '-')}-{breedte}.png", full_page=True
                )

    assert fouten == []


def test_op_360_zijn_knoppen_44_hoog_en_alle_doelen_24(open_galerij):
    page = open_galerij(breedte=360)
    maten = """els => els.filter(e => e.offsetParent && !e.closest('.verborgen') && !e.classList.contains('verborgen')
        && !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
        .map(e => [e.tagName + ' ' + e.className + ' ' + e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])
        .map(([n, r]) => [n, Math.round(r.width), Math.round(r.height)])"""
    doelen = page.eval_on_selector_all(
        "a, button, input:not([type=hidden]), select, summary, textarea", maten
    )

    assert [d for d in doelen if d[1] < 24 or d[2] < 24] == []
    assert [d for d in doelen if "knop--primair" in d[0] and d[2] < 44] == []


def test_eerste_tab_is_naar_de_inhoud_en_enter_gaat_daarheen(open_galerij):
    page = open_galerij()
    page.keyboard.press("Tab")
    eerste = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert eerste == "Naar de inhoud"
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_na_een_fout_heeft_de_samenvatting_de_focus_en_brengt_een_link_je_bij_het_veld(open_galerij):
    page = open_galerij()
    page.get_by_role("button", name="Controleer").click()
    page.wait_for_selector(".foutsamenvatting")

    expect(page).to_have_title(re.compile(r"^Fout \("))
    assert page.evaluate("document.activeElement.className") == "foutsamenvatting__kop"
    page.get_by_role("link", name="Maak een keuze.").first.click()
    assert page.evaluate("document.activeElement.id") == "id_hoe_0"


def test_datum_en_bedrag_worden_stil_netjes_geschreven(open_galerij):
    page = open_galerij()
    gezien = {}
    for getypt in ("1-7-2026", "1/7/2026", "01072026", "1 juli 2026", "31-02-2026", "straks"):
        page.fill("#id_begindatum", getypt)
        page.locator("#id_begindatum").blur()
        gezien[getypt] = page.input_value("#id_begindatum")
    page.fill("#id_bedrag", "1234,5")
    page.locator("#id_bedrag").blur()

    juli = "01-07-2026"
    assert gezien == {
        "1-7-2026": juli,
        "1/7/2026": juli,
        "01072026": juli,
        "1 juli 2026": juli,
        "31-02-2026": "31-02-2026",
        "straks": "straks",
    }
    assert page.input_value("#id_bedrag") == "1.234,50"
    assert page.locator(".veld--fout").count() == 0


def test_de_hulp_noemt_de_toetsen_van_deze_pagina_met_hun_knop(open_in_stad, stad):
    page = open_in_stad(Rol.FINANCIEN)
    page.goto("/facturen/")
    page.keyboard.press("?")
    rij = page.locator("[data-deze-pagina] dl > div", has=page.locator("kbd", has_text=re.compile("^b$")))
    expect(rij).to_contain_text("Bereid facturen voor")

    page.keyboard.press("Escape")
    page.goto("/werkvoorraad/")
    page.keyboard.press("?")
    expect(page.locator("#sneltoets-dialoog")).to_be_visible()
    assert "Bereid facturen voor" not in page.inner_text("#sneltoets-dialoog")


def test_sneltoetsen_werken_maar_niet_tijdens_typen(open_galerij):
    page = open_galerij()
    page.keyboard.press("?")
    assert page.locator("#sneltoets-dialoog").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.focus("#id_naam")
    page.keyboard.type("g?w/")
    assert page.input_value("#id_naam") == "g?w/"
    assert page.locator("#sneltoets-dialoog").get_attribute("open") is None
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/werkvoorraad/")


def test_twee_keer_drukken_verstuurt_een_keer(open_galerij):
    page = open_galerij()
    verzoeken = []
    page.route(
        "**/componenten/",
        lambda route: (verzoeken.append(route.request.method), page.wait_for_timeout(300), route.continue_()),
    )
    page.get_by_role("button", name="Controleer").dblclick()
    page.wait_for_selector(".foutsamenvatting")

    assert verzoeken == ["POST"]


def _met_concept(page):
    """The gallery saves nothing, so its form gets a concept address on the way to the browser."""

    def voeg_toe(route):
        antwoord = route.fetch()
        tekst = antwoord.text().replace(
            '<form class="formulier" method="post"',
            f'<form class="formulier" method="post" data-concept-url="{CONCEPT}"',
            1,
        )
        tekst = tekst.replace(
            '<div class="formulier__knoppen">', '<p role="status" data-concept-status></p><div>', 1
        )
        route.fulfill(response=antwoord, body=tekst)

    page.route("**/componenten/", voeg_toe)
    page.goto("/componenten/")


def test_een_concept_wordt_vanzelf_bewaard_en_er_blijft_niets_in_de_browser(open_galerij):
    page = open_galerij()
    bewaard = []
    page.route(
        f"**{CONCEPT}",
        lambda route: (bewaard.append(route.request.post_data), route.fulfill(json={"bewaard_om": "14.32"})),
    )
    _met_concept(page)
    page.fill("#id_besproken", "Tempo gaat vooruit")
    expect(page.locator("[data-concept-status]")).not_to_be_empty()

    assert page.text_content("[data-concept-status]") == "Concept bewaard om 14.32"
    assert len(bewaard) == 1 and "Tempo+gaat+vooruit" in bewaard[0]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(d => d.length)") == 0


def test_zonder_verbinding_zegt_het_concept_dat_en_probeert_het_later_weer(open_galerij):
    page = open_galerij()
    stuk = {"nu": True}
    page.route(
        f"**{CONCEPT}",
        lambda route: route.abort() if stuk["nu"] else route.fulfill(json={"bewaard_om": "14.33"}),
    )
    _met_concept(page)
    page.fill("#id_besproken", "blijft staan")
    expect(page.locator("[data-concept-status]")).not_to_be_empty()
    zonder = page.text_content("[data-concept-status]")
    stuk["nu"] = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-concept-status]")).to_have_text("Concept bewaard om 14.33")

    assert zonder == "Niet bewaard, geen verbinding. Laat deze pagina open."
    assert page.input_value("#id_besproken") == "blijft staan"


def test_zonder_javascript_werkt_het_formulier_en_opent_het_menu(open_galerij):
    page = open_galerij(breedte=360, javascript=False)
    page.click(".hoofdmenu-smal > summary")
    assert page.locator(".hoofdmenu-smal a").first.is_visible()
    page.get_by_role("button", name="Controleer").click()

    expect(page).to_have_title(re.compile(r"^Fout \("))
    assert page.locator("text=zet JavaScript aan").count() == 0


def test_voor_de_sessie_afloopt_komt_een_vraag_en_de_focus_keert_terug(open_galerij):
    """B3: at least five minutes before, extendable again and again, focus in and back."""
    page = open_galerij()
    verlengd = []
    page.route(
        "**/verleng-proef/", lambda route: (verlengd.append(1), route.fulfill(json={"seconden": 1800}))
    )

    def voeg_toe(route):
        antwoord = route.fetch()
        tekst = re.sub(
            r"<body[^>]*>",
            '<body data-sessie-seconden="1800" data-verleng-url="/verleng-proef/">',
            antwoord.text(),
        )
        if "sessie-dialoog" not in tekst:
            tekst = tekst.replace("</body>", render_to_string("components/_sessiedialoog.html") + "</body>")
        route.fulfill(response=antwoord, body=tekst)

    page.route("**/componenten/", voeg_toe)
    page.clock.install()
    page.goto("/componenten/")
    page.focus("#id_naam")
    dialoog = page.locator("#sessie-dialoog")
    for keer in range(1, 4):
        page.clock.run_for(24 * 60_000)
        assert not dialoog.is_visible()
        page.clock.run_for(70_000)
        expect(dialoog).to_be_visible()
        assert page.evaluate("document.activeElement.textContent") == "Ja, ga verder"
        page.get_by_role("button", name="Ja, ga verder").click()
        expect(dialoog).to_be_hidden()
        assert page.evaluate("document.activeElement.id") == "id_naam"
        assert len(verlengd) == keer
