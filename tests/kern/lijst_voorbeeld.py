"""A list of people to test the component with; small, and without the choices of the real list."""

from django.db.models import Q
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.lists import (
    BsnKolom,
    Bulkactie,
    DatumFilter,
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    KeuzeFilter,
    Leeg,
    Lijst,
    LinkKolom,
    MeerkeuzeFilter,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
    toon_lijst,
)
from kern.models import Gemeente
from kern.permissions import Recht
from personen.choices import Geslacht
from personen.models import Persoon


class MensenTabel(TredeTabel):
    naam = LinkKolom(
        route="kern:weergave-wijzigen", argumenten=("pk",), accessor="achternaam", order_by=("sorteernaam",)
    )
    nummer = TekstKolom()
    geboren = DatumKolom(accessor="geboortedatum")
    versie = GetalKolom()
    telefoon = TekstKolom(standaard=False)
    bsn = BsnKolom(verbose_name="BSN")
    geslacht = EtiketKolom(
        tonen={"v": ("vrouw", "info"), "m": ("man", "neutraal"), "o": ("onbekend", "let-op")}
    )

    class Meta(TredeTabel.Meta):
        pass


class MensenFilter(TredeFilterSet):
    geslacht = KeuzeFilter(label="Geslacht", choices=Geslacht.choices)
    soorten = MeerkeuzeFilter(label="Soorten", field_name="geslacht", choices=Geslacht.choices)
    vanaf = DatumFilter(label="Geboren vanaf", field_name="geboortedatum", lookup_expr="gte")
    zonder = VinkFilter(label="Zonder telefoon", method="zonder_telefoon")
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.filter(pk__in=request.user.toegang.gemeenten),
    )

    class Meta(TredeFilterSet.Meta):
        zoekvelden = ("achternaam",)

    def zonder_telefoon(self, queryset, naam, waarde):
        return queryset.filter(Q(telefoon=""))


MENSEN = Lijst(
    "proef-mensen",
    "Mensen",
    MensenTabel,
    MensenFilter,
    ("sorteernaam",),
    wat=("persoon", "personen"),
    bulkwat=("dossier", "dossiers"),
    route="proef-mensen",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="gemeente_id",
    bulkacties=(Bulkactie("herverdelen", "Herverdelen", Recht.PERSOON_WIJZIGEN, "kern:werkvoorraad"),),
    leeg=Leeg("Nog geen personen.", "Naar de werkvoorraad", "kern:werkvoorraad"),
)


@require_safe
@vereist(Recht.PERSOON_INZIEN)
def mensen(request):
    return toon_lijst(request, MENSEN, Persoon.objects.zichtbaar_voor(request.user))
