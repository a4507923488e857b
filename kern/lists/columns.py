"""Columns of every list: how a value looks on screen and what it is in an export.

A column reads one key of a `.values()` row. `toon` gives the text of the cell, `exporteer` a date, number
or text. As in django-tables2 a table may override one column with `render_<naam>(self, value, record)`
and its export with `value_<naam>(self, value, record)`.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from kern import opmaak
from kern.lists.addresses import adres
from kern.templatetags.componenten import TEKENS


class TredeKolom(tables.Column):
    """A column of text; the base of all others.

    `velden`: further keys of the row this column needs. `standaard=False`: hidden until someone chooses it.
    `vast=True`: cannot be switched off (the column that links to the record). `alleen_scherm=True`: for
    buttons, so it never goes into a file.
    """

    klasse = ""  # CSS class of the cell
    xlsx_formaat = ""
    xlsx_breedte = 22

    def __init__(
        self, *args, velden=(), standaard=True, vast=False, breedte=None, alleen_scherm=False, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.velden = tuple(velden)
        self.standaard = standaard
        self.vast = vast
        self.alleen_scherm = alleen_scherm
        self.breedte = breedte or self.xlsx_breedte

    def toon(self, waarde, rij):
        """The cell on screen; plain text is escaped by the template."""
        return opmaak.LEEG if waarde in (None, "") else str(waarde)

    def exporteer(self, waarde, rij):
        """The value in an export: date, number, bool or text; None is an empty cell."""
        return waarde


TekstKolom = TredeKolom


class LinkKolom(TredeKolom):
    """The first column: links to the record. `tekst(rij)` makes the text from several fields."""

    def __init__(self, *args, route, argumenten=("pk",), tekst=None, **kwargs):
        kwargs.setdefault("vast", True)
        kwargs["velden"] = (*kwargs.get("velden", ()), *argumenten)
        super().__init__(*args, **kwargs)
        self.route, self.argumenten, self.tekst = route, tuple(argumenten), tekst

    def exporteer(self, waarde, rij):
        return self.tekst(rij) if self.tekst else waarde

    def toon(self, waarde, rij):
        tekst = self.exporteer(waarde, rij)
        argumenten = [rij[naam] for naam in self.argumenten]
        if any(argument in (None, "") for argument in argumenten):
            return super().toon(tekst, rij)
        # Without a text there would be a link that nobody can see or hear.
        url, tekst = opmaak.veilig(adres(self.route, argumenten)), opmaak.veilig(tekst or "zonder naam")
        return mark_safe(f'<a href="{url}">{tekst}</a>')  # noqa: S308 - both are escaped


class DatumKolom(TredeKolom):
    """A day or a moment, shown as 01-07-2026 (without the time)."""

    klasse = "datum"
    xlsx_formaat = "dd-mm-yyyy"
    xlsx_breedte = 12

    def toon(self, waarde, rij):
        return opmaak.datum(waarde) if waarde else opmaak.LEEG

    def exporteer(self, waarde, rij):
        if isinstance(waarde, datetime):
            return (timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde).date()
        return waarde


class MomentKolom(DatumKolom):
    """A moment with its time: in a log the minute counts."""

    xlsx_formaat = "dd-mm-yyyy hh:mm"
    xlsx_breedte = 18

    def toon(self, waarde, rij):
        return opmaak.datumtijd(waarde)

    def exporteer(self, waarde, rij):
        return timezone.localtime(waarde).replace(tzinfo=None) if waarde else None


class GetalKolom(TredeKolom):
    """A number, on the right."""

    klasse = "getal"
    xlsx_breedte = 12

    def __init__(self, *args, decimalen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.decimalen = decimalen
        self.xlsx_formaat = (
            "#,##0." + "0" * decimalen if decimalen else "General" if decimalen is None else "#,##0"
        )

    def toon(self, waarde, rij):
        return opmaak.getal(waarde, self.decimalen)


class BedragKolom(TredeKolom):
    """Euros, always with cents."""

    klasse = "getal"
    xlsx_formaat = '"€" #,##0.00'
    xlsx_breedte = 14

    def toon(self, waarde, rij):
        return opmaak.bedrag(waarde)


class KeuzeKolom(TredeKolom):
    """The label of a value of a TextChoices or of any list of pairs."""

    def __init__(self, *args, keuzes, **kwargs):
        super().__init__(*args, **kwargs)
        self.labels = {str(code): str(label) for code, label in getattr(keuzes, "choices", keuzes)}

    def exporteer(self, waarde, rij):
        return None if waarde in (None, "") else self.labels.get(str(waarde), str(waarde))

    def toon(self, waarde, rij):
        return super().toon(self.exporteer(waarde, rij), rij)


class JaNeeKolom(TredeKolom):
    """ja or nee."""

    xlsx_breedte = 8

    def exporteer(self, waarde, rij):
        return None if waarde is None else "ja" if waarde else "nee"

    def toon(self, waarde, rij):
        return super().toon(self.exporteer(waarde, rij), rij)


class EtiketKolom(TredeKolom):
    """A status tag, as the last column. `tonen`: {waarde: (tekst, toon)}; toon as in `{% etiket %}`."""

    xlsx_breedte = 16

    def __init__(self, *args, tonen, **kwargs):
        super().__init__(*args, **kwargs)
        for _, toon in tonen.values():
            if toon not in TEKENS:
                raise ValueError(f"toon is een van {', '.join(TEKENS)}, niet {toon!r}")
        self.tonen = tonen

    def exporteer(self, waarde, rij):
        if waarde in (None, "") and waarde not in self.tonen:
            return None
        return self.tonen.get(waarde, (str(waarde), "neutraal"))[0]

    def toon(self, waarde, rij):
        tekst = self.exporteer(waarde, rij)
        return _etiket(tekst, self.tonen.get(waarde, ("", "neutraal"))[1]) if tekst else opmaak.LEEG


@lru_cache(maxsize=512)
def _etiket(tekst: str, toon: str) -> str:
    """A list has few different tags: each is rendered once, not once a row."""
    return render_to_string("components/etiket.html", {"tekst": tekst, "toon": toon, "teken": TEKENS[toon]})


class BsnKolom(TredeKolom):
    """Only the last three digits, on screen and in exports; in full only with the right and a reason (E8)."""

    xlsx_breedte = 12
    voluit = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("standaard", False)
        kwargs.setdefault("orderable", False)
        super().__init__(*args, **kwargs)

    def toon(self, waarde, rij):
        return f"••••••{waarde[-3:]}" if waarde else opmaak.LEEG

    def exporteer(self, waarde, rij):
        if not waarde:
            return None
        return waarde if self.voluit else self.toon(waarde, rij)


GETALLEN = (int, float, Decimal)
DATUMS = (date, datetime)
