"""Keuzelijsten van de detacheringsovereenkomst: status, tarief, btw en uren."""

from django.db.models import TextChoices


class Overeenkomstsoort(TextChoices):
    """Elke soort heeft een eigen landelijke band voor het tarief (RH-113)."""

    INDIVIDUEEL = "individuele_detachering", "individuele detachering"
    GROEP = "groepsdetachering", "groepsdetachering"
    BESCHUT = "beschut", "beschut werk"


class Overeenkomststatus(TextChoices):
    """De keten van RH-134: elke stap is van één rol (RH-024, RH-025)."""

    OVEREENGEKOMEN = "overeengekomen", "overeengekomen"
    OPGESTELD = "opgesteld", "opgesteld"
    GETEKEND = "getekend", "getekend"
    LOPEND = "lopend", "lopend"
    BEEINDIGD = "beeindigd", "beëindigd"


# Which status may follow which; the page draws its step bar from the order of the choices.
OVERGANGEN: dict[Overeenkomststatus, frozenset[Overeenkomststatus]] = {
    Overeenkomststatus.OVEREENGEKOMEN: frozenset(
        {Overeenkomststatus.OPGESTELD, Overeenkomststatus.BEEINDIGD}
    ),
    Overeenkomststatus.OPGESTELD: frozenset(
        {Overeenkomststatus.OVEREENGEKOMEN, Overeenkomststatus.GETEKEND, Overeenkomststatus.BEEINDIGD}
    ),
    Overeenkomststatus.GETEKEND: frozenset({Overeenkomststatus.LOPEND, Overeenkomststatus.BEEINDIGD}),
    Overeenkomststatus.LOPEND: frozenset({Overeenkomststatus.BEEINDIGD}),
    Overeenkomststatus.BEEINDIGD: frozenset(),
}


class Versiestatus(TextChoices):
    """De stand van één versie: pas een getekende versie geldt."""

    OVEREENGEKOMEN = "overeengekomen", "overeengekomen"
    OPGESTELD = "opgesteld", "opgesteld"
    GETEKEND = "getekend", "getekend"
    VERVALLEN = "vervallen", "vervallen"


class Herkomst(TextChoices):
    """Nieuw, of overgenomen van het vroegere werkvoorzieningschap en nog te bekijken (RH-028, RH-051)."""

    NIEUW = "nieuw", "nieuw"
    VOORTGEZET = "voortgezet", "voortgezet"


class RedenEindeOvereenkomst(TextChoices):
    AFGELOPEN = "afgelopen", "afgesproken einde"
    WERKGEVER = "werkgever", "werkgever stopt"
    MEDEWERKER = "medewerker", "medewerker stopt"
    PRIJS = "prijs", "prijs te hoog"
    ANDERE_PLEK = "andere_plek", "naar een andere plek"
    DIENSTVERBAND = "dienstverband", "dienstverband eindigt"
    NIET_DOORGEGAAN = "niet_doorgegaan", "niet doorgegaan"
    ANDER = "ander", "andere reden"


class Tariefmethode(TextChoices):
    """Waarop het inleentarief rust (RH-114, RH-052, HT-081; regels §6.2)."""

    LOONWAARDE = "loonwaarde", "loonwaarde"
    KOSTEN = "kosten", "kosten van begeleiding"
    LOONSOM_OPSLAG = "loonsom_opslag", "loonsom met opslag"
    UREN_TARIEF = "uren_tarief", "gewerkte uren × tarief"
    NORMUREN = "normuren", "normuren × tarief"
    VAST_MAAND = "vast_maand", "vast bedrag per maand"


# These methods are settled per hour that was worked; the others per month.
METHODEN_PER_UUR = (Tariefmethode.LOONWAARDE, Tariefmethode.UREN_TARIEF)


class Btwcategorie(TextChoices):
    """De codes van EN 16931 (UNCL5305) voor een factuurregel (regels §6.2, §6.3)."""

    S = "S", "btw, hoog tarief"
    AE = "AE", "btw verlegd"
    E = "E", "vrijgesteld van btw"
    O = "O", "buiten de btw"  # noqa: E741 - the code of the standard


class Urensoort(TextChoices):
    GEWERKT = "gewerkt", "gewerkt"
    MEER = "meer", "meeruren"
    VERLOF = "verlof", "verlof"
    ZIEK = "ziek", "ziek"
    FEESTDAG = "feestdag", "feestdag"
    NIET_GEWERKT = "niet_gewerkt", "niet gewerkt"
