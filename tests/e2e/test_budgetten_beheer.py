"""Klikbudgetten van beheer: inzage en normen; hoe er geteld wordt, staat in test_budgetten.py."""

import re

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect

from kern.models import Inzage, Parameter
from kern.permissions import Rol
from tests.e2e.teller import zoekveld

pytestmark = pytest.mark.django_db(transaction=True)


def test_wie_een_dossier_bekeek_kost_drie_klikken_of_tien_toetsen(open_teller, open_in_stad, stad):
    open_in_stad(Rol.JOBCOACH).goto(f"/personen/{stad.persoon.nummer}/")
    muis, toetsen = open_teller(Rol.BEHEERDER), open_teller(Rol.BEHEERDER)

    muis.klik(zoekveld(muis.page))
    muis.schrijf(f"{stad.persoon.nummer}\n")
    muis.page.wait_for_url("**/personen/P-*/")  # a dossier number opens the dossier itself
    muis.klik(muis.page.get_by_role("link", name="Inzage"))
    assert muis.klikken <= 3

    toetsen.toets("/", *stad.persoon.nummer[:2], *stad.persoon.nummer[2:], "Enter")
    toetsen.page.wait_for_url("**/personen/P-*/")
    toetsen.toets("i")
    assert toetsen.toetsen <= 10

    for t in (muis, toetsen):
        t.page.wait_for_url("**/inzage/")
        expect(t.page.get_by_role("row").filter(has_text="J. Jobcoach").first).to_be_visible()
    assert Inzage.objects.filter(gebruiker=stad.gebruikers[Rol.JOBCOACH]).exists()


def test_een_nieuwe_waarde_van_een_norm_kost_vijf_klikken_of_zestien_toetsen(open_teller):
    ingang = (timezone.localdate() + relativedelta(months=2)).replace(day=1)
    datum = f"{ingang:%d-%m-%Y}"

    muis = open_teller(Rol.BELEID)
    muis.klik(muis.page.get_by_role("link", name=re.compile("^Rijssen-Holten")).first)
    muis.klik(muis.page.get_by_role("link", name="Nieuwe versie van Norm ontwikkeling"))
    expect(muis.page.get_by_label(re.compile("^Nieuwe waarde"))).to_be_focused()
    muis.page.keyboard.press("Control+A")  # the new value starts as the old one
    muis.schrijf("80")
    muis.klik(muis.page.get_by_label(re.compile("^Eerste dag")))
    muis.schrijf(datum)
    muis.klik(muis.page.get_by_label(re.compile("^Bron")))
    muis.schrijf("Besluit directieteam")
    muis.klik(muis.page.get_by_role("button", name="Stel voor"))
    expect(muis.page.locator("main")).to_contain_text("Er ligt een concept klaar")
    assert muis.klikken <= 5

    toetsen = open_teller(Rol.BELEID)
    toetsen.toets("g", "b")
    toetsen.page.wait_for_url("**/beleidskader/*/")
    toetsen.toets("f", *"norm ws", "Enter")  # letters of a search count
    toetsen.page.wait_for_url("**q=norm*ws**")
    toetsen.toets("n")
    expect(toetsen.page.get_by_label(re.compile("^Nieuwe waarde"))).to_be_focused()
    toetsen.page.keyboard.press("Control+A")
    toetsen.schrijf("50")
    toetsen.tab_naar(toetsen.page.get_by_label(re.compile("^Eerste dag")))
    toetsen.schrijf(datum)
    toetsen.tab_naar(toetsen.page.get_by_label(re.compile("^Bron")))
    toetsen.schrijf("Besluit directieteam")
    toetsen.toets("Enter")
    expect(toetsen.page.locator("main")).to_contain_text("Er ligt een concept klaar")
    assert toetsen.toetsen <= 16

    voorstellen = Parameter.objects.filter(begindatum=ingang, status="concept").order_by("pk")
    assert [(p.code, p.waarde, p.bron) for p in voorstellen] == [
        ("norm.ontwikkeling", "80", "Besluit directieteam"),
        ("norm.wsw", "50", "Besluit directieteam"),
    ]
