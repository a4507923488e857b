"""Importeren: een batch met zijn regels, zodat een proef niets opslaat en alles terug te zetten is."""

from django.db import models
from django.db.models import Q

from kern.models.bestand import Bestand
from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente
from kern.models.werk import Achtergrondtaak
from kern.permissions import Recht


class ImportbatchQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Importen van de gemeenten waar de gebruiker bestanden mag inlezen: er staan BSN's in."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.IMPORTEREN))


class Importbatch(models.Model):
    """Eén ingelezen bestand voor één gemeente."""

    class Status(models.TextChoices):
        GELADEN = "geladen", "bestand ontvangen"
        GEKOPPELD = "gekoppeld", "kolommen gekoppeld"
        BEPROEFD = "beproefd", "proef gedaan"
        INGELEZEN = "ingelezen", "ingelezen"
        TERUGGEZET = "teruggezet", "teruggezet"
        MISLUKT = "mislukt", "mislukt"

    soort = models.CharField(max_length=40)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="importbatches")
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.GELADEN)
    kolommen = models.JSONField(default=list, help_text="De koppen zoals ze in het bestand staan.")
    koppeling = models.JSONField(default=dict, help_text="Welk veld uit welke kolom komt.")
    tellingen = models.JSONField(default=dict)
    controletotalen = models.JSONField(default=dict)
    taak = models.ForeignKey(Achtergrondtaak, models.SET_NULL, null=True, related_name="+")
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    ingelezen_op = models.DateTimeField(null=True)
    teruggezet_op = models.DateTimeField(null=True)
    opgeruimd_op = models.DateTimeField(
        null=True, help_text="Toen het bestand en de rijen weggingen; tellingen en controletotalen blijven."
    )

    objects = ImportbatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "importen"
        ordering = ["-gemaakt_op"]
        constraints = [
            models.CheckConstraint(
                name="importbatch_ingelezen_heeft_tijdstip",
                condition=~Q(status__in=["ingelezen", "teruggezet"]) | Q(ingelezen_op__isnull=False),
            )
        ]

    def __str__(self):
        return f"Import {self.pk}: {self.soort}"


class Importregel(models.Model):
    """Eén rij van een import: wat ermee gebeurt, de fouten, en wat er was (voor terugzetten)."""

    class Uitkomst(models.TextChoices):
        NIEUW = "nieuw", "nieuw"
        GEWIJZIGD = "gewijzigd", "bijgewerkt"
        GELIJK = "gelijk", "ongewijzigd"
        FOUT = "fout", "fout"
        DUBBEL = "dubbel", "dubbel"

    batch = models.ForeignKey(Importbatch, models.CASCADE, related_name="regels")
    rij = models.PositiveIntegerField()
    uitkomst = models.CharField(max_length=20, choices=Uitkomst)
    gegevens = models.JSONField(default=dict)
    fouten = models.JSONField(default=list)
    terug = models.JSONField(default=list, help_text="Wat nodig is om deze rij terug te zetten.")

    class Meta:
        verbose_name = "importregel"
        verbose_name_plural = "importregels"
        ordering = ["batch", "rij"]
        constraints = [models.UniqueConstraint(fields=["batch", "rij"], name="importregel_uniek")]

    def __str__(self):
        return f"Rij {self.rij}"


class Importkoppeling(models.Model):
    """De laatst gebruikte koppeling van kolommen, per gemeente en soort onthouden (L2)."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    soort = models.CharField(max_length=40)
    koppeling = models.JSONField(default=dict)

    class Meta:
        verbose_name = "importkoppeling"
        verbose_name_plural = "importkoppelingen"
        constraints = [models.UniqueConstraint(fields=["gemeente", "soort"], name="importkoppeling_uniek")]

    def __str__(self):
        return f"{self.soort} voor {self.gemeente}"
