"""De e-factuur wordt nog eens gelezen: elke regel van regels.md §6.3 ziet haar eigen fout."""

import pytest

from tests.werkgevers.test_factuur_rules import een_factuur
from werkgevers.documents.ubl import maak_ubl
from werkgevers.rules.factuur import CREDIT
from werkgevers.rules.ubl_controle import controleer_ubl

GOED = maak_ubl(een_factuur()).decode()


def codes(xml: str) -> set[str]:
    return {bevinding.code for bevinding in controleer_ubl(xml.encode())}


def test_een_goede_factuur_geeft_geen_bevinding():
    assert codes(GOED) == set()


@pytest.mark.parametrize(
    ("van", "naar", "code"),
    [
        ("poacc:billing:01:1.0", "poacc:billing:02:1.0", "PEPPOL-EN16931-R007"),
        ("nlcius:v1.0", "nlcius:v9.9", "PEPPOL-EN16931-R004"),
        ("<cbc:BuyerReference>W-311</cbc:BuyerReference>", "", "PEPPOL-EN16931-R003"),
        ("W-311</cbc:BuyerReference>", "</cbc:BuyerReference>", "PEPPOL-EN16931-R008"),
        ('<cbc:PaymentMeansCode name="SEPA credit transfer">58<', "<cbc:PaymentMeansCode>1<", "NL-R-008"),
        ("<cac:PaymentMeans>", "<cac:X>", "NL-R-007"),
        (
            '<cbc:PayableAmount currencyID="EUR">632.79',
            '<cbc:PayableAmount currencyID="EUR">632.78',
            "BR-CO-16",
        ),
        (
            '<cbc:TaxInclusiveAmount currencyID="EUR">632.79',
            '<cbc:TaxInclusiveAmount currencyID="EUR">1',
            "BR-CO-15",
        ),
        (
            '<cbc:TaxExclusiveAmount currencyID="EUR">522.97',
            '<cbc:TaxExclusiveAmount currencyID="EUR">522',
            "BR-CO-13",
        ),
        ('<cbc:TaxableAmount currencyID="EUR">522.97', '<cbc:TaxableAmount currencyID="EUR">500', "BR-S-08"),
        ('<cbc:TaxableAmount currencyID="EUR">522.97', '<cbc:TaxableAmount currencyID="EUR">500', "BR-CO-17"),
        (
            '<cbc:PriceAmount currencyID="EUR">4.34',
            '<cbc:PriceAmount currencyID="EUR">4.35',
            "PEPPOL-EN16931-R120",
        ),
        (' unitCode="HUR"', "", "BR-23"),
        ('currencyID="EUR"', 'currencyID="USD"', "BR-05"),
        ("632.79", "632.790", "BR-DEC"),
        ('schemeID="0106"', 'schemeID="9999"', "NL-R-003"),
        ('schemeID="0106"', 'schemeID="9999"', "NL-R-005"),
        ("cbc:EndpointID", "cbc:Anders", "PEPPOL-EN16931-R010"),
        ("cbc:EndpointID", "cbc:Anders", "PEPPOL-EN16931-R020"),
        ("cbc:PostalZone", "cbc:Anders", "NL-R-002"),
        ("cbc:PostalZone", "cbc:Anders", "NL-R-004"),
    ],
)
def test_een_fout_in_het_document_heeft_de_code_van_haar_regel(van, naar, code):
    assert van in GOED
    stuk = GOED.replace(van, naar)
    if van == "<cac:PaymentMeans>":
        stuk = stuk.replace("</cac:PaymentMeans>", "</cac:X>")

    assert code in codes(stuk)


def test_een_datum_en_een_tweede_btw_totaal_vallen_op():
    assert "PEPPOL-EN16931-F001" in codes(GOED.replace("<cbc:IssueDate>20", "<cbc:IssueDate>"))
    begin, eind = GOED.index("<cac:TaxTotal>"), GOED.index("</cac:TaxTotal>") + len("</cac:TaxTotal>")
    assert "PEPPOL-EN16931-R053" in codes(GOED[:eind] + GOED[begin:eind] + GOED[eind:])


def test_een_regel_buiten_de_periode_van_de_factuur_valt_op():
    kop, regels = GOED.split("<cac:InvoiceLine>", 1)

    vroeg = regels.replace("<cbc:StartDate>20", "<cbc:StartDate>19").replace(
        "<cbc:EndDate>20", "<cbc:EndDate>21"
    )

    assert {"PEPPOL-EN16931-R110", "PEPPOL-EN16931-R111"} <= codes(f"{kop}<cac:InvoiceLine>{vroeg}")


def test_een_creditfactuur_zonder_verwijzing_valt_op():
    credit = maak_ubl(
        een_factuur(soort=CREDIT, nummer="C1742-2026-0001", betalingskenmerk="", verwijst_naar=())
    ).decode()

    assert codes(credit) == {"NL-R-001"}
