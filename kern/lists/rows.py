"""Lists of things that are computed, not stored: signals, a team, a log of two tables together.

The same list component as for a table: filter, search, sort, columns, saved views, export. The rows are
dicts with a whole number `pk`; the caller keeps them few (thousands at most).
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from kern.forms import TredeFilterForm
from kern.lists.filters import actieve_filters
from kern.lists.page import Lijstpagina
from kern.lists.paging import Bladzijde, GeteldePaginator

Rij = dict[str, Any]


class RijenFilter:
    """Filters of computed rows: a form, and a function that says whether a row passes.

    A subclass gives `form_class`, `past` and, for a search field, `zoekvelden`.
    """

    form_class: type[TredeFilterForm] = TredeFilterForm
    zoekvelden: tuple[str, ...] = ()
    base_filters: ClassVar[Mapping[str, Any]] = {}  # as a FilterSet: the names in the address

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.base_filters = cls.form_class.base_fields

    def __init__(self, data, queryset: list[Rij], request):
        self.request = request
        self.form = self.maak_form(data, queryset)
        self.form.is_valid()
        keuze = self.form.cleaned_data
        self.qs = [rij for rij in queryset if self.past(rij, keuze)]

    def maak_form(self, data, rijen: list[Rij]) -> TredeFilterForm:
        """Override for choices that are only known now."""
        return self.form_class(data)

    def past(self, rij: Rij, keuze: dict[str, Any]) -> bool:
        """Does this row pass? By default: every filter that is on equals the value of the row."""
        return all(rij.get(naam) == waarde for naam, waarde in keuze.items() if waarde not in ("", None))

    def zoek(self, rijen: list[Rij], term: str) -> list[Rij]:
        klein = term.casefold()
        return [
            rij for rij in rijen if any(klein in str(rij[veld] or "").casefold() for veld in self.zoekvelden)
        ]

    def actief(self):
        return actieve_filters(self.form)


class Rijenpagina(Lijstpagina):
    """A page of a list whose rows are there already. Looking is logged by the page itself, an export here."""

    def _volgorde(self, queryset):
        return self._sorteervelden()

    def _gesorteerd(self) -> list[Rij]:
        """By every key, the last first: a sort keeps the order of equals. Empty values stay at the end."""
        rijen = list(self.gefilterd)
        for veld in reversed(self.volgorde):
            naam, aflopend = veld.removeprefix("-"), veld.startswith("-")
            vol = [rij for rij in rijen if rij[naam] not in (None, "")]
            leeg = [rij for rij in rijen if rij[naam] in (None, "")]
            rijen = sorted(vol, key=lambda rij: rij[naam], reverse=aflopend) + leeg
        return rijen

    def laad(self) -> None:
        rijen = self._gesorteerd()
        self.totaal = len(rijen)
        paginator = GeteldePaginator((), self.stand.per, self.totaal)
        page = paginator.page(self.stand.pagina if self.stand.pagina <= paginator.num_pages else 1)
        begin = (page.number - 1) * self.stand.per
        page.object_list = deel = rijen[begin : begin + self.stand.per]
        self.blad = Bladzijde(
            deel,
            page.number,
            paginator.num_pages,
            {"pagina": page.previous_page_number()} if page.has_previous() else None,
            {"pagina": page.next_page_number()} if page.has_next() else None,
            page,
        )
        self.keuze = self._keuze()
        self.tabel = self._tabel(deel)

    def _aantal(self) -> int:
        return len(self.gefilterd)

    def _te_exporteren(self) -> tuple[Iterable[Rij], str]:
        rijen = self._gesorteerd()
        veld = self.lijst.gemeente_veld
        if self.exportrecht is not None and veld and self.gemeente_id is None:
            mag = self.request.user.toegang.gemeenten_met(self.exportrecht)
            rijen = [rij for rij in rijen if rij[veld] in mag]
        if self.lijst.personen or self.dossier_id:
            self._log_export(rijen, "")
        return rijen, ""

    def _log_export(self, rijen, reden: str) -> None:
        """As for stored rows: one line per gemeente, or one for the dossier this list is in."""
        if self.dossier_id:
            self._leg_export_vast(self.gemeente_id, len(rijen))
            return
        per_gemeente: dict[int | None, list] = {}
        for rij in rijen:
            per_gemeente.setdefault(rij[self.lijst.gemeente_veld], []).append(rij[self.lijst.dossier_veld])
        for gemeente_id, dossiers in (per_gemeente or {self.gemeente_id: []}).items():
            self._leg_export_vast(gemeente_id, len(dossiers), dossiers=[d for d in dossiers if d])
