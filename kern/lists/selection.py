"""Which rows are chosen for a bulk action; kept in the session, so that it survives paging without script.

A choice belongs to one list and one set of filters: with other filters it is gone, so that nobody acts on
rows that are no longer on the screen.
"""

from dataclasses import dataclass

from django.http import QueryDict

from kern.lists.search import term_van

SLEUTEL = "keuzes"
MAX_GEKOZEN = 5_000


@dataclass(frozen=True)
class Keuze:
    pks: frozenset[int] = frozenset()
    alles: bool = False

    def __bool__(self):
        return self.alles or bool(self.pks)


def keuze_van(request, code: str, filters: str) -> Keuze:
    """What is chosen in this list with these filters."""
    bewaard = request.session.get(SLEUTEL, {}).get(code)
    if not bewaard or bewaard["filters"] != filters:
        return Keuze()
    return Keuze(frozenset(bewaard["pks"]), bewaard["alles"])


def bewaar_keuze(
    request, code: str, filters: str, *, gekozen: set[int], zichtbaar: set[int], alles: bool
) -> Keuze:
    """Rows on the page follow the ticks, rows of other pages stay as they were."""
    pks = (keuze_van(request, code, filters).pks - zichtbaar) | (gekozen & zichtbaar)
    keuze = Keuze(frozenset(sorted(pks)[:MAX_GEKOZEN]), alles)
    keuzes = dict(request.session.get(SLEUTEL, {}))
    keuzes[code] = {"filters": filters, "pks": sorted(keuze.pks), "alles": keuze.alles}
    request.session[SLEUTEL] = keuzes
    return keuze


def wis_keuze(request, code: str) -> None:
    """Forget the choice; called after a bulk action has been done."""
    keuzes = dict(request.session.get(SLEUTEL, {}))
    if keuzes.pop(code, None):
        request.session[SLEUTEL] = keuzes


def gekozen(request, lijst, queryset):
    """The chosen rows of `queryset`, which the caller has already made `zichtbaar_voor` the user."""
    bewaard = request.session.get(SLEUTEL, {}).get(lijst.code)
    if not bewaard:
        return queryset.none()
    if not bewaard["alles"]:
        return queryset.filter(pk__in=bewaard["pks"])
    data = QueryDict(bewaard["filters"])
    if lijst.filterset is None:
        return queryset
    filterset = lijst.filterset(data=data, queryset=queryset, request=request)
    rijen = filterset.qs
    if data.get("zoek"):
        term = term_van(request, lijst.code, data["zoek"])
        rijen = filterset.zoek(rijen, term) if term else rijen.none()
    return rijen
