"""Wijzigingen rond iemands eigen werk: concepten, uitstel van signalen, signaalsoorten aan en uit."""

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.concepts import als_querydict, te_bewaren
from kern.models import Concept
from kern.undo import ongedaan_soort


@transaction.atomic
def bewaar_concept(*, door, formulier, onderwerp, titel, pad, data) -> Concept:
    """Bewaar wat iemand heeft getypt. Geen logboek: het is nog niets, en alleen de maker ziet het.

    Raises: ValidationError als het te veel is.
    """
    try:
        gegevens = te_bewaren(data)
    except ValueError:
        raise ValidationError("Dit is te veel om als concept te bewaren. Maak de tekst korter.") from None
    concept, _ = Concept.objects.update_or_create(
        gebruiker=door,
        formulier=formulier,
        onderwerp=onderwerp,
        defaults={"titel": titel[:200], "pad": pad[:300], "gegevens": gegevens},
    )
    return concept


@transaction.atomic
def gooi_concept_weg(concept, *, door) -> dict:
    """Gooi een eigen concept weg; geeft wat nodig is om het terug te halen."""
    if concept.gebruiker_id != door.pk:
        raise ValidationError("Dit concept is van een collega.")
    terug = {v: getattr(concept, v) for v in ("formulier", "onderwerp", "titel", "pad", "gegevens")}
    concept.delete()
    return terug


@ongedaan_soort("concept")
def haal_concept_terug(gegevens, *, door) -> str:
    """Zet een weggegooid concept terug, als er geen nieuwer concept voor hetzelfde formulier is."""
    sleutel = {"formulier": gegevens["formulier"], "onderwerp": gegevens["onderwerp"]}
    if Concept.objects.filter(gebruiker=door, **sleutel).exists():
        raise ValidationError("Er is al een nieuwer concept van dit formulier. Het oude komt niet terug.")
    data = als_querydict(gegevens["gegevens"])
    bewaar_concept(door=door, data=data, titel=gegevens["titel"], pad=gegevens["pad"], **sleutel)
    return "Het concept staat er weer."
