"""Facturen: de run per maand, de factuur met haar regels, de nummering en het boekingsbestand (RH-025, RH-149)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q, Sum

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Gemeente
from kern.permissions import Recht
from werkgevers.choices import (
    Factuurreekscode,
    Factuursoort,
    Runstatus,
    Verzendwijze,
    Voorstelsoort,
)
from werkgevers.models.relatie import Relatie


class FactuurQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Facturen van gemeenten waar de gebruiker facturen mag inzien; geld wordt nooit gedeeld (ontwerp §2.3)."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.FACTUUR_INZIEN))

    def met_gecrediteerd(self):
        """Met `gecrediteerd`: hoeveel er van deze factuur terug is gegeven, als positief bedrag."""
        som = (
            Factuur.objects.filter(verwijst_naar=models.OuterRef("pk"))
            .order_by()
            .values("verwijst_naar")
            .annotate(som=Sum("totaal"))
            .values("som")
        )
        nul = models.Value(0, models.DecimalField(max_digits=12, decimal_places=2))
        return self.annotate(gecrediteerd=-models.functions.Coalesce(models.Subquery(som), nul))


class _MetGemeenteQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Van gemeenten waar de gebruiker facturen mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.FACTUUR_INZIEN))


@met_historie
class Factuurreeks(models.Model):
    """Het laatste nummer van een reeks in een jaar; wie een factuur boekt, houdt deze rij op slot."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="factuurreeksen")
    reeks = models.CharField(max_length=1, choices=Factuurreekscode)
    jaar = models.PositiveSmallIntegerField()
    laatste = models.PositiveIntegerField("laatste volgnummer", default=0)
    laatste_datum = models.DateField("datum van de laatste factuur", null=True, blank=True)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "factuurreeks"
        verbose_name_plural = "factuurreeksen"
        ordering = ["gemeente", "jaar", "reeks"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "reeks", "jaar"], name="factuurreeks_uniek")
        ]
        triggers = [
            # One up, never back and never a jump: no number can be left out or given twice.
            pgtrigger.Trigger(
                name="factuurreeks_een_omhoog",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__laatste__df=pgtrigger.F("new__laatste")),
                func="""
                    if new.laatste <> old.laatste + 1 then
                        raise exception 'Een factuurnummer volgt op het vorige; er wordt er geen overgeslagen.';
                    end if;
                    return new;
                """,
            ),
            # Looked at when the transaction ends: a number that was given has its invoice.
            pgtrigger.Trigger(
                name="factuurreeks_zonder_gat",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__laatste__gt=0),
                func="""
                    if not exists (
                        select 1 from werkgevers_factuur f
                        where f.gemeente_id = new.gemeente_id and f.reeks = new.reeks
                          and f.jaar = new.jaar and f.volgnummer = new.laatste
                    ) then
                        raise exception 'Bij dit factuurnummer hoort geen factuur.';
                    end if;
                    return null;
                """,
            ),
            pgtrigger.Protect(name="factuurreeks_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.reeks} {self.jaar}"


@met_historie
class Factuurrun(models.Model):
    """De inleenvergoeding van één gemeente en maand: voorbereiden, controleren, definitief maken (RH-149)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="factuurruns")
    maand = models.DateField("eerste dag van de maand")
    status = models.CharField(max_length=20, choices=Runstatus, default=Runstatus.VOORBEREID)
    factuurdatum = models.DateField()
    voorbereid_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    voorbereid_op = models.DateTimeField()
    definitief_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    definitief_op = models.DateTimeField(null=True, blank=True)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "factuurrun"
        verbose_name_plural = "factuurruns"
        ordering = ["gemeente", "-maand"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "maand"],
                name="factuurrun_een_per_maand",
                violation_error_message="Van deze maand is er al een factuurrun.",
            ),
            models.CheckConstraint(
                name="factuurrun_eerste_van_de_maand",
                condition=Q(maand__day=1),
                violation_error_message="Een factuurrun begint op de eerste van de maand.",
            ),
            models.CheckConstraint(
                name="factuurrun_definitief_is_compleet",
                condition=~Q(status=Runstatus.DEFINITIEF)
                | Q(definitief_door__isnull=False, definitief_op__isnull=False),
            ),
        ]

    def __str__(self):
        return f"factuurrun {self.maand:%m-%Y}"

    def get_absolute_url(self):
        from django.urls import reverse

        adres = reverse("werkgevers:factuurrun", args=[f"{self.maand:%Y-%m}"])
        return f"{adres}?gemeente={self.gemeente.code}"


@met_historie
class Boekingsbestand(models.Model):
    """De facturen die samen naar de boekhouding gingen; elke factuur gaat er één keer in."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="boekingsbestanden")
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+")
    aantal = models.PositiveIntegerField()
    totaal = models.DecimalField(max_digits=12, decimal_places=2)

    objects = _MetGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "boekingsbestand"
        verbose_name_plural = "boekingsbestanden"
        ordering = ["gemeente", "-gemaakt_op"]
        triggers = [pgtrigger.ReadOnly(name="boekingsbestand_staat_vast")]

    def __str__(self):
        return f"boekingsbestand van {self.gemaakt_op:%d-%m-%Y}"


@met_historie
class Factuur(models.Model):
    """Een uitgegeven factuur of creditfactuur: genummerd zonder gaten, bewaard zoals zij is verstuurd.

    Zij verandert nooit meer; wat niet klopt wordt gecrediteerd. Bij een creditfactuur zijn de bedragen negatief,
    zodat de som van alle facturen de omzet is. Zie art. 35a Wet OB en regels.md §6.
    """

    nummer = models.CharField("factuurnummer", max_length=20, unique=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="facturen")
    reeks = models.CharField(max_length=1, choices=Factuurreekscode)
    jaar = models.PositiveSmallIntegerField()
    volgnummer = models.PositiveIntegerField()
    run = models.ForeignKey(Factuurrun, models.PROTECT, null=True, blank=True, related_name="facturen")
    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="facturen", verbose_name="werkgever")
    soort = models.CharField(max_length=20, choices=Factuursoort)
    verwijst_naar = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="creditfacturen"
    )
    reden = models.CharField("reden van de creditering", max_length=300, blank=True)
    factuurdatum = models.DateField()
    vervaldatum = models.DateField()
    totaal_excl = models.DecimalField("bedrag zonder btw", max_digits=12, decimal_places=2)
    btw = models.DecimalField("btw", max_digits=12, decimal_places=2)
    totaal = models.DecimalField("totaal met btw", max_digits=12, decimal_places=2)
    betalingskenmerk = models.CharField(max_length=25, blank=True)
    # Everything that stands on it, with the versions of the norms; the documents are made from this.
    gegevens = models.JSONField(default=dict, blank=True)
    bestand = models.ForeignKey(Bestand, models.PROTECT, related_name="+", verbose_name="PDF")
    ubl = models.ForeignKey(Bestand, models.PROTECT, related_name="+", verbose_name="e-factuur (UBL)")
    sha256 = models.CharField("SHA-256 van de PDF", max_length=64)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    # What may still become known afterwards, once.
    verzonden_op = models.DateTimeField(null=True, blank=True)
    verzonden_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    verzonden_wijze = models.CharField(max_length=20, choices=Verzendwijze, blank=True)
    boeking = models.ForeignKey(
        Boekingsbestand, models.PROTECT, null=True, blank=True, related_name="facturen"
    )

    objects = FactuurQuerySet.as_manager()

    class Meta:
        verbose_name = "factuur"
        verbose_name_plural = "facturen"
        ordering = ["gemeente", "-factuurdatum", "-pk"]
        indexes = [
            models.Index(fields=["relatie", "-factuurdatum"], name="factuur_relatie"),
            models.Index(fields=["gemeente", "-factuurdatum", "-id"], name="factuur_lijst"),
            models.Index(fields=["gemeente"], condition=Q(boeking=None), name="factuur_niet_geboekt"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "reeks", "jaar", "volgnummer"], name="factuur_volgnummer"
            ),
            models.UniqueConstraint(
                fields=["betalingskenmerk"],
                condition=~Q(betalingskenmerk=""),
                name="factuur_betalingskenmerk",
            ),
            models.CheckConstraint(
                name="factuur_telt_op",
                condition=Q(totaal=F("totaal_excl") + F("btw")),
                violation_error_message="Het totaal is niet het bedrag zonder btw plus de btw.",
            ),
            models.CheckConstraint(
                name="factuur_teken",
                condition=Q(
                    soort=Factuursoort.FACTUUR,
                    reeks=Factuurreekscode.FACTUUR,
                    totaal__gt=0,
                    verwijst_naar=None,
                )
                | Q(
                    soort=Factuursoort.CREDIT,
                    reeks=Factuurreekscode.CREDIT,
                    totaal__lt=0,
                    verwijst_naar__isnull=False,
                ),
                violation_error_message="Een factuur is positief; een creditfactuur is negatief en noemt de factuur.",
            ),
            models.CheckConstraint(
                name="factuur_vervalt_na_datum",
                condition=Q(vervaldatum__gte=F("factuurdatum")),
                violation_error_message="De vervaldatum ligt voor de factuurdatum.",
            ),
            models.CheckConstraint(
                name="factuur_verzonden_is_compleet",
                condition=Q(verzonden_op=None, verzonden_door=None, verzonden_wijze="")
                | Q(verzonden_op__isnull=False, verzonden_door__isnull=False) & ~Q(verzonden_wijze=""),
            ),
            models.CheckConstraint(name="factuur_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="factuur_staat_vast",
                exclude=["verzonden_op", "verzonden_door", "verzonden_wijze", "boeking"],
            ),
            pgtrigger.Protect(name="factuur_blijft", operation=pgtrigger.Delete),
            # Once in a booking file, always in that one; sent is sent.
            pgtrigger.Trigger(
                name="factuur_een_keer_geboekt",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=(
                    pgtrigger.Q(old__boeking__isnull=False)
                    & pgtrigger.Q(old__boeking__df=pgtrigger.F("new__boeking"))
                )
                | (
                    pgtrigger.Q(old__verzonden_op__isnull=False)
                    & pgtrigger.Q(old__verzonden_op__df=pgtrigger.F("new__verzonden_op"))
                ),
                func="raise exception 'Deze factuur is al geboekt of verzonden.';",
            ),
            # The number is the one that the locked counter just gave: no gaps, not even by hand.
            pgtrigger.Trigger(
                name="factuur_nummer_uit_de_reeks",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    if not exists (
                        select 1 from werkgevers_factuurreeks r
                        where r.gemeente_id = new.gemeente_id and r.reeks = new.reeks
                          and r.jaar = new.jaar and r.laatste = new.volgnummer
                    ) then
                        raise exception 'Dit factuurnummer is niet door de reeks gegeven.';
                    end if;
                    return new;
                """,
            ),
        ]

    def __str__(self):
        return self.nummer

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("werkgevers:factuur", args=[self.nummer])

    @property
    def is_credit(self) -> bool:
        return self.soort == Factuursoort.CREDIT


@met_historie
class Factuurregel(models.Model):
    """Eén regel van een factuur: deze overeenkomst, deze maand, dit bedrag zonder btw.

    Een maand is afgerekend als er een regel van die overeenkomst en maand is die niet helemaal is gecrediteerd.
    """

    factuur = models.ForeignKey(Factuur, models.PROTECT, related_name="regels")
    volgorde = models.PositiveSmallIntegerField()
    overeenkomst = models.ForeignKey("werkgevers.Overeenkomst", models.PROTECT, related_name="factuurregels")
    maand = models.DateField("maand", help_text="De eerste dag van de maand waarover het gaat.")
    # A month in which the tariff changes has more than one line: part 1, part 2.
    deel = models.PositiveSmallIntegerField(default=1)
    soort = models.CharField(max_length=20, choices=Voorstelsoort)
    omschrijving = models.CharField(max_length=200)
    aantal = models.DecimalField(max_digits=10, decimal_places=4)
    eenheid = models.CharField(max_length=3)
    van = models.DateField()
    tot = models.DateField()
    prijs = models.DecimalField("prijs zonder btw", max_digits=14, decimal_places=4)
    bedrag = models.DecimalField("bedrag zonder btw", max_digits=12, decimal_places=2)
    btw_categorie = models.CharField(max_length=2)
    btw_percentage = models.DecimalField(max_digits=5, decimal_places=2)
    btw_reden = models.CharField(max_length=200, blank=True)
    rekening = models.JSONField(default=list, blank=True)
    crediteert = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="creditregels")
    vervallen = models.BooleanField("helemaal gecrediteerd", default=False)

    class Meta:
        verbose_name = "factuurregel"
        verbose_name_plural = "factuurregels"
        ordering = ["factuur", "volgorde"]
        indexes = [models.Index(fields=["overeenkomst", "maand"], name="factuurregel_maand")]
        constraints = [
            models.UniqueConstraint(fields=["factuur", "volgorde"], name="factuurregel_volgorde"),
            models.UniqueConstraint(
                fields=["overeenkomst", "maand", "deel"],
                condition=Q(soort=Voorstelsoort.MAAND, vervallen=False, crediteert=None),
                name="factuurregel_maand_een_keer",
                violation_error_message="Deze maand van deze overeenkomst is al gefactureerd.",
            ),
            models.CheckConstraint(name="factuurregel_eerste_van_de_maand", condition=Q(maand__day=1)),
            models.CheckConstraint(
                name="factuurregel_soort",
                condition=Q(soort__in=[Voorstelsoort.MAAND, Voorstelsoort.VERSCHIL]),
            ),
            models.CheckConstraint(
                name="factuurregel_btw",
                condition=Q(btw_categorie="S", btw_percentage__gt=0)
                | Q(btw_categorie__in=["AE", "E", "O"], btw_percentage=0),
                violation_error_message="Alleen een belaste regel heeft een btw-percentage.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="factuurregel_staat_vast", exclude=["vervallen"]),
            pgtrigger.Protect(name="factuurregel_blijft", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="factuurregel_vervalt_een_keer",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__vervallen=True) & pgtrigger.Q(new__vervallen=False),
                func="raise exception 'Een gecrediteerde regel komt niet terug. Maak een nieuwe factuur.';",
            ),
        ]

    def __str__(self):
        return self.omschrijving


@met_historie
class Factuurvoorstel(models.Model):
    """Een conceptregel van een run: wat er gefactureerd wordt, of waarom dat nog niet kan en wat je dan doet."""

    run = models.ForeignKey(Factuurrun, models.CASCADE, related_name="voorstellen")
    overeenkomst = models.ForeignKey(
        "werkgevers.Overeenkomst", models.PROTECT, related_name="factuurvoorstellen"
    )
    relatie = models.ForeignKey(Relatie, models.PROTECT, related_name="+", verbose_name="werkgever")
    maand = models.DateField()
    soort = models.CharField(max_length=20, choices=Voorstelsoort)
    # A month whose payment term or VAT changes halfway goes on more than one invoice: part 1, part 2.
    deel = models.PositiveSmallIntegerField(default=1)
    omschrijving = models.CharField(max_length=200)
    bedrag = models.DecimalField("bedrag zonder btw", max_digits=12, decimal_places=2, null=True, blank=True)
    vorig_bedrag = models.DecimalField(
        "bedrag van de vorige maand", max_digits=12, decimal_places=2, null=True, blank=True
    )
    verschilreden = models.CharField("waarom het bedrag verandert", max_length=300, blank=True)
    probleem = models.CharField(max_length=500, blank=True)
    oplossing_url = models.CharField("waar je het oplost", max_length=200, blank=True)
    gegevens = models.JSONField(default=dict, blank=True)
    factuur = models.ForeignKey(Factuur, models.PROTECT, null=True, blank=True, related_name="voorstellen")

    class Meta:
        verbose_name = "factuurvoorstel"
        verbose_name_plural = "factuurvoorstellen"
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "overeenkomst", "maand", "soort", "deel"],
                # Two proposals of one month may both turn into a problem.
                condition=Q(factuur=None) & ~Q(soort=Voorstelsoort.PROBLEEM),
                name="factuurvoorstel_een_keer",
            ),
            models.CheckConstraint(
                name="factuurvoorstel_bedrag_of_probleem",
                condition=Q(soort=Voorstelsoort.PROBLEEM, factuur=None) & ~Q(probleem="")
                | ~Q(soort=Voorstelsoort.PROBLEEM) & Q(bedrag__isnull=False),
            ),
        ]

    def __str__(self):
        return self.omschrijving or self.probleem
