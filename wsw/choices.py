"""Keuzelijsten van de Wsw."""

from django.db.models import TextChoices


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
