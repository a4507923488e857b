"""Export of all filtered rows: csv, xlsx and json, streamed, with formulas made harmless (E7, D6)."""

import csv
import json
import re
import tempfile
from datetime import date, datetime
from decimal import Decimal

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from kern.lists.columns import DATUMS, GETALLEN

BROK = 2_000
XLSX_MAX_RIJEN = 1_048_575
XLSX_MAX_TEKST = 32_767
# A spreadsheet reads a text with one of these in front as a formula; the wide forms count as well.
FORMULETEKENS = "=+-@\t\r\n＝＋－＠"
NIET_IN_XLSX = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def onschadelijk(tekst: str) -> str:
    """Text that no spreadsheet will run: an apostrophe before a sign that starts a formula."""
    if tekst and (tekst[0] in FORMULETEKENS or tekst.lstrip(" \u00a0")[:1] in FORMULETEKENS):
        return f"'{tekst}"
    return tekst


def exporteer(vorm: str, *, tabel, lezers, rijen, naam: str, gegevens: dict) -> HttpResponse:
    """The answer with the file; `rijen` is an iterator of `.values()` rows, `naam` has no extension."""
    maak = {"csv": _csv, "xlsx": _xlsx, "json": _json}[vorm]
    antwoord = maak(tabel, lezers, rijen, gegevens)
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}.{vorm}"'
    antwoord["X-Content-Type-Options"] = "nosniff"
    return antwoord


# ---- csv ---------------------------------------------------------------------------------------
class _Echo:
    def write(self, regel):
        return regel


def _csv(tabel, lezers, rijen, gegevens):
    schrijver = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")

    def regels():
        kop = [onschadelijk(kop.tekst) for kop in tabel.koppen]
        yield "\ufeff" + schrijver.writerow(kop)
        # One chunk of bytes per few hundred rows: a chunk per row costs more than the row.
        brok = []
        for rij in rijen:
            brok.append(schrijver.writerow([csv_cel(lees(rij)) for lees in lezers]))
            if len(brok) == 500:
                yield "".join(brok)
                brok.clear()
        yield "".join(brok)

    stroom = (deel.encode("utf-8", "replace") for deel in regels())
    return StreamingHttpResponse(stroom, content_type="text/csv; charset=utf-8")


def csv_cel(waarde) -> str:
    """Decimal comma, dd-mm-jjjj, harmless text; a number stays a number, also below zero."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, GETALLEN):
        return (
            f"{waarde:f}".replace(".", ",") if isinstance(waarde, Decimal) else str(waarde).replace(".", ",")
        )
    if isinstance(waarde, datetime):
        waarde = timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde
        return f"{waarde:%d-%m-%Y %H:%M}"
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    return onschadelijk(str(waarde))


# ---- xlsx --------------------------------------------------------------------------------------
def _xlsx(tabel, lezers, rijen, gegevens):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    boek = Workbook(write_only=True)
    blad = boek.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", gegevens["titel"])[:31] or "Lijst")
    blad.freeze_panes = "A2"
    kolommen = [tabel.columns[kop.naam].column for kop in tabel.koppen]
    for nummer, kolom in enumerate(kolommen, start=1):
        blad.column_dimensions[get_column_letter(nummer)].width = kolom.breedte
    blad.append([_vet(WriteOnlyCell(blad, onschadelijk(kop.tekst)), Font(bold=True)) for kop in tabel.koppen])
    formaten = [kolom.xlsx_formaat for kolom in kolommen]
    for nummer, rij in enumerate(rijen):
        if nummer == XLSX_MAX_RIJEN:
            break
        blad.append(
            [_cel(WriteOnlyCell, blad, lees(rij), fmt) for lees, fmt in zip(lezers, formaten, strict=True)]
        )
    # Excel files end with a table of contents, so the file is made on disk and then streamed.
    bestand = tempfile.TemporaryFile()  # noqa: SIM115
    boek.save(bestand)
    bestand.seek(0)
    soort = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(bestand, content_type=soort)


def _vet(cel, letter):
    cel.font = letter
    return cel


def _cel(soort, blad, waarde, formaat):
    """A cell with its real type; text is never taken for a formula or an error code."""
    if waarde is None or waarde == "":
        return None
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime) and timezone.is_aware(waarde):
        waarde = timezone.make_naive(waarde)
    if isinstance(waarde, (*GETALLEN, *DATUMS)):
        if isinstance(waarde, date) and not isinstance(waarde, datetime) and waarde.year < 1900:
            return f"{waarde:%d-%m-%Y}"
        cel = soort(blad, waarde)
        if isinstance(waarde, DATUMS):
            cel.number_format = formaat or (
                "dd-mm-yyyy hh:mm" if isinstance(waarde, datetime) else "dd-mm-yyyy"
            )
        elif formaat:
            cel.number_format = formaat
        return cel
    tekst = onschadelijk(NIET_IN_XLSX.sub("", str(waarde)))[:XLSX_MAX_TEKST]
    cel = soort(blad, "")
    cel._value, cel.data_type = tekst, "s"  # openpyxl would guess: "#N/A" becomes an error, "=" a formula
    return cel


# ---- json --------------------------------------------------------------------------------------
def _json(tabel, lezers, rijen, gegevens):
    namen = [kop.naam for kop in tabel.koppen]

    def delen():
        kop = {
            "lijst": gegevens["lijst"],
            "titel": gegevens["titel"],
            "gemaakt_op": timezone.localtime().isoformat(timespec="seconds"),
            "filters": gegevens["filters"],
            "kolommen": [{"code": kop.naam, "naam": kop.tekst} for kop in tabel.koppen],
        }
        yield json.dumps(kop, ensure_ascii=False)[:-1] + ', "rijen": [\n'
        scheiding = ""
        for rij in rijen:
            waarden = {naam: json_waarde(lees(rij)) for naam, lees in zip(namen, lezers, strict=True)}
            yield scheiding + json.dumps(waarden, ensure_ascii=False)
            scheiding = ",\n"
        yield "\n]}\n"

    stroom = (deel.encode("utf-8", "replace") for deel in delen())
    return StreamingHttpResponse(stroom, content_type="application/json")


def json_waarde(waarde):
    """Numbers as numbers, dates as ISO; no formulas here, so no apostrophes."""
    if isinstance(waarde, Decimal):
        return int(waarde) if waarde == waarde.to_integral_value() else float(waarde)
    if isinstance(waarde, datetime):
        return (timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde).isoformat(
            timespec="seconds"
        )
    if isinstance(waarde, date):
        return waarde.isoformat()
    return waarde if waarde is None or isinstance(waarde, bool | int | float) else str(waarde)
