"""Two people edited the same record: show both values per field, let one choose, lose nothing (schermen C4).

In a view: `form = PlanForm(los_op(request.POST), instance=plan)`. When the stored version is newer than
`form.versie`, render `components/conflict.html` with `{"conflict": vergelijk(form, PlanForm(instance=vers), …)}`.
The page posts back to the same address; `los_op` turns the choices into an ordinary form post.
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict

from kern.forms.renderer import TredeBoundField

MERK = "conflict_veld"


@dataclass(frozen=True)
class Conflictveld:
    """One field that differs: the texts for people, and the raw values to post again."""

    naam: str
    label: str
    jij: str
    ander: str
    jij_ruw: tuple[str, ...]
    ander_ruw: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """All that components/conflict.html needs; `gelijk` are the values on which both agree."""

    onderwerp: str
    wie: str
    wanneer: datetime
    versie: int
    eenmalig: str
    velden: tuple[Conflictveld, ...]
    gelijk: tuple[tuple[str, str], ...]


def vergelijk(form, ander, *, onderwerp: str, wie: str, wanneer: datetime, versie: int) -> Conflict:
    """`form` is bound with what you typed; `ander` is unbound and holds what is stored now."""
    velden, gelijk = [], []
    for bf in form.visible_fields():
        ander_bf = ander[bf.name]
        jij_ruw, ander_ruw = _ruw(bf), _ruw(ander_bf)
        if _betekenis(bf, jij_ruw) == _betekenis(ander_bf, ander_ruw):
            gelijk += [(bf.html_name, waarde) for waarde in jij_ruw]
        else:
            jij, andere = _leesbaar(bf, jij_ruw), _leesbaar(ander_bf, ander_ruw)
            velden.append(Conflictveld(bf.html_name, str(bf.label), jij, andere, jij_ruw, ander_ruw))
    return Conflict(onderwerp, wie, wanneer, versie, form.eenmalig, tuple(velden), tuple(gelijk))


def los_op(data: QueryDict) -> QueryDict:
    """An ordinary post stays as it is; the post of a conflict page becomes one with the chosen values."""
    namen = data.getlist(MERK)
    if not namen:
        return data
    gekozen = QueryDict(mutable=True)
    for sleutel, waarden in data.lists():
        if not sleutel.startswith(("kies:", "jij:", "ander:")) and sleutel != MERK:
            gekozen.setlist(sleutel, waarden)
    for naam in namen:
        kant = "ander" if data.get(f"kies:{naam}") == "ander" else "jij"
        gekozen.setlist(naam, data.getlist(f"{kant}:{naam}"))
    return gekozen


def _ruw(bf: TredeBoundField) -> tuple[str, ...]:
    waarde = bf.value()
    if isinstance(bf.field, forms.BooleanField):
        return ("on",) if waarde in (True, "on", "true", "True", "1") else ()
    if waarde is None or waarde == "":
        return ()
    if isinstance(waarde, list | tuple):
        return tuple(str(deel) for deel in waarde)
    return (str(bf.field.prepare_value(waarde)),)


def _betekenis(bf: TredeBoundField, ruw: tuple[str, ...]):
    """Equal when the field reads them as equal: 1-7-2026 is 01-07-2026."""
    if len(ruw) != 1 or isinstance(bf.field, forms.BooleanField):
        return ruw
    try:
        return bf.field.to_python(ruw[0])
    except forms.ValidationError:
        return ruw


def _leesbaar(bf: TredeBoundField, ruw: tuple[str, ...]) -> str:
    if isinstance(bf.field, forms.BooleanField):
        return "ja" if ruw else "nee"
    keuzes = {str(code): str(naam) for code, naam in _vlak(getattr(bf.field, "choices", None) or ())}
    return ", ".join(keuzes.get(waarde, waarde) for waarde in ruw) or "(leeg)"


def _vlak(keuzes):
    for code, naam in keuzes:
        if isinstance(naam, list | tuple):
            yield from naam
        else:
            yield code, naam
