"""Wie met Trede werkt: gemeenten, samenwerkingsverbanden, organisaties en teams."""

from django.db import models
from django.db.models import Q

from kern.history import met_historie
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht


class GemeenteQuerySet(models.QuerySet):
    def met_recht(self, gebruiker, *rechten: Recht):
        """De gemeenten waar deze gebruiker dit recht (of een van deze rechten) heeft, op naam."""
        waar = {pk for recht in rechten for pk in gebruiker.toegang.gemeenten_met(recht)}
        return self.filter(pk__in=waar).order_by("naam")


@met_historie
class Gemeente(models.Model):
    """Een gemeente met haar CBS-code (vier cijfers)."""

    code = models.CharField("CBS-code", max_length=4, unique=True)
    naam = models.CharField(max_length=80, unique=True)
    werknaam = models.CharField(
        max_length=80, blank=True, help_text="De naam waaronder de gemeente dit werk doet (RH-015)."
    )
    gebruikt_trede = models.BooleanField(
        "werkt met Trede", default=True, help_text="Nee: alleen bekend als gemeente van herkomst (RH-116)."
    )

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                name="gemeente_code_vier_cijfers",
                condition=Q(code__regex=r"^[0-9]{4}$"),
                violation_error_message="Een CBS-code heeft vier cijfers.",
            )
        ]

    def __str__(self):
        return self.naam


@met_historie
class Samenwerkingsverband(models.Model):
    """Gemeenten die samen uitvoeren, zoals een GR of de WVS-regio."""

    code = models.SlugField(max_length=40, unique=True)
    naam = models.CharField(max_length=120, unique=True)
    soort = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "samenwerkingsverband"
        verbose_name_plural = "samenwerkingsverbanden"
        ordering = ["naam"]

    def __str__(self):
        return self.naam


@met_historie
class Deelname(Periode):
    """Een gemeente doet mee in een samenwerkingsverband, van en tot en met een dag."""

    verband = models.ForeignKey(Samenwerkingsverband, models.PROTECT, related_name="deelnames")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="deelnames")

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnames"
        ordering = ["verband", "gemeente", "begindatum"]
        constraints = [
            einde_na_begin("deelname_einde_na_begin"),
            geen_overlap(
                "deelname_geen_overlap",
                "verband",
                "gemeente",
                melding="Deze gemeente doet in deze periode al mee.",
            ),
        ]

    def __str__(self):
        return f"{self.gemeente} in {self.verband}"


@met_historie
class Organisatie(models.Model):
    """Een partij met een taak in de uitvoering: SW-bedrijf, HRM-partij, gemeente als werkgever."""

    naam = models.CharField(max_length=120, unique=True)
    gemeente = models.OneToOneField(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisatie",
        help_text="Ingevuld als de gemeente zelf deze organisatie is.",
    )

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]

    def __str__(self):
        return self.naam


class Organisatierolsoort(models.TextChoices):
    """Rollen van organisaties per gemeente (eisen.md §7)."""

    FORMEEL_WERKGEVER = "formeel_werkgever", "formeel werkgever"
    UITVOERDER = "uitvoerder", "uitvoerder"
    VOORKEURSLEVERANCIER = "voorkeursleverancier", "voorkeursleverancier"
    WERKGEVERSSERVICEPUNT = "werkgeversservicepunt", "werkgeversservicepunt"
    HRM_PARTIJ = "hrm_partij", "HRM-partij"
    STATISTIEKONTVANGER = "statistiekontvanger", "ontvanger van de statistiek"


@met_historie
class Organisatierol(Periode):
    """Wat een organisatie voor een gemeente doet, van en tot en met een dag."""

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="rollen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="organisatierollen")
    soort = models.CharField(max_length=30, choices=Organisatierolsoort)
    bron = models.CharField(max_length=200, blank=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "organisatierol"
        verbose_name_plural = "organisatierollen"
        ordering = ["gemeente", "soort", "begindatum"]
        constraints = [
            einde_na_begin("organisatierol_einde_na_begin"),
            geen_overlap(
                "organisatierol_geen_overlap",
                "organisatie",
                "gemeente",
                "soort",
                melding="Deze organisatie heeft deze rol in deze periode al.",
            ),
        ]

    def __str__(self):
        return f"{self.organisatie}: {self.get_soort_display()}"


class TeamQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Teams van de gemeenten waar de gebruiker een rol heeft."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten)


@met_historie
class Team(models.Model):
    """Een team van een gemeente met zijn taakvelden (RH-009, RH-141)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="teams")
    naam = models.CharField(max_length=80)
    taakvelden = models.CharField(max_length=300, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = ["gemeente", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "naam"],
                name="team_naam_uniek",
                violation_error_message="Er is al een team met deze naam.",
            )
        ]

    def __str__(self):
        return self.naam
