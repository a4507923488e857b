"""De maandelijkse betaalopdracht van de salarissen, met twee mensen (RH-150)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.permissions import Recht
from wsw.choices import Opdrachtstatus, Salarispost


class BetaalopdrachtQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Opdrachten van gemeenten waar de gebruiker salarissen opstelt of goedkeurt."""
        toegang = gebruiker.toegang
        waar = toegang.gemeenten_met(Recht.SALARIS_BETALEN) | toegang.gemeenten_met(Recht.SALARIS_GOEDKEUREN)
        return self.filter(gemeente_id__in=waar)


@met_historie
class Betaalopdracht(models.Model):
    """Wat financiën deze maand aan de salarispartij betaalt; Trede rekent geen loon uit (RH-002, RH-150).

    Het bedrag komt van de salarispartij. De één stelt op, de ander keurt goed; daarna staat de opdracht vast.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="betaalopdrachten")
    maand = models.DateField("eerste dag van de maand")
    status = models.CharField(max_length=20, choices=Opdrachtstatus, default=Opdrachtstatus.OPGESTELD)
    ontvanger = models.CharField(max_length=150)
    totaal = models.DecimalField("te betalen", max_digits=12, decimal_places=2)
    medewerkers = models.PositiveIntegerField(
        "aantal medewerkers volgens de salarispartij", null=True, blank=True
    )
    in_dienst = models.PositiveIntegerField("in dienst volgens Trede")
    kenmerk = models.CharField(max_length=60, blank=True)
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField()
    goedgekeurd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    goedgekeurd_op = models.DateTimeField(null=True, blank=True)
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = BetaalopdrachtQuerySet.as_manager()

    class Meta:
        verbose_name = "betaalopdracht"
        verbose_name_plural = "betaalopdrachten"
        ordering = ["gemeente", "-maand"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "maand"],
                name="betaalopdracht_een_per_maand",
                violation_error_message="Van deze maand is er al een betaalopdracht.",
            ),
            models.CheckConstraint(name="betaalopdracht_eerste_van_de_maand", condition=Q(maand__day=1)),
            models.CheckConstraint(
                name="betaalopdracht_bedrag",
                condition=Q(totaal__gt=0),
                violation_error_message="Het bedrag is meer dan nul.",
            ),
            models.CheckConstraint(
                name="betaalopdracht_vier_ogen",
                condition=Q(goedgekeurd_door=None) | ~Q(goedgekeurd_door=F("opgesteld_door")),
                violation_error_message="Je stelde deze opdracht zelf op. Vraag een collega om haar goed te keuren.",
            ),
            models.CheckConstraint(
                name="betaalopdracht_goedgekeurd_is_compleet",
                condition=Q(
                    status=Opdrachtstatus.OPGESTELD, goedgekeurd_door=None, goedgekeurd_op=None, bestand=None
                )
                | Q(
                    status=Opdrachtstatus.GOEDGEKEURD,
                    goedgekeurd_door__isnull=False,
                    goedgekeurd_op__isnull=False,
                    bestand__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="betaalopdracht_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Opdrachtstatus.GOEDGEKEURD),
                func="raise exception 'Een goedgekeurde betaalopdracht verandert niet meer.';",
            )
        ]

    def __str__(self):
        return f"betaalopdracht salarissen {self.maand:%m-%Y}"

    def get_absolute_url(self):
        return reverse("wsw:betaalopdracht", args=[self.pk])


@met_historie
class Betaalopdrachtregel(models.Model):
    """Eén post van de opdracht; de posten zijn samen het totaal."""

    opdracht = models.ForeignKey(Betaalopdracht, models.CASCADE, related_name="regels")
    soort = models.CharField(max_length=15, choices=Salarispost)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "betaalopdrachtregel"
        verbose_name_plural = "betaalopdrachtregels"
        ordering = ["opdracht", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "soort"], name="betaalopdrachtregel_een_per_soort"),
            models.CheckConstraint(
                name="betaalopdrachtregel_bedrag",
                condition=Q(bedrag__gt=0) | Q(soort=Salarispost.VERREKENING) & ~Q(bedrag=0),
                violation_error_message="Alleen een verrekening kan minder dan nul zijn.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="betaalopdrachtregel_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("welke", "bigint")],
                func="""
                    welke := case when tg_op = 'INSERT' then new.opdracht_id else old.opdracht_id end;
                    if exists (
                        select 1 from wsw_betaalopdracht o where o.id = welke and o.status = 'goedgekeurd'
                    ) then
                        raise exception 'Een regel van een goedgekeurde betaalopdracht verandert niet meer.';
                    end if;
                    if tg_op = 'DELETE' then return old; end if;
                    return new;
                """,
            )
        ]

    def __str__(self):
        return f"{self.get_soort_display()}: € {self.bedrag}"
