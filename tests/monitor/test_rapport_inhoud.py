"""Wat er in het collegerapport staat, op het scherm en op papier (RH-078, RH-079; schermen J4)."""

import io
from datetime import date

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from demo.formatie import maak_formatie
from kern.actions.afspraken import sluit_afspraak
from kern.actions.kaders_laden import laad_kaders
from kern.permissions import Rol
from monitor.actions import zet_peilmoment_vast
from monitor.models import Rapport
from monitor.rapport_actions import (
    maak_rapport,
    schrijf_teksten,
)
from monitor.rapport_documents import bouw, context
from tests.factories.monitor import PeilmomentFactory, RapportFactory
from tests.monitor.rapport_wereld import PEILDATUM, TEKSTEN, pdf_tekst, plat, stuur_bij, vrijgegeven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dag")]


# ---- what it says ------------------------------------------------------------------------------------------------
def test_bladzijde_een_zegt_doel_resultaat_en_oordeel(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    eerste = plat(PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages[0].extract_text())

    assert "Van de 2 doelen ligt er 1 op koers." in eerste
    assert "Uitstroom naar betaald werk" in eerste
    assert "80 40 37 " in eerste
    assert "niet op doel" in eerste
    assert "Minder mensen gaan aan het werk dan gepland." in eerste


def test_bladzijde_twee_zegt_waarom_en_wat_we_doen(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    tweede = plat(PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages[1].extract_text())

    assert "Zes vacatures hebben nog geen kandidaat." in tweede
    assert "B-1: Elke maand een werkgeversmarkt (teammanager, uiterlijk 01-10-2026)" in tweede


def test_voorbeeld_en_pdf_zeggen_hetzelfde(concept, peilmoment, manager, adviseur):
    from bs4 import BeautifulSoup

    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)
    html = render_to_string("monitor/_collegerapport.html", context(rapport.inhoud))

    soep = BeautifulSoup(html, "html.parser")
    for weg in soep.select(".verborgen, svg, summary"):
        weg.decompose()
    papier = pdf_tekst(rapport).replace(" ", "")
    delen = [plat(deel).replace(" ", "") for deel in soep.stripped_strings]

    assert [deel for deel in delen if deel not in papier] == []
    assert len(delen) > 60


def test_de_bijsturing_staat_bij_het_doel_met_wie_en_wanneer(concept, peilmoment, manager):
    stuur_bij(peilmoment, manager)

    inhoud, _ = bouw(concept, TEKSTEN)

    doel = inhoud["doelen"][0]
    assert doel["naam"] == "Uitstroom naar betaald werk"
    assert [(a["tekst"], a["wie"], a["klaar"]) for a in doel["bijsturing"]] == [
        ("Elke maand een werkgeversmarkt", "teammanager", "01-10-2026")
    ]


def test_de_bijsturing_van_de_vorige_keer_staat_erin_met_haar_antwoord(
    concept, peilmoment, gemeente, manager
):
    vorige = PeilmomentFactory(gemeente=gemeente, peildatum=date(2025, 12, 31))
    afspraak = stuur_bij(vorige, manager)
    sluit_afspraak(
        afspraak, resultaat="Acht mensen vonden werk.", beantwoord_peildatum=PEILDATUM, door=manager
    )

    inhoud, _ = bouw(concept, TEKSTEN)

    assert [(e["peildatum"], e["antwoord"]) for e in inhoud["eerder"]] == [
        ("31-12-2025", "Acht mensen vonden werk.")
    ]


def test_de_pdf_is_ua_met_bladwijzers(concept, peilmoment, manager, adviseur):
    stuur_bij(peilmoment, manager)
    rapport = vrijgegeven(concept, manager, adviseur)

    lezer = PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud)))

    assert b"pdfuaid" in lezer.trailer["/Root"]["/Metadata"].get_data()
    assert lezer.trailer["/Root"]["/Lang"] == "nl-NL"
    titels = [punt.title for punt in _plat_punten(lezer.outline)]
    assert titels[0] == "Collegerapport eerste halfjaar 2026"
    assert {"Wsw", "Re-integratie", "Formatie", "Verantwoording"} <= set(titels)


def _plat_punten(punten):
    for punt in punten:
        if isinstance(punt, list):
            yield from _plat_punten(punt)
        else:
            yield punt


def test_de_formatie_van_rijssen_holten_telt_op_tot_7_65(gemeente, peilmoment, manager, maak_gebruiker):
    maak_gebruiker(Rol.TEAMMANAGER, gemeente, username="teammanager")
    maak_formatie()

    rapport = maak_rapport(peilmoment, door=manager)

    # RH-167 and RH-168: 2,00 + 5,65
    assert rapport.formatie["totaal"] == "7,65"
    totalen = [[cel[0] for cel in t["rijen"][-1]["cellen"]] for t in rapport.formatie["tabellen"]]
    assert [(rij[0], rij[4]) for rij in totalen] == [("Totaal", "2,00"), ("Totaal", "5,65")]


def test_de_precieze_som_van_de_formatie_staat_niet_in_het_rapport(
    gemeente, peilmoment, manager, maak_gebruiker
):
    # 1,522222 fte × 45 − 0,3 × 45 is the caseload of 55, whatever the report hides elsewhere
    maak_gebruiker(Rol.TEAMMANAGER, gemeente, username="teammanager")
    maak_formatie()

    inhoud, _ = bouw(maak_rapport(peilmoment, door=manager), {})

    tabel = inhoud["formatie"]["tabellen"][0]
    assert [kolom["naam"] for kolom in tabel["kolommen"]] == [
        "Taak nu", "Huidig, fte", "Taak voorgesteld", "Voorgesteld, fte", "Verschil",
    ]  # fmt: skip
    assert [cel[0] for cel in tabel["rijen"][-1]["cellen"]] == ["Totaal", "0,00", "Nodig", "2,00", "+2,00"]
    assert inhoud["formatie"]["totaal"] == "7,65"


def test_een_concept_is_alleen_voor_wie_eraan_werkt(
    gemeente, andere_gemeente, maak_gebruiker, consulent, manager
):
    rapport = RapportFactory(gemeente=gemeente)
    vreemde = maak_gebruiker(Rol.TEAMMANAGER, andere_gemeente)

    assert list(Rapport.objects.zichtbaar_voor(manager)) == [rapport]
    assert not Rapport.objects.zichtbaar_voor(consulent).exists()
    assert not Rapport.objects.zichtbaar_voor(vreemde).exists()


def test_een_echt_peilmoment_wordt_een_vrijgegeven_rapport(gemeente, manager, adviseur):
    laad_kaders()
    moment = zet_peilmoment_vast(gemeente, PEILDATUM, door=manager)
    gemist = [w for w in moment.waarden.all() if w.oordeel == "niet_op_doel"]
    for waarde in gemist:
        stuur_bij(moment, manager, kpi=waarde.kpi)
    rapport = maak_rapport(moment, door=manager)
    teksten = {w.kpi: "Wij zijn net begonnen." for w in gemist} | {"samenvatting": "Het gaat goed."}
    schrijf_teksten(rapport, teksten=teksten, door=manager)

    rapport = vrijgegeven(rapport, manager, adviseur)

    assert "Verantwoording" in pdf_tekst(rapport)
