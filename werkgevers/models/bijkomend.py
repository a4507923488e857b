"""Kosten en rente die op een aanmaning zijn ontvangen, en betalingen zonder bankbestand (art. 6:44 BW, RH-149)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.permissions import Recht
from werkgevers.choices import Betaalbron, Koppelwijze, Kostensoort, Voorstelstatus
from werkgevers.models.betaling import Betaling
from werkgevers.models.factuur import Boekingsbestand
from werkgevers.models.invordering import Aanmaning


@met_historie
class Kostentoewijzing(models.Model):
    """Dit deel van een betaling is voor de incassokosten of de rente van een aanmaning. Een storno heeft een minteken.

    De database telt mee: nooit meer dan de betaling, en nooit meer dan de brief vroeg.
    """

    betaling = models.ForeignKey(Betaling, models.PROTECT, related_name="kostentoewijzingen")
    aanmaning = models.ForeignKey(Aanmaning, models.PROTECT, related_name="kostentoewijzingen")
    soort = models.CharField(max_length=10, choices=Kostensoort)
    bedrag = models.DecimalField(max_digits=10, decimal_places=2)
    wijze = models.CharField(max_length=20, choices=Koppelwijze)
    reden = models.CharField(max_length=500, blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    boeking = models.ForeignKey(
        Boekingsbestand, models.PROTECT, null=True, blank=True, related_name="kostentoewijzingen"
    )

    class Meta:
        verbose_name = "toewijzing aan kosten of rente"
        verbose_name_plural = "toewijzingen aan kosten en rente"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["betaling", "aanmaning", "soort"],
                name="kostentoewijzing_een_keer",
                violation_error_message="Van deze betaling is hier al een deel voor. Maak dat eerst los.",
            ),
            models.CheckConstraint(
                name="kostentoewijzing_niet_nul",
                condition=~Q(bedrag=0),
                violation_error_message="Vul een bedrag in.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="kostentoewijzing_staat_vast", exclude=["boeking"]),
            pgtrigger.Trigger(
                name="kostentoewijzing_is_geboekt",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__boeking__isnull=False),
                func="raise exception 'Deze ontvangst is al naar de boekhouding.';",
            ),
            # The payment first and then the letter, as an allocation to an invoice does.
            pgtrigger.Trigger(
                name="kostentoewijzing_telt_mee",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                declare=[
                    ("rij", "record"),
                    ("wijziging", "numeric"),
                    ("hoogste", "numeric"),
                    ("stand", "text"),
                    ("som", "numeric"),
                ],
                func="""
                    if tg_op = 'INSERT' then
                        rij := new; wijziging := new.bedrag;
                    else
                        rij := old; wijziging := -old.bedrag;
                    end if;
                    update werkgevers_betaling set toegewezen = toegewezen + wijziging where id = rij.betaling_id;
                    select case when rij.soort = 'kosten' then a.kosten else a.rente end, r.status
                    into hoogste, stand
                    from werkgevers_aanmaning a join werkgevers_aanmaanronde r on r.id = a.ronde_id
                    where a.id = rij.aanmaning_id and not a.overgeslagen for update of a;
                    select coalesce(sum(k.bedrag), 0) + wijziging into som
                    from werkgevers_kostentoewijzing k
                    where k.aanmaning_id = rij.aanmaning_id and k.soort = rij.soort;
                    if stand is distinct from 'definitief' or som < 0 or som > hoogste then
                        raise exception 'Er is dan meer ontvangen dan de brief vroeg, of minder dan niets.'
                            using errcode = 'check_violation', constraint = 'kostentoewijzing_past_bij_brief';
                    end if;
                    if tg_op = 'DELETE' then
                        return old;
                    end if;
                    return new;
                """,
            ),
        ]

    def __str__(self):
        return f"€ {self.bedrag} voor {self.get_soort_display()}"


class HandbetalingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Van gemeenten waar de gebruiker betalingen mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


@met_historie
class Handbetaling(models.Model):
    """Een betaling die niet in een bankbestand staat: voorgesteld door de één, goedgekeurd door de ander.

    Na goedkeuring is er een gewone betaling van; die verdeel je over facturen, kosten en rente.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="handbetalingen")
    bron = models.CharField("hoe betaald", max_length=20, choices=Betaalbron)
    datum = models.DateField("betaald op")
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    naam = models.CharField("wie betaalde", max_length=140)
    omschrijving = models.CharField("factuurnummer of kenmerk", max_length=200, blank=True)
    reden = models.CharField("waarom zonder bankbestand", max_length=300)
    status = models.CharField(max_length=20, choices=Voorstelstatus, default=Voorstelstatus.VOORGESTELD)
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    voorgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    besloten_op = models.DateTimeField(null=True, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    betaling = models.OneToOneField(
        Betaling, models.PROTECT, null=True, blank=True, related_name="handbetaling"
    )

    objects = HandbetalingQuerySet.as_manager()

    class Meta:
        verbose_name = "handbetaling"
        verbose_name_plural = "handbetalingen"
        ordering = ["-voorgesteld_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="handbetaling_meer_dan_nul",
                condition=Q(bedrag__gt=0),
                violation_error_message="Vul een bedrag van meer dan nul in.",
            ),
            models.CheckConstraint(
                name="handbetaling_niet_van_de_bank",
                condition=~Q(bron=Betaalbron.BANK),
                violation_error_message="Een betaling van de bank lees je in met het bankbestand.",
            ),
            models.CheckConstraint(
                name="handbetaling_vier_ogen",
                condition=Q(besloten_door=None) | ~Q(besloten_door=F("voorgesteld_door")),
                violation_error_message="Je hebt dit zelf voorgesteld. Vraag een collega om te beslissen.",
            ),
            models.CheckConstraint(
                name="handbetaling_besluit_is_compleet",
                condition=Q(
                    status=Voorstelstatus.VOORGESTELD, besloten_op=None, besloten_door=None, betaling=None
                )
                | Q(
                    status=Voorstelstatus.GOEDGEKEURD,
                    besloten_op__isnull=False,
                    besloten_door__isnull=False,
                    betaling__isnull=False,
                )
                | Q(
                    status=Voorstelstatus.AFGEWEZEN,
                    besloten_op__isnull=False,
                    besloten_door__isnull=False,
                    betaling=None,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="handbetaling_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status=Voorstelstatus.VOORGESTELD),
                func="raise exception 'Over deze handbetaling is al besloten.';",
            )
        ]

    def __str__(self):
        return f"handbetaling van {self.datum:%d-%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:handbetaling", args=[self.pk])
