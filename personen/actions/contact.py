"""Contactmomenten vastleggen, wijzigen, intrekken, en het vervolg afronden (RH-110)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.logbook import leg_vast
from kern.versions import controleer_versie
from personen.choices import Contactwijze, Gesprekspartner
from personen.models import Contactmoment

NIET_VAN_JOU = "Dit contact is door een collega vastgelegd. Alleen die kan het wijzigen."
INGETROKKEN = "Dit contact is ingetrokken. Zet het eerst terug."


@transaction.atomic
def leg_contact_vast(
    persoon,
    *,
    datum,
    verslag,
    door,
    wijze=Contactwijze.TELEFOON,
    met=Gesprekspartner.INWONER,
    vervolg_op=None,
    tijd=None,
) -> Contactmoment:
    """Leg een gesprek of bericht vast, met zo nodig de dag van het vervolg."""
    contact = Contactmoment(
        persoon=persoon,
        datum=datum,
        tijd=tijd,
        wijze=wijze,
        met=met,
        verslag=verslag.strip(),
        vervolg_op=vervolg_op,
        door=door,
    )
    _controleer(contact)
    contact.full_clean()
    contact.save()
    _log("contact.vastgelegd", contact, door, f"Contact van {datum:%d-%m-%Y} vastgelegd")
    return contact


@transaction.atomic
def wijzig_contact(contact, *, door, versie=None, **velden) -> Contactmoment:
    """Wijzig een eigen contactmoment; een verouderde `versie` geeft Verouderd en verandert niets."""
    contact = _vast(contact)
    if contact.door_id != door.pk:
        raise ValidationError(NIET_VAN_JOU)
    if contact.ingetrokken_op:
        raise ValidationError(INGETROKKEN)
    controleer_versie(contact, versie)
    onbekend = velden.keys() - {"datum", "tijd", "wijze", "met", "verslag", "vervolg_op"}
    if onbekend:
        raise TypeError(f"onbekende velden: {', '.join(sorted(onbekend))}")
    oud_vervolg = contact.vervolg_op
    for naam, waarde in velden.items():
        setattr(contact, naam, waarde.strip() if naam == "verslag" else waarde)
    if contact.vervolg_op != oud_vervolg:
        contact.vervolg_gedaan_op = None
    contact.versie += 1
    _controleer(contact)
    contact.full_clean()
    contact.save()
    _log("contact.gewijzigd", contact, door, f"Contact van {contact.datum:%d-%m-%Y} gewijzigd")
    return contact


@transaction.atomic
def trek_contact_in(contact, *, door) -> Contactmoment:
    """Haal een eigen contactmoment weg uit het dossier; het blijft bewaard en kan terug."""
    contact = _vast(contact)
    if contact.door_id != door.pk:
        raise ValidationError(NIET_VAN_JOU)
    if contact.ingetrokken_op is None:
        contact.ingetrokken_op = timezone.now()
        contact.versie += 1
        contact.save(update_fields=["ingetrokken_op", "versie"])
        _log("contact.ingetrokken", contact, door, f"Contact van {contact.datum:%d-%m-%Y} ingetrokken")
    return contact


@transaction.atomic
def herstel_contact(contact, *, door) -> Contactmoment:
    """Zet een ingetrokken eigen contactmoment terug."""
    contact = _vast(contact)
    if contact.door_id != door.pk:
        raise ValidationError(NIET_VAN_JOU)
    if contact.ingetrokken_op is not None:
        contact.ingetrokken_op = None
        contact.versie += 1
        contact.save(update_fields=["ingetrokken_op", "versie"])
        _log("contact.hersteld", contact, door, f"Contact van {contact.datum:%d-%m-%Y} teruggezet")
    return contact


@transaction.atomic
def rond_vervolg_af(contact, *, door, op) -> Contactmoment:
    """Het afgesproken vervolg is gedaan."""
    contact = _vast(contact)
    if contact.vervolg_op is None:
        raise ValidationError("Bij dit contact is geen vervolg afgesproken.")
    if contact.vervolg_gedaan_op is None:
        contact.vervolg_gedaan_op = op
        contact.save(update_fields=["vervolg_gedaan_op"])
        _log("vervolg.gedaan", contact, door, f"Vervolg van {contact.vervolg_op:%d-%m-%Y} gedaan")
    return contact


@transaction.atomic
def open_vervolg_opnieuw(contact, *, door) -> Contactmoment:
    """Het vervolg was toch niet gedaan."""
    contact = _vast(contact)
    if contact.vervolg_gedaan_op is not None:
        contact.vervolg_gedaan_op = None
        contact.save(update_fields=["vervolg_gedaan_op"])
        _log("vervolg.heropend", contact, door, f"Vervolg van {contact.vervolg_op:%d-%m-%Y} staat weer open")
    return contact


def _vast(contact) -> Contactmoment:
    rijen = Contactmoment.objects.select_for_update(of=("self",)).select_related("persoon__gemeente")
    return rijen.get(pk=contact.pk)


def _controleer(contact) -> None:
    if contact.datum and contact.datum > timezone.localdate():
        raise ValidationError({"datum": "Dit contact ligt in de toekomst. Gebruik daarvoor het vervolg."})
    if contact.datum and contact.datum < contact.persoon.geboortedatum:
        raise ValidationError({"datum": "Deze dag ligt voor de geboortedatum. Controleer de datum."})


def _log(soort, contact, door, omschrijving) -> None:
    leg_vast(
        soort,
        onderwerp=contact,
        dossier=contact.persoon_id,
        gemeente=contact.persoon.gemeente,
        door=door,
        omschrijving=omschrijving,
    )
