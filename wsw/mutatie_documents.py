"""De mutaties als bestand voor de salarispartij: csv, Excel en pdf, zoals ze zijn verstuurd."""

import hashlib

from kern.lists.export import MEDIATYPEN, Uitvoer, bytes_van
from kern.pdf import render_pdf

KOPPEN = (
    "Dossiernummer", "Naam", "Geboortedatum", "Soort", "Gaat in op", "Wat", "Verbetert een eerdere", "Mutatie",
)  # fmt: skip


def blad_van(levering, mutaties) -> Uitvoer:
    """Eén rij per mutatie. Een BSN gaat niet mee: het dossiernummer is bij de salarispartij bekend."""
    return Uitvoer(
        titel=f"Mutaties {levering.maand:%m-%Y}",
        koppen=KOPPEN,
        namen=("dossier", "naam", "geboren", "soort", "per", "wat", "verbetering", "nummer"),
        formaten=("", "", "dd-mm-yyyy", "", "dd-mm-yyyy", "", "", ""),
        breedtes=(14, 26, 14, 20, 14, 70, 12, 10),
        rijen=[
            (
                mutatie.persoon.nummer,
                mutatie.persoon.weergavenaam,
                mutatie.persoon.geboortedatum,
                mutatie.get_soort_display(),
                mutatie.ingangsdatum,
                mutatie.omschrijving,
                "ja" if mutatie.verbetering else "nee",
                mutatie.pk,
            )
            for mutatie in mutaties
        ],
    )


def bestanden_van(levering, mutaties) -> dict[str, tuple[str, str, bytes, str]]:
    """Per vorm (naam, mediatype, inhoud, sha256)."""
    stam = f"mutaties-{levering.gemeente.code}-{levering.jaar}-{levering.volgnummer:02d}"
    uit = {}
    for vorm in ("csv", "xlsx"):
        inhoud = bytes_van(vorm, blad_van(levering, mutaties))
        uit[vorm] = (f"{stam}.{vorm}", MEDIATYPEN[vorm], inhoud, hashlib.sha256(inhoud).hexdigest())
    pdf = render_pdf("documenten/mutaties.html", {"levering": levering, "mutaties": mutaties})
    uit["pdf"] = (f"{stam}.pdf", "application/pdf", pdf.bytes, pdf.sha256)
    return uit
