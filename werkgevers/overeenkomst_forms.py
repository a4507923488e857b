"""Wat je bij een overeenkomst, een tarief en de uren van een maand kunt invullen."""

from contextlib import suppress
from decimal import Decimal

from django.core.exceptions import ValidationError

from kern.forms import (
    BedragField,
    DatumField,
    GetalField,
    HeelGetalField,
    JaNeeField,
    KeuzeField,
    ModelKeuzeField,
    PeriodeMixin,
    ProcentField,
    TekstField,
    TredeFilterForm,
    TredeForm,
    UrenField,
)
from kern.forms.widgets import GetalInput
from kern.uploads import BestandenField
from werkgevers.choices import (
    Btwcategorie,
    Herkomst,
    Overeenkomstsoort,
    RedenEindeOvereenkomst,
    Tariefmethode,
    Urensoort,
)

TARIEFVELDEN = ("methode", "bedrag", "loonwaarde_pct", "factor", "opslag")
INVULSOORTEN = (
    Urensoort.GEWERKT, Urensoort.VERLOF, Urensoort.ZIEK, Urensoort.NIET_GEWERKT, Urensoort.MEER,
)  # fmt: skip


class _Tarief(TredeForm):
    """De velden van een tarief; welke je nodig hebt, zegt de methode."""

    methode = KeuzeField(label="Methode", choices=Tariefmethode.choices, radio=False)
    loonwaarde_pct = ProcentField(
        label="Loonwaarde", required=False, min_value=0, max_value=100, help_text="Bij methode loonwaarde."
    )
    factor = GetalField(
        label="Factor",
        required=False,
        decimalen=4,
        min_value=0,
        max_value=2,
        help_text="Bij methode loonwaarde: welk deel de werkgever betaalt. Leeg is 1, dus alles.",
    )
    bedrag = BedragField(
        label="Bedrag",
        required=False,
        min_value=0,
        help_text="Kosten: per fte per jaar. Uren en normuren: per uur. Vast bedrag: per maand.",
    )
    opslag = BedragField(
        label="Opslag per maand", required=False, min_value=0, help_text="Bij methode loonsom met opslag."
    )

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        methode = schoon.get("methode")
        if methode == Tariefmethode.LOONWAARDE:
            self._nodig("loonwaarde_pct", "Vul de loonwaarde in.")
            schoon["factor"] = schoon.get("factor") or Decimal(1)
        elif methode == Tariefmethode.LOONSOM_OPSLAG:
            self._nodig("opslag", "Vul de opslag per maand in.")
        elif methode:
            self._nodig("bedrag", "Vul het bedrag in.")
        # What does not belong to this method is left out, so that the table says only what counts.
        hoort = {
            Tariefmethode.LOONWAARDE: ("loonwaarde_pct", "factor"),
            Tariefmethode.LOONSOM_OPSLAG: ("opslag",),
        }.get(methode, ("bedrag",))
        for veld in TARIEFVELDEN[1:]:
            if veld not in hoort and veld in schoon:
                schoon[veld] = None
        return schoon

    def _nodig(self, veld, tekst):
        if veld not in self.errors and self.cleaned_data.get(veld) is None:
            self.add_error(veld, tekst)


class _Inhoud(TredeForm):
    """Wat in een versie staat en niet het tarief is."""

    uren_per_week = UrenField(label="Uren per week", max_value=40)
    werklocatie = TekstField(label="Werklocatie", required=False, max_length=80)
    werkzaamheden = TekstField(label="Werkzaamheden", required=False, max_length=200)
    verlof_doorbelast = JaNeeField(label="Verlof in rekening brengen?")
    ziekte_doorbelast = JaNeeField(label="Ziekte in rekening brengen?")
    feestdag_doorbelast = JaNeeField(label="Feestdagen in rekening brengen?")
    btw_categorie = KeuzeField(label="Btw", choices=Btwcategorie.choices, radio=False)
    btw_reden = TekstField(
        label="Reden waarom geen btw",
        required=False,
        max_length=200,
        help_text="Deze reden komt op de factuur.",
    )
    betaaltermijn_dagen = HeelGetalField(label="Betaaltermijn in dagen", min_value=1, max_value=90)
    inkoopnummer = TekstField(label="Inkoopnummer van de werkgever", required=False, max_length=40)
    afspraken = TekstField(label="Andere afspraken", required=False, max_length=2000, regels=3)

    def clean(self):
        schoon = super().clean() or self.cleaned_data
        if schoon.get("btw_categorie") not in (None, "", Btwcategorie.S) and not schoon.get("btw_reden"):
            self.add_error("btw_reden", "Schrijf op waarom er geen btw is. Dat komt op de factuur.")
        return schoon


INHOUDVELDEN = tuple(_Inhoud.base_fields)


class OvereenkomForm(PeriodeMixin, _Inhoud, _Tarief):
    """Een nieuwe overeenkomst: alles wat RH-133 vraagt op één pagina, met het tarief van de eerste dag."""

    soort = KeuzeField(label="Soort", choices=Overeenkomstsoort.choices, radio=False)
    begindatum = DatumField(label="Eerste dag")
    einddatum = DatumField(label="Laatste dag", required=False, help_text="Leeg: voor onbepaalde tijd.")
    herkomst = KeuzeField(label="Herkomst", choices=Herkomst.choices)

    def __init__(self, *args, plaatsingen, relaties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["relatie"] = ModelKeuzeField(relaties, label="Werkgever")
        self.fields["plaatsing"] = ModelKeuzeField(
            plaatsingen, label="Plaatsing", required=False, empty_label="geen plaatsing"
        )
        self.order_fields(
            ["relatie", "plaatsing", "soort", "begindatum", "einddatum", "uren_per_week", "werklocatie",
             "werkzaamheden", *TARIEFVELDEN, "herkomst"]
        )  # fmt: skip

    def gegevens(self) -> dict:
        """Zoals de actie ze vraagt: het tarief apart."""
        schoon = dict(self.cleaned_data)
        schoon["tarief"] = {veld: schoon.pop(veld) for veld in TARIEFVELDEN}
        return schoon


class WijzigForm(PeriodeMixin, _Inhoud):
    """Een andere afspraak, vanaf een dag."""

    begin_veld = "per"
    per = DatumField(label="Geldt vanaf")
    einddatum = DatumField(label="Laatste dag", required=False, help_text="Leeg: voor onbepaalde tijd.")
    aanleiding = TekstField(label="Waarom deze wijziging?", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["per", "einddatum", "aanleiding", *INHOUDVELDEN])


class VerlengOvereenkomstForm(TredeForm):
    tot = DatumField(label="Nieuwe laatste dag")


class TariefForm(_Tarief):
    """Een ander tarief, vanaf een dag; de dag mag in het verleden liggen."""

    begindatum = DatumField(label="Geldt vanaf", help_text="Een dag in het verleden mag ook.")
    reden = TekstField(label="Waarom dit tarief?", required=False, max_length=200)
    overleg_op = DatumField(label="Overleg met de andere gemeenten op", required=False)
    overleg_gemeenten = HeelGetalField(
        label="Met hoeveel andere gemeenten?", required=False, min_value=0, max_value=30
    )

    def __init__(self, *args, metingen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meting"] = ModelKeuzeField(
            metingen, label="Loonwaardemeting", required=False, empty_label="geen meting"
        )
        self.order_fields(["begindatum", *TARIEFVELDEN, "meting", "reden", "overleg_op", "overleg_gemeenten"])


class TekenForm(TredeForm):
    getekend_op = DatumField(label="Getekend op")
    ondertekenaar = TekstField(label="Wie tekende voor de werkgever?", max_length=120)
    scan = BestandenField(label="Getekend exemplaar", required=False)

    def clean_scan(self):
        return next(iter(self.cleaned_data["scan"]), None)


class ScanForm(TredeForm):
    scan = BestandenField(label="Getekend exemplaar")

    def clean_scan(self):
        return self.cleaned_data["scan"][0]


class BeeindigOvereenkomstForm(TredeForm):
    per = DatumField(label="Laatste dag")
    reden = KeuzeField(
        label="Reden",
        radio=False,
        choices=[
            (reden.value, reden.label)
            for reden in RedenEindeOvereenkomst
            if reden != RedenEindeOvereenkomst.NIET_DOORGEGAAN
        ],
    )
    toelichting = TekstField(label="Toelichting", required=False, max_length=300)


class HeropenForm(TredeForm):
    reden = TekstField(label="Waarom zet je deze maand weer open?", max_length=200)


class PlaatsingKeuzeForm(TredeFilterForm):
    """?plaatsing=12: begin een overeenkomst vanuit die plaatsing."""

    def __init__(self, data, *, plaatsingen):
        super().__init__(data)
        self.fields["plaatsing"] = ModelKeuzeField(plaatsingen, required=False)


class VersieKeuzeForm(TredeFilterForm):
    """Twee versies naast elkaar."""

    def __init__(self, data, *, versies):
        super().__init__(data)
        keuzes = [(str(v.versie), f"versie {v.versie}") for v in versies]
        self.fields["links"] = KeuzeField(label="Versie links", choices=keuzes, required=False, radio=False)
        self.fields["rechts"] = KeuzeField(label="Versie rechts", choices=keuzes, required=False, radio=False)


class UrenFilterForm(TredeFilterForm):
    """Alleen werkgevers waar nog uren ontbreken."""

    mist = KeuzeField(label="Toon", choices=[("1", "alleen wat nog mist")], required=False, radio=False)


class UrenForm(TredeForm):
    """De uren van één overeenkomst in één maand; leeg is de standaardweek."""

    toelichting = TekstField(label="Toelichting", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for soort in INVULSOORTEN:
            hulp = "Leeg: wat van de standaardweek overblijft." if soort == Urensoort.GEWERKT else ""
            self.fields[str(soort)] = UrenField(
                label=soort.label.capitalize(), required=False, max_value=400, help_text=hulp
            )
        self.order_fields([*map(str, INVULSOORTEN), "toelichting"])

    def uren(self) -> dict[str, Decimal | None]:
        return {str(soort): self.cleaned_data.get(str(soort)) for soort in INVULSOORTEN}


class UrenrasterForm(TredeForm):
    """Het raster van een werkgever: per overeenkomst een rij, per soort een kolom. Leeg is de standaardweek."""

    def __init__(self, *args, rijen, **kwargs):
        super().__init__(*args, **kwargs)
        self.rijen = rijen
        for rij in rijen:
            for soort in INVULSOORTEN:
                veld = UrenField(
                    label=f"{soort.label.capitalize()} van {rij.overeenkomst.persoon.weergavenaam}",
                    required=False,
                    max_value=400,
                    initial=rij.ingevuld.get(soort),
                    widget=GetalInput(),
                    # What stood there when one began: on the conflict page an untouched cell takes the new value.
                    show_hidden_initial=True,
                )
                veld.widget.attrs["aria-label"] = veld.label
                veld.kop = soort.label.capitalize()
                self.fields[f"o{rij.overeenkomst.pk}-{soort}"] = veld

    def cellen(self):
        """Voor het sjabloon: elke rij met haar velden."""
        for rij in self.rijen:
            yield rij, [self[f"o{rij.overeenkomst.pk}-{soort}"] for soort in INVULSOORTEN]

    def begin(self) -> dict[str, Decimal | None]:
        """Wat er in de cellen stond toen iemand het raster opende, voor zover de pagina dat meestuurde."""
        uit = {}
        for naam, veld in self.fields.items():
            ruw = self.data.get(f"initial-{naam}")
            if ruw is not None and isinstance(veld, UrenField):
                with suppress(ValidationError):
                    uit[naam] = veld.clean(ruw)
        return uit

    def nu(self) -> dict[str, Decimal | None]:
        """Wat er nu staat, per cel."""
        return {
            f"o{rij.overeenkomst.pk}-{soort}": rij.ingevuld.get(soort)
            for rij in self.rijen
            for soort in INVULSOORTEN
        }

    def uren_van(self, overeenkomst) -> dict[str, Decimal | None]:
        return {str(soort): self.cleaned_data.get(f"o{overeenkomst.pk}-{soort}") for soort in INVULSOORTEN}
