"""De Wsw-statistiek vastzetten, en vastleggen wanneer zij is verzonden (RH-105)."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern.controle import controleer
from kern.lists.export import MEDIATYPEN, Uitvoer, bytes_van
from kern.logbook import leg_vast
from kern.models import Bestand
from wsw.models import Statistieklevering
from wsw.statistiek_queries import KOPPEN, Statistiek, halfjaar_van, statistiek_van

_SLOT = 20260905  # advisory lock: one half-year of a gemeente at a time
_DATUMS = {"Geboortedatum", "In de Wsw sinds", "Indicatie geldig tot", "Begin", "Einde"}


@transaction.atomic
def zet_statistiek_vast(
    gemeente, jaar: int, halfjaar: int, *, door, verwacht: int | None = None
) -> Statistieklevering:
    """Zet het halfjaar vast met csv en Excel. Opnieuw mag: dat is een nieuwe versie die de vorige noemt.

    Ontbrekende gegevens houden het vastzetten niet tegen: hun aantal staat erbij. `verwacht` is het aantal rijen
    dat de gebruiker voor zich had.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, gemeente.pk])
    _, tot = halfjaar_van(jaar, halfjaar)
    if timezone.localdate() <= tot:
        raise ValidationError(f"Het halfjaar loopt tot en met {tot:%d-%m-%Y}. Vastzetten kan daarna.")
    statistiek = statistiek_van(gemeente, jaar, halfjaar)
    if not statistiek.rijen:
        raise ValidationError("In dit halfjaar was niemand in dienst. Er is niets om te leveren.")
    if verwacht is not None and verwacht != len(statistiek.rijen):
        raise ValidationError(
            f"Het waren {verwacht} rijen en nu zijn het er {len(statistiek.rijen)}. Controleer het bestand opnieuw."
        )
    vorige = (
        Statistieklevering.objects.filter(gemeente=gemeente, jaar=jaar, halfjaar=halfjaar)
        .order_by("-versie")
        .first()
    )
    levering = Statistieklevering(
        gemeente=gemeente, jaar=jaar, halfjaar=halfjaar, versie=vorige.versie + 1 if vorige else 1, vervangt=vorige,
        aantal=len(statistiek.rijen), onvolledig=len(statistiek.onvolledig), vastgezet_op=timezone.now(),
        vastgezet_door=door,
    )  # fmt: skip
    for vorm in ("csv", "xlsx"):
        inhoud = bytes_van(vorm, blad_van(statistiek))
        bestand = Bestand(
            gemeente=gemeente, naam=f"wsw-statistiek-{gemeente.code}-{jaar}-{halfjaar}-v{levering.versie}.{vorm}",
            mediatype=MEDIATYPEN[vorm], grootte=len(inhoud), sha256=hashlib.sha256(inhoud).hexdigest(), inhoud=inhoud,
            gemaakt_door=door,
        )  # fmt: skip
        bestand.save()
        setattr(levering, vorm, bestand)
    controleer(levering)
    levering.save()
    leg_vast(
        "statistiek.vastgezet", onderwerp=levering, door=door, aantal=levering.aantal, onvolledig=levering.onvolledig,
        omschrijving=f"{levering} vastgezet: {levering.aantal} rijen, {levering.onvolledig} onvolledig",
    )  # fmt: skip
    return levering


def blad_van(statistiek: Statistiek) -> Uitvoer:
    """De rijen als bestand, in de volgorde van KOPPEN."""
    return Uitvoer(
        titel="Wsw-statistiek",
        koppen=KOPPEN,
        namen=KOPPEN,
        formaten=["dd-mm-yyyy" if kop in _DATUMS else "" for kop in KOPPEN],
        breedtes=[16] * len(KOPPEN),
        rijen=[rij.cellen for rij in statistiek.rijen],
    )


@transaction.atomic
def leg_verzending_vast(levering, *, op, door) -> Statistieklevering:
    """De dag waarop het bestand naar de onderzoeker is gegaan; alleen van de laatste versie, één keer."""
    levering = (
        Statistieklevering.objects.select_for_update(of=("self",))
        .select_related("gemeente")
        .get(pk=levering.pk)
    )
    if levering.verzonden_op:
        raise ValidationError(f"Deze versie is al verzonden op {levering.verzonden_op:%d-%m-%Y}.")
    if Statistieklevering.objects.filter(vervangt=levering).exists():
        raise ValidationError("Er is een nieuwere versie. Verzend die.")
    if not timezone.localdate(levering.vastgezet_op) <= op <= timezone.localdate():
        raise ValidationError({"op": "Kies een dag vanaf het vastzetten tot en met vandaag."})
    levering.verzonden_op, levering.verzonden_door = op, door
    controleer(levering)
    levering.save(update_fields=["verzonden_op", "verzonden_door"])
    leg_vast(
        "statistiek.verzonden",
        onderwerp=levering,
        door=door,
        omschrijving=f"{levering} verzonden op {op:%d-%m-%Y}",
    )
    return levering
