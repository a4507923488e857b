"""All models of reintegratie, by subject."""

from reintegratie.models.lks import (
    Betaallijst,
    BetaallijstQuerySet,
    Betaalregel,
    Lksbedrag,
    Loonkostensubsidie,
    LoonkostensubsidieQuerySet,
)
from reintegratie.models.uitkering import (
    Tredemeting,
    TredemetingQuerySet,
    Uitkering,
    UitkeringQuerySet,
)

__all__ = [
    "Betaallijst",
    "BetaallijstQuerySet",
    "Betaalregel",
    "Lksbedrag",
    "Loonkostensubsidie",
    "LoonkostensubsidieQuerySet",
    "Tredemeting",
    "TredemetingQuerySet",
    "Uitkering",
    "UitkeringQuerySet",
]
