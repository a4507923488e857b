"""Keuzelijsten van werkgevers, per onderwerp."""

from werkgevers.choices.factuur import (
    Factuurreekscode,
    Factuursoort,
    Runstatus,
    Verzendwijze,
    Voorstelsoort,
)
from werkgevers.choices.overeenkomst import (
    METHODEN_PER_UUR,
    OVERGANGEN,
    Btwcategorie,
    Herkomst,
    Overeenkomstsoort,
    Overeenkomststatus,
    RedenEindeOvereenkomst,
    Tariefmethode,
    Urensoort,
    Versiestatus,
)
from werkgevers.choices.relatie import (
    DIENSTVERBANDSOORTEN,
    Plaatsingssoort,
    RedenEindePlaatsing,
    Relatiesoort,
)

__all__ = [
    "DIENSTVERBANDSOORTEN",
    "METHODEN_PER_UUR",
    "OVERGANGEN",
    "Btwcategorie",
    "Factuurreekscode",
    "Factuursoort",
    "Herkomst",
    "Overeenkomstsoort",
    "Overeenkomststatus",
    "Plaatsingssoort",
    "RedenEindeOvereenkomst",
    "RedenEindePlaatsing",
    "Relatiesoort",
    "Runstatus",
    "Tariefmethode",
    "Urensoort",
    "Versiestatus",
    "Verzendwijze",
    "Voorstelsoort",
]
