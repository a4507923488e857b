"""Keuzelijsten van betalingen, aanmaningen en incasso."""

from django.db.models import TextChoices


class Bankbestandsoort(TextChoices):
    CAMT = "camt.053", "camt.053"
    MT940 = "MT940", "MT940"


class Zekerheid(TextChoices):
    """Hoe zeker een voorstel is; alleen wat zeker is koppelt Trede zelf."""

    ZEKER = "zeker", "zeker"
    WAARSCHIJNLIJK = "waarschijnlijk", "waarschijnlijk"
    MOGELIJK = "mogelijk", "mogelijk"
    GEEN = "geen", "geen voorstel"


class Terzijde(TextChoices):
    """Waarom (een deel van) een betaling niet bij een factuur hoort."""

    GEEN_FACTUUR = "geen_factuur", "hoort niet bij een factuur"
    KOSTEN_RENTE = "kosten_rente", "is voor incassokosten of rente"
    TERUGBETAALD = "terugbetaald", "is terugbetaald"
    ANDER = "ander", "andere reden"


class Betaalbron(TextChoices):
    """Hoe het geld binnenkwam; alles behalve een bankbestand vraagt vier ogen."""

    BANK = "bank", "bankbestand"
    KAS = "kas", "kas of pin"
    ANDERE_REKENING = "andere_rekening", "andere rekening van de gemeente"
    VERREKEND = "verrekend", "verrekend met een bedrag dat de werkgever kreeg"


class Kostensoort(TextChoices):
    """Wat een aanmaning naast de hoofdsom vraagt (art. 6:44 BW)."""

    KOSTEN = "kosten", "incassokosten"
    RENTE = "rente", "rente"


class Koppelwijze(TextChoices):
    AUTOMATISCH = "automatisch", "door Trede"
    HAND = "hand", "met de hand"
    STORNO = "storno", "storno"


class RedenAfboeking(TextChoices):
    FAILLISSEMENT = "faillissement", "faillissement"
    ONINBAAR = "oninbaar", "oninbaar"
    KLEIN_VERSCHIL = "klein_verschil", "klein verschil"
    COULANCE = "coulance", "coulance"


class Voorstelstatus(TextChoices):
    VOORGESTELD = "voorgesteld", "wacht op een collega"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
    AFGEWEZEN = "afgewezen", "afgewezen"


class Incassoafspraaksoort(TextChoices):
    """Waarom er nu geen aanmaning gaat."""

    UITSTEL = "uitstel", "uitstel van betaling"
    REGELING = "regeling", "betalingsregeling"
    BLOKKADE = "blokkade", "geen aanmaningen sturen"


class Aanmaningsoort(TextChoices):
    """De stappen van een aanmaanronde (art. 6:96 BW; regels §6.5)."""

    HERINNERING = "herinnering", "herinnering"
    VEERTIENDAGENBRIEF = "veertiendagenbrief", "aanmaning met 14 dagen (particulier)"
    AANMANING = "aanmaning", "aanmaning met kosten en rente"


class Rondestatus(TextChoices):
    CONCEPT = "concept", "voorstel"
    DEFINITIEF = "definitief", "definitief"


class Sepaschema(TextChoices):
    CORE = "CORE", "algemene incasso (CORE)"
    B2B = "B2B", "zakelijke incasso (B2B)"


class Sepavolgorde(TextChoices):
    EERSTE = "FRST", "eerste"
    VOLGENDE = "RCUR", "volgende"


class Ouderdom(TextChoices):
    """Hoe lang een factuur al te laat is op de peildatum."""

    NIET_VERVALLEN = "niet_vervallen", "niet vervallen"
    TOT_30 = "1_30", "1 t/m 30 dagen"
    TOT_60 = "31_60", "31 t/m 60 dagen"
    TOT_90 = "61_90", "61 t/m 90 dagen"
    MEER = "meer_90", "meer dan 90 dagen"
