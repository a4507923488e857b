"""Cijfers over uitkeringen: dossiers, instroom, uitstroom en loonkostensubsidie (RH-065, RH-067, RH-073)."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from kern.beleid import waarde
from kern.models import Gemeente
from monitor.queries.kpi import Deel, Uitkomst, niet_te_berekenen
from monitor.queries.tellen import keuzetekst, tel, tel_alles
from monitor.rules import procent
from reintegratie.choices import Lksgrondslag, RedenEindeUitkering, Uitkeringssoort
from reintegratie.models import Loonkostensubsidie, Uitkering

EEN_DAG = timedelta(days=1)


def _van(gemeente: Gemeente) -> QuerySet:
    return Uitkering.objects.filter(persoon__gemeente=gemeente)


def lopend(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Uitkeringen die op de laatste dag lopen; een paar is één uitkering (HT-005)."""
    soort = keuzetekst("soort", Uitkeringssoort.choices)
    return _van(gemeente).op(tot).annotate(telt=Value(True), dag=F("begindatum"), detail=soort)


def instroom(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Uitkeringen die in de periode begonnen; terugkomen is opnieuw instroom."""
    soort = keuzetekst("soort", Uitkeringssoort.choices)
    begonnen = _van(gemeente).filter(begindatum__range=(van, tot))
    return begonnen.annotate(telt=Value(True), dag=F("begindatum"), detail=soort)


def uitstroom(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Uitkeringen met hun laatste dag in de periode, met de reden."""
    reden = keuzetekst("reden_einde", RedenEindeUitkering.choices)
    geeindigd = _van(gemeente).filter(einddatum__range=(van, tot))
    return geeindigd.annotate(telt=Value(True), dag=F("einddatum"), detail=reden, deelgroep=F("reden_einde"))


def lks(gemeente: Gemeente, van: date, tot: date) -> QuerySet:
    """Toegekende loonkostensubsidies die op de laatste dag lopen."""
    grond = keuzetekst("grondslag", Lksgrondslag.choices)
    lopend_ = Loonkostensubsidie.objects.toegekend().op(tot).filter(persoon__gemeente=gemeente)
    tekst = Concat(grond, Value(", bij "), F("relatie__naam"), output_field=CharField())
    return lopend_.annotate(telt=Value(True), dag=F("begindatum"), detail=tekst)


def extra_uitstroom(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Uitstroom vergeleken met hetzelfde deel van het basisjaar, in procenten meer of minder (RH-065, C35)."""
    basisjaar = waarde("kpi.basisjaar", gemeente, tot)
    if not basisjaar:
        return niet_te_berekenen("het basisjaar (kpi.basisjaar) is niet vastgesteld")
    jaar = int(basisjaar.waarde)
    if jaar >= van.year:
        return niet_te_berekenen(f"het basisjaar {jaar} is nog niet voorbij")
    toen = _in_jaar(van, jaar), _in_jaar(tot, jaar)
    basis = tel(uitstroom, gemeente, *toen)[1]
    nu = tel(uitstroom, gemeente, van, tot)[1]
    deel = procent(nu - basis, basis)
    if deel is None:
        return niet_te_berekenen(f"in dit deel van basisjaar {jaar} was er geen uitstroom")
    delen = (Deel("", nu, van, tot), Deel(f"en in {jaar}:", basis, *toen))
    return Uitkomst(deel, Decimal(nu), Decimal(basis), delen=delen)


def _in_jaar(dag: date, jaar: int) -> date:
    return date(jaar, dag.month, 28 if (dag.month, dag.day) == (2, 29) else dag.day)


def daling(gemeente: Gemeente, van: date, tot: date) -> Uitkomst:
    """Hoeveel procent minder uitkeringen op de laatste dag dan op de dag voor de eerste (RH-073)."""
    begin = tel(lopend, gemeente, van, van - EEN_DAG)[1]
    einde = tel(lopend, gemeente, van, tot)[1]
    deel = procent(begin - einde, begin)
    if deel is None:
        return niet_te_berekenen(f"op {van - EEN_DAG:%d-%m-%Y} waren er geen uitkeringen")
    vooraf = van - EEN_DAG
    delen = (Deel("van", begin, vooraf, vooraf), Deel("naar", einde, van, tot))
    return Uitkomst(deel, Decimal(begin - einde), Decimal(begin), delen=delen)


dossiers = tel_alles(lopend)
aantal_instroom = tel_alles(instroom)
aantal_uitstroom = tel_alles(uitstroom)
aantal_lks = tel_alles(lks)
