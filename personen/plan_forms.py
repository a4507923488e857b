"""Formulieren van het ontwikkelplan: kort, met datums die je kunt kiezen (schermen, POP)."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from kern.forms import (
    DatumField,
    DatumMetKeuzesField,
    KeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeFilterForm,
    TredeForm,
    UrenField,
)
from kern.uploads import BestandenField
from personen.choices import Doeleigenaar, Ondertekenaar, Plansoort, Stapstatus, Stapuitvoerder
from personen.models import Ontwikkelplan, Standaardtekst, Voorbeeldstap

TERMIJNEN = ("over 3 maanden", "over 6 maanden", "over 12 maanden")
UIT_VOORBEELD = "Wie de stap doet en de termijn komen uit het voorbeeld. Een andere dag kies je zelf."
STAPTERMIJNEN = ("over 2 weken", "over 6 weken", *TERMIJNEN)


class SituatieForm(TredeForm):
    """Stap 1: eerst de eigen woorden van de inwoner, dan wat goed gaat, dan wat moeilijk is (WV-045)."""

    eigen_woorden = TekstField(
        label="Wat wil ik?",
        max_length=300,
        regels=3,
        required=False,
        help_text="In woorden van de inwoner, hooguit 300 tekens.",
    )
    sterk = TekstField(label="Wat kan ik goed?", max_length=1000, regels=3, required=False)
    hulp_bij = TekstField(
        label="Waar heb ik hulp bij nodig?",
        max_length=1000,
        regels=3,
        required=False,
        help_text="Schrijf geen ziekte of diagnose op.",
    )


class BeginPlanForm(SituatieForm):
    """Een nieuw plan begint met de situatie."""

    soort = KeuzeField(label="Soort plan", choices=Plansoort.choices, initial=Plansoort.POP)
    field_order = ["soort"]


class DoelForm(TredeForm):
    """Eén doel."""

    # Named differently from the text of a step: both forms stand on one page.
    doel = TekstField(label="Doel", max_length=200, help_text="Bijvoorbeeld: Ik werk 24 uur in het groen.")
    eigenaar = KeuzeField(label="Van wie is dit doel?", choices=Doeleigenaar.choices, initial="inwoner")
    klaar_voor = DatumMetKeuzesField(label="Klaar vóór", keuzes=TERMIJNEN, initial="over 3 maanden")


class StapForm(TredeForm):
    """Eén stap, zelf geschreven of overgenomen uit de voorbeelden."""

    voorbeeld = ModelKeuzeField(
        Voorbeeldstap.objects.none(),
        label="Kies uit voorbeelden",
        required=False,
        empty_label="geen, ik schrijf zelf",
        help_text=UIT_VOORBEELD,
    )
    tekst = TekstField(
        label="Stap", max_length=200, required=False, help_text="Leeg laten mag als je een voorbeeld kiest."
    )
    wie = KeuzeField(label="Wie doet dit?", choices=Stapuitvoerder.choices, leeg=None, radio=False)
    voor = DatumMetKeuzesField(label="Klaar vóór", keuzes=STAPTERMIJNEN, initial="over 6 weken")

    def __init__(self, *args, gemeente_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voorbeeld"].queryset = _voorbeelden(gemeente_id)

    def clean(self):
        schoon = super().clean()
        voorbeeld, tekst = schoon.get("voorbeeld"), schoon.get("tekst")
        if not tekst and "tekst" not in self.errors:
            if voorbeeld:
                schoon |= _uit_voorbeeld(self, voorbeeld, voor="voor")
            else:
                self.add_error("tekst", "Schrijf een stap op, of kies een voorbeeld.")
        return schoon


class NieuwDoelForm(DoelForm):
    """Een doel met zijn eerste stap, in één keer; de stap mag ook later."""

    stap = TekstField(
        label="Eerste stap",
        max_length=200,
        required=False,
        help_text="Wat is het eerste dat er gebeurt? Kies eronder een voorbeeld, of vul dit later in.",
    )
    voorbeeld = ModelKeuzeField(
        Voorbeeldstap.objects.none(),
        label="Of kies uit voorbeelden",
        required=False,
        empty_label="geen",
        help_text=UIT_VOORBEELD,
    )
    stap_wie = KeuzeField(label="Wie doet de stap?", choices=Stapuitvoerder.choices, leeg=None, radio=False)
    stap_voor = DatumMetKeuzesField(
        label="Stap klaar vóór", keuzes=STAPTERMIJNEN, initial="over 6 weken", required=False
    )

    def __init__(self, *args, gemeente_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voorbeeld"].queryset = _voorbeelden(gemeente_id)
        self.fields["stap_wie"].required = False

    def clean(self):
        """Geeft `stap` als de velden van de stap, of None zonder stap."""
        schoon = super().clean()
        tekst, voorbeeld = schoon.pop("stap", ""), schoon.pop("voorbeeld", None)
        stap = {"tekst": tekst, "wie": schoon.pop("stap_wie", "") or Stapuitvoerder.INWONER}
        stap |= {"voor": schoon.pop("stap_voor", None), "voorbeeld": voorbeeld}
        if voorbeeld and not tekst:
            stap |= _uit_voorbeeld(self, voorbeeld, voor="stap_voor")
        schoon["stap"] = stap if stap["tekst"] else None
        if schoon["stap"] and not stap["voor"] and "stap_voor" not in self.errors:
            self.add_error("stap_voor", "Kies voor welke dag de stap klaar is.")
        return schoon


def _voorbeelden(gemeente_id):
    eigen = Voorbeeldstap.objects.voor_gemeente(gemeente_id).op(timezone.localdate())
    return eigen.order_by("thema", "tekst")


def _uit_voorbeeld(form, voorbeeld, *, voor: str) -> dict:
    """De tekst, wie en de termijn van het voorbeeld; een zelf gekozen dag gaat voor."""
    velden = {"tekst": voorbeeld.tekst, "wie": voorbeeld.wie}
    if voor not in form.changed_data:
        velden["voor"] = timezone.localdate() + timedelta(weeks=voorbeeld.weken)
    return velden


class StapWijzigForm(StapForm):
    """Een stap die er al staat; die heeft geen voorbeeld meer nodig."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["voorbeeld"]
        self.fields["tekst"].required = True
        self.fields["tekst"].help_text = ""


class AfsprakenForm(TredeForm):
    """Stap 3: wat beide kanten doen, de vaste tekst en de dag van het gesprek."""

    gemeente_doet = TekstField(label="Wat doet de gemeente?", max_length=2000, regels=3, required=False)
    inwoner_doet = TekstField(label="Wat doet u zelf?", max_length=2000, regels=3, required=False)
    standaardtekst = ModelKeuzeField(
        Standaardtekst.objects.none(),
        label="Vaste tekst uit de wet",
        required=False,
        empty_label="geen",
        help_text="Deze tekst komt in het plan, met zijn versie.",
    )
    evaluatie_op = DatumMetKeuzesField(
        label="Wanneer kijken jullie samen hoe het gaat?",
        keuzes=TERMIJNEN,
        required=False,
        initial="over 6 maanden",
    )
    bestede_uren = UrenField(
        label="Tijd die je aan dit plan besteedde",
        required=False,
        help_text="In uren, alleen voor ons eigen overzicht. Dit staat niet in het plan.",
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        geldig = Standaardtekst.objects.op(plan.opgesteld_op)
        if huidig := plan.inhoud.standaardtekst_id:
            geldig = geldig | Standaardtekst.objects.filter(pk=huidig)
        self.fields["standaardtekst"].queryset = geldig.order_by("code", "-versie")


HOE = [
    ("scherm", "op dit scherm"),
    ("papier", "op papier, met een scan"),
    ("geweigerd", "de inwoner tekent niet"),
    ("later", "later"),
]


class TekenForm(TredeForm):
    """Beide handtekeningen op één pagina; wie al tekende, valt eruit."""

    gelezen = forms.BooleanField(
        label="Ik heb het plan gelezen en ik wil tekenen",
        required=False,
        widget=forms.CheckboxInput(attrs={"data-sneltoets": "v", "aria-keyshortcuts": "v"}),
    )
    naam = TekstField(label="Naam van de inwoner", max_length=120, required=False)
    hoe = KeuzeField(label="Hoe tekent de inwoner?", choices=HOE, initial="scherm", radio=True)
    reden = TekstField(label="Ik teken niet, want", max_length=300, required=False)
    scan = BestandenField(label="Scan van het getekende plan", required=False)
    datum = DatumField(label="Datum van tekenen")
    gemeente = forms.BooleanField(label="Ik teken namens de gemeente", required=False)

    def __init__(self, *args, open_voor, **kwargs):
        super().__init__(*args, **kwargs)
        self.open_voor = open_voor
        self.fields["datum"].initial = timezone.localdate()
        if Ondertekenaar.INWONER not in open_voor:
            for naam in ("gelezen", "naam", "hoe", "reden", "scan"):
                del self.fields[naam]
        if Ondertekenaar.GEMEENTE not in open_voor:
            del self.fields["gemeente"]

    def clean(self):
        schoon = super().clean()
        hoe = schoon.get("hoe", "later")
        if hoe == "scherm" and not schoon.get("gelezen"):
            self.add_error("gelezen", "Zet een vinkje als de inwoner het plan heeft gelezen en wil tekenen.")
        if hoe in ("scherm", "papier") and not schoon.get("naam") and "naam" not in self.errors:
            self.add_error("naam", "Vul de naam in van wie tekent.")
        if hoe == "geweigerd" and not schoon.get("reden") and "reden" not in self.errors:
            self.add_error("reden", "Vul de reden in waarom de inwoner niet tekent.")
        if hoe == "papier" and not schoon.get("scan") and "scan" not in self.errors:
            self.add_error("scan", "Voeg de scan van het getekende plan toe.")
        if len(schoon.get("scan") or []) > 1:
            self.add_error("scan", "Voeg één bestand toe, met alle bladzijden erin.")
        if hoe == "later" and not schoon.get("gemeente") and not self.errors:
            self.add_error(None, "Er is nog niets getekend. Teken, of ga terug naar het plan.")
        return schoon


class VoortgangForm(TredeForm):
    """De stand van een stap."""

    status = KeuzeField(label="Hoe staat het ermee?", choices=Stapstatus.choices, radio=False, leeg=None)


class EvaluatieForm(TredeForm):
    """Hoe gaat het met het plan?"""

    datum = DatumField(label="Datum van het gesprek")
    verslag = TekstField(label="Hoe gaat het met de doelen?", max_length=2000, regels=4)
    volgende_op = DatumMetKeuzesField(label="Volgend gesprek", keuzes=TERMIJNEN, required=False)


class NogEenForm(TredeFilterForm):
    """Of er net een doel is bewaard en het volgende aan de beurt is."""

    nog = forms.BooleanField(required=False)


class VergelijkForm(TredeFilterForm):
    """Met welke versie je vergelijkt."""

    met = forms.ModelChoiceField(Ontwikkelplan.objects.none(), label="Vergelijk met", empty_label=None)

    def __init__(self, *args, andere, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met"].queryset = andere
