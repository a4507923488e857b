"""Wat er in een ontwikkelplan staat, wie het tekende en hoe ver het is (RH-082, HT-036, HT-040, WV-045)."""

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.permissions import Recht
from personen.choices import (
    Doeleigenaar,
    Ondertekenaar,
    Ondertekenwijze,
    Stapstatus,
    Stapuitvoerder,
)
from personen.models.dossier import Document, Ontwikkelplan

# The plan of a row: the row itself names it, or its goal does.
_VAN_PLAN = "SELECT p.sha256 FROM personen_ontwikkelplan p WHERE p.id = {rij}.plan_id"
_VAN_DOEL = (
    "SELECT p.sha256 FROM personen_ontwikkelplan p JOIN personen_doel d ON d.plan_id = p.id"
    " WHERE d.id = {rij}.doel_id"
)


def staat_vast_met_plan(vraag: str) -> pgtrigger.Trigger:
    """De rij hoort bij een plan; is dat plan bevroren, dan weigert de database elke wijziging."""
    return pgtrigger.Trigger(
        name="staat_vast_met_plan",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
            IF TG_OP <> 'INSERT' AND COALESCE(({vraag.format(rij="OLD")}), '') <> '' THEN
                RAISE EXCEPTION 'Een getekend plan staat vast.' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP <> 'DELETE' AND COALESCE(({vraag.format(rij="NEW")}), '') <> '' THEN
                RAISE EXCEPTION 'Een getekend plan staat vast.' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class GedateerdQuerySet(models.QuerySet):
    def op(self, dag):
        """Wat op deze dag geldt."""
        return self.filter(Q(einddatum=None) | Q(einddatum__gte=dag), begindatum__lte=dag)


@met_historie
class Standaardtekst(models.Model):
    """Een vaste tekst voor plannen, met versie: wat de wet van beide kanten vraagt (Pw art. 44a)."""

    code = models.SlugField(max_length=40)
    versie = models.PositiveIntegerField()
    titel = models.CharField(max_length=100)
    tekst = models.TextField(max_length=2000)
    bron = models.CharField(max_length=200)
    begindatum = models.DateField()
    einddatum = models.DateField(null=True, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "standaardtekst"
        verbose_name_plural = "standaardteksten"
        ordering = ["code", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "versie"],
                name="standaardtekst_versie_uniek",
                violation_error_message="Deze versie van de tekst bestaat al.",
            ),
        ]

    def __str__(self):
        return f"{self.titel} (versie {self.versie}, vanaf {self.begindatum:%d-%m-%Y})"


class VoorbeeldstapQuerySet(GedateerdQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """De landelijke voorbeelden en die van de eigen gemeenten."""
        eigen = gebruiker.toegang.gemeenten_met(Recht.PLAN_INZIEN)
        return self.filter(Q(gemeente=None) | Q(gemeente_id__in=eigen))

    def voor_gemeente(self, gemeente_id):
        return self.filter(Q(gemeente=None) | Q(gemeente_id=gemeente_id))


@met_historie
class Voorbeeldstap(models.Model):
    """Een stap die je in een plan kunt overnemen: landelijk of van één gemeente (schermen, POP)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=40)
    thema = models.CharField(max_length=40)
    tekst = models.CharField(max_length=200)
    wie = models.CharField(max_length=10, choices=Stapuitvoerder, default=Stapuitvoerder.INWONER)
    weken = models.PositiveSmallIntegerField("klaar na weken", default=6)
    begindatum = models.DateField()
    einddatum = models.DateField(null=True, blank=True)

    objects = VoorbeeldstapQuerySet.as_manager()

    class Meta:
        verbose_name = "voorbeeldstap"
        verbose_name_plural = "voorbeeldstappen"
        ordering = ["thema", "tekst"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "code"],
                nulls_distinct=False,
                name="voorbeeldstap_code_uniek",
                violation_error_message="Deze voorbeeldstap bestaat al.",
            ),
        ]

    def __str__(self):
        return f"{self.thema}: {self.tekst}"


@met_historie
class Planinhoud(models.Model):
    """De teksten van een plan, los van zijn versienummer: `versie` telt hier elke keer bewaren (C4).

    Sterke kanten staan voor wat moeilijk is, en de eigen woorden van de inwoner staan vooraan (WV-045).
    """

    plan = models.OneToOneField(Ontwikkelplan, models.PROTECT, related_name="inhoud")
    versie = models.PositiveIntegerField(default=1)
    eigen_woorden = models.CharField(max_length=300, blank=True)
    sterk = models.TextField(max_length=1000, blank=True)
    hulp_bij = models.TextField(max_length=1000, blank=True)
    gemeente_doet = models.TextField(max_length=2000, blank=True)
    inwoner_doet = models.TextField(max_length=2000, blank=True)
    standaardtekst = models.ForeignKey(
        Standaardtekst, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bestede_uren = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "planinhoud"
        verbose_name_plural = "planinhouden"
        triggers = [staat_vast_met_plan(_VAN_PLAN)]
        constraints = [
            models.CheckConstraint(
                name="planinhoud_uren_niet_negatief",
                condition=Q(bestede_uren=None) | Q(bestede_uren__gte=0),
                violation_error_message="De bestede tijd kan niet minder dan 0 uur zijn.",
            ),
        ]

    def __str__(self):
        return f"inhoud van {self.plan}"


@met_historie
class Doel(models.Model):
    """Wat iemand wil bereiken: een eigen doel van de inwoner of een doel van de gemeente (HT-036)."""

    plan = models.ForeignKey(Ontwikkelplan, models.PROTECT, related_name="doelen")
    eigenaar = models.CharField(max_length=10, choices=Doeleigenaar, default=Doeleigenaar.INWONER)
    tekst = models.CharField(max_length=200)
    klaar_voor = models.DateField()
    volgorde = models.PositiveSmallIntegerField(default=1)
    versie = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ["plan", "volgorde", "pk"]
        triggers = [staat_vast_met_plan(_VAN_PLAN)]

    def __str__(self):
        return self.tekst


class StapQuerySet(models.QuerySet):
    def met_voortgang(self):
        """Elke stap met zijn laatste stand; zonder voortgang is een stap nog niet begonnen."""
        laatste = Stapvoortgang.objects.filter(stap=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            stand=Coalesce(Subquery(laatste.values("status")[:1]), models.Value(str(Stapstatus.OPEN))),
            stand_op=Subquery(laatste.values("datum")[:1]),
        )


@met_historie
class Stap(models.Model):
    """Eén stap naar een doel, met wie hem zet en vóór welke dag."""

    doel = models.ForeignKey(Doel, models.CASCADE, related_name="stappen")
    tekst = models.CharField(max_length=200)
    wie = models.CharField(max_length=10, choices=Stapuitvoerder, default=Stapuitvoerder.INWONER)
    voor = models.DateField()
    volgorde = models.PositiveSmallIntegerField(default=1)
    voorbeeld = models.ForeignKey(Voorbeeldstap, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=1)

    objects = StapQuerySet.as_manager()

    # Filled by `met_voortgang()` of the QuerySet; not a column.
    stand: str

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        ordering = ["doel", "volgorde", "pk"]
        triggers = [staat_vast_met_plan(_VAN_DOEL)]

    def __str__(self):
        return self.tekst

    @property
    def stand_tekst(self) -> str:
        """De stand in woorden; alleen na `met_voortgang()`."""
        return Stapstatus(self.stand).label

    @property
    def stand_toon(self) -> str:
        return {Stapstatus.GEDAAN: "gelukt", Stapstatus.BEZIG: "bezig"}.get(
            Stapstatus(self.stand), "neutraal"
        )

    @property
    def wie_in_plan(self) -> str:
        """Zoals het in het plan staat: de inwoner is "ik"."""
        namen = {
            Stapuitvoerder.INWONER: "ik",
            Stapuitvoerder.SAMEN: "wij samen",
            Stapuitvoerder.GEMEENTE: "de gemeente",
        }
        return namen.get(Stapuitvoerder(self.wie), "iemand anders")


@met_historie
class Stapvoortgang(models.Model):
    """Hoe ver een stap is, als regel in een logboek: het getekende plan zelf verandert er niet door."""

    stap = models.ForeignKey(Stap, models.CASCADE, related_name="voortgang")
    status = models.CharField(max_length=10, choices=Stapstatus)
    datum = models.DateField()
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "stapvoortgang"
        verbose_name_plural = "stapvoortgang"
        ordering = ["stap", "-pk"]

    def __str__(self):
        return f"{self.stap}: {self.get_status_display()}"


@met_historie
class Ondertekening(models.Model):
    """De handtekening van één partij, of de reden waarom die er niet is (HT-040)."""

    plan = models.ForeignKey(Ontwikkelplan, models.PROTECT, related_name="ondertekeningen")
    wie = models.CharField(max_length=10, choices=Ondertekenaar)
    hoe = models.CharField(max_length=10, choices=Ondertekenwijze)
    naam = models.CharField(max_length=120)
    datum = models.DateField()
    reden = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        ordering = ["plan", "-wie"]
        triggers = [staat_vast_met_plan(_VAN_PLAN)]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "wie"],
                name="ondertekening_een_per_partij",
                violation_error_message="Deze partij heeft al getekend.",
            ),
            models.CheckConstraint(
                name="ondertekening_weigering_met_reden",
                condition=(Q(hoe=Ondertekenwijze.GEWEIGERD) & ~Q(reden=""))
                | (~Q(hoe=Ondertekenwijze.GEWEIGERD) & Q(reden="")),
                violation_error_message="Vul de reden in waarom iemand niet tekent.",
            ),
            models.CheckConstraint(
                name="ondertekening_gemeente_weigert_niet",
                condition=Q(wie=Ondertekenaar.INWONER) | ~Q(hoe=Ondertekenwijze.GEWEIGERD),
                violation_error_message="De gemeente tekent, of trekt het plan in.",
            ),
            models.CheckConstraint(
                name="ondertekening_op_papier_met_scan",
                condition=~Q(hoe=Ondertekenwijze.PAPIER) | Q(document__isnull=False),
                violation_error_message="Voeg de scan van het getekende plan toe.",
            ),
        ]

    def __str__(self):
        return f"{self.get_wie_display()}: {self.get_hoe_display()}"


@met_historie
class Planevaluatie(models.Model):
    """Een gesprek over hoe het plan gaat, met de dag van het volgende gesprek (RH-082)."""

    plan = models.ForeignKey(Ontwikkelplan, models.PROTECT, related_name="evaluaties")
    datum = models.DateField()
    verslag = models.TextField(max_length=2000)
    volgende_op = models.DateField(null=True, blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "planevaluatie"
        verbose_name_plural = "planevaluaties"
        ordering = ["plan", "-datum", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="planevaluatie_volgende_later",
                condition=Q(volgende_op=None) | Q(volgende_op__gt=F("datum")),
                violation_error_message="Het volgende gesprek is na dit gesprek. Kies een latere dag.",
            ),
        ]

    def __str__(self):
        return f"evaluatie {self.datum:%d-%m-%Y}"
