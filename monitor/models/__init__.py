"""All models of monitor, by subject."""

from monitor.models.bedragen import Doelwaarde, DoelwaardeQuerySet, Maandbedrag, MaandbedragQuerySet
from monitor.models.peilmoment import Peilmoment, PeilmomentQuerySet, Peilrij, Peilwaarde, PeilwaardeQuerySet
from monitor.models.rapport import Rapport, RapportQuerySet, Rapportstatus, Rapporttekst

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
    "Rapport",
    "RapportQuerySet",
    "Rapportstatus",
    "Rapporttekst",
]
