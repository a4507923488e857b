"""The parts of the bench, each run in a process of its own: pages, writing, documents."""

import time
from contextlib import suppress
from dataclasses import asdict
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench.generator import GEMEENTE
from bench.measure import Vragen, meet
from bench.pages import CONSULENT, Wereld, ingelogd, meet_paginas
from bench.report import regel
from kern import pdf
from kern.models import Gebruiker, Gemeente
from personen.views import inzage
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_stap
from werkgevers.documents import factuur as factuurdocument
from werkgevers.models import Factuurrun

KOPPEN_RUN = (
    "factuurrun",
    "voorbereiden s",
    "maken s",
    "per s",
    "kaal per s",
    "÷ kaal",
    "vragen per factuur",
)
# So many invoices are rendered again without anything around it.
KALE_FACTUREN = 20
# A month of a big city is thousands of invoices; the speed of one does not depend on that.
HOOGSTENS = 200
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


def facturen(opties) -> dict:
    """A run of one month: prepared, numbered, booked, PDF/A-3 with the e-invoice, stored; against bare WeasyPrint."""
    gemeente, door = Gemeente.objects.get(code=GEMEENTE), Gebruiker.objects.get(username="financien")
    html: list[str] = []

    def onthoud(*args, **kwargs):
        gemaakt = pdf.render_pdf(*args, **kwargs)
        if len(html) < KALE_FACTUREN:
            html.append(gemaakt.html)
        return gemaakt

    factuurdocument.render_pdf = onthoud  # for the bare run afterwards
    maand = _maand_zonder_run(gemeente)
    if maand is None:
        return {"koppen": KOPPEN_RUN, "tabel": [], "fouten": ["alle maanden zijn gefactureerd: --opnieuw"]}
    begin = time.perf_counter()
    run = bereid_voor(gemeente, maand, door=door, factuurdatum=timezone.localdate())
    voorbereid = time.perf_counter() - begin
    vragen = Vragen()
    start_stap(run)
    begin = time.perf_counter()
    with connection.execute_wrapper(vragen), suppress(Genoeg):
        maak_definitief(run, door=door, voortgang=_tot_genoeg)
    duur = time.perf_counter() - begin
    aantal = run.facturen.count()
    begin = time.perf_counter()
    for tekst in html:
        kale_weasyprint(tekst, "pdf/a-3a")
    kaal = (time.perf_counter() - begin) / max(1, len(html))
    rij = [f"{aantal} facturen", f"{voorbereid:.1f}", f"{duur:.1f}", f"{aantal / duur:.1f}"]
    rij += [f"{1 / kaal:.1f}", f"{duur / aantal / kaal:.2f}", f"{len(vragen.lijst) / aantal:.1f}"]
    return {"koppen": KOPPEN_RUN, "tabel": [rij], "fouten": []}


class Genoeg(Exception):
    """Enough invoices to know their speed; the run stands ready again for the others."""


def _tot_genoeg(gedaan: int, totaal: int, tekst: str = "") -> None:
    if gedaan >= HOOGSTENS:
        raise Genoeg


def _maand_zonder_run(gemeente: Gemeente) -> date | None:
    """Earlier months first, so that a later one always has the month before to compare with."""
    eerste = timezone.localdate().replace(day=1)
    maanden = [eerste - relativedelta(months=k) for k in range(6, 0, -1)]
    gedaan = set(Factuurrun.objects.filter(gemeente=gemeente).values_list("maand", flat=True))
    return next((maand for maand in maanden if maand not in gedaan), None)
