"""Hoeveel terugvalplekken er zijn, wie er zit, en voor wie nog een plek wordt gezocht (RH-122)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from kern.beleid import Opgezocht, waarden
from kern.models import Gemeente
from personen.models import Persoon
from werkgevers.choices import DIENSTVERBANDSOORTEN
from werkgevers.models import Plaatsing
from wsw.models import Herplaatsing, Terugvalplek
from wsw.rules import tekort_aan_plekken


@dataclass(frozen=True)
class Plekkenstand:
    """De terugvalplekken van één gemeente op een dag: te gebruiken, bezet, en wat er per jaar nodig is."""

    gemeente: Gemeente
    plaatsen: int
    bezet: int
    dit_jaar: int  # people who came on such a place in the year of the day
    minst: Opgezocht
    meest: Opgezocht

    @property
    def vrij(self) -> int:
        return max(self.plaatsen - self.bezet, 0)

    @property
    def tekort(self) -> str:
        """Leeg als het past, of als de norm niet is vastgesteld."""
        if not self.minst:
            return ""
        return tekort_aan_plekken(plaatsen=self.plaatsen, bezet=self.bezet, nodig=int(self.minst.waarde))


def met_bezetting(plekken):
    """Voeg `bezet` en `vrij` toe aan terugvalplekken: wie er nu op een open terugval zit."""
    open_ = Count("herplaatsingen", filter=Q(herplaatsingen__afgesloten_op=None))
    return plekken.annotate(bezet=open_).annotate(vrij=F("plaatsen") - F("bezet"))


def plekken_van(gemeenten: Collection[Gemeente], peildatum: date) -> list[Plekkenstand]:
    """De stand per gemeente; drie vragen aan de database, hoeveel gemeenten het ook zijn."""
    ids = [gemeente.pk for gemeente in gemeenten]
    normen = waarden(["terugval.plaatsen.min", "terugval.plaatsen.max"], ids, peildatum)
    plekken = Terugvalplek.objects.te_gebruiken_op(peildatum).filter(gemeente__in=ids).order_by()
    plaatsen = dict(plekken.values_list("gemeente").annotate(n=Coalesce(Sum("plaatsen"), 0)))
    tellingen = Herplaatsing.objects.filter(plek__gemeente__in=ids).order_by().values_list("plek__gemeente")
    mensen = {
        gemeente: (bezet, jaar)
        for gemeente, bezet, jaar in tellingen.annotate(
            bezet=Count("pk", filter=Q(afgesloten_op=None)),
            jaar=Count("pk", filter=Q(begindatum__year=peildatum.year)),
        )
    }
    return [
        Plekkenstand(
            gemeente,
            plaatsen.get(gemeente.pk, 0),
            *mensen.get(gemeente.pk, (0, 0)),
            normen[gemeente.pk, "terugval.plaatsen.min"],
            normen[gemeente.pk, "terugval.plaatsen.max"],
        )
        for gemeente in gemeenten
    ]


def terug_te_vallen(persoon: Persoon, peildatum: date) -> list[Plaatsing]:
    """De plaatsingen waarvan deze persoon kan terugvallen: wat nu loopt, anders de laatste die eindigde."""
    eigen = Plaatsing.objects.filter(persoon=persoon, soort__in=DIENSTVERBANDSOORTEN, herplaatsing=None)
    eigen = eigen.select_related("relatie").order_by("-begindatum", "-pk")
    lopend = list(eigen.op(peildatum).filter(einddatum=None))
    return lopend or list(eigen.filter(einddatum__lt=peildatum).order_by("-einddatum", "-pk")[:1])


def met_klok(herplaatsingen):
    """Voeg de laatste werkdag van de vorige plek toe; daar begint de klok."""
    return herplaatsingen.annotate(laatste_werkdag=F("vorige__einddatum"))


def open_van(persoon: Persoon):
    """De terugval die nu loopt, of None."""
    rijen = Herplaatsing.objects.open().filter(persoon=persoon)
    return met_klok(rijen).select_related("plek__relatie", "vorige__relatie").first()


def eigenaar_op(peildatum: date):
    """De contactpersoon van een persoon op een dag, als deelvraag."""
    from personen.models import Toewijzing

    return Subquery(
        Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id")).values("gebruiker_id")[:1]
    )
