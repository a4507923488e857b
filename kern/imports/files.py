"""Files that an import gives out: empty templates per kind, and the rows with an error and why."""

import csv
import io
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from kern.imports.engine import herstelde_cellen, ruwe_rijen, soort_van
from kern.lists.export import NIET_IN_XLSX, onschadelijk
from kern.models import Importbatch, Importregel
from kern.registers import Importsoort

REDEN = "Wat er mis is en wat je moet doen"


def sjabloon_xlsx(soort: Importsoort) -> bytes:
    """Header, one example row, and a second sheet that explains every column."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("Lijst")
    blad.freeze_panes = "A2"
    blad.append([_vet(blad, veld.code) for veld in soort.velden])
    blad.append([_tekst(blad, veld.voorbeeld) for veld in soort.velden])
    uitleg = boek.create_sheet("Uitleg")
    for letter, breedte in zip("ABCDE", (24, 28, 10, 70, 30), strict=True):
        uitleg.column_dimensions[letter].width = breedte
    uitleg.append([_vet(uitleg, kop) for kop in ("Kolom", "Naam", "Verplicht", "Uitleg", "Voorbeeld")])
    for veld in soort.velden:
        regel = (veld.code, veld.naam, "ja" if veld.verplicht else "nee", veld.uitleg, veld.voorbeeld)
        uitleg.append([_tekst(uitleg, cel) for cel in regel])
    return _bytes(boek)


def sjabloon_csv(soort: Importsoort) -> bytes:
    """Header and one example row; semicolons and a BOM, so that Excel opens it well."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow([veld.code for veld in soort.velden])
    schrijver.writerow([veld.voorbeeld for veld in soort.velden])
    return uit.getvalue().encode("utf-8-sig")


def foutenbestand(batch: Importbatch) -> bytes:
    """The rows with an error as they stand in the file (with what was repaired), and the reason beside them."""
    fouten = {regel.rij: regel for regel in batch.regels.filter(uitkomst=Importregel.Uitkomst.FOUT)}
    namen = {veld.code: veld.naam for veld in soort_van(batch).velden}
    kolom_van = {kolom: code for code, kolom in batch.koppeling.items()}
    herstel = herstelde_cellen(batch)
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("Fouten")
    blad.freeze_panes = "A2"
    blad.append([_vet(blad, kop) for kop in (*batch.kolommen, "Rij in het bestand", REDEN)])
    for rij, cellen in (ruwe_rijen(batch, alleen=set(fouten)) if fouten else {}).items():
        beter = herstel.get(rij, {})
        waarden = [
            beter.get(kolom_van.get(kolom, ""), cellen[i] if i < len(cellen) else "")
            for i, kolom in enumerate(batch.kolommen)
        ]
        reden = " ".join(zin_van(fout, namen) for fout in fouten[rij].fouten)
        blad.append([*(_cel(blad, waarde) for waarde in waarden), rij, _tekst(blad, reden)])
    return _bytes(boek)


def zin_van(fout: dict, namen: dict[str, str]) -> str:
    """ "Doeltrede: 7 bestaat niet. Kies 1 t/m 6." """
    naam = namen.get(fout["veld"], "")
    return f"{naam}: {fout['tekst']}" if naam else fout["tekst"]


def _cel(blad, waarde):
    if isinstance(waarde, date | datetime | bool) or (isinstance(waarde, int | float) and waarde == waarde):
        cel = WriteOnlyCell(blad, waarde)
        if isinstance(waarde, date | datetime):
            cel.number_format = "DD-MM-YYYY"
        return cel
    return _tekst(blad, "" if waarde is None else str(waarde))


def _tekst(blad, tekst: str):
    if not tekst:
        return None
    cel = WriteOnlyCell(blad, onschadelijk(NIET_IN_XLSX.sub("", tekst)[:32_000]))
    cel.data_type = "s"
    return cel


def _vet(blad, tekst: str):
    cel = _tekst(blad, tekst)
    cel.font = Font(bold=True)
    return cel


def _bytes(boek: Workbook) -> bytes:
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()
