"""Werkgevers en andere relaties, hun contactpersonen, en wie er werkt."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kern.history import met_historie
from kern.models import Deelname, Gemeente, Samenwerkingsverband
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Persoon
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing, Relatiesoort


class RelatieQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Relaties van de eigen gemeenten, en die van hun samenwerkingsverband gedeeld (ontwerp §2.3)."""
        gemeenten = gebruiker.toegang.gemeenten_met(Recht.WERKGEVER_INZIEN)
        # A gemeente that left the verband (or has yet to join) does not see what is shared inside it.
        deelnames = Deelname.objects.op(timezone.localdate()).filter(gemeente_id__in=gemeenten)
        return self.filter(Q(gemeente_id__in=gemeenten) | Q(verband_id__in=deelnames.values("verband_id")))


@met_historie
class Relatie(models.Model):
    """Een werkgever, opleider of andere organisatie waarmee de gemeente werkt."""

    nummer = models.CharField("relatienummer", max_length=12, unique=True, editable=False)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="relaties")
    verband = models.ForeignKey(
        Samenwerkingsverband,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relaties",
        help_text="Ingevuld als alle gemeenten van het verband deze relatie delen (WV-055).",
    )
    naam = models.CharField(max_length=150)
    zoeknaam = models.CharField(max_length=200, editable=False)
    soorten = ArrayField(models.CharField(max_length=30, choices=Relatiesoort), default=list)
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True)
    btw_nummer = models.CharField("btw-nummer", max_length=14, blank=True)
    branche = models.CharField(max_length=80, blank=True)
    straat = models.CharField(max_length=100, blank=True)
    huisnummer = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=7, blank=True)
    plaats = models.CharField(max_length=80, blank=True)
    telefoon = models.CharField(max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    werknemers = models.PositiveIntegerField("aantal werknemers", null=True, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)
    aangemaakt_op = models.DateTimeField(auto_now_add=True)

    objects = RelatieQuerySet.as_manager()

    class Meta:
        verbose_name = "relatie"
        verbose_name_plural = "relaties"
        ordering = ["zoeknaam", "pk"]
        indexes = [
            models.Index(fields=["gemeente", "zoeknaam", "id"], name="relatie_op_naam"),
            GinIndex(OpClass(F("zoeknaam"), name="gin_trgm_ops"), name="relatie_zoeknaam"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "kvk"],
                condition=~Q(kvk=""),
                name="relatie_kvk_uniek",
                violation_error_message="Er is al een relatie met dit KvK-nummer. Zoek die op.",
            ),
            models.CheckConstraint(
                name="relatie_kvk_acht_cijfers",
                condition=Q(kvk="") | Q(kvk__regex=r"^[0-9]{8}$"),
                violation_error_message="Een KvK-nummer heeft 8 cijfers.",
            ),
            models.CheckConstraint(
                name="relatie_btw_nummer_vorm",
                condition=Q(btw_nummer="") | Q(btw_nummer__regex=r"^NL[0-9]{9}B[0-9]{2}$"),
                violation_error_message="Een btw-nummer ziet eruit als NL123456782B90.",
            ),
            models.CheckConstraint(
                name="relatie_naam_niet_leeg",
                condition=~Q(naam=""),
                violation_error_message="Vul de naam in.",
            ),
        ]

    def __str__(self):
        return self.naam

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:relatie", args=[self.nummer])


@met_historie
class Contactpersoon(models.Model):
    """Iemand bij een werkgever met wie de gemeente contact heeft."""

    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="contactpersonen")
    naam = models.CharField(max_length=120)
    functie = models.CharField(max_length=80, blank=True)
    telefoon = models.CharField(max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    actief = models.BooleanField(default=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["relatie", "naam"]

    def __str__(self):
        return self.naam


class PlaatsingQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Plaatsingen van personen in gemeenten waar de gebruiker werkgevers mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.WERKGEVER_INZIEN))

    def met_soort_voor(self, gebruiker):
        """Voeg `soort_zichtbaar` toe: de soort zegt of iemand Wsw of een uitkering heeft (AVG, regels §7).

        Leeg voor wie in die gemeente geen van beide mag inzien, zoals een accountmanager.
        """
        toegang = gebruiker.toegang
        waar = toegang.gemeenten_met(Recht.WSW_INZIEN) | toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
        mag = models.When(persoon__gemeente_id__in=waar, then=F("soort"))
        return self.annotate(
            soort_zichtbaar=models.Case(mag, default=models.Value(""), output_field=models.CharField())
        )


@met_historie
class Plaatsing(Periode):
    """Een persoon werkt bij een werkgever, van en tot en met een dag (RH-177)."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="plaatsingen")
    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="plaatsingen")
    soort = models.CharField(max_length=30, choices=Plaatsingssoort)
    uren_per_week = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    werklocatie = models.CharField(max_length=80, blank=True, help_text="Bijvoorbeeld de werf.")
    leidinggevende = models.CharField(max_length=120, blank=True)
    contract_tot = models.DateField(
        "contract loopt tot en met", null=True, blank=True, help_text="De afgesproken laatste dag."
    )
    reden_einde = models.CharField(max_length=20, choices=RedenEindePlaatsing, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = PlaatsingQuerySet.as_manager()

    class Meta:
        verbose_name = "plaatsing"
        verbose_name_plural = "plaatsingen"
        ordering = ["persoon", "-begindatum"]
        indexes = [
            models.Index(fields=["relatie", "einddatum"], name="plaatsing_relatie"),
            models.Index(fields=["contract_tot"], name="plaatsing_contract", condition=Q(einddatum=None)),
        ]
        constraints = [
            einde_na_begin("plaatsing_einde_na_begin"),
            # Two employers in one week is allowed (arbeidspool, HT-083); twice the same one is not.
            geen_overlap(
                "plaatsing_geen_overlap",
                "persoon",
                "relatie",
                melding="Deze persoon werkt in deze periode al bij deze werkgever.",
            ),
            models.CheckConstraint(
                name="plaatsing_einde_heeft_reden",
                condition=Q(einddatum=None, reden_einde="")
                | (Q(einddatum__isnull=False) & ~Q(reden_einde="")),
                violation_error_message="Een laatste dag en een reden horen bij elkaar.",
            ),
            models.CheckConstraint(
                name="plaatsing_uren",
                condition=Q(uren_per_week=None) | Q(uren_per_week__gt=0, uren_per_week__lte=40),
                violation_error_message="Het aantal uren per week ligt tussen 0 en 40.",
            ),
            models.CheckConstraint(
                name="plaatsing_contract_na_begin",
                condition=Q(contract_tot=None) | Q(contract_tot__gte=F("begindatum")),
                violation_error_message="Het contract eindigt voordat de plaatsing begint.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} vanaf {self.begindatum:%d-%m-%Y}"

    @property
    def zichtbare_soort(self) -> str:
        """De soort in woorden na `met_soort_voor`, of leeg."""
        soort = getattr(self, "soort_zichtbaar", "")
        return str(Plaatsingssoort(soort).label) if soort else ""
