"""Wat je bij facturen kunt invullen en kiezen."""

from decimal import Decimal

from kern.forms import BedragField, DatumField, KeuzeField, TekstField, TredeForm
from werkgevers.choices import Verzendwijze


class FactuurdatumForm(TredeForm):
    factuurdatum = DatumField(label="Factuurdatum")


class VerzondenForm(TredeForm):
    wijze = KeuzeField(label="Hoe zijn de facturen verzonden?", choices=Verzendwijze.choices)


class CreditForm(TredeForm):
    """De reden, en per regel hoeveel je crediteert; alles leeg laten is de hele factuur."""

    reden = TekstField(
        label="Waarom crediteer je?", max_length=300, help_text="Dit staat op de creditfactuur."
    )

    def __init__(self, *args, regels, **kwargs):
        super().__init__(*args, **kwargs)
        self.regels = [(regel, rest) for regel, rest in regels if rest]
        meer = len(self.regels) > 1
        for regel, rest in self.regels:
            self.fields[f"regel_{regel.pk}"] = BedragField(
                label=f"Regel {regel.volgorde}: {regel.omschrijving}",
                required=False,
                help_text=f"Nog te crediteren: € {f'{rest:.2f}'.replace('.', ',')} zonder btw."
                + (" Leeg is niets, als je bij een andere regel iets invult." if meer else ""),
            )

    def bedragen(self) -> dict[int, Decimal] | None:
        """Per regel het bedrag; None is de hele factuur."""
        ingevuld = {
            regel.pk: bedrag
            for regel, _ in self.regels
            if (bedrag := self.cleaned_data.get(f"regel_{regel.pk}")) is not None
        }
        return ingevuld or None

    def te_crediteren(self) -> Decimal:
        """Zonder btw: de som van wat is ingevuld, of alles wat er nog staat."""
        gekozen = self.bedragen()
        return sum(gekozen.values() if gekozen else (rest for _, rest in self.regels), Decimal(0))
