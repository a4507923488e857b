"""Signalen en tijdlijn van trajecten: bijna om, over de datum, te lang, evaluatie, en een gat daarna."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from kern.beleid import waarden
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort, Tijdlijnpunt
from personen.models import Dossierperiode, Persoon, Toewijzing
from personen.queries.tijdlijn import tekst
from reintegratie.choices import Trajectmomentsoort, Trajectresultaat
from reintegratie.models import Traject, Trajectmoment
from reintegratie.traject_queries import duurteller

TERUGKIJKEN = timedelta(days=365)


def _open(gemeenten, peildatum, eigenaar_ids):
    """Open trajecten met hun persoon, en de contactpersoon als `eigenaar`."""
    rijen = _met_eigenaar(Traject.objects.open(), gemeenten, peildatum, eigenaar_ids)
    return rijen.met_pauze(peildatum)


def _met_eigenaar(trajecten, gemeenten, peildatum, eigenaar_ids):
    contactpersoon = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    rijen = (
        trajecten.filter(persoon__gemeente_id__in=gemeenten)
        .annotate(eigenaar=Subquery(contactpersoon.values("gebruiker_id")[:1]))
        .select_related("persoon", "instrument")
    )
    return rijen if eigenaar_ids is None else rijen.filter(eigenaar__in=eigenaar_ids)


def eindigt(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Trajecten die binnen `traject.signaal_dagen` eindigen, of al voorbij hun geplande einde zijn.

    Voorbij het einde is altijd een signaal; vooraf alleen als de termijn is vastgesteld. In pauze: geen signaal.
    """
    norm = waarden(["traject.signaal_dagen"], gemeenten, peildatum)
    verst = max((int(n.waarde) for n in norm.values() if n), default=-1)
    rijen = _open(gemeenten, peildatum, eigenaar_ids).filter(
        in_pauze=False, begindatum__lte=peildatum, gepland_einde__lte=peildatum + timedelta(days=verst)
    )
    for traject in rijen.order_by("gepland_einde", "pk"):
        vooraf = norm[traject.persoon.gemeente_id, "traject.signaal_dagen"]
        voorbij = traject.gepland_einde < peildatum
        if not voorbij and (
            not vooraf or traject.gepland_einde > peildatum + timedelta(days=int(vooraf.waarde))
        ):
            continue
        werk = "eindigde" if voorbij else "eindigt"
        yield _signaal(
            "traject.eindigt",
            traject,
            sleutel=f"{traject.gepland_einde}" + ("!voorbij" if voorbij else ""),
            niveau="moet" if voorbij else "let_op",
            reden=f"{traject.instrument} {werk} op {traject.gepland_einde:%d-%m-%Y}: beëindig of verleng",
            actie="Beëindig",
            route="reintegratie:traject-beeindigen",
            norm=f"{int(vooraf.waarde)} dagen vooraf" if vooraf else "Na het geplande einde",
            norm_versie=vooraf.versie if vooraf else "afspraak in het traject",
        )


def te_lang(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Trajecten die langer zijn gepland of duren dan de langste duur van hun instrument (WV-034)."""
    rijen = _open(gemeenten, peildatum, eigenaar_ids).filter(
        ~Q(instrument__max_maanden=None) | ~Q(instrument__duurnorm="")
    )
    for traject in rijen.prefetch_related("momenten").order_by("begindatum", "pk"):
        teller = duurteller(traject, peildatum)
        if teller is None or not teller.te_lang(max(traject.gepland_einde, peildatum)):
            continue
        yield _signaal(
            "traject.te_lang",
            traject,
            sleutel=f"{teller.uiterlijk}",
            niveau="moet" if peildatum > teller.uiterlijk else "let_op",
            reden=f"{traject.instrument} mag tot en met {teller.uiterlijk:%d-%m-%Y}",
            actie="Open traject",
            route="reintegratie:traject",
            norm=f"Ten hoogste {teller.maanden} maanden",
            norm_versie=teller.bron[:120],
        )


def evaluatie(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Trajecten waarvan de dag van de evaluatie er is en die nog niet zijn geëvalueerd."""
    rijen = _open(gemeenten, peildatum, eigenaar_ids).filter(evaluatie_op__lte=peildatum, in_pauze=False)
    for traject in rijen.order_by("evaluatie_op", "pk"):
        yield _signaal(
            "traject.evaluatie",
            traject,
            sleutel=f"{traject.evaluatie_op}",
            niveau="let_op",
            reden=f"{traject.instrument} evalueren (gepland op {traject.evaluatie_op:%d-%m-%Y})",
            actie="Evalueer",
            route="reintegratie:traject-evalueren",
            norm="De dag die bij het traject staat",
            norm_versie="afspraak in het traject",
        )


def gat(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Na een traject begon er langer dan `stap.max_pauze` dagen niets nieuws (HT-031). Werk gevonden telt niet."""
    norm = {g: n for (g, _), n in waarden(["stap.max_pauze"], gemeenten, peildatum).items() if n}
    if not norm:
        return
    kortste = min(int(n.waarde) for n in norm.values())
    later = Traject.objects.filter(persoon=OuterRef("persoon_id"), begindatum__gt=OuterRef("begindatum"))
    loopt = Dossierperiode.objects.op(peildatum).filter(persoon=OuterRef("persoon_id"))
    rijen = _met_eigenaar(Traject.objects.exclude(resultaat=""), norm, peildatum, eigenaar_ids).filter(
        Exists(loopt), ~Exists(later), einddatum__lt=peildatum - timedelta(days=kortste),
        einddatum__gte=peildatum - TERUGKIJKEN,
    )  # fmt: skip
    for traject in rijen.exclude(resultaat=Trajectresultaat.WERK).order_by("einddatum", "pk"):
        termijn = norm[traject.persoon.gemeente_id]
        dagen = (peildatum - traject.einddatum).days
        if dagen <= int(termijn.waarde):
            continue
        yield _signaal(
            "traject.gat",
            traject,
            sleutel=f"{traject.einddatum}",
            niveau="let_op",
            reden=f"{dagen} dagen na {traject.instrument} nog geen volgende stap",
            actie="Begin traject",
            route="reintegratie:trajectblad",
            norm=f"Ten hoogste {int(termijn.waarde)} dagen tussen twee stappen",
            norm_versie=termijn.versie,
        )


def _signaal(soort, traject, *, sleutel, niveau, reden, actie, route, norm, norm_versie) -> Signaal:
    persoon = traject.persoon
    waarde = persoon.nummer if route == "reintegratie:trajectblad" else traject.pk
    return Signaal(
        soort=soort,
        sleutel=f"traject-{traject.pk}-{sleutel}",
        niveau=niveau,
        reden=reden,
        onderwerp=persoon.weergavenaam,
        onderwerp_url=traject.get_absolute_url(),
        actie=actie,
        actie_url=reverse(route, args=[waarde]),
        gemeente_id=persoon.gemeente_id,
        eigenaar_id=traject.eigenaar,
        dossier_id=persoon.pk,
        norm=norm,
        norm_versie=norm_versie,
    )


SIGNAALSOORTEN = (
    Signaalsoort(
        code="traject.eindigt",
        naam="Traject eindigt",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=eindigt,
        uitleg="Een traject is bijna om, of is over zijn geplande einde.",
        normen=("traject.signaal_dagen",),
    ),
    Signaalsoort(
        code="traject.te_lang",
        naam="Traject te lang",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=te_lang,
        uitleg="Een traject duurt langer dan het instrument toestaat; pauzes tellen niet mee.",
        normen=("leerwerk.max_maanden", "proefplaats.maanden", "proefplaats.verlenging_maanden"),
    ),
    Signaalsoort(
        code="traject.evaluatie",
        naam="Traject evalueren",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=evaluatie,
        uitleg="De afgesproken dag van de evaluatie is er.",
    ),
    Signaalsoort(
        code="traject.gat",
        naam="Geen stap na een traject",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=gat,
        uitleg="Na het einde van een traject is er te lang niets nieuws begonnen.",
        normen=("stap.max_pauze",),
    ),
)


# ---- timeline ---------------------------------------------------------------------------------------------
def rijen(persoon: Persoon):
    """Begin en einde van elk traject, en wat er onderweg gebeurde; `b` draagt het nummer en een code."""
    trajecten = Traject.objects.filter(persoon=persoon).annotate(
        a=tekst("instrument__naam"), b=_nummer_en("pk", "resultaat"), c=tekst("toelichting_einde"),
        door_=tekst("begonnen_door__naam"),
    )  # fmt: skip
    yield "traject", trajecten, F("begindatum")
    yield "traject_einde", trajecten.filter(einddatum__isnull=False), F("einddatum")
    momenten = Trajectmoment.objects.filter(traject__persoon=persoon).annotate(
        a=tekst("traject__instrument__naam"), b=_nummer_en("traject_id", "soort"), c=tekst("tekst"),
        door_=tekst("door__naam"),
    )  # fmt: skip
    yield "traject_moment", momenten, F("begindatum")


def _nummer_en(nummer: str, code: str):
    return Concat(tekst(nummer), Value("|"), tekst(code), output_field=TextField())


def _punt(rij, woorden, detail="", door="") -> Tijdlijnpunt:
    nummer, _, code = rij["b"].partition("|")
    regel = f"{rij['a']}{woorden.get(code, code)}" if isinstance(woorden, dict) else f"{rij['a']}{woorden}"
    url = reverse("reintegratie:traject", args=[nummer])
    return Tijdlijnpunt(rij["dag"], "Traject", regel, url=url, detail=detail, door=door)


_EINDE = {code: f" beëindigd: {label}" for code, label in Trajectresultaat.choices}
_MOMENT = {code: f": {label}" for code, label in Trajectmomentsoort.choices}
MAAK = {
    "traject": lambda persoon, rij: _punt(rij, " begonnen", door=rij["door_"] or ""),
    "traject_einde": lambda persoon, rij: _punt(rij, _EINDE, rij["c"]),
    "traject_moment": lambda persoon, rij: _punt(rij, _MOMENT, rij["c"], rij["door_"] or ""),
}
