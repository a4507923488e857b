"""Het segment van een dossier volgens het kader van de gemeente, en de overdrachten van een collega (RH-045)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kern.beleid import Opgezocht, waarde
from reintegratie.models import Overdracht, Tredemeting
from reintegratie.rules import Segment, segment_voor

SCHEMA = "segment.schema"


@dataclass(frozen=True)
class Segmentwissel:
    """Van welk segment naar welk, bij welke meting; `anders` als het dossier moet verhuizen."""

    was: Segment | None
    wordt: Segment | None
    meting: Tredemeting | None
    schema: Opgezocht

    @property
    def anders(self) -> bool:
        return bool(self.was and self.wordt and self.was.code != self.wordt.code)


def segmentwissel(persoon, peildatum: date) -> Segmentwissel:
    """Het segment bij de laatste twee metingen op of voor de peildatum; None is onbekend of niet vastgesteld."""
    schema = waarde(SCHEMA, persoon.gemeente_id, peildatum)
    metingen = list(
        Tredemeting.objects.filter(persoon=persoon, datum__lte=peildatum).order_by("-datum", "-pk")[:2]
    )
    segmenten = [_segment(schema, meting) for meting in metingen] + [None, None]
    return Segmentwissel(segmenten[1], segmenten[0], metingen[0] if metingen else None, schema)


def _segment(schema: Opgezocht, meting: Tredemeting) -> Segment | None:
    if not schema:
        return None
    return segment_voor(schema.waarde, huidig=meting.huidige_trede, doel=meting.doeltrede)


def overdrachten_van(gebruiker, persoon):
    """Alle overdrachten van één dossier, nieuwste eerst."""
    eigen = Overdracht.objects.zichtbaar_voor(gebruiker).filter(persoon=persoon)
    return eigen.select_related("van", "naar", "naar_team", "voorgesteld_door", "besloten_door")


def te_beantwoorden(gebruiker):
    """Overdrachten die op deze collega wachten: op naam, als vervanger of via het team."""
    open_ = Overdracht.objects.zichtbaar_voor(gebruiker).open().voor_ontvanger(gebruiker)
    return open_.exclude(voorgesteld_door=gebruiker).select_related("persoon", "van", "naar", "naar_team")


def voorgesteld_door(gebruiker):
    """Overdrachten die deze collega, of wie hij vervangt, voorstelde of afstaat en die nog wachten."""
    mensen = {gebruiker.pk, *gebruiker.toegang.vervangt}
    open_ = Overdracht.objects.zichtbaar_voor(gebruiker).open()
    open_ = open_.filter(Q(voorgesteld_door_id__in=mensen) | Q(van_id__in=mensen))
    return open_.select_related("persoon", "naar", "naar_team")
