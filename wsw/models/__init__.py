"""De tabellen van de Wsw."""

from wsw.models.dienstverband import Dienstverband, DienstverbandQuerySet, Indeling
from wsw.models.mutatie import Mutatie, Mutatielevering, Salarispartij
from wsw.models.salaris import Betaalopdracht, Betaalopdrachtregel
from wsw.models.statistiek import Statistieklevering
from wsw.models.terugval import Herplaatsing, Terugvalplek

__all__ = [
    "Betaalopdracht",
    "Betaalopdrachtregel",
    "Dienstverband",
    "DienstverbandQuerySet",
    "Herplaatsing",
    "Indeling",
    "Mutatie",
    "Mutatielevering",
    "Salarispartij",
    "Statistieklevering",
    "Terugvalplek",
]
