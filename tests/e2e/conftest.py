"""A real browser against a live server, with a small world of two gemeenten."""

import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.e2e.teller import Teller

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """All browser tests in one worker: one Chromium, and no fight over two cores."""
    for item in items:
        if "/e2e/" in str(item.fspath):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = os.environ.get("TREDE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Installeer chromium, of zet TREDE_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _opener(chromium, contexts, basis):
    """`open(gebruiker, breedte=1280, javascript=True)` gives a page with that user logged in."""

    def open_(gebruiker=None, *, breedte=1280, hoogte=900, javascript=True, aanraken=False):
        context = chromium.new_context(
            viewport={"width": breedte, "height": hoogte},
            java_script_enabled=javascript,
            has_touch=aanraken,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            base_url=basis,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if gebruiker is not None:
            client = Client()
            client.force_login(gebruiker)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": basis}])
        page = context.new_page()
        page.fouten = []
        page.on("console", lambda bericht: bericht.type == "error" and page.fouten.append(bericht.text))
        page.on("pageerror", lambda fout: page.fouten.append(str(fout)))
        return page

    return open_


@pytest.fixture
def open_pagina(chromium, live_server):
    """A page on an empty database that this one test fills."""
    contexts = []
    yield _opener(chromium, contexts, live_server.url)
    for context in contexts:
        context.close()


@pytest.fixture
def _django_db_helper(request):
    """Of pytest-django: a transaction or an empty database per test. The shared world of `stad` needs neither."""
    if "stad" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(scope="module")
def stad(chromium, django_db_setup, django_db_blocker):
    """The small world, made once for all tests of a module; each test works on records of its own.

    Not the live_server fixture: that empties the database after every test, and making the world anew
    takes longer than most tests.
    """
    from tests.e2e.world import maak_wereld

    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        wereld = maak_wereld()
        wereld.adres = server.url
        try:
            yield wereld
        finally:
            server.stop()
            cache.clear()
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@pytest.fixture
def open_in_stad(chromium, stad):
    """`open_in_stad(Rol.CONSULENT)` or with a user: a page of the world of this module."""
    contexts = []
    opener = _opener(chromium, contexts, stad.adres)

    def open_(wie=None, **opties):
        return opener(stad.gebruikers.get(wie, wie), **opties)

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_teller(open_in_stad):
    """`open_teller(Rol.CONSULENT, "/werkvoorraad/")`: a counter on that page, ready to work."""

    def open_(rol, pad="/werkvoorraad/", **opties):
        page = open_in_stad(rol, **opties)
        page.goto(pad)
        return Teller(page)

    return open_
