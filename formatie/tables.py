"""De caseload van één consulent: de eigen dossiers met hun eerstvolgende actie."""

from django.utils import timezone

from formatie.queries.caseload import KLASSEN
from kern.lists import (
    Bulkactie,
    DatumKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.permissions import Recht
from personen.filters import contactpersonen
from personen.kolommen import NaamKolom

NIET_GETELD = "geen"
KEUZES = [*KLASSEN.items(), (NIET_GETELD, "telt niet mee (er loopt niets meer)")]


class CaseloadTabel(TredeTabel):
    naam = NaamKolom(route="personen:tijdlijn")
    volgende = DatumKolom(verbose_name="Eerstvolgende actie")
    afspraak = DatumKolom(verbose_name="Afspraak")
    evaluatie = DatumKolom(accessor="plan_evaluatie", verbose_name="Plan evalueren")
    traject = TekstKolom()
    traject_einde = DatumKolom(verbose_name="Traject eindigt")
    laatste_contact = DatumKolom(verbose_name="Laatste contact")
    doel = GetalKolom(verbose_name="Doeltrede")
    telt = KeuzeKolom(keuzes=KEUZES, accessor="klasse", verbose_name="Telt als")
    sinds = DatumKolom(accessor="begindatum", verbose_name="Bij jou sinds", standaard=False)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class CaseloadFilter(TredeFilterSet):
    """Zonder keuze zijn het de eigen dossiers."""

    medewerker = ModelKeuzeFilter(
        label="Medewerker", queryset=contactpersonen, leeg="Mijn dossiers", field_name="gebruiker"
    )
    telt = KeuzeFilter(label="Telt als", choices=KEUZES, method="telt_als")
    vier_of_hoger = VinkFilter(label="Doeltrede 4 of hoger", method="actief_doel")
    te_laat = VinkFilter(label="Actie is te laat", method="is_te_laat")
    zonder_plan = VinkFilter(label="Zonder plan", method="geen_plan")
    zonder_actie = VinkFilter(label="Geen volgende actie", method="geen_actie")

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.mag(Recht.TEAM_INZIEN):
            del self.filters["medewerker"]

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("medewerker"):
            queryset = queryset.filter(gebruiker=self.request.user)
        return super().filter_queryset(queryset)

    def telt_als(self, queryset, naam, waarde):
        return queryset.filter(klasse="" if waarde == NIET_GETELD else waarde)

    def actief_doel(self, queryset, naam, waarde):
        return queryset.filter(doel__gte=4)

    def is_te_laat(self, queryset, naam, waarde):
        return queryset.filter(volgende__lt=timezone.localdate())

    def geen_plan(self, queryset, naam, waarde):
        return queryset.filter(heeft_plan=False)

    def geen_actie(self, queryset, naam, waarde):
        return queryset.filter(volgende=None)


CASELOAD = Lijst(
    "mijn-caseload",
    "Caseload",
    CaseloadTabel,
    CaseloadFilter,
    ("volgende", "persoon__sorteernaam"),
    wat=("dossier", "dossiers"),
    route="formatie:mijn-caseload",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    bulkacties=(
        Bulkactie("herverdelen", "Herverdelen", Recht.PERSOON_TOEWIJZEN, "formatie:caseload-herverdelen"),
        Bulkactie("bladen", "Overdrachtsbladen", Recht.CONTACT_INZIEN, "formatie:caseload-bladen"),
    ),
    leeg=Leeg("Je bent van niemand contactpersoon."),
)
