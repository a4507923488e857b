"""De detacheringsovereenkomst: wie, waar, hoe lang, hoeveel uur en voor welk tarief (RH-024, RH-133, RH-134)."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Loonwaardemeting, Persoon
from werkgevers.choices import (
    Btwcategorie,
    Herkomst,
    Overeenkomstsoort,
    Overeenkomststatus,
    RedenEindeOvereenkomst,
    Tariefmethode,
    Versiestatus,
)
from werkgevers.models.relatie import Plaatsing, Relatie

# From here on an agreement binds both sides.
GETEKENDE_STATUSSEN = (Overeenkomststatus.GETEKEND, Overeenkomststatus.LOPEND)


def vier_ogen(naam: str) -> models.CheckConstraint:
    """RH-024 en RH-025: wie de inhoud afspreekt, stelt de overeenkomst nooit zelf op."""
    return models.CheckConstraint(
        name=naam,
        condition=Q(opgesteld_door=None) | ~Q(opgesteld_door=F("overeengekomen_door")),
        violation_error_message="Je hebt deze afspraak zelf gemaakt. Een collega stelt de overeenkomst op.",
    )


class OvereenkomstQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Overeenkomsten van gemeenten waar de gebruiker ze mag inzien; geld delen gemeenten nooit."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.OVEREENKOMST_INZIEN))

    def getekend(self):
        """Wat beide kanten hebben getekend en nog geldt of nog begint."""
        return self.filter(status__in=GETEKENDE_STATUSSEN)

    def ooit_getekend(self):
        """Ook wat inmiddels is beëindigd: over de laatste maand komt nog een factuur."""
        return self.exclude(getekend_op=None)


@met_historie
class Overeenkomst(Periode):
    """Eén persoon gedetacheerd bij één werkgever. De inhoud staat in versies, het tarief in afspraken per datum.

    De consulent komt overeen, de administratie stelt op en factureert: nooit dezelfde handen.
    """

    # D-1, D-2, …: gapless per gemeente, given inside the transaction.
    nummer = models.CharField(max_length=12, editable=False)
    volgnummer = models.PositiveIntegerField(editable=False)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="overeenkomsten")
    relatie = models.ForeignKey(
        Relatie, models.PROTECT, related_name="overeenkomsten", verbose_name="werkgever"
    )
    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="overeenkomsten")
    plaatsing = models.ForeignKey(
        Plaatsing, models.PROTECT, null=True, blank=True, related_name="overeenkomsten"
    )
    soort = models.CharField(max_length=30, choices=Overeenkomstsoort)
    herkomst = models.CharField(max_length=20, choices=Herkomst, default=Herkomst.NIEUW)
    status = models.CharField(
        max_length=20, choices=Overeenkomststatus, default=Overeenkomststatus.OVEREENGEKOMEN
    )
    # Of the version that counts; every version keeps its own.
    overeengekomen_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    overeengekomen_op = models.DateTimeField()
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    opgesteld_op = models.DateTimeField(null=True, blank=True)
    getekend_op = models.DateField("eerst getekend op", null=True, blank=True)
    reden_einde = models.CharField(max_length=20, choices=RedenEindeOvereenkomst, blank=True)
    toelichting_einde = models.CharField(max_length=300, blank=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = OvereenkomstQuerySet.as_manager()

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"
        ordering = ["gemeente", "volgnummer"]
        indexes = [
            models.Index(fields=["relatie", "status"], name="overeenkomst_relatie"),
            models.Index(fields=["gemeente", "status", "einddatum"], name="overeenkomst_loopt"),
        ]
        constraints = [
            einde_na_begin("overeenkomst_einde_na_begin"),
            models.UniqueConstraint(fields=["gemeente", "volgnummer"], name="overeenkomst_nummer"),
            # A placement is one person at one employer, so this also means one agreement per placement.
            geen_overlap(
                "overeenkomst_geen_overlap",
                "persoon",
                "relatie",
                condition=~Q(reden_einde=RedenEindeOvereenkomst.NIET_DOORGEGAAN),
                melding=(
                    "Voor deze persoon bij deze werkgever is er in deze periode al een overeenkomst. "
                    "Wijzig die, of beëindig haar eerst."
                ),
            ),
            vier_ogen("overeenkomst_vier_ogen"),
            models.CheckConstraint(
                name="overeenkomst_stap_is_compleet",
                condition=Q(status=Overeenkomststatus.OVEREENGEKOMEN, getekend_op=None)
                | Q(status=Overeenkomststatus.BEEINDIGD)
                | (
                    Q(opgesteld_door__isnull=False, opgesteld_op__isnull=False)
                    & (
                        Q(status=Overeenkomststatus.OPGESTELD, getekend_op=None)
                        | Q(status__in=GETEKENDE_STATUSSEN, getekend_op__isnull=False)
                    )
                ),
                violation_error_message="Eerst overeenkomen, dan opstellen, dan tekenen.",
            ),
            models.CheckConstraint(
                name="overeenkomst_einde_heeft_reden",
                condition=(
                    Q(status=Overeenkomststatus.BEEINDIGD, einddatum__isnull=False) & ~Q(reden_einde="")
                )
                | (~Q(status=Overeenkomststatus.BEEINDIGD) & Q(reden_einde="")),
                violation_error_message="Bij beëindigen horen een laatste dag en een reden.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="overeenkomst_blijft", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.nummer

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:overeenkomst", args=[self.pk])

    def clean(self):
        super().clean()
        plaatsing = self.plaatsing
        if plaatsing is None:
            return
        if (plaatsing.persoon_id, plaatsing.relatie_id) != (self.persoon_id, self.relatie_id):
            raise ValidationError({"plaatsing": "Deze plaatsing is van iemand anders of bij iemand anders."})


@met_historie
class Overeenkomstversie(Periode):
    """Wat is afgesproken, vanaf een dag. Na het tekenen verandert zij niet meer: een wijziging is een nieuwe versie.

    Alleen de laatste dag kan nog dichterbij komen, omdat een nieuwe versie begint of de overeenkomst eindigt.
    """

    overeenkomst = models.ForeignKey(Overeenkomst, models.PROTECT, related_name="versies")
    versie = models.PositiveIntegerField(editable=False)
    status = models.CharField(max_length=20, choices=Versiestatus, default=Versiestatus.OVEREENGEKOMEN)
    uren_per_week = models.DecimalField(max_digits=4, decimal_places=2)
    # Monday first; together they are the hours per week.
    weekpatroon = ArrayField(models.DecimalField(max_digits=4, decimal_places=2), size=7)
    werklocatie = models.CharField(max_length=80, blank=True)
    werkzaamheden = models.CharField(max_length=200, blank=True)
    verlof_doorbelast = models.BooleanField("verlof in rekening brengen", default=False)
    ziekte_doorbelast = models.BooleanField("ziekte in rekening brengen", default=False)
    feestdag_doorbelast = models.BooleanField("feestdagen in rekening brengen", default=False)
    btw_categorie = models.CharField(max_length=2, choices=Btwcategorie, default=Btwcategorie.S)
    btw_reden = models.CharField(
        "reden waarom geen btw",
        max_length=200,
        blank=True,
        help_text="Bijvoorbeeld: btw verlegd, artikel 24b Uitvoeringsbesluit omzetbelasting.",
    )
    betaaltermijn_dagen = models.PositiveSmallIntegerField("betaaltermijn in dagen", default=30)
    inkoopnummer = models.CharField("inkoopnummer van de werkgever", max_length=40, blank=True)
    afspraken = models.TextField("andere afspraken", max_length=2000, blank=True)
    aanleiding = models.CharField("waarom deze versie", max_length=200, blank=True)
    overeengekomen_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    overeengekomen_op = models.DateTimeField()
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    opgesteld_op = models.DateTimeField(null=True, blank=True)
    getekend_op = models.DateField(null=True, blank=True)
    ondertekenaar = models.CharField("wie tekende voor de werkgever", max_length=120, blank=True)
    # The PDF as it went to the employer, what it was made from, and the signed paper.
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    gegevens = models.JSONField(default=dict, blank=True, editable=False)
    scan = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "overeenkomstversie"
        verbose_name_plural = "overeenkomstversies"
        ordering = ["overeenkomst", "-versie"]
        constraints = [
            einde_na_begin("overeenkomstversie_einde_na_begin"),
            models.UniqueConstraint(fields=["overeenkomst", "versie"], name="overeenkomstversie_nummer"),
            models.UniqueConstraint(
                fields=["overeenkomst"],
                condition=Q(status__in=[Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD]),
                name="overeenkomstversie_een_open",
                violation_error_message="Er is al een nieuwe versie in de maak. Maak die eerst af of laat haar vervallen.",
            ),
            geen_overlap(
                "overeenkomstversie_geen_overlap",
                "overeenkomst",
                condition=Q(status=Versiestatus.GETEKEND),
                melding="In deze periode geldt al een andere versie.",
            ),
            vier_ogen("overeenkomstversie_vier_ogen"),
            models.CheckConstraint(
                name="overeenkomstversie_uren",
                condition=Q(uren_per_week__gt=0, uren_per_week__lte=40),
                violation_error_message="Het aantal uren per week ligt tussen 0 en 40.",
            ),
            models.CheckConstraint(
                name="overeenkomstversie_btw_reden",
                condition=Q(btw_categorie=Btwcategorie.S) | ~Q(btw_reden=""),
                violation_error_message="Zonder btw hoort er een reden bij: die komt op de factuur.",
            ),
            models.CheckConstraint(
                name="overeenkomstversie_betaaltermijn",
                condition=Q(betaaltermijn_dagen__gte=1, betaaltermijn_dagen__lte=90),
                violation_error_message="De betaaltermijn ligt tussen 1 en 90 dagen.",
            ),
            models.CheckConstraint(
                name="overeenkomstversie_stap_is_compleet",
                condition=Q(status=Versiestatus.OVEREENGEKOMEN, getekend_op=None)
                | Q(status=Versiestatus.VERVALLEN, getekend_op=None)
                | (
                    Q(opgesteld_door__isnull=False, bestand__isnull=False)
                    & ~Q(sha256="")
                    & (
                        Q(status=Versiestatus.OPGESTELD, getekend_op=None)
                        | Q(status=Versiestatus.GETEKEND, getekend_op__isnull=False)
                    )
                ),
                violation_error_message="Eerst opstellen, dan tekenen.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="overeenkomstversie_staat_vast",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Versiestatus.GETEKEND),
                func="""
                    IF TG_OP = 'UPDATE'
                       AND to_jsonb(NEW) - 'einddatum' - 'scan_id' = to_jsonb(OLD) - 'einddatum' - 'scan_id'
                       AND (NEW.einddatum IS NOT DISTINCT FROM OLD.einddatum
                            OR OLD.einddatum IS NULL OR NEW.einddatum < OLD.einddatum)
                       AND (NEW.scan_id IS NOT DISTINCT FROM OLD.scan_id OR OLD.scan_id IS NULL) THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'Een getekende overeenkomst staat vast. Maak een nieuwe versie.'
                        USING ERRCODE = 'check_violation';
                """,
            )
        ]

    def __str__(self):
        return f"versie {self.versie}"

    @property
    def staat_vast(self) -> bool:
        return self.status == Versiestatus.GETEKEND


class TariefafspraakQuerySet(PeriodeQuerySet):
    def geldig(self):
        """Zonder afspraken die door een latere zijn vervangen."""
        return self.filter(vervallen_op=None)


def _heeft(*velden: str) -> Q:
    """Precies deze bedragen zijn ingevuld."""
    leeg = {
        f"{veld}__isnull": veld not in velden for veld in ("bedrag", "loonwaarde_pct", "factor", "opslag")
    }
    return Q(**leeg)


@met_historie
class Tariefafspraak(Periode):
    """Het tarief van een overeenkomst, van en tot en met een dag (RH-113, RH-114; functies V4).

    Een ander tarief is een nieuwe afspraak, ook met een dag in het verleden. De oude blijft leesbaar.
    """

    overeenkomst = models.ForeignKey(Overeenkomst, models.PROTECT, related_name="tarieven")
    methode = models.CharField(max_length=20, choices=Tariefmethode)
    # Per uur, per maand of per fte per jaar: dat zegt de methode.
    bedrag = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    loonwaarde_pct = models.DecimalField(
        "loonwaarde in procenten", max_digits=5, decimal_places=2, null=True, blank=True
    )
    factor = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Welk deel van de loonwaarde de werkgever betaalt; 1 is alles.",
    )
    opslag = models.DecimalField("opslag per maand", max_digits=9, decimal_places=2, null=True, blank=True)
    meting = models.ForeignKey(
        Loonwaardemeting, models.PROTECT, null=True, blank=True, related_name="tariefafspraken"
    )
    reden = models.CharField(max_length=200, blank=True)
    overleg_op = models.DateField("overleg met de andere gemeenten op", null=True, blank=True)
    overleg_gemeenten = models.PositiveSmallIntegerField(
        "met hoeveel andere gemeenten", null=True, blank=True
    )
    afgesproken_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    afgesproken_op = models.DateTimeField()
    vervallen_op = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TariefafspraakQuerySet.as_manager()

    class Meta:
        verbose_name = "tariefafspraak"
        verbose_name_plural = "tariefafspraken"
        ordering = ["overeenkomst", "-begindatum", "-pk"]
        constraints = [
            einde_na_begin("tariefafspraak_einde_na_begin"),
            geen_overlap(
                "tariefafspraak_geen_overlap",
                "overeenkomst",
                condition=Q(vervallen_op=None),
                melding="In deze periode geldt al een ander tarief.",
            ),
            models.CheckConstraint(
                name="tariefafspraak_past_bij_methode",
                condition=(Q(methode=Tariefmethode.LOONWAARDE) & _heeft("loonwaarde_pct", "factor"))
                | (Q(methode=Tariefmethode.LOONSOM_OPSLAG) & _heeft("opslag"))
                | (
                    Q(
                        methode__in=[
                            Tariefmethode.KOSTEN,
                            Tariefmethode.UREN_TARIEF,
                            Tariefmethode.NORMUREN,
                            Tariefmethode.VAST_MAAND,
                        ]
                    )
                    & _heeft("bedrag")
                ),
                violation_error_message="Vul in wat bij deze methode hoort, en niets anders.",
            ),
            models.CheckConstraint(
                name="tariefafspraak_niet_negatief",
                condition=(Q(bedrag=None) | Q(bedrag__gte=0)) & (Q(opslag=None) | Q(opslag__gte=0)),
                violation_error_message="Een tarief is niet minder dan € 0,00.",
            ),
            models.CheckConstraint(
                name="tariefafspraak_loonwaarde",
                condition=Q(loonwaarde_pct=None)
                | Q(loonwaarde_pct__gte=0, loonwaarde_pct__lte=100, factor__gt=0, factor__lte=2),
                violation_error_message="De loonwaarde ligt tussen 0 en 100 procent, de factor tussen 0 en 2.",
            ),
            models.CheckConstraint(
                name="tariefafspraak_overleg",
                condition=Q(overleg_op=None, overleg_gemeenten=None)
                | Q(overleg_op__isnull=False, overleg_gemeenten__isnull=False),
                violation_error_message="Vul bij overleg de dag en het aantal gemeenten in.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="tariefafspraak_staat_vast", exclude=["einddatum", "vervallen_op"]),
            pgtrigger.Protect(name="tariefafspraak_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.get_methode_display()} vanaf {self.begindatum:%d-%m-%Y}"
