"""De bedragen per jaar als tabellen: pagina, csv, json en PDF (HT-088–HT-092, RH-183, RH-184)."""

from datetime import date
from decimal import Decimal

from django.utils.dateformat import format as in_woorden

from formatie.documents.tabel import Kolom, Regel, Stuk, Tabel
from kern import opmaak
from kern.models import Gemeente
from monitor.queries.begroting import BUIG, PARTICIPATIEBUDGET, WSW, Begroting, Jaarregel


def begrotingstuk(gemeente: Gemeente, gegevens: Begroting, peildatum: date) -> Stuk:
    """Alle jaartabellen; een jaar dat nog niet compleet is, zegt hoeveel maanden erin zitten."""
    return Stuk(
        f"bedragen-{gemeente.code}-{peildatum:%Y-%m-%d}",
        "Bedragen per jaar",
        gemeente.naam,
        gemeente.pk,
        peildatum,
        (
            _jaartabel(
                "participatiebudget",
                "Participatiebudget",
                PARTICIPATIEBUDGET,
                gegevens.participatiebudget,
                "Totaal",
                "Wsw, klassieke en nieuwe doelgroep samen.",
            ),
            _middelentabel(gegevens),
            _trajecttabel(gegevens),
            _jaartabel(
                "wsw", "Wsw: netto per jaar", WSW, gegevens.wsw, "Nadelig resultaat",
                "Aanvullende bijdrage en lasten, min baten en voordelen.",
            ),
            _jaartabel(
                "buig", "BUIG", BUIG, gegevens.buig, "Resultaat",
                "Budget min uitkeringslasten en loonkostensubsidie; nul of meer is budgetneutraal.",
            ),
        ),
        inleiding=("Ingelezen bedragen; alleen de kosten van trajecten houdt Trede zelf bij.",),
    )  # fmt: skip


def _jaartabel(code, titel, soorten, regels: tuple[Jaarregel, ...], saldo: str, definitie: str) -> Tabel:
    return Tabel(
        code,
        titel,
        (
            Kolom("Jaar"),
            *(Kolom(soort.label, leeg="geen bedrag") for soort in soorten),
            Kolom(saldo),
            Kolom("Verschil met vorig jaar"),
        ),
        tuple(
            Regel(
                (
                    str(r.jaar)
                    if r.maanden == 12
                    else f"{r.jaar} (t/m {in_woorden(date(r.jaar, r.maanden, 1), 'F')})",
                    *(None if post is None else opmaak.bedrag(post) for post in r.posten),
                    opmaak.bedrag(r.saldo),
                    _verschil(r.verschil),
                )
            )
            for r in regels
        ),
        ((saldo, definitie),),
        leegtekst="Er zijn nog geen bedragen ingelezen.",
    )


def _middelentabel(gegevens: Begroting) -> Tabel:
    regels, zinnen = [], []
    for m in gegevens.middelen:
        regels += [Regel((str(m.jaar), naam, opmaak.bedrag(bedrag))) for naam, bedrag in m.posten]
        if m.posten:
            regels.append(Regel((str(m.jaar), "Middelen samen", opmaak.bedrag(m.samen)), "totaal"))
        regels.append(
            Regel(
                (
                    str(m.jaar),
                    "Begroting",
                    "geen bedrag" if m.begroting is None else opmaak.bedrag(m.begroting),
                ),
                "totaal",
            )
        )
        if m.niet_verklaard is not None:
            regels.append(Regel((str(m.jaar), "Niet verklaard", opmaak.bedrag(m.niet_verklaard)), "totaal"))
        if m.niet_verklaard:
            zinnen.append(
                f"Let op: in {m.jaar} sluiten de middelen niet op de begroting: {opmaak.bedrag(m.begroting)} min "
                f"{opmaak.bedrag(m.samen)} is {opmaak.bedrag(m.niet_verklaard)}. Dat bedrag is niet verklaard."
            )
    return Tabel(
        "middelen",
        "Begroting re-integratie en middelen",
        (Kolom("Jaar"), Kolom("Post"), Kolom("Bedrag")),
        tuple(regels),
        (
            (
                "Niet verklaard",
                "Begroting min de middelen samen. Het verschil wordt niet weggewerkt (HT-092).",
            ),
        ),
        tuple(zinnen),
        "Er zijn nog geen bedragen ingelezen.",
    )


def _trajecttabel(gegevens: Begroting) -> Tabel:
    """Wat trajecten kosten naast de begroting, met wat er nog vrij is (HT-091)."""
    return Tabel(
        "trajecten",
        "Trajecten naast de begroting re-integratie",
        (
            Kolom("Jaar"),
            Kolom("Trajecten"),
            Kolom("Begroting", leeg="geen bedrag"),
            Kolom("Werkelijke kosten"),
            Kolom("Nog verplicht"),
            Kolom("Vrije ruimte", leeg="geen begroting"),
            Kolom("Zonder bedrag"),
        ),
        tuple(
            Regel(
                (
                    str(t.jaar),
                    opmaak.getal(t.aantal),
                    None if t.begroting is None else opmaak.bedrag(t.begroting),
                    opmaak.bedrag(t.werkelijk),
                    opmaak.bedrag(t.verplicht),
                    None if t.vrij is None else opmaak.bedrag(t.vrij),
                    opmaak.getal(t.zonder_bedrag),
                )
            )
            for t in gegevens.trajecten
        ),
        (
            ("Trajecten", "Een traject telt één keer, in het jaar waarin het begon, met al zijn kosten."),
            ("Nog verplicht", "De raming van trajecten waarvan de werkelijke kosten nog niet zijn ingevuld."),
            ("Vrije ruimte", "Begroting min werkelijke kosten en nog verplicht."),
        ),
        leegtekst="Er zijn nog geen trajecten.",
    )


def _verschil(waarde: Decimal | None) -> str | None:
    return None if waarde is None else f"€{opmaak.VAST}{opmaak.verschil(waarde, 2)}"
