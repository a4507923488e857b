"""Vragen over werkgevers, per onderwerp."""

from werkgevers.queries.zoeken import zoek_overeenkomsten, zoek_relaties

__all__ = ["zoek_overeenkomsten", "zoek_relaties"]
