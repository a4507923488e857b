"""Wat niet van jou is, en wat nooit in een adres of titel mag staan (F3, G1, G3)."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from kern.models import Inzage
from kern.permissions import Rol
from tests.e2e.test_elke_pagina import loop_langs

pytestmark = pytest.mark.django_db(transaction=True)
WACHTWOORD = "een-lang-wachtwoord-42"
NAMEN = re.compile(r"voorbeeld(?! ?groen)|dijk|geheim", re.IGNORECASE)


def test_een_diepe_link_komt_na_het_inloggen_precies_daar_uit(open_in_stad, stad):
    """F3."""
    gebruiker = stad.gebruikers[Rol.CONSULENT]
    gebruiker.set_password(WACHTWOORD)
    gebruiker.save()
    pad = f"/personen/{stad.persoon.nummer}/contactmomenten/?wijze=telefoon"
    page = open_in_stad()
    page.goto(pad)
    assert "/account/" in page.url
    assert "Voorbeeld" not in page.inner_text("main")
    page.get_by_label("Gebruikersnaam").fill(gebruiker.username)
    page.get_by_label("Wachtwoord", exact=True).fill(WACHTWOORD)
    page.get_by_role("button", name="Log in").click()

    page.wait_for_url(f"{stad.adres}{pad}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A. Voorbeeld")


def test_een_dossier_van_een_andere_gemeente_bestaat_niet(open_in_stad, stad):
    """F3: the same 404 as a number that nobody has."""
    page = open_in_stad(Rol.CONSULENT)
    vreemd = page.goto(f"/personen/{stad.vreemde.nummer}/")
    tekst = page.inner_text("main")
    assert vreemd.status == 404
    assert "Geheim" not in page.content()
    assert stad.vreemde.nummer not in page.inner_text("body")

    onbekend = page.goto("/personen/P-99999/")
    assert onbekend.status == 404
    assert page.inner_text("main") == tekst


def test_zonder_recht_krijg_je_uitleg_zonder_naam_en_kun_je_toegang_vragen(open_in_stad, stad):
    """F3: 403 without a leak, logged, with a way on."""
    accountmanager = stad.gebruikers[Rol.BELEID]
    pad = f"/personen/{stad.persoon.nummer}/"
    page = open_in_stad(Rol.BELEID)
    antwoord = page.goto(pad)
    assert antwoord.status == 403
    assert not re.search("Voorbeeld|999990019|1984", page.inner_text("body"))
    assert Inzage.objects.filter(gebruiker=accountmanager, soort="geweigerd", pagina=pad).exists()

    page.get_by_role("link", name="Vraag toegang").click()
    expect(page.locator("main")).to_contain_text(pad)
    page.locator("form.formulier textarea, form.formulier input[type=text]").first.fill("Voor een klacht.")
    page.get_by_role("button", name="Verstuur vraag").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_het_bsn_staat_pas_in_de_broncode_na_tonen_met_een_reden(open_in_stad, stad):
    """G1."""
    bsn = stad.persoon.bsn
    pad = f"/personen/{stad.persoon.nummer}/"
    page = open_in_stad(Rol.CONSULENT)
    for blad in ("", "gegevens/", "inzage/", "overdracht/", "bsn/"):
        bron = page.goto(pad + blad).text()
        assert bsn not in re.sub(r"(?<=\d)[ \xa0.](?=\d)", "", bron), blad
    page.get_by_role("button", name="Toon het BSN").click()
    expect(page.locator(".foutsamenvatting")).to_be_visible()
    assert bsn not in page.content()
    page.get_by_label(re.compile("^Waarvoor")).fill("Vraag van het UWV")
    page.get_by_role("button", name="Toon het BSN").click()
    assert page.locator(".bsn").inner_text().replace(" ", "").replace("\xa0", "") == bsn

    page.get_by_role("link", name="Verberg en ga terug").click()
    page.wait_for_url(f"**{pad}")
    assert bsn not in page.content()
    inzage = Inzage.objects.get(soort="bsn", dossier_id=stad.persoon.pk)
    assert (inzage.gebruiker, inzage.reden) == (stad.gebruikers[Rol.CONSULENT], "Vraag van het UWV")


@pytest.mark.parametrize("rol", [Rol.CONSULENT, Rol.CONSULENT_WSW])
def test_geen_naam_of_bsn_in_een_adres_of_titel(open_in_stad, stad, rol):
    """G3: every address and title on the way through all links, and after a search."""
    page = open_in_stad(rol)
    adressen: list[str] = []
    page.on("request", lambda verzoek: adressen.append(verzoek.url))

    def controleer(p):
        wrong = [f"titel '{p.title()}'"] if NAMEN.search(p.title()) or re.search(r"\d{9}", p.title()) else []
        hrefs = p.eval_on_selector_all("a[href], form[action]", "els => els.map(e => e.href || e.action)")
        adressen.extend(h for h in hrefs if isinstance(h, str))
        return wrong

    gezien, fouten = loop_langs(page, ["/werkvoorraad/"], controleer)
    page.goto("/werkvoorraad/")
    page.get_by_label("Zoek persoon, werkgever of factuur").fill("voorb 1984")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/r/**")
    fouten += controleer(page)

    assert fouten == [], "\n".join(fouten)
    assert len(gezien) >= 15
    fout = {a for a in adressen if NAMEN.search(a) or re.search(r"(?<!\d)\d{9}(?!\d)", a)}
    assert fout == set()


def test_een_andere_rol_ziet_het_bsn_ook_niet_via_een_lijst(stad):
    """E8, G1: the export holds no BSN without role and reason."""
    client = Client()
    client.force_login(stad.gebruikers[Rol.CONSULENT])
    bestand = b"".join(client.get("/personen/?export=csv")).decode("utf-8-sig")

    assert "Voorbeeld" in bestand
    assert stad.persoon.bsn not in bestand
