"""Wat je in de Wsw kunt invullen en kiezen."""

from django import forms

from kern.forms import (
    DatumField,
    KeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeForm,
    UrenField,
)
from kern.forms.gemeente import GemeentefilterForm
from kern.models import Gemeente, Organisatie
from wsw.choices import Groep, Handicapcategorie, Herkomst, RedenEinde, Regeling, Subsoort
from wsw.queries import POPULATIES


class BestandkeuzeForm(GemeentefilterForm):
    """De peildatum, de gemeente en de vaste groep van de lijst; wat niet te lezen is, telt als leeg."""

    peildatum = DatumField(required=False)
    populatie = KeuzeField(
        choices=[(code, p.naam) for code, p in POPULATIES.items()], required=False, radio=False
    )


class _Indelingvelden(TredeForm):
    """Groep, merk, formele werkgever en uren: hetzelfde bij beginnen, wijzigen en verbeteren."""

    groep = KeuzeField(label="Groep", choices=Groep.choices, radio=True)
    subsoort = KeuzeField(
        label="Merk",
        choices=[keuze for keuze in Subsoort.choices if keuze[0]],
        leeg="geen",
        required=False,
        radio=False,
        help_text="Intern hoort bij individueel, WOL bij beschut.",
    )
    formele_werkgever = ModelKeuzeField(Organisatie.objects.order_by("naam"), label="Formele werkgever")
    uren_per_week = UrenField(label="Uren per week", max_value=40)
    schaal = TekstField(label="Loonschaal", required=False, max_length=20)
    voorzien = forms.BooleanField(
        label="De begeleiding is al geregeld",
        required=False,
        help_text="Dan telt deze medewerker niet mee in de actieve caseload.",
    )


class IndelingForm(_Indelingvelden):
    """Een andere indeling vanaf een datum."""

    per = DatumField(
        label="Vanaf welke dag?", help_text="De oude indeling stopt de dag ervoor en blijft bewaard."
    )
    field_order = ["per"]


class VerbeterIndelingForm(_Indelingvelden):
    """Een fout in een indeling herstellen."""

    reden = TekstField(label="Waarom verbeter je dit?", max_length=300)


class DienstverbandForm(_Indelingvelden):
    """Een nieuw dienstverband met zijn eerste indeling."""

    regeling = KeuzeField(label="Regeling", choices=Regeling.choices, radio=True)
    herkomst = KeuzeField(label="Hoe kwam deze medewerker hier?", choices=Herkomst.choices, radio=True)
    begindatum = DatumField(label="Eerste dag")
    wsw_sinds = DatumField(
        label="In de Wsw sinds",
        required=False,
        help_text="Nodig bij Wsw: uiterlijk 31-12-2014. Nieuwe instroom in de Wsw kan niet meer.",
    )
    herkomstgemeente = ModelKeuzeField(
        Gemeente.objects.order_by("naam"),
        label="Gemeente van herkomst",
        required=False,
        empty_label="de eigen gemeente",
    )
    handicapcategorie = KeuzeField(
        label="Arbeidshandicapcategorie",
        choices=[keuze for keuze in Handicapcategorie.choices if keuze[0]],
        leeg="onbekend",
        required=False,
        radio=False,
    )
    indicatie_tot = DatumField(label="Indicatie geldig tot en met", required=False)
    field_order = ["regeling", "herkomst", "begindatum", "wsw_sinds", "herkomstgemeente"]


class BeeindigDienstverbandForm(TredeForm):
    per = DatumField(label="Laatste dag", help_text="De indeling en de plaatsing stoppen op dezelfde dag.")
    reden = KeuzeField(label="Reden", choices=RedenEinde.choices)


class KennismakingForm(TredeForm):
    op = DatumField(label="Dag van het kennismakingsgesprek")


class KenmerkenForm(TredeForm):
    """Wat de indicatie zegt; nodig voor een complete Wsw-statistiek."""

    handicapcategorie = KeuzeField(
        label="Arbeidshandicapcategorie",
        choices=[keuze for keuze in Handicapcategorie.choices if keuze[0]],
        leeg="onbekend",
        required=False,
        radio=False,
    )
    indicatie_tot = DatumField(label="Indicatie geldig tot en met", required=False)
