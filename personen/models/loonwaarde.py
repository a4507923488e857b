"""Loonwaarde: wie mag meten, wie moet meten, en wat er is gemeten (RH-135, RH-136, RH-137; regels §1.6)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models import Bestand, Gebruiker, Rolvervulling
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht
from personen.choices import Meetmethode
from personen.models.persoon import Persoon

# A shown percentage and what it may be; the same rule for every element of a hoofdtaak.
_ELEMENTEN = ("tempo", "kwaliteit", "netto_werktijd")


class MeetbevoegdheidQuerySet(PeriodeQuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Diploma's van collega's met een rol in een gemeente waar de gebruiker diploma's vastlegt."""
        gemeenten = gebruiker.toegang.gemeenten_met(Recht.LOONWAARDE_BEVOEGDHEID)
        rollen = Rolvervulling.objects.filter(
            Q(gemeente_id__in=gemeenten) | Q(verband__deelnames__gemeente_id__in=gemeenten)
        )
        return self.filter(gebruiker_id__in=rollen.values("gebruiker_id"))


@met_historie
class Meetbevoegdheid(Periode):
    """Het diploma waarmee iemand loonwaarde mag meten, van en tot en met een dag (RH-027, RH-137)."""

    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="meetbevoegdheden")
    diploma = models.CharField(max_length=120)
    behaald_op = models.DateField("diploma behaald op")

    objects = MeetbevoegdheidQuerySet.as_manager()

    class Meta:
        verbose_name = "meetbevoegdheid"
        verbose_name_plural = "meetbevoegdheden"
        ordering = ["gebruiker__naam", "-begindatum"]
        constraints = [
            einde_na_begin("meetbevoegdheid_einde_na_begin"),
            geen_overlap(
                "meetbevoegdheid_geen_overlap",
                "gebruiker",
                melding="Deze collega heeft in deze periode al een geldig diploma.",
            ),
            models.CheckConstraint(
                name="meetbevoegdheid_na_diploma",
                condition=Q(begindatum__gte=F("behaald_op")),
                violation_error_message="Het diploma is later behaald. Kies een latere eerste dag.",
            ),
        ]

    def __str__(self):
        return f"{self.diploma} vanaf {self.begindatum:%d-%m-%Y}"


class LoonwaardemetingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Metingen van personen in gemeenten waar de gebruiker de loonwaarde mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.LOONWAARDE_INZIEN))

    def geldig(self):
        """Zonder metingen die zijn ingetrokken."""
        return self.filter(ingetrokken_op=None)

    def laatste_op(self, peildatum):
        """Van elke persoon de laatste geldige meting op of voor de peildatum."""
        eerder = self.geldig().filter(datum__lte=peildatum)
        return eerder.order_by("persoon_id", "-datum", "-pk").distinct("persoon_id")


def _onafhankelijk() -> pgtrigger.Trigger:
    """The database itself refuses an assessor who is the contact person, or has no diploma (RH-136, RH-137)."""
    return pgtrigger.Trigger(
        name="loonwaardemeting_onafhankelijk",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("persoon_id", "datum", "beoordelaar_id"),
        condition=pgtrigger.Q(new__beoordelaar__isnull=False),
        func="""
            if exists (
                select 1 from personen_toewijzing t
                where t.persoon_id = new.persoon_id and t.gebruiker_id = new.beoordelaar_id
                  and daterange(t.begindatum, t.einddatum, '[]') @> new.datum
            ) then
                raise exception 'De contactpersoon van de inwoner kan de loonwaarde niet zelf meten.'
                    using errcode = 'check_violation', constraint = 'loonwaardemeting_onafhankelijk';
            end if;
            if not exists (
                select 1 from personen_meetbevoegdheid b
                where b.gebruiker_id = new.beoordelaar_id
                  and daterange(b.begindatum, b.einddatum, '[]') @> new.datum
            ) then
                raise exception 'Deze collega had op de meetdag geen geldig diploma.'
                    using errcode = 'check_violation', constraint = 'loonwaardemeting_met_diploma';
            end if;
            return new;
        """,
    )


@met_historie
class Loonwaardemeting(models.Model):
    """Wat iemand op een werkplek waard is, als deel van het minimumloon (Participatiewet art. 6 lid 1 g).

    Een vastgelegde meting verandert niet meer. Klopt zij niet, dan wordt zij ingetrokken en komt er een nieuwe.
    """

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="loonwaardemetingen")
    datum = models.DateField("datum van de meting")
    percentage = models.DecimalField("loonwaarde in procenten", max_digits=5, decimal_places=2)
    methode = models.CharField(max_length=20, choices=Meetmethode, default=Meetmethode.LANDELIJK)
    beoordelaar = models.ForeignKey(
        Gebruiker, models.PROTECT, null=True, blank=True, related_name="loonwaardemetingen"
    )
    bureau = models.CharField("extern bureau", max_length=120, blank=True)
    werkplek = models.CharField(max_length=120)
    functie = models.CharField("normfunctie", max_length=120, blank=True)
    uren_per_week = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    werkdagen = models.DecimalField(
        "werkdagen per week", max_digits=2, decimal_places=1, null=True, blank=True
    )
    tijdsbesteding = models.DecimalField(
        "uren besteed aan de meting", max_digits=4, decimal_places=1, null=True, blank=True
    )
    toelichting = models.TextField(max_length=3000, blank=True)
    volgende_op = models.DateField("opnieuw meten op")
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(auto_now_add=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True, editable=False)
    ingetrokken_reden = models.CharField(max_length=300, blank=True)

    objects = LoonwaardemetingQuerySet.as_manager()

    class Meta:
        verbose_name = "loonwaardemeting"
        verbose_name_plural = "loonwaardemetingen"
        ordering = ["persoon", "-datum", "-pk"]
        indexes = [models.Index(fields=["persoon", "-datum", "-id"], name="loonwaardemeting_laatste")]
        constraints = [
            models.UniqueConstraint(
                fields=["persoon", "datum"],
                condition=Q(ingetrokken_op=None),
                name="loonwaardemeting_een_per_dag",
                violation_error_message="Op deze dag is er al een meting. Trek die eerst in, of kies een andere dag.",
            ),
            models.CheckConstraint(
                name="loonwaardemeting_percentage",
                condition=Q(percentage__gte=0, percentage__lte=100),
                violation_error_message="De loonwaarde ligt tussen 0 en 100 procent.",
            ),
            models.CheckConstraint(
                name="loonwaardemeting_wie_mat",
                condition=Q(beoordelaar__isnull=False, bureau="") | (Q(beoordelaar=None) & ~Q(bureau="")),
                violation_error_message="Kies een eigen beoordelaar of vul een extern bureau in, niet allebei.",
            ),
            models.CheckConstraint(
                name="loonwaardemeting_volgende_later",
                condition=Q(volgende_op__gt=F("datum")),
                violation_error_message="De volgende meting ligt na deze meting. Kies een latere dag.",
            ),
            models.CheckConstraint(
                name="loonwaardemeting_intrekken_met_reden",
                condition=Q(ingetrokken_op=None, ingetrokken_reden="")
                | (Q(ingetrokken_op__isnull=False) & ~Q(ingetrokken_reden="")),
                violation_error_message="Schrijf op waarom je de meting intrekt.",
            ),
        ]
        triggers = [
            _onafhankelijk(),
            pgtrigger.ReadOnly(
                name="loonwaardemeting_staat_vast", exclude=["ingetrokken_op", "ingetrokken_reden"]
            ),
        ]

    def __str__(self):
        return f"loonwaarde {self.percentage}% op {self.datum:%d-%m-%Y}"

    @property
    def wie_mat(self) -> str:
        return str(self.beoordelaar) if self.beoordelaar_id else self.bureau


@met_historie
class Hoofdtaak(models.Model):
    """Een hoofdtaak van een meting: aandeel, tempo, kwaliteit en netto werktijd in procenten (Besluit LKS 2021)."""

    meting = models.ForeignKey(Loonwaardemeting, models.CASCADE, related_name="hoofdtaken")
    naam = models.CharField(max_length=120)
    aandeel = models.DecimalField("aandeel in de werktijd", max_digits=5, decimal_places=2)
    tempo = models.DecimalField(max_digits=5, decimal_places=2)
    kwaliteit = models.DecimalField(max_digits=5, decimal_places=2)
    netto_werktijd = models.DecimalField("netto werktijd", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "hoofdtaak"
        verbose_name_plural = "hoofdtaken"
        ordering = ["meting", "-aandeel", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hoofdtaak_aandeel",
                condition=Q(aandeel__gt=0, aandeel__lte=100),
                violation_error_message="Het aandeel ligt tussen 0 en 100 procent.",
            ),
            *[
                models.CheckConstraint(
                    name=f"hoofdtaak_{naam}",
                    condition=Q(**{f"{naam}__gte": 0, f"{naam}__lte": 100}),
                    violation_error_message="Vul een percentage van 0 tot en met 100 in.",
                )
                for naam in _ELEMENTEN
            ],
        ]
        triggers = [
            # At commit, when all hoofdtaken are there: together they are exactly the working time.
            pgtrigger.Trigger(
                name="hoofdtaak_samen_honderd",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("samen", "numeric"), ("welke", "bigint")],
                func="""
                    welke := case when tg_op = 'DELETE' then old.meting_id else new.meting_id end;
                    select sum(aandeel) into samen from personen_hoofdtaak where meting_id = welke;
                    if samen is not null and samen <> 100 then
                        raise exception 'De aandelen van de hoofdtaken zijn samen % procent en geen 100.', samen
                            using errcode = 'check_violation', constraint = 'hoofdtaak_samen_honderd';
                    end if;
                    return null;
                """,
            ),
        ]

    def __str__(self):
        return self.naam


class MeetopdrachtQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Opdrachten bij personen in gemeenten waar de gebruiker de loonwaarde mag inzien."""
        return self.filter(persoon__gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.LOONWAARDE_INZIEN))

    def open(self):
        """Nog niet gemeten en niet vervallen."""
        return self.filter(meting=None, vervallen_op=None)


@met_historie
class Meetopdracht(models.Model):
    """Een collega meet de loonwaarde van een inwoner die niet van hem is (RH-136)."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="meetopdrachten")
    beoordelaar = models.ForeignKey(Gebruiker, models.PROTECT, related_name="meetopdrachten")
    uiterlijk_op = models.DateField("meten voor of op")
    toelichting = models.CharField(max_length=300, blank=True)
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gevraagd_op = models.DateTimeField(auto_now_add=True)
    meting = models.OneToOneField(
        Loonwaardemeting, models.PROTECT, null=True, blank=True, related_name="opdracht"
    )
    vervallen_op = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MeetopdrachtQuerySet.as_manager()

    class Meta:
        verbose_name = "meetopdracht"
        verbose_name_plural = "meetopdrachten"
        ordering = ["uiterlijk_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["persoon"],
                condition=Q(meting=None, vervallen_op=None),
                name="meetopdracht_een_open",
                violation_error_message="Er loopt al een aanvraag voor een meting.",
            ),
        ]

    def __str__(self):
        return f"meten voor {self.uiterlijk_op:%d-%m-%Y}"
