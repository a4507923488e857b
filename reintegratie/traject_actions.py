"""Elke wijziging van een traject: beginnen, wijzigen, pauze, verlengen, evalueren en eindigen (HT-035, W13)."""

from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.permissions import Recht
from kern.undo import ongedaan_soort
from kern.versions import controleer_versie
from personen import actions as personen
from personen.choices import Stapstatus
from personen.models import Persoon, Stap
from reintegratie import traject_rules as regels
from reintegratie.choices import Trajectmomentsoort, Trajectresultaat
from reintegratie.models import Instrument, Traject, Trajectmoment, Tredemeting
from reintegratie.traject_queries import langste_duur

EEN_DAG = timedelta(days=1)
_VELDEN = {
    "traject_einde_na_begin": "einddatum",
    "traject_gepland_einde_na_begin": "gepland_einde",
    "traject_geen_overlap": "begindatum",
    "traject_exclusief_geen_overlap": "begindatum",
    "traject_een_uitvoerder": "uitvoerder_naam",
    "traject_kosten_niet_negatief": "kosten_geraamd",
    "trajectmoment_einde_na_begin": "tot",
    "trajectmoment_pauzes_geen_overlap": "van",
}


@transaction.atomic
def begin_traject(
    persoon,
    *,
    instrument,
    begindatum,
    door,
    gepland_einde=None,
    uitvoerder=None,
    uitvoerder_naam="",
    doel="",
    kosten_geraamd=None,
    evaluatie_op=None,
    stap=None,
) -> Traject:
    """Iemand begint met een instrument, in de versie van de eerste dag; de voorwaarden worden gecontroleerd.

    Zonder gepland einde geldt de langste duur van het instrument, zonder bedrag rekent de kostengrondslag de
    raming uit, en zonder evaluatiedag is dat halverwege.
    """
    persoon = _persoon_op_slot(persoon)
    versie = _versie_op(instrument, persoon, begindatum)
    _controleer_doeltrede(versie, persoon, begindatum)
    if stap is not None and stap.doel.plan.persoon_id != persoon.pk:
        raise ValidationError({"stap": "Deze stap hoort bij het plan van iemand anders."})
    if gepland_einde is None:
        duur = langste_duur(versie, begindatum)
        if duur is None:
            raise ValidationError(
                {
                    "gepland_einde": f"Voor {versie} is geen langste duur vastgesteld. Vul het geplande einde in."
                }
            )
        gepland_einde = regels.uiterste_dag(begindatum, duur)
    traject = Traject(
        persoon=persoon, instrument=versie, code=versie.code, exclusief=versie.exclusief,
        begindatum=begindatum, gepland_einde=gepland_einde, eerste_einde=gepland_einde,
        uitvoerder=uitvoerder, uitvoerder_naam=uitvoerder_naam.strip(), doel=doel.strip(),
        kosten_geraamd=kosten_geraamd, evaluatie_op=evaluatie_op, stap=stap, begonnen_door=door,
    )  # fmt: skip
    if gepland_einde >= begindatum:
        if kosten_geraamd is None:
            traject.kosten_geraamd = regels.raming(
                versie.kostengrondslag, versie.kosten, begindatum, gepland_einde
            )
        traject.evaluatie_op = evaluatie_op or regels.halverwege(begindatum, gepland_einde)
    controleer(traject, _VELDEN)
    traject.save()
    _log("traject.begonnen", traject, door, f"Traject {traject}, gepland tot en met {gepland_einde:%d-%m-%Y}")
    return traject


@transaction.atomic
def wijzig_traject(traject, *, door, versie=None, **velden) -> Traject:
    """Wijzig wat er over een open traject is afgesproken: doel, uitvoerder, kosten, evaluatie, stap."""
    traject = _op_slot(traject)
    controleer_versie(traject, versie)
    stap = velden.get("stap")
    if stap is not None and stap.doel.plan.persoon_id != traject.persoon_id:
        raise ValidationError({"stap": "Deze stap hoort bij het plan van iemand anders."})
    for veld in (
        "doel", "uitvoerder", "uitvoerder_naam", "kosten_geraamd", "kosten_werkelijk", "evaluatie_op", "stap",
    ):  # fmt: skip
        if veld in velden:
            setattr(traject, veld, velden[veld])
    _bewaar(traject)
    _log("traject.gewijzigd", traject, door, f"Traject {traject} gewijzigd")
    return traject


@transaction.atomic
def pauzeer_traject(traject, *, van, reden, door, tot=None, versie=None) -> Traject:
    """Het traject staat stil. Met een laatste dag schuift het einde meteen op, anders bij hervatten (W13)."""
    traject = _open_op_slot(traject, versie)
    if van < traject.begindatum:
        raise ValidationError({"van": f"Het traject begint pas op {traject.begindatum:%d-%m-%Y}."})
    if van > traject.gepland_einde:
        raise ValidationError(
            {"van": f"Het traject eindigt al op {traject.gepland_einde:%d-%m-%Y}. Verleng het eerst."}
        )
    if tot and tot < van:
        raise ValidationError({"tot": "De laatste dag ligt voor de eerste dag. Pas een van beide aan."})
    pauze = _moment(
        traject, Trajectmomentsoort.PAUZE, van, reden, door, einddatum=tot, einde_was=traject.gepland_einde
    )
    if tot:
        traject.gepland_einde = pauze.einde_wordt = regels.einde_na_pauze(traject.gepland_einde, van, tot)
    controleer(pauze, {**_VELDEN, "trajectmoment_tekst_niet_leeg": "reden"})
    pauze.save()
    _bewaar(traject)
    wanneer = f"van {van:%d-%m-%Y}" + (f" tot en met {tot:%d-%m-%Y}" if tot else "")
    _log("traject.pauze", traject, door, f"Traject {traject}: pauze {wanneer}. {_einde(traject)}")
    return traject


@transaction.atomic
def hervat_traject(traject, *, per, door, versie=None) -> Traject:
    """`per` is de eerste dag dat het traject weer loopt; het geplande einde schuift op met de pauze."""
    traject = _open_op_slot(traject, versie)
    pauze = traject.momenten.filter(soort=Trajectmomentsoort.PAUZE, einddatum=None).first()
    if pauze is None:
        raise ValidationError("Dit traject staat niet stil. Er is niets te hervatten.")
    if per <= pauze.begindatum:
        raise ValidationError({"per": f"De pauze begon op {pauze.begindatum:%d-%m-%Y}. Kies een latere dag."})
    pauze.einddatum = per - EEN_DAG
    traject.gepland_einde = regels.einde_na_pauze(traject.gepland_einde, pauze.begindatum, pauze.einddatum)
    pauze.einde_wordt = traject.gepland_einde
    controleer(pauze, _VELDEN)
    pauze.save()
    _bewaar(traject)
    _log("traject.hervat", traject, door, f"Traject {traject} hervat op {per:%d-%m-%Y}. {_einde(traject)}")
    return traject


@transaction.atomic
def verleng_traject(traject, *, gepland_einde, reden, door, versie=None, kosten_geraamd=None) -> Traject:
    """Een later gepland einde, met reden; het vorige blijft in het overzicht staan."""
    traject = _open_op_slot(traject, versie)
    if gepland_einde <= traject.gepland_einde:
        raise ValidationError(
            {"gepland_einde": f"Het geplande einde is nu {traject.gepland_einde:%d-%m-%Y}. "
             "Kies een latere dag, of beëindig het traject."}
        )  # fmt: skip
    moment = _moment(
        traject, Trajectmomentsoort.VERLENGING, timezone.localdate(), reden, door,
        einde_was=traject.gepland_einde, einde_wordt=gepland_einde,
    )  # fmt: skip
    controleer(moment, {"trajectmoment_tekst_niet_leeg": "reden"})
    moment.save()
    traject.gepland_einde = gepland_einde
    if kosten_geraamd is not None:
        traject.kosten_geraamd = kosten_geraamd
    _bewaar(traject)
    _log("traject.verlengd", traject, door, f"Traject {traject} verlengd. {_einde(traject)}")
    return traject


@transaction.atomic
def evalueer_traject(traject, *, datum, verslag, door, volgende_op=None, versie=None) -> Trajectmoment:
    """Hoe gaat het? Met de dag van de volgende evaluatie, of geen."""
    traject = _open_op_slot(traject, versie)
    if datum > timezone.localdate():
        raise ValidationError({"datum": "Deze dag ligt in de toekomst. Vul de dag van het gesprek in."})
    if datum < traject.begindatum:
        raise ValidationError({"datum": f"Het traject begon op {traject.begindatum:%d-%m-%Y}."})
    if volgende_op and volgende_op <= datum:
        raise ValidationError({"volgende_op": "De volgende evaluatie is na deze. Kies een latere dag."})
    moment = _moment(traject, Trajectmomentsoort.EVALUATIE, datum, verslag, door, einddatum=datum)
    controleer(moment, {"trajectmoment_tekst_niet_leeg": "verslag"})
    moment.save()
    traject.evaluatie_op = volgende_op
    _bewaar(traject)
    _log("traject.geevalueerd", traject, door, f"Traject {traject} geëvalueerd op {datum:%d-%m-%Y}")
    return moment


@transaction.atomic
def beeindig_traject(
    traject, *, per, resultaat, door, toelichting="", kosten_werkelijk=None, stap_gedaan=False, versie=None
) -> Traject:
    """Het traject eindigt met een resultaat; een open pauze eindigt mee en de stap van het plan kan op gedaan."""
    traject = _open_op_slot(traject, versie)
    if per < traject.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({traject.begindatum:%d-%m-%Y})."}
        )
    if per > timezone.localdate():
        raise ValidationError(
            {"per": "Deze dag ligt in de toekomst. Wijzig het geplande einde, of wacht tot die dag."}
        )
    if resultaat in (Trajectresultaat.GESTOPT, Trajectresultaat.NIET) and not toelichting.strip():
        raise ValidationError({"toelichting": "Schrijf op waarom het traject niet is gelukt."})
    pauze = traject.momenten.filter(soort=Trajectmomentsoort.PAUZE, einddatum=None).first()
    if pauze:
        pauze.einddatum = max(per, pauze.begindatum)
        pauze.save(update_fields=["einddatum"])
    traject.einddatum, traject.resultaat, traject.toelichting_einde = per, resultaat, toelichting.strip()
    traject.evaluatie_op = None
    if kosten_werkelijk is not None:
        traject.kosten_werkelijk = kosten_werkelijk
    _bewaar(traject, {"traject_einde_na_begin": "per"})
    if stap_gedaan and traject.stap:
        personen.zet_stap_op(traject.stap, status=Stapstatus.GEDAAN, datum=per, door=door)
    woord = Trajectresultaat(resultaat).label
    _log(
        "traject.beeindigd",
        traject,
        door,
        f"Traject {traject} beëindigd, laatste dag {per:%d-%m-%Y}: {woord}",
    )
    return traject


def voor_einde(traject) -> dict:
    """Wat beëindigen overschrijft en de weg terug weer nodig heeft; vraag dit voor je beëindigt."""
    pauze = traject.momenten.filter(soort=Trajectmomentsoort.PAUZE, einddatum=None).first()
    return {
        "evaluatie_op": traject.evaluatie_op and traject.evaluatie_op.isoformat(),
        "kosten_werkelijk": None if traject.kosten_werkelijk is None else str(traject.kosten_werkelijk),
        "pauze": pauze and pauze.pk,
    }


@ongedaan_soort("traject_einde")
@transaction.atomic
def open_traject_weer(gegevens, *, door) -> str:
    """De weg terug na beëindigen, zolang er niets is veranderd. De stap van het plan blijft zoals hij is."""
    traject = _op_slot(Traject(pk=gegevens["traject"]))
    if traject.versie != gegevens["versie"]:
        raise ValidationError("Dit traject is intussen veranderd. Begin zo nodig een nieuw traject.")
    if not door.mag(Recht.REINTEGRATIE_WIJZIGEN, traject.persoon.gemeente_id):
        raise PermissionDenied
    traject.einddatum, traject.resultaat, traject.toelichting_einde = None, "", ""
    traject.evaluatie_op = parse_date(gegevens["evaluatie_op"] or "")
    kosten = gegevens["kosten_werkelijk"]
    traject.kosten_werkelijk = None if kosten is None else Decimal(kosten)
    _bewaar(traject)
    traject.momenten.filter(pk=gegevens["pauze"]).update(einddatum=None)
    _log("traject.heropend", traject, door, f"Einde van traject {traject} ongedaan gemaakt")
    return "Het traject loopt weer."


# ---- small things ---------------------------------------------------------------------------------------
def _versie_op(instrument, persoon, dag) -> Instrument:
    """The version of this instrument that counts on the first day."""
    versie = Instrument.objects.op(dag).filter(gemeente=persoon.gemeente_id, code=instrument.code).first()
    if versie is None:
        raise ValidationError(
            {"begindatum": f"{instrument} geldt niet op {dag:%d-%m-%Y} in {persoon.gemeente}. "
             "Kies een andere dag of een ander instrument."}
        )  # fmt: skip
    return versie


def _controleer_doeltrede(instrument, persoon, dag) -> None:
    """The condition of the catalogue itself (HT-069): for which target rung this instrument is."""
    if instrument.doeltrede_van is None:
        return
    meting = Tredemeting.objects.filter(persoon=persoon).laatste_op(max(dag, timezone.localdate())).first()
    doel = meting.doeltrede if meting else None
    voor = f"{instrument} is voor doeltrede {instrument.doeltrede_van} tot en met {instrument.doeltrede_tot}"
    if doel is None:
        raise ValidationError({"instrument": f"{voor}. Leg eerst de doeltrede vast."})
    if not instrument.doeltrede_van <= doel <= instrument.doeltrede_tot:
        raise ValidationError({"instrument": f"{voor}; deze persoon heeft doeltrede {doel}."})


def _moment(traject, soort, begin, tekst, door, **velden) -> Trajectmoment:
    return Trajectmoment(
        traject=traject, soort=soort, begindatum=begin, tekst=tekst.strip(), door=door, **velden
    )


def _bewaar(traject, velden=None) -> None:
    traject.versie += 1
    controleer(traject, {**_VELDEN, **(velden or {})})
    traject.save()


def _persoon_op_slot(persoon) -> Persoon:
    """One writer per person: two starts at once become one start and one message."""
    return Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)


def _op_slot(traject) -> Traject:
    met = Traject.objects.select_related("persoon__gemeente", "instrument", "uitvoerder")
    traject = met.select_for_update(of=("self",)).get(pk=traject.pk)
    if traject.stap_id:
        traject.stap = Stap.objects.get(pk=traject.stap_id)
    return traject


def _open_op_slot(traject, versie) -> Traject:
    traject = _op_slot(traject)
    controleer_versie(traject, versie)
    if not traject.is_open:
        raise ValidationError(f"Dit traject eindigde al op {traject.einddatum:%d-%m-%Y}.")
    return traject


def _einde(traject) -> str:
    return f"Gepland einde {traject.gepland_einde:%d-%m-%Y}."


def _log(soort, traject, door, omschrijving) -> None:
    leg_vast(
        soort, onderwerp=traject, dossier=traject.persoon_id, gemeente=traject.persoon.gemeente, door=door,
        omschrijving=omschrijving,
    )  # fmt: skip
