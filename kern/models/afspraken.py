"""Besluiten, werkafspraken en bijsturing, de kalender van verplichtingen, en de taken die eruit volgen."""

from django.db import models
from django.db.models import F, Q

from kern.history import met_historie
from kern.models.bestand import Bestand
from kern.models.gebruiker import Gebruiker
from kern.models.organisatie import Gemeente
from kern.permissions import Recht, Rol


class Afspraaksoort(models.TextChoices):
    """Alles wat je besluit, van iemand is, op een dag af moet zijn en waarvan je bewijs wilt (ontwerp §3)."""

    BESLUIT = "besluit", "besluit"
    WERKAFSPRAAK = "werkafspraak", "werkafspraak"
    PLANNINGSREGEL = "planningsregel", "planningsregel"
    BIJSTURING = "bijsturing", "bijsturing"
    VERBETERVOORSTEL = "verbetervoorstel", "verbetervoorstel"
    RISICO = "risico", "risico"
    ACTIE = "actie", "actie"


class Afspraakstatus(models.TextChoices):
    OPEN = "open", "loopt"
    AFGEROND = "afgerond", "afgerond"
    VERVALLEN = "vervallen", "vervallen"


class Cadans(models.TextChoices):
    """Hoe vaak iets terugkomt; doorlopend heeft geen dag, want het geldt altijd."""

    DOORLOPEND = "doorlopend", "geldt altijd"
    EENMALIG = "eenmalig", "één keer"
    MAANDELIJKS = "maandelijks", "elke maand"
    KWARTAAL = "kwartaal", "elk kwartaal"
    HALFJAARLIJKS = "halfjaarlijks", "elk halfjaar"
    JAARLIJKS = "jaarlijks", "elk jaar"


class Orgaan(models.TextChoices):
    """Wie het besloot of afsprak."""

    COLLEGE = "college", "college"
    DT = "dt", "directieteam"
    RAAD = "raad", "gemeenteraad"
    TEAM = "team", "team"


class AfspraakQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Afspraken van de gemeenten waar de gebruiker ze mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.AFSPRAAK_INZIEN))

    def bijsturing_op(self, gemeente, peildatum):
        """De bijsturing die bij de cijfers van deze peildatum hoort, wat er ook van is geworden."""
        return self.filter(gemeente=gemeente, soort=Afspraaksoort.BIJSTURING, peildatum=peildatum).exclude(
            status=Afspraakstatus.VERVALLEN
        )


@met_historie
class Afspraak(models.Model):
    """Eén besluit, werkafspraak, planningsregel, bijsturing of actie met eigenaar, cadans en eerstvolgende dag.

    Bron: RH-030 (besluiten en werkafspraken a-o), RH-078 (bijsturing bij een kpi), RH-196 (planningsregels).
    De beurten zelf zijn taken: een open taak op `eerstvolgend`, en de afgeronde met hun bewijs.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="afspraken")
    soort = models.CharField(max_length=20, choices=Afspraaksoort)
    code = models.CharField("kenmerk", max_length=40)
    tekst = models.CharField("wat is er afgesproken", max_length=500)
    toelichting = models.TextField(blank=True, max_length=4000)
    orgaan = models.CharField("besloten door", max_length=20, choices=Orgaan, blank=True)
    eigenaar = models.ForeignKey(
        Gebruiker, models.PROTECT, null=True, blank=True, related_name="afspraken", verbose_name="eigenaar"
    )
    rol = models.CharField("rol van de eigenaar", max_length=30, choices=Rol, blank=True)
    cadans = models.CharField("hoe vaak", max_length=20, choices=Cadans, default=Cadans.EENMALIG)
    begindatum = models.DateField("afgesproken op")
    eerstvolgend = models.DateField("eerstvolgende dag", null=True, blank=True)
    status = models.CharField(max_length=20, choices=Afspraakstatus, default=Afspraakstatus.OPEN)
    resultaat = models.TextField("wat leverde het op", blank=True, max_length=4000)
    bron = models.CharField(max_length=300, blank=True)
    rij = models.CharField("eis", max_length=120, blank=True)
    # Bijsturing: bij welk cijfer (code in het register van kpi's) en welke peildatum zij hoort (RH-078).
    kpi = models.CharField("cijfer", max_length=60, blank=True)
    peildatum = models.DateField("peildatum", null=True, blank=True)
    beantwoord_peildatum = models.DateField("beantwoord bij peildatum", null=True, blank=True)
    versie = models.PositiveIntegerField(default=1)

    objects = AfspraakQuerySet.as_manager()

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["gemeente", "soort", "code"]
        indexes = [models.Index(fields=["gemeente", "status", "eerstvolgend"], name="afspraak_eerstvolgend")]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "soort", "code"],
                name="afspraak_code_uniek",
                violation_error_message="Er is al een afspraak van deze soort met dit kenmerk.",
            ),
            models.CheckConstraint(
                name="afspraak_open_heeft_dag",
                condition=(
                    Q(status="open", cadans="doorlopend", eerstvolgend=None)
                    | Q(status="open", eerstvolgend__isnull=False) & ~Q(cadans="doorlopend")
                    | ~Q(status="open") & Q(eerstvolgend=None)
                ),
                violation_error_message="Vul de eerstvolgende dag in, of kies 'geldt altijd' en laat de dag leeg.",
            ),
            models.CheckConstraint(
                name="afspraak_heeft_eigenaar",
                condition=Q(eigenaar__isnull=False) | ~Q(rol=""),
                violation_error_message="Kies wie dit doet: een collega of een rol.",
            ),
            models.CheckConstraint(
                name="afspraak_bijsturing_bij_cijfer",
                condition=(
                    Q(soort="bijsturing", peildatum__isnull=False) & ~Q(kpi="")
                    | ~Q(soort="bijsturing") & Q(kpi="", peildatum=None, beantwoord_peildatum=None)
                ),
                violation_error_message="Bijsturing hoort bij een cijfer en een peildatum.",
            ),
            models.CheckConstraint(
                name="afspraak_afgerond_heeft_resultaat",
                condition=~Q(status="afgerond") | ~Q(resultaat=""),
                violation_error_message="Schrijf op wat het opleverde.",
            ),
            models.CheckConstraint(
                name="afspraak_antwoord_later",
                condition=Q(beantwoord_peildatum=None) | Q(beantwoord_peildatum__gt=F("peildatum")),
                violation_error_message="Het antwoord hoort bij een latere peildatum.",
            ),
        ]

    def __str__(self):
        return f"{self.get_soort_display()} {self.code}"

    @property
    def wie(self) -> str:
        return str(self.eigenaar or self.get_rol_display())


class VerplichtingQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Verplichtingen van de gemeenten waar de gebruiker afspraken mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.AFSPRAAK_INZIEN))


@met_historie
class Verplichting(models.Model):
    """Iets dat elk jaar, halfjaar of elke maand moet, uit de kalender van eisen §5.3; maakt zelf zijn taken.

    Wat het is en uit welke norm de dagen komen, staat in kern/gegevens/verplichtingen.toml; hier staat alleen
    dat de gemeente haar heeft, van wie zij is en vanaf wanneer er taken van komen.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="verplichtingen")
    code = models.SlugField(max_length=40)
    rol = models.CharField("wie", max_length=30, choices=Rol)
    eigenaar = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vanaf = models.DateField("taken vanaf")
    versie = models.PositiveIntegerField(default=1)

    objects = VerplichtingQuerySet.as_manager()

    class Meta:
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        ordering = ["gemeente", "code"]
        constraints = [models.UniqueConstraint(fields=["gemeente", "code"], name="verplichting_uniek")]

    def __str__(self):
        return self.code


class Taakstatus(models.TextChoices):
    OPEN = "open", "open"
    GEDAAN = "gedaan", "gedaan"
    VERVALLEN = "vervallen", "vervallen"


class TaakQuerySet(models.QuerySet):
    def zichtbaar_voor(self, gebruiker):
        """Taken van de gemeenten waar de gebruiker afspraken mag inzien."""
        return self.filter(gemeente_id__in=gebruiker.toegang.gemeenten_met(Recht.AFSPRAAK_INZIEN))


@met_historie
class Taak(models.Model):
    """Eén beurt van een afspraak of verplichting: te doen op een dag, gedaan met bewijs (eisen §5.3)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="taken")
    afspraak = models.ForeignKey(Afspraak, models.PROTECT, null=True, blank=True, related_name="taken")
    verplichting = models.ForeignKey(
        Verplichting, models.PROTECT, null=True, blank=True, related_name="taken"
    )
    titel = models.CharField("wat moet je doen", max_length=300)
    vervaldatum = models.DateField("uiterlijk op")
    eigenaar = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="taken")
    rol = models.CharField("wie", max_length=30, choices=Rol, blank=True)
    status = models.CharField(max_length=20, choices=Taakstatus, default=Taakstatus.OPEN)
    bewijs = models.TextField("wat is er gedaan", blank=True, max_length=4000)
    bestand = models.ForeignKey(Bestand, models.PROTECT, null=True, blank=True, related_name="+")
    gedaan_op = models.DateField("gedaan op", null=True, blank=True)
    gedaan_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(null=True, blank=True)

    objects = TaakQuerySet.as_manager()

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["vervaldatum", "pk"]
        indexes = [models.Index(fields=["gemeente", "status", "vervaldatum"], name="taak_te_doen")]
        constraints = [
            models.CheckConstraint(
                name="taak_een_herkomst",
                condition=Q(afspraak=None, verplichting__isnull=False)
                | Q(afspraak__isnull=False, verplichting=None),
                violation_error_message="Een taak hoort bij een afspraak of bij een verplichting.",
            ),
            # The job that makes tasks may run twice, or on two machines: the second finds this.
            models.UniqueConstraint(fields=["verplichting", "vervaldatum"], name="taak_verplichting_per_dag"),
            models.UniqueConstraint(fields=["afspraak", "vervaldatum"], name="taak_afspraak_per_dag"),
            models.UniqueConstraint(
                fields=["afspraak"], condition=Q(status="open"), name="taak_afspraak_een_open"
            ),
            models.CheckConstraint(
                name="taak_heeft_eigenaar",
                condition=Q(eigenaar__isnull=False) | ~Q(rol=""),
                violation_error_message="Kies wie dit doet: een collega of een rol.",
            ),
            models.CheckConstraint(
                name="taak_gedaan_met_bewijs",
                condition=(
                    Q(status="gedaan", gedaan_op__isnull=False, gedaan_door__isnull=False)
                    & Q(vastgelegd_op__isnull=False)
                    & (~Q(bewijs="") | Q(bestand__isnull=False))
                    | ~Q(status="gedaan") & Q(gedaan_op=None, gedaan_door=None, bewijs="", bestand=None)
                ),
                violation_error_message="Schrijf op wat er is gedaan, of voeg een document toe.",
            ),
        ]

    def __str__(self):
        return self.titel

    @property
    def wie(self) -> str:
        return str(self.eigenaar or self.get_rol_display())
