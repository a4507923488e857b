"""Een dashboard zoals je het ziet: als pagina, csv, json en PDF, alle uit dezelfde `Stand`."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kern import opmaak
from kern.charts import Figuur, gegroepeerde_staven
from kern.lists.export import onschadelijk
from kern.pdf import Pdf, render_pdf
from monitor.choices import Cel, Dashboard, Eenheid, Oordeel, Opbouw
from monitor.queries.dashboard import Dashboardstand
from monitor.queries.kpi import Kpi, Stand, Uitkomst, als_tekst
from monitor.rules import halfjaar_van, procent, rond

NIET = "niet te berekenen"
INTERN = "Voor intern gebruik: aantallen onder 5 zijn niet afgeschermd."
# (kpi, first day, last day, only who counts, group) -> address, or "" when this user may not see the rows
Adres = Callable[[Kpi, date, date, bool, str], str]
# What the chart of each dashboard compares; numbers of one unit.
FIGUREN: dict[str, tuple[str, ...]] = {
    Dashboard.PARTICIPATIE: ("instroom", "uitstroom"),
    Dashboard.WSW: ("wsw_dossiers", "beschut", "nieuw_beschut"),
    Dashboard.REINTEGRATIE: ("uitstroom_werk", "perspectief_nu", "perspectief_doel"),
}
CELKOPPEN = {Cel.DOEL: "Plan", Cel.RESULTAAT: "Plan", Cel.DO: "Do", Cel.CHECK: "Check"}
DECIMALEN = {Eenheid.PROCENT: 1, Eenheid.EURO: 2}


def geen_adres(*_) -> str:
    return ""


@dataclass(frozen=True)
class Getal:
    """Een getal als tekst, met de link naar zijn rijen."""

    tekst: str
    url: str = ""
    naam: str = ""


@dataclass(frozen=True)
class Regel:
    """Eén cijfer met alle kolommen als tekst."""

    code: str
    naam: str
    waarde: Getal
    delen: tuple[Getal, ...]
    vorige: Getal
    verschil: str
    jaar: Getal
    doel: str
    doel_nu: str
    verwacht: str
    oordeel: str
    teken: str
    toon: str
    ontbreekt: str
    rato: bool = False  # the target of today is another one than that of the year
    groepen: tuple[Getal, ...] = ()


@dataclass(frozen=True)
class Uitleg:
    """Wat er bij Definitie staat."""

    naam: str
    regels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Blok:
    titel: str
    regels: tuple[Regel, ...]
    uitleg: tuple[Uitleg, ...]


TOON = {
    Oordeel.OP_DOEL: "gelukt",
    Oordeel.NIET_OP_DOEL: "fout",
    Oordeel.GEEN_DOEL: "neutraal",
    Oordeel.TE_VROEG: "bezig",
    Oordeel.NIET_TE_BEREKENEN: "let-op",
}


def verschil_tekst(nu: Decimal | None, toen: Decimal | None, eenheid: str) -> str:
    """ "−4 (−9,8%)"; bij procenten in punten, want een percentage van een percentage leest niemand."""
    if nu is None or toen is None:
        return "geen gegevens"
    if eenheid == Eenheid.PROCENT:
        return f"{opmaak.verschil(rond(nu, 1) - rond(toen, 1), 1)} punt"
    anders = nu - toen
    tekst = opmaak.verschil(anders, 2 if eenheid == Eenheid.EURO else 0)
    tekst = f"€{opmaak.VAST}{tekst}" if eenheid == Eenheid.EURO else tekst
    deel = procent(anders, abs(toen))
    return tekst if deel is None else f"{tekst} ({opmaak.verschil(deel, 1)}%)"


def regel(stand: Stand, gegevens: Dashboardstand, adres: Adres, verdeling=None) -> Regel:
    """Een stand als regel van de tabel."""
    kpi, uit, telt_op = stand.kpi, stand.uitkomst, stand.kpi.opbouw == Opbouw.TELT_OP
    tekst = lambda waarde: als_tekst(waarde, kpi.eenheid)  # noqa: E731
    delen = _delen(kpi, uit, adres)
    enkel = len(uit.delen) == 1 or kpi.eenheid == Eenheid.PERSONEN
    return Regel(
        code=kpi.code,
        naam=kpi.naam,
        waarde=Getal(als_tekst(uit.waarde, kpi.eenheid, NIET), delen[0].url if delen and enkel else ""),
        delen=() if len(uit.delen) < 2 else delen if not enkel else delen[1:],
        vorige=Getal(
            als_tekst(stand.vorige.waarde, kpi.eenheid, "geen gegevens"),
            _eerste_url(kpi, stand.vorige, adres),
        ),
        verschil=verschil_tekst(uit.waarde, stand.vorige.waarde, kpi.eenheid),
        jaar=Getal(tekst(stand.jaar.waarde), _eerste_url(kpi, stand.jaar, adres))
        if telt_op
        else Getal(opmaak.LEEG),
        doel="niet vastgesteld" if stand.doel is None else tekst(stand.doel),
        doel_nu=tekst(stand.doel_nu),
        verwacht=tekst(stand.verwacht),
        oordeel=Oordeel(stand.oordeel).label,
        teken=stand.teken,
        toon=TOON[Oordeel(stand.oordeel)],
        ontbreekt=uit.ontbreekt,
        rato=stand.doel is not None and stand.doel != stand.doel_nu,
        groepen=_groepen(kpi, gegevens, adres, verdeling or {}),
    )


def _delen(kpi: Kpi, uit: Uitkomst, adres: Adres) -> tuple[Getal, ...]:
    return tuple(
        Getal(opmaak.getal(deel.aantal), adres(kpi, deel.van, deel.tot, deel.alleen_teller, ""), deel.naam)
        for deel in uit.delen
    )


def _eerste_url(kpi: Kpi, uit: Uitkomst, adres: Adres) -> str:
    delen = _delen(kpi, uit, adres)
    return delen[0].url if delen and kpi.eenheid != Eenheid.PROCENT else ""


def _groepen(
    kpi: Kpi, gegevens: Dashboardstand, adres: Adres, aantallen: dict[str, int]
) -> tuple[Getal, ...]:
    if kpi.groepen is None:
        return ()
    namen, periode = kpi.groepen(), gegevens.periode
    return tuple(
        Getal(
            opmaak.getal(aantal),
            adres(kpi, periode.van, periode.tot, True, code),
            str(namen.get(code, code or "onbekend")),
        )
        for code, aantal in aantallen.items()
    )


def uitleg(stand: Stand) -> Uitleg:
    """Definitie, bron, doel, verwachting en rekening van één cijfer."""
    kpi = stand.kpi
    regels = [("Definitie", kpi.definitie), ("Bron", kpi.bron)]
    if stand.doel is not None:
        per = " per jaar" if kpi.doel_per_jaar else ""
        regels.append(("Doel", f"{als_tekst(stand.doel, kpi.eenheid)}{per}. {stand.doeltekst}"))
    if stand.doel is not None and kpi.doel_per_jaar:
        regels.append(
            ("Doel naar rato", f"{als_tekst(stand.doel_nu, kpi.eenheid)} aan het einde van dit halfjaar.")
        )
    if stand.uitkomst.waarde is not None:
        regels.append(("Verwachting", stand.verwachting))
    if len(stand.uitkomst.rekening) > 1:
        som = "; ".join(f"{naam} {opmaak.bedrag(bedrag)}" for naam, bedrag in stand.uitkomst.rekening)
        regels.append(("Rekening", f"{som}; samen {opmaak.bedrag(stand.uitkomst.waarde)}."))
    if stand.uitkomst.ontbreekt:
        regels.append(("Ontbreekt", stand.uitkomst.ontbreekt))
    return Uitleg(kpi.naam, tuple(regels))


def blokken(
    gegevens: Dashboardstand, onderwerp: str, adres: Adres = geen_adres, verdelingen=None
) -> list[Blok]:
    """De cijfers van één dashboard onder de koppen Plan, Do en Check."""
    per_kop: dict[str, list[Stand]] = {}
    for stand in gegevens.van(onderwerp):
        per_kop.setdefault(CELKOPPEN[stand.kpi.cel], []).append(stand)
    return [
        Blok(
            kop,
            tuple(
                regel(stand, gegevens, adres, (verdelingen or {}).get(stand.code)) for stand in per_kop[kop]
            ),
            tuple(uitleg(stand) for stand in per_kop[kop]),
        )
        for kop in ("Plan", "Do", "Check")
        if kop in per_kop
    ]


def hoofdregel(gegevens: Dashboardstand, code: str, adres: Adres = geen_adres) -> Regel | None:
    """Het cijfer dat op elk dashboard voorop staat (WV-007)."""
    stand = gegevens.stand(code)
    return regel(stand, gegevens, adres) if stand else None


def figuur(gegevens: Dashboardstand, onderwerp: str) -> Figuur | None:
    """De belangrijkste aantallen van nu naast de vorige periode; None als er niets te vergelijken is."""
    standen = [gegevens.stand(code) for code in FIGUREN[onderwerp]]
    getoond = [stand for stand in standen if stand and stand.uitkomst.waarde is not None]
    if not getoond:
        return None
    return gegroepeerde_staven(
        titel=f"{Dashboard(onderwerp).label}: nu en vorige periode",
        zin=" ".join(_zin(stand) for stand in getoond[:2]),
        categorieen=[stand.kpi.naam for stand in getoond],
        reeksen={
            f"t/m {opmaak.datum(gegevens.vergelijk.tot)}": [stand.vorige.waarde for stand in getoond],
            f"t/m {opmaak.datum(gegevens.periode.tot)}": [stand.uitkomst.waarde for stand in getoond],
        },
        kop="Cijfer",
        decimalen=0,
    )


def _zin(stand: Stand) -> str:
    eenheid = stand.kpi.eenheid
    nu = als_tekst(stand.uitkomst.waarde, eenheid)
    if stand.vorige.waarde is None:
        return f"{stand.kpi.naam}: {nu}; van de vorige periode zijn er geen gegevens."
    return f"{stand.kpi.naam}: {nu}, vorige periode {als_tekst(stand.vorige.waarde, eenheid)}."


def kolomkoppen(gegevens: Dashboardstand) -> dict[str, str]:
    """De koppen met hun datums; pagina, PDF en csv gebruiken dezelfde."""
    periode, ander = gegevens.periode, gegevens.vergelijk
    einde = halfjaar_van(periode.tot)[1]
    return {
        "waarde": f"{opmaak.datum(periode.van)} t/m {opmaak.datum(periode.tot)}",
        "vorige": f"{opmaak.datum(ander.van)} t/m {opmaak.datum(ander.tot)}",
        "doel": f"Doel {periode.tot.year}",
        "einde": f"op {opmaak.datum(einde)}",
    }


# ---- csv, json en PDF ----------------------------------------------------------------------------------
KOLOMMEN = (
    "peildatum", "gemeente", "dashboard", "code", "cijfer", "eenheid", "waarde", "teller", "noemer", "vorige_peildatum",
    "vorige", "jaar", "doel", "doel_nu", "verwacht", "oordeel", "ontbreekt",
)  # fmt: skip


def als_csv(gegevens: Dashboardstand) -> bytes:
    """Eén regel per cijfer: puntkomma, UTF-8 met BOM en decimale komma (E7)."""
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, KOLOMMEN, delimiter=";", lineterminator="\r\n")
    schrijver.writeheader()
    for rij in _rijen(gegevens):
        schrijver.writerow({naam: _csv(waarde) for naam, waarde in rij.items()})
    return b"\xef\xbb\xbf" + uit.getvalue().encode()


def als_json(gegevens: Dashboardstand, *, extra: dict | None = None) -> dict:
    """Dezelfde cijfers als gegevens; een getal met decimalen is tekst, zodat niets verloren gaat."""
    return {
        "peildatum": gegevens.peildatum.isoformat(),
        "gemeente": {"code": gegevens.gemeente.code, "naam": gegevens.gemeente.naam},
        "normen": list(gegevens.normversies),
        "cijfers": [
            {naam: _json(waarde) for naam, waarde in rij.items() if naam not in ("peildatum", "gemeente")}
            | {
                "definitie": stand.kpi.definitie,
                "bron": stand.kpi.bron,
                "rekening": [[naam, str(bedrag)] for naam, bedrag in stand.uitkomst.rekening],
            }
            for stand, rij in zip(gegevens.standen, _rijen(gegevens), strict=True)
        ],
    } | (extra or {})


def _rijen(gegevens: Dashboardstand) -> Iterable[dict]:
    for stand in gegevens.standen:
        kpi, uit = stand.kpi, stand.uitkomst
        yield {
            "peildatum": gegevens.peildatum,
            "gemeente": gegevens.gemeente.naam,
            "dashboard": str(kpi.dashboard),
            "code": kpi.code,
            "cijfer": kpi.naam,
            "eenheid": str(kpi.eenheid),
            "waarde": afgerond(uit.waarde, kpi.eenheid),
            "teller": uit.teller,
            "noemer": uit.noemer,
            "vorige_peildatum": gegevens.vergelijk.tot,
            "vorige": afgerond(stand.vorige.waarde, kpi.eenheid),
            "jaar": afgerond(stand.jaar.waarde, kpi.eenheid) if kpi.opbouw == Opbouw.TELT_OP else None,
            "doel": afgerond(stand.doel, kpi.eenheid),
            "doel_nu": afgerond(stand.doel_nu, kpi.eenheid),
            "verwacht": afgerond(stand.verwacht, kpi.eenheid),
            "oordeel": Oordeel(stand.oordeel).label,
            "ontbreekt": uit.ontbreekt,
        }


def afgerond(waarde: Decimal | None, eenheid: str) -> Decimal | None:
    """Zoals op de pagina: procenten op één decimaal, euro's op twee, aantallen heel."""
    return None if waarde is None else rond(waarde, DECIMALEN.get(Eenheid(eenheid), 0))


def _csv(waarde) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    return str(waarde).replace(".", ",") if isinstance(waarde, Decimal) else onschadelijk(waarde)


def _json(waarde):
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde) if isinstance(waarde, Decimal) else waarde


def als_pdf(
    gegevens: Dashboardstand, onderwerpen: Sequence[str], *, gemaakt_op, door, verdelingen=None, matrix=None
) -> Pdf:
    """De dashboards op papier: dezelfde cijfers, de definities op het eind."""
    delen = [
        (Dashboard(o).label, blokken(gegevens, o, verdelingen=verdelingen), figuur(gegevens, o))
        for o in onderwerpen
    ]
    return render_pdf(
        "documenten/monitor.html",
        {
            "gegevens": gegevens,
            "titel": "Monitor: doelen en resultaten" if matrix else f"Monitor {delen[0][0]}",
            "delen": delen,
            "hoofd": None if matrix else hoofdregel(gegevens, "uitstroom_werk"),
            "matrix": matrix,
            "koppen": kolomkoppen(gegevens),
            "gemaakt_op": gemaakt_op,
            "door": str(door),
            "intern": INTERN,
        },
    )
