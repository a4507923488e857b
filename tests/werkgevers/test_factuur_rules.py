"""Kenmerk, btw, optellen, controles en de e-factuur: getallen uit regels.md §5 en §6 en met de hand nagerekend."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from stdnum import iban
from stdnum.nl import btw as btwnummer

from werkgevers.documents.ubl import CAC, CBC, maak_ubl
from werkgevers.rules import en16931
from werkgevers.rules.factuur import (
    CREDIT,
    FACTUUR,
    MAAND,
    UUR,
    Factuurgegevens,
    Partij,
    btwgroepen,
    factuurnummer,
    is_rf_kenmerk,
    kenmerk_van,
    met_totalen,
    omgekeerd,
    regel,
    rf_kenmerk,
    rond,
    toon_kenmerk,
)

GEMEENTE = Partij(
    "Gemeente Voorbeeld", "Schild 1", "7461 DD", "Rijssen", kvk="12345678", btw_id="NL000099998B57"
)
WERKGEVER = Partij("Groen BV", "Weg 2", "7461 AB", "Rijssen", kvk="87654321")
OKTOBER = {"van": date(2026, 10, 1), "tot": date(2026, 10, 31)}


def een_regel(**anders):
    velden = {
        "omschrijving": "Inleenvergoeding oktober 2026, D-204",
        "aantal": Decimal("120.5"),
        "eenheid": UUR,
        "prijs": Decimal("4.34"),
        "categorie": "S",
        "percentage": Decimal(21),
        **OKTOBER,
    }
    return regel(**velden | anders)


def een_factuur(*regels, **anders):
    velden = {
        "soort": FACTUUR,
        "nummer": "F1742-2026-0391",
        "factuurdatum": date(2026, 11, 2),
        "vervaldatum": date(2026, 12, 2),
        "leverancier": GEMEENTE,
        "afnemer": WERKGEVER,
        "afnemersreferentie": "W-311",
        "iban": "NL91ABNA0417164300",
        "betalingskenmerk": kenmerk_van("1742", 2026, 391),
    }
    return Factuurgegevens(**velden | met_totalen(regels or (een_regel(),)) | anders)


def codes(factuur):
    return {bevinding.code for bevinding in en16931.controleer(factuur)}


# ---- regels.md §5 -----------------------------------------------------------------------------------------
def test_het_kenmerk_uit_de_norm_klopt():
    assert rf_kenmerk("539007547034") == "RF18539007547034"
    assert is_rf_kenmerk("RF18 5390 0754 7034")
    assert not is_rf_kenmerk("RF19539007547034")
    assert toon_kenmerk("RF18539007547034") == "RF18 5390 0754 7034"


@pytest.mark.parametrize("referentie", ["", "a-1", "1" * 22, "é"])
def test_een_referentie_die_niet_mag_wordt_geweigerd(referentie):
    with pytest.raises(ValueError, match="1 tot en met 21"):
        rf_kenmerk(referentie)


def test_elk_nummer_heeft_een_eigen_geldig_kenmerk():
    kenmerken = {kenmerk_van(code, 2026, nummer) for code in ("1742", "1735") for nummer in range(1, 300)}

    assert len(kenmerken) == 598
    assert all(is_rf_kenmerk(kenmerk) and len(kenmerk) <= 25 for kenmerk in kenmerken)


def test_een_factuurnummer_zegt_reeks_gemeente_jaar_en_volgnummer():
    assert factuurnummer("F", "1742", 2026, 391) == "F1742-2026-0391"
    assert factuurnummer("C", "1742", 2026, 12345) == "C1742-2026-12345"


@pytest.mark.parametrize(
    ("nummer", "goed"),
    [("NL91ABNA0417164300", True), ("NL20INGB0001234567", True), ("NL91ABNA0417164301", False)],
)
def test_iban_uit_de_tabel(nummer, goed):
    assert iban.is_valid(nummer) is goed
    assert ("BR-NL-12" in codes(een_factuur(iban=nummer))) is not goed


@pytest.mark.parametrize(
    ("nummer", "goed"), [("NL000099998B57", True), ("NL123456782B90", True), ("NL123456789B01", False)]
)
def test_btw_nummer_uit_de_tabel(nummer, goed):
    assert btwnummer.is_valid(nummer) is goed
    met = een_factuur(leverancier=replace(GEMEENTE, btw_id=nummer))
    assert ("BR-CO-09" in codes(met)) is not goed


# ---- adding up ----------------------------------------------------------------------------------------------
def test_een_regel_is_aantal_maal_prijs_op_hele_centen():
    # 120,5 × 4,34 = 522,97
    assert een_regel().bedrag == Decimal("522.97")
    # 33,33 × 4,35 = 144,9855 → 144,99
    assert een_regel(aantal=Decimal("33.33"), prijs=Decimal("4.35")).bedrag == Decimal("144.99")


def test_half_gaat_naar_boven():
    assert rond(Decimal("0.005")) == Decimal("0.01")
    assert rond(Decimal("-0.005")) == Decimal("-0.01")


def test_btw_wordt_per_groep_afgerond_en_nooit_per_regel():
    # Three lines of 0,10: 21% is 0,021 per line (3 × 0,02 = 0,06), but 0,063 → 0,06 of 0,30; with 0,12: 0,0756 → 0,08.
    regels = [een_regel(aantal=Decimal(1), prijs=Decimal("0.12")) for _ in range(3)]

    (groep,) = btwgroepen(regels)

    assert (groep.grondslag, groep.btw) == (Decimal("0.36"), Decimal("0.08"))  # per line it would be 0,09


def test_elke_categorie_heeft_een_eigen_groep_met_de_reden_in_woorden():
    regels = [
        een_regel(aantal=Decimal(1), prijs=Decimal(1000)),
        een_regel(aantal=Decimal(1), prijs=Decimal(500), categorie="AE", percentage=Decimal(0)),
        een_regel(
            aantal=Decimal(1),
            prijs=Decimal(200),
            categorie="E",
            percentage=Decimal(0),
            reden="art. 11 lid 1 f",
        ),
    ]

    groepen = {groep.categorie: (groep.grondslag, groep.btw, groep.reden) for groep in btwgroepen(regels)}
    totalen = met_totalen(regels)

    assert groepen == {
        "S": (Decimal(1000), Decimal(210), ""),
        "AE": (Decimal(500), Decimal(0), "Btw verlegd"),
        "E": (Decimal(200), Decimal(0), "art. 11 lid 1 f"),
    }
    assert (totalen["totaal_excl"], totalen["btw"], totalen["totaal"]) == (
        Decimal(1700),
        Decimal(210),
        Decimal(1910),
    )


def test_een_verschil_naar_beneden_heeft_een_negatief_aantal_en_een_positieve_prijs():
    verschil = een_regel(aantal=Decimal(1), eenheid=MAAND, prijs=Decimal("-12.50"))

    assert (verschil.aantal, verschil.prijs, verschil.bedrag) == (
        Decimal(-1),
        Decimal("12.50"),
        Decimal("-12.50"),
    )
    assert omgekeerd(verschil).bedrag == Decimal("12.50")


# ---- checks before sending -------------------------------------------------------------------------------------
def test_een_goede_factuur_heeft_geen_bevindingen():
    assert en16931.controleer(een_factuur()) == []


def test_een_goede_creditfactuur_heeft_geen_bevindingen():
    credit = een_factuur(
        soort=CREDIT, iban="", betalingskenmerk="", verwijst_naar=(("F1742-2026-0391", date(2026, 11, 2)),)
    )

    assert en16931.controleer(credit) == []


FOUTEN = [
    ("BR-02", {"nummer": ""}),
    ("BR-CO-25", {"vervaldatum": date(2026, 11, 1)}),
    ("PEPPOL-EN16931-R003", {"afnemersreferentie": ""}),
    ("BR-06", {"afnemer": replace(WERKGEVER, naam="")}),
    ("BR-NL-3", {"leverancier": replace(GEMEENTE, postcode="")}),
    ("BR-NL-4", {"afnemer": replace(WERKGEVER, straat="")}),
    ("BR-NL-1", {"leverancier": replace(GEMEENTE, kvk="")}),
    ("BR-NL-10", {"afnemer": replace(WERKGEVER, kvk="")}),
    ("BR-S-02", {"leverancier": replace(GEMEENTE, btw_id="")}),
    ("BR-CO-10", {"totaal_excl": Decimal("522.98")}),
    ("BR-CO-14", {"btw": Decimal("109.83")}),
    ("BR-CO-15", {"totaal": Decimal("632.80")}),
    ("BR-CO-18", {"groepen": ()}),
    ("BR-NL-12", {"iban": ""}),
    ("ISO-11649", {"betalingskenmerk": "RF00123"}),
    ("BR-NL-9", {"soort": CREDIT}),
]


@pytest.mark.parametrize(("code", "anders"), FOUTEN, ids=[code for code, _ in FOUTEN])
def test_wat_niet_klopt_wordt_gevonden(code, anders):
    assert code in codes(een_factuur(**anders))


def test_een_oin_is_ook_goed_en_gaat_voor_het_kvk_nummer():
    met_oin = replace(GEMEENTE, kvk="", oin="00000001001234567000")

    assert codes(een_factuur(leverancier=met_oin)) == set()
    assert met_oin.wettelijk_nummer == ("0190", "00000001001234567000")


def test_verlegd_vraagt_het_btw_nummer_van_de_werkgever():
    verlegd = een_regel(categorie="AE", percentage=Decimal(0))

    assert codes(een_factuur(verlegd)) == {"BR-AE-02"}
    assert codes(een_factuur(verlegd, afnemer=replace(WERKGEVER, btw_id="NL123456782B90"))) == set()


def test_buiten_de_heffing_staat_alleen_op_een_factuur():
    buiten = een_regel(categorie="O", percentage=Decimal(0))

    assert codes(een_factuur(buiten)) == set()
    assert codes(een_factuur(buiten, een_regel())) == {"BR-O-11"}


@pytest.mark.parametrize(
    ("code", "anders"),
    [
        ("BR-25", {"omschrijving": ""}),
        ("BR-27", {"prijs": Decimal("-4.34")}),
        ("PEPPOL-EN16931-R120", {"bedrag": Decimal("500.00")}),
        ("BR-30", {"tot": date(2026, 9, 30)}),
        ("BR-S-05", {"percentage": Decimal(0)}),
        ("BR-CO-04", {"categorie": "Z"}),
    ],
)
def test_een_regel_die_niet_klopt_wordt_gevonden(code, anders):
    assert code in codes(een_factuur(replace(een_regel(), **anders)))


def test_een_totaal_van_nul_of_minder_wordt_een_creditfactuur():
    assert codes(een_factuur(een_regel(prijs=Decimal("-4.34")))) == {"BR-NL-TOTAAL"}


# ---- UBL -----------------------------------------------------------------------------------------------------
NS = {"cac": CAC, "cbc": CBC}


def lees(factuur):
    return ET.fromstring(maak_ubl(factuur))


def tekst(wortel, pad):
    return [deel.text for deel in wortel.findall(pad, NS)]


def test_de_e_factuur_noemt_nlcius_en_telt_op():
    wortel = lees(een_factuur())

    assert wortel.tag == "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
    assert tekst(wortel, "cbc:CustomizationID") == [
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
    ]
    assert tekst(wortel, "cbc:ProfileID") == ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"]
    assert tekst(wortel, "cbc:InvoiceTypeCode") == ["380"]
    assert tekst(wortel, "cbc:BuyerReference") == ["W-311"]
    # 522,97 × 21% = 109,8237 → 109,82; together 632,79.
    assert tekst(wortel, "cac:TaxTotal/cbc:TaxAmount") == ["109.82"]
    assert tekst(wortel, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["632.79"]
    assert tekst(wortel, "cac:PaymentMeans/cbc:PaymentMeansCode") == ["58"]
    assert is_rf_kenmerk(tekst(wortel, "cac:PaymentMeans/cbc:PaymentID")[0])
    regel_ = wortel.find("cac:InvoiceLine", NS)
    assert regel_.find("cbc:InvoicedQuantity", NS).attrib == {"unitCode": "HUR"}
    assert tekst(regel_, "cbc:InvoicedQuantity") == ["120.5"]
    assert tekst(regel_, "cac:Price/cbc:PriceAmount") == ["4.34"]


def test_beide_partijen_hebben_een_adres_en_een_wettelijk_nummer():
    wortel = lees(een_factuur())

    for rol, kvk in (("AccountingSupplierParty", "12345678"), ("AccountingCustomerParty", "87654321")):
        partij = wortel.find(f"cac:{rol}/cac:Party", NS)
        assert partij.find("cbc:EndpointID", NS).attrib == {"schemeID": "0106"}
        assert tekst(partij, "cac:PartyLegalEntity/cbc:CompanyID") == [kvk]
        assert len(tekst(partij, "cac:PostalAddress/cbc:StreetName")) == 1


def test_een_creditfactuur_is_een_creditnote_die_verwijst():
    credit = een_factuur(
        soort=CREDIT, nummer="C1742-2026-0001", betalingskenmerk="",
        verwijst_naar=(("F1742-2026-0391", date(2026, 11, 2)),),
    )  # fmt: skip
    wortel = lees(credit)

    assert wortel.tag.endswith("}CreditNote")
    assert tekst(wortel, "cbc:CreditNoteTypeCode") == ["381"]
    assert tekst(wortel, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == ["F1742-2026-0391"]
    assert wortel.findall("cac:PaymentMeans", NS) == []
    assert wortel.findall("cbc:DueDate", NS) == []
    assert len(wortel.findall("cac:CreditNoteLine/cbc:CreditedQuantity", NS)) == 1


def test_buiten_de_heffing_noemt_geen_btw_nummer_en_geen_percentage():
    wortel = lees(een_factuur(een_regel(categorie="O", percentage=Decimal(0))))

    assert wortel.findall(".//cac:PartyTaxScheme", NS) == []
    assert wortel.findall(".//cbc:Percent", NS) == []
    assert tekst(wortel, ".//cbc:TaxExemptionReason") == ["Buiten de heffing van btw"]


def test_er_staan_geen_lege_elementen_in_en_geen_stuurtekens():
    vreemd = replace(WERKGEVER, naam="Groen\x00 & <Zonen>\u00a0BV\x1b", email="")
    xml = maak_ubl(een_factuur(afnemer=vreemd))

    wortel = ET.fromstring(xml)
    assert [deel.tag for deel in wortel.iter() if len(deel) == 0 and not (deel.text or "").strip()] == []
    assert "Groen & <Zonen> BV" in tekst(
        wortel, "cac:AccountingCustomerParty/cac:Party/cac:PartyName/cbc:Name"
    )
