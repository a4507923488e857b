"""Wie een dossier bekeek, wijzigde of exporteerde: inzage en gebeurtenissen door elkaar, nieuwste eerst."""

from django.utils import timezone
from django.utils.dateparse import parse_date

from kern.models import Gebeurtenis, Inzage, Inzagesoort
from kern.queries_beheer import logrecht

MEESTE = 2_500
NIET_GETOOND = "iets wat jij niet mag lezen"
_GROEP = {
    Inzagesoort.BSN: "bsn",
    Inzagesoort.BSN_ZOEKEN: "bsn",
    Inzagesoort.EXPORT: "export",
    Inzagesoort.RAPPORT: "export",
    Inzagesoort.DOCUMENT: "export",
}


def inzage_van(persoon, gebruiker) -> tuple[list[dict], int]:
    """De regels van dit dossier (hoogstens MEESTE van elk), en hoeveel er dan staan als er meer zijn."""
    bekeken = list(Inzage.objects.filter(dossier_id=persoon.pk).select_related("gebruiker")[: MEESTE + 1])
    gewijzigd = list(
        Gebeurtenis.objects.filter(dossier_id=persoon.pk).select_related("gebruiker")[: MEESTE + 1]
    )
    regels = [_bekeken(rij) for rij in bekeken[:MEESTE]]
    regels += [_gewijzigd(rij, gebruiker, persoon.gemeente_id) for rij in gewijzigd[:MEESTE]]
    regels.sort(key=lambda regel: regel["tijdstip"], reverse=True)
    for nummer, regel in enumerate(regels, start=1):
        regel["pk"] = nummer
        regel["dag"] = timezone.localdate(regel["tijdstip"])
    return regels, len(regels) if max(len(bekeken), len(gewijzigd)) > MEESTE else 0


def _bekeken(rij) -> dict:
    tot = parse_date(str(rij.gegevens.get("vervangt_tot") or ""))
    vervanger = (
        ("als vervanger" + (f" tot en met {tot:%d-%m-%Y}" if tot else "")) if rij.als_vervanger else ""
    )
    return {
        "tijdstip": rij.tijdstip,
        "wie": str(rij.gebruiker),
        "wat": rij.get_soort_display(),
        "groep": _GROEP.get(rij.soort, "bekeken"),
        "waar": rij.pagina,
        "reden": rij.reden,
        "als_vervanger": vervanger,
    }


def _gewijzigd(rij, gebruiker, gemeente_id) -> dict:
    return {
        "tijdstip": rij.tijdstip,
        "wie": str(rij.gebruiker or "Trede"),
        "wat": "gewijzigd",
        "groep": "gewijzigd",
        "waar": _wat(rij, gebruiker, gemeente_id),
        "reden": "",
        "als_vervanger": "",
    }


def _wat(rij, gebruiker, gemeente_id) -> str:
    """What the log line says; about benefit, ladder or Wsw only to who may read those."""
    soort = rij.onderwerp_soort
    return rij.omschrijving if gebruiker.mag(logrecht(soort), gemeente_id) else NIET_GETOOND
