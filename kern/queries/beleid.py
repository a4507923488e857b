"""Overzichten van beleidskaders: wat geldt er op een dag, wat ontbreekt en wat verschilt."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Count, Q

from kern.beleid import Vastgesteld, alle_waarden, gelezen
from kern.models import Beleidskader, Beleidsstatus, Parameter
from kern.parameters import GEGEVENS, Parametercode, catalogus, toon_volledig


@dataclass(frozen=True)
class Kaderregel:
    """Eén code in een kader: de waarde van het kader zelf, wat er anders geldt, en een open concept."""

    code: Parametercode
    eigen: Vastgesteld | None
    elders: Vastgesteld | None = None
    concept: Parameter | None = None
    reden_open: str = ""

    @property
    def waarde(self) -> Vastgesteld | None:
        return self.eigen or self.elders


@dataclass(frozen=True)
class Kadergroep:
    naam: str
    regels: list[Kaderregel] = field(default_factory=list)


TOON_KEUZES = (
    ("", "Alles"),
    ("vastgesteld", "Vastgesteld in dit kader"),
    ("niet", "Niet vastgesteld"),
    ("concept", "Met een concept"),
)


def kaderlijst(gebruiker, peildatum: date):
    """De zichtbare kaders met het aantal waarden dat op de peildatum geldt en het aantal concepten."""
    geldt = Q(parameters__status=Beleidsstatus.VASTGESTELD, parameters__begindatum__lte=peildatum) & (
        Q(parameters__einddatum=None) | Q(parameters__einddatum__gte=peildatum)
    )
    return (
        Beleidskader.objects.filter(pk__in=Beleidskader.objects.zichtbaar_voor(gebruiker).values("pk"))
        .select_related("gemeente", "verband")
        .annotate(
            aantal_geldig=Count("parameters", filter=geldt),
            aantal_concept=Count("parameters", filter=Q(parameters__status=Beleidsstatus.CONCEPT)),
        )
        .order_by("naam")
    )


def kaderregels(kader: Beleidskader, peildatum: date) -> list[Kaderregel]:
    """Elke code van de catalogus met wat er op de peildatum in dit kader geldt."""
    eigen = _eigen_waarden(kader, peildatum)
    elders = _elders(kader, peildatum)
    concepten = {p.code: p for p in kader.parameters.filter(status=Beleidsstatus.CONCEPT)}
    redenen = open_punten().get(kader.code, {})
    return [
        Kaderregel(
            code=code,
            eigen=eigen.get(code.code),
            elders=elders.get(code.code),
            concept=concepten.get(code.code),
            reden_open="" if code.code in eigen else redenen.get(code.code, ""),
        )
        for code in catalogus().values()
    ]


def in_groepen(
    regels: list[Kaderregel], *, zoek: str = "", groep: str = "", toon: str = ""
) -> list[Kadergroep]:
    """De regels na de filters, per groep van de catalogus; lege groepen vallen weg."""
    groepen: dict[str, Kadergroep] = {}
    for regel in regels:
        if _past(regel, zoek.casefold(), groep, toon):
            groepen.setdefault(regel.code.groep, Kadergroep(regel.code.groep)).regels.append(regel)
    return list(groepen.values())


def _past(regel: Kaderregel, zoek: str, groep: str, toon: str) -> bool:
    code = regel.code
    if groep and code.groep != groep:
        return False
    gekozen = {"vastgesteld": regel.eigen, "niet": not regel.waarde, "concept": regel.concept}
    if toon and not gekozen[toon]:
        return False
    if not zoek:
        return True
    tekst = [code.code, code.naam, code.omschrijving, *code.gebruikt_in]
    if regel.eigen:
        tekst += [regel.eigen.parameter.rij, regel.eigen.bron]
    return zoek in " ".join(tekst).casefold()


def _eigen_waarden(kader: Beleidskader, peildatum: date) -> dict[str, Vastgesteld]:
    if not kader.geldt_op(peildatum):
        return {}
    geldend = kader.parameters.filter(status=Beleidsstatus.VASTGESTELD).op(peildatum).select_related("kader")
    return {parameter.code: gelezen(parameter) for parameter in geldend}


def _elders(kader: Beleidskader, peildatum: date) -> dict[str, Vastgesteld]:
    """Wat voor de gemeente geldt via haar verband of Nederland; alleen bij een kader van een gemeente."""
    if kader.gemeente_id is None:
        return {}
    alles = alle_waarden(kader.gemeente_id, peildatum)
    return {code: gevonden for code, gevonden in alles.items() if gevonden and gevonden.kader != kader}


@lru_cache(maxsize=1)
def open_punten() -> dict[str, dict[str, str]]:
    """Per kader de codes die het document openlaat, met de reden (de lijst nog_te_bepalen in de bestanden)."""
    punten: dict[str, dict[str, str]] = {}
    for bestand in sorted((GEGEVENS / "kaders").glob("*.toml")):
        for kader in tomllib.loads(bestand.read_text(encoding="utf-8")).get("kader", []):
            punten[kader["code"]] = {punt["code"]: punt["reden"] for punt in kader.get("nog_te_bepalen", [])}
    return punten


# ---- vergelijken -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vergelijking:
    """Eén code in twee kaders of op twee dagen; het verschil in een woord en een teken."""

    code: Parametercode
    links: Vastgesteld | None
    rechts: Vastgesteld | None

    @property
    def verschil(self) -> str:
        if self.links is None or self.rechts is None:
            return "alleen rechts" if self.links is None else "alleen links"
        return "gelijk" if self.links.waarde == self.rechts.waarde else "anders"

    @property
    def teken(self) -> str:
        return {"gelijk": "=", "anders": "≠", "alleen links": "←", "alleen rechts": "→"}[self.verschil]

    @property
    def links_tekst(self) -> str:
        return _volledig(self.links)

    @property
    def rechts_tekst(self) -> str:
        return _volledig(self.rechts)


def vergelijk(
    links: Beleidskader, links_dag: date, rechts: Beleidskader, rechts_dag: date
) -> list[Vergelijking]:
    """Elke code die links of rechts een waarde heeft, in de volgorde van de catalogus."""
    waarden_links, waarden_rechts = _eigen_waarden(links, links_dag), _eigen_waarden(rechts, rechts_dag)
    return [
        Vergelijking(code, waarden_links.get(code.code), waarden_rechts.get(code.code))
        for code in catalogus().values()
        if code.code in waarden_links or code.code in waarden_rechts
    ]


def _volledig(gevonden: Vastgesteld | None) -> str:
    if gevonden is None:
        return "niet vastgesteld"
    if gevonden.parameter.soort == "tabel":
        return toon_volledig(gevonden.waarde, "tabel")
    return str(gevonden)


# ---- geschiedenis ------------------------------------------------------------------------------------


def versies(kader: Beleidskader, code: str) -> list[Vastgesteld]:
    """Alle versies van een code in dit kader, nieuwste eerst; ook concepten en wat verviel."""
    rijen = kader.parameters.filter(code=code).select_related("kader", "opgesteld_door", "vastgesteld_door")
    return [gelezen(parameter) for parameter in rijen.order_by("-begindatum", "-versie")]
