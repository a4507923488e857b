"""Filters for the pages of the beleidskader."""

from django import template

from kern.beleid import gelezen
from kern.parameters import cel_tekst, toon_met_eenheid, toon_volledig

register = template.Library()

register.filter("cel", cel_tekst)


@register.filter
def parameterwaarde(parameter) -> str:
    """De waarde van een parameter voluit, met eenheid; een tabel rij voor rij."""
    waarde = gelezen(parameter).waarde
    if parameter.soort == "tabel":
        return toon_volledig(waarde, parameter.soort)
    return toon_met_eenheid(waarde, parameter.soort, parameter.eenheid)
