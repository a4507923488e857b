"""De lijst van mutaties."""

from calendar import monthrange

from kern.forms.datums import lees_maand
from kern.lists import (
    DatumKolom,
    JaNeeKolom,
    KeuzeFilter,
    KeuzeKolom,
    Leeg,
    Lijst,
    ModelKeuzeFilter,
    MomentKolom,
    TekstFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from kern.models import Gemeente
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from wsw.choices import Mutatiesoort


class MutatieTabel(TredeTabel):
    naam = NaamKolom(route="wsw:dossierblad")
    per = DatumKolom(accessor="ingangsdatum", verbose_name="Gaat in op")
    soort = KeuzeKolom(keuzes=Mutatiesoort)
    wat = TekstKolom(accessor="omschrijving")
    levering = TekstKolom(accessor="levering_nummer", verbose_name="Verstuurd met")
    verstuurd = MomentKolom(accessor="levering__verstuurd_op", verbose_name="Verstuurd op", standaard=False)
    bevestigd = DatumKolom(accessor="levering__bevestigd_op", verbose_name="Bevestigd op")
    verbetering = JaNeeKolom(standaard=False)
    dossiernummer = TekstKolom(accessor="persoon__nummer", standaard=False)
    door = TekstKolom(accessor="doorgegeven_door__naam", verbose_name="Door", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


STANDEN = [
    ("open", "nog te versturen"),
    ("onbevestigd", "verstuurd, nog niet bevestigd"),
    ("bevestigd", "bevestigd door de salarispartij"),
]


class MutatieFilter(TredeFilterSet):
    stand = KeuzeFilter(label="Stand", choices=STANDEN, method="op_stand")
    soort = KeuzeFilter(label="Soort", choices=Mutatiesoort.choices)
    maand = TekstFilter(label="Gaat in in maand (jjjj-mm)", method="in_maand")
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.WSW_INZIEN),
        to_field_name="code",
    )

    class Meta(TredeFilterSet.Meta):
        naamvelden = ("persoon__zoeknaam",)

    def op_stand(self, queryset, naam, stand):
        if stand == "open":
            return queryset.filter(levering=None)
        return queryset.filter(levering__isnull=False, levering__bevestigd_op__isnull=stand == "onbevestigd")

    def in_maand(self, queryset, naam, tekst):
        maand = lees_maand(tekst)
        if maand is None:
            return queryset.none()
        laatste = maand.replace(day=monthrange(maand.year, maand.month)[1])
        return queryset.filter(ingangsdatum__range=(maand, laatste))


MUTATIES = Lijst(
    "mutaties",
    "Mutaties voor de salarispartij",
    MutatieTabel,
    MutatieFilter,
    ("-ingangsdatum", "-pk"),
    wat=("mutatie", "mutaties"),
    route="wsw:mutaties",
    zoekveld="Zoek op naam",
    personen=True,
    gemeente_veld="gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er zijn nog geen mutaties."),
)
