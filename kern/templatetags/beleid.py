"""Filters for the pages of the beleidskader."""

from django import template
from django.utils.html import format_html

from kern.beleid import gelezen
from kern.opmaak import datum
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


@register.filter
def looptijd(rij) -> str:
    """Van wanneer tot en met wanneer een kader of parameter geldt: "vanaf 01-07-2020" als het doorloopt."""
    if rij.einddatum is None:
        return format_html('vanaf <span class="datum">{}</span>', datum(rij.begindatum))
    dagen = (datum(rij.begindatum), datum(rij.einddatum))
    return format_html('<span class="datum">{}</span> t/m <span class="datum">{}</span>', *dagen)


@register.filter
def kolomnaam(kolom: str) -> str:
    """De kop van een kolom zoals een mens hem leest: geboren_van wordt "Geboren van"."""
    return kolom.replace("_", " ").capitalize()
