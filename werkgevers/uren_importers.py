"""Inlezen van de uren van een maand, per overeenkomst. Leeg is de standaardweek (functies V6)."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from kern.imports import cells
from kern.imports.plan import Plan, Rij, fout
from kern.registers import Importsoort, Importveld
from werkgevers.actions.uren import aangevuld, controleer_uren
from werkgevers.choices import Urensoort
from werkgevers.models import Overeenkomst, Urenstaat, Uurregel
from werkgevers.rules.tarief import laatste_dag

NUL = Decimal(0)
INVUL = {
    "gewerkt": "Leeg: wat van de standaardweek overblijft", "verlof": "", "ziek": "", "niet_gewerkt": "",
    "meer": "Vraagt een toelichting",
}  # fmt: skip
_MEER_DAN_NUL = cells.getal(onder="0", boven="400")


def _uren(cel):
    """Nul uur is ook een opgave."""
    nul = re.fullmatch(r"0+([,.]0+)?", cells.als_tekst(cel))
    return Decimal("0.00") if nul else _MEER_DAN_NUL(cel)


def _maand(cel):
    """10-2026, 2026-10 of een dag in die maand."""
    tekst = cells.als_tekst(cel)
    if delen := re.fullmatch(r"(\d{1,2})[-/](\d{4})|(\d{4})-(\d{1,2})", tekst, re.ASCII):
        nummer, jaar = int(delen[1] or delen[4]), int(delen[2] or delen[3])
        if not (1 <= nummer <= 12 and 2015 <= jaar <= 2199):
            raise ValidationError(f"{tekst} is geen maand. Schrijf bijvoorbeeld 10-2026.")
        return date(jaar, nummer, 1)
    dag = cells.datum(cel)
    return dag and dag.replace(day=1)


VELDEN = (
    Importveld(
        "overeenkomst", "Overeenkomst", cells.tekst(12), verplicht=True, uitleg="het nummer, zoals D-204",
        voorbeeld="D-204", ook_bekend_als=("overeenkomstnummer", "contract"),
    ),
    Importveld(
        "maand", "Maand", _maand, verplicht=True, voorbeeld="10-2026", ook_bekend_als=("periode",)
    ),
    *(
        Importveld(
            soort, Urensoort(soort).label.capitalize(), _uren, uitleg=uitleg,
            voorbeeld="96" if soort == "gewerkt" else "",
        )
        for soort, uitleg in INVUL.items()
    ),
    Importveld("toelichting", "Toelichting", cells.tekst(200)),
)  # fmt: skip


class Urenboek:
    """De overeenkomsten en urenstaten van een gemeente, in het geheugen."""

    def __init__(self, gemeente, rijen: list[Rij], op_slot: bool):
        nummers = {rij["overeenkomst"].strip().upper() for rij in rijen if rij["overeenkomst"]}
        maanden = {rij["maand"] for rij in rijen if rij["maand"]}
        eigen = Overeenkomst.objects.filter(gemeente=gemeente, nummer__in=nummers).order_by("pk")
        # The agreement is the lock, as when someone fills in the same month by hand.
        eigen = eigen.select_for_update(of=("self",)) if op_slot else eigen
        self.op_nummer = {
            rij.nummer: rij for rij in eigen.select_related("persoon").prefetch_related("versies")
        }
        staten = Urenstaat.objects.filter(overeenkomst__in=self.op_nummer.values(), maand__in=maanden)
        self.staten = {(s.overeenkomst_id, s.maand): s for s in staten.prefetch_related("regels")}
        self.regels = {s.pk: list(s.regels.all()) for s in self.staten.values()}


def verwerk(plan: Plan, rijen: list[Rij], *, gemeente, door, vandaag: date) -> None:
    boek = Urenboek(gemeente, rijen, plan.definitief)
    gezien: dict[tuple[int, date], int] = {}
    for rij in rijen:
        with plan.rij(rij):
            overeenkomst = _overeenkomst(boek, rij, vandaag)
            rij.onderwerp = overeenkomst.persoon
            sleutel = (overeenkomst.pk, rij["maand"])
            if sleutel in gezien:
                raise fout("maand", f"Deze maand staat ook op rij {gezien[sleutel]}. Laat één rij staan.")
            gezien[sleutel] = rij.nummer
            _zet_uren(plan, boek, overeenkomst, rij)


def _overeenkomst(boek: Urenboek, rij: Rij, vandaag: date) -> Overeenkomst:
    nummer, maand = rij["overeenkomst"].strip().upper(), rij["maand"]
    gevonden = boek.op_nummer.get(nummer)
    if gevonden is None:
        raise fout(
            "overeenkomst", f"Overeenkomst {nummer[:12]} is er niet in deze gemeente. Controleer het nummer."
        )
    if not gevonden.getekend_op:
        raise fout("overeenkomst", f"{gevonden} is nog niet getekend. Uren invullen kan daarna.")
    if maand > vandaag:
        raise fout("maand", "Deze maand is nog niet begonnen. Kies een eerdere maand.")
    if gevonden.begindatum > laatste_dag(maand) or (gevonden.einddatum and gevonden.einddatum < maand):
        raise fout("maand", f"{gevonden} gold niet in {maand:%m-%Y}.")
    return gevonden


def _zet_uren(plan: Plan, boek: Urenboek, overeenkomst, rij: Rij) -> None:
    maand, toelichting = rij["maand"], rij["toelichting"] or ""
    uren = aangevuld(overeenkomst, maand, {soort: rij[soort] for soort in INVUL})
    staat = boek.staten.get((overeenkomst.pk, maand))
    controleer_uren(overeenkomst, maand, uren, toelichting or (staat.toelichting if staat else ""))
    if staat is None:
        staat = plan.voeg_toe(
            Urenstaat(overeenkomst=overeenkomst, maand=maand, toelichting=toelichting), hoofd=True
        )
        for soort, waarde in uren.items():
            plan.voeg_toe(Uurregel(urenstaat=staat, soort=soort, uren=waarde))
        return
    regels = {regel.soort: regel for regel in boek.regels[staat.pk] if regel.datum is None}
    anders = {soort: uren.get(soort, NUL) for soort in regels if regels[soort].uren != uren.get(soort, NUL)}
    erbij = {soort: waarde for soort, waarde in uren.items() if soort not in regels}
    if (anders or erbij) and staat.compleet:
        raise fout("maand", "Deze maand is compleet en staat op slot. Zet haar eerst weer open.")
    for soort, waarde in anders.items():
        plan.wijzig(regels[soort], uren=waarde)
    for soort, waarde in erbij.items():
        plan.voeg_toe(Uurregel(urenstaat=staat, soort=soort, uren=waarde), boek.regels[staat.pk])
    if toelichting and not staat.compleet:
        plan.wijzig(staat, toelichting=toelichting)
    if anders or erbij:
        # Whoever has this month open on a page sees that it changed (C4).
        plan.wijzig(staat, versie=staat.versie + 1)


def controletotalen(rijen: list[Rij]) -> dict[str, dict[str, int]]:
    maanden = Counter(f"{rij['maand']:%m-%Y}" for rij in rijen if rij["maand"])
    return {"Rijen": {"totaal": len(rijen)}, "Maand": dict(sorted(maanden.items()))}


def stand(gemeente, peildatum: date) -> dict[str, dict[str, int]]:
    maand = peildatum.replace(day=1)
    eigen = Urenstaat.objects.filter(overeenkomst__gemeente=gemeente, maand=maand)
    return {"Urenstaten": {f"{maand:%m-%Y}": eigen.count()}}


SOORT = Importsoort(
    code="uren",
    naam="Uren van een maand",
    uitleg="Per overeenkomst en maand de gewerkte uren, verlof en ziekte. Leeg is de standaardweek.",
    velden=VELDEN,
    verwerk=verwerk,
    controletotalen=controletotalen,
    stand=stand,
    volgorde=60,
)
