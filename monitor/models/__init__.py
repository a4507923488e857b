"""All models of monitor, by subject."""

from monitor.models.bedragen import Doelwaarde, DoelwaardeQuerySet, Maandbedrag, MaandbedragQuerySet
from monitor.models.peilmoment import Peilmoment, PeilmomentQuerySet, Peilrij, Peilwaarde, PeilwaardeQuerySet

__all__ = [
    "Doelwaarde",
    "DoelwaardeQuerySet",
    "Maandbedrag",
    "MaandbedragQuerySet",
    "Peilmoment",
    "PeilmomentQuerySet",
    "Peilrij",
    "Peilwaarde",
    "PeilwaardeQuerySet",
]
