"""Keuzelijsten van de monitor."""

from django.db.models import TextChoices


class Dashboard(TextChoices):
    """De drie onderwerpen van het plan (RH-064–RH-080)."""

    PARTICIPATIE = "participatie", "Participatie"
    WSW = "wsw", "Wsw"
    REINTEGRATIE = "re-integratie", "Re-integratie"


class Cel(TextChoices):
    """De kolommen van de PDCA-matrix waarin een cijfer staat (000 §2.4)."""

    DOEL = "plan_doel", "Plan: doel"
    RESULTAAT = "plan_resultaat", "Plan: resultaat"
    DO = "do", "Do"
    CHECK = "check", "Check"


class Eenheid(TextChoices):
    PERSONEN = "personen", "personen"
    UITKERINGEN = "uitkeringen", "uitkeringen"
    AANTAL = "aantal", "aantal"
    PROCENT = "%", "%"
    EURO = "€", "€"


class Richting(TextChoices):
    """Wat beter is; zonder richting is er geen oordeel."""

    HOGER = "hoger", "hoger is beter"
    LAGER = "lager", "lager is beter"
    GEEN = "", "geen"


class Opbouw(TextChoices):
    """Hoe een cijfer groeit: het telt op over het jaar, of het is een stand op een dag."""

    TELT_OP = "telt_op", "telt op over het jaar"
    STAND = "stand", "stand op de peildatum"
    TEMPO = "tempo", "vergeleken met hetzelfde deel van een ander jaar"


class Oordeel(TextChoices):
    """Het oordeel over een cijfer, altijd als woord met een teken (nooit alleen kleur)."""

    OP_DOEL = "op_doel", "op doel"
    NIET_OP_DOEL = "niet_op_doel", "niet op doel"
    GEEN_DOEL = "geen_doel", "geen doel"
    TE_VROEG = "te_vroeg", "nog te vroeg"
    NIET_TE_BEREKENEN = "niet_te_berekenen", "niet te berekenen"


TEKEN: dict[str, str] = {
    Oordeel.OP_DOEL: "✓",
    Oordeel.NIET_OP_DOEL: "✗",
    Oordeel.GEEN_DOEL: "–",
    Oordeel.TE_VROEG: "…",
    Oordeel.NIET_TE_BEREKENEN: "?",
}


class Bedragsoort(TextChoices):
    """Bedragen die Trede niet zelf maakt en die per maand of jaar worden ingelezen (RH-067, RH-068, HT-088)."""

    BUIG_BUDGET = "buig_budget", "BUIG-budget"
    UITKERINGSLASTEN = "uitkeringslasten", "Uitkeringslasten"
    INSTROOM = "instroom", "Uitkeringslasten van instroom"
    UITSTROOM = "uitstroom", "Bespaarde uitkering door uitstroom"
    LKS_LASTEN = "lks_lasten", "Loonkostensubsidie"
    TERUGVORDERINGEN = "terugvorderingen", "Terugvorderingen"
    WSW_BEGROOT_TEKORT = "wsw_begroot_tekort", "Wsw: begroot nadelig resultaat"
    WSW_BIJDRAGE_GR = "wsw_bijdrage_gr", "Wsw: aanvullende bijdrage GR"
    WSW_LASTEN = "wsw_lasten", "Wsw: lasten"
    WSW_BATEN = "wsw_baten", "Wsw: baten"
    WSW_VOORDEEL_BW = "wsw_voordeel_bw", "Wsw: subsidievoordeel begeleid werken"
    WSW_VOORDEEL_FORMATIE = "wsw_voordeel_formatie", "Wsw: formatievoordeel"
    BESCHUT_PLEKKEN = "beschut_plekken", "Beschut werk: plekken bij een aanbieder"
    BUDGET_WSW = "budget_wsw", "Participatiebudget: Wsw"
    BUDGET_KLASSIEK = "budget_klassiek", "Participatiebudget: klassieke doelgroep"
    BUDGET_NIEUW = "budget_nieuw", "Participatiebudget: nieuwe doelgroep"
    BEGROTING_REINTEGRATIE = "begroting_reintegratie", "Begroting re-integratie"
    MIDDEL_REINTEGRATIE = "middel_reintegratie", "Middel re-integratie"
