"""Het collegerapport (J4): elk cijfer is hetzelfde op het dashboard, in het peilmoment, in het voorbeeld en in de PDF."""

import re
from datetime import date
from decimal import Decimal as D

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from kern.permissions import Rol
from monitor.actions import zet_peilmoment_vast
from monitor.rapport_actions import geef_vrij, keur_goed, maak_rapport, schrijf_teksten, vraag_akkoord
from tests.factories.reintegratie import UitkeringFactory
from tests.lezen import gewoon, pdf_tekst
from tests.monitor import populaties
from tests.monitor.rapport_wereld import stuur_bij

pytestmark = pytest.mark.django_db

PEILDATUM = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-07-20 09:00:00"):
        yield


def rijen_van(antwoord) -> dict[str, list[str]]:
    """{naam van het cijfer: cellen} van alle tabellen van een pagina; de laatste tabel wint."""
    soep = BeautifulSoup(antwoord.content, "html.parser").main
    for weg in soep.select(".verborgen"):
        weg.decompose()
    gevonden = {}
    for rij in soep.select("tbody tr"):
        kop = rij.find("th", scope="row")
        if kop:
            naam = gewoon(next(iter(kop.stripped_strings)))
            gevonden[naam] = [gewoon(cel.get_text(" ", strip=True)) for cel in rij.find_all("td")]
    return gevonden


def test_elk_cijfer_is_overal_gelijk(client, geladen, gemeente, maak_gebruiker):
    manager = maak_gebruiker(Rol.TEAMMANAGER, gemeente)
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    for _ in range(7):
        UitkeringFactory(
            persoon__gemeente=gemeente,
            begindatum=date(2020, 1, 1),
            einddatum=date(2026, 3, 1),
            reden_einde="werk",
        )
    moment = zet_peilmoment_vast(gemeente, PEILDATUM, door=manager)
    gemist = [w for w in moment.waarden.all() if w.oordeel == "niet_op_doel"]
    for waarde in gemist:
        stuur_bij(moment, manager, kpi=waarde.kpi)
    rapport = maak_rapport(moment, door=manager)
    teksten = {w.kpi: "Wij zijn net begonnen." for w in gemist} | {"samenvatting": "Het gaat goed."}
    schrijf_teksten(rapport, teksten=teksten, door=manager)
    client.force_login(manager)
    voorbeeld = rijen_van(client.get(reverse("monitor:rapport-voorbeeld", args=[rapport.pk])))
    dashboards = {
        naam: rijen_van(client.get(reverse(f"monitor:{naam}"), {"peildatum": "30-06-2026"}))
        for naam in ("participatie", "wsw", "re-integratie")
    }
    adviseur = maak_gebruiker(Rol.BELEID, gemeente)
    vrij = geef_vrij(keur_goed(vraag_akkoord(rapport, door=manager), door=adviseur), door=manager)
    papier = pdf_tekst(vrij.bestand).replace("\u2011", "-")

    waarden = {w.kpi: w for w in moment.waarden.all()}
    # by hand, from the population: 92 and 192 of the ladder, 135 Wsw, 7 to work
    assert [waarden[code].waarde for code in ("perspectief_nu", "perspectief_doel", "wsw_dossiers", "uitstroom_werk")] == [
        D(92), D(192), D(135), D(7),
    ]  # fmt: skip
    assert len(waarden) >= 15
    getoond = set()
    for waarde in waarden.values():
        rapport_cel = voorbeeld[waarde.naam][0]
        dashboard_cel = dashboards[waarde.dashboard][waarde.naam][1]
        afgeschermd = rapport_cel in ("<5", "Niet getoond", "niet getoond")
        if waarde.waarde is not None and not afgeschermd:
            assert rapport_cel == in_tekst(waarde), waarde.kpi
            getoond.add(waarde.kpi)
        if not afgeschermd:
            assert dashboard_cel.startswith(rapport_cel), (waarde.kpi, dashboard_cel, rapport_cel)
        naam = re.escape(waarde.naam)
        assert re.search(rf"{naam} \([^)]*\) (.{{0,300}}? )?{re.escape(rapport_cel)} ", papier), (
            waarde.kpi,
            rapport_cel,
        )
    assert {"perspectief_nu", "perspectief_doel", "wsw_dossiers", "uitstroom_werk"} <= getoond


def in_tekst(waarde) -> str:
    getal = waarde.waarde
    if waarde.eenheid == "%":
        return f"{getal.quantize(D('0.1'), 'ROUND_HALF_UP')}%".replace(".", ",")
    heel = f"{getal:,.2f}" if waarde.eenheid == "€" else f"{getal:,.0f}"
    heel = heel.translate(str.maketrans(",.", ".,"))
    return f"€ {heel}" if waarde.eenheid == "€" else heel
