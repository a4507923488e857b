"""Wat er in een dossier komt: contactmomenten, documenten en versies van het plan."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker
from kern.permissions import Recht
from personen.choices import Contactwijze, Documentsoort, Gesprekspartner, Plansoort, Planstatus
from personen.models.persoon import Persoon


class ContactmomentQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Contactmomenten van personen in gemeenten waar de gebruiker ze mag lezen."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.CONTACT_INZIEN))


@met_historie
class Contactmoment(models.Model):
    """Een gesprek of bericht, met wat er is besproken en wanneer het vervolg is."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="contactmomenten")
    datum = models.DateField()
    tijd = models.TimeField(null=True, blank=True)
    wijze = models.CharField("hoe", max_length=20, choices=Contactwijze, default=Contactwijze.TELEFOON)
    met = models.CharField("met wie", max_length=20, choices=Gesprekspartner, default=Gesprekspartner.INWONER)
    verslag = models.TextField("wat is besproken?", max_length=10_000)
    vervolg_op = models.DateField("vervolg op", null=True, blank=True)
    vervolg_gedaan_op = models.DateField("vervolg gedaan op", null=True, blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="contactmomenten")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects = ContactmomentQuerySet.as_manager()

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-datum", "-tijd", "-pk"]
        indexes = [
            models.Index(fields=["persoon", "-datum"], name="contactmoment_persoon"),
            models.Index(
                fields=["vervolg_op"],
                name="contactmoment_vervolg",
                condition=Q(vervolg_op__isnull=False, vervolg_gedaan_op=None, ingetrokken_op=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contactmoment_vervolg_na_contact",
                condition=Q(vervolg_op=None) | Q(vervolg_op__gte=F("datum")),
                violation_error_message="Het vervolg ligt voor het contact. Kies een latere dag.",
            ),
            models.CheckConstraint(
                name="contactmoment_gedaan_hoort_bij_vervolg",
                condition=Q(vervolg_gedaan_op=None) | Q(vervolg_op__isnull=False),
            ),
            models.CheckConstraint(
                name="contactmoment_verslag_niet_leeg",
                condition=~Q(verslag=""),
                violation_error_message="Schrijf op wat er is besproken.",
            ),
        ]

    def __str__(self):
        return f"contact op {self.datum:%d-%m-%Y}"

    def clean(self):
        super().clean()
        if self.vervolg_op and self.datum and self.vervolg_op < self.datum:
            raise ValidationError({"vervolg_op": "Het vervolg ligt voor het contact. Kies een latere dag."})


class DocumentQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Documenten van personen in gemeenten waar de gebruiker ze mag bekijken."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.DOCUMENT_INZIEN))


@met_historie
class Document(models.Model):
    """Een bestand in het dossier, met soort, datum en bewaartermijn."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="documenten")
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    soort = models.CharField(max_length=20, choices=Documentsoort, default=Documentsoort.OVERIG)
    datum = models.DateField("datum van het document")
    omschrijving = models.CharField(max_length=200, blank=True)
    bewaren_tot = models.DateField(null=True, blank=True)
    toegevoegd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    toegevoegd_op = models.DateTimeField(auto_now_add=True)
    verwijderd_op = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["-datum", "-pk"]

    def __str__(self):
        return self.omschrijving or self.get_soort_display()

    @property
    def soort_bestand(self) -> str:
        """pdf, docx, …: staat bij elke link naar een bestand."""
        return self.bestand.naam.rpartition(".")[2].lower()


@met_historie
class Ontwikkelplan(models.Model):
    """Eén versie van een plan: concept, ter ondertekening, getekend, vervangen (RH-082, HT-040).

    Een digitaal plan heeft inhoud, doelen en stappen (personen.models.plan). Met de laatste handtekening
    krijgt het zijn pdf en sha256; vanaf dan weigert de database elke wijziging behalve "vervangen".
    `revisie` telt elke wijziging van de inhoud, zodat niemand iets anders tekent dan hij las.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="ontwikkelplannen")
    soort = models.CharField(max_length=10, choices=Plansoort, default=Plansoort.POP)
    versie = models.PositiveIntegerField(default=1)
    opgesteld_op = models.DateField()
    getekend_op = models.DateField(null=True, blank=True)
    evaluatie_op = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    opgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20,
        choices=Planstatus,
        default=Planstatus.TER_ONDERTEKENING,
        db_default="ter_ondertekening",
    )
    digitaal = models.BooleanField(default=False, db_default=False)
    revisie = models.PositiveIntegerField(default=1, db_default=1)
    vorige = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    kaderversie = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "ontwikkelplan"
        verbose_name_plural = "ontwikkelplannen"
        ordering = ["persoon", "-versie"]
        triggers = [
            pgtrigger.Trigger(
                name="getekend_staat_vast",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                # Signed on the screen (with a fingerprint) or on paper (with only a date): both are fixed.
                condition=~pgtrigger.Q(old__sha256="") | pgtrigger.Q(old__getekend_op__isnull=False),
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.status IN (OLD.status, 'vervangen')
                       AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN
                        RETURN NEW;
                    END IF;
                    -- An import that is put back takes its own plans on paper along; never one with a fingerprint.
                    IF OLD.sha256 = '' AND position(
                        'import_terug' in COALESCE(current_setting('pghistory.context_metadata', true), '')
                    ) > 0 THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'Een getekend plan staat vast.' USING ERRCODE = 'check_violation';
                """,
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="ontwikkelplan_getekend_met_datum",
                condition=Q(status=Planstatus.GETEKEND, getekend_op__isnull=False)
                | Q(status=Planstatus.VERVANGEN)
                | (~Q(status__in=[Planstatus.GETEKEND, Planstatus.VERVANGEN]) & Q(getekend_op=None)),
                violation_error_message="Alleen een getekend plan heeft een datum van tekenen.",
            ),
            models.CheckConstraint(
                name="ontwikkelplan_digitaal_getekend_is_bevroren",
                condition=Q(digitaal=False)
                | ~Q(status__in=[Planstatus.GETEKEND, Planstatus.GEWEIGERD, Planstatus.VERVANGEN])
                | (Q(bestand__isnull=False) & ~Q(sha256="")),
                violation_error_message="Van een getekend plan wordt de pdf bewaard.",
            ),
            models.UniqueConstraint(
                fields=["persoon", "soort"],
                condition=Q(digitaal=True, status__in=[Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING]),
                name="ontwikkelplan_een_open_versie",
                violation_error_message="Er is al een plan in de maak. Werk dat verder uit.",
            ),
            models.UniqueConstraint(
                fields=["persoon", "soort", "versie"],
                name="ontwikkelplan_versie_uniek",
                violation_error_message="Deze versie bestaat al.",
            ),
            models.CheckConstraint(
                name="ontwikkelplan_getekend_na_opgesteld",
                condition=Q(getekend_op=None) | Q(getekend_op__gte=F("opgesteld_op")),
                violation_error_message=(
                    "Het plan is getekend voordat het is opgesteld. Controleer de datums."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} versie {self.versie}"

    @property
    def toon(self) -> str:
        """De toon van het etiket; het woord zelf staat er altijd bij."""
        tonen = {Planstatus.GETEKEND: "gelukt", Planstatus.TER_ONDERTEKENING: "let-op"}
        tonen |= {Planstatus.CONCEPT: "bezig", Planstatus.GEWEIGERD: "let-op"}
        return tonen.get(Planstatus(self.status), "neutraal")

    @property
    def is_open(self) -> bool:
        """De tekst kan nog veranderen, of wacht op een handtekening."""
        return self.status in (Planstatus.CONCEPT, Planstatus.TER_ONDERTEKENING)

    @property
    def geldt(self) -> bool:
        """Het plan waar nu aan gewerkt wordt."""
        return self.status in (Planstatus.GETEKEND, Planstatus.GEWEIGERD)
