"""camt.053 (ISO 20022) lezen, versie .02 tot en met .13; getoetst op .02 en .08. Geen database, geen klok.

De XML is van buiten: DTD, entiteiten en verwijzingen worden geweigerd (defusedxml).
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from werkgevers.rules.bank import (
    CAMT,
    MAX_BEDRAG,
    Afschrift,
    Bankfout,
    Bankregel,
    niets,
    rekeningnummer,
    schoon,
)

_RUIMTE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3})\.001\.(\d{2})\}Document")
_BEGINSALDI = ("OPBD", "PRCD")
_EINDSALDI = ("CLBD",)
MAX_DIEP = 40


def lees_camt(inhoud: bytes) -> tuple[Afschrift, ...]:
    """De afschriften in een camt.053. Raises Bankfout."""
    wortel = _wortel(inhoud)
    soort = _RUIMTE.fullmatch(wortel.tag)
    if not soort:
        raise Bankfout("Dit xml-bestand is geen bankafschrift. Haal bij de bank een camt.053 op.")
    if soort[1] != CAMT:
        raise Bankfout(
            f"Dit is een {soort[1]}. Alleen een camt.053 kan worden ingelezen: haal die op bij de bank."
        )
    afschriften = tuple(_afschrift(stmt) for stmt in wortel.findall("{*}BkToCstmrStmt/{*}Stmt"))
    if not afschriften:
        raise Bankfout("Er staat geen afschrift in dit bestand. Kies bij de bank een andere periode.")
    return afschriften


def _wortel(inhoud: bytes) -> Element:
    _niet_te_diep(inhoud)
    try:
        return fromstring(inhoud, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise Bankfout(
            "Dit bestand bevat een verboden verwijzing en is geweigerd. Een bank stuurt dit niet."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise Bankfout(
            "Dit xml-bestand is beschadigd of niet compleet. Haal het opnieuw op bij de bank."
        ) from None


def _niet_te_diep(inhoud: bytes) -> None:
    """A statement is some fifteen levels deep; a million is an attack on who walks the tree."""
    if b"\x00" in inhoud:
        raise Bankfout(
            "Dit xml-bestand is niet in UTF-8. Haal het opnieuw op bij de bank en wijzig het niet."
        )
    diepte = 0
    for stuk in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", inhoud):
        if stuk[1]:
            diepte -= 1
        elif not stuk[2]:
            diepte += 1
            if diepte > MAX_DIEP:
                raise Bankfout("Dit bestand zit zo in elkaar dat het geen bankafschrift kan zijn.")


def _afschrift(stmt: Element) -> Afschrift:
    kenmerk = schoon(_tekst(stmt, "Id"))[:70]
    rekening = rekeningnummer(_tekst(stmt, "Acct/Id/IBAN") or _tekst(stmt, "Acct/Id/Othr/Id"))
    if not kenmerk or not rekening:
        raise Bankfout(
            "Een afschrift in dit bestand heeft geen nummer of geen rekening. Haal het opnieuw op."
        )
    saldi = {_tekst(bal, "Tp/CdOrPrtry/Cd"): bal for bal in stmt.findall("{*}Bal")}
    begin = _saldo(saldi, _BEGINSALDI, kenmerk)
    eind = _saldo(saldi, _EINDSALDI, kenmerk)
    waarschuwingen: list[str] = []
    regels = [
        regel
        for ntry in stmt.findall("{*}Ntry")
        for regel in _regels(ntry, kenmerk, rekening, waarschuwingen)
    ]
    dag = _dag(saldi.get("CLBD"), "Dt") or _dag(stmt, "FrToDt/ToDtTm") or _dag(stmt, "CreDtTm")
    dag = dag or max((regel.datum for regel in regels), default=None)
    if dag is None:
        raise Bankfout(f"Afschrift {kenmerk} heeft geen datum. Haal het bestand opnieuw op bij de bank.")
    return Afschrift(CAMT, kenmerk, rekening, dag, tuple(regels), begin, eind, tuple(waarschuwingen))


def _saldo(saldi, codes: Iterable[str], kenmerk: str) -> Decimal | None:
    bal = next((saldi[code] for code in codes if code in saldi), None)
    return None if bal is None else _bedrag(bal, kenmerk)


def _regels(ntry: Element, afschrift: str, rekening: str, waarschuwingen: list[str]) -> list[Bankregel]:
    """Eén boeking; een verzamelboeking wordt een regel per onderdeel, als de delen samen het geheel zijn."""
    stand = (_tekst(ntry, "Sts/Cd") or _tekst(ntry, "Sts")).strip()
    if stand and stand != "BOOK":
        return []
    totaal = _bedrag(ntry, afschrift)
    datum = _dag(ntry, "BookgDt/Dt") or _dag(ntry, "BookgDt/DtTm") or _dag(ntry, "ValDt/Dt")
    if datum is None:
        raise Bankfout(f"Een regel van afschrift {afschrift} heeft geen datum. Haal het bestand opnieuw op.")
    delen = ntry.findall("{*}NtryDtls/{*}TxDtls")
    if len(delen) <= 1:
        return [_regel(ntry, delen[0] if delen else None, totaal, datum, rekening)]
    bedragen = [_deelbedrag(deel, totaal, afschrift) for deel in delen]
    if None in bedragen or sum(b for b in bedragen if b is not None) != totaal:
        waarschuwingen.append(
            f"De verzamelboeking van {datum:%d-%m-%Y} is niet te splitsen: de delen zijn samen niet het geheel."
        )
        return [_regel(ntry, None, totaal, datum, rekening)]
    return [
        _regel(ntry, deel, b, datum, rekening)
        for deel, b in zip(delen, bedragen, strict=True)
        if b is not None
    ]


def _regel(ntry: Element, deel: Element | None, bedrag: Decimal, datum: date, rekening: str) -> Bankregel:
    bron = ntry if deel is None else deel
    terug = bron.find("{*}RtrInf")
    storno = _tekst(ntry, "RvslInd") == "true" or terug is not None
    naam, tegenrekening = _tegenpartij(bron, bedrag, rekening)
    vrij = [schoon(el.text) for el in bron.findall("{*}RmtInf/{*}Ustrd")]
    vrij += [schoon(el.text) for el in bron.findall("{*}RmtInf/{*}Strd/{*}AddtlRmtInf")]
    kenmerken = [schoon(el.text) for el in bron.findall("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")]
    omschrijving = schoon(" ".join(vrij)) or schoon(
        _tekst(bron, "AddtlTxInf") or _tekst(ntry, "AddtlNtryInf")
    )
    return Bankregel(
        datum=datum,
        bedrag=bedrag,
        omschrijving=omschrijving,
        tegenrekening=tegenrekening,
        tegennaam=naam,
        kenmerk=" ".join(kenmerken)[:140],
        eindreferentie=niets(schoon(_tekst(bron, "Refs/EndToEndId")))[:70],
        bankreferentie=schoon(
            _tekst(bron, "Refs/AcctSvcrRef") or _tekst(ntry, "AcctSvcrRef") or _tekst(ntry, "NtryRef")
        )[:70],
        machtiging=schoon(_tekst(bron, "Refs/MndtId"))[:35],
        storno=storno,
        reden="" if terug is None else schoon(_tekst(terug, "Rsn/Cd") or _tekst(terug, "Rsn/Prtry"))[:35],
        valutadatum=_dag(ntry, "ValDt/Dt"),
    )


def _tegenpartij(bron: Element, bedrag: Decimal, rekening: str) -> tuple[str, str]:
    """Naam en rekening van de ander; bij een teruggeboekte incasso staat die aan de kant van de debiteur."""
    for kant in ("Dbtr", "Cdtr") if bedrag > 0 else ("Cdtr", "Dbtr"):
        partij = f"RltdPties/{kant}"
        nummer = rekeningnummer(
            _tekst(bron, f"{partij}Acct/Id/IBAN") or _tekst(bron, f"{partij}Acct/Id/Othr/Id")
        )
        naam = schoon(_tekst(bron, f"{partij}/Nm") or _tekst(bron, f"{partij}/Pty/Nm"))[:140]
        if nummer != rekening and (nummer or naam):
            return naam, nummer
    return "", ""


def _deelbedrag(deel: Element, totaal: Decimal, afschrift: str) -> Decimal | None:
    """.08 geeft het bedrag zelf, .02 vaak alleen AmtDtls; zonder eigen richting geldt die van het geheel."""
    if deel.find("{*}Amt") is not None:
        bedrag = _getal(_tekst(deel, "Amt"), afschrift)
    elif deel.find("{*}AmtDtls/{*}TxAmt/{*}Amt") is not None:
        bedrag = _getal(_tekst(deel, "AmtDtls/TxAmt/Amt"), afschrift)
    else:
        return None
    richting = _tekst(deel, "CdtDbtInd") or ("CRDT" if totaal > 0 else "DBIT")
    return bedrag if richting == "CRDT" else -bedrag


def _bedrag(bron: Element, afschrift: str) -> Decimal:
    amt = bron.find("{*}Amt")
    richting = _tekst(bron, "CdtDbtInd")
    if amt is None or richting not in ("CRDT", "DBIT"):
        raise Bankfout(f"Een regel van afschrift {afschrift} heeft geen bedrag. Haal het bestand opnieuw op.")
    if amt.get("Ccy", "EUR") != "EUR":
        raise Bankfout(
            f"Afschrift {afschrift} is niet in euro. Alleen rekeningen in euro kunnen worden ingelezen."
        )
    bedrag = _getal(amt.text, afschrift)
    return bedrag if richting == "CRDT" else -bedrag


def _getal(tekst: str | None, afschrift: str) -> Decimal:
    try:
        if not re.fullmatch(r"\+?[0-9]{1,15}(\.[0-9]{0,5})?", (tekst or "").strip(), re.ASCII):
            raise InvalidOperation
        bedrag = Decimal((tekst or "").strip())
    except InvalidOperation:
        raise Bankfout(
            f"Een bedrag in afschrift {afschrift} is geen getal. Haal het bestand opnieuw op."
        ) from None
    if bedrag > MAX_BEDRAG or bedrag != bedrag.quantize(Decimal("0.01")):
        raise Bankfout(f"Een bedrag in afschrift {afschrift} is niet in hele centen of te groot.")
    return bedrag.quantize(Decimal("0.01"))


def _dag(bron: Element | None, pad: str) -> date | None:
    tekst = (
        "" if bron is None else _tekst(bron, pad) or _tekst(bron, f"{pad}/Dt") or _tekst(bron, f"{pad}/DtTm")
    )
    try:
        return date.fromisoformat(tekst.strip()[:10]) if tekst.strip() else None
    except ValueError:
        raise Bankfout("Een datum in dit bestand bestaat niet. Haal het opnieuw op bij de bank.") from None


def _tekst(bron: Element, pad: str) -> str:
    return bron.findtext("/".join(f"{{*}}{deel}" for deel in pad.split("/"))) or ""
