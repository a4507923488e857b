"""De weg terug na een wijziging bij werkgevers: alleen zolang er daarna niets is veranderd (schermen C1)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.permissions import Recht
from kern.undo import ongedaan_soort
from werkgevers.actions import CONTACTVELDEN
from werkgevers.models import Contactpersoon, Plaatsing

BEGONNEN, BEEINDIGD, VERLENGD = "plaatsing.begonnen", "plaatsing.beeindigd", "plaatsing.verlengd"
CONTACTPERSOON = "contactpersoon"
VERANDERD = "Dit is intussen veranderd. Wijzig het nu met de hand."


def _plaatsing(gegevens, door) -> Plaatsing:
    rijen = Plaatsing.objects.select_for_update(of=("self",)).select_related("persoon__gemeente", "relatie")
    plaatsing = rijen.filter(pk=gegevens["plaatsing"]).first()
    if plaatsing is None:
        raise ValidationError(VERANDERD)
    if not door.mag(Recht.PLAATSING_WIJZIGEN, plaatsing.persoon.gemeente_id):
        raise PermissionDenied
    if gegevens["stand"] != stand(plaatsing):
        raise ValidationError(VERANDERD)
    return plaatsing


def stand(plaatsing) -> list:
    """Waaraan te zien is dat niemand de plaatsing daarna wijzigde."""
    return [
        str(waarde or "") for waarde in (plaatsing.einddatum, plaatsing.reden_einde, plaatsing.contract_tot)
    ]


def na(plaatsing, **oud) -> dict:
    """De gegevens voor het ongedaan maken, zoals ze in de database passen."""
    return {"plaatsing": plaatsing.pk, "stand": stand(plaatsing), **oud}


def _log(plaatsing, door, omschrijving, wat) -> None:
    leg_vast(
        "plaatsing.ongedaan",
        wat=wat,
        onderwerp=plaatsing,
        door=door,
        gemeente=plaatsing.persoon.gemeente,
        dossier=plaatsing.persoon_id,
        omschrijving=omschrijving,
    )


@ongedaan_soort(BEGONNEN)
@transaction.atomic
def haal_plaatsing_weg(gegevens, *, door) -> str:
    plaatsing = _plaatsing(gegevens, door)
    _log(plaatsing, door, f"Begin van de plaatsing bij {plaatsing.relatie} ongedaan gemaakt", BEGONNEN)
    try:
        plaatsing.delete()
    except ProtectedError as fout:
        raise ValidationError(VERANDERD) from fout
    return "De plaatsing is weer weg."


@ongedaan_soort(BEEINDIGD)
@transaction.atomic
def heropen_plaatsing(gegevens, *, door) -> str:
    plaatsing = _plaatsing(gegevens, door)
    plaatsing.einddatum, plaatsing.reden_einde = None, ""
    plaatsing.versie += 1
    controleer(plaatsing)
    plaatsing.save(update_fields=["einddatum", "reden_einde", "versie"])
    _log(plaatsing, door, f"Einde van de plaatsing bij {plaatsing.relatie} ongedaan gemaakt", BEEINDIGD)
    return "De plaatsing loopt weer."


@ongedaan_soort(VERLENGD)
@transaction.atomic
def zet_contract_terug(gegevens, *, door) -> str:
    plaatsing = _plaatsing(gegevens, door)
    plaatsing.contract_tot = date.fromisoformat(gegevens["oud"]) if gegevens["oud"] else None
    plaatsing.versie += 1
    controleer(plaatsing)
    plaatsing.save(update_fields=["contract_tot", "versie"])
    _log(plaatsing, door, f"Verlenging van het contract bij {plaatsing.relatie} ongedaan gemaakt", VERLENGD)
    return "Het contract heeft weer de vorige laatste dag."


@ongedaan_soort(CONTACTPERSOON)
@transaction.atomic
def zet_contactpersoon_terug(gegevens, *, door) -> str:
    rijen = Contactpersoon.objects.select_for_update(of=("self",)).select_related("relatie__gemeente")
    contactpersoon = rijen.get(pk=gegevens["contactpersoon"])
    if not door.mag(Recht.WERKGEVER_WIJZIGEN, contactpersoon.relatie.gemeente_id):
        raise PermissionDenied
    if gegevens["nieuw"] != waarden(contactpersoon):
        raise ValidationError(VERANDERD)
    for veld, waarde in gegevens["oud"].items():
        setattr(contactpersoon, veld, waarde)
    contactpersoon.versie += 1
    controleer(contactpersoon)
    contactpersoon.save()
    leg_vast(
        "contactpersoon.ongedaan",
        onderwerp=contactpersoon.relatie,
        door=door,
        omschrijving=f"Wijziging van contactpersoon {contactpersoon} ongedaan gemaakt",
    )
    return "De vorige gegevens staan er weer."


def waarden(contactpersoon) -> dict:
    return {veld: getattr(contactpersoon, veld) for veld in CONTACTVELDEN}
