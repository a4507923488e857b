"""De uren van een maand, per werkgever: wat er staat, wat er mist (functies V6)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from werkgevers.actions.uren import standaard_van
from werkgevers.choices import Urensoort
from werkgevers.models import Overeenkomst, Overeenkomstversie, Relatie, Urenstaat
from werkgevers.rules.tarief import laatste_dag

NUL = Decimal(0)


@dataclass(frozen=True)
class Urenrij:
    """Eén overeenkomst in één maand."""

    overeenkomst: Overeenkomst
    werk: Decimal
    feest: Decimal
    staat: Urenstaat | None = None
    uren: dict[str, Decimal] = field(default_factory=dict)

    @property
    def compleet(self) -> bool:
        return self.staat is not None and self.staat.compleet

    @property
    def standaard(self) -> Decimal:
        return self.werk + self.feest

    @property
    def gewerkt(self) -> Decimal | None:
        return self.uren.get(Urensoort.GEWERKT)

    @property
    def verlof(self) -> Decimal | None:
        return self.uren.get(Urensoort.VERLOF)

    @property
    def ziek(self) -> Decimal | None:
        return self.uren.get(Urensoort.ZIEK)

    @property
    def ingevuld(self) -> dict[str, Decimal]:
        """Wat iemand invulde; gewerkt blijft leeg zolang het de standaardweek volgt."""
        anders = sum(
            (uren for soort, uren in self.uren.items() if soort not in (Urensoort.GEWERKT, Urensoort.MEER)),
            NUL,
        )
        uit = dict(self.uren)
        if uit.get(Urensoort.GEWERKT) == max(self.standaard - anders, NUL):
            uit.pop(Urensoort.GEWERKT, None)
        return uit

    @property
    def regels(self) -> list[tuple[str, Decimal]]:
        """Wat er staat, in woorden, in de volgorde van de keuzelijst."""
        return [(soort.label.capitalize(), self.uren[soort]) for soort in Urensoort if soort in self.uren]

    @property
    def status(self) -> tuple[str, str]:
        if self.compleet:
            return "compleet", "gelukt"
        return ("ingevuld", "bezig") if self.staat else ("nog niets", "let-op")


@dataclass(frozen=True)
class Urenblok:
    """Alle rijen van één werkgever."""

    relatie: Relatie
    rijen: list[Urenrij]

    @property
    def compleet(self) -> int:
        return sum(1 for rij in self.rijen if rij.compleet)

    @property
    def mist(self) -> int:
        return len(self.rijen) - self.compleet

    @property
    def standaard(self) -> Decimal:
        return sum((rij.standaard for rij in self.rijen), NUL)


def urenrijen(overeenkomsten, maand: date) -> list[Urenrij]:
    """De rijen van deze overeenkomsten in deze maand, per werkgever en naam; een vast aantal query's."""
    rijen = list(
        overeenkomsten.tussen(maand, laatste_dag(maand))
        .ooit_getekend()
        .select_related("relatie", "persoon", "gemeente")
        .order_by("relatie__zoeknaam", "relatie_id", "persoon__sorteernaam", "pk")
    )
    ids = [rij.pk for rij in rijen]
    versies: dict[int, list] = defaultdict(list)
    for versie in Overeenkomstversie.objects.filter(overeenkomst__in=ids).order_by("begindatum"):
        versies[versie.overeenkomst_id].append(versie)
    staten = {
        staat.overeenkomst_id: staat
        for staat in Urenstaat.objects.filter(overeenkomst__in=ids, maand=maand)
        .select_related("compleet_door")
        .prefetch_related("regels")
    }
    return [_rij(rij, versies[rij.pk], staten.get(rij.pk), maand) for rij in rijen]


def _rij(overeenkomst, versies, staat, maand) -> Urenrij:
    werk, feest = standaard_van(overeenkomst, versies, maand)
    uren: dict[str, Decimal] = defaultdict(lambda: NUL)
    for regel in staat.regels.all() if staat else ():
        uren[regel.soort] += regel.uren
    return Urenrij(overeenkomst, werk, feest, staat, dict(uren))


def per_werkgever(rijen: list[Urenrij]) -> list[Urenblok]:
    return [
        Urenblok(groep[0].overeenkomst.relatie, groep)
        for _, groep in (
            (relatie, list(deel))
            for relatie, deel in groupby(rijen, key=lambda rij: rij.overeenkomst.relatie_id)
        )
    ]
