"""Vragen over werkgevers, per onderwerp."""

from werkgevers.queries.zoeken import zoek_relaties

__all__ = ["zoek_relaties"]
