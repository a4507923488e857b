"""De Participatieladder op een peildatum. De definitie van elk getal staat hier, en nergens anders."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from personen.models import Persoon
from reintegratie.choices import Trede
from reintegratie.models import Tredemeting, Uitkering
from reintegratie.rules import BETAALD_WERK, TREDEN, perspectief, verschil

TELT_MEE = (
    "Iedereen die op de peildatum een lopende uitkering heeft, ook de partner in een uitkering van een paar. "
    "Elke persoon telt één keer. De trede is die van de laatste meting op of voor de peildatum. "
    "Wie geen meting heeft, staat bij onbekend."
)
ONBEKEND = "onbekend"


@dataclass(frozen=True)
class Populatie:
    """Een vaste groep mensen met een code voor in het adres, een naam en een voorwaarde."""

    code: str
    naam: str
    voorwaarde: Q


def _populaties() -> dict[str, Populatie]:
    lijst = [Populatie("alle", "alle personen met een uitkering", Q())]
    for kolom, woord in (("huidig", "huidige trede"), ("doel", "doeltrede")):
        lijst += [
            Populatie(f"{kolom}-{trede}", f"{woord} {Trede(trede).label}", Q(**{kolom: trede}))
            for trede in TREDEN
        ]
        lijst.append(Populatie(f"{kolom}-{ONBEKEND}", f"{woord} onbekend", Q(**{f"{kolom}__isnull": True})))
        lijst.append(
            Populatie(
                f"{kolom}-betaald", f"{woord} 5 of 6: betaald werk", Q(**{f"{kolom}__in": BETAALD_WERK})
            )
        )
    # The two halves of the caseload: develop and place, or take part (RH-045, RH-165).
    lijst.append(Populatie("doel-4-6", "doeltrede 4 of hoger", Q(doel__gte=4)))
    lijst.append(Populatie("doel-1-3", "doeltrede 3 of lager", Q(doel__lte=3)))
    lijst.append(Populatie("aanvragers", "één persoon per uitkering", Q(aanvrager=True)))
    return {populatie.code: populatie for populatie in lijst}


POPULATIES = _populaties()
# Group B of RH-034: who has a Wsw job counts in group A, once.
ZONDER_WSW = "zonder-wsw"
POPULATIES[ZONDER_WSW] = Populatie(ZONDER_WSW, "uitkering, zonder Wsw-dienstverband", Q())


@dataclass(frozen=True)
class Trederij:
    """Eén trede: hoeveel mensen er nu staan, hoeveel er naar toe groeien, en het verschil (RH-043)."""

    trede: int | None
    naam: str
    huidig: int
    doel: int

    @property
    def verschil(self) -> int:
        return verschil(self.huidig, self.doel)

    @property
    def sleutel(self) -> str:
        return str(self.trede) if self.trede else ONBEKEND


@dataclass(frozen=True)
class Ladderstand:
    """De ladder van één gemeente of van alle samen; beide kolommen sluiten op hetzelfde totaal (C20)."""

    naam: str
    sleutel: str
    rijen: tuple[Trederij, ...]
    uitkeringen: int

    @property
    def totaal(self) -> int:
        return sum(rij.huidig for rij in self.rijen)

    @property
    def perspectief_nu(self) -> int:
        return perspectief({rij.trede or 0: rij.huidig for rij in self.rijen})

    @property
    def perspectief_doel(self) -> int:
        return perspectief({rij.trede or 0: rij.doel for rij in self.rijen})

    @property
    def onbekend(self) -> Trederij:
        return self.rijen[-1]

    @property
    def leeg(self) -> bool:
        return self.totaal == 0


def mensen_op(peildatum: date, gemeenten: Collection[int]):
    """Personen met een uitkering op de peildatum, met `huidig`, `doel`, `gemeten_op` en `aanvrager`."""
    lopend = Uitkering.objects.op(peildatum)
    aanvrager = Exists(lopend.filter(persoon=OuterRef("pk")))
    partner = Exists(lopend.filter(partner=OuterRef("pk")))
    laatste = Tredemeting.objects.filter(persoon=OuterRef("pk"), datum__lte=peildatum).order_by(
        "-datum", "-pk"
    )
    return (
        Persoon.objects.filter(gemeente_id__in=gemeenten)
        .annotate(aanvrager=aanvrager)
        .filter(Q(aanvrager=True) | partner)
        .annotate(
            huidig=Subquery(laatste.values("huidige_trede")[:1]),
            doel=Subquery(laatste.values("doeltrede")[:1]),
            gemeten_op=Subquery(laatste.values("datum")[:1]),
        )
    )


def populatie_op(peildatum: date, gemeenten: Collection[int], code: str):
    """De personen achter één cijfer."""
    gekozen = mensen_op(peildatum, gemeenten).filter(POPULATIES[code].voorwaarde)
    if code == ZONDER_WSW:
        # By name: wsw stands beside this app. The same people as the population "wsw" there.
        werkt = Persoon.objects.filter(
            Q(dienstverbanden__einddatum=None) | Q(dienstverbanden__einddatum__gte=peildatum),
            dienstverbanden__begindatum__lte=peildatum,
            dienstverbanden__regeling="wsw",
            dienstverbanden__herkomstgemeente__in=gemeenten,
        )
        gekozen = gekozen.exclude(pk__in=werkt.values("pk"))
    return gekozen


def ladder_op(peildatum: date, gemeenten) -> tuple[Ladderstand, tuple[Ladderstand, ...]]:
    """De ladder van alle gemeenten samen, en die van elke gemeente apart (RH-042, RH-043, HT-011)."""
    ids = [gemeente.pk for gemeente in gemeenten]
    huidig: dict[int, Counter] = defaultdict(Counter)
    doel: dict[int, Counter] = defaultdict(Counter)
    uitkeringen: Counter = Counter()
    rijen = mensen_op(peildatum, ids).order_by().values_list("gemeente_id", "huidig", "doel", "aanvrager")
    for gemeente_id, nu, straks, is_aanvrager, aantal in rijen.annotate(aantal=Count("pk")):
        huidig[gemeente_id][nu] += aantal
        doel[gemeente_id][straks] += aantal
        uitkeringen[gemeente_id] += aantal if is_aanvrager else 0
    samen = _stand(
        "Totaal", "", sum(huidig.values(), Counter()), sum(doel.values(), Counter()), uitkeringen.total()
    )
    apart = tuple(_stand(g.naam, g.code, huidig[g.pk], doel[g.pk], uitkeringen[g.pk]) for g in gemeenten)
    return samen, apart


def _stand(naam: str, sleutel: str, huidig: Counter, doel: Counter, uitkeringen: int) -> Ladderstand:
    rijen = [Trederij(trede, Trede(trede).label, huidig[trede], doel[trede]) for trede in TREDEN]
    rijen.append(Trederij(None, ONBEKEND, huidig[None], doel[None]))
    return Ladderstand(naam, sleutel, tuple(rijen), uitkeringen)
