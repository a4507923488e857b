"""Bewaarde weergaven en lijstvoorkeuren: opslaan, delen, hernoemen, verwijderen (E5, E6)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.logbook import leg_vast
from kern.models import Lijstvoorkeur, Weergave


@transaction.atomic
def bewaar_weergave(*, lijst, naam, query, standaard=False, gedeeld_met=None, door) -> Weergave:
    """Bewaar de filters van een lijst onder een naam; een bestaande naam is een fout bij het veld."""
    weergave = Weergave(eigenaar=door, lijst=lijst, naam=naam, query=query, gedeeld_met=gedeeld_met)
    _controleer(weergave)
    _een_standaard(weergave, standaard)
    weergave.save()
    _leg_vast("bewaard", weergave, door)
    return weergave


@transaction.atomic
def wijzig_weergave(weergave, *, naam, standaard, gedeeld_met, door) -> Weergave:
    """Andere naam, wel of niet standaard, wel of niet gedeeld."""
    weergave = Weergave.objects.select_for_update(of=("self",)).get(pk=weergave.pk, eigenaar=door)
    weergave.naam, weergave.gedeeld_met = naam, gedeeld_met
    _controleer(weergave)
    _een_standaard(weergave, standaard)
    weergave.save()
    _leg_vast("gewijzigd", weergave, door)
    return weergave


@transaction.atomic
def verwijder_weergave(weergave, *, door) -> None:
    """Alleen je eigen weergave; ook voor wie hem gedeeld zag, is hij weg."""
    _leg_vast("verwijderd", weergave, door)
    Weergave.objects.filter(pk=weergave.pk, eigenaar=door).delete()


def _leg_vast(wat: str, weergave, door) -> None:
    leg_vast(
        f"weergave.{wat}",
        onderwerp=weergave,
        door=door,
        omschrijving=f"Weergave {wat} van de lijst {weergave.lijst}",
        gemeente=getattr(weergave.gedeeld_met, "gemeente", None),
        gedeeld=weergave.gedeeld_met_id is not None,
    )


def _controleer(weergave):
    try:
        weergave.full_clean(validate_constraints=False)
    except ValidationError as fout:
        raise ValidationError(fout.message_dict) from None
    dubbel = Weergave.objects.filter(
        eigenaar=weergave.eigenaar, lijst=weergave.lijst, naam__iexact=weergave.naam
    )
    if dubbel.exclude(pk=weergave.pk).exists():
        raise ValidationError({"naam": "Je hebt al een weergave met deze naam. Kies een andere naam."})


def _een_standaard(weergave, standaard: bool) -> None:
    """Each list has at most one default per user: the newest wins."""
    if standaard:
        andere = Weergave.objects.select_for_update().filter(
            eigenaar=weergave.eigenaar, lijst=weergave.lijst, standaard=True
        )
        andere.exclude(pk=weergave.pk).update(standaard=False)
    weergave.standaard = bool(standaard)


# ---- preferences: how a list looks for one person; no one else sees it, so no line in the logboek ---
def bewaar_lijstvoorkeur(*, lijst, kolommen, per_pagina, door) -> Lijstvoorkeur:
    """Onthoud de kolommen, hun volgorde en het aantal rijen per pagina."""
    voorkeur, _ = Lijstvoorkeur.objects.update_or_create(
        gebruiker=door, lijst=lijst, defaults={"kolommen": list(kolommen), "per_pagina": per_pagina}
    )
    return voorkeur


def herstel_lijstvoorkeur(*, lijst, door) -> None:
    """Terug naar de kolommen waarmee de lijst begon."""
    Lijstvoorkeur.objects.filter(gebruiker=door, lijst=lijst).delete()
