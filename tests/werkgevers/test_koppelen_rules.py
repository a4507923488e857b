"""Een betaling bij de goede factuur, met de reden en hoe zeker het is (regels §6.4)."""

from datetime import date
from decimal import Decimal

import pytest

from tests.werkgevers.bankbestanden import ANDER, KLANT
from werkgevers.rules.bank import Bankregel
from werkgevers.rules.koppelen import (
    Ontvangst,
    OpenPost,
    Postenindex,
    Zekerheid,
    bedrijfsnaam,
    koppel,
    koppel_storno,
    rf_kenmerken,
)

D = Decimal
DAG = date(2026, 11, 20)
RF1, RF2 = "RF18539007547034", "RF712348231"
POSTEN = (
    OpenPost(1, "F-2026-0391", RF1, 7, "Voorbeeld Groen B.V.", D("121.00"), date(2026, 10, 30)),
    OpenPost(2, "F-2026-0392", RF2, 7, "Voorbeeld Groen B.V.", D("60.50"), date(2026, 11, 30)),
    OpenPost(3, "F-2026-0311", "", 8, "De Boer Techniek", D("500.00"), date(2026, 9, 30), "INC-9"),
    OpenPost(4, "F-2026-0400", "", 9, "Anders", D("60.50"), date(2026, 9, 1)),
)


def _index(posten=POSTEN, **anders):
    return Postenindex(posten, rekeningen={KLANT: frozenset({7})}, **anders)


def _regel(bedrag, **anders):
    return Bankregel(datum=DAG, bedrag=D(bedrag), **anders)


@pytest.mark.parametrize(
    ("regel", "zekerheid", "delen", "rest"),
    [
        # the RF reference, structured or typed in the text, also with spaces
        (_regel("121.00", kenmerk=RF1), "zeker", ((1, "121.00"),), "0"),
        (_regel("121.00", omschrijving="kenmerk RF18 5390 0754 7034 dank"), "zeker", ((1, "121.00"),), "0"),
        (_regel("100.00", kenmerk=RF1), "zeker", ((1, "100.00"),), "0"),
        (_regel("130.00", kenmerk=RF1), "zeker", ((1, "121.00"),), "9.00"),
        (_regel("181.50", omschrijving=f"{RF2} {RF1}"), "zeker", ((1, "121.00"), (2, "60.50")), "0"),
        # an invoice number in the text
        (_regel("121.00", omschrijving="Factuur F-2026-0391"), "zeker", ((1, "121.00"),), "0"),
        (_regel("121.00", omschrijving="fact. F2026 0391"), "zeker", ((1, "121.00"),), "0"),
        (_regel("121.00", omschrijving="nota F-2026- 0391"), "zeker", ((1, "121.00"),), "0"),
        (_regel("121.00", omschrijving="20260391"), "zeker", ((1, "121.00"),), "0"),
        (_regel("11.00", omschrijving="20260391"), "waarschijnlijk", ((1, "11.00"),), "0"),
        (_regel("11.00", omschrijving="20260391", tegenrekening=KLANT), "zeker", ((1, "11.00"),), "0"),
        (_regel("181.50", omschrijving="0391 en 0392: 2026-0391, 2026-0392"), "zeker", ((1, "121.00"), (2, "60.50")), "0"),
        # 11 March 2026 is a date, not invoice F-2026-0311
        (_regel("44.00", omschrijving="betaald op 2026-03-11"), "waarschijnlijk", ((3, "44.00"),), "0"),
        # a credit note counts in a series of its own: C…0400 is not invoice F-2026-0400 of another debtor
        (_regel("60.50", omschrijving="Factuur F-2026-0391 minus C-2026-0400"), "waarschijnlijk", ((1, "60.50"),), "0"),
        (_regel("60.50", omschrijving="verrekening C1742-2026-0400"), "geen", (), "60.50"),
        (_regel("60.50", omschrijving="C2026-0400"), "geen", (), "60.50"),
        (_regel("121.00", omschrijving="F-2026-0391, zie ook C2026-0400"), "zeker", ((1, "121.00"),), "0"),
        # two debtors at once: only when the amount is exactly theirs
        (_regel("181.50", omschrijving="F-2026-0391 F-2026-0400"), "zeker", ((4, "60.50"), (1, "121.00")), "0"),
        (_regel("100.00", omschrijving="F-2026-0391 F-2026-0400"), "waarschijnlijk", ((4, "60.50"), (1, "39.50")), "0"),
        # account and amount
        (_regel("60.50", tegenrekening=KLANT), "zeker", ((2, "60.50"),), "0"),
        (_regel("181.50", tegenrekening=KLANT), "waarschijnlijk", ((1, "121.00"), (2, "60.50")), "0"),
        (_regel("70.00", tegenrekening=KLANT), "mogelijk", ((1, "70.00"),), "0"),
        # name
        (_regel("121.00", tegennaam="VOORBEELD GROEN BV", tegenrekening=ANDER), "waarschijnlijk", ((1, "121.00"),), "0"),
        (_regel("5.00", tegennaam="Voorbeeld Groen"), "mogelijk", ((1, "5.00"),), "0"),
        # only the amount
        (_regel("500.00"), "mogelijk", ((3, "500.00"),), "0"),
        (_regel("60.50"), "geen", (), "60.50"),
        # our own direct debit
        (_regel("500.00", eindreferentie="INC-9"), "zeker", ((3, "500.00"),), "0"),
        # nothing fits, or money leaves
        (_regel("77.00", omschrijving="bedankt"), "geen", (), "77.00"),
        (_regel("-10.00", kenmerk=RF1), "geen", (), "-10.00"),
    ],
)  # fmt: skip
def test_een_betaling_krijgt_het_beste_voorstel(regel, zekerheid, delen, rest):
    voorstel = koppel(regel, _index())

    assert voorstel.zekerheid == zekerheid
    assert voorstel.toewijzingen == tuple((sleutel, D(bedrag)) for sleutel, bedrag in delen)
    assert voorstel.rest == D(rest)
    assert voorstel.reden


def test_een_factuur_die_al_betaald_is_krijgt_niets_en_de_reden_zegt_dat():
    index = _index(betaald={RF1.replace("18", "99"): "x", "20260100": "F-2026-0100"})

    voorstel = koppel(_regel("121.00", omschrijving="F-2026-0100"), index)

    assert (voorstel.zekerheid, voorstel.toewijzingen) == (Zekerheid.GEEN, ())
    assert voorstel.reden.startswith("F-2026-0100 is al betaald.")


def test_twee_betalingen_in_een_bestand_betalen_een_factuur_niet_twee_keer():
    index = _index()
    eerste = koppel(_regel("121.00", kenmerk=RF1), index)
    index.boek(eerste.toewijzingen)

    tweede = koppel(_regel("121.00", kenmerk=RF1), index)

    assert (tweede.zekerheid, tweede.rest) == (Zekerheid.GEEN, D("121.00"))


def test_een_storno_vindt_zijn_ontvangst_op_kenmerk_en_anders_op_rekening_en_bedrag():
    oud = Ontvangst(1, date(2026, 10, 1), D("500.00"), ANDER, "INC-8", ((3, D("500.00")),))
    nieuw = Ontvangst(2, date(2026, 11, 1), D("500.00"), ANDER, "INC-9", ((3, D("500.00")),))
    te_oud = Ontvangst(3, date(2025, 1, 1), D("500.00"), ANDER, "INC-7", ())

    op_kenmerk, _ = koppel_storno(
        _regel("-500.00", eindreferentie="INC-8", storno=True), [oud, nieuw, te_oud]
    )
    op_rekening, _ = koppel_storno(_regel("-500.00", tegenrekening=ANDER, storno=True), [oud, nieuw, te_oud])
    geen, reden = koppel_storno(_regel("-499.00", tegenrekening=ANDER, storno=True), [oud, nieuw])

    assert (op_kenmerk, op_rekening, geen) == (oud, nieuw, None)
    assert reden


def test_namen_worden_vergeleken_zonder_rechtsvorm_en_accenten():
    assert bedrijfsnaam("Hoveniersbedrijf Zoë B.V.") == bedrijfsnaam("HOVENIERSBEDRIJF ZOE BV")
    assert bedrijfsnaam("Stichting De Boog") == bedrijfsnaam("de boog")


def test_een_fout_controlecijfer_is_geen_kenmerk():
    assert rf_kenmerken("RF19539007547034") == []
    assert rf_kenmerken("zie RF18539007547034.") == [RF1]
