"""Bestanden: de bytes staan in de database, zodat opslag en dossier samen slagen of samen mislukken."""

from django.db import models
from django.db.models import Q

from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente


class Bestand(models.Model):
    """Een opgeslagen bestand: nooit gewijzigd, herkenbaar aan zijn SHA-256; na de bewaartermijn geleegd."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, related_name="+")
    naam = models.CharField(max_length=150)
    mediatype = models.CharField(max_length=100)
    grootte = models.PositiveBigIntegerField("grootte in bytes")
    sha256 = models.CharField(max_length=64)
    inhoud = models.BinaryField()
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "bestand"
        verbose_name_plural = "bestanden"
        ordering = ["-gemaakt_op"]
        constraints = [
            models.CheckConstraint(name="bestand_niet_leeg", condition=Q(grootte__gt=0)),
            models.CheckConstraint(name="bestand_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return self.naam
