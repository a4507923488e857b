"""Het collegerapport van Rijssen-Holten over 31-12-2025, vrijgegeven, en een concept over het halfjaar daarna.

De cijfers komen uit de peilmomenten; de toelichting is geschreven bij een gemiddeld jaar en noemt geen aantallen.
"""

from datetime import date

from kern.actions.afspraken import maak_afspraak
from kern.models import Gebruiker
from monitor.choices import Oordeel
from monitor.models import Peilmoment, Rapport
from monitor.queries.bijsturing import bij_peilmoment
from monitor.queries.peilmoment import waarden_van
from monitor.queries.rapport import FORMATIE, SAMENVATTING
from monitor.rapport_actions import geef_vrij, keur_goed, maak_rapport, schrijf_teksten, vraag_akkoord

CODE, RAPPORT, CONCEPT = "1742", date(2025, 12, 31), date(2026, 6, 30)
SAMEN = (
    "De ladder gaat langzaam vooruit. De uitstroom naar werk blijft achter bij het doel. "
    "Werkgevers vragen meer ervaring dan onze mensen hebben. Wij zetten daarom in op leren op de werkvloer. "
    "Het Wsw-bestand daalt zoals verwacht."
)
TOELICHTING = {
    "uitstroom_werk": "Veel vacatures vragen ervaring of een rijbewijs. Onze mensen hebben dat vaak niet. Wij spreken "
    "elke maand met vijf werkgevers over wat zij zelf kunnen leren.",
    "tredestap": "Wie een plan heeft, komt vaker een trede hoger. Nog niet iedereen heeft een getekend plan.",
    "daling_uitkeringen": "De instroom was hoger dan een jaar eerder. De uitstroom bleef gelijk.",
    "herplaatsing": "Soms duurt het te lang voor er een nieuwe plek is. Wij zoeken nu eerder, al voor het contract stopt.",
    "wsw_uitstroom": "Er gingen minder mensen met pensioen dan landelijk. Dat is een gevolg van de leeftijd van de groep.",
}
STANDAARD = "Het cijfer blijft achter bij het doel. Wij bespreken elke maand in het team wat helpt."
STUREN = {
    "uitstroom_werk": "Elke maand vijf gesprekken met werkgevers over leren op de werkvloer",
    "tredestap": "Voor 1 april heeft iedereen met doeltrede 4 of hoger een getekend plan",
    "herplaatsing": "Drie maanden voor het einde van een contract begint het zoeken",
}
FORMATIE_TEKST = "De vacature werkgeversbenadering staat nog open. Wij wachten op de kadernota."


def maak_collegerapport() -> dict[str, int]:
    """Alles via de acties; zonder peilmomenten of met een rapport gebeurt er niets."""
    momenten = {p.peildatum: p for p in Peilmoment.objects.filter(gemeente__code=CODE)}
    if RAPPORT not in momenten or Rapport.objects.exists():
        return {}
    manager = Gebruiker.objects.get(username="teammanager")
    adviseur = Gebruiker.objects.get(username="beleid")
    rapport = _schrijf(momenten[RAPPORT], manager)
    geef_vrij(keur_goed(vraag_akkoord(rapport, door=manager), door=adviseur), door=manager)
    if CONCEPT in momenten:
        schrijf_teksten(
            maak_rapport(momenten[CONCEPT], door=manager), teksten={SAMENVATTING: SAMEN}, door=manager
        )
    return {"collegerapporten": Rapport.objects.count()}


def _schrijf(peilmoment, manager) -> Rapport:
    waarden = waarden_van(peilmoment)
    gemist = [w for w in waarden if w.oordeel == Oordeel.NIET_OP_DOEL]
    er_is = bij_peilmoment(peilmoment)
    for waarde in gemist:
        if waarde.kpi not in er_is:
            maak_afspraak(
                gemeente=peilmoment.gemeente, soort="bijsturing", kpi=waarde.kpi, peildatum=peilmoment.peildatum,
                tekst=STUREN.get(waarde.kpi, f"{waarde.naam}: elke maand bespreken in het team en bijsturen"),
                rol="teammanager", eigenaar=manager, begindatum=date(2026, 1, 20), eerstvolgend=date(2026, 7, 31),
                door=manager,
            )  # fmt: skip
    rapport = maak_rapport(peilmoment, door=manager)
    teksten = {w.kpi: TOELICHTING.get(w.kpi, STANDAARD) for w in gemist}
    return schrijf_teksten(
        rapport, teksten=teksten | {SAMENVATTING: SAMEN, FORMATIE: FORMATIE_TEKST}, door=manager
    )
