"""De landelijke band van het inleentarief met het geladen kader (RH-113): onder, op, binnen en boven elke grens."""

from datetime import date
from decimal import Decimal as D

import pytest

from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
)
from tests.factories.personen import PersoonFactory
from werkgevers.overeenkomst_signalen import buiten_band
from werkgevers.queries.tariefuitleg import banden_van

pytestmark = pytest.mark.django_db

DAG = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("soort", "bedrag", "oordeel"),
    [
        ("beschut", "2499.99", "onder"),
        ("beschut", "2500", "binnen"),
        ("beschut", "3500", "binnen"),
        ("beschut", "3500.01", "boven"),
        ("groepsdetachering", "7499.99", "onder"),
        ("groepsdetachering", "7500", "binnen"),
        ("groepsdetachering", "9500", "binnen"),
        ("groepsdetachering", "9500.01", "boven"),
        ("individuele_detachering", "9999.99", "onder"),
        ("individuele_detachering", "10000", "binnen"),
        ("individuele_detachering", "12500", "binnen"),
        ("individuele_detachering", "12500.01", "boven"),
        ("individuele_detachering", "14999.99", "boven"),
        ("individuele_detachering", "15000", "uitschieter"),
    ],
)
def test_het_oordeel_op_en_naast_elke_grens(geladen, gemeente, soort, bedrag, oordeel):
    band = banden_van([gemeente.pk], DAG)[gemeente.pk, soort]

    assert band.oordeel(D(bedrag)) == oordeel


@pytest.mark.parametrize(
    ("soort", "per_maand", "zin"),
    [
        # a full week of 36 hours: a month × 12 is a year
        ("beschut", "208.33", "€ 2.499,96 per fte per jaar: onder de band"),
        ("beschut", "208.34", ""),  # 2.500,08
        ("beschut", "250.00", ""),  # 3.000, what the Sterkerij costs
        ("beschut", "291.67", "€ 3.500,04 per fte per jaar: boven de band"),
        ("individuele_detachering", "833.33", "€ 9.999,96 per fte per jaar: onder de band"),
        ("individuele_detachering", "1041.66", ""),  # 12.499,92
        ("individuele_detachering", "1250.00", "€ 15.000,00 per fte per jaar: uitschieter"),
    ],
)
def test_een_tarief_buiten_de_band_geeft_een_signaal(geladen, gemeente, soort, per_maand, zin):
    overeenkomst = OvereenkomstFactory(persoon=PersoonFactory(gemeente=gemeente), soort=soort)
    OvereenkomstversieFactory(overeenkomst=overeenkomst, uren_per_week=D(36))
    TariefafspraakFactory(overeenkomst=overeenkomst, methode="vast_maand", bedrag=D(per_maand))

    redenen = [signaal.reden.replace("\u00a0", " ") for signaal in buiten_band([gemeente.pk], DAG)]

    assert len(redenen) == bool(zin)
    assert not zin or zin in redenen[0]
