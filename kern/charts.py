"""Figures: one Vega-Lite spec each, drawn to SVG by vl-convert, with the message and the same numbers as table.

Why so: docs/besluiten/0003-grafieken.md. Readable in grey (lightness, dashes, direct labels), no script, no
style element or attribute, nothing only in hover. Texts in a figure are data, never part of the spec's code.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from django.utils.safestring import SafeString, mark_safe

from kern import opmaak

Getal = int | float | Decimal | None

BREEDTE = 640
RIJ = 30  # height of one bar
LIJNHOOGTE, LETTERHOOGTE = 280, 20
MAATLETTER = "Trede Maat"  # the measuring twin of the page font, see kern/fonts
LETTER = "'Source Sans 3', 'Source Sans 3 Ext', Arial, sans-serif"
INKT, ZACHT, LIJN = "#15262a", "#4c5b5e", "#d8dfe0"
# Four steps of lightness that stay apart in grey; every area also has a dark edge.
VLAKKEN = ("#0b4f5c", "#8fbcc4", "#e4eff1", "#4c5b5e")
STREPEN = ((1, 0), (7, 4), (2, 3), (10, 3, 2, 3))
VORMEN = ("circle", "square", "triangle-up", "diamond")
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Figuur:
    """What a page or document needs to show one figure; `{% figuur f %}` draws it."""

    titel: str
    zin: str
    svg: SafeString
    tabelkoppen: tuple[str, ...]
    tabelrijen: tuple[tuple[str, ...], ...]


def staafdiagram(
    *,
    titel: str,
    zin: str,
    waarden: Sequence[tuple[str, Getal]],
    kop: str = "Aantal",
    decimalen: int | None = None,
) -> Figuur:
    """One lying bar per line, its value behind it. `waarden`: (name, number), in the order of the page."""
    return gegroepeerde_staven(
        titel=titel,
        zin=zin,
        categorieen=[naam for naam, _ in waarden],
        reeksen={kop: [getal for _, getal in waarden]},
        decimalen=decimalen,
    )


def gegroepeerde_staven(
    *,
    titel: str,
    zin: str,
    categorieen: Sequence[str],
    reeksen: Mapping[str, Sequence[Getal]],
    kop: str = "",
    decimalen: int | None = None,
) -> Figuur:
    """Per name one lying bar per series, at most four. None = "geen gegevens", which is not 0."""
    _controleer(categorieen, reeksen)
    rijen = [
        {
            "naam": str(naam),
            "reeks": reeks,
            "w": _float(getallen[i]),
            "plek": _float(getallen[i]) or 0,  # where the text stands: "geen gegevens" at the start
            "t": _tekst(getallen[i], decimalen),
        }
        for i, naam in enumerate(categorieen)
        for reeks, getallen in reeksen.items()
    ]
    plekken = [_float(getal) or 0 for getallen in reeksen.values() for getal in getallen]
    laag, hoog = min([0, *plekken]), max([0, *plekken])
    # Room to the left of the longest negative bar, so that its number does not cover a name.
    laag -= (hoog - laag) * 0.16 if laag < 0 else 0
    schaal = {"domain": [laag, hoog if hoog > laag else laag + 1], "nice": False}
    reeksnamen = list(reeksen)
    positie: dict[str, Any] = {"field": "naam", "type": "nominal", "sort": list(categorieen), "title": None}
    positie["axis"] = {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 240}
    positie["scale"] = {"paddingInner": 0.28 if len(reeksnamen) > 1 else 0.34, "paddingOuter": 0.1}
    kodering: dict[str, Any] = {
        "y": positie,
        "x": {"field": "plek", "type": "quantitative", "axis": None, "scale": schaal},
    }
    if len(reeksnamen) > 1:
        kodering["yOffset"] = {"field": "reeks", "sort": reeksnamen, "scale": {"paddingInner": 0.08}}
    kleur: dict[str, Any] = {"field": "reeks", "type": "nominal", "sort": reeksnamen, "title": None}
    kleur["scale"] = {"domain": reeksnamen, "range": list(VLAKKEN[: len(reeksnamen)])}
    kleur["legend"] = _legenda() if len(reeksnamen) > 1 else None
    spec: dict[str, Any] = {
        "height": max(RIJ, RIJ * len(rijen) * (0.86 if len(reeksnamen) > 1 else 1)),
        "data": {"values": rijen},
        "encoding": kodering,
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.w)"}],
                "mark": {"type": "bar", "stroke": VLAKKEN[0], "strokeWidth": 1},
                "encoding": {"color": kleur},
            },
            {
                "transform": [{"filter": "datum.plek >= 0"}],
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"text": {"field": "t"}},
            },
            {
                "transform": [{"filter": "datum.plek < 0"}],
                "mark": {"type": "text", "align": "right", "dx": -5},
                "encoding": {"text": {"field": "t"}},
            },
        ],
    }
    if laag < 0:
        nullijn = {"x": {"datum": 0}, "y": None, "yOffset": None}
        spec["layer"].append({"mark": {"type": "rule", "stroke": INKT}, "encoding": nullijn})
    return _figuur(titel, zin, spec, kop, categorieen, reeksen, decimalen)


def lijndiagram(
    *,
    titel: str,
    zin: str,
    momenten: Sequence[str],
    reeksen: Mapping[str, Sequence[Getal]],
    kop: str = "Peildatum",
    decimalen: int | None = None,
) -> Figuur:
    """A line per series with its name at the end; a missing number is a gap. At most four series."""
    _controleer(momenten, reeksen)
    reeksnamen = list(reeksen)
    rijen = [
        {"moment": str(moment), "reeks": reeks, "w": _float(getallen[i]), "t": _tekst(getallen[i], decimalen)}
        for reeks, getallen in reeksen.items()
        for i, moment in enumerate(momenten)
    ]
    schaal = {"domain": reeksnamen}
    spec = {
        "height": LIJNHOOGTE,
        "data": {"values": rijen},
        "encoding": {
            "x": {
                "field": "moment",
                "type": "ordinal",
                "sort": list(momenten),
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "parity", "tickColor": ZACHT},
                "scale": {"type": "point", "padding": 0.2},
            },
            "y": {
                "field": "w",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": True, "nice": True},
                "axis": {
                    "domain": False,
                    "ticks": False,
                    "gridColor": LIJN,
                    "tickCount": 5,
                    "labelPadding": 6,
                },
            },
            "detail": {"field": "reeks"},
        },
        "layer": [
            {
                "mark": {"type": "line", "stroke": VLAKKEN[0], "strokeWidth": 2.5},
                "encoding": {
                    "strokeDash": {
                        "field": "reeks",
                        "sort": reeksnamen,
                        "legend": None,
                        "scale": {**schaal, "range": [list(s) for s in STREPEN[: len(reeksnamen)]]},
                    }
                },
            },
            {
                "transform": [{"filter": "isValid(datum.w)"}],
                "mark": {"type": "point", "filled": True, "fill": VLAKKEN[0], "size": 60, "opacity": 1},
                "encoding": {
                    "shape": {
                        "field": "reeks",
                        "sort": reeksnamen,
                        "legend": None,
                        "scale": {**schaal, "range": list(VORMEN[: len(reeksnamen)])},
                    }
                },
            },
            {
                "data": {"values": _einden(rijen)},
                "mark": {"type": "text", "align": "left", "dx": 9, "fontWeight": "bold"},
                "encoding": {"text": {"field": "einde"}, "y": {"field": "plek", "type": "quantitative"}},
            },
        ],
    }
    return _figuur(titel, zin, spec, kop, momenten, reeksen, decimalen)


def _einden(rijen: list[dict]) -> list[dict]:
    """The name of each line at its last point, moved up where two names would stand on each other."""
    laatste = {rij["reeks"]: rij for rij in rijen if rij["w"] is not None}
    hoogste = max((abs(rij["w"]) for rij in rijen if rij["w"] is not None), default=1) or 1
    stap = hoogste * LETTERHOOGTE / LIJNHOOGTE
    einden: list[dict] = []
    for rij in sorted(laatste.values(), key=lambda rij: rij["w"]):
        # A line that stops early gets its name above its last point, or the other lines run through it.
        eigen = rij["w"] + (0 if rij["moment"] == rijen[-1]["moment"] else stap)
        plek = eigen if not einden else max(eigen, einden[-1]["plek"] + stap)
        einden.append({**rij, "plek": plek, "einde": f"{rij['reeks']} {rij['t']}"})
    return einden


def _legenda() -> dict:
    return {
        "orient": "top",
        "direction": "horizontal",
        "symbolType": "square",
        "symbolSize": 160,
        "labelLimit": 300,
    }


def _controleer(namen: Sequence[str], reeksen: Mapping[str, Sequence[Getal]]) -> None:
    if not 1 <= len(reeksen) <= len(VLAKKEN):
        raise ValueError(f"een grafiek heeft 1 tot {len(VLAKKEN)} reeksen, niet {len(reeksen)}")
    if len(set(namen)) != len(namen):
        raise ValueError("elke naam komt één keer voor in een grafiek")
    for reeks, getallen in reeksen.items():
        if len(getallen) != len(namen):
            raise ValueError(f"reeks {reeks!r} heeft {len(getallen)} getallen bij {len(namen)} namen")


def _float(getal: Getal) -> float | None:
    return None if getal is None else float(getal)


def _tekst(getal: Getal, decimalen: int | None) -> str:
    return "geen gegevens" if getal is None else opmaak.getal(getal, decimalen)


def _figuur(titel, zin, spec, kop, namen, reeksen, decimalen) -> Figuur:
    rijen = tuple(
        (str(naam), *(_tekst(getallen[i], decimalen) for getallen in reeksen.values()))
        for i, naam in enumerate(namen)
    )
    svg = teken(json.dumps(spec, sort_keys=True), str(titel), str(zin))
    return Figuur(str(titel), str(zin), svg, (kop, *reeksen), rijen)


@lru_cache(maxsize=256)
def teken(spec: str, titel: str, zin: str) -> SafeString:
    """The SVG of a spec (JSON text), drawn once per process for the same content."""
    ruw = _converteerder().vegalite_to_svg(
        {"width": BREEDTE - 200, **json.loads(spec), "config": _huisstijl()},
        format_locale="nl-NL",
        allowed_base_urls=[],
    )
    return mark_safe(_netjes(ruw, titel, zin))  # noqa: S308 - texts are escaped by ElementTree


@cache
def _converteerder():
    """vl-convert takes 0.7 s and 80 MB at the first figure, so only a process that draws pays for it."""
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))
    return vl_convert


def _huisstijl() -> dict:
    tekst = {"labelFont": MAATLETTER, "labelFontSize": 15, "labelColor": INKT, "aria": False}
    return {
        "font": MAATLETTER,
        "background": None,
        "padding": 6,
        "view": {"stroke": None},
        "axis": tekst,
        "legend": {**tekst, "symbolStrokeColor": VLAKKEN[0], "symbolStrokeWidth": 1, "offset": 10},
        "text": {"font": MAATLETTER, "fontSize": 15, "fill": INKT},
        "aria": False,
    }


def _netjes(ruw: str, titel: str, zin: str) -> str:
    """One image with a title and a description; no roles inside, ids that are unique on a page."""
    wortel = fromstring(ruw)
    merk = "f" + hashlib.sha256(f"{ruw}{titel}{zin}".encode()).hexdigest()[:10]
    for deel in wortel.iter():
        for naam in list(deel.attrib):
            if naam in ("class", "role", "pointer-events", "style") or naam.startswith("aria-"):
                del deel.attrib[naam]
        for naam, waarde in deel.attrib.items():
            if naam == "id":
                deel.attrib[naam] = f"{merk}-{waarde}"
            elif naam == "font-family":
                deel.attrib[naam] = LETTER
            else:
                deel.attrib[naam] = re.sub(r"url\(#([\w-]+)\)", rf"url(#{merk}-\1)", waarde)
    wortel.attrib.pop("version", None)
    wortel.attrib |= {"role": "img", "aria-labelledby": f"{merk}-t {merk}-d", "focusable": "false"}
    for plaats, (naam, tekst, achter) in enumerate((("title", titel, "t"), ("desc", zin, "d"))):
        deel = ElementTree.Element(f"{{{SVG}}}{naam}", {"id": f"{merk}-{achter}"})
        deel.text = tekst
        wortel.insert(plaats, deel)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(wortel, encoding="unicode")
