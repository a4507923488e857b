"""Eén bedrag, vier plaatsen: de database, de bewaarde PDF, de e-factuur en de pagina (RH-149, regels §6)."""

from datetime import date
from decimal import Decimal as D
from io import BytesIO

import pikepdf
import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse

from tests.lezen import pagina_tekst, pdf_bladen, pdf_tekst
from tests.werkgevers.factuur_wereld import (
    OKTOBER,
    administratie,
    boekregel,
    overeenkomst,
    werkgever,
    zet_afzender,
)
from werkgevers.actions.boeken import boek_factuur, crediteer_factuur
from werkgevers.actions.factureren import bereid_voor, maak_definitief

pytestmark = pytest.mark.django_db

DAG = date(2026, 11, 2)


@pytest.fixture
def stad(gemeente):
    zet_afzender(gemeente)
    return gemeente


@pytest.fixture
def admin(stad):
    return administratie(stad)


def boek(stad, admin, *regels, **velden):
    afspraak = overeenkomst(stad, werkgever(stad, **velden))
    return boek_factuur(
        gemeente=stad, relatie=afspraak.relatie, factuurdatum=DAG, betaaltermijn=30, door=admin,
        regels=[boekregel(afspraak, **{"bedrag": regel[0], **regel[1]}) for regel in regels],
    )  # fmt: skip


def te_betalen_ubl(factuur) -> D:
    """PayableAmount of the stored e-invoice."""
    (bedrag,) = [
        element.text
        for element in fromstring(bytes(factuur.ubl.inhoud)).iter()
        if element.tag.endswith("}PayableAmount")
    ]
    return D(bedrag)


VERLEGD = {"categorie": "AE", "percentage": D(0)}
VRIJGESTELD = {"categorie": "E", "percentage": D(0)}
BUITEN = {"categorie": "O", "percentage": D(0)}


@pytest.mark.parametrize(
    ("bedrag", "soort", "totaal", "woorden"),
    [
        # by hand: 1.234,56 × 21% = 259,2576, rounded once to 259,26
        ("1234.56", {}, "1.493,82", ("Bedrag zonder btw € 1.234,56", "Btw 21% over € 1.234,56 € 259,26")),
        ("1234.56", VERLEGD, "1.234,56", ("verlegd", "over € 1.234,56 € 0,00")),
        ("1234.56", VRIJGESTELD, "1.234,56", ("vrijgesteld", "over € 1.234,56 € 0,00")),
        ("1234.56", BUITEN, "1.234,56", ("over € 1.234,56 € 0,00",)),
    ],
)
def test_de_factuur_zegt_overal_hetzelfde_bedrag(client, stad, admin, bedrag, soort, totaal, woorden):
    velden = {"btw_nummer": "NL000099998B57"} if soort is VERLEGD else {}
    factuur = boek(stad, admin, (bedrag, soort), **velden)
    client.force_login(admin)

    papier = pdf_tekst(factuur.bestand)
    pagina = pagina_tekst(client.get(reverse("werkgevers:factuur", args=[factuur.nummer])))

    assert f"{factuur.totaal:.2f}" == totaal.replace(".", "").replace(",", ".")
    assert te_betalen_ubl(factuur) == factuur.totaal
    assert f"Te betalen € {totaal}" in papier
    assert f"Maak € {totaal} uiterlijk op 02-12-2026 over" in papier
    assert f"Totaal met btw € {totaal}" in pagina
    for tekst in woorden:
        assert tekst in papier, tekst


def test_een_creditfactuur_zegt_overal_hetzelfde_bedrag(client, stad, admin):
    factuur = boek(stad, admin, ("1234.56", {}))
    regel = factuur.regels.get()
    credit = crediteer_factuur(factuur, reden="Te veel uren", bedragen={regel.pk: D("100.10")}, door=admin)
    client.force_login(admin)

    papier = pdf_tekst(credit.bestand)
    pagina = pagina_tekst(client.get(reverse("werkgevers:factuur", args=[credit.nummer])))

    # by hand: 100,10 × 21% = 21,021, so 121,12 back
    assert credit.totaal == D("-121.12")
    assert te_betalen_ubl(credit) == D("121.12")
    assert "Totaal terug € 121,12" in papier
    assert "Hoort bij factuur F1742-2026-0001 van 02-11-2026" in papier
    assert "Totaal met btw € −121,12" in pagina


def test_twee_tarieven_worden_per_groep_afgerond(stad, admin):
    afspraak = overeenkomst(stad, werkgever(stad))
    anders = overeenkomst(stad, afspraak.relatie)
    derde = overeenkomst(stad, afspraak.relatie)
    factuur = boek_factuur(
        gemeente=stad, relatie=afspraak.relatie, factuurdatum=DAG, betaaltermijn=30, door=admin,
        regels=[boekregel(afspraak, "0.07"), boekregel(anders, "0.07"), boekregel(derde, "50.00", **VRIJGESTELD)],
    )  # fmt: skip

    # by hand: 0,14 × 21% = 0,0294 → 0,03; rounded per line it would be 2 × 0,01
    assert (factuur.totaal_excl, factuur.btw, factuur.totaal) == (D("50.14"), D("0.03"), D("50.17"))
    assert te_betalen_ubl(factuur) == D("50.17")
    assert "Te betalen € 50,17" in pdf_tekst(factuur.bestand)


def test_alle_facturen_in_een_bestand_beginnen_op_een_nieuw_blad_en_tellen_op_tot_de_run(client, stad, admin):
    groot, klein = (
        werkgever(stad, nr, naam=naam, zoeknaam=naam) for nr, naam in ((1, "aannemer"), (2, "bakker"))
    )
    for _ in range(45):
        overeenkomst(stad, groot, bedrag="100.00")
    overeenkomst(stad, klein, bedrag="250.00")
    run = bereid_voor(stad, OKTOBER, door=admin, factuurdatum=DAG)
    maak_definitief(run, door=admin)
    client.force_login(admin)

    bladen = pdf_bladen(client.get(reverse("werkgevers:factuurrun-afdrukken", args=["2026-10"])))
    pagina = pagina_tekst(client.get(reverse("werkgevers:factuurrun", args=["2026-10"])))

    een, twee = run.facturen.order_by("volgnummer")
    eerste_bladen = [nr for nr, blad in enumerate(bladen) if "Aan " in blad and "Factuurdatum" in blad]
    assert len(pdf_bladen(een.bestand)) >= 2
    assert eerste_bladen == [0, len(pdf_bladen(een.bestand))]
    assert len(bladen) == len(pdf_bladen(een.bestand)) + len(pdf_bladen(twee.bestand))
    assert f"Factuur {een.nummer}" in bladen[0]
    assert f"Factuur {twee.nummer}" in bladen[eerste_bladen[1]]
    assert een.nummer not in "".join(bladen[eerste_bladen[1] :])
    # by hand: 45 × 100 = 4.500, with 21% 5.445,00; 250 with 21% is 302,50
    tekst = " ".join(bladen)
    assert "Te betalen € 5.445,00" in tekst
    assert "Te betalen € 302,50" in tekst
    assert een.totaal + twee.totaal == D("5747.50")
    assert "Zonder btw € 4.750,00" in pagina
    assert "€ 5.445,00" in pagina
    assert "€ 302,50" in pagina


def test_de_bewaarde_pdf_noemt_zich_pdf_a_3a(stad, admin):
    with pikepdf.open(BytesIO(bytes(boek(stad, admin, ("100.00", {})).bestand.inhoud))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot is not None
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
            assert meta["dc:title"] == "Factuur F1742-2026-0001"
