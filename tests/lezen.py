"""Lezen wat een mens leest: de tekst van een pagina of PDF, en de rijen van een csv."""

import csv
import io

from bs4 import BeautifulSoup
from pypdf import PdfReader


def gewoon(tekst: str) -> str:
    """One line, with ordinary spaces: amounts have a hard space behind the euro sign."""
    return " ".join(tekst.replace("\u00a0", " ").split())


def pdf_tekst(inhoud) -> str:
    """De tekst van een PDF: bytes, een Bestand of een antwoord."""
    return " ".join(pdf_bladen(inhoud))


def pdf_bladen(inhoud) -> list[str]:
    """De tekst per bladzijde."""
    for deel in ("inhoud", "content"):
        inhoud = getattr(inhoud, deel, inhoud)
    bladen = PdfReader(io.BytesIO(bytes(inhoud))).pages
    return [gewoon(blad.extract_text()) for blad in bladen]


def pagina_tekst(antwoord, status=200) -> str:
    """De tekst van `main` van een pagina."""
    assert antwoord.status_code == status
    return gewoon(BeautifulSoup(antwoord.content, "html.parser").main.get_text(" "))


def csv_lijst(antwoord) -> list[dict[str, str]]:
    """De rijen van een csv, per kolomnaam."""
    inhoud = antwoord.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(inhoud), delimiter=";"))
