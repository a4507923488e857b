"""Peilmomenten: de cijfers van één dag, vastgezet met hun rijen."""

import pgtrigger
from django.db import models
from django.db.models import Q

from kern.models import Gebruiker, Gemeente
from kern.permissions import Recht
from monitor.choices import TEKEN, Dashboard, Eenheid, Oordeel
from personen.models import Persoon


def _staat_vast(naam: str) -> list[pgtrigger.Trigger]:
    """Nothing of a peilmoment changes or goes, not even by the owner of the table."""
    func = (
        "raise exception 'Een vastgezet peilmoment verandert niet meer.' using errcode = 'check_violation';"
    )
    return [
        pgtrigger.Trigger(
            name=f"{naam}_staat_vast",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=func,
        ),
        pgtrigger.Trigger(
            name=f"{naam}_blijft",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=func,
        ),
    ]


class PeilmomentQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Peilmomenten van gemeenten waar de gebruiker de monitor mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.MONITOR_INZIEN))


class Peilmoment(models.Model):
    """De cijfers van één gemeente op één dag, vastgezet (RH-079). Bestaat het, dan staat het vast.

    Latere verbeteringen veranderen het niet: de pagina toont ze als verschil met een nieuwe berekening.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="peilmomenten")
    peildatum = models.DateField()
    # None: from the command line, by an operator.
    vastgezet_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")
    vastgezet_op = models.DateTimeField()
    kaderversies = models.JSONField(
        default=list, blank=True, help_text="De normen waarmee is gerekend, met hun versie."
    )
    sha256 = models.CharField(max_length=64, help_text="Over alle waarden en rijen samen.")

    objects = PeilmomentQuerySet.as_manager()

    class Meta:
        verbose_name = "peilmoment"
        verbose_name_plural = "peilmomenten"
        ordering = ["gemeente", "-peildatum"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "peildatum"],
                name="peilmoment_een_per_dag",
                violation_error_message="De cijfers van deze dag zijn al vastgezet. Open dat peilmoment.",
            ),
            models.CheckConstraint(name="peilmoment_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = _staat_vast("peilmoment")

    def __str__(self):
        return f"peilmoment {self.peildatum:%d-%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("monitor:peilmoment", args=[self.pk])

    @property
    def wie(self) -> str:
        return str(self.vastgezet_door or "de opdrachtregel")


class PeilwaardeQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Waarden van peilmomenten die de gebruiker mag inzien."""
        return self.filter(peilmoment__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.MONITOR_INZIEN))


class Peilwaarde(models.Model):
    """Eén vastgezet cijfer, met alles om het later te lezen zonder de code van nu."""

    peilmoment = models.ForeignKey(Peilmoment, models.PROTECT, related_name="waarden")
    kpi = models.CharField("cijfer", max_length=60)
    dashboard = models.CharField(max_length=20, choices=Dashboard)
    volgorde = models.PositiveSmallIntegerField()
    naam = models.CharField(max_length=120)
    eenheid = models.CharField(max_length=20, choices=Eenheid)
    waarde = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    teller = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    noemer = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    doel = models.DecimalField("doel per jaar", max_digits=16, decimal_places=4, null=True, blank=True)
    doel_nu = models.DecimalField(
        "doel aan het einde van dit halfjaar", max_digits=16, decimal_places=4, null=True, blank=True
    )
    jaar = models.DecimalField(
        "waarde dit jaar tot en met de peildatum", max_digits=16, decimal_places=4, null=True, blank=True
    )
    vorige = models.DecimalField(
        "waarde vorige periode", max_digits=16, decimal_places=4, null=True, blank=True
    )
    verwacht = models.DecimalField(
        "verwacht aan het einde van dit halfjaar", max_digits=16, decimal_places=4, null=True, blank=True
    )
    oordeel = models.CharField(max_length=20, choices=Oordeel)
    ontbreekt = models.CharField(
        max_length=300, blank=True, help_text="Wat er nodig is om dit cijfer te berekenen."
    )
    gegevens = models.JSONField(
        default=dict, blank=True, help_text="Definitie, uitleg van de verwachting en de norm, zoals getoond."
    )

    objects = PeilwaardeQuerySet.as_manager()

    class Meta:
        verbose_name = "peilwaarde"
        verbose_name_plural = "peilwaarden"
        ordering = ["peilmoment", "volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["peilmoment", "kpi"], name="peilwaarde_een_per_kpi"),
            models.CheckConstraint(
                name="peilwaarde_waarde_of_reden",
                condition=Q(waarde__isnull=True) ^ Q(ontbreekt=""),
                violation_error_message="Een cijfer heeft een waarde, of zegt wat er ontbreekt.",
            ),
        ]
        triggers = _staat_vast("peilwaarde")

    def __str__(self):
        return f"{self.naam} ({self.peilmoment})"

    @property
    def teken(self) -> str:
        return TEKEN[self.oordeel]


class Peilrij(models.Model):
    """Eén mens achter een vastgezet cijfer: zo telde deze persoon toen mee."""

    peilwaarde = models.ForeignKey(Peilwaarde, models.PROTECT, related_name="rijen")
    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="+")
    sleutel = models.CharField(
        max_length=40, help_text="Welke gegevens het waren, bijvoorbeeld uitkering:12."
    )
    telt = models.BooleanField("telt mee in de teller")
    jaar = models.BooleanField(
        "hoort bij het jaar",
        default=False,
        help_text="Achter het cijfer van het jaar, niet van het halfjaar.",
    )
    dag = models.DateField("datum", null=True, blank=True)
    detail = models.CharField("hoe dit meetelt", max_length=200, blank=True)

    class Meta:
        verbose_name = "peilrij"
        verbose_name_plural = "peilrijen"
        ordering = ["peilwaarde", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["peilwaarde", "jaar", "sleutel"], name="peilrij_een_per_periode_en_sleutel"
            )
        ]
        triggers = _staat_vast("peilrij")

    def __str__(self):
        return self.sleutel
