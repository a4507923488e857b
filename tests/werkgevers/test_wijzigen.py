"""Wijzigen zonder verlies: botsing, concept, ongedaan maken, delen met een verband, partner."""

from datetime import date

import pytest
from django.urls import reverse

from kern.models import Concept, Ongedaan
from kern.permissions import Rol
from reintegratie.models import Tredemeting, Uitkering
from tests.factories.kern import (
    DeelnameFactory,
    OrganisatieFactory,
    RolvervullingFactory,
    SamenwerkingsverbandFactory,
)
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory
from tests.factories.werkgevers import ContactpersoonFactory, PlaatsingFactory, RelatieFactory
from tests.factories.wsw import DienstverbandFactory
from werkgevers import actions
from werkgevers.models import Plaatsing

pytestmark = pytest.mark.django_db


@pytest.fixture
def medewerker(client, maak_gebruiker, gemeente):
    gebruiker = maak_gebruiker(Rol.CONSULENT_WSW, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.CONSULENT, gemeente=gemeente)
    client.force_login(gebruiker)
    client.gebruiker = gebruiker
    return client


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def maak_ongedaan(client):
    rij = Ongedaan.objects.latest("gemaakt_op")
    return client.post(reverse("kern:ongedaan", args=[rij.pk]))


def test_wie_een_oude_werkgever_bewaart_ziet_de_botsing_en_overschrijft_niets(medewerker, gemeente):
    relatie = RelatieFactory(gemeente=gemeente, naam="Oud BV", branche="groen")
    actions.wijzig_relatie(relatie, door=medewerker.gebruiker, branche="schoonmaak")
    adres = reverse("werkgevers:relatie-wijzigen", args=[relatie.nummer])
    gegevens = {"naam": "Nieuw BV", "soorten": ["werkgever"], "branche": "groen", "versie": "1"}

    antwoord = medewerker.post(adres, gegevens)

    relatie.refresh_from_db()
    assert antwoord.status_code == 409
    assert "schoonmaak" in antwoord.content.decode()
    assert (relatie.naam, relatie.branche) == ("Oud BV", "schoonmaak")
    assert medewerker.post(adres, gegevens | {"versie": "2"}).status_code == 302


def test_een_indeling_die_een_collega_intussen_wijzigde_geeft_een_botsing(medewerker, persoon):
    dienstverband = DienstverbandFactory(persoon=persoon, met_indeling=True)
    type(dienstverband).objects.update(versie=2)
    gegevens = {
        "per": "01-07-2022",
        "groep": "beschut",
        "formele_werkgever": OrganisatieFactory().pk,
        "uren_per_week": "32",
        "versie": "1",
    }

    antwoord = medewerker.post(reverse("wsw:indeling-wijzigen", args=[dienstverband.pk]), gegevens)

    assert antwoord.status_code == 409
    assert dienstverband.indelingen.count() == 1


def test_een_formulier_bewaart_een_concept_en_gooit_het_weg_na_bewaren(medewerker, gemeente):
    relatie = RelatieFactory(gemeente=gemeente)
    adres = reverse("werkgevers:contactpersoon-nieuw", args=[relatie.nummer])
    pagina = medewerker.get(adres)
    sleutel = pagina.context["form"].concept.sleutel
    medewerker.post(reverse("kern:concept-bewaren"), {"concept": sleutel, "naam": "Half getypt"})

    assert 'value="Half getypt"' in medewerker.get(adres).content.decode()
    medewerker.post(adres, {"naam": "Half getypt"})
    assert not Concept.objects.exists()


def test_een_trede_is_ongedaan_te_maken(medewerker, persoon):
    oud = TredemetingFactory(persoon=persoon, datum=date(2019, 1, 1))
    adres = reverse("reintegratie:trede-meten", args=[persoon.nummer])
    medewerker.post(
        adres, {"huidige_trede": "4", "doeltrede": "5", "datum": "01-10-2026", "reden": "Werkt nu"}
    )
    assert Tredemeting.objects.count() == 2

    maak_ongedaan(medewerker)

    assert Tredemeting.objects.get() == oud


def test_een_trede_die_daarna_is_verbeterd_blijft_staan(medewerker, persoon):
    adres = reverse("reintegratie:trede-meten", args=[persoon.nummer])
    medewerker.post(adres, {"huidige_trede": "4", "doeltrede": "5", "datum": "01-10-2026"})
    Tredemeting.objects.update(doeltrede=6)

    maak_ongedaan(medewerker)

    assert Tredemeting.objects.get().doeltrede == 6


def test_begin_verlenging_en_einde_van_een_plaatsing_zijn_ongedaan_te_maken(medewerker, persoon, gemeente):
    relatie = RelatieFactory(gemeente=gemeente)
    nieuw = reverse("werkgevers:plaatsing-nieuw", args=[persoon.nummer])
    medewerker.post(nieuw, {"relatie": relatie.pk, "soort": "stage", "begindatum": "01-02-2026"})
    assert Plaatsing.objects.count() == 1
    maak_ongedaan(medewerker)
    assert not Plaatsing.objects.exists()

    plaatsing = PlaatsingFactory(persoon=persoon, relatie=relatie, contract_tot=date(2026, 12, 31))
    verlengd = {"tot": "31-12-2027", "versie": plaatsing.versie}
    medewerker.post(reverse("werkgevers:plaatsing-verlengen", args=[plaatsing.pk]), verlengd)
    maak_ongedaan(medewerker)
    plaatsing.refresh_from_db()
    assert plaatsing.contract_tot == date(2026, 12, 31)

    einde = {"per": "01-11-2026", "reden": "contract", "versie": plaatsing.versie}
    medewerker.post(reverse("werkgevers:plaatsing-beeindigen", args=[plaatsing.pk]), einde)
    plaatsing.refresh_from_db()
    assert plaatsing.einddatum == date(2026, 11, 1)
    maak_ongedaan(medewerker)
    plaatsing.refresh_from_db()
    assert (plaatsing.einddatum, plaatsing.reden_einde) == (None, "")


def test_een_contactpersoon_is_terug_te_zetten(medewerker, gemeente):
    contact = ContactpersoonFactory(relatie__gemeente=gemeente, naam="B. Voorbeeld")
    adres = reverse("werkgevers:contactpersoon-wijzigen", args=[contact.relatie.nummer, contact.pk])
    medewerker.post(adres, {"naam": "C. Anders", "actief": "ja", "versie": contact.versie})
    contact.refresh_from_db()
    assert contact.naam == "C. Anders"

    maak_ongedaan(medewerker)

    contact.refresh_from_db()
    assert contact.naam == "B. Voorbeeld"


def test_een_werkgever_is_te_delen_met_het_eigen_verband_en_niet_met_een_ander(medewerker, gemeente):
    eigen, vreemd = SamenwerkingsverbandFactory(), SamenwerkingsverbandFactory()
    DeelnameFactory(verband=eigen, gemeente=gemeente, begindatum=date(2019, 1, 1))
    relatie = RelatieFactory(gemeente=gemeente, naam="Deel BV")
    adres = reverse("werkgevers:relatie-wijzigen", args=[relatie.nummer])
    gegevens = {"naam": "Deel BV", "soorten": ["werkgever"], "versie": "1"}

    fout = medewerker.post(adres, gegevens | {"verband": vreemd.pk})
    assert list(fout.context["form"].errors) == ["verband"]
    assert medewerker.post(adres, gegevens | {"verband": eigen.pk}).status_code == 302

    relatie.refresh_from_db()
    assert relatie.verband == eigen


def test_een_uitkering_van_een_paar_is_vast_te_leggen(medewerker, persoon, andere_gemeente):
    partner = PersoonFactory(gemeente=persoon.gemeente, nummer="P-900777")
    vreemd = PersoonFactory(gemeente=andere_gemeente, nummer="P-900778")
    adres = reverse("reintegratie:uitkering-beginnen", args=[persoon.nummer])
    gegevens = {"soort": "pw", "begindatum": "01-02-2026"}

    fout = medewerker.post(adres, gegevens | {"partner": vreemd.nummer})
    assert list(fout.context["form"].errors) == ["partner"]
    medewerker.post(adres, gegevens | {"partner": "p-900777"})

    assert Uitkering.objects.get().partner == partner
