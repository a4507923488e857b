"""Wat je typte, is niet weg: automatisch bewaren, hervatten, en opnieuw inloggen zonder verlies (B1, B2, B6, B7)."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kern.concepts import _is_bsn
from kern.models import Concept, Onderbroken, Team
from kern.relogin import WACHT, WIE
from tests.factories.kern import GebruikerFactory

pytestmark = pytest.mark.urls("tests.kern.formulierpagina")
BEWAAR = "/concepten/bewaar/"


def velden(response) -> dict:
    """What a browser would send back: all named inputs of the form of the page."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.formulier")
    waarden = {}
    for invoer in form.select("input[name], textarea[name], select[name]"):
        if invoer.name == "select":
            gekozen = invoer.select_one("option[selected]")
            waarden[invoer["name"]] = gekozen["value"] if gekozen else ""
        elif invoer.name == "textarea":
            waarden[invoer["name"]] = invoer.text.removeprefix("\n")
        elif invoer.get("type") not in ("checkbox", "radio") or invoer.has_attr("checked"):
            waarden[invoer["name"]] = invoer.get("value", "on" if invoer.get("type") == "checkbox" else "")
    return waarden


def typ(client, **waarden):
    return velden(client.get("/proef/")) | waarden


# ---- autosave ---------------------------------------------------------------------------------------
def test_wat_je_typt_staat_er_weer_na_herladen(ingelogd, gemeente):
    getypt = typ(
        ingelogd, naam="Team Noord", taakvelden="Wsw\nen meer", actief="on", vervolg_keuze="over 6 weken"
    )

    antwoord = ingelogd.post(BEWAAR, getypt, headers={"Accept": "application/json"})

    assert list(antwoord.json()) == ["bewaard_om"]
    pagina = ingelogd.get("/proef/")
    weer = velden(pagina)
    assert weer["naam"] == "Team Noord"
    assert weer["taakvelden"].split() == ["Wsw", "en", "meer"]
    assert weer["actief"] == "on"
    assert weer["vervolg_keuze"] == "over 6 weken"
    assert f"Concept bewaard om {antwoord.json()['bewaard_om']}" in pagina.content.decode()


def test_bewaren_maakt_het_concept_leeg(ingelogd, gemeente):
    ingelogd.post(BEWAAR, typ(ingelogd, naam="Team Noord"))
    assert Concept.objects.count() == 1

    ingelogd.post("/proef/", velden(ingelogd.get("/proef/")))

    assert Team.objects.get().naam == "Team Noord"
    assert Concept.objects.count() == 0
    assert velden(ingelogd.get("/proef/"))["naam"] == ""


def test_een_late_automatische_bewaring_haalt_het_concept_niet_terug(ingelogd, gemeente):
    getypt = typ(ingelogd, naam="Team Noord")
    ingelogd.post("/proef/", getypt)

    ingelogd.post(BEWAAR, getypt, headers={"Accept": "application/json"})

    assert Concept.objects.count() == 0


def test_ook_niet_als_het_formulier_op_een_andere_pagina_stond(ingelogd, gemeente):
    getypt = velden(ingelogd.get("/proef/elders/")) | {"naam": "Team Noord"}
    ingelogd.post("/proef/", getypt)

    ingelogd.post(BEWAAR, getypt, headers={"Accept": "application/json"})

    assert Team.objects.count() == 1
    assert Concept.objects.count() == 0


def test_zonder_javascript_gaat_de_knop_terug_naar_het_formulier(ingelogd, gemeente):
    antwoord = ingelogd.post(BEWAAR, typ(ingelogd, naam="Team Noord", als_concept="1"), follow=True)

    assert antwoord.redirect_chain == [("/proef/", 302)]
    assert velden(antwoord)["naam"] == "Team Noord"


def test_van_een_concept_zijn_er_nooit_twee(ingelogd, gemeente):
    ingelogd.post(BEWAAR, typ(ingelogd, naam="A"))
    ingelogd.post(BEWAAR, typ(ingelogd, naam="B"))

    assert Concept.objects.get().gegevens["naam"] == ["B"]


def test_een_collega_ziet_mijn_concept_niet_en_kan_er_niet_in_schrijven(ingelogd, gemeente):
    getypt = typ(ingelogd, naam="Geheim")
    ingelogd.post(BEWAAR, getypt)
    collega = Client()
    collega.force_login(GebruikerFactory())

    assert velden(collega.get("/proef/"))["naam"] == ""
    assert collega.post(BEWAAR, getypt).status_code == 404
    assert collega.post(reverse("kern:concept-weggooien", args=[Concept.objects.get().pk])).status_code == 404
    assert Concept.objects.get().gegevens["naam"] == ["Geheim"]


def test_een_vervalste_sleutel_bewaart_niets(ingelogd, gemeente):
    assert ingelogd.post(BEWAAR, {"concept": "verzonnen", "naam": "x"}).status_code == 404
    assert Concept.objects.count() == 0


def test_bsn_wachtwoord_en_token_komen_niet_in_een_concept(ingelogd, gemeente):
    getypt = typ(ingelogd, naam="x", bsn="111222333", password="geheim", nummer="111 222 333")
    ingelogd.post(BEWAAR, getypt)

    assert set(Concept.objects.get().gegevens) == {"naam", "taakvelden", "vervolg_keuze", "vervolg_datum"}


@pytest.mark.parametrize(
    ("waarde", "wel"),
    [("111222333", True), ("111.222.333", True), ("123456782", True), ("123456789", False), ("2026", False)],
)
def test_een_bsn_wordt_herkend_aan_de_elfproef(waarde, wel):
    assert _is_bsn(waarde) is wel


def test_te_veel_tekst_wordt_geweigerd(ingelogd, gemeente):
    antwoord = ingelogd.post(
        BEWAAR, typ(ingelogd, taakvelden="x" * 200_001), headers={"Accept": "application/json"}
    )

    assert antwoord.status_code == 413
    assert Concept.objects.count() == 0


def test_de_lijst_met_concepten_hervat_in_een_klik_en_weggooien_is_ongedaan_te_maken(ingelogd, gemeente):
    ingelogd.post(BEWAAR, typ(ingelogd, naam="Team Noord"))
    lijst = BeautifulSoup(ingelogd.get("/werkvoorraad/concepten/").content, "html.parser")
    assert lijst.select_one(".werklijst a")["href"] == "/proef/"

    na = ingelogd.post(reverse("kern:concept-weggooien", args=[Concept.objects.get().pk]), follow=True)
    assert Concept.objects.count() == 0

    terug = BeautifulSoup(na.content, "html.parser").select_one("form[action^='/ongedaan/']")["action"]
    ingelogd.post(terug)
    assert Concept.objects.get().gegevens["naam"] == ["Team Noord"]


# ---- log in again without loss -------------------------------------------------------------------------
@pytest.fixture
def browser(gemeente, consulent):
    """A client with CSRF on, logged in with a password, as a real browser would be."""
    consulent.set_password("een lang wachtwoord")
    consulent.save()
    client = Client(enforce_csrf_checks=True)
    inloggen(client, consulent)
    return client


def inloggen(client, gebruiker, volgende="/klaar/"):
    pagina = client.get(reverse("account_login"))
    token = BeautifulSoup(pagina.content, "html.parser").select_one("input[name=csrfmiddlewaretoken]")[
        "value"
    ]
    gegevens = {"login": gebruiker.username, "password": "een lang wachtwoord", "csrfmiddlewaretoken": token}
    return client.post(reverse("account_login") + f"?next={volgende}", gegevens, follow=True)


def sessie_weg(client):
    del client.cookies["sessie"]


def test_na_opnieuw_inloggen_staat_alles_er_weer_en_een_klik_bewaart(browser, consulent):
    getypt = typ(browser, naam="Team Noord", taakvelden="Veel werk", actief="on", vervolg_datum="01-12-2026")
    sessie_weg(browser)

    naar_inloggen = browser.post("/proef/", getypt)
    assert naar_inloggen.status_code == 302
    assert naar_inloggen.headers["Location"] == f"{reverse('account_login')}?next=/proef/"
    assert Team.objects.count() == 0

    pagina = inloggen(browser, consulent, "/proef/")
    weer = velden(pagina)
    assert (weer["naam"], weer["taakvelden"], weer["actief"]) == ("Team Noord", "Veel werk", "on")
    assert weer["vervolg_datum"] == "01-12-2026"
    assert "Je was uitgelogd" in pagina.content.decode()

    assert browser.post("/proef/", weer).status_code == 302
    assert [team.naam for team in Team.objects.all()] == ["Team Noord"]
    assert Onderbroken.objects.count() == 0
    assert velden(browser.get("/proef/"))["naam"] == ""


def test_een_verlopen_sessie_verliest_ook_niets(browser, consulent):
    getypt = typ(browser, naam="Team Noord")
    sessie = browser.session
    sessie["laatst"] = sessie["laatst"] - 31 * 60 if "laatst" in sessie else 1
    sessie.save()

    assert browser.post("/proef/", getypt).headers["Location"].startswith(reverse("account_login"))

    assert velden(inloggen(browser, consulent, "/proef/"))["naam"] == "Team Noord"


def test_twee_tabbladen_die_na_de_sessie_zijn_verstuurd_komen_allebei_terug(browser, consulent):
    een, twee = typ(browser, naam="Team Noord"), typ(browser, naam="Team Zuid")
    sessie_weg(browser)
    browser.post("/proef/", een, headers={"Referer": "http://testserver/proef/"})
    browser.post("/proef/", twee, headers={"Referer": "http://testserver/proef/elders/"})

    assert velden(inloggen(browser, consulent, "/proef/"))["naam"] == "Team Noord"
    elders = browser.get("/proef/elders/")
    assert velden(elders)["naam"] == "Team Zuid"
    bewaar = {"Referer": "http://testserver/proef/elders/"}
    assert browser.post("/proef/", velden(elders), headers=bewaar).status_code == 302
    # Saving the one leaves the other.
    assert velden(browser.get("/proef/"))["naam"] == "Team Noord"
    assert Onderbroken.objects.count() == 1


def test_een_ander_die_inlogt_krijgt_niets_te_zien(browser, maak_gebruiker, gemeente):
    ander = maak_gebruiker(None, gemeente)
    ander.set_password("een lang wachtwoord")
    ander.save()
    getypt = typ(browser, naam="Geheim team")
    sessie_weg(browser)
    browser.post("/proef/", getypt)

    pagina = inloggen(browser, ander, "/proef/")

    assert velden(pagina)["naam"] == ""
    assert Onderbroken.objects.count() == 0


def test_in_de_browser_staan_alleen_sleutels(browser, consulent):
    getypt = typ(browser, naam="Team Noord")
    sessie_weg(browser)
    browser.post("/proef/", getypt)

    inhoud = " ".join(f"{naam}={koekje.value}" for naam, koekje in browser.cookies.items())

    assert "Noord" not in inhoud
    assert browser.cookies[WACHT]["httponly"]
    assert browser.cookies[WIE]["httponly"]
    assert Onderbroken.objects.get().sleutel not in inhoud


def test_zonder_geldig_formuliertoken_wordt_er_niets_klaargezet(browser, consulent):
    """A foreign page that posts to us must not plant a filled form."""
    getypt = typ(browser, naam="Van buiten") | {"csrfmiddlewaretoken": "x" * 64}
    sessie_weg(browser)

    assert browser.post("/proef/", getypt).status_code == 403
    assert Onderbroken.objects.count() == 0


def test_wie_nooit_inlogde_in_deze_browser_laat_niets_achter(client, gemeente):
    client.post("/proef/", {"naam": "x"})

    assert Onderbroken.objects.count() == 0


def test_een_oud_tabblad_na_opnieuw_inloggen_krijgt_het_formulier_gevuld_terug(browser, consulent):
    getypt = typ(browser, naam="Oud tabblad")
    sessie_weg(browser)
    inloggen(browser, consulent)

    vreemd = browser.post("/proef/", getypt, headers={"Sec-Fetch-Site": "cross-site"})
    zelf = browser.post("/proef/", getypt, headers={"Sec-Fetch-Site": "same-origin"}, follow=True)

    assert vreemd.status_code == 403
    assert velden(zelf)["naam"] == "Oud tabblad"
    assert Team.objects.count() == 0


def test_automatisch_bewaren_zonder_sessie_zegt_401(browser):
    getypt = typ(browser, naam="x")
    sessie_weg(browser)

    assert browser.post(BEWAAR, getypt, headers={"Accept": "application/json"}).status_code == 401


def test_na_de_termijn_is_het_weg(browser, consulent):
    getypt = typ(browser, naam="Te laat")
    sessie_weg(browser)
    browser.post("/proef/", getypt)
    Onderbroken.objects.update(gemaakt_op=timezone.now() - timedelta(hours=13))

    assert velden(inloggen(browser, consulent, "/proef/"))["naam"] == ""
