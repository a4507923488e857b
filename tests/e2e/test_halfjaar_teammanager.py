"""Het halfjaar van de teammanager: van dashboard via peilmoment en bijsturing naar een vrijgegeven PDF.

Alles in de browser, van de eerste klik tot de PDF; de achtergrondtaak doet een echte werker.
"""

import io
import re
import threading

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from kern.models import Afspraak
from kern.permissions import Rol
from monitor.models import Peilmoment, Rapport
from monitor.queries.dashboard import vorige_peildatum

pytestmark = pytest.mark.django_db(transaction=True)


def werk_de_rij_leeg() -> None:
    """A worker on a thread of its own, next to Playwright's loop."""

    def werk():
        try:
            call_command("werker", "--eenmaal", verbosity=0)
        finally:
            connections.close_all()

    draad = threading.Thread(target=werk)
    draad.start()
    draad.join(timeout=120)
    assert not draad.is_alive()


def test_het_halfjaar_van_de_teammanager(open_in_stad, stad, tmp_path):
    peildatum = vorige_peildatum(timezone.localdate())
    manager = open_in_stad(Rol.TEAMMANAGER)
    manager.set_default_timeout(120_000)  # the first PDF of a process reads WeasyPrint and its fonts

    # the dashboards
    manager.goto("/werkvoorraad/")
    manager.get_by_role("navigation").get_by_role("link", name="Monitor").first.click()
    expect(manager.get_by_role("heading", level=1)).to_be_visible()

    # freeze the figures of the last day of the half-year
    manager.get_by_role("link", name="Peilmomenten").click()
    manager.goto("/monitor/peilmomenten/vastzetten/")
    manager.get_by_label(re.compile("^Peildatum")).fill(f"{peildatum:%d-%m-%Y}")
    manager.get_by_role("button", name="Zet vast").click()
    manager.wait_for_url("**/taken/*/")
    werk_de_rij_leeg()
    moment = Peilmoment.objects.get(gemeente=stad.gemeente, peildatum=peildatum)
    gemist = list(moment.waarden.filter(oordeel="niet_op_doel"))

    # freezing the same day twice is refused
    manager.goto("/monitor/peilmomenten/vastzetten/")
    manager.get_by_label(re.compile("^Peildatum")).fill(f"{peildatum:%d-%m-%Y}")
    manager.get_by_role("button", name="Zet vast").click()
    expect(manager.locator("main")).to_contain_text("zijn al vastgezet")

    # begin the report: a red figure without bijsturing holds it back
    manager.goto("/monitor/collegerapport/")
    manager.get_by_role("button", name=re.compile("Schrijf het collegerapport")).first.click()
    manager.wait_for_url("**/monitor/collegerapport/*/")
    adres = manager.url
    assert gemist
    expect(manager.locator("main")).to_contain_text("er is geen bijsturing. Leg die eerst vast.")
    expect(manager.get_by_role("link", name="Vraag akkoord")).to_have_count(0)
    for waarde in gemist:
        manager.goto(f"/monitor/peilmomenten/{moment.pk}/cijfers/{waarde.kpi}/bijsturing/")
        manager.get_by_label(re.compile("^Wat gaan we doen")).fill(f"Elke maand bespreken: {waarde.naam}")
        manager.get_by_label(re.compile("^Wie")).select_option(label=str(stad.gebruikers[Rol.TEAMMANAGER]))
        manager.get_by_label(re.compile("^Uiterlijk op")).fill("31-12-2099")
        manager.get_by_role("button", name="Leg vast").click()
        expect(manager.get_by_role("heading", level=1)).to_contain_text("Peilmoment")
    assert Afspraak.objects.filter(soort="bijsturing", peildatum=peildatum).count() == len(gemist)

    # write; the summary and every missed target
    manager.goto(adres)
    manager.get_by_label(re.compile("^Samenvatting")).fill("Wij halen nog niet alle doelen. Wij sturen bij.")
    for waarde in gemist:
        manager.locator(f"textarea[name='{waarde.kpi}']").fill("Wij zijn net begonnen. Het heeft tijd nodig.")
    expect(manager.locator("main")).to_contain_text("8 van 80 woorden")
    manager.get_by_role("button", name="Bewaar", exact=True).click()
    expect(manager.locator("main")).to_contain_text("klaar om voor te leggen")
    manager.get_by_role("link", name="Vraag akkoord").click()
    manager.get_by_role("button", name="Vraag akkoord").click()
    expect(manager.locator("main")).to_contain_text("ter goedkeuring")
    expect(manager.locator("main textarea")).to_have_count(0)

    # another approves, from the work list
    adviseur = open_in_stad(Rol.BELEID)
    adviseur.goto("/werkvoorraad/")
    adviseur.get_by_role("link", name=re.compile("^Keur goed")).first.click()
    adviseur.get_by_role("link", name="Bekijk het voorbeeld").click()
    expect(adviseur.locator("main")).to_contain_text("Wij halen nog niet alle doelen.")
    adviseur.go_back()
    adviseur.get_by_role("button", name="Keur goed").click()
    expect(adviseur.get_by_role("status").first).to_contain_text("Het rapport is goedgekeurd.")

    # the teammanager releases and opens the PDF
    manager.goto("/werkvoorraad/")
    manager.get_by_role("link", name=re.compile("^Geef vrij")).first.click()
    expect(manager.get_by_role("heading", level=1)).to_have_text("Vrijgeven")
    manager.get_by_role("button", name="Geef vrij").click()
    expect(manager.locator("main")).to_contain_text("Je kunt deze pagina verlaten")
    werk_de_rij_leeg()
    manager.reload()
    manager.get_by_role("link", name="Open het rapport").click()
    with manager.expect_download() as download:
        manager.get_by_role("link", name=re.compile("^Download")).click()
    download.value.save_as(tmp_path / "rapport.pdf")

    inhoud = (tmp_path / "rapport.pdf").read_bytes()
    rapport = Rapport.objects.get(peilmoment=moment)
    eerste = " ".join(PdfReader(io.BytesIO(inhoud)).pages[0].extract_text().split())
    assert inhoud == bytes(rapport.bestand.inhoud)
    assert "Doel, resultaat en oordeel" in eerste
    assert "Wij halen nog niet alle doelen." in eerste
    assert manager.fouten == []
