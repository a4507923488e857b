"""De prognose van het Wsw-bestand: tabellen per lijn, een grafiek en de boodschap in één zin."""

from decimal import ROUND_HALF_UP, Decimal

from formatie.documents.tabel import GEEN_GEGEVENS, NIET_VASTGESTELD, Kolom, Regel, Stuk, Tabel
from formatie.queries.prognose import Documentlijn, Groepprognose, Prognose
from kern import opmaak
from kern.charts import Figuur, lijndiagram


def prognosestuk(gemeente, prognose: Prognose, groep: str, *, peildatum) -> Stuk:
    """De hele prognosepagina; `groep` is de groep van de grafiek en de eerste tabel."""
    gekozen = prognose.groep(groep)
    tabellen = [lijnen_tabel(prognose, gekozen)]
    tabellen += [
        per_groep(prognose, lijn, titel)
        for lijn, titel in LIJNEN
        if lijn != "landelijk" or prognose.landelijk_percentage is not None
    ]
    figuren = [f for f in (figuur(prognose, gekozen), documentfiguur(prognose.document)) if f]
    if prognose.document:
        tabellen.insert(1, document_tabel(prognose.document))
    return Stuk(
        f"prognose-wsw-{gemeente.code}-{prognose.jaren[0]}-{prognose.jaren[-1]}",
        f"Prognose Wsw {prognose.jaren[0]} tot {prognose.jaren[-1]}",
        gemeente.naam,
        gemeente.pk,
        peildatum,
        tuple(tabellen),
        inleiding=inleiding(prognose),
        figuren=tuple(figuren),
        bronnen=prognose.bronnen,
    )


LIJNEN = (("lokaal", "lokaal percentage"), ("landelijk", "landelijk percentage"), ("aow", "AOW-leeftijd"))


def inleiding(prognose: Prognose) -> tuple[str, ...]:
    """Waar de lijnen beginnen en wat er niet in zit."""
    zinnen = [f"Elk aantal is de stand op 1 januari. Begin van de lijnen: {prognose.begin}."]
    if prognose.aow_tot:
        zinnen.append(
            f"De AOW-lijn loopt tot {opmaak.datum(prognose.aow_tot)}: van later is de AOW-leeftijd nog niet bekend."
        )
    if prognose.zonder_geboortejaar:
        zinnen.append(
            f"Van {opmaak.getal(prognose.zonder_geboortejaar)} mensen is de AOW-datum nog niet bekend; "
            "zij bereiken hem pas na die dag."
        )
    return tuple(zinnen)


def lijnen_tabel(prognose: Prognose, groep: Groepprognose) -> Tabel:
    """Per jaar de drie lijnen en het echte aantal van één groep."""
    rijen = zip(
        prognose.jaren,
        prognose.percentages,
        groep.lokaal,
        groep.landelijk,
        groep.aow,
        groep.werkelijk,
        strict=True,
    )
    return Tabel(
        "lijnen",
        f"{groep.naam}: per jaar",
        (
            Kolom("1 januari"),
            Kolom("Daling jaar ervoor", "percentage"),
            Kolom("Lokaal", "mensen", NIET_VASTGESTELD),
            Kolom(_landelijk(prognose), "mensen", NIET_VASTGESTELD),
            Kolom("AOW-leeftijd", "aantal", GEEN_GEGEVENS),
            Kolom("Werkelijk", "aantal", GEEN_GEGEVENS),
        ),
        tuple(Regel((str(jaar), procent, *rest)) for jaar, procent, *rest in rijen),
        (
            ("Lokaal", "Het aantal van 1 januari, elk jaar verminderd met het percentage van dat jaar in het kader; "
             "ontbreekt dat, dan het percentage voor de komende jaren."),
            ("Landelijk", "Hetzelfde begin, met het landelijke percentage uit het kader."),
            ("AOW-leeftijd", "Mensen die op 1 januari van het eerste jaar in dienst zijn en hun AOW-datum nog niet "
             "hebben bereikt. Vertrek om een andere reden telt niet mee; deze lijn ligt dus hoger."),
            ("Werkelijk", "Lopende Wsw-dienstverbanden op 1 januari waarvoor deze gemeente betaalt."),
        ),
    )  # fmt: skip


def _landelijk(prognose: Prognose) -> str:
    percentage = prognose.landelijk_percentage
    return "Landelijk" if percentage is None else f"Landelijk ({opmaak.procent(percentage)})"


def per_groep(prognose: Prognose, lijn: str, titel: str) -> Tabel:
    """Eén lijn voor alle groepen."""
    soort = "aantal" if lijn == "aow" else "mensen"
    leeg = GEEN_GEGEVENS if lijn == "aow" else NIET_VASTGESTELD
    regels = [
        Regel((str(jaar), *(getattr(groep, lijn)[i] for groep in prognose.groepen)))
        for i, jaar in enumerate(prognose.jaren)
    ]
    kolommen = (Kolom("1 januari"), *(Kolom(groep.naam, soort, leeg) for groep in prognose.groepen))
    return Tabel(f"groepen-{lijn}", f"Per groep, {titel}", kolommen, tuple(regels))


def document_tabel(document: Documentlijn) -> Tabel:
    """Van begin naar eind met één vast percentage: 238 (2024) → 117 (2033) (TW-006)."""
    return Tabel(
        "document",
        f"Verloop volgens het document, {document.begin_jaar} tot en met {document.eind_jaar}",
        (Kolom("Jaar"), Kolom("Mensen", "mensen"), Kolom("Afgerond", "aantal")),
        tuple(Regel((str(stand.jaar), stand.aantal, stand.afgerond)) for stand in document.standen),
        (("Percentage", "Het vaste percentage waarmee het eerste aantal in deze jaren het laatste wordt."),),
        (document_zin(document),),
    )


def document_zin(document: Documentlijn) -> str:
    jaren = document.eind_jaar - document.begin_jaar
    return (
        f"Van {document.begin} in {document.begin_jaar} naar {document.eind} in {document.eind_jaar} is "
        f"{opmaak.procent(document.percentage)} per jaar, {jaren} jaar lang."
    )


def figuur(prognose: Prognose, groep: Groepprognose) -> Figuur | None:
    """De lijnen van één groep; een lijn zonder getallen staat er niet in."""
    reeksen = {
        naam: waarden
        for naam, waarden in (
            ("Lokaal", groep.lokaal),
            ("Landelijk", groep.landelijk),
            ("AOW-leeftijd", groep.aow),
            ("Werkelijk", groep.werkelijk),
        )
        if sum(waarde is not None for waarde in waarden) > 1
    }
    if not reeksen or not groep.start:
        return None
    return lijndiagram(
        titel=f"{groep.naam}, op 1 januari",
        zin=boodschap(prognose, groep),
        momenten=[str(jaar) for jaar in prognose.jaren],
        reeksen={naam: [_rond(waarde) for waarde in waarden] for naam, waarden in reeksen.items()},
        kop="1 januari",
    )


def _rond(waarde):
    return waarde.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(waarde, Decimal) else waarde


def boodschap(prognose: Prognose, groep: Groepprognose) -> str:
    """Het begin en het eind van de lokale lijn, in één zin."""
    eerste, laatste = prognose.jaren[0], prognose.jaren[-1]
    bekend = [
        (jaar, stand) for jaar, stand in zip(prognose.jaren, groep.aow, strict=True) if stand is not None
    ]
    met_aow = ""
    if len(bekend) > 1:
        jaar, stand = bekend[-1]
        met_aow = f" Tot {jaar} bereiken {groep.start - stand} van hen de AOW-leeftijd."
    lijnen = [
        f"{opmaak.getal(stand, 0)} met het {naam} percentage"
        for naam, stand in (("lokale", groep.lokaal[-1]), ("landelijke", groep.landelijk[-1]))
        if stand is not None
    ]
    if not lijnen:
        return f"In {eerste} zijn er {groep.start} mensen. Er is geen percentage vastgesteld.{met_aow}"
    return f"Van {groep.start} mensen in {eerste} zijn er in {laatste} nog {' en '.join(lijnen)}.{met_aow}"


def documentfiguur(document: Documentlijn | None) -> Figuur | None:
    if document is None:
        return None
    return lijndiagram(
        titel="Verloop volgens het document",
        zin=document_zin(document),
        momenten=[str(stand.jaar) for stand in document.standen],
        reeksen={"Mensen": [_rond(stand.aantal) for stand in document.standen]},
        kop="Jaar",
    )
