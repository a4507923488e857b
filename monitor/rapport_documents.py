"""Het collegerapport als gegevens: voorbeeld, PDF en vrijgegeven stuk lezen dezelfde inhoud (schermen J4)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from formatie.choices import Tabel as Brontabel
from formatie.documents.overzicht import bron_tabel, veilig_berekend
from formatie.models import Scenario
from formatie.queries.plaatsen import formatietabel, plaatsen_op
from formatie.queries.telling import basis_op
from formatie.rules import invoer_uit_json
from kern import opmaak
from kern.charts import Figuur, gegroepeerde_staven
from kern.models import Afspraak, Afspraakstatus
from kern.pdf import Pdf, render_pdf
from monitor.afscherming import Zicht, toon
from monitor.choices import TEKEN, Dashboard, Eenheid, Oordeel, Opbouw
from monitor.models import Peilwaarde, Rapport
from monitor.queries.bijsturing import bij_peilmoment
from monitor.queries.dashboard import vorige_peildatum
from monitor.queries.kpi import als_tekst
from monitor.queries.peilmoment import waarden_van
from monitor.queries.rapport import (
    AANTALLEN,
    FORMATIE,
    GETOETST,
    SAMENVATTING,
    Afgeschermd,
    afgeschermd,
    eerdere_bijsturing,
    groepen_van,
    opbouw_van,
    sleutels_van,
    telt_op,
)
from monitor.rules import halfjaarnaam

SJABLOON = "documenten/collegerapport.html"
GEEN_GEGEVENS = "geen gegevens"
MEESTE_IN_FIGUUR = 6


# ---- formatie, frozen with the report --------------------------------------------------------------------
def formatie_op(gemeente, peildatum: date) -> dict:
    """Beide tabellen van de formatie op de peildatum, als tekst zoals de formatiepagina ze toont."""
    plaatsen = plaatsen_op(gemeente, peildatum)
    basis = basis_op(gemeente, peildatum)
    plan = Scenario.objects.filter(gemeente=gemeente).order_by("peildatum", "pk").first()
    uitkomst, _ = veilig_berekend(invoer_uit_json(plan.invoer) if plan else basis.invoer)
    tabellen, totaal = [], Decimal(0)
    for soort in (Brontabel.WSW, Brontabel.PW):
        gegevens = formatietabel(soort, plaatsen, uitkomst)
        tabel = bron_tabel(gegevens, plan.naam if plan else "telling")
        totaal += gegevens.voorstel
        tabellen.append(
            {
                "titel": tabel.titel,
                "kolommen": [{"naam": kolom.naam, "klasse": kolom.klasse} for kolom in tabel.kolommen],
                "rijen": [
                    {"toon": regel.toon, "cellen": [[cel.tekst, cel.klasse] for cel in cellen]}
                    for regel, cellen in tabel.rijen
                ],
                "zinnen": list(tabel.zinnen),
            }
        )
    heeft = any(tabel["rijen"] for tabel in tabellen)
    return {"tabellen": tabellen, "totaal": opmaak.getal(totaal, 2) if heeft else ""}


def zonder_precies(formatie: Mapping) -> dict:
    """De formatie zonder de niet-afgeronde som: maal de norm is dat precies de caseload, buiten het afschermen om."""
    return {**formatie, "tabellen": [_zonder(tabel) for tabel in formatie.get("tabellen", ())]}


def _zonder(tabel: Mapping) -> dict:
    over = [plek for plek, kolom in enumerate(tabel["kolommen"]) if not kolom["naam"].startswith("Precies")]
    return {
        **tabel,
        "kolommen": [tabel["kolommen"][plek] for plek in over],
        "rijen": [{**rij, "cellen": [rij["cellen"][plek] for plek in over]} for rij in tabel["rijen"]],
    }


# ---- the content ---------------------------------------------------------------------------------------------
def bouw(rapport: Rapport, teksten: Mapping[str, str]) -> tuple[dict, Afgeschermd]:
    """Alles wat er in het rapport staat, als tekst, en de aantallen erachter met wat ervan te zien is."""
    peilmoment = rapport.peilmoment
    waarden = list(waarden_van(peilmoment))
    vorige = vorige_peildatum(peilmoment.peildatum)
    zicht = afgeschermd(rapport, waarden, vorige)
    regels = {w.kpi: _regel(w, peilmoment.peildatum, vorige, zicht) for w in waarden}
    bijsturing = bij_peilmoment(peilmoment)
    doelen = [w for w in waarden if w.oordeel in GETOETST]
    inhoud = {
        "titel": f"Collegerapport {halfjaarnaam(peilmoment.peildatum)}",
        "gemeente": peilmoment.gemeente.naam,
        "peildatum": opmaak.datum(peilmoment.peildatum),
        "vorige": opmaak.datum(vorige),
        "versie": rapport.nummer,
        "verbetert": _verbetert(rapport),
        "samenvatting": _alineas(teksten.get(SAMENVATTING, "")),
        "oordeel": _oordeelzin(doelen),
        "doelen": [regels[w.kpi] | _verklaring(w, teksten, bijsturing) for w in doelen],
        "hoofdstukken": [
            _hoofdstuk(onderwerp, [w for w in waarden if w.dashboard == onderwerp], regels)
            for onderwerp in Dashboard
            if any(w.dashboard == onderwerp for w in waarden)
        ],
        "formatie": zonder_precies(rapport.formatie) | {"toelichting": _alineas(teksten.get(FORMATIE, ""))},
        "eerder": [_antwoord(afspraak) for afspraak in eerdere_bijsturing(peilmoment)],
        "vastgezet": f"{opmaak.datumtijd(peilmoment.vastgezet_op)} door {peilmoment.wie}",
        "sha256": peilmoment.sha256,
        "normen": [str(norm) for norm in peilmoment.kaderversies],
        "afgeschermd": any(z != Zicht.GETOOND for z in zicht.zicht.values()),
    }
    return inhoud, zicht


def _verbetert(rapport: Rapport) -> str:
    oud = rapport.verbetert
    if oud is None or oud.vrijgegeven_op is None:
        return ""
    return f"Deze versie vervangt versie {oud.nummer} van {opmaak.datum(oud.vrijgegeven_op)}: {rapport.reden}"


def _alineas(tekst: str) -> list[str]:
    return [alinea.strip() for alinea in tekst.splitlines() if alinea.strip()]


def _oordeelzin(doelen: Sequence[Peilwaarde]) -> str:
    if not doelen:
        return "Er zijn geen doelen vastgesteld."
    gehaald = sum(w.oordeel == Oordeel.OP_DOEL for w in doelen)
    if len(doelen) == 1:
        return f"Het doel ligt {'op' if gehaald else 'niet op'} koers."
    return f"Van de {len(doelen)} doelen {'ligt' if gehaald == 1 else 'liggen'} er {gehaald} op koers."


def _regel(waarde: Peilwaarde, peildatum: date, vorige: date, zicht: Afgeschermd) -> dict:
    """Eén cijfer als tekst; wat afgeschermd is, heeft ook geen verschil of verwachting."""
    sleutels = sleutels_van(waarde, peildatum, vorige)

    def tekst(wat: str, getal: Decimal | None, leeg: str = GEEN_GEGEVENS) -> str:
        return toon(getal, zicht.van(*sleutels[wat]), als_tekst(getal, waarde.eenheid, leeg))

    # The line of a stand runs through the previous number, so with the forecast a reader has that one too.
    achter = ("waarde", "jaar", "vorige") if opbouw_van(waarde) == Opbouw.STAND else ("waarde", "jaar")
    open_nu = all(zicht.van(*sleutels[wat]) == Zicht.GETOOND for wat in achter)
    groepen = [
        [
            sleutel.split("/", 1)[1].rsplit("@", 1)[0],
            toon(Decimal(aantal), zicht.van(sleutel), opmaak.getal(aantal)),
        ]
        for sleutel, aantal in groepen_van(waarde, peildatum).items()
    ]
    return {
        "code": waarde.kpi,
        "naam": waarde.naam,
        "eenheid": str(Eenheid(waarde.eenheid).label),
        "waarde": tekst("waarde", waarde.waarde, str(Oordeel.NIET_TE_BEREKENEN.label)),
        "vorige": tekst("vorige", waarde.vorige),
        "jaar": tekst("jaar", waarde.jaar) if telt_op(waarde) else opmaak.LEEG,
        "doel": als_tekst(waarde.doel, waarde.eenheid, "niet vastgesteld"),
        "doel_nu": als_tekst(waarde.doel_nu, waarde.eenheid, opmaak.LEEG),
        "verwacht": als_tekst(waarde.verwacht, waarde.eenheid, opmaak.LEEG) if open_nu else "niet getoond",
        "oordeel": str(Oordeel(waarde.oordeel).label),
        "teken": TEKEN[waarde.oordeel],
        "gehaald": waarde.oordeel == Oordeel.OP_DOEL,
        "ontbreekt": waarde.ontbreekt,
        "groepen": groepen,
        "getal": _los(waarde.waarde) if zicht.van(*sleutels["waarde"]) == Zicht.GETOOND else None,
        "getal_vorige": _los(waarde.vorige) if zicht.van(*sleutels["vorige"]) == Zicht.GETOOND else None,
    }


def _los(getal: Decimal | None) -> str | None:
    return None if getal is None else str(getal)


def _verklaring(waarde: Peilwaarde, teksten, bijsturing) -> dict:
    """Waarom het zo is en wat we doen."""
    return {
        "definitie": waarde.gegevens.get("definitie", ""),
        "toelichting": _alineas(teksten.get(waarde.kpi, "")),
        "bijsturing": [_afspraak(afspraak) for afspraak in bijsturing.get(waarde.kpi, [])],
    }


def _hoofdstuk(onderwerp, waarden, regels) -> dict:
    in_figuur = [
        w.kpi
        for w in waarden
        if w.eenheid in AANTALLEN
        and regels[w.kpi]["getal"] is not None
        and regels[w.kpi]["getal_vorige"] is not None
    ]
    return {
        "code": str(onderwerp),
        "titel": str(Dashboard(onderwerp).label),
        "regels": [regels[w.kpi] for w in waarden],
        "zin": _oordeelzin([w for w in waarden if w.oordeel in GETOETST]),
        "figuur": in_figuur[:MEESTE_IN_FIGUUR],
    }


def _afspraak(afspraak: Afspraak) -> dict:
    klaar = afspraak.eerstvolgend or afspraak.begindatum
    return {
        "code": afspraak.code,
        "tekst": afspraak.tekst,
        "wie": afspraak.get_rol_display() or "teammanager",
        "klaar": opmaak.datum(klaar),
        "resultaat": afspraak.resultaat,
    }


def _antwoord(afspraak: Afspraak) -> dict:
    antwoord = afspraak.resultaat or "Nog geen antwoord."
    if afspraak.status == Afspraakstatus.VERVALLEN:
        antwoord = f"Vervallen: {afspraak.resultaat}"
    return _afspraak(afspraak) | {"peildatum": opmaak.datum(afspraak.peildatum), "antwoord": antwoord}


# ---- figures and paper -----------------------------------------------------------------------------------------
def figuren(inhoud: dict) -> dict[str, Figuur]:
    """Per hoofdstuk de grafiek, uit dezelfde inhoud; een afgeschermd aantal staat er niet in."""
    gevonden = {}
    for hoofdstuk in inhoud["hoofdstukken"]:
        per_code = {regel["code"]: regel for regel in hoofdstuk["regels"]}
        gekozen = [per_code[code] for code in hoofdstuk["figuur"]]
        if len(gekozen) > 1:
            gevonden[hoofdstuk["code"]] = gegroepeerde_staven(
                titel=f"{hoofdstuk['titel']}: nu en de vorige periode",
                zin=hoofdstuk["zin"],
                categorieen=[regel["naam"] for regel in gekozen],
                reeksen={
                    f"tot {inhoud['vorige']}": [Decimal(regel["getal_vorige"]) for regel in gekozen],
                    f"tot {inhoud['peildatum']}": [Decimal(regel["getal"]) for regel in gekozen],
                },
                decimalen=0,
            )
    return gevonden


def context(inhoud: dict) -> dict:
    """Wat voorbeeld en PDF allebei krijgen."""
    getekend = figuren(inhoud)
    return {
        "inhoud": inhoud,
        "hoofdstukken": [
            (hoofdstuk, getekend.get(hoofdstuk["code"])) for hoofdstuk in inhoud["hoofdstukken"]
        ],
    }


def als_pdf(inhoud: dict) -> Pdf:
    """Hetzelfde rapport op papier, met bladwijzers (PDF/UA-1)."""
    return render_pdf(SJABLOON, context(inhoud))
