"""Formulieren van het collegerapport."""

from kern.forms import TekstField, TredeForm
from monitor.queries.rapport import MAX_WOORDEN, MAX_ZINNEN, SAMENVATTING
from personen.rules import leesniveau

MEESTE_TEKENS = 2000


class TekstenForm(TredeForm):
    """Alle toelichtingen van een rapport op één pagina; elk veld telt woorden en zinnen."""

    def __init__(self, *args, hoofdstukken, teksten, **kwargs):
        super().__init__(*args, initial=teksten, **kwargs)
        for hoofdstuk in hoofdstukken:
            grens = f"{MAX_ZINNEN} zinnen" if hoofdstuk.code == SAMENVATTING else f"{MAX_WOORDEN} woorden"
            nu = teksten.get(hoofdstuk.code, "")
            veld = TekstField(
                label=f"{hoofdstuk.titel}: {hoofdstuk.vraag[:1].lower()}{hoofdstuk.vraag[1:]}",
                required=False,
                max_length=MEESTE_TEKENS,
                regels=5,
                help_text=f"Hoogstens {grens}. Nu {len(nu.split())} woorden, {leesniveau(nu).tekst}."
                f"{' Verplicht voordat je akkoord vraagt.' if hoofdstuk.verplicht else ''}",
            )
            veld.widget.attrs["data-telwoorden"] = "" if hoofdstuk.code == SAMENVATTING else str(MAX_WOORDEN)
            veld.later_verplicht = hoofdstuk.verplicht  # type: ignore[attr-defined]  # read by TredeBoundField
            self.fields[hoofdstuk.code] = veld


class TerugForm(TredeForm):
    """Waarom een rapport teruggaat naar concept."""

    reden = TekstField(label="Wat moet er anders?", max_length=400, regels=3)


class VerbeterForm(TredeForm):
    """Waarom er een nieuwe versie komt."""

    reden = TekstField(label="Waarom komt er een nieuwe versie?", max_length=300, regels=2)


class BevestigForm(TredeForm):
    """Alleen een knop."""
