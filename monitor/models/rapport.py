"""Het collegerapport over een peilmoment: toelichting, goedkeuring en de bytes zoals ze zijn vrijgegeven."""

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.permissions import Recht
from monitor.models.peilmoment import Peilmoment

_VRIJ = "Een vrijgegeven rapport staat vast. Maak een verbeterde versie."


class Rapportstatus(models.TextChoices):
    CONCEPT = "concept", "concept"
    TER_GOEDKEURING = "ter_goedkeuring", "ter goedkeuring"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
    VRIJGEGEVEN = "vrijgegeven", "vrijgegeven"


class RapportQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Vrijgegeven rapporten voor wie de monitor inziet; de andere ook voor wie ze schrijft of goedkeurt."""
        toegang = gebruiker.toegang
        werkt_eraan = toegang.gemeenten_met(Recht.RAPPORT_SCHRIJVEN) | toegang.gemeenten_met(
            Recht.RAPPORT_GOEDKEUREN
        )
        return self.filter(
            Q(gemeente_id__in=werkt_eraan)
            | Q(gemeente_id__in=toegang.gemeenten_met(Recht.MONITOR_INZIEN), status="vrijgegeven")
        )


@met_historie
class Rapport(models.Model):
    """Een collegerapport over één peilmoment (RH-079). Wie schrijft, keurt niet goed.

    Vrijgegeven is vast: de inhoud, de bytes en hun SHA-256. Een verbetering is een nieuwe versie die de oude noemt.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="rapporten")
    peilmoment = models.ForeignKey(Peilmoment, models.PROTECT, related_name="rapporten")
    nummer = models.PositiveSmallIntegerField("versie van het rapport", default=1)
    verbetert = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="verbeterd_door"
    )
    reden = models.CharField("waarom een nieuwe versie", max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=Rapportstatus, default=Rapportstatus.CONCEPT)
    formatie = models.JSONField(
        default=dict, help_text="De formatietabellen op de peildatum, zoals toen berekend."
    )
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    ingediend_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    ingediend_op = models.DateTimeField(null=True, blank=True)
    goedgekeurd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    goedgekeurd_op = models.DateTimeField(null=True, blank=True)
    vrijgegeven_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vrijgegeven_op = models.DateTimeField(null=True, blank=True)
    inhoud = models.JSONField(
        default=dict, blank=True, help_text="Wat er in het rapport staat, vanaf het indienen."
    )
    cellen = models.JSONField(
        default=dict, blank=True, help_text="Per aantal: de waarde en of het te zien is."
    )
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    versie = models.PositiveIntegerField(default=1)

    objects = RapportQuerySet.as_manager()

    class Meta:
        verbose_name = "collegerapport"
        verbose_name_plural = "collegerapporten"
        ordering = ["gemeente", "-peilmoment__peildatum", "-nummer"]
        constraints = [
            models.UniqueConstraint(
                fields=["peilmoment", "nummer"],
                name="rapport_een_per_versie",
                violation_error_message="Er is al een rapport over dit peilmoment. Open dat rapport.",
            ),
            models.UniqueConstraint(
                fields=["peilmoment"],
                condition=~Q(status="vrijgegeven"),
                name="rapport_een_in_bewerking",
                violation_error_message="Aan dit rapport wordt al gewerkt. Open dat rapport.",
            ),
            models.CheckConstraint(
                name="rapport_vier_ogen",
                condition=Q(goedgekeurd_door=None)
                | ~Q(goedgekeurd_door=F("ingediend_door")) & ~Q(goedgekeurd_door=F("gemaakt_door")),
                violation_error_message="Wie het rapport schreef, keurt het niet goed. Vraag een collega.",
            ),
            models.CheckConstraint(
                name="rapport_stand_klopt",
                condition=(
                    Q(status="concept", ingediend_door=None, goedgekeurd_door=None, vrijgegeven_door=None)
                    | Q(status="ter_goedkeuring", ingediend_door__isnull=False, goedgekeurd_door=None)
                    & Q(vrijgegeven_door=None)
                    | Q(status="goedgekeurd", ingediend_door__isnull=False, goedgekeurd_door__isnull=False)
                    & Q(vrijgegeven_door=None)
                    | Q(status="vrijgegeven", ingediend_door__isnull=False, goedgekeurd_door__isnull=False)
                    & Q(vrijgegeven_door__isnull=False, vrijgegeven_op__isnull=False, bestand__isnull=False)
                    & Q(sha256__regex=r"^[0-9a-f]{64}$")
                ),
                violation_error_message="De stand van het rapport klopt niet. Doe de stappen op volgorde.",
            ),
            models.CheckConstraint(
                name="rapport_verbetering_noemt_oude",
                condition=Q(nummer=1, verbetert=None, reden="")
                | Q(nummer__gt=1, verbetert__isnull=False) & ~Q(reden=""),
                violation_error_message="Schrijf op waarom er een nieuwe versie komt.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vrijgegeven_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="vrijgegeven"),
                func=f"RAISE EXCEPTION '{_VRIJ}' USING ERRCODE = 'check_violation';",
            ),
            pgtrigger.Trigger(
                name="schrijver_keurt_niet_goed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__goedgekeurd_door__isnull=False),
                func="""
                    IF EXISTS (SELECT 1 FROM monitor_rapporttekstevent t
                               JOIN monitor_rapport r ON r.id = t.rapport_id
                               WHERE r.peilmoment_id = NEW.peilmoment_id
                               AND t.geschreven_door_id = NEW.goedgekeurd_door_id) THEN
                        RAISE EXCEPTION 'Wie een tekst schreef, keurt het rapport niet goed.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"collegerapport {self.peilmoment.peildatum:%d-%m-%Y}, versie {self.nummer}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("monitor:rapport", args=[self.pk])

    @property
    def is_concept(self) -> bool:
        return self.status == Rapportstatus.CONCEPT

    def schrijvers(self) -> set[int]:
        """Wie aan dit rapport schreef, ook als een ander de tekst later wijzigde of weghaalde, of in een vorige versie.

        De teksten zelf noemen alleen de laatste; de historie noemt ze allemaal.
        """
        historie = apps.get_model("monitor", "RapporttekstEvent")
        geschreven = historie.objects.filter(rapport__peilmoment=self.peilmoment_id)
        schreef = set(geschreven.values_list("geschreven_door_id", flat=True).distinct())
        schreef |= {self.gemaakt_door_id, self.ingediend_door_id}
        return schreef - {None}


@met_historie
class Rapporttekst(models.Model):
    """De toelichting bij één hoofdstuk of doel van een collegerapport."""

    rapport = models.ForeignKey(Rapport, models.PROTECT, related_name="teksten")
    hoofdstuk = models.CharField(max_length=60)
    tekst = models.TextField(max_length=4000)
    geschreven_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    versie = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "rapporttekst"
        verbose_name_plural = "rapportteksten"
        ordering = ["rapport", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rapport", "hoofdstuk"], name="rapporttekst_een_per_hoofdstuk")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="staat_vast_buiten_concept",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP <> 'INSERT' AND (SELECT status FROM monitor_rapport WHERE id = OLD.rapport_id) <> 'concept'
                       OR TG_OP <> 'DELETE' AND (SELECT status FROM monitor_rapport WHERE id = NEW.rapport_id) <> 'concept'
                    THEN
                        RAISE EXCEPTION 'Alleen een concept kan nog worden gewijzigd.' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.hoofdstuk} in {self.rapport_id}"
