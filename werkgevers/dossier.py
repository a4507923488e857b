"""Wat werkgevers op het dossier laten zien: plaatsingen op de tijdlijn."""

from django.db.models import F
from django.urls import reverse

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from personen.queries.tijdlijn import tekst
from werkgevers.choices import RedenEindePlaatsing
from werkgevers.models import Plaatsing


def rijen(persoon: Persoon):
    """Begin en einde van plaatsingen."""
    plaatsingen = Plaatsing.objects.filter(persoon=persoon)
    plaatsingen = plaatsingen.annotate(a=tekst("relatie__naam"), c=tekst("relatie__nummer"))
    # Not the kind: it says who has Wsw, and not everybody who reads this may know.
    yield "plaatsing", plaatsingen, F("begindatum")
    beeindigd = plaatsingen.filter(einddatum__isnull=False)
    yield "plaatsing_einde", beeindigd.annotate(b=tekst("reden_einde")), F("einddatum")


def _punt(rij, wat: str) -> Tijdlijnpunt:
    return Tijdlijnpunt(rij["dag"], "Plaatsing", wat, url=reverse("werkgevers:relatie", args=[rij["c"]]))


MAAK = {
    "plaatsing": lambda persoon, rij: _punt(rij, f"Begonnen bij {rij['a']}"),
    "plaatsing_einde": lambda persoon, rij: _punt(
        rij, f"Gestopt bij {rij['a']}: {RedenEindePlaatsing(rij['b']).label}"
    ),
}
