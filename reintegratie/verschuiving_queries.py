"""De verschuiving op de Participatieladder tussen twee dagen: wie ging van welke trede naar welke (RH-075, HT-011)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast

from kern.opmaak import deel_als_procent
from personen.models import Persoon
from reintegratie.choices import KORTE_TREDE, Trede
from reintegratie.models import Tredemeting, Uitkering
from reintegratie.queries import ONBEKEND
from reintegratie.rules import TREDEN

NIET = "niet"
STANDEN = {
    **{str(trede): Trede(trede).label for trede in TREDEN},
    ONBEKEND: "onbekend",
    NIET: "geen uitkering",
}
KORT = {
    **{str(trede): KORTE_TREDE[Trede(trede)] for trede in TREDEN},
    ONBEKEND: "onbekend",
    NIET: "geen uitkering",
}
RICHTINGEN = {
    "omhoog": "een trede of meer omhoog",
    "gelijk": "dezelfde trede",
    "omlaag": "een trede of meer omlaag",
}
DEFINITIE = (
    "Iedereen met een lopende uitkering op een van beide dagen, ook de partner in een uitkering van een paar. "
    "De trede is die van de laatste meting op of voor die dag. Geen uitkering in de kolom: uitgestroomd; in de "
    "rij: ingestroomd. Het aandeel dat steeg, rekent over wie op beide dagen een uitkering en een trede heeft; "
    "wie uitstroomde, telt daarin niet mee."
)


def mensen_tussen(eerste: date, laatste: date, gemeenten: Collection[int]):
    """Personen met `toen` en `nu`: een trede als tekst, "onbekend", of "niet" zonder uitkering op die dag."""
    personen = Persoon.objects.filter(gemeente_id__in=gemeenten)
    for naam, dag in (("toen", eerste), ("nu", laatste)):
        lopend = Uitkering.objects.op(dag)
        heeft = Exists(lopend.filter(persoon=OuterRef("pk"))) | Exists(lopend.filter(partner=OuterRef("pk")))
        meting = Tredemeting.objects.filter(persoon=OuterRef("pk"), datum__lte=dag).order_by("-datum", "-pk")
        personen = personen.annotate(
            **{
                f"{naam}_heeft": heeft,
                f"{naam}_trede": Subquery(meting.values("huidige_trede")[:1]),
                naam: Case(
                    When(**{f"{naam}_heeft": False}, then=Value(NIET)),
                    When(**{f"{naam}_trede": None}, then=Value(ONBEKEND)),
                    default=Cast(f"{naam}_trede", CharField()),
                ),
            }
        )
    return personen.filter(Q(toen_heeft=True) | Q(nu_heeft=True))


def in_richting(personen, richting: str):
    """Wie op beide dagen een uitkering en een trede heeft, en omhoog, omlaag of gelijk ging."""
    basis = personen.filter(toen_heeft=True, nu_heeft=True, toen_trede__isnull=False, nu_trede__isnull=False)
    if richting == "omhoog":
        return basis.filter(nu_trede__gt=F("toen_trede"))
    if richting == "omlaag":
        return basis.filter(nu_trede__lt=F("toen_trede"))
    return basis.filter(nu_trede=F("toen_trede"))


@dataclass(frozen=True)
class Verschuivingsrij:
    """Eén trede op de eerste dag: hoeveel mensen op elke trede van de laatste dag staan."""

    sleutel: str
    naam: str
    cellen: tuple[tuple[str, int], ...]

    @property
    def totaal(self) -> int:
        return sum(aantal for _, aantal in self.cellen)


@dataclass(frozen=True)
class Verschuiving:
    """De hele tabel; elke rij en kolom sluit op het aantal mensen van die dag."""

    eerste: date
    laatste: date
    rijen: tuple[Verschuivingsrij, ...]
    omhoog: int
    omlaag: int
    gelijk: int

    @property
    def basis(self) -> int:
        return self.omhoog + self.omlaag + self.gelijk

    @property
    def deel_omhoog(self) -> str:
        """Het aandeel dat steeg, in procenten met één decimaal; leeg zonder basis."""
        return deel_als_procent(Decimal(self.omhoog) / self.basis) if self.basis else ""

    @property
    def totaal(self) -> int:
        return sum(rij.totaal for rij in self.rijen)

    @property
    def kolommen(self) -> tuple[tuple[str, str, int], ...]:
        """(sleutel, naam, totaal) van elke kolom."""
        return tuple(
            (sleutel, naam, sum(dict(rij.cellen)[sleutel] for rij in self.rijen))
            for sleutel, naam in KORT.items()
        )


def verschuiving(eerste: date, laatste: date, gemeenten: Collection[int]) -> Verschuiving:
    """Tel elke combinatie in één vraag aan de database."""
    rijen = mensen_tussen(eerste, laatste, gemeenten).order_by().values_list("toen", "nu")
    telling: Counter = Counter(
        {(toen, nu): aantal for toen, nu, aantal in rijen.annotate(aantal=Count("pk"))}
    )
    tabel = tuple(
        Verschuivingsrij(toen, naam, tuple((nu, telling[toen, nu]) for nu in KORT))
        for toen, naam in KORT.items()
    )
    richting: Counter = Counter()
    for (toen, nu), aantal in telling.items():
        if toen.isdigit() and nu.isdigit():
            richting["omhoog" if nu > toen else "omlaag" if nu < toen else "gelijk"] += aantal
    return Verschuiving(eerste, laatste, tabel, richting["omhoog"], richting["omlaag"], richting["gelijk"])
