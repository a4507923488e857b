"""Een doel per cijfer vastleggen, per datum veranderen, beëindigen, en dat terugdraaien (RH-099)."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Gemeente
from kern.opmaak import datum, getal
from kern.permissions import Recht
from kern.registers import kpis
from kern.undo import ongedaan_soort
from kern.versions import controleer_versie
from monitor.choices import Eenheid
from monitor.models import Doelwaarde

EEN_DAG = timedelta(days=1)
WIJZIGING = "doelwaarde"
VELD_BIJ = {
    "doelwaarde_geen_overlap": "begindatum",
    "doelwaarde_einde_na_begin": "einddatum",
    "doelwaarde_bron_verplicht": "bron",
}


@transaction.atomic
def leg_doel_vast(
    gemeente: Gemeente, *, kpi: str, waarde: Decimal, begindatum: date, bron: str, door, einddatum=None
) -> Doelwaarde:
    """Leg een doel per jaar vast voor een cijfer zonder norm in het beleidskader (RH-099)."""
    _mag(gemeente.pk, door)
    gekozen = kpis.get(kpi)
    if gekozen is None:
        raise ValidationError({"kpi": "Dit cijfer bestaat niet. Kies uit de lijst."})
    if gekozen.doelcode or gekozen.doel_uit:
        raise ValidationError(
            {"kpi": "Het doel van dit cijfer staat in het beleidskader of bij de bedragen."}
        )
    _controleer_waarde(gekozen, waarde)
    doel = Doelwaarde(
        gemeente=gemeente, kpi=kpi, waarde=waarde, begindatum=begindatum, einddatum=einddatum, bron=bron.strip(),
        vastgelegd_door=door,
    )  # fmt: skip
    controleer(doel, VELD_BIJ)
    doel.save()
    _log("vastgelegd", doel, door, f"{getal(waarde)} vanaf {datum(begindatum)}")
    return doel


@transaction.atomic
def wijzig_doel(
    doel: Doelwaarde, *, waarde: Decimal, begindatum: date, bron: str, door, versie=None
) -> tuple[Doelwaarde, dict]:
    """Een nieuw doel per datum; het oude geldt tot de dag ervoor en blijft staan. Geeft ook de weg terug.

    Op dezelfde eerste dag is het een verbetering van een vergissing: dan verandert de rij zelf.
    """
    doel = _op_slot(doel, door, versie)
    _controleer_waarde(kpis.get(doel.kpi), waarde)
    if begindatum < doel.begindatum:
        raise ValidationError(
            {"begindatum": f"Dit doel begint op {datum(doel.begindatum)}. Kies die dag of een latere."}
        )
    if doel.einddatum and begindatum > doel.einddatum:
        raise ValidationError(
            {"begindatum": f"Dit doel stopte op {datum(doel.einddatum)}. Leg een nieuw doel vast."}
        )
    terug = _weg_terug(doel)
    if begindatum == doel.begindatum:
        doel.waarde, doel.bron = waarde, bron.strip()
        _bewaar(doel)
        _log("verbeterd", doel, door, f"{getal(waarde)} vanaf {datum(begindatum)} (was {terug['waarde']})")
        return doel, terug | {"versie": doel.versie}
    nieuw = Doelwaarde(
        gemeente=doel.gemeente, kpi=doel.kpi, waarde=waarde, begindatum=begindatum, einddatum=doel.einddatum,
        bron=bron.strip(), vastgelegd_door=door,
    )  # fmt: skip
    doel.einddatum = begindatum - EEN_DAG
    _bewaar(doel)
    controleer(nieuw, VELD_BIJ)
    nieuw.save()
    _log("gewijzigd", nieuw, door, f"{getal(waarde)} vanaf {datum(begindatum)} (was {getal(doel.waarde)})")
    return nieuw, terug | {"versie": doel.versie, "nieuw": nieuw.pk}


@transaction.atomic
def beeindig_doel(doel: Doelwaarde, *, per: date, door, versie=None) -> tuple[Doelwaarde, dict]:
    """`per` is de laatste dag van het doel; daarna heeft het cijfer geen doel meer. Geeft ook de weg terug."""
    doel = _op_slot(doel, door, versie)
    if doel.einddatum and per >= doel.einddatum:
        raise ValidationError({"per": f"Dit doel stopt al op {datum(doel.einddatum)}. Kies een eerdere dag."})
    if per < doel.begindatum:
        raise ValidationError({"per": f"Dit doel begint op {datum(doel.begindatum)}. Kies een latere dag."})
    terug = _weg_terug(doel)
    doel.einddatum = per
    _bewaar(doel)
    _log("beeindigd", doel, door, f"laatste dag {datum(per)}")
    return doel, terug | {"versie": doel.versie}


@ongedaan_soort(WIJZIGING)
@transaction.atomic
def zet_doel_terug(gegevens, *, door) -> str:
    """Het doel is weer zoals het was, als er intussen niets is veranderd."""
    doel = (
        Doelwaarde.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=gegevens["doel"])
    )
    _mag(doel.gemeente_id, door)
    nieuw = Doelwaarde.objects.select_for_update().filter(pk=gegevens.get("nieuw")).first()
    if doel.versie != gegevens["versie"] or (gegevens.get("nieuw") and (nieuw is None or nieuw.versie != 1)):
        raise ValidationError("Dit doel is intussen veranderd. Wijzig het met de hand.")
    if nieuw:
        nieuw.delete()
    doel.waarde, doel.bron = Decimal(gegevens["waarde"]), gegevens["bron"]
    doel.einddatum = parse_date(gegevens["einddatum"] or "")
    _bewaar(doel)
    _log("teruggezet", doel, door, f"weer {getal(doel.waarde)} vanaf {datum(doel.begindatum)}")
    return "Het doel is weer zoals het was."


def _weg_terug(doel: Doelwaarde) -> dict:
    einde = doel.einddatum.isoformat() if doel.einddatum else ""
    return {"doel": doel.pk, "waarde": str(doel.waarde), "bron": doel.bron, "einddatum": einde}


def _op_slot(doel: Doelwaarde, door, versie) -> Doelwaarde:
    doel = Doelwaarde.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=doel.pk)
    _mag(doel.gemeente_id, door)
    controleer_versie(doel, versie)
    return doel


def _bewaar(doel: Doelwaarde) -> None:
    doel.versie += 1
    controleer(doel, VELD_BIJ)
    doel.save()


def _controleer_waarde(kpi, waarde: Decimal) -> None:
    if kpi and kpi.eenheid == Eenheid.PROCENT and not 0 <= waarde <= 100:
        raise ValidationError({"waarde": "Een percentage ligt tussen 0 en 100."})


def _mag(gemeente_id: int, door) -> None:
    if not door.mag(Recht.MONITOR_VASTZETTEN, gemeente_id):
        raise PermissionDenied


def _log(wat: str, doel: Doelwaarde, door, tekst: str) -> None:
    kpi = kpis.get(doel.kpi)
    leg_vast(
        f"doelwaarde.{wat}",
        onderwerp=doel,
        door=door,
        omschrijving=f"Doel voor {kpi.naam if kpi else doel.kpi}: {tekst}",
    )
