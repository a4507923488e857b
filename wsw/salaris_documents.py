"""De betaalopdracht als pdf en als bestand voor financiën, met het controletotaal."""

from kern.lists.export import Uitvoer, bytes_van
from kern.pdf import Pdf, render_pdf


def opdracht_pdf(opdracht, regels, *, goedgekeurd_door, goedgekeurd_op) -> Pdf:
    """De goedgekeurde opdracht, met wie haar opstelde en wie haar goedkeurde."""
    context = {
        "opdracht": opdracht, "regels": regels, "goedgekeurd_door": goedgekeurd_door, "goedgekeurd_op": goedgekeurd_op,
    }  # fmt: skip
    return render_pdf("documenten/betaalopdracht.html", context)


def opdracht_als(vorm: str, opdracht, regels) -> bytes:
    """csv of xlsx: één rij per post, als laatste het controletotaal."""
    vast = (f"{opdracht.maand:%Y-%m}", opdracht.gemeente.naam, opdracht.ontvanger, opdracht.kenmerk)
    rijen = [(*vast, regel.get_soort_display(), regel.bedrag) for regel in regels]
    blad = Uitvoer(
        titel=f"Salarissen {opdracht.maand:%m-%Y}",
        koppen=("Maand", "Gemeente", "Ontvanger", "Kenmerk", "Post", "Bedrag"),
        namen=("maand", "gemeente", "ontvanger", "kenmerk", "post", "bedrag"),
        formaten=("", "", "", "", "", "#,##0.00"),
        breedtes=(10, 22, 26, 18, 36, 16),
        rijen=[*rijen, (*vast, "controletotaal", opdracht.totaal)],
    )
    return bytes_van(vorm, blad)
