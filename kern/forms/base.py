"""Base classes: every form has the same manners, so no page has to think of them."""

import secrets
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelFormMetaclass

from kern.concepts import vul_onderbroken
from kern.forms import fields as velden
from kern.forms.renderer import NIET_TE_BEWAREN

ONBEWAARBAAR = "Deze tekst bevat een teken dat niet bewaard kan worden. Typ de tekst opnieuw."


class _Eigenschappen(forms.BaseForm):
    """Shared by all forms: no colon after labels, no browser bubbles, no characters that break storing."""

    use_required_attribute = True  # TredeBoundField turns it into aria-required
    is_filter = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for veld in self.fields.values():
            if isinstance(veld, velden.PersoonsgegevenMixin):
                veld.widget.attrs.setdefault("autocomplete", "off")

    def _clean_fields(self):
        """Refuse what cannot be stored before any field sees it; the other fields are cleaned as usual."""
        fout = [naam for naam in self.fields if _onbewaarbaar(self[naam].data)]
        apart = {naam: self.fields[naam] for naam in fout}
        volgorde = list(self.fields)
        for naam in fout:
            del self.fields[naam]
        super()._clean_fields()  # type: ignore[misc]  # private: not in the stubs
        self.fields |= apart
        self.order_fields(volgorde)
        for naam in fout:
            self.add_error(naam, ValidationError(ONBEWAARBAAR, code="onbewaarbaar"))


def _onbewaarbaar(waarde) -> bool:
    if isinstance(waarde, str):
        return bool(NIET_TE_BEWAREN.search(waarde))
    return isinstance(waarde, list | tuple) and any(_onbewaarbaar(deel) for deel in waarde)


class _BewaarForm(_Eigenschappen):
    """A form that changes something: carries a one-time token (B5) and, when asked, a version (C4).

    After cleaning, `form.versie` (int or None) and `form.eenmalig` (str) hold the hidden values;
    `cleaned_data` holds only the fields of the subject, so it can be given to an action as it is.
    """

    met_eenmalig = True

    def __init__(self, *args, versie: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.versie: int | None = None
        self.eenmalig = ""
        if versie is None and "versie" not in self.fields:
            versie = getattr(getattr(self, "instance", None), "versie", None)
        if isinstance(versie, int) and "versie" not in self.fields:
            self.fields["versie"] = velden.VerborgenGetalField(initial=versie)
        if self.met_eenmalig and "eenmalig" not in self.fields:
            self.fields["eenmalig"] = forms.CharField(
                required=False,
                max_length=64,
                widget=forms.HiddenInput,
                initial=secrets.token_urlsafe,
            )
        vul_onderbroken(self)

    def full_clean(self):
        super().full_clean()
        schoon = getattr(self, "cleaned_data", {})
        if isinstance(self.fields.get("versie"), velden.VerborgenGetalField):
            self.versie = schoon.pop("versie", None)
        self.eenmalig = schoon.pop("eenmalig", "") if self.met_eenmalig else ""


class TredeForm(_BewaarForm, forms.Form):
    """Base of every form that writes. `TredeForm(request.POST or None, versie=plan.versie)`."""


def _veld_voor(modelveld: models.Field, **kwargs) -> forms.Field | None:
    """Model fields get the tolerant Dutch field that belongs to them."""
    if modelveld.choices:
        return modelveld.formfield(**kwargs)
    if isinstance(modelveld, models.DateTimeField):
        return modelveld.formfield(**kwargs)
    if isinstance(modelveld, models.DateField):
        kwargs.setdefault("form_class", velden.DatumField)
    elif isinstance(modelveld, models.DecimalField):
        kwargs.setdefault("form_class", velden.GetalField)
    elif isinstance(modelveld, models.ForeignKey | models.ManyToManyField):
        pass
    elif isinstance(modelveld, models.IntegerField):
        kwargs.setdefault("form_class", velden.HeelGetalField)
    elif type(modelveld) in (models.CharField, models.TextField):
        kwargs.setdefault("form_class", velden.TekstField)
    return modelveld.formfield(**kwargs)


class _TredeModelFormMetaclass(ModelFormMetaclass):
    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(_veld_voor)
        return super().__new__(mcs, name, bases, attrs)


class TredeModelForm(_BewaarForm, forms.ModelForm, metaclass=_TredeModelFormMetaclass):
    """Base of every ModelForm; takes the version from `instance.versie` when the model has one."""


class TredeFilterForm(_Eigenschappen, forms.Form):
    """GET parameters: nothing required, no token, nothing remembered (schermen E2)."""

    is_filter = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for veld in self.fields.values():
            veld.required = False

    def gekozen(self) -> Iterator[tuple[str, object]]:
        """The filters that are on, for the removable tags; call after is_valid()."""
        for naam, waarde in self.cleaned_data.items():
            if waarde not in (None, "", [], ()) and waarde is not False:
                yield naam, waarde


class PeriodeMixin(forms.BaseForm):
    """A form with a first and a last day; the last day may not lie before the first."""

    begin_veld = "begindatum"
    eind_veld = "einddatum"

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        begin, eind = schoon.get(self.begin_veld), schoon.get(self.eind_veld)
        if begin and eind and eind < begin:
            self.add_error(
                self.eind_veld,
                f"De laatste dag ligt voor de eerste dag ({begin:%d-%m-%Y}). Kies een latere laatste dag.",
            )
        return schoon
