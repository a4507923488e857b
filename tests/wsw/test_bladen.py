"""De bladen van het dossier in de browser van een gebruiker: Wsw, Re-integratie, Plaatsingen, werkgevers."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from kern.permissions import Rol
from reintegratie.models import Tredemeting
from tests.factories.kern import (
    DeelnameFactory,
    OrganisatieFactory,
    RolvervullingFactory,
    SamenwerkingsverbandFactory,
)
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from werkgevers.models import Plaatsing, Relatie
from wsw.models import Dienstverband, Indeling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def consulent_wsw(client, maak_gebruiker, gemeente):
    """A client that may change Wsw, ladder, placements and employers of Rijssen-Holten."""
    gebruiker = maak_gebruiker(Rol.CONSULENT_WSW, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.CONSULENT, gemeente=gemeente)
    client.force_login(gebruiker)
    client.gebruiker = gebruiker
    return client


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def soep(antwoord) -> BeautifulSoup:
    return BeautifulSoup(antwoord.content, "html.parser")


def test_het_dossier_noemt_groep_werkgever_en_trede(consulent_wsw, persoon):
    IndelingFactory(dienstverband__persoon=persoon)
    relatie = RelatieFactory(gemeente=persoon.gemeente, naam="Groen BV")
    PlaatsingFactory(persoon=persoon, relatie=relatie, contract_tot=date(2026, 12, 31))
    TredemetingFactory(persoon=persoon, huidige_trede=5, doeltrede=6)

    for route in (
        "wsw:dossierblad",
        "reintegratie:dossierblad",
        "werkgevers:dossierblad",
        "personen:tijdlijn",
    ):
        tekst = soep(consulent_wsw.get(reverse(route, args=[persoon.nummer]))).get_text()
        assert "Wsw: groepsdetachering, Groen BV t/m 31-12-2026" in tekst
        assert "trede 5 → doel 6" in tekst


def test_de_tijdlijn_kent_dienstverband_plaatsing_uitkering_en_trede(consulent_wsw, persoon):
    IndelingFactory(dienstverband__persoon=persoon)
    PlaatsingFactory(persoon=persoon, relatie__naam="Groen BV")
    UitkeringFactory(persoon=persoon)
    TredemetingFactory(persoon=persoon)

    tekst = soep(consulent_wsw.get(reverse("personen:tijdlijn", args=[persoon.nummer]))).get_text()

    for zin in (
        "Dienstverband Wsw begonnen",
        "Begonnen bij Groen BV",
        "Uitkering Participatiewet begonnen",
        "Trede 3, doel 4",
    ):
        assert zin in tekst


def test_een_trede_wijzigen_is_kiezen_en_bewaren(consulent_wsw, persoon):
    TredemetingFactory(persoon=persoon, huidige_trede=3, doeltrede=4)
    blad = soep(consulent_wsw.get(reverse("reintegratie:dossierblad", args=[persoon.nummer])))
    formulier = blad.select_one("form.formulier")
    velden = {v["name"]: v.get("value", "") for v in formulier.select("input[type=hidden], input[type=text]")}
    velden |= {v["name"]: v["value"] for v in formulier.select("input[type=radio][checked]")}

    antwoord = consulent_wsw.post(formulier["action"], velden | {"huidige_trede": "4", "reden": "Werkt nu"})

    assert antwoord.status_code == 302
    metingen = Tredemeting.objects.order_by("datum").values_list("huidige_trede", "doeltrede")
    assert list(metingen) == [(3, 4), (4, 4)]


def test_een_dubbele_klik_bewaart_een_keer(consulent_wsw, persoon):
    adres = reverse("wsw:beginnen", args=[persoon.nummer])
    gegevens = _dienstverband() | {"eenmalig": "zelfde"}

    eerste, tweede = consulent_wsw.post(adres, gegevens), consulent_wsw.post(adres, gegevens)

    assert (eerste.status_code, tweede.status_code) == (302, 302)
    assert Dienstverband.objects.count() == 1


@pytest.mark.parametrize("veld", ["huidige_trede", "doeltrede"])
def test_trede_7_staat_bij_het_veld(consulent_wsw, persoon, veld):
    adres = reverse("reintegratie:trede-meten", args=[persoon.nummer])

    antwoord = consulent_wsw.post(adres, {"datum": "22-11-2026", veld: "7"})

    assert antwoord.context["form"].errors == {veld: ["7 bestaat niet. Kies 1 t/m 6."]}
    assert not Tredemeting.objects.exists()


def _dienstverband(**anders):
    return {
        "regeling": "wsw",
        "herkomst": "overname",
        "begindatum": "01-01-2021",
        "wsw_sinds": "01-05-2008",
        "groep": "groep",
        "formele_werkgever": str(OrganisatieFactory().pk),
        "uren_per_week": "32",
    } | anders


@pytest.mark.parametrize(
    ("anders", "veld", "melding"),
    [
        ({"herkomst": "voor_2015"}, "herkomst", "Nieuwe instroom in de Wsw kan niet meer"),
        ({"begindatum": "31-02-2021"}, "begindatum", "31-02-2021 bestaat niet"),
        ({"subsoort": "wol"}, "subsoort", "Dit merk hoort bij beschut werk"),
        ({"uren_per_week": "41"}, "uren_per_week", ""),
        ({"formele_werkgever": "999999"}, "formele_werkgever", "Deze keuze bestaat niet"),
    ],
)
def test_een_fout_in_een_dienstverband_staat_bij_het_veld(consulent_wsw, persoon, anders, veld, melding):
    antwoord = consulent_wsw.post(reverse("wsw:beginnen", args=[persoon.nummer]), _dienstverband(**anders))

    assert list(antwoord.context["form"].errors) == [veld]
    assert melding in antwoord.context["form"].errors[veld][0]
    assert not Dienstverband.objects.exists()


def test_beginnen_wijzigen_en_beeindigen_via_de_paginas(consulent_wsw, persoon):
    consulent_wsw.post(reverse("wsw:beginnen", args=[persoon.nummer]), _dienstverband())
    dienstverband = Dienstverband.objects.get()
    anders = {
        k: v
        for k, v in _dienstverband(groep="beschut").items()
        if k in ("groep", "formele_werkgever", "uren_per_week")
    }
    consulent_wsw.post(
        reverse("wsw:indeling-wijzigen", args=[dienstverband.pk]),
        anders | {"per": "01-07-2022", "versie": "1"},
    )
    consulent_wsw.post(
        reverse("wsw:beeindigen", args=[dienstverband.pk]),
        {"per": "31-12-2024", "reden": "aow", "versie": "2"},
    )

    rijen = Indeling.objects.order_by("begindatum").values_list("groep", "einddatum")
    assert list(rijen) == [("groep", date(2022, 6, 30)), ("beschut", date(2024, 12, 31))]


def test_een_dubbele_plaatsing_staat_bij_de_eerste_dag(consulent_wsw, persoon):
    plaatsing = PlaatsingFactory(persoon=persoon)
    gegevens = {"relatie": plaatsing.relatie_id, "soort": "stage", "begindatum": "01-02-2019"}

    antwoord = consulent_wsw.post(reverse("werkgevers:plaatsing-nieuw", args=[persoon.nummer]), gegevens)

    assert list(antwoord.context["form"].errors) == ["begindatum"]
    assert Plaatsing.objects.count() == 1


def test_een_bestaand_kvk_nummer_staat_bij_het_veld(consulent_wsw, gemeente):
    RelatieFactory(gemeente=gemeente, kvk="12345678")
    gegevens = {"naam": "Nieuw BV", "soorten": ["werkgever"], "kvk": "1234 5678", "gemeente": gemeente.pk}

    antwoord = consulent_wsw.post(reverse("werkgevers:relatie-nieuw"), gegevens)

    assert list(antwoord.context["form"].errors) == ["kvk"]
    assert Relatie.objects.count() == 1


def test_een_gedeelde_werkgever_toont_alleen_mensen_die_je_mag_zien(consulent_wsw, gemeente, andere_gemeente):
    verband = SamenwerkingsverbandFactory()
    for deelnemer in (gemeente, andere_gemeente):
        DeelnameFactory(verband=verband, gemeente=deelnemer)
    relatie = RelatieFactory(gemeente=andere_gemeente, verband=verband, naam="Samen BV")
    PlaatsingFactory(persoon__gemeente=gemeente, persoon__achternaam="Eigenman", relatie=relatie)
    PlaatsingFactory(persoon__gemeente=andere_gemeente, persoon__achternaam="Vreemdeling", relatie=relatie)

    pagina = consulent_wsw.get(reverse("werkgevers:relatie", args=[relatie.nummer])).content.decode()
    lijst = soep(consulent_wsw.get(reverse("werkgevers:relaties"))).select_one("tbody tr").get_text(" ")
    wijzigen = consulent_wsw.get(reverse("werkgevers:relatie-wijzigen", args=[relatie.nummer]))

    assert "Eigenman" in pagina
    assert "Vreemdeling" not in pagina
    assert "Samen BV" in lijst
    assert " 1 " in f" {lijst} "
    assert wijzigen.status_code == 403


def test_een_werkgever_buiten_gemeente_en_verband_bestaat_niet(consulent_wsw, andere_gemeente):
    relatie = RelatieFactory(gemeente=andere_gemeente)

    assert consulent_wsw.get(reverse("werkgevers:relatie", args=[relatie.nummer])).status_code == 404


def test_plaatsingen_die_binnen_zes_maanden_eindigen(consulent_wsw, gemeente):
    dichtbij = PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2027, 5, 22))
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2027, 5, 23))
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=None)

    lijst = consulent_wsw.get(reverse("werkgevers:plaatsingen"), {"eindigt": "6"}).context["lijst"]

    assert [rij["pk"] for rij in lijst.blad.rijen] == [dichtbij.pk]


@pytest.mark.parametrize(
    "route", ["wsw:medewerkers", "reintegratie:ladder", "werkgevers:relaties", "werkgevers:plaatsingen"]
)
def test_het_aantal_vragen_van_een_lijst_groeit_niet(consulent_wsw, gemeente, route):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def vul(aantal):
        for _ in range(aantal):
            dienstverband = DienstverbandFactory(persoon__gemeente=gemeente, met_indeling=True)
            PlaatsingFactory(persoon=dienstverband.persoon)
            UitkeringFactory(persoon=dienstverband.persoon)
            TredemetingFactory(persoon=dienstverband.persoon)

    def vragen():
        with CaptureQueriesContext(connection) as gevangen:
            consulent_wsw.get(reverse(route))
        return len(gevangen)

    vul(1)
    vragen()
    weinig = vragen()
    vul(8)

    assert vragen() == weinig


@pytest.mark.parametrize(
    "parameters",
    [{"peildatum": "x"}, {"populatie": "bestaat-niet"}, {"gemeente": "0000"}, {"werkgever": "W-0"}],
)
@pytest.mark.parametrize("route", ["wsw:medewerkers", "reintegratie:ladder"])
def test_een_onleesbaar_filter_breekt_de_lijst_niet(consulent_wsw, gemeente, route, parameters):
    assert consulent_wsw.get(reverse(route), parameters).status_code == 200
