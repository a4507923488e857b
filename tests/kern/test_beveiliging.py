"""Koppen, cookies, CSRF, lezen schrijft niet, geen BSN in logs (snel-en-veilig E1, E2, E4–E6, F3)."""

import io
import logging
import logging.config
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kern.logfilter import PersoonsgegevensFilter
from kern.models import Inzage

ROOT = Path(settings.BASE_DIR)
CSP_NODIG = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
ADRESSEN = {
    "pagina": ("/mijn/instellingen/", 200),
    "doorverwijzing": ("/", 302),
    "geen recht": ("/beheer/gebruikers/", 403),
    "bestaat niet": ("/bestaat-niet/", 404),
    "inlogpagina": ("/account/inloggen/", 302),
}


def csp_van(antwoord) -> set[str]:
    """De regels, zonder de nonce die per verzoek anders is."""
    regels = antwoord.headers["Content-Security-Policy"].split(";")
    return {re.sub(r" 'nonce-[^']+'", "", regel.strip()) for regel in regels}


# ---- E1 koppen ---------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("soort", ADRESSEN)
def test_elk_antwoord_heeft_de_beveiligingskoppen(ingelogd, soort):
    adres, status = ADRESSEN[soort]

    antwoord = ingelogd.get(adres)

    assert antwoord.status_code == status
    assert csp_van(antwoord) >= CSP_NODIG
    assert not re.search(r"unsafe-|https?:|\*", antwoord.headers["Content-Security-Policy"])
    assert {naam: antwoord.headers.get(naam) for naam in KOPPEN} == KOPPEN
    assert "no-store" in antwoord.headers["Cache-Control"]
    assert "geolocation=()" in antwoord.headers["Permissions-Policy"]


KOPPEN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
def test_een_stijlblad_mag_wel_in_de_cache_en_heeft_nosniff(client):
    antwoord = client.get("/static/css/basis.css")
    antwoord.close()

    assert antwoord.status_code == 200
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert antwoord.headers["Cache-Control"] != "no-store"


@pytest.mark.django_db
def test_er_staat_geen_stijl_of_script_in_de_pagina(ingelogd):
    for adres in ("/mijn/instellingen/", "/bestaat-niet/", "/account/inloggen/"):
        html = ingelogd.get(adres, follow=True).content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", html)


# ---- E2 en E5 productie ------------------------------------------------------------------------------
def draai(*opdracht, **omgeving):
    """Een verse Python zoals in productie: geen demo, geen tests."""
    schoon = {
        naam: w for naam, w in os.environ.items() if not naam.startswith(("TREDE_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, *opdracht],
        cwd=ROOT,
        env=schoon | omgeving,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


PRODUCTIE = {
    "TREDE_SECRET_KEY": "een-lange-sleutel-met-genoeg-verschillende-tekens-0123456789-abcdefghij",
    "TREDE_HOSTS": "trede.example.nl",
    "DATABASE_URL": "postgres://niemand@127.0.0.1:1/leeg",
}


def test_check_deploy_heeft_geen_enkele_waarschuwing():
    uitkomst = draai("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTIE)

    assert uitkomst.returncode == 0, uitkomst.stderr
    assert "no issues (0 silenced)" in uitkomst.stdout


def test_zonder_geheim_start_trede_niet():
    uitkomst = draai("manage.py", "check", TREDE_DATA="/nonexistent", DATABASE_URL=PRODUCTIE["DATABASE_URL"])

    assert uitkomst.returncode != 0
    assert "Set TREDE_SECRET_KEY" in uitkomst.stderr


def test_cookies_in_productie_zijn_alleen_voor_https_en_niet_voor_scripts():
    vraag = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, "
        "s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS >= 31536000, "
        "s.SECURE_SSL_REDIRECT, s.DEBUG, s.MFA_VERPLICHT, s.DEMO)"
    )

    uitkomst = draai("-c", vraag, DJANGO_SETTINGS_MODULE="config.settings", **PRODUCTIE)

    assert uitkomst.stdout.split() == [
        *("__Host-sessie", "True", "True", "Lax"),
        *("__Host-csrf", "True", "True", "True"),
        *("True", "False", "True", "False"),
    ]


@pytest.mark.django_db
def test_de_sessiecookie_staat_dicht_voor_scripts(client, consulent):
    client.force_login(consulent)
    client.get("/mijn/instellingen/")
    consulent.set_password("fiets regen kalender")
    consulent.save()
    vers = Client()
    vers.post(reverse("account_login"), {"login": consulent.username, "password": "fiets regen kalender"})

    cookie = vers.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        "Lax",
        "/",
        "",
    )


# ---- E4 CSRF en lezen --------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "naam", ["account_login", "kern:mijn-sessies-beeindigen", "kern:sneltoetsen", "account_logout"]
)
def test_een_post_zonder_teken_wordt_geweigerd(consulent, naam):
    client = Client(enforce_csrf_checks=True)
    client.force_login(consulent)

    antwoord = client.post(reverse(naam), {"login": "x", "password": "y", "sneltoetsen": "nee"})

    consulent.refresh_from_db()
    assert antwoord.status_code == 403
    assert consulent.sneltoetsen is True


# kern_cache holds figures that can be made again (the badge of the menu), nothing that someone did.
MAG_SCHRIJVEN = re.compile(r'"(django_session|kern_inzage|kern_cache)"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    "adres",
    [
        "/werkvoorraad/",
        "/beheer/",
        "/beheer/gebruikers/",
        "/beheer/gebruikers/nieuw/",
        "/beheer/teams/",
        "/beheer/rollen/",
        "/beheer/audit/",
        "/beheer/audit/inzagen/",
        "/beheer/beleidskader/",
        "/mijn/instellingen/",
        "/mijn/vervanging/",
        "/taken/",
        "/bestaat-niet/",
        "/werkvoorraad/concepten/",
    ],
)
def test_een_pagina_bekijken_schrijft_alleen_sessie_en_inzage(client, maak_gebruiker, gemeente, adres):
    client.force_login(maak_gebruiker("beheerder", gemeente))
    client.get("/mijn/instellingen/")

    with CaptureQueriesContext(
        connection,
    ) as vragen:
        antwoord = client.get(adres)

    schrijft = [v["sql"] for v in vragen if re.match(r"\s*(insert|update|delete|truncate)", v["sql"], re.I)]
    assert antwoord.status_code in (200, 404)
    assert [sql[:120] for sql in schrijft if not MAG_SCHRIJVEN.search(sql)] == []


# ---- F3 geweigerd en logs ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_een_geweigerde_pagina_biedt_toegang_vragen_en_staat_in_het_logboek(ingelogd, consulent, gemeente):
    antwoord = ingelogd.get("/beheer/gebruikers/")

    html = antwoord.content.decode()
    inzage = Inzage.objects.get()
    assert 'href="/mijn/toegang/?pagina=/beheer/gebruikers/"' in html
    assert (inzage.soort, inzage.gebruiker, inzage.gemeente, inzage.pagina) == (
        "geweigerd",
        consulent,
        gemeente,
        "/beheer/gebruikers/",
    )


@pytest.mark.parametrize(
    "tekst", ["BSN 123456782 niet gevonden", "key (bsn)=(123456782) bestaat al", "bsn=12345672"]
)
def test_een_bsn_komt_nooit_in_een_logregel(tekst):
    regel = logging.LogRecord("trede", logging.ERROR, __file__, 1, "%s", (tekst,), None)

    PersoonsgegevensFilter().filter(regel)

    assert not re.search(r"\d{8,9}", regel.getMessage())


def test_ook_in_een_foutmelding_met_stapel_staat_geen_bsn():
    """The traceback is added after the filters, so the formatter of the settings has to mask it."""
    bak = io.StringIO()
    handler = logging.StreamHandler(bak)
    handler.setFormatter(
        logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
            dict(settings.LOGGING["formatters"]["regel"])
        )
    )
    log = logging.Logger("proef")
    log.addHandler(handler)
    try:
        raise ValueError("DETAIL: Key (bsn)=(123456782) already exists")
    except ValueError:
        log.exception("opslaan mislukte")

    assert "already exists" in bak.getvalue()
    assert "123456782" not in bak.getvalue()
