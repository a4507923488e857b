"""Een grote export is een taak: voortgang, ophalen, dezelfde rijen, en het recht telt als de taak loopt."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kern.jobs import voer_taak_uit
from kern.models import Achtergrondtaak, Inzage, Rolvervulling
from tests.factories.kern import RolvervullingFactory
from tests.factories.personen import PersoonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def groot(monkeypatch, gemeente):
    """Acht mensen, en boven de vijf is groot."""
    monkeypatch.setattr("kern.lists.page.ALS_TAAK_BOVEN", 5)
    return PersoonFactory.create_batch(8, gemeente=gemeente, in_begeleiding=True)


def vraag(client, **velden):
    return client.get(reverse("personen:lijst"), {"export": "csv", **velden})


def test_boven_de_grens_komt_er_een_taak_en_geen_bestand(ingelogd, groot, consulent):
    antwoord = vraag(ingelogd)

    taak = Achtergrondtaak.objects.get(soort="lijst-export")
    assert antwoord.url == reverse("kern:taak", args=[taak.pk])
    assert (taak.aangevraagd_door, taak.titel) == (consulent, "Personen als csv")
    assert not Inzage.objects.filter(soort="export").exists(), "er is nog niets meegenomen"
    assert vraag(ingelogd).url == antwoord.url, "twee keer vragen is één taak"


def test_de_taak_geeft_dezelfde_rijen_als_een_gewone_export(ingelogd, groot, consulent, monkeypatch):
    vraag(ingelogd, sort="-geboortedatum")
    taak = voer_taak_uit(Achtergrondtaak.objects.get())

    assert taak.status == "klaar", taak.melding
    gehaald = ingelogd.get(reverse("kern:taak-bestand", args=[taak.pk]))
    monkeypatch.setattr("kern.lists.page.ALS_TAAK_BOVEN", 5_000)
    gewoon = vraag(ingelogd, sort="-geboortedatum")

    assert gehaald.content == gewoon.getvalue()
    assert len(gehaald.content.decode("utf-8-sig").splitlines()) == 9
    assert (taak.gedaan, taak.totaal) == (8, 8)
    regel = Inzage.objects.filter(soort="export").earliest("tijdstip")
    assert (regel.gebruiker, regel.gegevens["aantal"], regel.pagina) == (consulent, 8, "/personen/")


def test_wie_zijn_rol_kwijt_is_krijgt_geen_bestand(ingelogd, groot, consulent):
    vraag(ingelogd)
    Rolvervulling.objects.filter(gebruiker=consulent).update(
        einddatum=timezone.localdate() - timedelta(days=1)
    )

    taak = voer_taak_uit(Achtergrondtaak.objects.get())

    assert (taak.status, taak.resultaatbestand) == ("mislukt", None)
    assert not Inzage.objects.filter(soort="export").exists()


def test_wie_daarna_zijn_rol_verliest_haalt_het_bestand_niet_meer_op(ingelogd, groot, consulent):
    vraag(ingelogd)
    taak = voer_taak_uit(Achtergrondtaak.objects.get())
    Rolvervulling.objects.filter(gebruiker=consulent).update(
        einddatum=timezone.localdate() - timedelta(days=1)
    )

    assert ingelogd.get(reverse("kern:taak-bestand", args=[taak.pk])).status_code == 403


def test_een_export_uit_twee_gemeenten_vraagt_het_recht_in_allebei(
    client, groot, maak_gebruiker, gemeente, andere_gemeente
):
    gebruiker = maak_gebruiker("consulent", gemeente)
    rol = RolvervullingFactory(gebruiker=gebruiker, rol="consulent", gemeente=andere_gemeente)
    PersoonFactory.create_batch(2, gemeente=andere_gemeente, in_begeleiding=True)
    client.force_login(gebruiker)
    vraag(client)
    taak = voer_taak_uit(Achtergrondtaak.objects.get())
    adres = reverse("kern:taak-bestand", args=[taak.pk])
    assert len(client.get(adres).content.decode("utf-8-sig").splitlines()) == 11

    rol.einddatum = timezone.localdate() - timedelta(days=1)
    rol.save()

    assert client.get(adres).status_code == 403


def test_een_rol_zonder_exportrecht_elders_houdt_het_eigen_bestand_niet_tegen(
    client, groot, maak_gebruiker, gemeente, andere_gemeente
):
    gebruiker = maak_gebruiker("beheerder", andere_gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol="consulent", gemeente=gemeente)
    client.force_login(gebruiker)
    vraag(client)
    taak = voer_taak_uit(Achtergrondtaak.objects.get())

    assert taak.status == "klaar", taak.melding
    assert client.get(reverse("kern:taak-bestand", args=[taak.pk])).status_code == 200


def test_een_ander_haalt_het_bestand_niet_op(ingelogd, client, groot, maak_gebruiker, gemeente):
    vraag(ingelogd)
    taak = voer_taak_uit(Achtergrondtaak.objects.get())
    client.force_login(maak_gebruiker("consulent", gemeente))

    assert client.get(reverse("kern:taak-bestand", args=[taak.pk])).status_code == 404


def test_een_kleine_lijst_komt_meteen(ingelogd, gemeente):
    PersoonFactory.create_batch(2, gemeente=gemeente)

    assert vraag(ingelogd)["Content-Disposition"].startswith("attachment")
    assert not Achtergrondtaak.objects.exists()


def test_de_pagina_zegt_dat_het_een_taak_wordt(ingelogd, groot):
    pagina = ingelogd.get(reverse("personen:lijst")).content.decode()

    assert "Trede maakt het op de achtergrond" in pagina
    assert 'export=csv" download' not in pagina
