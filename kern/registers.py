"""Registers: how upper floors show themselves on lower pages without being imported there.

Filled in `AppConfig.ready()`. An entry is a plain dataclass with functions; there is no class
hierarchy and no Django signal. Order of registration does not matter: entries carry their own place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from kern.permissions import Recht


@dataclass(frozen=True)
class Menupunt:
    """Een punt in het hoofdmenu (hoogstens acht); zichtbaar voor wie een van de rechten heeft."""

    naam: str
    route: str
    volgorde: int
    rechten: tuple[Recht, ...] = ()


@dataclass(frozen=True)
class Deellijst:
    """Een lijst van een deel van de personen, bereikbaar vanaf /personen/: de Wsw-medewerkers, de ladder."""

    naam: str
    route: str
    volgorde: int
    recht: Recht


@dataclass(frozen=True)
class Dossierblad:
    """Een subpagina van een persoon: een link met een eigen adres (F1).

    `route` krijgt het dossiernummer als argument; `aantal(persoon)` zet een telling achter de naam.
    `sneltoets` opent het blad; met `anker` ga je meteen naar het formulier dat daar staat.
    """

    code: str
    naam: str
    route: str
    volgorde: int
    recht: Recht
    aantal: Callable[[Any], int] | None = None
    sneltoets: str = ""
    anker: str = ""


@dataclass(frozen=True)
class Tijdlijnpunt:
    """Iets op de tijdlijn; zonder tijd wordt er nooit een tijd getoond (F2)."""

    datum: date
    soort: str
    tekst: str
    door: str = ""
    tijd: time | None = None
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Tijdlijnbron:
    """Levert tijdlijnpunten van een persoon, op een van twee manieren.

    `rijen(persoon)` geeft (soort, queryset, dag): de queryset mag de kolommen uur, door_, a, b, c en d
    annoteren (`personen.queries.tijdlijn.tekst`). Alle bronnen samen zijn dan één vraag aan de database;
    `maak[soort](persoon, rij)` maakt het punt. Een bron die zo niet kan, geeft `punten(persoon, *, tot,
    limiet)`: nieuwste eerst, hoogstens `limiet` vóór of op `tot`.
    """

    code: str
    naam: str
    recht: Recht
    punten: Callable[..., Iterable[Tijdlijnpunt]] | None = None
    rijen: Callable[..., Iterable[tuple[str, Any, Any]]] | None = None
    maak: Mapping[str, Callable[..., Tijdlijnpunt]] = field(default_factory=dict)


@dataclass(frozen=True)
class Zoekresultaat:
    """Eén gevonden ding op de zoekpagina; de titel is de link."""

    titel: str
    url: str
    kenmerken: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Zoekbron:
    """Zoekt mee in het ene zoekveld, naast personen: werkgevers, later facturen.

    `zoek(tekst, gebruiker, *, limiet)` geeft wat deze gebruiker mag zien, beste eerst.
    """

    code: str
    naam: str
    volgorde: int
    recht: Recht
    zoek: Callable[..., Iterable[Zoekresultaat]]


@dataclass(frozen=True)
class Dossierregel:
    """Een korte regel boven in het dossier of in de overdracht, bijvoorbeeld de huidige trede."""

    code: str
    volgorde: int
    recht: Recht
    regel: Callable[..., str]  # (persoon, peildatum) -> tekst of ""
    # What one can do about it, behind the line: (tekst, route met het dossiernummer, recht).
    actie: tuple[str, str, Recht] | None = None
    actie_bij_regel: bool = (
        False  # only when there is a line: nothing to do about a job someone does not have
    )


@dataclass(frozen=True)
class Signaal:
    """Iets dat om één handeling vraagt. `sleutel` blijft gelijk zolang de reden gelijk is.

    Wat na een "!" in de sleutel staat, is de trap van dezelfde reden ("komt", "te laat", de week): een hogere
    trap vraagt opnieuw aandacht, maar de vorige is daarmee niet opgevolgd.
    """

    soort: str
    sleutel: str
    niveau: str  # "moet" | "let_op" | "info"
    reden: str
    onderwerp: str
    onderwerp_url: str
    actie: str
    actie_url: str
    gemeente_id: int
    eigenaar_id: int | None
    dossier_id: int | None = None
    vanaf: date | None = None
    norm: str = ""
    norm_versie: str = ""
    # Signals of one kind that belong together on the start page; empty: the whole kind. Never a person's name.
    groep: str = ""

    @property
    def reeks(self) -> tuple[str, str]:
        """Soort en sleutel zonder de trap: hetzelfde zolang de reden niet is opgelost."""
        return reeks_van(self.soort, self.sleutel)


def reeks_van(soort: str, sleutel: str) -> tuple[str, str]:
    """De soort met de sleutel zonder zijn trap."""
    return soort, sleutel.partition("!")[0]


@dataclass(frozen=True)
class Signaalsoort:
    """Een soort signaal; `vind(gemeenten, peildatum, eigenaar_ids)` geeft de signalen van nu.

    `eigenaar_ids=None` betekent: van iedereen in die gemeenten (voor de teammanager).
    """

    code: str
    naam: str
    niveau: str
    recht: Recht
    vind: Callable[..., Iterable[Signaal]]
    uitleg: str = ""
    normen: tuple[str, ...] = ()  # codes of the beleidskader; without a value the signal is off
    per_dossier: bool = True  # False: never about one dossier, so the hand-over does not ask for it
    met_eigenaar: bool = True  # False: of nobody in particular, so a count per colleague does not ask for it


_dossier: ContextVar[int | None] = ContextVar("dossier", default=None)


@contextmanager
def alleen_dossier(persoon_id: int) -> Iterator[None]:
    """Inside: only the signals of this person are asked for, so that a kind may look at one row.

    A hint: a kind that does not use `dossier_in_beeld()` gives more, and who asks leaves those out.
    """
    merk = _dossier.set(persoon_id)
    try:
        yield
    finally:
        _dossier.reset(merk)


def dossier_in_beeld() -> int | None:
    """The person inside `alleen_dossier`, or None when everyone counts."""
    return _dossier.get()


@dataclass(frozen=True)
class Importveld:
    """Eén veld van een import: hoe het heet, of het moet, en hoe een cel wordt gelezen.

    `lees(cel)` geeft een nette waarde of een ValidationError die zegt wat je moet doen (kern/imports/cells.py).
    """

    code: str
    naam: str
    lees: Callable[[Any], Any]
    verplicht: bool = False
    uitleg: str = ""
    voorbeeld: str = ""
    ook_bekend_als: tuple[str, ...] = ()


@dataclass(frozen=True)
class Importsoort:
    """Een soort import. De functies staan in de app die de gegevens bezit (<app>/importers.py).

    `verwerk(plan, rijen, *, gemeente, door, vandaag)` zet de rijen in het plan (kern/imports/plan.py);
    proef en inlezen gebruiken dezelfde functie. `controletotalen(rijen)` telt wat er in het bestand staat
    en `stand(gemeente, peildatum)` wat er op een dag is vastgelegd: {"Huidige trede": {"1": 45}}.
    """

    code: str
    naam: str
    uitleg: str
    velden: tuple[Importveld, ...]
    verwerk: Callable[..., None]
    controletotalen: Callable[..., dict]
    stand: Callable[..., dict]
    volgorde: int = 0


@dataclass(frozen=True)
class Dossiergrond:
    """Waarom iemand een dossier heeft: een dienstverband, een uitkering.

    `perioden(persoon_ids)` geeft (persoon_id, eerste dag, laatste dag of None). Zo weet een import of een
    dossier dicht mag, zonder dat Wsw en re-integratie elkaar kennen.
    """

    code: str
    perioden: Callable[[Iterable[int]], Iterable[tuple[int, date, date | None]]]


@dataclass(frozen=True)
class Contracturen:
    """Hoeveel uur per week iemand volgens zijn contract werkt; de verdieping die het contract bezit, levert het.

    `perioden(persoon_ids)` geeft (persoon_id, eerste dag, laatste dag of None, uren per week).
    """

    code: str
    perioden: Callable[[Iterable[int]], Iterable[tuple[int, date, date | None, Decimal]]]


@dataclass(frozen=True)
class Werkvoorraadblok:
    """Een blok op de startpagina; `context(request)` geeft None als er niets te tonen is."""

    code: str
    titel: str
    volgorde: int
    recht: Recht
    template: str
    context: Callable[..., dict | None]


@dataclass(frozen=True)
class Caseloadbron:
    """Telt dossiers per medewerker, voor de startpagina en het team; de verdieping die ze bezit, levert hem.

    `per_medewerker(gemeenten, peildatum)` geeft {gebruiker_id: aantal}; `zonder(gemeenten, peildatum, limiet)`
    geeft (aantal, [(naam, url, toewijs_url, sinds)]) van wie niemand heeft; `lijst_url(gebruiker_id)` opent de rijen.
    """

    code: str
    per_medewerker: Callable[..., dict[int, int]]
    zonder: Callable[..., tuple[int, list]]
    lijst_url: Callable[[int], str]


@dataclass(frozen=True)
class Caseloadduur:
    """Zegt hoe lang een medewerker te veel werk heeft; de verdieping die met normen rekent, levert hem.

    `weken(gemeenten, peildatum)` geeft {gebruiker_id: weken op rij boven de grens, tot en met nu}.
    """

    code: str
    weken: Callable[..., dict[int, int]]


@dataclass(frozen=True)
class Gebeurtenisvolger:
    """Doet iets als een actie iets in het logboek schrijft, in dezelfde transactie.

    Zo wordt een plaatsing die stopt een mutatie voor de salarispartij, zonder dat werkgevers de Wsw kent.
    `volg([(gebeurtenis, onderwerp), …])` krijgt de regels van het logboek met het record waar elk over gaat; bij een
    handeling op een heel bestand zijn het er veel. Een import schrijft één regel over zichzelf en heeft dus geen
    volgers: hij brengt gegevens die elders al bekend zijn.
    """

    code: str
    soorten: frozenset[str]
    volg: Callable[[list[tuple[Any, Any]]], None]


@dataclass
class Register:
    """Entries of one kind, unique by code, in their own order."""

    soort: str
    _items: dict[str, Any] = field(default_factory=dict)

    def voeg_toe(self, *items) -> None:
        for item in items:
            code = getattr(item, "code", None) or item.route
            if code in self._items:
                raise ValueError(f"{self.soort} {code} staat er al in")
            self._items[code] = item

    def alle(self) -> list:
        return sorted(self._items.values(), key=lambda item: getattr(item, "volgorde", 0))

    def get(self, code: str):
        """De invoer met deze code, of None."""
        return self._items.get(code)

    def voor(self, gebruiker, gemeente_id: int | None = None) -> list:
        """Alleen wat deze gebruiker mag zien."""
        return [item for item in self.alle() if gebruiker.mag(item.recht, gemeente_id)]


menu = Register("menupunt")
deellijsten = Register("deellijst")
dossierbladen = Register("dossierblad")
dossierregels = Register("dossierregel")
tijdlijnbronnen = Register("tijdlijnbron")
signaalsoorten = Register("signaalsoort")
importsoorten = Register("importsoort")
dossiergronden = Register("dossiergrond")
contracturen = Register("contracturen")
werkvoorraadblokken = Register("werkvoorraadblok")
zoekbronnen = Register("zoekbron")
caseloadbronnen = Register("caseloadbron")
caseloadduren = Register("caseloadduur")
kpis = Register("kpi")
gebeurtenisvolgers = Register("gebeurtenisvolger")
