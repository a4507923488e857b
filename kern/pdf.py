"""PDF from the same HTML as the screen: tagged (PDF/UA-1), Dutch, with our own font, and it never calls out.

WeasyPrint and its fonts are read once per process (166 → 73 ms a page) and only by a process that makes a PDF.
The fetcher knows one kind of address, `static:<name>`; everything else is refused, also inside CSS and SVG.
"""

import atexit
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STIJL = "css/documenten.css"
# Names of our own static files, of the kinds a document can use.
TOEGESTAAN = re.compile(r"static:(?P<naam>(?:css|fonts|img)/[a-z0-9][a-z0-9._-]*\.(?:css|woff2|png|jpg|svg))")
SOORTEN = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}
# Attachments carry a date; a fixed one keeps two renders equal to the byte.
VASTE_DATUM = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Bijlage:
    """A file inside the PDF, such as the UBL of an invoice. `relatie`: Alternative, Source, Data, Supplement."""

    naam: str
    inhoud: bytes
    omschrijving: str = ""
    relatie: str = "Alternative"


@dataclass(frozen=True)
class Pdf:
    """What is stored when a document is issued: the HTML, the bytes and their SHA-256."""

    html: str
    bytes: bytes
    sha256: str


class GeweigerdAdres(ValueError):
    """A document asked for something that is not one of our own static files."""


def render_pdf(
    template: str,
    context: Mapping[str, object],
    *,
    variant: str = "pdf/ua-1",
    bijlagen: Sequence[Bijlage] = (),
) -> Pdf:
    """Render `template` (extends documenten/base.html) to a PDF; the same input gives the same bytes."""
    html = render_to_string(template, dict(context))
    from weasyprint import HTML, Attachment

    fetcher, stijl, letters = _gereedschap()
    inhoud = HTML(string=html, base_url="static:", url_fetcher=fetcher).write_pdf(
        stylesheets=[stijl],
        font_config=letters,
        pdf_variant=variant,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        attachments=[
            Attachment(
                string=bijlage.inhoud,
                name=bijlage.naam,
                description=bijlage.omschrijving,
                relationship=bijlage.relatie,
                created=VASTE_DATUM,
                modified=VASTE_DATUM,
                url_fetcher=fetcher,
            )
            for bijlage in bijlagen
        ],
    )
    return Pdf(html=html, bytes=inhoud, sha256=hashlib.sha256(inhoud).hexdigest())


@cache
def _gereedschap():
    """The fetcher, the parsed style sheet and the fonts, shared by all documents of this process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Before the interpreter ends, while WeasyPrint can still clean up its fonts.
    atexit.register(_gereedschap.cache_clear)
    fetcher = _maak_fetcher()
    letters = FontConfiguration()
    stijl = CSS(url=f"static:{STIJL}", url_fetcher=fetcher, font_config=letters)
    return fetcher, stijl, letters


def _maak_fetcher():
    """WeasyPrint 70 wants a subclass of its URLFetcher; the class is made here so that importing is free."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class EigenBestanden(URLFetcher):
        def fetch(self, url, headers=None):
            gevonden = TOEGESTAAN.fullmatch(url)
            pad = finders.find(gevonden["naam"]) if gevonden else None
            if not isinstance(pad, str):
                raise GeweigerdAdres(f"Geen eigen bestand: {url[:80]}")
            bestand = Path(pad)
            return URLFetcherResponse(url, bestand.read_bytes(), {"Content-Type": SOORTEN[bestand.suffix]})

    return EigenBestanden(allowed_protocols=(), allow_redirects=False)
