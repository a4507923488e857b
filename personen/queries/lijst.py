"""Wat de lijst van personen en het herverdelen laten zien."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Subquery

from personen.models import Contactmoment, Dossierperiode, Toewijzing


def voor_lijst(personen, gebruiker, peildatum):
    """Personen met contactpersoon, laatste contact (als de gebruiker dat mag zien) en of het dossier loopt."""
    toegewezen = Toewijzing.objects.op(peildatum).filter(persoon_id=OuterRef("pk"))
    contacten = (
        Contactmoment.objects.zichtbaar_voor(gebruiker)
        .filter(persoon_id=OuterRef("pk"), ingetrokken_op=None, datum__lte=peildatum)
        .order_by()
        .values("persoon_id")
        .annotate(laatste=Max("datum"))
    )
    return personen.annotate(
        contactpersoon_naam=Subquery(toegewezen.values("gebruiker__naam")[:1]),
        laatste_contact_op=Subquery(contacten.values("laatste")),
        lopend=Exists(Dossierperiode.objects.op(peildatum).filter(persoon_id=OuterRef("pk"))),
    )


@dataclass(frozen=True)
class Caseload:
    """Hoeveel dossiers een collega nu heeft, en na het herverdelen als hij alles krijgt."""

    naam: str
    nu: int
    erna: int


def caseloads(collegas, gekozen, peildatum) -> list[Caseload]:
    """Per collega: lopende toewijzingen op de peildatum; wie een gekozen dossier al heeft, krijgt het niet erbij."""
    collegas = list(collegas)
    telling = dict(
        Toewijzing.objects.op(peildatum)
        .filter(gebruiker__in=collegas)
        .order_by()
        .values_list("gebruiker_id")
        .annotate(aantal=Count("pk"))
    )
    al_van = dict(
        Toewijzing.objects.op(peildatum)
        .filter(persoon__in=gekozen)
        .order_by()
        .values_list("gebruiker_id")
        .annotate(aantal=Count("pk"))
    )
    return [
        Caseload(str(c), telling.get(c.pk, 0), telling.get(c.pk, 0) + len(gekozen) - al_van.get(c.pk, 0))
        for c in collegas
    ]
