"""Twee mensen wijzigen hetzelfde: niemand verliest iets, en je ziet elkaar (C4, C5)."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from kern.models import Aanwezigheid
from kern.permissions import Rol
from tests.factories.kern import GebruikerFactory
from tests.factories.personen import PersoonFactory

pytestmark = pytest.mark.urls("tests.kern.formulierpagina")


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, roepnaam="An", achternaam="Voorbeeld", email="oud@example.org")


@pytest.fixture
def collega(maak_gebruiker, gemeente):
    client = Client()
    client.force_login(maak_gebruiker(Rol.CONSULENT, gemeente, naam="R. Demo"))
    return client


def gegevens(**anders):
    return {"roepnaam": "An", "achternaam": "Voorbeeld", "email": "oud@example.org", "versie": "1"} | anders


def keuzes(response) -> dict:
    """The conflict page as {field: (my text, their text, which is ticked)}."""
    pagina = BeautifulSoup(response.content, "html.parser")
    uit = {}
    for groep in pagina.select("fieldset"):
        mijn, hun = groep.select("input[type=radio]")
        gekozen = "mijn" if mijn.has_attr("checked") else "hun"
        uit[mijn["name"]] = (mijn["value"], hun["value"], gekozen)
    return uit


def test_wie_het_eerst_bewaart_merkt_niets(ingelogd, persoon):
    assert ingelogd.post(f"/proef/{persoon.pk}/", gegevens(roepnaam="Anna")).status_code == 302


def test_de_tweede_krijgt_beide_teksten_te_zien_en_er_is_niets_overschreven(ingelogd, collega, persoon):
    collega.post(f"/proef/{persoon.pk}/", gegevens(achternaam="Voorbeeld-Demo", email="nieuw@example.org"))

    antwoord = ingelogd.post(f"/proef/{persoon.pk}/", gegevens(achternaam="Voorbeelds", roepnaam="Anna"))

    assert antwoord.status_code == 409
    assert keuzes(antwoord) == {
        "roepnaam": ("Anna", "An", "mijn"),  # only I changed it
        "achternaam": ("Voorbeelds", "Voorbeeld-Demo", "mijn"),  # both did: mine is proposed, theirs is shown
        "email": ("oud@example.org", "nieuw@example.org", "hun"),  # only they changed it
    }
    tekst = antwoord.content.decode()
    assert "R. Demo bewaarde dit" in tekst
    persoon.refresh_from_db()
    assert (persoon.achternaam, persoon.roepnaam) == ("Voorbeeld-Demo", "An")


def test_de_keuze_op_de_botsingspagina_bewaart_per_veld(ingelogd, collega, persoon):
    collega.post(f"/proef/{persoon.pk}/", gegevens(achternaam="Voorbeeld-Demo", email="nieuw@example.org"))
    antwoord = ingelogd.post(f"/proef/{persoon.pk}/", gegevens(achternaam="Voorbeelds", roepnaam="Anna"))
    pagina = BeautifulSoup(antwoord.content, "html.parser").select_one("main form.formulier")
    invoer = {i["name"]: i["value"] for i in pagina.select("input[type=hidden]")}
    invoer |= {i["name"]: i["value"] for i in pagina.select("input[type=radio][checked]")}

    assert ingelogd.post(f"/proef/{persoon.pk}/", invoer).status_code == 302

    persoon.refresh_from_db()
    assert (persoon.roepnaam, persoon.achternaam, persoon.email) == (
        "Anna",
        "Voorbeelds",
        "nieuw@example.org",
    )
    assert persoon.versie == 3


def test_een_derde_die_tussendoor_bewaart_geeft_weer_een_botsing(ingelogd, collega, persoon):
    collega.post(f"/proef/{persoon.pk}/", gegevens(achternaam="B"))
    collega.post(f"/proef/{persoon.pk}/", gegevens(achternaam="C", versie="2"))

    assert ingelogd.post(f"/proef/{persoon.pk}/", gegevens(achternaam="D", versie="2")).status_code == 409


def test_tekst_op_de_botsingspagina_kan_geen_code_worden(ingelogd, collega, persoon):
    collega.post(f"/proef/{persoon.pk}/", gegevens(achternaam="<script>alert(1)</script>"))

    antwoord = ingelogd.post(f"/proef/{persoon.pk}/", gegevens(achternaam='"><img src=x>'))

    assert b"<script>alert" not in antwoord.content
    assert b"<img" not in antwoord.content


def test_je_ziet_wie_er_nu_ook_bezig_is(ingelogd, collega, persoon):
    assert b"Wordt nu ook bewerkt" not in ingelogd.get(f"/proef/{persoon.pk}/").content

    assert "Wordt nu ook bewerkt door K. Consulent." in collega.get(f"/proef/{persoon.pk}/").content.decode()

    deel = ingelogd.get(
        f"/aanwezig/persoon:{persoon.nummer}/", headers={"HX-Request": "true"}
    ).content.decode()
    assert "Wordt nu ook bewerkt door R. Demo." in deel
    Aanwezigheid.objects.filter(gebruiker__naam="R. Demo").update(
        gezien_op=timezone.now() - timedelta(seconds=31)
    )
    assert "bewerkt door" not in ingelogd.get(f"/aanwezig/persoon:{persoon.nummer}/").content.decode()


def test_iemand_van_een_andere_gemeente_ziet_niet_wie_er_bezig_is(ingelogd, persoon):
    ingelogd.get(f"/proef/{persoon.pk}/")
    vreemde = Client()
    vreemde.force_login(GebruikerFactory())

    assert "bewerkt door" not in vreemde.get(f"/aanwezig/persoon:{persoon.nummer}/").content.decode()
