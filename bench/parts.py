"""The parts of the bench, each run in a process of its own: pages, writing, documents."""

import time
from dataclasses import asdict

from django.db import connection
from django.urls import reverse

from bench.measure import Vragen, meet
from bench.pages import CONSULENT, Wereld, ingelogd, meet_paginas
from bench.report import regel
from kern import pdf
from personen.views import inzage

KOPPEN_WERK = ("handeling", "p50", "p95", "vragen", "kale", "÷ kaal", "per s", "kB")


def paginas(opties) -> dict:
    metingen, fouten = [], []
    for pagina, meting in meet_paginas(keer=opties.keer, kies=opties.kies):
        if isinstance(meting, str):
            fouten.append(f"{pagina.naam}: {meting}")
        else:
            metingen.append(meting)
    return {
        "tabel": [regel(meting) for meting in metingen],
        "metingen": [asdict(meting) for meting in metingen],
        "fouten": fouten,
    }


def schrijven(opties) -> dict:
    """A contact moment saved through the form, with log, history and the token against double sending."""
    wereld, client = Wereld(), ingelogd(CONSULENT)
    url = reverse("personen:contact-nieuw", args=[wereld.persoon])
    velden = {
        "datum": "01-01-2026",
        "wijze": "telefoon",
        "met": "inwoner",
        "verslag": "We spraken over het werk.",
    }
    laatste = Vragen()

    def bewaar():
        nonlocal laatste
        laatste = Vragen()
        with connection.execute_wrapper(laatste):
            velden["eenmalig"] = f"bench-{time.time_ns()}"
            antwoord = client.post(url, velden, headers={"host": "localhost"})
        if antwoord.status_code != 302:
            raise AssertionError(f"contact bewaren gaf {antwoord.status_code}")

    p50, p95 = meet(bewaar, keer=opties.keer)
    insert = meet(_kale_insert, keer=opties.keer)[0]
    rij = ["contact bewaren", f"{p50:.1f}", f"{p95:.1f}", str(len(laatste.lijst)), f"{insert:.1f}"]
    rij += [f"{p50 / insert:.1f}", f"{1000 / p50:.0f}", ""]
    return {"koppen": KOPPEN_WERK, "tabel": [rij], "fouten": []}


def _kale_insert() -> None:
    """One event in its own commit: what the disk asks at least."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kern_gebeurtenis (tijdstip, soort, onderwerp_soort, onderwerp_id, omschrijving, gegevens,"
            " verzoek) values (now(), 'bench', 'bench', 1, 'bench', '{}', '')"
        )


def documenten(opties) -> dict:
    """PDFs of the product against bare WeasyPrint on the same HTML."""
    wereld, client = Wereld(), ingelogd(CONSULENT)
    url = reverse("personen:overdracht-pdf", args=[wereld.persoon])
    laatste: dict[str, pdf.Pdf] = {}
    vragen = Vragen()

    def onthoud(*args, **kwargs):
        laatste["pdf"] = pdf.render_pdf(*args, **kwargs)
        return laatste["pdf"]

    inzage.render_pdf = onthoud  # to have the HTML for the bare run; this process measures nothing else

    def maak():
        nonlocal vragen
        vragen = Vragen()
        with connection.execute_wrapper(vragen):
            antwoord = client.get(url, headers={"host": "localhost"})
        if antwoord.status_code != 200:
            raise AssertionError(f"pdf gaf {antwoord.status_code}")

    keer = min(opties.keer, 10)
    p50, p95 = meet(maak, keer=keer)
    kaal = meet(lambda: kale_weasyprint(laatste["pdf"].html), keer=keer)[0]
    rij = ["overdracht (pdf/ua)", f"{p50:.1f}", f"{p95:.1f}", str(len(vragen.lijst)), f"{kaal:.1f}"]
    rij += [f"{p50 / kaal:.2f}", f"{1000 / p50:.1f}", f"{len(laatste['pdf'].bytes) / 1024:.0f}"]
    return {"koppen": KOPPEN_WERK, "tabel": [rij], "fouten": []}


def kale_weasyprint(html: str, variant: str = "pdf/ua-1") -> bytes:
    """The same HTML and style sheet, with WeasyPrint's tools kept as the product keeps them."""
    from weasyprint import HTML

    fetcher, stijl, letters = pdf._gereedschap()
    document = HTML(string=html, base_url="static:", url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[stijl], font_config=letters, pdf_variant=variant)
