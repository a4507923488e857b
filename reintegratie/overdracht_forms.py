"""Wat je bij een overdracht invult."""

from kern.forms import ModelKeuzeField, TekstField, TredeForm
from kern.models import Gebruiker, Team


class OverdrachtForm(TredeForm):
    naar_team = ModelKeuzeField(
        Team.objects.none(), label="Naar team", required=False, empty_label="geen team"
    )
    naar = ModelKeuzeField(
        Gebruiker.objects.none(), label="Of naar een collega", required=False, empty_label="niemand"
    )
    reden = TekstField(label="Reden", max_length=300)

    def __init__(self, *args, teams, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["naar_team"].queryset = teams
        self.fields["naar"].queryset = collegas


class AccepteerForm(TredeForm):
    aan = ModelKeuzeField(Gebruiker.objects.none(), label="Wie wordt de contactpersoon?")
    reden = TekstField(label="Opmerking", required=False, max_length=300)

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["aan"].queryset = collegas


class WeigerForm(TredeForm):
    reden = TekstField(label="Waarom weiger je?", max_length=300)
