"""Formulieren en toetsenbord in een echte browser (A1, A3–A5, D1–D4)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kern.permissions import Rol
from tests.e2e.test_elke_pagina import loop_langs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hoofdpaginas(stad):
    """The eight pages people work on, with a role that sees most of each."""
    nummer = stad.persoon.nummer
    return [
        "/werkvoorraad/",
        "/personen/",
        f"/personen/{nummer}/",
        f"/personen/{nummer}/re-integratie/",
        f"/personen/{nummer}/gegevens/wijzigen/",
        "/werkgevers/",
        "/monitor/bestand/",
        "/participatieladder/",
    ]


# ---- errors --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rol", "pad"),
    [
        (Rol.CONSULENT, "/personen/{nummer}/contactmomenten/nieuw/"),
        (Rol.CONSULENT, "/personen/{nummer}/gegevens/adres/"),
        (Rol.ACCOUNTMANAGER, "/werkgevers/nieuw/"),
    ],
    ids=["contact", "adres", "werkgever"],
)
def test_een_leeg_formulier_zegt_wat_er_mist_en_wijst_de_weg(open_in_stad, stad, rol, pad):
    """D1."""
    page = open_in_stad(rol)
    page.goto(pad.format(nummer=stad.persoon.nummer))
    for veld in page.locator("form.formulier input[type=text]").all():
        veld.fill("")
    page.locator("form.formulier .knop--primair").click()

    samenvatting = page.locator(".foutsamenvatting")
    expect(samenvatting.get_by_role("heading")).to_be_focused()
    links = samenvatting.get_by_role("link")
    aantal = links.count()
    assert aantal >= 1
    assert page.title().startswith(f"Fout ({aantal}): ")
    expect(samenvatting.get_by_role("heading")).to_contain_text(f"{aantal} fout")
    for link in links.all():
        tekst = link.inner_text()
        veld = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
        link.click()
        actief = page.evaluate("document.activeElement.id")
        # Of a group the first choice has the focus.
        assert actief and actief.startswith(veld.get_attribute("id")), link.get_attribute("href")
        invoer = page.locator(f"[id='{actief}']")
        assert invoer.get_attribute("aria-invalid") == "true", actief
        beschrijving = invoer.get_attribute("aria-describedby") or ""
        teksten = [page.locator(f"[id='{deel}']").inner_text() for deel in beschrijving.split()]
        # At the field without its label, which already stands above it.
        regels = {regel for t in teksten for regel in t.splitlines() if len(regel) > 3}
        assert any(tekst.endswith(regel) for regel in regels), (tekst, teksten)


def test_na_een_fout_staat_alles_wat_je_invulde_er_nog(open_in_stad, stad):
    """D2."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto("/personen/nieuw/")
    invoer = {"Roepnaam": "Sam", "Geboortedatum": "31-02-1990", "Telefoon": "0548 123456"}
    for label, tekst in invoer.items():
        page.get_by_label(re.compile(f"^{label}")).fill(tekst)
    page.locator("form.formulier .knop--primair").click()

    expect(page.locator(".foutsamenvatting")).to_contain_text("31-02-1990 bestaat niet")
    for label, tekst in invoer.items():
        expect(page.get_by_label(re.compile(f"^{label}"))).to_have_value(tekst)


FORMULIEREN = """() => {
  const fout = [];
  for (const f of document.forms) {
    if (f.method !== 'dialog' && !f.noValidate) fout.push('zonder novalidate: ' + f.outerHTML.slice(0, 120));
  }
  for (const k of document.querySelectorAll('button, input[type=submit]')) {
    if (k.disabled && k.type === 'submit') fout.push('knop staat uit: ' + k.outerHTML.slice(0, 120));
  }
  for (const v of document.querySelectorAll('main input, main select, main textarea')) {
    if (v.required) fout.push('required in html: ' + v.outerHTML.slice(0, 120));
    if (v.placeholder) fout.push('placeholder: ' + v.outerHTML.slice(0, 120));
    if (['hidden', 'submit', 'button'].includes(v.type)) continue;
    if (!v.labels?.length && !v.ariaLabel && !v.getAttribute('aria-labelledby'))
      fout.push('zonder label: ' + v.outerHTML.slice(0, 120));
  }
  const tekst = document.querySelector('main')?.innerText ?? '';
  const iso = tekst.match(/\\b(19|20)\\d\\d-[01]\\d-[0-3]\\d\\b/);
  if (iso) fout.push('datum in computertaal: ' + iso[0]);
  const bsn = tekst.match(/\\b\\d{9}\\b/);
  if (bsn) fout.push('negen cijfers: ' + bsn[0]);
  return fout;
}"""


@pytest.mark.parametrize("rol", [Rol.CONSULENT, Rol.BEHEERDER, Rol.ACCOUNTMANAGER])
def test_geen_formulier_laat_de_browser_keuren_of_zet_een_knop_uit(open_in_stad, rol):
    """D2, D3, D10: every page this role reaches by links."""
    page = open_in_stad(rol)

    gezien, fouten = loop_langs(page, ["/werkvoorraad/"], lambda p: p.evaluate(FORMULIEREN))

    assert fouten == [], "\n".join(fouten)
    assert len(gezien) >= 12, sorted(map(str, gezien))


def test_een_datum_mag_je_op_veel_manieren_typen(open_in_stad, stad):
    """D3."""
    page = open_in_stad(Rol.CONSULENT)
    page.goto(f"/personen/{stad.persoon.nummer}/plan/nieuw/")
    veld = page.get_by_label("Opgesteld op")
    for tekst in ("1-7-2026", "01-07-2026", "1/7/2026", "01072026", "1 juli 2026", "1.7.2026"):
        veld.fill(tekst)
        veld.blur()
        expect(veld).to_have_value("01-07-2026")
    veld.fill("vandaag")
    veld.blur()
    expect(veld).to_have_value(f"{timezone.localdate():%d-%m-%Y}")
    veld.fill("31-02-2026")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator(".foutsamenvatting")).to_contain_text("31-02-2026 bestaat niet")
    expect(page.get_by_label("Opgesteld op")).to_have_value("31-02-2026")


def test_een_bedrag_mag_je_op_drie_manieren_typen(open_in_stad):
    """D4, on the form for a new amount in the beleidskader."""
    page = open_in_stad(Rol.BELEID)
    page.goto("/beheer/beleidskader/rijssen-holten/or.kosten/nieuw/")
    veld = page.get_by_label(re.compile("^Nieuwe waarde"))
    for tekst in ("1234,5", "1.234,50", "€ 1.234,50"):
        veld.fill(tekst)
        veld.blur()
        expect(veld).to_have_value("1.234,50")
    veld.fill("1,234.50")
    page.get_by_role("button", name="Stel voor").click()
    expect(page.locator(".foutsamenvatting")).to_contain_text(
        "Gebruik een komma voor centen, bijvoorbeeld € 1.234,50"
    )
    expect(veld).to_have_value("1,234.50")


# ---- keyboard ------------------------------------------------------------------------------------------
def test_de_eerste_tab_springt_naar_de_inhoud(open_in_stad, hoofdpaginas):
    """A1."""
    page = open_in_stad(Rol.CONSULENT)
    for pad in hoofdpaginas:
        page.goto(pad)
        page.keyboard.press("Tab")
        link = page.get_by_role("link", name="Naar de inhoud")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud", pad


FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return null;
  const naam = el.tagName + '#' + el.id + ' ' + (el.textContent || el.name || '').trim().slice(0, 40);
  const r = el.getBoundingClientRect();
  const stijl = getComputedStyle(el);
  const fout = [];
  if (r.bottom <= 0 || r.top >= innerHeight || r.right <= 0 || r.left >= innerWidth) fout.push('buiten beeld');
  const x = Math.min(Math.max(r.left + r.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(r.top + Math.min(r.height, innerHeight) / 2, 1), innerHeight - 1);
  const boven = document.elementFromPoint(x, y);
  const rechten = [...el.getClientRects()];
  const raakt = rechten.some(k => {
    const b = document.elementFromPoint(k.left + Math.min(k.width / 2, 20), k.top + k.height / 2);
    return b && (el.contains(b) || b.contains(el) || b.labels?.length || el.labels && [...el.labels].includes(b));
  });
  if (!raakt && boven && !el.contains(boven) && !boven.contains(el))
    fout.push('bedekt door ' + boven.outerHTML.slice(0, 60));
  const lijn = stijl.outlineStyle !== 'none' ? parseFloat(stijl.outlineWidth) : 0;
  const binnen = el.matches('input[type=file]') ? 2 : 0;
  if (Math.max(lijn, binnen) < 2) fout.push('omlijning ' + stijl.outlineStyle + ' ' + stijl.outlineWidth);
  window.__nr = window.__nr || new WeakMap();
  if (!window.__nr.has(el)) { window.__teller = (window.__teller || 0) + 1; window.__nr.set(el, window.__teller); }
  return {nr: window.__nr.get(el), naam, fout};
}"""


def test_met_tab_kom_je_overal_en_zie_je_waar_je_bent(open_in_stad, hoofdpaginas):
    """A3: no trap, focus visible, not covered, a line of at least 2 px."""
    page = open_in_stad(Rol.CONSULENT)
    fouten = []
    for pad in hoofdpaginas:
        page.goto(pad)
        gezien: list[int] = []
        for _ in range(200):
            page.keyboard.press("Tab")
            stand = page.evaluate(FOCUS)
            if stand is None or (gezien and stand["nr"] == gezien[0]):
                break
            if stand["nr"] in gezien:
                fouten.append(f"{pad}: val bij {stand['naam']}")
                break
            gezien.append(stand["nr"])
            fouten += [f"{pad}: {stand['naam']}: {fout}" for fout in stand["fout"]]
        assert len(gezien) >= 10, f"{pad}: {len(gezien)} plekken"
        assert len(gezien) < 200, f"{pad}: geen einde"
    assert fouten == [], "\n".join(fouten)


def test_sneltoetsen_werken_niet_tijdens_typen_en_niet_als_ze_uit_staan(open_in_stad, stad):
    """A4 (WCAG 2.1.4)."""
    gebruiker = stad.gebruikers[Rol.JOBCOACH]
    page = open_in_stad(Rol.JOBCOACH)
    pad = f"/personen/{stad.sw_medewerker.nummer}/"
    page.goto(pad)
    page.keyboard.press("/")
    expect(page.get_by_label("Zoek persoon, werkgever of factuur")).to_be_focused()
    page.keyboard.type("n g w ? /")
    expect(page.get_by_label("Zoek persoon, werkgever of factuur")).to_have_value("n g w ? /")
    assert page.url.endswith(pad)

    page.goto(pad)
    page.keyboard.press("n")
    page.wait_for_url("**#snelinvoer")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/werkvoorraad/")

    gebruiker.sneltoetsen = False
    gebruiker.save(update_fields=["sneltoetsen"])
    page.goto(pad)
    for toets in ("/", "n", "t", "g", "w", "?"):
        page.keyboard.press(toets)
    page.wait_for_timeout(300)
    assert page.url.endswith(pad)
    assert page.evaluate("document.activeElement === document.body")
    assert page.locator("dialog[open]").count() == 0
    gebruiker.sneltoetsen = True
    gebruiker.save(update_fields=["sneltoetsen"])


DOELEN = """(minimum) => {
  const klein = [];
  for (const el of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const r = el.getBoundingClientRect();
    if (!el.checkVisibility({visibilityProperty: true}) || r.width === 0 || r.right < 0 || r.bottom < 0) continue;
    if (el.closest('.overslaan, .verborgen')) continue;
    // 2.5.8 leaves out a link within a sentence.
    const tekst = [...(el.parentElement?.childNodes ?? [])].some(k => k.nodeType === 3 && k.textContent.trim());
    const inline = el.tagName === 'A' && getComputedStyle(el).display === 'inline';
    if (inline && (tekst || el.closest('p, td, th, li, dd'))) continue;
    if (r.height < minimum - 0.5 || r.width < minimum - 0.5)
      klein.push(`${el.tagName} ${el.id || el.textContent.trim().slice(0, 30)} ${r.width}x${r.height}`);
  }
  return klein;
}"""
HOGE_KNOPPEN = """() => [...document.querySelectorAll('.knop--primair')]
  .filter(k => k.checkVisibility() && k.getBoundingClientRect().height > 0 && k.getBoundingClientRect().height < 44)
  .map(k => k.textContent.trim() + ' ' + k.getBoundingClientRect().height)"""


def test_alles_wat_je_aanwijst_is_groot_genoeg(open_in_stad, hoofdpaginas):
    """A5: 24 px everywhere, 44 px for the main button on a telephone."""
    page = open_in_stad(Rol.CONSULENT)
    fouten = []
    for pad in hoofdpaginas:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(pad)
        fouten += [f"{pad} op 1280: {doel}" for doel in page.evaluate(DOELEN, 24)]
        page.set_viewport_size({"width": 360, "height": 740})
        fouten += [f"{pad} op 360: {doel}" for doel in page.evaluate(DOELEN, 24)]
        fouten += [f"{pad} op 360, hoofdknop: {knop}" for knop in page.evaluate(HOGE_KNOPPEN)]
    assert fouten == [], "\n".join(fouten)
