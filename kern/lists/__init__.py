"""The list component of every table: filter, sort, page, columns, saved views, choice, export.

Use: a TredeTabel, a TredeFilterSet and a `Lijst(...)` in the app's `tables.py`; in the view
`return toon_lijst(request, LIJST, Model.objects.zichtbaar_voor(request.user))`.
"""

from kern.lists.columns import (
    BedragKolom,
    BsnKolom,
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    JaNeeKolom,
    KeuzeKolom,
    LinkKolom,
    MomentKolom,
    TekstKolom,
    TredeKolom,
)
from kern.lists.definition import Bulkactie, Leeg, Lijst, lijsten
from kern.lists.filters import (
    DatumFilter,
    GetalFilter,
    KeuzeFilter,
    MeerkeuzeFilter,
    ModelKeuzeFilter,
    TekstFilter,
    TredeFilterSet,
    VinkFilter,
)
from kern.lists.page import Lijstpagina
from kern.lists.rows import RijenFilter
from kern.lists.saved import weergaven_van
from kern.lists.selection import gekozen, wis_keuze
from kern.lists.show import toon_lijst
from kern.lists.tables import TredeTabel

__all__ = [
    "BedragKolom",
    "BsnKolom",
    "Bulkactie",
    "DatumFilter",
    "DatumKolom",
    "EtiketKolom",
    "GetalFilter",
    "GetalKolom",
    "JaNeeKolom",
    "KeuzeFilter",
    "KeuzeKolom",
    "Leeg",
    "Lijst",
    "Lijstpagina",
    "LinkKolom",
    "MeerkeuzeFilter",
    "ModelKeuzeFilter",
    "MomentKolom",
    "RijenFilter",
    "TekstFilter",
    "TekstKolom",
    "TredeFilterSet",
    "TredeKolom",
    "TredeTabel",
    "VinkFilter",
    "gekozen",
    "lijsten",
    "toon_lijst",
    "weergaven_van",
    "wis_keuze",
]
