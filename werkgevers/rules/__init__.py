"""Regels van werkgevers, per onderwerp. Geen database, geen klok."""

from werkgevers.rules.relatie import bereikte_grens, zoeknaam

__all__ = ["bereikte_grens", "zoeknaam"]
