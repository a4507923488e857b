"""Sociale werkvoorziening: dienstverbanden en hun gedateerde indeling."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kern.history import met_historie
from kern.models import Gemeente, Organisatie
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Persoon
from wsw.choices import (
    SUBSOORT_BIJ_GROEP,
    Cao,
    Groep,
    Handicapcategorie,
    Herkomst,
    RedenEinde,
    Regeling,
    Subsoort,
)
from wsw.rules import LAATSTE_INSTROOMDAG


class DienstverbandQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Dienstverbanden van personen in gemeenten waar de gebruiker de Wsw mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))


@met_historie
class Dienstverband(Periode):
    """Het SW-dienstverband van één persoon; perioden overlappen nooit (RH-129)."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="dienstverbanden")
    regeling = models.CharField(max_length=20, choices=Regeling, default=Regeling.WSW)
    herkomst = models.CharField(max_length=20, choices=Herkomst)
    herkomstgemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        related_name="+",
        help_text="De gemeente die voor deze medewerker betaalt; anders dan de eigen gemeente bij een gemengde groep.",
    )
    wsw_sinds = models.DateField("in de Wsw sinds", null=True, blank=True)
    cao = models.CharField(max_length=20, choices=Cao, default=Cao.SW)
    handicapcategorie = models.CharField(
        "arbeidshandicapcategorie", max_length=10, choices=Handicapcategorie, blank=True
    )
    indicatie_tot = models.DateField("indicatie geldig tot en met", null=True, blank=True)
    kennismaking_op = models.DateField("kennismaking op", null=True, blank=True)
    reden_einde = models.CharField(max_length=20, choices=RedenEinde, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = DienstverbandQuerySet.as_manager()

    class Meta:
        verbose_name = "dienstverband"
        verbose_name_plural = "dienstverbanden"
        ordering = ["persoon", "-begindatum"]
        constraints = [
            einde_na_begin("dienstverband_einde_na_begin"),
            geen_overlap(
                "dienstverband_geen_overlap", "persoon", melding="In deze periode is er al een dienstverband."
            ),
            models.CheckConstraint(
                name="dienstverband_einde_heeft_reden",
                condition=Q(einddatum=None, reden_einde="")
                | (Q(einddatum__isnull=False) & ~Q(reden_einde="")),
                violation_error_message="Een laatste dag en een reden horen bij elkaar.",
            ),
            # RH-037, Wsw art. 1: no new Wsw inflow; whoever comes in later was in the Wsw before 2015.
            models.CheckConstraint(
                name="dienstverband_geen_nieuwe_wsw_instroom",
                condition=~Q(regeling=Regeling.WSW)
                | Q(wsw_sinds__lte=LAATSTE_INSTROOMDAG, wsw_sinds__isnull=False),
                violation_error_message=(
                    "Nieuwe instroom in de Wsw kan niet meer sinds 1-1-2015. "
                    "Vul in sinds wanneer deze medewerker in de Wsw zit."
                ),
            ),
            models.CheckConstraint(
                name="dienstverband_wsw_na_2014_is_overname",
                condition=~Q(regeling=Regeling.WSW)
                | Q(begindatum__lte=LAATSTE_INSTROOMDAG)
                | Q(herkomst=Herkomst.OVERNAME),
                violation_error_message=(
                    "Een Wsw-dienstverband dat na 2014 begint, kan alleen een overname zijn. Kies 'overgenomen'."
                ),
            ),
        ]
        triggers = [
            # The other side of loonkostensubsidie_niet_met_wsw (Participatiewet art. 10d lid 3). The table of
            # re-integratie is asked by name, in the database: the apps do not know each other.
            pgtrigger.Trigger(
                name="dienstverband_niet_met_lks",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("persoon_id", "regeling", "begindatum", "einddatum"),
                condition=pgtrigger.Q(new__regeling=Regeling.WSW),
                func="""
                    if exists (
                        select 1 from reintegratie_loonkostensubsidie s
                        where s.persoon_id = new.persoon_id and s.status in ('aangevraagd', 'toegekend')
                          and daterange(s.begindatum, s.einddatum, '[]')
                              && daterange(new.begindatum, new.einddatum, '[]')
                    ) then
                        raise exception 'In deze periode is er loonkostensubsidie; dan kan er geen Wsw-dienstverband zijn.'
                            using errcode = 'check_violation', constraint = 'dienstverband_niet_met_lks';
                    end if;
                    return new;
                """,
            )
        ]

    def __str__(self):
        return f"{self.get_regeling_display()} vanaf {self.begindatum:%d-%m-%Y}"


@met_historie
class Indeling(Periode):
    """Groep, uren en formele werkgever van een dienstverband, per datum; het oude blijft staan."""

    dienstverband = models.ForeignKey(Dienstverband, models.PROTECT, related_name="indelingen")
    groep = models.CharField(max_length=20, choices=Groep)
    subsoort = models.CharField(max_length=20, choices=Subsoort, blank=True, default="")
    formele_werkgever = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    uren_per_week = models.DecimalField(max_digits=4, decimal_places=2)
    schaal = models.CharField("loonschaal", max_length=20, blank=True)
    voorzien = models.BooleanField(
        "begeleiding al geregeld", default=False, help_text="Telt niet mee in de actieve caseload (RH-157)."
    )
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "indeling"
        verbose_name_plural = "indelingen"
        ordering = ["dienstverband", "-begindatum"]
        indexes = [models.Index(fields=["groep", "begindatum"], name="indeling_groep")]
        constraints = [
            einde_na_begin("indeling_einde_na_begin"),
            geen_overlap(
                "indeling_geen_overlap", "dienstverband", melding="In deze periode is er al een indeling."
            ),
            models.CheckConstraint(
                name="indeling_uren",
                condition=Q(uren_per_week__gt=0, uren_per_week__lte=40),
                violation_error_message="Het aantal uren per week ligt tussen 0 en 40.",
            ),
            models.CheckConstraint(
                name="indeling_subsoort_past_bij_groep",
                condition=Q(subsoort="")
                | Q(subsoort=Subsoort.INTERN, groep=Groep.INDIVIDUEEL)
                | Q(subsoort=Subsoort.WOL, groep=Groep.BESCHUT),
                violation_error_message=(
                    "Intern hoort bij individuele detachering, en werken op locatie bij beschut werk."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_groep_display()} vanaf {self.begindatum:%d-%m-%Y}"

    def clean(self):
        super().clean()
        hoort_bij = SUBSOORT_BIJ_GROEP.get(self.subsoort)
        if hoort_bij and self.groep and hoort_bij != self.groep:
            raise ValidationError({"subsoort": f"Dit merk hoort bij {Groep(hoort_bij).label}."})
