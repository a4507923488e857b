"""The gemeente of a form: asked only when there is a choice, in one way everywhere."""

from typing import cast

from django import forms

from kern.forms.base import TredeFilterForm
from kern.forms.fields import KeuzeField, ModelKeuzeField


class GemeenteMixin(forms.BaseForm):
    """Asks its field `gemeente` only of who has more than one; cleaned_data always has the gemeente."""

    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.gemeenten = list(gemeenten)
        if len(self.gemeenten) == 1:
            del self.fields["gemeente"]
        else:
            cast(ModelKeuzeField, self.fields["gemeente"]).queryset = gemeenten

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        if len(self.gemeenten) == 1:
            schoon["gemeente"] = self.gemeenten[0]
        return schoon


class GemeentefilterForm(TredeFilterForm):
    """De gemeente van een pagina, met haar code in het adres; wat niet te lezen is, telt als leeg."""

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
        self.fields["gemeente"] = KeuzeField(choices=keuzes, required=False, radio=False)
