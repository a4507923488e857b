"""De ene plek waar een norm, bedrag of termijn wordt opgezocht: `waarde(code, gemeente, peildatum)`.

Volgorde: het vastgestelde kader van de gemeente zelf, dan dat van een samenwerkingsverband waaraan de
gemeente op de peildatum deelneemt, dan het kader Nederland. Nooit het kader van een andere gemeente.
Niets gevonden is NietVastgesteld: de regel staat dan uit en het scherm zegt "niet vastgesteld" (eisen §7).
"""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kern.models import Beleidskader, Beleidsstatus, Deelname, Gemeente, Parameter
from kern.parameters import catalogus, parametercode, toon_met_eenheid, uit_json


@dataclass(frozen=True)
class Vastgesteld:
    """Een gevonden waarde met alles om haar uit te leggen. Altijd waar, ook als de waarde 0 of nee is."""

    code: str
    waarde: Any
    parameter: Parameter
    kader: Beleidskader

    vastgesteld = True

    def __bool__(self) -> Literal[True]:
        return True

    def __str__(self) -> str:
        return toon_met_eenheid(self.waarde, self.parameter.soort, self.parameter.eenheid)

    @property
    def bron(self) -> str:
        return self.parameter.bron

    @property
    def versie(self) -> str:
        """Kader, code en versie: bewaar dit bij elk berekend resultaat."""
        return f"{self.kader.code}/{self.code}/v{self.parameter.versie}"

    @property
    def uitleg(self) -> str:
        """Eén regel voor onder een cijfer of signaal."""
        return f"{self.kader}, versie {self.parameter.versie}, vanaf {self.parameter.begindatum:%d-%m-%Y} ({self.bron})"


@dataclass(frozen=True)
class NietVastgesteld:
    """Voor deze code geldt op deze dag geen waarde. Altijd onwaar, zodat `if not norm:` de regel uitzet."""

    code: str
    peildatum: date

    vastgesteld = False
    waarde = None
    parameter = None
    kader = None
    bron = ""
    versie = ""
    uitleg = "niet vastgesteld"

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        return "niet vastgesteld"


Opgezocht = Vastgesteld | NietVastgesteld


_vooraf: ContextVar[dict[date, dict[tuple[int, str], "Opgezocht"]]] = ContextVar("vooraf")


def waarde(code: str, gemeente: Gemeente | int, peildatum: date) -> Opgezocht:
    """De waarde van `code` voor deze gemeente op deze dag. KeyError bij een code buiten de catalogus."""
    gemeente_id = _nummer(gemeente)
    return waarden([code], [gemeente_id], peildatum)[gemeente_id, code]


def waarden(
    codes: Iterable[str], gemeenten: Iterable[Gemeente | int], peildatum: date
) -> dict[tuple[int, str], Opgezocht]:
    """Als `waarde`, voor veel codes en gemeenten in twee query's; sleutel is (gemeente_id, code)."""
    codes = list(codes)
    gemeente_ids = [_nummer(gemeente) for gemeente in gemeenten]
    vooraf = _vooraf.get({}).get(peildatum, {})
    if vooraf and all((g, code) in vooraf for g in gemeente_ids for code in codes):
        return {(g, code): vooraf[g, code] for g in gemeente_ids for code in codes}
    for code in codes:
        parametercode(code)
    verbanden = _verbanden_van(gemeente_ids, peildatum)
    per_eigenaar = _per_eigenaar(codes, gemeente_ids, verbanden, peildatum)
    gevonden: dict[tuple[int, str], Opgezocht] = {}
    for gemeente_id in gemeente_ids:
        eigenaars: list[tuple[int | None, int | None]] = [
            (gemeente_id, None),
            *((None, verband) for verband in verbanden[gemeente_id]),
            (None, None),
        ]
        for code in codes:
            treffers = (
                per_eigenaar[eigenaar, code] for eigenaar in eigenaars if (eigenaar, code) in per_eigenaar
            )
            gevonden[gemeente_id, code] = next(treffers, NietVastgesteld(code, peildatum))
    return gevonden


@contextmanager
def vooraf_opgezocht(codes: Iterable[str], gemeenten: Iterable[Gemeente | int], peildatum: date):
    """Look these up once, in two queries; inside the block `waarden` answers from that.

    For who asks many rules the same thing after each other, like the signals of one dossier. Blocks for other days
    or codes may stand inside each other.
    """
    al = _vooraf.get({})
    opgezocht = al.get(peildatum, {}) | waarden(codes, gemeenten, peildatum)
    merk = _vooraf.set(al | {peildatum: opgezocht})
    try:
        yield
    finally:
        _vooraf.reset(merk)


def alle_waarden(gemeente: Gemeente | int, peildatum: date) -> dict[str, Opgezocht]:
    """Elke code van de catalogus voor één gemeente op één dag."""
    gemeente_id = _nummer(gemeente)
    opgezocht = waarden(catalogus(), [gemeente_id], peildatum)
    return {code: opgezocht[gemeente_id, code] for code in catalogus()}


def gelezen(parameter: Parameter) -> Vastgesteld:
    """Een parameter als opgezochte waarde, met de getypeerde waarde erbij."""
    return Vastgesteld(
        parameter.code, uit_json(parameter.waarde, parameter.soort), parameter, parameter.kader
    )


def _nummer(gemeente: Gemeente | int) -> int:
    return gemeente if isinstance(gemeente, int) else gemeente.pk


def _verbanden_van(gemeente_ids: list[int], peildatum: date) -> dict[int, list[int]]:
    """Verbanden per gemeente op de peildatum, op code, zodat de keuze altijd dezelfde is."""
    verbanden: dict[int, list[int]] = {gemeente_id: [] for gemeente_id in gemeente_ids}
    deelnames = Deelname.objects.op(peildatum).filter(gemeente_id__in=gemeente_ids).order_by("verband__code")
    for gemeente_id, verband_id in deelnames.values_list("gemeente_id", "verband_id"):
        verbanden[gemeente_id].append(verband_id)
    return verbanden


def _per_eigenaar(
    codes, gemeente_ids, verbanden, peildatum
) -> dict[tuple[tuple[int | None, int | None], str], Vastgesteld]:
    verband_ids = {verband for lijst in verbanden.values() for verband in lijst}
    kaders = Beleidskader.objects.filter(status=Beleidsstatus.VASTGESTELD).op(peildatum)
    kaders = (
        kaders.filter(gemeente_id__in=gemeente_ids)
        | kaders.filter(verband_id__in=verband_ids)
        | kaders.filter(gemeente=None, verband=None)
    )
    parameters = (
        Parameter.objects.op(peildatum)
        .filter(code__in=codes, status=Beleidsstatus.VASTGESTELD, kader__in=kaders)
        .select_related("kader")
    )
    return {((p.kader.gemeente_id, p.kader.verband_id), p.code): gelezen(p) for p in parameters}
