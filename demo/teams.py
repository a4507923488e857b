"""Collega's die in de demo een caseload hebben maar niet inloggen; gemaakt door de beheerder van hun plek."""

from datetime import date
from decimal import Decimal

from demo import hof_van_twente, rijssen_holten, twenterand, wvs
from kern.actions.gebruikers import maak_gebruiker
from kern.actions.rollen import ken_rol_toe, maak_teamlid
from kern.models import Gebruiker, Gemeente, Samenwerkingsverband, Team

VANAF = date(2015, 1, 1)
# (achtervoegsel van de beheerder, code van gemeente of verband, bron van de collega's)
PLEKKEN = (
    ("", "1742", rijssen_holten),
    ("-hvt", "1735", hof_van_twente),
    ("-tw", "1700", twenterand),
    ("-wvs", "wvs", wvs),
)
TEAM_VAN_ROL = {"consulent": "PW-Werk", "consulent-inkomen": "PW-Inkomen", "consulent-wsw": "Wsw"}


def maak_collegas() -> int:
    """Maak de collega's die er nog niet zijn, met rol en team; geeft het aantal nieuwe."""
    nieuw = 0
    for achter, code, bron in PLEKKEN:
        beheerder = Gebruiker.objects.get(username=f"beheerder{achter}")
        verband = Samenwerkingsverband.objects.filter(code=code).first()
        gemeente = None if verband else Gemeente.objects.get(code=code)
        for gebruikersnaam, (rol, naam) in bron.EXTRA_GEBRUIKERS.items():
            if Gebruiker.objects.filter(username=gebruikersnaam).exists():
                continue
            collega = maak_gebruiker(username=gebruikersnaam, naam=naam, door=beheerder)
            ken_rol_toe(
                collega, rol=rol, begindatum=VANAF, gemeente=gemeente, verband=verband, door=beheerder
            )
            if gemeente:
                team = Team.objects.get(gemeente=gemeente, naam=TEAM_VAN_ROL[rol])
                maak_teamlid(team, gebruiker=collega, fte=Decimal("0.89"), begindatum=VANAF, door=beheerder)
            nieuw += 1
    return nieuw
