"""All models of werkgevers, by subject."""

from werkgevers.models.betaling import (
    Bankafschrift,
    Bankbestand,
    Betaling,
    BetalingQuerySet,
    Betalingtoewijzing,
)
from werkgevers.models.bijkomend import Handbetaling, HandbetalingQuerySet, Kostentoewijzing
from werkgevers.models.factuur import (
    Boekingsbestand,
    Factuur,
    FactuurQuerySet,
    Factuurreeks,
    Factuurregel,
    Factuurrun,
    Factuurvoorstel,
)
from werkgevers.models.incasso import (
    Incassobatch,
    Incassoregel,
    Machtiging,
    MachtigingQuerySet,
)
from werkgevers.models.invordering import (
    Aanmaanronde,
    Aanmaning,
    Aanmaningregel,
    Afboeking,
    Incassoafspraak,
    IncassoafspraakQuerySet,
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
    "Aanmaanronde",
    "Aanmaning",
    "Aanmaningregel",
    "Afboeking",
    "Bankafschrift",
    "Bankbestand",
    "Betaling",
    "BetalingQuerySet",
    "Betalingtoewijzing",
    "Boekingsbestand",
    "Contactpersoon",
    "Factuur",
    "FactuurQuerySet",
    "Factuurreeks",
    "Factuurregel",
    "Factuurrun",
    "Factuurvoorstel",
    "Handbetaling",
    "HandbetalingQuerySet",
    "Incassoafspraak",
    "IncassoafspraakQuerySet",
    "Incassobatch",
    "Incassoregel",
    "Kostentoewijzing",
    "Machtiging",
    "MachtigingQuerySet",
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
