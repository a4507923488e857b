"""Werkgevers vinden in het ene zoekveld: op een deel van de naam, W-nummer of KvK-nummer (schermen E12)."""

import re

from django.db.models import Case, IntegerField, Q, Value, When

from kern.registers import Zoekresultaat
from werkgevers.models import Overeenkomst, Relatie
from werkgevers.rules import zoeknaam

MAX_WOORDEN = 6
_NUMMER = re.compile(r"w[- ]?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
_OVEREENKOMST = re.compile(r"d[- ]?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
_KVK = re.compile(r"[0-9]{8}", re.ASCII)


def zoek_relaties(tekst: str, gebruiker, *, limiet: int) -> list[Zoekresultaat]:
    """De relaties die deze gebruiker mag zien en die bij de tekst passen, beste eerst."""
    voorwaarde, rang = _wat(tekst)
    if voorwaarde is None:
        return []
    rijen = Relatie.objects.zichtbaar_voor(gebruiker).filter(voorwaarde).select_related("gemeente")
    gevonden = rijen.annotate(rang=rang).order_by("rang", "zoeknaam", "pk")[:limiet]
    return [_resultaat(relatie) for relatie in gevonden]


def _wat(tekst: str):
    nul = Value(0, IntegerField())
    if nummer := _NUMMER.fullmatch(tekst.strip()):
        return Q(nummer=f"W-{nummer[1]}"), nul
    if _KVK.fullmatch(kvk := re.sub(r"[\s.]", "", tekst)):
        return Q(kvk=kvk), nul
    woorden = zoeknaam(tekst).split()[:MAX_WOORDEN]
    if not woorden:
        return None, nul
    voorwaarde = Q()
    for woord in woorden:
        if len(woord) >= 3:
            voorwaarde &= Q(zoeknaam__contains=woord)
        else:
            # Too short for a trigram inside a word, but not at its beginning.
            voorwaarde &= Q(zoeknaam__startswith=woord) | Q(zoeknaam__contains=f" {woord}")
    rang = Case(
        When(zoeknaam__startswith=woorden[0], then=0),
        When(zoeknaam__contains=f" {woorden[0]}", then=1),
        default=2,
        output_field=IntegerField(),
    )
    return voorwaarde, rang


def _resultaat(relatie) -> Zoekresultaat:
    kvk = f"KvK {relatie.kvk}" if relatie.kvk else ""
    regel = (relatie.nummer, kvk, relatie.branche, relatie.plaats, relatie.gemeente.naam)
    return Zoekresultaat(relatie.naam, relatie.get_absolute_url(), tuple(deel for deel in regel if deel))


def zoek_overeenkomsten(tekst: str, gebruiker, *, limiet: int) -> list[Zoekresultaat]:
    """Een overeenkomst op haar nummer (D-204); namen staan al bij personen en werkgevers."""
    nummer = _OVEREENKOMST.fullmatch(tekst.strip())
    if nummer is None:
        return []
    rijen = Overeenkomst.objects.zichtbaar_voor(gebruiker).filter(nummer=f"D-{int(nummer[1])}")
    return [
        Zoekresultaat(
            f"{rij}: {rij.persoon.weergavenaam} bij {rij.relatie}",
            rij.get_absolute_url(),
            (rij.get_soort_display(), rij.gemeente.naam),
            rij.get_status_display(),
        )
        for rij in rijen.select_related("persoon", "relatie", "gemeente").order_by("pk")[:limiet]
    ]
