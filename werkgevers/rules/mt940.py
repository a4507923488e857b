"""MT940 (SWIFT) lezen zoals ING, Rabobank, ABN AMRO en BNG Bank het sturen. Geen database, geen klok.

Veld 86 kent drie vormen: codes tussen schuine strepen (/EREF/…/REMI/…), woorden met een dubbele punt
(IBAN: … NAAM: …) en vrije tekst. De eerste regel die past, geldt.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from stdnum import iban as iban_regels

from werkgevers.rules.bank import (
    MAX_BEDRAG,
    MT940,
    Afschrift,
    Bankfout,
    Bankregel,
    niets,
    rekeningnummer,
    schoon,
)

_VELD = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_SALDO = re.compile(r"([CD])(\d{6})([A-Z]{3})(\d{1,15},\d{0,2})")
_BOEKING = re.compile(
    r"(?P<valuta>\d{6})(?P<boek>\d{4})?(?P<richting>R?[CD]|E[CD])(?P<soortmunt>[A-Z])?(?P<bedrag>\d{1,15},\d{0,2})"
    r"(?P<code>[A-Z][A-Z0-9]{3})(?P<ref>.*)"
)
_CODES = "TRTP|TRCD|EREF|PREF|IREF|MARF|CSID|RTRN|CNTP|ORDP|BENM|NAME|ADDR|ISDT|PURP|ULTC|ULTD|ULTB|REMI|IBAN|BIC|SVCL"
_STREEP = re.compile(rf"/({_CODES})/")
_WOORD = re.compile(
    r"\b(IBAN|BIC|NAAM|OMSCHRIJVING|KENMERK|MACHTIGING|INCASSANT|BETALINGSKENM\.?|VOOR)\s*:\s*"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")


@dataclass
class _Boeking:
    regel: str
    aanvulling: str = ""
    tekst: str = ""


@dataclass
class _Blok:
    """One statement while it is being read."""

    kenmerk: str = ""
    rekening: str = ""
    nummer: str = ""
    begin: str = ""
    eind: str = ""
    boekingen: list[_Boeking] = field(default_factory=list)


def lees_mt940(inhoud: bytes) -> tuple[Afschrift, ...]:
    """De afschriften in een MT940; vervolgbladen (60M/62M) worden één afschrift. Raises Bankfout."""
    blokken = _blokken(_ontcijfer(inhoud))
    afschriften = tuple(_afschrift(blok) for blok in blokken)
    if not afschriften:
        raise Bankfout("Er staat geen afschrift in dit bestand. Kies bij de bank een andere periode.")
    return afschriften


def _ontcijfer(inhoud: bytes) -> str:
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", re.sub(rb"[\x01\x03\x1a]", b"", inhoud)):
        raise Bankfout("Dit is geen tekstbestand. Haal het MT940-bestand opnieuw op bij de bank.")
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = inhoud.decode("cp1252", errors="replace")
    return re.sub(r"[\x01\x03\x1a]", "", tekst).replace("\r\n", "\n").replace("\r", "\n")


def _velden(tekst: str):
    """(code, text) of each field; a line that is only '-' or '-}' ends a message and is not text."""
    vondsten = list(_VELD.finditer(tekst))
    for nu, straks in zip(vondsten, [*vondsten[1:], None], strict=True):
        waarde = tekst[nu.end() : straks.start() if straks else len(tekst)]
        regels = [r for r in waarde.split("\n") if not re.fullmatch(r"-\}?(\{5:.*)?|\{1:.*|-", r.strip())]
        yield nu[1], "\n".join(regels).rstrip("\n ")


def _blokken(tekst: str) -> list[_Blok]:
    blokken: list[_Blok] = []
    blok = _Blok()
    for code, waarde in _velden(tekst):
        if code == "20":
            blok = _Blok(kenmerk=waarde.strip())
            blokken.append(blok)
        elif not blokken:
            raise Bankfout("Het begin van dit MT940-bestand ontbreekt. Haal het opnieuw op bij de bank.")
        elif code == "25":
            blok.rekening = _rekening(waarde)
        elif code in ("28", "28C"):
            blok.nummer = waarde.strip()
        elif code in ("60F", "60M"):
            blok.begin = waarde.strip()
        elif code == "61":
            eerste, _, rest = waarde.partition("\n")
            blok.boekingen.append(_Boeking(eerste.strip(), rest.strip()))
        elif code == "86" and blok.boekingen and not blok.eind:
            blok.boekingen[-1].tekst = waarde
        elif code in ("62F", "62M"):
            blok.eind = waarde.strip()
    return _samen(blokken)


def _samen(blokken: list[_Blok]) -> list[_Blok]:
    """Sheets of one statement (28C 15/1, 15/2) joined: begin of the first, end of the last."""
    samen: list[_Blok] = []
    for blok in blokken:
        vorige = samen[-1] if samen else None
        blad = blok.nummer.partition("/")[2]
        if (
            vorige
            and blad.isdecimal()
            and int(blad) > 1
            and vorige.rekening == blok.rekening
            and vorige.nummer.partition("/")[0] == blok.nummer.partition("/")[0]
        ):
            vorige.boekingen += blok.boekingen
            vorige.eind = blok.eind
        else:
            samen.append(blok)
    return samen


def _afschrift(blok: _Blok) -> Afschrift:
    if not blok.rekening or not blok.begin or not blok.eind:
        raise Bankfout(
            "Een afschrift in dit bestand is niet compleet: de rekening, het begin- of het eindsaldo ontbreekt. "
            "Haal het opnieuw op bij de bank."
        )
    _, begin = _saldo(blok.begin)
    dag, eind = _saldo(blok.eind)
    # Banks put the same text in :20: every day, so number and day belong to the name of a statement.
    kenmerk = schoon(f"{blok.nummer or blok.kenmerk} {dag:%Y-%m-%d}")[:70]
    regels = tuple(_regel(boeking, kenmerk) for boeking in blok.boekingen)
    return Afschrift(MT940, kenmerk, blok.rekening, dag, regels, begin, eind)


def _rekening(waarde: str) -> str:
    """NL69INGB0123456789EUR, 'NL44RABO0123456789 EUR' of een oud rekeningnummer."""
    kaal = rekeningnummer(waarde.split("\n")[0])
    return kaal.removesuffix("EUR")


def _saldo(waarde: str) -> tuple[date, Decimal]:
    gevonden = _SALDO.match(waarde)
    if not gevonden:
        raise Bankfout("Een saldo in dit MT940-bestand is niet te lezen. Haal het opnieuw op bij de bank.")
    if gevonden[3] != "EUR":
        raise Bankfout("Dit afschrift is niet in euro. Alleen rekeningen in euro kunnen worden ingelezen.")
    bedrag = _getal(gevonden[4])
    return _dag(gevonden[2]), bedrag if gevonden[1] == "C" else -bedrag


def _regel(boeking: _Boeking, kenmerk: str) -> Bankregel:
    gevonden = _BOEKING.match(boeking.regel)
    if not gevonden:
        raise Bankfout(
            f"Een regel van afschrift {kenmerk} is niet te lezen. Haal het bestand opnieuw op bij de bank."
        )
    valuta = _dag(gevonden["valuta"])
    # RC takes back a credit, so money leaves; RD takes back a debit.
    bij = gevonden["richting"] in ("C", "RD", "EC")
    bedrag = _getal(gevonden["bedrag"])
    eigen, _, bankreferentie = gevonden["ref"].partition("//")
    gegevens = lees_86(boeking.tekst)
    los = rekeningnummer(eigen)
    if not gegevens.get("rekening") and iban_regels.is_valid(los):
        gegevens["rekening"] = los  # Rabobank: the other account is the reference of :61:
        los = ""
    if not gegevens.get("naam") and not _STREEP.search(f"/{boeking.aanvulling}"):
        gegevens["naam"] = schoon(boeking.aanvulling)
    return Bankregel(
        datum=_boekdag(valuta, gevonden["boek"]),
        bedrag=bedrag if bij else -bedrag,
        omschrijving=gegevens.get("tekst", ""),
        tegenrekening=rekeningnummer(gegevens.get("rekening")),
        tegennaam=gegevens.get("naam", "")[:140],
        kenmerk=gegevens.get("kenmerk", "")[:140],
        eindreferentie=niets(gegevens.get("eref") or _eref(eigen))[:70],
        bankreferentie=niets(schoon(bankreferentie))[:70],
        machtiging=gegevens.get("machtiging", "")[:35],
        storno=gevonden["richting"] in ("RC", "RD") or bool(gegevens.get("reden")),
        reden=gegevens.get("reden", "")[:35],
        valutadatum=valuta,
    )


def _eref(eigen: str) -> str:
    kaal = schoon(eigen)
    return "" if re.fullmatch(r"(?i)(NONREF|EREF|MARF|PREF)?", kaal) else kaal


def lees_86(tekst: str) -> dict[str, str]:
    """Wat er in veld 86 staat: tekst, rekening, naam, kenmerk, eref, machtiging, reden."""
    aan_elkaar = tekst.replace("\n", "")
    if re.match(rf"/({_CODES})/", aan_elkaar):
        return _met_strepen(aan_elkaar)
    if re.match(r"\d{3}\?\d\d", aan_elkaar):
        return _met_vraagtekens(aan_elkaar)
    plat = schoon(tekst.replace("\n", " "))
    if len(_WOORD.findall(plat)) >= 2:
        return _met_woorden(plat)
    gevonden = _IBAN.search(plat)
    rekening = gevonden[0] if gevonden and iban_regels.is_valid(gevonden[0]) else ""
    return {"tekst": plat, "rekening": rekening}


def _met_strepen(tekst: str) -> dict[str, str]:
    delen = _STREEP.split(tekst)
    codes: dict[str, str] = {}
    for code, waarde in zip(delen[1::2], delen[2::2], strict=True):
        codes.setdefault(code, waarde.strip("/ ") if code != "CNTP" else waarde)
    partij = codes.get("CNTP", "").split("/")
    vrij, kenmerk = _remi(codes.get("REMI", ""))
    return {
        "tekst": vrij or schoon(codes.get("PURP") or codes.get("TRTP")),
        "kenmerk": kenmerk,
        "rekening": codes.get("IBAN", "") or partij[0],
        "naam": schoon(codes.get("NAME", "") or (partij[2] if len(partij) > 2 else "")),
        "eref": niets(schoon(codes.get("EREF"))),
        "machtiging": schoon(codes.get("MARF")),
        "reden": schoon(codes.get("RTRN")),
    }


def _remi(waarde: str) -> tuple[str, str]:
    """USTD//vrije tekst, STRD/CUR/kenmerk (ING), of gewoon tekst (ABN AMRO, Rabobank)."""
    if waarde.startswith("USTD/"):
        return schoon(waarde.removeprefix("USTD/").strip("/")), ""
    if gestructureerd := re.match(r"STRD/(?:CUR|ISO)/([^/]+)", waarde):
        return "", schoon(gestructureerd[1])
    return schoon(waarde), ""


def _met_vraagtekens(tekst: str) -> dict[str, str]:
    delen = re.split(r"\?(\d\d)", tekst)
    vakken = dict(zip(delen[1::2], delen[2::2], strict=True))
    vrij = "".join(vakken.get(f"{nr}", "") for nr in (*range(20, 30), *range(60, 64)))
    return {
        "tekst": schoon(vrij),
        "rekening": vakken.get("31", "") or vakken.get("38", ""),
        "naam": schoon(vakken.get("32", "") + vakken.get("33", "")),
    }


def _met_woorden(plat: str) -> dict[str, str]:
    delen = _WOORD.split(plat)
    vakken: dict[str, str] = {}
    for woord, waarde in zip(delen[1::2], delen[2::2], strict=True):
        vakken.setdefault(woord.rstrip("."), waarde.strip())
    kenmerk = vakken.get("BETALINGSKENM", "")
    eref = niets(vakken.get("KENMERK", ""))
    return {
        "tekst": schoon(f"{vakken.get('OMSCHRIJVING', '')} {eref}") or schoon(delen[0]),
        "kenmerk": schoon(kenmerk),
        "rekening": vakken.get("IBAN", "").split(" ")[0],
        "naam": schoon(vakken.get("NAAM", "")),
        "eref": eref,
        "machtiging": schoon(vakken.get("MACHTIGING", "")),
    }


def _getal(tekst: str) -> Decimal:
    bedrag = Decimal(tekst.replace(",", ".") + ("0" if tekst.endswith(",") else "")).quantize(Decimal("0.01"))
    if bedrag > MAX_BEDRAG:
        raise Bankfout("Een bedrag in dit bestand is te groot. Haal het opnieuw op bij de bank.")
    return bedrag


def _dag(tekst: str) -> date:
    try:
        return date(2000 + int(tekst[:2]), int(tekst[2:4]), int(tekst[4:6]))
    except ValueError:
        raise Bankfout("Een datum in dit bestand bestaat niet. Haal het opnieuw op bij de bank.") from None


def _boekdag(valuta: date, maand_dag: str | None) -> date:
    """The entry day has no year: it lies within half a year of the value day."""
    if not maand_dag:
        return valuta
    dag = _dag(f"{valuta:%y}{maand_dag}")
    if (dag - valuta).days > 183:
        return _dag(f"{valuta.year - 2001:02d}{maand_dag}")
    if (valuta - dag).days > 183:
        return _dag(f"{valuta.year - 1999:02d}{maand_dag}")
    return dag
