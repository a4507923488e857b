"""Start page."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kern.decorators import iedereen, vereist
from kern.permissions import Recht


@dataclass(frozen=True)
class Beheerpunt:
    """Een regel op de pagina Beheer, voor wie een van de rechten heeft."""

    naam: str
    route: str
    uitleg: str
    rechten: tuple[Recht, ...]


GEBRUIKERS = (Recht.GEBRUIKER_BEHEREN,)
ORGANISATIES = (Recht.ORGANISATIE_BEHEREN,)
BEHEERPUNTEN = (
    Beheerpunt("Nieuwe gebruiker", "kern:gebruiker-nieuw", "met rol en team", GEBRUIKERS),
    Beheerpunt("Gebruikers", "kern:gebruikers", "rollen van en tot, account, wachtwoord", GEBRUIKERS),
    Beheerpunt("Teams", "kern:teams", "wie doet wat, met fte", GEBRUIKERS),
    Beheerpunt("Vervanging", "kern:vervangingen", "wie neemt waar, van en tot", GEBRUIKERS),
    Beheerpunt("Gemeenten", "kern:gemeenten", "de eigen gemeente en waar mensen vandaan komen", ORGANISATIES),
    Beheerpunt("Samenwerkingsverbanden", "kern:verbanden", "welke gemeenten samen uitvoeren", ORGANISATIES),
    Beheerpunt(
        "Organisaties", "kern:organisatierollen", "wie doet wat voor de gemeente, van en tot", ORGANISATIES
    ),
    Beheerpunt(
        "Rollen en rechten",
        "kern:rollen",
        "wat elke rol mag",
        (Recht.GEBRUIKER_BEHEREN, Recht.AUDIT_INZIEN, Recht.BELEID_INZIEN),
    ),
    Beheerpunt("Logboek", "kern:audit", "wat er gebeurde en wie iets bekeek", (Recht.AUDIT_INZIEN,)),
    Beheerpunt(
        "Beleidskaders",
        "kern:kaders",
        "normen, bedragen en termijnen met datum en bron",
        (Recht.BELEID_INZIEN,),
    ),
    Beheerpunt(
        "Instrumenten",
        "reintegratie:instrumenten",
        "wat je kunt inzetten: voorwaarden, kosten en langste duur, met datum en bron",
        (Recht.BELEID_INZIEN, Recht.INSTRUMENT_BEHEREN),
    ),
    Beheerpunt(
        "Importen",
        "kern:imports",
        "lijsten uit een ander systeem inlezen, met een proef vooraf",
        (Recht.IMPORTEREN,),
    ),
)


@require_safe
@iedereen
def naar_werkvoorraad(request):
    return redirect("kern:werkvoorraad")


@require_safe
@vereist(
    Recht.GEBRUIKER_BEHEREN, Recht.BELEID_INZIEN, Recht.IMPORTEREN, Recht.AUDIT_INZIEN, Recht.SIGNAAL_BEHEREN
)
def beheer(request):
    punten = [punt for punt in BEHEERPUNTEN if any(request.user.mag(recht) for recht in punt.rechten)]
    return render(request, "kern/beheer.html", {"punten": punten})
