"""A real browser against a live server, with a small world of two gemeenten."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client

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


@pytest.fixture
def open_pagina(chromium, live_server):
    """`open_pagina(gebruiker, breedte=1280, javascript=True)` gives a page with that user logged in."""
    contexts = []

    def open_(gebruiker=None, *, breedte=1280, hoogte=900, javascript=True, aanraken=False):
        context = chromium.new_context(
            viewport={"width": breedte, "height": hoogte},
            java_script_enabled=javascript,
            has_touch=aanraken,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            base_url=live_server.url,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if gebruiker is not None:
            client = Client()
            client.force_login(gebruiker)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.fouten = []
        page.on("console", lambda bericht: bericht.type == "error" and page.fouten.append(bericht.text))
        page.on("pageerror", lambda fout: page.fouten.append(str(fout)))
        return page

    yield open_
    for context in contexts:
        context.close()
