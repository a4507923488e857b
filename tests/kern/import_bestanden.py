"""Files for the import tests: ordinary ones and hostile ones, all made in code."""

import csv
import io
import zipfile

import openpyxl


def xlsx(kop, *rijen, bewerk=None) -> bytes:
    """A workbook with this header and these rows; `bewerk(blad)` may spoil it."""
    werkmap = openpyxl.Workbook()
    blad = werkmap.active
    for rij in (kop, *rijen):
        blad.append(list(rij))
    if bewerk:
        bewerk(blad)
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()


def csvbestand(kop, *rijen, scheiding=";", codering="utf-8") -> bytes:
    uit = io.StringIO()
    csv.writer(uit, delimiter=scheiding).writerows([kop, *rijen])
    return uit.getvalue().encode(codering)


def met_deel(werkmap: bytes, naam: str, inhoud: bytes, methode=zipfile.ZIP_DEFLATED) -> bytes:
    """The same workbook with one part replaced or added."""
    bron, uit = zipfile.ZipFile(io.BytesIO(werkmap)), io.BytesIO()
    with zipfile.ZipFile(uit, "w", methode) as doel:
        for deel in bron.infolist():
            if deel.filename != naam:
                doel.writestr(deel.filename, bron.read(deel.filename))
        doel.writestr(naam, inhoud)
    return uit.getvalue()


def blad_xml(binnen: str, kop: str = "") -> bytes:
    ruimte = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?>{kop}<worksheet xmlns="{ruimte}">{binnen}</worksheet>'.encode()


def met_blad(binnen: str, kop: str = "") -> bytes:
    """A real workbook whose only sheet holds this XML."""
    return met_deel(xlsx(["a"]), "xl/worksheets/sheet1.xml", blad_xml(binnen, kop))


def tekstcel(adres: str, tekst: str) -> str:
    return f'<c r="{adres}" t="inlineStr"><is><t>{tekst}</t></is></c>'
