"""Klikbudgetten van werkgevers, overeenkomsten, lijsten en facturen; hoe er geteld wordt, staat in test_budgetten.py."""

from itertools import count

import openpyxl
import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak
from kern.permissions import Rol
from tests.e2e.teller import zoekveld
from tests.werkgevers.factuur_wereld import overeenkomst, werkgever
from werkgevers.actions.factureren import bereid_voor, maak_definitief
from werkgevers.models import Factuur, Overeenkomst

pytestmark = pytest.mark.django_db(transaction=True)
WERKGEVERS = count(40)
VORIGE_MAAND = timezone.localdate().replace(day=1) - relativedelta(months=1)


# ---- werkgevers, lijsten ---------------------------------------------------------------------------------
def test_een_werkgever_openen_kost_twee_klikken_of_zes_toetsen(open_teller):
    muis = open_teller(Rol.ACCOUNTMANAGER)
    muis.klik(zoekveld(muis.page))
    muis.schrijf("voorbeeld groen\n")
    muis.klik(muis.page.get_by_role("link", name="Voorbeeld Groen BV"))
    assert muis.klikken <= 2

    toetsen = open_teller(Rol.ACCOUNTMANAGER)
    toetsen.toets("/", *"gro", "Enter")
    expect(toetsen.page.get_by_role("link", name="Voorbeeld Groen BV")).to_be_focused()
    toetsen.toets("Enter")
    assert toetsen.toetsen <= 6

    for t in (muis, toetsen):
        expect(t.page.get_by_role("heading", level=1)).to_have_text("Voorbeeld Groen BV")
        expect(t.page.locator("main")).to_contain_text("Dijk")  # who works there


def test_een_overeenkomst_verlengen_kost_hooguit_zes_klikken_of_achttien_toetsen(open_teller, stad):
    overeenkomst = Overeenkomst.objects.get(persoon=stad.sw_medewerker)
    tot = timezone.localdate() + relativedelta(years=3)

    muis = open_teller(Rol.CONSULENT_WSW)
    muis.klik(muis.page.get_by_role("link", name="Werkgevers", exact=True))
    muis.klik(muis.page.get_by_role("link", name="Detacheringen"))
    muis.klik(muis.page.get_by_role("link", name=overeenkomst.nummer))
    muis.klik(muis.page.get_by_role("link", name="Verleng"))
    muis.page.get_by_label("Nieuwe laatste dag").fill(f"{tot:%d-%m-%Y}")
    muis.klik(muis.page.get_by_role("button", name="Spreek verlenging af"))
    expect(muis.page.get_by_role("status").first).to_contain_text("De verlenging is afgesproken")
    assert muis.klikken <= 6
    open_ = overeenkomst.versies.get(versie=2)
    assert (open_.einddatum, open_.status) == (tot, "overeengekomen")
    open_.delete()

    toetsen = open_teller(Rol.CONSULENT_WSW)
    toetsen.toets("/", *overeenkomst.nummer.lower(), "Enter")
    expect(toetsen.page.get_by_role("link", name=overeenkomst.nummer)).to_be_focused()
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("link", name="Verleng")).to_be_visible()
    toetsen.toets("v")
    veld = toetsen.page.get_by_label("Nieuwe laatste dag")
    expect(veld).to_be_visible()
    if not veld.evaluate("el => el === document.activeElement"):
        toetsen.tab_naar(veld)
    toetsen.schrijf(f"{tot:%d-%m-%Y}")
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("De verlenging is afgesproken")
    assert toetsen.toetsen <= 18
    assert overeenkomst.versies.get(versie=2).einddatum == tot


def test_een_lijst_downloaden_kost_een_klik_of_een_toets(open_teller, tmp_path):
    muis, toetsen = open_teller(Rol.TEAMMANAGER, "/personen/"), open_teller(Rol.TEAMMANAGER, "/personen/")

    with muis.page.expect_download() as gehaald:
        muis.klik(muis.page.get_by_role("link", name="CSV"))
    assert gehaald.value.suggested_filename.endswith(".csv")
    assert "P-1" in gehaald.value.path().read_text("utf-8-sig")
    with toetsen.page.expect_download() as gehaald:
        toetsen.toets("e")
    gehaald.value.save_as(tmp_path / "lijst.xlsx")
    blad = openpyxl.load_workbook(tmp_path / "lijst.xlsx").active
    assert [cel.value for cel in blad[1]][:2] == ["Naam", "Dossier"]

    assert muis.klikken <= 1
    assert toetsen.toetsen <= 4


# ---- facturen ------------------------------------------------------------------------------------------
@pytest.fixture
def te_factureren(stad):
    """Drie werkgevers met elk een overeenkomst waarvan de vorige maand compleet is."""
    return [klaar_voor_factuur(stad) for _ in range(3)]


def klaar_voor_factuur(stad):
    return overeenkomst(stad.gemeente, werkgever(stad.gemeente, next(WERKGEVERS)), maanden=(VORIGE_MAAND,))


def test_een_factuurrun_kost_vier_klikken_of_veertien_toetsen(open_teller, stad, te_factureren):
    muis = open_teller(Rol.FINANCIEN)
    muis.klik(muis.page.get_by_role("link", name="Facturen", exact=True))
    muis.klik(muis.page.get_by_role("button", name="Bereid facturen voor"))
    muis.klik(muis.page.get_by_role("link", name="Maak 3 facturen definitief"))
    muis.klik(muis.page.get_by_role("button", name="Maak definitief"))
    expect(muis.page.locator("#run")).to_contain_text("Je mag deze pagina verlaten")
    assert muis.klikken <= 4
    voer_taak_uit(Achtergrondtaak.objects.get(soort="factuurrun", status="wacht"))
    assert Factuur.objects.count() == 3

    muis.page.reload()
    voor = muis.klikken
    with muis.page.expect_download() as bestand:
        muis.klik(muis.page.get_by_role("link", name="Alle facturen (pdf)"))
    assert bestand.value.suggested_filename.endswith(".pdf")
    assert muis.klikken - voor <= 1

    klaar_voor_factuur(stad)
    toetsen = open_teller(Rol.FINANCIEN)
    toetsen.tab_naar(toetsen.page.get_by_role("link", name="Facturen", exact=True))
    toetsen.toets("Enter")
    toetsen.page.wait_for_url("**/facturen/")
    toetsen.toets("b")
    expect(toetsen.page.get_by_role("link", name="Maak 1 factuur definitief")).to_be_visible()
    toetsen.toets("d")
    expect(toetsen.page.get_by_role("button", name="Maak definitief")).to_be_visible()
    toetsen.toets("d")
    expect(toetsen.page.locator("#run")).to_contain_text("Je mag deze pagina verlaten")
    assert toetsen.toetsen <= 14
    voer_taak_uit(Achtergrondtaak.objects.get(soort="factuurrun", status="wacht"))


def test_een_factuur_crediteren_kost_vier_klikken_of_twaalf_toetsen(open_teller, stad, te_factureren):
    door = stad.gebruikers[Rol.FINANCIEN]
    run = bereid_voor(stad.gemeente, VORIGE_MAAND, door=door)
    maak_definitief(run, door=door)
    muis, toetsen = open_teller(Rol.FINANCIEN, "/facturen/"), open_teller(Rol.FINANCIEN, "/facturen/")
    eerste, tweede = run.facturen.order_by("volgnummer")[:2]

    muis.klik(muis.page.get_by_role("link", name=eerste.nummer))
    muis.klik(muis.page.get_by_role("link", name="Crediteer"))
    muis.page.get_by_label("Waarom crediteer je?").fill("Dubbel")
    muis.klik(muis.page.get_by_role("button", name="Ga verder"))
    muis.klik(muis.page.get_by_role("button", name="Maak creditfactuur"))
    expect(muis.page.get_by_role("heading", level=1)).to_contain_text("Creditfactuur C")
    assert muis.klikken <= 4

    # The number is typed in the list's own search field; typing does not count.
    toetsen.page.goto(tweede.get_absolute_url())
    toetsen.toets("c")
    toetsen.tab_naar(toetsen.page.get_by_label("Waarom crediteer je?"), 20)
    toetsen.schrijf("Dubbel")
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("button", name="Maak creditfactuur")).to_be_visible()
    toetsen.toets("d")
    expect(toetsen.page.get_by_role("heading", level=1)).to_contain_text("Creditfactuur C")
    assert Factuur.objects.filter(soort="credit").count() == 2
