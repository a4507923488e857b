"""Herinneringen en aanmaningen als brief, en de ouderdomslijst als PDF."""

from datetime import date
from decimal import Decimal

from kern.actions.bestanden import bewaar_bestand
from kern.models import Bestand
from kern.pdf import Pdf, render_pdf
from werkgevers.choices import Aanmaningsoort
from werkgevers.documents.factuur import voeg_samen
from werkgevers.models import Aanmaning
from werkgevers.queries.afzender import afzender

KOPPEN = {
    Aanmaningsoort.HERINNERING: "Herinnering",
    Aanmaningsoort.VEERTIENDAGENBRIEF: "Aanmaning",
    Aanmaningsoort.AANMANING: "Aanmaning met kosten",
}


def brief_gegevens(aanmaning: Aanmaning) -> dict:
    """Alles wat op de brief staat, om bij de brief te bewaren."""
    van = afzender(aanmaning.gemeente, aanmaning.datum)
    relatie = aanmaning.relatie
    return {
        "van": {
            "naam": van.partij.naam or str(aanmaning.gemeente), "straat": van.partij.straat, "postcode": van.partij.postcode,
            "plaats": van.partij.plaats, "email": van.partij.email, "telefoon": van.partij.telefoon,
        },
        "iban": van.iban, "bic": van.bic,
        "aan": {
            "naam": relatie.naam, "straat": f"{relatie.straat} {relatie.huisnummer}".strip(), "postcode": relatie.postcode,
            "plaats": relatie.plaats,
        },
        "regels": [
            {
                "nummer": regel.factuur.nummer, "datum": regel.factuur.factuurdatum.isoformat(),
                "vervaldatum": regel.factuur.vervaldatum.isoformat(), "open": str(regel.open),
                "kenmerk": regel.factuur.betalingskenmerk, "rente": str(regel.rente), "rekening": regel.rekening,
            }
            for regel in aanmaning.regels.all()
        ],
    }  # fmt: skip


def brief_context(aanmaning: Aanmaning) -> dict:
    gegevens = aanmaning.gegevens.get("brief") or brief_gegevens(aanmaning)
    regels = [
        regel
        | {
            "datum": date.fromisoformat(regel["datum"]), "vervaldatum": date.fromisoformat(regel["vervaldatum"]),
            "open": Decimal(regel["open"]), "rente": Decimal(regel["rente"]), "stappen": uit_json(regel["rekening"]),
        }
        for regel in gegevens["regels"]
    ]  # fmt: skip
    kosten = aanmaning.gegevens.get("kosten", {})
    return {
        "brief": aanmaning,
        "kop": KOPPEN[Aanmaningsoort(aanmaning.soort)],
        "van": gegevens["van"],
        "aan": gegevens["aan"],
        "iban": gegevens["iban"],
        "bic": gegevens["bic"],
        "regels": regels,
        "normen": aanmaning.gegevens.get("normen", []),
        "particulier": aanmaning.gegevens.get("particulier", False),
        "kosten": Decimal(kosten.get("bedrag", "0")),
        "kosten_stappen": uit_json(kosten),
        "kosten_ontbreekt": kosten.get("ontbreekt", ""),
        "rente_ontbreekt": next(
            (r["rekening"].get("ontbreekt") for r in regels if r["rekening"].get("ontbreekt")), ""
        ),
        "met_kosten": aanmaning.soort == Aanmaningsoort.AANMANING,
        "veertien": aanmaning.soort == Aanmaningsoort.VEERTIENDAGENBRIEF,
    }


def uit_json(rekening: dict) -> list[dict]:
    return [
        {"wat": wat, "hoe": hoe, "bedrag": Decimal(bedrag)}
        for wat, hoe, bedrag in rekening.get("stappen", [])
    ]


def brief_pdf(aanmaning: Aanmaning, *, door) -> Bestand:
    pdf = render_pdf("documenten/aanmaning.html", brief_context(aanmaning))
    naam = f"{aanmaning.soort}-{aanmaning.relatie.nummer}-{aanmaning.datum:%Y-%m-%d}.pdf"
    return bewaar_bestand(pdf.bytes, naam, gemeente=aanmaning.gemeente, door=door)


def bundel(bestanden: list[Bestand], naam: str, gemeente, door) -> Bestand:
    """Alle brieven achter elkaar om af te drukken; de losse brieven blijven het origineel."""
    return bewaar_bestand(voeg_samen(bestanden), naam, gemeente=gemeente, door=door)


def ouderdomslijst_pdf(lijst, facturen, gemeenten) -> Pdf:
    """De openstaande posten op één dag, met het totaal per ouderdom."""
    return render_pdf(
        "documenten/ouderdomslijst.html", {"lijst": lijst, "facturen": facturen, "gemeenten": gemeenten}
    )
