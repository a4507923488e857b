"""Uren per maand: de standaardweek, tenzij er iets anders was (functies V6)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from kern.history import met_historie
from kern.models import Gebruiker
from kern.permissions import Recht
from werkgevers.choices import Urensoort
from werkgevers.models.overeenkomst import Overeenkomst


class UrenstaatQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Urenstaten van overeenkomsten die de gebruiker mag inzien."""
        gemeenten = gebruiker.toegang.gemeenten_met(Recht.OVEREENKOMST_INZIEN)
        return self.filter(overeenkomst__gemeente_id__in=gemeenten)

    def compleet(self):
        return self.exclude(compleet_op=None)


@met_historie
class Urenstaat(models.Model):
    """De uren van één overeenkomst in één maand. Compleet is iets anders dan leeg: nul uur is ook een opgave."""

    overeenkomst = models.ForeignKey(Overeenkomst, models.PROTECT, related_name="urenstaten")
    maand = models.DateField("eerste dag van de maand")
    toelichting = models.CharField(max_length=200, blank=True)
    compleet_op = models.DateTimeField(null=True, blank=True)
    compleet_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = UrenstaatQuerySet.as_manager()

    class Meta:
        verbose_name = "urenstaat"
        verbose_name_plural = "urenstaten"
        ordering = ["overeenkomst", "-maand"]
        indexes = [models.Index(fields=["maand", "overeenkomst"], name="urenstaat_maand")]
        constraints = [
            models.UniqueConstraint(
                fields=["overeenkomst", "maand"],
                name="urenstaat_een_per_maand",
                violation_error_message="Van deze maand zijn er al uren.",
            ),
            models.CheckConstraint(
                name="urenstaat_eerste_van_de_maand",
                condition=Q(maand__day=1),
                violation_error_message="Een urenstaat begint op de eerste van de maand.",
            ),
            models.CheckConstraint(
                name="urenstaat_compleet_door_iemand",
                condition=Q(compleet_op=None, compleet_door=None)
                | Q(compleet_op__isnull=False, compleet_door__isnull=False),
                violation_error_message="Wie een maand compleet maakt, staat erbij.",
            ),
        ]

    def __str__(self):
        return f"uren {self.maand:%m-%Y}"

    @property
    def compleet(self) -> bool:
        return self.compleet_op is not None


@met_historie
class Uurregel(models.Model):
    """Uren van één soort in een maand, op een dag of over de hele maand."""

    urenstaat = models.ForeignKey(Urenstaat, models.CASCADE, related_name="regels")
    soort = models.CharField(max_length=20, choices=Urensoort)
    datum = models.DateField(null=True, blank=True)
    uren = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = "uurregel"
        verbose_name_plural = "uurregels"
        ordering = ["urenstaat", "datum", "soort"]
        constraints = [
            models.UniqueConstraint(
                fields=["urenstaat", "soort", "datum"],
                name="uurregel_een_per_soort_en_dag",
                nulls_distinct=False,
                violation_error_message="Deze soort uren staat er al.",
            ),
            models.CheckConstraint(
                name="uurregel_niet_negatief",
                condition=Q(uren__gte=0),
                violation_error_message="Uren zijn niet minder dan 0.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="uurregel_van_complete_maand_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM werkgevers_urenstaat u
                        WHERE u.compleet_op IS NOT NULL
                          AND ((TG_OP <> 'INSERT' AND u.id = OLD.urenstaat_id)
                               OR (TG_OP <> 'DELETE' AND u.id = NEW.urenstaat_id))
                    ) THEN
                        RAISE EXCEPTION 'Deze maand is compleet. Zet haar eerst weer open.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    IF NEW.datum IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM werkgevers_urenstaat u
                        WHERE u.id = NEW.urenstaat_id AND u.maand = date_trunc('month', NEW.datum)::date
                    ) THEN
                        RAISE EXCEPTION 'Deze dag valt niet in de maand van de urenstaat.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.get_soort_display()}: {self.uren} uur"
