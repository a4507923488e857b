"""Export of all filtered rows: csv, xlsx and json, streamed, with formulas made harmless (E7, D6)."""

import csv
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from kern.downloads import MEDIATYPEN, als_download
from kern.lists.columns import DATUMS, GETALLEN
from kern.permissions import Recht

BROK = 2_000
ALS_TAAK_BOVEN = 5_000  # rows; more is made by a worker (ontwerp §2.11)
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


@dataclass(frozen=True)
class Uitvoer:
    """What goes into a file: headings and rows of plain values; `formaten` and `breedtes` are of the columns, for xlsx."""

    titel: str
    koppen: Sequence[str]
    rijen: Iterable[Sequence[Any]]
    namen: Sequence[str] = ()
    formaten: Sequence[str] = ()
    breedtes: Sequence[int] = ()
    kop: Mapping[str, Any] = field(default_factory=dict)  # the head of a json file


def uitvoer(tabel, lezers, rijen, gegevens: Mapping[str, Any]) -> Uitvoer:
    """The rows of a list, read column by column; `rijen` is an iterator of `.values()` rows."""
    kolommen = [tabel.kolommen[kop.naam] for kop in tabel.koppen]
    return Uitvoer(
        titel=gegevens["titel"],
        koppen=[kop.tekst for kop in tabel.koppen],
        rijen=([lees(rij) for lees in lezers] for rij in rijen),
        namen=[kop.naam for kop in tabel.koppen],
        formaten=[kolom.xlsx_formaat for kolom in kolommen],
        breedtes=[kolom.breedte for kolom in kolommen],
        kop={"lijst": gegevens["lijst"], "titel": gegevens["titel"], "filters": gegevens["filters"]},
    )


def exporteer(vorm: str, *, tabel, lezers, rijen, naam: str, gegevens: dict) -> HttpResponse:
    """The answer with the file; `rijen` is an iterator of `.values()` rows, `naam` has no extension."""
    return antwoord_met(vorm, uitvoer(tabel, lezers, rijen, gegevens), naam=naam)


def antwoord_met(vorm: str, blad: Uitvoer, *, naam: str) -> HttpResponse:
    """The file as a download, streamed."""
    if vorm == "xlsx":
        # Excel files end with a table of contents, so the file is made on disk and then streamed.
        antwoord: Any = FileResponse(xlsx_bestand(blad), content_type=MEDIATYPEN["xlsx"])
    else:
        delen = csv_delen(blad) if vorm == "csv" else json_delen(blad)
        antwoord = StreamingHttpResponse(delen, content_type=MEDIATYPEN[vorm])
    return als_download(antwoord, f"{naam}.{vorm}")


def bytes_van(vorm: str, blad: Uitvoer) -> bytes:
    """The whole file at once, for a job that stores it."""
    if vorm == "xlsx":
        with xlsx_bestand(blad) as bestand:
            return bestand.read()
    return b"".join(csv_delen(blad) if vorm == "csv" else json_delen(blad))


# ---- csv ---------------------------------------------------------------------------------------
class _Echo:
    def write(self, regel):
        return regel


def csv_delen(blad: Uitvoer) -> Iterator[bytes]:
    """`;`, BOM and decimal commas, as a Dutch spreadsheet expects; in pieces of a few hundred rows."""
    # Typed loosely: a writer gives back what its `write` gives, which the stubs do not know.
    schrijver: Any = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield f"\ufeff{schrijver.writerow([onschadelijk(kop) for kop in blad.koppen])}".encode()
    # A chunk per row costs more than the row.
    brok: list[str] = []
    for rij in blad.rijen:
        brok.append(schrijver.writerow([csv_cel(waarde) for waarde in rij]))
        if len(brok) == 500:
            yield "".join(brok).encode("utf-8", "replace")
            brok.clear()
    yield "".join(brok).encode("utf-8", "replace")


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
def xlsx_bestand(blad: Uitvoer) -> IO[bytes]:
    """A sheet with real dates and numbers, as an open file on disk."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    boek = Workbook(write_only=True)
    vel = boek.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", blad.titel)[:31] or "Lijst")
    vel.freeze_panes = "A2"
    for nummer, breedte in enumerate(blad.breedtes, start=1):
        vel.column_dimensions[get_column_letter(nummer)].width = breedte
    vel.append([_vet(WriteOnlyCell(vel, onschadelijk(kop)), Font(bold=True)) for kop in blad.koppen])
    formaten = blad.formaten or [""] * len(blad.koppen)
    for nummer, rij in enumerate(blad.rijen):
        if nummer == XLSX_MAX_RIJEN:
            break
        vel.append([_cel(WriteOnlyCell, vel, waarde, fmt) for waarde, fmt in zip(rij, formaten, strict=True)])
    bestand = tempfile.TemporaryFile()  # noqa: SIM115
    boek.save(bestand)
    bestand.seek(0)
    return bestand


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
def json_delen(blad: Uitvoer) -> Iterator[bytes]:
    """One object with the columns and the rows, in pieces."""
    kop = {
        **blad.kop,
        "gemaakt_op": timezone.localtime().isoformat(timespec="seconds"),
        "kolommen": [{"code": c, "naam": n} for c, n in zip(blad.namen, blad.koppen, strict=True)],
    }
    yield (json.dumps(kop, ensure_ascii=False)[:-1] + ', "rijen": [\n').encode("utf-8", "replace")
    scheiding = ""
    for rij in blad.rijen:
        waarden = {naam: json_waarde(waarde) for naam, waarde in zip(blad.namen, rij, strict=True)}
        yield (scheiding + json.dumps(waarden, ensure_ascii=False)).encode("utf-8", "replace")
        scheiding = ",\n"
    yield b"\n]}\n"


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


def exportgemeenten(gebruiker, recht: Recht | None) -> frozenset[int]:
    """The gemeenten whose rows this user may take along."""
    return gebruiker.toegang.gemeenten_met(recht) if recht else gebruiker.toegang.gemeenten
