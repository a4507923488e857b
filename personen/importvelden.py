"""De velden waarmee een importbestand zegt om wie het gaat; elk bestand met mensen gebruikt dezelfde."""

from kern.imports import cells
from kern.registers import Importveld
from personen.choices import Geslacht

BSN = Importveld(
    "bsn",
    "BSN",
    cells.bsn,
    uitleg="9 cijfers",
    voorbeeld="999990019",
    ook_bekend_als=("burgerservicenummer",),
)
WIE = (
    BSN,
    Importveld("voorletters", "Voorletters", cells.voorletters, voorbeeld="A.B."),
    Importveld("roepnaam", "Roepnaam", cells.tekst(60), voorbeeld="Anna"),
    Importveld(
        "tussenvoegsel",
        "Tussenvoegsel",
        cells.tekst(20),
        voorbeeld="van",
        ook_bekend_als=("voorvoegsel", "voorvoegsels"),
    ),
    Importveld(
        "achternaam",
        "Achternaam",
        cells.tekst(100),
        verplicht=True,
        voorbeeld="Voorbeeld",
        ook_bekend_als=("naam", "geslachtsnaam"),
    ),
    Importveld(
        "geboortedatum",
        "Geboortedatum",
        cells.geboortedatum,
        verplicht=True,
        voorbeeld="12-05-1984",
        ook_bekend_als=("geb.datum", "gebdatum", "geboren"),
    ),
    Importveld(
        "geslacht", "Geslacht", cells.keuze(Geslacht.choices), uitleg="v, m, x of o (onbekend)", voorbeeld="v"
    ),
)
CONTACTPERSOON = (
    Importveld(
        "contactpersoon",
        "Contactpersoon",
        cells.tekst(80),
        uitleg="de gebruikersnaam van de consulent",
        voorbeeld="consulent",
        ook_bekend_als=("consulent", "klantmanager", "casemanager"),
    ),
    Importveld(
        "contactpersoon_vanaf",
        "Contactpersoon vanaf",
        cells.datum,
        uitleg="leeg: vanaf het begin, of vandaag",
        voorbeeld="01-01-2026",
    ),
)
