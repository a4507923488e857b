"""Reading a page, a PDF and a csv of formatie."""

import csv
import io

from bs4 import BeautifulSoup
from pypdf import PdfReader


def tabel(antwoord, code) -> list[list[str]]:
    """De rijen van één tabel op de pagina, als tekst."""
    soep = BeautifulSoup(antwoord.content, "html.parser")
    for weg in soep.select(".verborgen"):
        weg.decompose()
    rijen = soep.select(f"#{code} tbody tr")
    return [[cel.get_text(strip=True) for cel in rij.find_all(["th", "td"])] for rij in rijen]


def pdf_tekst(antwoord) -> str:
    tekst = "\n".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(antwoord.content)).pages)
    return " ".join(tekst.replace("\u00a0", " ").split())


def csv_rijen(antwoord) -> dict[tuple[str, str, str], str]:
    lezer = csv.DictReader(io.StringIO(antwoord.content.decode("utf-8-sig")), delimiter=";")
    return {(rij["tabel"], rij["rij"], rij["kolom"]): rij["waarde"] for rij in lezer}
