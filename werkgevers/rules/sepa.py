"""SEPA: controle van IBAN, BIC en incassant-id, en het incassobestand pain.008 (regels §5, §6.4). Geen database, geen klok.

Versie .001.02 (2009) en .001.08 (2019). De som van de opdrachten is het controletotaal.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from xml.etree import ElementTree as ET

from stdnum import bic as bic_regels
from stdnum import iban as iban_regels
from stdnum.eu import at_02

VERSIES = ("02", "08")
SCHEMAS = ("CORE", "B2B")
VOLGORDES = ("FRST", "RCUR", "OOFF", "FNAL")
MAX_BEDRAG = Decimal("999999999.99")


class Sepafout(ValueError):
    """Een incassobestand kan zo niet worden gemaakt; de tekst zegt waarom."""


@dataclass(frozen=True)
class Incassant:
    naam: str
    iban: str
    incassant_id: str
    bic: str = ""


@dataclass(frozen=True)
class Incasso:
    """Eén opdracht om een bedrag af te schrijven op grond van een machtiging."""

    eindreferentie: str
    bedrag: Decimal
    machtiging: str
    getekend_op: date
    naam: str
    iban: str
    omschrijving: str
    volgorde: str = "RCUR"
    schema: str = "CORE"
    bic: str = ""


def iban_geldig(iban: str) -> bool:
    """ISO 13616: lengte en indeling van het land, mod 97 is 1."""
    return bool(iban_regels.is_valid(iban, check_country=False)) and iban == iban_regels.compact(iban)


def bic_geldig(bic: str) -> bool:
    return bool(bic_regels.is_valid(bic))


def incassant_id(kvk: str, volgnummer: str = "0000") -> str:
    """NL + controlecijfers + ZZZ + KvK + volgnummer; ZZZ telt niet mee in mod 97 (regels §5)."""
    if not re.fullmatch(r"\d{8}", kvk) or not re.fullmatch(r"\d{4}", volgnummer):
        raise Sepafout(
            "Een incassant-id bestaat uit een KvK-nummer van 8 cijfers en een volgnummer van 4 cijfers."
        )
    return f"NL{at_02.calc_check_digits(f'NL00ZZZ{kvk}{volgnummer}')}ZZZ{kvk}{volgnummer}"


def incassant_id_geldig(nummer: str) -> bool:
    return bool(at_02.is_valid(nummer)) and nummer[4:7].isalnum()


def sepatekst(tekst: str, lengte: int) -> str:
    """De tekens die een bank aanneemt: zonder accenten, begrensd (EPC230-15)."""
    ontleed = unicodedata.normalize("NFKD", tekst)
    letters = "".join(t for t in ontleed if not unicodedata.combining(t)).replace("&", "+")
    return " ".join(re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]", " ", letters).split())[:lengte].strip()


def eerste_incassodag(vanaf: date, werkdagen: int, vrij: Iterable[date]) -> date:
    """De eerste dag waarop de bank kan incasseren: `werkdagen` bankwerkdagen na de dag van aanleveren (D-x)."""
    vrije_dagen, dag, over = set(vrij), vanaf, werkdagen
    while over or dag.weekday() >= 5 or dag in vrije_dagen:
        dag += timedelta(days=1)
        if dag.weekday() < 5 and dag not in vrije_dagen and over:
            over -= 1
    return dag


def controleer_incasso(incassant: Incassant, opdrachten: Sequence[Incasso]) -> list[str]:
    """Alles wat het bestand ongeldig zou maken, in gewone zinnen; leeg is goed."""
    fouten = []
    if not iban_geldig(incassant.iban):
        fouten.append("De eigen rekening is geen geldig IBAN.")
    if incassant.bic and not bic_geldig(incassant.bic):
        fouten.append("De eigen BIC is niet geldig.")
    if not incassant_id_geldig(incassant.incassant_id):
        fouten.append("De incassant-id is niet geldig.")
    if not opdrachten:
        fouten.append("Er is niets te incasseren.")
    gezien: set[str] = set()
    for opdracht in opdrachten:
        fouten += [f"{opdracht.eindreferentie}: {fout}" for fout in _fouten_in(opdracht)]
        if opdracht.eindreferentie in gezien:
            fouten.append(f"{opdracht.eindreferentie}: dit kenmerk komt twee keer voor.")
        gezien.add(opdracht.eindreferentie)
    return fouten


def _fouten_in(opdracht: Incasso) -> list[str]:
    fouten = []
    if not re.fullmatch(r"[A-Za-z0-9+?/\-:().,']{1,35}", opdracht.eindreferentie):
        fouten.append("het kenmerk heeft 1 tot en met 35 tekens zonder spaties.")
    if not re.fullmatch(r"[A-Za-z0-9+?/\-:().,' ]{1,35}", opdracht.machtiging):
        fouten.append("het machtigingskenmerk heeft 1 tot en met 35 tekens.")
    if not iban_geldig(opdracht.iban):
        fouten.append("de rekening van de debiteur is geen geldig IBAN.")
    if opdracht.bic and not bic_geldig(opdracht.bic):
        fouten.append("de BIC van de debiteur is niet geldig.")
    if not 0 < opdracht.bedrag <= MAX_BEDRAG or opdracht.bedrag != opdracht.bedrag.quantize(Decimal("0.01")):
        fouten.append("het bedrag is meer dan nul en in hele centen.")
    if opdracht.volgorde not in VOLGORDES or opdracht.schema not in SCHEMAS:
        fouten.append("de soort machtiging klopt niet.")
    if not sepatekst(opdracht.naam, 70):
        fouten.append("de naam van de debiteur ontbreekt.")
    return fouten


def pain008(
    *,
    berichtnummer: str,
    gemaakt_op: datetime,
    incassodag: date,
    incassant: Incassant,
    opdrachten: Sequence[Incasso],
    versie: str = "08",
) -> bytes:
    """Het incassobestand. Raises Sepafout met alles wat er niet klopt."""
    if versie not in VERSIES:
        raise Sepafout(f"Versie {versie} van pain.008 kennen we niet.")
    if fouten := controleer_incasso(incassant, opdrachten):
        raise Sepafout(" ".join(fouten))
    ruimte = f"urn:iso:std:iso:20022:tech:xsd:pain.008.001.{versie}"
    document = ET.Element("Document", {"xmlns": ruimte})
    bericht = ET.SubElement(document, "CstmrDrctDbtInitn")
    kop = ET.SubElement(bericht, "GrpHdr")
    _zet(kop, "MsgId", berichtnummer)
    _zet(kop, "CreDtTm", gemaakt_op.strftime("%Y-%m-%dT%H:%M:%S"))
    _zet(kop, "NbOfTxs", str(len(opdrachten)))
    _zet(kop, "CtrlSum", f"{sum(o.bedrag for o in opdrachten):.2f}")
    _zet(ET.SubElement(kop, "InitgPty"), "Nm", sepatekst(incassant.naam, 70))
    volgorde = sorted(opdrachten, key=lambda o: (o.schema, VOLGORDES.index(o.volgorde), o.eindreferentie))
    for nummer, (sleutel, groep) in enumerate(
        groupby(volgorde, key=lambda o: (o.schema, o.volgorde)), start=1
    ):
        _groep(bericht, f"{berichtnummer}-{nummer}", sleutel, list(groep), incassodag, incassant, versie)
    ET.indent(document)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(document, encoding="utf-8") + b"\n"


def _groep(bericht, nummer, sleutel, opdrachten, incassodag, incassant, versie) -> None:
    schema, volgorde = sleutel
    groep = ET.SubElement(bericht, "PmtInf")
    _zet(groep, "PmtInfId", nummer)
    _zet(groep, "PmtMtd", "DD")
    _zet(groep, "BtchBookg", "true")
    _zet(groep, "NbOfTxs", str(len(opdrachten)))
    _zet(groep, "CtrlSum", f"{sum(o.bedrag for o in opdrachten):.2f}")
    soort = ET.SubElement(groep, "PmtTpInf")
    _zet(ET.SubElement(soort, "SvcLvl"), "Cd", "SEPA")
    _zet(ET.SubElement(soort, "LclInstrm"), "Cd", schema)
    _zet(soort, "SeqTp", volgorde)
    _zet(groep, "ReqdColltnDt", incassodag.isoformat())
    _zet(ET.SubElement(groep, "Cdtr"), "Nm", sepatekst(incassant.naam, 70))
    _rekening(groep, "CdtrAcct", incassant.iban)
    _bank(groep, "CdtrAgt", incassant.bic, versie)
    _zet(groep, "ChrgBr", "SLEV")
    wie = ET.SubElement(ET.SubElement(ET.SubElement(groep, "CdtrSchmeId"), "Id"), "PrvtId")
    ander = ET.SubElement(wie, "Othr")
    _zet(ander, "Id", incassant.incassant_id)
    _zet(ET.SubElement(ander, "SchmeNm"), "Prtry", "SEPA")
    for opdracht in opdrachten:
        _opdracht(groep, opdracht, versie)


def _opdracht(groep, opdracht: Incasso, versie: str) -> None:
    tx = ET.SubElement(groep, "DrctDbtTxInf")
    _zet(ET.SubElement(tx, "PmtId"), "EndToEndId", opdracht.eindreferentie)
    bedrag = ET.SubElement(tx, "InstdAmt", {"Ccy": "EUR"})
    bedrag.text = f"{opdracht.bedrag:.2f}"
    machtiging = ET.SubElement(ET.SubElement(tx, "DrctDbtTx"), "MndtRltdInf")
    _zet(machtiging, "MndtId", opdracht.machtiging)
    _zet(machtiging, "DtOfSgntr", opdracht.getekend_op.isoformat())
    _bank(tx, "DbtrAgt", opdracht.bic, versie)
    _zet(ET.SubElement(tx, "Dbtr"), "Nm", sepatekst(opdracht.naam, 70))
    _rekening(tx, "DbtrAcct", opdracht.iban)
    if omschrijving := sepatekst(opdracht.omschrijving, 140):
        _zet(ET.SubElement(tx, "RmtInf"), "Ustrd", omschrijving)


def _rekening(ouder, naam: str, iban: str) -> None:
    _zet(ET.SubElement(ET.SubElement(ouder, naam), "Id"), "IBAN", iban)


def _bank(ouder, naam: str, bic: str, versie: str) -> None:
    """Without a BIC the schema wants the word NOTPROVIDED (IBAN only)."""
    instelling = ET.SubElement(ET.SubElement(ouder, naam), "FinInstnId")
    if bic:
        _zet(instelling, "BIC" if versie == "02" else "BICFI", bic)
    else:
        _zet(ET.SubElement(instelling, "Othr"), "Id", "NOTPROVIDED")


def _zet(ouder, naam: str, tekst: str) -> None:
    ET.SubElement(ouder, naam).text = tekst
