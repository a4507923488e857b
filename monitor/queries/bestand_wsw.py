"""De tabellen van de bestandsanalyse over Wsw: per groep, gemeente, werkgever en werklocatie."""

from collections.abc import Sequence

from monitor.queries.tabel import FTE, PERSONEN, WSW_LIJST, Cijfer, Rij, Rijen, Tabel
from wsw import queries as wsw

_DEEL = {"wsw-intern", "wsw-wol"}
_TOTAAL = {"wsw-zonder-bw", "wsw", "sw"}


def wsw_tabel(bestand: wsw.Bestandstand) -> Tabel:
    """Het Wsw-bestand per groep in personen en fte; begeleid werken en nieuw beschut apart (RH-035, TW-020)."""
    rijen, definities = [], []
    for code in wsw.GETELD:
        populatie, aantal = wsw.POPULATIES[code], bestand.totaal.per_populatie[code]
        if code == "wsw-zonder-indeling" and not aantal.personen:
            continue
        soort = "deel" if code in _DEEL else "totaal" if code in _TOTAAL else "gewoon"
        fte = None if code == "wsw-zonder-indeling" else aantal.fte
        rijen.append(
            Rij(code, populatie.naam, (wsw_personen(aantal.personen, code), Cijfer(fte, FTE)), soort)
        )
        definities.append((populatie.naam, populatie.definitie))
    return Tabel(
        "wsw",
        "Wsw-bestand per groep",
        "Groep",
        ("Personen", "Fte"),
        tuple(rijen),
        (
            (
                "Wie telt mee",
                "Wie op de peildatum een lopend dienstverband heeft en uit deze gemeente komt. Elke persoon telt "
                "één keer, in de groep van zijn indeling op die dag.",
            ),
            *definities,
            ("fte", "Contracturen per week gedeeld door de voltijdweek van de cao op de peildatum."),
        ),
        leeg=bestand.leeg,
    )


_KOLOMMEN = (
    ("Individueel", "wsw-individueel"),
    ("Groep", "wsw-groep"),
    ("Beschut", "wsw-beschut"),
    ("Totaal zonder begeleid werken", "wsw-zonder-bw"),
    ("Begeleid werken", "wsw-begeleid-werken"),
    ("Nieuw beschut", "nieuw-beschut"),
)


def wsw_per_gemeente(bestand: wsw.Bestandstand) -> Tabel:
    """Hetzelfde bestand per gemeente van herkomst, in personen."""
    rijen = [
        Rij(
            stand.sleutel,
            stand.naam,
            tuple(
                wsw_personen(stand.personen(code), code, ("herkomst", stand.sleutel)) for _, code in _KOLOMMEN
            ),
        )
        for stand in bestand.per_gemeente
    ]
    totaal = tuple(wsw_personen(bestand.totaal.personen(code), code) for _, code in _KOLOMMEN)
    return Tabel(
        "wsw-per-gemeente",
        "Wsw-bestand per gemeente",
        "Gemeente van herkomst",
        tuple(kop for kop, _ in _KOLOMMEN),
        (*rijen, Rij("totaal", "Totaal", totaal, "totaal")),
        (("Gemeente van herkomst", "De gemeente die voor deze medewerker betaalt."),),
        leeg=bestand.leeg,
    )


def formele_werkgevers(bestand: wsw.Bestandstand) -> Tabel:
    """Wie de formele werkgever is, per groep, in personen (RH-170)."""
    rijen = [
        Rij(
            f"werkgever-{stand.sleutel}",
            stand.naam,
            tuple(
                wsw_personen(stand.personen(code), code, _bij_werkgever(stand.sleutel))
                for _, code in _KOLOMMEN
            ),
        )
        for stand in bestand.per_formele_werkgever
    ]
    return Tabel(
        "formele-werkgever",
        "Formele werkgever",
        "Formele werkgever",
        tuple(kop for kop, _ in _KOLOMMEN),
        tuple(rijen),
        (("Formele werkgever", "De organisatie waar het dienstverband op de peildatum is."),),
        leeg=bestand.leeg,
    )


def _bij_werkgever(sleutel: str) -> tuple[str, str]:
    """The filter of the list; someone without an indeling has no formal employer yet."""
    return ("zonder_indeling", "on") if sleutel == "0" else ("formele_werkgever", sleutel)


def gemengde_werklocaties(locaties: Sequence[wsw.Locatiestand]) -> Tabel:
    """Werklocaties waar mensen uit verschillende gemeenten werken (RH-116: de werf, 36 = 29 + 3 + 2 + 1 + 1)."""
    rijen = []
    for nummer, locatie in enumerate((stand for stand in locaties if len(stand.herkomst) > 1), start=1):
        plek = (("werkgever", locatie.nummer), ("werklocatie", locatie.werklocatie or "geen"))
        naam = f"{locatie.werklocatie} ({locatie.werkgever})" if locatie.werklocatie else locatie.werkgever
        alles = wsw_personen(locatie.personen, "wsw-alle-herkomst", *plek)
        rijen.append(Rij(f"locatie-{nummer}", naam, (alles,), "totaal"))
        for gemeente, code, aantal in locatie.herkomst:
            cijfer = wsw_personen(aantal, "wsw-alle-herkomst", *plek, ("herkomst", code))
            rijen.append(Rij(f"locatie-{nummer}-{code}", f"waarvan {gemeente}", (cijfer,), "deel"))
    return Tabel(
        "werklocaties",
        "Werklocaties met gemengde herkomst",
        "Werklocatie",
        ("Personen",),
        tuple(rijen),
        (
            (
                "Gemengde herkomst",
                "Wsw-medewerkers met een plaatsing op deze plek, als zij uit meer dan één gemeente komen. Ook wie "
                "voor een andere gemeente telt, staat hier. Wie op twee plekken werkt, telt op beide plekken.",
            ),
        ),
        leeg=not rijen,
        leegtekst="Er zijn op deze peildatum geen werklocaties met mensen uit verschillende gemeenten.",
    )


def wsw_personen(aantal: int, populatie: str, *filters: tuple[str, str]) -> Cijfer:
    """Een aantal Wsw-medewerkers, met de lijst waar precies die mensen staan."""
    return Cijfer(aantal, PERSONEN, Rijen(WSW_LIJST, (("populatie", populatie), *filters)))
