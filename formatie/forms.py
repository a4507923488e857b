"""Wat je bij formatie kiest en invult."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from formatie.choices import Taak, Tabel, Versie
from formatie.models import Scenario
from formatie.queries.prognose import GROEPEN, ZONDER_BW
from formatie.rules import AANTALLEN, GETALLEN, Invoer
from kern.forms import (
    DatumField,
    GetalField,
    HeelGetalField,
    KeuzeField,
    ModelKeuzeField,
    PeriodeMixin,
    ProcentField,
    TekstField,
    TredeFilterForm,
    TredeForm,
)
from kern.models import Gebruiker
from kern.permissions import Recht

EXPORTSOORTEN = (("pdf", "PDF"), ("csv", "CSV"), ("json", "JSON"))
EERSTE_JAAR, LAATSTE_JAAR, MEESTE_JAREN = 2015, 2060, 30
TOEKOMST = "Deze datum ligt in de toekomst. Er zijn nog geen gegevens. Kies vandaag of eerder."


class ExportForm(TredeFilterForm):
    """In welke vorm je het stuk wilt; een onbekende vorm is gewoon de pagina."""

    export = KeuzeField(choices=EXPORTSOORTEN, required=False, radio=False)


class StandForm(TredeFilterForm):
    """De peildatum, en de gemeente voor wie er meer heeft."""

    peildatum = DatumField(label="Peildatum", help_text="Leeg is vandaag.")

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        self.fields["peildatum"].niet_na = timezone.localdate()
        self.fields["peildatum"].error_messages["te_laat"] = TOEKOMST
        _met_gemeente(self, gemeenten)


def _met_gemeente(form, gemeenten, *, verborgen=False) -> None:
    if len(gemeenten) > 1:
        keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
        extra = {"widget": forms.HiddenInput} if verborgen else {"radio": False}
        form.fields["gemeente"] = KeuzeField(
            label="Gemeente", required=False, choices=keuzes, leeg=None, **extra
        )


class PrognoseForm(TredeFilterForm):
    """Van welk jaar tot welk jaar, voor welke groep, en waar de lijn begint."""

    vanaf = HeelGetalField(label="Vanaf 1 januari", min_value=EERSTE_JAAR, max_value=LAATSTE_JAAR)
    tot = HeelGetalField(label="Tot en met", min_value=EERSTE_JAAR, max_value=LAATSTE_JAAR + MEESTE_JAREN)

    def __init__(self, data, *, gemeenten, scenarios):
        super().__init__(data)
        self.fields["groep"] = KeuzeField(
            label="Groep in de grafiek", required=False, choices=list(GROEPEN.items()), leeg=None, radio=False
        )
        if scenarios:
            self.fields["scenario"] = KeuzeField(
                label="Begin bij",
                required=False,
                choices=[(str(scenario.pk), f"scenario {scenario.naam}") for scenario in scenarios],
                leeg="het getelde aantal",
                radio=False,
            )
        _met_gemeente(self, gemeenten)

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        # A field with an error keeps its message; the rest gets what most people want to see.
        if not self.errors:
            schoon["vanaf"] = schoon.get("vanaf") or timezone.localdate().year
            schoon["tot"] = schoon.get("tot") or schoon["vanaf"] + 10
            if schoon["tot"] <= schoon["vanaf"]:
                self.add_error("tot", f"Kies een jaar na {schoon['vanaf']}.")
            elif schoon["tot"] - schoon["vanaf"] > MEESTE_JAREN:
                self.add_error("tot", f"Kies ten hoogste {MEESTE_JAREN} jaar.")
        schoon["groep"] = schoon.get("groep") or ZONDER_BW
        return schoon


# ---- wat als -------------------------------------------------------------------------------------------
NORM_FOUT = "De norm moet groter zijn dan 0. Vul het aantal klanten per fte in, bijvoorbeeld 45."
LABELS = {
    "norm_plaatsing": "Norm werkgeversbenadering",
    "norm_ontwikkeling": "Norm ontwikkeling",
    "norm_wsw": "Norm Wsw",
    "naar_werk": "Naar werk per jaar",
    "pw_uitkering": "Uitkering, actief",
    "pw_begeleid_werken": "Begeleid werken",
    "pw_lks": "Loonkostensubsidie",
    "pw_passief": "Uitkering, passief",
    "wsw_individueel": "Individuele detachering",
    "wsw_groep": "Groepsdetachering",
    "wsw_beschut": "Beschut werk",
    "wsw_voorzien": "Begeleiding al geregeld",
    "wsw_terugval": "Terugval per jaar",
    "uitstroom_wsw": "Uitstroom Wsw per jaar",
    "nu_plaatsing": "Nu: werkgeversbenadering",
    "nu_ontwikkeling": "Nu: ontwikkeling",
    "nu_wsw": "Nu: Wsw",
    "vast_accountmanager": "Vast: accountmanager",
    "opslag_pw": "Vast: loonwaardemeting PW",
    "opslag_wsw": "Opslag loonwaardemeting Wsw",
    "vast_liaison": "Vast: liaison",
    "vast_administratie": "Vast: financiële administratie",
    "herbeoordelingen_per_jaar": "Herbeoordelingen per jaar",
    "herbeoordeling_uren": "Uren per herbeoordeling",
    "productieve_uren": "Productieve uren per fte",
}
# What people change most stands first; the rest folds open.
BLOKKEN = (
    ("Normen, klanten per fte", ("norm_plaatsing", "norm_ontwikkeling", "norm_wsw"), True),
    ("Participatiewet", ("naar_werk", "pw_uitkering", "pw_begeleid_werken", "pw_lks", "pw_passief"), True),
    (
        "Wsw",
        ("wsw_individueel", "wsw_groep", "wsw_beschut", "wsw_voorzien", "wsw_terugval", "uitstroom_wsw"),
        True,
    ),
    ("Formatie die er nu is, fte", ("nu_plaatsing", "nu_ontwikkeling", "nu_wsw"), True),
    (
        "Vaste posten en herbeoordeling",
        ("vast_accountmanager", "opslag_pw", "opslag_wsw", "vast_liaison", "vast_administratie",
         "herbeoordelingen_per_jaar", "herbeoordeling_uren", "productieve_uren"),
        False,
    ),
)  # fmt: skip


def _veld(naam: str):
    label = LABELS[naam]
    if naam in AANTALLEN:
        return HeelGetalField(label=label, min_value=0, max_value=1_000_000)
    if naam.startswith("norm_"):
        return GetalField(
            label=label, min_value=Decimal("0.01"), max_value=10_000, error_messages={"te_laag": NORM_FOUT}
        )
    if naam == "uitstroom_wsw":
        return ProcentField(label=label, min_value=0, max_value=100, decimalen=3)
    return GetalField(label=label, min_value=0, max_value=10_000)


class WatAlsForm(TredeFilterForm):
    """De hele invoer van de berekening; een leeg veld is wat er in de basis staat."""

    def __init__(self, data, *, start: Invoer, gemeenten=(), scenarios=(), peildatum=None):
        # A visit without parameters shows the start; a filled form shows what was typed.
        gevuld = {naam: data[naam] for naam in data} if data else None
        super().__init__(gevuld)
        self.start = start
        for naam in LABELS:
            self.fields[naam] = _veld(naam)
            waarde = getattr(start, naam)
            self.fields[naam].initial = waarde
            if gevuld is not None and waarde is not None and not str(gevuld.get(naam, "")).strip():
                gevuld[naam] = self.fields[naam].prepare_value(waarde)
        self.fields["afronding"] = KeuzeField(
            label="Afronding", required=False, leeg=None, radio=False,
            choices=[("1", "1 decimaal"), ("2", "2 decimalen"), ("0", "hele fte")],
        )  # fmt: skip
        if scenarios:
            self.fields["naast"] = KeuzeField(
                label="Zet ernaast", required=False, radio=False, leeg="geen ander scenario",
                choices=[(str(scenario.pk), scenario.naam) for scenario in scenarios],
            )  # fmt: skip
        self.fields["peildatum"] = DatumField(label="Peildatum", required=False, widget=forms.HiddenInput)
        _met_gemeente(self, gemeenten, verborgen=True)
        for veld in self.fields.values():
            veld.required = False

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        if not self.errors:
            invoer = self.als_invoer(schoon)
            if (invoer.naar_werk or 0) > (invoer.pw_actief or 0) and invoer.pw_actief is not None:
                self.add_error(
                    "naar_werk",
                    f"Er kunnen niet meer mensen naar werk gaan dan er zijn ({invoer.pw_actief}).",
                )
            if invoer.wsw_totaal is not None and (invoer.wsw_voorzien or 0) > invoer.wsw_totaal:
                self.add_error(
                    "wsw_voorzien", f"Dit zijn er meer dan het hele bestand ({invoer.wsw_totaal})."
                )
        return schoon

    def als_invoer(self, schoon=None) -> Invoer:
        """De invoer zoals die nu in het formulier staat."""
        schoon = schoon if schoon is not None else self.cleaned_data
        gekozen = {naam: schoon.get(naam) for naam in (*AANTALLEN, *GETALLEN)}
        return Invoer(**{n: getattr(self.start, n) if w is None else w for n, w in gekozen.items()})

    @property
    def decimalen(self) -> int:
        return int(self.cleaned_data.get("afronding") or 1)

    @property
    def blokken(self):
        """De velden in groepen, voor het sjabloon."""
        return [(titel, [self[naam] for naam in namen], open_) for titel, namen, open_ in BLOKKEN]

    @property
    def keuzes(self):
        return [self[naam] for naam in ("afronding", "naast") if naam in self.fields]


class BewaarScenarioForm(TredeForm):
    """De naam waaronder je een berekening bewaart."""

    naam = TekstField(label="Naam", max_length=100)
    bron = TekstField(
        label="Bron of aanleiding",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: voorstel kadernota.",
    )


class LeegForm(TredeForm):
    """Alleen bevestigen."""


# ---- functieboek ---------------------------------------------------------------------------------------
class FunctieForm(TredeForm):
    naam = TekstField(label="Naam", max_length=100)
    tabel = KeuzeField(label="Regeling", choices=Tabel.choices)
    taak = KeuzeField(label="Waaruit volgt de formatie?", choices=Taak.choices, radio=True)
    hr21_profiel = TekstField(label="HR21-profiel", required=False, max_length=80)
    schaal = HeelGetalField(label="Schaal", required=False, min_value=1, max_value=18)
    budget = TekstField(label="Budget", required=False, max_length=80)
    team = TekstField(label="Team", required=False, max_length=80)


class _Plaatsvelden(TredeForm):
    """Wat bij een formatieplaats altijd kan worden bijgewerkt."""

    dekking = TekstField(label="Dekking", max_length=200, help_text="Waaruit deze formatie wordt betaald.")
    bron = TekstField(label="Bron", max_length=200, help_text="Het document of besluit waar dit in staat.")
    besluit = TekstField(label="Besluit", required=False, max_length=200)
    voorbehoud = TekstField(
        label="Voorbehoud",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: toekenning in de kadernota.",
    )
    toegekend_op = DatumField(
        label="Toegekend op", required=False, help_text="Vanaf dan telt de formatie als beschikbaar."
    )
    vacature = forms.BooleanField(label="Vacature", required=False)
    voorlopig = forms.BooleanField(label="Voorlopig", required=False)


class PlaatsForm(PeriodeMixin, _Plaatsvelden):
    """Een nieuwe formatieplaats."""

    versie = KeuzeField(label="Soort formatie", choices=Versie.choices)
    fte = GetalField(label="Aantal fte", min_value=Decimal("0.01"), max_value=50)
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(
        label="Laatste dag", required=False, help_text="Laat leeg als de formatie doorloopt."
    )
    ingekocht = forms.BooleanField(
        label="Ingekocht bij een ander", required=False, help_text="Telt niet mee in de eigen formatie."
    )
    field_order = ["versie", "fte", "begindatum", "einddatum", "dekking", "bron"]


class PlaatsWijzigenForm(_Plaatsvelden):
    """Dekking, voorbehoud, toekenning en vacature bijwerken."""


class BeeindigPlaatsForm(TredeForm):
    laatste_dag = DatumField(label="Laatste dag")


def scenario_keuze(form, naam: str, scenarios) -> Scenario | None:
    """Het gekozen scenario uit een keuzeveld, of None."""
    gekozen = form.cleaned_data.get(naam) if form.is_valid() else None
    return next((scenario for scenario in scenarios if str(scenario.pk) == gekozen), None)


class MedewerkerForm(TredeFilterForm):
    """Van wie de caseload is; leeg is de gebruiker zelf. Alleen wie het team leidt, kan een ander kiezen."""

    def __init__(self, data, *, gebruiker):
        super().__init__(data)
        mogelijk = Gebruiker.objects.none()
        if gebruiker.mag(Recht.TEAM_INZIEN):
            mogelijk = Gebruiker.objects.zichtbaar_voor(gebruiker)
        self.fields["medewerker"] = ModelKeuzeField(mogelijk, required=False)
