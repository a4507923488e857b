"""Betalingen: het bankbestand, zijn afschriften, elke regel, en welke factuur ermee is betaald (RH-149)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Achtergrondtaak, Bestand, Gebruiker, Gemeente
from kern.permissions import Recht
from werkgevers.choices import Bankbestandsoort, Betaalbron, Koppelwijze, Terzijde, Zekerheid
from werkgevers.models.factuur import Factuur


class BetalingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Van gemeenten waar de gebruiker betalingen mag inzien; geld delen gemeenten nooit (ontwerp §2.3)."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))

    def te_doen(self):
        """Regels waarvan nog niet alles een bestemming heeft."""
        return self.filter(terzijde="").exclude(toegewezen=F("bedrag"))


class _MetGemeenteQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.BETALING_INZIEN))


@met_historie
class Bankbestand(models.Model):
    """Een ingelezen bestand van de bank; hetzelfde bestand gaat er één keer in."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="bankbestanden")
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64)
    soort = models.CharField(max_length=10, choices=Bankbestandsoort)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    taak = models.ForeignKey(Achtergrondtaak, models.SET_NULL, null=True, blank=True, related_name="+")
    verwerkt_op = models.DateTimeField(null=True, blank=True)
    # Counts and warnings of the run that read it.
    uitkomst = models.JSONField(default=dict, blank=True)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "bankbestand"
        verbose_name_plural = "bankbestanden"
        ordering = ["-gemaakt_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "sha256"],
                name="bankbestand_een_keer",
                violation_error_message="Dit bestand is al ingelezen.",
            ),
            models.CheckConstraint(name="bankbestand_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"bankbestand {self.pk}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:bankbestand", args=[self.pk])


@met_historie
class Bankafschrift(models.Model):
    """Eén afschrift van één rekening, te herkennen aan rekening en nummer."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="bankafschriften")
    bankbestand = models.ForeignKey(Bankbestand, models.PROTECT, related_name="afschriften")
    rekening = models.CharField(max_length=34)
    kenmerk = models.CharField("nummer van het afschrift", max_length=70)
    soort = models.CharField(max_length=10, choices=Bankbestandsoort)
    datum = models.DateField()
    beginsaldo = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    eindsaldo = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "bankafschrift"
        verbose_name_plural = "bankafschriften"
        ordering = ["-datum", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "rekening", "soort", "kenmerk"],
                name="bankafschrift_een_keer",
                violation_error_message="Dit afschrift is al ingelezen.",
            )
        ]

    def __str__(self):
        return f"afschrift {self.kenmerk}"


@met_historie
class Betaling(models.Model):
    """Eén regel van een afschrift, of een goedgekeurde handbetaling. Wat er staat verandert nooit.

    `toegewezen` telt de database zelf: facturen, incassokosten en rente samen.
    Positief is ontvangen, negatief is afgeschreven of gestorneerd.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="betalingen")
    bron = models.CharField("hoe betaald", max_length=20, choices=Betaalbron, default=Betaalbron.BANK)
    afschrift = models.ForeignKey(
        Bankafschrift, models.PROTECT, null=True, blank=True, related_name="betalingen"
    )
    volgnummer = models.PositiveIntegerField()
    vingerafdruk = models.CharField(max_length=64, editable=False)
    datum = models.DateField("geboekt op")
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    omschrijving = models.CharField(max_length=1000, blank=True)
    tegenrekening = models.CharField(max_length=34, blank=True)
    tegennaam = models.CharField("naam", max_length=140, blank=True)
    kenmerk = models.CharField("betalingskenmerk", max_length=140, blank=True)
    eindreferentie = models.CharField("kenmerk van de betaler", max_length=70, blank=True)
    bankreferentie = models.CharField("kenmerk van de bank", max_length=70, blank=True)
    machtiging = models.CharField(max_length=35, blank=True)
    storno = models.BooleanField(default=False)
    stornoreden = models.CharField("reden van de bank", max_length=35, blank=True)
    # Written by a trigger only: the sum of the allocations.
    toegewezen = models.DecimalField(max_digits=12, decimal_places=2, default=0, editable=False)
    zekerheid = models.CharField(max_length=20, choices=Zekerheid, blank=True)
    reden = models.CharField("waarom dit voorstel", max_length=500, blank=True)
    terzijde = models.CharField("niet voor een factuur", max_length=20, choices=Terzijde, blank=True)
    terzijde_toelichting = models.CharField("toelichting", max_length=300, blank=True)
    draait_terug = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stornos", verbose_name="storno van"
    )

    objects = BetalingQuerySet.as_manager()

    class Meta:
        verbose_name = "betaling"
        verbose_name_plural = "betalingen"
        ordering = ["-datum", "-pk"]
        indexes = [
            models.Index(fields=["gemeente", "-datum", "-id"], name="betaling_lijst"),
            models.Index(
                fields=["gemeente", "datum"],
                condition=Q(terzijde="") & ~Q(toegewezen=F("bedrag")),
                name="betaling_te_doen",
            ),
            models.Index(fields=["gemeente", "tegenrekening"], name="betaling_rekening"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["afschrift", "volgnummer"], name="betaling_volgnummer"),
            models.UniqueConstraint(
                fields=["gemeente", "vingerafdruk"],
                name="betaling_een_keer",
                violation_error_message="Deze regel is al ingelezen.",
            ),
            models.CheckConstraint(
                name="betaling_niet_meer_dan_bedrag",
                condition=Q(bedrag__gte=0, toegewezen__gte=0, toegewezen__lte=F("bedrag"))
                | Q(bedrag__lt=0, toegewezen__lte=0, toegewezen__gte=F("bedrag")),
                violation_error_message="Je verdeelt meer dan er van deze betaling over is.",
            ),
            models.CheckConstraint(
                name="betaling_van_bank_heeft_afschrift",
                condition=Q(bron=Betaalbron.BANK, afschrift__isnull=False)
                | (~Q(bron=Betaalbron.BANK) & Q(afschrift=None)),
                violation_error_message="Alleen een betaling van de bank heeft een afschrift.",
            ),
            models.CheckConstraint(
                name="betaling_terzijde_toelichting",
                condition=~Q(terzijde=Terzijde.ANDER) | ~Q(terzijde_toelichting=""),
                violation_error_message="Schrijf bij een andere reden een toelichting.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="betaling_staat_vast",
                exclude=[
                    "toegewezen",
                    "zekerheid",
                    "reden",
                    "terzijde",
                    "terzijde_toelichting",
                    "draait_terug",
                ],
            ),
            pgtrigger.Protect(name="betaling_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"betaling van {self.datum:%d-%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:betaling", args=[self.pk])

    @property
    def over(self):
        """Wat nog geen bestemming heeft."""
        return 0 if self.terzijde else self.bedrag - self.toegewezen

    @property
    def tegenpartij(self) -> str:
        return self.tegennaam or self.tegenrekening or "onbekend"


@met_historie
class Betalingtoewijzing(models.Model):
    """Dit deel van een betaling is voor deze factuur. Een storno is een toewijzing met een minteken.

    De database telt mee, ook als twee mensen tegelijk klikken: nooit meer dan de betaling, en nooit meer
    dan het bedrag van de factuur.
    """

    betaling = models.ForeignKey(Betaling, models.PROTECT, related_name="toewijzingen")
    factuur = models.ForeignKey(Factuur, models.PROTECT, related_name="toewijzingen")
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    wijze = models.CharField(max_length=20, choices=Koppelwijze)
    reden = models.CharField(max_length=500, blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "toewijzing van een betaling"
        verbose_name_plural = "toewijzingen van betalingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["betaling", "factuur"],
                name="betalingtoewijzing_een_keer",
                violation_error_message="Deze betaling is al aan deze factuur gekoppeld.",
            ),
            models.CheckConstraint(
                name="betalingtoewijzing_niet_nul",
                condition=~Q(bedrag=0),
                violation_error_message="Vul een bedrag in.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="betalingtoewijzing_staat_vast"),
            # One row of the payment and one of the invoice are locked, in this order, by every change.
            pgtrigger.Trigger(
                name="betalingtoewijzing_telt_mee",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                declare=[
                    ("wijziging", "numeric"),
                    ("welke_betaling", "bigint"),
                    ("welke_factuur", "bigint"),
                    ("hoogste", "numeric"),
                    ("som", "numeric"),
                ],
                func="""
                    if tg_op = 'INSERT' then
                        wijziging := new.bedrag;
                        welke_betaling := new.betaling_id;
                        welke_factuur := new.factuur_id;
                    else
                        wijziging := -old.bedrag;
                        welke_betaling := old.betaling_id;
                        welke_factuur := old.factuur_id;
                    end if;
                    update werkgevers_betaling set toegewezen = toegewezen + wijziging where id = welke_betaling;
                    select f.totaal into hoogste from werkgevers_factuur f where f.id = welke_factuur for update;
                    if hoogste <= 0 then
                        raise exception 'Een creditfactuur wordt niet betaald.'
                            using errcode = 'check_violation', constraint = 'betalingtoewijzing_geen_credit';
                    end if;
                    select coalesce(sum(t.bedrag), 0) + wijziging into som
                    from werkgevers_betalingtoewijzing t where t.factuur_id = welke_factuur;
                    if som < 0 or som > hoogste then
                        raise exception 'Er is dan meer betaald dan de factuur, of minder dan niets.'
                            using errcode = 'check_violation', constraint = 'betalingtoewijzing_past_bij_factuur';
                    end if;
                    if tg_op = 'DELETE' then
                        return old;
                    end if;
                    return new;
                """,
            ),
        ]

    def __str__(self):
        return f"€ {self.bedrag} voor {self.factuur_id}"
