"""Het dossier bij een ingelezen persoon: het volgt dienstverband of uitkering, of het bestand noemt zelf de periode."""

from collections.abc import Iterable
from datetime import date

from kern.imports.plan import EEN_DAG, Rij, fout, geldt_op, overlapt, volgende_na
from personen.models import Dossierperiode, Persoon, Toewijzing
from personen.personenboek import Groep, Personenboek, eis_einde_met_reden, eis_periode


def volg_dossier(boek: Personenboek, groep: Groep, eigen: Iterable[tuple[date, date | None]]) -> None:
    """Open een dossier waar dienstverband of uitkering begint; sluit het als er niets meer loopt."""
    goed = [rij for rij in groep.rijen if not rij.fouten]
    if not goed or not groep.geraakt:
        return
    with boek.plan.nasleep(goed[-1]):
        perioden = boek.feiten(Dossierperiode, groep.persoon)
        for begin, einde, reden in _aaneen(groep.geraakt):
            _open(boek, perioden, groep.persoon, begin, einde, reden)
        gronden = [*eigen, *boek.andere_gronden.get(groep.persoon.pk or 0, [])]
        for periode in perioden:
            _sluit(boek, periode, gronden, groep.geraakt)
        sluit_toewijzing(boek, groep.persoon)


def _open(
    boek: Personenboek, perioden: list, persoon: Persoon, begin: date, einde: date | None, reden: str
) -> None:
    if geldt_op(perioden, begin):
        return
    later = volgende_na(perioden, begin)
    if later and (einde is None or later.begindatum <= einde + EEN_DAG):
        boek.plan.wijzig(later, begindatum=begin)
    elif net_ervoor := next((p for p in perioden if p.einddatum == begin - EEN_DAG), None):
        # Going on the next day is not leaving and coming back.
        boek.plan.wijzig(net_ervoor, einddatum=einde, reden_einde=reden if einde else "")
    else:
        nieuw = Dossierperiode(
            persoon=persoon, begindatum=begin, einddatum=einde, reden_einde=reden if einde else ""
        )
        boek.plan.voeg_toe(nieuw, perioden)


def _sluit(boek: Personenboek, periode: Dossierperiode, gronden: list, geraakt: list) -> None:
    if periode.einddatum is not None:
        return
    hier = [einde for _, einde in gronden if einde is None or einde >= periode.begindatum]
    if not hier or None in hier:
        return
    laatste = max(hier)
    redenen = [reden for _, einde, reden in geraakt if einde == laatste]
    if redenen:
        boek.plan.wijzig(periode, einddatum=laatste, reden_einde=redenen[-1])


def sluit_toewijzing(boek: Personenboek, persoon: Persoon) -> None:
    """Is het dossier dicht, dan heeft niemand het nog in zijn caseload."""
    perioden = boek.feiten(Dossierperiode, persoon)
    if not perioden or any(periode.einddatum is None for periode in perioden):
        return
    laatste = max(periode.einddatum for periode in perioden)
    for toewijzing in boek.feiten(Toewijzing, persoon):
        if toewijzing.einddatum is None and toewijzing.begindatum <= laatste:
            boek.plan.wijzig(toewijzing, einddatum=laatste)


def zet_dossierperiode(boek: Personenboek, groep: Groep, rij: Rij) -> None:
    """De periode die het bestand zelf noemt (soort personen)."""
    vanaf, tot, reden = rij["dossier_vanaf"], rij["dossier_tot"], rij["reden_einde"]
    eis_einde_met_reden(rij, "dossier_tot")
    if not vanaf and not tot:
        return
    perioden = boek.feiten(Dossierperiode, groep.persoon)
    periode = (
        geldt_op(perioden, vanaf)
        if vanaf
        else next((p for p in perioden if p.einddatum in (None, tot)), None)
    )
    if periode is None and not vanaf:
        raise fout("dossier_vanaf", "Er loopt geen dossier. Vul in vanaf welke dag het dossier liep.")
    begin = periode.begindatum if periode else vanaf
    eis_periode(begin, tot, "dossier_tot")
    if ander := overlapt(perioden, begin, tot if tot or not periode else periode.einddatum, behalve=periode):
        raise fout(
            "dossier_vanaf",
            f"Overlapt met het dossier vanaf {ander.begindatum:%d-%m-%Y}. Pas de datums aan.",
        )
    if periode is None:
        nieuw = Dossierperiode(
            persoon=groep.persoon, begindatum=vanaf, einddatum=tot, reden_einde=reden or ""
        )
        boek.plan.voeg_toe(nieuw, perioden)
    elif tot:
        if vanaf and vanaf != periode.begindatum and tot != periode.einddatum:
            raise fout(
                "dossier_vanaf",
                f"Overlapt met het dossier vanaf {periode.begindatum:%d-%m-%Y}. Pas de datums aan.",
            )
        boek.plan.wijzig(periode, einddatum=tot, reden_einde=reden)


def _aaneen(perioden: list[tuple[date, date | None, str]]) -> list[tuple[date, date | None, str]]:
    """Perioden die overlappen of aansluiten als één, met de reden van de laatste."""
    uit: list[tuple[date, date | None, str]] = []
    for begin, einde, reden in sorted(perioden, key=lambda p: p[0]):
        if uit and (uit[-1][1] is None or begin <= uit[-1][1] + EEN_DAG):
            vorig_begin, vorig_einde, _ = uit[-1]
            if vorig_einde is None or (einde is not None and einde <= vorig_einde):
                continue
            uit[-1] = (vorig_begin, einde, reden)
        else:
            uit.append((begin, einde, reden))
    return uit
