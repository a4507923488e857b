"""Forms around a list: search, saved view, columns, reason for a BSN export."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from kern.forms import KeuzeField, ModelKeuzeField, TekstField, TredeForm
from kern.lists.saved import teams_om_te_delen


class ZoekForm(TredeForm):
    met_eenmalig = False
    term = TekstField(label="Zoekterm", max_length=100, required=False)


class WeergaveForm(TredeForm):
    naam = TekstField(label="Naam van de weergave", max_length=80)
    standaard = forms.BooleanField(label="Open de lijst altijd met deze weergave", required=False)
    gedeeld_met = ModelKeuzeField(None, label="Deel met een team", empty_label="Niet delen", required=False)

    def __init__(self, *args, gebruiker, **kwargs):
        super().__init__(*args, **kwargs)
        veld = self.fields["gedeeld_met"]
        assert isinstance(veld, ModelKeuzeField)
        veld.queryset = teams_om_te_delen(gebruiker)


class RijenForm(TredeForm):
    met_eenmalig = False
    per_pagina = KeuzeField(
        label="Rijen per pagina", choices=[(str(n), str(n)) for n in settings.TABLE_PAGE_SIZES]
    )


class RedenForm(TredeForm):
    met_eenmalig = False
    vorm = KeuzeField(
        label="Soort bestand", choices=[("csv", "CSV"), ("xlsx", "Excel (xlsx)"), ("json", "JSON")]
    )
    reden = TekstField(
        label="Waarom is het volledige BSN nodig?",
        help_text="Dit komt in het logboek, samen met je naam en de filters.",
        min_length=5,
        max_length=300,
    )


def lokaal_adres(tekst: str | None, anders: str = "/") -> str:
    """An address of this application, or `anders`: nobody is sent elsewhere by a forged field."""
    tekst = (tekst or "")[:4000]
    if not tekst.startswith("/") or not url_has_allowed_host_and_scheme(tekst, allowed_hosts=None):
        return anders
    if any(ord(teken) < 32 or 0xD800 <= ord(teken) <= 0xDFFF for teken in tekst):
        return anders
    try:
        resolve(urlsplit(tekst).path)
    except (Resolver404, ValueError):
        return anders
    return tekst
