"""Incassokosten, rente, IBAN, incassant-id en pain.008: de vectoren van regels §5 en §6.5."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from tests.werkgevers.bankbestanden import ANDER, EIGEN, KLANT
from werkgevers.rules import sepa
from werkgevers.rules.invordering import (
    Mutatie,
    Rentevoet,
    incassokosten,
    ouderdom,
    rente,
    rente_vanaf,
    toerekening,
)

D = Decimal
STAFFEL = (
    {"van_bedrag": D(0), "tot_bedrag": D(2500), "pct": D(15)},
    {"van_bedrag": D(2500), "tot_bedrag": D(5000), "pct": D(10)},
    {"van_bedrag": D(5000), "tot_bedrag": D(10000), "pct": D(5)},
    {"van_bedrag": D(10000), "tot_bedrag": D(200000), "pct": D(1)},
    {"van_bedrag": D(200000), "tot_bedrag": "-", "pct": D("0.5")},
)


@pytest.mark.parametrize(
    ("hoofdsom", "kosten"),
    [
        ("50", "40.00"),
        ("266.67", "40.00"),
        ("267", "40.05"),
        ("1000", "150.00"),
        ("2500", "375.00"),
        ("3000", "425.00"),
        ("5000", "625.00"),
        ("10000", "875.00"),
        ("12500", "900.00"),
        ("200000", "2775.00"),
        ("1000000", "6775.00"),
        ("2000000", "6775.00"),
        ("0", "0.00"),
        ("-5", "0.00"),
    ],
)
def test_incassokosten_volgens_de_staffel(hoofdsom, kosten):
    rekening = incassokosten(D(hoofdsom), staffel=STAFFEL, minimum=D(40), maximum=D(6775))

    assert rekening.bedrag == D(kosten)


def test_de_staffel_legt_elke_stap_uit():
    rekening = incassokosten(D(3000), staffel=STAFFEL, minimum=D(40), maximum=D(6775))

    assert [stap.bedrag for stap in rekening.stappen] == [D("375.00"), D("50.00")]


@pytest.mark.parametrize(
    ("pct", "van", "tot", "bedrag"),
    [
        ("12.25", date(2024, 7, 1), date(2024, 7, 30), "10.04"),  # 30 days in a year of 366
        ("12.00", date(2023, 7, 1), date(2023, 7, 30), "9.86"),  # 30 days in a year of 365
        ("12.00", date(2023, 7, 2), date(2023, 7, 1), "0.00"),
    ],
)
def test_rente_over_dertig_dagen(pct, van, tot, bedrag):
    rekening = rente(D(1000), van=van, tot=tot, voeten=[Rentevoet(date(2023, 1, 1), None, D(pct))])

    assert rekening.bedrag == D(bedrag)


def test_rente_wisselt_per_halfjaar_en_per_kalenderjaar():
    voeten = [
        Rentevoet(date(2023, 7, 1), date(2023, 12, 31), D("12.00")),
        Rentevoet(date(2024, 1, 1), date(2024, 6, 30), D("12.50")),
        Rentevoet(date(2024, 7, 1), None, D("12.25")),
    ]

    rekening = rente(D(10000), van=date(2023, 12, 22), tot=date(2024, 7, 10), voeten=voeten)

    # By hand: 10 d x 12%/365 = 32.8767; 182 d x 12.5%/366 = 621.5847; 10 d x 12.25%/366 = 33.4699
    assert [stap.bedrag for stap in rekening.stappen] == [D("32.88"), D("621.58"), D("33.47")]
    assert rekening.bedrag == D("687.93")


def test_na_een_vol_jaar_telt_de_rente_mee_in_de_hoofdsom():
    rekening = rente(
        D(1000),
        van=date(2025, 3, 1),
        tot=date(2026, 3, 10),
        voeten=[Rentevoet(date(2025, 1, 1), None, D(10))],
    )

    # By hand: year one 306/365 + 59/365 = 100.00; then 1.100 x 10% x 10/365 = 3.0137
    assert rekening.bedrag == D("103.01")
    assert rekening.stappen[-1].bedrag == D("3.01")


TIEN_PROCENT = [Rentevoet(date(2025, 1, 1), None, D(10))]


def test_een_deelbetaling_verlaagt_de_rente_vanaf_haar_dag():
    rekening = rente(
        D(1000), van=date(2025, 3, 1), tot=date(2025, 4, 30), voeten=TIEN_PROCENT,
        mutaties=[Mutatie(date(2025, 4, 1), D(-400))],
    )  # fmt: skip

    # By hand: 31 d x 1.000 x 10%/365 = 8.4932; 30 d x 600 x 10%/365 = 4.9315; together 13.4247
    assert [stap.bedrag for stap in rekening.stappen] == [D("8.49"), D("4.93")]
    assert rekening.bedrag == D("13.42")


def test_wat_voor_de_vervaldag_is_betaald_geeft_nooit_rente():
    rekening = rente(
        D(1000), van=date(2025, 3, 1), tot=date(2025, 3, 30), voeten=TIEN_PROCENT,
        mutaties=[Mutatie(date(2025, 2, 10), D(-900))],
    )  # fmt: skip

    assert rekening.bedrag == D("0.82")  # 100 x 10% x 30/365 = 0.8219


def test_een_storno_telt_weer_mee_vanaf_haar_dag_en_alles_betaald_geeft_geen_regel():
    rekening = rente(
        D(1000), van=date(2025, 3, 1), tot=date(2025, 3, 31), voeten=TIEN_PROCENT,
        mutaties=[Mutatie(date(2025, 3, 21), D(1000)), Mutatie(date(2025, 3, 11), D(-1000))],
    )  # fmt: skip

    # 10 d and 11 d over 1.000: 2.7397 + 3.0137
    assert [stap.wat for stap in rekening.stappen] == [
        "01-03-2025 tot en met 10-03-2025",
        "21-03-2025 tot en met 31-03-2025",
    ]
    assert rekening.bedrag == D("5.75")


@pytest.mark.parametrize(
    ("bedrag", "uitkomst"),
    [
        ("30.00", ("30.00", "0.00", "0.00", "0.00")),  # not even the costs
        ("41.00", ("40.00", "1.00", "0.00", "0.00")),
        ("41.01", ("40.00", "1.01", "0.00", "0.00")),
        ("100.00", ("40.00", "1.01", "58.99", "0.00")),
        ("162.01", ("40.00", "1.01", "121.00", "0.00")),
        ("170.00", ("40.00", "1.01", "121.00", "7.99")),
    ],
)
def test_een_betaling_gaat_eerst_naar_kosten_dan_rente_dan_hoofdsom(bedrag, uitkomst):
    """Art. 6:44 lid 1 BW."""
    delen = toerekening(D(bedrag), kosten=D("40.00"), rente=D("1.01"), hoofdsom=D("121.00"))

    assert (delen.kosten, delen.rente, delen.hoofdsom, delen.over) == tuple(map(D, uitkomst))


def test_een_halfjaar_zonder_percentage_wordt_niet_gerekend_en_dat_staat_erbij():
    voeten = [Rentevoet(date(2026, 1, 1), date(2026, 6, 30), D("10.15"))]

    rekening = rente(D(1000), van=date(2026, 6, 21), tot=date(2026, 7, 10), voeten=voeten)

    assert rekening.bedrag == D("2.78")  # 1.000 x 10,15% x 10/365
    assert (
        rekening.ontbreekt == "Rente van 01-07-2026 tot en met 10-07-2026: niet vastgesteld, niet gerekend."
    )


def test_rente_begint_de_dag_na_de_betaaltermijn():
    assert rente_vanaf(date(2026, 2, 28)) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("dagen", "vak"),
    [
        (0, "niet_vervallen"),
        (1, "1_30"),
        (30, "1_30"),
        (31, "31_60"),
        (60, "31_60"),
        (61, "61_90"),
        (90, "61_90"),
        (91, "meer_90"),
    ],
)
def test_de_ouderdom_van_een_post(dagen, vak):
    assert ouderdom(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + dagen)) == vak


@pytest.mark.parametrize(
    ("iban", "goed"),
    [
        ("NL91ABNA0417164300", True),
        ("NL20INGB0001234567", True),
        ("NL91ABNA0417164301", False),
        ("NL91ABNA041716430", False),
        ("nl91abna0417164300", False),
        ("", False),
    ],
)
def test_iban(iban, goed):
    assert sepa.iban_geldig(iban) is goed


def test_incassant_id():
    assert sepa.incassant_id("12345678") == "NL69ZZZ123456780000"
    assert sepa.incassant_id_geldig("NL69ZZZ123456780000")
    assert not sepa.incassant_id_geldig("NL68ZZZ123456780000")


@pytest.mark.parametrize(("bic", "goed"), [("INGBNL2A", True), ("RABONL2UXXX", True), ("INGBNL", False)])
def test_bic(bic, goed):
    assert sepa.bic_geldig(bic) is goed


@pytest.mark.parametrize(
    ("vanaf", "werkdagen", "dag"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday, then Monday
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # 25 and 26 December are no bank days
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
    ],
)
def test_de_eerste_incassodag_telt_bankwerkdagen(vanaf, werkdagen, dag):
    vrij = [date(2026, 12, 25), date(2026, 12, 26)]

    assert sepa.eerste_incassodag(vanaf, werkdagen, vrij) == dag


INCASSANT = sepa.Incassant("Gemeente Voorbeeld", EIGEN, "NL69ZZZ123456780000", "ABNANL2A")


def _opdracht(nummer=1, **anders):
    velden = {
        "eindreferentie": f"F-2026-000{nummer}", "bedrag": D("121.00"), "machtiging": f"M-{nummer}",
        "getekend_op": date(2026, 1, 5), "naam": "Zoë & Zn. BV", "iban": KLANT, "omschrijving": "Factuur één",
    }  # fmt: skip
    return sepa.Incasso(**(velden | anders))


def _pain(opdrachten, versie="08", incassant=INCASSANT):
    return sepa.pain008(
        berichtnummer="INC-2026-1", gemaakt_op=datetime(2026, 11, 22, 10, 0), incassodag=date(2026, 12, 7),
        incassant=incassant, opdrachten=opdrachten, versie=versie,
    )  # fmt: skip


@pytest.mark.parametrize(("versie", "bic"), [("02", "BIC"), ("08", "BICFI")])
def test_het_incassobestand_sluit_en_groepeert_per_volgorde(versie, bic):
    opdrachten = [_opdracht(1, volgorde="FRST"), _opdracht(2, iban=ANDER, bedrag=D("0.99"))]

    document = fromstring(_pain(opdrachten, versie))

    ns = f"{{urn:iso:std:iso:20022:tech:xsd:pain.008.001.{versie}}}"
    groepen = document.findall(f".//{ns}PmtInf")
    assert document.findtext(f".//{ns}GrpHdr/{ns}CtrlSum") == "121.99"
    assert document.findtext(f".//{ns}GrpHdr/{ns}NbOfTxs") == "2"
    assert [g.findtext(f".//{ns}SeqTp") for g in groepen] == ["FRST", "RCUR"]
    assert [g.findtext(f"{ns}CtrlSum") for g in groepen] == ["121.00", "0.99"]
    assert groepen[0].findtext(f".//{ns}CdtrAgt//{ns}{bic}") == "ABNANL2A"
    assert groepen[0].findtext(f".//{ns}DbtrAgt//{ns}Othr/{ns}Id") == "NOTPROVIDED"
    assert groepen[0].findtext(f".//{ns}Dbtr/{ns}Nm") == "Zoe + Zn. BV"
    assert groepen[0].findtext(f".//{ns}ReqdColltnDt") == "2026-12-07"
    assert groepen[0].findtext(f".//{ns}CdtrSchmeId//{ns}Othr/{ns}Id") == "NL69ZZZ123456780000"


@pytest.mark.parametrize(
    ("opdrachten", "incassant", "woord"),
    [
        ([], INCASSANT, "niets te incasseren"),
        ([_opdracht(iban="NL91ABNA0417164301")], INCASSANT, "F-2026-0001: de rekening"),
        ([_opdracht(bedrag=D(0))], INCASSANT, "meer dan nul"),
        ([_opdracht(bedrag=D("1.005"))], INCASSANT, "hele centen"),
        ([_opdracht(), _opdracht()], INCASSANT, "twee keer"),
        ([_opdracht(eindreferentie="F 2026")], INCASSANT, "zonder spaties"),
        ([_opdracht(machtiging="")], INCASSANT, "machtigingskenmerk"),
        ([_opdracht()], sepa.Incassant("G", EIGEN, "NL00ZZZ123456780000"), "incassant-id"),
        ([_opdracht()], sepa.Incassant("G", "NL00", "NL69ZZZ123456780000"), "eigen rekening"),
    ],
)
def test_een_fout_incassobestand_wordt_niet_gemaakt(opdrachten, incassant, woord):
    with pytest.raises(sepa.Sepafout, match=woord):
        _pain(opdrachten, incassant=incassant)
