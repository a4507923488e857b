"""Signalen: wat nu om een handeling vraagt, gezocht op het moment dat iemand kijkt (L3, HT-027).

Elke soort zoekt in een vast aantal query's voor alle gemeenten en medewerkers tegelijk; de norm komt uit
het beleidskader. Een signaal heeft één eigenaar; is die er niet, dan ziet de vervanger het ook. Wie het
oplost, ziet het verdwijnen: er is niets om af te vinken. Uitstellen bewaart alleen een datum.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from kern.beleid import vooraf_opgezocht, waarden
from kern.models import Gemeente, Signaalinstelling, Signaalstatus
from kern.registers import Signaal, Signaalsoort, reeks_van, signaalsoorten

MAX_START = 7
SAMEN_VANAF = 3  # so many of one kind become one line
GENEGEERD_NA = 14  # days
NIVEAUS = {"moet": "Moet", "let_op": "Let op", "info": "Ter info"}
TONEN = {"moet": "fout", "let_op": "let-op", "info": "info"}
_VOLGORDE = {"moet": 0, "let_op": 1, "info": 2}
_BADGE_SECONDEN = 30 * 60
Handeling = Signaalstatus.Handeling


@dataclass(frozen=True)
class Regel:
    """Een signaal zoals het op een pagina staat, met zijn nummer voor /signalen/<nr>/."""

    signaal: Signaal
    nummer: int

    @property
    def niveau(self) -> str:
        return NIVEAUS[self.signaal.niveau]

    @property
    def toon(self) -> str:
        return TONEN[self.signaal.niveau]

    @property
    def soort(self) -> Signaalsoort:
        return signaalsoorten.get(self.signaal.soort)


@dataclass(frozen=True)
class Groep:
    """Signalen van dezelfde soort (en bij taken dezelfde verplichting) op één regel, met hun aantal."""

    signalen: tuple[Signaal, ...]

    @property
    def niveau(self) -> str:
        return NIVEAUS[self.signalen[0].niveau]

    @property
    def toon(self) -> str:
        return TONEN[self.signalen[0].niveau]

    @property
    def soort(self) -> Signaalsoort:
        return signaalsoorten.get(self.signalen[0].soort)

    @property
    def naam(self) -> str:
        return self.signalen[0].groep or self.soort.naam

    @property
    def zoekterm(self) -> str:
        """Waarmee de lijst precies deze rijen toont, naast de soort."""
        return self.signalen[0].groep

    @property
    def zwaarste(self) -> int:
        """Hoeveel er zo zwaar zijn als de regel zegt."""
        return sum(s.niveau == self.signalen[0].niveau for s in self.signalen)

    @property
    def sinds(self) -> date | None:
        return min((s.vanaf for s in self.signalen if s.vanaf), default=None)


@dataclass
class Voorraad:
    """De signalen van één medewerker op één dag."""

    signalen: list[Signaal] = field(default_factory=list)
    uitgesteld: list[date] = field(default_factory=list)

    @property
    def voor_start(self) -> list[Signaal]:
        """Ter info komt nooit op de startpagina."""
        return [s for s in self.signalen if s.niveau != "info"]

    @property
    def volgende(self) -> date | None:
        return min(self.uitgesteld, default=None)


def voorraad_van(gebruiker, peildatum: date) -> Voorraad:
    """De signalen van deze medewerker en van wie hij vervangt; wat hij uitstelde, staat er niet bij."""
    eigenaren = {gebruiker.pk, *gebruiker.toegang.vervangt}
    gevonden = zoek(gebruiker.toegang.gemeenten_met, peildatum, eigenaren)
    uitgesteld = {
        (s.soort, s.sleutel): s.tot
        for s in Signaalstatus.objects.filter(
            gebruiker=gebruiker, handeling=Handeling.UITGESTELD, tot__gt=peildatum
        )
    }
    voorraad = Voorraad()
    for signaal in gevonden:
        if tot := uitgesteld.get((signaal.soort, signaal.sleutel)):
            voorraad.uitgesteld.append(tot)
        else:
            voorraad.signalen.append(signaal)
    return voorraad


def zoek(
    gemeenten_met,
    peildatum: date,
    eigenaren: Collection[int] | None,
    *,
    met_eigenaar: bool = False,
    ook_uitgezet: bool = False,
) -> list[Signaal]:
    """Alle signalen, zwaarste en oudste eerst, dezelfde reden maar één keer.

    `gemeenten_met(recht)` geeft de gemeenten waar gezocht mag worden; `eigenaren=None` is iedereen.
    Met `met_eigenaar` alleen de soorten die van een medewerker zijn; met `ook_uitgezet` ook wat een gemeente
    heeft uitgezet. De normen van alle soorten worden
    één keer opgezocht.
    """
    instellingen = Signaalinstelling.objects.filter(uit=True).values_list("soort", "gemeente_id")
    uit = set() if ook_uitgezet else set(instellingen)
    soorten = [soort for soort in signaalsoorten.alle() if soort.met_eigenaar or not met_eigenaar]
    waar = {s.code: [g for g in gemeenten_met(s.recht) if (s.code, g) not in uit] for s in soorten}
    codes = {code for s in soorten if waar[s.code] for code in s.normen}
    gevonden: dict[tuple[str, str], Signaal] = {}
    with vooraf_opgezocht(codes, {g for ids in waar.values() for g in ids}, peildatum):
        for soort in soorten:
            if waar[soort.code]:
                for signaal in soort.vind(waar[soort.code], peildatum, eigenaren):
                    gevonden.setdefault((signaal.soort, signaal.sleutel), signaal)
    return sorted(gevonden.values(), key=_gewicht)


def uitgezet_in(gemeente) -> set[str]:
    """De soorten signalen die deze gemeente heeft uitgezet."""
    rijen = Signaalinstelling.objects.filter(gemeente=gemeente, uit=True)
    return set(rijen.values_list("soort", flat=True))


def _gewicht(signaal: Signaal) -> tuple:
    return _VOLGORDE[signaal.niveau], signaal.vanaf or date.max, signaal.soort, signaal.sleutel


def voor_startpagina(signalen: list[Signaal]) -> tuple[list[Signaal | Groep], int]:
    """Hoogstens zeven regels (L3), en hoeveel signalen daar niet in staan.

    Passen ze allemaal, dan staat elk signaal er zelf. Anders worden drie of meer van dezelfde soort één regel met
    hun aantal: één soort verdringt de andere dan niet. Is er daarna plek, dan komen de zwaarste er weer uit.
    """
    if len(signalen) <= MAX_START:
        return list(signalen), 0
    per_groep: dict[tuple[str, str], list[Signaal]] = {}
    for signaal in signalen:  # the heaviest first
        per_groep.setdefault((signaal.soort, signaal.groep), []).append(signaal)
    samen = [leden for leden in per_groep.values() if len(leden) >= SAMEN_VANAF]
    los = [leden[i] for leden in per_groep.values() if len(leden) < SAMEN_VANAF for i in range(len(leden))]
    for signaal in signalen:
        if len(samen) + len(los) >= MAX_START:
            break
        leden = per_groep[signaal.soort, signaal.groep]
        if len(leden) >= SAMEN_VANAF:  # what stays behind is still a group
            leden.remove(signaal)
            los.append(signaal)
    regels: list[Signaal | Groep] = [*los, *(Groep(tuple(leden)) for leden in samen)]
    regels.sort(key=lambda regel: _gewicht(regel.signalen[0] if isinstance(regel, Groep) else regel))
    getoond = regels[:MAX_START]
    return getoond, len(signalen) - sum(len(r.signalen) if isinstance(r, Groep) else 1 for r in getoond)


def toon(gebruiker, signalen: list[Signaal]) -> list[Regel]:
    """Geef elk signaal zijn nummer en onthoud dat het is getoond (voor de maat van het nut)."""
    if not signalen:
        return []
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into kern_signaalstatus (gebruiker_id, soort, sleutel, handeling, gemeente_id, gewijzigd_op)"
            " values (%s, %s, %s, 'getoond', %s, %s) on conflict (gebruiker_id, soort, sleutel) do nothing",
            [(gebruiker.pk, s.soort, s.sleutel, s.gemeente_id, timezone.now()) for s in signalen],
        )
    rijen = Signaalstatus.objects.filter(gebruiker=gebruiker, sleutel__in=[s.sleutel for s in signalen])
    nummers = {(r.soort, r.sleutel): r.pk for r in rijen}
    return [Regel(s, nummers[s.soort, s.sleutel]) for s in signalen]


def zoek_een(gebruiker, status: Signaalstatus, peildatum: date) -> Signaal | None:
    """Het signaal achter een nummer, ook als het is uitgesteld; None als de reden weg is."""
    eigenaren = {gebruiker.pk, *gebruiker.toegang.vervangt}
    return next(
        (
            s
            for s in zoek(gebruiker.toegang.gemeenten_met, peildatum, eigenaren)
            if (s.soort, s.sleutel) == (status.soort, status.sleutel)
        ),
        None,
    )


# ---- the badge in the menu -------------------------------------------------------------------------
def onthoud_aantal(gebruiker, aantal: int) -> None:
    cache.set(f"badge:{gebruiker.pk}", aantal, _BADGE_SECONDEN)


def vergeet_aantal(gebruiker) -> None:
    cache.delete(f"badge:{gebruiker.pk}")


def badge(gebruiker) -> int | None:
    """Hoeveel signalen er de laatste keer waren; zoekt nooit zelf, want het staat op elke pagina."""
    return cache.get(f"badge:{gebruiker.pk}")


# ---- how useful are they: /beheer/signalen/ ----------------------------------------------------------
@dataclass(frozen=True)
class Gebruik:
    """Wat er met één soort signaal gebeurt. Definities staan op de pagina."""

    soort: Signaalsoort
    getoond: int
    opgevolgd: int
    uitgesteld: int
    genegeerd: int
    open: int
    instellingen: list
    niet_vastgesteld: list[str]

    def deel(self, aantal: int) -> int | None:
        return round(100 * aantal / self.getoond) if self.getoond else None

    @property
    def opgevolgd_deel(self):
        return self.deel(self.opgevolgd)

    @property
    def uitgesteld_deel(self):
        return self.deel(self.uitgesteld)

    @property
    def genegeerd_deel(self):
        return self.deel(self.genegeerd)


def gebruik_van(gemeenten: Collection[int], peildatum: date) -> list[Gebruik]:
    """Per soort: getoond = opgevolgd + uitgesteld + genegeerd + nog open.

    Opgevolgd: getoond, en de reden is weg. Uitgesteld: iemand koos een latere dag en de reden is er nog.
    Genegeerd: langer dan 14 dagen getoond, niet uitgesteld en nog steeds waar. Wat van "komt" naar "te laat"
    ging, telt één keer, met de laatste handeling; ook een soort die is uitgezet kan nog waar zijn.
    """
    waar = {s.reeks for s in zoek(lambda recht: gemeenten, peildatum, None, ook_uitgezet=True)}
    tellers: dict[str, Counter] = {}
    grens = timezone.now() - timedelta(days=GENEGEERD_NA)
    laatste: dict[tuple, Signaalstatus] = {}
    for rij in (
        Signaalstatus.objects.filter(gemeente_id__in=gemeenten).order_by("gewijzigd_op").iterator(2000)
    ):
        laatste[rij.gebruiker_id, *reeks_van(rij.soort, rij.sleutel)] = rij
    for (_, *reeks), rij in laatste.items():
        teller = tellers.setdefault(rij.soort, Counter())
        teller["getoond"] += 1
        if tuple(reeks) not in waar:
            teller["opgevolgd"] += 1
        elif rij.handeling == Handeling.UITGESTELD:
            teller["uitgesteld"] += 1
        elif rij.gewijzigd_op < grens:
            teller["genegeerd"] += 1
        else:
            teller["open"] += 1
    namen = dict(Gemeente.objects.filter(pk__in=gemeenten).values_list("pk", "naam"))
    uit = {(i.soort, i.gemeente_id): i for i in Signaalinstelling.objects.filter(gemeente_id__in=gemeenten)}
    codes = {code for soort in signaalsoorten.alle() for code in soort.normen}
    normen = waarden(codes, gemeenten, peildatum)
    return [
        Gebruik(
            soort=soort,
            **{naam: tellers.get(soort.code, Counter())[naam] for naam in _TELLINGEN},
            instellingen=[(pk, naam, uit.get((soort.code, pk))) for pk, naam in sorted(namen.items())],
            niet_vastgesteld=[
                f"{code} ({namen[g]})" for code in soort.normen for g in sorted(namen) if not normen[g, code]
            ],
        )
        for soort in signaalsoorten.alle()
    ]


_TELLINGEN = ("getoond", "opgevolgd", "uitgesteld", "genegeerd", "open")
