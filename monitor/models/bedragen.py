"""Doelen per cijfer, en bedragen die van buiten komen."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from monitor.choices import Bedragsoort


class DoelwaardeQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Doelen van gemeenten waar de gebruiker de monitor mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.MONITOR_INZIEN))


@met_historie
class Doelwaarde(Periode):
    """Het doel van een cijfer in een periode, als het beleidskader er geen norm voor heeft (RH-099).

    Kent het kader een norm (`Kpi.doelcode`), dan geldt die en hoort hier niets te staan.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="doelwaarden")
    kpi = models.CharField("cijfer", max_length=60)
    waarde = models.DecimalField("doel per jaar", max_digits=14, decimal_places=2)
    bron = models.CharField(max_length=200)
    vastgelegd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)
    versie = models.PositiveIntegerField(default=1)

    objects = DoelwaardeQuerySet.as_manager()

    class Meta:
        verbose_name = "doelwaarde"
        verbose_name_plural = "doelwaarden"
        ordering = ["gemeente", "kpi", "-begindatum"]
        constraints = [
            einde_na_begin("doelwaarde_einde_na_begin"),
            geen_overlap(
                "doelwaarde_geen_overlap",
                "gemeente",
                "kpi",
                melding="In deze periode is er al een doel voor dit cijfer. Kies een andere eerste dag.",
            ),
            models.CheckConstraint(
                name="doelwaarde_bron_verplicht",
                condition=~Q(bron=""),
                violation_error_message="Vul in waar dit doel staat, bijvoorbeeld het uitvoeringsprogramma.",
            ),
        ]

    def __str__(self):
        return f"doel {self.kpi} vanaf {self.begindatum:%d-%m-%Y}"

    def get_absolute_url(self):
        return reverse("monitor:doelwaarde", args=[self.pk])


class MaandbedragQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Bedragen van gemeenten waar de gebruiker de monitor mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.MONITOR_INZIEN))


@met_historie
class Maandbedrag(models.Model):
    """Een bedrag van één maand of één heel jaar dat uit een ander systeem komt (RH-067, HT-088).

    Een jaarbedrag telt in een deel van het jaar naar rato mee: elke begonnen maand is een twaalfde.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="maandbedragen")
    soort = models.CharField(max_length=40, choices=Bedragsoort)
    maand = models.DateField("eerste dag van de maand")
    heel_jaar = models.BooleanField("bedrag van het hele jaar", default=False)
    bedrag = models.DecimalField(max_digits=14, decimal_places=2)
    aantal = models.PositiveIntegerField(
        null=True, blank=True, help_text="Hoeveel stuks, bijvoorbeeld terugvorderingen."
    )
    omschrijving = models.CharField(
        max_length=120, blank=True, default="", help_text="Bijvoorbeeld het middel of het grootboeknummer."
    )
    bron = models.CharField(max_length=200)
    vastgelegd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now=True)

    objects = MaandbedragQuerySet.as_manager()

    class Meta:
        verbose_name = "maandbedrag"
        verbose_name_plural = "maandbedragen"
        ordering = ["gemeente", "maand", "soort", "omschrijving"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "soort", "maand", "heel_jaar", "omschrijving"],
                name="maandbedrag_uniek",
                violation_error_message="Dit bedrag is er al voor deze maand. Wijzig dat bedrag.",
            ),
            models.CheckConstraint(
                name="maandbedrag_eerste_van_de_maand",
                condition=Q(maand__day=1),
                violation_error_message="Een maandbedrag hoort bij de eerste dag van de maand.",
            ),
            models.CheckConstraint(
                name="maandbedrag_jaar_in_januari",
                condition=Q(heel_jaar=False) | Q(maand__month=1),
                violation_error_message="Een jaarbedrag hoort bij januari van dat jaar.",
            ),
            models.CheckConstraint(
                name="maandbedrag_bron_verplicht",
                condition=~Q(bron=""),
                violation_error_message="Vul in waar dit bedrag vandaan komt.",
            ),
        ]

    def __str__(self):
        periode = f"{self.maand:%Y}" if self.heel_jaar else f"{self.maand:%m-%Y}"
        return f"{self.get_soort_display()} {periode}"

    def clean(self):
        super().clean()
        if self.heel_jaar and self.maand and self.maand.month != 1:
            raise ValidationError({"maand": "Een jaarbedrag hoort bij januari van dat jaar."})
