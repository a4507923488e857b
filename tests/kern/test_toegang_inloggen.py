"""Inloggen, tweede factor en sessies (snel-en-veilig E2, E3; schermen D7, F3)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kern.models import Gebeurtenis
from kern.permissions import Rol

pytestmark = pytest.mark.django_db
WACHTWOORD = "fiets regen kalender"


@pytest.fixture(autouse=True)
def _lege_tellers():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def medewerker(maak_gebruiker, gemeente):
    gebruiker = maak_gebruiker(Rol.CONSULENT, gemeente, username="medewerker", naam="M. Medewerker")
    gebruiker.set_password(WACHTWOORD)
    gebruiker.save()
    return gebruiker


def log_in(client, wachtwoord=WACHTWOORD, **extra):
    return client.post(reverse("account_login"), {"login": "medewerker", "password": wachtwoord, **extra})


def code_nu(geheim: str) -> str:
    return format_hotp_value(hotp_value(geheim, int(time.time()) // 30))


# ---- inloggen --------------------------------------------------------------------------------------
def test_na_inloggen_kom_je_op_de_pagina_die_je_opende(client, medewerker):
    heen = client.get("/mijn/instellingen/")
    terug = log_in(client, next="/mijn/instellingen/")

    assert heen.url == f"{reverse('account_login')}?next=/mijn/instellingen/"
    assert terug.url == "/mijn/instellingen/"


def test_de_inlogpagina_geeft_next_door_en_nooit_naar_een_vreemd_adres(client, medewerker):
    soep = BeautifulSoup(client.get("/account/inloggen/?next=/beheer/").content, "html.parser")
    vreemd = log_in(client, next="https://kwaad.example/")

    assert soep.select_one("input[name=next]")["value"] == "/beheer/"
    assert vreemd.url == reverse("kern:werkvoorraad")


def test_het_inlogformulier_werkt_met_een_wachtwoordbeheerder(client):
    soep = BeautifulSoup(client.get(reverse("account_login")).content, "html.parser")

    velden = {v["name"]: v.get("autocomplete") for v in soep.select("form.formulier input[name]")}
    assert (velden["login"], velden["password"]) == ("username", "current-password")
    assert not soep.select("[placeholder]")
    assert soep.select_one("form.formulier").has_attr("novalidate")


def test_een_fout_wachtwoord_zegt_niet_of_de_naam_bestaat(client, medewerker):
    fout = log_in(client, "verkeerd")
    onbekend = client.post(reverse("account_login"), {"login": "niemand", "password": "verkeerd"})

    tekst = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."
    assert fout.context["form"].non_field_errors() == [tekst]
    assert onbekend.context["form"].non_field_errors() == [tekst]
    assert Gebeurtenis.objects.filter(soort="gebruiker.inloggen_mislukt").count() == 1


def test_na_vijf_fouten_gaat_het_slot_erop_ook_met_het_goede_wachtwoord(client, medewerker):
    statussen = [log_in(client, "verkeerd").status_code for _ in range(5)]
    zesde = log_in(client)

    assert statussen == [200] * 5
    assert zesde.status_code == 429
    assert "Wacht 5 minuten" in zesde.content.decode()


def test_de_demo_accounts_staan_er_buiten_de_demo_niet(client, maak_gebruiker, gemeente, settings):
    maak_gebruiker(Rol.CONSULENT, gemeente, username="consulent", naam="Marit Demmers")

    buiten = client.get(reverse("account_login") + "?gebruiker=consulent").content.decode()
    settings.DEMO = True
    soep = BeautifulSoup(client.get(reverse("account_login") + "?gebruiker=consulent").content, "html.parser")

    assert "Marit Demmers" not in buiten
    assert "trede-demo-2026" not in buiten
    assert soep.select_one("input[name=login]")["value"] == "consulent"
    assert soep.select_one("input[name=password]")["value"] == "trede-demo-2026"
    assert [td.get_text() for td in soep.select("tbody td")] == [
        "Marit Demmers",
        "consulent re-integratie",
        "Rijssen-Holten",
    ]


@pytest.mark.parametrize("naam", ["account_signup", "account_email", "account_reset_password"])
def test_wat_we_niet_gebruiken_is_gesloten(client, naam):
    assert client.get(reverse(naam)).status_code == 404
    assert client.post(reverse(naam), {"username": "nieuw"}).status_code == 404


# ---- sessies ---------------------------------------------------------------------------------------
def test_inloggen_geeft_een_nieuwe_sessiesleutel(client, medewerker):
    client.get(reverse("account_login"))
    session = client.session
    session["proef"] = 1
    session.save()
    voor = session.session_key
    client.cookies["sessie"] = voor

    log_in(client)

    assert client.session.session_key != voor
    assert not Session.objects.filter(session_key=voor).exists()


def test_uitloggen_beeindigt_de_sessie_op_de_server(client, medewerker):
    log_in(client)
    sleutel = client.session.session_key
    client.post(reverse("account_logout"))

    client.cookies["sessie"] = sleutel

    assert client.get(reverse("kern:werkvoorraad")).status_code == 302
    assert not Session.objects.filter(session_key=sleutel).exists()


def verzet(client, **seconden):
    """Zet de klok van de sessie terug."""
    session = client.session
    for naam, aantal in seconden.items():
        session[naam] = int(time.time()) - aantal
    session.save()


def test_na_dertig_minuten_stilte_log_je_opnieuw_in(ingelogd):
    ingelogd.get(reverse("kern:instellingen"))
    verzet(ingelogd, laatst=29 * 60)
    nog_net = ingelogd.get(reverse("kern:instellingen")).status_code
    verzet(ingelogd, laatst=30 * 60 + 1)

    te_laat = ingelogd.get(reverse("kern:instellingen"))

    assert nog_net == 200
    assert te_laat.url == f"{reverse('account_login')}?next=/mijn/instellingen/"


def test_na_twaalf_uur_houdt_elke_sessie_op(ingelogd):
    ingelogd.get(reverse("kern:instellingen"))
    verzet(ingelogd, begonnen=12 * 3600 + 1)

    assert ingelogd.get(reverse("kern:instellingen")).status_code == 302


def test_verlengen_telt_als_activiteit_maar_verlengt_de_twaalf_uur_niet(ingelogd):
    ingelogd.get(reverse("kern:instellingen"))
    verzet(ingelogd, laatst=29 * 60, begonnen=11 * 3600)
    begonnen = ingelogd.session["begonnen"]

    antwoord = ingelogd.post(reverse("kern:sessie-verlengen"))

    assert antwoord.status_code == 204
    assert ingelogd.session["laatst"] >= time.time() - 5
    assert ingelogd.session["begonnen"] == begonnen


def test_een_nieuw_wachtwoord_beeindigt_alle_andere_sessies(client, medewerker):
    elders = Client()
    log_in(client)
    log_in(elders)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": WACHTWOORD, "password1": "trein maan pindakaas", "password2": "trein maan pindakaas"},
    )

    assert client.get(reverse("kern:instellingen")).status_code == 200
    assert elders.get(reverse("kern:instellingen")).status_code == 302


def test_overal_uitloggen_laat_alleen_deze_sessie_staan(client, medewerker):
    elders = Client()
    log_in(client)
    log_in(elders)

    client.post(reverse("kern:mijn-sessies-beeindigen"))

    assert client.get(reverse("kern:instellingen")).status_code == 200
    assert elders.get(reverse("kern:instellingen")).status_code == 302


# ---- tweede factor ---------------------------------------------------------------------------------
def test_zonder_tweede_factor_opent_niets(client, medewerker, settings):
    settings.MFA_VERPLICHT = True
    log_in(client)

    waarheen = {
        client.get(adres).headers["Location"]
        for adres in ("/", "/mijn/instellingen/", "/beheer/", "/zoeken/")
    }

    assert waarheen == {reverse("mfa_activate_totp")}
    assert client.post(reverse("account_logout")).status_code == 302


def test_instellen_en_daarna_inloggen_met_de_code(client, medewerker, settings):
    settings.MFA_VERPLICHT = True
    log_in(client)
    geheim = client.get(reverse("mfa_activate_totp")).context["form"].secret
    aan = client.post(reverse("mfa_activate_totp"), {"code": code_nu(geheim)})
    codes = client.get(aan.url)
    open_ = client.get(reverse("kern:instellingen"))
    cache.clear()  # the same code may not be used twice, also not for this test

    opnieuw = Client()
    stap = log_in(opnieuw)
    dicht = opnieuw.get(reverse("kern:instellingen"))
    opnieuw.post(stap.url, {"code": code_nu(geheim)})

    assert aan.url == reverse("mfa_view_recovery_codes")
    assert (codes.status_code, open_.status_code) == (200, 200)
    assert stap.url == reverse("mfa_authenticate")
    assert dicht.status_code == 302
    assert opnieuw.get(reverse("kern:instellingen")).status_code == 200


def test_een_code_werkt_maar_een_keer(client, medewerker, settings):
    geheim = "JBSWY3DPEHPK3PXP"
    TOTP.activate(medewerker, geheim)
    code = code_nu(geheim)
    eerste, tweede = Client(), Client()
    for c in (eerste, tweede):
        log_in(c)
        c.post(reverse("mfa_authenticate"), {"code": code})

    assert eerste.get(reverse("kern:instellingen")).status_code == 200
    assert tweede.get(reverse("kern:instellingen")).status_code == 302


def test_na_vijf_foute_codes_helpt_ook_de_goede_niet(client, medewerker):
    geheim = "JBSWY3DPEHPK3PXP"
    TOTP.activate(medewerker, geheim)
    log_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_nu(geheim)})

    assert client.get(reverse("kern:instellingen")).status_code == 302


def test_het_geheim_van_de_app_staat_versleuteld_in_de_database(medewerker):
    TOTP.activate(medewerker, "JBSWY3DPEHPK3PXP")

    opgeslagen = str(Authenticator.objects.get().data)

    assert "JBSWY3DPEHPK3PXP" not in opgeslagen


def test_de_paginas_van_de_tweede_factor_zijn_nederlands(client, medewerker):
    log_in(client)
    client.get(reverse("mfa_activate_totp"))

    tekst = client.get(reverse("mfa_index")).content.decode()
    aanzetten = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "Staat uit" in tekst
    assert "Scan deze code met de app." in aanzetten
    assert "Authenticator" not in aanzetten
