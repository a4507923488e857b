"""Mutaties voor de partij die de salarissen doet: wat er veranderde, en wanneer het is verstuurd (RH-002, RH-145)."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Bestand, Gebeurtenis, Gebruiker, Gemeente, Organisatie
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Persoon
from wsw.choices import Mutatiesoort, Uitbesteed
from wsw.models.dienstverband import Dienstverband


class SalarispartijQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))


@met_historie
class Salarispartij(Periode):
    """Wie de HRM-, salaris- en dossieradministratie van de Wsw doet, en hoe lang het contract loopt (RH-002)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="salarispartijen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    omvang = ArrayField(models.CharField(max_length=10, choices=Uitbesteed), default=list)
    contact = models.CharField("contactpersoon", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    toelichting = models.CharField(max_length=300, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = SalarispartijQuerySet.as_manager()

    class Meta:
        verbose_name = "salarispartij"
        verbose_name_plural = "salarispartijen"
        ordering = ["gemeente", "-begindatum"]
        constraints = [
            einde_na_begin("salarispartij_einde_na_begin"),
            geen_overlap(
                "salarispartij_geen_overlap",
                "gemeente",
                melding="In deze periode is er al een salarispartij.",
            ),
            models.CheckConstraint(
                name="salarispartij_omvang",
                condition=Q(omvang__len__gt=0),
                violation_error_message="Kies wat is uitbesteed.",
            ),
        ]

    def __str__(self):
        return str(self.organisatie)

    @property
    def omvang_in_woorden(self) -> list[str]:
        return [Uitbesteed(deel).label for deel in self.omvang]


class MutatieleveringQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))


@met_historie
class Mutatielevering(models.Model):
    """Eén keer versturen: de mutaties staan vast, met de bestanden zoals ze zijn verstuurd (ontwerp §2.7)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="mutatieleveringen")
    jaar = models.PositiveSmallIntegerField()
    volgnummer = models.PositiveIntegerField()
    maand = models.DateField("eerste dag van de maand")
    ontvanger = models.CharField(max_length=150)
    verstuurd_op = models.DateTimeField()
    verstuurd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    aantal = models.PositiveIntegerField()
    csv = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    bevestigd_op = models.DateField("bevestigd door de salarispartij op", null=True, blank=True)
    bevestigd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MutatieleveringQuerySet.as_manager()

    class Meta:
        verbose_name = "mutatielevering"
        verbose_name_plural = "mutatieleveringen"
        ordering = ["gemeente", "-jaar", "-volgnummer"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "jaar", "volgnummer"], name="mutatielevering_nummer"),
            models.CheckConstraint(name="mutatielevering_niet_leeg", condition=Q(aantal__gt=0)),
            models.CheckConstraint(name="mutatielevering_eerste_van_de_maand", condition=Q(maand__day=1)),
            models.CheckConstraint(
                name="mutatielevering_bevestigd_door_iemand",
                condition=Q(bevestigd_op=None, bevestigd_door=None)
                | Q(bevestigd_op__isnull=False, bevestigd_door__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="mutatielevering_staat_vast", exclude=["bevestigd_op", "bevestigd_door"]),
            pgtrigger.Protect(name="mutatielevering_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"mutaties {self.jaar}-{self.volgnummer:02d}"

    def get_absolute_url(self):
        return reverse("wsw:mutatielevering", args=[self.pk])


class MutatieQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))

    def geldig(self):
        """Zonder wat is teruggenomen voor het werd verstuurd."""
        return self.filter(vervallen_op=None)

    def open(self):
        """Wat nog naar de salarispartij moet."""
        return self.geldig().filter(levering=None)


@met_historie
class Mutatie(models.Model):
    """Iets dat de salarispartij moet weten. Ontstaat vanzelf uit een handeling in Trede, of met de hand (RH-145).

    `sleutel` zegt over welk feit het gaat: verandert dat feit voor het versturen, dan vervalt de oude regel;
    daarna komt er een verbetering bij. Een BSN staat hier nooit in.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="mutaties")
    dienstverband = models.ForeignKey(Dienstverband, models.PROTECT, related_name="mutaties")
    soort = models.CharField(max_length=15, choices=Mutatiesoort)
    ingangsdatum = models.DateField("gaat in op")
    omschrijving = models.CharField(max_length=400)
    sleutel = models.CharField(max_length=60)
    verbetering = models.BooleanField("verbetert een verstuurde mutatie", default=False)
    gebeurtenis = models.ForeignKey(Gebeurtenis, models.PROTECT, null=True, blank=True, related_name="+")
    doorgegeven_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    levering = models.ForeignKey(
        Mutatielevering, models.PROTECT, null=True, blank=True, related_name="mutaties"
    )
    vervallen_op = models.DateTimeField(null=True, blank=True)
    reden_vervallen = models.CharField(max_length=200, blank=True)

    objects = MutatieQuerySet.as_manager()

    class Meta:
        verbose_name = "mutatie"
        verbose_name_plural = "mutaties"
        ordering = ["gemeente", "ingangsdatum", "pk"]
        indexes = [
            models.Index(
                fields=["gemeente", "ingangsdatum"],
                name="mutatie_open",
                condition=Q(levering=None, vervallen_op=None),
            ),
            models.Index(fields=["sleutel"], name="mutatie_sleutel"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mutatie_verstuurd_of_vervallen", condition=Q(levering=None) | Q(vervallen_op=None)
            ),
            models.CheckConstraint(
                name="mutatie_vervallen_heeft_reden",
                condition=Q(vervallen_op=None, reden_vervallen="")
                | (Q(vervallen_op__isnull=False) & ~Q(reden_vervallen="")),
                violation_error_message="Schrijf op waarom deze mutatie niet doorgaat.",
            ),
            models.CheckConstraint(
                name="mutatie_niet_leeg",
                condition=~Q(omschrijving=""),
                violation_error_message="Schrijf op wat er verandert.",
            ),
            models.UniqueConstraint(
                fields=["sleutel"],
                condition=Q(levering=None, vervallen_op=None),
                name="mutatie_een_open_per_feit",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mutatie_verstuurd_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__levering__isnull=False),
                func="raise exception 'Een verstuurde mutatie verandert niet meer. Geef een verbetering door.';",
            )
        ]

    def __str__(self):
        return f"{self.get_soort_display()} per {self.ingangsdatum:%d-%m-%Y}"
