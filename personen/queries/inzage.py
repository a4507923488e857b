"""Wie een dossier bekeek, wijzigde of exporteerde: inzage en gebeurtenissen door elkaar, nieuwste eerst."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date

from kern.models import Gebeurtenis, Inzage, Inzagesoort
from kern.permissions import Recht
from kern.queries_beheer import leesrecht

PER_BLAD = 50
NIET_GETOOND = "iets wat jij niet mag lezen"
# The log line of a characteristic names no value; why guidance ended is about the person.
_LEESRECHTEN = {
    "personen.kenmerk": Recht.KENMERK_INZIEN,
    "personen.dossierperiode": Recht.KENMERK_INZIEN,
}


@dataclass(frozen=True)
class Inzageregel:
    """Eén regel van de inzagepagina."""

    tijdstip: datetime
    wie: str
    soort: str
    wat: str
    reden: str = ""
    als_vervanger: bool = False
    vervangt_tot: date | None = None


def inzage_van(persoon, gebruiker, *, soort: str = "", voor: datetime | None = None, limiet: int = PER_BLAD):
    """Hoogstens `limiet` regels van vóór `voor`, en of er meer zijn. `soort`: bekeken, bsn, gewijzigd, export."""
    regels: list[Inzageregel] = []
    if soort != "gewijzigd":
        regels += _bekeken(persoon, soort, voor, limiet + 1)
    if soort in ("", "gewijzigd"):
        regels += _gewijzigd(persoon, gebruiker, voor, limiet + 1)
    regels.sort(key=lambda regel: regel.tijdstip, reverse=True)
    return regels[:limiet], len(regels) > limiet


def _bekeken(persoon, soort, voor, limiet) -> list[Inzageregel]:
    rijen = Inzage.objects.filter(dossier_id=persoon.pk).select_related("gebruiker")
    if soort == "bsn":
        rijen = rijen.filter(soort__in=[Inzagesoort.BSN, Inzagesoort.BSN_ZOEKEN])
    elif soort == "export":
        rijen = rijen.filter(soort__in=[Inzagesoort.EXPORT, Inzagesoort.RAPPORT, Inzagesoort.DOCUMENT])
    elif soort == "bekeken":
        rijen = rijen.filter(soort__in=[Inzagesoort.DOSSIER, Inzagesoort.LIJST])
    if voor:
        rijen = rijen.filter(tijdstip__lt=voor)
    return [
        Inzageregel(
            rij.tijdstip,
            str(rij.gebruiker),
            rij.get_soort_display(),
            rij.pagina,
            rij.reden,
            rij.als_vervanger,
            parse_date(str(rij.gegevens.get("vervangt_tot") or "")),
        )
        for rij in rijen[:limiet]
    ]


def _gewijzigd(persoon, gebruiker, voor, limiet) -> list[Inzageregel]:
    rijen = Gebeurtenis.objects.filter(dossier_id=persoon.pk).select_related("gebruiker")
    if voor:
        rijen = rijen.filter(tijdstip__lt=voor)
    return [
        Inzageregel(
            rij.tijdstip,
            str(rij.gebruiker or "Trede"),
            "gewijzigd",
            _wat(rij, gebruiker, persoon.gemeente_id),
        )
        for rij in rijen[:limiet]
    ]


def _wat(rij, gebruiker, gemeente_id) -> str:
    """What the log line says; about benefit, ladder or Wsw only to who may read those."""
    soort = rij.onderwerp_soort
    recht = _LEESRECHTEN.get(soort) or leesrecht(soort) or Recht.AUDIT_INZIEN
    return rij.omschrijving if gebruiker.mag(recht, gemeente_id) else NIET_GETOOND
