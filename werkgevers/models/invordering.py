"""Invorderen: afspraken met een debiteur, aanmaningen, en afboeken met vier ogen (regels §6.5)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin
from kern.permissions import Recht
from kern.triggers import staat_vast_met_ouder
from werkgevers.choices import (
    Aanmaningsoort,
    Incassoafspraaksoort,
    RedenAfboeking,
    Rondestatus,
    Voorstelstatus,
)
from werkgevers.models.factuur import Factuur
from werkgevers.models.relatie import Relatie


class _MetGemeenteQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Van gemeenten waar de gebruiker betalingen mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


class IncassoafspraakQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


@met_historie
class Incassoafspraak(Periode):
    """Uitstel, een betalingsregeling of een blokkade: zolang zij loopt gaat er geen aanmaning.

    Zonder factuur geldt zij voor alles van deze werkgever.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="incassoafspraken")
    relatie = models.ForeignKey(
        Relatie, models.PROTECT, related_name="incassoafspraken", verbose_name="werkgever"
    )
    factuur = models.ForeignKey(
        Factuur, models.PROTECT, null=True, blank=True, related_name="incassoafspraken"
    )
    soort = models.CharField(max_length=20, choices=Incassoafspraaksoort)
    reden = models.CharField(max_length=300)
    termijnen = models.PositiveSmallIntegerField("aantal termijnen", null=True, blank=True)
    termijnbedrag = models.DecimalField(
        "bedrag per maand", max_digits=10, decimal_places=2, null=True, blank=True
    )
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    objects = IncassoafspraakQuerySet.as_manager()

    class Meta:
        verbose_name = "incassoafspraak"
        verbose_name_plural = "incassoafspraken"
        ordering = ["-begindatum", "-pk"]
        indexes = [models.Index(fields=["gemeente", "relatie"], name="incassoafspraak_relatie")]
        constraints = [
            einde_na_begin("incassoafspraak_einde_na_begin"),
            models.CheckConstraint(
                name="incassoafspraak_reden",
                condition=~Q(reden=""),
                violation_error_message="Schrijf op waarom.",
            ),
            models.CheckConstraint(
                name="incassoafspraak_uitstel_heeft_einde",
                condition=Q(soort=Incassoafspraaksoort.BLOKKADE) | Q(einddatum__isnull=False),
                violation_error_message="Uitstel en een regeling hebben een laatste dag.",
            ),
            models.CheckConstraint(
                name="incassoafspraak_regeling_heeft_termijnen",
                condition=Q(
                    soort=Incassoafspraaksoort.REGELING,
                    termijnen__isnull=False,
                    termijnbedrag__isnull=False,
                    termijnen__gt=0,
                    termijnbedrag__gt=0,
                )
                | (~Q(soort=Incassoafspraaksoort.REGELING) & Q(termijnen=None, termijnbedrag=None)),
                violation_error_message="Bij een regeling horen het aantal termijnen en het bedrag per maand.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} vanaf {self.begindatum:%d-%m-%Y}"


@met_historie
class Afboeking(models.Model):
    """Een bedrag dat niet meer wordt geïnd: voorgesteld door de één, goedgekeurd door de ander."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="afboekingen")
    factuur = models.ForeignKey(Factuur, models.PROTECT, related_name="afboekingen")
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    reden = models.CharField(max_length=20, choices=RedenAfboeking)
    toelichting = models.CharField(max_length=300)
    status = models.CharField(max_length=20, choices=Voorstelstatus, default=Voorstelstatus.VOORGESTELD)
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    voorgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    besloten_op = models.DateTimeField(null=True, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "afboeking"
        verbose_name_plural = "afboekingen"
        ordering = ["-voorgesteld_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["factuur"],
                condition=Q(status=Voorstelstatus.VOORGESTELD),
                name="afboeking_een_voorstel",
                violation_error_message="Voor deze factuur wacht al een voorstel.",
            ),
            models.CheckConstraint(
                name="afboeking_meer_dan_nul",
                condition=Q(bedrag__gt=0),
                violation_error_message="Vul een bedrag van meer dan nul in.",
            ),
            models.CheckConstraint(
                name="afboeking_vier_ogen",
                condition=Q(besloten_door=None) | ~Q(besloten_door=F("voorgesteld_door")),
                violation_error_message="Je hebt dit zelf voorgesteld. Vraag een collega om te beslissen.",
            ),
            models.CheckConstraint(
                name="afboeking_besluit_is_compleet",
                condition=Q(status=Voorstelstatus.VOORGESTELD, besloten_op=None, besloten_door=None)
                | (
                    ~Q(status=Voorstelstatus.VOORGESTELD)
                    & Q(besloten_op__isnull=False, besloten_door__isnull=False)
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="afboeking_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status=Voorstelstatus.VOORGESTELD),
                func="raise exception 'Over deze afboeking is al besloten.';",
            )
        ]

    def __str__(self):
        return f"afboeking van € {self.bedrag}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:afboeking", args=[self.pk])


@met_historie
class Aanmaanronde(models.Model):
    """Alle brieven van één keer aanmanen: eerst een voorstel, na controle definitief."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="aanmaanrondes")
    peildatum = models.DateField()
    status = models.CharField(max_length=20, choices=Rondestatus, default=Rondestatus.CONCEPT)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    definitief_op = models.DateTimeField(null=True, blank=True)
    definitief_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    bestand = models.ForeignKey(
        Bestand, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="alle brieven"
    )

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "aanmaanronde"
        verbose_name_plural = "aanmaanrondes"
        ordering = ["-peildatum", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente"],
                condition=Q(status=Rondestatus.CONCEPT),
                name="aanmaanronde_een_voorstel",
                violation_error_message="Er staat nog een aanmaanronde klaar. Maak die eerst af.",
            ),
            models.CheckConstraint(
                name="aanmaanronde_definitief_is_compleet",
                condition=Q(status=Rondestatus.CONCEPT, definitief_op=None, definitief_door=None)
                | Q(
                    status=Rondestatus.DEFINITIEF, definitief_op__isnull=False, definitief_door__isnull=False
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="aanmaanronde_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Rondestatus.DEFINITIEF),
                func="raise exception 'Een definitieve aanmaanronde verandert niet meer.';",
            )
        ]

    def __str__(self):
        return f"aanmaanronde van {self.peildatum:%d-%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:aanmaanronde", args=[self.pk])


@met_historie
class Aanmaning(models.Model):
    """Eén brief aan één werkgever over een of meer facturen; definitief is zij bewaard zoals verstuurd."""

    ronde = models.ForeignKey(Aanmaanronde, models.CASCADE, related_name="aanmaningen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="aanmaningen")
    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="aanmaningen", verbose_name="werkgever")
    soort = models.CharField(max_length=20, choices=Aanmaningsoort)
    datum = models.DateField()
    uiterste_datum = models.DateField("betalen uiterlijk op")
    hoofdsom = models.DecimalField(max_digits=12, decimal_places=2)
    kosten = models.DecimalField("incassokosten", max_digits=10, decimal_places=2, default=0)
    rente = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    # Steps of costs and interest, versions of the norms, and what stands in the letter.
    gegevens = models.JSONField(default=dict, blank=True)
    overgeslagen = models.BooleanField("niet versturen", default=False)
    reden_overslaan = models.CharField("waarom niet", max_length=300, blank=True)
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "aanmaning"
        verbose_name_plural = "aanmaningen"
        ordering = ["ronde", "relatie__zoeknaam", "pk"]
        indexes = [models.Index(fields=["relatie", "-datum"], name="aanmaning_relatie")]
        constraints = [
            models.UniqueConstraint(
                fields=["ronde", "relatie", "soort"],
                name="aanmaning_een_per_werkgever",
                violation_error_message="Deze werkgever heeft al een brief van deze soort in deze ronde.",
            ),
            models.CheckConstraint(
                name="aanmaning_bedragen",
                condition=Q(hoofdsom__gt=0, kosten__gte=0, rente__gte=0),
            ),
            models.CheckConstraint(
                name="aanmaning_herinnering_zonder_kosten",
                condition=Q(soort=Aanmaningsoort.AANMANING) | Q(kosten=0, rente=0),
                violation_error_message="Alleen een aanmaning met kosten rekent kosten en rente.",
            ),
            models.CheckConstraint(
                name="aanmaning_overslaan_heeft_reden",
                condition=Q(overgeslagen=False) | ~Q(reden_overslaan=""),
                violation_error_message="Schrijf op waarom deze brief niet wordt verstuurd.",
            ),
        ]
        triggers = [
            staat_vast_met_ouder(
                "aanmaning_staat_vast",
                ouder="werkgevers_aanmaanronde",
                veld="ronde",
                status="definitief",
                melding="Een brief van een definitieve aanmaanronde verandert niet meer.",
            )
        ]

    def __str__(self):
        return f"{self.get_soort_display()} van {self.datum:%d-%m-%Y}"

    @property
    def totaal(self):
        return self.hoofdsom + self.kosten + self.rente


@met_historie
class Aanmaningregel(models.Model):
    """Een factuur in een brief, met wat er op dat moment open stond."""

    aanmaning = models.ForeignKey(Aanmaning, models.CASCADE, related_name="regels")
    factuur = models.ForeignKey(Factuur, models.PROTECT, related_name="aanmaningregels")
    open = models.DecimalField("open bedrag", max_digits=12, decimal_places=2)
    rente = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    rekening = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "regel van een aanmaning"
        verbose_name_plural = "regels van aanmaningen"
        ordering = ["aanmaning", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["aanmaning", "factuur"], name="aanmaningregel_een_keer"),
            models.CheckConstraint(name="aanmaningregel_bedragen", condition=Q(open__gt=0, rente__gte=0)),
        ]

    def __str__(self):
        return f"factuur {self.factuur_id}"
