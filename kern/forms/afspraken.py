"""Formulieren voor afspraken, taken en de kalender."""

from typing import cast

from django.utils import timezone

from kern.forms.base import TredeFilterForm, TredeForm
from kern.forms.fields import DatumField, HeelGetalField, KeuzeField, ModelKeuzeField, TekstField
from kern.forms.gemeente import GemeenteMixin
from kern.models import Afspraaksoort, Cadans, Gebruiker, Orgaan
from kern.permissions import Rol
from kern.uploads import BestandenField

# Bijsturing hoort bij een cijfer en een peildatum en wordt daar vastgelegd.
SOORTEN = [keuze for keuze in Afspraaksoort.choices if keuze[0] != Afspraaksoort.BIJSTURING]
EERSTE_JAAR, LAATSTE_JAAR = 2015, 2060
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip


class AfspraakForm(TredeForm):
    """Een besluit, werkafspraak, planningsregel of actie."""

    code = TekstField(
        label="Kenmerk", max_length=40, required=False, help_text="Leeg: Trede kiest een kenmerk."
    )
    tekst = TekstField(label="Wat is er afgesproken", max_length=500, regels=3)
    toelichting = TekstField(label="Toelichting", max_length=4000, required=False, regels=4)
    orgaan = KeuzeField(label="Besloten door", choices=Orgaan.choices, required=False, radio=False)
    eigenaar = ModelKeuzeField(
        Gebruiker.objects.none(), label="Van wie", required=False, empty_label="geen collega, alleen een rol"
    )
    rol = KeuzeField(
        label="Rol", choices=Rol.choices, required=False, radio=False,
        help_text="Zonder collega ziet iedereen met deze rol de taak.",
    )  # fmt: skip
    cadans = KeuzeField(label="Hoe vaak", choices=Cadans.choices, radio=False)
    begindatum = DatumField(label="Afgesproken op")
    eerstvolgend = DatumField(
        label="Eerstvolgende dag", required=False, help_text="Laat leeg als de afspraak altijd geldt."
    )
    bron = TekstField(label="Bron", max_length=300, required=False)
    rij = TekstField(label="Eis", max_length=120, required=False)

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        cast(ModelKeuzeField, self.fields["eigenaar"]).queryset = collegas


class NieuweAfspraakForm(GemeenteMixin, AfspraakForm):
    """Een nieuwe afspraak van een soort; de gemeente kies je als je er meer hebt."""

    gemeente = ModelKeuzeField(queryset=None, label="Gemeente")
    soort = KeuzeField(label="Soort", choices=SOORTEN, radio=False)
    field_order = ["gemeente", "soort"]


class AfrondForm(TredeForm):
    """Een taak afronden: wat je deed, of een document."""

    bewijs = TekstField(
        label="Wat is er gedaan?", max_length=4000, required=False, regels=4,
        help_text="Schrijf op wat er is gedaan, of voeg een document toe. Noem geen namen van inwoners.",
    )  # fmt: skip
    bestanden = BestandenField(label="Document", required=False)
    gedaan_op = DatumField(label="Gedaan op")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"gedaan_op": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        bestanden = schoon.pop("bestanden", [])
        if len(bestanden) > 1:
            self.add_error("bestanden", "Voeg één document toe. Zet meer bladen in één pdf.")
        schoon["upload"] = bestanden[0] if bestanden else None
        return schoon


class SluitForm(TredeForm):
    """Een afspraak sluiten met wat het opleverde."""

    einde = KeuzeField(
        label="Hoe loopt het af?",
        choices=[("afgerond", "het is gedaan"), ("vervallen", "het gaat niet door")],
    )
    resultaat = TekstField(
        label="Wat leverde het op, of waarom gaat het niet door?", max_length=4000, regels=4
    )


class EigenaarForm(TredeForm):
    """Van wie een verplichting is."""

    eigenaar = ModelKeuzeField(
        Gebruiker.objects.none(), label="Van wie", required=False, empty_label="iedereen met de rol"
    )

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        cast(ModelKeuzeField, self.fields["eigenaar"]).queryset = collegas


class KalenderForm(TredeFilterForm):
    """Welk jaar, welke maand en van welke rol."""

    jaar = HeelGetalField(label="Jaar", min_value=EERSTE_JAAR, max_value=LAATSTE_JAAR)
    maand = KeuzeField(
        label="Maand", choices=[(str(i), naam) for i, naam in enumerate(MAANDEN, 1)], leeg="het hele jaar",
        radio=False,
    )  # fmt: skip
    rol = KeuzeField(label="Van welke rol", choices=Rol.choices, leeg="alle rollen", radio=False)

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(label="Gemeente", choices=keuzes, leeg=None, radio=False)
            self.fields["gemeente"].required = False
