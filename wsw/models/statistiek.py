"""Het halfjaarbestand van de Wsw-statistiek, zoals het is vastgezet en verzonden (RH-105, Wsw art. 14)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.permissions import Recht


class StatistiekleveringQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Leveringen van gemeenten waar de gebruiker de statistiek mag maken."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.STATISTIEK_LEVEREN))


@met_historie
class Statistieklevering(models.Model):
    """Eén halfjaar, vastgezet met aantallen, ontbrekende gegevens en bestanden; een nieuwe versie noemt de vorige."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="statistiekleveringen")
    jaar = models.PositiveSmallIntegerField()
    halfjaar = models.PositiveSmallIntegerField()
    versie = models.PositiveSmallIntegerField(default=1)
    vervangt = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="vervangen_door"
    )
    aantal = models.PositiveIntegerField("aantal rijen")
    onvolledig = models.PositiveIntegerField("rijen met een ontbrekend gegeven")
    vastgezet_op = models.DateTimeField()
    vastgezet_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    csv = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    verzonden_op = models.DateField("verzonden op", null=True, blank=True)
    verzonden_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StatistiekleveringQuerySet.as_manager()

    class Meta:
        verbose_name = "statistieklevering"
        verbose_name_plural = "statistiekleveringen"
        ordering = ["gemeente", "-jaar", "-halfjaar", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "jaar", "halfjaar", "versie"], name="statistieklevering_een_versie"
            ),
            models.CheckConstraint(name="statistieklevering_halfjaar", condition=Q(halfjaar__in=[1, 2])),
            models.CheckConstraint(
                name="statistieklevering_vervangt",
                condition=Q(versie=1, vervangt=None) | Q(versie__gt=1, vervangt__isnull=False),
            ),
            models.CheckConstraint(
                name="statistieklevering_verzonden_door_iemand",
                condition=Q(verzonden_op=None, verzonden_door=None)
                | Q(verzonden_op__isnull=False, verzonden_door__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="statistieklevering_staat_vast", exclude=["verzonden_op", "verzonden_door"]
            ),
            pgtrigger.Protect(name="statistieklevering_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"Wsw-statistiek {self.jaar}-{self.halfjaar}, versie {self.versie}"

    def get_absolute_url(self):
        return (
            reverse("wsw:statistiek", args=[f"{self.jaar}-{self.halfjaar}"])
            + f"?gemeente={self.gemeente.code}"
        )
