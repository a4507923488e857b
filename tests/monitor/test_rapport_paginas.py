"""De pagina's van het collegerapport, van concept tot PDF, en wat er fout kan gaan."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Inzage
from kern.permissions import Rol
from kern.signalen import voorraad_van
from monitor.models import Rapport
from monitor.rapport_actions import maak_rapport
from tests.factories.monitor import PeilmomentFactory, PeilwaardeFactory, RapportFactory
from tests.monitor.rapport_wereld import TEKSTEN, stuur_bij

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dag")]


@pytest.fixture
def dag():
    with time_machine.travel("2026-07-20 09:00:00"):
        yield


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def adviseur(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.BELEID, gemeente, naam="B. Adviseur")


@pytest.fixture
def peilmoment(gemeente):
    moment = PeilmomentFactory(gemeente=gemeente)
    PeilwaardeFactory(peilmoment=moment)
    return moment


def tekst(antwoord) -> str:
    return BeautifulSoup(antwoord.content, "html.parser").get_text(" ", strip=True)


def test_van_concept_tot_pdf(client, peilmoment, manager, adviseur):
    client.force_login(manager)
    begonnen = client.post(reverse("monitor:rapport-nieuw", args=[peilmoment.pk]))
    rapport = Rapport.objects.get()
    stuur_bij(peilmoment, manager)
    client.post(rapport.get_absolute_url(), TEKSTEN | {"formatie": "", "versie": rapport.versie})
    client.post(reverse("monitor:rapport-voorleggen", args=[rapport.pk]))
    client.force_login(adviseur)
    client.post(reverse("monitor:rapport-goedkeuren", args=[rapport.pk]))
    client.force_login(manager)
    gevraagd = client.post(reverse("monitor:rapport-vrijgeven", args=[rapport.pk]))
    taak = Achtergrondtaak.objects.get(soort="collegerapport-vrijgeven")
    wacht = tekst(client.get(rapport.get_absolute_url()))
    voer_taak_uit(taak)

    pdf = client.get(reverse("monitor:rapport-pdf", args=[rapport.pk]))

    rapport.refresh_from_db()
    assert begonnen.headers["Location"] == rapport.get_absolute_url()
    assert rapport.status == "vrijgegeven"
    assert gevraagd.headers["Location"] == reverse("kern:taak", args=[taak.pk])
    assert "Dit rapport wordt nu vrijgegeven" in wacht and "Geef vrij" not in wacht
    assert pdf.content == bytes(rapport.bestand.inhoud)
    assert Inzage.objects.filter(soort="rapport", gebruiker=manager).count() == 1


def test_de_pagina_zegt_dat_er_bijsturing_mist_en_geeft_geen_knop(client, peilmoment, manager):
    client.force_login(manager)
    client.post(reverse("monitor:rapport-nieuw", args=[peilmoment.pk]))
    rapport = Rapport.objects.get()

    pagina = tekst(client.get(rapport.get_absolute_url()))
    toch = tekst(client.post(reverse("monitor:rapport-voorleggen", args=[rapport.pk])))

    melding = "Uitstroom naar betaald werk: het doel is niet gehaald en er is geen bijsturing."
    assert melding in pagina
    assert "Vraag akkoord" not in pagina
    assert melding in toch
    rapport.refresh_from_db()
    assert rapport.status == "concept"


def test_een_te_lange_tekst_komt_terug_met_de_fout_bij_het_veld(client, peilmoment, manager):
    rapport = maak_rapport(peilmoment, door=manager)
    client.force_login(manager)

    antwoord = client.post(
        rapport.get_absolute_url(), {"uitstroom_werk": "woord " * 90, "versie": rapport.versie}
    )

    assert "Te lang: de tekst heeft 90 woorden. Maak er hoogstens 80 van." in tekst(antwoord)
    assert not rapport.teksten.exists()


def test_een_oude_versie_geeft_de_verschillen(client, peilmoment, manager):
    rapport = maak_rapport(peilmoment, door=manager)
    client.force_login(manager)
    client.post(rapport.get_absolute_url(), {"samenvatting": "Eerste tekst.", "versie": rapport.versie})

    antwoord = client.post(
        rapport.get_absolute_url(), {"samenvatting": "Andere tekst.", "versie": rapport.versie}
    )

    assert antwoord.status_code == 409
    assert "Eerste tekst." in tekst(antwoord)


def test_een_concept_heeft_geen_pdf(client, peilmoment, manager):
    rapport = maak_rapport(peilmoment, door=manager)
    client.force_login(manager)

    assert client.get(reverse("monitor:rapport-pdf", args=[rapport.pk])).status_code == 404


def test_een_tweede_keer_beginnen_opent_hetzelfde_rapport(client, peilmoment, manager):
    client.force_login(manager)
    adres = reverse("monitor:rapport-nieuw", args=[peilmoment.pk])

    eerste, tweede = client.post(adres), client.post(adres)

    assert eerste.headers["Location"] == tweede.headers["Location"]
    assert Rapport.objects.count() == 1


def test_het_rapport_staat_in_de_werkvoorraad_van_wie_het_mag_goedkeuren(gemeente, manager, adviseur):
    RapportFactory(
        gemeente=gemeente, gemaakt_door=manager, status="ter_goedkeuring", ingediend_door=manager,
        ingediend_op="2026-07-19T09:00:00Z",
    )  # fmt: skip

    def soorten(gebruiker):
        return [s.soort for s in voorraad_van(gebruiker, date(2026, 7, 20)).signalen]

    assert soorten(adviseur) == ["monitor.rapport_goedkeuren"]
    assert soorten(manager) == []


def test_de_lijst_en_het_voorbeeld_kosten_een_vast_aantal_vragen(
    client, gemeente, manager, django_assert_max_num_queries
):
    client.force_login(manager)
    adres = reverse("monitor:rapporten")
    client.get(adres)
    tellers = []
    for jaren in (range(2000, 2002), range(2002, 2022)):
        for jaar in jaren:
            RapportFactory(
                gemeente=gemeente, vrijgegeven=True,
                peilmoment=PeilmomentFactory(gemeente=gemeente, peildatum=date(jaar, 6, 30)),
            )  # fmt: skip
        with django_assert_max_num_queries(20) as teller:
            assert client.get(adres).status_code == 200
        tellers.append(len(teller))

    assert tellers[0] == tellers[1]
