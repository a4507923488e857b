"""Wat er van een factuur nog open staat, en hoe oud dat is. De definitie van elk bedrag staat hier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import (
    Case,
    DateField,
    DecimalField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce, Greatest

from werkgevers.choices import Factuursoort, Ouderdom, Voorstelstatus
from werkgevers.models import Aanmaningregel, Afboeking, Betalingtoewijzing, Factuur, Incassoafspraak
from werkgevers.rules.invordering import ouderdom

NUL = Decimal(0)
_GELD = DecimalField(max_digits=12, decimal_places=2)


def met_open(facturen):
    """Met `betaald`, `gecrediteerd`, `afgeboekt` en `open`: het totaal min die drie. Alleen facturen, geen credits.

    Meer gecrediteerd dan er nog open stond geeft een negatief `open`: dat is een tegoed van de werkgever.
    """
    betaald = _som(Betalingtoewijzing.objects.filter(factuur=OuterRef("pk")), "factuur", "bedrag")
    credits = _som(Factuur.objects.filter(verwijst_naar=OuterRef("pk")), "verwijst_naar", "totaal")
    af = Afboeking.objects.filter(factuur=OuterRef("pk"), status=Voorstelstatus.GOEDGEKEURD)
    return facturen.filter(soort=Factuursoort.FACTUUR).annotate(
        betaald=betaald,
        gecrediteerd=ExpressionWrapper(-credits, _GELD),
        afgeboekt=_som(af, "factuur", "bedrag"),
        open=F("totaal") - F("betaald") - F("gecrediteerd") - F("afgeboekt"),
    )


def _som(rijen, sleutel: str, veld: str):
    som = rijen.order_by().values(sleutel).annotate(som=Sum(veld)).values("som")
    return Coalesce(Subquery(som), Value(NUL, _GELD), output_field=_GELD)


def openstaand(facturen):
    """Facturen waarop nog geld wordt verwacht."""
    return met_open(facturen).filter(open__gt=0)


def met_ouderdom(facturen, peildatum: date):
    """Met `ouderdom`: in welk vak de factuur valt (dezelfde grenzen als rules.invordering.ouderdom)."""
    grens = [peildatum - timedelta(days=dagen) for dagen in (0, 30, 60, 90)]
    vak = Case(
        When(vervaldatum__gte=grens[0], then=Value(Ouderdom.NIET_VERVALLEN)),
        When(vervaldatum__gte=grens[1], then=Value(Ouderdom.TOT_30)),
        When(vervaldatum__gte=grens[2], then=Value(Ouderdom.TOT_60)),
        When(vervaldatum__gte=grens[3], then=Value(Ouderdom.TOT_90)),
        default=Value(Ouderdom.MEER),
    )
    # date - date is a number of days in PostgreSQL; Django would make it an interval.
    dagen = Func(
        Value(peildatum, DateField()), F("vervaldatum"), template="(%(expressions)s)", arg_joiner=" - ",
        output_field=IntegerField(),
    )  # fmt: skip
    return facturen.annotate(ouderdom=vak, dagen_te_laat=Greatest(dagen, 0))


def met_laatste_brief(facturen):
    """Met `brief` en `brief_op`: de laatste herinnering of aanmaning die is verstuurd."""
    regels = Aanmaningregel.objects.filter(
        factuur=OuterRef("pk"), aanmaning__ronde__status="definitief", aanmaning__overgeslagen=False
    ).order_by("-aanmaning__datum", "-pk")
    return facturen.annotate(
        brief=Subquery(regels.values("aanmaning__soort")[:1]),
        brief_op=Subquery(regels.values("aanmaning__datum")[:1]),
        brief_tot=Subquery(regels.values("aanmaning__uiterste_datum")[:1]),
    )


@dataclass(frozen=True)
class Vak:
    """Eén vak van de ouderdomslijst: hoeveel facturen en hoeveel geld."""

    code: str
    naam: str
    aantal: int
    bedrag: Decimal


@dataclass(frozen=True)
class Ouderdomslijst:
    """Het openstaande bedrag op de peildatum, per ouderdom; samen is alles."""

    peildatum: date
    vakken: tuple[Vak, ...]

    @property
    def aantal(self) -> int:
        return sum(vak.aantal for vak in self.vakken)

    @property
    def bedrag(self) -> Decimal:
        return sum((vak.bedrag for vak in self.vakken), NUL)

    @property
    def te_laat(self) -> Decimal:
        return sum((vak.bedrag for vak in self.vakken if vak.code != Ouderdom.NIET_VERVALLEN), NUL)


def ouderdomslijst(facturen, peildatum: date) -> Ouderdomslijst:
    """Openstaande facturen geteld per ouderdom; de pagina, de export en de PDF gebruiken deze."""
    tel: dict[str, list] = {code: [0, NUL] for code in Ouderdom.values}
    for vervaldatum, bedrag in openstaand(facturen).values_list("vervaldatum", "open"):
        vak = tel[ouderdom(vervaldatum, peildatum)]
        vak[0] += 1
        vak[1] += bedrag
    return Ouderdomslijst(
        peildatum, tuple(Vak(code, str(Ouderdom(code).label), *tel[code]) for code in Ouderdom.values)
    )


def met_afspraak(facturen, peildatum: date) -> dict[int, Incassoafspraak]:
    """De lopende afspraak per factuur (of van heel haar werkgever), die een aanmaning tegenhoudt."""
    rijen = list(facturen.values_list("pk", "relatie_id", "gemeente_id"))
    lopend = Incassoafspraak.objects.op(peildatum).filter(
        Q(factuur__in=[rij[0] for rij in rijen]) | Q(factuur=None, relatie__in={rij[1] for rij in rijen})
    )
    per_factuur, per_relatie = {}, {}
    for afspraak in lopend:
        if afspraak.factuur_id:
            per_factuur[afspraak.factuur_id] = afspraak
        else:
            per_relatie[afspraak.gemeente_id, afspraak.relatie_id] = afspraak
    gevonden = {}
    for pk, relatie_id, gemeente_id in rijen:
        afspraak = per_factuur.get(pk) or per_relatie.get((gemeente_id, relatie_id))
        if afspraak:
            gevonden[pk] = afspraak
    return gevonden


@dataclass(frozen=True)
class Stand:
    """De betaalstand van één factuur, met elke betaling, creditering en afboeking."""

    totaal: Decimal
    betaald: Decimal
    gecrediteerd: Decimal
    afgeboekt: Decimal
    open: Decimal
    toewijzingen: tuple
    brieven: tuple
    afspraken: tuple

    @property
    def woord(self) -> str:
        if self.open < 0:
            return "te veel betaald"
        if self.open == 0:
            return "betaald" if self.betaald else "vervallen"
        return "deels betaald" if self.betaald or self.gecrediteerd or self.afgeboekt else "open"

    @property
    def toon(self) -> str:
        return {"betaald": "gelukt", "vervallen": "neutraal", "te veel betaald": "let-op"}.get(
            self.woord, "bezig"
        )


def betaalstand(factuur: Factuur) -> Stand:
    """Wat er met deze factuur is gebeurd; voor de pagina van de factuur."""
    rij = met_open(Factuur.objects.filter(pk=factuur.pk)).get()
    toewijzingen = factuur.toewijzingen.select_related("betaling", "gemaakt_door").order_by(
        "betaling__datum", "pk"
    )
    brieven = (
        Aanmaningregel.objects.filter(
            factuur=factuur, aanmaning__ronde__status="definitief", aanmaning__overgeslagen=False
        )
        .select_related("aanmaning")
        .order_by("aanmaning__datum")
    )
    afspraken = Incassoafspraak.objects.filter(
        Q(factuur=factuur) | Q(factuur=None, relatie=factuur.relatie_id, gemeente=factuur.gemeente_id)
    )
    return Stand(
        rij.totaal, rij.betaald, rij.gecrediteerd, rij.afgeboekt, rij.open,
        tuple(toewijzingen), tuple(brieven), tuple(afspraken),
    )  # fmt: skip


def som_open(facturen) -> Decimal:
    return openstaand(facturen).aggregate(som=Sum("open"))["som"] or NUL


def open_per_pk(pks: Iterable[int]) -> dict[int, Decimal]:
    return dict(met_open(Factuur.objects.filter(pk__in=list(pks))).values_list("pk", "open"))
