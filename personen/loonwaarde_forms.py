"""Wat je bij de loonwaarde kunt invullen en kiezen."""

from django import forms

from kern.forms import (
    DatumField,
    GetalField,
    KeuzeField,
    ModelKeuzeField,
    PeriodeMixin,
    ProcentField,
    TekstField,
    TredeForm,
    UrenField,
)
from kern.models import Gebruiker
from personen.loonwaarde_rules import Taak

AANTAL_TAKEN = 6
_GETALLEN = ("aandeel", "tempo", "kwaliteit", "netto_werktijd")
EXTERN = ("", "Een extern bureau")


class BeoordelaarWidget(forms.RadioSelect):
    """Radio buttons; who may not measure stands there greyed out, with the reason (L4)."""

    niet_te_kiezen: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        optie = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.niet_te_kiezen:
            optie["attrs"]["disabled"] = True
        elif str(value) == next((str(w) for w, _ in self.choices if str(w) not in self.niet_te_kiezen), None):
            # One key to the choice; the arrows go on from there.
            optie["attrs"] |= {"data-sneltoets": "v", "aria-keyshortcuts": "v"}
        return optie


def _vul_beoordelaars(veld: KeuzeField, beoordelaars, *, extra=()) -> None:
    """Everybody is in the list: a direct POST of someone who may not gets the reason from the action."""
    keuzes = [(str(b.gebruiker.pk), f"{b.gebruiker} {b.waarom_niet}".strip()) for b in beoordelaars]
    veld.choices = [*keuzes, *extra]
    veld.widget.niet_te_kiezen = frozenset(str(b.gebruiker.pk) for b in beoordelaars if not b.mag)


def _gebruiker(beoordelaars, waarde: str):
    return next((b.gebruiker for b in beoordelaars if str(b.gebruiker.pk) == waarde), None)


class MeetopdrachtForm(TredeForm):
    beoordelaar = KeuzeField(label="Wie meet?", widget=BeoordelaarWidget)
    uiterlijk_op = DatumField(label="Meten voor of op")
    toelichting = TekstField(label="Toelichting", required=False, max_length=300)

    def __init__(self, *args, beoordelaars, **kwargs):
        super().__init__(*args, **kwargs)
        self._beoordelaars = beoordelaars
        _vul_beoordelaars(self.fields["beoordelaar"], beoordelaars)

    def clean_beoordelaar(self):
        return _gebruiker(self._beoordelaars, self.cleaned_data["beoordelaar"])


class MetingForm(TredeForm):
    """Een meting met haar hoofdtaken; het percentage wordt uitgerekend."""

    datum = DatumField(label="Datum van de meting")
    beoordelaar = KeuzeField(label="Wie heeft gemeten?", widget=BeoordelaarWidget, required=False, radio=True)
    bureau = TekstField(label="Naam van het bureau", required=False, max_length=120)
    werkplek = TekstField(label="Werkplek", max_length=120, help_text="De werkgever en de afdeling.")
    functie = TekstField(
        label="Normfunctie",
        required=False,
        max_length=120,
        help_text="De gewone functie waarmee je vergelijkt.",
    )
    uren_per_week = UrenField(label="Uren per week", required=False, max_value=60)
    werkdagen = GetalField(label="Werkdagen per week", required=False, min_value=1, max_value=7, decimalen=1)
    tijdsbesteding = UrenField(label="Tijd besteed aan de meting", required=False, max_value=99, decimalen=1)
    volgende_op = DatumField(label="Opnieuw meten op", required=False)
    toelichting = TekstField(label="Toelichting", required=False, max_length=3000, regels=3)
    percentage = ProcentField(
        label="Loonwaarde volgens het bureau",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Alleen als het bureau geen hoofdtaken gaf.",
    )

    def __init__(self, *args, beoordelaars, **kwargs):
        super().__init__(*args, **kwargs)
        self._beoordelaars = beoordelaars
        _vul_beoordelaars(self.fields["beoordelaar"], beoordelaars, extra=[EXTERN])
        for nummer in range(1, AANTAL_TAKEN + 1):
            self.fields[f"taak{nummer}_naam"] = TekstField(label="Taak", required=False, max_length=120)
            for naam in _GETALLEN:
                self.fields[f"taak{nummer}_{naam}"] = ProcentField(
                    label=naam.replace("_", " ").capitalize(), required=False, min_value=0, max_value=100
                )

    @property
    def taakvelden(self) -> list[dict]:
        """De velden per hoofdtaak, voor het sjabloon."""
        return [
            {"nummer": nummer, "velden": [self[f"taak{nummer}_{naam}"] for naam in ("naam", *_GETALLEN)]}
            for nummer in range(1, AANTAL_TAKEN + 1)
        ]

    def clean_beoordelaar(self):
        return _gebruiker(self._beoordelaars, self.cleaned_data["beoordelaar"])

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        taken = []
        for nummer in range(1, AANTAL_TAKEN + 1):
            delen = {naam: schoon.pop(f"taak{nummer}_{naam}", None) for naam in ("naam", *_GETALLEN)}
            if not any(waarde not in (None, "") for waarde in delen.values()):
                continue
            mist = [naam for naam, waarde in delen.items() if waarde in (None, "")]
            for naam in mist:
                if f"taak{nummer}_{naam}" not in self.errors:
                    self.add_error(f"taak{nummer}_{naam}", "Vul dit in, of maak de hele hoofdtaak leeg.")
            if not mist:
                taken.append(Taak(**delen))
        schoon["taken"] = taken
        return schoon


class IntrekkenForm(TredeForm):
    reden = TekstField(label="Waarom klopt deze meting niet?", max_length=300)


class DiplomaForm(PeriodeMixin, TredeForm):
    gebruiker = ModelKeuzeField(Gebruiker.objects.none(), label="Collega")
    diploma = TekstField(label="Diploma", max_length=120)
    behaald_op = DatumField(label="Behaald op")
    begindatum = DatumField(label="Geldig vanaf")
    einddatum = DatumField(label="Geldig tot en met", required=False)

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gebruiker"].queryset = collegas


class DiplomaEindeForm(TredeForm):
    per = DatumField(label="Geldig tot en met")
