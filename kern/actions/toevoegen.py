"""Een nieuwe gebruiker met zijn eerste rol en team, in één keer (schermen §3 rol 8)."""

from datetime import date

from django.db import transaction

from kern.actions.gebruikers import geef_eenmalig_wachtwoord, maak_gebruiker
from kern.actions.rollen import ken_rol_toe, maak_teamlid
from kern.models import Gebruiker


@transaction.atomic
def voeg_gebruiker_toe(
    *,
    naam: str,
    username: str,
    rol,
    begindatum: date,
    einddatum: date | None = None,
    email: str = "",
    gemeente=None,
    verband=None,
    team=None,
    fte=None,
    door,
) -> tuple[Gebruiker, str]:
    """Maak de gebruiker, geef de rol en het team, en een eenmalig wachtwoord om voor te lezen."""
    gebruiker = maak_gebruiker(username=username, naam=naam, email=email, door=door)
    plek = {"gemeente": gemeente, "verband": verband}
    ken_rol_toe(gebruiker, rol=rol, begindatum=begindatum, einddatum=einddatum, door=door, **plek)
    if team:
        maak_teamlid(
            team, gebruiker=gebruiker, fte=fte or 1, begindatum=begindatum, einddatum=einddatum, door=door
        )
    return gebruiker, geef_eenmalig_wachtwoord(gebruiker, door=door)
