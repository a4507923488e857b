"""Keuzelijsten van personen."""

from django.db.models import TextChoices


class Geslacht(TextChoices):
    VROUW = "v", "vrouw"
    MAN = "m", "man"
    ANDERS = "x", "anders"
    ONBEKEND = "o", "onbekend"


class Contactwijze(TextChoices):
    """Hoe het contact was (RH-110)."""

    TELEFOON = "telefoon", "telefoon"
    WERKPLEK = "werkplek", "op de werkplek"
    KANTOOR = "kantoor", "op kantoor"
    HUISBEZOEK = "huisbezoek", "thuis"
    ONLINE = "online", "online"
    BRIEF = "brief", "brief of e-mail"


class Gesprekspartner(TextChoices):
    INWONER = "inwoner", "inwoner"
    WERKGEVER = "werkgever", "werkgever"
    INWONER_EN_WERKGEVER = "beiden", "inwoner en werkgever"
    ANDER = "ander", "iemand anders"


class Kenmerksoort(TextChoices):
    """Gedateerde kenmerken van een persoon (HT-008, HT-009, HT-016, HT-020, RH-048)."""

    LET_OP = "let_op", "let op"
    TAALNIVEAU = "taalniveau", "taalniveau"
    STATUSHOUDER = "statushouder", "statushouder"
    OPLEIDING = "opleiding", "hoogste opleiding"
    STARTKWALIFICATIE = "startkwalificatie", "startkwalificatie"
    DOELGROEPREGISTER = "doelgroepregister", "doelgroepregister"
    BESCHIKBAARHEID = "beschikbaarheid", "beschikbaarheid"
    BELEMMERING = "belemmering", "belemmering"
    EXTERN_KENMERK = "extern_kenmerk", "nummer in ander systeem"


# Only for who has the right BIJZONDER_INZIEN: health, debt and care are special data (AVG art. 9, C36).
# The doelgroepregister says that someone cannot earn the minimum wage: that is health data too.
BIJZONDERE_KENMERKEN = frozenset(
    {Kenmerksoort.BELEMMERING, Kenmerksoort.STATUSHOUDER, Kenmerksoort.DOELGROEPREGISTER}
)


class Belemmering(TextChoices):
    """Categorieën zonder diagnose (HT-009, C36)."""

    MEDISCH = "medisch", "medisch"
    PSYCHISCH = "psychisch", "psychisch"
    SCHOLING = "scholing", "verplichte scholing"
    ZORG_KIND = "zorg_kind", "zorg voor kind"
    MANTELZORG = "mantelzorg", "mantelzorg"
    SCHULDEN = "schulden", "schulden"


class Documentsoort(TextChoices):
    PLAN = "plan", "plan"
    BRIEF = "brief", "brief"
    RAPPORT = "rapport", "rapport"
    OVEREENKOMST = "overeenkomst", "overeenkomst"
    IDENTITEIT = "identiteit", "identiteit"
    OVERIG = "overig", "overig"


class Plansoort(TextChoices):
    POP = "pop", "ontwikkelplan (POP)"
    PLAN_VAN_AANPAK = "pva", "plan van aanpak"
    IOP = "iop", "ontwikkelplan Wsw"


class Planstatus(TextChoices):
    """Waar een versie van een plan staat (schermen, POP; HT-040)."""

    CONCEPT = "concept", "concept"
    TER_ONDERTEKENING = "ter_ondertekening", "ter ondertekening"
    GETEKEND = "getekend", "getekend"
    GEWEIGERD = "geweigerd", "geldt zonder handtekening van de inwoner"
    VERVANGEN = "vervangen", "vervangen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Doeleigenaar(TextChoices):
    """Van wie het doel is; eigen doelen staan voorop (HT-036)."""

    INWONER = "inwoner", "inwoner"
    GEMEENTE = "gemeente", "gemeente"


class Stapuitvoerder(TextChoices):
    INWONER = "inwoner", "inwoner"
    GEMEENTE = "gemeente", "gemeente"
    SAMEN = "samen", "samen"
    ANDER = "ander", "iemand anders"


class Stapstatus(TextChoices):
    OPEN = "open", "nog niet begonnen"
    BEZIG = "bezig", "bezig"
    GEDAAN = "gedaan", "gedaan"
    VERVALT = "vervalt", "gaat niet door"


class Ondertekenaar(TextChoices):
    INWONER = "inwoner", "inwoner"
    GEMEENTE = "gemeente", "gemeente"


class Ondertekenwijze(TextChoices):
    SCHERM = "scherm", "op dit scherm"
    PAPIER = "papier", "op papier"
    GEWEIGERD = "geweigerd", "tekent niet"


class RedenEindeDossier(TextChoices):
    """Waarom de gemeente iemand niet meer begeleidt (eigen lijst, RH-047, regels.md §2.2 en §4.3)."""

    WERK = "werk", "betaald werk"
    ZELFSTANDIG = "zelfstandig", "zelfstandig ondernemer"
    OPLEIDING = "opleiding", "opleiding"
    VERHUISD = "verhuisd", "verhuisd"
    AOW = "aow", "AOW-leeftijd"
    OVERLEDEN = "overleden", "overleden"
    ZIEK = "ziek", "langdurig ziek (WIA)"
    VERZOEK = "verzoek", "eigen verzoek"
    ANDER = "ander", "andere reden"


class Meetmethode(TextChoices):
    """Hoe de loonwaarde is bepaald; sinds 1-7-2021 is er één landelijke methode (Besluit LKS 2021)."""

    LANDELIJK = "landelijk", "landelijke methode"
    EERDER = "eerder", "methode van voor 1-7-2021"
