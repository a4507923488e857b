"""All models of werkgevers, by subject."""

from werkgevers.models.factuur import (
    Boekingsbestand,
    Factuur,
    FactuurQuerySet,
    Factuurreeks,
    Factuurregel,
    Factuurrun,
    Factuurvoorstel,
)
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
    "Boekingsbestand",
    "Contactpersoon",
    "Factuur",
    "FactuurQuerySet",
    "Factuurreeks",
    "Factuurregel",
    "Factuurrun",
    "Factuurvoorstel",
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
