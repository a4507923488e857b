"""De factuur op papier en als e-factuur, en alle facturen van een run als één bestand om af te drukken."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

from kern.lists.export import csv_cel
from kern.models import Bestand
from kern.pdf import Bijlage, Pdf, render_pdf
from werkgevers.documents.ubl import maak_ubl
from werkgevers.rules.factuur import BUITEN_HEFFING, EENHEID, Factuurgegevens, toon_kenmerk

BOEKINGSKOP = (
    "factuurnummer", "soort", "factuurdatum", "vervaldatum", "debiteur", "debiteurnaam", "kvk", "regel", "overeenkomst",
    "maand", "omschrijving", "btw-categorie", "btw-percentage", "bedrag zonder btw", "factuur zonder btw", "factuur btw",
    "factuur totaal", "betalingskenmerk", "verwijst naar",
)  # fmt: skip


def factuur_documenten(gegevens: Factuurgegevens) -> tuple[Pdf, bytes]:
    """De PDF/A-3 met de e-factuur erin, en dezelfde e-factuur los."""
    ubl = maak_ubl(gegevens)
    bijlage = Bijlage("factuur.xml", ubl, "E-factuur (UBL 2.1, NLCIUS)", "Alternative")
    context = factuurcontext(gegevens)
    return render_pdf("documenten/factuur.html", context, variant="pdf/a-3a", bijlagen=[bijlage]), ubl


def factuurcontext(gegevens: Factuurgegevens) -> dict:
    """Wat het sjabloon van de factuur nodig heeft."""
    return {
        "f": gegevens,
        "kenmerk": toon_kenmerk(gegevens.betalingskenmerk),
        "regels": [(regel, EENHEID.get(regel.eenheid, regel.eenheid)) for regel in gegevens.regels],
    }


def voeg_samen(bestanden: Iterable[Bestand]) -> bytes:
    """Alle PDF's achter elkaar, om af te drukken. De losse bestanden blijven het origineel."""
    import pikepdf

    with pikepdf.new() as samen:
        for bestand in bestanden:
            with pikepdf.open(BytesIO(bytes(bestand.inhoud))) as deel:
                samen.pages.extend(deel.pages)
        uit = BytesIO()
        samen.save(uit)
    return uit.getvalue()


def boekings_csv(facturen, ontvangsten=()) -> tuple[bytes, int]:
    """(bytes, aantal regels) voor de boekhouding: één rij per factuurregel, onderaan aantal en controletotalen.

    Ontvangen incassokosten en rente staan eronder, met een eigen controletotaal: zij zijn geen omzet met btw.
    """
    uit = StringIO()
    schrijver = csv.writer(uit, delimiter=";")
    schrijver.writerow(BOEKINGSKOP)
    rijen = 0
    for factuur in facturen:
        for regel in factuur.regels.all():
            rijen += 1
            cellen = (
                factuur.nummer, factuur.soort, factuur.factuurdatum, factuur.vervaldatum, factuur.relatie.nummer,
                factuur.relatie.naam, factuur.relatie.kvk, regel.volgorde, regel.overeenkomst.nummer,
                f"{regel.maand:%Y-%m}", regel.omschrijving, regel.btw_categorie, regel.btw_percentage, regel.bedrag,
                factuur.totaal_excl, factuur.btw, factuur.totaal, factuur.betalingskenmerk,
                factuur.verwijst_naar.nummer if factuur.verwijst_naar else "",
            )  # fmt: skip
            schrijver.writerow([csv_cel(cel) for cel in cellen])
    slot = [""] * len(BOEKINGSKOP)
    slot[0], slot[1] = "controletotaal", f"{len(facturen)} facturen"
    slot[7] = f"{rijen} regels"
    slot[13] = csv_cel(sum(regel.bedrag for factuur in facturen for regel in factuur.regels.all()))
    for plek, veld in ((14, "totaal_excl"), (15, "btw"), (16, "totaal")):
        slot[plek] = csv_cel(sum(getattr(factuur, veld) for factuur in facturen))
    schrijver.writerow(slot)
    for deel in ontvangsten:
        schrijver.writerow([csv_cel(cel) for cel in _ontvangstregel(deel)])
    if ontvangsten:
        slot = [""] * len(BOEKINGSKOP)
        slot[0], slot[1] = "controletotaal", "kosten en rente"
        slot[7] = f"{len(ontvangsten)} regels"
        slot[13] = csv_cel(sum(deel.bedrag for deel in ontvangsten))
        schrijver.writerow(slot)
    return uit.getvalue().encode("utf-8-sig"), rijen + len(ontvangsten)


def _ontvangstregel(deel) -> tuple:
    """Schadevergoeding voor te laat betalen valt buiten de heffing van btw (categorie O)."""
    relatie, brief = deel.aanmaning.relatie, deel.aanmaning
    return (
        "", deel.get_soort_display(), deel.betaling.datum, "", relatie.nummer, relatie.naam, relatie.kvk, "", "",
        f"{deel.betaling.datum:%Y-%m}", f"{deel.get_soort_display().capitalize()}, aanmaning van {brief.datum:%d-%m-%Y}",
        BUITEN_HEFFING, "", deel.bedrag, "", "", "", deel.betaling.kenmerk, "",
    )  # fmt: skip
