"""Personen: wie iemand is, wie hem begeleidt en welk plan er ligt (gesprekken en stukken: dossier.py)."""

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from kern.history import met_historie
from kern.models import Gebruiker, Gemeente
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.choices import (
    BIJZONDERE_KENMERKEN,
    Geslacht,
    Kenmerksoort,
    RedenEindeDossier,
)


class PersoonQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Personen van de gemeenten waar de gebruiker personen mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.PERSOON_INZIEN))

    def lopend_op(self, peildatum):
        """Personen die de gemeente op de peildatum begeleidt."""
        return self.filter(pk__in=Dossierperiode.objects.op(peildatum).values("persoon_id"))

    def caseload_van(self, gebruiker_ids, peildatum):
        """Personen van wie een van deze gebruikers op de peildatum contactpersoon is."""
        toegewezen = Toewijzing.objects.op(peildatum).filter(gebruiker_id__in=gebruiker_ids)
        return self.filter(pk__in=toegewezen.values("persoon_id"))

    def met_kop(self, peildatum):
        """Alles wat boven een dossier staat, in één vraag aan de database."""
        eigen = {"persoon_id": OuterRef("pk")}
        periode = Dossierperiode.objects.filter(**eigen, begindatum__lte=peildatum).order_by("-begindatum")
        contactpersoon = Toewijzing.objects.op(peildatum).filter(**eigen)
        from personen.models.dossier import Contactmoment, Document  # they point back to a person

        contacten = Contactmoment.objects.filter(**eigen, ingetrokken_op=None)
        open_vervolg = contacten.filter(vervolg_op__isnull=False, vervolg_gedaan_op=None)
        open_vervolg = open_vervolg.order_by("vervolg_op", "pk")
        documenten = Document.objects.filter(**eigen, verwijderd_op=None)
        let_op = Kenmerk.objects.op(peildatum).filter(**eigen, soort=Kenmerksoort.LET_OP)
        return self.select_related("gemeente").annotate(
            periode_begin=Subquery(periode.values("begindatum")[:1]),
            periode_einde=Subquery(periode.values("einddatum")[:1]),
            periode_reden=Subquery(periode.values("reden_einde")[:1]),
            contactpersoon_id=Subquery(contactpersoon.values("gebruiker_id")[:1]),
            contactpersoon_naam=Subquery(contactpersoon.values("gebruiker__naam")[:1]),
            aantal_contacten=Coalesce(Subquery(_telling(contacten)), 0),
            aantal_documenten=Coalesce(Subquery(_telling(documenten)), 0),
            vervolg_op=Subquery(open_vervolg.values("vervolg_op")[:1]),
            vervolg_bij=Subquery(open_vervolg.values("pk")[:1]),
            let_op=ArraySubquery(
                let_op.order_by("-begindatum", "pk").values(
                    regel=JSONObject(waarde="waarde", toelichting="toelichting", sinds="begindatum")
                )
            ),
        )


def _telling(rijen):
    """Hoeveel rijen een persoon heeft, als subvraag."""
    return rijen.order_by().values("persoon_id").annotate(aantal=Count("pk")).values("aantal")


@met_historie
class Persoon(models.Model):
    """Een inwoner of sociaal werknemer met een dossier bij één gemeente."""

    nummer = models.CharField("dossiernummer", max_length=12, unique=True, editable=False)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="personen")
    bsn = models.CharField("BSN", max_length=9, null=True, blank=True)
    voornamen = models.CharField(max_length=120, blank=True)
    roepnaam = models.CharField(max_length=60, blank=True)
    voorletters = models.CharField(max_length=20, blank=True)
    tussenvoegsel = models.CharField(max_length=20, blank=True)
    achternaam = models.CharField(max_length=100)
    geboortedatum = models.DateField()
    geslacht = models.CharField(max_length=1, choices=Geslacht, default=Geslacht.ONBEKEND)
    telefoon = models.CharField(max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    # Written by the action from rules.zoeknaam(); y and ij are one, accents are gone.
    zoeknaam = models.CharField(max_length=260, editable=False)
    sorteernaam = models.CharField(max_length=260, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    aangemaakt_op = models.DateTimeField(auto_now_add=True)

    objects = PersoonQuerySet.as_manager()

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ["sorteernaam", "pk"]
        indexes = [
            models.Index(fields=["gemeente", "sorteernaam", "id"], name="persoon_op_naam"),
            models.Index(fields=["gemeente", "geboortedatum"], name="persoon_geboortedatum"),
            models.Index(fields=["bsn"], name="persoon_bsn", condition=Q(bsn__isnull=False)),
            GinIndex(OpClass(F("zoeknaam"), name="gin_trgm_ops"), name="persoon_zoeknaam"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "bsn"],
                name="persoon_bsn_uniek",
                violation_error_message="Er is al een dossier met dit BSN. Zoek het op.",
            ),
            models.CheckConstraint(
                name="persoon_bsn_negen_cijfers",
                condition=Q(bsn=None) | (Q(bsn__regex=r"^[0-9]{9}$") & ~Q(bsn="000000000")),
                violation_error_message="Dit BSN klopt niet. Controleer de 9 cijfers.",
            ),
            models.CheckConstraint(
                name="persoon_achternaam_niet_leeg",
                condition=~Q(achternaam=""),
                violation_error_message="Vul een achternaam in.",
            ),
            models.CheckConstraint(
                name="persoon_geboren_na_1900",
                condition=Q(geboortedatum__gte="1900-01-01"),
                violation_error_message="Controleer de geboortedatum.",
            ),
        ]

    def __str__(self):
        return self.weergavenaam

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("personen:tijdlijn", args=[self.nummer])

    @property
    def weergavenaam(self) -> str:
        """Voorletters, tussenvoegsel en achternaam, zoals boven het dossier."""
        voor = self.roepnaam or self.voorletters
        return " ".join(deel for deel in (voor, self.tussenvoegsel, self.achternaam) if deel)

    @property
    def bsn_gemaskeerd(self) -> str:
        """Alleen de laatste drie cijfers; leeg zonder BSN (G1)."""
        return f"••••••{self.bsn[-3:]}" if self.bsn else ""


@met_historie
class Adres(Periode):
    """Het adres van een persoon, van en tot en met een dag."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="adressen")
    straat = models.CharField(max_length=100)
    huisnummer = models.CharField(max_length=20)
    postcode = models.CharField(max_length=7)
    plaats = models.CharField(max_length=80)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "adres"
        verbose_name_plural = "adressen"
        ordering = ["persoon", "-begindatum"]
        constraints = [
            einde_na_begin("adres_einde_na_begin"),
            geen_overlap("adres_geen_overlap", "persoon", melding="In deze periode is er al een adres."),
            models.CheckConstraint(
                name="adres_postcode",
                condition=Q(postcode__regex=r"^[1-9][0-9]{3} [A-Z]{2}$"),
                violation_error_message="Vul een postcode in zoals 7461 AA.",
            ),
        ]

    def __str__(self):
        return f"{self.straat} {self.huisnummer}, {self.postcode} {self.plaats}"


@met_historie
class Dossierperiode(Periode):
    """De gemeente begeleidt deze persoon; terugkomen is een nieuwe periode (ontwerp §2.6)."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="dossierperioden")
    reden_einde = models.CharField(max_length=20, choices=RedenEindeDossier, blank=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "dossierperiode"
        verbose_name_plural = "dossierperioden"
        ordering = ["persoon", "-begindatum"]
        constraints = [
            einde_na_begin("dossierperiode_einde_na_begin"),
            geen_overlap(
                "dossierperiode_geen_overlap", "persoon", melding="In deze periode loopt het dossier al."
            ),
            models.CheckConstraint(
                name="dossierperiode_einde_heeft_reden",
                condition=Q(einddatum=None, reden_einde="")
                | (Q(einddatum__isnull=False) & ~Q(reden_einde="")),
                violation_error_message="Een laatste dag en een reden horen bij elkaar.",
            ),
        ]

    def __str__(self):
        return f"dossierperiode vanaf {self.begindatum:%d-%m-%Y}"


class KenmerkQuerySet(PeriodeQuerySet):
    def leesbaar_voor(self, gebruiker, gemeente_id):
        """Wat deze gebruiker in deze gemeente mag lezen; 'let op' mag ieder die het dossier mag openen (C36)."""
        if not gebruiker.mag(Recht.KENMERK_INZIEN, gemeente_id):
            return self.filter(soort=Kenmerksoort.LET_OP)
        if not gebruiker.mag(Recht.BIJZONDER_INZIEN, gemeente_id):
            return self.exclude(soort__in=BIJZONDERE_KENMERKEN)
        return self


@met_historie
class Kenmerk(Periode):
    """Een gedateerd kenmerk van een persoon; het oude blijft staan."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="kenmerken")
    soort = models.CharField(max_length=30, choices=Kenmerksoort)
    waarde = models.CharField(max_length=200)
    toelichting = models.CharField(max_length=300, blank=True)
    bron = models.CharField(max_length=120, blank=True)

    objects = KenmerkQuerySet.as_manager()

    class Meta:
        verbose_name = "kenmerk"
        verbose_name_plural = "kenmerken"
        ordering = ["persoon", "soort", "-begindatum"]
        constraints = [
            einde_na_begin("kenmerk_einde_na_begin"),
            geen_overlap(
                "kenmerk_geen_overlap",
                "persoon",
                "soort",
                "waarde",
                melding="Dit kenmerk staat in deze periode al in het dossier.",
            ),
            # Of these kinds a person has one value at a time.
            geen_overlap(
                "kenmerk_een_tegelijk",
                "persoon",
                "soort",
                condition=Q(soort__in=["taalniveau", "statushouder", "opleiding", "startkwalificatie"]),
                melding="Dit kenmerk heeft in deze periode al een andere waarde. Beëindig die eerst.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()}: {self.waarde}"

    @property
    def is_bijzonder(self) -> bool:
        return self.soort in BIJZONDERE_KENMERKEN


@met_historie
class Toewijzing(Periode):
    """Wie de contactpersoon is; precies één tegelijk (HT-032)."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="toewijzingen")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="toewijzingen")
    reden = models.CharField(max_length=200, blank=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        ordering = ["persoon", "-begindatum"]
        indexes = [models.Index(fields=["gebruiker", "einddatum"], name="toewijzing_caseload")]
        constraints = [
            einde_na_begin("toewijzing_einde_na_begin"),
            geen_overlap(
                "toewijzing_een_tegelijk", "persoon", melding="In deze periode is er al een contactpersoon."
            ),
        ]
        triggers = [
            # The other side of loonwaardemeting_onafhankelijk: nobody becomes, afterwards, the contact person
            # on a day on which he measured (RH-136).
            pgtrigger.Trigger(
                name="toewijzing_niet_aan_meter",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("persoon_id", "gebruiker_id", "begindatum", "einddatum"),
                func="""
                    if exists (
                        select 1 from personen_loonwaardemeting m
                        where m.persoon_id = new.persoon_id and m.beoordelaar_id = new.gebruiker_id
                          and m.ingetrokken_op is null
                          and daterange(new.begindatum, new.einddatum, '[]') @> m.datum
                    ) then
                        raise exception 'Deze collega mat in deze periode de loonwaarde van de inwoner.'
                            using errcode = 'check_violation', constraint = 'toewijzing_niet_aan_meter';
                    end if;
                    return new;
                """,
            )
        ]

    def __str__(self):
        return f"contactpersoon vanaf {self.begindatum:%d-%m-%Y}"
