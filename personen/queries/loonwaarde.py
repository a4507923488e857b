"""Wie de loonwaarde van een inwoner mag meten, en waarom een ander niet (L4)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from kern.models import Deelname, Gebruiker, Rolvervulling
from kern.permissions import Recht, rollen_met
from personen.loonwaarde_rules import waarom_niet
from personen.models import Meetbevoegdheid, Persoon, Toewijzing


@dataclass(frozen=True)
class Beoordelaar:
    """Een collega in de keuzelijst; met `waarom_niet` is hij niet te kiezen."""

    gebruiker: Gebruiker
    waarom_niet: str

    @property
    def mag(self) -> bool:
        return not self.waarom_niet


def beoordelaars(persoon: Persoon, dag: date) -> list[Beoordelaar]:
    """Alle collega's van deze gemeente die kunnen meten, met de reden als het bij deze inwoner niet mag."""
    contactpersoon = Toewijzing.objects.op(dag).filter(persoon=persoon, gebruiker=OuterRef("pk"))
    collegas = met_meetrecht(persoon.gemeente_id, dag).annotate(is_contactpersoon=Exists(contactpersoon))
    gevonden = [
        Beoordelaar(
            collega,
            waarom_niet(
                op=dag, is_contactpersoon=collega.is_contactpersoon, heeft_diploma=collega.heeft_diploma
            ),
        )
        for collega in collegas
    ]
    return sorted(gevonden, key=lambda b: (not b.mag, b.gebruiker.naam))


def met_meetrecht(gemeente_id: int, dag: date):
    """Collega's met een rol die meet, in deze gemeente; `heeft_diploma` zegt of zij op deze dag mogen meten."""
    verbanden = Deelname.objects.op(dag).filter(gemeente_id=gemeente_id).values("verband_id")
    rollen = Rolvervulling.objects.op(dag).filter(
        Q(gemeente_id=gemeente_id) | Q(verband_id__in=verbanden), rol__in=rollen_met(Recht.LOONWAARDE_METEN)
    )
    diploma = Meetbevoegdheid.objects.op(dag).filter(gebruiker=OuterRef("pk"))
    actief = Gebruiker.objects.filter(is_active=True, pk__in=rollen.values("gebruiker_id"))
    return actief.annotate(heeft_diploma=Exists(diploma)).order_by("naam", "pk")


def waarom_mag_niet(persoon: Persoon, gebruiker: Gebruiker, dag: date) -> str:
    """Waarom deze gebruiker de inwoner op deze dag niet mag meten, of ""."""
    return waarom_niet(
        op=dag,
        is_contactpersoon=Toewijzing.objects.op(dag).filter(persoon=persoon, gebruiker=gebruiker).exists(),
        heeft_diploma=Meetbevoegdheid.objects.op(dag).filter(gebruiker=gebruiker).exists(),
    )
