"""De kolommen van het Wsw-bestand."""

from kern.imports import cells
from kern.registers import Importveld
from personen.importvelden import CONTACTPERSOON, WIE
from werkgevers.choices import Plaatsingssoort
from wsw import choices
from wsw.choices import Herkomst, RedenEinde, Subsoort

VELDEN = (
    *WIE,
    Importveld(
        "regeling",
        "Regeling",
        cells.keuze(choices.Regeling.choices),
        uitleg="wsw of nieuw_beschut; leeg is wsw",
        voorbeeld="wsw",
    ),
    Importveld(
        "wsw_sinds", "In de Wsw sinds", cells.datum, uitleg="uiterlijk 31-12-2014", voorbeeld="01-04-2003"
    ),
    Importveld(
        "begindatum",
        "Begin dienstverband",
        cells.datum,
        verplicht=True,
        voorbeeld="01-04-2003",
        ook_bekend_als=("datum in dienst", "indienst"),
    ),
    Importveld(
        "einddatum",
        "Einde dienstverband",
        cells.datum,
        uitleg="laatste dag, met een reden",
        ook_bekend_als=("datum uit dienst",),
    ),
    Importveld(
        "reden_einde",
        "Reden einde",
        cells.keuze(RedenEinde.choices),
        uitleg="aow, ziek, verzoek, overleden, …",
    ),
    Importveld(
        "herkomst",
        "Herkomst",
        cells.keuze(Herkomst.choices),
        uitleg="voor_2015, overname of nieuw_beschut",
        voorbeeld="voor_2015",
    ),
    Importveld(
        "herkomstgemeente",
        "Herkomstgemeente",
        cells.tekst(80),
        uitleg="CBS-code of naam; leeg is de eigen gemeente",
    ),
    Importveld(
        "formele_werkgever",
        "Formele werkgever",
        cells.tekst(120),
        uitleg="naam van de organisatie",
        voorbeeld="Gemeente Rijssen-Holten",
    ),
    Importveld(
        "groep",
        "Groep",
        cells.keuze(choices.Groep.choices, detachering_groep="groep", bw="begeleid_werken"),
        verplicht=True,
        uitleg="individueel, groep, beschut of begeleid_werken",
        voorbeeld="groep",
        ook_bekend_als=("werksoort",),
    ),
    Importveld(
        "subsoort",
        "Bijzonder merk",
        cells.keuze(Subsoort.choices),
        uitleg="intern (bij individueel) of wol (bij beschut)",
    ),
    Importveld(
        "uren",
        "Uren per week",
        cells.getal(onder="0", boven="40"),
        verplicht=True,
        voorbeeld="36",
        ook_bekend_als=("uren", "contracturen"),
    ),
    Importveld("schaal", "Loonschaal", cells.tekst(20), voorbeeld="B", ook_bekend_als=("schaal",)),
    Importveld(
        "handicapcategorie",
        "Arbeidshandicapcategorie",
        cells.keuze(choices.Handicapcategorie.choices),
        uitleg="licht, matig of ernstig",
        voorbeeld="matig",
    ),
    Importveld("indicatie_tot", "Indicatie geldig tot en met", cells.datum, voorbeeld="31-12-2027"),
    Importveld("cao", "Cao", cells.keuze(choices.Cao.choices), uitleg="sw of aan_de_slag", voorbeeld="sw"),
    Importveld("voorzien", "Begeleiding al geregeld", cells.ja_nee, uitleg="ja of nee", voorbeeld="nee"),
    Importveld("kennismaking_op", "Kennismaking op", cells.datum),
    Importveld(
        "indeling_vanaf",
        "Indeling vanaf",
        cells.datum,
        uitleg="vanaf wanneer groep en uren gelden; leeg is begin dienstverband",
    ),
    Importveld(
        "werkgever",
        "Werkgever",
        cells.tekst(150),
        uitleg="naam, KvK- of relatienummer",
        voorbeeld="Voorbeeld Groen BV",
        ook_bekend_als=("inlener",),
    ),
    Importveld(
        "plaatsing_soort",
        "Soort plaatsing",
        cells.keuze(Plaatsingssoort.choices),
        uitleg="leeg: volgt uit de groep",
    ),
    Importveld("plaatsing_vanaf", "Plaatsing vanaf", cells.datum, voorbeeld="01-01-2021"),
    Importveld("plaatsing_tot", "Plaatsing tot en met", cells.datum),
    Importveld("werklocatie", "Werklocatie", cells.tekst(80), voorbeeld="de werf"),
    Importveld("contract_tot", "Contract tot en met", cells.datum, voorbeeld="31-12-2026"),
    *CONTACTPERSOON,
)
