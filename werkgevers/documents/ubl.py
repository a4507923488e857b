"""De e-factuur: UBL 2.1 volgens NLCIUS (SI-UBL 2.0, EN 16931). Alleen schrijven; lezen doet de ontvanger.

De volgorde van de elementen is die van het UBL-schema. Lege elementen bestaan niet (PEPPOL R008).
"""

from decimal import Decimal
from xml.etree import ElementTree as ET

from werkgevers.rules.factuur import (
    BUITEN_HEFFING,
    REDENCODE,
    Btwgroep,
    Factuurgegevens,
    Partij,
    Regel,
)

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
WORTEL = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
OVERSCHRIJVING = "58"  # SEPA credit transfer (NL-R-008)

ET.register_namespace("cac", CAC)
ET.register_namespace("cbc", CBC)


def maak_ubl(f: Factuurgegevens) -> bytes:
    """De factuur of creditfactuur als UBL-document in UTF-8."""
    naam = "CreditNote" if f.credit else "Invoice"
    wortel = ET.Element(f"{{{WORTEL.format(naam)}}}{naam}")
    _tekst(wortel, "CustomizationID", CUSTOMIZATION)
    _tekst(wortel, "ProfileID", PROFILE)
    _tekst(wortel, "ID", f.nummer)
    _tekst(wortel, "IssueDate", f.factuurdatum.isoformat())
    if not f.credit:
        _tekst(wortel, "DueDate", f.vervaldatum.isoformat())
    _tekst(wortel, f"{naam}TypeCode", "381" if f.credit else "380")
    _tekst(wortel, "Note", f.opmerking)
    _tekst(wortel, "DocumentCurrencyCode", "EUR")
    _tekst(wortel, "BuyerReference", f.afnemersreferentie)
    _periode(wortel, min(r.van for r in f.regels), max(r.tot for r in f.regels))
    for nummer, dag in f.verwijst_naar:
        verwijzing = _deel(_deel(wortel, "BillingReference"), "InvoiceDocumentReference")
        _tekst(verwijzing, "ID", nummer)
        _tekst(verwijzing, "IssueDate", dag.isoformat())
    buiten = any(groep.categorie == BUITEN_HEFFING for groep in f.groepen)
    _partij(wortel, "AccountingSupplierParty", f.leverancier, met_btw=not buiten)
    _partij(wortel, "AccountingCustomerParty", f.afnemer, met_btw=not buiten)
    _betaling(wortel, f)
    totaal = _deel(wortel, "TaxTotal")
    _bedrag(totaal, "TaxAmount", f.btw)
    for groep in f.groepen:
        _btwgroep(totaal, groep)
    som = _deel(wortel, "LegalMonetaryTotal")
    _bedrag(som, "LineExtensionAmount", f.totaal_excl)
    _bedrag(som, "TaxExclusiveAmount", f.totaal_excl)
    _bedrag(som, "TaxInclusiveAmount", f.totaal)
    _bedrag(som, "PayableAmount", f.totaal)
    for nummer, regel in enumerate(f.regels, start=1):
        _regel(wortel, nummer, regel, naam, f.credit)
    return ET.tostring(wortel, encoding="utf-8", xml_declaration=True)


def _partij(wortel: ET.Element, rol: str, p: Partij, *, met_btw: bool) -> None:
    partij = _deel(_deel(wortel, rol), "Party")
    schema, nummer = p.wettelijk_nummer
    _tekst(partij, "EndpointID", nummer, schemeID=schema)
    _tekst(_deel(partij, "PartyName"), "Name", p.naam)
    adres = _deel(partij, "PostalAddress")
    _tekst(adres, "StreetName", p.straat)
    _tekst(adres, "CityName", p.plaats)
    _tekst(adres, "PostalZone", p.postcode)
    _tekst(_deel(adres, "Country"), "IdentificationCode", p.land)
    # Outside the scope of VAT no VAT number may be named (BR-O-02).
    if p.btw_id and met_btw:
        stelsel = _deel(partij, "PartyTaxScheme")
        _tekst(stelsel, "CompanyID", p.btw_id)
        _btwstelsel(stelsel)
    wettelijk = _deel(partij, "PartyLegalEntity")
    _tekst(wettelijk, "RegistrationName", p.naam)
    _tekst(wettelijk, "CompanyID", nummer, schemeID=schema)
    if p.email or p.telefoon:
        contact = _deel(partij, "Contact")
        _tekst(contact, "Telephone", p.telefoon)
        _tekst(contact, "ElectronicMail", p.email)


def _betaling(wortel: ET.Element, f: Factuurgegevens) -> None:
    if f.credit:
        return
    betaling = _deel(wortel, "PaymentMeans")
    _tekst(betaling, "PaymentMeansCode", OVERSCHRIJVING, name="SEPA credit transfer")
    _tekst(betaling, "PaymentID", f.betalingskenmerk)
    rekening = _deel(betaling, "PayeeFinancialAccount")
    _tekst(rekening, "ID", f.iban)
    _tekst(rekening, "Name", f.leverancier.naam)
    if f.bic:
        _tekst(_deel(rekening, "FinancialInstitutionBranch"), "ID", f.bic)
    _tekst(_deel(wortel, "PaymentTerms"), "Note", f"Betalen binnen {f.betaaltermijn} dagen")


def _btwgroep(totaal: ET.Element, groep: Btwgroep) -> None:
    deel = _deel(totaal, "TaxSubtotal")
    _bedrag(deel, "TaxableAmount", groep.grondslag)
    _bedrag(deel, "TaxAmount", groep.btw)
    categorie = _deel(deel, "TaxCategory")
    _categorie(categorie, groep.categorie, groep.percentage)
    if groep.categorie != "S":
        _tekst(categorie, "TaxExemptionReasonCode", REDENCODE.get(groep.categorie, ""))
        _tekst(categorie, "TaxExemptionReason", groep.reden)
    _btwstelsel(categorie)


def _regel(wortel: ET.Element, nummer: int, r: Regel, soort: str, credit: bool) -> None:
    regel = _deel(wortel, f"{soort}Line")
    _tekst(regel, "ID", str(nummer))
    _tekst(regel, "CreditedQuantity" if credit else "InvoicedQuantity", _getal(r.aantal), unitCode=r.eenheid)
    _bedrag(regel, "LineExtensionAmount", r.bedrag)
    _periode(regel, r.van, r.tot)
    item = _deel(regel, "Item")
    _tekst(item, "Name", r.omschrijving)
    if r.verwijzing:
        _tekst(_deel(item, "SellersItemIdentification"), "ID", r.verwijzing)
    categorie = _deel(item, "ClassifiedTaxCategory")
    _categorie(categorie, r.categorie, r.percentage)
    _btwstelsel(categorie)
    _bedrag(_deel(regel, "Price"), "PriceAmount", r.prijs)


def _categorie(ouder: ET.Element, code: str, percentage: Decimal) -> None:
    _tekst(ouder, "ID", code)
    if code != BUITEN_HEFFING:  # BR-O-05: no rate at all
        _tekst(ouder, "Percent", _getal(percentage))


def _btwstelsel(ouder: ET.Element) -> None:
    _tekst(_deel(ouder, "TaxScheme"), "ID", "VAT")


def _periode(ouder: ET.Element, van, tot) -> None:
    periode = _deel(ouder, "InvoicePeriod")
    _tekst(periode, "StartDate", van.isoformat())
    _tekst(periode, "EndDate", tot.isoformat())


def _deel(ouder: ET.Element, naam: str) -> ET.Element:
    return ET.SubElement(ouder, f"{{{CAC}}}{naam}")


def _tekst(ouder: ET.Element, naam: str, tekst: str, **kenmerken: str) -> None:
    # Control characters cannot stand in XML at all; a name from an import may hold them.
    schoon = "".join(teken for teken in " ".join(tekst.split()) if teken.isprintable())
    if schoon:
        ET.SubElement(ouder, f"{{{CBC}}}{naam}", kenmerken).text = schoon


def _bedrag(ouder: ET.Element, naam: str, bedrag: Decimal) -> None:
    _tekst(ouder, naam, f"{bedrag:f}", currencyID="EUR")


def _getal(waarde: Decimal) -> str:
    """Zonder nullen aan het eind en nooit als 1E+2."""
    tekst = f"{waarde:f}"
    return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
