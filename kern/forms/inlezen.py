"""Forms of the import: which file, and which column fills which field."""

from django import forms

from kern.forms import KeuzeField, ModelKeuzeField, TredeForm
from kern.forms.gemeente import GemeenteMixin
from kern.registers import importsoorten


class ImportForm(GemeenteMixin, TredeForm):
    """Soort, gemeente (alleen als er meer zijn) en bestand."""

    soort = KeuzeField(label="Wat wil je inlezen?")
    gemeente = ModelKeuzeField(queryset=None, label="Voor welke gemeente?")
    bestand = forms.FileField(
        label="Bestand",
        help_text="Een .xlsx of .csv van hooguit 10 MB, met de kolomnamen op de eerste rij.",
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Kies het bestand met de lijst.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        soort = KeuzeField(
            label="Wat wil je inlezen?", choices=[(s.code, s.naam) for s in importsoorten.alle()], radio=True
        )
        self.fields["soort"] = soort
        self.order_fields(["soort", "gemeente", "bestand"])


class KoppelForm(TredeForm):
    """Per veld de kolom van het bestand; leeg is niet lezen."""

    def __init__(self, *args, batch, importsoort, **kwargs):
        super().__init__(*args, initial=batch.koppeling, **kwargs)
        kolommen = [(naam, naam) for naam in batch.kolommen]
        for veld in importsoort.velden:
            self.fields[f"veld_{veld.code}"] = KeuzeField(
                label=veld.naam,
                choices=kolommen,
                leeg="Niet in dit bestand",
                required=veld.verplicht,
                radio=False,
                initial=batch.koppeling.get(veld.code, ""),
                help_text=veld.uitleg,
                error_messages={"required": f"Kies de kolom met {veld.naam.lower()}."},
            )

    def koppeling(self) -> dict[str, str]:
        return {
            naam.removeprefix("veld_"): kolom
            for naam, kolom in self.cleaned_data.items()
            if naam.startswith("veld_") and kolom
        }
