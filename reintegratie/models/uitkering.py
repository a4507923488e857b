"""Re-integratie: uitkering en Participatieladder."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kern.history import met_historie
from kern.models import Gebruiker
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Document, Persoon
from reintegratie.choices import RedenEindeUitkering, Trede, Uitkeringssoort


class UitkeringQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Uitkeringen van personen in gemeenten waar de gebruiker re-integratie mag inzien."""
        return self.filter(
            persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
        )


@met_historie
class Uitkering(Periode):
    """Een periode waarin iemand een uitkering heeft; terugkomen is een nieuwe periode.

    Een uitkering is niet hetzelfde als een persoon: een paar is één uitkering (HT-005).
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="uitkeringen")
    soort = models.CharField(max_length=10, choices=Uitkeringssoort, default=Uitkeringssoort.PW)
    partner = models.ForeignKey(
        Persoon, models.PROTECT, null=True, blank=True, related_name="uitkeringen_als_partner"
    )
    reden_einde = models.CharField(max_length=20, choices=RedenEindeUitkering, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False, db_default=1)

    objects = UitkeringQuerySet.as_manager()

    class Meta:
        verbose_name = "uitkering"
        verbose_name_plural = "uitkeringen"
        ordering = ["persoon", "-begindatum"]
        constraints = [
            einde_na_begin("uitkering_einde_na_begin"),
            geen_overlap(
                "uitkering_geen_overlap", "persoon", melding="In deze periode is er al een uitkering."
            ),
            models.CheckConstraint(
                name="uitkering_einde_heeft_reden",
                condition=Q(einddatum=None, reden_einde="")
                | (Q(einddatum__isnull=False) & ~Q(reden_einde="")),
                violation_error_message="Een laatste dag en een reden horen bij elkaar.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} vanaf {self.begindatum:%d-%m-%Y}"


class TredemetingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Metingen van personen in gemeenten waar de gebruiker re-integratie mag inzien."""
        return self.filter(
            persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
        )

    def laatste_op(self, peildatum):
        """Van elke persoon de laatste meting op of voor de peildatum."""
        return (
            self.filter(datum__lte=peildatum).order_by("persoon_id", "-datum", "-pk").distinct("persoon_id")
        )


@met_historie
class Tredemeting(models.Model):
    """Huidige trede en doeltrede op een datum, met bron, beoordelaar, reden en bewijs (RH-042).

    Onbekend (leeg) mag: een bestand met 539 mensen hoeft niet van iedereen een trede te hebben (C20).
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="tredemetingen")
    datum = models.DateField()
    huidige_trede = models.PositiveSmallIntegerField(choices=Trede, null=True, blank=True)
    doeltrede = models.PositiveSmallIntegerField(choices=Trede, null=True, blank=True)
    bron = models.CharField(max_length=120, blank=True)
    beoordelaar = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    reden = models.CharField(max_length=300, blank=True)
    bewijs = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)
    versie = models.PositiveIntegerField(default=1, editable=False, db_default=1)

    objects = TredemetingQuerySet.as_manager()

    class Meta:
        verbose_name = "tredemeting"
        verbose_name_plural = "tredemetingen"
        ordering = ["persoon", "-datum", "-pk"]
        indexes = [models.Index(fields=["persoon", "-datum", "-id"], name="tredemeting_laatste")]
        constraints = [
            models.UniqueConstraint(
                fields=["persoon", "datum"],
                name="tredemeting_een_per_dag",
                violation_error_message="Op deze dag is er al een meting. Wijzig die, of kies een andere dag.",
            ),
            models.CheckConstraint(
                name="tredemeting_huidig_1_tot_6",
                condition=Q(huidige_trede=None) | Q(huidige_trede__gte=1, huidige_trede__lte=6),
                violation_error_message="Deze trede bestaat niet. Kies 1 tot en met 6.",
            ),
            models.CheckConstraint(
                name="tredemeting_doel_1_tot_6",
                condition=Q(doeltrede=None) | Q(doeltrede__gte=1, doeltrede__lte=6),
                violation_error_message="Deze trede bestaat niet. Kies 1 tot en met 6.",
            ),
            models.CheckConstraint(
                name="tredemeting_niet_leeg",
                condition=Q(huidige_trede__isnull=False) | Q(doeltrede__isnull=False),
                violation_error_message="Vul de huidige trede of de doeltrede in.",
            ),
        ]

    def __str__(self):
        return f"trede {self.huidige_trede or '?'} naar {self.doeltrede or '?'} op {self.datum:%d-%m-%Y}"

    def clean(self):
        super().clean()
        if self.huidige_trede is None and self.doeltrede is None:
            raise ValidationError({"huidige_trede": "Vul de huidige trede of de doeltrede in."})
