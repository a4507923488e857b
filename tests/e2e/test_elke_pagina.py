"""Elke pagina in een echte browser: WCAG, smal scherm, geen fouten, en zonder JavaScript (A1, A7, H1, I1)."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Error as PlaywrightError

from kern.permissions import Rol
from tests.e2e.world import maak_wereld
from tests.e2e.world_geld import vul_aan

pytestmark = pytest.mark.django_db(transaction=True)

# From the werkvoorraad every link is followed until each kind of page (route) was seen once per role.
ROLLEN = [
    Rol.CONSULENT, Rol.CONSULENT_WSW, Rol.FINANCIEN, Rol.TEAMMANAGER, Rol.BEHEERDER, Rol.BELEID, Rol.ACCOUNTMANAGER,
]  # fmt: skip
HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OVERSLAAN = re.compile(
    r"\.(pdf|csv|xlsx|json)|export=|/uitloggen|/logout|/account/|/static/|/download|/pdf/|/csv/|/export/|sjabloon"
)


def route_van(path: str) -> str | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name


def eigen_links(page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "els => els.map(e => e.getAttribute('href'))")
    return [href for href in hrefs if href.startswith("/") and not OVERSLAAN.search(href)]


def bekijk(page, path: str, gezien: dict, fouten: list, controleer) -> list[str]:
    page.fouten.clear()
    # Also the address that was asked: one that sends you on would be visited again from every page.
    gezien[route_van(urlsplit(path).path)] = path
    try:
        answer = page.goto(path)
    except PlaywrightError as error:
        if "Download is starting" not in str(error):
            raise
        # A file, not a page: it must come through, there is nothing to measure.
        status = page.context.request.get(path).status
        fouten.extend([f"{path}: status {status}"] if status != 200 else [])
        return []
    if "html" not in answer.headers.get("content-type", ""):
        return []
    gezien[route_van(urlsplit(page.url).path)] = path
    if answer.status >= 400:
        fouten.append(f"{path}: status {answer.status}")
        return []
    fouten.extend(f"{path}: {fout}" for fout in controleer(page))
    return eigen_links(page)


def lees_zonder_browser(client, path: str, gezien: dict, fouten: list) -> list[str]:
    """For a page that the browser measured with another role: its answer and its links are enough."""
    antwoord = client.get(path, follow=True)
    gezien[route_van(urlsplit(path).path)] = path
    if antwoord.status_code >= 400:
        fouten.append(f"{path}: status {antwoord.status_code}")
    if antwoord.status_code >= 400 or "html" not in antwoord.get("Content-Type", ""):
        return []
    hrefs = [unescape(href) for href in HREF.findall(antwoord.content.decode())]
    return [href for href in hrefs if href.startswith("/") and not OVERSLAAN.search(href)]


def loop_langs(page, start: list[str], controleer, *, client=None, bekend=frozenset()) -> tuple[dict, list]:
    """Breadth first over links: each route once. A route in `bekend` is read without the browser."""
    gezien: dict = {}
    fouten: list = []
    wachtrij = list(start)
    while wachtrij:
        href = wachtrij.pop(0)
        route = route_van(urlsplit(href).path)
        if route is None:
            fouten.append(f"{href}: link naar een adres dat niet bestaat")
        elif route not in gezien and route in bekend:
            wachtrij.extend(lees_zonder_browser(client, href, gezien, fouten))
        elif route not in gezien:
            wachtrij.extend(bekijk(page, href, gezien, fouten, controleer))
    return gezien, fouten


def controleer_pagina(page) -> list[str]:
    """What must hold on every page, at the width that the page has now."""
    wrong = []
    if page.eval_on_selector_all("h1", "els => els.length") != 1:
        wrong.append("niet precies één h1")
    if page.get_attribute("html", "lang") != "nl":
        wrong.append("taal is geen nl")
    if not re.search(r".+ – Trede$", page.title()):
        wrong.append(f"titel is '{page.title()}'")
    if re.search(r"\b\d{9}\b", page.title() + page.url):
        wrong.append("negen cijfers in titel of adres")
    breed = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if breed > 0:
        wrong.append(f"schuift {breed} pixels opzij")
    wrong.extend(page.fouten)
    return wrong


def controleer_wcag(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    uitkomst = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:140]} ({v['nodes'][0].get('failureSummary', '')[:160]})"
        for v in uitkomst.response["violations"]
    ]


def controleer_op_alle_breedtes(page) -> list[str]:
    """1280 and 360 px with WCAG; 320 px (1280 at 400%) for sideways scrolling."""
    wrong = []
    for breedte, hoogte in ((1280, 900), (360, 740), (320, 640)):
        page.set_viewport_size({"width": breedte, "height": hoogte})
        wrong += [f"op {breedte}: {fout}" for fout in controleer_pagina(page)]
        if breedte != 320:
            wrong += [f"op {breedte}: {fout}" for fout in controleer_wcag(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def test_elke_pagina_is_toegankelijk_en_past(open_pagina, transactional_db):
    wereld = maak_wereld()
    vul_aan(wereld)
    bekend: set = set()
    fouten: list[str] = []

    for rol in ROLLEN:
        page, client = open_pagina(wereld.gebruikers[rol]), Client()
        client.force_login(wereld.gebruikers[rol])
        # A page that another role already showed is not measured again.
        gezien, wrong = loop_langs(
            page, ["/werkvoorraad/"], controleer_op_alle_breedtes, client=client, bekend=bekend
        )
        bekend |= set(gezien)
        fouten += [f"{rol}: {fout}" for fout in wrong]
        page.context.close()

    assert fouten == [], "\n".join(fouten)
    assert len(bekend) >= 110, sorted(map(str, bekend))


# Each role that works in Trede every day, and one page that must be reached without JavaScript.
ZONDER_SCRIPT = {
    Rol.CONSULENT: "personen:contact-nieuw",
    Rol.FINANCIEN: "werkgevers:factuurrun",
    Rol.TEAMMANAGER: "monitor:rapport",
}


def test_alles_werkt_zonder_javascript(open_pagina, transactional_db):
    wereld = maak_wereld()
    vul_aan(wereld)
    bekend: set = set()
    fouten: list[str] = []

    for rol, moet in ZONDER_SCRIPT.items():
        page, client = open_pagina(wereld.gebruikers[rol], javascript=False), Client()
        client.force_login(wereld.gebruikers[rol])
        gezien, wrong = loop_langs(page, ["/werkvoorraad/"], lambda p: [], client=client, bekend=bekend)
        fouten += [f"{rol}: {fout}" for fout in wrong]
        assert moet in gezien, (rol, sorted(map(str, gezien)))
        assert len(gezien) >= 30, (rol, sorted(map(str, gezien)))
        bekend |= set(gezien)
        assert "javascript" not in page.content().lower().replace("/static/js/", "").replace(
            "text/javascript", ""
        )
        page.context.close()

    assert fouten == [], "\n".join(fouten)
    assert len(bekend) >= 90, sorted(map(str, bekend))
