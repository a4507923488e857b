"""TredeTabel: a django_tables2.Table on `.values()` rows, drawn by our own slim template.

The stock way costs 35 ms a page (snel-en-veilig §2.3); here a cell is one call of its column.
"""

from copy import copy
from dataclasses import dataclass

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from kern.lists.columns import BsnKolom, TredeKolom
from kern.opmaak import veilig


@dataclass(frozen=True)
class Kop:
    """A column head: its text, where a click sorts to, and how it is sorted now."""

    naam: str
    tekst: str
    klasse: str
    url: str = ""
    richting: str = ""  # "ascending" | "descending"


class TredeTabel(tables.Table):
    """Base of every list table. First column: link to the record; status tag last.

    Meta: `bijschrift` (caption; default the title of the list) and `extra_velden` (keys of the row that
    no column names, for `render_<naam>`).
    """

    class Meta:
        template_name = "components/tabel.html"
        order_by = ()

    @classmethod
    def alle_kolommen(cls) -> dict[str, TredeKolom]:
        """Every column by name, in the order of the class."""
        volgorde = cls._meta.sequence or cls._meta.fields or list(cls.base_columns)
        namen = [naam for naam in volgorde if naam in cls.base_columns]
        return {
            naam: cls.base_columns[naam]
            for naam in [*namen, *(n for n in cls.base_columns if n not in namen)]
        }

    @classmethod
    def kolomnaam(cls, naam: str) -> str:
        return str(cls.base_columns[naam].verbose_name or capfirst(naam.replace("_", " ")))

    @classmethod
    def standaardkolommen(cls) -> list[str]:
        return [naam for naam, kolom in cls.alle_kolommen().items() if getattr(kolom, "standaard", True)]

    @classmethod
    def bronveld(cls, naam: str) -> str:
        """The key of the row a column reads: its accessor, or its own name."""
        return str(cls.base_columns[naam].accessor or naam)

    @classmethod
    def velden(cls, kolommen) -> list[str]:
        """The keys to ask of the database for these columns."""
        velden = {"pk": None}
        for naam in kolommen:
            velden[cls.bronveld(naam)] = None
            velden |= dict.fromkeys(getattr(cls.base_columns[naam], "velden", ()))
        return [*velden, *(veld for veld in cls.extra_velden() if veld not in velden)]

    @classmethod
    def extra_velden(cls) -> tuple[str, ...]:
        return tuple(getattr(cls.Meta, "extra_velden", ()))

    @classmethod
    def sorteervelden(cls, naam: str) -> tuple[str, ...]:
        """Fields to sort this column on; empty when it cannot be sorted."""
        kolom = cls.base_columns.get(naam)
        if kolom is None or kolom.orderable is False:
            return ()
        return tuple(str(veld) for veld in kolom.order_by) if kolom.order_by else (cls.bronveld(naam),)

    def __init__(self, data, *, kolommen=None, koppen=(), bijschrift="", gekozen=frozenset(), kiesbaar=False):
        # Not django-tables2's own: it copies every column deeply and wraps rows and cells that we never ask.
        self.data = data
        self.namen = list(kolommen or self.standaardkolommen())
        self.kolommen = {naam: copy(self.base_columns[naam]) for naam in self.namen}
        self.koppen = list(koppen) or [self.kop(naam) for naam in self.namen]
        self.bijschrift = getattr(self.Meta, "bijschrift", "") or bijschrift
        self.gekozen, self.kiesbaar = gekozen, kiesbaar

    def kop(self, naam: str, url: str = "", richting: str = "") -> Kop:
        klasse = getattr(self.base_columns[naam], "klasse", "")
        return Kop(naam, self.kolomnaam(naam), klasse, url, richting)

    def rijen(self):
        """The rows as HTML. Joined here and not in the template: that would be 3.000 look-ups a page."""
        cellen = [(*self._randen(kop), self._lezer("render", "toon", kop.naam)) for kop in self.koppen]
        for record in self.data:
            html = "".join([f"{begin}{veilig(lees(record))}{eind}" for begin, eind, lees in cellen[1:]])
            naam = veilig(cellen[0][2](record))
            rij = f'<tr>{self._vinkje(record)}<th scope="row" id="r{record["pk"]:d}">{naam}</th>{html}</tr>'
            yield mark_safe(rij)  # noqa: S308 - every part is escaped above

    def _randen(self, kop: Kop) -> tuple[str, str]:
        """Begin and end of the cells of a column."""
        klasse = format_html(' class="{}"', kop.klasse) if kop.klasse else ""
        return format_html('<td{} data-label="{}">', klasse, kop.tekst), "</td>"

    def _vinkje(self, record) -> str:
        """The checkbox of a row, named by the row's own head."""
        if not self.kiesbaar:
            return ""
        pk, aan = record["pk"], " checked" if record["pk"] in self.gekozen else ""
        invoer = (
            f'<input type="checkbox" name="kies" value="{pk:d}" data-bulk aria-labelledby="r{pk:d}"{aan}>'
        )
        return f'<td class="tabel__kies">{invoer}</td>'

    def exportlezers(self, *, bsn_voluit: bool = False) -> list:
        """One function per column: record → date, number, text or None."""
        for naam in self.namen:
            if isinstance(self.kolommen[naam], BsnKolom):
                self.kolommen[naam].voluit = bsn_voluit
        return [self._lezer("value", "exporteer", naam) for naam in self.namen]

    def _lezer(self, voorvoegsel: str, methode: str, naam: str):
        kolom, bron = self.kolommen[naam], self.bronveld(naam)
        eigen = getattr(self, f"{voorvoegsel}_{naam}", None)
        if eigen:
            return lambda record: eigen(value=record[bron], record=record)
        if not isinstance(kolom, TredeKolom):
            raise TypeError(f"Kolom {naam} is geen TredeKolom; gebruik een kolom van kern.lists")
        lees = getattr(kolom, methode)
        return lambda record: lees(record[bron], record)
