"""Een dossier overdragen aan een ander team of een andere consulent, met acceptatie (RH-045, RH-147)."""

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente, Team, Teamlid
from kern.permissions import Recht
from personen.models import Persoon
from reintegratie.choices import Overdrachtstatus
from reintegratie.models.uitkering import Tredemeting


class OverdrachtQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Overdrachten van dossiers in gemeenten waar de gebruiker re-integratie mag inzien."""
        return self.filter(
            persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
        )

    def open(self):
        """Wat nog op een besluit wacht."""
        return self.filter(status=Overdrachtstatus.VOORGESTELD)

    def voor_ontvanger(self, gebruiker):
        """Wat deze collega mag beantwoorden: op naam, als vervanger, of via het team."""
        mensen = {gebruiker.pk, *gebruiker.toegang.vervangt}
        teams = Teamlid.objects.op(timezone.localdate()).filter(gebruiker_id__in=mensen)
        return self.filter(Q(naar_id__in=mensen) | Q(naar=None, naar_team_id__in=teams.values("team_id")))


@met_historie
class Overdracht(models.Model):
    """Het voorstel om een dossier over te dragen; pas bij acceptatie verandert de contactpersoon.

    Het overdrachtsblad is bewaard zoals het was op de dag van het voorstel.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="overdrachten")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    meting = models.ForeignKey(Tredemeting, models.SET_NULL, null=True, blank=True, related_name="+")
    segment_van = models.CharField(max_length=80, blank=True)
    segment_naar = models.CharField(max_length=80, blank=True)
    kaderversie = models.CharField(max_length=120, blank=True)
    van = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    naar_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    naar = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    reden = models.CharField(max_length=300)
    status = models.CharField(max_length=15, choices=Overdrachtstatus, default=Overdrachtstatus.VOORGESTELD)
    voorgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    voorgesteld_op = models.DateField()
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    besloten_op = models.DateField(null=True, blank=True)
    reden_besluit = models.CharField(max_length=300, blank=True)
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = OverdrachtQuerySet.as_manager()

    # Filled by `accepteer_overdracht`: what it changed in the contact person; not a column.
    stappen: Sequence[dict] = ()

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ["-voorgesteld_op", "-pk"]
        triggers = [
            pgtrigger.ReadOnly(
                name="overdracht_staat_vast",
                exclude=[
                    "meting", "status", "besloten_door", "besloten_op", "reden_besluit", "versie",
                ],
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["persoon"],
                condition=Q(status=Overdrachtstatus.VOORGESTELD),
                name="overdracht_een_open",
                violation_error_message="Er wacht al een overdracht van dit dossier. Trek die eerst in.",
            ),
            models.CheckConstraint(
                name="overdracht_aan_iemand",
                condition=Q(naar_team__isnull=False) | Q(naar__isnull=False),
                violation_error_message="Kies een team of een collega.",
            ),
            models.CheckConstraint(
                name="overdracht_besluit_met_dag",
                condition=Q(status=Overdrachtstatus.VOORGESTELD, besloten_op=None, besloten_door=None)
                | (
                    ~Q(status=Overdrachtstatus.VOORGESTELD)
                    & Q(besloten_op__isnull=False, besloten_door__isnull=False)
                    & Q(besloten_op__gte=F("voorgesteld_op"))
                ),
                violation_error_message="Een besluit heeft een dag, en iemand die het nam.",
            ),
            models.CheckConstraint(
                name="overdracht_weigering_met_reden",
                condition=~Q(status=Overdrachtstatus.GEWEIGERD) | ~Q(reden_besluit=""),
                violation_error_message="Schrijf op waarom je weigert.",
            ),
            models.CheckConstraint(
                name="overdracht_niet_door_wie_voorstelt",
                condition=~Q(status__in=[Overdrachtstatus.GEACCEPTEERD, Overdrachtstatus.GEWEIGERD])
                | ~Q(besloten_door=F("voorgesteld_door")),
                violation_error_message="Wie de overdracht voorstelt, accepteert haar niet zelf.",
            ),
        ]

    def __str__(self):
        return f"overdracht van {self.voorgesteld_op:%d-%m-%Y}"

    def get_absolute_url(self):
        return reverse("reintegratie:overdracht", args=[self.pk])

    @property
    def ontvanger(self) -> str:
        return str(self.naar) if self.naar_id else f"team {self.naar_team}"

    @property
    def wacht(self) -> bool:
        return self.status == Overdrachtstatus.VOORGESTELD
