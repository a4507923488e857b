"""Klikbudgetten van de consulent Wsw, en van de leveringen door de financiële administratie (schermen §3)."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect

from kern.permissions import Rol
from personen.models import Meetopdracht
from tests.factories.personen import MeetbevoegdheidFactory, PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from tests.factories.wsw import IndelingFactory, SalarispartijFactory, TerugvalplekFactory
from werkgevers.models import Overeenkomst
from wsw.models import Betaalopdracht, Herplaatsing, Mutatie, Statistieklevering

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mensen(stad):
    """`mensen(2)`: Wsw-medewerkers met een lopende groepsdetachering."""

    def maak(aantal):
        rijen = []
        for _ in range(aantal):
            persoon = PersoonFactory(gemeente=stad.gemeente, in_begeleiding=True)
            IndelingFactory(dienstverband__persoon=persoon)
            PlaatsingFactory(persoon=persoon, uren_per_week=Decimal("32"))
            rijen.append(persoon)
        return rijen

    return maak


def dossier(persoon) -> str:
    return f"/personen/{persoon.nummer}/"


def test_op_een_terugvalplek_zetten_kost_vier_klikken_of_twaalf_toetsen(open_teller, stad, mensen):
    TerugvalplekFactory(relatie=RelatieFactory(gemeente=stad.gemeente, naam="Sterkerij"), naam="de werf")
    een, twee = mensen(2)
    muis, toetsen = (
        open_teller(Rol.CONSULENT_WSW, dossier(een)),
        open_teller(Rol.CONSULENT_WSW, dossier(twee)),
    )

    muis.klik(muis.page.get_by_role("link", name="Wsw", exact=True))
    muis.klik(muis.page.get_by_role("link", name="Zet op terugvalplek"))
    muis.klik(muis.page.get_by_label("werkgever stopte"))
    muis.klik(muis.page.get_by_role("button", name="Zet op terugvalplek"))
    expect(muis.page.get_by_role("status").first).to_contain_text("De terugvalplek is begonnen")
    assert muis.klikken <= 4

    toetsen.toets("w")
    toetsen.page.wait_for_url("**/wsw/")
    toetsen.toets("v")
    toetsen.page.wait_for_url("**/terugvalplek/")
    expect(toetsen.page.get_by_label("contract liep af")).to_be_focused()
    toetsen.toets("ArrowDown", "Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("De terugvalplek is begonnen")
    assert toetsen.toetsen <= 12

    vandaag = timezone.localdate()
    for persoon in (een, twee):
        rij = Herplaatsing.objects.get(persoon=persoon)
        assert (rij.begindatum, rij.reden) == (vandaag, "werkgever")
        # RH-069: two calendar months after the last working day, the day before
        assert rij.uiterlijk == vandaag - timedelta(days=1) + relativedelta(months=2)


def test_een_mutatie_doorgeven_kost_drie_klikken_of_tien_toetsen(open_teller, mensen):
    een, twee = mensen(2)
    muis, toetsen = (
        open_teller(Rol.CONSULENT_WSW, dossier(een)),
        open_teller(Rol.CONSULENT_WSW, dossier(twee)),
    )

    muis.klik(muis.page.get_by_role("link", name="Geef mutatie door"))
    expect(muis.page.get_by_label(re.compile("^Wat verandert er"))).to_be_focused()
    muis.schrijf("Ziek gemeld")
    muis.klik(muis.page.get_by_label("ziek of hersteld"))
    muis.klik(muis.page.get_by_role("button", name="Geef door"))
    expect(muis.page.get_by_role("status").first).to_contain_text("gaat mee met de volgende levering")
    assert muis.klikken <= 3

    toetsen.toets("w")
    toetsen.page.wait_for_url("**/wsw/")
    toetsen.toets("d")
    toetsen.page.wait_for_url("**/mutatie/")
    expect(toetsen.page.get_by_label(re.compile("^Wat verandert er"))).to_be_focused()
    toetsen.schrijf("Ziek gemeld")
    toetsen.toets("Tab", "ArrowDown", "Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("gaat mee met de volgende levering")
    assert toetsen.toetsen <= 10

    for persoon in (een, twee):
        mutatie = Mutatie.objects.get(persoon=persoon)
        assert (mutatie.soort, mutatie.omschrijving) == ("ziek", "Ziek gemeld")


def test_een_loonwaardemeting_vragen_kost_vier_klikken_of_twaalf_toetsen(open_teller, stad, mensen):
    MeetbevoegdheidFactory(gebruiker=stad.gebruikers[Rol.CONSULENT])
    een, twee = mensen(2)
    muis, toetsen = (
        open_teller(Rol.CONSULENT_WSW, dossier(een)),
        open_teller(Rol.CONSULENT_WSW, dossier(twee)),
    )

    muis.klik(muis.page.get_by_role("link", name="Loonwaarde", exact=True))
    muis.klik(muis.page.get_by_label(stad.gebruikers[Rol.CONSULENT].naam, exact=True))
    muis.klik(muis.page.get_by_role("button", name="Vraag meting aan"))
    expect(muis.page.get_by_role("status").first).to_be_visible()
    assert muis.klikken <= 4

    toetsen.toets("m")
    toetsen.page.wait_for_url("**/loonwaarde/**")
    toetsen.toets("v")
    expect(toetsen.page.get_by_label(stad.gebruikers[Rol.CONSULENT].naam, exact=True)).to_be_focused()
    toetsen.toets("Space", "Enter")
    expect(toetsen.page.get_by_role("status").first).to_be_visible()
    assert toetsen.toetsen <= 12

    for persoon in (een, twee):
        assert Meetopdracht.objects.get(persoon=persoon).beoordelaar == stad.gebruikers[Rol.CONSULENT]


def test_een_overeenkomst_beeindigen_kost_zes_klikken_of_achttien_toetsen(open_teller, stad):
    overeenkomst = Overeenkomst.objects.get(persoon=stad.sw_medewerker)
    per = timezone.localdate() + timedelta(days=30)

    muis = open_teller(Rol.CONSULENT_WSW, "/detacheringen/")
    muis.klik(muis.page.get_by_role("link", name=overeenkomst.nummer))
    muis.klik(muis.page.get_by_role("link", name="Beëindig"))
    muis.klik(muis.page.get_by_label("Laatste dag"))
    muis.schrijf(f"{per:%d-%m-%Y}")
    muis.kies(muis.page.get_by_label("Reden"), "medewerker stopt")
    muis.klik(muis.page.get_by_role("button", name="Beëindig overeenkomst"))
    expect(muis.page.get_by_role("status").first).to_contain_text("De laatste dag is vastgelegd")
    assert muis.klikken <= 6
    overeenkomst.refresh_from_db()
    assert (overeenkomst.status, overeenkomst.einddatum) == ("beeindigd", per)


# ---- financiële administratie ------------------------------------------------------------------------------
def test_de_betaalopdracht_salarissen_kost_vier_klikken_of_twaalf_toetsen(open_teller, stad):
    SalarispartijFactory(gemeente=stad.gemeente)

    muis = open_teller(Rol.FINANCIEN)
    muis.klik(muis.page.get_by_role("link", name="Betalingen", exact=True).first)
    muis.klik(muis.page.get_by_role("link", name="Salarissen Wsw"))
    muis.klik(muis.page.get_by_role("link", name=re.compile("^Stel .* op$")))
    expect(muis.page.get_by_label(re.compile("^Te betalen"))).to_be_focused()
    muis.schrijf("250.000,00")
    muis.klik(muis.page.get_by_role("button", name="Stel op"))
    expect(muis.page.get_by_role("status").first).to_contain_text("De opdracht is opgesteld")
    assert muis.klikken <= 4
    opdracht = Betaalopdracht.objects.get()
    assert opdracht.totaal == Decimal("250000.00")
    opdracht.delete()

    toetsen = open_teller(Rol.FINANCIEN, "/betalingen/lks/")
    toetsen.toets("s")
    toetsen.page.wait_for_url("**/salarissen/")
    toetsen.toets("b")
    expect(toetsen.page.get_by_label(re.compile("^Te betalen"))).to_be_focused()
    toetsen.schrijf("250.000,00")
    toetsen.toets("Enter")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("De opdracht is opgesteld")
    assert toetsen.toetsen <= 12
    assert Betaalopdracht.objects.get().totaal == Decimal("250000.00")


def test_de_wsw_statistiek_maken_nakijken_en_downloaden_kost_vier_klikken(open_teller):
    muis = open_teller(Rol.FINANCIEN)
    muis.klik(muis.page.get_by_role("link", name="Personen", exact=True))
    muis.klik(muis.page.get_by_role("link", name="Wsw-statistiek"))
    expect(muis.page.locator("main")).to_contain_text("Onvolledig")
    muis.klik(muis.page.get_by_role("button", name="Zet vast en maak bestanden"))
    with muis.page.expect_download() as gehaald:
        muis.klik(muis.page.get_by_role("link", name="CSV"))
    assert muis.klikken <= 4
    levering = Statistieklevering.objects.get()
    assert gehaald.value.suggested_filename == levering.csv.naam
    assert gehaald.value.path().read_bytes() == bytes(levering.csv.inhoud)

    toetsen = open_teller(Rol.FINANCIEN, "/leveringen/panteia/")
    toetsen.toets("d")
    expect(toetsen.page.locator("main")).to_contain_text("Versie 2")
    with toetsen.page.expect_download():
        toetsen.toets("e")
    assert toetsen.toetsen <= 14
    assert levering.vastgezet_op.date() >= date(2020, 1, 1)
