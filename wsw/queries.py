"""Het Wsw-bestand op een peildatum. De definitie van elk getal staat hier, en nergens anders.

Het cijfer en de lijst erachter gebruiken dezelfde voorwaarde: daarom is het aantal rijen altijd het getal.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, FilteredRelation, Q, Sum

from kern.beleid import waarden
from kern.models import Gemeente
from kern.parameters import parametercode
from personen.models import Persoon
from wsw.choices import Cao, Groep, Regeling, Subsoort
from wsw.models import Dienstverband, Indeling

_WSW = Q(regeling=Regeling.WSW)
_ZONDER = Q(nu__groep__isnull=True)
_EXCLUSIEF = Q(nu__groep__in=[Groep.INDIVIDUEEL, Groep.GROEP, Groep.BESCHUT]) | _ZONDER


@dataclass(frozen=True)
class Populatie:
    """Een vaste groep mensen met een code voor in het adres, een naam en een definitie."""

    code: str
    naam: str
    definitie: str
    voorwaarde: Q
    # False: whose gemeente of origin is elsewhere counts as well (RH-116).
    eigen_herkomst: bool = True
    # False: a group of another page, that is no row of the bestandsanalyse.
    in_bestand: bool = True


_LIJST = (
    Populatie(
        "wsw-individueel",
        "individuele detachering",
        "Wsw-medewerkers die een voor een bij een werkgever zijn gedetacheerd, ook intern.",
        _WSW & Q(nu__groep=Groep.INDIVIDUEEL),
    ),
    Populatie(
        "wsw-intern",
        "waarvan interne plaatsing",
        "Individuele detachering met een plek binnen de eigen organisatie; telt mee in individueel.",
        _WSW & Q(nu__subsoort=Subsoort.INTERN),
    ),
    Populatie(
        "wsw-groep",
        "groepsdetachering",
        "Wsw-medewerkers die in een groep bij een werkgever zijn gedetacheerd.",
        _WSW & Q(nu__groep=Groep.GROEP),
    ),
    Populatie(
        "wsw-beschut",
        "beschut werk",
        "Wsw-medewerkers die beschut werken, ook op locatie bij een werkgever (WOL).",
        _WSW & Q(nu__groep=Groep.BESCHUT),
    ),
    Populatie(
        "wsw-wol",
        "waarvan werken op locatie (WOL)",
        "Beschut werk op de locatie van een werkgever; telt mee in beschut.",
        _WSW & Q(nu__subsoort=Subsoort.WOL),
    ),
    Populatie(
        "wsw-zonder-indeling",
        "nog zonder indeling",
        "Wsw-medewerkers van wie op de peildatum geen groep is vastgelegd.",
        _WSW & _ZONDER,
    ),
    Populatie(
        "wsw-zonder-bw",
        "totaal zonder begeleid werken",
        "Individueel, groep, beschut en zonder indeling samen. Begeleid werken telt apart.",
        _WSW & _EXCLUSIEF,
    ),
    Populatie(
        "wsw-begeleid-werken",
        "begeleid werken",
        "Wsw-medewerkers in dienst bij een gewone werkgever, met subsidie en begeleiding (Wsw art. 7).",
        _WSW & Q(nu__groep=Groep.BEGELEID_WERKEN),
    ),
    Populatie("wsw", "totaal Wsw", "Iedereen met een lopend Wsw-dienstverband, ook begeleid werken.", _WSW),
    Populatie(
        "nieuw-beschut",
        "nieuw beschut (Participatiewet)",
        "Dienstverbanden beschut werk uit de Participatiewet, niet uit de Wsw.",
        Q(regeling=Regeling.NIEUW_BESCHUT),
    ),
    Populatie(
        "sw",
        "sociale werkvoorziening samen",
        "Wsw en nieuw beschut samen; elk staat ook apart.",
        Q(regeling__in=[Regeling.WSW, Regeling.NIEUW_BESCHUT]),
    ),
    Populatie(
        "wsw-alle-herkomst",
        "Wsw, alle gemeenten van herkomst",
        "Wsw-medewerkers met een dossier hier, ook als een andere gemeente voor hen betaalt.",
        _WSW,
        eigen_herkomst=False,
    ),
    Populatie(
        "wsw-voorzien",
        "begeleiding al geregeld",
        "Wsw-medewerkers zonder begeleid werken, met bij de indeling het merk 'begeleiding al geregeld' (RH-157).",
        _WSW & Q(nu__voorzien=True) & ~Q(nu__groep=Groep.BEGELEID_WERKEN),
        in_bestand=False,
    ),
)
POPULATIES: dict[str, Populatie] = {populatie.code: populatie for populatie in _LIJST}
# Hours of a full working week per cao: dated values of the beleidskader, never a number here.
VOLTIJD = {Cao.SW: "wsw.uren_voltijd", Cao.AAN_DE_SLAG: "aandeslag.uren_voltijd"}
GETELD = tuple(p.code for p in _LIJST if p.eigen_herkomst and p.in_bestand)

# Not a row of the Wsw table: who is in group B only because of this job (RH-034).
BESCHUT_ZONDER_UITKERING = "nieuw-beschut-zonder-uitkering"
POPULATIES[BESCHUT_ZONDER_UITKERING] = Populatie(
    BESCHUT_ZONDER_UITKERING,
    "nieuw beschut, zonder uitkering",
    "Dienstverbanden nieuw beschut van mensen zonder lopende uitkering, ook niet als partner.",
    Q(regeling=Regeling.NIEUW_BESCHUT),
)


@dataclass(frozen=True)
class Aantal:
    """Personen en fte, elk met hun eigen eenheid (C7). `fte` is None als een voltijdweek niet is vastgesteld."""

    personen: int = 0
    fte: Decimal | None = Decimal("0.00")


@dataclass(frozen=True)
class Groepstand:
    """De aantallen per populatie voor één gemeente, één formele werkgever of alles samen."""

    naam: str
    sleutel: str
    per_populatie: dict[str, Aantal]

    def personen(self, code: str) -> int:
        return self.per_populatie[code].personen


@dataclass(frozen=True)
class Locatiestand:
    """Wsw-medewerkers op één werklocatie, per gemeente van herkomst (RH-116)."""

    werkgever: str
    nummer: str
    werklocatie: str
    herkomst: tuple[tuple[str, str, int], ...]  # (naam, code, personen), meeste eerst

    @property
    def personen(self) -> int:
        return sum(aantal for _, _, aantal in self.herkomst)


@dataclass(frozen=True)
class Bestandstand:
    """Het hele Wsw-bestand van deze gemeenten op de peildatum."""

    totaal: Groepstand
    per_gemeente: tuple[Groepstand, ...]
    per_formele_werkgever: tuple[Groepstand, ...]
    normen: tuple[str, ...] = ()  # the full working weeks behind the fte, with their source

    @property
    def leeg(self) -> bool:
        return self.totaal.personen("sw") == 0


def dienstverbanden_op(peildatum: date, gemeenten: Collection[int]):
    """Lopende dienstverbanden van personen met een dossier in deze gemeenten; `nu` is hun indeling van die dag."""
    nu = FilteredRelation(
        "indelingen",
        condition=Q(indelingen__begindatum__lte=peildatum)
        & (Q(indelingen__einddatum=None) | Q(indelingen__einddatum__gte=peildatum)),
    )
    return Dienstverband.objects.op(peildatum).filter(persoon__gemeente_id__in=gemeenten).annotate(nu=nu)


def populatie_op(peildatum: date, gemeenten: Collection[int], code: str):
    """De dienstverbanden achter één cijfer."""
    populatie = POPULATIES[code]
    gekozen = dienstverbanden_op(peildatum, gemeenten).filter(populatie.voorwaarde)
    if code == BESCHUT_ZONDER_UITKERING:
        for weg in ("uitkeringen", "uitkeringen_als_partner"):
            gekozen = gekozen.exclude(persoon__in=Persoon.objects.filter(_loopt(weg, peildatum)))
    return gekozen.filter(herkomstgemeente_id__in=gemeenten) if populatie.eigen_herkomst else gekozen


def _loopt(weg: str, peildatum: date) -> Q:
    """Loopt er op de peildatum iets langs deze relatie van een persoon? Bij naam: re-integratie staat ernaast."""
    begonnen = Q(**{f"{weg}__begindatum__lte": peildatum})
    return begonnen & (Q(**{f"{weg}__einddatum": None}) | Q(**{f"{weg}__einddatum__gte": peildatum}))


def bestand_op(peildatum: date, gemeenten: Collection[Gemeente]) -> Bestandstand:
    """Het bestand per groep: wie op de peildatum een dienstverband heeft en van deze gemeenten komt (RH-035).

    Iemand met een dossier hier en een andere gemeente van herkomst telt niet mee (RH-116).
    """
    ids = [gemeente.pk for gemeente in gemeenten]
    rijen = _tel(peildatum, ids)
    opgezocht = waarden(VOLTIJD.values(), ids, peildatum)
    voltijd = {(g, cao): opgezocht[g, code].waarde for g in ids for cao, code in VOLTIJD.items()}
    formeel = [(rij["nu__formele_werkgever_id"], rij) for rij in rijen]
    namen = {
        rij["nu__formele_werkgever_id"]: rij["nu__formele_werkgever__naam"] or "nog zonder indeling"
        for rij in rijen
    }
    per_werkgever = [
        _stand(naam, str(pk or 0), (rij for sleutel, rij in formeel if sleutel == pk), voltijd)
        for pk, naam in sorted(namen.items(), key=lambda paar: (paar[0] is None, paar[1]))
    ]
    return Bestandstand(
        totaal=_stand("Totaal", "", rijen, voltijd),
        per_gemeente=tuple(
            _stand(g.naam, g.code, (rij for rij in rijen if rij["herkomstgemeente_id"] == g.pk), voltijd)
            for g in gemeenten
        ),
        per_formele_werkgever=tuple(per_werkgever),
        normen=tuple(
            sorted({f"{parametercode(o.code).naam}: {o}. {o.uitleg}" for o in opgezocht.values() if o})
        ),
    )


def _tel(peildatum: date, gemeenten: list[int]) -> list[dict]:
    """One query: counts and hours per origin, formal employer and cao."""
    tellers: dict = {}
    for code in GETELD:
        tellers[f"n_{code}"] = Count("pk", filter=POPULATIES[code].voorwaarde)
        tellers[f"u_{code}"] = Sum("nu__uren_per_week", filter=POPULATIES[code].voorwaarde)
    groepen = ("herkomstgemeente_id", "nu__formele_werkgever_id", "nu__formele_werkgever__naam", "cao")
    basis = dienstverbanden_op(peildatum, gemeenten).filter(herkomstgemeente_id__in=gemeenten)
    return list(basis.order_by().values(*groepen).annotate(**tellers))


def _stand(naam: str, sleutel: str, rijen: Iterable[dict], voltijd) -> Groepstand:
    personen: dict[str, int] = defaultdict(int)
    fte: dict[str, Decimal | None] = {code: Decimal(0) for code in GETELD}
    for rij in rijen:
        week = voltijd[rij["herkomstgemeente_id"], rij["cao"]]
        for code in GETELD:
            personen[code] += rij[f"n_{code}"]
            uren = rij[f"u_{code}"]
            if uren and fte[code] is not None:
                fte[code] = fte[code] + uren / week if week else None
    return Groepstand(naam, sleutel, {code: Aantal(personen[code], _rond(fte[code])) for code in GETELD})


def _rond(fte: Decimal | None) -> Decimal | None:
    return None if fte is None else fte.quantize(Decimal("0.01"), ROUND_HALF_UP)


def werklocaties_op(peildatum: date, gemeenten: Collection[int]) -> tuple[Locatiestand, ...]:
    """Waar Wsw-medewerkers op de peildatum werken, met hun gemeente van herkomst; grootste eerst (RH-116).

    Iemand met twee plaatsingen telt op beide plekken.
    """
    per_locatie: dict[tuple[str, str, str], list[tuple[str, str, int]]] = defaultdict(list)
    gekozen = met_plek(populatie_op(peildatum, gemeenten, "wsw-alle-herkomst"), peildatum)
    velden = ("plek__relatie__naam", "plek__relatie__nummer", "plek__werklocatie")
    herkomst = ("herkomstgemeente__naam", "herkomstgemeente__code")
    rijen = gekozen.filter(plek__isnull=False).order_by().values_list(*velden, *herkomst)
    for werkgever, nummer, locatie, naam, code, aantal in rijen.annotate(aantal=Count("pk", distinct=True)):
        per_locatie[werkgever, nummer, locatie].append((naam, code, aantal))
    standen = [
        Locatiestand(*locatie, tuple(sorted(herkomst, key=lambda h: (-h[2], h[0]))))
        for locatie, herkomst in per_locatie.items()
    ]
    return tuple(sorted(standen, key=lambda stand: (-stand.personen, stand.werkgever, stand.werklocatie)))


def met_plek(dienstverbanden, peildatum: date):
    """Voeg `plek` toe: de plaatsing van die persoon op de peildatum (het kunnen er meer zijn)."""
    plek = FilteredRelation(
        "persoon__plaatsingen",
        condition=Q(persoon__plaatsingen__begindatum__lte=peildatum)
        & (Q(persoon__plaatsingen__einddatum=None) | Q(persoon__plaatsingen__einddatum__gte=peildatum)),
    )
    return dienstverbanden.annotate(plek=plek)


def contractperioden(persoon_ids: Iterable[int]) -> Iterable[tuple[int, date, date | None, Decimal]]:
    """De uren per week van elk dienstverband, per periode: (persoon, eerste dag, laatste dag, uren)."""
    rijen = Indeling.objects.filter(dienstverband__persoon__in=list(persoon_ids)).order_by("begindatum")
    velden = (
        "dienstverband__persoon_id",
        "begindatum",
        "einddatum",
        "dienstverband__einddatum",
        "uren_per_week",
    )
    for persoon, begin, einde, einde_dienst, uren in rijen.values_list(*velden):
        yield persoon, begin, min((dag for dag in (einde, einde_dienst) if dag), default=None), uren
