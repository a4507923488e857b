"""The log-ins of the demo: shown on the log-in page in demo mode only (issue 2 point 12)."""

from dataclasses import dataclass

from kern.models import Gebruiker
from kern.permissions import Rol

DEMO_WACHTWOORD = "trede-demo-2026"
DEMO_ROLLEN = (
    Rol.CONSULENT,
    Rol.CONSULENT_WSW,
    Rol.CONSULENT_INKOMEN,
    Rol.JOBCOACH,
    Rol.ACCOUNTMANAGER,
    Rol.TEAMMANAGER,
    Rol.FINANCIEN,
    Rol.LIAISON,
    Rol.BELEID,
    Rol.BEHEERDER,
)
# Suffix of the user name, name of the place, CBS code of the gemeente or code of the verband.
DEMO_PLEKKEN = (
    ("", "Rijssen-Holten", "1742"),
    ("-hvt", "Hof van Twente", "1735"),
    ("-tw", "Twenterand", "1700"),
    ("-wvs", "WVS", "wvs"),
)


@dataclass(frozen=True)
class DemoAccount:
    """Eén inlog van de demo."""

    gebruikersnaam: str
    naam: str
    rol: str
    plek: str


def demo_gebruikersnamen() -> dict[str, tuple[Rol, str]]:
    """User name → role and place, in the order of the page."""
    return {f"{rol}{achter}": (rol, plek) for achter, plek, _ in DEMO_PLEKKEN for rol in DEMO_ROLLEN}


def demo_accounts() -> list[DemoAccount]:
    """The demo users that exist in this database."""
    namen = demo_gebruikersnamen()
    gevonden = dict(
        Gebruiker.objects.filter(username__in=namen, is_active=True).values_list("username", "naam")
    )
    return [
        DemoAccount(gebruikersnaam, gevonden[gebruikersnaam], str(rol.label), plek)
        for gebruikersnaam, (rol, plek) in namen.items()
        if gebruikersnaam in gevonden
    ]
