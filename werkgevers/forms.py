"""Wat je bij werkgevers kunt invullen."""

from django import forms

from kern.forms import (
    BtwnummerField,
    DatumField,
    HeelGetalField,
    JaNeeField,
    KeuzeField,
    KvkField,
    MeerkeuzeField,
    ModelKeuzeField,
    PostcodeField,
    TekstField,
    TredeForm,
    UrenField,
)
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing, Relatiesoort


class RelatieForm(TredeForm):
    """Een werkgever of andere relatie."""

    naam = TekstField(label="Naam", max_length=150)
    soorten = MeerkeuzeField(label="Soort relatie", choices=Relatiesoort.choices)
    kvk = KvkField(label="KvK-nummer", required=False)
    btw_nummer = BtwnummerField(label="Btw-nummer", required=False)
    branche = TekstField(label="Branche", required=False, max_length=80)
    straat = TekstField(label="Straat", required=False, max_length=100)
    huisnummer = TekstField(label="Huisnummer", required=False, max_length=20)
    postcode = PostcodeField(label="Postcode", required=False)
    plaats = TekstField(label="Plaats", required=False, max_length=80)
    telefoon = TekstField(label="Telefoon", required=False, max_length=20)
    email = forms.EmailField(label="E-mailadres", required=False)
    werknemers = HeelGetalField(label="Aantal werknemers", required=False, min_value=0)

    def __init__(self, *args, verbanden, **kwargs):
        super().__init__(*args, **kwargs)
        if verbanden.exists():
            self.fields["verband"] = ModelKeuzeField(
                verbanden,
                label="Delen met een samenwerkingsverband",
                required=False,
                empty_label="niet delen",
                help_text="Alle gemeenten van het verband zien deze relatie, niet de mensen die er werken.",
            )


class NieuweRelatieForm(RelatieForm):
    """Een nieuwe relatie hoort bij een gemeente waar je werkgevers mag wijzigen."""

    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gemeente"] = ModelKeuzeField(gemeenten, label="Gemeente", initial=gemeenten.first())


class ContactpersoonForm(TredeForm):
    naam = TekstField(label="Naam", max_length=120)
    functie = TekstField(label="Functie", required=False, max_length=80)
    telefoon = TekstField(label="Telefoon", required=False, max_length=20)
    email = forms.EmailField(label="E-mailadres", required=False)


class WijzigContactpersoonForm(ContactpersoonForm):
    actief = JaNeeField(label="Werkt hier nog")


class PlaatsingForm(TredeForm):
    """Iemand begint bij een werkgever."""

    soort = KeuzeField(label="Soort plaatsing", choices=Plaatsingssoort.choices, radio=False)
    begindatum = DatumField(label="Eerste dag")
    contract_tot = DatumField(
        label="Contract loopt tot en met", required=False, help_text="De afgesproken laatste dag."
    )
    uren_per_week = UrenField(label="Uren per week", required=False, max_value=40)
    werklocatie = TekstField(
        label="Werklocatie", required=False, max_length=80, help_text="Bijvoorbeeld: de werf."
    )
    leidinggevende = TekstField(
        label="Leidinggevende",
        required=False,
        max_length=120,
        help_text="Wie begeleidt elke dag op het werk?",
    )

    def __init__(self, *args, relaties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["relatie"] = ModelKeuzeField(relaties, label="Werkgever")
        self.order_fields(["relatie", *self.fields])


class BeeindigPlaatsingForm(TredeForm):
    per = DatumField(label="Laatste dag")
    reden = KeuzeField(label="Reden", choices=RedenEindePlaatsing.choices, radio=False)


class VerlengForm(TredeForm):
    tot = DatumField(label="Nieuwe laatste dag van het contract")
