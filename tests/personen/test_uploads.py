"""Hostile files: refused with a sentence at the field, and nothing is stored (snel-en-veilig §8 D5)."""

import io
import struct
import zipfile
import zlib
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from kern import uploads
from kern.models import Bestand, Inzage
from personen.models import Document
from tests.factories.personen import PersoonFactory

OOXML = "http://schemas.openxmlformats.org/package/2006/content-types"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


# ---- good files, made by the libraries that read them ------------------------------------------------
def een_pdf(maak=None) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if maak:
        maak(pdf)
    uit = io.BytesIO()
    pdf.save(uit)
    return uit.getvalue()


def een_beeld(formaat: str, maat=(20, 20)) -> bytes:
    uit = io.BytesIO()
    Image.new("RGB", maat, "white").save(uit, formaat)
    return uit.getvalue()


def een_zip(delen: dict[str, bytes], eerst_kaal: str = "") -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pakket:
        for naam, inhoud in delen.items():
            soort = zipfile.ZIP_STORED if naam == eerst_kaal else zipfile.ZIP_DEFLATED
            pakket.writestr(zipfile.ZipInfo(naam), inhoud, compress_type=soort)
    return uit.getvalue()


def een_docx(**extra: bytes) -> bytes:
    typen = (
        f'<Types xmlns="{OOXML}"><Override PartName="/word/document.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    delen = {"[Content_Types].xml": typen.encode(), "word/document.xml": b"<w:document/>"}
    return een_zip(delen | {naam.replace("__", "/"): inhoud for naam, inhoud in extra.items()})


def een_xlsx() -> bytes:
    import openpyxl

    uit = io.BytesIO()
    boek = openpyxl.Workbook()
    boek.active["A1"] = "voorbeeld"
    boek.save(uit)
    return uit.getvalue()


def een_odt() -> bytes:
    return een_zip(
        {"mimetype": uploads.MEDIATYPEN["odt"].encode(), "content.xml": b"<office/>"}, eerst_kaal="mimetype"
    )


@pytest.mark.parametrize(
    ("naam", "maak", "mediatype"),
    [
        ("plan.pdf", een_pdf, "application/pdf"),
        ("PLAN.PDF", een_pdf, "application/pdf"),
        ("brief.docx", een_docx, uploads.MEDIATYPEN["docx"]),
        ("uren.xlsx", een_xlsx, uploads.MEDIATYPEN["xlsx"]),
        ("brief.odt", een_odt, uploads.MEDIATYPEN["odt"]),
        ("foto.jpeg", lambda: een_beeld("JPEG"), "image/jpeg"),
        ("foto.png", lambda: een_beeld("PNG"), "image/png"),
        ("notitie.txt", lambda: "Gesprek met Özdemir\n".encode(), "text/plain"),
    ],
)
def test_een_gewoon_bestand_mag(naam, maak, mediatype):
    upload = uploads.controleer(naam, maak())

    assert (upload.naam, upload.mediatype, len(upload.sha256)) == (naam, mediatype, 64)


def een_png_bom() -> bytes:
    """A header that promises 60.000 × 60.000 pixels."""

    def stuk(soort: bytes, inhoud: bytes) -> bytes:
        som = zlib.crc32(soort + inhoud)
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", som)

    kop = stuk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + kop + stuk(b"IDAT", zlib.compress(b"\0" * 1000)) + stuk(b"IEND", b"")


def met_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def met_start(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))


def met_bijlage(pdf):
    pdf.attachments["virus.exe"] = b"MZ"


def een_pdf_met_wachtwoord() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    uit = io.BytesIO()
    pdf.save(uit, encryption=pikepdf.Encryption(owner="x", user="y"))
    return uit.getvalue()


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
VIJANDIG = {
    "exe met de naam pdf": ("brief.pdf", lambda: b"MZ" + b"\0" * 500, "geen pdf"),
    "exe": ("virus.exe", lambda: b"MZ" + b"\0" * 500, "Toegestaan zijn pdf"),
    "svg": ("logo.svg", lambda: SVG, "Toegestaan zijn pdf"),
    "svg met de naam png": ("logo.png", lambda: SVG, "geen png"),
    "html met de naam pdf": ("brief.pdf", lambda: HTML, "geen pdf"),
    "html met de naam txt": ("brief.txt", lambda: HTML, "webpagina"),
    "html voor de pdf": ("brief.pdf", lambda: HTML + een_pdf(), "geen pdf"),
    "html in de kop van de pdf": ("brief.pdf", lambda: b"%PDF-1.7\n" + HTML + een_pdf(), "geen pdf"),
    "html achter de pdf": ("brief.pdf", lambda: een_pdf() + HTML, "achter het einde"),
    "pdf met zip erachter": ("brief.pdf", lambda: een_pdf() + een_docx() + b"\n%%EOF", "achter het einde"),
    "pdf zonder inhoud": ("brief.pdf", lambda: b"%PDF-1.7\n%%EOF", "geen pdf"),
    "pdf met script": ("brief.pdf", lambda: een_pdf(met_script), "script"),
    "pdf die een programma start": ("brief.pdf", lambda: een_pdf(met_start), "script"),
    "pdf met bijlage": ("brief.pdf", lambda: een_pdf(met_bijlage), "ingepakt bestand"),
    "pdf met wachtwoord": ("brief.pdf", een_pdf_met_wachtwoord, "wachtwoord"),
    "png-bom": ("foto.png", een_png_bom, "te groot om te openen"),
    "png met zip erachter": ("foto.png", lambda: een_beeld("PNG") + een_docx(), "achter het einde"),
    "halve png": ("foto.png", lambda: een_beeld("PNG")[:60], "geen png"),
    "png met de naam jpg": ("foto.jpg", lambda: een_beeld("PNG"), "geen jpg"),
    "jpg met html erachter": ("foto.jpg", lambda: een_beeld("JPEG") + HTML, "achter het einde"),
    "gif met de naam png": ("foto.png", lambda: een_beeld("GIF"), "geen png"),
    "zip met de naam docx": ("brief.docx", lambda: een_zip({"a.txt": b"hoi"}), "geen docx"),
    "xlsx met de naam docx": ("brief.docx", een_xlsx, "geen docx"),
    "docx met zip slip": (
        "brief.docx",
        lambda: een_zip({"[Content_Types].xml": b"x", "../../etc/passwd": b"x"}),
        "verboden naam",
    ),
    "docx met programma": (
        "brief.docx",
        lambda: een_zip({"word/embeddings/oleObject1.bin": b"MZ" + b"\0" * 99}),
        "programma",
    ),
    "zip-bom": ("brief.docx", lambda: een_docx(word__media=b"\0" * 160_000_000), "te groot"),
    "zip-bom die over zijn maat liegt": (
        "brief.docx",
        lambda: _lieg(een_docx(word__media=b"\0" * 9_000_000)),
        "",
    ),
    "docx met iets ervoor": ("brief.docx", lambda: b"MZ" + een_docx(), "geen docx"),
    "docx met iets erachter": ("brief.docx", lambda: een_docx() + b"<script>", "achter het einde"),
    "eicar als txt": ("test.txt", lambda: EICAR, "virus"),
    "eicar in een docx": ("test.docx", lambda: een_docx(word__extra=EICAR), "virus"),
    "eicar als pdf": ("test.pdf", lambda: EICAR, "virus"),
    "tekst met nul-tekens": ("test.txt", lambda: b"a\x00b", "geen tekst"),
    "leeg": ("leeg.pdf", lambda: b"", "leeg"),
    "zonder soort": ("bestand", een_pdf, "Toegestaan zijn pdf"),
    "dubbele soort": ("brief.pdf.exe", een_pdf, "Toegestaan zijn pdf"),
}


def _lieg(inhoud: bytes) -> bytes:
    """Write a small size in the table of contents of the zip."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pakket:
        echt = max(deel.file_size for deel in pakket.infolist())
    return inhoud.replace(struct.pack("<I", echt), struct.pack("<I", 10))


@pytest.mark.parametrize("geval", VIJANDIG)
def test_een_vijandig_bestand_wordt_geweigerd_met_uitleg(geval):
    naam, maak, uitleg = VIJANDIG[geval]

    with pytest.raises(ValidationError) as fout:
        uploads.controleer(naam, maak())

    (tekst,) = fout.value.messages
    assert uitleg in tekst
    assert tekst.startswith(naam)


def test_een_docx_met_een_verwijzing_naar_buiten_wordt_geweigerd():
    typen = een_docx()
    with zipfile.ZipFile(io.BytesIO(typen)) as pakket:
        delen = {naam: pakket.read(naam) for naam in pakket.namelist()}
    delen["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

    with pytest.raises(ValidationError, match="verboden verwijzing"):
        uploads.controleer("brief.docx", een_zip(delen))


def test_een_docx_met_macros_wordt_geweigerd():
    typen = een_docx()
    with zipfile.ZipFile(io.BytesIO(typen)) as pakket:
        delen = {naam: pakket.read(naam) for naam in pakket.namelist()}

    with pytest.raises(ValidationError, match="macro"):
        uploads.controleer("brief.docx", een_zip(delen | {"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize(
    ("naam", "schoon"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Temp\\brief.pdf", "brief.pdf"),
        ("brief\x00.pdf", "brief.pdf"),
        ("brief\r\nSet-Cookie: x.pdf", "briefSet-Cookie_ x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * 112 + ".pdf"),
        ("...", "bestand"),
        ("", "bestand"),
    ],
)
def test_een_bestandsnaam_wordt_onschuldig(naam, schoon):
    assert uploads.schone_naam(naam) == schoon


def test_een_te_groot_bestand_wordt_niet_eens_gelezen(settings):
    settings.UPLOAD_MAX_BYTES = 1000
    bestand = SimpleUploadedFile("brief.pdf", b"%PDF" + b"\0" * 2000)

    with pytest.raises(ValidationError, match="te groot"):
        uploads.lees_upload(bestand)

    assert bestand.tell() == 0


# ---- in the browser ------------------------------------------------------------------------------------
@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


def stuur(client, persoon, *bestanden, **velden):
    velden = {"soort": "brief", "datum": "01-10-2026"} | velden
    return client.post(
        reverse("personen:document-nieuw", args=[persoon.nummer]), velden | {"bestanden": list(bestanden)}
    )


def test_een_slecht_bestand_houdt_ook_de_goede_tegen(ingelogd, persoon):
    goed = SimpleUploadedFile("goed.pdf", een_pdf())
    slecht = SimpleUploadedFile("slecht.pdf", b"MZ" + b"\0" * 100, content_type="application/pdf")

    antwoord = stuur(ingelogd, persoon, goed, slecht)

    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "slecht.pdf is geweigerd: de inhoud is geen pdf. Toegestaan zijn pdf, docx" in tekst
    assert 'value="01-10-2026"' in tekst
    assert Bestand.objects.count() == 0
    assert Document.objects.count() == 0


def test_meer_bestanden_tegelijk_krijgen_dezelfde_soort_en_datum(ingelogd, persoon):
    antwoord = stuur(
        ingelogd,
        persoon,
        SimpleUploadedFile("een.pdf", een_pdf()),
        SimpleUploadedFile("twee.png", een_beeld("PNG")),
    )

    assert antwoord.status_code == 302
    rijen = Document.objects.order_by("pk").values_list("bestand__naam", "soort", "datum")
    assert list(rijen) == [("een.pdf", "brief", date(2026, 10, 1)), ("twee.png", "brief", date(2026, 10, 1))]
    volgende = ingelogd.get(reverse("personen:document-nieuw", args=[persoon.nummer])).content.decode()
    assert '<option value="brief" selected>' in volgende


def test_een_document_komt_alleen_als_download_en_wordt_vastgelegd(ingelogd, persoon, consulent):
    stuur(ingelogd, persoon, SimpleUploadedFile("brïef.pdf", een_pdf()))
    document = Document.objects.get()

    antwoord = ingelogd.get(reverse("personen:document", args=[persoon.nummer, document.pk]))

    assert antwoord.content == bytes(document.bestand.inhoud)
    assert antwoord.headers["Content-Type"] == "application/pdf"
    assert antwoord.headers["Content-Disposition"].startswith('attachment; filename="br_ef.pdf"')
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in antwoord.headers["Content-Security-Policy"]
    assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"]
    assert Inzage.objects.get(soort="document").gebruiker == consulent


def test_een_verwijderd_document_is_weg_en_kan_terug(ingelogd, persoon):
    stuur(ingelogd, persoon, SimpleUploadedFile("brief.pdf", een_pdf()))
    document = Document.objects.get()
    adres = reverse("personen:document", args=[persoon.nummer, document.pk])

    ingelogd.post(reverse("personen:document-verwijderen", args=[persoon.nummer, document.pk]))
    weg = ingelogd.get(adres).status_code
    ingelogd.post(reverse("personen:document-herstellen", args=[persoon.nummer, document.pk]))

    assert weg == 404
    assert ingelogd.get(adres).status_code == 200
    assert Bestand.objects.count() == 1
