"""Automatische incasso: machtigingen en de batches die naar de bank gaan (regels §6.4)."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin
from kern.permissions import Recht
from werkgevers.choices import Sepaschema, Sepavolgorde
from werkgevers.models.factuur import Factuur
from werkgevers.models.relatie import Relatie
from werkgevers.rules.sepa import bic_geldig, iban_geldig


class MachtigingQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Van gemeenten waar de gebruiker betalingen mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


@met_historie
class Machtiging(Periode):
    """Een werkgever geeft toestemming om facturen van zijn rekening af te schrijven (SEPA)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="machtigingen")
    relatie = models.ForeignKey(
        Relatie, models.PROTECT, related_name="machtigingen", verbose_name="werkgever"
    )
    kenmerk = models.CharField("machtigingskenmerk", max_length=35)
    schema = models.CharField("soort incasso", max_length=4, choices=Sepaschema, default=Sepaschema.CORE)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    naam = models.CharField("op naam van", max_length=70)
    getekend_op = models.DateField()
    reden_einde = models.CharField("waarom ingetrokken", max_length=300, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = MachtigingQuerySet.as_manager()

    class Meta:
        verbose_name = "machtiging"
        verbose_name_plural = "machtigingen"
        ordering = ["gemeente", "relatie", "-begindatum"]
        constraints = [
            einde_na_begin("machtiging_einde_na_begin"),
            models.UniqueConstraint(
                fields=["gemeente", "kenmerk"],
                name="machtiging_kenmerk_uniek",
                violation_error_message="Dit machtigingskenmerk is al gebruikt.",
            ),
            models.UniqueConstraint(
                fields=["gemeente", "relatie"],
                condition=Q(einddatum=None),
                name="machtiging_een_lopend",
                violation_error_message="Deze werkgever heeft al een machtiging. Trek die eerst in.",
            ),
            models.CheckConstraint(
                name="machtiging_kenmerk_tekens",
                condition=Q(kenmerk__regex=r"^[A-Za-z0-9+?/:().,' -]{1,35}$"),
                violation_error_message="Een machtigingskenmerk heeft letters, cijfers en leestekens, hooguit 35.",
            ),
        ]

    def __str__(self):
        return f"machtiging {self.kenmerk}"

    def clean(self):
        super().clean()
        fouten = {}
        if self.iban and not iban_geldig(self.iban):
            fouten["iban"] = "Dit is geen geldig IBAN. Controleer de cijfers."
        if self.bic and not bic_geldig(self.bic):
            fouten["bic"] = "Dit is geen geldige BIC. Laat het veld leeg als je hem niet weet."
        if self.getekend_op and self.begindatum and self.getekend_op > self.begindatum:
            fouten["getekend_op"] = "De machtiging is getekend voordat zij geldt. Controleer de dag."
        if fouten:
            raise ValidationError(fouten)

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:machtiging", args=[self.pk])


class _MetGemeenteQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


@met_historie
class Incassobatch(models.Model):
    """Een incassobestand (pain.008) zoals het naar de bank ging."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="incassobatches")
    nummer = models.CharField("berichtnummer", max_length=30, unique=True)
    incassodag = models.DateField()
    versie = models.CharField("versie van pain.008", max_length=2)
    aantal = models.PositiveIntegerField()
    totaal = models.DecimalField(max_digits=12, decimal_places=2)
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "incassobatch"
        verbose_name_plural = "incassobatches"
        ordering = ["-gemaakt_op", "-pk"]
        constraints = [
            models.CheckConstraint(name="incassobatch_gevuld", condition=Q(aantal__gt=0, totaal__gt=0)),
            models.CheckConstraint(name="incassobatch_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="incassobatch_staat_vast"),
            pgtrigger.Protect(name="incassobatch_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"incassobatch {self.nummer}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:incassobatch", args=[self.pk])


@met_historie
class Incassoregel(models.Model):
    """Eén factuur in een batch. Na een storno vervalt zij, en kan de factuur opnieuw worden geïnd."""

    batch = models.ForeignKey(Incassobatch, models.PROTECT, related_name="regels")
    machtiging = models.ForeignKey(Machtiging, models.PROTECT, related_name="incassoregels")
    factuur = models.ForeignKey(Factuur, models.PROTECT, related_name="incassoregels")
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    volgorde = models.CharField(max_length=4, choices=Sepavolgorde)
    eindreferentie = models.CharField("kenmerk", max_length=35, unique=True)
    vervallen = models.BooleanField("gestorneerd", default=False)

    class Meta:
        verbose_name = "incassoregel"
        verbose_name_plural = "incassoregels"
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["factuur"],
                condition=Q(vervallen=False),
                name="incassoregel_een_keer",
                violation_error_message="Deze factuur staat al in een incassobatch.",
            ),
            models.CheckConstraint(name="incassoregel_meer_dan_nul", condition=Q(bedrag__gt=0)),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="incassoregel_staat_vast", exclude=["vervallen"]),
            pgtrigger.Protect(name="incassoregel_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.eindreferentie
