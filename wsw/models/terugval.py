"""De terugvaloptie: tijdelijke werkplekken, en de klok voor wie een nieuwe plek zoekt (RH-122, RH-123)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin
from kern.permissions import Recht
from personen.models import Persoon
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from werkgevers.models import Plaatsing, Relatie
from wsw.choices import TERUGVALSOORTEN, Locatieoordeel, Uitkomst, Werkplekeis
from wsw.models.dienstverband import Dienstverband


class TerugvalplekQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Terugvalplekken van gemeenten waar de gebruiker de Wsw mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))

    def te_gebruiken_op(self, dag):
        """Waar op deze dag iemand geplaatst mag worden: de locatie is geschikt en de afspraak loopt."""
        return self.op(dag).filter(oordeel=Locatieoordeel.GESCHIKT)


@met_historie
class Terugvalplek(Periode):
    """Een locatie met tijdelijk werk voor wie uit een detachering terugkomt (RH-029, RH-122, RH-125, TW-018).

    Het tijdelijke werk voldoet aan de eisen van een volwaardige werkplek (RH-123, RH §3.9). Een locatie die nog
    wordt onderzocht of niet geschikt is, staat er ook: zo blijft het onderzoek per locatie te zien.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="terugvalplekken")
    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="terugvalplekken")
    naam = models.CharField("naam van de locatie", max_length=80)
    soort = models.CharField(
        "soort plaatsing", max_length=30, choices=[(s, s.label) for s in TERUGVALSOORTEN]
    )
    plaatsen = models.PositiveSmallIntegerField("aantal plaatsen")
    oordeel = models.CharField(max_length=15, choices=Locatieoordeel, default=Locatieoordeel.ONDERZOEK)
    oordeel_op = models.DateField("beoordeeld op", null=True, blank=True)
    eisen = ArrayField(
        models.CharField(max_length=20, choices=Werkplekeis),
        verbose_name="voldoet aan",
        default=list,
        blank=True,
    )
    toelichting = models.CharField(max_length=500, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = TerugvalplekQuerySet.as_manager()

    class Meta:
        verbose_name = "terugvalplek"
        verbose_name_plural = "terugvalplekken"
        ordering = ["gemeente", "naam"]
        constraints = [
            einde_na_begin("terugvalplek_einde_na_begin"),
            models.UniqueConstraint(
                fields=["gemeente", "relatie", "naam"],
                name="terugvalplek_een_keer",
                violation_error_message="Deze locatie staat er al. Wijzig die.",
            ),
            models.CheckConstraint(
                name="terugvalplek_plaatsen",
                condition=Q(plaatsen__gt=0, plaatsen__lte=200),
                violation_error_message="Het aantal plaatsen ligt tussen 1 en 200.",
            ),
            models.CheckConstraint(
                name="terugvalplek_soort",
                condition=Q(soort__in=[Plaatsingssoort.INTERN, Plaatsingssoort.BESCHUT]),
                violation_error_message="Een terugvalplek is een interne plek of beschut werk.",
            ),
            models.CheckConstraint(
                name="terugvalplek_oordeel_heeft_dag",
                condition=Q(oordeel=Locatieoordeel.ONDERZOEK, oordeel_op=None)
                | (~Q(oordeel=Locatieoordeel.ONDERZOEK) & Q(oordeel_op__isnull=False)),
                violation_error_message="Bij een oordeel hoort de dag van het oordeel.",
            ),
            # RH-123: the temporary work meets every demand of a full workplace before anyone goes there.
            models.CheckConstraint(
                name="terugvalplek_geschikt_voldoet",
                condition=~Q(oordeel=Locatieoordeel.GESCHIKT)
                | Q(eisen__contains=[e.value for e in Werkplekeis]),
                violation_error_message="Een geschikte plek voldoet aan alle eisen van een volwaardige werkplek.",
            ),
        ]

    def __str__(self):
        return self.naam

    def get_absolute_url(self):
        return reverse("wsw:terugvalplek", args=[self.pk])

    @property
    def eisen_in_woorden(self) -> list[str]:
        return [Werkplekeis(eis).label for eis in self.eisen]


class HerplaatsingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Herplaatsingen van personen in gemeenten waar de gebruiker de Wsw mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WSW_INZIEN))

    def open(self):
        """Wie nog een nieuwe plek zoekt."""
        return self.filter(afgesloten_op=None)


@met_historie
class Herplaatsing(models.Model):
    """Iemand zit op een terugvalplek en zoekt een nieuwe plek: de klok van twee maanden (RH-069, RH-123).

    De klok begint na de laatste werkdag van de detachering. Een terugvalplek stopt hem niet: dat doet pas een
    nieuwe plek.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="herplaatsingen")
    dienstverband = models.ForeignKey(Dienstverband, models.PROTECT, related_name="herplaatsingen")
    vorige = models.OneToOneField(
        Plaatsing, models.PROTECT, related_name="herplaatsing", verbose_name="vorige plaatsing"
    )
    plek = models.ForeignKey(Terugvalplek, models.PROTECT, related_name="herplaatsingen")
    plaatsing = models.OneToOneField(
        Plaatsing, models.PROTECT, related_name="terugval", verbose_name="plaatsing op de terugvalplek"
    )
    reden = models.CharField("reden van het einde", max_length=20, choices=RedenEindePlaatsing)
    begindatum = models.DateField("eerste dag op de terugvalplek")
    uiterlijk = models.DateField("nieuwe plek uiterlijk op", null=True, blank=True)
    kaderversie = models.CharField(max_length=120, blank=True)
    afgesloten_op = models.DateField("einde van de terugval", null=True, blank=True)
    uitkomst = models.CharField(max_length=20, choices=Uitkomst, blank=True)
    nieuwe = models.OneToOneField(
        Plaatsing, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nieuwe plaatsing"
    )
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = HerplaatsingQuerySet.as_manager()

    class Meta:
        verbose_name = "herplaatsing"
        verbose_name_plural = "herplaatsingen"
        ordering = ["persoon", "-begindatum"]
        indexes = [
            models.Index(fields=["uiterlijk"], name="herplaatsing_open", condition=Q(afgesloten_op=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["persoon"],
                condition=Q(afgesloten_op=None),
                name="herplaatsing_een_open",
                violation_error_message="Deze persoon zit al op een terugvalplek.",
            ),
            models.CheckConstraint(
                name="herplaatsing_einde_na_begin",
                condition=Q(afgesloten_op=None) | Q(afgesloten_op__gte=F("begindatum")),
                violation_error_message="Het einde ligt voor de eerste dag op de terugvalplek.",
            ),
            models.CheckConstraint(
                name="herplaatsing_einde_heeft_uitkomst",
                condition=Q(afgesloten_op=None, uitkomst="")
                | (Q(afgesloten_op__isnull=False) & ~Q(uitkomst="")),
                violation_error_message="Een einde en een uitkomst horen bij elkaar.",
            ),
            models.CheckConstraint(
                name="herplaatsing_nieuwe_plek_bij_uitkomst",
                condition=Q(nieuwe=None) | Q(uitkomst=Uitkomst.NIEUWE_PLEK),
            ),
            models.CheckConstraint(
                name="herplaatsing_uiterlijk_heeft_kader",
                condition=Q(uiterlijk=None, kaderversie="")
                | (Q(uiterlijk__isnull=False) & ~Q(kaderversie="")),
            ),
        ]

    def __str__(self):
        return f"terugvalplek {self.plek} vanaf {self.begindatum:%d-%m-%Y}"

    def get_absolute_url(self):
        return reverse("wsw:dossierblad", args=[self.persoon.nummer]) + "#terugval"
