"""All models of reintegratie, by subject."""

from reintegratie.models.lks import (
    Betaallijst,
    BetaallijstQuerySet,
    Betaalregel,
    Lksbedrag,
    Loonkostensubsidie,
    LoonkostensubsidieQuerySet,
)
from reintegratie.models.overdracht import Overdracht, OverdrachtQuerySet
from reintegratie.models.traject import (
    Instrument,
    InstrumentQuerySet,
    Traject,
    Trajectmoment,
    TrajectQuerySet,
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
    "Instrument",
    "InstrumentQuerySet",
    "Lksbedrag",
    "Loonkostensubsidie",
    "LoonkostensubsidieQuerySet",
    "Overdracht",
    "OverdrachtQuerySet",
    "Traject",
    "TrajectQuerySet",
    "Trajectmoment",
    "Tredemeting",
    "TredemetingQuerySet",
    "Uitkering",
    "UitkeringQuerySet",
]
