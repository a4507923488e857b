"""Safe upload: what a file really is, before a byte of it is stored (snel-en-veilig §8 D5).

`lees_upload(file)` gives an Upload or a ValidationError in Dutch. A name and a content type from the
browser are claims; only the content counts. Nothing is executed, converted or rendered here. A virus
scanner of the organisation can be hooked in at `_zoek_kwaad`.
"""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

OOXML = "application/vnd.openxmlformats-officedocument"
MEDIATYPEN = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}
TOEGESTAAN = "Toegestaan zijn pdf, docx, xlsx, odt, jpg, png en txt."
MAX_BESTANDEN = 10
MAX_NAAM = 120
MAX_PIXELS = 50_000_000
MAX_ONDERDELEN = 3_000
MAX_UITGEPAKT = 150 * 1024 * 1024
MAX_VERHOUDING = 200  # a real office file shrinks less than 50 times
_BLOK = 256 * 1024

_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_VERBODEN_IN_ZIP = re.compile(
    r"(vbaproject\.bin|vbadata\.xml)$|\.(exe|dll|scr|com|bat|cmd|ps1|vbs|js|jar|hta|lnk|msi|html?|svg|jnlp)$"
)
_OPMAAKTAAL = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body|meta)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    """A file that may be stored: its own clean name, its real type, its bytes."""

    naam: str
    mediatype: str
    inhoud: bytes
    sha256: str


def lees_upload(bestand) -> Upload:
    """Check an uploaded file in full. Raises ValidationError (Dutch, names the file)."""
    naam = schone_naam(bestand.name or "")
    if bestand.size > settings.UPLOAD_MAX_BYTES:
        hoogste = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            f"{naam} is te groot. Een bestand mag hooguit {hoogste} MB zijn.", code="te_groot"
        )
    inhoud = bestand.read(settings.UPLOAD_MAX_BYTES + 1)
    return controleer(naam, inhoud)


def controleer(naam: str, inhoud: bytes) -> Upload:
    """The same check for bytes that are already in memory."""
    naam = schone_naam(naam)
    if not inhoud:
        raise ValidationError(f"{naam} is leeg. Kies een ander bestand.", code="leeg")
    if len(inhoud) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(f"{naam} is te groot.", code="te_groot")
    soort = PurePosixPath(naam).suffix.lower().removeprefix(".")
    soort = {"jpeg": "jpg"}.get(soort, soort)
    if soort not in MEDIATYPEN:
        raise ValidationError(f"{naam} heeft een soort die hier niet kan. {TOEGESTAAN}", code="soort")
    try:
        _zoek_kwaad(inhoud)
        _CONTROLES[soort](inhoud)
    except _Geweigerd as fout:
        raise ValidationError(f"{naam} is geweigerd: {fout} {TOEGESTAAN}", code=fout.code) from None
    return Upload(naam, MEDIATYPEN[soort], inhoud, hashlib.sha256(inhoud).hexdigest())


def schone_naam(naam: str) -> str:
    """Only the last part of a path, without control and direction characters; never empty."""
    laatste = re.split(r"[/\\]", unicodedata.normalize("NFC", naam))[-1]
    zichtbaar = "".join(t for t in laatste if unicodedata.category(t)[0] not in "C" or t == " ")
    schoon = re.sub(r'[<>:"|?*;%\x00-\x1f]', "_", zichtbaar).strip(" .")
    if not schoon:
        return "bestand"
    stam, punt, soort = schoon.rpartition(".")
    return schoon if len(schoon) <= MAX_NAAM else f"{(stam or soort)[: MAX_NAAM - 8]}{punt}{soort[:6]}"


class _Geweigerd(Exception):
    def __init__(self, tekst: str, code: str = "inhoud"):
        super().__init__(tekst)
        self.code = code


def _geen(soort: str) -> _Geweigerd:
    return _Geweigerd(f"de inhoud is geen {soort}.", "geen_" + soort.split()[0])


def _zoek_kwaad(inhoud: bytes) -> None:
    if _EICAR in inhoud:
        raise _Geweigerd("dit lijkt een virus.", "virus")


def _pdf(inhoud: bytes) -> None:
    import pikepdf

    if not re.match(rb"%PDF-[12]\.\d", inhoud):
        raise _geen("pdf")
    staart = inhoud[-1024:].rstrip(b"\r\n \t\x00")
    if not staart.endswith(b"%%EOF") or zipfile.is_zipfile(io.BytesIO(inhoud)):
        raise _Geweigerd("er staat iets achter het einde van de pdf.", "dubbel")
    if _OPMAAKTAAL.search(inhoud[:1024]):
        raise _geen("pdf")
    try:
        with pikepdf.open(io.BytesIO(inhoud), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise _Geweigerd("er zit een wachtwoord op de pdf.", "wachtwoord")
            if not len(pdf.pages):
                raise _geen("pdf")
            _geen_script(pdf, pikepdf)
    except pikepdf.PasswordError:
        raise _Geweigerd("er zit een wachtwoord op de pdf.", "wachtwoord") from None
    except (pikepdf.PdfError, ValueError, RecursionError, TypeError, AttributeError):
        raise _geen("pdf") from None


_ACTIEF = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"}


def _geen_script(pdf, pikepdf) -> None:
    """Refuse what runs by itself: JavaScript, starting a program, embedded files."""
    for ding in pdf.objects:
        if _is_actief(ding, pikepdf):
            raise _Geweigerd("de pdf bevat een script of een ingepakt bestand.", "actief")


def _is_actief(ding, pikepdf, diep: int = 0) -> bool:
    """Look in a dictionary and what is written inside it; what it refers to is looked at on its own."""
    if diep > 50:
        return True
    if isinstance(ding, pikepdf.Stream):
        ding = ding.stream_dict
    if isinstance(ding, pikepdf.Dictionary):
        if _ACTIEF & set(ding.keys()) or str(ding.get("/S", "")) in _ACTIEF:
            return True
        delen = list(ding.values())
    elif isinstance(ding, pikepdf.Array):
        delen = list(ding)
    else:
        return False
    return any(
        _is_actief(deel, pikepdf, diep + 1)
        for deel in delen
        if isinstance(deel, pikepdf.Dictionary | pikepdf.Array) and not deel.is_indirect
    )


def _beeld(formaat: str, naam: str) -> Callable[[bytes], None]:
    def controle(inhoud: bytes) -> None:
        from PIL import Image

        eindigt = _png_eindigt_netjes if formaat == "PNG" else _jpg_eindigt_netjes
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                beeld = Image.open(io.BytesIO(inhoud), formats=[formaat])
                breedte, hoogte = beeld.size
                if breedte * hoogte > MAX_PIXELS:
                    raise _Geweigerd("de afbeelding is te groot om te openen.", "bom")
                beeld.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _Geweigerd("de afbeelding is te groot om te openen.", "bom") from None
        except (OSError, SyntaxError, ValueError, Warning, zlib.error):
            raise _geen(naam) from None
        if not eindigt(inhoud) or zipfile.is_zipfile(io.BytesIO(inhoud)):
            raise _Geweigerd("er staat iets achter het einde van de afbeelding.", "dubbel")

    return controle


def _png_eindigt_netjes(inhoud: bytes) -> bool:
    """Walk the chunks: the last one is IEND and nothing follows."""
    plek = 8
    while plek + 12 <= len(inhoud):
        lengte = int.from_bytes(inhoud[plek : plek + 4], "big")
        soort = inhoud[plek + 4 : plek + 8]
        plek += 12 + lengte
        if soort == b"IEND":
            return plek == len(inhoud)
    return False


def _jpg_eindigt_netjes(inhoud: bytes) -> bool:
    return inhoud[:3] == b"\xff\xd8\xff" and inhoud.rstrip(b"\x00").endswith(b"\xff\xd9")


def _pakket(soort: str, hoofddeel: str, inhoudstype: bytes) -> Callable[[bytes], None]:
    def controle(inhoud: bytes) -> None:
        for onderdeel, begin in _onderdelen(inhoud, soort):
            if onderdeel.lower() == "[content_types].xml" or onderdeel == hoofddeel:
                if b"<!DOCTYPE" in begin or b"<!ENTITY" in begin:
                    raise _Geweigerd("het bestand bevat een verboden verwijzing.", "xml")
                if onderdeel != hoofddeel and (b"macroEnabled" in begin or inhoudstype not in begin):
                    raise _geen(soort)
        if hoofddeel not in _namen(inhoud) or "[Content_Types].xml" not in _namen(inhoud):
            raise _geen(soort)

    return controle


def _odt(inhoud: bytes) -> None:
    merk = b"mimetypeapplication/vnd.oasis.opendocument.text"
    if inhoud[30 : 30 + len(merk)] != merk or inhoud[30 + len(merk) : 32 + len(merk)] != b"PK":
        raise _geen("odt")
    for onderdeel, begin in _onderdelen(inhoud, "odt"):
        if onderdeel.startswith(("Basic/", "Scripts/")):
            raise _Geweigerd("het bestand bevat macro's.", "actief")
        if onderdeel == "content.xml" and (b"<!DOCTYPE" in begin or b"<!ENTITY" in begin):
            raise _Geweigerd("het bestand bevat een verboden verwijzing.", "xml")
    if "content.xml" not in _namen(inhoud):
        raise _geen("odt")


def _namen(inhoud: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
        return set(pakket.namelist())


def _onderdelen(inhoud: bytes, soort: str) -> Iterable[tuple[str, bytes]]:
    """Each part of a zip with its first block, after checking sizes, names and contents.

    The sizes in a zip are claims too: every part is unpacked in blocks and counted.
    """
    if inhoud[:4] != b"PK\x03\x04":
        raise _geen(soort)
    if inhoud[-22:-18] != b"PK\x05\x06":
        raise _Geweigerd("er staat iets achter het einde van het bestand.", "dubbel")
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
            delen = pakket.infolist()
            _controleer_inhoudsopgave(delen)
            uitgepakt = 0
            for deel in delen:
                begin, lengte = _pak_uit(pakket, deel, MAX_UITGEPAKT - uitgepakt)
                uitgepakt += lengte
                yield deel.filename, begin
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise _geen(soort) from None


def _controleer_inhoudsopgave(delen: list[zipfile.ZipInfo]) -> None:
    if len(delen) > MAX_ONDERDELEN or sum(deel.file_size for deel in delen) > MAX_UITGEPAKT:
        raise _Geweigerd("uitgepakt is het bestand te groot.", "bom")
    if len({deel.filename for deel in delen}) != len(delen):
        raise _Geweigerd("het bestand bevat een onderdeel dubbel.", "dubbel")
    for deel in delen:
        naam = deel.filename
        if naam.startswith(("/", "\\")) or "\\" in naam or ":" in naam or ".." in PurePosixPath(naam).parts:
            raise _Geweigerd("het bestand bevat een onderdeel met een verboden naam.", "pad")
        if deel.flag_bits & 0x1:
            raise _Geweigerd("er zit een wachtwoord op het bestand.", "wachtwoord")
        if _VERBODEN_IN_ZIP.search(naam.lower()):
            raise _Geweigerd("het bestand bevat macro's of een programma.", "actief")


def _pak_uit(pakket: zipfile.ZipFile, deel: zipfile.ZipInfo, grens: int) -> tuple[bytes, int]:
    begin, lengte, staart = b"", 0, b""
    with pakket.open(deel) as stroom:
        while blok := stroom.read(_BLOK):
            lengte += len(blok)
            if lengte > grens or (
                lengte > 1_000_000 and lengte > MAX_VERHOUDING * max(deel.compress_size, 1)
            ):
                raise _Geweigerd("uitgepakt is het bestand te groot.", "bom")
            _zoek_kwaad(staart + blok)
            staart = blok[-len(_EICAR) :]
            begin = begin or blok
    if begin[:2] == b"MZ" or begin[:4] == b"\x7fELF":
        raise _Geweigerd("het bestand bevat macro's of een programma.", "actief")
    return begin, lengte


def _txt(inhoud: bytes) -> None:
    if re.search(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", inhoud) or inhoud.startswith(
        (b"MZ", b"%PDF", b"PK\x03")
    ):
        raise _geen("tekst")
    if _OPMAAKTAAL.search(inhoud):
        raise _Geweigerd("de inhoud is een webpagina.", "geen_tekst")


_CONTROLES: dict[str, Callable[[bytes], None]] = {
    "pdf": _pdf,
    "docx": _pakket("docx", "word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": _pakket("xlsx", "xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    "odt": _odt,
    "jpg": _beeld("JPEG", "jpg"),
    "png": _beeld("PNG", "png"),
    "txt": _txt,
}


class BestandenInput(forms.ClearableFileInput):
    """One input for several files; the browser shows only what may be chosen, the server decides."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs=None):
        super().__init__(
            {"accept": ",".join(f".{soort}" for soort in (*MEDIATYPEN, "jpeg")), **(attrs or {})}
        )


class BestandenField(forms.FileField):
    """Several files at once; gives a list of Upload. One bad file refuses all, and says which."""

    widget = BestandenInput
    default_error_messages = {
        "required": "Kies een bestand.",
        "te_veel": f"Kies hooguit {MAX_BESTANDEN} bestanden tegelijk.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"{TOEGESTAAN} Hooguit 10 MB per bestand.")
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        bestanden = [b for b in (data if isinstance(data, list | tuple) else [data]) if b]
        if not bestanden:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(bestanden) > MAX_BESTANDEN:
            raise ValidationError(self.error_messages["te_veel"], code="te_veel")
        goed, fouten = [], []
        for bestand in bestanden:
            try:
                goed.append(lees_upload(bestand))
            except ValidationError as fout:
                fouten.append(fout)
        if fouten:
            raise ValidationError(fouten)
        return goed
