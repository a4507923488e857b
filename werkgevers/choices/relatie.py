"""Keuzelijsten van werkgevers."""

from django.db.models import TextChoices


class Relatiesoort(TextChoices):
    """Soorten relaties; één relatie kan er meer zijn (RH-081)."""

    WERKGEVER = "werkgever", "werkgever"
    OPLEIDER = "opleider", "opleidingscentrum"
    REINTEGRATIEBEDRIJF = "reintegratiebedrijf", "re-integratiebedrijf"
    ONTWIKKELORGANISATIE = "ontwikkelorganisatie", "ontwikkelorganisatie"
    EIGEN_LOCATIE = "eigen_locatie", "eigen locatie"


class Plaatsingssoort(TextChoices):
    """Hoe iemand bij een werkgever werkt (RH-130, regels.md §2.2)."""

    INDIVIDUELE_DETACHERING = "individuele_detachering", "individuele detachering"
    GROEPSDETACHERING = "groepsdetachering", "groepsdetachering"
    INTERN = "intern", "interne plaatsing"
    BESCHUT = "beschut", "beschut werk"
    BEGELEID_WERKEN = "begeleid_werken", "begeleid werken"
    WERKERVARINGSPLAATS = "werkervaringsplaats", "werkervaringsplaats"
    PROEFPLAATSING = "proefplaatsing", "proefplaatsing"
    STAGE = "stage", "stage"
    REGULIER = "regulier", "regulier werk"
    LEERWERK = "leerwerk", "leerwerktraject"


class RedenEindePlaatsing(TextChoices):
    CONTRACT = "contract", "contract liep af"
    WERKGEVER = "werkgever", "werkgever stopte"
    MEDEWERKER = "medewerker", "medewerker stopte"
    ANDERE_PLEK = "andere_plek", "naar een andere plek"
    ZIEK = "ziek", "ziek"
    DIENSTVERBAND = "dienstverband", "dienstverband eindigde"
    ANDER = "ander", "andere reden"


# Placements that rest on an SW-dienstverband: they end with it.
DIENSTVERBANDSOORTEN = (
    Plaatsingssoort.INDIVIDUELE_DETACHERING,
    Plaatsingssoort.GROEPSDETACHERING,
    Plaatsingssoort.INTERN,
    Plaatsingssoort.BESCHUT,
    Plaatsingssoort.BEGELEID_WERKEN,
)
