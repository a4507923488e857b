"""De caseload per team en per medewerker, tegen de gedateerde normen (RH-022, RH-140, RH-162)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Least

from formatie.queries.telling import segmentgrenzen
from formatie.rules import EXACT, PerFte, fte_voor
from kern.beleid import Opgezocht
from kern.models import Teamlid
from personen.choices import Planstatus
from personen.models import Contactmoment, Ontwikkelplan, Planevaluatie, Toewijzing
from reintegratie.models import Loonkostensubsidie, Traject, Tredemeting, Uitkering
from wsw.choices import Groep
from wsw.models import Dienstverband, Indeling

WSW, VOORZIEN, PW, PASSIEF, OVERIG = "wsw", "voorzien", "pw", "passief", "overig"
KLASSEN = {
    WSW: "Wsw, actief",
    VOORZIEN: "Wsw, begeleiding al geregeld",
    PW: "Participatiewet, actief",
    PASSIEF: "Participatiewet, passief",
    OVERIG: "overig (nog geen doeltrede, of nazorg)",
}
NORM_BIJ = {WSW: "norm.wsw", PW: "norm.ontwikkeling"}
MEESTE_WEKEN = 13
WEKEN_PER_VRAAG = 4
# Stands for the day in a question that is built once; no real day is so early.
EEN_DAG = date(1, 1, 1)


@dataclass(frozen=True)
class Belasting:
    """Eén medewerker of één team: hoeveel mensen, hoeveel fte, en hoe dat zich verhoudt tot de normen."""

    naam: str
    gebruiker_id: int | None
    per_klasse: Mapping[str, int]
    fte: Decimal
    nodig: Decimal | None
    weken_te_hoog: int = 0

    @property
    def mensen(self) -> int:
        """De actieve caseload: alleen wie tegen een norm telt."""
        return self.per_klasse.get(WSW, 0) + self.per_klasse.get(PW, 0)

    @property
    def per_fte(self) -> PerFte:
        return PerFte(self.mensen, self.fte)

    @property
    def norm(self) -> Decimal | None:
        """De norm die bij deze samenstelling hoort: mensen gedeeld door de nodige fte."""
        return (self.mensen / self.nodig).quantize(EXACT) if self.nodig and self.mensen else None

    @property
    def percentage(self) -> Decimal | None:
        """Nodige fte als percentage van de beschikbare fte; 98 op een norm van 85 is 115%."""
        return (self.nodig / self.fte * 100).quantize(EXACT) if self.nodig is not None and self.fte else None


@dataclass(frozen=True)
class Teamstand:
    """Een team: zijn leden met een caseload, zijn leden zonder, en alles samen."""

    naam: str
    leden: tuple[Belasting, ...]
    zonder_caseload: tuple[Belasting, ...]
    samen: Belasting


def caseload_op(gemeente, peildatum: date, normen: Mapping[str, Opgezocht]) -> list[Teamstand]:
    """Per team de belasting van elk lid. Wie geen caseload heeft, telt niet in de noemer (RH-162)."""
    klassen = _per_gebruiker(gemeente, peildatum, normen)
    leden = _leden(gemeente, peildatum)
    grens = normen["formatie.grens_pct"]
    stand = {
        pk: _belasting(lid["naam"], pk, klassen.get(pk, {}), lid["fte"], normen) for pk, lid in leden.items()
    }
    weken = _weken_te_hoog(gemeente, peildatum, normen, stand, grens) if grens else {}
    per_team: dict[str, list[Belasting]] = defaultdict(list)
    for pk, lid in leden.items():
        b = stand[pk]
        per_team[lid["team"]].append(Belasting(b.naam, pk, b.per_klasse, b.fte, b.nodig, weken.get(pk, 0)))
    buiten = [pk for pk in klassen if pk not in leden]
    for pk in buiten:
        per_team[ZONDER_TEAM].append(_belasting(klassen[pk]["naam"], pk, klassen[pk], Decimal(0), normen))
    return [_teamstand(naam, rijen, normen) for naam, rijen in sorted(per_team.items(), key=_team_volgorde)]


ZONDER_TEAM = "Zonder team"


def _team_volgorde(paar) -> tuple[bool, str]:
    return paar[0] == ZONDER_TEAM, paar[0]


def _teamstand(naam, rijen, normen) -> Teamstand:
    rijen = sorted(rijen, key=lambda b: b.naam)
    met = tuple(b for b in rijen if sum(v for k, v in b.per_klasse.items() if k in KLASSEN))
    zonder = tuple(b for b in rijen if b not in met)
    actief = [b for b in met if b.mensen]
    totaal: dict[str, int] = {klasse: sum(b.per_klasse.get(klasse, 0) for b in met) for klasse in KLASSEN}
    fte = sum((b.fte for b in actief), Decimal(0))
    return Teamstand(naam, met, zonder, _belasting(naam, None, totaal, fte, normen))


def _belasting(naam, pk, per_klasse, fte, normen) -> Belasting:
    aantallen = {klasse: per_klasse.get(klasse, 0) for klasse in KLASSEN}
    return Belasting(naam, pk, aantallen, fte, _nodig(aantallen, normen))


def _nodig(per_klasse, normen) -> Decimal | None:
    """Som van mensen gedeeld door de eigen norm; None als een norm niet is vastgesteld terwijl er mensen zijn."""
    nodig = Decimal(0)
    for klasse, code in NORM_BIJ.items():
        mensen = per_klasse.get(klasse, 0)
        if not mensen:
            continue
        norm = normen[code].waarde
        if not norm:
            return None
        nodig += fte_voor(mensen, norm)
    return nodig


def belasting_van(gebruiker, gemeente, peildatum, normen) -> Belasting:
    """De caseload van één collega in deze gemeente, met dezelfde telling als de teampagina (V1, RH-162)."""
    klassen = _per_gebruiker(gemeente, peildatum, normen, {gebruiker.pk}).get(gebruiker.pk, {})
    lid = _leden(gemeente, peildatum, {gebruiker.pk}).get(gebruiker.pk)
    fte = lid["fte"] if lid else Decimal(0)
    return _belasting(str(gebruiker), gebruiker.pk, klassen, fte, normen)


def dossiers_op(toewijzingen, peildatum: date, schema: Opgezocht):
    """Elke toewijzing met waar zij telt, en de eerstvolgende actie: afspraak, evaluatie of einde van een traject."""
    zelfde = Q(persoon=OuterRef("persoon_id"))
    contacten = Contactmoment.objects.filter(zelfde, ingetrokken_op=None)
    afspraak = contacten.filter(vervolg_op__isnull=False, vervolg_gedaan_op=None).order_by("vervolg_op")
    plannen = Ontwikkelplan.objects.filter(zelfde, status__in=[Planstatus.GETEKEND, Planstatus.GEWEIGERD])
    evaluatie = Planevaluatie.objects.filter(plan=OuterRef("pk")).order_by("-datum", "-pk")
    plannen = plannen.annotate(
        gezien=Subquery(evaluatie.values("datum")[:1]),
        volgende=Case(
            When(gezien=None, then="evaluatie_op"), default=Subquery(evaluatie.values("volgende_op")[:1])
        ),
    ).order_by("-versie")
    trajecten = Traject.objects.open().filter(zelfde).order_by("gepland_einde")
    return (
        _met_klasse(toewijzingen, peildatum, segmentgrenzen(schema))
        .annotate(
            laatste_contact=Subquery(
                contacten.filter(datum__lte=peildatum).order_by("-datum").values("datum")[:1]
            ),
            afspraak=Subquery(afspraak.values("vervolg_op")[:1]),
            plan_evaluatie=Subquery(plannen.values("volgende")[:1]),
            traject=Subquery(trajecten.values("instrument__naam")[:1]),
            traject_einde=Subquery(trajecten.values("gepland_einde")[:1]),
            heeft_plan=Exists(plannen),
        )
        .annotate(volgende=Least("afspraak", "plan_evaluatie", "traject_einde"))
    )


def _leden(gemeente, peildatum, alleen: Collection[int] | None = None) -> dict[int, dict]:
    """Elk teamlid met zijn fte samen; wie in meer teams zit, staat in het team met de meeste fte."""
    leden: dict[int, dict] = {}
    rijen = Teamlid.objects.op(peildatum).filter(team__gemeente=gemeente, gebruiker__is_active=True)
    if alleen is not None:
        rijen = rijen.filter(gebruiker_id__in=alleen)
    for pk, naam, team, fte in rijen.order_by("-fte", "team__naam").values_list(
        "gebruiker_id", "gebruiker__naam", "team__naam", "fte"
    ):
        lid = leden.setdefault(pk, {"naam": naam, "team": team, "fte": Decimal(0)})
        lid["fte"] += fte
    return leden


def _per_gebruiker(gemeente, peildatum, normen, alleen: Collection[int] | None = None) -> dict[int, dict]:
    """Per contactpersoon het aantal mensen per klasse, in één query."""
    per: dict[int, dict] = {}
    for pk, naam, klasse, aantal in _telling(gemeente, peildatum, normen, alleen):
        per.setdefault(pk, {"naam": naam})[klasse] = aantal
    return per


def _telling(gemeente, peildatum, normen, alleen: Collection[int] | None = None):
    """(contactpersoon, naam, klasse, aantal): de vraag zelf, nog niet gesteld."""
    toewijzingen = Toewijzing.objects.op(peildatum).filter(persoon__gemeente=gemeente)
    if alleen is not None:
        toewijzingen = toewijzingen.filter(gebruiker_id__in=alleen)
    return (
        _met_klasse(toewijzingen, peildatum, segmentgrenzen(normen["segment.schema"]))
        .exclude(klasse="")
        .values_list("gebruiker_id", "gebruiker__naam", "klasse")
        .annotate(aantal=Count("pk"))
        .order_by()
    )


def _met_klasse(toewijzingen, peildatum, grenzen):
    """Voeg `klasse` toe: waar een toegewezen persoon telt; leeg als er niets meer loopt."""
    op = Q(begindatum__lte=peildatum) & (Q(einddatum=None) | Q(einddatum__gte=peildatum))
    zelfde = Q(persoon=OuterRef("persoon_id"))
    indeling = Indeling.objects.filter(op, dienstverband=OuterRef("pk"))
    werkt = Dienstverband.objects.filter(op, zelfde)
    laatste = Tredemeting.objects.filter(zelfde, datum__lte=peildatum).order_by("-datum", "-pk")
    toewijzingen = toewijzingen.annotate(
        werkt=Exists(werkt),
        werkt_begeleid=Exists(werkt.filter(Exists(indeling.filter(groep=Groep.BEGELEID_WERKEN)))),
        is_voorzien=Exists(werkt.filter(Exists(indeling.filter(voorzien=True)))),
        heeft_uitkering=Exists(
            Uitkering.objects.filter(op).filter(zelfde | Q(partner=OuterRef("persoon_id")))
        ),
        heeft_lks=Exists(Loonkostensubsidie.objects.toegekend().filter(op, zelfde)),
        doel=Subquery(laatste.values("doeltrede")[:1]),
    )
    gevallen = [
        When(werkt_begeleid=True, then=Value(PW)),
        When(is_voorzien=True, then=Value(VOORZIEN)),
        When(werkt=True, then=Value(WSW)),
    ]
    for segment, klasse in (("actief", PW), ("passief", PASSIEF)):
        if segment in grenzen:
            van, tot = grenzen[segment]
            gevallen.append(When(heeft_uitkering=True, doel__gte=van, doel__lte=tot, then=Value(klasse)))
    gevallen.append(When(heeft_uitkering=True, then=Value(OVERIG)))
    # Only a wage subsidy: part of the active caseload of re-integratie (RH-161).
    gevallen.append(When(heeft_lks=True, then=Value(PW)))
    return toewijzingen.annotate(klasse=Case(*gevallen, default=Value(""), output_field=CharField()))


def _weken_te_hoog(gemeente, peildatum, normen, stand, grens) -> dict[int, int]:
    """Hoeveel weken achter elkaar, tot en met nu, iemand boven de grens zit; ten hoogste 13.

    Alleen wie nu te hoog zit, wordt teruggeteld, een paar weken per vraag: de meeste weken kosten dus niets.
    """
    te_hoog = {pk for pk, b in stand.items() if b.percentage is not None and b.percentage > grens.waarde}
    weken = dict.fromkeys(te_hoog, 1)
    dagen = [peildatum - timedelta(weeks=week) for week in range(1, MEESTE_WEKEN)]
    fte = _fte_op(gemeente, dagen, te_hoog) if te_hoog else {}
    while te_hoog and dagen:
        nu, dagen = dagen[:WEKEN_PER_VRAAG], dagen[WEKEN_PER_VRAAG:]
        klassen = _per_gebruiker_op(gemeente, nu, normen, te_hoog)
        for dag in nu:
            for pk in list(te_hoog):
                toen = _belasting("", pk, klassen.get((dag, pk), {}), fte.get((dag, pk), Decimal(0)), normen)
                if toen.percentage is not None and toen.percentage > grens.waarde:
                    weken[pk] += 1
                else:
                    te_hoog.discard(pk)
    return weken


def _per_gebruiker_op(gemeente, dagen: list[date], normen, alleen) -> dict[tuple[date, int], dict[str, int]]:
    """Als `_per_gebruiker`, voor een paar dagen in één vraag: dezelfde vraag, per dag met een andere datum.

    Django builds the question once (that takes longer than answering it); every date in it is the day asked for.
    """
    sql, waarden = _telling(gemeente, EEN_DAG, normen, alleen).query.sql_with_params()
    samen = " union all ".join(f"select %s::date, v.* from ({sql}) as v" for _ in dagen)  # noqa: S608  # Django's own text
    invullingen = [[dag, *(dag if w == EEN_DAG else w for w in waarden)] for dag in dagen]
    per: dict[tuple[date, int], dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(samen, [w for invulling in invullingen for w in invulling])
        for dag, pk, _, klasse, aantal in cursor.fetchall():
            per[dag, pk][klasse] = aantal
    return per


def _fte_op(gemeente, dagen: list[date], alleen) -> dict[tuple[date, int], Decimal]:
    """De fte van deze teamleden op elk van deze dagen, in één vraag."""
    per: dict[tuple[date, int], Decimal] = defaultdict(Decimal)
    rijen = Teamlid.objects.filter(
        team__gemeente=gemeente, gebruiker_id__in=alleen, gebruiker__is_active=True
    )
    for pk, fte, begin, eind in rijen.order_by().values_list(
        "gebruiker_id", "fte", "begindatum", "einddatum"
    ):
        for dag in dagen:
            if begin <= dag and (eind is None or eind >= dag):
                per[dag, pk] += fte
    return per
