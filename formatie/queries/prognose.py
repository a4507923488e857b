"""De prognose van het Wsw-bestand per groep en per jaar (RH-038, RH-156, TW-006, C6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from formatie.rules import (
    Invoer,
    Jaarstand,
    aantal_in_dienst_op,
    aow_datum,
    aow_horizon,
    jaarlijks_percentage,
    krimp,
)
from kern.beleid import NietVastgesteld, Opgezocht, waarde, waarden
from kern.models import Beleidsstatus, Parameter
from wsw.choices import Groep, Regeling
from wsw.queries import dienstverbanden_op

ZONDER_BW, ALLES = "zonder_bw", "alles"
GROEPEN: dict[str, str] = {
    ZONDER_BW: "Totaal zonder begeleid werken",
    Groep.INDIVIDUEEL: "Individuele detachering",
    Groep.GROEP: "Groepsdetachering",
    Groep.BESCHUT: "Beschut werk",
    Groep.BEGELEID_WERKEN: "Begeleid werken",
    ALLES: "Totaal Wsw",
}
# The rate of the year itself, and else the one for the years to come.
_LOKAAL = ("wsw.uitstroompct", "wsw.uitstroompct_middellang")


@dataclass(frozen=True)
class Groepprognose:
    """Eén groep: per jaar (1 januari) het aantal langs drie lijnen, en het echte aantal waar dat er is."""

    code: str
    naam: str
    start: int
    lokaal: tuple[Decimal | None, ...]
    landelijk: tuple[Decimal | None, ...]
    aow: tuple[int | None, ...]
    werkelijk: tuple[int | None, ...]


@dataclass(frozen=True)
class Documentlijn:
    """Het verloop dat een document noemt: begin, eind en het vaste percentage ertussen (TW-006)."""

    begin: int
    eind: int
    begin_jaar: int
    eind_jaar: int
    percentage: Decimal
    standen: tuple[Jaarstand, ...]
    bron: str


@dataclass(frozen=True)
class Prognose:
    """De hele prognose vanaf 1 januari van het eerste jaar."""

    jaren: tuple[int, ...]
    percentages: tuple[Decimal | None, ...]  # local rate of the year before; None where nothing is set
    landelijk_percentage: Decimal | None
    groepen: tuple[Groepprognose, ...]
    document: Documentlijn | None
    bronnen: tuple[str, ...]
    aow_tot: date | None
    zonder_geboortejaar: int
    begin: str  # where the first number comes from

    def groep(self, code: str) -> Groepprognose:
        return next(groep for groep in self.groepen if groep.code == code)


def prognose(gemeente, *, vanaf: int, tot: int, vandaag: date, scenario=None) -> Prognose:
    """Het bestand op 1 januari van elk jaar. `scenario` is (naam, Invoer): dan begint de lijn bij die aantallen.

    Lokaal: het percentage van het jaar uit het kader, anders dat voor de komende jaren. Landelijk: het percentage
    dat het document noemt. AOW: wie er op 1 januari van het eerste jaar in dienst is en zijn AOW-datum nog niet
    heeft bereikt; vertrek om een andere reden telt daarin niet mee.
    """
    jaren = tuple(range(vanaf, tot + 1))
    document = _documentlijn(gemeente, vandaag)
    lokaal, bronnen = _lokale_percentages(gemeente, vanaf, tot, document)
    landelijk = waarde("wsw.uitstroompct_landelijk", gemeente, date(vanaf, 1, 1)) or waarde(
        "wsw.uitstroompct_landelijk", gemeente, vandaag
    )
    tabel = waarde("aow.leeftijd", gemeente, date(vanaf, 1, 1)) or waarde("aow.leeftijd", gemeente, vandaag)
    mensen = _mensen(gemeente, date(vanaf, 1, 1))
    echt = {jaar: _aantallen(gemeente, date(jaar, 1, 1)) for jaar in jaren if date(jaar, 1, 1) <= vandaag}
    horizon = aow_horizon(tabel.waarde) if tabel else None
    gepland = _uit_scenario(scenario[1]) if scenario else None
    groepen = tuple(
        _groepprognose(
            code, naam, jaren, gepland[code] if gepland else len(_van(mensen, code)), lokaal, landelijk.waarde,
            [] if gepland else _van(mensen, code), tabel, horizon, echt, met_aow=not gepland,
        )
        for code, naam in GROEPEN.items()
        if not gepland or code in gepland
    )  # fmt: skip
    alle = [aow_datum(geboren, tabel.waarde) for _, geboren in mensen] if tabel else []
    return Prognose(
        jaren,
        (None, *(lokaal.get(jaar) for jaar in jaren[:-1])),
        landelijk.waarde,
        groepen,
        document,
        tuple(dict.fromkeys([*bronnen, *(o.uitleg for o in (landelijk, tabel) if o)])),
        horizon,
        sum(1 for datum in alle if datum is None),
        f"scenario {scenario[0]}" if scenario else f"geteld in Trede op 01-01-{vanaf}",
    )


def _groepprognose(
    code, naam, jaren, start, lokaal, landelijk, mensen, tabel, horizon, echt, *, met_aow
) -> Groepprognose:
    vanaf, tot = jaren[0], jaren[-1]
    vast = dict.fromkeys(jaren, landelijk) if landelijk is not None else {}
    datums = [aow_datum(geboren, tabel.waarde) for _, geboren in mensen] if tabel else []

    def op_aow(jaar: int) -> int | None:
        # Past the horizon nobody knows who reaches the age: no number instead of a wrong one.
        if not met_aow or horizon is None or date(jaar, 1, 1) > horizon:
            return None
        return aantal_in_dienst_op(datums, date(jaar, 1, 1))

    return Groepprognose(
        code,
        naam,
        start,
        _lijn(start, vanaf, lokaal, tot),
        _lijn(start, vanaf, vast, tot),
        tuple(op_aow(jaar) for jaar in jaren),
        tuple(echt[jaar].get(code, 0) if jaar in echt else None for jaar in jaren),
    )


def _lijn(start: int, vanaf: int, percentages: Mapping[int, Decimal], tot: int) -> tuple[Decimal | None, ...]:
    if vanaf not in percentages:
        return (Decimal(start), *([None] * (tot - vanaf)))
    return tuple(stand.aantal for stand in krimp(start, vanaf, dict(percentages), tot))


def _lokale_percentages(
    gemeente, vanaf: int, tot: int, document: Documentlijn | None
) -> tuple[dict[int, Decimal], list[str]]:
    """Per jaar het percentage van dat jaar; anders dat voor de komende jaren, of van het verloop (C6)."""
    percentages: dict[int, Decimal] = {}
    bronnen: list[str] = []
    for jaar in range(vanaf, tot):
        waarden_van_jaar = waarden(_LOKAAL, [gemeente.pk], date(jaar, 1, 1))
        opgezocht: Opgezocht = next(
            (gevonden for code in _LOKAAL if (gevonden := waarden_van_jaar[gemeente.pk, code])),
            NietVastgesteld(_LOKAAL[0], date(jaar, 1, 1)),
        )
        if opgezocht:
            percentages[jaar] = opgezocht.waarde
            bronnen.append(opgezocht.uitleg)
        elif document and document.begin_jaar <= jaar < document.eind_jaar:
            percentages[jaar] = document.percentage
            bronnen.append(document.bron)
    return percentages, bronnen


def _mensen(gemeente, dag: date) -> list[tuple[str, date]]:
    """Groep en geboortedatum van wie op die dag een Wsw-dienstverband heeft en van deze gemeente komt."""
    rijen = dienstverbanden_op(dag, [gemeente.pk]).filter(herkomstgemeente=gemeente, regeling=Regeling.WSW)
    return list(rijen.values_list("nu__groep", "persoon__geboortedatum"))


def _hoort(code: str, groep: str | None) -> bool:
    """Zonder indeling telt iemand alleen in de totalen, zodat die sluiten."""
    return code == ALLES or (groep != Groep.BEGELEID_WERKEN if code == ZONDER_BW else groep == code)


def _van(mensen: Sequence[tuple[str, date]], code: str) -> list[tuple[str, date]]:
    return [mens for mens in mensen if _hoort(code, mens[0])]


def _aantallen(gemeente, dag: date) -> dict[str, int]:
    rijen = dienstverbanden_op(dag, [gemeente.pk]).filter(herkomstgemeente=gemeente, regeling=Regeling.WSW)
    geteld = rijen.aggregate(
        alles=Count("pk"),
        zonder_bw=Count("pk", filter=Q(nu__groep__isnull=True) | ~Q(nu__groep=Groep.BEGELEID_WERKEN)),
        **{str(groep): Count("pk", filter=Q(nu__groep=groep)) for groep in Groep},
    )
    return {code: geteld[str(code)] for code in GROEPEN}


def _uit_scenario(invoer: Invoer) -> dict[str, int]:
    """De aantallen van een scenario: alleen de groepen die erin staan."""
    per = {
        Groep.INDIVIDUEEL: invoer.wsw_individueel,
        Groep.GROEP: invoer.wsw_groep,
        Groep.BESCHUT: invoer.wsw_beschut,
    }
    bekend: dict[str, int] = {groep: aantal for groep, aantal in per.items() if aantal is not None}
    return {ZONDER_BW: invoer.wsw_totaal or 0, **bekend}


def _documentlijn(gemeente, vandaag: date) -> Documentlijn | None:
    """Het laatste verloop dat een document van deze gemeente noemt, ook als die beleidsperiode voorbij is."""
    rijen = Parameter.objects.filter(
        code="wsw.verloop",
        status=Beleidsstatus.VASTGESTELD,
        kader__gemeente=gemeente,
        begindatum__lte=vandaag,
    )
    dag = rijen.order_by("-begindatum").values_list("begindatum", flat=True).first()
    verloop = waarde("wsw.verloop", gemeente, dag) if dag else None
    if not verloop or len(verloop.waarde) < 2:
        return None
    rijen = sorted((int(rij["jaar"]), int(rij["personen"])) for rij in verloop.waarde)
    (begin_jaar, begin), (eind_jaar, eind) = rijen[0], rijen[-1]
    percentage = jaarlijks_percentage(begin, eind, eind_jaar - begin_jaar)
    standen = krimp(begin, begin_jaar, {begin_jaar: percentage}, eind_jaar)
    return Documentlijn(begin, eind, begin_jaar, eind_jaar, percentage, tuple(standen), verloop.uitleg)
