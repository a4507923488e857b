"""Signalen van de Wsw."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from kern.beleid import waarden
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from personen.models import Loonwaardemeting, Toewijzing
from wsw.choices import Groep, Herkomst
from wsw.models import Dienstverband, Indeling


def zonder_kennismaking(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Overgenomen SW-medewerkers met wie nog geen kennismaking was (RH-040).

    De termijn is `kennismaking.max_dagen`. Is die niet vastgesteld, dan staat de regel uit.
    """
    norm = waarden(["kennismaking.max_dagen"], gemeenten, peildatum)
    if not any(norm.values()):
        return
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    rijen = (
        Dienstverband.objects.op(peildatum)
        .filter(persoon__gemeente_id__in=gemeenten, herkomst=Herkomst.OVERNAME, kennismaking_op=None)
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon")
        .order_by("begindatum", "pk")
    )
    if eigenaar_ids is not None:
        rijen = rijen.filter(eigenaar__in=eigenaar_ids)
    for dienstverband in rijen:
        termijn = norm[dienstverband.persoon.gemeente_id, "kennismaking.max_dagen"]
        if not termijn or peildatum <= dienstverband.begindatum + timedelta(days=int(termijn.waarde)):
            continue
        yield Signaal(
            soort="wsw.zonder_kennismaking",
            sleutel=f"dienstverband-{dienstverband.pk}",
            niveau="let_op",
            reden=f"Nog geen kennismaking sinds de overname op {dienstverband.begindatum:%d-%m-%Y}",
            onderwerp=dienstverband.persoon.weergavenaam,
            onderwerp_url=reverse("wsw:dossierblad", args=[dienstverband.persoon.nummer]),
            actie="Leg kennismaking vast",
            actie_url=reverse("wsw:kennismaking", args=[dienstverband.pk]),
            gemeente_id=dienstverband.persoon.gemeente_id,
            eigenaar_id=dienstverband.eigenaar,
            dossier_id=dienstverband.persoon_id,
            vanaf=dienstverband.begindatum + timedelta(days=int(termijn.waarde) + 1),
            norm=f"Kennismaking binnen {int(termijn.waarde)} dagen na overname",
            norm_versie=termijn.versie,
        )


ZONDER_KENNISMAKING = Signaalsoort(
    code="wsw.zonder_kennismaking",
    naam="Geen kennismaking na overname",
    niveau="let_op",
    recht=Recht.WSW_INZIEN,
    vind=zonder_kennismaking,
    uitleg="Met een overgenomen SW-medewerker is nog geen kennismakingsgesprek geweest.",
    normen=("kennismaking.max_dagen",),
)


def zonder_loonwaarde(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """SW-medewerkers die gedetacheerd zijn en van wie de loonwaarde nog niet is gemeten (RH-041, RH-159).

    Beschut werk past slecht in een meting op een gewone werkplek (C9) en telt hier niet mee.
    """
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    indeling = (
        Indeling.objects.op(peildatum).filter(dienstverband=OuterRef("pk")).exclude(groep=Groep.BESCHUT)
    )
    gemeten = Loonwaardemeting.objects.geldig().filter(persoon=OuterRef("persoon_id"))
    rijen = (
        Dienstverband.objects.op(peildatum)
        .filter(Exists(indeling), ~Exists(gemeten), persoon__gemeente_id__in=gemeenten)
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon")
        .order_by("begindatum", "pk")
    )
    if eigenaar_ids is not None:
        rijen = rijen.filter(eigenaar__in=eigenaar_ids)
    for dienstverband in rijen:
        blad = reverse("personen:loonwaarde", args=[dienstverband.persoon.nummer])
        yield Signaal(
            soort="wsw.zonder_loonwaarde",
            sleutel=f"dienstverband-{dienstverband.pk}",
            niveau="info",
            reden="Loonwaarde nog niet gemeten",
            onderwerp=dienstverband.persoon.weergavenaam,
            onderwerp_url=blad,
            actie="Vraag meting aan",
            actie_url=blad,
            gemeente_id=dienstverband.persoon.gemeente_id,
            eigenaar_id=dienstverband.eigenaar,
            dossier_id=dienstverband.persoon_id,
            norm="Alle SW-medewerkers worden stap voor stap gemeten",
        )


ZONDER_LOONWAARDE = Signaalsoort(
    code="wsw.zonder_loonwaarde",
    naam="Loonwaarde nog niet gemeten",
    niveau="info",
    recht=Recht.LOONWAARDE_METEN,
    vind=zonder_loonwaarde,
    uitleg="Van een gedetacheerde SW-medewerker is de loonwaarde nog niet gemeten.",
)
