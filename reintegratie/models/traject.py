"""Trajecten en instrumenten: de gedateerde catalogus, wie wat volgt, en wat er onderweg gebeurt (eisen §5.4)."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.models import Persoon, Stap
from reintegratie.choices import (
    Duurnorm,
    Instrumentsoort,
    Kostengrondslag,
    Trajectmomentsoort,
    Trajectresultaat,
    Uitvoerdersoort,
)
from werkgevers.models import Relatie


class InstrumentQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """De instrumenten van gemeenten waar de gebruiker het beleid mag inzien of ze beheert."""
        toegang = gebruiker.toegang
        gemeenten = {
            *toegang.gemeenten_met(Recht.BELEID_INZIEN),
            *toegang.gemeenten_met(Recht.INSTRUMENT_BEHEREN),
        }
        return self.filter(gemeente_id__in=gemeenten)


@met_historie
class Instrument(Periode):
    """Eén versie van een instrument van een gemeente: voorwaarden, kosten en langste duur, met de bron.

    Een andere waarde is een nieuwe versie per datum (C34); een traject houdt de versie van zijn eerste dag.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="instrumenten")
    code = models.SlugField(max_length=40)
    versie = models.PositiveIntegerField(default=1)
    naam = models.CharField(max_length=80)
    soort = models.CharField(max_length=20, choices=Instrumentsoort)
    omschrijving = models.CharField(max_length=300, blank=True)
    voorwaarden = models.TextField(max_length=1000, blank=True)
    kostengrondslag = models.CharField(
        max_length=10, choices=Kostengrondslag, default=Kostengrondslag.WERKELIJK
    )
    kosten = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    uitvoerders = ArrayField(
        models.CharField(max_length=20, choices=Uitvoerdersoort), default=list, blank=True
    )
    max_maanden = models.PositiveSmallIntegerField("langste duur in maanden", null=True, blank=True)
    duurnorm = models.CharField("langste duur uit het kader", max_length=20, choices=Duurnorm, blank=True)
    doeltrede_van = models.PositiveSmallIntegerField(null=True, blank=True)
    doeltrede_tot = models.PositiveSmallIntegerField(null=True, blank=True)
    exclusief = models.BooleanField("niet naast een ander exclusief instrument", default=False)
    bron = models.CharField(max_length=200)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = "instrument"
        verbose_name_plural = "instrumenten"
        ordering = ["gemeente", "naam", "-versie"]
        constraints = [
            einde_na_begin("instrument_einde_na_begin"),
            geen_overlap(
                "instrument_geen_overlap",
                "gemeente",
                "code",
                melding="In deze periode geldt al een versie van dit instrument.",
            ),
            models.UniqueConstraint(
                fields=["gemeente", "code", "versie"],
                name="instrument_versie_uniek",
                violation_error_message="Deze versie van het instrument bestaat al.",
            ),
            models.CheckConstraint(
                name="instrument_kosten_bij_grondslag",
                condition=Q(kosten=None)
                | (
                    Q(kosten__gte=0) & Q(kostengrondslag__in=[Kostengrondslag.TRAJECT, Kostengrondslag.MAAND])
                ),
                violation_error_message="Een bedrag hoort bij kosten per traject of per maand.",
            ),
            models.CheckConstraint(
                name="instrument_een_langste_duur",
                condition=Q(max_maanden=None) | (Q(max_maanden__gte=1) & Q(duurnorm="")),
                violation_error_message="Vul een eigen langste duur in of kies die van het kader, niet allebei.",
            ),
            models.CheckConstraint(
                name="instrument_doeltreden",
                condition=Q(doeltrede_van=None, doeltrede_tot=None)
                | Q(doeltrede_van__gte=1, doeltrede_tot__lte=6, doeltrede_tot__gte=F("doeltrede_van")),
                violation_error_message="Kies een laagste en een hoogste doeltrede van 1 tot en met 6.",
            ),
        ]

    def __str__(self):
        return self.naam

    def get_absolute_url(self):
        return reverse("reintegratie:instrument", args=[self.pk])

    @property
    def uitvoerders_tekst(self) -> str:
        return ", ".join(Uitvoerdersoort(soort).label for soort in self.uitvoerders)


class TrajectQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Trajecten van personen in gemeenten waar de gebruiker re-integratie mag inzien."""
        return self.filter(
            persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN)
        )

    def open(self):
        """Gepland of lopend: nog niet beëindigd."""
        return self.filter(resultaat="")

    def met_pauze(self, peildatum):
        """Voeg `in_pauze` toe: op de peildatum staat het traject stil."""
        pauzes = Trajectmoment.objects.filter(soort=Trajectmomentsoort.PAUZE, traject=OuterRef("pk"))
        return self.annotate(in_pauze=Exists(pauzes.op(peildatum)))


@met_historie
class Traject(Periode):
    """Iemand volgt een instrument: van, gepland tot, met wie, voor welk geld, en met welk resultaat (HT-035).

    `einddatum` is de echte laatste dag en hoort bij een resultaat; `gepland_einde` schuift op met een pauze
    of verlenging. `code` en `exclusief` staan ook hier, omdat de database er de overlap mee weigert.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="trajecten")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="trajecten")
    code = models.SlugField(max_length=40, editable=False)
    exclusief = models.BooleanField(default=False, editable=False)
    doel = models.CharField(max_length=200, blank=True)
    gepland_einde = models.DateField("gepland einde")
    eerste_einde = models.DateField("gepland einde bij het begin", editable=False)
    evaluatie_op = models.DateField("evaluatie op", null=True, blank=True)
    uitvoerder = models.ForeignKey(Relatie, models.PROTECT, null=True, blank=True, related_name="trajecten")
    uitvoerder_naam = models.CharField("uitvoerder", max_length=120, blank=True)
    kosten_geraamd = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    kosten_werkelijk = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    stap = models.ForeignKey(Stap, models.SET_NULL, null=True, blank=True, related_name="trajecten")
    resultaat = models.CharField(max_length=20, choices=Trajectresultaat, blank=True)
    toelichting_einde = models.CharField(max_length=500, blank=True)
    begonnen_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = TrajectQuerySet.as_manager()

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["persoon", "-begindatum", "-pk"]
        indexes = [
            models.Index(fields=["gepland_einde"], name="traject_open_einde", condition=Q(resultaat="")),
            models.Index(fields=["persoon", "-begindatum"], name="traject_persoon"),
        ]
        constraints = [
            einde_na_begin("traject_einde_na_begin"),
            models.CheckConstraint(
                name="traject_gepland_einde_na_begin",
                condition=Q(gepland_einde__gte=F("begindatum")),
                violation_error_message="Het geplande einde ligt voor de eerste dag.",
            ),
            geen_overlap(
                "traject_geen_overlap",
                "persoon",
                "code",
                melding="Deze persoon volgt dit instrument al in deze periode. Beëindig dat traject eerst.",
            ),
            geen_overlap(
                "traject_exclusief_geen_overlap",
                "persoon",
                condition=Q(exclusief=True),
                melding="Er loopt in deze periode al een traject dat niet samengaat met dit instrument. "
                "Beëindig dat eerst.",
            ),
            models.CheckConstraint(
                name="traject_een_uitvoerder",
                condition=(Q(uitvoerder=None) & ~Q(uitvoerder_naam=""))
                | Q(uitvoerder__isnull=False, uitvoerder_naam=""),
                violation_error_message="Kies een uitvoerder uit de lijst of typ een naam, niet allebei.",
            ),
            models.CheckConstraint(
                name="traject_einde_heeft_resultaat",
                condition=Q(einddatum=None, resultaat="") | (Q(einddatum__isnull=False) & ~Q(resultaat="")),
                violation_error_message="Een laatste dag en een resultaat horen bij elkaar.",
            ),
            models.CheckConstraint(
                name="traject_kosten_niet_negatief",
                condition=(Q(kosten_geraamd=None) | Q(kosten_geraamd__gte=0))
                & (Q(kosten_werkelijk=None) | Q(kosten_werkelijk__gte=0)),
                violation_error_message="Kosten kunnen niet minder dan € 0 zijn.",
            ),
        ]

    def __str__(self):
        return f"{self.instrument} vanaf {self.begindatum:%d-%m-%Y}"

    def get_absolute_url(self):
        return reverse("reintegratie:traject", args=[self.pk])

    def clean(self):
        super().clean()
        if self.gepland_einde and self.begindatum and self.gepland_einde < self.begindatum:
            raise ValidationError({"gepland_einde": "Het geplande einde ligt voor de eerste dag."})

    @property
    def wie_voert_uit(self) -> str:
        return str(self.uitvoerder) if self.uitvoerder_id else self.uitvoerder_naam

    @property
    def is_open(self) -> bool:
        return not self.resultaat


@met_historie
class Trajectmoment(Periode):
    """Een pauze, verlenging of evaluatie van een traject, met wie het vastlegde en waarom.

    Bij een pauze of verlenging staat wat het geplande einde was en werd; een open pauze heeft nog geen laatste
    dag, en schuift het einde op zodra zij voorbij is (W13).
    """

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="momenten")
    soort = models.CharField(max_length=12, choices=Trajectmomentsoort)
    tekst = models.CharField("reden of verslag", max_length=1000)
    einde_was = models.DateField(null=True, blank=True)
    einde_wordt = models.DateField(null=True, blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "trajectmoment"
        verbose_name_plural = "trajectmomenten"
        ordering = ["traject", "-begindatum", "-pk"]
        constraints = [
            einde_na_begin("trajectmoment_einde_na_begin"),
            geen_overlap(
                "trajectmoment_pauzes_geen_overlap",
                "traject",
                condition=Q(soort=Trajectmomentsoort.PAUZE),
                melding="In deze periode is er al een pauze.",
            ),
            models.CheckConstraint(
                name="trajectmoment_tekst_niet_leeg",
                condition=~Q(tekst=""),
                violation_error_message="Schrijf op waarom.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} vanaf {self.begindatum:%d-%m-%Y}"
