"""Counting and paging that stay fast at 500.000 rows: a capped count, and keyset pages above the cap.

Keyset: "the 25 rows after this one". The cursor in the URL is only the pk of a row that the user may see;
its sort values are looked up, so that no name lands in the URL.
"""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

GRENS = 10_000


def begrensde_telling(queryset) -> int:
    """The number of rows, but never counts further than GRENS + 1."""
    return queryset.order_by().values("pk")[: GRENS + 1].count()


@dataclass(frozen=True)
class Sleutel:
    """One part of an order: a field, its direction, and whether it may be empty."""

    veld: str
    aflopend: bool
    leeg_kan: bool

    def expressie(self, omgekeerd: bool = False) -> OrderBy:
        """Empty values come last, and first when the order is turned round."""
        aflopend = self.aflopend != omgekeerd
        leeg = {("nulls_first" if omgekeerd else "nulls_last"): True} if self.leeg_kan else {}
        return F(self.veld).desc(**leeg) if aflopend else F(self.veld).asc(**leeg)

    def verder(self, waarde, omgekeerd: bool = False) -> Q:
        """Rows that come strictly after `waarde` in this part of the order."""
        if waarde is None:
            return Q(**{f"{self.veld}__isnull": False}) if omgekeerd else Q(pk__in=[])
        voorbij = Q(**{f"{self.veld}__{'lt' if self.aflopend != omgekeerd else 'gt'}": waarde})
        return voorbij | Q(**{f"{self.veld}__isnull": True}) if self.leeg_kan and not omgekeerd else voorbij

    def gelijk(self, waarde) -> Q:
        return Q(**{f"{self.veld}__isnull": True}) if waarde is None else Q(**{self.veld: waarde})


def sleutels(queryset, velden) -> list[Sleutel]:
    """The order as keys; the pk closes it, so that every row has one place."""
    lijst = [
        Sleutel(veld.removeprefix("-"), veld.startswith("-"), _leeg_kan(queryset, veld.removeprefix("-")))
        for veld in velden
    ]
    if not any(sleutel.veld in ("pk", "id") for sleutel in lijst):
        lijst.append(Sleutel("pk", bool(lijst) and lijst[0].aflopend, False))
    return lijst


def _leeg_kan(queryset, pad: str) -> bool:
    """Only a chain of required fields is never empty; an annotation may be."""
    if pad == "pk":
        return False
    model = queryset.model
    for naam in pad.split("__"):
        try:
            veld = model._meta.get_field(naam)
        except (FieldDoesNotExist, AttributeError):
            return True
        if veld.null or (veld.auto_created and not veld.concrete):
            return True
        model = veld.related_model
    return False


def na_rij(lijst: list[Sleutel], waarden, omgekeerd: bool = False) -> Q:
    """Rows after (or before) the row with these values.

    The first key also gets a plain >= or <=: without it PostgreSQL walks the index from its start.
    """
    uitkomst, gelijk = Q(pk__in=[]), Q()
    for sleutel, waarde in zip(lijst, waarden, strict=True):
        uitkomst |= gelijk & sleutel.verder(waarde, omgekeerd)
        gelijk &= sleutel.gelijk(waarde)
    eerste = lijst[0]
    if not eerste.leeg_kan:
        richting = "lte" if eerste.aflopend != omgekeerd else "gte"
        uitkomst &= Q(**{f"{eerste.veld}__{richting}": waarden[0]})
    return uitkomst


class GeteldePaginator(Paginator):
    """A paginator that was told the count."""

    def __init__(self, object_list, per_page, aantal: int):
        super().__init__(object_list, per_page)
        self.count = aantal


@dataclass
class Bladzijde:
    """The rows of one page and where one can go from here."""

    rijen: list
    nummer: int = 1
    paginas: int = 1
    vorige: dict | None = None
    volgende: dict | None = None
    genummerd: Page | None = None  # when pages have numbers


def genummerde_bladzijde(
    queryset, velden, *, nummer: int, per: int, aantal: int, eerste: list | None = None
) -> Bladzijde:
    """Page `nummer` by OFFSET; too high → page 1. Only for at most GRENS rows. `eerste`: page 1, if read."""
    # The paginator only knows numbers: with the queryset in it, a mere `if page` would read every column.
    paginator = GeteldePaginator((), per, min(aantal, GRENS))
    page = paginator.page(nummer if nummer <= paginator.num_pages else 1)
    begin = (page.number - 1) * per
    rijen = _rijen(queryset, velden, begin, begin + per) if eerste is None or begin else eerste[:per]
    page.object_list = rijen
    return Bladzijde(
        rijen,
        page.number,
        paginator.num_pages,
        {"pagina": page.previous_page_number()} if page.has_previous() else None,
        {"pagina": page.next_page_number()} if page.has_next() else None,
        page,
    )


def _rijen(queryset, velden, begin: int, eind: int) -> list:
    """OFFSET computes every annotation of the rows it skips; so further on: first the keys, then the rows."""
    if not begin:
        return list(queryset.values(*velden)[:eind])
    pks = list(queryset.values_list("pk", flat=True)[begin:eind])
    rijen = {rij["pk"]: rij for rij in queryset.order_by().filter(pk__in=pks).values(*velden)}
    return [rijen[pk] for pk in pks if pk in rijen]


def sleutelbladzijde(
    queryset, basis, volgorde: list[Sleutel], velden, *, na, voor, per: int, eerste: list | None = None
) -> Bladzijde:
    """The page after row `na` or before row `voor`, looked up in `basis` (all the user may see).

    `eerste`: the first page and one row more, if that was read already.
    """
    terug = voor is not None
    anker = None
    if na is not None or terug:
        namen = [sleutel.veld for sleutel in volgorde]
        anker = basis.order_by().filter(pk=voor if terug else na).values_list(*namen).first()
    if anker is None:
        terug, na = False, None
    else:
        queryset = queryset.filter(na_rij(volgorde, anker, omgekeerd=terug))
    if eerste is None or anker is not None:
        queryset = queryset.order_by(*(sleutel.expressie(omgekeerd=terug) for sleutel in volgorde))
        rijen = list(queryset.values(*velden)[: per + 1])
    else:
        rijen = eerste
    meer, rijen = len(rijen) > per, rijen[:per]
    if terug:
        rijen.reverse()
    heeft_vorige = meer if terug else anker is not None
    heeft_volgende = bool(rijen) if terug else meer
    return Bladzijde(
        rijen,
        vorige={"voor": rijen[0]["pk"]} if heeft_vorige and rijen else None,
        volgende={"na": rijen[-1]["pk"]} if heeft_volgende and rijen else None,
    )
