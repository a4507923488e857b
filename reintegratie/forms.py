"""Wat je in re-integratie kunt invullen en kiezen."""

from django import forms

from kern.forms import DatumField, KeuzeField, ModelKeuzeField, TekstField, TredeForm
from kern.forms.gemeente import GemeentefilterForm
from personen.models import Document
from reintegratie.choices import RedenEindeUitkering, Trede, Uitkeringssoort
from reintegratie.queries import POPULATIES

# 6 first, as in every table of the ladder.
TREDEKEUZES = [(str(trede), label) for trede, label in reversed(Trede.choices)]


class LadderkeuzeForm(GemeentefilterForm):
    """De peildatum, de gemeente en de groep van de ladder; wat niet te lezen is, telt als leeg."""

    peildatum = DatumField(required=False)
    populatie = KeuzeField(
        choices=[(code, p.naam) for code, p in POPULATIES.items()], required=False, radio=False
    )


class VerschuivingForm(GemeentefilterForm):
    """De twee dagen en de gemeente van de verschuiving; wat niet te lezen is, telt als leeg."""

    van = DatumField(required=False)
    tot = DatumField(required=False)


class TredeMetingForm(TredeForm):
    """Huidige trede en doeltrede op een dag; alles staat ingevuld zoals het nu is."""

    huidige_trede = KeuzeField(label="Huidige trede", choices=TREDEKEUZES, required=False, radio=True)
    doeltrede = KeuzeField(label="Doeltrede", choices=TREDEKEUZES, required=False, radio=True)
    datum = DatumField(label="Datum van de beoordeling")
    bron = TekstField(
        label="Bron", required=False, max_length=120, help_text="Bijvoorbeeld: gesprek, diagnose."
    )
    reden = TekstField(
        label="Reden", required=False, max_length=300, help_text="Nodig als er iets verandert."
    )
    bewijs = ModelKeuzeField(
        Document.objects.none(), label="Bewijs uit het dossier", required=False, empty_label="geen document"
    )

    def __init__(self, *args, documenten=None, **kwargs):
        super().__init__(*args, **kwargs)
        if documenten is None:
            del self.fields["bewijs"]
        else:
            self.fields["bewijs"].queryset = documenten
        for naam in ("huidige_trede", "doeltrede"):
            self.fields[naam].error_messages["invalid_choice"] = "%(value)s bestaat niet. Kies 1 t/m 6."

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        for naam in ("huidige_trede", "doeltrede"):
            if naam in schoon:
                schoon[naam] = int(schoon[naam]) if schoon[naam] else None
        return schoon


class VerbeterMetingForm(TredeMetingForm):
    reden = TekstField(label="Waarom verbeter je dit?", max_length=300)


class UitkeringForm(TredeForm):
    soort = KeuzeField(label="Soort uitkering", choices=Uitkeringssoort.choices, radio=True)
    begindatum = DatumField(label="Eerste dag")
    partner = TekstField(
        label="Partner",
        required=False,
        max_length=12,
        help_text="Het dossiernummer van de partner, als zij samen één uitkering hebben. Bijvoorbeeld P-10482.",
    )

    def __init__(self, *args, personen, **kwargs):
        super().__init__(*args, **kwargs)
        self.personen = personen

    def clean_partner(self):
        nummer = self.cleaned_data["partner"].strip().upper().replace(" ", "")
        if not nummer:
            return None
        partner = self.personen.filter(nummer=nummer).first()
        if partner is None:
            raise forms.ValidationError(f"{nummer} is geen dossier in deze gemeente. Controleer het nummer.")
        return partner


class BeeindigUitkeringForm(TredeForm):
    per = DatumField(label="Laatste dag")
    reden = KeuzeField(label="Reden", choices=RedenEindeUitkering.choices)
