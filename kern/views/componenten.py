"""The gallery: every component with the code that makes it; what you see is that code, rendered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template import engines
from django.views.decorators.http import require_http_methods

from kern import charts
from kern.decorators import iedereen
from kern.forms import (
    BedragField,
    BsnField,
    DatumField,
    DatumMetKeuzesField,
    IbanField,
    JaNeeField,
    KeuzeField,
    KvkField,
    MeerkeuzeField,
    PeriodeMixin,
    PostcodeField,
    ProcentField,
    TekstField,
    TredeFilterForm,
    TredeForm,
    UrenField,
    los_op,
    vergelijk,
)
from kern.views.componenten_voorbeelden import VOORBEELDEN

HOE = [("tel", "telefoon"), ("werkplek", "werkplek"), ("kantoor", "kantoor")]
SOORTEN = [
    (str(i), naam) for i, naam in enumerate(("beschut", "groep", "individueel", "WOL", "begeleid", "intern"))
]


class StaatForm(TredeFilterForm):
    staat = KeuzeField(
        label="Staat", choices=[("fout", "fout"), ("conflict", "conflict"), ("bevestigen", "bevestigen")]
    )


class ProefForm(PeriodeMixin, TredeForm):
    """Every kind of field; the gallery checks what you type and saves nothing."""

    naam = TekstField(label="Naam", max_length=60)
    bsn = BsnField(label="BSN", help_text="Negen cijfers. Dit is een proef: niets wordt bewaard.")
    begindatum = DatumField(label="Eerste dag", help_text="Bijvoorbeeld 01-07-2026, vandaag of over 6 weken.")
    einddatum = DatumField(label="Laatste dag", required=False)
    bedrag = BedragField(label="Bedrag per maand")
    uren = UrenField(label="Uren per week", max_value=40, required=False)
    loonwaarde = ProcentField(label="Loonwaarde", min_value=0, max_value=100, required=False)
    hoe = KeuzeField(label="Hoe was het contact?", choices=HOE)
    werksoort = KeuzeField(label="Werksoort", choices=SOORTEN)
    belemmeringen = MeerkeuzeField(
        label="Wat staat in de weg?", choices=[("taal", "taal"), ("geld", "schulden")]
    )
    vervoer = JaNeeField(label="Heeft eigen vervoer", required=False)
    vervolg = DatumMetKeuzesField(label="Vervolg", required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    iban = IbanField(label="IBAN", required=False)
    kvk = KvkField(label="KvK-nummer", required=False)
    besproken = TekstField(label="Wat is besproken?", regels=4, required=False)
    akkoord = forms.BooleanField(
        label="Ik heb het plan gelezen en ik wil tekenen",
        error_messages={"required": "Zet een vinkje als je wilt tekenen."},
    )


class ProefFilter(TredeFilterForm):
    soort = KeuzeField(label="Werksoort", choices=SOORTEN, leeg="alle")
    vanaf = DatumField(label="Vanaf")


@dataclass(frozen=True)
class Getoond:
    naam: str
    uitleg: str
    code: str
    beeld: str


@require_http_methods(["GET", "POST"])
@iedereen
def galerij(request):
    keuze = StaatForm(request.GET)
    staat = keuze.cleaned_data["staat"] if keuze.is_valid() else ""
    if staat == "bevestigen":
        return render(request, "components/bevestigen.html", _bevestiging())
    if staat == "conflict":
        return render(request, "components/conflict.html", {"conflict": _conflict()})
    leeg: dict | None = {} if staat == "fout" else None
    gegevens = los_op(request.POST) if request.method == "POST" else leeg
    form = ProefForm(gegevens)
    persoon = {"kenmerken": ["12-05-1984", "BSN ••••••782", "P-10482"], "menu_acties": [("Druk af", "#druk")]}
    inhoud = persoon | {"form": form, "voorbeelden": [_toon(v, request) for v in VOORBEELDEN]}
    return render(request, "kern/componenten.html", inhoud)


def _toon(voorbeeld, request) -> Getoond:
    beeld = _sjabloon(voorbeeld.code).render(_waarden(), request)
    return Getoond(voorbeeld.naam, voorbeeld.uitleg, voorbeeld.code, beeld)


@cache
def _sjabloon(code: str):
    return engines["django"].from_string(code)


def _waarden() -> dict:
    """Invented values, the same on every visit, so that screenshots can be compared."""
    return {
        "start": date(2026, 3, 3),
        "moment": datetime(2026, 8, 12, 12, 5, tzinfo=UTC),
        "prijs": Decimal("1234.56"),
        "tekort": Decimal("-12"),
        "bladen": [
            {"naam": "Tijdlijn", "url": "?", "actief": True},
            {"naam": "Wsw", "url": "?wsw"},
            {"naam": "Contactmomenten", "url": "?contact", "aantal": 14},
        ],
        "pagina": Paginator(range(430), 25).page(4),
        "filter": ProefFilter({"soort": "1"}, prefix="f"),
        "tags": [("Werksoort", "groep", "?"), ("Vanaf", "01-01-2026", "?")],
        "ladder": _ladder(),
        "reserve": _reserve(),
        "afbouw": _afbouw(),
    }


def _ladder():
    return charts.gegroepeerde_staven(
        titel="Participatieladder, huidig en doel",
        zin="Nu staan 92 mensen op trede 5 of 6; het doel is 192.",
        kop="Trede",
        categorieen=[
            "6 Betaald werk",
            "5 Werk met steun",
            "4 Onbetaald werk",
            "3 Activiteiten",
            "2 Contacten",
            "1 Alleen",
        ],
        reeksen={"huidig": [0, 92, 112, 76, 104, 45], "doel": [50, 142, 123, 48, 38, 28]},
    )


def _reserve():
    return charts.staafdiagram(
        titel="Verschil per trede",
        zin="Op trede 5 en 6 komen we elk 50 mensen tekort; van trede 1 zijn er geen gegevens.",
        kop="Verschil",
        waarden=[
            ("6 Betaald werk", -50),
            ("5 Werk met steun", -50),
            ("3 Activiteiten", 28),
            ("1 Alleen", None),
        ],
    )


def _afbouw():
    return charts.lijndiagram(
        titel="Aantal mensen met een Wsw-dienstverband",
        zin="Het aantal daalt van 238 in 2024 naar 117 in 2033.",
        kop="Jaar",
        momenten=[str(jaar) for jaar in range(2024, 2034)],
        reeksen={
            "raming": [238, 220, 203, 188, 174, 160, 148, 137, 126, 117],
            "geteld": [238, 219, None, None, None, None, None, None, None, None],
        },
    )


def _bevestiging() -> dict:
    return {
        "titel": "Facturen van augustus 2026 definitief maken",
        "vraag": "Weet je het zeker?",
        "aantal": 61,
        "bedrag": Decimal("48112.50"),
        "gevolg": "Daarna kun je ze alleen nog wijzigen met een creditfactuur.",
        "knop_tekst": "Maak 61 facturen definitief",
        "gevaar": False,
        "terug_url": "?",
    }


def _conflict():
    mijn = ProefForm(
        {"naam": "A. Voorbeeld", "bedrag": "4,51", "werksoort": "1", "besproken": "Tempo gaat vooruit."}
    )
    ander = ProefForm(initial={"naam": "A. Voorbeeld", "bedrag": Decimal("4.40"), "werksoort": "2"})
    moment = datetime(2026, 8, 28, 12, 31, tzinfo=UTC)
    return vergelijk(mijn, ander, onderwerp="deze overeenkomst", wie="R. Demo", wanneer=moment, versie=4)
