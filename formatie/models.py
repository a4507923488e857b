"""Formatie: functies, formatieplaatsen met dekking en voorbehoud, en scenario's."""

from django.db import models
from django.db.models import Q

from formatie.choices import Taak, Tabel, Versie
from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin
from kern.permissions import Recht


class FunctieQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Functies van de gemeenten waar de gebruiker de formatie mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.FORMATIE_INZIEN))


@met_historie
class Functie(models.Model):
    """Een functie met profiel en schaal: het functieboek (RH-155)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="functies")
    naam = models.CharField(max_length=100)
    tabel = models.CharField(max_length=10, choices=Tabel)
    taak = models.CharField(max_length=20, choices=Taak, default=Taak.VAST)
    hr21_profiel = models.CharField("HR21-profiel", max_length=80, blank=True)
    schaal = models.PositiveSmallIntegerField(null=True, blank=True)
    budget = models.CharField("deelbudget", max_length=80, blank=True)
    team = models.CharField(max_length=80, blank=True)

    objects = FunctieQuerySet.as_manager()

    class Meta:
        verbose_name = "functie"
        verbose_name_plural = "functies"
        ordering = ["tabel", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "naam"],
                name="functie_naam_uniek",
                violation_error_message="Er is al een functie met deze naam.",
            ),
            models.CheckConstraint(
                name="functie_schaal",
                condition=Q(schaal=None) | Q(schaal__gte=1, schaal__lte=18),
                violation_error_message="Een schaal ligt tussen 1 en 18.",
            ),
        ]

    def __str__(self):
        return self.naam


class FormatieplaatsQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Formatieplaatsen van de gemeenten waar de gebruiker de formatie mag inzien."""
        return self.filter(functie__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.FORMATIE_INZIEN))

    def beschikbaar(self):
        """Zonder voorbehoud, of met een voorbehoud dat is vervallen (RH-005)."""
        return self.filter(Q(voorbehoud="") | Q(toegekend_op__isnull=False))


@met_historie
class Formatieplaats(Periode):
    """Een aantal fte voor een functie, van en tot en met een dag, met dekking (RH-001, RH-003, RH-006)."""

    functie = models.ForeignKey(Functie, models.PROTECT, related_name="plaatsen")
    versie = models.CharField(max_length=10, choices=Versie, default=Versie.HUIDIG)
    fte = models.DecimalField(max_digits=5, decimal_places=2)
    vacature = models.BooleanField(default=False)
    voorlopig = models.BooleanField(default=False)
    ingekocht = models.BooleanField(
        default=False, help_text="Ingehuurd bij een ander: telt niet mee in de eigen formatie (RH-168)."
    )
    dekking = models.CharField(max_length=200)
    bron = models.CharField(max_length=200)
    besluit = models.CharField(max_length=200, blank=True)
    voorbehoud = models.CharField(
        max_length=200, blank=True, help_text="Bijvoorbeeld: onder voorbehoud van de kadernota."
    )
    toegekend_op = models.DateField(null=True, blank=True)

    objects = FormatieplaatsQuerySet.as_manager()

    class Meta:
        verbose_name = "formatieplaats"
        verbose_name_plural = "formatieplaatsen"
        ordering = ["functie", "begindatum"]
        constraints = [
            einde_na_begin("formatieplaats_einde_na_begin"),
            models.CheckConstraint(
                name="formatieplaats_fte",
                condition=Q(fte__gt=0, fte__lte=50),
                violation_error_message="Het aantal fte ligt tussen 0 en 50.",
            ),
            # RH-006: no period without money.
            models.CheckConstraint(
                name="formatieplaats_dekking_verplicht",
                condition=~Q(dekking=""),
                violation_error_message="Vul in waaruit deze formatie wordt betaald.",
            ),
            models.CheckConstraint(
                name="formatieplaats_toegekend_hoort_bij_voorbehoud",
                condition=Q(toegekend_op=None) | ~Q(voorbehoud=""),
                violation_error_message="Een datum van toekenning hoort bij een voorbehoud.",
            ),
        ]

    def __str__(self):
        return f"{self.functie}: {self.fte} fte"

    @property
    def is_beschikbaar(self) -> bool:
        return not self.voorbehoud or self.toegekend_op is not None


class ScenarioQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Scenario's van de gemeenten waar de gebruiker de formatie mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.FORMATIE_INZIEN))


@met_historie
class Scenario(models.Model):
    """Een wat-als-berekening onder een naam; de basis verandert er nooit door (RH-164)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="scenarios")
    naam = models.CharField(max_length=100)
    peildatum = models.DateField()
    invoer = models.JSONField(help_text="De aantallen, normen en percentages waarmee is gerekend.")
    bron = models.CharField(max_length=200, blank=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenario's"
        ordering = ["-gemaakt_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "naam"],
                name="scenario_naam_uniek",
                violation_error_message="Er is al een scenario met deze naam. Kies een andere naam.",
            )
        ]

    def __str__(self):
        return self.naam
