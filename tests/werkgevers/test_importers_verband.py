"""Een relatie delen bij het inlezen (ontwerp §2.3, WV-055)."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from kern.permissions import Rol
from tests.factories.kern import DeelnameFactory, SamenwerkingsverbandFactory
from werkgevers.models import Relatie

pytestmark = pytest.mark.django_db


@pytest.fixture
def lees(tmp_path, gemeente, maak_gebruiker):
    maak_gebruiker(Rol.BEHEERDER, gemeente, username="beheer")

    def lees(gedeeld):
        pad = tmp_path / "werkgevers.csv"
        pad.write_text(f"naam;gedeeld\nVoorbeeld Groen BV;{gedeeld}\n")
        call_command(
            "importeer", "werkgevers", str(pad), gemeente=gemeente.code, definitief=True, door="beheer"
        )
        return Relatie.objects.get(naam="Voorbeeld Groen BV")

    return lees


@pytest.fixture
def verband(gemeente):
    verband = SamenwerkingsverbandFactory(code="wvs", naam="WVS-gemeenten")
    DeelnameFactory(verband=verband, gemeente=gemeente)
    return verband


def test_ja_deelt_in_het_enige_verband(lees, verband):
    assert lees("ja").verband == verband


@pytest.mark.parametrize("tekst", ["wvs", "WVS-gemeenten"])
def test_bij_meer_verbanden_noem_je_het_verband(lees, verband, gemeente, tekst):
    DeelnameFactory(
        verband=SamenwerkingsverbandFactory(code="werkplein", naam="Werkplein"), gemeente=gemeente
    )

    assert lees(tekst).verband == verband


def test_bij_meer_verbanden_is_ja_niet_genoeg(lees, verband, gemeente):
    DeelnameFactory(
        verband=SamenwerkingsverbandFactory(code="werkplein", naam="Werkplein"), gemeente=gemeente
    )

    with pytest.raises(CommandError):
        lees("ja")

    assert not Relatie.objects.exists()


def test_een_verband_waar_de_gemeente_niet_meer_bij_hoort_telt_niet(lees, gemeente):
    DeelnameFactory(
        verband=SamenwerkingsverbandFactory(code="oud"), gemeente=gemeente, einddatum=date(2020, 12, 31)
    )

    with pytest.raises(CommandError):
        lees("oud")


def test_nee_haalt_het_delen_weg(lees, verband):
    lees("ja")

    assert lees("nee").verband is None
