"""From an uploaded file to a header and rows: xlsx and csv, whatever people and machines make of them.

What is in the file decides, not its name. Everything that cannot be read is refused with a sentence that
says what to do (snel-en-veilig.md §8 D4: at most 5 seconds and 200 MiB).
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

import python_calamine

from kern.imports.xlsx_guard import MAX_CELLEN, MAX_KOLOMMEN, MAX_RIJEN, Geweigerd, keur_werkmap

__all__ = ["MAX_BYTES", "MAX_RIJEN", "Geweigerd", "Tabel", "lees_bestand"]

MAX_BYTES = 10 * 1024 * 1024
_STURING = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass
class Tabel:
    """Header and rows of a file. Row numbers are those of the spreadsheet: the header is row 1."""

    kop: list[str]
    rijen: Iterator[tuple[int, list[Any]]]
    meldingen: list[str] = field(default_factory=list)


def lees_bestand(naam: str, inhoud: bytes) -> Tabel:
    """Read the header now and the rows while you walk over them. Raises Geweigerd."""
    if not inhoud.strip(b"\x00 \t\r\n"):
        raise Geweigerd("Dit bestand is leeg. Kies het bestand met de lijst.")
    if len(inhoud) > MAX_BYTES:
        raise Geweigerd(
            f"Dit bestand is {len(inhoud) / 1048576:.0f} MB. Het mag 10 MB zijn. Verdeel het in stukken."
        )
    achtervoegsel = PurePath(naam.lower()).suffix
    if inhoud.startswith(b"PK\x03\x04"):
        if achtervoegsel in (".csv", ".txt"):
            raise Geweigerd(
                f"Dit is een Excel- of zipbestand met een naam op {achtervoegsel}. Noem het .xlsx."
            )
        return _lees_xlsx(inhoud)
    _weiger_andere_soorten(inhoud, achtervoegsel)
    return _lees_csv(inhoud)


def _weiger_andere_soorten(inhoud: bytes, achtervoegsel: str) -> None:
    begin = inhoud[:8]
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in inhoud:
            raise Geweigerd(
                "Dit bestand heeft een wachtwoord. Haal het wachtwoord eraf en sla het opnieuw op."
            )
        raise Geweigerd("Dit is een oud Excel-bestand (.xls). Open het in Excel en sla het op als .xlsx.")
    for merk, wat in (
        (b"MZ", "een programma (.exe)"),
        (b"\x7fELF", "een programma"),
        (b"%PDF", "een pdf"),
        (b"\x89PNG", "een afbeelding"),
        (b"\xff\xd8\xff", "een afbeelding"),
        (b"\x1f\x8b", "een gzipbestand"),
        (b"Rar!", "een rarbestand"),
        (b"7z\xbc\xaf", "een 7z-bestand"),
        (b"{\\rtf", "een tekstdocument"),
    ):
        if begin.startswith(merk):
            raise Geweigerd(f"Dit is {wat}, geen lijst. Kies een .xlsx of .csv.")
    if (
        inhoud[:200]
        .lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<?xml", b"<html", b"<!doctype", b"<table"))
    ):
        raise Geweigerd("Dit is een webpagina of XML, geen lijst. Open het in Excel en sla het op als .xlsx.")
    if achtervoegsel in (".xlsx", ".xlsm", ".xls", ".zip"):
        raise Geweigerd(
            f"De inhoud van dit bestand is geen {achtervoegsel}: het is beschadigd of heeft de verkeerde naam. "
            "Sla de lijst opnieuw op als .xlsx of .csv."
        )


# ---- xlsx ------------------------------------------------------------------------------------------
def _lees_xlsx(inhoud: bytes) -> Tabel:
    info = keur_werkmap(inhoud)
    if info.samengevoegd:
        raise Geweigerd(
            f"In het blad zijn cellen samengevoegd ({', '.join(info.samengevoegd[:5])}). "
            "Splits ze: elke rij heeft haar eigen waarden nodig."
        )
    if info.formules_zonder_uitkomst:
        cellen = ", ".join(info.formules_zonder_uitkomst[:5])
        raise Geweigerd(
            f"In cel {cellen} staat een formule zonder uitkomst. Kopieer de kolom en plak alleen de waarden."
        )
    meldingen = []
    if info.formules:
        meldingen.append(f"In {info.formules} cellen staat een formule. De uitkomst daarvan is gelezen.")
    if info.aantal_bladen > 1:
        meldingen.append(f"Alleen het eerste blad, {info.naam!r}, is gelezen.")
    rijen = _calamine_rijen(inhoud)
    return _met_kop(rijen, meldingen)


def _calamine_rijen(inhoud: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        blad = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(inhoud)).get_sheet_by_index(0)
        # iter_rows starts at row 1, and at the first column that is in use.
        yield from enumerate(blad.iter_rows(), start=1)
    except Exception as fout:
        raise _onleesbaar() from fout
    except BaseException as fout:
        # A panic in the Rust library is no Exception; everything else (Ctrl-C) is not ours.
        if type(fout).__name__ == "PanicException":
            raise _onleesbaar() from None
        raise


def _onleesbaar() -> Geweigerd:
    return Geweigerd(
        "Dit Excel-bestand is niet te lezen. Open het in Excel, sla het opnieuw op en probeer het nog eens."
    )


# ---- csv -------------------------------------------------------------------------------------------
def _lees_csv(inhoud: bytes) -> Tabel:
    tekst, meldingen = _decodeer(inhoud)
    if fout := _STURING.search(tekst):
        rij = tekst.count("\n", 0, fout.start()) + 1
        raise Geweigerd(
            f"In rij {rij} staat een teken dat niet in een lijst hoort. Is dit wel een .csv-bestand?"
        )
    eerste = next((regel for regel in tekst.splitlines() if regel.strip()), "")
    if eerste.lower().startswith("sep=") and len(eerste) <= 6:
        scheiding, tekst = eerste[4:5] or ";", tekst.split("\n", 1)[1] if "\n" in tekst else ""
        verschuiving = 1
    else:
        scheiding, verschuiving = _scheidingsteken(eerste), 0
    heel = tekst.endswith(("\n", "\r"))
    return _met_kop(_csv_rijen(tekst, scheiding, verschuiving, heel), meldingen, precies=True)


def _decodeer(inhoud: bytes) -> tuple[str, list[str]]:
    if inhoud[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return inhoud.decode("utf-16"), ["Het bestand is gelezen als Unicode-tekst (UTF-16)."]
        except UnicodeDecodeError:
            raise Geweigerd("Dit bestand is beschadigd. Sla het opnieuw op als CSV UTF-8.") from None
    if b"\x00" in inhoud:
        raise Geweigerd(
            "Dit is geen lijst: er staan tekens in die alleen programma's gebruiken. Kies een .xlsx of .csv."
        )
    try:
        return inhoud.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        tekst = inhoud.decode("cp1252")
    except UnicodeDecodeError:
        raise Geweigerd("De letters in dit bestand zijn niet te lezen. Sla het op als 'CSV UTF-8'.") from None
    return tekst, ["Het bestand is gelezen als Windows-1252. Controleer namen met een accent, zoals é en ö."]


def _scheidingsteken(eerste: str) -> str:
    buiten = re.sub(r'"[^"]*"', "", eerste)
    return max(";,\t|", key=lambda teken: (buiten.count(teken), -";,\t|".index(teken)))


def _csv_rijen(tekst: str, scheiding: str, verschuiving: int, heel: bool) -> Iterator[tuple[int, list[Any]]]:
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    breedte = 0
    vorige: tuple[int, list[Any]] | None = None
    try:
        for nummer, rij in enumerate(lezer, start=1 + verschuiving):
            if len(rij) > MAX_KOLOMMEN:
                raise Geweigerd(
                    f"Rij {nummer} heeft {len(rij)} kolommen. Er kunnen er {MAX_KOLOMMEN} gelezen worden. "
                    "Controleer het scheidingsteken."
                )
            if vorige:
                yield vorige
            breedte = breedte or len(rij)
            vorige = nummer, rij
    except csv.Error as fout:
        if "field larger" in str(fout):
            raise Geweigerd(
                f"Bij regel {lezer.line_num} staat een cel van meer dan 100.000 tekens."
            ) from None
        raise Geweigerd(
            f"Bij regel {lezer.line_num} klopt een aanhalingsteken niet, of het bestand is afgebroken. "
            "Sla de lijst opnieuw op als csv."
        ) from None
    if vorige:
        if not heel and len(vorige[1]) < breedte and any(vorige[1]):
            raise Geweigerd(
                f"Het bestand lijkt afgebroken: rij {vorige[0]} is niet af. Haal het bestand opnieuw op."
            )
        yield vorige


# ---- both ------------------------------------------------------------------------------------------
def _met_kop(rijen: Iterator[tuple[int, list[Any]]], meldingen: list[str], precies: bool = False) -> Tabel:
    """Take the header off; the first row that is not empty."""
    for nummer, rij in rijen:
        if any(cel not in ("", None) for cel in rij):
            kop = _kop(nummer, rij)
            return Tabel(kop, _gegevensrijen(rijen, len(kop), precies), meldingen)
    raise Geweigerd("In dit bestand staan geen rijen. Kies het bestand met de lijst.")


def _kop(nummer: int, rij: list[Any]) -> list[str]:
    while rij and rij[-1] in ("", None):
        rij = rij[:-1]
    vreemd = [cel for cel in rij if cel not in ("", None) and not _is_naam(cel)]
    if vreemd:
        raise Geweigerd(
            f"Rij {nummer} is geen rij met kolomnamen: er staat een getal of een datum in. "
            "Zet de kolomnamen (zoals Achternaam) op de eerste rij."
        )
    namen = [" ".join(str(cel).split())[:80] for cel in rij]
    dubbel = sorted({naam for naam in namen if naam and [n.lower() for n in namen].count(naam.lower()) > 1})
    if dubbel:
        raise Geweigerd(
            f"De kolom {dubbel[0]!r} staat er meer dan één keer in. Geef elke kolom een eigen naam."
        )
    return [naam or f"(kolom {index} zonder naam)" for index, naam in enumerate(namen, start=1)]


def _is_naam(cel: Any) -> bool:
    if not isinstance(cel, str) or isinstance(cel, date):
        return False
    return bool(re.search(r"[^\W\d_]", cel)) and not re.fullmatch(
        r"[0-9]{4}[A-Za-z]{2}", cel.replace(" ", "")
    )


def _gegevensrijen(rijen: Iterator, breedte: int, precies: bool) -> Iterator[tuple[int, list[Any]]]:
    """Rows without the empty ones; `precies`: a row with more cells than the header is marked by its length."""
    aantal = cellen = 0
    for nummer, rij in rijen:
        if not any(cel not in ("", None) and str(cel).strip() for cel in rij):
            continue
        aantal += 1
        cellen += len(rij)
        if aantal > MAX_RIJEN:
            tekst = f"Dit bestand heeft meer dan {MAX_RIJEN:,} rijen. Verdeel het over meer bestanden."
            raise Geweigerd(tekst.replace(",", "."))
        if cellen > MAX_CELLEN:
            raise Geweigerd("Dit bestand heeft te veel cellen. Verdeel het over meer bestanden.")
        te_veel = [cel for cel in rij[breedte:] if cel not in ("", None)]
        rij = (rij[:breedte] + [""] * (breedte - len(rij))) if not te_veel else rij
        yield nummer, rij
