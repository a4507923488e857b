"""De caseload geteld in Trede op een peildatum, en de basis van de formatieberekening. Elke definitie staat hier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from formatie.choices import Taak, Versie
from formatie.models import Formatieplaats
from formatie.rules import Invoer
from kern.beleid import Opgezocht, waarden
from reintegratie.lks_queries import alleen_lks
from reintegratie.queries import mensen_op
from wsw.choices import Groep, Regeling
from wsw.queries import dienstverbanden_op

NORMEN = {
    "norm_wsw": "norm.wsw",
    "norm_plaatsing": "norm.werkgeversbenadering",
    "norm_ontwikkeling": "norm.ontwikkeling",
    "opslag_wsw": "formatie.loonwaarde_opslag.wsw",
    "opslag_pw": "formatie.loonwaarde_opslag.pw",
    "vast_accountmanager": "formatie.vast.accountmanager",
    "vast_liaison": "formatie.vast.liaison",
    "vast_administratie": "formatie.vast.financiele_administratie",
    "naar_werk": "formatie.verwacht_naar_werk",
    "wsw_terugval": "terugval.plaatsen.min",
    "herbeoordeling_uren": "herbeoordeling.uren",
    "productieve_uren": "formatie.productieve_uren",
}
OVERIG = (
    "herbeoordeling.interval", "segment.schema", "norm.benchmark", "wsw.uitstroompct", "wsw.uitstroompct_middellang",
    "formatie.grens_pct", "formatie.grens_weken", "formatie.min_personen_per_taak", "formatie.tijdelijk",
)  # fmt: skip


@dataclass(frozen=True)
class Soort:
    """Eén soort caseload: hoe hij heet, wat er is geteld, en waar de rijen staan (populatie van een lijst)."""

    code: str
    naam: str
    definitie: str
    lijst: str = ""
    populatie: str = ""


SOORTEN = (
    Soort(
        "wsw_individueel", "Wsw individuele detachering",
        "Lopend Wsw-dienstverband met de groep individuele detachering; de eigen gemeente betaalt.",
        "wsw", "wsw-individueel",
    ),
    Soort(
        "wsw_groep", "Wsw groepsdetachering",
        "Lopend Wsw-dienstverband met de groep groepsdetachering; de eigen gemeente betaalt.", "wsw", "wsw-groep",
    ),
    Soort(
        "wsw_beschut", "Wsw beschut werk",
        "Lopend Wsw-dienstverband met de groep beschut werk; de eigen gemeente betaalt.", "wsw", "wsw-beschut",
    ),
    Soort(
        "wsw_voorzien", "Waarvan begeleiding al geregeld",
        "Bij de indeling staat het merk 'begeleiding al geregeld'. Zij vragen geen actieve inzet (RH-157).",
        "wsw", "wsw-voorzien",
    ),
    Soort(
        "wsw_terugval", "Verwachte terugval Wsw",
        "Een aanname, geen telling: het laagste aantal terugvalplaatsen per jaar uit het beleidskader.",
    ),
    Soort(
        "pw_uitkering", "Uitkering, actief",
        "Personen met een lopende uitkering die volgens het indelingsschema van het beleidskader actief zijn "
        "(in Rijssen-Holten: doeltrede 4 of hoger).",
        "ladder", "doel-4-6",
    ),
    Soort(
        "pw_begeleid_werken", "Begeleid werken",
        "Lopend Wsw-dienstverband met de groep begeleid werken. Zij horen bij de caseload van re-integratie.",
        "wsw", "wsw-begeleid-werken",
    ),
    Soort(
        "pw_lks", "Loonkostensubsidie",
        "Personen met een lopende, toegekende loonkostensubsidie die geen uitkering hebben; die tellen daar al.",
        "lks", "alleen-lks",
    ),
    Soort(
        "pw_passief", "Uitkering, passief",
        "Personen met een lopende uitkering die volgens het indelingsschema passief zijn (in Rijssen-Holten: "
        "doeltrede 3 of lager). Zij tellen niet in de actieve caseload (RH-165).",
        "ladder", "doel-1-3",
    ),
    Soort(
        "pw_onbekend", "Uitkering, nog zonder doeltrede",
        "Personen met een lopende uitkering zonder meting. Zij tellen bij actief noch passief.",
        "ladder", "doel-onbekend",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """De aantallen per soort; None is niet te tellen (nog niet in Trede, of het schema is niet vastgesteld)."""

    aantallen: Mapping[str, int | None]

    def __getitem__(self, code: str) -> int | None:
        return self.aantallen.get(code)


@dataclass(frozen=True)
class Basis:
    """De telling, de normen van de peildatum en de invoer die daaruit volgt. Dit is de basis; nooit te wijzigen."""

    peildatum: date
    telling: Telling
    normen: Mapping[str, Opgezocht]
    invoer: Invoer

    def norm(self, code: str) -> Opgezocht:
        return self.normen[code]


def basis_op(gemeente, peildatum: date) -> Basis:
    """Tel de caseload, zoek de normen op en neem de huidige formatie erbij."""
    normen = normen_op(gemeente, peildatum)
    telling = tel(gemeente, peildatum, normen["segment.schema"])
    gevonden = {veld: normen[code].waarde for veld, code in NORMEN.items()}
    for veld in ("naar_werk", "wsw_terugval"):
        gevonden[veld] = None if gevonden[veld] is None else int(gevonden[veld])
    interval = normen["herbeoordeling.interval"].waarde
    uitstroom = normen["wsw.uitstroompct"] or normen["wsw.uitstroompct_middellang"]
    geteld = {
        code: telling[code] for code in telling.aantallen if code not in ("pw_onbekend", "wsw_terugval")
    }
    invoer = Invoer(
        **{**gevonden, **geteld},
        herbeoordelingen_per_jaar=Decimal(12) / interval if interval else None,
        uitstroom_wsw=uitstroom.waarde,
        **huidige_fte(gemeente, peildatum),
    )
    return Basis(peildatum, telling, normen, invoer)


def normen_op(gemeente, peildatum: date) -> dict[str, Opgezocht]:
    """Elke norm van de formatie, met bron en versie."""
    codes = [*NORMEN.values(), *OVERIG]
    gevonden = waarden(codes, [gemeente.pk], peildatum)
    return {code: gevonden[gemeente.pk, code] for code in codes}


def tel(gemeente, peildatum: date, schema: Opgezocht) -> Telling:
    """Tel elke soort (RH-157, RH-161, RH-165). Het aantal query's hangt niet af van het aantal mensen."""
    lks = {"pw_lks": tel_lks(gemeente, peildatum)}
    return Telling(_tel_wsw(gemeente, peildatum) | _tel_uitkering(gemeente, peildatum, schema) | lks)


def tel_lks(gemeente, peildatum) -> int:
    """Personen met alleen loonkostensubsidie: ieder mens telt één keer in de caseload (RH-034, RH-161)."""
    mensen = alleen_lks(peildatum, [gemeente.pk])
    return mensen.aggregate(aantal=Count("persoon_id", distinct=True))["aantal"]


def _tel_wsw(gemeente, peildatum) -> dict[str, int | None]:
    wsw = Q(regeling=Regeling.WSW)
    tellers = {
        "wsw_individueel": wsw & Q(nu__groep=Groep.INDIVIDUEEL),
        "wsw_groep": wsw & Q(nu__groep=Groep.GROEP),
        "wsw_beschut": wsw & Q(nu__groep=Groep.BESCHUT),
        "wsw_voorzien": wsw & Q(nu__voorzien=True) & ~Q(nu__groep=Groep.BEGELEID_WERKEN),
        "pw_begeleid_werken": wsw & Q(nu__groep=Groep.BEGELEID_WERKEN),
    }
    rijen = dienstverbanden_op(peildatum, [gemeente.pk]).filter(herkomstgemeente=gemeente)
    return rijen.aggregate(**{naam: Count("pk", filter=voorwaarde) for naam, voorwaarde in tellers.items()})


def _tel_uitkering(gemeente, peildatum, schema) -> dict[str, int | None]:
    # Without a schema nobody can be counted: that is unknown, and not 0.
    leeg: dict[str, int | None] = {
        "pw_passief": None,
        "pw_uitkering": None,
        "pw_onbekend": None,
    }
    grenzen = segmentgrenzen(schema)
    if not grenzen:
        return leeg
    tellers = {"pw_onbekend": Q(doel__isnull=True)}
    for naam, segment in (("pw_uitkering", "actief"), ("pw_passief", "passief")):
        if segment in grenzen:
            tellers[naam] = Q(doel__gte=grenzen[segment][0], doel__lte=grenzen[segment][1])
    mensen = mensen_op(peildatum, [gemeente.pk])
    return leeg | mensen.aggregate(
        **{naam: Count("pk", filter=voorwaarde) for naam, voorwaarde in tellers.items()}
    )


def segmentgrenzen(schema: Opgezocht) -> dict[str, tuple[int, int]]:
    """Actief en passief als doeltreden van en tot en met; leeg als het kader ze niet zo indeelt (RH-045)."""
    if not schema:
        return {}
    return {
        rij["segment"]: (int(rij["trede_van"]), int(rij["trede_tot"]))
        for rij in schema.waarde
        if rij["segment"] in ("actief", "passief") and rij["grondslag"] == "doeltrede"
    }


def huidige_fte(gemeente, peildatum: date) -> dict[str, Decimal | None]:
    """De eigen, beschikbare formatie van nu per taak; ingekocht en voorbehoud tellen niet mee (RH-005, RH-168)."""
    rijen = (
        Formatieplaats.objects.op(peildatum)
        .beschikbaar()
        .filter(functie__gemeente=gemeente, versie=Versie.HUIDIG, ingekocht=False)
        .values_list("functie__taak")
        .annotate(fte=Sum("fte"))
    )
    per_taak = dict(rijen.order_by())
    velden = {
        "nu_wsw": Taak.WSW,
        "nu_plaatsing": Taak.PLAATSING,
        "nu_ontwikkeling": Taak.ONTWIKKELING,
    }
    return {veld: per_taak.get(taak) for veld, taak in velden.items()}
