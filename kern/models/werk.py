"""Wat iemand onder handen heeft: concepten, bewaarde weergaven, uitgestelde signalen, achtergrondtaken."""

import uuid

from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models.bestand import Bestand
from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente, Team
from kern.permissions import Recht


class Concept(models.Model):
    """Een half ingevuld formulier, bewaard op de server per gebruiker en formulier (B1, B2, B7)."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="concepten")
    formulier = models.CharField(max_length=80)
    onderwerp = models.CharField(max_length=80, blank=True)
    titel = models.CharField(max_length=200)
    pad = models.CharField(max_length=300)
    gegevens = models.JSONField(default=dict)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        ordering = ["-gewijzigd_op"]
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "formulier", "onderwerp"], name="concept_uniek")
        ]

    def __str__(self):
        return self.titel


class Weergave(models.Model):
    """Een bewaarde weergave van een lijst: filters, volgorde en kolommen onder een naam (E5)."""

    eigenaar = models.ForeignKey(Gebruiker, models.CASCADE, related_name="weergaven")
    lijst = models.CharField(max_length=60)
    naam = models.CharField(max_length=80)
    query = models.CharField("filters", max_length=2000, blank=True)
    standaard = models.BooleanField(default=False)
    gedeeld_met = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "weergave"
        verbose_name_plural = "weergaven"
        ordering = ["lijst", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["eigenaar", "lijst", "naam"],
                name="weergave_naam_uniek",
                violation_error_message="Je hebt al een weergave met deze naam.",
            ),
            models.UniqueConstraint(
                fields=["eigenaar", "lijst"], condition=Q(standaard=True), name="weergave_een_standaard"
            ),
        ]

    def __str__(self):
        return self.naam


class Lijstvoorkeur(models.Model):
    """De kolommen en het aantal rijen die iemand voor een lijst koos (E6)."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="lijstvoorkeuren")
    lijst = models.CharField(max_length=60)
    kolommen = models.JSONField(default=list)
    per_pagina = models.PositiveSmallIntegerField(default=25)

    class Meta:
        verbose_name = "lijstvoorkeur"
        verbose_name_plural = "lijstvoorkeuren"
        constraints = [models.UniqueConstraint(fields=["gebruiker", "lijst"], name="lijstvoorkeur_uniek")]

    def __str__(self):
        return f"{self.lijst} van {self.gebruiker}"


class Signaalstatus(models.Model):
    """Wat er met een signaal is gedaan: uitgesteld tot een dag, of opgevolgd (L3)."""

    class Handeling(models.TextChoices):
        GETOOND = "getoond", "getoond"
        UITGESTELD = "uitgesteld", "uitgesteld"
        OPGEVOLGD = "opgevolgd", "opgevolgd"

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="signaalstatussen")
    soort = models.CharField(max_length=60)
    sleutel = models.CharField(max_length=120)
    handeling = models.CharField(max_length=20, choices=Handeling)
    tot = models.DateField("verborgen tot", null=True, blank=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "signaalstatus"
        verbose_name_plural = "signaalstatussen"
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "soort", "sleutel"], name="signaalstatus_uniek"),
            models.CheckConstraint(
                name="signaalstatus_uitstel_heeft_datum",
                condition=~Q(handeling="uitgesteld") | Q(tot__isnull=False),
                violation_error_message="Kies tot wanneer je het signaal wilt uitstellen.",
            ),
        ]

    def __str__(self):
        return f"{self.soort} {self.sleutel}"


class SignaalinstellingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Instellingen van de gemeenten waar de gebruiker signalen beheert."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.SIGNAAL_BEHEREN))


@met_historie
class Signaalinstelling(models.Model):
    """Een soort signaal dat een gemeente heeft uitgezet, met wie en waarom (functies.md, signaalbudget)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="signaalinstellingen")
    soort = models.CharField(max_length=60)
    uit = models.BooleanField(default=True)
    reden = models.CharField(max_length=200, blank=True)
    gewijzigd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gewijzigd_op = models.DateTimeField(auto_now=True)

    objects = SignaalinstellingQuerySet.as_manager()

    class Meta:
        verbose_name = "signaalinstelling"
        verbose_name_plural = "signaalinstellingen"
        constraints = [models.UniqueConstraint(fields=["gemeente", "soort"], name="signaalinstelling_uniek")]

    def __str__(self):
        return f"{self.soort} in {self.gemeente}: {'uit' if self.uit else 'aan'}"


class AchtergrondtaakQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Eigen taken, en die van de gemeenten waar de gebruiker een rol heeft."""
        return self.filter(Q(aangevraagd_door=gebruiker) | Q(gemeente_id__in=gebruiker.toegang.gemeenten))


class Achtergrondtaak(models.Model):
    """Werk dat langer duurt dan een seconde: voortgang, stoppen, opnieuw, resultaat (L1)."""

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "bezig"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "mislukt"
        GESTOPT = "gestopt", "gestopt"

    soort = models.CharField(max_length=60)
    titel = models.CharField(max_length=200)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, related_name="+")
    aangevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.WACHT)
    # Zelfde soort en sleutel loopt nooit twee keer tegelijk (L1); leeg mag vaker.
    sleutel = models.CharField(max_length=120, blank=True)
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    melding = models.CharField(max_length=500, blank=True)
    stop_gevraagd = models.BooleanField(default=False)
    parameters = models.JSONField(default=dict)
    resultaat = models.JSONField(default=dict)
    resultaatbestand = models.ForeignKey(Bestand, models.PROTECT, null=True, related_name="+")
    job_id = models.BigIntegerField("procrastinate-nummer", null=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    aangevraagd_op = models.DateTimeField(auto_now_add=True)
    begonnen_op = models.DateTimeField(null=True)
    klaar_op = models.DateTimeField(null=True)

    objects = AchtergrondtaakQuerySet.as_manager()

    class Meta:
        verbose_name = "achtergrondtaak"
        verbose_name_plural = "achtergrondtaken"
        ordering = ["-aangevraagd_op"]
        constraints = [
            models.CheckConstraint(
                name="achtergrondtaak_klaar_heeft_tijdstip",
                condition=Q(status__in=["wacht", "bezig"]) | Q(klaar_op__isnull=False),
            ),
            models.CheckConstraint(
                name="achtergrondtaak_niet_meer_dan_totaal",
                condition=Q(totaal=0) | Q(gedaan__lte=F("totaal")),
            ),
            models.UniqueConstraint(
                fields=["soort", "sleutel"],
                condition=Q(status__in=["wacht", "bezig"]) & ~Q(sleutel=""),
                name="achtergrondtaak_loopt_een_keer",
                violation_error_message="Deze taak loopt al.",
            ),
        ]

    def __str__(self):
        return self.titel

    @property
    def loopt(self) -> bool:
        """Wacht of is bezig: er komt nog iets."""
        return self.status in (self.Status.WACHT, self.Status.BEZIG)


class Eenmalig(models.Model):
    """Een formulier dat al is verwerkt: een dubbele klik doet niets nieuws (B5)."""

    sleutel = models.CharField(max_length=64, primary_key=True)
    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    pad = models.CharField(max_length=300)
    antwoord = models.CharField("doorgestuurd naar", max_length=500, blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "eenmalige verwerking"
        verbose_name_plural = "eenmalige verwerkingen"

    def __str__(self):
        return self.pad


class Ongedaan(models.Model):
    """Hoe een handeling is terug te draaien: één keer, door wie haar deed (C1, C2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    soort = models.CharField(max_length=60)
    omschrijving = models.CharField(max_length=300)
    gegevens = models.JSONField(default=dict)
    terug = models.CharField("pagina van herkomst", max_length=300, blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True, db_index=True)
    gebruikt_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "mogelijkheid tot ongedaan maken"
        verbose_name_plural = "mogelijkheden tot ongedaan maken"

    def __str__(self):
        return self.omschrijving


class Onderbroken(models.Model):
    """Een formulier dat iemand verstuurde terwijl de sessie voorbij was; kort bewaard tot na het inloggen (B2).

    De sleutel staat alleen als SHA-256 in de tabel; de browser heeft het origineel in een ondertekende cookie.
    """

    sleutel = models.CharField(max_length=64, primary_key=True)
    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    pad = models.CharField(max_length=300)
    gegevens = models.JSONField(default=dict)
    gemaakt_op = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "onderbroken formulier"
        verbose_name_plural = "onderbroken formulieren"

    def __str__(self):
        return self.pad


class Aanwezigheid(models.Model):
    """Wie een pagina nu ook open heeft om te wijzigen (C5); oude rijen tellen niet mee."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    onderwerp = models.CharField(max_length=120)
    gezien_op = models.DateTimeField()

    class Meta:
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheden"
        constraints = [models.UniqueConstraint(fields=["onderwerp", "gebruiker"], name="aanwezigheid_uniek")]

    def __str__(self):
        return f"{self.gebruiker} bij {self.onderwerp}"
