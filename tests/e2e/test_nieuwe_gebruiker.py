"""De weg van wie Trede voor het eerst probeert: vier rollen, inlezen, zoeken, vastleggen, rapport (issue 2)."""

import re

import pytest
from playwright.sync_api import expect

from kern.demo_accounts import DEMO_WACHTWOORD
from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Importbatch
from kern.permissions import Rol
from personen.models import Contactmoment, Persoon
from tests.kern.import_bestanden import csvbestand

pytestmark = pytest.mark.django_db(transaction=True)
VIER_ROLLEN = (Rol.CONSULENT, Rol.TEAMMANAGER, Rol.BELEID, Rol.BEHEERDER)
KOP = (
    "Achternaam",
    "Geboortedatum",
    "Begindatum",
    "huidige_trede",
    "doeltrede",
    "trede_datum",
    "contactpersoon",
)
# A date that does not exist and a step that does not exist: two of four rows are wrong.
GOED = ("Nieuweling", "12-05-1984", "01-02-2024", "3", "4", "15-09-2024", "consulent")
OOK_GOED = ("Tweede", "01-01-1990", "01-02-2024", "2", "4", "15-09-2024", "consulent")
FOUTE_DATUM = ("Derde", "31-02-1990", "01-03-2024", "1", "2", "15-09-2024", "consulent")
FOUTE_TREDE = ("Vierde", "02-06-1990", "01-03-2024", "2", "7", "15-09-2024", "consulent")


@pytest.fixture
def demo(stad, settings):
    """Demo mode: the log-in page shows its accounts and fills in their password."""
    settings.DEMO = True
    for rol in VIER_ROLLEN:
        gebruiker = stad.gebruikers[rol]
        gebruiker.set_password(DEMO_WACHTWOORD)
        gebruiker.save()
    return stad


def log_in(page, naam):
    page.goto("/")
    page.get_by_role("link", name=naam, exact=True).click()
    expect(page.get_by_label("Gebruikersnaam")).to_have_value(naam)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/werkvoorraad/")


def log_uit(page):
    page.locator(".kop__gebruiker summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/account/**")


def draai_taken():
    """What the worker beside the server does."""
    for taak in Achtergrondtaak.objects.filter(status="wacht").order_by("pk"):
        voer_taak_uit(taak)


def test_vier_rollen_loggen_in_met_het_formulier_en_zien_hun_start(open_in_stad, demo):
    page = open_in_stad()
    for rol in VIER_ROLLEN:
        log_in(page, str(rol))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Vandaag:")
        expect(page.locator(".kop__gebruiker summary")).to_contain_text(demo.gebruikers[rol].naam)
        log_uit(page)
    page.goto("/werkvoorraad/")
    assert "/account/" in page.url


def test_een_verkeerd_wachtwoord_komt_er_niet_in(open_in_stad, demo):
    page = open_in_stad()
    page.goto("/")
    page.get_by_label("Gebruikersnaam").fill("consulent")
    page.get_by_label("Wachtwoord", exact=True).fill("fout-wachtwoord-123")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".foutsamenvatting")).to_be_visible()
    page.goto("/werkvoorraad/")
    assert "/account/" in page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["met script", "zonder script"])
def test_de_hele_weg_van_bestand_tot_rapport(open_in_stad, demo, tmp_path, javascript):
    """I1 too: once without script, with the same end."""
    achternaam = "Nieuweling" if javascript else "Zonderscript"
    rijen = [(achternaam, *GOED[1:]), OOK_GOED, FOUTE_DATUM, FOUTE_TREDE]
    bestand = tmp_path / "bijstand.csv"
    bestand.write_bytes(csvbestand(KOP, *rijen))
    voor = Persoon.objects.count()

    # The beheerder reads a file in, repairs one error, leaves the other row out.
    page = open_in_stad(javascript=javascript)
    log_in(page, "beheerder")
    page.goto("/import/nieuw/")
    page.get_by_label(re.compile("^Soort")).select_option(value="bijstandsbestand") if page.locator(
        "select[name=soort]"
    ).count() else page.locator("input[name=soort][value=bijstandsbestand]").check()
    page.locator("input[type=file]").set_input_files(bestand)
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kolommen koppelen")
    page.get_by_role("button", name="Doe de proef").click()
    draai_taken()
    batch = Importbatch.objects.latest("pk")
    page.goto(f"/import/{batch.pk}/")
    expect(page.locator("main")).to_contain_text("Er is nog niets opgeslagen")
    expect(page.get_by_role("heading", name="Fouten: 2 rijen")).to_be_visible()
    expect(page.locator("main")).to_contain_text("31-02-1990 bestaat niet")
    expect(page.locator("main")).to_contain_text("7 bestaat niet")
    assert Persoon.objects.count() == voor

    page.get_by_label(re.compile("7 bestaat niet")).fill("4")
    page.get_by_role("button", name="Bewaar en doe de proef opnieuw").click()
    draai_taken()
    page.goto(f"/import/{batch.pk}/")
    expect(page.get_by_role("heading", name="Fouten: 1 rij")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Lees 3 rijen in")).click()
    draai_taken()
    page.goto(f"/import/{batch.pk}/")
    expect(page.locator("main")).to_contain_text("Ingelezen")
    assert Persoon.objects.count() == voor + 3

    # Taken back: everything is as before.
    page.get_by_role("button", name="Zet deze import terug").click()
    draai_taken()
    page.goto(f"/import/{batch.pk}/")
    expect(page.locator("main")).to_contain_text("Teruggezet")
    assert Persoon.objects.count() == voor

    # The consulent finds someone and logs a contact.
    log_uit(page)
    log_in(page, "consulent")
    page.get_by_label("Zoek persoon, werkgever of factuur").fill("voorb 1984")
    page.get_by_role("button", name="Zoek", exact=True).first.click()
    page.get_by_role("link", name="A. Voorbeeld").click()
    verslag = f"Eerste gesprek {javascript}."
    page.get_by_label("Wat is besproken?").fill(verslag)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("main")).to_contain_text(verslag)
    contact = Contactmoment.objects.get(persoon=demo.persoon, verslag=verslag)
    assert contact.door == demo.gebruikers[Rol.CONSULENT]

    # The beleidsadviseur opens the report and takes it along as PDF.
    log_uit(page)
    log_in(page, "beleid")
    page.get_by_role("link", name="Monitor").first.click()
    page.get_by_role("link", name="Bestand", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bestand op")
    ladder = page.get_by_role("table", name="Participatieladder, aantal personen")
    totaal = ladder.get_by_role("row").filter(has_text="Totaal").get_by_role("cell").first.inner_text()
    assert int(totaal) == 1  # the one of the world; what was read in has been taken back
    with page.expect_download() as gehaald:
        page.get_by_role("link", name=re.compile("^PDF")).click()
    inhoud = gehaald.value.path().read_bytes()
    assert inhoud.startswith(b"%PDF")
    assert len(inhoud) > 10_000
