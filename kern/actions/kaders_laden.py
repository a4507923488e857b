"""Laad gemeenten, verbanden, organisaties en kaders uit kern/gegevens: zo vaak je wilt, met hetzelfde resultaat."""

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kern.logbook import leg_vast
from kern.models import (
    Beleidskader,
    Beleidsstatus,
    Deelname,
    Gemeente,
    Organisatie,
    Organisatierol,
    Parameter,
    Samenwerkingsverband,
)
from kern.parameters import GEGEVENS, naar_json, parametercode

DEMO_BESTAND = "demo-aanvulling.toml"


@dataclass
class Laadresultaat:
    """Hoeveel rijen er bij kwamen, veranderden en gelijk bleven; kaders[code] telt parameters per kader."""

    toegevoegd: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    kaders: dict[str, int] = field(default_factory=dict)

    def als_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Rij:
    """Eén waarde uit een bestand, klaar om te vergelijken met de database."""

    code: str
    begindatum: date
    einddatum: date | None
    velden: dict[str, Any]


@transaction.atomic
def laad_kaders(*, door=None, demo: bool = False, map_: Path = GEGEVENS) -> Laadresultaat:
    """Laad alles. De waarden zijn vastgesteld: het besluit van het document is de grond.

    Een tweede keer verandert niets. Een waarde die een gebruiker daarna heeft opgevolgd, blijft
    opgevolgd. ValidationError als een bestand botst met wat een gebruiker vaststelde.
    """
    resultaat = Laadresultaat()
    _laad_organisaties(_lees(map_ / "gemeenten.toml"), resultaat)
    for bestand in sorted((map_ / "kaders").glob("*.toml")):
        if bestand.name != DEMO_BESTAND:
            _laad_bestand(bestand, resultaat, door)
    if demo:
        _laad_bestand(map_ / "kaders" / DEMO_BESTAND, resultaat, door)
    return resultaat


def _lees(pad: Path) -> dict[str, Any]:
    return tomllib.loads(pad.read_text(encoding="utf-8"), parse_float=Decimal)


def _bewaar(model, sleutel: dict, velden: dict, resultaat: Laadresultaat):
    """Eén rij gelijk maken aan het bestand en tellen wat er gebeurde."""
    rij = model.objects.filter(**sleutel).first()
    if rij is None:
        rij = model(**sleutel, **velden)
        resultaat.toegevoegd += 1
    elif all(getattr(rij, naam) == waarde for naam, waarde in velden.items()):
        resultaat.ongewijzigd += 1
        return rij
    else:
        for naam, waarde in velden.items():
            setattr(rij, naam, waarde)
        resultaat.gewijzigd += 1
    rij.full_clean()
    rij.save()
    return rij


def _laad_organisaties(inhoud: dict[str, Any], resultaat: Laadresultaat) -> None:
    for regel in inhoud["gemeente"]:
        velden = {"naam": regel["naam"], "gebruikt_trede": regel["gebruikt_trede"]}
        if "werknaam" in regel:
            velden["werknaam"] = regel["werknaam"]
        _bewaar(Gemeente, {"code": regel["code"]}, velden, resultaat)
    gemeenten = {gemeente.code: gemeente for gemeente in Gemeente.objects.all()}
    for regel in inhoud["verband"]:
        velden = {"naam": regel["naam"], "soort": regel["soort"]}
        verband = _bewaar(Samenwerkingsverband, {"code": regel["code"]}, velden, resultaat)
        for code in regel["gemeenten"]:
            sleutel = {"verband": verband, "gemeente": gemeenten[code], "begindatum": regel["van"]}
            _bewaar(Deelname, sleutel, {"einddatum": regel.get("tot")}, resultaat)
    for regel in inhoud["organisatie"]:
        eigenaar = gemeenten[regel["gemeente"]] if "gemeente" in regel else None
        organisatie = _bewaar(Organisatie, {"naam": regel["naam"]}, {"gemeente": eigenaar}, resultaat)
        for rol in regel["rollen"]:
            for code in rol["gemeenten"]:
                sleutel = {"organisatie": organisatie, "gemeente": gemeenten[code], "soort": rol["soort"]}
                velden = {"einddatum": rol.get("tot"), "bron": rol["bron"]}
                _bewaar(Organisatierol, sleutel | {"begindatum": rol["van"]}, velden, resultaat)


def _laad_bestand(bestand: Path, resultaat: Laadresultaat, door) -> None:
    inhoud = _lees(bestand)
    for regel in inhoud.get("kader", []):
        kader = _laad_kader(regel, resultaat)
        loopt = {"geldig_tot": kader.einddatum}  # the end may have been decided on screen
        _laad_parameters(kader, rijen_van(regel | loopt), resultaat, door, bestand.name)
    for regel in inhoud.get("aanvulling", []):
        kader = Beleidskader.objects.get(code=regel["kader"])
        aangevuld = regel | {"geldig_van": kader.begindatum, "geldig_tot": kader.einddatum}
        _laad_parameters(kader, rijen_van(aangevuld), resultaat, door, bestand.name)


def _laad_kader(regel: dict[str, Any], resultaat: Laadresultaat) -> Beleidskader:
    gemeente = Gemeente.objects.get(code=regel["gemeente"]) if "gemeente" in regel else None
    verband = Samenwerkingsverband.objects.get(code=regel["verband"]) if "verband" in regel else None
    velden = {
        "naam": regel["naam"],
        "gemeente": gemeente,
        "verband": verband,
        "status": Beleidsstatus.VASTGESTELD,
        "begindatum": regel["geldig_van"],
        "einddatum": regel.get("geldig_tot"),
        "bron": regel["bron"],
        "besluit": regel["besluit"],
    }
    bestaand = Beleidskader.objects.filter(code=regel["code"]).first()
    if bestaand and bestaand.vastgesteld_door_id:
        # Prolonged, closed or succeeded by people: that last day stays.
        velden["einddatum"] = bestaand.einddatum
    return _bewaar(Beleidskader, {"code": regel["code"]}, velden, resultaat)


def rijen_van(kader: dict[str, Any]) -> list[Rij]:
    """Alle waarden van een kader uit het bestand, met begin- en einddatum uitgerekend."""
    rijen = [
        _rij(kader, regel, regel.get("tot", kader.get("geldig_tot"))) for regel in kader.get("parameter", [])
    ]
    for reeks in kader.get("reeks", []):
        waarden = reeks["waarden"]
        volgende = [waarde["van"] - timedelta(days=1) for waarde in waarden[1:]] + [kader.get("geldig_tot")]
        for waarde, voor_de_volgende in zip(waarden, volgende, strict=True):
            regel = {"code": reeks["code"], "rij": reeks.get("rij", []), "bron": reeks["bron"]} | waarde
            rijen.append(_rij(kader, regel, waarde.get("tot", voor_de_volgende)))
    return rijen


def _rij(kader: dict[str, Any], regel: dict[str, Any], einddatum: date | None) -> Rij:
    code = parametercode(regel["code"])
    try:
        waarde = naar_json(regel["waarde"], code.soort)
    except (TypeError, KeyError, AttributeError) as fout:
        raise ValidationError(f"{kader.get('code', kader.get('kader'))}, {code.code}: {fout}") from fout
    velden = {
        "soort": code.soort,
        "eenheid": code.eenheid,
        "waarde": waarde,
        "bron": regel.get("bron", kader["bron"]),
        "rij": ", ".join(regel.get("rij", [])),
        "zekerheid": regel.get("zekerheid", "S"),
    }
    return Rij(code.code, regel.get("van", kader["geldig_van"]), einddatum, velden)


def _laad_parameters(
    kader: Beleidskader, rijen: list[Rij], resultaat: Laadresultaat, door, bestand: str
) -> None:
    bestaand = list(kader.parameters.filter(status=Beleidsstatus.VASTGESTELD))
    geladen = {(p.code, p.begindatum): p for p in bestaand if p.opgesteld_door_id is None}
    opgevolgd = {(p.code, p.begindatum - timedelta(days=1)) for p in bestaand if p.opgesteld_door_id}
    nieuw, gewijzigd = [], []
    for rij in rijen:
        parameter = geladen.get((rij.code, rij.begindatum))
        if parameter is None:
            nieuw.append(rij)
            continue
        einddatum = rij.einddatum
        # A user's own version followed this one: its last day stays the day before that version.
        if (parameter.code, parameter.einddatum) in opgevolgd:
            einddatum = parameter.einddatum
        velden = rij.velden | {"einddatum": einddatum}
        if any(getattr(parameter, naam) != waarde for naam, waarde in velden.items()):
            for naam, waarde in velden.items():
                setattr(parameter, naam, waarde)
            gewijzigd.append(parameter)
        else:
            resultaat.ongewijzigd += 1
    _schrijf(kader, gewijzigd, _maak(kader, nieuw, bestaand))
    resultaat.toegevoegd += len(nieuw)
    resultaat.gewijzigd += len(gewijzigd)
    resultaat.kaders[kader.code] = resultaat.kaders.get(kader.code, 0) + len(rijen)
    if nieuw or gewijzigd:
        leg_vast(
            "kader.geladen",
            onderwerp=kader,
            door=door,
            gemeente=kader.gemeente,
            omschrijving=f"{kader}: {len(nieuw)} waarden toegevoegd, {len(gewijzigd)} gewijzigd uit {bestand}",
            bestand=bestand,
            toegevoegd=len(nieuw),
            gewijzigd=len(gewijzigd),
        )


def _maak(kader: Beleidskader, rijen: list[Rij], bestaand: list[Parameter]) -> list[Parameter]:
    """Nieuwe parameters; het versienummer loopt per code door in volgorde van begindatum."""
    hoogste: dict[str, int] = {}
    for parameter in bestaand:
        hoogste[parameter.code] = max(hoogste.get(parameter.code, 0), parameter.versie)
    nu = timezone.now()
    nieuw = []
    for rij in sorted(rijen, key=lambda rij: (rij.code, rij.begindatum)):
        hoogste[rij.code] = hoogste.get(rij.code, 0) + 1
        parameter = Parameter(
            kader=kader,
            code=rij.code,
            begindatum=rij.begindatum,
            einddatum=rij.einddatum,
            status=Beleidsstatus.VASTGESTELD,
            versie=hoogste[rij.code],
            vastgesteld_op=nu,
            **rij.velden,
        )
        parameter.clean_fields()
        parameter.clean()
        nieuw.append(parameter)
    return nieuw


def _schrijf(kader: Beleidskader, gewijzigd: list[Parameter], nieuw: list[Parameter]) -> None:
    """Eerst inkorten, dan toevoegen: zo past een opvolger achter de waarde die hij opvolgt."""
    velden = ["soort", "eenheid", "waarde", "bron", "rij", "zekerheid", "einddatum"]
    try:
        with transaction.atomic():
            Parameter.objects.bulk_update(gewijzigd, velden)
            Parameter.objects.bulk_create(nieuw)
    except IntegrityError as fout:
        raise ValidationError(
            f"De waarden uit het bestand voor {kader} botsen met waarden die al zijn vastgesteld: {fout}"
        ) from fout
