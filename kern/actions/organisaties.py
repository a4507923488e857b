"""Gemeenten, samenwerkingsverbanden en de rollen van organisaties bijhouden (functioneel beheerder, eisen §7).

Wie in een verband zit, ziet de werkgevers van de anderen en valt onder hun kader. Daarom voegt alleen wie
in álle deelnemers beheerder is er een gemeente aan toe; eruit stappen mag elke gemeente zelf.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Deelname, Gemeente, Organisatie, Organisatierol, Samenwerkingsverband
from kern.opmaak import datum
from kern.permissions import Recht

RECHT = Recht.ORGANISATIE_BEHEREN


def _eis(door, gemeente: Gemeente) -> None:
    if not door.mag(RECHT, gemeente.pk):
        raise PermissionDenied


def mag_verband(door, verband: Samenwerkingsverband) -> bool:
    """Beheerder in elke gemeente die nu of straks meedoet; een verband zonder deelnemers is van niemand."""
    komend = verband.deelnames.exclude(einddatum__lt=timezone.localdate())
    deelnemers = set(komend.values_list("gemeente_id", flat=True))
    return bool(deelnemers) and deelnemers <= door.toegang.gemeenten_met(RECHT)


@transaction.atomic
def maak_gemeente(*, code: str, naam: str, door) -> Gemeente:
    """Voeg een gemeente toe waar mensen vandaan komen; zij werkt daarmee nog niet met Trede (RH-116)."""
    if not door.mag(RECHT):
        raise PermissionDenied
    gemeente = Gemeente(code=code, naam=naam, gebruikt_trede=False)
    controleer(gemeente, {"gemeente_code_vier_cijfers": "code"})
    gemeente.save()
    leg_vast(
        "gemeente.toegevoegd",
        onderwerp=gemeente,
        door=door,
        omschrijving=f"Gemeente {naam} ({code}) toegevoegd als gemeente van herkomst",
    )
    return gemeente


@transaction.atomic
def wijzig_gemeente(gemeente: Gemeente, *, werknaam: str, door) -> Gemeente:
    """Wijzig de naam waaronder de eigen gemeente dit werk doet (RH-015)."""
    _eis(door, gemeente)
    gemeente = Gemeente.objects.select_for_update(of=("self",)).get(pk=gemeente.pk)
    was, gemeente.werknaam = gemeente.werknaam, werknaam
    gemeente.full_clean()
    gemeente.save(update_fields=["werknaam"])
    leg_vast(
        "gemeente.gewijzigd",
        onderwerp=gemeente,
        door=door,
        gemeente=gemeente,
        omschrijving=f"{gemeente}: werknaam gewijzigd",
        voor=was,
        na=werknaam,
    )
    return gemeente


@transaction.atomic
def maak_verband(
    *, naam: str, soort: str, gemeente: Gemeente, begindatum: date, door
) -> Samenwerkingsverband:
    """Maak een verband met de eigen gemeente als eerste deelnemer."""
    _eis(door, gemeente)
    verband = Samenwerkingsverband(code=slugify(naam)[:40], naam=naam, soort=soort)
    controleer(verband)
    verband.save()
    leg_vast(
        "verband.toegevoegd", onderwerp=verband, door=door, gemeente=gemeente,
        omschrijving=f"Samenwerkingsverband {naam} toegevoegd",
    )  # fmt: skip
    _voeg_toe(verband, gemeente, begindatum, None, door)
    return verband


@transaction.atomic
def wijzig_verband(verband: Samenwerkingsverband, *, naam: str, soort: str, door) -> Samenwerkingsverband:
    """Wijzig naam en soort; de code blijft, want kaders en koppelingen noemen hem."""
    if not mag_verband(door, verband):
        raise PermissionDenied
    verband = Samenwerkingsverband.objects.select_for_update().get(pk=verband.pk)
    verband.naam, verband.soort = naam, soort
    controleer(verband)
    verband.save(update_fields=["naam", "soort"])
    leg_vast(
        "verband.gewijzigd",
        onderwerp=verband,
        door=door,
        omschrijving=f"Samenwerkingsverband {naam} gewijzigd",
    )
    return verband


@transaction.atomic
def voeg_deelname_toe(
    verband: Samenwerkingsverband,
    *,
    gemeente: Gemeente,
    begindatum: date,
    einddatum: date | None = None,
    door,
) -> Deelname:
    """Laat een gemeente meedoen, van en tot en met een dag."""
    verband = Samenwerkingsverband.objects.select_for_update().get(pk=verband.pk)
    if not mag_verband(door, verband):
        raise PermissionDenied
    _eis(door, gemeente)
    return _voeg_toe(verband, gemeente, begindatum, einddatum, door)


def _voeg_toe(verband, gemeente, begindatum, einddatum, door) -> Deelname:
    deelname = Deelname(verband=verband, gemeente=gemeente, begindatum=begindatum, einddatum=einddatum)
    controleer(deelname, {"deelname_geen_overlap": "begindatum"})
    deelname.save()
    leg_vast(
        "deelname.toegevoegd",
        onderwerp=deelname,
        door=door,
        gemeente=gemeente,
        omschrijving=f"{gemeente} doet mee in {verband} vanaf {datum(begindatum)}",
    )
    return deelname


@transaction.atomic
def beeindig_deelname(deelname: Deelname, *, laatste_dag: date, door) -> Deelname:
    """Stop de deelname na de laatste dag; dat mag elke gemeente zelf."""
    deelname = Deelname.objects.select_for_update(of=("self",)).get(pk=deelname.pk)
    _eis(door, deelname.gemeente)
    _eis_dag(laatste_dag)
    deelname.einddatum = laatste_dag
    controleer(deelname)
    deelname.save(update_fields=["einddatum"])
    leg_vast(
        "deelname.beeindigd",
        onderwerp=deelname,
        door=door,
        gemeente=deelname.gemeente,
        omschrijving=f"{deelname.gemeente} stopt in {deelname.verband} na {datum(laatste_dag)}",
    )
    return deelname


@transaction.atomic
def geef_organisatierol(
    *,
    naam: str,
    gemeente: Gemeente,
    soort: str,
    begindatum: date,
    einddatum: date | None = None,
    bron: str = "",
    door,
) -> Organisatierol:
    """Leg vast wat een organisatie voor de gemeente doet; een nieuwe naam maakt een nieuwe organisatie."""
    _eis(door, gemeente)
    organisatie = Organisatie.objects.filter(naam__iexact=naam.strip()).first()
    if organisatie is None:
        organisatie = Organisatie(naam=naam.strip())
        controleer(organisatie)
        organisatie.save()
    rol = Organisatierol(
        organisatie=organisatie, gemeente=gemeente, soort=soort, begindatum=begindatum,
        einddatum=einddatum, bron=bron,
    )  # fmt: skip
    controleer(rol, {"organisatierol_geen_overlap": "begindatum"})
    rol.save()
    leg_vast(
        "organisatierol.toegevoegd",
        onderwerp=rol,
        door=door,
        omschrijving=f"{organisatie} is {rol.get_soort_display()} vanaf {datum(begindatum)}",
    )
    return rol


@transaction.atomic
def beeindig_organisatierol(rol: Organisatierol, *, laatste_dag: date, door) -> Organisatierol:
    """Beëindig wat een organisatie voor de gemeente doet."""
    rol = Organisatierol.objects.select_for_update(of=("self",)).get(pk=rol.pk)
    _eis(door, rol.gemeente)
    if rol.einddatum and rol.einddatum < timezone.localdate():
        raise ValidationError("Deze rol is al beëindigd.")
    _eis_dag(laatste_dag)
    rol.einddatum = laatste_dag
    controleer(rol)
    rol.save(update_fields=["einddatum"])
    leg_vast(
        "organisatierol.beeindigd",
        onderwerp=rol,
        door=door,
        omschrijving=f"{rol.organisatie} is na {datum(laatste_dag)} geen {rol.get_soort_display()} meer",
    )
    return rol


def _eis_dag(laatste_dag: date) -> None:
    """Achteraf beëindigen zou cijfers en inzage van toen veranderen."""
    if laatste_dag < timezone.localdate() - timedelta(days=1):
        raise ValidationError({"laatste_dag": "Kies gisteren of later: wat al gold, blijft staan."})
