"""Keuzelijsten van re-integratie."""

from django.db.models import IntegerChoices, TextChoices


class Trede(IntegerChoices):
    """De Participatieladder van de VNG (RH-042, HT-010, regels.md §4.1)."""

    GEISOLEERD = 1, "1 Geïsoleerd"
    SOCIALE_CONTACTEN = 2, "2 Sociale contacten buitenshuis"
    ACTIVITEITEN = 3, "3 Deelname aan georganiseerde activiteiten"
    ONBETAALD = 4, "4 Onbetaald werk"
    ONDERSTEUND = 5, "5 Betaald werk met ondersteuning"
    BETAALD = 6, "6 Betaald werk"


# For charts, where a long name does not fit (wireframe of the ladder in schermen.md).
KORTE_TREDE = {
    Trede.BETAALD: "6 Betaald werk",
    Trede.ONDERSTEUND: "5 Werk met ondersteuning",
    Trede.ONBETAALD: "4 Onbetaald werk",
    Trede.ACTIVITEITEN: "3 Georganiseerde activiteiten",
    Trede.SOCIALE_CONTACTEN: "2 Sociale contacten",
    Trede.GEISOLEERD: "1 Geïsoleerd",
}


class Uitkeringssoort(TextChoices):
    """Regelingen (regels.md §3.7)."""

    PW = "pw", "Participatiewet"
    IOAW = "ioaw", "IOAW"
    IOAZ = "ioaz", "IOAZ"
    BBZ = "bbz", "Bbz"


class RedenEindeUitkering(TextChoices):
    """Eigen lijst, te koppelen aan BUS-kenmerk 34 (regels.md §4.3)."""

    WERK = "werk", "werk in dienstbetrekking"
    ZELFSTANDIG = "zelfstandig", "zelfstandig ondernemer"
    OPLEIDING = "opleiding", "opleiding of studiefinanciering"
    RELATIE = "relatie", "relatie"
    VERHUISD = "verhuisd", "verhuisd"
    DETENTIE = "detentie", "detentie"
    OVERLEDEN = "overleden", "overleden"
    AOW = "aow", "AOW-leeftijd"
    ANDER_INKOMEN = "ander_inkomen", "andere uitkering of ander inkomen"
    VERMOGEN = "vermogen", "vermogen"
    VERPLICHTINGEN = "verplichtingen", "plichten niet nagekomen"
    VERZOEK = "verzoek", "op eigen verzoek"
    ONBEKEND = "onbekend", "overig of onbekend"


class Lksgrondslag(TextChoices):
    """Waarop de subsidie rust (Participatiewet art. 10d lid 1 onder a en b)."""

    METING = "meting", "gemeten loonwaarde"
    FORFAITAIR = "forfaitair", "zonder meting (forfaitair)"


class Lksstatus(TextChoices):
    AANGEVRAAGD = "aangevraagd", "aangevraagd"
    TOEGEKEND = "toegekend", "toegekend"
    AFGEWEZEN = "afgewezen", "afgewezen"


class AlInDienst(TextChoices):
    """Wie al werkt, hoort in de zes maanden voor het begin tot een van deze groepen (art. 10d lid 2)."""

    ONDERWIJS = "onderwijs", "praktijkonderwijs, vso of entree"
    DOELGROEP = "doelgroep", "doelgroep van art. 7 of 7a"
    LEERWERK = "leerwerk", "leer-werktraject zonder startkwalificatie"


class RedenEindeLks(TextChoices):
    """Waarom een subsidie eindigt (art. 10d lid 5, 6 en 8; eigen lijst)."""

    DIENSTVERBAND = "dienstverband", "dienstverband beëindigd"
    DOELGROEP = "doelgroep", "hoort niet meer bij de doelgroep"
    NIEUWE_METING = "nieuwe_meting", "loonwaarde opnieuw vastgesteld"
    UREN = "uren", "ander aantal uren"
    FORFAITAIR = "forfaitair", "eerste zes maanden voorbij"
    ANDER = "ander", "andere reden"


class Betaalstatus(TextChoices):
    OPGESTELD = "opgesteld", "opgesteld"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"


class Instrumentsoort(TextChoices):
    """Waar een instrument voor dient; de soorten van eisen §5.4 en regels.md §3 in negen groepen."""

    LEERWERK = "leerwerk", "leerwerktraject"
    PROEFPLAATS = "proefplaats", "proefplaatsing"
    SCHOLING = "scholing", "scholing of training"
    DUAAL = "duaal", "duaal traject"
    WERKPLEK = "werkplek", "stage of werkervaringsplaats"
    BEGELEIDING = "begeleiding", "begeleiding op het werk"
    BESCHUT = "beschut", "beschut werk"
    MEEDOEN = "meedoen", "meedoen en vrijwilligerswerk"
    ONDERSTEUNING = "ondersteuning", "voorziening of vergoeding"


class Kostengrondslag(TextChoices):
    """Waarover de kosten van een instrument worden gerekend."""

    GEEN = "geen", "geen kosten"
    TRAJECT = "traject", "per traject"
    MAAND = "maand", "per maand"
    WERKELIJK = "werkelijk", "wat het werkelijk kost"


class Uitvoerdersoort(TextChoices):
    """Wie een instrument kan uitvoeren."""

    GEMEENTE = "gemeente", "de gemeente zelf"
    LEVERANCIER = "leverancier", "leverancier"
    WERKGEVER = "werkgever", "werkgever"
    LEERWERKBEDRIJF = "leerwerkbedrijf", "sw- of leerwerkbedrijf"
    PARTNER = "partner", "maatschappelijke partner"


class Duurnorm(TextChoices):
    """Een langste duur die in het beleidskader staat en niet bij het instrument zelf."""

    LEERWERK = "leerwerk", "leerwerktraject (WV-034)"
    PROEFPLAATS = "proefplaats", "proefplaats (Participatiewet art. 6 en 8a)"


# The parameters that together make the longest duration in months.
DUURNORMEN: dict[str, tuple[str, ...]] = {
    Duurnorm.LEERWERK: ("leerwerk.max_maanden",),
    Duurnorm.PROEFPLAATS: ("proefplaats.maanden", "proefplaats.verlenging_maanden"),
}


class Trajectresultaat(TextChoices):
    """Wat een traject opleverde; bepaalt wat Trede daarna voorstelt."""

    WERK = "werk", "betaald werk gevonden"
    BEHAALD = "behaald", "doel gehaald"
    DEELS = "deels", "doel deels gehaald"
    NIET = "niet", "doel niet gehaald"
    GESTOPT = "gestopt", "eerder gestopt"
    NIET_BEGONNEN = "niet_begonnen", "niet begonnen"


class Trajectmomentsoort(TextChoices):
    """Wat er tijdens een traject gebeurt."""

    PAUZE = "pauze", "pauze"
    VERLENGING = "verlenging", "verlenging"
    EVALUATIE = "evaluatie", "evaluatie"


class Overdrachtstatus(TextChoices):
    VOORGESTELD = "voorgesteld", "wacht op een besluit"
    GEACCEPTEERD = "geaccepteerd", "geaccepteerd"
    GEWEIGERD = "geweigerd", "geweigerd"
    INGETROKKEN = "ingetrokken", "ingetrokken"
