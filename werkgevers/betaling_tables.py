"""De lijsten van openstaande facturen, betalingen, bankbestanden, afboekingen en machtigingen."""

from django.db.models import F, Q

from kern.lists import (
    BedragKolom,
    DatumKolom,
    EtiketKolom,
    GetalFilter,
    GetalKolom,
    JaNeeKolom,
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
from kern.models import Gemeente
from kern.permissions import Recht
from werkgevers.choices import (
    Aanmaningsoort,
    Betaalbron,
    Ouderdom,
    RedenAfboeking,
    Sepaschema,
    Terzijde,
    Voorstelstatus,
    Zekerheid,
)
from werkgevers.models import Relatie
from werkgevers.rules import zoeknaam

_OUDERDOM = {
    Ouderdom.NIET_VERVALLEN: ("niet vervallen", "neutraal"),
    Ouderdom.TOT_30: ("1 t/m 30 dagen", "bezig"),
    Ouderdom.TOT_60: ("31 t/m 60 dagen", "let-op"),
    Ouderdom.TOT_90: ("61 t/m 90 dagen", "let-op"),
    Ouderdom.MEER: ("meer dan 90 dagen", "fout"),
}
_ZEKERHEID = {
    Zekerheid.ZEKER: ("zeker", "gelukt"),
    Zekerheid.WAARSCHIJNLIJK: ("waarschijnlijk", "bezig"),
    Zekerheid.MOGELIJK: ("mogelijk", "let-op"),
    Zekerheid.GEEN: ("geen voorstel", "neutraal"),
    "": ("–", "neutraal"),
}


_VOORSTEL = {
    Voorstelstatus.VOORGESTELD: ("wacht op een collega", "bezig"),
    Voorstelstatus.GOEDGEKEURD: ("goedgekeurd", "gelukt"),
    Voorstelstatus.AFGEWEZEN: ("afgewezen", "neutraal"),
}


def _werkgevers(request):
    return Relatie.objects.zichtbaar_voor(request.user).filter(facturen__isnull=False).distinct()


def _gemeenten(request):
    return Gemeente.objects.met_recht(request.user, Recht.BETALING_INZIEN)


class OpenTabel(TredeTabel):
    nummer = LinkKolom(route="werkgevers:betaalstand", argumenten=("nummer",), verbose_name="Factuur")
    werkgever = TekstKolom(accessor="relatie__naam", order_by=("relatie__zoeknaam",))
    vervaldatum = DatumKolom(verbose_name="Vervalt op")
    dagen = GetalKolom(accessor="dagen_te_laat", verbose_name="Dagen te laat", orderable=False)
    ouderdom = EtiketKolom(tonen=_OUDERDOM, orderable=False)
    open = BedragKolom(verbose_name="Open", orderable=False)
    totaal = BedragKolom(verbose_name="Totaal", standaard=False)
    betaald = BedragKolom(verbose_name="Betaald", orderable=False, standaard=False)
    brief = KeuzeKolom(keuzes=Aanmaningsoort, verbose_name="Laatste brief", orderable=False)
    brief_op = DatumKolom(verbose_name="Brief van", orderable=False)
    factuurdatum = DatumKolom(verbose_name="Factuurdatum", standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class OpenFilter(TredeFilterSet):
    ouderdom = KeuzeFilter(label="Hoe lang te laat", choices=Ouderdom.choices, field_name="ouderdom")
    ouder_dan = GetalFilter(label="Meer dan zoveel dagen te laat", method="ouder")
    werkgever = ModelKeuzeFilter(
        label="Werkgever", field_name="relatie", queryset=_werkgevers, to_field_name="nummer"
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente", field_name="gemeente", queryset=_gemeenten, to_field_name="code"
    )

    class Meta(TredeFilterSet.Meta):
        pass

    def ouder(self, queryset, naam, dagen):
        return queryset.filter(dagen_te_laat__gt=int(dagen))

    def zoek(self, queryset, term):
        return queryset.filter(
            Q(nummer__icontains=term.strip()) | Q(relatie__zoeknaam__contains=zoeknaam(term))
        )


OPEN = Lijst(
    "openstaand",
    "Openstaande facturen",
    OpenTabel,
    OpenFilter,
    ("vervaldatum",),
    wat=("openstaande factuur", "openstaande facturen"),
    route="werkgevers:openstaand",
    zoekveld="Zoek op factuurnummer of werkgever",
    leeg=Leeg("Alle facturen zijn betaald."),
)


class BetalingTabel(TredeTabel):
    datum = LinkKolom(
        route="werkgevers:betaling", tekst=lambda rij: f"{rij['datum']:%d-%m-%Y}", verbose_name="Geboekt op"
    )
    tegenpartij = TekstKolom(accessor="tegennaam", verbose_name="Van of aan")
    omschrijving = TekstKolom()
    bedrag = BedragKolom()
    toegewezen = BedragKolom(verbose_name="Verdeeld")
    bron = KeuzeKolom(keuzes=Betaalbron, verbose_name="Hoe betaald", standaard=False)
    zekerheid = EtiketKolom(tonen=_ZEKERHEID, verbose_name="Voorstel")
    reden = TekstKolom(verbose_name="Waarom", standaard=False)
    terzijde = KeuzeKolom(keuzes=Terzijde, verbose_name="Niet voor een factuur", standaard=False)
    storno = JaNeeKolom(standaard=False)
    rekening = TekstKolom(accessor="tegenrekening", verbose_name="Rekening", standaard=False)
    kenmerk = TekstKolom(verbose_name="Betalingskenmerk", standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


class BetalingFilter(TredeFilterSet):
    stand = KeuzeFilter(
        label="Stand",
        choices=[
            ("te_doen", "vraagt aandacht"),
            ("verdeeld", "verdeeld"),
            ("storno", "storno"),
            ("terzijde", "niet voor een factuur"),
        ],
        method="van_stand",
    )
    zekerheid = KeuzeFilter(label="Voorstel", choices=Zekerheid.choices)
    gemeente = ModelKeuzeFilter(
        label="Gemeente", field_name="gemeente", queryset=_gemeenten, to_field_name="code"
    )

    class Meta(TredeFilterSet.Meta):
        pass

    def van_stand(self, queryset, naam, stand):
        if stand == "te_doen":
            return queryset.te_doen()
        if stand == "verdeeld":
            return queryset.filter(toegewezen=F("bedrag"))
        return queryset.filter(storno=True) if stand == "storno" else queryset.exclude(terzijde="")

    def zoek(self, queryset, term):
        kaal = term.strip()
        return queryset.filter(
            Q(tegennaam__icontains=kaal)
            | Q(omschrijving__icontains=kaal)
            | Q(tegenrekening=kaal.replace(" ", "").upper())
        )


BETALINGEN = Lijst(
    "betalingen",
    "Betalingen",
    BetalingTabel,
    BetalingFilter,
    ("-datum",),
    wat=("betaling", "betalingen"),
    route="werkgevers:betalingen",
    zoekveld="Zoek op naam, omschrijving of rekening",
    leeg=Leeg(
        "Er is nog geen bankbestand ingelezen.",
        "Lees een bankbestand in",
        "werkgevers:bankbestand-nieuw",
        Recht.BETALING_VERWERKEN,
    ),
)


class AfboekingTabel(TredeTabel):
    factuur = LinkKolom(route="werkgevers:afboeking", accessor="factuur__nummer")
    werkgever = TekstKolom(accessor="factuur__relatie__naam")
    bedrag = BedragKolom()
    reden = KeuzeKolom(keuzes=RedenAfboeking)
    voorgesteld = DatumKolom(accessor="voorgesteld_op", verbose_name="Voorgesteld op")
    status = EtiketKolom(tonen=_VOORSTEL)

    class Meta(TredeTabel.Meta):
        pass


class AfboekingFilter(TredeFilterSet):
    status = KeuzeFilter(label="Status", choices=Voorstelstatus.choices)

    class Meta(TredeFilterSet.Meta):
        pass


AFBOEKINGEN = Lijst(
    "afboekingen",
    "Afboekingen",
    AfboekingTabel,
    AfboekingFilter,
    ("-voorgesteld_op",),
    wat=("afboeking", "afboekingen"),
    route="werkgevers:afboekingen",
    leeg=Leeg("Er is nog niets afgeboekt. Een voorstel begint op de pagina van een factuur."),
)


class HandbetalingTabel(TredeTabel):
    datum = LinkKolom(
        route="werkgevers:handbetaling",
        tekst=lambda rij: f"{rij['datum']:%d-%m-%Y}",
        verbose_name="Betaald op",
    )
    naam = TekstKolom(verbose_name="Wie betaalde")
    bedrag = BedragKolom()
    bron = KeuzeKolom(keuzes=Betaalbron, verbose_name="Hoe betaald")
    voorgesteld = DatumKolom(accessor="voorgesteld_op", verbose_name="Voorgesteld op")
    status = EtiketKolom(tonen=_VOORSTEL)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)

    class Meta(TredeTabel.Meta):
        pass


HANDBETALINGEN = Lijst(
    "handbetalingen",
    "Betalingen zonder bankbestand",
    HandbetalingTabel,
    AfboekingFilter,
    ("-voorgesteld_op",),
    wat=("betaling zonder bankbestand", "betalingen zonder bankbestand"),
    route="werkgevers:handbetalingen",
    leeg=Leeg(
        "Er is nog geen betaling zonder bankbestand.",
        "Leg een betaling vast",
        "werkgevers:handbetaling-nieuw",
        Recht.BETALING_VERWERKEN,
    ),
)


class MachtigingTabel(TredeTabel):
    kenmerk = LinkKolom(route="werkgevers:machtiging")
    werkgever = TekstKolom(accessor="relatie__naam", order_by=("relatie__zoeknaam",))
    schema = KeuzeKolom(keuzes=Sepaschema, verbose_name="Soort incasso")
    getekend = DatumKolom(accessor="getekend_op", verbose_name="Getekend op")
    einde = DatumKolom(accessor="einddatum", verbose_name="Laatste dag")

    class Meta(TredeTabel.Meta):
        pass


MACHTIGINGEN = Lijst(
    "machtigingen",
    "Machtigingen",
    MachtigingTabel,
    None,
    ("kenmerk",),
    wat=("machtiging", "machtigingen"),
    route="werkgevers:machtigingen",
    leeg=Leeg(
        "Er is nog geen machtiging.",
        "Leg een machtiging vast",
        "werkgevers:machtiging-nieuw",
        Recht.INVORDEREN,
    ),
)
