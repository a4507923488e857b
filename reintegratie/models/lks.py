"""Loonkostensubsidie: de subsidie, haar bedragen per datum en de betaallijst per maand (Participatiewet art. 10d)."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from kern.triggers import staat_vast_met_ouder
from personen.models import Loonwaardemeting, Persoon
from reintegratie.choices import AlInDienst, Betaalstatus, Lksgrondslag, Lksstatus, RedenEindeLks
from werkgevers.models import Relatie


class LoonkostensubsidieQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Subsidies van personen in gemeenten waar de gebruiker ze mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.LKS_INZIEN))

    def toegekend(self):
        return self.filter(status=Lksstatus.TOEGEKEND)


def _niet_met_wsw() -> pgtrigger.Trigger:
    """Art. 10d lid 3: never together with a Wsw employment. The table of wsw is asked by name, in the database."""
    return pgtrigger.Trigger(
        name="loonkostensubsidie_niet_met_wsw",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("persoon_id", "begindatum", "einddatum", "status"),
        condition=pgtrigger.Q(new__status__in=[Lksstatus.AANGEVRAAGD, Lksstatus.TOEGEKEND]),
        func="""
            if exists (
                select 1 from wsw_dienstverband d
                where d.persoon_id = new.persoon_id and d.regeling = 'wsw'
                  and daterange(d.begindatum, d.einddatum, '[]')
                      && daterange(new.begindatum, new.einddatum, '[]')
            ) then
                raise exception 'Bij een Wsw-dienstverband kan geen loonkostensubsidie (Participatiewet art. 10d lid 3).'
                    using errcode = 'check_violation', constraint = 'loonkostensubsidie_niet_met_wsw';
            end if;
            return new;
        """,
    )


@met_historie
class Loonkostensubsidie(Periode):
    """Subsidie aan een werkgever voor één inwoner, op grond van een meting of forfaitair (HT-071, RH-128).

    Eerst is het een aanvraag. Het besluit zet de bedragen vast; een ander aantal uren of een nieuwe meting
    is een nieuwe subsidie die op de vorige aansluit.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="loonkostensubsidies")
    relatie = models.ForeignKey(
        Relatie, models.PROTECT, related_name="loonkostensubsidies", verbose_name="werkgever"
    )
    status = models.CharField(max_length=20, choices=Lksstatus, default=Lksstatus.AANGEVRAAGD)
    grondslag = models.CharField(max_length=20, choices=Lksgrondslag)
    meting = models.ForeignKey(
        Loonwaardemeting, models.PROTECT, null=True, blank=True, related_name="loonkostensubsidies"
    )
    loonwaarde = models.DecimalField(
        "loonwaarde in procenten", max_digits=5, decimal_places=2, null=True, blank=True
    )
    uren_per_week = models.DecimalField("contracturen per week", max_digits=4, decimal_places=2)
    sectornorm = models.DecimalField(
        "voltijd in de sector, uren per week", max_digits=4, decimal_places=2, default=36
    )
    dienstverband_vanaf = models.DateField("in dienst sinds")
    aangevraagd_op = models.DateField("aangevraagd op")
    al_in_dienst = models.CharField(
        "grond bij iemand die al werkt", max_length=20, choices=AlInDienst, blank=True
    )
    zonder_meting_sinds = models.DateField(
        "afgesproken om niet te meten op", null=True, blank=True, help_text="Alleen zonder meting."
    )
    besloten_op = models.DateField("besloten op", null=True, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    besluit = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    reden_afwijzing = models.CharField("reden van de afwijzing", max_length=300, blank=True)
    reden_einde = models.CharField(max_length=20, choices=RedenEindeLks, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = LoonkostensubsidieQuerySet.as_manager()

    class Meta:
        verbose_name = "loonkostensubsidie"
        verbose_name_plural = "loonkostensubsidies"
        ordering = ["persoon", "-begindatum"]
        indexes = [models.Index(fields=["relatie", "einddatum"], name="lks_relatie")]
        constraints = [
            einde_na_begin("lks_einde_na_begin"),
            geen_overlap(
                "lks_geen_overlap",
                "persoon",
                "relatie",
                condition=~Q(status=Lksstatus.AFGEWEZEN),
                melding="In deze periode is er al loonkostensubsidie voor deze persoon bij deze werkgever.",
            ),
            models.CheckConstraint(
                name="lks_uren",
                condition=Q(uren_per_week__gt=0, uren_per_week__lte=60),
                violation_error_message="Het aantal uren per week ligt tussen 0 en 60.",
            ),
            models.CheckConstraint(
                name="lks_sectornorm",
                condition=Q(sectornorm__gte=30, sectornorm__lte=60),
                violation_error_message="De voltijdweek van een sector ligt tussen 30 en 60 uur.",
            ),
            models.CheckConstraint(
                name="lks_meting_of_forfaitair",
                condition=Q(grondslag=Lksgrondslag.METING, zonder_meting_sinds=None)
                | Q(
                    grondslag=Lksgrondslag.FORFAITAIR,
                    meting=None,
                    loonwaarde=None,
                    zonder_meting_sinds__isnull=False,
                ),
                violation_error_message=(
                    "Zonder meting hoort er een dag bij waarop dat is afgesproken; met een meting niet."
                ),
            ),
            models.CheckConstraint(
                name="lks_toegekend_is_compleet",
                condition=~Q(status=Lksstatus.TOEGEKEND)
                | (
                    Q(besloten_op__isnull=False, besloten_door__isnull=False, besluit__isnull=False)
                    & (
                        Q(grondslag=Lksgrondslag.METING, meting__isnull=False, loonwaarde__isnull=False)
                        | Q(grondslag=Lksgrondslag.FORFAITAIR, einddatum__isnull=False)
                    )
                ),
                violation_error_message="Een besluit noemt de meting en haar loonwaarde, of zonder meting een laatste dag.",
            ),
            models.CheckConstraint(
                name="lks_afgewezen_heeft_reden",
                condition=Q(status=Lksstatus.AFGEWEZEN) ^ Q(reden_afwijzing=""),
                violation_error_message="Een afwijzing en een reden horen bij elkaar.",
            ),
        ]
        triggers = [
            _niet_met_wsw(),
            # What the decision says stays as it was; only the end may still come nearer.
            pgtrigger.Trigger(
                name="loonkostensubsidie_besluit_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=Lksstatus.TOEGEKEND)
                & (
                    pgtrigger.Q(old__persoon__df=pgtrigger.F("new__persoon"))
                    | pgtrigger.Q(old__relatie__df=pgtrigger.F("new__relatie"))
                    | pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))
                    | pgtrigger.Q(old__begindatum__df=pgtrigger.F("new__begindatum"))
                    | pgtrigger.Q(old__uren_per_week__df=pgtrigger.F("new__uren_per_week"))
                    | pgtrigger.Q(old__sectornorm__df=pgtrigger.F("new__sectornorm"))
                    | pgtrigger.Q(old__loonwaarde__df=pgtrigger.F("new__loonwaarde"))
                    | pgtrigger.Q(old__meting__df=pgtrigger.F("new__meting"))
                    | pgtrigger.Q(old__besluit__df=pgtrigger.F("new__besluit"))
                ),
                func="raise exception 'Dit besluit staat vast. Beëindig de subsidie en ken een nieuwe toe.';",
            ),
        ]

    def __str__(self):
        return f"loonkostensubsidie bij {self.relatie} vanaf {self.begindatum:%d-%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("reintegratie:lks", args=[self.pk])

    def clean(self):
        super().clean()
        if self.dienstverband_vanaf and self.begindatum and self.begindatum < self.dienstverband_vanaf:
            raise ValidationError(
                {
                    "begindatum": f"De subsidie begint voor de eerste werkdag ({self.dienstverband_vanaf:%d-%m-%Y})."
                }
            )


@met_historie
class Lksbedrag(Periode):
    """Het maandbedrag van een subsidie vanaf een dag, met de rekening regel voor regel (art. 10d lid 4, 5 en 7)."""

    subsidie = models.ForeignKey(Loonkostensubsidie, models.PROTECT, related_name="bedragen")
    bedrag = models.DecimalField("bedrag per maand", max_digits=9, decimal_places=2)
    aanleiding = models.CharField(max_length=120)
    # The lines of the explanation and the versions of the norms they rest on.
    rekening = models.JSONField(default=dict)
    vastgesteld_op = models.DateTimeField(auto_now_add=True)
    vastgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "bedrag loonkostensubsidie"
        verbose_name_plural = "bedragen loonkostensubsidie"
        ordering = ["subsidie", "-begindatum"]
        constraints = [
            einde_na_begin("lksbedrag_einde_na_begin"),
            geen_overlap(
                "lksbedrag_geen_overlap", "subsidie", melding="In deze periode is er al een bedrag."
            ),
            models.CheckConstraint(name="lksbedrag_niet_negatief", condition=Q(bedrag__gte=0)),
        ]
        triggers = [pgtrigger.ReadOnly(name="lksbedrag_staat_vast", exclude=["einddatum"])]

    def __str__(self):
        return f"€ {self.bedrag} per maand vanaf {self.begindatum:%d-%m-%Y}"


class BetaallijstQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Betaallijsten van gemeenten waar de gebruiker loonkostensubsidie mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.LKS_INZIEN))


@met_historie
class Betaallijst(models.Model):
    """De loonkostensubsidie van één gemeente en maand: opgesteld door de één, goedgekeurd door de ander (RH-128)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="betaallijsten")
    maand = models.DateField("eerste dag van de maand")
    status = models.CharField(max_length=20, choices=Betaalstatus, default=Betaalstatus.OPGESTELD)
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField()
    goedgekeurd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    goedgekeurd_op = models.DateTimeField(null=True, blank=True)
    aantal = models.PositiveIntegerField(default=0)
    totaal = models.DecimalField(max_digits=11, decimal_places=2, default=0)
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BetaallijstQuerySet.as_manager()

    class Meta:
        verbose_name = "betaallijst"
        verbose_name_plural = "betaallijsten"
        ordering = ["gemeente", "-maand"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "maand"],
                name="betaallijst_een_per_maand",
                violation_error_message="Van deze maand is er al een betaallijst.",
            ),
            models.CheckConstraint(
                name="betaallijst_eerste_van_de_maand",
                condition=Q(maand__day=1),
                violation_error_message="Een betaallijst begint op de eerste van de maand.",
            ),
            models.CheckConstraint(
                name="betaallijst_vier_ogen",
                condition=Q(goedgekeurd_door=None) | ~Q(goedgekeurd_door=F("opgesteld_door")),
                violation_error_message="Je hebt deze lijst zelf opgesteld. Vraag een collega om haar goed te keuren.",
            ),
            models.CheckConstraint(
                name="betaallijst_goedgekeurd_is_compleet",
                condition=Q(
                    status=Betaalstatus.OPGESTELD, goedgekeurd_door=None, goedgekeurd_op=None, bestand=None
                )
                | Q(
                    status=Betaalstatus.GOEDGEKEURD,
                    goedgekeurd_door__isnull=False,
                    goedgekeurd_op__isnull=False,
                    bestand__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="betaallijst_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Betaalstatus.GOEDGEKEURD),
                func="raise exception 'Een goedgekeurde betaallijst verandert niet meer.';",
            )
        ]

    def __str__(self):
        return f"betaallijst {self.maand:%m-%Y}"


@met_historie
class Betaalregel(models.Model):
    """Eén bedrag op een betaallijst; een verbetering is een nieuwe regel die de oude noemt (ontwerp §2.7)."""

    lijst = models.ForeignKey(Betaallijst, models.CASCADE, related_name="regels")
    subsidie = models.ForeignKey(Loonkostensubsidie, models.PROTECT, related_name="betaalregels")
    maand = models.DateField("maand waarover wordt betaald")
    bedrag = models.DecimalField(max_digits=9, decimal_places=2)
    verbetert = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="verbeteringen")
    omschrijving = models.CharField(max_length=200)
    rekening = models.JSONField(default=list)

    class Meta:
        verbose_name = "betaalregel"
        verbose_name_plural = "betaalregels"
        ordering = ["lijst", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lijst", "subsidie", "maand"],
                name="betaalregel_een_per_maand",
                violation_error_message="Deze subsidie staat al op de lijst voor deze maand.",
            ),
            models.CheckConstraint(name="betaalregel_niet_nul", condition=~Q(bedrag=0)),
        ]
        triggers = [
            staat_vast_met_ouder(
                "betaalregel_staat_vast",
                ouder="reintegratie_betaallijst",
                veld="lijst",
                status="goedgekeurd",
                melding="Een regel van een goedgekeurde betaallijst verandert niet meer.",
            )
        ]

    def __str__(self):
        return self.omschrijving
