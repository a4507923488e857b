"""Wat je op de monitor kunt kiezen."""

from django import forms
from django.utils import timezone

from kern.forms import (
    DatumField,
    GetalField,
    KeuzeField,
    ModelKeuzeField,
    TekstField,
    TredeFilterForm,
    TredeForm,
)

TOEKOMST = "Deze datum ligt in de toekomst. Er zijn nog geen gegevens. Kies vandaag of eerder."


class BestandForm(TredeFilterForm):
    """Peildatum, gemeente en een datum om mee te vergelijken."""

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        vandaag = timezone.localdate()
        for naam, label in (("peildatum", "Peildatum"), ("vergelijk", "Vergelijk met")):
            uitleg = "Leeg is vandaag." if naam == "peildatum" else "Leeg is niet vergelijken."
            self.fields[naam] = DatumField(
                label=label,
                required=False,
                niet_na=vandaag,
                help_text=uitleg,
                error_messages={"te_laat": TOEKOMST},
            )
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(
                label="Gemeente", required=False, choices=keuzes, leeg="alle gemeenten samen", radio=False
            )


class ExportForm(TredeFilterForm):
    """In welke vorm je de cijfers wilt hebben; een onbekende vorm is gewoon de pagina."""

    SOORTEN = (("pdf", "PDF"), ("csv", "CSV"), ("json", "JSON"))

    export = KeuzeField(choices=SOORTEN, required=False, radio=False)


class DashboardForm(TredeFilterForm):
    """De peildatum, de dag om mee te vergelijken, en de gemeente voor wie er meer heeft."""

    def __init__(self, data, *, gemeenten):
        super().__init__(data)
        vandaag = timezone.localdate()
        for naam, label, uitleg in (
            ("peildatum", "Peildatum", "Leeg is vandaag."),
            ("vergelijk", "Vergelijk met", "Leeg is het einde van het vorige halfjaar."),
        ):
            self.fields[naam] = DatumField(
                label=label,
                required=False,
                niet_na=vandaag,
                help_text=uitleg,
                error_messages={"te_laat": TOEKOMST},
            )
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(
                label="Gemeente", required=False, choices=keuzes, leeg=None, radio=False
            )

    def clean(self):
        keuze = super().clean() or {}
        peildatum = keuze.get("peildatum") or timezone.localdate()
        if keuze.get("vergelijk") and keuze["vergelijk"] >= peildatum:
            self.add_error("vergelijk", "Kies een dag voor de peildatum.")
        return keuze


class RijenForm(TredeFilterForm):
    """Welke rijen van een cijfer: de periode, iedereen of alleen wie meetelt, en de groep."""

    van = DatumField(label="Vanaf", required=False)
    tot = DatumField(label="Tot en met", required=False)
    deel = KeuzeField(choices=[("teller", "alleen wie meetelt")], required=False, radio=False)
    groep = forms.SlugField(required=False, max_length=40)
    gemeente = forms.CharField(required=False, max_length=4)

    def clean(self):
        keuze = super().clean() or {}
        van, tot = keuze.get("van"), keuze.get("tot")
        if van and tot and van > tot:
            self.add_error("van", "Vanaf ligt na de laatste dag.")
        return keuze


class VastzettenForm(TredeForm):
    """Welke dag wordt vastgezet, en van welke gemeente."""

    peildatum = DatumField(label="Peildatum", help_text="Meestal 30 juni of 31 december.")

    def __init__(self, *args, gemeenten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peildatum"].niet_na = timezone.localdate()
        self.fields["peildatum"].error_messages["te_laat"] = (
            "Deze datum ligt in de toekomst. Vastzetten kan vanaf de dag zelf."
        )
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(label="Gemeente", choices=keuzes, radio=False)


class VergelijkForm(TredeFilterForm):
    """Twee peilmomenten om naast elkaar te zetten."""

    def __init__(self, data, *, peilmomenten):
        super().__init__(data)
        keuzes = [(str(p.pk), f"{p.peildatum:%d-%m-%Y}") for p in peilmomenten]
        for naam, label in (("eerst", "Eerste peilmoment"), ("dan", "Tweede peilmoment")):
            self.fields[naam] = KeuzeField(label=label, required=True, choices=keuzes, radio=False)

    def clean(self):
        keuze = super().clean() or {}
        if keuze.get("eerst") and keuze.get("eerst") == keuze.get("dan"):
            self.add_error("dan", "Kies twee verschillende peilmomenten.")
        return keuze


class BijsturingForm(TredeForm):
    """Wat we gaan doen, wie het doet en wanneer het af is (RH-078)."""

    tekst = TekstField(label="Wat gaan we doen", max_length=500, regels=3)
    uiterlijk = DatumField(label="Uiterlijk op")

    def __init__(self, *args, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["eigenaar"] = ModelKeuzeField(label="Wie", queryset=collegas)
        self.order_fields(["tekst", "eigenaar", "uiterlijk"])


class AntwoordForm(TredeForm):
    """Wat de bijsturing opleverde."""

    resultaat = TekstField(label="Wat leverde het op", max_length=4000, regels=4)


class DoelForm(TredeForm):
    """Een doel per jaar voor een cijfer zonder norm in het beleidskader (RH-099)."""

    waarde = GetalField(label="Doel per jaar", min_value=-1_000_000_000, max_value=1_000_000_000)
    begindatum = DatumField(label="Geldt vanaf")
    einddatum = DatumField(label="Geldt tot en met", required=False, help_text="Leeg: het doel loopt door.")
    bron = TekstField(
        label="Waar staat dit doel", max_length=200, help_text="Bijvoorbeeld het uitvoeringsprogramma."
    )

    def __init__(self, *args, gemeenten, cijfers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kpi"] = KeuzeField(label="Cijfer", choices=cijfers, radio=False)
        if len(gemeenten) > 1:
            keuzes = [(gemeente.code, gemeente.naam) for gemeente in gemeenten]
            self.fields["gemeente"] = KeuzeField(label="Gemeente", choices=keuzes, radio=False)
        self.order_fields(["gemeente", "kpi", "waarde", "begindatum", "einddatum", "bron"])


class DoelWijzigForm(TredeForm):
    """Een andere waarde per datum."""

    waarde = GetalField(label="Nieuw doel per jaar", min_value=-1_000_000_000, max_value=1_000_000_000)
    begindatum = DatumField(
        label="Geldt vanaf", help_text="Het oude doel geldt tot en met de dag ervoor en blijft te zien."
    )
    bron = TekstField(
        label="Waar staat dit doel", max_length=200, help_text="Bijvoorbeeld het uitvoeringsprogramma."
    )


class DoelEindeForm(TredeForm):
    """De laatste dag van een doel."""

    per = DatumField(label="Laatste dag", help_text="Daarna heeft dit cijfer geen doel meer.")


class PeilrijenForm(TredeFilterForm):
    """Welke rijen van een vastgezet cijfer: van het jaar of het halfjaar, en iedereen of alleen wie meetelt."""

    deel = forms.ChoiceField(choices=[("teller", "alleen wie meetelt")], required=False)
    periode = forms.ChoiceField(choices=[("jaar", "het hele jaar")], required=False)
