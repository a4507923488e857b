"""Werk raakt nooit weg: concept, opnieuw inloggen, ongedaan maken, twee mensen tegelijk (B1–B8, C1–C5)."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from kern.models import Concept, Gebeurtenis
from kern.permissions import Rol
from personen.models import Contactmoment, Persoon, Toewijzing
from tests.factories.personen import DossierperiodeFactory, PersoonFactory, ToewijzingFactory

pytestmark = pytest.mark.django_db(transaction=True)
WACHTWOORD = "een-lang-wachtwoord-42"
VERSLAG = "Wil graag in het groen werken, belt maandag terug."


@pytest.fixture
def persoon(stad):
    """A dossier of this one test, of the consulent of the world."""
    persoon = PersoonFactory(gemeente=stad.gemeente, achternaam="Eigendossier")
    DossierperiodeFactory(persoon=persoon)
    ToewijzingFactory(persoon=persoon, gebruiker=stad.gebruikers[Rol.CONSULENT])
    return persoon


@pytest.fixture
def tijdlijn(open_in_stad, persoon):
    def open_(rol=Rol.CONSULENT, **opties):
        page = open_in_stad(rol, **opties)
        page.goto(f"/personen/{persoon.nummer}/")
        return page

    return open_


def verslag(page):
    return page.get_by_label("Wat is besproken?")


def bewaar(page):
    return page.get_by_role("button", name="Bewaar", exact=True)


def conceptregel(page):
    return page.locator("[data-concept-status]")


def test_een_half_getypt_verslag_staat_er_na_herladen_weer(tijdlijn, persoon):
    """B1, B6, B7."""
    page = tijdlijn()
    verslag(page).fill(VERSLAG)
    page.get_by_label(re.compile("^over 2 weken")).check()
    expect(conceptregel(page)).to_have_text(re.compile(r"^Concept bewaard om \d\d\.\d\d$"))

    page.reload()
    expect(verslag(page)).to_have_value(VERSLAG)
    expect(page.get_by_label(re.compile("^over 2 weken"))).to_be_checked()
    expect(conceptregel(page)).to_contain_text("Concept bewaard om")

    opslag = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases()])"
    )
    assert opslag == "[{},{},[]]"

    dialogen = []
    page.on("dialog", lambda dialoog: (dialogen.append(dialoog.type), dialoog.accept()))
    page.goto("/werkvoorraad/concepten/")
    assert dialogen == []
    page.get_by_role("link", name="Ga verder").click()
    expect(verslag(page)).to_have_value(VERSLAG)

    page.goto("/werkvoorraad/concepten/")
    page.get_by_role("button", name="Gooi weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 concepten")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("link", name="Ga verder")).to_be_visible()
    assert Concept.objects.get(onderwerp=persoon.nummer).gegevens["verslag"] == [VERSLAG]
    assert not Contactmoment.objects.filter(persoon=persoon).exists()


def test_na_opnieuw_inloggen_staat_alles_er_en_bewaart_een_klik(tijdlijn, persoon, stad):
    """B2."""
    gebruiker = stad.gebruikers[Rol.CONSULENT]
    gebruiker.set_password(WACHTWOORD)
    gebruiker.save()
    page = tijdlijn()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    verslag(page).fill(VERSLAG)
    page.get_by_label("op kantoor").check()
    page.get_by_label(re.compile("^over 6 weken")).check()
    bewaar(page).click()

    page.wait_for_url("**/account/**")
    assert not Contactmoment.objects.filter(persoon=persoon).exists()
    page.get_by_label("Gebruikersnaam").fill(gebruiker.username)
    page.get_by_label("Wachtwoord", exact=True).fill(WACHTWOORD)
    page.get_by_role("button", name="Log in").click()

    page.wait_for_url(f"**/personen/{persoon.nummer}/**")
    expect(page.locator("main")).to_contain_text("Wat je had ingevuld, staat er nog")
    expect(verslag(page)).to_have_value(VERSLAG)
    expect(page.get_by_label("op kantoor")).to_be_checked()
    expect(page.get_by_label(re.compile("^over 6 weken"))).to_be_checked()
    bewaar(page).click()

    expect(page.get_by_role("status").first).to_contain_text("Contact vastgelegd")
    contact = Contactmoment.objects.get(persoon=persoon)
    assert (contact.verslag, contact.wijze) == (VERSLAG, "kantoor")


def test_zonder_verbinding_blijft_de_melding_staan_en_gaat_er_niets_weg(tijdlijn, persoon):
    """B4."""
    page = tijdlijn()
    page.context.set_offline(True)
    verslag(page).fill(VERSLAG)
    regel = conceptregel(page)
    expect(regel).to_have_text("Niet bewaard, geen verbinding. Laat deze pagina open.")
    page.wait_for_timeout(3000)
    expect(regel).to_have_text("Niet bewaard, geen verbinding. Laat deze pagina open.")
    expect(verslag(page)).to_have_value(VERSLAG)

    page.context.set_offline(False)
    expect(regel).to_contain_text("Concept bewaard om", timeout=12_000)
    assert Concept.objects.get(onderwerp=persoon.nummer).gegevens["verslag"] == [VERSLAG]


@pytest.mark.parametrize("javascript", [True, False], ids=["met script", "zonder script"])
def test_dubbel_klikken_en_dubbel_enter_maken_een_record(tijdlijn, persoon, javascript):
    """B5; without script the server alone has to see it."""
    page = tijdlijn(javascript=javascript)
    verslag(page).fill("Twee keer geklikt.")
    bewaar(page).dblclick()
    expect(page.get_by_role("status").first).to_contain_text("Contact vastgelegd")

    verslag(page).fill("Twee keer Enter.")
    page.get_by_label("Datum", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Twee keer Enter.")

    teksten = list(
        Contactmoment.objects.filter(persoon=persoon).order_by("pk").values_list("verslag", flat=True)
    )
    assert teksten == ["Twee keer geklikt.", "Twee keer Enter."]


def test_terug_na_bewaren_toont_dezelfde_lijst_met_filter(open_in_stad, persoon):
    """B8: POST-redirect-GET, so Back never asks to send again."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/?status=lopend&sort=-naam")
    page.get_by_role("link", name="A. Eigendossier").first.click()
    page.wait_for_url("**/personen/P-*/")
    nummer = page.url.rstrip("/").rsplit("/", 1)[1]
    verslag(page).fill("Kort gesproken.")
    bewaar(page).click()
    expect(page.get_by_role("status").first).to_contain_text("Contact vastgelegd")

    page.go_back()
    if f"/personen/{nummer}/" in page.url:
        page.go_back()
    page.wait_for_url("**/personen/?status=lopend&sort=-naam")
    expect(page.get_by_label("Status")).to_have_value("lopend")
    expect(page.get_by_role("link", name="Verwijder filter Status: lopend")).to_be_visible()
    assert Contactmoment.objects.filter(persoon__nummer=nummer, verslag="Kort gesproken.").count() == 1


def test_ongedaan_maken_blijft_staan_en_draait_het_contact_terug(tijdlijn, persoon):
    """C1: the message is still there after a minute; both steps are in the logbook."""
    page = tijdlijn()
    page.clock.install()
    verslag(page).fill("Bij de verkeerde persoon.")
    bewaar(page).click()
    melding = page.get_by_role("status").first
    expect(melding).to_contain_text("Contact vastgelegd")
    page.clock.fast_forward(60_000)
    ongedaan = melding.get_by_role("button", name=re.compile("^Ongedaan maken"))
    expect(ongedaan).to_be_visible()
    ongedaan.click()

    expect(page.get_by_role("status").first).to_contain_text("Contact ingetrokken")
    assert Contactmoment.objects.get(persoon=persoon).ingetrokken_op
    soorten = set(Gebeurtenis.objects.filter(dossier_id=persoon.pk).values_list("soort", flat=True))
    assert {"contact.vastgelegd", "contact.ingetrokken"} <= soorten


def test_herverdelen_van_gekozen_dossiers_gaat_in_een_keer_terug(open_in_stad, stad, persoon):
    """C1, C2."""
    oud = Toewijzing.objects.get(persoon=persoon)
    page = open_in_stad(Rol.TEAMMANAGER)
    page.goto("/personen/?sort=-nummer")
    rij = page.get_by_role("row").filter(has_text=persoon.nummer)
    rij.get_by_role("checkbox").check()
    page.get_by_role("button", name="Herverdelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 dossier herverdelen")
    page.get_by_role("group", name="Nieuwe contactpersoon").get_by_label("J. Jobcoach").check()
    page.get_by_role("button", name="Herverdeel").click()
    melding = page.get_by_role("status").first
    expect(melding).to_contain_text("1 dossier verplaatst naar J. Jobcoach.")
    assert Toewijzing.objects.filter(persoon=persoon).latest("begindatum").gebruiker.naam == "J. Jobcoach"

    melding.get_by_role("button", name=re.compile("^Ongedaan maken")).click()
    expect(page.get_by_role("status").first).not_to_contain_text("verplaatst naar J.")
    nu = Toewijzing.objects.get(persoon=persoon)
    assert (nu.gebruiker_id, nu.einddatum) == (oud.gebruiker_id, None)


def test_twee_mensen_wijzigen_hetzelfde_en_niemand_verliest_iets(open_in_stad, persoon):
    """C4, C5: the second sees the first, and gets both texts per field."""
    pad = f"/personen/{persoon.nummer}/gegevens/wijzigen/"
    een, twee = open_in_stad(Rol.CONSULENT), open_in_stad(Rol.CONSULENT_WSW)
    een.goto(pad)
    twee.goto(pad)
    expect(twee.locator(".aanwezig")).to_contain_text("Wordt nu ook bewerkt door C. Consulent")
    een.get_by_label("Telefoon").fill("0548 111111")
    bewaar(een).click()
    expect(een.get_by_role("status").first).to_be_visible()

    twee.get_by_label("Telefoon").fill("0548 222222")
    twee.get_by_label("Roepnaam").fill("Sam")
    bewaar(twee).click()

    expect(twee.get_by_role("heading", level=1)).to_have_text("Intussen gewijzigd")
    veld = twee.get_by_role("group", name="Telefoon")
    expect(veld).to_contain_text("Van jou: 0548 222222")
    expect(veld).to_contain_text("0548 111111")
    expect(twee.locator("main")).to_contain_text(re.compile(r"C\. Consulent bewaarde dit op \d\d-\d\d-\d{4}"))
    assert Persoon.objects.get(pk=persoon.pk).telefoon == "0548 111111"

    veld.get_by_label(re.compile("0548 111111")).check()
    twee.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(twee.get_by_role("status").first).to_be_visible()
    nu = Persoon.objects.get(pk=persoon.pk)
    assert (nu.telefoon, nu.roepnaam) == ("0548 111111", "Sam")
