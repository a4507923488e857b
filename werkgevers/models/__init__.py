"""All models of werkgevers, by subject."""

from werkgevers.models.overeenkomst import (
    Overeenkomst,
    OvereenkomstQuerySet,
    Overeenkomstversie,
    Tariefafspraak,
    TariefafspraakQuerySet,
)
from werkgevers.models.relatie import (
    Contactpersoon,
    Plaatsing,
    PlaatsingQuerySet,
    Relatie,
    RelatieQuerySet,
)
from werkgevers.models.uren import Urenstaat, UrenstaatQuerySet, Uurregel

__all__ = [
    "Contactpersoon",
    "Overeenkomst",
    "OvereenkomstQuerySet",
    "Overeenkomstversie",
    "Plaatsing",
    "PlaatsingQuerySet",
    "Relatie",
    "RelatieQuerySet",
    "Tariefafspraak",
    "TariefafspraakQuerySet",
    "Urenstaat",
    "UrenstaatQuerySet",
    "Uurregel",
]
