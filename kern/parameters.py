"""De catalogus van parametercodes en het bewaren en tonen van hun waarden. Geen database, geen klok.

De catalogus staat in kern/gegevens/parametercodes.toml (eisen §7.1). Een waarde kent drie vormen:
de Pythonwaarde waarmee regels rekenen, JSON in de database (zonder verlies: getallen als tekst) en
Nederlandse tekst op het scherm.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from kern import opmaak

GEGEVENS = Path(__file__).parent / "gegevens"


@dataclass(frozen=True)
class Parametercode:
    """Eén code uit de catalogus: wat hij betekent en waar Trede hem gebruikt."""

    code: str
    naam: str
    omschrijving: str
    soort: str
    eenheid: str
    gebruikt_in: tuple[str, ...]
    groep: str


@dataclass(frozen=True)
class Looptijd:
    """Een periode als waarde: van en tot en met, zonder `tot` loopt hij door."""

    van: date
    tot: date | None = None


@lru_cache(maxsize=1)
def catalogus() -> dict[str, Parametercode]:
    """Alle codes, in de volgorde van het bestand."""
    inhoud = tomllib.loads((GEGEVENS / "parametercodes.toml").read_text(encoding="utf-8"))
    codes = [
        Parametercode(
            code=regel["code"],
            naam=regel["naam"],
            omschrijving=regel["omschrijving"],
            soort=regel["soort"],
            eenheid=regel["eenheid"],
            gebruikt_in=tuple(regel["gebruikt_in"]),
            groep=groep["naam"],
        )
        for groep in inhoud["groep"]
        for regel in groep["codes"]
    ]
    gevonden = {code.code: code for code in codes}
    if len(gevonden) != len(codes):
        raise ValueError("parametercodes.toml noemt een code twee keer")
    return gevonden


def parametercode(code: str) -> Parametercode:
    """De code uit de catalogus; een onbekende code is een fout in de aanroep (KeyError)."""
    try:
        return catalogus()[code]
    except KeyError:
        raise KeyError(f"Onbekende parametercode {code!r}; zet hem in parametercodes.toml") from None


# ---- Python <-> JSON --------------------------------------------------------------------------------


def naar_json(waarde: Any, soort: str) -> Any:
    """De waarde zoals hij in de database komt. TypeError als de waarde niet bij de soort past."""
    match soort:
        case "getal" | "bedrag" | "percentage":
            if isinstance(waarde, bool) or not isinstance(waarde, int | Decimal):
                raise TypeError(f"{waarde!r} is geen getal")
            return _zonder_nullen(Decimal(waarde), decimalen=2 if soort == "bedrag" else 0)
        case "datum":
            return _datum_verplicht(waarde).isoformat()
        case "periode":
            van, tot = (
                (waarde.van, waarde.tot)
                if isinstance(waarde, Looptijd)
                else (waarde["van"], waarde.get("tot"))
            )
            return {"van": _datum_verplicht(van).isoformat(), "tot": tot.isoformat() if tot else None}
        case "tekst":
            if not isinstance(waarde, str) or not waarde.strip():
                raise TypeError(f"{waarde!r} is geen tekst")
            return waarde
        case "janee":
            if not isinstance(waarde, bool):
                raise TypeError(f"{waarde!r} is geen ja of nee")
            return waarde
        case "lijst":
            if not isinstance(waarde, list | tuple) or not waarde:
                raise TypeError(f"{waarde!r} is geen lijst")
            return [_cel_naar_json(deel) for deel in waarde]
        case "tabel":
            if not waarde or any(rij.keys() != waarde[0].keys() for rij in waarde):
                raise TypeError("Een tabel heeft minstens één rij en in elke rij dezelfde kolommen")
            # A list of pairs: PostgreSQL's jsonb does not keep the order of columns in an object.
            return [[[kolom, _cel_naar_json(cel)] for kolom, cel in rij.items()] for rij in waarde]
    raise ValueError(f"Onbekende soort {soort!r}")


def uit_json(bewaard: Any, soort: str) -> Any:
    """De Pythonwaarde waarmee regels rekenen: Decimal, date, Looptijd, str, bool, tuple of tuple van dicts."""
    match soort:
        case "getal" | "bedrag" | "percentage":
            return Decimal(bewaard)
        case "datum":
            return date.fromisoformat(bewaard)
        case "periode":
            tot = bewaard.get("tot")
            return Looptijd(date.fromisoformat(bewaard["van"]), date.fromisoformat(tot) if tot else None)
        case "lijst":
            return tuple(_cel_uit_json(deel) for deel in bewaard)
        case "tabel":
            return tuple({kolom: _cel_uit_json(cel) for kolom, cel in rij} for rij in bewaard)
    return bewaard


def _cel_naar_json(cel: Any) -> Any:
    if isinstance(cel, Decimal):
        return {"getal": str(cel)}
    if isinstance(cel, date):
        return {"datum": cel.isoformat()}
    return cel


def _cel_uit_json(cel: Any) -> Any:
    if isinstance(cel, dict):
        return Decimal(cel["getal"]) if "getal" in cel else date.fromisoformat(cel["datum"])
    return cel


def _zonder_nullen(getal: Decimal, decimalen: int) -> str:
    """Eén schrijfwijze per getal (23.5, 45, 3000.00), zodat gelijke waarden ook gelijk bewaard worden."""
    heel, _, rest = f"{getal:f}".partition(".")
    rest = rest.rstrip("0").ljust(decimalen, "0")
    return f"{heel}.{rest}" if rest else heel


def _datum_verplicht(waarde: Any) -> date:
    if not isinstance(waarde, date):
        raise TypeError(f"{waarde!r} is geen datum")
    return waarde


# ---- tonen ------------------------------------------------------------------------------------------


def toon(waarde: Any, soort: str) -> str:
    """De waarde als Nederlandse tekst, zonder eenheid: "€ 2.294,40", "7,75%", "01-07-2020"."""
    match soort:
        case "getal":
            return opmaak.getal(waarde)
        case "bedrag":
            return opmaak.bedrag(waarde)
        case "percentage":
            return opmaak.procent(waarde)
        case "datum":
            return opmaak.datum(waarde)
        case "periode":
            if waarde.tot is None:
                return f"vanaf {opmaak.datum(waarde.van)}"
            return f"{opmaak.datum(waarde.van)} t/m {opmaak.datum(waarde.tot)}"
        case "janee":
            return "ja" if waarde else "nee"
        case "lijst":
            return "; ".join(cel_tekst(deel) for deel in waarde)
        case "tabel":
            return f"tabel met {len(waarde)} {'rij' if len(waarde) == 1 else 'rijen'}"
    return str(waarde)


def toon_volledig(waarde: Any, soort: str) -> str:
    """Als `toon`, maar met alle rijen van een tabel: voor export en vergelijken."""
    if soort != "tabel":
        return toon(waarde, soort)
    return "\n".join("; ".join(f"{kolom}: {cel_tekst(cel)}" for kolom, cel in rij.items()) for rij in waarde)


def toon_met_eenheid(waarde: Any, soort: str, eenheid: str) -> str:
    """Waarde en eenheid achter elkaar; een teken dat al in de waarde staat (€, %) komt er niet dubbel in."""
    if soort == "tabel":
        return toon(waarde, soort)
    teken = {"bedrag": "€", "percentage": "%"}.get(soort, "")
    rest = eenheid.removeprefix(teken).strip() if teken else eenheid
    return f"{toon(waarde, soort)} {rest}".strip()


def cel_tekst(cel: Any) -> str:
    """Eén cel van een lijst of tabel."""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, int | Decimal):
        return opmaak.getal(cel)
    return opmaak.datum(cel) if isinstance(cel, date) else str(cel)
