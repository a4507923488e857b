"""Ongedaan maken: één keer, alleen door jezelf, en alleen als het nog kan (C1, C2)."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kern.models import Gebeurtenis, Ongedaan, Team
from kern.undo import maak_ongedaan, met_ongedaan, ongedaan_soort
from tests.factories.kern import GebruikerFactory

pytestmark = pytest.mark.urls("tests.kern.formulierpagina")


@ongedaan_soort("test.weigert")
def weigert(gegevens, *, door):
    raise ValidationError("Een collega heeft dit intussen gewijzigd.")


@pytest.fixture
def gemaakt(ingelogd, gemeente):
    """A team was just made; the address of [Ongedaan maken] as the next page shows it."""
    ingelogd.post("/proef/", {"naam": "Team Noord"})
    pagina = BeautifulSoup(ingelogd.get("/taken/").content, "html.parser")
    balk = pagina.select_one("[role=status]")
    assert "Team Team Noord gemaakt." in balk.text
    return balk.select_one("form")["action"]


def test_ongedaan_maken_draait_terug_en_staat_in_het_logboek(ingelogd, gemaakt):
    antwoord = ingelogd.post(gemaakt, headers={"Referer": "http://testserver/taken/"}, follow=True)

    assert Team.objects.count() == 0
    assert Gebeurtenis.objects.get(soort="team.weg").gebruiker.naam == "K. Consulent"
    assert antwoord.redirect_chain == [("http://testserver/taken/", 302)]
    assert "Het team is weer weg." in antwoord.content.decode()


def test_ongedaan_maken_werkt_een_keer(ingelogd, gemaakt):
    ingelogd.post(gemaakt)

    antwoord = ingelogd.post(gemaakt, follow=True)

    assert "Dit is al ongedaan gemaakt." in antwoord.content.decode()


def test_een_collega_kan_het_niet(gemaakt):
    collega = Client()
    collega.force_login(GebruikerFactory())

    assert collega.post(gemaakt).status_code == 404
    assert Team.objects.count() == 1


def test_met_get_gebeurt_er_niets(ingelogd, gemaakt):
    assert ingelogd.get(gemaakt).status_code == 405


def test_na_een_dag_kan_het_niet_meer(gemaakt, consulent):
    Ongedaan.objects.update(gemaakt_op=timezone.now() - timedelta(hours=25))

    with pytest.raises(ValidationError, match="tot een dag later"):
        maak_ongedaan(Ongedaan.objects.get().pk, door=consulent)


def test_is_de_situatie_veranderd_dan_blijft_alles_zoals_het_is(rf, consulent):
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = rf.get("/")
    request.user, request.session = consulent, {}
    request._messages = FallbackStorage(request)
    rij = met_ongedaan(request, "Verplaatst.", "test.weigert")

    with pytest.raises(ValidationError, match="intussen gewijzigd"):
        maak_ongedaan(rij.pk, door=consulent)
    rij.refresh_from_db()
    assert rij.gebruikt_op is None


def test_de_weg_terug_naar_een_vreemde_site_wordt_niet_gevolgd(ingelogd, gemaakt):
    antwoord = ingelogd.post(gemaakt, headers={"Referer": "https://vreemd.example/"})

    assert antwoord.headers["Location"] == "/werkvoorraad/"


def test_een_onbekende_soort_valt_op_bij_het_maken(rf, consulent):
    with pytest.raises(ValueError, match="onbekende soort"):
        met_ongedaan(rf.get("/"), "x", "bestaat-niet")
