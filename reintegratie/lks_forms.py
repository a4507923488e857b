"""Wat je bij loonkostensubsidie kunt invullen en kiezen."""

from kern.forms import (
    DatumField,
    KeuzeField,
    ModelKeuzeField,
    PeriodeMixin,
    TekstField,
    TredeForm,
    UrenField,
)
from personen.models import Loonwaardemeting
from reintegratie.choices import AlInDienst, Lksgrondslag, RedenEindeLks
from werkgevers.models import Relatie


class AanvraagForm(PeriodeMixin, TredeForm):
    relatie = ModelKeuzeField(Relatie.objects.none(), label="Werkgever")
    dienstverband_vanaf = DatumField(label="In dienst sinds")
    aangevraagd_op = DatumField(label="Aangevraagd op")
    al_in_dienst = KeuzeField(
        label="Werkte al bij de aanvraag: reden",
        choices=AlInDienst.choices,
        required=False,
        radio=False,
        help_text="Alleen als de aanvraag na de eerste werkdag kwam.",
    )
    begindatum = DatumField(label="Subsidie vanaf")
    einddatum = DatumField(label="Subsidie tot en met", required=False)
    uren_per_week = UrenField(label="Contracturen per week", max_value=60)
    sectornorm = UrenField(label="Voltijd in de sector (uren per week)", max_value=60)
    grondslag = KeuzeField(label="Grondslag", choices=Lksgrondslag.choices)
    zonder_meting_sinds = DatumField(
        label="Afgesproken om niet te meten op", required=False, help_text="Alleen zonder meting."
    )

    def __init__(self, *args, relaties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["relatie"].queryset = relaties


class BesluitForm(TredeForm):
    besloten_op = DatumField(label="Datum van het besluit")
    meting = ModelKeuzeField(Loonwaardemeting.objects.none(), label="Loonwaardemeting")

    def __init__(self, *args, metingen, **kwargs):
        super().__init__(*args, **kwargs)
        if metingen is None:
            del self.fields["meting"]
        else:
            self.fields["meting"].queryset = metingen


class AfwijzenForm(TredeForm):
    besloten_op = DatumField(label="Datum van het besluit")
    reden = TekstField(label="Waarom wijs je af?", max_length=300)


class BeeindigLksForm(TredeForm):
    per = DatumField(label="Laatste dag")
    reden = KeuzeField(label="Reden", choices=RedenEindeLks.choices)


class HerzienForm(TredeForm):
    """Voor welke gemeente en welk jaar de bedragen opnieuw worden gezet."""

    def __init__(self, *args, gemeenten, jaren, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = ModelKeuzeField(gemeenten, label="Gemeente")
        self.fields["jaar"] = KeuzeField(
            label="Per 1 januari", choices=[(str(jaar), str(jaar)) for jaar in jaren], radio=True
        )

    def clean_jaar(self):
        return int(self.cleaned_data["jaar"])
