"""De tijdlijn van een persoon: alle bronnen samengevoegd, nieuwste eerst (schermen F2).

The sources of all floors are one UNION, so that a page costs one query whatever it shows. Upper floors
add theirs to the register `tijdlijnbronnen`.
"""

from dataclasses import dataclass, replace
from datetime import date, time

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, TimeField, Value
from django.db.models.functions import Cast, TruncDate, TruncTime
from django.urls import reverse

from kern.models import Gebeurtenis
from kern.permissions import Recht
from kern.registers import Tijdlijnbron, Tijdlijnpunt, tijdlijnbronnen
from personen.choices import (
    BIJZONDERE_KENMERKEN,
    Contactwijze,
    Documentsoort,
    Kenmerksoort,
    Plansoort,
    RedenEindeDossier,
)
from personen.models import Contactmoment, Document, Dossierperiode, Kenmerk, Ontwikkelplan, Toewijzing

PER_BLAD = 25
MAX_OVERSLAAN = 500
BEEINDIGD = "Begeleiding beëindigd"
# Other changes are in the inzage page; these a colleague wants to see between the contacts.
GETOONDE_GEBEURTENISSEN = (
    "persoon.gewijzigd",
    "contact.ingetrokken",
    "contact.hersteld",
    "toewijzing.ongedaan",
    "document.verwijderd",
    "document.hersteld",
    "vervolg.gedaan",
)


@dataclass(frozen=True)
class Tijdlijnblad:
    """Eén blad van de tijdlijn en waar het volgende begint."""

    punten: list[Tijdlijnpunt]
    verder_tot: date | None = None
    verder_overslaan: int = 0


def tijdlijn(
    persoon,
    gebruiker,
    *,
    soorten: frozenset[str] = frozenset(),
    jaar: int | None = None,
    tot: date | None = None,
    overslaan: int = 0,
    limiet: int = PER_BLAD,
) -> Tijdlijnblad:
    """Punten vóór of op `tot`, zonder de eerste `overslaan`; `soorten` leeg is alles wat mag."""
    eerste = date(jaar, 1, 1) if jaar else date.min
    if jaar:
        laatste = date(jaar, 12, 31)
        tot = min(tot, laatste) if tot else laatste
    bronnen = tijdlijnbronnen.voor(gebruiker, persoon.gemeente_id)
    gekozen = [bron for bron in bronnen if not soorten or bron.code in soorten]
    punten = [
        punt
        for punt in _verzamel(persoon, gekozen, tot=tot, limiet=limiet + overslaan + 1)
        if punt.datum >= eerste and (tot is None or punt.datum <= tot)
    ]
    if not gebruiker.mag(Recht.KENMERK_INZIEN, persoon.gemeente_id):
        # Why it ended ("langdurig ziek") is about the person, like a characteristic.
        punten = [replace(punt, detail="") if punt.tekst == BEEINDIGD else punt for punt in punten]
    punten.sort(key=lambda punt: (punt.datum, punt.tijd or time.min), reverse=True)
    blad, rest = punten[overslaan : overslaan + limiet], punten[overslaan + limiet :]
    if not (blad and rest):
        return Tijdlijnblad(blad)
    grens = blad[-1].datum
    getoond = sum(punt.datum == grens for punt in blad)
    return Tijdlijnblad(blad, grens, getoond + (overslaan if tot == grens else 0))


def _verzamel(persoon, bronnen: list[Tijdlijnbron], *, tot, limiet):
    """All sources that give rows are one UNION; the others are asked one by one."""
    rijen, maak = [], {}
    for bron in bronnen:
        if bron.rijen is None:
            yield from bron.punten(persoon, tot=tot, limiet=limiet)
            continue
        maak |= bron.maak
        rijen += [_rijen(soort, queryset, dag, tot) for soort, queryset, dag in bron.rijen(persoon)]
    if not rijen:
        return
    samen = rijen[0].union(*rijen[1:], all=True) if len(rijen) > 1 else rijen[0]
    gevonden = samen.order_by("-dag", F("uur").desc(nulls_last=True), "soort_", "-rij")[:limiet]
    yield from (maak[rij["soort_"]](persoon, rij) for rij in gevonden)


_KOLOMMEN = ("dag", "uur", "soort_", "rij", "door_", "a", "b", "c", "d")
_TYPEN = {
    "uur": TimeField(),
    "door_": TextField(),
    "a": TextField(),
    "b": TextField(),
    "c": TextField(),
    "d": DateField(),
}


def _rijen(soort: str, queryset: QuerySet, dag, tot: date | None) -> QuerySet:
    """Give every source the same columns, so that they fit in one UNION."""
    bekend = set(queryset.query.annotations)
    leeg = {naam: Cast(Value(None), veld) for naam, veld in _TYPEN.items() if naam not in bekend}
    queryset = queryset.annotate(
        dag=dag, soort_=Value(soort, CharField()), rij=Cast("pk", IntegerField()), **leeg
    )
    if tot is not None:
        queryset = queryset.filter(dag__lte=tot)
    return queryset.order_by().values(*_KOLOMMEN)


def tekst(veld: str) -> Cast:
    """A field as text, so that columns of different sources fit under each other."""
    return Cast(F(veld), TextField())


def _contacten(persoon):
    rijen = Contactmoment.objects.filter(persoon=persoon, ingetrokken_op=None)
    rijen = rijen.annotate(
        uur=F("tijd"), door_=tekst("door__naam"), a=tekst("wijze"), b=tekst("verslag"), d=F("vervolg_op")
    )
    yield "contact", rijen, F("datum")


def _documenten(persoon):
    rijen = Document.objects.filter(persoon=persoon, verwijderd_op=None)
    rijen = rijen.annotate(
        door_=tekst("toegevoegd_door__naam"),
        a=tekst("soort"),
        b=tekst("omschrijving"),
        c=tekst("bestand__naam"),
    )
    yield "document", rijen, F("datum")


def _plannen(persoon):
    rijen = Ontwikkelplan.objects.filter(persoon=persoon)
    rijen = rijen.annotate(door_=tekst("opgesteld_door__naam"), a=tekst("soort"), b=tekst("versie"))
    yield "plan", rijen, F("opgesteld_op")
    yield "plan_getekend", rijen.filter(getekend_op__isnull=False), F("getekend_op")


def _toewijzingen(persoon):
    rijen = Toewijzing.objects.filter(persoon=persoon)
    yield "contactpersoon", rijen.annotate(a=tekst("gebruiker__naam"), b=tekst("reden")), F("begindatum")


def _perioden(persoon):
    rijen = Dossierperiode.objects.filter(persoon=persoon)
    yield "begin", rijen, F("begindatum")
    yield "einde", rijen.filter(einddatum__isnull=False).annotate(a=tekst("reden_einde")), F("einddatum")


def _kenmerken(persoon):
    yield from _alle_kenmerken(persoon, ~Q(soort__in=BIJZONDERE_KENMERKEN))


def _bijzondere(persoon):
    yield from _alle_kenmerken(persoon, Q(soort__in=BIJZONDERE_KENMERKEN))


def _alle_kenmerken(persoon, welke: Q):
    rijen = Kenmerk.objects.filter(welke, persoon=persoon)
    rijen = rijen.annotate(a=tekst("soort"), b=tekst("waarde"), c=tekst("toelichting"), d=F("einddatum"))
    yield "kenmerk", rijen, F("begindatum")


def _wijzigingen(persoon):
    rijen = Gebeurtenis.objects.filter(dossier_id=persoon.pk, soort__in=GETOONDE_GEBEURTENISSEN)
    rijen = rijen.annotate(uur=TruncTime("tijdstip"), door_=tekst("gebruiker__naam"), a=tekst("omschrijving"))
    yield "wijziging", rijen, TruncDate("tijdstip")


BRONNEN = {
    "contact": _contacten,
    "document": _documenten,
    "plan": _plannen,
    "contactpersoon": _toewijzingen,
    "begeleiding": _perioden,
    "kenmerk": _kenmerken,
    "bijzonder": _bijzondere,
    "wijziging": _wijzigingen,
}


def _contactpunt(persoon, rij):
    wijze = Contactwijze(rij["a"]).label
    vervolg = f"Vervolg op {rij['d']:%d-%m-%Y}" if rij["d"] else ""
    return Tijdlijnpunt(
        rij["dag"],
        "Contact",
        wijze,
        door=rij["door_"],
        tijd=rij["uur"],
        url=reverse("personen:contact", args=[persoon.nummer, rij["rij"]]),
        detail="\n".join(deel for deel in (rij["b"], vervolg) if deel),
    )


def _documentpunt(persoon, rij):
    return Tijdlijnpunt(
        rij["dag"],
        "Document",
        rij["b"] or rij["c"],
        door=rij["door_"],
        url=reverse("personen:document", args=[persoon.nummer, rij["rij"]]),
        detail=Documentsoort(rij["a"]).label,
    )


def _planpunt(persoon, rij, wat="opgesteld"):
    naam = Plansoort(rij["a"]).label
    url = reverse("personen:plan", args=[persoon.nummer])
    return Tijdlijnpunt(rij["dag"], "Plan", f"{naam}, versie {rij['b']}: {wat}", door=rij["door_"], url=url)


def _kenmerkpunt(persoon, rij):
    tekst = f"{Kenmerksoort(rij['a']).label.capitalize()}: {rij['b']}"
    tot = f"tot en met {rij['d']:%d-%m-%Y}" if rij["d"] else ""
    return Tijdlijnpunt(rij["dag"], "Kenmerk", tekst, detail=" ".join(d for d in (rij["c"], tot) if d))


PUNTEN = {
    "contact": _contactpunt,
    "document": _documentpunt,
    "plan": _planpunt,
    "plan_getekend": lambda persoon, rij: _planpunt(persoon, rij, "getekend"),
    "contactpersoon": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Contactpersoon", f"{rij['a']} is contactpersoon", detail=rij["b"]
    ),
    "begin": lambda persoon, rij: Tijdlijnpunt(rij["dag"], "Begeleiding", "Begeleiding begonnen"),
    "einde": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Begeleiding", BEEINDIGD, detail=RedenEindeDossier(rij["a"]).label
    ),
    "kenmerk": _kenmerkpunt,
    "wijziging": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Wijziging", rij["a"], door=rij["door_"] or "", tijd=rij["uur"]
    ),
}
