"""Klikbudgetten van de financiële administratie: boeken en aanmanen; hoe er geteld wordt, staat in test_budgetten.py."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Beleidskader
from kern.permissions import Rol
from tests.factories.betalingen import BetalingFactory
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import ParameterFactory
from tests.werkgevers.factuur_wereld import werkgever
from werkgevers.models import Aanmaanronde, Factuur
from werkgevers.queries.openstaand import betaalstand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
@transaction.atomic
def twee_betaald(stad):
    """Twee facturen en twee betalingen die hun nummer noemen, maar nog niet zijn geboekt."""
    facturen = []
    for nummer in (61, 62):
        factuur = FactuurFactory(
            relatie=werkgever(stad.gemeente, nummer),
            factuurdatum=date(2026, 1, 30),
            vervaldatum=date(2026, 3, 1),
        )
        BetalingFactory(
            afschrift__bankbestand__gemeente=stad.gemeente, omschrijving=f"factuur {factuur.nummer}",
            bedrag=factuur.totaal, tegenrekening="", tegennaam="",
        )  # fmt: skip
        facturen.append(factuur)
    return facturen


def test_een_betaling_boeken_kost_drie_klikken_of_hooguit_twaalf_toetsen(open_teller, stad, twee_betaald):
    muis = open_teller(Rol.FINANCIEN)
    muis.klik(muis.page.get_by_role("link", name="Facturen", exact=True))
    muis.klik(muis.page.get_by_role("link", name="Openstaand"))
    muis.klik(muis.page.get_by_role("link", name="Boek betaling"))
    muis.klik(muis.page.get_by_role("button", name="Boek", exact=True))
    expect(muis.page.get_by_role("status").first).to_contain_text("De betaling is geboekt.")
    assert muis.klikken <= 4

    toetsen = open_teller(Rol.FINANCIEN, "/facturen/openstaand/")
    expect(toetsen.page.get_by_role("link", name="Boek betaling")).to_be_visible()
    toetsen.toets("k")
    expect(toetsen.page.get_by_role("button", name="Boek", exact=True)).to_be_visible()
    toetsen.toets("k")
    expect(toetsen.page.get_by_role("status").first).to_contain_text("De betaling is geboekt.")
    assert toetsen.toetsen <= 12
    assert [betaalstand(factuur).woord for factuur in twee_betaald] == ["betaald", "betaald"]


def test_aanmanen_kost_drie_klikken_of_drie_toetsen_vanaf_openstaand(open_teller, stad):
    """Het budget is drie klikken of tien toetsen (L)."""
    vandaag = timezone.localdate()
    kader = Beleidskader.objects.filter(gemeente=stad.gemeente).first()
    for code, waarde in (("aanmaning.herinnering_dagen", "7"), ("aanmaning.termijn_dagen", "14")):
        if not kader.parameters.filter(code=code).exists():
            ParameterFactory(
                kader=kader, code=code, soort="getal", waarde=waarde, begindatum=date(2026, 1, 1)
            )
    with transaction.atomic():
        FactuurFactory(
            relatie=werkgever(stad.gemeente, 63), factuurdatum=vandaag - timedelta(days=90),
            vervaldatum=vandaag - timedelta(days=60),
        )  # fmt: skip

    muis = open_teller(Rol.FINANCIEN, "/facturen/openstaand/")
    muis.klik(muis.page.get_by_role("button", name="Stel aanmaanronde voor"))
    muis.klik(muis.page.get_by_role("link", name="definitief"))
    muis.klik(muis.page.get_by_role("button", name="Maak definitief"))
    muis.page.wait_for_url("**/taken/**")
    assert muis.klikken <= 3
    assert Achtergrondtaak.objects.filter(soort="aanmaanronde").count() == 1
    Achtergrondtaak.objects.all().delete()
    Aanmaanronde.objects.all().delete()

    toetsen = open_teller(Rol.FINANCIEN, "/facturen/openstaand/")
    toetsen.toets("h")
    expect(toetsen.page.get_by_role("link", name="definitief")).to_be_visible()
    toetsen.toets("d")
    expect(toetsen.page.get_by_role("button", name="Maak definitief")).to_be_visible()
    toetsen.toets("d")
    toetsen.page.wait_for_url("**/taken/**")
    assert toetsen.toetsen <= 10
    voer_taak_uit(Achtergrondtaak.objects.get(soort="aanmaanronde"))
    assert Aanmaanronde.objects.get().status == "definitief"
    assert Factuur.objects.count() == 1
