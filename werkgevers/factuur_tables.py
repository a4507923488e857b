"""De lijst van facturen."""

from django.db.models import Q

from kern.lists import (
    BedragKolom,
    DatumFilter,
    DatumKolom,
    EtiketKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from werkgevers.choices import Factuursoort, Verzendwijze
from werkgevers.models import Relatie
from werkgevers.rules import zoeknaam


class FactuurTabel(TredeTabel):
    nummer = LinkKolom(route="werkgevers:factuur", argumenten=("nummer",))
    werkgever = TekstKolom(accessor="relatie__naam", order_by=("relatie__zoeknaam",))
    soort = KeuzeKolom(keuzes=Factuursoort)
    factuurdatum = DatumKolom()
    vervaldatum = DatumKolom(verbose_name="Vervalt op")
    zonder_btw = BedragKolom(accessor="totaal_excl", verbose_name="Zonder btw", standaard=False)
    btw = BedragKolom(verbose_name="Btw", standaard=False)
    totaal = BedragKolom(verbose_name="Totaal met btw")
    hoort_bij = TekstKolom(accessor="verwijst_naar__nummer", verbose_name="Hoort bij", standaard=False)
    kenmerk = TekstKolom(accessor="betalingskenmerk", verbose_name="Betalingskenmerk", standaard=False)
    verzonden = DatumKolom(accessor="verzonden_op", verbose_name="Verzonden op", standaard=False)
    wijze = KeuzeKolom(
        accessor="verzonden_wijze", keuzes=Verzendwijze, verbose_name="Hoe verzonden", standaard=False
    )
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)
    stand = EtiketKolom(
        tonen={
            "te_verzenden": ("nog te verzenden", "let-op"),
            "verzonden": ("verzonden", "gelukt"),
            "credit": ("creditfactuur", "neutraal"),
            "gecrediteerd": ("gecrediteerd", "neutraal"),
            "deels": ("deels gecrediteerd", "bezig"),
        },
        orderable=False,
    )

    class Meta(TredeTabel.Meta):
        pass


class FactuurFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort", choices=Factuursoort.choices)
    werkgever = ModelKeuzeFilter(
        label="Werkgever",
        field_name="relatie",
        queryset=lambda request: (
            Relatie.objects.zichtbaar_voor(request.user).filter(facturen__isnull=False).distinct()
        ),
        to_field_name="nummer",
    )
    vanaf = DatumFilter(label="Factuurdatum vanaf", field_name="factuurdatum", lookup_expr="gte")
    tot_en_met = DatumFilter(label="Factuurdatum tot en met", field_name="factuurdatum", lookup_expr="lte")
    verzonden = KeuzeFilter(label="Verzonden", choices=[("ja", "ja"), ("nee", "nee")], method="is_verzonden")
    geboekt = KeuzeFilter(
        label="In een boekingsbestand", choices=[("ja", "ja"), ("nee", "nee")], method="is_geboekt"
    )

    class Meta(TredeFilterSet.Meta):
        pass

    def is_verzonden(self, queryset, naam, waarde):
        return queryset.filter(verzonden_op__isnull=waarde == "nee")

    def is_geboekt(self, queryset, naam, waarde):
        return queryset.filter(boeking__isnull=waarde == "nee")

    def zoek(self, queryset, term):
        """Op nummer, betalingskenmerk of een deel van de naam van de werkgever."""
        kaal = term.replace(" ", "").upper()
        return queryset.filter(
            Q(nummer__contains=kaal)
            | Q(betalingskenmerk=kaal)
            | Q(relatie__zoeknaam__contains=zoeknaam(term))
        )


FACTUREN = Lijst(
    "facturen",
    "Facturen",
    FactuurTabel,
    FactuurFilter,
    ("-factuurdatum", "-pk"),
    wat=("factuur", "facturen"),
    route="werkgevers:facturen",
    zoekveld="Zoek op nummer, kenmerk of werkgever",
    leeg=Leeg("Er zijn nog geen facturen. Bereid de eerste factuurrun voor."),
)
