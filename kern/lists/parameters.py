"""The list's own GET parameters; every one goes through a form, so that rubbish never breaks a page."""

import re

from django.conf import settings
from django.http import QueryDict

from kern.forms import TekstField, TredeFilterForm
from kern.forms.fields import VerborgenGetalField
from kern.lists.definition import EIGEN_PARAMETERS, Lijst

BLADEREN = ("pagina", "na", "voor")
EXPORTVORMEN = ("csv", "xlsx", "json")


class Parameterform(TredeFilterForm):
    """Shape only; what a value means is decided by Lijststand."""

    sort = TekstField(required=False, max_length=60)
    kolommen = TekstField(required=False, max_length=600)
    zoek = TekstField(required=False, max_length=60)
    export = TekstField(required=False, max_length=10)
    bsn = TekstField(required=False, max_length=60)
    pagina = VerborgenGetalField()
    na = VerborgenGetalField()
    voor = VerborgenGetalField()
    per = VerborgenGetalField()
    weergave = VerborgenGetalField()


class Lijststand:
    """How the list stands according to the URL: order, page, columns, search token.

    `meldingen` says in words what was ignored.
    """

    def __init__(self, lijst: Lijst, data: QueryDict, voorkeur=None, verberg=()):
        self.lijst, self.data, self.meldingen = lijst, data, []
        self.verberg = frozenset(verberg)
        form = Parameterform(data)
        form.is_valid()
        schoon = form.cleaned_data
        self.pagina = max(1, schoon.get("pagina") or 1)
        self.na, self.voor = schoon.get("na"), schoon.get("voor")
        self.weergave = schoon.get("weergave")
        self.zoek = schoon["zoek"] if re.fullmatch(r"[A-Za-z0-9_-]+", schoon.get("zoek") or "") else ""
        self.bsn = schoon.get("bsn") or ""
        self.sort = self._sort(schoon.get("sort") or "", ongeldig="sort" in form.errors)
        self.export = schoon.get("export") or ""
        if "export" in form.errors or (self.export and self.export not in EXPORTVORMEN):
            self.export = ""
            self.meldingen.append("Deze vorm van exporteren bestaat niet. Kies CSV, Excel of JSON.")
        self.per = self._per(schoon.get("per"), voorkeur)
        self.kolommen = self._kolommen(schoon.get("kolommen") or "", voorkeur)

    def _sort(self, sort: str, ongeldig: bool) -> str:
        naam = sort.removeprefix("-")
        if sort and naam not in self.verberg and self.lijst.tabel.sorteervelden(naam):
            return sort
        if sort or ongeldig:
            self.meldingen.append("Op deze kolom kun je niet sorteren. De lijst staat op de gewone volgorde.")
        return ""

    def _per(self, per, voorkeur) -> int:
        for waarde in (per, getattr(voorkeur, "per_pagina", None)):
            if waarde in settings.TABLE_PAGE_SIZES:
                return waarde
        return settings.TABLE_PAGE_SIZES[0]

    def _kolommen(self, tekst: str, voorkeur) -> list[str]:
        gevraagd = [naam for naam in tekst.split(",") if naam] or list(
            getattr(voorkeur, "kolommen", []) or []
        )
        return geldige_kolommen(self.lijst, gevraagd, self.verberg)

    # ---- addresses -----------------------------------------------------------------------------
    def url(self, *, weg=(), **nieuw) -> str:
        """The same list with other parameters; a new order or filter starts at page 1 again."""
        data = self.data.copy()
        for naam in {*weg, *BLADEREN, "export", "bsn"}:
            data.pop(naam, None)
        for naam, waarde in nieuw.items():
            data[naam] = waarde
        return f"?{data.urlencode()}"

    def zonder_filter(self, naam: str, ruw: str | None) -> str:
        """The list without this filter, or without one value of it."""
        if ruw is None:
            return self.url(weg=[naam])
        data = self.data.copy()
        data.setlist(naam, [waarde for waarde in data.getlist(naam) if waarde != ruw])
        for bladeren in BLADEREN:
            data.pop(bladeren, None)
        return f"?{data.urlencode()}"

    def zonder_filters(self) -> str:
        """Away with the filters; search term, order, columns and saved view stay (E3)."""
        eigen = [
            naam
            for naam in EIGEN_PARAMETERS
            if naam in self.data and naam not in (*BLADEREN, "export", "bsn")
        ]
        data = QueryDict(mutable=True)
        for naam in eigen:
            data[naam] = str(self.data[naam])
        return f"?{data.urlencode()}"

    def verborgen(self) -> list[tuple[str, str]]:
        """What the filter form must carry along."""
        namen = ("sort", "zoek", "weergave", "kolommen", "per")
        return [(naam, str(self.data[naam])) for naam in namen if self.data.get(naam)]

    def filtervraag(self) -> str:
        """Only the filters and the search token, in a fixed order: what a selection belongs to."""
        return filtervraag(self.lijst, self.data)


def geldige_kolommen(lijst: Lijst, gevraagd, verberg=frozenset()) -> list[str]:
    """Known columns in the asked order, fixed ones always in; nothing asked: the defaults."""
    alle = {naam: kolom for naam, kolom in lijst.tabel.alle_kolommen().items() if naam not in verberg}
    keuze = [naam for naam in dict.fromkeys(map(str, gevraagd)) if naam in alle]
    if not keuze:
        return [naam for naam in lijst.tabel.standaardkolommen() if naam in alle]
    vast = [naam for naam, kolom in alle.items() if getattr(kolom, "vast", False) and naam not in keuze]
    return [*vast, *keuze]


def filtervraag(lijst: Lijst, data: QueryDict) -> str:
    namen = [*sorted(getattr(lijst.filterset, "base_filters", {})), "zoek"]
    schoon = QueryDict(mutable=True)
    for naam in namen:
        waarden = [waarde for waarde in data.getlist(naam) if waarde]
        if waarden:
            schoon.setlist(naam, sorted(waarden))
    return schoon.urlencode()


def bewaarbare_vraag(lijst: Lijst, data: QueryDict) -> str:
    """What a saved view keeps: filters, order, columns and page size; no page and no search term."""
    namen = [*sorted(getattr(lijst.filterset, "base_filters", {})), "sort", "kolommen", "per"]
    schoon = QueryDict(mutable=True)
    for naam in namen:
        waarden = [waarde for waarde in data.getlist(naam) if waarde]
        if waarden:
            schoon.setlist(naam, waarden)
    return schoon.urlencode()
