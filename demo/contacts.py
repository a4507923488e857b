"""Contactmomenten van de laatste twee jaar, via de actie die ook het formulier gebruikt."""

from datetime import timedelta
from random import Random

from django.db import transaction

from demo.people import VANDAAG
from personen.actions import leg_contact_vast, rond_vervolg_af
from personen.choices import Contactwijze, Gesprekspartner
from personen.models import Toewijzing

TWEE_JAAR = timedelta(days=730)
# One in so many was seen every two months for two years: enough to look back, and still a quick load.
LANG, OM_DE = 20, 60

# (hoe, verslag): gewone zinnen, geen diagnoses.
VERSLAGEN = [
    ("telefoon", "Gebeld hoe het gaat. Het lukt om op tijd te komen. Volgende keer bespreken we de uren."),
    ("telefoon", "Niet bereikt, voicemail ingesproken. Later op de dag teruggebeld: alles gaat goed."),
    ("kantoor", "Gesprek over werk dat past. Wil graag iets met groen of logistiek doen."),
    ("kantoor", "Plan doorgenomen. De taalles gaat goed, de volgende stap is een werkervaringsplek."),
    ("werkplek", "Op de werkplek geweest. Tempo gaat vooruit, de leidinggevende is tevreden."),
    ("werkplek", "Werkplek bezocht. Afgesproken dat de pauzes vaster worden; dat geeft rust."),
    ("huisbezoek", "Thuis langsgegaan. Samen gekeken naar de post en de afspraken van deze maand."),
    ("online", "Videogesprek over de sollicitatie bij een bedrijf in de buurt. Brief samen nagekeken."),
    ("brief", "Brief gestuurd met de afspraken van het laatste gesprek."),
    ("kantoor", "Kennisgemaakt. Verteld wat wij kunnen doen en wat wij verwachten."),
]


def leg_contacten_vast(random: Random) -> int:
    """Leg voor iedereen met een contactpersoon die nu begeleid wordt een paar gesprekken vast."""
    aantal = 0
    actueel = (
        Toewijzing.objects.op(VANDAAG)
        .filter(persoon__dossierperioden__einddatum=None)
        .exclude(persoon__gemeente__deelnames__verband__code="wvs")
        .filter(persoon__contactmomenten=None)  # an interrupted load goes on where it was
        .select_related("persoon", "persoon__gemeente", "gebruiker")
        .order_by("persoon_id")
        .distinct()
    )
    for nummer, toewijzing in enumerate(actueel):
        with transaction.atomic():
            aantal += _gesprekken(random, nummer, toewijzing)
            if nummer % LANG == 1:
                aantal += _verleden(nummer, toewijzing)
    return aantal


def _verleden(nummer, toewijzing) -> int:
    """Gesprekken van daarvoor, tot twee jaar terug of tot de contactpersoon begon."""
    eerste = max(VANDAAG - TWEE_JAAR, toewijzing.begindatum)
    oudste = toewijzing.persoon.contactmomenten.order_by("datum").values_list("datum", flat=True).first()
    datum, keren = (oudste or VANDAAG) - timedelta(days=OM_DE), 0
    while datum >= eerste:
        wijze, verslag = VERSLAGEN[(nummer + keren) % len(VERSLAGEN)]
        leg_contact_vast(
            toewijzing.persoon, datum=datum, wijze=Contactwijze(wijze), met=_met(wijze), verslag=verslag,
            door=toewijzing.gebruiker,
        )  # fmt: skip
        datum -= timedelta(days=OM_DE)
        keren += 1
    return keren


def _met(wijze: str) -> Gesprekspartner:
    return Gesprekspartner.INWONER_EN_WERKGEVER if wijze == "werkplek" else Gesprekspartner.INWONER


def _gesprekken(random, nummer, toewijzing) -> int:
    # One in eight was last seen long ago: those are the signals of the werkvoorraad.
    dagen = random.randint(70, 200) if nummer % 8 == 0 else random.randint(1, 50)
    keren = random.randint(1, 4)
    for keer in range(keren):
        datum = VANDAAG - timedelta(days=dagen)
        dagen += random.randint(25, 70)
        if datum < toewijzing.begindatum:
            return keer
        wijze, verslag = random.choice(VERSLAGEN)
        contact = leg_contact_vast(
            toewijzing.persoon,
            datum=datum,
            wijze=Contactwijze(wijze),
            met=_met(wijze),
            verslag=verslag,
            vervolg_op=datum + timedelta(days=random.choice([14, 28, 42])) if random.random() < 0.4 else None,
            door=toewijzing.gebruiker,
        )
        if contact.vervolg_op and contact.vervolg_op < VANDAAG - timedelta(days=2):
            rond_vervolg_af(contact, door=toewijzing.gebruiker, op=contact.vervolg_op)
    return keren
