"""De maand van de financiële administratie in de browser: van uren naar facturen, bank en herinnering, tot de PDF.

Eén medewerker, van de eerste klik tot het bestand in haar handen. De klikken per taak zijn die van schermen §3.
"""

from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Gemeente
from kern.permissions import Rol
from tests.e2e.teller import Teller
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, RolvervullingFactory
from tests.werkgevers.bankbestanden import boeking, camt
from tests.werkgevers.factuur_wereld import overeenkomst, werkgever
from werkgevers.models import Aanmaning, Betaling, Factuur
from werkgevers.queries.openstaand import betaalstand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administratie():
    """Twee werkgevers met een overeenkomst en complete uren over vorige maand, en één oude factuur."""
    call_command("laad_kaders", demo=True, verbosity=0, stdout=StringIO())
    gemeente = Gemeente.objects.get(code="1742")
    maand = timezone.localdate().replace(day=1) - relativedelta(months=1)
    gebruiker = GebruikerFactory(username="financien", naam="F. Administratie")
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.FINANCIEN, gemeente=gemeente)
    with transaction.atomic():
        for nummer, naam in ((1, "Voorbeeld Groen BV"), (2, "De Boer Techniek BV")):
            begin = {"begindatum": date(maand.year - 1, 1, 1)}
            overeenkomst(
                gemeente, werkgever(gemeente, nummer, naam=naam), maanden=(maand,), versie=begin, **begin
            )
        oud = FactuurFactory(
            relatie=werkgever(gemeente, 3, naam="Laat Betaald BV"), factuurdatum=maand - relativedelta(months=3),
            vervaldatum=maand - relativedelta(months=2), jaar=(maand - relativedelta(months=3)).year,
        )  # fmt: skip
    return gebruiker, gemeente, maand, oud


def draai_taken():
    """What the worker beside the server does."""
    for taak in Achtergrondtaak.objects.filter(status="wacht").order_by("pk"):
        voer_taak_uit(taak)
        taak.refresh_from_db()
        assert taak.status == "klaar", taak.melding


def download(page, naam) -> bytes:
    with page.expect_download() as gehaald:
        page.get_by_role("link", name=naam).first.click()
    return Path(gehaald.value.path()).read_bytes()


def test_de_maand_van_de_financiele_administratie(open_pagina, administratie, tmp_path):
    gebruiker, _, _, oud = administratie
    page = open_pagina(gebruiker)

    # hours are complete: prepare, check, make definitive
    page.goto("/facturen/")
    t = Teller(page)
    t.klik(page.get_by_role("button", name="Bereid facturen voor"))
    expect(page.get_by_role("row").filter(has_text="Voorbeeld Groen BV")).to_contain_text("500,00")
    t.klik(page.get_by_role("link", name="Maak 2 facturen definitief"))
    expect(page.get_by_text("1.000,00")).to_be_visible()
    t.klik(page.get_by_role("button", name="Maak definitief"))
    draai_taken()
    # The page looks by itself every five seconds whether the invoices are there.
    expect(page.get_by_role("link", name="Alle facturen (pdf)")).to_be_visible(timeout=15_000)
    assert t.klikken <= 4
    pdf = PdfReader(BytesIO(download(page, "Alle facturen (pdf)")))
    assert len(pdf.pages) >= 2
    groen, boer = Factuur.objects.exclude(pk=oud.pk).order_by("relatie__naam").reverse()
    assert (groen.relatie.naam, str(groen.totaal)) == ("Voorbeeld Groen BV", "605.00")

    # the bank file: one pays with the reference, one pays a part without it
    regels = (
        boeking("605.00", rf=groen.betalingskenmerk, ref="R1")
        + boeking("100.00", tekst="voorschot", naam="De Boer Techniek B.V.", iban="NL44RABO0123456789", ref="R2")
    )  # fmt: skip
    bestand = tmp_path / "camt053.xml"
    bestand.write_bytes(camt(regels, eind="1705.00", dag=f"{timezone.localdate()}"))
    page.goto("/facturen/openstaand/")
    t = Teller(page)
    t.klik(page.get_by_role("link", name="Lees bankbestand in"))
    page.get_by_label("Bankbestand").set_input_files(bestand)
    t.klikken += 1  # choosing the file
    t.klik(page.get_by_role("button", name="Lees in"))
    expect(page.get_by_text("wordt ingelezen")).to_be_visible()
    draai_taken()
    t.klik(page.get_by_role("link", name="Ververs"))
    expect(page.get_by_role("row").filter(has_text=groen.nummer)).to_contain_text("Betalingskenmerk van")
    assert t.klikken <= 4
    assert betaalstand(groen).woord == "betaald"

    # what was not certain has a proposal: one look, one click
    page.get_by_role("link", name="De Boer Techniek B.V.").click()
    expect(page.get_by_text("Zelfde naam, ander bedrag.")).to_be_visible()
    page.get_by_role("button", name="Boek").click()
    expect(page.get_by_role("status")).to_contain_text("De betaling is geboekt.")
    assert (betaalstand(boer).woord, str(betaalstand(boer).open)) == ("deels betaald", "505.00")
    assert not Betaling.objects.te_doen().exists()

    # a reminder for who is late
    page.goto("/facturen/openstaand/")
    t = Teller(page)
    t.klik(page.get_by_role("button", name="Stel aanmaanronde voor"))
    expect(page.get_by_role("row").filter(has_text="Laat Betaald BV")).to_contain_text("herinnering")
    t.klik(page.get_by_role("link", name="Maak 1 brief definitief"))
    t.klik(page.get_by_role("button", name="Maak definitief"))
    assert t.klikken <= 3
    draai_taken()
    page.goto("/aanmaningen/")
    page.get_by_role("link", name=f"{timezone.localdate():%d-%m-%Y}").click()
    tekst = PdfReader(BytesIO(download(page, "Alle brieven"))).pages[0].extract_text()
    assert oud.nummer in tekst
    assert Aanmaning.objects.get().soort == "herinnering"
    assert page.fouten == []


def test_zonder_script_werkt_dezelfde_weg_van_de_bank(open_pagina, administratie, tmp_path):
    gebruiker, _, _, oud = administratie
    page = open_pagina(gebruiker, javascript=False)
    bestand = tmp_path / "camt053.xml"
    bestand.write_bytes(camt(boeking("121.00", rf=oud.betalingskenmerk), eind="1121.00"))

    page.goto("/betalingen/bank/nieuw/")
    page.get_by_label("Bankbestand").set_input_files(bestand)
    page.get_by_role("button", name="Lees in").click()
    draai_taken()
    page.get_by_role("link", name="Ververs").click()

    expect(page.get_by_role("row").filter(has_text=oud.nummer)).to_be_visible()
    assert betaalstand(oud).woord == "betaald"
