"""Wat de loonwaarde elders laat zien: tijdlijn, regel boven het dossier, en signalen."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from kern import opmaak
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort, Tijdlijnpunt
from personen.models import Loonwaardemeting, Meetopdracht, Persoon, Toewijzing
from personen.queries.tijdlijn import tekst

VOORAF = timedelta(days=42)


def rijen(persoon: Persoon):
    """Elke geldige meting, voor de tijdlijn."""
    metingen = Loonwaardemeting.objects.geldig().filter(persoon=persoon)
    metingen = metingen.annotate(
        door_=Coalesce(tekst("beoordelaar__naam"), tekst("bureau")),
        a=tekst("percentage"),
        b=tekst("werkplek"),
        c=tekst("pk"),
    )
    yield "loonwaarde", metingen, F("datum")


MAAK = {
    "loonwaarde": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"],
        "Loonwaarde",
        f"Loonwaarde {opmaak.procent(rij['a'])}",
        door=rij["door_"] or "",
        url=reverse("personen:loonwaarde-meting", args=[persoon.nummer, rij["c"]]),
        detail=rij["b"],
    )
}


def opnieuw_meten(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """De afgesproken dag van de volgende meting is nabij of voorbij; alleen bij lopende dossiers."""
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    laatste = Loonwaardemeting.objects.filter(persoon__gemeente_id__in=gemeenten).laatste_op(peildatum)
    rijen = (
        Loonwaardemeting.objects.filter(pk__in=laatste.values("pk"), volgende_op__lte=peildatum + VOORAF)
        .filter(persoon__in=Persoon.objects.lopend_op(peildatum))
        .exclude(persoon__in=Meetopdracht.objects.open().values("persoon_id"))
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon")
        .order_by("volgende_op", "pk")
    )
    if eigenaar_ids is not None:
        rijen = rijen.filter(eigenaar__in=eigenaar_ids)
    for meting in rijen:
        nummer = meting.persoon.nummer
        yield Signaal(
            soort="loonwaarde.opnieuw_meten",
            sleutel=f"meting-{meting.pk}",
            niveau="let_op",
            reden=f"Loonwaarde opnieuw meten voor {meting.volgende_op:%d-%m-%Y}",
            onderwerp=meting.persoon.weergavenaam,
            onderwerp_url=reverse("personen:loonwaarde", args=[nummer]),
            actie="Vraag meting aan",
            actie_url=reverse("personen:loonwaarde", args=[nummer]),
            gemeente_id=meting.persoon.gemeente_id,
            eigenaar_id=meting.eigenaar,
            dossier_id=meting.persoon_id,
            vanaf=meting.volgende_op - VOORAF,
            norm="De dag die bij de vorige meting is afgesproken",
        )


def opdrachten(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Een collega vroeg jou om een loonwaarde te meten; na de afgesproken dag moet het."""
    rijen = (
        Meetopdracht.objects.open()
        .filter(persoon__gemeente_id__in=gemeenten)
        .select_related("persoon")
        .order_by("uiterlijk_op", "pk")
    )
    if eigenaar_ids is not None:
        rijen = rijen.filter(beoordelaar_id__in=eigenaar_ids)
    for opdracht in rijen:
        nummer = opdracht.persoon.nummer
        te_laat = opdracht.uiterlijk_op < peildatum
        yield Signaal(
            soort="loonwaarde.opdracht",
            sleutel=f"opdracht-{opdracht.pk}" + ("!te-laat" if te_laat else ""),
            niveau="moet" if te_laat else "let_op",
            reden=f"Meet de loonwaarde voor {opdracht.uiterlijk_op:%d-%m-%Y}",
            onderwerp=opdracht.persoon.weergavenaam,
            onderwerp_url=reverse("personen:loonwaarde", args=[nummer]),
            actie="Leg meting vast",
            actie_url=reverse("personen:loonwaarde-meten", args=[nummer]),
            gemeente_id=opdracht.persoon.gemeente_id,
            eigenaar_id=opdracht.beoordelaar_id,
            dossier_id=opdracht.persoon_id,
            vanaf=opdracht.gevraagd_op.date(),
            norm="Afgesproken dag",
        )


OPNIEUW_METEN = Signaalsoort(
    code="loonwaarde.opnieuw_meten",
    naam="Loonwaarde opnieuw meten",
    niveau="let_op",
    recht=Recht.LOONWAARDE_METEN,
    vind=opnieuw_meten,
    uitleg="De dag van de volgende loonwaardemeting komt eraan of is voorbij.",
)
OPDRACHT = Signaalsoort(
    code="loonwaarde.opdracht",
    naam="Loonwaarde meten voor een collega",
    niveau="let_op",
    recht=Recht.LOONWAARDE_METEN,
    vind=opdrachten,
    uitleg="Een collega vroeg je om de loonwaarde van een inwoner te meten.",
)
