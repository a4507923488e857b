"""Keuzelijsten van werkgevers, per onderwerp."""

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
    "Herkomst",
    "Overeenkomstsoort",
    "Overeenkomststatus",
    "Plaatsingssoort",
    "RedenEindeOvereenkomst",
    "RedenEindePlaatsing",
    "Relatiesoort",
    "Tariefmethode",
    "Urensoort",
    "Versiestatus",
]
