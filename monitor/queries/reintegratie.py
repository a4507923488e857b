"""Cijfers over re-integratie: uitstroom naar werk, tredestap, perspectief en begeleiding (RH-074, RH-075, HT-030)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least

from kern.beleid import waarde
from kern.models import Gemeente
from monitor.queries.kpi import Uitkomst, niet_te_berekenen
from monitor.queries.tellen import MaandenLater, tel_aandeel, tel_alles, tel_teller
from personen.choices import Planstatus
from personen.models import Ontwikkelplan, Persoon, Toewijzing
from reintegratie.choices import RedenEindeUitkering
from reintegratie.models import Loonkostensubsidie, Traject, Tredemeting, Uitkering
from reintegratie.queries import mensen_op
from reintegratie.rules import BETAALD_WERK
from werkgevers.choices import Plaatsingssoort
from werkgevers.models import Plaatsing
from wsw.choices import Regeling
from wsw.models import Dienstverband

# How someone went to work (RH-074): fully, partly, or into nieuw beschut.
VORMEN = {
    "beschut": "nieuw beschut werk",
    "volledig": "volledig: uitkering gestopt",
    "gedeeltelijk": "gedeeltelijk: werk naast de uitkering of met loonkostensubsidie",
}


def naar_werk(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Personen die in de periode naar betaald werk gingen, elk één keer (RH-074).

    Volledig: de uitkering stopte door werk in dienstbetrekking, ook voor de partner. Gedeeltelijk: een gewone baan begon
    terwijl er een uitkering is, of loonkostensubsidie begon, ook zonder uitkering: RH-074 telt personen die door
    re-integratie aan het werk gaan, en RH-050 noemt leerlingen met alleen loonkostensubsidie. Beschut: een dienstverband
    nieuw beschut begon.
    """
    gestopt = Uitkering.objects.filter(einddatum__range=(van, tot), reden_einde=RedenEindeUitkering.WERK)
    subsidie = Loonkostensubsidie.objects.toegekend().filter(
        persoon=OuterRef("pk"), begindatum__range=(van, tot)
    )
    # A renewed subsidy at the same employer is no new work.
    eerder = Loonkostensubsidie.objects.toegekend().filter(
        persoon=OuterRef("persoon"), relatie=OuterRef("relatie"), begindatum__lt=OuterRef("begindatum")
    )
    subsidie = subsidie.filter(~Exists(eerder))
    met_uitkering = Uitkering.objects.filter(
        Q(persoon=OuterRef("persoon")) | Q(partner=OuterRef("persoon")),
        Q(einddatum=None) | Q(einddatum__gte=OuterRef("begindatum")),
        begindatum__lte=OuterRef("begindatum"),
    )
    baan = Plaatsing.objects.filter(
        Exists(met_uitkering),
        persoon=OuterRef("pk"),
        begindatum__range=(van, tot),
        soort=Plaatsingssoort.REGULIER,
    )
    beschut = Dienstverband.objects.filter(
        persoon=OuterRef("pk"), regeling=Regeling.NIEUW_BESCHUT, begindatum__range=(van, tot)
    )
    dagen = [
        Subquery(gestopt.filter(persoon=OuterRef("pk")).values("einddatum")[:1]),
        Subquery(gestopt.filter(partner=OuterRef("pk")).values("einddatum")[:1]),
        *(Subquery(rij.order_by("begindatum").values("begindatum")[:1]) for rij in (subsidie, baan, beschut)),
    ]
    volledig = Exists(gestopt.filter(persoon=OuterRef("pk"))) | Exists(gestopt.filter(partner=OuterRef("pk")))
    return (
        Persoon.objects.filter(gemeente=gemeente)
        .filter(volledig | Exists(subsidie) | Exists(baan) | Exists(beschut))
        .annotate(
            telt=Value(True),
            dag=Least(*dagen),
            deelgroep=Case(
                When(Exists(beschut), then=Value("beschut")),
                When(volledig, then=Value("volledig")),
                default=Value("gedeeltelijk"),
                output_field=CharField(),
            ),
        )
        .annotate(
            detail=Case(
                *(When(deelgroep=code, then=Value(tekst)) for code, tekst in VORMEN.items()),
                output_field=CharField(),
            )
        )
    )


def tredestap(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie in de periode een uitkering had en niet naar werk ging; telt mee met ten minste één trede erbij (RH-075).

    De trede aan het begin is die van de laatste meting voor de periode, en anders de eerste meting erin.
    """
    had = Uitkering.objects.tussen(van, tot)
    weg = Uitkering.objects.filter(einddatum__range=(van, tot), reden_einde=RedenEindeUitkering.WERK)
    meting = Tredemeting.objects.filter(persoon=OuterRef("pk"), huidige_trede__isnull=False)
    voor = meting.filter(datum__lt=van).order_by("-datum", "-pk")
    erin = meting.filter(datum__range=(van, tot)).order_by("datum", "pk")
    laatste = meting.filter(datum__lte=tot).order_by("-datum", "-pk")
    doel = Tredemeting.objects.filter(persoon=OuterRef("pk"), doeltrede__isnull=False)
    return (
        Persoon.objects.filter(gemeente=gemeente)
        .filter(Exists(had.filter(persoon=OuterRef("pk"))) | Exists(had.filter(partner=OuterRef("pk"))))
        .exclude(Exists(weg.filter(persoon=OuterRef("pk"))) | Exists(weg.filter(partner=OuterRef("pk"))))
        .annotate(
            start=Coalesce(
                Subquery(voor.values("huidige_trede")[:1]), Subquery(erin.values("huidige_trede")[:1])
            ),
            nu=Subquery(laatste.values("huidige_trede")[:1]),
            dag=Subquery(laatste.values("datum")[:1]),
            doel=Subquery(doel.filter(datum__lte=van).order_by("-datum", "-pk").values("doeltrede")[:1]),
        )
        .annotate(
            telt=Coalesce(ExpressionWrapper(Q(nu__gt=F("start")), output_field=BooleanField()), Value(False)),
            detail=Case(
                When(start__isnull=True, then=Value("geen meting")),
                default=Concat(
                    Value("trede "), Cast("start", CharField()), Value(" naar "), Cast("nu", CharField())
                ),
                output_field=CharField(),
            ),
        )
    )


def tredestap_potentie(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Alleen wie aan het begin een hogere doeltrede dan huidige trede had (HT-030, C32)."""
    return tredestap(gemeente, van, tot).filter(doel__gt=F("start"))


def stappers(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """De basis die het kader noemt: met `kpi.tredestap.potentie` alleen mensen met groeipotentie."""
    potentie = waarde("kpi.tredestap.potentie", gemeente, tot)
    return (tredestap_potentie if potentie else tredestap)(gemeente, van, tot)


def perspectief(kolom: str):
    """Wie op de laatste dag trede 5 of 6 heeft, of als doel heeft (RH-044): de noemer is iedereen met een uitkering."""

    def rijen(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
        betaald = ExpressionWrapper(Q(**{f"{kolom}__in": BETAALD_WERK}), output_field=BooleanField())
        return mensen_op(tot, [gemeente.pk]).annotate(
            telt=Coalesce(betaald, Value(False)),
            dag=F("gemeten_op"),
            detail=Coalesce(
                Concat(Value("trede "), Cast(kolom, CharField()), output_field=CharField()), Value("onbekend")
            ),
        )

    return rijen


def begeleid(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie een uitkering heeft; telt mee met een contactpersoon én een plan (TW-036)."""
    contact = Toewijzing.objects.op(tot).filter(persoon=OuterRef("pk"))
    plan = met_plan(tot).filter(persoon=OuterRef("pk"))
    return (
        mensen_op(tot, [gemeente.pk])
        .annotate(contact=Exists(contact), plan=Exists(plan))
        .annotate(
            telt=ExpressionWrapper(Q(contact=True, plan=True), output_field=BooleanField()),
            dag=F("gemeten_op"),
            detail=Case(
                When(contact=True, plan=True, then=Value("contactpersoon en plan")),
                When(contact=True, then=Value("geen plan")),
                When(plan=True, then=Value("geen contactpersoon")),
                default=Value("geen contactpersoon en geen plan"),
                output_field=CharField(),
            ),
        )
    )


def trajecten(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Trajecten die op de laatste dag lopen (HT-035)."""
    lopend = Traject.objects.op(tot).filter(persoon__gemeente=gemeente)
    return lopend.annotate(telt=Value(True), dag=F("begindatum"), detail=F("instrument__naam"))


GETEKEND = (Planstatus.GETEKEND, Planstatus.VERVANGEN)


def getekend_plan(tot: date) -> QuerySet:
    """Plannen die op deze dag getekend waren."""
    return Ontwikkelplan.objects.filter(status__in=GETEKEND, getekend_op__lte=tot)


def met_plan(tot: date) -> QuerySet:
    """Plannen die op deze dag getekend waren, of gelden zonder handtekening."""
    getekend = Q(status__in=GETEKEND, getekend_op__lte=tot)
    return Ontwikkelplan.objects.filter(getekend | Q(status=Planstatus.GEWEIGERD, opgesteld_op__lte=tot))


def duurzaam_rijen(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie een termijn eerder naar werk ging; telt mee als er in die tijd geen nieuwe uitkering kwam (HT-042).

    De termijn is `kpi.duurzaam` in maanden; zonder norm zijn er geen rijen.
    """
    norm = waarde("kpi.duurzaam", gemeente, tot)
    if not norm:
        return Uitkering.objects.none().annotate(telt=Value(False), dag=F("einddatum"), detail=Value(""))
    maanden = int(norm.waarde)
    termijn = relativedelta(months=maanden)
    terug = Uitkering.objects.filter(
        Q(persoon=OuterRef("persoon")) | Q(partner=OuterRef("persoon")),
        begindatum__gt=OuterRef("einddatum"),
        begindatum__lte=OuterRef("toets"),
    )
    return (
        Uitkering.objects.filter(
            persoon__gemeente=gemeente,
            einddatum__range=(van - termijn, tot),
            reden_einde=RedenEindeUitkering.WERK,
        )
        .annotate(toets=MaandenLater("einddatum", maanden=maanden))
        # The test day itself, not its mirror: 30 June minus six months is 30 December, and 31 December fell out.
        .filter(toets__gte=van, toets__lte=tot)
        .annotate(
            telt=~Exists(terug),
            dag=F("einddatum"),
            detail=Case(
                When(Exists(terug), then=Value("kreeg weer een uitkering")),
                default=Value(f"{maanden} maanden geen uitkering"),
                output_field=CharField(),
            ),
        )
    )


def duurzaam(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Het deel dat na de termijn nog geen nieuwe uitkering had."""
    if not waarde("kpi.duurzaam", gemeente, tot):
        return niet_te_berekenen("de termijn voor duurzaam (kpi.duurzaam) is niet vastgesteld")
    return tel_aandeel(duurzaam_rijen, "in deze periode loopt van niemand de termijn af")(gemeente, van, tot)


aantal_trajecten = tel_alles(trajecten)
aantal_naar_werk = tel_alles(naar_werk)
deel_tredestap = tel_aandeel(stappers, "niemand had in deze periode een uitkering")
deel_begeleid = tel_aandeel(begeleid, "op deze dag is er geen uitkering")
perspectief_nu, perspectief_doel = perspectief("huidig"), perspectief("doel")
aantal_perspectief_nu, aantal_perspectief_doel = tel_teller(perspectief_nu), tel_teller(perspectief_doel)
