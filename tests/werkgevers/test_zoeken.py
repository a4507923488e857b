"""Werkgevers in het ene zoekveld: op naam, W-nummer en KvK, alleen van wie je ze mag zien."""

from datetime import date

import pytest
from django.urls import reverse

from kern.permissions import Rol
from tests.factories.kern import DeelnameFactory, SamenwerkingsverbandFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers.models import Relatie

pytestmark = pytest.mark.django_db
KVK = "90000001"
# Also passes the elfproef as 012345672: 9·0+8·1+7·2+6·3+5·4+4·5+3·6+2·7-2 = 110.
KVK_ALS_BSN = "12345672"


@pytest.fixture
def werkgever(gemeente):
    return RelatieFactory(gemeente=gemeente, naam="Kwekerij Ten Böhmer BV", nummer="W-9301", kvk=KVK)


def zoek(client, tekst):
    antwoord = client.post(reverse("personen:zoeken"), {"q": tekst})
    assert antwoord.status_code == 302
    assert tekst not in antwoord["Location"]
    return client.get(antwoord["Location"]).content.decode()


@pytest.mark.parametrize("tekst", ["bohmer", "BÖHM", "kwek bohmer", "W-9301", "w9301", KVK, "900 00 001"])
def test_een_werkgever_is_te_vinden_op_naam_nummer_en_kvk(ingelogd, werkgever, tekst):
    pagina = zoek(ingelogd, tekst)

    assert "Werkgevers (1)" in pagina
    assert f'href="{werkgever.get_absolute_url()}"' in pagina


def test_een_kvk_nummer_dat_ook_een_bsn_kan_zijn_vindt_de_werkgever(ingelogd, gemeente):
    RelatieFactory(gemeente=gemeente, naam="Getal BV", kvk=KVK_ALS_BSN)

    pagina = zoek(ingelogd, KVK_ALS_BSN)

    assert "Getal BV" in pagina
    assert f'value="{KVK_ALS_BSN}"' not in pagina


@pytest.mark.parametrize("tekst", ["bohmer", "W-9301", KVK])
def test_een_werkgever_van_een_andere_gemeente_is_niet_te_vinden(
    client, maak_gebruiker, andere_gemeente, werkgever, tekst
):
    client.force_login(maak_gebruiker(Rol.ACCOUNTMANAGER, andere_gemeente))

    assert "Böhmer" not in zoek(client, tekst)


def test_wie_geen_werkgevers_mag_zien_vindt_ze_niet(client, maak_gebruiker, gemeente, werkgever):
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))

    assert "Böhmer" not in zoek(client, "bohmer")


def test_gedeeld_in_een_verband_zolang_de_gemeente_meedoet(maak_gebruiker, gemeente, andere_gemeente):
    verband = SamenwerkingsverbandFactory()
    DeelnameFactory(verband=verband, gemeente=gemeente, begindatum=date(2019, 1, 1))
    deelname = DeelnameFactory(verband=verband, gemeente=andere_gemeente, begindatum=date(2019, 1, 1))
    relatie = RelatieFactory(gemeente=gemeente, verband=verband)
    gebruiker = maak_gebruiker(Rol.ACCOUNTMANAGER, andere_gemeente)
    assert list(Relatie.objects.zichtbaar_voor(gebruiker)) == [relatie]

    deelname.einddatum = date(2024, 12, 31)
    deelname.save()

    assert not Relatie.objects.zichtbaar_voor(gebruiker).exists()


def test_de_lijst_van_personen_wijst_naar_de_wsw_lijst_en_de_ladder(ingelogd):
    pagina = ingelogd.get(reverse("personen:lijst")).content.decode()

    assert f'<a href="{reverse("wsw:medewerkers")}">Wsw-medewerkers</a>' in pagina
    assert f'<a href="{reverse("reintegratie:ladder")}">Participatieladder</a>' in pagina


def test_wie_de_ladder_niet_mag_zien_krijgt_er_geen_link_naar(client, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente))

    pagina = client.get(reverse("personen:lijst")).content.decode()

    assert reverse("wsw:medewerkers") not in pagina
    assert reverse("reintegratie:ladder") not in pagina
