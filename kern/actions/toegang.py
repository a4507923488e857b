"""Vragen om toegang: de vraag staat in het logboek, de beheerder beslist (schermen F3)."""

from django.db import transaction

from kern.logbook import leg_vast
from kern.models import Gemeente


@transaction.atomic
def vraag_toegang(*, pagina: str, reden: str, door) -> None:
    """Leg de vraag vast in elke gemeente waar de vrager werkt."""
    gemeenten: list[Gemeente | None] = list(Gemeente.objects.filter(pk__in=door.toegang.gemeenten)) or [None]
    for gemeente in gemeenten:
        leg_vast(
            "toegang.gevraagd",
            onderwerp=door,
            door=door,
            gemeente=gemeente,
            omschrijving=f"{door} vraagt toegang tot {pagina or 'een pagina'}: {reden}",
            pagina=pagina,
        )
