"""Files that leave Trede: always saved, never shown.

A name is written twice, in ASCII for old programs and in full; even if a browser would render the file,
it runs nothing and knows no session (snel-en-veilig §8 D5).
"""

from typing import Any, TypeVar
from urllib.parse import quote

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

CSP_BESTAND = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
MEDIATYPEN = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Antwoord = TypeVar("Antwoord", bound=HttpResponseBase)


def download_van(bestand) -> HttpResponse:
    """A stored Bestand, byte for byte."""
    return download(bytes(bestand.inhoud), bestand.naam, bestand.mediatype)


def download(inhoud: bytes | str, naam: str, mediatype: str = MEDIATYPEN["pdf"]) -> HttpResponse:
    """Fresh bytes under this name."""
    return als_download(HttpResponse(inhoud, content_type=mediatype), naam)


def download_als(soort: str, inhoud: Any, naam: str) -> HttpResponse:
    """csv, pdf or xlsx (bytes) or json (anything JSON can hold), as `naam`.`soort`."""
    if soort == "json":
        antwoord = JsonResponse(inhoud, json_dumps_params={"ensure_ascii": False, "indent": 2})
        return als_download(antwoord, f"{naam}.json")
    return download(inhoud, f"{naam}.{soort}", MEDIATYPEN[soort])


def als_download(antwoord: Antwoord, naam: str) -> Antwoord:
    """Give an answer, streamed or not, the headers of a download."""
    kaal = naam.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    voluit = f"; filename*=UTF-8''{quote(naam)}" if kaal != naam else ""
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{kaal}"{voluit}'
    antwoord.headers["X-Content-Type-Options"] = "nosniff"
    antwoord.headers["Content-Security-Policy"] = CSP_BESTAND
    antwoord.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return antwoord
