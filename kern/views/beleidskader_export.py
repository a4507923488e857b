"""A kader on paper, and as csv, xlsx and json: exactly the lines of the page, with the same filters and peildatum."""

from datetime import date

from django.http import HttpResponse

from kern.downloads import download
from kern.lists.export import Uitvoer, antwoord_met
from kern.models import Beleidskader
from kern.parameters import toon_volledig
from kern.pdf import render_pdf
from kern.queries.beleid import Kadergroep, Kaderregel

KOPPEN = (
    "Onderwerp",
    "Code",
    "Naam",
    "Waarde",
    "Eenheid",
    "Eerste dag",
    "Laatste dag",
    "Kader",
    "Bron",
    "Eis",
    "Zekerheid",
    "Gebruikt in",
    "Nog te bepalen",
)


def exporteer_kader(
    vorm: str, kader: Beleidskader, peildatum: date, groepen: list[Kadergroep]
) -> HttpResponse:
    naam = f"{kader.code}-{peildatum:%Y-%m-%d}"
    if vorm == "pdf":
        return _pdf(kader, peildatum, groepen, naam)
    blad = Uitvoer(
        titel=kader.naam,
        koppen=KOPPEN,
        rijen=(_cellen(groep, regel) for groep in groepen for regel in groep.regels),
        namen=[kop.lower().replace(" ", "_") for kop in KOPPEN],
        breedtes=[22] * len(KOPPEN),
        kop={"kader": kader.code, "titel": kader.naam, "peildatum": peildatum.isoformat()},
    )
    return antwoord_met(vorm, blad, naam=naam)


def _cellen(groep: Kadergroep, regel: Kaderregel) -> tuple:
    code = regel.code
    vooraan = (groep.naam, code.code, code.naam)
    achteraan = (", ".join(code.gebruikt_in), regel.reden_open)
    if not regel.waarde:
        return (*vooraan, "niet vastgesteld", code.eenheid, None, None, "", "", "", "", *achteraan)
    parameter = regel.waarde.parameter
    # Numbers stay numbers, so that a spreadsheet can count with them.
    is_getal = code.soort in ("getal", "bedrag", "percentage")
    waarde = regel.waarde.waarde if is_getal else toon_volledig(regel.waarde.waarde, code.soort)
    dagen = (parameter.begindatum, parameter.einddatum)
    herkomst = (regel.waarde.kader.naam, parameter.bron, parameter.rij, parameter.get_zekerheid_display())
    return (*vooraan, waarde, code.eenheid, *dagen, *herkomst, *achteraan)


def _pdf(kader, peildatum, groepen, naam: str) -> HttpResponse:
    context = {"kader": kader, "peildatum": peildatum, "groepen": groepen}
    document = render_pdf("kern/beleidskader_document.html", context)
    return download(document.bytes, f"{naam}.pdf")
