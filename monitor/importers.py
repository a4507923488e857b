"""Inlezen van bedragen per maand of per jaar (RH-067, RH-068, HT-088)."""

import re
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from kern.imports import cells
from kern.imports.plan import Plan, Rij, fout
from kern.registers import Importsoort, Importveld
from monitor.choices import Bedragsoort
from monitor.models import Maandbedrag

MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december")  # fmt: skip


def periode(cel) -> tuple[date, bool] | None:
    """ "2026-01", "01-2026", "januari 2026" of een dag in die maand; "2026" is het hele jaar."""
    if isinstance(cel, datetime):  # a cell with a time: compared with a day it would be an error
        cel = cel.date()
    if isinstance(cel, date):
        return cel.replace(day=1), False
    waarde = cells.als_tekst(cel).lower()
    if not waarde:
        return None
    if re.fullmatch(r"(19|20)[0-9]{2}", waarde):
        return date(int(waarde), 1, 1), True
    for patroon in (
        r"(?P<j>(?:19|20)[0-9]{2})[-/](?P<m>[0-9]{1,2})",
        r"(?P<m>[0-9]{1,2})[-/](?P<j>(?:19|20)[0-9]{2})",
    ):
        if (deel := re.fullmatch(patroon, waarde)) and 1 <= int(deel["m"]) <= 12:
            return date(int(deel["j"]), int(deel["m"]), 1), False
    if (deel := re.fullmatch(r"([a-z]+)\s+((?:19|20)[0-9]{2})", waarde)) and deel[1] in MAANDEN:
        return date(int(deel[2]), MAANDEN.index(deel[1]) + 1, 1), False
    if re.fullmatch(r"[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}", waarde):
        return cells.datum(cel).replace(day=1), False
    raise ValidationError(
        f"{waarde[:30]} is geen maand of jaar. Vul in zoals 2026-01, of 2026 voor een heel jaar."
    )


_bedrag = cells.getal(onder="-1000000000", boven="1000000000")


def bedrag(cel) -> Decimal | None:
    """Euro's met een komma; punten tussen duizendtallen en een euroteken mogen."""
    if isinstance(cel, str):
        cel = re.sub(r"[€\s]", "", cel).replace("−", "-")
        if "," in cel or re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", cel):
            cel = cel.replace(".", "")
    return _bedrag(cel)


VELDEN = (
    Importveld(
        "periode",
        "Maand of jaar",
        periode,
        verplicht=True,
        uitleg="2026-01 of januari 2026; alleen een jaar is een jaarbedrag",
        voorbeeld="2026-01",
        ook_bekend_als=("maand", "jaar"),
    ),
    Importveld(
        "soort",
        "Soort bedrag",
        cells.keuze(Bedragsoort.choices),
        verplicht=True,
        uitleg="bijvoorbeeld uitkeringslasten, lks_lasten of wsw_baten",
        voorbeeld="uitkeringslasten",
        ook_bekend_als=("post",),
    ),
    Importveld("bedrag", "Bedrag", bedrag, verplicht=True, voorbeeld="412.300,50", ook_bekend_als=("euro",)),
    Importveld(
        "aantal",
        "Aantal",
        cells.heel_getal(1_000_000),
        uitleg="hoeveel stuks, bij terugvorderingen",
        voorbeeld="12",
    ),
    Importveld(
        "omschrijving",
        "Omschrijving",
        cells.tekst(120),
        uitleg="bijvoorbeeld het middel of grootboeknummer",
        ook_bekend_als=("middel", "fcl"),
    ),
    Importveld("bron", "Bron", cells.tekst(200), verplicht=True, voorbeeld="financiële administratie"),
)


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    """Een bedrag dat er al is, krijgt de waarde uit het bestand; zo kun je een maand opnieuw inlezen."""
    bestaand = {_sleutel(b): b for b in Maandbedrag.objects.filter(gemeente=gemeente)}
    gezien: dict[tuple, int] = {}
    for rij in rijen:
        with plan.rij(rij):
            maand, heel_jaar = rij["periode"]
            if maand > vandaag and not heel_jaar:
                raise fout("periode", "Deze maand ligt in de toekomst. Controleer de maand.")
            sleutel = (rij["soort"], maand, heel_jaar, rij["omschrijving"] or "")
            if eerder := gezien.get(sleutel):
                raise fout(
                    "periode", f"Dit bedrag staat ook in rij {eerder}. Tel ze op of geef een omschrijving."
                )
            gezien[sleutel] = rij.nummer
            velden = {"bedrag": rij["bedrag"], "aantal": rij["aantal"], "bron": rij["bron"]}
            if oud := bestaand.get(sleutel):
                plan.wijzig(oud, **velden)
                rij.onderwerp = oud
                continue
            nieuw = Maandbedrag(
                gemeente=gemeente,
                soort=rij["soort"],
                maand=maand,
                heel_jaar=heel_jaar,
                omschrijving=rij["omschrijving"] or "",
                vastgelegd_door=door,
                **velden,
            )
            plan.voeg_toe(nieuw, hoofd=True)
            rij.onderwerp = nieuw
            bestaand[sleutel] = nieuw


def _sleutel(b: Maandbedrag) -> tuple:
    return (b.soort, b.maand, b.heel_jaar, b.omschrijving)


def controletotalen(rijen: list[Rij]) -> dict[str, dict]:
    """Rijen, en per soort de som van het bestand."""
    som: dict[str, Decimal] = defaultdict(Decimal)
    for rij in rijen:
        if rij["soort"] and rij["bedrag"] is not None:
            som[Bedragsoort(rij["soort"]).label] += rij["bedrag"]
    return {"Rijen": {"totaal": len(rijen)}, "Bedrag": {naam: str(b) for naam, b in sorted(som.items())}}


def stand(gemeente, peildatum: date) -> dict[str, dict]:
    """Per soort de som van alles wat is ingelezen."""
    som: dict[str, Decimal] = defaultdict(Decimal)
    for soort, waarde in Maandbedrag.objects.filter(gemeente=gemeente).values_list("soort", "bedrag"):
        som[str(Bedragsoort(soort).label)] += waarde
    return {"Bedrag": {naam: str(b) for naam, b in sorted(som.items())}}


SOORT = Importsoort(
    code="maandbedragen",
    naam="Bedragen voor de monitor",
    uitleg="Bedragen per maand of jaar uit de financiële administratie: BUIG, uitkeringen, loonkostensubsidie, "
    "terugvorderingen, Wsw en budgetten. Een maand opnieuw inlezen vervangt het bedrag.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=40,
)
