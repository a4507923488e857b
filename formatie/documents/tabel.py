"""Eén vorm voor elke tabel van formatie: pagina, csv, json en PDF lezen dezelfde cellen.

Een getal wordt één keer afgerond, in de kolom; zo staat overal hetzelfde (C3).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.http import HttpResponse
from django.utils import timezone

from kern import opmaak
from kern.charts import Figuur
from kern.downloads import download_als
from kern.lists.export import onschadelijk
from kern.logbook import leg_inzage_vast
from kern.models import Inzagesoort
from kern.pdf import Pdf, render_pdf

# Number of decimals per kind of column; None shows what the value has.
DECIMALEN = {
    "aantal": 0, "fte": 2, "exact": 4, "per_fte": 2, "procent": 1, "percentage": None, "mensen": 2,
    "norm": None, "verschil": 0, "verschil_fte": 2,
}  # fmt: skip
NIET_VASTGESTELD, GEEN_GEGEVENS = "niet vastgesteld", "geen gegevens"
Waarde = str | int | Decimal | date | None


@dataclass(frozen=True)
class Kolom:
    """Kop en soort van een kolom; `leeg` staat er als er geen waarde is (dat is nooit 0)."""

    naam: str
    soort: str = "tekst"
    leeg: str = "–"

    @property
    def is_getal(self) -> bool:
        return self.soort in DECIMALEN

    @property
    def klasse(self) -> str:
        """How the cells of this column are set: numbers to the right, days on one line."""
        return "getal" if self.is_getal else "datum" if self.soort == "datum" else ""

    def rond(self, waarde: Waarde) -> Waarde:
        decimalen = DECIMALEN.get(self.soort)
        if isinstance(waarde, Decimal) and decimalen is not None:
            return waarde.quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)
        return waarde

    def tekst(self, waarde: Waarde) -> str:
        waarde = self.rond(waarde)
        if waarde is None or waarde == "":
            return self.leeg
        if isinstance(waarde, date):
            return opmaak.datum(waarde)
        if isinstance(waarde, str):
            return waarde
        decimalen = DECIMALEN.get(self.soort)
        if self.soort.startswith("verschil"):
            return opmaak.verschil(waarde, decimalen)
        if self.soort in ("procent", "percentage"):
            return opmaak.procent(waarde, decimalen)
        return opmaak.getal(waarde, decimalen)


@dataclass(frozen=True)
class Cel:
    """Eén getoonde cel: tekst, en de link naar de rijen erachter (K2)."""

    tekst: str
    url: str
    klasse: str
    kop: str


@dataclass(frozen=True)
class Regel:
    """Een rij met haar waarden. `toon`: gewoon, totaal of deel."""

    waarden: tuple[Waarde, ...]
    toon: str = "gewoon"
    urls: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tabel:
    """Een tabel met haar definities en een zin eronder."""

    code: str
    titel: str
    kolommen: tuple[Kolom, ...]
    regels: tuple[Regel, ...]
    definities: tuple[tuple[str, str], ...] = ()
    zinnen: tuple[str, ...] = ()
    leegtekst: str = "Er zijn nog geen gegevens."

    @property
    def rijen(self) -> list[tuple[Regel, list[Cel]]]:
        """Voor een sjabloon: elke regel met zijn cellen als tekst."""
        return [
            (
                regel,
                [
                    Cel(kolom.tekst(waarde), regel.urls.get(i, ""), kolom.klasse, kolom.naam)
                    for i, (kolom, waarde) in enumerate(zip(self.kolommen, regel.waarden, strict=True))
                ],
            )
            for regel in self.regels
        ]


@dataclass(frozen=True)
class Stuk:
    """Alles van één pagina: wat er op het scherm staat en wat je meeneemt."""

    bestandsnaam: str
    titel: str
    gemeente: str
    gemeente_id: int
    peildatum: date
    tabellen: tuple[Tabel, ...]
    inleiding: tuple[str, ...] = ()
    figuren: tuple[Figuur, ...] = ()
    bronnen: tuple[str, ...] = ()

    @property
    def getoond(self) -> list[Tabel]:
        return [tabel for tabel in self.tabellen if tabel.regels]


# ---- meenemen --------------------------------------------------------------------------------------------
def exporteer(stuk: Stuk, soort: str, *, door) -> HttpResponse:
    """Het stuk als pdf, csv of json, met een regel in het inzagelog."""
    leg_inzage_vast(
        Inzagesoort.RAPPORT,
        door=door,
        pagina=f"{stuk.titel} ({soort})",
        gemeente_id=stuk.gemeente_id,
        peildatum=stuk.peildatum.isoformat(),
    )
    if soort == "json":
        return download_als("json", als_json(stuk), stuk.bestandsnaam)
    if soort == "csv":
        return download_als("csv", als_csv(stuk), stuk.bestandsnaam)
    pdf = als_pdf(stuk, gemaakt_op=timezone.localtime(), door=door)
    return download_als("pdf", pdf.bytes, stuk.bestandsnaam)


def als_csv(stuk: Stuk) -> bytes:
    """Eén regel per cel: puntkomma, UTF-8 met BOM en decimale komma (E7)."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(["peildatum", "gemeente", "tabel", "rij", "kolom", "waarde"])
    for tabel, rij, kolom, waarde in _cellen(stuk.tabellen):
        tekst = (
            kolom.leeg
            if waarde in (None, "")
            else str(waarde).replace(".", ",")
            if kolom.is_getal
            else waarde
        )
        if isinstance(tekst, date):
            tekst = f"{tekst:%d-%m-%Y}"
        schrijver.writerow(
            [
                f"{stuk.peildatum:%d-%m-%Y}",
                onschadelijk(stuk.gemeente),
                onschadelijk(tabel.titel),
                onschadelijk(rij),
                onschadelijk(kolom.naam),
                tekst if kolom.is_getal else onschadelijk(str(tekst)),
            ]
        )
    return b"\xef\xbb\xbf" + uit.getvalue().encode()


def als_json(stuk: Stuk) -> dict:
    """Dezelfde tabellen als gegevens; een getal met decimalen is tekst, zodat niets verloren gaat."""
    return {
        "titel": stuk.titel,
        "gemeente": stuk.gemeente,
        "peildatum": stuk.peildatum.isoformat(),
        "bronnen": list(stuk.bronnen),
        "tabellen": [
            {
                "code": tabel.code,
                "titel": tabel.titel,
                "definities": dict(tabel.definities),
                "zinnen": list(tabel.zinnen),
                "kolommen": [{"naam": kolom.naam, "soort": kolom.soort} for kolom in tabel.kolommen],
                "rijen": [
                    [_json(kolom.rond(w)) for kolom, w in zip(tabel.kolommen, regel.waarden, strict=True)]
                    for regel in tabel.regels
                ],
            }
            for tabel in stuk.tabellen
        ],
    }


def als_pdf(stuk: Stuk, *, gemaakt_op, door) -> Pdf:
    """Hetzelfde stuk op papier."""
    return render_pdf("documenten/formatie.html", {"stuk": stuk, "gemaakt_op": gemaakt_op, "door": str(door)})


def _cellen(tabellen: Sequence[Tabel]) -> Iterator[tuple[Tabel, str, Kolom, Waarde]]:
    for tabel in tabellen:
        for regel in tabel.regels:
            rij = tabel.kolommen[0].tekst(regel.waarden[0])
            for kolom, waarde in zip(tabel.kolommen[1:], regel.waarden[1:], strict=True):
                yield tabel, rij, kolom, kolom.rond(waarde)


def _json(waarde: Waarde):
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde) if isinstance(waarde, Decimal) else waarde
