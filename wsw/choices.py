"""Keuzelijsten van de Wsw."""

from django.db.models import TextChoices

from werkgevers.choices import Plaatsingssoort


class Groep(TextChoices):
    """De groepen van de bestandsanalyse (RH-035, RH-036, RH-039; regels.md §2.2)."""

    INDIVIDUEEL = "individueel", "individuele detachering"
    GROEP = "groep", "groepsdetachering"
    BESCHUT = "beschut", "beschut werk"
    BEGELEID_WERKEN = "begeleid_werken", "begeleid werken"


class Subsoort(TextChoices):
    """Een bijzonder merk binnen een groep (RH-036)."""

    GEEN = "", "geen"
    INTERN = "intern", "interne plaatsing"
    WOL = "wol", "werken op locatie (WOL)"


# Which marker belongs to which group: intern within individueel, WOL within beschut (RH-036).
SUBSOORT_BIJ_GROEP: dict[str, Groep] = {Subsoort.INTERN: Groep.INDIVIDUEEL, Subsoort.WOL: Groep.BESCHUT}


class Regeling(TextChoices):
    """Wsw of nieuw beschut (Participatiewet), elk apart geteld (TW-020)."""

    WSW = "wsw", "Wsw"
    NIEUW_BESCHUT = "nieuw_beschut", "nieuw beschut (Participatiewet)"


class Cao(TextChoices):
    SW = "sw", "cao SW"
    AAN_DE_SLAG = "aan_de_slag", "cao Aan de slag"


class Handicapcategorie(TextChoices):
    """Arbeidshandicapcategorie (Wsw art. 11)."""

    ONBEKEND = "", "onbekend"
    LICHT = "licht", "licht (van voor 1998)"
    MATIG = "matig", "matig"
    ERNSTIG = "ernstig", "ernstig"


class Herkomst(TextChoices):
    """Hoe iemand in het bestand kwam: instroom in de Wsw kan niet meer (RH-037, Wsw art. 1)."""

    VOOR_2015 = "voor_2015", "in dienst voor 1-1-2015"
    OVERNAME = "overname", "overgenomen van een andere formele werkgever"
    NIEUW_BESCHUT = "nieuw_beschut", "indicatie nieuw beschut"


class RedenEinde(TextChoices):
    """Waarom het dienstverband eindigt (Wsw art. 6 en 12; regels.md §2.2)."""

    AOW = "aow", "AOW-leeftijd"
    OVERLEDEN = "overleden", "overleden"
    ZIEK = "ziek", "langdurig ziek (WIA)"
    VERZOEK = "verzoek", "eigen verzoek"
    BUITEN_DOELGROEP = "buiten_doelgroep", "herindicatie: buiten de doelgroep"
    DRINGEND = "dringend", "dringende reden"
    REGULIER = "regulier", "regulier werk"
    OVERDRACHT = "overdracht", "overgedragen aan een andere formele werkgever"
    ANDER = "ander", "andere reden"


# ---- terugval (RH-029, RH-122, RH-123) -----------------------------------------------------------------
TERUGVALSOORTEN = (Plaatsingssoort.INTERN, Plaatsingssoort.BESCHUT)


class Locatieoordeel(TextChoices):
    """De uitkomst van het onderzoek per locatie (RH-029, RH werkafspraak o)."""

    ONDERZOEK = "onderzoek", "wordt onderzocht"
    GESCHIKT = "geschikt", "geschikt"
    ONGESCHIKT = "ongeschikt", "niet geschikt"


class Werkplekeis(TextChoices):
    """De eisen van een volwaardige werkplek (RH §3.9 noemt ze niet; zie docs/besluiten, terugvalplek)."""

    WERK = "werk", "passend werk voor alle uren"
    BEGELEIDING = "begeleiding", "dagelijkse begeleiding"
    VEILIG = "veilig", "een veilige en gezonde werkplek (RI&E)"
    BEREIKBAAR = "bereikbaar", "bereikbaar voor de medewerker"
    ONTWIKKELING = "ontwikkeling", "ruimte om te blijven leren"


class Uitkomst(TextChoices):
    """Hoe een terugval eindigt."""

    NIEUWE_PLEK = "nieuwe_plek", "nieuwe plek gevonden"
    BLIJFT = "blijft", "blijft hier, is geen terugval meer"
    DIENSTVERBAND = "dienstverband", "dienstverband eindigde"
    ANDER = "ander", "andere reden"


# ---- mutaties naar de salarispartij (RH-002, RH-145) ---------------------------------------------------
class Uitbesteed(TextChoices):
    """Wat is uitbesteed (RH-002)."""

    HRM = "hrm", "HRM"
    SALARIS = "salaris", "salarisadministratie"
    DOSSIER = "dossier", "dossieradministratie"


class Mutatiesoort(TextChoices):
    """Wat de salarispartij moet weten; bruto en netto rekent zij zelf uit (RH-002)."""

    IN_DIENST = "in_dienst", "in dienst"
    UIT_DIENST = "uit_dienst", "uit dienst"
    UREN = "uren", "uren, schaal of groep"
    PLAATSING = "plaatsing", "plaatsing"
    ZIEK = "ziek", "ziek of hersteld"
    VERLOF = "verlof", "verlof"
    MAANDUREN = "maanduren", "bijzondere uren in een maand"
    ADRES = "adres", "adres"
    PERSOON = "persoon", "persoonsgegevens"
    ANDERS = "anders", "iets anders"


# What someone passes on by hand; the rest arises by itself.
MET_DE_HAND = (
    Mutatiesoort.UREN, Mutatiesoort.ZIEK, Mutatiesoort.VERLOF, Mutatiesoort.PERSOON, Mutatiesoort.ANDERS,
)  # fmt: skip


# ---- betaalopdracht salarissen (RH-150) ----------------------------------------------------------------
class Opdrachtstatus(TextChoices):
    OPGESTELD = "opgesteld", "opgesteld"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"


class Salarispost(TextChoices):
    """Waaruit het bedrag van de salarispartij bestaat; alleen een verrekening kan minder dan nul zijn."""

    NETTOLOON = "nettoloon", "nettolonen"
    LOONHEFFING = "loonheffing", "loonheffing en premies"
    PENSIOEN = "pensioen", "pensioen"
    OVERIG = "overig", "overige"
    VERREKENING = "verrekening", "verrekening van een eerdere maand"
    SALARISSEN = "salarissen", "salarissen, niet gesplitst"


# ---- Wsw-statistiek (RH-105, Wsw art. 14) --------------------------------------------------------------
class Statistiekveld(TextChoices):
    """Gegevens die een rij compleet maken; wat ontbreekt staat op de controlepagina met een link."""

    BSN = "bsn", "BSN"
    GESLACHT = "geslacht", "geslacht"
    HANDICAP = "handicapcategorie", "arbeidshandicapcategorie"
    INDICATIE = "indicatie", "geldigheid van de indicatie"
    INDELING = "indeling", "indeling op de laatste dag"
    PLAATSING = "plaatsing", "plaatsing op de laatste dag"
