"""De lijst van besluiten, werkafspraken en bijsturing (RH-030)."""

from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from kern.lists import (
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
from kern.models import Afspraaksoort, Afspraakstatus, Cadans, Gebruiker, Gemeente, Orgaan, Taak, Taakstatus
from kern.permissions import Recht, Rol

STANDEN = {
    "te_laat": ("te laat", "fout"),
    "loopt": ("op tijd", "gelukt"),
    "altijd": ("geldt altijd", "info"),
    "afgerond": ("afgerond", "gelukt"),
    "vervallen": ("vervallen", "neutraal"),
}


def met_stand(rijen, vandaag: date):
    """Zet bij elke afspraak wie het doet, hoe het ervoor staat en het laatste bewijs."""
    gedaan = Taak.objects.filter(afspraak=OuterRef("pk"), status=Taakstatus.GEDAAN).order_by("-vervaldatum")
    stand = Case(
        When(~Q(status=Afspraakstatus.OPEN), then=F("status")),
        When(eerstvolgend=None, then=Value("altijd")),
        When(eerstvolgend__lt=vandaag, then=Value("te_laat")),
        default=Value("loopt"),
        output_field=CharField(),
    )
    rol = Case(*(When(rol=r.value, then=Value(str(r.label))) for r in Rol), default=Value(""))
    return rijen.annotate(
        stand=stand,
        wie_naam=Coalesce(NullIf("eigenaar__naam", Value("")), rol, output_field=CharField()),
        laatst_op=Subquery(gedaan.values("gedaan_op")[:1]),
        laatste_bewijs=Subquery(gedaan.values("bewijs")[:1]),
    )


class AfspraakTabel(TredeTabel):
    tekst = LinkKolom(route="kern:afspraak", verbose_name="Wat is er afgesproken", breedte=60)
    soort = KeuzeKolom(keuzes=Afspraaksoort)
    code = TekstKolom(verbose_name="Kenmerk")
    orgaan = KeuzeKolom(keuzes=Orgaan, verbose_name="Besloten door", standaard=False)
    wie_naam = TekstKolom(verbose_name="Wie", orderable=False)
    cadans = KeuzeKolom(keuzes=Cadans, verbose_name="Hoe vaak")
    eerstvolgend = DatumKolom(verbose_name="Eerstvolgend")
    laatst_op = DatumKolom(verbose_name="Laatst gedaan", orderable=False)
    laatste_bewijs = TekstKolom(verbose_name="Laatste bewijs", orderable=False, standaard=False)
    resultaat = TekstKolom(verbose_name="Wat leverde het op", orderable=False, standaard=False)
    bron = TekstKolom(standaard=False)
    rij = TekstKolom(verbose_name="Eis", standaard=False)
    gemeente = TekstKolom(accessor="gemeente__naam", standaard=False)
    stand = EtiketKolom(tonen=STANDEN, orderable=False)


class AfspraakFilter(TredeFilterSet):
    soort = KeuzeFilter(label="Soort", choices=Afspraaksoort.choices)
    orgaan = KeuzeFilter(label="Besloten door", choices=Orgaan.choices)
    stand = KeuzeFilter(label="Stand", choices=[(code, tekst) for code, (tekst, _) in STANDEN.items()])
    eigenaar = ModelKeuzeFilter(
        label="Van wie",
        field_name="eigenaar",
        queryset=lambda request: Gebruiker.objects.zichtbaar_voor(request.user).filter(
            afspraken__isnull=False
        ),
    )
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.AFSPRAAK_INZIEN),
    )


AFSPRAKEN = Lijst(
    "afspraken",
    "Besluiten en afspraken",
    AfspraakTabel,
    AfspraakFilter,
    ("soort", "orgaan", "code"),
    wat=("afspraak", "afspraken"),
    route="kern:afspraken",
    leeg=Leeg(
        "Er zijn nog geen besluiten of afspraken vastgelegd.",
        "Leg een afspraak vast",
        "kern:afspraak-nieuw",
        Recht.AFSPRAAK_WIJZIGEN,
    ),
)
