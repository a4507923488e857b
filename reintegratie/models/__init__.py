"""All models of reintegratie, by subject."""

from reintegratie.models.uitkering import (
    Tredemeting,
    TredemetingQuerySet,
    Uitkering,
    UitkeringQuerySet,
)

__all__ = [
    "Tredemeting",
    "TredemetingQuerySet",
    "Uitkering",
    "UitkeringQuerySet",
]
