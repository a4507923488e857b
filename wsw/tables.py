"""De lijst van Wsw-medewerkers."""

from django.db.models import Exists, OuterRef

from kern.lists import (
    DatumFilter,
    DatumKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    ModelKeuzeFilter,
    TekstFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gemeente, Organisatie
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from werkgevers.models import Plaatsing, Relatie
from wsw.choices import Groep, Regeling, Subsoort
from wsw.queries import POPULATIES


class MedewerkerTabel(TredeTabel):
    naam = NaamKolom(route="wsw:dossierblad")
    groep = KeuzeKolom(accessor="nu__groep", keuzes=Groep)
    merk = KeuzeKolom(accessor="nu__subsoort", keuzes=Subsoort)
    formele_werkgever = TekstKolom(accessor="nu__formele_werkgever__naam")
    werkt_bij = TekstKolom(accessor="werkt_bij")
    werklocatie = TekstKolom(accessor="plek_naam")
    uren = GetalKolom(accessor="nu__uren_per_week", decimalen=2, verbose_name="Uren per week")
    herkomst = TekstKolom(accessor="herkomstgemeente__naam", verbose_name="Gemeente van herkomst")
    regeling = KeuzeKolom(keuzes=Regeling, standaard=False)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)
    geboren = DatumKolom(accessor="persoon__geboortedatum", standaard=False)
    begin = DatumKolom(accessor="begindatum", verbose_name="In dienst sinds", standaard=False)
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag", standaard=False)
    kennismaking = DatumKolom(accessor="kennismaking_op", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class MedewerkerFilter(TredeFilterSet):
    """De peildatum, de gemeente en de populatie past de pagina zelf toe; hier staan ze als filter en als label."""

    peildatum = DatumFilter(label="Peildatum", method="al_toegepast")
    populatie = KeuzeFilter(
        label="Groep mensen",
        choices=[(code, populatie.naam) for code, populatie in POPULATIES.items()],
        method="al_toegepast",
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente van het dossier",
        queryset=lambda request: _gemeenten(request),
        to_field_name="code",
        method="al_toegepast",
    )
    herkomst = ModelKeuzeFilter(
        label="Gemeente van herkomst",
        field_name="herkomstgemeente",
        queryset=lambda request: Gemeente.objects.order_by("naam"),
        to_field_name="code",
    )
    formele_werkgever = ModelKeuzeFilter(
        label="Formele werkgever",
        field_name="nu__formele_werkgever",
        queryset=lambda request: Organisatie.objects.order_by("naam"),
    )
    werkgever = ModelKeuzeFilter(
        label="Werkt bij",
        queryset=lambda request: Relatie.objects.zichtbaar_voor(request.user),
        to_field_name="nummer",
        method="met_plaatsing",
    )
    werklocatie = TekstFilter(label="Werklocatie", method="op_locatie")
    zonder_indeling = VinkFilter(label="Zonder indeling", method="zonder")

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def zonder(self, queryset, naam, waarde):
        return queryset.filter(nu__isnull=True)

    def met_plaatsing(self, queryset, naam, relatie):
        """Bij deze werkgever op de peildatum; samen met de werklocatie gaat het om dezelfde plaatsing."""
        plek = self._plaatsingen().filter(relatie=relatie)
        locatie = self.form.cleaned_data.get("werklocatie")
        return queryset.filter(Exists(plek.filter(werklocatie=_locatie(locatie)) if locatie else plek))

    def op_locatie(self, queryset, naam, locatie):
        return queryset.filter(Exists(self._plaatsingen().filter(werklocatie=_locatie(locatie))))

    def _plaatsingen(self):
        return Plaatsing.objects.op(self.request.peildatum).filter(persoon=OuterRef("persoon_id"))


def _locatie(waarde: str) -> str:
    return "" if waarde == "geen" else waarde


def _gemeenten(request):
    return Gemeente.objects.met_recht(request.user, Recht.WSW_INZIEN)


MEDEWERKERS = Lijst(
    "wsw",
    "Wsw-medewerkers",
    MedewerkerTabel,
    MedewerkerFilter,
    ("persoon__sorteernaam",),
    wat=("medewerker", "medewerkers"),
    route="wsw:medewerkers",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er zijn op deze dag geen Wsw-medewerkers."),
)
