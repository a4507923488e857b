"""Looks at an .xlsx before any library opens it: size after unpacking, entities, formulas, merged cells.

A workbook is a zip of XML. What may go wrong: a few KB that unpack to gigabytes, a directory that lies about
sizes, one cell in the last column of the last row (a reader then asks for 17 billion cells), entities.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MAX_RIJEN = 100_000
MAX_KOLOMMEN = 200
MAX_CELLEN = 3_000_000
MAX_UITGEPAKT = 120 * 1024 * 1024
MAX_DELEN = 300
MAX_VERHOUDING = 200  # times its packed size; real sheets stay below 30
BLOK = 1 << 20

# The address of a cell with content: only cells have an r with letters, and an empty one closes itself.
_CELADRES = re.compile(rb'\sr="([A-Z]{1,7})([0-9]{1,9})"[^<>]*(?<!/)>')
_ADRES = re.compile(rb'\br="([A-Z]{1,7})([0-9]{1,9})"')
_CELINHOUD = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)(?<!/)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v(?:/>|>([^<]*)<))?"
)
_SAMEN = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z0-9:$]{1,40})"')
_RIJ = re.compile(rb"<(?:\w+:)?row\b")


class Geweigerd(ValueError):
    """This file is not read; the text says why and what to do."""


@dataclass
class Bladinfo:
    """What stands in the first sheet, before it is read."""

    naam: str
    aantal_bladen: int
    formules: int = 0
    formules_zonder_uitkomst: list[str] = field(default_factory=list)
    samengevoegd: list[str] = field(default_factory=list)


def keur_werkmap(inhoud: bytes) -> Bladinfo:
    """Check every part of the workbook and tell about its first sheet. Raises Geweigerd."""
    try:
        zip_ = zipfile.ZipFile(io.BytesIO(inhoud))
        delen = zip_.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, UnicodeError):
        raise Geweigerd(
            "Dit Excel-bestand is niet te openen: het is beschadigd of afgebroken. "
            "Open het in Excel, sla het opnieuw op en probeer het nog eens."
        ) from None
    _keur_inhoudsopgave(delen, len(inhoud))
    per_naam = {deel.filename: deel for deel in delen}
    if "xl/workbook.xml" not in per_naam:
        raise Geweigerd(
            "Dit is een zipbestand, maar geen Excel-werkmap. Sla de lijst in Excel op als .xlsx of als .csv."
        )
    pad, info = _eerste_blad(inhoud, per_naam)
    for naam, deel in per_naam.items():
        if naam == pad:
            _keur_blad(_uitpakken(inhoud, deel), info)
        elif naam.endswith((".xml", ".rels")):
            for _ in _xml_blokken(_uitpakken(inhoud, deel)):
                pass
        else:
            for _ in _uitpakken(inhoud, deel):
                pass
    return info


def _keur_inhoudsopgave(delen: list[zipfile.ZipInfo], grootte: int) -> None:
    bom = Geweigerd(
        "Dit bestand wordt na uitpakken te groot. Maak een nieuw bestand met alleen de lijst en sla dat op als .xlsx."
    )
    if len(delen) > MAX_DELEN or sum(deel.file_size for deel in delen) > MAX_UITGEPAKT:
        raise bom
    if sum(deel.compress_size for deel in delen) > grootte or len({d.filename for d in delen}) != len(delen):
        raise bom
    for deel in delen:
        if deel.flag_bits & 0x1:
            raise Geweigerd(
                "Dit bestand heeft een wachtwoord. Haal het wachtwoord eraf en sla het opnieuw op."
            )
        if deel.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Geweigerd(
                "Dit bestand is anders ingepakt dan Excel doet. Sla het in Excel opnieuw op als .xlsx."
            )
        if deel.file_size > 1_000_000 and deel.file_size > MAX_VERHOUDING * max(deel.compress_size, 1):
            raise bom


def _uitpakken(inhoud: bytes, deel: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked part in blocks; a part that grows past the size in the directory is refused."""
    stuk = Geweigerd(
        "Dit Excel-bestand is beschadigd. Open het in Excel, sla het opnieuw op en probeer het nog eens."
    )
    kop = inhoud[deel.header_offset : deel.header_offset + 30]
    if len(kop) < 30 or kop[:4] != b"PK\x03\x04":
        raise stuk
    naam, extra = struct.unpack("<HH", kop[26:30])
    begin = deel.header_offset + 30 + naam + extra
    ruw = inhoud[begin : begin + deel.compress_size]
    if deel.compress_type == zipfile.ZIP_STORED:
        if len(ruw) != deel.file_size:
            raise stuk
        yield ruw
        return
    uitpakker, totaal = zlib.decompressobj(-15), 0
    try:
        while True:
            blok = uitpakker.decompress(ruw, BLOK)
            ruw = uitpakker.unconsumed_tail
            totaal += len(blok)
            if totaal > deel.file_size:
                raise stuk
            if blok:
                yield blok
            if uitpakker.eof or not (blok or ruw):
                break
    except zlib.error:
        raise stuk from None
    if totaal != deel.file_size:
        raise stuk


def _xml_blokken(blokken: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, refused when they declare a document type or are not plain UTF-8 XML."""
    staart = b""
    for nummer, blok in enumerate(blokken):
        if nummer == 0 and (blok[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in blok[:200]):
            raise Geweigerd(
                "Dit Excel-bestand heeft een vreemde codering. Sla het in Excel opnieuw op als .xlsx."
            )
        venster = staart + blok
        if b"<!DOCTYPE" in venster or b"<!ENTITY" in venster:
            raise Geweigerd(
                "Dit bestand bevat verwijzingen die niet in een Excel-lijst horen. Het wordt niet gelezen. "
                "Maak een nieuw bestand en plak daar de waarden in."
            )
        staart = blok[-16:]
        yield blok


def _eerste_blad(inhoud: bytes, per_naam: dict[str, zipfile.ZipInfo]) -> tuple[str, Bladinfo]:
    """Path and name of the first sheet, from the workbook and its relations."""
    try:
        werkmap = ElementTree.fromstring(_geheel(inhoud, per_naam["xl/workbook.xml"]))
        relaties = ElementTree.fromstring(_geheel(inhoud, per_naam["xl/_rels/workbook.xml.rels"]))
    except Geweigerd:
        raise
    except (ElementTree.ParseError, DefusedXmlException, KeyError, ValueError):
        raise Geweigerd(
            "Dit Excel-bestand is beschadigd. Open het in Excel, sla het opnieuw op en probeer het nog eens."
        ) from None
    bladen = [el for el in werkmap.iter() if el.tag.endswith("}sheet") or el.tag == "sheet"]
    doelen = {el.get("Id"): el.get("Target", "") for el in relaties.iter()}
    if not bladen:
        raise Geweigerd("In dit Excel-bestand staat geen werkblad. Zet de lijst op het eerste blad.")
    verwijzing = next((w for n, w in bladen[0].attrib.items() if n.endswith("}id")), "")
    doel = doelen.get(verwijzing, "")
    pad = doel.lstrip("/") if doel.startswith("/") else f"xl/{doel}"
    if pad not in per_naam:
        raise Geweigerd("Het eerste blad van dit Excel-bestand ontbreekt. Sla het in Excel opnieuw op.")
    return pad, Bladinfo(naam=bladen[0].get("name", ""), aantal_bladen=len(bladen))


def _geheel(inhoud: bytes, deel: zipfile.ZipInfo) -> bytes:
    if deel.file_size > 2_000_000:
        raise ValueError("te groot")
    return b"".join(_xml_blokken(_uitpakken(inhoud, deel)))


def _keur_blad(blokken: Iterator[bytes], info: Bladinfo) -> None:
    """Count cells and find formulas and merged cells, block by block (never the whole sheet at once)."""
    hoogste_rij = hoogste_kolom = cellen = rijen = 0
    staart = b""
    for blok in _xml_blokken(blokken):
        venster = staart + blok
        # Cut after the last complete cell or row, so that no cell is seen twice or half.
        knip = max(venster.rfind(b"</c>"), venster.rfind(b"</row>"), venster.rfind(b"/>"))
        knip = venster.find(b">", knip) + 1 if knip >= 0 else 0
        if knip == 0 and len(venster) > 4 * BLOK:
            raise Geweigerd("In dit bestand staat een cel van meer dan 4 MB. Haal die cel weg.")
        deel, staart = venster[:knip], venster[knip:]
        rijen += len(_RIJ.findall(deel))
        cellen += deel.count(b"</c>") + deel.count(b":c>")
        adressen = _CELADRES.findall(deel)
        if adressen:
            hoogste_kolom = max(hoogste_kolom, *map(_kolomnummer, {letters for letters, _ in adressen}))
            hoogste_rij = max(hoogste_rij, *map(int, {rij for _, rij in adressen}))
        _keur_omvang(hoogste_rij, hoogste_kolom, cellen, rijen)
        if b"<f" in deel or b":f" in deel:
            for gevonden in _CELINHOUD.finditer(deel):
                info.formules += 1
                if not gevonden[2] and len(info.formules_zonder_uitkomst) < 6:
                    adres = _ADRES.search(gevonden[1])
                    info.formules_zonder_uitkomst.append((adres[1] + adres[2]).decode() if adres else "?")
        info.samengevoegd += [ref.decode().replace("$", "") for ref in _SAMEN.findall(deel)][:10]


def _keur_omvang(rij: int, kolom: int, cellen: int, rijen: int) -> None:
    if kolom > MAX_KOLOMMEN:
        raise Geweigerd(
            f"Dit bestand heeft {kolom} kolommen. Er kunnen er {MAX_KOLOMMEN} gelezen worden. Haal de andere weg."
        )
    # Rows without cells do not count: Excel keeps the lay-out of whole columns.
    if rij > MAX_RIJEN + 1 or (cellen and rijen > 1_100_000):
        raise Geweigerd(
            f"Dit bestand heeft meer dan {MAX_RIJEN:,} rijen. Verdeel het over meer bestanden.".replace(
                ",", "."
            )
        )
    if cellen > MAX_CELLEN or rij * kolom > 4 * MAX_CELLEN:
        raise Geweigerd(
            f"Dit bestand heeft meer dan {MAX_CELLEN // 1_000_000} miljoen cellen. Verdeel het in stukken."
        )


def _kolomnummer(letters: bytes) -> int:
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + letter - 64
    return nummer
