"""De lijst van loonkostensubsidies."""

from django.utils import timezone

from kern.lists import (
    BedragKolom,
    DatumFilter,
    DatumKolom,
    EtiketKolom,
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
from kern.models import Gemeente
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from reintegratie.choices import Lksgrondslag, Lksstatus
from reintegratie.lks_queries import alleen_lks
from werkgevers.models import Relatie

ALLEEN_LKS = "alleen-lks"


class SubsidieTabel(TredeTabel):
    naam = NaamKolom(route="reintegratie:lks", argumenten=("pk",))
    werkgever = TekstKolom(accessor="relatie__naam")
    grondslag = KeuzeKolom(keuzes=Lksgrondslag)
    loonwaarde = GetalKolom(verbose_name="Loonwaarde in %")
    uren = GetalKolom(accessor="uren_per_week", decimalen=2, verbose_name="Uren per week")
    begin = DatumKolom(accessor="begindatum", verbose_name="Eerste dag")
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag")
    bedrag = BedragKolom(accessor="maandbedrag", verbose_name="Bedrag per maand nu")
    besloten = DatumKolom(accessor="besloten_op", verbose_name="Besloten op", standaard=False)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)
    status = EtiketKolom(
        tonen={
            Lksstatus.AANGEVRAAGD: ("aangevraagd", "bezig"),
            Lksstatus.TOEGEKEND: ("toegekend", "gelukt"),
            Lksstatus.AFGEWEZEN: ("afgewezen", "neutraal"),
        }
    )

    class Meta(TredeTabel.Meta):
        pass


class SubsidieFilter(TredeFilterSet):
    status = KeuzeFilter(label="Status", choices=Lksstatus.choices)
    grondslag = KeuzeFilter(label="Grondslag", choices=Lksgrondslag.choices)
    werkgever = ModelKeuzeFilter(
        label="Werkgever",
        field_name="relatie",
        queryset=lambda request: (
            Relatie.objects.zichtbaar_voor(request.user).filter(loonkostensubsidies__isnull=False).distinct()
        ),
        to_field_name="nummer",
    )
    lopend = VinkFilter(label="Loopt nu", method="loopt_nu")
    peildatum = DatumFilter(label="Loopt op", method="loopt_op")
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        field_name="persoon__gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.LKS_INZIEN),
        to_field_name="code",
    )
    populatie = KeuzeFilter(
        label="Groep mensen", choices=[(ALLEEN_LKS, "geen uitkering op deze dag")], method="zonder_uitkering"
    )

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def loopt_nu(self, queryset, naam, waarde):
        return queryset.op(timezone.localdate()).toegekend()

    def loopt_op(self, queryset, naam, waarde):
        return queryset.op(waarde).toegekend()

    def zonder_uitkering(self, queryset, naam, waarde):
        dag = self.form.cleaned_data.get("peildatum") or timezone.localdate()
        gemeenten = self.request.user.toegang.gemeenten_met(Recht.LKS_INZIEN)
        return queryset.filter(pk__in=alleen_lks(dag, gemeenten).values("pk"))


SUBSIDIES = Lijst(
    "lks",
    "Loonkostensubsidie",
    SubsidieTabel,
    SubsidieFilter,
    ("persoon__sorteernaam", "-begindatum"),
    wat=("subsidie", "subsidies"),
    route="reintegratie:lks-lijst",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="persoon__gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg(
        "Er is nog geen loonkostensubsidie aangevraagd. Begin op het blad Re-integratie van een dossier."
    ),
)
