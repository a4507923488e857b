"""De e-factuur nog eens lezen voor zij weggaat: wat er echt in het XML staat (regels.md §6.3). Puur.

`en16931` kijkt naar de gegevens van de factuur; dit kijkt naar het document, los van de code die het schreef.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from werkgevers.rules.en16931 import EURO, Bevinding
from werkgevers.rules.factuur import CENT, NUL, rond

NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
PROFIEL = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
AANPASSINGEN = (
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
)
BETAALCODES = ("30", "48", "49", "57", "58", "59")
NUMMERSCHEMAS = ("0106", "0190")
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PARTIJEN = (
    ("AccountingSupplierParty", "de gemeente", "R020", "NL-R-002", "NL-R-003"),
    ("AccountingCustomerParty", "de werkgever", "R010", "NL-R-004", "NL-R-005"),
)


def controleer_ubl(xml: bytes) -> list[Bevinding]:
    """Alle bevindingen over dit document; een lege lijst betekent dat het verstuurd mag worden."""
    wortel = fromstring(xml)
    credit = wortel.tag.endswith("}CreditNote")
    return [
        *_vorm(wortel),
        *_partijen(wortel),
        *_bedragen(wortel),
        *_regels(wortel, "CreditNote" if credit else "Invoice"),
        *(_credit(wortel) if credit else _betalen(wortel)),
    ]


def _tekst(deel: Element | None, pad: str) -> str:
    return (deel.findtext(pad, "", NS) or "") if deel is not None else ""


def _getal(deel: Element | None, pad: str) -> Decimal:
    try:
        return Decimal(_tekst(deel, pad))
    except InvalidOperation:
        return Decimal("NaN")


def _vorm(wortel: Element) -> Iterator[Bevinding]:
    for deel in wortel.iter():
        if len(deel) == 0 and not (deel.text or "").strip():
            yield Bevinding("PEPPOL-EN16931-R008", f"Leeg element {deel.tag.partition('}')[2]}.")
        naam = deel.tag.partition("}")[2]
        if naam.endswith("Date") and not DATUM.fullmatch(deel.text or ""):
            yield Bevinding("PEPPOL-EN16931-F001", f"{naam} is geen datum.")
        if deel.get("currencyID") not in (None, "EUR"):
            yield Bevinding("BR-05", f"{naam} is niet in euro.")
        decimalen = (deel.text or "").partition(".")[2]
        if naam.endswith("Amount") and naam != "PriceAmount" and len(decimalen) > 2:
            yield Bevinding("BR-DEC", f"{naam} heeft meer dan twee decimalen.")
    if len(wortel.findall("cbc:Note", NS)) > 1:
        yield Bevinding("PEPPOL-EN16931-R002", "Er staat meer dan één opmerking op de factuur.")
    if _tekst(wortel, "cbc:ProfileID") != PROFIEL:
        yield Bevinding("PEPPOL-EN16931-R007", "Het proces (ProfileID) klopt niet.")
    if _tekst(wortel, "cbc:CustomizationID") not in AANPASSINGEN:
        yield Bevinding("PEPPOL-EN16931-R004", "De norm (CustomizationID) klopt niet.")
    if not (_tekst(wortel, "cbc:BuyerReference") or _tekst(wortel, "cac:OrderReference/cbc:ID")):
        yield Bevinding("PEPPOL-EN16931-R003", "De referentie van de afnemer ontbreekt.")


def _partijen(wortel: Element) -> Iterator[Bevinding]:
    for rol, wie, eindpunt, adrescode, nummercode in PARTIJEN:
        partij = wortel.find(f"cac:{rol}/cac:Party", NS)
        if not _tekst(partij, "cbc:EndpointID"):
            yield Bevinding(f"PEPPOL-EN16931-{eindpunt}", f"Het elektronische adres van {wie} ontbreekt.")
        adres = [
            _tekst(partij, f"cac:PostalAddress/cbc:{v}") for v in ("StreetName", "CityName", "PostalZone")
        ]
        if not all(adres):
            yield Bevinding(adrescode, f"Straat, plaats of postcode van {wie} ontbreekt.")
        nummer = partij.find("cac:PartyLegalEntity/cbc:CompanyID", NS) if partij is not None else None
        if nummer is None or not nummer.text or nummer.get("schemeID") not in NUMMERSCHEMAS:
            yield Bevinding(nummercode, f"Het KvK-nummer of OIN van {wie} ontbreekt.")


def _bedragen(wortel: Element) -> Iterator[Bevinding]:
    totalen = wortel.findall("cac:TaxTotal", NS)
    if len(totalen) != 1:
        yield Bevinding("PEPPOL-EN16931-R053", "Er is niet precies één btw-totaal.")
        return
    som = wortel.find("cac:LegalMonetaryTotal", NS)
    netto, zonder, met, betalen = (
        _getal(som, f"cbc:{naam}Amount")
        for naam in ("LineExtension", "TaxExclusive", "TaxInclusive", "Payable")
    )
    btw = _getal(totalen[0], "cbc:TaxAmount")
    regels = sum((_getal(regel, "cbc:LineExtensionAmount") for regel in _regeldelen(wortel)), NUL)
    if regels != netto:
        yield Bevinding("BR-CO-10", "De regels tellen niet op tot het bedrag.")
    korting, toeslag = _getal_of_nul(som, "AllowanceTotal"), _getal_of_nul(som, "ChargeTotal")
    if zonder != netto - korting + toeslag:
        yield Bevinding("BR-CO-13", "Het bedrag zonder btw klopt niet.")
    if met != zonder + btw:
        yield Bevinding("BR-CO-15", "Het bedrag met btw klopt niet.")
    if betalen != met - _getal_of_nul(som, "Prepaid") + _getal_of_nul(som, "PayableRounding"):
        yield Bevinding("BR-CO-16", "Het te betalen bedrag klopt niet.")
    groepen = totalen[0].findall("cac:TaxSubtotal", NS)
    if sum((_getal(groep, "cbc:TaxAmount") for groep in groepen), NUL) != btw:
        yield Bevinding("BR-CO-14", "De btw telt niet op.")
    for groep in groepen:
        categorie, grondslag = _tekst(groep, "cac:TaxCategory/cbc:ID"), _getal(groep, "cbc:TaxableAmount")
        procent = _tekst(groep, "cac:TaxCategory/cbc:Percent")
        # As in en16931.py: the credit that empties an invoice takes the cents that rounding left.
        verschil = abs(_getal(groep, "cbc:TaxAmount") - rond(grondslag * Decimal(procent or 0) / 100))
        if verschil >= (EURO if wortel.tag.endswith("CreditNote") else CENT):
            yield Bevinding("BR-CO-17", f"De btw van {categorie} is niet grondslag × percentage.")
        eigen = sum(
            (
                _getal(regel, "cbc:LineExtensionAmount")
                for regel in _regeldelen(wortel)
                if _tekst(regel, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID") == categorie
                and _tekst(regel, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent") == procent
            ),
            NUL,
        )
        if eigen != grondslag:
            yield Bevinding(
                f"BR-{categorie}-08", f"De grondslag van {categorie} is niet de som van zijn regels."
            )


def _getal_of_nul(som: Element | None, naam: str) -> Decimal:
    return _getal(som, f"cbc:{naam}Amount") if _tekst(som, f"cbc:{naam}Amount") else NUL


def _regeldelen(wortel: Element) -> list[Element]:
    return [*wortel.findall("cac:InvoiceLine", NS), *wortel.findall("cac:CreditNoteLine", NS)]


def _regels(wortel: Element, soort: str) -> Iterator[Bevinding]:
    van, tot = (_tekst(wortel, f"cac:InvoicePeriod/cbc:{dag}Date") for dag in ("Start", "End"))
    regels = _regeldelen(wortel)
    if not regels:
        yield Bevinding("BR-16", "De factuur heeft geen regels.")
    if len({_tekst(regel, "cbc:ID") for regel in regels}) != len(regels):
        yield Bevinding("BR-21", "Twee regels hebben hetzelfde nummer.")
    aantal = "cbc:InvoicedQuantity" if soort == "Invoice" else "cbc:CreditedQuantity"
    for regel in regels:
        nummer = _tekst(regel, "cbc:ID")
        bedrag = rond(_getal(regel, aantal) * _getal(regel, "cac:Price/cbc:PriceAmount"))
        if bedrag != _getal(regel, "cbc:LineExtensionAmount"):
            yield Bevinding("PEPPOL-EN16931-R120", f"Regel {nummer}: aantal × prijs is niet het bedrag.")
        hoeveel = regel.find(aantal, NS)
        if hoeveel is None or not hoeveel.get("unitCode"):
            yield Bevinding("BR-23", f"Regel {nummer} heeft geen eenheid.")
        if van and (begin := _tekst(regel, "cac:InvoicePeriod/cbc:StartDate")) and begin < van:
            yield Bevinding("PEPPOL-EN16931-R110", f"Regel {nummer} begint voor de periode van de factuur.")
        if tot and (einde := _tekst(regel, "cac:InvoicePeriod/cbc:EndDate")) and einde > tot:
            yield Bevinding("PEPPOL-EN16931-R111", f"Regel {nummer} eindigt na de periode van de factuur.")


def _credit(wortel: Element) -> Iterator[Bevinding]:
    if not _tekst(wortel, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"):
        yield Bevinding("NL-R-001", "Een creditfactuur noemt de factuur waar zij bij hoort.")


def _betalen(wortel: Element) -> Iterator[Bevinding]:
    codes = [deel.text for deel in wortel.findall("cac:PaymentMeans/cbc:PaymentMeansCode", NS)]
    if not codes and _getal(wortel, "cac:LegalMonetaryTotal/cbc:PayableAmount") > 0:
        yield Bevinding("NL-R-007", "De factuur zegt niet hoe er betaald kan worden.")
    if any(code not in BETAALCODES for code in codes):
        yield Bevinding("NL-R-008", "De manier van betalen mag niet op een Nederlandse factuur.")
