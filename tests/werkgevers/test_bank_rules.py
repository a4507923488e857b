"""Bankafschriften lezen: camt.053 en MT940, heel of helemaal niet (regels §6.4, snel-en-veilig D4)."""

from datetime import date
from decimal import Decimal

import pytest

from tests.werkgevers.bankbestanden import (
    ABN,
    ANDER,
    BNG,
    EIGEN,
    ING,
    KLANT,
    RABO,
    boeking,
    camt,
    camt_afschrift,
    camt_bestand,
)
from werkgevers.rules.bank import Bankfout, lees_bankbestand, vingerafdrukken


@pytest.mark.parametrize("versie", ["02", "08"])
def test_een_camt_geeft_wie_betaalde_en_waarvoor(versie):
    regels = boeking("121.00", tekst="Factuur F-2026-0391", rf="RF18539007547034", versie=versie)

    (afschrift,) = lees_bankbestand(camt(regels, versie=versie, eind="1121.00"))

    (regel,) = afschrift.regels
    assert (afschrift.rekening, afschrift.kenmerk, afschrift.datum) == (EIGEN, "AFS-1", date(2026, 11, 20))
    assert (regel.bedrag, regel.datum) == (Decimal("121.00"), date(2026, 11, 20))
    assert (regel.tegenrekening, regel.tegennaam) == (KLANT, "Voorbeeld Groen BV")
    assert (regel.omschrijving, regel.kenmerk) == ("Factuur F-2026-0391", "RF18539007547034")
    assert regel.eindreferentie == ""
    assert not regel.storno


def test_een_verzamelboeking_wordt_een_regel_per_onderdeel():
    regels = (
        "<Ntry><Amt Ccy='EUR'>300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>V1</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>"
        "<TxDtls><Refs><EndToEndId>INC-1</EndToEndId></Refs><Amt Ccy='EUR'>100.00</Amt></TxDtls>"
        "<TxDtls><Refs><EndToEndId>INC-2</EndToEndId></Refs>"
        "<AmtDtls><TxAmt><Amt Ccy='EUR'>200.00</Amt></TxAmt></AmtDtls></TxDtls>"
        "</NtryDtls></Ntry>"
    )

    (afschrift,) = lees_bankbestand(camt(regels, versie="08", eind="1300.00"))

    assert [(r.eindreferentie, r.bedrag) for r in afschrift.regels] == [
        ("INC-1", Decimal("100.00")),
        ("INC-2", Decimal("200.00")),
    ]


def test_een_verzamelboeking_waarvan_de_delen_niet_kloppen_blijft_heel():
    regels = (
        "<Ntry><Amt Ccy='EUR'>300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        "<BookgDt><Dt>2026-11-20</Dt></BookgDt><NtryDtls><TxDtls><Amt Ccy='EUR'>100.00</Amt></TxDtls>"
        "<TxDtls/></NtryDtls></Ntry>"
    )

    (afschrift,) = lees_bankbestand(camt(regels, eind="1300.00"))

    assert [r.bedrag for r in afschrift.regels] == [Decimal("300.00")]
    assert "niet te splitsen" in afschrift.waarschuwingen[0]


def test_een_storno_is_een_afschrijving_met_de_reden_van_de_bank():
    (afschrift,) = lees_bankbestand(camt(boeking("-50.00", storno="MD06", eref="INC-1"), eind="950.00"))

    (regel,) = afschrift.regels
    assert (regel.bedrag, regel.storno, regel.reden) == (Decimal("-50.00"), True, "MD06")
    assert (regel.eindreferentie, regel.tegenrekening) == ("INC-1", KLANT)


def test_wat_nog_niet_is_geboekt_telt_niet_mee():
    (afschrift,) = lees_bankbestand(camt(boeking("50.00", stand="PDNG")))

    assert afschrift.regels == ()


def test_meer_afschriften_in_een_bestand_blijven_apart():
    een = camt_afschrift(boeking("10.00"), begin="0.00", eind="10.00", kenmerk="A", dag="2026-11-19")
    twee = camt_afschrift("", begin="10.00", eind="10.00", kenmerk="B")

    afschriften = lees_bankbestand(camt_bestand(een, twee))

    assert [(a.kenmerk, len(a.regels)) for a in afschriften] == [("A", 1), ("B", 0)]


def test_een_saldo_dat_niet_sluit_weigert_het_hele_bestand():
    with pytest.raises(Bankfout, match="verschil van 1,00 euro"):
        lees_bankbestand(camt(boeking("10.00"), eind="1011.00"))


BOM = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&c;</Document>"""
XXE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&e;</Document>"""
HEEL = camt(boeking("121.00", tekst="Factuur"), eind="1121.00")


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        (BOM, "verboden"),
        (XXE, "verboden"),
        (HEEL[:-30], "beschadigd"),
        (HEEL.replace(b"UTF-8", b"klingon"), "beschadigd"),
        (HEEL.decode().encode("utf-16"), "UTF-8"),
        (HEEL.replace(b"Groen", b"Gr\xebn"), "beschadigd"),
        (b"<a>" * 200_000, "geen bankafschrift"),
        (b"<html><body>Inloggen</body></html>", "geen bankafschrift"),
        (HEEL.replace(b"camt.053", b"camt.054"), "camt.054"),
        (HEEL.replace(b"121.00", b"1e400"), "geen getal"),
        (HEEL.replace(b"121.00", b"NaN"), "geen getal"),
        (HEEL.replace(b"121.00", b"121.001"), "hele centen"),
        (HEEL.replace(b"<BookgDt><Dt>2026-11-20", b"<BookgDt><Dt>2026-02-30"), "datum"),
        (HEEL.replace(b"'EUR'", b"'USD'"), "euro"),
        (camt_bestand(), "geen afschrift"),
        (b"", "leeg"),
        (b"   \n", "leeg"),
        (b"PK\x03\x04rest", "zip"),
        (b"datum;bedrag\n20-11-2026;10,00", "camt.053 of MT940"),
        (b"\x00\x01\x02 :20: iets", "tekstbestand"),
        (ING.encode().replace(b":62F:C261120EUR1216,50", b""), "niet compleet"),
        (ING.encode().replace(b"C181,50NTRF", b"C18X,50NTRF"), "niet te lezen"),
        (ING.encode().replace(b"C261120EUR1216,50", b"C261199EUR1216,50"), "bestaat niet"),
        (ING.encode().replace(b"EUR1216,50", b"EUR1216,51"), "sluit niet"),
    ],
)
def test_een_kapot_of_vijandig_bestand_wordt_geweigerd_met_een_gewone_zin(inhoud, woord):
    with pytest.raises(Bankfout, match=woord):
        lees_bankbestand(inhoud)


def test_mt940_van_ing():
    (afschrift,) = lees_bankbestand(ING.encode())

    bij, af, kenmerk = afschrift.regels
    assert (afschrift.rekening, afschrift.kenmerk) == (EIGEN, "00000 2026-11-20")
    assert (bij.bedrag, bij.tegenrekening, bij.tegennaam) == (Decimal("181.50"), KLANT, "Voorbeeld Groen BV")
    assert (bij.omschrijving, bij.eindreferentie) == ("Factuur F-2026-0391 november", "KLANT-77")
    assert (bij.bankreferentie, bij.datum) == ("26324000000001", date(2026, 11, 20))
    assert (af.bedrag, af.tegenrekening) == (Decimal("-25.00"), ANDER)
    assert (kenmerk.kenmerk, kenmerk.omschrijving) == ("9001123412341234", "")


def test_mt940_van_de_rabobank_met_een_storno():
    (afschrift,) = lees_bankbestand(RABO.encode())

    bij, storno = afschrift.regels
    assert (bij.tegenrekening, bij.tegennaam) == (KLANT, "Voorbeeld Groen BV")
    assert (bij.omschrijving, bij.eindreferentie) == ("Factuur F-2026-0391", "KLANT-77")
    assert (storno.bedrag, storno.storno, storno.reden) == (Decimal("-60.50"), True, "MD06")
    assert (storno.machtiging, storno.eindreferentie, storno.tegenrekening) == ("M-12", "INC-2026-1", ANDER)


def test_mt940_van_abn_amro_met_strepen_en_met_woorden():
    (afschrift,) = lees_bankbestand(ABN.encode())

    strepen, woorden = afschrift.regels
    assert afschrift.rekening == "417164300"
    assert (strepen.tegenrekening, strepen.tegennaam) == (KLANT, "VOORBEELD GROEN BV")
    assert (strepen.omschrijving, strepen.eindreferentie) == ("Factuur F-2026-0391", "")
    assert (woorden.tegenrekening, woorden.tegennaam) == (ANDER, "DE BOER TECHNIEK")
    assert (woorden.omschrijving, woorden.eindreferentie) == ("2026-0392 KL-9", "KL-9")


def test_mt940_van_bng_met_vrije_tekst_en_een_vervolgblad():
    (afschrift,) = lees_bankbestand(BNG.encode())

    bij, terug = afschrift.regels
    assert (afschrift.beginsaldo, afschrift.eindsaldo) == (Decimal("1000.00"), Decimal("1100.00"))
    assert (bij.tegenrekening, bij.bedrag) == (KLANT, Decimal("181.50"))
    assert bij.omschrijving == "NL20INGB0001234567 Voorbeeld Groen BV betreft nota F-2026- 0391"
    assert (terug.bedrag, terug.storno) == (Decimal("-81.50"), True)


def test_de_boekdag_rond_oud_en_nieuw_krijgt_het_goede_jaar():
    tekst = ING.replace(":61:2611201120C181,50", ":61:2612310102C181,50")

    (afschrift,) = lees_bankbestand(tekst.encode())

    assert (afschrift.regels[0].valutadatum, afschrift.regels[0].datum) == (
        date(2026, 12, 31),
        date(2027, 1, 2),
    )


def test_oude_tekens_van_een_bank_worden_gelezen():
    (afschrift,) = lees_bankbestand(ING.replace("Kantoorboekhandel", "Caf\xe9 Zo\xeb").encode("cp1252"))

    assert afschrift.regels[1].tegennaam == "Café Zoë"


def test_dezelfde_regel_heeft_in_elk_bestand_dezelfde_vingerafdruk():
    (een,) = lees_bankbestand(camt(boeking("10.00") + boeking("10.00"), eind="1020.00"))
    (twee,) = lees_bankbestand(camt(boeking("10.00") + boeking("10.00"), eind="1020.00", kenmerk="ANDERS"))

    afdrukken = vingerafdrukken(EIGEN, een.regels)

    assert afdrukken == vingerafdrukken(EIGEN, twee.regels)
    assert len(set(afdrukken)) == 2
    assert set(afdrukken).isdisjoint(vingerafdrukken(ANDER, een.regels))
