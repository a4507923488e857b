"""What a list is: one frozen description per list, made once beside its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kern.lists.filters import TredeFilterSet
from kern.lists.tables import TredeTabel
from kern.permissions import Recht

if TYPE_CHECKING:
    from kern.lists.rows import RijenFilter

# Names the list itself uses in the URL; a filter may not have one of these.
EIGEN_PARAMETERS = ("sort", "pagina", "na", "voor", "per", "kolommen", "zoek", "weergave", "export", "bsn")


@dataclass(frozen=True)
class Bulkactie:
    """Something to do with the chosen rows. `route` is a page that calls `gekozen(request, LIJST, queryset)`."""

    code: str
    naam: str
    recht: Recht
    route: str


@dataclass(frozen=True)
class Leeg:
    """What stands there when nothing exists yet, with one next step."""

    tekst: str
    actie: str = ""
    route: str = ""
    recht: Recht | None = None


@dataclass(frozen=True)
class Lijst:
    """A list: `LIJST = Lijst("personen", "Personen", PersoonTabel, PersoonFilter, ("sorteernaam",), ...)`.

    code: stable, stored with saved views and preferences; unique in the project.
    volgorde: default order as model fields, "-" for descending; pk is added by itself.
    wat: one and several ("persoon", "personen"), for "23 personen".
    bulkwat: what a chosen row is called in "Kies minstens 1 dossier"; default `wat`.
    route: name of the list's page without arguments; needed for saved views.
    zoekveld: label of the search field; the term never stands in the URL.
    personen: rows are people: viewing and exporting are logged, exporting needs Recht.EXPORTEREN.
    gemeente_veld: field of the queryset with the gemeente of a row; required when `personen`.
    dossier_veld: field with the pk of the person of a row, for the log.
    in_dossier: stands inside a record: its saved views open wherever the user is, not on a page of their own.
    sjabloon: template that shows the rows (`lijst.blad.rijen`) instead of the table; with a filter `lezen`
        only when that is on. Sorting, export and paging stay the same.
    """

    code: str
    titel: str
    tabel: type[TredeTabel]
    filterset: type[TredeFilterSet] | type[RijenFilter] | None = None
    volgorde: tuple[str, ...] = ()
    wat: tuple[str, str] = ("rij", "rijen")
    bulkwat: tuple[str, str] | None = None
    route: str = ""
    zoekveld: str = ""
    zoekuitleg: str = ""
    personen: bool = False
    gemeente_veld: str = ""
    dossier_veld: str = "pk"
    exportrecht: Recht | None = None
    in_dossier: bool = False
    sjabloon: str = ""
    bulkacties: tuple[Bulkactie, ...] = ()
    leeg: Leeg = field(default_factory=lambda: Leeg("Hier staat nog niets."))

    def __post_init__(self):
        if isinstance(self.volgorde, str):
            object.__setattr__(self, "volgorde", (self.volgorde,))
        botst = set(EIGEN_PARAMETERS) & set(getattr(self.filterset, "base_filters", {}))
        if botst:
            raise ValueError(f"Lijst {self.code}: {', '.join(sorted(botst))} is een naam van de lijst zelf")
        if self.personen and not self.gemeente_veld:
            raise ValueError(f"Lijst {self.code}: een lijst met personen heeft een gemeente_veld")
        if self.zoekveld and self.filterset is None:
            raise ValueError(f"Lijst {self.code}: een zoekveld vraagt een filterset met zoek()")
        bekend = lijsten.get(self.code)
        if bekend and bekend.tabel.__qualname__ != self.tabel.__qualname__:
            raise ValueError(f"Lijst {self.code} bestaat al")
        lijsten[self.code] = self

    def telling(self, aantal: int) -> str:
        return self.wat[0] if aantal == 1 else self.wat[1]

    @property
    def bewaarbaar(self) -> bool:
        """Can a view of this list be saved and opened again?"""
        return bool(self.route) or self.in_dossier

    @property
    def keuzewoord(self) -> tuple[str, str]:
        return self.bulkwat or self.wat


# Every list by code; views that serve all lists (columns, search, choice) look it up here.
lijsten: dict[str, Lijst] = {}
