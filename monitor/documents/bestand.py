"""De bestandsanalyse zoals je haar ziet: als pagina, csv, json en PDF, alle uit dezelfde tabellen."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kern import opmaak
from kern.charts import Figuur, gegroepeerde_staven
from kern.pdf import Pdf, render_pdf
from monitor.queries.bestand import Bestandsanalyse
from monitor.queries.tabel import FTE, Cijfer, Rij, Rijen, Tabel
from reintegratie.choices import KORTE_TREDE, Trede

GEEN_GEGEVENS = "geen gegevens"
INTERN = "Voor intern gebruik: aantallen onder 5 zijn niet afgeschermd."


@dataclass(frozen=True)
class Cel:
    """Een cijfer als tekst, met het adres van zijn rijen (leeg als je die niet mag zien)."""

    tekst: str
    url: str
    uitleg: str


@dataclass(frozen=True)
class Regel:
    rij: Rij
    cellen: tuple[Cel, ...]


def als_tekst(cijfer: Cijfer) -> str:
    """Een aantal zonder decimalen, fte met twee, een verschil met teken; ontbreekt het, dan zegt de tekst dat."""
    if cijfer.waarde is None:
        return (
            "niet vastgesteld" if cijfer.eenheid == FTE else "–" if cijfer.eenheid == "%" else GEEN_GEGEVENS
        )
    if cijfer.eenheid == FTE:
        return opmaak.getal(cijfer.waarde, 2)
    if cijfer.eenheid == "%":
        return f"{opmaak.verschil(cijfer.waarde, 1)}%"
    return opmaak.verschil(cijfer.waarde) if cijfer.met_teken else opmaak.getal(cijfer.waarde)


def regels(tabel: Tabel, adres: Callable[[Rijen], str] = lambda rijen: "") -> list[Regel]:
    """De regels van een tabel voor een sjabloon; `adres` maakt van Rijen een link."""
    return [
        Regel(
            rij,
            tuple(
                Cel(
                    als_tekst(cijfer),
                    adres(cijfer.rijen) if cijfer.rijen and cijfer.waarde is not None else "",
                    f"{rij.naam}, {kolom}",
                )
                for cijfer, kolom in zip(rij.cijfers, tabel.kolommen, strict=True)
            ),
        )
        for rij in tabel.rijen
    ]


def ladderfiguur(analyse: Bestandsanalyse) -> Figuur | None:
    """De ladder als staven, met de boodschap in één zin; None als er geen gegevens zijn."""
    stand = analyse.ladder
    if stand.leeg:
        return None
    zin = (
        f"{opmaak.getal(stand.perspectief_nu)} mensen hebben nu betaald werk (trede 5 of 6). "
        f"Haalt iedereen de doeltrede, dan zijn het er {opmaak.getal(stand.perspectief_doel)}."
    )
    getoond = [rij for rij in stand.rijen if rij.trede or rij.huidig or rij.doel]
    return gegroepeerde_staven(
        titel=f"Participatieladder op {analyse.peildatum:%d-%m-%Y}, in personen",
        zin=zin,
        categorieen=[KORTE_TREDE[Trede(rij.trede)] if rij.trede else rij.naam for rij in getoond],
        reeksen={
            "Huidige trede": [rij.huidig for rij in getoond],
            "Doeltrede": [rij.doel for rij in getoond],
        },
        kop="Trede",
    )


# ---- csv en json -------------------------------------------------------------------------------------
def als_csv(analyse: Bestandsanalyse, tabellen: tuple[Tabel, ...]) -> bytes:
    """Eén regel per cijfer: puntkomma, UTF-8 met BOM en decimale komma (E7)."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(["peildatum", "gemeente", "tabel", "rij", "kolom", "eenheid", "waarde"])
    for tabel, rij, kolom, cijfer in _cijfers(tabellen):
        waarde = _waarde(tabel, cijfer)
        tekst = GEEN_GEGEVENS if waarde is None else str(waarde).replace(".", ",")
        schrijver.writerow(
            [
                f"{analyse.peildatum:%d-%m-%Y}",
                _veilig(analyse.gemeentenaam),
                _veilig(tabel.titel),
                _veilig(rij.naam),
                _veilig(kolom),
                cijfer.eenheid,
                tekst,
            ]
        )
    return b"\xef\xbb\xbf" + uit.getvalue().encode()


def als_json(analyse: Bestandsanalyse, tabellen: tuple[Tabel, ...]) -> dict:
    """Dezelfde tabellen als gegevens; een getal met decimalen is tekst, zodat niets verloren gaat."""
    return {
        "peildatum": analyse.peildatum.isoformat(),
        "gemeenten": [{"code": gemeente.code, "naam": gemeente.naam} for gemeente in analyse.gemeenten],
        "normen": list(analyse.normen),
        "tabellen": [
            {
                "code": tabel.code,
                "titel": tabel.titel,
                "geen_gegevens": tabel.leeg,
                "definities": dict(tabel.definities),
                "rijen": [
                    {
                        "code": rij.code,
                        "naam": rij.naam,
                        "soort": rij.soort,
                        "cijfers": [
                            {
                                "kolom": kolom,
                                "eenheid": cijfer.eenheid,
                                "waarde": _json(_waarde(tabel, cijfer)),
                            }
                            for cijfer, kolom in zip(rij.cijfers, tabel.kolommen, strict=True)
                        ],
                    }
                    for rij in tabel.rijen
                ],
            }
            for tabel in tabellen
        ],
    }


def _cijfers(tabellen) -> Iterator[tuple[Tabel, Rij, str, Cijfer]]:
    for tabel in tabellen:
        for rij in tabel.rijen:
            for cijfer, kolom in zip(rij.cijfers, tabel.kolommen, strict=True):
                yield tabel, rij, kolom, cijfer


def _waarde(tabel: Tabel, cijfer: Cijfer) -> int | Decimal | None:
    return None if tabel.leeg else cijfer.waarde


def _json(waarde):
    return str(waarde) if isinstance(waarde, Decimal) else waarde


def _veilig(tekst: str) -> str:
    """No spreadsheet runs a name as a formula."""
    return f"'{tekst}" if tekst[:1] in ("=", "+", "-", "@") else tekst


# ---- PDF ---------------------------------------------------------------------------------------------
def als_pdf(analyse: Bestandsanalyse, tabellen: tuple[Tabel, ...], *, gemaakt_op, door) -> Pdf:
    """Het rapport met dezelfde cijfers; de definities staan op de laatste pagina."""
    return render_pdf(
        "documenten/bestand.html",
        {
            "analyse": analyse,
            "tabellen": [(tabel, regels(tabel)) for tabel in tabellen if not _overbodig(tabel)],
            "figuur": ladderfiguur(analyse),
            "definities": definities(tabellen),
            "gemaakt_op": gemaakt_op,
            "door": str(door),
            "intern": INTERN,
        },
    )


def definities(tabellen: tuple[Tabel, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Per tabel wat er is geteld."""
    return [(tabel.titel, tabel.definities) for tabel in tabellen if tabel.definities]


def _overbodig(tabel: Tabel) -> bool:
    """An empty table of mixed places says nothing on paper."""
    return tabel.leeg and tabel.code == "werklocaties"
