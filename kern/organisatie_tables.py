"""De lijsten van gemeenten, samenwerkingsverbanden en organisatierollen."""

from django.db.models import Q
from django.utils import timezone

from kern.lists import (
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Organisatierolsoort
from kern.permissions import Recht

RECHT = Recht.ORGANISATIE_BEHEREN


class GemeenteTabel(TredeTabel):
    naam = LinkKolom(verbose_name="Gemeente", route="kern:gemeente", argumenten=("eigen_pk",))
    code = TekstKolom(verbose_name="CBS-code")
    werknaam = TekstKolom(verbose_name="Werknaam")
    gebruikt_trede = EtiketKolom(
        verbose_name="Werkt met Trede", tonen={True: ("ja", "gelukt"), False: ("alleen herkomst", "neutraal")}
    )


class GemeenteFilter(TredeFilterSet):
    gebruikt_trede = VinkFilter(label="Werkt met Trede", field_name="gebruikt_trede")

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("naam", "code")


GEMEENTEN = Lijst(
    "gemeenten",
    "Gemeenten",
    GemeenteTabel,
    GemeenteFilter,
    ("naam",),
    wat=("gemeente", "gemeenten"),
    route="kern:gemeenten",
    zoekveld="Zoek op naam of CBS-code",
    exportrecht=RECHT,
    leeg=Leeg("Nog geen gemeenten.", "Nieuwe gemeente", "kern:gemeente-nieuw", RECHT),
)


class VerbandTabel(TredeTabel):
    naam = LinkKolom(verbose_name="Samenwerkingsverband", route="kern:verband")
    soort = TekstKolom()
    deelnemers = GetalKolom(verbose_name="Gemeenten nu")


VERBANDEN = Lijst(
    "verbanden",
    "Samenwerkingsverbanden",
    VerbandTabel,
    None,
    ("naam",),
    wat=("samenwerkingsverband", "samenwerkingsverbanden"),
    route="kern:verbanden",
    exportrecht=RECHT,
    leeg=Leeg("Nog geen samenwerkingsverbanden.", "Nieuw verband", "kern:verband-nieuw", RECHT),
)


class OrganisatierolTabel(TredeTabel):
    organisatie__naam = LinkKolom(verbose_name="Organisatie", route="kern:organisatierol-beeindigen")
    soort = KeuzeKolom(verbose_name="Rol", keuzes=Organisatierolsoort)
    gemeente__naam = TekstKolom(verbose_name="Gemeente")
    begindatum = DatumKolom(verbose_name="Eerste dag")
    einddatum = DatumKolom(verbose_name="Laatste dag")
    bron = TekstKolom(verbose_name="Besluit")


class OrganisatierolFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Rol", choices=Organisatierolsoort.choices)
    lopend = VinkFilter(label="Loopt vandaag", method="loopt")

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("organisatie__naam",)

    def loopt(self, queryset, naam, waarde):
        vandaag = timezone.localdate()
        return queryset.filter(Q(einddatum=None) | Q(einddatum__gte=vandaag), begindatum__lte=vandaag)


ORGANISATIEROLLEN = Lijst(
    "organisatierollen",
    "Organisaties en hun rollen",
    OrganisatierolTabel,
    OrganisatierolFilter,
    ("organisatie__naam", "soort", "begindatum"),
    wat=("rol", "rollen"),
    route="kern:organisatierollen",
    zoekveld="Zoek op naam van de organisatie",
    exportrecht=RECHT,
    leeg=Leeg("Nog geen organisaties.", "Nieuwe rol", "kern:organisatierol-nieuw", RECHT),
)
