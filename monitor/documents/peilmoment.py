"""Een peilmoment en de vergelijking van twee, als bestand en op papier."""

from formatie.documents.tabel import Kolom, Regel, Stuk, Tabel
from kern import opmaak
from kern.charts import Figuur, gegroepeerde_staven
from kern.pdf import Pdf, render_pdf
from monitor.choices import Dashboard, Eenheid
from monitor.documents.dashboard import FIGUREN, INTERN, verschil_tekst
from monitor.models import Peilmoment, Peilwaarde
from monitor.queries.dashboard import periode_op
from monitor.queries.kpi import als_tekst
from monitor.queries.peilmoment import Paar, per_dashboard
from monitor.rules import halfjaar_van

LEEG = "niet te berekenen"
KOLOMMEN = (
    Kolom("Cijfer"),
    Kolom("Waarde"),
    Kolom("Vorige periode"),
    Kolom("Verschil"),
    Kolom("Dit jaar"),
    Kolom("Doel per jaar"),
    Kolom("Doel nu"),
    Kolom("Verwacht"),
    Kolom("Oordeel"),
)


def teksten(waarde: Peilwaarde) -> dict[str, str]:
    """De kolommen van één vastgezet cijfer als tekst; pagina, csv en PDF gebruiken dezelfde."""
    eenheid = waarde.eenheid
    return {
        "naam": waarde.naam,
        "waarde": als_tekst(waarde.waarde, eenheid, LEEG),
        "vorige": als_tekst(waarde.vorige, eenheid, "geen gegevens"),
        "verschil": verschil_tekst(waarde.waarde, waarde.vorige, eenheid),
        "jaar": als_tekst(waarde.jaar, eenheid),
        "doel": als_tekst(waarde.doel, eenheid, "niet vastgesteld"),
        "doel_nu": als_tekst(waarde.doel_nu, eenheid),
        "verwacht": als_tekst(waarde.verwacht, eenheid),
        "oordeel": f"{waarde.teken} {waarde.get_oordeel_display()}",
    }


def deeltekst(waarde: Peilwaarde) -> str:
    """ "38 van 392": de aantallen achter een percentage."""
    delen = waarde.gegevens.get("delen", [])
    return (
        " ".join(f"{naam} {opmaak.getal(aantal)}".strip() for naam, aantal, *_ in delen)
        if len(delen) > 1
        else ""
    )


def peilstuk(peilmoment: Peilmoment, waarden: list[Peilwaarde], bijsturing: dict) -> Stuk:
    """Het hele peilmoment als tabellen, met de bijsturing die erbij is afgesproken."""
    tabellen = [
        Tabel(
            f"peilmoment-{naam.lower()}",
            naam,
            KOLOMMEN,
            tuple(Regel(tuple(_met_reden(w, teksten(w)).values())) for w in rijen),
            tuple((w.naam, w.gegevens["uitleg"][0][1]) for w in rijen),
        )
        for naam, rijen in per_dashboard(waarden)
    ]
    tabellen.append(bijsturing_tabel(waarden, bijsturing))
    periode = periode_op(peilmoment.peildatum)
    return Stuk(
        f"peilmoment-{peilmoment.gemeente.code}-{peilmoment.peildatum:%Y-%m-%d}",
        f"Peilmoment {opmaak.datum(peilmoment.peildatum)}",
        peilmoment.gemeente.naam,
        peilmoment.gemeente_id,
        peilmoment.peildatum,
        tuple(tabellen),
        inleiding=(
            f"Cijfers van {opmaak.datum(periode.van)} t/m {opmaak.datum(periode.tot)}.",
            f"Vastgezet op {opmaak.datumtijd(peilmoment.vastgezet_op)} door {peilmoment.wie}.",
            f"Doel nu en verwacht: op {opmaak.datum(halfjaar_van(periode.tot)[1])}.",
            INTERN,
        ),
        bronnen=(*peilmoment.kaderversies, f"SHA-256 {peilmoment.sha256}"),
    )


def _met_reden(waarde: Peilwaarde, tekst: dict[str, str]) -> dict[str, str]:
    if waarde.ontbreekt:
        tekst["naam"] = f"{waarde.naam} (niet te berekenen: {waarde.ontbreekt})"
    if delen := deeltekst(waarde):
        tekst["waarde"] = f"{tekst['waarde']} ({delen})"
    return tekst


def bijsturing_tabel(waarden: list[Peilwaarde], bijsturing: dict) -> Tabel:
    regels = [
        Regel((w.naam, a.tekst, a.wie, a.eerstvolgend, a.get_status_display(), a.resultaat))
        for w in waarden
        for a in bijsturing.get(w.kpi, ())
    ]
    return Tabel(
        "bijsturing",
        "Bijsturing",
        (
            Kolom("Cijfer"),
            Kolom("Wat gaan we doen"),
            Kolom("Wie"),
            Kolom("Uiterlijk", "datum"),
            Kolom("Stand"),
            Kolom("Wat leverde het op"),
        ),
        tuple(regels),
        leegtekst="Er is geen bijsturing afgesproken.",
    )


def vergelijkstuk(eerst: Peilmoment, dan: Peilmoment, paren: list[Paar]) -> Stuk:
    """Twee peilmomenten naast elkaar, met verschil en figuur (RH-079)."""
    koppen = (opmaak.datum(eerst.peildatum), opmaak.datum(dan.peildatum))
    tabellen = [
        Tabel(
            f"vergelijking-{onderwerp}",
            onderwerp.label,
            (
                Kolom("Cijfer"),
                Kolom(koppen[0]),
                Kolom(koppen[1]),
                Kolom("Verschil"),
                Kolom(f"Oordeel {koppen[0]}"),
                Kolom(f"Oordeel {koppen[1]}"),
            ),
            tuple(_paarregel(paar) for paar in paren if paar.dashboard == onderwerp),
        )
        for onderwerp in Dashboard
    ]
    figuren = [figuur for onderwerp in Dashboard if (figuur := _figuur(onderwerp, koppen, paren))]
    return Stuk(
        f"vergelijking-{dan.gemeente.code}-{eerst.peildatum:%Y-%m-%d}-{dan.peildatum:%Y-%m-%d}",
        f"Peilmomenten {koppen[0]} en {koppen[1]}",
        dan.gemeente.naam,
        dan.gemeente_id,
        dan.peildatum,
        tuple(tabel for tabel in tabellen if tabel.regels),
        inleiding=("Beide kanten zijn vastgezette cijfers.", INTERN),
        figuren=tuple(figuren),
        bronnen=(f"{koppen[0]}: SHA-256 {eerst.sha256}", f"{koppen[1]}: SHA-256 {dan.sha256}"),
    )


def _paarregel(paar: Paar) -> Regel:
    waarden = [zijde.waarde if zijde else None for zijde in (paar.eerst, paar.dan)]
    return Regel(
        (
            paar.naam,
            *(_kant(zijde, paar.eenheid) for zijde in (paar.eerst, paar.dan)),
            verschil_tekst(waarden[1], waarden[0], paar.eenheid),
            *(
                f"{zijde.teken} {zijde.get_oordeel_display()}" if zijde else "geen gegevens"
                for zijde in (paar.eerst, paar.dan)
            ),
        )
    )


def _kant(zijde: Peilwaarde | None, eenheid: str) -> str:
    return als_tekst(zijde.waarde, eenheid, LEEG) if zijde else "geen gegevens"


def _figuur(onderwerp: str, koppen: tuple[str, str], paren: list[Paar]) -> Figuur | None:
    gekozen = [
        paar
        for paar in paren
        if paar.dashboard == onderwerp
        and paar.eenheid not in (Eenheid.EURO, Eenheid.PROCENT)
        and (paar.dan or paar.eerst).kpi in FIGUREN[onderwerp]  # type: ignore[union-attr]
        and any(zijde and zijde.waarde is not None for zijde in (paar.eerst, paar.dan))
    ]
    if not gekozen:
        return None
    eerste = gekozen[0]
    zin = (
        f"{eerste.naam} ging van {_kant(eerste.eerst, eerste.eenheid)} op {koppen[0]} "
        f"naar {_kant(eerste.dan, eerste.eenheid)} op {koppen[1]}."
    )
    return gegroepeerde_staven(
        titel=f"{Dashboard(onderwerp).label} op {koppen[0]} en {koppen[1]}",
        zin=zin,
        categorieen=[paar.naam for paar in gekozen],
        reeksen={
            koppen[0]: [paar.eerst.waarde if paar.eerst else None for paar in gekozen],
            koppen[1]: [paar.dan.waarde if paar.dan else None for paar in gekozen],
        },
        kop="Cijfer",
        decimalen=0,
    )


def peil_pdf(stuk: Stuk, *, gemaakt_op, door) -> Pdf:
    """Het peilmoment op papier, liggend: de tabellen zijn breed."""
    return render_pdf(
        "documenten/peilmoment.html", {"stuk": stuk, "gemaakt_op": gemaakt_op, "door": str(door)}
    )


def peil_json(peilmoment: Peilmoment, waarden: list[Peilwaarde], bijsturing: dict) -> dict:
    """Het peilmoment als gegevens, met de hash; zo geeft ook `manage.py peilmoment --json` het."""
    return {
        "gemeente": {"code": peilmoment.gemeente.code, "naam": peilmoment.gemeente.naam},
        "peildatum": peilmoment.peildatum.isoformat(),
        "vastgezet_op": peilmoment.vastgezet_op.isoformat(),
        "normen": list(peilmoment.kaderversies),
        "sha256": peilmoment.sha256,
        "cijfers": [
            {
                "code": w.kpi,
                "dashboard": w.dashboard,
                "naam": w.naam,
                "eenheid": w.eenheid,
                **{
                    naam: None if (getal := getattr(w, naam)) is None else format(getal.normalize(), "f")
                    for naam in (
                        "waarde",
                        "teller",
                        "noemer",
                        "vorige",
                        "jaar",
                        "doel",
                        "doel_nu",
                        "verwacht",
                    )
                },
                "oordeel": w.get_oordeel_display(),
                "ontbreekt": w.ontbreekt,
                "bijsturing": [
                    {
                        "tekst": a.tekst,
                        "wie": a.wie,
                        "stand": a.get_status_display(),
                        "resultaat": a.resultaat,
                    }
                    for a in bijsturing.get(w.kpi, ())
                ],
            }
            for w in waarden
        ],
    }
