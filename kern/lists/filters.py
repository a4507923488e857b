"""Filters of every list: Dutch fields, removable tags, and a hook for the search term.

Values that cannot be read are ignored and named in the panel; they never break the page.
"""

import django_filters
from django import forms
from django.db.models import Q

from kern.forms import (
    DatumField,
    HeelGetalField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeFilterForm,
)
from kern.namen import vouw
from kern.opmaak import datum


class KeuzeFilter(django_filters.ChoiceFilter):
    """One choice of a list; the first line means: no filter."""

    field_class = KeuzeField

    def __init__(self, *args, choices, leeg="Alle", **kwargs):
        super().__init__(*args, **kwargs)
        self.extra = {"choices": choices, "leeg": leeg, "required": False}


class MeerkeuzeFilter(django_filters.MultipleChoiceFilter):
    """Several choices; a row with one of them is shown."""

    field_class = MeerkeuzeField

    def __init__(self, *args, **kwargs):
        # One value per row: no DISTINCT, which would undo the index of the order.
        kwargs.setdefault("distinct", False)
        super().__init__(*args, **kwargs)
        self.always_filter = False


class ModelKeuzeFilter(django_filters.Filter):
    """A choice from records: `queryset` is a function of the request that gives only what the user may see."""

    def __init__(self, *args, queryset, leeg="Alle", **kwargs):
        super().__init__(*args, **kwargs)
        self.queryset, self.leeg = queryset, leeg

    @property
    def field(self):
        if not hasattr(self, "_field"):
            rijen = self.queryset(self.parent.request)
            self._field = ModelKeuzeField(rijen, label=self.label, empty_label=self.leeg, **self.extra)
        return self._field


class DatumFilter(django_filters.Filter):
    """A day, typed in any Dutch way. `lookup_expr="gte"` for "vanaf", "lte" for "tot en met"."""

    field_class = DatumField


class GetalFilter(django_filters.Filter):
    """A whole number."""

    field_class = HeelGetalField


class TekstFilter(django_filters.CharFilter):
    """A text that is no name of a person, such as a place; names go through the search field."""

    field_class = TekstField

    def __init__(self, *args, lookup_expr="icontains", **kwargs):
        super().__init__(*args, lookup_expr=lookup_expr, **kwargs)
        self.extra.setdefault("max_length", 100)


class VinkField(forms.BooleanField):
    """On is True, off is None: so that an empty box never filters."""

    def to_python(self, value):
        return super().to_python(value) or None


class VinkFilter(django_filters.Filter):
    """A checkbox that filters only when it is on: `VinkFilter(label="Zonder contactpersoon", method=…)`."""

    field_class = VinkField


class TredeFilterSet(django_filters.FilterSet):
    """Base of every filter panel. The default `zoek` looks in `Meta.zoekvelden` as typed, and in
    `Meta.naamvelden`, which hold folded names of people (kern/namen.py), for the folded term."""

    class Meta:
        form = TredeFilterForm
        fields: list = []
        zoekvelden: tuple = ()
        naamvelden: tuple = ()

    def get_form_class(self):
        klasse = super().get_form_class()
        # A subclass with its own Meta has lost ours.
        return (
            klasse
            if issubclass(klasse, TredeFilterForm)
            else type("Form", (TredeFilterForm,), klasse.base_fields)
        )

    def zoek(self, queryset, term: str):
        """Rows that hold the term in one of these fields."""
        voorwaarde = Q()
        for veld in self.Meta.zoekvelden:
            voorwaarde |= Q(**{f"{veld}__icontains": term})
        for veld in self.Meta.naamvelden:
            voorwaarde |= Q(**{f"{veld}__contains": vouw(term)})
        return queryset.filter(voorwaarde)

    def al_toegepast(self, queryset, naam, waarde):
        """`method="al_toegepast"`: the page applied this choice itself; here it is a field and a label."""
        return queryset

    def actief(self):
        """(veld, label, waarde in woorden, ruwe waarde) of every filter that is on."""
        return actieve_filters(self.form)


def actieve_filters(form):
    """(veld, label, waarde in woorden, ruwe waarde) of every field of a valid filter form that is on."""
    for naam, waarde in form.cleaned_data.items():
        if waarde in (None, "", [], ()) or waarde is False:
            continue
        veld = form.fields[naam]
        label = str(veld.label or naam)
        waarden = waarde if isinstance(waarde, list | tuple) else [waarde]
        for deel in waarden:
            ruw = None if len(waarden) == 1 else str(deel)
            yield naam, label, _in_woorden(veld, deel), ruw


def _in_woorden(veld, waarde) -> str:
    if waarde is True:
        return "ja"
    if isinstance(veld, DatumField):
        return datum(waarde)
    if isinstance(veld, KeuzeField | MeerkeuzeField):
        return str(dict(_plat(veld.choices)).get(str(waarde), waarde))
    return str(waarde)


def _plat(keuzes):
    for code, label in keuzes:
        if isinstance(label, list | tuple):
            yield from ((str(c), lb) for c, lb in label)
        else:
            yield str(code), label
