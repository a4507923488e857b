"""Loonkostensubsidie met de echte kaders: regels §1.5 van besluit tot betaallijst, op elk papier hetzelfde bedrag."""

from datetime import date
from decimal import Decimal as D
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from kern.permissions import Rol
from reintegratie import lks_actions as lks
from reintegratie.lks_betalingen import keur_betaallijst_goed, stel_betaallijst_op
from reintegratie.lks_queries import normen_op
from reintegratie.lks_rules import subsidie_forfaitair, subsidie_met_meting
from tests.factories.personen import LoonwaardemetingFactory, PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from tests.lezen import csv_lijst, gewoon, pagina_tekst, pdf_tekst

pytestmark = pytest.mark.django_db

GEBOREN = date(1984, 5, 12)
JANUARI_2025, JANUARI, JULI = date(2025, 1, 1), date(2026, 1, 1), date(2026, 7, 1)


# ---- the rule with the values of the files ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("dag", "loonwaarde", "uren", "sector", "bedrag"),
    [
        (JANUARI, "40", "36", "36", "1836.16"),
        (JANUARI, "40", "24", "36", "1224.11"),
        (JANUARI, "40", "40", "40", "2040.18"),
        (JANUARI, "30", "36", "36", "2142.19"),
        (JANUARI, "20", "36", "36", "2142.19"),
        (JANUARI, "85", "32", "36", "408.04"),
        (JANUARI, "100", "36", "36", "0.00"),
        (JANUARI, None, "36", "36", "1530.14"),
        (JANUARI, None, "24", "36", "1020.09"),
        (JANUARI_2025, "40", "36", "36", "1754.05"),
        (JANUARI_2025, "40", "24", "36", "1169.37"),
        (JANUARI_2025, None, "36", "36", "1461.71"),
        (JULI, "40", "36", "36", "1870.25"),
    ],
)
def test_de_vectoren_met_de_geladen_normen(geladen, gemeente, dag, loonwaarde, uren, sector, bedrag):
    normen = normen_op(dag, gemeente.pk, GEBOREN).normen
    deeltijd = {"uren": D(uren), "sectornorm": D(sector), "normen": normen}

    uitleg = (
        subsidie_met_meting(loonwaarde=D(loonwaarde), **deeltijd)
        if loonwaarde
        else subsidie_forfaitair(**deeltijd)
    )

    assert uitleg.bedrag == D(bedrag)


@pytest.mark.parametrize(
    ("dag", "loonwaarde", "grondloon", "basis"),
    [
        (JANUARI, "40", "2.477,9520", "1.486,7712"),
        (JANUARI, "30", "2.477,9520", "1.734,5664"),
        (JANUARI, "20", "2.477,9520", "1.734,5664"),  # the cap
        (JANUARI, "85", "2.477,9520", "371,6928"),
        (JANUARI_2025, "40", "2.367,1440", "1.420,2864"),
        (JULI, "40", "2.523,96", "1.514,3760"),
    ],
)
def test_elke_tussenstap_staat_onafgerond_in_de_uitleg(geladen, gemeente, dag, loonwaarde, grondloon, basis):
    normen = normen_op(dag, gemeente.pk, GEBOREN).normen
    uitleg = subsidie_met_meting(loonwaarde=D(loonwaarde), uren=D(36), sectornorm=D(36), normen=normen)

    assert gewoon(uitleg.regels[0].uitkomst) == f"€ {grondloon}"
    assert gewoon(uitleg.regels[3].hoe).startswith(f"€ {basis} × 123,5")


# ---- from decision to payment list -------------------------------------------------------------------------
VECTOREN = {
    "Atelier BV": ({"loonwaarde": 40}, "1.836,16"),
    "Bakkerij BV": ({"loonwaarde": None}, "1.530,14"),
    "Casco BV": ({"loonwaarde": 20}, "2.142,19"),
    "Drukker BV": ({"loonwaarde": 40, "uren": 40}, "2.040,18"),
}


@pytest.fixture
def teammanager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente)


@pytest.fixture
def subsidies(geladen, gemeente, consulent):
    """Four people at four employers, all since 1 January 2026: the vectors of regels §1.5."""
    return {
        werkgever: _toekennen(gemeente, consulent, werkgever, **velden)
        for werkgever, (velden, _) in VECTOREN.items()
    }


def _toekennen(gemeente, door, werkgever, *, loonwaarde, uren=36):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True, geboortedatum=GEBOREN)
    subsidie = lks.vraag_lks_aan(
        persoon, relatie=RelatieFactory(gemeente=gemeente, naam=werkgever), door=door,
        begindatum=JANUARI, dienstverband_vanaf=JANUARI, aangevraagd_op=JANUARI,
        grondslag="meting" if loonwaarde else "forfaitair", zonder_meting_sinds=None if loonwaarde else JANUARI,
        uren_per_week=D(uren), sectornorm=D(uren),
    )  # fmt: skip
    meting = None
    if loonwaarde:
        meting = LoonwaardemetingFactory(persoon=persoon, datum=date(2025, 12, 1), percentage=loonwaarde)
    return lks.ken_lks_toe(subsidie, meting=meting, besloten_op=date(2026, 1, 20), door=door)


def test_elk_papier_zegt_hetzelfde_bedrag(
    client, subsidies, gemeente, consulent, teammanager, maak_gebruiker
):
    lijst = stel_betaallijst_op(gemeente, JANUARI, door=consulent)
    lijst = keur_betaallijst_goed(lijst, door=teammanager)
    papier = pdf_tekst(lijst.bestand)
    adres = reverse("reintegratie:betaallijst", args=["2026-01"])
    pagina = pagina_tekst(_als(client, maak_gebruiker(Rol.FINANCIEN, gemeente), adres))
    rijen = {rij["werkgever"]: rij["bedrag"] for rij in csv_lijst(client.get(f"{adres}export/"))}

    client.force_login(consulent)
    for werkgever, (_, bedrag) in VECTOREN.items():
        subsidie = subsidies[werkgever]
        blad = pagina_tekst(client.get(reverse("reintegratie:lks", args=[subsidie.pk])))
        assert f"€ {bedrag} per maand" in pdf_tekst(subsidie.besluit)
        assert f"€ {bedrag}" in blad
        assert f"{werkgever} {subsidie.persoon.nummer} Loonkostensubsidie 01-2026 € {bedrag}" in papier
        assert f"€ {bedrag}" in pagina
        assert rijen[werkgever] == bedrag.replace(".", "")
    # 1.836,16 + 1.530,14 + 2.142,19 + 2.040,18
    assert lijst.totaal == D("7548.67")
    assert "Controletotaal € 7.548,67" in papier
    assert "€ 7.548,67" in pagina


def _als(client, gebruiker, adres):
    client.force_login(gebruiker)
    return client.get(adres)


def test_het_besluit_laat_de_tussenstappen_zien(geladen, gemeente, consulent):
    subsidie = _toekennen(gemeente, consulent, "Atelier BV", loonwaarde=40)

    papier = pdf_tekst(subsidie.besluit)
    with pikepdf.open(BytesIO(bytes(subsidie.besluit.inhoud))) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"

    for stap in ("2.294,40", "2.477,9520", "1.486,7712", "1.734,5664", "123,5%", "1.836,16"):
        assert stap in papier, stap


def test_de_lijst_van_subsidies_op_pagina_en_in_csv(client, teammanager, subsidies):
    adres = reverse("reintegratie:lks-lijst")
    # Without a measurement the subsidy ended on 30-6-2026: today it has no amount.
    verwacht = {naam: bedrag for naam, (_, bedrag) in VECTOREN.items() if naam != "Bakkerij BV"}

    pagina = pagina_tekst(_als(client, teammanager, adres))
    rijen = {
        rij["Werkgever"]: rij["Bedrag per maand nu"] for rij in csv_lijst(client.get(f"{adres}?export=csv"))
    }

    for werkgever, bedrag in verwacht.items():
        assert f"€ {bedrag}" in pagina
        assert rijen[werkgever] == bedrag.replace(".", "")
