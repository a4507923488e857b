"""Wat je bij de betaalopdracht salarissen invult."""

from kern.forms import BedragField, HeelGetalField, KeuzeField, TekstField, TredeFilterForm, TredeForm
from wsw.choices import Salarispost

POSTEN = [soort for soort in Salarispost if soort != Salarispost.SALARISSEN]


class BetaalopdrachtForm(TredeForm):
    """Het totaal is genoeg; met posten erbij controleert Trede de optelling."""

    totaal = BedragField(label="Te betalen volgens de salarispartij")
    medewerkers = HeelGetalField(label="Aantal medewerkers", required=False, min_value=0)
    kenmerk = TekstField(label="Kenmerk van de salarispartij", required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["totaal"].widget.attrs["autofocus"] = True
        for soort in POSTEN:
            self.fields[soort.value] = BedragField(label=f"Waarvan {soort.label}", required=False)

    def als_gegevens(self) -> dict:
        schoon = dict(self.cleaned_data)
        posten = {soort.value: schoon.pop(soort.value) for soort in POSTEN}
        return schoon | {"posten": posten}


class GemeenteForm(TredeFilterForm):
    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
        self.fields["gemeente"] = KeuzeField(choices=keuzes, required=False, radio=False)
