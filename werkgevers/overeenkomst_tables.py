"""De lijst van detacheringsovereenkomsten."""

from dateutil.relativedelta import relativedelta
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
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
    VinkFilter,
)
from kern.models import Gemeente
from kern.namen import vouw
from kern.permissions import Recht
from personen.kolommen import NaamKolom
from werkgevers.choices import (
    Herkomst,
    Overeenkomstsoort,
    Overeenkomststatus,
    Tariefmethode,
)
from werkgevers.models import Relatie
from werkgevers.rules import zoeknaam

TONEN = {
    Overeenkomststatus.OVEREENGEKOMEN: ("overeengekomen", "bezig"),
    Overeenkomststatus.OPGESTELD: ("opgesteld", "bezig"),
    Overeenkomststatus.GETEKEND: ("getekend", "info"),
    Overeenkomststatus.LOPEND: ("lopend", "gelukt"),
    Overeenkomststatus.BEEINDIGD: ("beëindigd", "neutraal"),
}


class OvereenkomstTabel(TredeTabel):
    nummer = LinkKolom(route="werkgevers:overeenkomst", argumenten=("pk",), order_by=("volgnummer",))
    medewerker = NaamKolom(route="werkgevers:dossierblad")
    werkgever = TekstKolom(accessor="relatie__naam", order_by=("relatie__zoeknaam",))
    soort = KeuzeKolom(keuzes=Overeenkomstsoort)
    uren = GetalKolom(accessor="uren_nu", decimalen=2, verbose_name="Uren per week")
    methode = KeuzeKolom(accessor="methode_nu", keuzes=Tariefmethode, verbose_name="Tarief nu")
    begin = DatumKolom(accessor="begindatum", verbose_name="Eerste dag")
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag")
    herkomst = KeuzeKolom(keuzes=Herkomst, standaard=False)
    status = EtiketKolom(tonen=TONEN)

    class Meta(TredeTabel.Meta):
        pass


class OvereenkomstFilter(TredeFilterSet):
    status = KeuzeFilter(label="Status", choices=Overeenkomststatus.choices)
    eindigt = KeuzeFilter(
        label="Eindigt",
        choices=[("6", "binnen 6 maanden"), ("3", "binnen 3 maanden"), ("1", "binnen 1 maand")],
        method="eindigt_binnen",
    )
    soort = KeuzeFilter(label="Soort", choices=Overeenkomstsoort.choices)
    methode = KeuzeFilter(label="Tarief nu", choices=Tariefmethode.choices, field_name="methode_nu")
    zonder_tarief = VinkFilter(label="Zonder tarief nu", method="zonder")
    te_herzien = VinkFilter(label="Voortgezet en tarief nog niet herzien", method="niet_herzien")
    werkgever = ModelKeuzeFilter(
        label="Werkgever",
        field_name="relatie",
        queryset=lambda request: (
            Relatie.objects.zichtbaar_voor(request.user).filter(overeenkomsten__isnull=False).distinct()
        ),
        to_field_name="nummer",
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        field_name="gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.OVEREENKOMST_INZIEN),
        to_field_name="code",
    )

    class Meta(TredeFilterSet.Meta):
        pass

    def eindigt_binnen(self, queryset, naam, maanden):
        vandaag = timezone.localdate()
        grens = vandaag + relativedelta(months=int(maanden))
        lopend = queryset.exclude(status=Overeenkomststatus.BEEINDIGD)
        return lopend.filter(einddatum__lte=grens)

    def zonder(self, queryset, naam, waarde):
        return queryset.exclude(status=Overeenkomststatus.BEEINDIGD).filter(methode_nu=None)

    def niet_herzien(self, queryset, naam, waarde):
        """RH-028: overgenomen van het schap, en sindsdien is er geen ander tarief afgesproken."""
        lopend = queryset.exclude(status=Overeenkomststatus.BEEINDIGD).filter(herkomst=Herkomst.VOORTGEZET)
        return lopend.filter(aantal_tarieven__lte=1)

    def zoek(self, queryset, term):
        return queryset.filter(
            Q(nummer__iexact=term.strip())
            | Q(persoon__zoeknaam__contains=vouw(term))
            | Q(relatie__zoeknaam__contains=zoeknaam(term))
        )


OVEREENKOMSTEN = Lijst(
    "overeenkomsten",
    "Detacheringen",
    OvereenkomstTabel,
    OvereenkomstFilter,
    ("relatie__zoeknaam", "volgnummer"),
    wat=("overeenkomst", "overeenkomsten"),
    route="werkgevers:overeenkomsten",
    zoekveld="Zoek op nummer, naam of werkgever",
    personen=True,
    gemeente_veld="gemeente_id",
    dossier_veld="persoon_id",
    leeg=Leeg("Er zijn nog geen overeenkomsten. Begin er een op het blad Plaatsingen van een dossier."),
)
