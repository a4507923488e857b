"""A kader on paper and as csv: exactly the lines of the page, with the same filters and peildatum."""

import csv
from datetime import date

from django.http import HttpResponse

from kern.lists.export import csv_cel, onschadelijk
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
    naam = f"{kader.code}-{peildatum:%Y-%m-%d}.{vorm}"
    maak = {"csv": _csv, "pdf": _pdf}[vorm]
    antwoord = maak(kader, peildatum, groepen)
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    antwoord["X-Content-Type-Options"] = "nosniff"
    return antwoord


def _csv(kader, peildatum, groepen) -> HttpResponse:
    antwoord = HttpResponse(content_type="text/csv; charset=utf-8")
    antwoord.write("\ufeff")
    schrijver = csv.writer(antwoord, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(onschadelijk(kop) for kop in KOPPEN)
    for groep in groepen:
        for regel in groep.regels:
            schrijver.writerow(csv_cel(cel) for cel in _cellen(groep, regel))
    return antwoord


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


def _pdf(kader, peildatum, groepen) -> HttpResponse:
    context = {"kader": kader, "peildatum": peildatum, "groepen": groepen}
    return HttpResponse(
        render_pdf("kern/beleidskader_document.html", context).bytes, content_type="application/pdf"
    )
