"""Incassokosten en rente met de echte kaders (regels §6.5): elke vector, en twee bedragen tot en met de brief."""

from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from django.urls import reverse

from kern.models import Beleidskader
from kern.parameters import parametercode
from kern.permissions import Rol
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import ParameterFactory
from tests.lezen import pagina_tekst, pdf_tekst
from tests.werkgevers.factuur_wereld import AFZENDER, werkgever
from werkgevers.actions.invordering import maak_ronde_definitief, stel_aanmaanronde_op
from werkgevers.queries.invordering import HANDEL, WETTELIJK, kosten_van, normen_van, rentevoeten
from werkgevers.rules.invordering import rente

pytestmark = pytest.mark.django_db


# ---- the rule with the values of the files -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("hoofdsom", "kosten"),
    [
        ("50", "40.00"),
        ("266.67", "40.00"),
        ("267", "40.05"),
        ("1000", "150.00"),
        ("2500", "375.00"),
        ("3000", "425.00"),
        ("5000", "625.00"),
        ("10000", "875.00"),
        ("12500", "900.00"),
        ("200000", "2775.00"),
        ("1000000", "6775.00"),
        ("2000000", "6775.00"),
    ],
)
def test_incassokosten_met_de_geladen_staffel(geladen, gemeente, hoofdsom, kosten):
    rekening = kosten_van(D(hoofdsom), normen_van(gemeente, date(2026, 3, 31)))

    assert (rekening.bedrag, rekening.ontbreekt) == (D(kosten), "")


@pytest.mark.parametrize(
    ("code", "van", "tot", "bedrag"),
    [
        (HANDEL, "2024-07-01", "2024-07-30", "10.04"),  # 12,25%, a year of 366 days
        (HANDEL, "2023-07-01", "2023-07-30", "9.86"),  # 12,00%, a year of 365 days
        (HANDEL, "2026-03-01", "2026-03-30", "8.34"),  # 1.000 × 10,15% × 30/365 = 8,3425
        (WETTELIJK, "2024-07-01", "2024-07-30", "5.74"),  # 1.000 × 7% × 30/366 = 5,7377
        (WETTELIJK, "2023-06-01", "2023-06-30", "3.29"),  # 1.000 × 4% × 30/365 = 3,2877
        (WETTELIJK, "2025-03-01", "2025-03-30", "4.93"),  # 1.000 × 6% × 30/365 = 4,9315
    ],
)
def test_rente_over_duizend_euro_en_dertig_dagen(geladen, gemeente, code, van, tot, bedrag):
    van, tot = date.fromisoformat(van), date.fromisoformat(tot)
    voeten, versies = rentevoeten(gemeente, code, van, tot)

    rekening = rente(D(1000), van=van, tot=tot, voeten=voeten)

    assert (rekening.bedrag, rekening.ontbreekt) == (D(bedrag), "")
    assert versies[0].startswith(f"nederland/{code}/")


# ---- up to the letter --------------------------------------------------------------------------------------
@pytest.fixture
def rijssen_holten(geladen, gemeente):
    """The shipped kader with what a gemeente fills in herself: her address and the days of a reminder."""
    kader = Beleidskader.objects.get(code="rijssen-holten")
    eigen = {f"factuur.afzender.{veld}": waarde for veld, waarde in AFZENDER.items()}
    for code, waarde in (
        eigen | {"aanmaning.herinnering_dagen": "7", "aanmaning.termijn_dagen": "14"}
    ).items():
        ParameterFactory(kader=kader, code=code, waarde=waarde, soort=parametercode(code).soort)
    return gemeente


def _ronde(gemeente, door, dag):
    with time_machine.travel(f"{dag:%Y-%m-%d} 10:00:00+01:00", tick=False):
        return maak_ronde_definitief(stel_aanmaanronde_op(gemeente, peildatum=dag, door=door), door=door)


def _factuur(relatie, bedrag):
    return FactuurFactory(
        relatie=relatie,
        factuurdatum=date(2026, 1, 30),
        vervaldatum=date(2026, 3, 1),
        totaal_excl=D(bedrag),
        btw=D(0),
    )


@pytest.mark.parametrize(
    ("hoofdsom", "kosten", "rente", "totaal"),
    [
        # 3.000 × 10,15% × 29/365 = 24,1932; 375 + 50 costs
        ("3000.00", "425,00", "24,19", "3.449,19"),
        # 1.000.000 × 10,15% × 29/365 = 8.064,3836; exactly the highest amount of the law
        ("1000000.00", "6.775,00", "8.064,38", "1.014.839,38"),
    ],
)
def test_een_aanmaning_aan_een_onderneming(
    client, rijssen_holten, maak_gebruiker, hoofdsom, kosten, rente, totaal
):
    financien = maak_gebruiker(Rol.FINANCIEN, rijssen_holten)
    _factuur(werkgever(rijssen_holten, naam="Groen BV"), hoofdsom)
    _ronde(rijssen_holten, financien, date(2026, 3, 10))

    brief = _ronde(rijssen_holten, financien, date(2026, 3, 30)).aanmaningen.get()

    client.force_login(financien)
    pagina = pagina_tekst(client.get(reverse("werkgevers:aanmaning", args=[brief.pk])))
    papier = pdf_tekst(client.get(reverse("werkgevers:aanmaning-pdf", args=[brief.pk])))
    assert brief.soort == "aanmaning"
    assert f"Kosten € {kosten}" in pagina
    assert f"€ {rente} Incassokosten" in pagina  # the last cell of the table of invoices
    assert f"Te betalen € {totaal}" in pagina
    assert f"Incassokosten € {kosten}" in papier
    assert f"Wettelijke handelsrente tot en met 30-03-2026 € {rente}" in papier
    assert f"Totaal € {totaal}" in papier
    assert f"Betaal € {totaal} uiterlijk op 13-04-2026" in papier


def test_een_particulier_leest_eerst_wat_het_kost_en_betaalt_nog_niets_extra(
    client, rijssen_holten, maak_gebruiker
):
    financien = maak_gebruiker(Rol.FINANCIEN, rijssen_holten)
    _factuur(werkgever(rijssen_holten, naam="J. Voorbeeld", kvk=""), "3000.00")
    _ronde(rijssen_holten, financien, date(2026, 3, 10))

    brief = _ronde(rijssen_holten, financien, date(2026, 3, 31)).aanmaningen.get()

    papier = pdf_tekst(brief.bestand)
    assert (brief.soort, brief.kosten, brief.rente) == ("veertiendagenbrief", 0, 0)
    assert "moet u ook € 425,00 incassokosten betalen" in papier
    assert "Totaal € 3.000,00" in papier
