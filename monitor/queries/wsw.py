"""Cijfers over de Wsw: bestand, uitstroom, herplaatsing, plannen en begeleid werken (RH-068–RH-072, RH-159)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
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
from django.db.models.functions import Coalesce, Concat

from kern.beleid import waarde
from kern.models import Gemeente
from monitor.queries.kpi import Uitkomst, niet_te_berekenen
from monitor.queries.reintegratie import getekend_plan
from monitor.queries.tellen import MaandenLater, keuzetekst, tel_aandeel, tel_alles
from personen.models import Loonwaardemeting
from werkgevers.choices import DIENSTVERBANDSOORTEN, Herkomst, Plaatsingssoort, RedenEindePlaatsing
from werkgevers.models import Overeenkomst, Plaatsing, Tariefafspraak
from wsw.choices import Groep, RedenEinde, Regeling
from wsw.models import Dienstverband, Indeling
from wsw.queries import populatie_op

HERPLAATSEN = (
    Plaatsingssoort.INDIVIDUELE_DETACHERING,
    Plaatsingssoort.GROEPSDETACHERING,
    Plaatsingssoort.BEGELEID_WERKEN,
)


def bestand(code: str):
    """De dienstverbanden van één groep op de laatste dag, zoals in de bestandsanalyse (RH-035)."""

    def rijen(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
        return populatie_op(tot, [gemeente.pk], code).annotate(
            telt=Value(True),
            dag=F("begindatum"),
            detail=Coalesce(keuzetekst("nu__groep", Groep.choices), Value("")),
        )

    return rijen


wsw_bestand, nieuw_beschut = bestand("wsw"), bestand("nieuw-beschut")


def beschut(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie op de laatste dag beschut werkt: uit de Wsw en nieuw beschut samen (RH-071)."""
    return bestand("sw")(gemeente, van, tot).filter(
        Q(regeling=Regeling.NIEUW_BESCHUT) | Q(nu__groep=Groep.BESCHUT)
    )


def uitstroom(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie op de eerste dag in het Wsw-bestand staat; telt mee als het dienstverband in de periode eindigt.

    Gaat het de volgende dag bij een andere formele werkgever door (overname), dan is er niemand uit dienst.
    """
    verder = Dienstverband.objects.filter(
        persoon=OuterRef("persoon"), regeling=Regeling.WSW, herkomstgemeente=gemeente,
        begindatum=OuterRef("einddatum") + timedelta(days=1),
    )  # fmt: skip
    return populatie_op(van, [gemeente.pk], "wsw").annotate(
        telt=ExpressionWrapper(
            Q(einddatum__isnull=False, einddatum__range=(van, tot)) & ~Exists(verder),
            output_field=BooleanField(),
        ),
        dag=F("einddatum"),
        detail=keuzetekst("reden_einde", RedenEinde.choices),
    )


def herplaatst(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Geëindigde detacheringen en begeleid werken waarvan in de periode bekend werd of het op tijd was (RH-069).

    Bekend: op de eerste dag van de nieuwe plek, of als de termijn voorbij is. Op tijd: de nieuwe plek begint binnen
    de termijn in kalendermaanden, of liep al. Een terugvalplek is geen nieuwe plek. Wie uit dienst ging, met het einde
    van de plek of daarna binnen de termijn, telt niet mee.
    """
    norm = waarde("kpi.herplaatsing", gemeente, tot)
    maanden = int(norm.waarde) if norm else 0
    nieuw = Plaatsing.objects.filter(
        Q(einddatum=None) | Q(einddatum__gt=OuterRef("einddatum")),
        persoon=OuterRef("persoon"),
        soort__in=[*DIENSTVERBANDSOORTEN, Plaatsingssoort.REGULIER],
        begindatum__lte=tot,
        terugval=None,  # temporary work is no new place (RH-123)
    ).exclude(pk=OuterRef("pk"))
    in_dienst = Dienstverband.objects.filter(
        Q(einddatum=None) | Q(einddatum__gt=OuterRef("einddatum")),
        persoon=OuterRef("persoon"),
        begindatum__lte=OuterRef("einddatum") + timedelta(days=1),  # an overname goes on the next day
    )
    nog_in_dienst = Dienstverband.objects.filter(
        Q(einddatum=None) | Q(einddatum__gte=OuterRef("bekend")),
        persoon=OuterRef("persoon"),
        begindatum__lte=OuterRef("bekend"),
    )
    return (
        Plaatsing.objects.filter(
            Exists(in_dienst),
            persoon__gemeente=gemeente,
            soort__in=HERPLAATSEN,
            einddatum__range=(van - relativedelta(months=maanden + 1), tot),
        )
        .exclude(reden_einde=RedenEindePlaatsing.DIENSTVERBAND)
        .annotate(
            uiterlijk=MaandenLater("einddatum", maanden=maanden),
            opnieuw=Subquery(nieuw.order_by("begindatum").values("begindatum")[:1], output_field=DateField()),
        )
        .annotate(
            # The day on which it is known, so that each ending counts in one period only.
            bekend=Case(
                When(opnieuw__lte=F("einddatum"), then=F("einddatum")),
                When(opnieuw__lte=F("uiterlijk"), then=F("opnieuw")),
                default=F("uiterlijk"),
                output_field=DateField(),
            )
        )
        .filter(Exists(nog_in_dienst), bekend__range=(van, tot))
        .annotate(
            telt=Coalesce(
                ExpressionWrapper(Q(opnieuw__lte=F("uiterlijk")), output_field=BooleanField()), Value(False)
            ),
            dag=F("einddatum"),
            detail=Case(
                When(opnieuw__isnull=True, then=Value("nog geen nieuwe plek, termijn voorbij")),
                When(opnieuw__lte=F("einddatum"), then=Value("werkte al op een andere plek")),
                When(opnieuw__lte=F("uiterlijk"), then=Value("nieuwe plek binnen de termijn")),
                default=Value("nieuwe plek na de termijn"),
                output_field=CharField(),
            ),
        )
    )


def herplaatsing(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Het deel dat binnen de termijn een nieuwe plek had (RH-069)."""
    if not waarde("kpi.herplaatsing", gemeente, tot):
        return niet_te_berekenen("de termijn voor herplaatsing (kpi.herplaatsing) is niet vastgesteld")
    return tel_aandeel(herplaatst, "er eindigde geen detachering of begeleid werken die al te beoordelen is")(
        gemeente, van, tot
    )


def met_wsw_plan(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Het Wsw-bestand; telt mee met een getekend ontwikkelplan (RH-072)."""
    plan = getekend_plan(tot).filter(persoon=OuterRef("persoon"))
    return populatie_op(tot, [gemeente.pk], "wsw").annotate(
        telt=Exists(plan),
        dag=Subquery(plan.order_by("-getekend_op").values("getekend_op")[:1]),
        detail=Case(
            When(Exists(plan), then=Value("getekend plan")),
            default=Value("geen getekend plan"),
            output_field=CharField(),
        ),
    )


def gemeten(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Het Wsw-bestand; telt mee met een geldige loonwaardemeting (RH-159)."""
    meting = Loonwaardemeting.objects.geldig().filter(persoon=OuterRef("persoon"), datum__lte=tot)
    return populatie_op(tot, [gemeente.pk], "wsw").annotate(
        telt=Exists(meting),
        dag=Subquery(meting.order_by("-datum", "-pk").values("datum")[:1]),
        detail=Case(
            When(Exists(meting), then=Value("gemeten")),
            default=Value("niet gemeten"),
            output_field=CharField(),
        ),
    )


def naar_begeleid_werken(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Wie in de periode van een andere groep naar begeleid werken ging (RH-072)."""
    vorige = (
        Indeling.objects.filter(
            dienstverband=OuterRef("dienstverband"), begindatum__lt=OuterRef("begindatum")
        )
        .order_by("-begindatum")
        .values("groep")[:1]
    )
    gestart = Indeling.objects.filter(
        dienstverband__persoon__gemeente=gemeente,
        dienstverband__herkomstgemeente=gemeente,
        dienstverband__regeling=Regeling.WSW,
        groep=Groep.BEGELEID_WERKEN,
        begindatum__range=(van, tot),
    ).annotate(vorige=Subquery(vorige))
    return (
        gestart.exclude(vorige=None)
        .exclude(vorige=Groep.BEGELEID_WERKEN)
        .annotate(
            telt=Value(True),
            dag=F("begindatum"),
            detail=Concat(Value("kwam van "), keuzetekst("vorige", Groep.choices), output_field=CharField()),
        )
    )


def herzien(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Overgenomen overeenkomsten die op de laatste dag lopen; telt mee met een later afgesproken tarief (RH-028)."""
    later = Tariefafspraak.objects.geldig().filter(
        overeenkomst=OuterRef("pk"), begindatum__gt=OuterRef("begindatum"), begindatum__lte=tot
    )
    lopend = Overeenkomst.objects.ooit_getekend().op(tot)
    return lopend.filter(gemeente=gemeente, herkomst=Herkomst.VOORTGEZET).annotate(
        telt=Exists(later),
        dag=Subquery(later.order_by("-begindatum").values("begindatum")[:1]),
        detail=Concat(F("nummer"), Value(", bij "), F("relatie__naam"), output_field=CharField()),
    )


aantal_dossiers = tel_alles(wsw_bestand)
aantal_nieuw_beschut = tel_alles(nieuw_beschut)
aantal_beschut = tel_alles(beschut)
deel_uitstroom = tel_aandeel(uitstroom, "op de eerste dag is er geen Wsw-bestand")
deel_met_plan = tel_aandeel(met_wsw_plan, "op deze dag is er geen Wsw-bestand")
deel_gemeten = tel_aandeel(gemeten, "op deze dag is er geen Wsw-bestand")
aantal_naar_bw = tel_alles(naar_begeleid_werken)
deel_herzien = tel_aandeel(herzien, "er loopt geen overgenomen overeenkomst")
