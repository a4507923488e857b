"""Logboek: wat er gebeurde (Gebeurtenis) en wie iets zag (Inzage). Alleen toevoegen."""

import pgtrigger
from django.db import models
from django.db.models import Q

from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente


def _alleen_toevoegen(naam: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE, for the owner of the table as well."""
    func = "raise exception 'Het logboek is alleen om toe te voegen (%)', tg_table_name;"
    return [
        pgtrigger.Trigger(
            name=f"{naam}_niet_wijzigen",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=func,
        ),
        pgtrigger.Trigger(
            name=f"{naam}_niet_legen",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=func,
        ),
    ]


class GebeurtenisQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Gebeurtenissen van de gemeenten waar de gebruiker een rol heeft."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten)

    def van(self, onderwerp):
        """Gebeurtenissen over dit onderwerp."""
        return self.filter(onderwerp_soort=onderwerp._meta.label_lower, onderwerp_id=onderwerp.pk)


class Gebeurtenis(models.Model):
    """Wie deed wat, met wat en wanneer; geschreven door een actie, in dezelfde transactie (BIO2 8.15.01)."""

    tijdstip = models.DateTimeField(auto_now_add=True, db_index=True)
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, null=True, related_name="+")
    soort = models.CharField(max_length=80)
    onderwerp_soort = models.CharField(max_length=80)
    onderwerp_id = models.BigIntegerField()
    dossier_id = models.BigIntegerField("persoon", null=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, related_name="+")
    omschrijving = models.CharField(max_length=500)
    gegevens = models.JSONField(default=dict)
    verzoek = models.CharField("verzoeknummer", max_length=36, blank=True)

    objects = GebeurtenisQuerySet.as_manager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ["-tijdstip", "-pk"]
        indexes = [
            models.Index(
                fields=["onderwerp_soort", "onderwerp_id", "-tijdstip"], name="gebeurtenis_onderwerp"
            ),
            models.Index(
                fields=["dossier_id", "-tijdstip"],
                name="gebeurtenis_dossier",
                condition=Q(dossier_id__isnull=False),
            ),
            models.Index(fields=["gemeente", "-tijdstip"], name="gebeurtenis_gemeente"),
        ]
        triggers = _alleen_toevoegen("gebeurtenis")

    def __str__(self):
        return f"{self.soort} op {self.tijdstip:%d-%m-%Y %H.%M}"


class Inzagesoort(models.TextChoices):
    DOSSIER = "dossier", "dossier bekeken"
    BSN = "bsn", "BSN getoond"
    BSN_ZOEKEN = "bsn_zoeken", "op BSN gezocht"
    DOCUMENT = "document", "document geopend"
    EXPORT = "export", "lijst geëxporteerd"
    LIJST = "lijst", "lijst met personen bekeken"
    RAPPORT = "rapport", "rapport gemaakt"
    GEWEIGERD = "geweigerd", "toegang geweigerd"


class InzageQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Inzage in de gemeenten waar de gebruiker een rol heeft."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten)


class Inzage(models.Model):
    """Wie zag welke persoonsgegevens, waar en waarom (AVG, BIO2, Suwinet)."""

    tijdstip = models.DateTimeField(auto_now_add=True, db_index=True)
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    soort = models.CharField(max_length=20, choices=Inzagesoort)
    dossier_id = models.BigIntegerField("persoon", null=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, related_name="+")
    pagina = models.CharField(max_length=200)
    reden = models.CharField(max_length=300, blank=True)
    als_vervanger = models.BooleanField("als vervanger", default=False)
    gegevens = models.JSONField(default=dict)
    verzoek = models.CharField("verzoeknummer", max_length=36, blank=True)

    objects = InzageQuerySet.as_manager()

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzagen"
        ordering = ["-tijdstip", "-pk"]
        indexes = [
            models.Index(
                fields=["dossier_id", "-tijdstip"],
                name="inzage_dossier",
                condition=Q(dossier_id__isnull=False),
            ),
            models.Index(fields=["gemeente", "-tijdstip"], name="inzage_gemeente"),
            models.Index(fields=["gebruiker", "-tijdstip"], name="inzage_gebruiker"),
        ]
        triggers = _alleen_toevoegen("inzage")

    def __str__(self):
        return f"{self.get_soort_display()} op {self.tijdstip:%d-%m-%Y %H.%M}"
