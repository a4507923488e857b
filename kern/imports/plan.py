"""What an import would add and change, worked out in memory: proef and inlezen are the same code.

The importers of the apps put objects in lists that they loaded in a few queries, and tell the plan of every
addition and change, row by row. A row with a broken rule is taken back as a whole. Only `schrijf` touches the
database, set-based, and gives back per row what is needed to undo it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kern.models import Importregel
from kern.periodes import Periode

BATCH = 2000
EEN_DAG = timedelta(days=1)


@dataclass
class Rij:
    """One row of the file: its number, its clean values, and what became of it."""

    nummer: int
    waarden: dict[str, Any]
    fouten: list[dict] = field(default_factory=list)
    uitkomst: str = ""
    onderwerp: Any = None  # the person or relatie this row is about

    def __getitem__(self, code: str):
        return self.waarden.get(code)

    def kies(self, *codes: str) -> dict[str, Any]:
        """The filled ones of these fields: an empty cell means "leave as it is"."""
        return {code: self.waarden[code] for code in codes if self.waarden.get(code) is not None}


def fout(veld: str, tekst: str) -> ValidationError:
    """A broken rule of one cell."""
    return ValidationError({veld: tekst})


@dataclass
class Handeling:
    """One addition ("+") or change ("~") of one object by one row."""

    teken: str
    obj: models.Model
    oud: dict[str, Any]
    lijst: list | None = None
    hoofd: bool = False


class Plan:
    """The unit of work of one import."""

    def __init__(self, *, definitief: bool = False):
        self.definitief = definitief
        self.alsnog_fout: dict[
            int, list[dict]
        ] = {}  # rows that turn out wrong at the end; asks for a new round
        self.handelingen: list[tuple[int, Handeling]] = []
        self._van_rij: list[Handeling] = []
        self._nieuw: set[int] = set()  # id() of objects that this plan adds
        self.nummeraars: dict[type[models.Model], Callable[[list], None]] = {}

    # ---- row by row
    @contextmanager
    def rij(self, rij: Rij):
        """Everything inside belongs to this row; a ValidationError takes all of it back and marks the row."""
        self._van_rij = []
        try:
            yield
        except ValidationError as error:
            self._neem_terug()
            rij.fouten += als_fouten(error)
        self._sluit(rij)

    @contextmanager
    def nasleep(self, rij: Rij):
        """Work that follows from all rows of a person, such as closing a dossier; booked on this row."""
        self._van_rij = []
        yield
        self.handelingen += [(rij.nummer, handeling) for handeling in self._van_rij]
        if self._van_rij and rij.uitkomst == Importregel.Uitkomst.GELIJK:
            rij.uitkomst = Importregel.Uitkomst.GEWIJZIGD
        self._van_rij = []

    def voeg_toe(self, obj: models.Model, lijst: list | None = None, *, hoofd: bool = False) -> models.Model:
        """Add `obj` (and put it in `lijst`); `hoofd` marks the person or relatie that makes a row new."""
        self._nieuw.add(id(obj))
        if lijst is not None:
            lijst.append(obj)
        self._van_rij.append(Handeling("+", obj, {}, lijst, hoofd))
        return obj

    def wijzig(self, obj: models.Model, **velden) -> bool:
        """Set these fields; only real differences count. True when something changed."""
        oud = {}
        for veld, waarde in velden.items():
            # A record that this plan adds has no number yet: compare the record itself.
            if isinstance(waarde, models.Model) and waarde.pk is None:
                gelijk, attname = obj._state.fields_cache.get(veld) is waarde, f"{veld}_id"
            else:
                gelijk, attname = getattr(obj, veld) == waarde, veld
            if not gelijk:
                oud[attname] = getattr(obj, attname)
                setattr(obj, veld, waarde)
        if oud:
            self._van_rij.append(Handeling("~", obj, oud))
        return bool(oud)

    def is_nieuw(self, obj: models.Model) -> bool:
        return id(obj) in self._nieuw

    def _neem_terug(self) -> None:
        for handeling in reversed(self._van_rij):
            if handeling.teken == "+":
                self._nieuw.discard(id(handeling.obj))
                if handeling.lijst is not None:
                    del handeling.lijst[next(i for i, o in enumerate(handeling.lijst) if o is handeling.obj)]
            else:
                for veld, waarde in handeling.oud.items():
                    setattr(handeling.obj, veld, waarde)
        self._van_rij = []

    def _sluit(self, rij: Rij) -> None:
        if rij.fouten:
            rij.uitkomst = Importregel.Uitkomst.FOUT
        elif any(h.teken == "+" and h.hoofd for h in self._van_rij):
            rij.uitkomst = Importregel.Uitkomst.NIEUW
        elif self._van_rij:
            rij.uitkomst = Importregel.Uitkomst.GEWIJZIGD
        else:
            rij.uitkomst = rij.uitkomst or Importregel.Uitkomst.GELIJK
        self.handelingen += [(rij.nummer, handeling) for handeling in self._van_rij]
        self._van_rij = []

    # ---- writing
    def schrijf(self, voortgang: Callable[..., None]) -> dict[int, list]:
        """Write everything, set-based and in the order of the models. Gives per row what undoes it.

        Raises IntegrityError when PostgreSQL sees a rule that Python missed; the caller's transaction ends.
        """
        nieuw: dict[type[models.Model], list] = defaultdict(list)
        anders: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = defaultdict(dict)
        for _, handeling in self.handelingen:
            obj = handeling.obj
            if handeling.teken == "+":
                nieuw[type(obj)].append(obj)
            elif not self.is_nieuw(obj):
                anders[type(obj)].setdefault(obj.pk, (obj, set()))[1].update(handeling.oud)
        totaal = sum(map(len, nieuw.values())) + sum(map(len, anders.values()))
        teller = _Teller(totaal, voortgang)
        # Persons first, then changes (a period that is closed makes room), then new periods.
        volgorde = in_volgorde(nieuw)
        zonder_periode: list[type[models.Model]] = []
        for soort in volgorde:
            wacht = {v.related_model for v in _verwijzingen(soort)} & set(nieuw) - {soort, *zonder_periode}
            if not (wacht or _hangt_aan_periode(soort)):
                zonder_periode.append(soort)
        for soort in zonder_periode:
            self._schrijf_nieuw(soort, nieuw[soort], teller)
        for soort, per_pk in anders.items():
            for velden, objecten in per_velden(soort, per_pk).items():
                for deel in _stukken(objecten):
                    soort._base_manager.bulk_update(deel, velden, batch_size=BATCH)
                    teller.erbij(len(deel))
        for soort in volgorde:
            if soort not in zonder_periode:
                self._schrijf_nieuw(soort, nieuw[soort], teller)
        return self._terug()

    def _schrijf_nieuw(self, soort: type[models.Model], objecten: list, teller: "_Teller") -> None:
        if soort in self.nummeraars:
            self.nummeraars[soort](objecten)
        for deel in _stukken(objecten):
            soort._base_manager.bulk_create(deel, batch_size=BATCH)
            teller.erbij(len(deel))

    def _terug(self) -> dict[int, list]:
        """Per row: ["+", model, pk, order] or ["~", model, pk, order, old values]."""
        terug: dict[int, list] = defaultdict(list)
        for volgnummer, (rij, handeling) in enumerate(self.handelingen):
            obj = handeling.obj
            regel = [handeling.teken, obj._meta.label_lower, obj.pk, volgnummer]
            if handeling.teken == "~":
                if self.is_nieuw(obj):
                    continue  # goes away with the object itself
                regel.append({veld: _bewaarbaar(waarde) for veld, waarde in handeling.oud.items()})
            terug[rij].append(regel)
        return terug


@dataclass
class _Teller:
    totaal: int
    voortgang: Callable[..., None]
    gedaan: int = 0

    def erbij(self, aantal: int) -> None:
        self.gedaan += aantal
        self.voortgang(self.gedaan, self.totaal, "opslaan")


def _hangt_aan_periode(soort: type[models.Model]) -> bool:
    return issubclass(soort, Periode) or any(
        issubclass(v.related_model, Periode) for v in _verwijzingen(soort)
    )


def als_fouten(error: ValidationError) -> list[dict]:
    """[{"veld": code or "", "tekst": sentence}] of a ValidationError."""
    if hasattr(error, "error_dict"):
        return [
            {"veld": veld, "tekst": tekst}
            for veld, teksten in error.message_dict.items()
            for tekst in teksten
        ]
    return [{"veld": "", "tekst": tekst} for tekst in error.messages]


def in_volgorde(soorten: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Models so that what is pointed at comes before what points."""
    over, klaar = list(soorten), []
    while over:
        kan = [
            s
            for s in over
            if not any(v.related_model in over and v.related_model is not s for v in _verwijzingen(s))
        ]
        kan = kan or over[:1]
        klaar += kan
        over = [s for s in over if s not in kan]
    return klaar


def _verwijzingen(soort: type[models.Model]) -> list:
    return [veld for veld in soort._meta.concrete_fields if veld.is_relation]


def per_velden(soort, per_pk) -> dict[tuple[str, ...], list]:
    """Objects by the set of fields that changed; a version goes up with every change."""
    groepen: dict[tuple[str, ...], list] = defaultdict(list)
    # A version that people cannot edit guards against two saves at once (C4).
    heeft_versie = any(veld.name == "versie" and not veld.editable for veld in soort._meta.concrete_fields)
    for obj, velden in per_pk.values():
        if heeft_versie:
            obj.versie += 1
            velden = velden | {"versie"}
        groepen[tuple(sorted(velden))].append(obj)
    return groepen


def _stukken(objecten: list) -> Iterable[list]:
    for begin in range(0, len(objecten), BATCH):
        yield objecten[begin : begin + BATCH]


def _bewaarbaar(waarde: Any) -> Any:
    """As JSON can hold it; the model field reads it back (`to_python`)."""
    if isinstance(waarde, date | Decimal):
        return str(waarde)
    return waarde.pk if isinstance(waarde, models.Model) else waarde


# ---- dated facts --------------------------------------------------------------------------------------
def geldt_op(feiten: list, dag: date):
    """The fact of the list that counts on this day, or None."""
    return next(
        (f for f in feiten if f.begindatum <= dag and (f.einddatum is None or f.einddatum >= dag)), None
    )


def volgende_na(feiten: list, dag: date):
    """The first fact that begins after this day, or None."""
    return min((f for f in feiten if f.begindatum > dag), key=lambda f: f.begindatum, default=None)


def overlapt(feiten: list, begin: date, einde: date | None, behalve=None):
    """A fact of the list that overlaps this period, or None."""
    for feit in feiten:
        if feit is behalve:
            continue
        if (feit.einddatum is None or feit.einddatum >= begin) and (
            einde is None or feit.begindatum <= einde
        ):
            return feit
    return None


def leg_per_datum_vast(plan: Plan, feiten: list, maak: Callable[..., models.Model], dag: date, **waarden):
    """From `dag` on these values count: the former fact ends the day before, a later one stays.

    A fact that begins on `dag` itself is corrected. Returns the fact. Nothing happens when it is so already.
    """
    geldend = geldt_op(feiten, dag)
    if geldend is None:
        later = volgende_na(feiten, dag)
        if later and all(getattr(later, v) == w for v, w in waarden.items()):
            plan.wijzig(later, begindatum=dag)
            return later
        einde = later.begindatum - EEN_DAG if later else None
        return plan.voeg_toe(maak(begindatum=dag, einddatum=einde, **waarden), feiten)
    if all(getattr(geldend, veld) == waarde for veld, waarde in waarden.items()):
        return geldend
    if geldend.begindatum == dag:
        plan.wijzig(geldend, **waarden)
        return geldend
    einde = geldend.einddatum
    plan.wijzig(geldend, einddatum=dag - EEN_DAG)
    return plan.voeg_toe(maak(begindatum=dag, einddatum=einde, **waarden), feiten)
