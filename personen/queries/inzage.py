"""Wie een dossier bekeek, wijzigde of exporteerde: inzage en gebeurtenissen door elkaar, nieuwste eerst."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date

from kern.models import Gebeurtenis, Inzage, Inzagesoort

PER_BLAD = 50


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


def inzage_van(persoon, *, soort: str = "", voor: datetime | None = None, limiet: int = PER_BLAD):
    """Hoogstens `limiet` regels van vóór `voor`, en of er meer zijn. `soort`: bekeken, bsn, gewijzigd, export."""
    regels: list[Inzageregel] = []
    if soort != "gewijzigd":
        regels += _bekeken(persoon, soort, voor, limiet + 1)
    if soort in ("", "gewijzigd"):
        regels += _gewijzigd(persoon, voor, limiet + 1)
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


def _gewijzigd(persoon, voor, limiet) -> list[Inzageregel]:
    rijen = Gebeurtenis.objects.filter(dossier_id=persoon.pk).select_related("gebruiker")
    if voor:
        rijen = rijen.filter(tijdstip__lt=voor)
    return [
        Inzageregel(rij.tijdstip, str(rij.gebruiker or "Trede"), "gewijzigd", rij.omschrijving)
        for rij in rijen[:limiet]
    ]
