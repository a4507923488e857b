"""De lijsten van werkgevers en van plaatsingen."""

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from kern.lists import (
    DatumKolom,
    GetalKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    TekstFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gemeente
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from werkgevers.choices import Plaatsingssoort, Relatiesoort
from werkgevers.models import Relatie
from werkgevers.rules import zoeknaam


class RelatieTabel(TredeTabel):
    naam = LinkKolom(route="werkgevers:relatie", argumenten=("nummer",), order_by=("zoeknaam",))
    nummer = TekstKolom()
    branche = TekstKolom()
    plaats = TekstKolom()
    mensen = GetalKolom(verbose_name="Werken er nu", orderable=False)
    telefoon = TekstKolom(standaard=False)
    kvk = TekstKolom(verbose_name="KvK-nummer", standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class RelatieFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort relatie", choices=Relatiesoort.choices, method="van_soort")
    plaats = TekstFilter(label="Plaats", field_name="plaats")
    branche = TekstFilter(label="Branche", field_name="branche")

    class Meta(TredeFilterSet.Meta):
        pass

    def van_soort(self, queryset, naam, soort):
        return queryset.filter(soorten__contains=[soort])

    def zoek(self, queryset, term):
        """Op een deel van de naam, het nummer of het KvK-nummer."""
        return queryset.filter(
            Q(zoeknaam__contains=zoeknaam(term)) | Q(nummer__iexact=term.strip()) | Q(kvk=term.strip())
        )


RELATIES = Lijst(
    "werkgevers",
    "Werkgevers",
    RelatieTabel,
    RelatieFilter,
    ("zoeknaam",),
    wat=("werkgever", "werkgevers"),
    route="werkgevers:relaties",
    zoekveld="Zoek op naam, nummer of KvK-nummer",
    leeg=Leeg(
        "Er zijn nog geen werkgevers.",
        "Voeg een werkgever toe",
        "werkgevers:relatie-nieuw",
        Recht.WERKGEVER_WIJZIGEN,
    ),
)


class PlaatsingTabel(TredeTabel):
    naam = NaamKolom(route="werkgevers:dossierblad")
    werkgever = TekstKolom(accessor="relatie__naam", order_by=("relatie__zoeknaam",))
    soort = KeuzeKolom(accessor="soort_zichtbaar", keuzes=Plaatsingssoort)
    werklocatie = TekstKolom()
    contract_tot = DatumKolom(verbose_name="Contract tot en met")
    begin = DatumKolom(accessor="begindatum", verbose_name="Eerste dag")
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag", standaard=False)
    uren = GetalKolom(accessor="uren_per_week", decimalen=2, verbose_name="Uren per week", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class PlaatsingFilter(TredeFilterSet):
    loopt = KeuzeFilter(
        label="Loopt",
        choices=[("nu", "loopt nu"), ("voorbij", "voorbij"), ("later", "begint later")],
        method="stand",
    )
    eindigt = KeuzeFilter(
        label="Contract eindigt",
        choices=[("6", "binnen 6 maanden"), ("3", "binnen 3 maanden"), ("1", "binnen 1 maand")],
        method="eindigt_binnen",
    )
    zonder_datum = VinkFilter(label="Zonder einddatum van het contract", method="zonder")
    soort = KeuzeFilter(
        label="Soort plaatsing", field_name="soort_zichtbaar", choices=Plaatsingssoort.choices
    )
    werkgever = ModelKeuzeFilter(
        label="Werkgever",
        field_name="relatie",
        queryset=lambda request: Relatie.objects.zichtbaar_voor(request.user),
        to_field_name="nummer",
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        field_name="persoon__gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.WERKGEVER_INZIEN),
        to_field_name="code",
    )

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def stand(self, queryset, naam, waarde):
        vandaag = self.request.vandaag
        if waarde == "nu":
            return queryset.op(vandaag)
        return (
            queryset.filter(einddatum__lt=vandaag)
            if waarde == "voorbij"
            else queryset.filter(begindatum__gt=vandaag)
        )

    def eindigt_binnen(self, queryset, naam, maanden):
        """Lopende plaatsingen met een contract dat binnen zoveel maanden eindigt, of al afliep."""
        grens = self.request.vandaag + relativedelta(months=int(maanden))
        return queryset.op(self.request.vandaag).filter(einddatum=None, contract_tot__lte=grens)

    def zonder(self, queryset, naam, waarde):
        return queryset.filter(contract_tot=None, einddatum=None)


PLAATSINGEN = Lijst(
    "plaatsingen",
    "Plaatsingen",
    PlaatsingTabel,
    PlaatsingFilter,
    ("contract_tot", "persoon__sorteernaam"),
    wat=("plaatsing", "plaatsingen"),
    route="werkgevers:plaatsingen",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er zijn nog geen plaatsingen."),
)
