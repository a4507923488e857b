"""Signalen en het werkvoorraadblok van overdrachten."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from kern.beleid import waarden
from kern.models import Teamlid
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort
from personen.models import Dossierperiode, Persoon, Toewijzing
from reintegratie.models import Overdracht, Tredemeting
from reintegratie.overdracht_queries import SCHEMA, te_beantwoorden, voorgesteld_door
from reintegratie.queries import mensen_op
from reintegratie.rules import segment_voor

MAX_BLOK = 10
INTERVAL = "herbeoordeling.interval"
TERUGKIJKEN = timedelta(days=182)


def nodig(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """De laatste meting bracht iemand in een ander segment, en het dossier is nog bij dezelfde collega (RH-045)."""
    schemas = {g: s for (g, _), s in waarden([SCHEMA], gemeenten, peildatum).items() if s}
    if not schemas:
        return
    for persoon in _net_anders(schemas, peildatum, eigenaar_ids):
        schema = schemas[persoon.gemeente_id]
        was = segment_voor(schema.waarde, huidig=persoon.huidig_was, doel=persoon.doel_was)
        wordt = segment_voor(schema.waarde, huidig=persoon.huidig, doel=persoon.doel)
        if not was or not wordt or was.code == wordt.code:
            continue
        yield Signaal(
            soort="overdracht.nodig",
            sleutel=f"{persoon.pk}-{persoon.gemeten_op}",
            niveau="let_op",
            reden=f"Segment is nu {wordt.naam}: draag over aan {wordt.behandelaar}",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=reverse("reintegratie:dossierblad", args=[persoon.nummer]),
            actie="Draag over",
            actie_url=reverse("reintegratie:overdracht-nieuw", args=[persoon.nummer]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=persoon.gemeten_op,
            norm="Het segment volgt het indelingsschema van de gemeente",
            norm_versie=schema.versie,
        )


def _net_anders(schemas, peildatum, eigenaar_ids):
    """People whose last two measurements differ and whose contact person is still the one of before."""
    metingen = Tredemeting.objects.filter(persoon=OuterRef("pk"), datum__lte=peildatum)
    metingen = metingen.order_by("-datum", "-pk")
    contact = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("pk"))
    personen = (
        Persoon.objects.filter(gemeente_id__in=schemas)
        .filter(Exists(Tredemeting.objects.filter(
            persoon=OuterRef("pk"), datum__range=(peildatum - TERUGKIJKEN, peildatum)
        )))
        .filter(Exists(Dossierperiode.objects.op(peildatum).filter(persoon=OuterRef("pk"))))
        .annotate(
            gemeten_op=Subquery(metingen.values("datum")[:1]),
            huidig=Subquery(metingen.values("huidige_trede")[:1]),
            doel=Subquery(metingen.values("doeltrede")[:1]),
            huidig_was=Subquery(metingen.values("huidige_trede")[1:2]),
            doel_was=Subquery(metingen.values("doeltrede")[1:2]),
            eigenaar=Subquery(contact.values("gebruiker_id")[:1]),
            toegewezen_op=Subquery(contact.values("begindatum")[:1]),
        )
        .filter(~Q(doel=F("doel_was")) | ~Q(huidig=F("huidig_was")), toegewezen_op__lt=F("gemeten_op"))
        .exclude(Exists(Overdracht.objects.filter(
            persoon=OuterRef("pk"), voorgesteld_op__gte=OuterRef("gemeten_op")
        )))
    )  # fmt: skip
    if eigenaar_ids is not None:
        personen = personen.filter(eigenaar__in=eigenaar_ids)
    return personen.order_by("gemeten_op", "pk")


def wacht(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Een voorstel wacht langer dan `overdracht.max_dagen`. Niet vastgesteld: de regel staat uit."""
    norm = {g: n for (g, _), n in waarden(["overdracht.max_dagen"], gemeenten, peildatum).items() if n}
    if not norm:
        return
    rijen = Overdracht.objects.open().filter(gemeente_id__in=norm)
    rijen = rijen.select_related("persoon", "naar", "naar_team").order_by("voorgesteld_op", "pk")
    teams = _teams(eigenaar_ids, peildatum) if eigenaar_ids is not None else {}
    for overdracht in rijen:
        termijn = int(norm[overdracht.gemeente_id].waarde)
        dagen = (peildatum - overdracht.voorgesteld_op).days
        if dagen <= termijn:
            continue
        eigenaar = _eigenaar(overdracht, eigenaar_ids, teams)
        if eigenaar_ids is not None and eigenaar is None:
            continue
        yield Signaal(
            soort="overdracht.wacht",
            sleutel=f"overdracht-{overdracht.pk}",
            niveau="moet",
            reden=f"Overdracht wacht {dagen} dagen op {overdracht.ontvanger}",
            onderwerp=overdracht.persoon.weergavenaam,
            onderwerp_url=overdracht.get_absolute_url(),
            actie="Open overdracht",
            actie_url=overdracht.get_absolute_url(),
            gemeente_id=overdracht.gemeente_id,
            eigenaar_id=eigenaar,
            dossier_id=overdracht.persoon_id,
            vanaf=overdracht.voorgesteld_op + timedelta(days=termijn + 1),
            norm=f"Beantwoord binnen {termijn} dagen",
            norm_versie=norm[overdracht.gemeente_id].versie,
        )


def _teams(eigenaar_ids, peildatum) -> dict[int, int]:
    leden = Teamlid.objects.op(peildatum).filter(gebruiker_id__in=eigenaar_ids)
    return dict(leden.values_list("team_id", "gebruiker_id"))


def _eigenaar(overdracht, eigenaar_ids, teams) -> int | None:
    """The receiver; without a name, a member of the team; otherwise who gives the dossier away."""
    if eigenaar_ids is None:
        return overdracht.naar_id or overdracht.van_id
    for wie in (overdracht.naar_id, None if overdracht.naar_id else teams.get(overdracht.naar_team_id)):
        if wie in eigenaar_ids:
            return wie
    return overdracht.van_id if overdracht.van_id in eigenaar_ids else None


def herbeoordeling(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Wie passief is en langer dan `herbeoordeling.interval` maanden niet is beoordeeld (RH-014, RH-147, RH-165)."""
    gezet = waarden([SCHEMA, INTERVAL], gemeenten, peildatum)
    normen = {
        g: (gezet[g, SCHEMA], gezet[g, INTERVAL])
        for g in gemeenten
        if gezet[g, SCHEMA] and gezet[g, INTERVAL]
    }
    if not normen:
        return
    kortste = min(int(termijn.waarde) for _, termijn in normen.values())
    for persoon in _lang_niet_gemeten(
        normen, peildatum, peildatum - relativedelta(months=kortste), eigenaar_ids
    ):
        schema, termijn = normen[persoon.gemeente_id]
        segment = segment_voor(schema.waarde, huidig=persoon.huidig, doel=persoon.doel)
        uiterlijk = persoon.gemeten_op + relativedelta(months=int(termijn.waarde))
        if segment is None or segment.code != "passief" or uiterlijk > peildatum:
            continue
        yield Signaal(
            soort="trede.herbeoordeling",
            sleutel=f"{persoon.pk}-{persoon.gemeten_op}",
            niveau="let_op",
            reden=f"Herbeoordeel de doeltrede (laatst op {persoon.gemeten_op:%d-%m-%Y})",
            onderwerp=persoon.weergavenaam,
            onderwerp_url=reverse("reintegratie:dossierblad", args=[persoon.nummer]),
            actie="Beoordeel",
            actie_url=reverse("reintegratie:trede-meten", args=[persoon.nummer]),
            gemeente_id=persoon.gemeente_id,
            eigenaar_id=persoon.eigenaar,
            dossier_id=persoon.pk,
            vanaf=uiterlijk,
            norm=f"Elke {int(termijn.waarde)} maanden",
            norm_versie=termijn.versie,
        )


def _lang_niet_gemeten(normen, peildatum, voor, eigenaar_ids):
    """People with a benefit whose last measurement is of this day or earlier."""
    contact = Toewijzing.objects.op(peildatum).filter(persoon=OuterRef("pk"))
    personen = (
        mensen_op(peildatum, normen)
        .filter(gemeten_op__lte=voor)
        .annotate(eigenaar=Subquery(contact.values("gebruiker_id")[:1]))
    )
    if eigenaar_ids is not None:
        personen = personen.filter(eigenaar__in=eigenaar_ids)
    return personen.order_by("gemeten_op", "pk")


SIGNAALSOORTEN = (
    Signaalsoort(
        code="trede.herbeoordeling",
        naam="Herbeoordeling van de doeltrede",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=herbeoordeling,
        uitleg="Wie volgens het kader passief is, wordt af en toe opnieuw beoordeeld: klopt de doeltrede nog?",
        normen=(SCHEMA, INTERVAL),
    ),
    Signaalsoort(
        code="overdracht.nodig",
        naam="Overdracht nodig",
        niveau="let_op",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=nodig,
        uitleg="De doeltrede bracht iemand in een ander segment; het dossier hoort bij een ander.",
        normen=(SCHEMA,),
    ),
    Signaalsoort(
        code="overdracht.wacht",
        naam="Overdracht wacht",
        niveau="moet",
        recht=Recht.REINTEGRATIE_WIJZIGEN,
        vind=wacht,
        uitleg="Een voorgestelde overdracht is te lang niet beantwoord.",
        normen=("overdracht.max_dagen",),
    ),
)


def blok(request) -> dict | None:
    """Op de startpagina: wat op jou wacht, en wat jij voorstelde en nog wacht."""
    vandaag = timezone.localdate()
    binnen = list(te_beantwoorden(request.user).order_by("voorgesteld_op", "pk")[:MAX_BLOK])
    uit = voorgesteld_door(request.user).exclude(pk__in=[overdracht.pk for overdracht in binnen])
    uit = list(uit.order_by("voorgesteld_op", "pk")[:MAX_BLOK])
    return {"binnen": binnen, "uit": uit, "vandaag": vandaag} if binnen or uit else None
