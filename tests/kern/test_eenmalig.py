"""Dubbel klikken doet niets dubbel (B5)."""

import threading

import pytest
from django.db import connection
from django.test import Client

from kern.models import Eenmalig, Team
from tests.factories.kern import GebruikerFactory, GemeenteFactory

pytestmark = pytest.mark.urls("tests.kern.formulierpagina")


def test_de_tweede_keer_geeft_het_antwoord_van_de_eerste(ingelogd, gemeente):
    eerste = ingelogd.post("/proef/", {"naam": "Team Noord", "eenmalig": "t1"})
    tweede = ingelogd.post("/proef/", {"naam": "Team Noord", "eenmalig": "t1"})

    assert (tweede.status_code, tweede.headers["Location"]) == (eerste.status_code, "/klaar/")
    assert Team.objects.count() == 1


def test_ook_met_een_andere_inhoud_telt_een_token_een_keer(ingelogd, gemeente):
    ingelogd.post("/proef/", {"naam": "Team Noord", "eenmalig": "t1"})
    ingelogd.post("/proef/", {"naam": "Team Zuid", "eenmalig": "t1"})

    assert [team.naam for team in Team.objects.all()] == ["Team Noord"]


def test_na_een_fout_mag_hetzelfde_token_nog_een_keer(ingelogd, gemeente):
    fout = ingelogd.post("/proef/", {"naam": "", "eenmalig": "t1"})
    goed = ingelogd.post("/proef/", {"naam": "Team Noord", "eenmalig": "t1"})

    assert (fout.status_code, goed.status_code) == (200, 302)
    assert Team.objects.count() == 1


def test_het_token_van_een_ander_of_van_een_andere_pagina_telt_niet(ingelogd, gemeente):
    ingelogd.post("/proef/", {"naam": "Team Noord", "eenmalig": "t1"})
    collega = Client()
    collega.force_login(GebruikerFactory())

    collega.post("/proef/", {"naam": "Team Zuid", "eenmalig": "t1"})

    assert Team.objects.count() == 2
    assert Eenmalig.objects.count() == 2


def test_twee_tegelijk_geven_een_team_en_twee_keer_hetzelfde_antwoord(transactional_db):
    GemeenteFactory()
    gebruiker = GebruikerFactory()
    antwoorden = []
    start = threading.Barrier(2)

    def verstuur():
        client = Client()
        client.force_login(gebruiker)
        start.wait()
        try:
            antwoorden.append(client.post("/proef/?traag=1", {"naam": "Team Noord", "eenmalig": "t1"}))
        finally:
            connection.close()

    draden = [threading.Thread(target=verstuur) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(20)

    assert [a.headers["Location"] for a in antwoorden] == ["/klaar/", "/klaar/"]
    assert Team.objects.count() == 1


def test_de_proef_bijt_zonder_token_maken_twee_tegelijk_wel_twee_verzoeken(ingelogd, gemeente):
    """Control: without the token the second post reaches the view."""
    ingelogd.post("/proef/", {"naam": "Team Noord"})
    ingelogd.post("/proef/", {"naam": "Team Zuid"})

    assert Team.objects.count() == 2
