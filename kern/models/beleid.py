"""Beleidskader en parameters: elke norm, elk bedrag en elke termijn is hier een gedateerde rij met bron."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kern.history import met_historie
from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente, Samenwerkingsverband
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap, periode_expressie


class Beleidsstatus(models.TextChoices):
    CONCEPT = "concept", "concept"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    VERVALLEN = "vervallen", "vervallen"


class Parametersoort(models.TextChoices):
    """Het type van een waarde; bepaalt hoe hij wordt ingelezen en getoond."""

    GETAL = "getal", "getal"
    BEDRAG = "bedrag", "bedrag"
    PERCENTAGE = "percentage", "percentage"
    DATUM = "datum", "datum"
    PERIODE = "periode", "periode"
    TEKST = "tekst", "tekst"
    JANEE = "janee", "ja of nee"
    LIJST = "lijst", "lijst"
    TABEL = "tabel", "tabel"


class Zekerheid(models.TextChoices):
    """Hoe zeker de waarde is (regels.md, bovenaan)."""

    V = "V", "gelezen in de wet of Staatscourant"
    V2 = "V2", "gelezen in een betrouwbare andere bron"
    S = "S", "staat in het beleidsdocument"
    D = "D", "berekend uit een bron"
    G = "G", "algemene kennis, nog controleren"
    ONBEKEND = "?", "onzeker, nog bevestigen"


class BeleidskaderQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Het landelijke kader, en de kaders van de eigen gemeenten en verbanden."""
        gemeenten = gebruiker.toegang.gemeenten
        return self.filter(
            Q(gemeente=None, verband=None)
            | Q(gemeente_id__in=gemeenten)
            | Q(verband__deelnames__gemeente_id__in=gemeenten)
        ).distinct()


@met_historie
class Beleidskader(Periode):
    """Het beleid van een gemeente, een samenwerkingsverband of (zonder eigenaar) Nederland."""

    code = models.SlugField(max_length=60, unique=True)
    naam = models.CharField(max_length=200)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="kaders")
    verband = models.ForeignKey(
        Samenwerkingsverband, models.PROTECT, null=True, blank=True, related_name="kaders"
    )
    status = models.CharField(max_length=20, choices=Beleidsstatus, default=Beleidsstatus.CONCEPT)
    bron = models.CharField(max_length=300, help_text="Het document en het besluit waar dit kader op rust.")
    besluit = models.CharField(max_length=300, blank=True)
    bestuurder = models.CharField(
        "verantwoordelijk bestuurder", max_length=120, blank=True, help_text="De wethouder (HT-001)."
    )
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgesteld_op = models.DateTimeField(null=True, blank=True)
    # A proposal for another last day; it counts when somebody else has decided on it.
    voorstel_einddatum = models.DateField("voorgestelde laatste dag", null=True, blank=True)
    voorstel_bron = models.CharField("besluit bij het voorstel", max_length=300, blank=True)
    voorstel_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BeleidskaderQuerySet.as_manager()

    class Meta:
        verbose_name = "beleidskader"
        verbose_name_plural = "beleidskaders"
        ordering = ["naam"]
        constraints = [
            einde_na_begin("beleidskader_einde_na_begin"),
            models.CheckConstraint(
                name="beleidskader_hoogstens_een_eigenaar",
                condition=Q(gemeente=None) | Q(verband=None),
                violation_error_message="Een kader hoort bij een gemeente of bij een verband, niet bij allebei.",
            ),
            models.CheckConstraint(
                name="beleidskader_vier_ogen",
                # As for a parameter: what somebody drew up counts after somebody else decided.
                condition=Q(opgesteld_door=None)
                | Q(vastgesteld_door__isnull=False) & ~Q(opgesteld_door=F("vastgesteld_door"))
                | Q(vastgesteld_door=None) & ~Q(status=Beleidsstatus.VASTGESTELD),
                violation_error_message="Iemand anders moet dit kader vaststellen.",
            ),
            models.CheckConstraint(
                name="beleidskader_voorstel_heel",
                condition=Q(voorstel_door=None, voorstel_bron="", voorstel_einddatum=None)
                | Q(voorstel_door__isnull=False) & ~Q(voorstel_bron=""),
                violation_error_message="Bij een voorstel hoort het besluit waarop het rust.",
            ),
            # One vastgesteld kader per owner at a time, so that a lookup has one answer.
            ExclusionConstraint(
                name="beleidskader_geen_overlap",
                expressions=[
                    (Coalesce(F("gemeente"), 0), RangeOperators.EQUAL),
                    (Coalesce(F("verband"), 0), RangeOperators.EQUAL),
                    (periode_expressie(), RangeOperators.OVERLAPS),
                ],
                condition=Q(status=Beleidsstatus.VASTGESTELD),
                violation_error_message="Er is in deze periode al een vastgesteld kader.",
            ),
        ]

    def __str__(self):
        return self.naam

    @property
    def eigenaar(self) -> str:
        """Van wie het kader is, in woorden."""
        return str(self.gemeente or self.verband or "Rijk")


@met_historie
class Parameter(Periode):
    """Eén gedateerde waarde van één code in één kader, met bron."""

    kader = models.ForeignKey(Beleidskader, models.PROTECT, related_name="parameters")
    code = models.CharField(max_length=80)
    soort = models.CharField(max_length=20, choices=Parametersoort)
    eenheid = models.CharField(max_length=40, blank=True)
    waarde = models.JSONField(
        help_text="Getallen en bedragen als tekst met een punt, zodat niets verloren gaat."
    )
    status = models.CharField(max_length=20, choices=Beleidsstatus, default=Beleidsstatus.CONCEPT)
    versie = models.PositiveIntegerField(default=1)
    bron = models.CharField(max_length=300)
    rij = models.CharField("eis", max_length=120, blank=True)
    zekerheid = models.CharField(max_length=2, choices=Zekerheid, default=Zekerheid.S)
    toelichting = models.TextField(blank=True)
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgesteld_op = models.DateTimeField(null=True, blank=True)
    volgt_op = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    volgt_op_einddatum = models.DateField(
        null=True,
        blank=True,
        help_text="Tot en met welke dag de vorige waarde liep voor deze haar opvolgde; leeg is zonder einde.",
    )

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "parameter"
        verbose_name_plural = "parameters"
        ordering = ["kader", "code", "begindatum"]
        indexes = [models.Index(fields=["code", "kader"], name="parameter_code")]
        constraints = [
            einde_na_begin("parameter_einde_na_begin"),
            geen_overlap(
                "parameter_geen_overlap",
                "kader",
                "code",
                condition=Q(status=Beleidsstatus.VASTGESTELD),
                melding="Voor deze periode is al een waarde vastgesteld. Kies een andere begindatum.",
            ),
            models.CheckConstraint(
                name="parameter_vier_ogen",
                # What somebody drew up needs somebody else before it counts; loaded values rest on the
                # besluit of their document and have neither.
                condition=Q(opgesteld_door=None)
                | Q(vastgesteld_door__isnull=False) & ~Q(opgesteld_door=F("vastgesteld_door"))
                | Q(vastgesteld_door=None) & ~Q(status=Beleidsstatus.VASTGESTELD),
                violation_error_message="Iemand anders moet deze waarde vaststellen.",
            ),
            models.CheckConstraint(
                name="parameter_bron_verplicht",
                condition=~Q(bron=""),
                violation_error_message="Vul in waar deze waarde vandaan komt.",
            ),
        ]

    def __str__(self):
        return f"{self.code} vanaf {self.begindatum:%d-%m-%Y}"
