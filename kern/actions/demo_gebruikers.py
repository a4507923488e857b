"""De inlogs van de demo: verzonnen mensen met één wachtwoord, alleen voor een demo-database (issue 2 punt 12)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from kern.demo_accounts import DEMO_PLEKKEN, DEMO_ROLLEN, DEMO_WACHTWOORD
from kern.logbook import leg_vast
from kern.models import Gebruiker, Gemeente, Rolvervulling, Samenwerkingsverband, Team, Teamlid
from kern.permissions import Rol

# The demo shows figures from 2015 on, so these people have always worked here.
VANAF = date(2015, 1, 1)
# One row per place, one name per role of DEMO_ROLLEN. All invented.
NAMEN = (
    "Marit Demmers, Joost Wolbers, Fenna Klaassen, Ruben Tijhof, Sanne Brinkers, Hilde Overbeek, "
    "Koen Nijland, Iris ter Horst, Bas Veldkamp, Petra Lansink",
    "Lotte Averink, Daan Scholten, Nienke Roelofs, Thijs Boomkamp, Eva Lubbers, Gerard Wiltink, "
    "Anouk Peddemors, Wim Kolkman, Jasmijn Otten, Freek Hassing",
    "Roos Heinink, Sjoerd Bekman, Carla Morsink, Yusuf Aydin, Linda Vossebelt, Henk Broekhuis, "
    "Mirjam Pluimers, Tom Ekkel, Elise Grondman, Rob Hofstee",
    "Naomi Verbiest, Pieter Snoeren, Samira Bakkali, Dirk Matthijssen, Wendy Goorden, Kees Aertsen, "
    "Ilse Brouwers, Jeroen Dekkers, Maud Oomen, Stef Rombouts",
)
TEAMS = {
    "PW-Werk": (Rol.CONSULENT, Rol.JOBCOACH, Rol.ACCOUNTMANAGER, Rol.TEAMMANAGER),
    "PW-Inkomen": (Rol.CONSULENT_INKOMEN,),
    "Wsw": (Rol.CONSULENT_WSW, Rol.LIAISON),
    "Beleid en administratie": (Rol.FINANCIEN, Rol.BELEID, Rol.BEHEERDER),
}


@transaction.atomic
def maak_demo_gebruikers() -> int:
    """Maak alle demo-gebruikers met hun rol en team; geeft het aantal nieuwe. Nog een keer doen verandert niets.

    De gemeenten en het verband bestaan al (de demo leest ze eerder in).
    """
    if not (settings.DEMO or settings.TESTING):
        raise ImproperlyConfigured("Demo-gebruikers horen alleen in een demo (TREDE_DEMO=1).")
    wachtwoord = make_password(DEMO_WACHTWOORD)  # once: hashing is slow on purpose
    nieuw = 0
    for (achter, plek, code), namen in zip(DEMO_PLEKKEN, NAMEN, strict=True):
        verband = Samenwerkingsverband.objects.filter(code=code).first()
        gemeente = None if verband else Gemeente.objects.get(code=code)
        waar = {"gemeente": gemeente, "verband": verband}
        for rol, naam in zip(DEMO_ROLLEN, namen.split(", "), strict=True):
            velden = {"naam": naam, "password": wachtwoord}
            gebruiker, is_nieuw = Gebruiker.objects.get_or_create(username=f"{rol}{achter}", defaults=velden)
            if not is_nieuw:
                continue
            nieuw += 1
            Rolvervulling.objects.create(gebruiker=gebruiker, rol=rol, begindatum=VANAF, **waar)
            if gemeente:
                _zet_in_team(gebruiker, rol, gemeente)
            leg_vast(
                "gebruiker.toegevoegd",
                onderwerp=gebruiker,
                door=None,
                gemeente=gemeente,
                omschrijving=f"Demo-gebruiker {naam} voor {plek}",
            )
    return nieuw


def _zet_in_team(gebruiker: Gebruiker, rol: Rol, gemeente: Gemeente) -> None:
    naam = next(team for team, rollen in TEAMS.items() if rol in rollen)
    team, _ = Team.objects.get_or_create(gemeente=gemeente, naam=naam)
    Teamlid.objects.create(team=team, gebruiker=gebruiker, fte=Decimal("0.89"), begindatum=VANAF)
