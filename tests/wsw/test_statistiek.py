"""De Wsw-statistiek: wie erin staat, wat ontbreekt, en vastzetten (RH-105, Wsw art. 14)."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from kern.models import Inzage
from kern.permissions import Rol
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from werkgevers.models import Relatie
from wsw.actions import wijzig_kenmerken
from wsw.choices import Groep
from wsw.models import Statistieklevering
from wsw.rules import standaardeenheden
from wsw.statistiek_actions import leg_verzending_vast, zet_statistiek_vast
from wsw.statistiek_queries import KOPPEN, halfjaar_van, statistiek_van

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def financien(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.FINANCIEN, gemeente)


def compleet(gemeente, *, groep=Groep.GROEP, bsn="999990019", **velden):
    """A complete row: everything the check page asks for."""
    persoon = PersoonFactory(
        gemeente=gemeente, bsn=bsn, geslacht="v", achternaam="Voorbeeld", in_begeleiding=True
    )
    dienstverband = DienstverbandFactory(
        persoon=persoon, **({"handicapcategorie": "ernstig", "indicatie_tot": date(2027, 5, 1)} | velden)
    )
    groen = Relatie.objects.filter(kvk="70000001").first() or RelatieFactory(
        gemeente=gemeente, naam="Groen BV", kvk="70000001"
    )
    IndelingFactory(dienstverband=dienstverband, groep=groep, uren_per_week=D("24"), schaal="C-4")
    PlaatsingFactory(
        persoon=persoon, relatie=groen,
        soort="begeleid_werken" if groep == Groep.BEGELEID_WERKEN else "groepsdetachering", begindatum=date(2020, 1, 1),
    )  # fmt: skip
    return dienstverband


@pytest.mark.parametrize(
    ("uren", "categorie", "se"),
    [
        ("36", "matig", "1.0000"), ("36", "ernstig", "1.2500"), ("24", "ernstig", "0.8333"),
        ("18", "ernstig", "0.6250"), ("32", "matig", "0.8889"),
    ],
)  # fmt: skip
def test_standaardeenheden_volgens_regels_2_3(uren, categorie, se):
    assert standaardeenheden(D(uren), categorie) == D(se)


def test_een_halfjaar_heeft_zijn_eigen_dagen():
    assert halfjaar_van(2026, 1) == (date(2026, 1, 1), date(2026, 6, 30))
    assert halfjaar_van(2026, 2) == (date(2026, 7, 1), date(2026, 12, 31))


def test_wie_een_dag_in_dienst_was_staat_erin_en_nieuw_beschut_niet(gemeente, andere_gemeente):
    binnen = {
        DienstverbandFactory(persoon__gemeente=gemeente, einddatum=date(2026, 1, 1), reden_einde="aow"),
        DienstverbandFactory(
            persoon__gemeente=gemeente,
            herkomst="overname",
            begindatum=date(2026, 6, 30),
            wsw_sinds=date(2010, 1, 1),
        ),
    }
    DienstverbandFactory(persoon__gemeente=gemeente, einddatum=date(2025, 12, 31), reden_einde="aow")
    DienstverbandFactory(
        persoon__gemeente=gemeente,
        herkomst="overname",
        begindatum=date(2026, 7, 1),
        wsw_sinds=date(2010, 1, 1),
    )
    DienstverbandFactory(persoon__gemeente=gemeente, nieuw_beschut=True)
    DienstverbandFactory(persoon__gemeente=andere_gemeente)

    rijen = statistiek_van(gemeente, 2026, 1).rijen

    assert {rij.dienstverband for rij in rijen} == binnen


def test_een_complete_rij_heeft_elk_gegeven(gemeente):
    dienstverband = compleet(gemeente)

    (rij,) = statistiek_van(gemeente, 2026, 1).rijen

    assert rij.ontbreekt == ()
    cellen = dict(zip(KOPPEN, rij.cellen, strict=True))
    assert cellen["BSN"] == "999990019"
    assert cellen["Soort (artikel 2 of 7)"] == "artikel 2"
    assert (cellen["Uren per week"], cellen["Standaardeenheden"]) == (D("24"), D("0.8333"))
    assert (cellen["Werkt bij"], cellen["KvK werkgever"]) == ("Groen BV", "70000001")
    assert (cellen["Begin"], cellen["Einde"], cellen["Reden einde"]) == (dienstverband.begindatum, None, "")


def test_begeleid_werken_is_artikel_7(gemeente):
    compleet(gemeente, groep=Groep.BEGELEID_WERKEN)

    (rij,) = statistiek_van(gemeente, 2026, 1).rijen

    assert dict(zip(KOPPEN, rij.cellen, strict=True))["Soort (artikel 2 of 7)"] == "artikel 7"


def test_een_einde_na_het_halfjaar_is_in_dat_halfjaar_nog_niet_bekend(gemeente):
    compleet(gemeente, einddatum=date(2026, 8, 31), reden_einde="aow")

    eerste, tweede = (statistiek_van(gemeente, 2026, helft).rijen[0] for helft in (1, 2))

    assert eerste.cellen[KOPPEN.index("Einde")] is None
    assert tweede.cellen[KOPPEN.index("Einde")] == date(2026, 8, 31)
    assert tweede.cellen[KOPPEN.index("Reden einde")] == "AOW-leeftijd"


def test_wat_ontbreekt_staat_er_met_de_pagina_om_het_in_te_vullen(gemeente):
    dienstverband = DienstverbandFactory(persoon__gemeente=gemeente, persoon__bsn=None, persoon__geslacht="o")

    statistiek = statistiek_van(gemeente, 2026, 1)

    gaten = {gat.naam: gat.url for gat in statistiek.rijen[0].ontbreekt}
    assert set(gaten) == {
        "BSN", "geslacht", "arbeidshandicapcategorie", "geldigheid van de indicatie", "indeling op de laatste dag",
        "plaatsing op de laatste dag",
    }  # fmt: skip
    nummer = dienstverband.persoon.nummer
    assert gaten["arbeidshandicapcategorie"] == reverse("wsw:dossierblad", args=[nummer])
    assert dict(statistiek.per_veld)["BSN"] == 1


def test_de_indicatie_aanvullen_maakt_de_rij_compleet(gemeente, consulent):
    dienstverband = compleet(gemeente, handicapcategorie="", indicatie_tot=None)
    assert len(statistiek_van(gemeente, 2026, 1).onvolledig) == 1

    wijzig_kenmerken(dienstverband, handicapcategorie="matig", indicatie_tot=date(2028, 1, 1), door=consulent)

    assert statistiek_van(gemeente, 2026, 1).onvolledig == []


# ---- vastzetten ----------------------------------------------------------------------------------------
def test_vastzetten_bewaart_het_bestand_en_een_tweede_keer_is_versie_twee(gemeente, financien):
    compleet(gemeente)
    eerste = zet_statistiek_vast(gemeente, 2026, 1, door=financien, verwacht=1)
    compleet(gemeente, bsn=None)

    tweede = zet_statistiek_vast(gemeente, 2026, 1, door=financien)

    assert (eerste.aantal, eerste.onvolledig, eerste.versie) == (1, 0, 1)
    assert (tweede.aantal, tweede.onvolledig, tweede.versie, tweede.vervangt) == (2, 1, 2, eerste)
    regels = bytes(eerste.csv.inhoud).decode("utf-8-sig").splitlines()
    assert regels[0].split(";") == list(KOPPEN)
    assert len(regels) == 2
    assert eerste.csv.sha256 == hashlib.sha256(eerste.csv.inhoud).hexdigest()
    assert openpyxl.load_workbook(BytesIO(tweede.xlsx.inhoud)).active.max_row == 3
    with pytest.raises(ValidationError, match="nieuwere versie"):
        leg_verzending_vast(eerste, op=date(2026, 11, 22), door=financien)


def test_een_lopend_leeg_of_veranderd_halfjaar_wordt_niet_vastgezet(gemeente, financien):
    with pytest.raises(ValidationError, match="niemand in dienst"):
        zet_statistiek_vast(gemeente, 2026, 1, door=financien)
    compleet(gemeente)
    with pytest.raises(ValidationError, match="loopt tot en met 31-12-2026"):
        zet_statistiek_vast(gemeente, 2026, 2, door=financien)
    with pytest.raises(ValidationError, match="Het waren 5 rijen en nu zijn het er 1"):
        zet_statistiek_vast(gemeente, 2026, 1, door=financien, verwacht=5)


def test_een_vastgezette_levering_verandert_niet_meer(gemeente, financien):
    compleet(gemeente)
    levering = zet_statistiek_vast(gemeente, 2026, 1, door=financien)

    for breek in (
        lambda: Statistieklevering.objects.filter(pk=levering.pk).update(aantal=9),
        lambda: levering.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            breek()
    verzonden = leg_verzending_vast(levering, op=date(2026, 11, 22), door=financien)
    assert (verzonden.verzonden_op, verzonden.verzonden_door) == (date(2026, 11, 22), financien)
    with pytest.raises(ValidationError, match="al verzonden"):
        leg_verzending_vast(levering, op=date(2026, 11, 22), door=financien)


# ---- pagina's ------------------------------------------------------------------------------------------
def test_in_de_browser_van_controleren_tot_verzonden(client, gemeente, financien):
    client.force_login(financien)
    dienstverband = compleet(gemeente, handicapcategorie="")
    pagina = client.get(reverse("wsw:statistiek-begin"), follow=True)
    adres = reverse("wsw:statistiek", args=["2026-1"])
    assert pagina.redirect_chain[-1][0] == adres
    tekst = pagina.content.decode()
    assert "arbeidshandicapcategorie" in tekst
    assert reverse("wsw:dossierblad", args=[dienstverband.persoon.nummer]) in tekst

    client.post(reverse("wsw:statistiek-vastzetten", args=["2026-1"]), {"aantal": "1"})
    levering = Statistieklevering.objects.get()
    antwoord = client.get(reverse("wsw:statistiek-bestand", args=[levering.pk, "csv"]))
    assert antwoord.content == bytes(levering.csv.inhoud)
    assert Inzage.objects.filter(soort="export", gebruiker=financien).count() == 1
    client.post(reverse("wsw:statistiek-verzonden", args=[levering.pk]), {"op": "22-11-2026"})

    assert "22-11-2026 door" in client.get(adres).content.decode()


@pytest.mark.parametrize("periode", ["2026-3", "2026", "x-1", "1999-1", "2026-1-1"])
def test_een_periode_die_niet_bestaat_is_niet_gevonden(client, financien, periode):
    client.force_login(financien)

    assert client.get(reverse("wsw:statistiek", args=[periode])).status_code == 404


def test_de_controlepagina_kost_voor_veel_rijen_evenveel_vragen(
    client, gemeente, financien, django_assert_max_num_queries
):
    client.force_login(financien)

    def tel():
        with django_assert_max_num_queries(30) as gevraagd:
            client.get(reverse("wsw:statistiek", args=["2026-1"]))
        return len(gevraagd)

    compleet(gemeente, handicapcategorie="")
    tel()
    voor = tel()
    for _ in range(4):
        compleet(gemeente, handicapcategorie="", bsn=None)

    assert tel() == voor
