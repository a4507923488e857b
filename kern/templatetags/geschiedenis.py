"""A link to the history of one record, for who may read the log of its gemeente."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from kern.permissions import Recht

register = template.Library()


@register.simple_tag(takes_context=True)
def geschiedenislink(context, rij, *, wat: str, gemeente_id: int | None = None) -> str:
    """ "Geschiedenis" with `wat` in hidden words; nothing for who may not open it."""
    gebruiker = context.get("user")
    if rij is None or gebruiker is None or not gebruiker.mag(Recht.AUDIT_INZIEN, gemeente_id):
        return ""
    adres = reverse("kern:audit-geschiedenis", args=[rij._meta.label_lower, rij.pk])
    return format_html('<a href="{}">Geschiedenis<span class="verborgen"> van {}</span></a>', adres, wat)
