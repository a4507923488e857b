"""Documenten van de loonkostensubsidie: het besluit en de betaallijst als PDF, en de lijst als csv."""

import csv
from io import StringIO

from kern.lists.export import csv_cel
from kern.pdf import Pdf, render_pdf

KOP = (
    "regel", "maand", "dossier", "werkgever", "relatienummer", "kvk", "grondslag", "omschrijving", "verbetert", "bedrag",
)  # fmt: skip


def besluit_pdf(subsidie, bedragen) -> Pdf:
    """Het besluit; `bedragen` is een lijst van (begin, einde, bedrag, aanleiding, regels)."""
    context = {"subsidie": subsidie, "persoon": subsidie.persoon, "bedragen": bedragen}
    return render_pdf("documenten/lks_besluit.html", context)


def betaallijst_pdf(lijst, regels, *, goedgekeurd_door, goedgekeurd_op) -> Pdf:
    """De goedgekeurde betaallijst met haar controletotaal."""
    context = {
        "lijst": lijst,
        "regels": regels,
        "goedgekeurd_door": goedgekeurd_door,
        "goedgekeurd_op": goedgekeurd_op,
    }
    return render_pdf("documenten/lks_betaallijst.html", context)


def betaallijst_csv(lijst, regels) -> bytes:
    """Voor de financiële administratie: één rij per regel, als laatste het aantal en het controletotaal."""
    uit = StringIO()
    schrijver = csv.writer(uit, delimiter=";")
    schrijver.writerow(KOP)
    for regel in regels:
        subsidie = regel.subsidie
        cellen = (
            regel.pk, f"{regel.maand:%Y-%m}", subsidie.persoon.nummer, subsidie.relatie.naam,
            subsidie.relatie.nummer, subsidie.relatie.kvk, subsidie.get_grondslag_display(), regel.omschrijving,
            regel.verbetert_id or "", regel.bedrag,
        )  # fmt: skip
        schrijver.writerow([csv_cel(cel) for cel in cellen])
    leeg = [""] * (len(KOP) - 3)
    schrijver.writerow(["controletotaal", f"{lijst.aantal} regels", *leeg, csv_cel(lijst.totaal)])
    return uit.getvalue().encode("utf-8-sig")
