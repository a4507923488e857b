"""Gebruikers, hun rollen per gemeente of verband, teams en vervanging."""

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property

from kern.access import Toegang, toegang_van
from kern.history import met_historie
from kern.models.organisatie import Gemeente, Samenwerkingsverband, Team
from kern.periodes import Periode, PeriodeQuerySet, einde_na_begin, geen_overlap
from kern.permissions import Recht, Rol


class GebruikerQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Gebruikers met een rol in een gemeente waar ook deze gebruiker een rol heeft."""
        gemeenten = gebruiker.toegang.gemeenten
        return self.filter(
            Q(rolvervullingen__gemeente_id__in=gemeenten)
            | Q(rolvervullingen__verband__deelnames__gemeente_id__in=gemeenten)
            | Q(pk=gebruiker.pk)
        ).distinct()


# UserManager itself points at the user model, so the plugin cannot see it before this module is done.
class GebruikerManager(UserManager.from_queryset(GebruikerQuerySet)):  # type: ignore[misc]  # a cycle, see above
    """Makes users without the superuser idea: rights come from roles only."""

    def _create_user(self, username, email, password, **extra):
        extra.pop("is_staff", None)
        extra.pop("is_superuser", None)
        user = self.model(username=username, email=email, **extra)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user


def nieuw_sessiestempel() -> str:
    """Een willekeurige code; een andere code beëindigt alle sessies van de gebruiker."""
    return get_random_string(16)


@met_historie(zonder=("password", "last_login", "laatste_gemeente", "sessiestempel"))
class Gebruiker(AbstractBaseUser):
    """Iemand die met Trede werkt; één account per mens (BIO2 5.16.02)."""

    username = models.CharField(
        "gebruikersnaam",
        max_length=80,
        unique=True,
        error_messages={"unique": "Deze gebruikersnaam bestaat al."},
    )
    naam = models.CharField(max_length=120)
    email = models.EmailField("e-mailadres", blank=True)
    is_active = models.BooleanField("actief", default=True)
    date_joined = models.DateTimeField("aangemaakt op", default=timezone.now)
    wachtwoord_eenmalig = models.BooleanField(
        "moet een nieuw wachtwoord kiezen", default=False, editable=False
    )
    sessiestempel = models.CharField(max_length=16, default=nieuw_sessiestempel, editable=False)
    sneltoetsen = models.BooleanField("sneltoetsen aan", default=True)
    laatste_gemeente = models.ForeignKey(
        Gemeente, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    objects = GebruikerManager()

    # Django's own machinery asks for these; rights themselves come from Toegang.
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["naam"]

    def __str__(self):
        return self.naam or self.username

    @cached_property
    def toegang(self) -> Toegang:
        """Welke rechten in welke gemeenten, vandaag; één keer per verzoek gelezen."""
        return toegang_van(self, timezone.localdate())

    def _get_session_auth_hash(self, secret=None):
        """As Django's, and also bound to the session stamp: a new stamp ends every session at once."""
        hash_ = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # private: not in the stubs
        return hash_ + self.sessiestempel

    def mag(self, recht: Recht, gemeente_id: int | None = None) -> bool:
        return self.toegang.mag(recht, gemeente_id)

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


@met_historie
class Rolvervulling(Periode):
    """Een gebruiker heeft een rol in één gemeente of in één samenwerkingsverband."""

    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="rolvervullingen")
    rol = models.CharField(max_length=30, choices=Rol)
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, null=True, blank=True, related_name="rolvervullingen"
    )
    verband = models.ForeignKey(
        Samenwerkingsverband, models.PROTECT, null=True, blank=True, related_name="rolvervullingen"
    )
    toegekend_door = models.ForeignKey(
        Gebruiker, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "rolvervulling"
        verbose_name_plural = "rolvervullingen"
        ordering = ["gebruiker", "rol", "begindatum"]
        constraints = [
            einde_na_begin("rolvervulling_einde_na_begin"),
            models.CheckConstraint(
                name="rolvervulling_gemeente_of_verband",
                condition=Q(gemeente=None, verband__isnull=False) | Q(gemeente__isnull=False, verband=None),
                violation_error_message="Kies een gemeente of een samenwerkingsverband, niet allebei.",
            ),
            models.CheckConstraint(
                name="rolvervulling_niet_aan_jezelf",
                condition=Q(toegekend_door=None) | ~Q(toegekend_door=F("gebruiker")),
                violation_error_message="Je kunt jezelf geen rol geven. Vraag een andere beheerder.",
            ),
            geen_overlap(
                "rolvervulling_geen_overlap_gemeente",
                "gebruiker",
                "rol",
                "gemeente",
                condition=Q(gemeente__isnull=False),
                melding="Deze gebruiker heeft deze rol in deze periode al.",
            ),
            geen_overlap(
                "rolvervulling_geen_overlap_verband",
                "gebruiker",
                "rol",
                "verband",
                condition=Q(verband__isnull=False),
                melding="Deze gebruiker heeft deze rol in deze periode al.",
            ),
        ]

    def __str__(self):
        return f"{self.gebruiker}: {self.get_rol_display()} ({self.gemeente or self.verband})"


@met_historie
class Teamlid(Periode):
    """Een gebruiker hoort bij een team, met zijn aantal uren als deel van een fte."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="leden")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="teamlidmaatschappen")
    fte = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "teamlid"
        verbose_name_plural = "teamleden"
        ordering = ["team", "gebruiker"]
        constraints = [
            einde_na_begin("teamlid_einde_na_begin"),
            models.CheckConstraint(
                name="teamlid_fte_tussen_0_en_1_5",
                condition=Q(fte__gt=0) & Q(fte__lte=1.5),
                violation_error_message="Het aantal fte ligt tussen 0 en 1,5.",
            ),
            geen_overlap(
                "teamlid_geen_overlap",
                "team",
                "gebruiker",
                melding="Deze gebruiker zit in deze periode al in het team.",
            ),
        ]

    def __str__(self):
        return f"{self.gebruiker} in {self.team}"


@met_historie
class Vervanging(Periode):
    """Een collega neemt het werk over van iemand die afwezig is, van en tot en met een dag."""

    afwezige = models.ForeignKey(Gebruiker, models.PROTECT, related_name="vervangen_door")
    vervanger = models.ForeignKey(Gebruiker, models.PROTECT, related_name="vervangt")
    reden = models.CharField(max_length=120, blank=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = "vervanging"
        verbose_name_plural = "vervangingen"
        ordering = ["-begindatum"]
        constraints = [
            einde_na_begin("vervanging_einde_na_begin"),
            models.CheckConstraint(
                name="vervanging_einddatum_verplicht",
                condition=Q(einddatum__isnull=False),
                violation_error_message="Vul de laatste dag van de vervanging in.",
            ),
            models.CheckConstraint(
                name="vervanging_niet_door_jezelf",
                condition=~Q(afwezige=F("vervanger")),
                violation_error_message="Kies een collega als vervanger.",
            ),
            geen_overlap(
                "vervanging_geen_overlap",
                "afwezige",
                melding="Er is in deze periode al een vervanger.",
            ),
        ]

    def __str__(self):
        return f"{self.vervanger} voor {self.afwezige}"

    def clean(self):
        super().clean()
        if self.afwezige_id and self.afwezige_id == self.vervanger_id:
            raise ValidationError({"vervanger": "Kies een collega als vervanger."})
