"""Wat re-integratie op het dossier laat zien: punten op de tijdlijn en een korte stand van zaken."""

from datetime import date

from django.db.models import F

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from personen.queries.tijdlijn import tekst
from reintegratie.choices import RedenEindeUitkering, Uitkeringssoort
from reintegratie.models import Tredemeting, Uitkering


def rijen(persoon: Persoon):
    """Begin en einde van uitkeringen, en elke meting van de trede."""
    uitkeringen = Uitkering.objects.filter(persoon=persoon).annotate(a=tekst("soort"))
    yield "uitkering", uitkeringen, F("begindatum")
    beeindigd = uitkeringen.filter(einddatum__isnull=False).annotate(b=tekst("reden_einde"))
    yield "uitkering_einde", beeindigd, F("einddatum")
    metingen = Tredemeting.objects.filter(persoon=persoon).annotate(
        door_=tekst("beoordelaar__naam"), a=tekst("huidige_trede"), b=tekst("doeltrede"), c=tekst("reden")
    )
    yield "trede", metingen, F("datum")


MAAK = {
    "uitkering": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Uitkering", f"Uitkering {Uitkeringssoort(rij['a']).label} begonnen"
    ),
    "uitkering_einde": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"],
        "Uitkering",
        f"Uitkering {Uitkeringssoort(rij['a']).label} beëindigd: {RedenEindeUitkering(rij['b']).label}",
    ),
    "trede": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"],
        "Trede",
        f"Trede {rij['a'] or 'onbekend'}, doel {rij['b'] or 'onbekend'}",
        door=rij["door_"] or "",
        detail=rij["c"],
    ),
}


def regel(persoon: Persoon, peildatum: date) -> str:
    """ "trede 5 → doel 6": de laatste meting op of voor de peildatum."""
    meting = Tredemeting.objects.filter(persoon=persoon).laatste_op(peildatum).first()
    if meting is None:
        return ""
    return f"trede {meting.huidige_trede or 'onbekend'} → doel {meting.doeltrede or 'onbekend'}"
