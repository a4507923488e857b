"""PDF: tagged, Dutch, same bytes twice, and nothing gets in or out through an address (snel-en-veilig D8)."""

import io
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pypdf
import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from kern import charts, pdf

GEHEIM = "zeer-geheime-inhoud"


@pytest.fixture
def document(settings, tmp_path):
    """`document("<p>…</p>")` renders that body, unescaped, in the frame of our documents."""
    bron = (
        '{% extends "documenten/base.html" %}{% block titel %}Bestand 2019{% endblock %}'
        "{% block afzender %}Gemeente Rijssen-Holten{% endblock %}{% block lopend %}Bestand{% endblock %}"
        "{% block kop %}Bestand op 30-09-2019{% endblock %}{% block inhoud %}{{ inhoud }}{% endblock %}"
    )
    sjabloon = engines["django"].from_string(bron)

    def maak(inhoud, **kwargs):
        return pdf.render_pdf(sjabloon.template, {"inhoud": mark_safe(inhoud)}, **kwargs)

    return maak


@pytest.fixture(autouse=True)
def _sjabloon_als_object(monkeypatch):
    """Lets the tests give a compiled template where the application gives a name."""
    echt = pdf.render_to_string

    def render(sjabloon, context):
        from django.template import Context, Template

        return (
            sjabloon.render(Context(context)) if isinstance(sjabloon, Template) else echt(sjabloon, context)
        )

    monkeypatch.setattr(pdf, "render_to_string", render)


@pytest.fixture
def luisteraar():
    """A web server that counts who calls; WeasyPrint must never be one of them."""
    verzoeken = []

    class Luister(BaseHTTPRequestHandler):
        def do_GET(self):
            verzoeken.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(GEHEIM.encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Luister)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", verzoeken
    server.shutdown()
    server.server_close()


SMOKKEL = {
    "img": '<img src="{u}" alt="x">',
    "img srcset": '<img srcset="{u} 1x" alt="x">',
    "css url": '<p style="background-image:url({u})">x</p>',
    "css import": "<style>@import url({u});</style>",
    "css font": "<style>@font-face{{font-family:x;src:url({u})}} p{{font-family:x}}</style><p>x</p>",
    "css content": "<style>p::before{{content:url({u})}}</style><p>x</p>",
    "link stylesheet": '<link rel="stylesheet" href="{u}">',
    "svg image": '<svg width="9" height="9"><image href="{u}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{u}#x"/></svg>',
    "link attachment": '<link rel="attachment" href="{u}">',
    "a attachment": '<a rel="attachment" href="{u}">x</a>',
    "object": '<object data="{u}"></object>',
    "embed": '<embed src="{u}">',
    "iframe": '<iframe src="{u}"></iframe>',
    "base href": '<base href="{u}/"><img src="a.png" alt="x">',
    "meta refresh": '<meta http-equiv="refresh" content="0;url={u}">',
    "list image": '<ul style="list-style-image:url({u})"><li>x</li></ul>',
}


@pytest.mark.parametrize("manier", SMOKKEL)
def test_een_document_haalt_niets_op_van_buiten_en_leest_geen_bestand(manier, document, luisteraar, tmp_path):
    adres, verzoeken = luisteraar
    geheim = tmp_path / "geheim.txt"
    geheim.write_text(GEHEIM)
    adressen = [
        adres,
        geheim.as_uri(),
        str(geheim),
        "static:../config/settings.py",
        "static:css/../../config/settings.py",
        "static:/etc/passwd",
        f"data:text/html,<p>{GEHEIM}</p>",
        "data:text/css,p{color:red}",
    ]

    uitkomst = document("".join(SMOKKEL[manier].format(u=u) for u in adressen))

    assert verzoeken == []
    assert GEHEIM not in _tekst(uitkomst)
    with pikepdf.open(io.BytesIO(uitkomst.bytes)) as bestand:
        assert list(bestand.attachments) == []
        assert GEHEIM.encode() not in b"".join(o.read_bytes() for o in bestand.objects if _is_stroom(o))


def test_de_luisteraar_zou_een_verzoek_wel_zien(luisteraar):
    """The control: without it, zero requests would also be counted when nobody listens."""
    adres, verzoeken = luisteraar

    with socket.create_connection(("127.0.0.1", int(adres.rsplit(":", 1)[1]))) as lijn:
        lijn.sendall(b"GET /proef HTTP/1.0\r\n\r\n")
        lijn.recv(100)

    assert verzoeken == ["/proef"]


def test_eigen_opmaak_en_letter_worden_wel_gelezen(document):
    with pikepdf.open(io.BytesIO(document("<p>tekst met <em>nadruk</em></p>").bytes)) as bestand:
        letters = {str(o.get("/FontName")) for o in bestand.objects if _heeft(o, "/FontName")}

    assert letters and all("Source-Sans-3" in letter for letter in letters), letters


def test_namen_met_turkse_en_tsjechische_letters_staan_er_goed(document):
    """Two font files under one family name gave "»ükran Î apek" on paper, while the text layer was right."""
    uitkomst = document("<p>Şükran Čapek en <strong>Şahin</strong></p>")

    with pikepdf.open(io.BytesIO(uitkomst.bytes)) as bestand:
        letters = {str(o.FontName).split("+")[1] for o in bestand.objects if _heeft(o, "/FontName")}

    assert "Şükran Čapek en Şahin" in _tekst(uitkomst)
    assert {"Source-Sans-3-Ext", "Source-Sans-3-Ext-Bold"} <= letters


def test_twee_keer_hetzelfde_document_geeft_dezelfde_bytes(document):
    figuur = charts.staafdiagram(
        titel="Aantal", zin="Er zijn er 16.", waarden=[("intern", 3), ("extern", 13)]
    )
    bijlagen = [pdf.Bijlage("factuur.xml", b"<Invoice/>")]

    een, twee = (document(figuur.svg, variant="pdf/a-3a", bijlagen=bijlagen) for _ in range(2))

    assert een.bytes == twee.bytes
    assert een.sha256 == twee.sha256
    assert een.html == twee.html


def test_een_ander_document_heeft_een_andere_vingerafdruk(document):
    assert document("<p>a</p>").sha256 != document("<p>b</p>").sha256


def test_een_document_is_getagd_nederlands_en_heeft_een_titel(document):
    figuur = charts.staafdiagram(titel="Wsw per groep", zin="Intern 3.", waarden=[("intern", 3)])
    tabel = '<table><caption>Groepen</caption><thead><tr><th scope="col">Groep</th></tr></thead>'
    uitkomst = document(f"<h2>Wsw</h2>{tabel}<tbody><tr><td>16</td></tr></tbody></table>{figuur.svg}")

    with pikepdf.open(io.BytesIO(uitkomst.bytes)) as bestand:
        wortel = bestand.Root
        soorten = {str(o.S) for o in bestand.objects if _heeft(o, "/S") and _heeft(o, "/P")}
        alt = [str(o.Alt) for o in bestand.objects if _heeft(o, "/Alt")]
        assert str(wortel.Lang) == "nl-NL"
        assert wortel.MarkInfo.Marked
        assert wortel.ViewerPreferences.DisplayDocTitle
        assert bestand.docinfo["/Title"] == "Bestand 2019"
        assert bestand.open_metadata().get("pdfuaid:part") == "1"
        assert wortel.Outlines.Count == 2
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= soorten
    assert any("Wsw per groep" in tekst for tekst in alt)


def test_elke_bladzijde_heeft_nummer_en_afzender_en_vanaf_de_tweede_een_lopende_kop(document):
    uitkomst = document('<p>een</p><p class="nieuwe-pagina">twee</p>')

    bladen = [blad.extract_text() for blad in pypdf.PdfReader(io.BytesIO(uitkomst.bytes)).pages]

    assert "pagina 1 van 2" in bladen[0] and "pagina 2 van 2" in bladen[1]
    assert "Gemeente Rijssen-Holten" in bladen[1]
    assert bladen[0].count("Bestand") == 1
    assert "Bestand" in bladen[1]


def test_een_bijlage_zit_in_het_bestand(document):
    uitkomst = document("<p>x</p>", variant="pdf/a-3a", bijlagen=[pdf.Bijlage("factuur.xml", b"<Invoice/>")])

    with pikepdf.open(io.BytesIO(uitkomst.bytes)) as bestand:
        assert bestand.attachments["factuur.xml"].get_file().read_bytes() == b"<Invoice/>"


def _tekst(uitkomst):
    return "".join(blad.extract_text() for blad in pypdf.PdfReader(io.BytesIO(uitkomst.bytes)).pages)


def _is_stroom(voorwerp):
    return isinstance(voorwerp, pikepdf.Stream)


def _heeft(voorwerp, sleutel):
    return isinstance(voorwerp, pikepdf.Dictionary) and sleutel in voorwerp
