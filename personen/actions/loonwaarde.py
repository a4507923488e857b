"""Loonwaarde: een meting aanvragen, vastleggen en intrekken, en diploma's van beoordelaars (RH-135–RH-137)."""

from collections.abc import Sequence

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.beleid import waarde, waarden
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Bestand
from personen import loonwaarde_rules as regels
from personen.choices import Meetmethode
from personen.loonwaarde_documents import rapport
from personen.models import Hoofdtaak, Loonwaardemeting, Meetbevoegdheid, Meetopdracht, Persoon
from personen.queries.loonwaarde import waarom_mag_niet

_VELDEN = {
    "loonwaardemeting_een_per_dag": "datum",
    "loonwaardemeting_percentage": "percentage",
    "loonwaardemeting_wie_mat": "beoordelaar",
    "loonwaardemeting_volgende_later": "volgende_op",
    "meetbevoegdheid_einde_na_begin": "einddatum",
    "meetbevoegdheid_geen_overlap": "begindatum",
    "meetbevoegdheid_na_diploma": "begindatum",
}


def volgende_meting(persoon, datum):
    """De dag waarop volgens de norm opnieuw wordt gemeten, of None als de termijn niet is vastgesteld."""
    termijn = waarde("loonwaarde.hermeting_maanden", persoon.gemeente_id, datum)
    return datum + relativedelta(months=int(termijn.waarde)) if termijn else None


@transaction.atomic
def vraag_meting_aan(persoon, *, beoordelaar, uiterlijk_op, door, toelichting="") -> Meetopdracht:
    """Vraag een collega om de loonwaarde te meten; nooit de eigen contactpersoon."""
    persoon = _op_slot(persoon)
    vandaag = timezone.localdate()
    if uiterlijk_op < vandaag:
        raise ValidationError({"uiterlijk_op": "Deze dag is al voorbij. Kies een latere dag."})
    _eis_mag_meten(persoon, beoordelaar, vandaag)
    opdracht = Meetopdracht(
        persoon=persoon,
        beoordelaar=beoordelaar,
        uiterlijk_op=uiterlijk_op,
        toelichting=toelichting.strip(),
        gevraagd_door=door,
    )
    controleer(opdracht)
    opdracht.save()
    _log(
        "loonwaarde.aangevraagd",
        opdracht,
        persoon,
        door,
        f"Loonwaardemeting gevraagd aan {beoordelaar}, voor {uiterlijk_op:%d-%m-%Y}",
    )
    return opdracht


@transaction.atomic
def laat_opdracht_vervallen(opdracht, *, door) -> Meetopdracht:
    """De meting hoeft niet meer; de aanvraag blijft staan."""
    opdracht = (
        Meetopdracht.objects.select_for_update(of=("self",))
        .select_related("persoon__gemeente")
        .get(pk=opdracht.pk)
    )
    if opdracht.meting_id:
        raise ValidationError("Deze meting is al gedaan.")
    if opdracht.vervallen_op is None:
        opdracht.vervallen_op = timezone.now()
        opdracht.save(update_fields=["vervallen_op"])
        _log(
            "loonwaarde.aanvraag_vervallen",
            opdracht,
            opdracht.persoon,
            door,
            "Aanvraag loonwaardemeting vervallen",
        )
    return opdracht


@transaction.atomic
def leg_meting_vast(
    persoon,
    *,
    datum,
    werkplek,
    door,
    taken: Sequence[regels.Taak] = (),
    beoordelaar=None,
    bureau="",
    percentage=None,
    functie="",
    uren_per_week=None,
    werkdagen=None,
    tijdsbesteding=None,
    toelichting="",
    volgende_op=None,
    methode=Meetmethode.LANDELIJK,
) -> Loonwaardemeting:
    """Leg een meting vast met haar hoofdtaken; zij krijgt een rapport en verandert daarna niet meer.

    Met hoofdtaken rekent de regel het percentage uit. Een extern bureau mag alleen het percentage leveren.
    Zonder `volgende_op` geldt de termijn van de gemeente.
    """
    persoon = _op_slot(persoon)
    _controleer_datum_en_meter(persoon, datum, beoordelaar, bureau, taken)
    if taken:
        _eis_goede_taken(persoon, datum, taken, uren_per_week, werkdagen)
        percentage = regels.loonwaarde(taken)
    elif percentage is None:
        raise ValidationError({"percentage": "Vul het percentage van het bureau in, of de hoofdtaken."})
    volgende_op = volgende_op or volgende_meting(persoon, datum)
    if volgende_op is None:
        raise ValidationError({"volgende_op": "Vul in wanneer er opnieuw wordt gemeten."})
    meting = Loonwaardemeting(
        persoon=persoon, datum=datum, percentage=percentage, methode=methode, beoordelaar=beoordelaar,
        bureau=bureau.strip(), werkplek=werkplek.strip(), functie=functie.strip(), uren_per_week=uren_per_week,
        werkdagen=werkdagen, tijdsbesteding=tijdsbesteding, toelichting=toelichting.strip(),
        volgende_op=volgende_op, vastgelegd_door=door,
    )  # fmt: skip
    controleer(meting, _VELDEN)
    meting.bestand = _bewaar_rapport(meting, taken, door)
    meting.save()
    for taak in taken:
        hoofdtaak = Hoofdtaak(
            meting=meting, naam=taak.naam, aandeel=taak.aandeel, tempo=taak.tempo, kwaliteit=taak.kwaliteit,
            netto_werktijd=taak.netto_werktijd,
        )  # fmt: skip
        hoofdtaak.full_clean()
        hoofdtaak.save()
    Meetopdracht.objects.open().filter(persoon=persoon).update(meting=meting)
    _log(
        "loonwaarde.gemeten",
        meting,
        persoon,
        door,
        f"Loonwaarde {_procent(meting.percentage)} op {datum:%d-%m-%Y}, gemeten door {meting.wie_mat}",
    )
    return meting


@transaction.atomic
def trek_meting_in(meting, *, reden, door) -> Loonwaardemeting:
    """De meting klopt niet en telt niet meer; zij blijft staan met de reden."""
    met_persoon = Loonwaardemeting.objects.select_related("persoon__gemeente")
    meting = met_persoon.select_for_update(of=("self",)).get(pk=meting.pk)
    if meting.ingetrokken_op:
        raise ValidationError("Deze meting is al ingetrokken.")
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf op waarom je de meting intrekt."})
    meting.ingetrokken_op, meting.ingetrokken_reden = timezone.now(), reden.strip()
    meting.save(update_fields=["ingetrokken_op", "ingetrokken_reden"])
    _log(
        "loonwaarde.ingetrokken",
        meting,
        meting.persoon,
        door,
        f"Loonwaardemeting van {meting.datum:%d-%m-%Y} ingetrokken: {reden.strip()}",
    )
    return meting


@transaction.atomic
def leg_diploma_vast(gebruiker, *, diploma, behaald_op, begindatum, door, einddatum=None) -> Meetbevoegdheid:
    """Iemand mag loonwaarde meten, van en tot en met een dag (RH-027, RH-137)."""
    if behaald_op > timezone.localdate():
        raise ValidationError({"behaald_op": "Deze dag ligt in de toekomst. Vul de dag van het diploma in."})
    bevoegdheid = Meetbevoegdheid(
        gebruiker=gebruiker, diploma=diploma.strip(), behaald_op=behaald_op, begindatum=begindatum,
        einddatum=einddatum,
    )  # fmt: skip
    controleer(bevoegdheid, _VELDEN)
    bevoegdheid.save()
    leg_vast(
        "loonwaarde.diploma",
        onderwerp=bevoegdheid,
        door=door,
        omschrijving=f"Diploma van {gebruiker} vastgelegd: {bevoegdheid}",
    )
    return bevoegdheid


@transaction.atomic
def beeindig_diploma(bevoegdheid, *, per, door) -> Meetbevoegdheid:
    """`per` is de laatste dag dat het diploma geldt; wat al is gemeten, blijft binnen de geldigheid."""
    bevoegdheid = Meetbevoegdheid.objects.select_for_update(of=("self",)).get(pk=bevoegdheid.pk)
    later = Loonwaardemeting.objects.geldig().filter(beoordelaar=bevoegdheid.gebruiker_id, datum__gt=per)
    if bevoegdheid.einddatum:
        later = later.filter(datum__lte=bevoegdheid.einddatum)
    if laatste := later.order_by("-datum").first():
        raise ValidationError(
            {"per": f"Deze collega mat nog op {laatste.datum:%d-%m-%Y}. Kies die dag of een latere."}
        )
    bevoegdheid.einddatum = per
    controleer(bevoegdheid, {**_VELDEN, "meetbevoegdheid_einde_na_begin": "per"})
    bevoegdheid.save(update_fields=["einddatum"])
    leg_vast(
        "loonwaarde.diploma_beeindigd",
        onderwerp=bevoegdheid,
        door=door,
        omschrijving=f"Diploma van {bevoegdheid.gebruiker} geldt tot en met {per:%d-%m-%Y}",
    )
    return bevoegdheid


def _controleer_datum_en_meter(persoon, datum, beoordelaar, bureau, taken) -> None:
    if datum > timezone.localdate():
        raise ValidationError({"datum": "Deze dag ligt in de toekomst. Vul de dag van de meting in."})
    if beoordelaar is None:
        if not bureau.strip():
            raise ValidationError({"beoordelaar": "Kies wie heeft gemeten, of vul een extern bureau in."})
        return
    if bureau.strip():
        raise ValidationError(
            {"bureau": "Kies een eigen beoordelaar of vul een extern bureau in, niet allebei."}
        )
    eigen_vanaf = waarde("loonwaarde.eigen_vanaf", persoon.gemeente_id, datum) or waarde(
        "loonwaarde.eigen_vanaf", persoon.gemeente_id, timezone.localdate()
    )
    if not regels.mag_zelf_meten(op=datum, eigen_vanaf=eigen_vanaf.waarde):
        melding = regels.NOG_NIET_ZELF.format(dag=f"{eigen_vanaf.waarde:%d-%m-%Y}")
        raise ValidationError({"beoordelaar": melding})
    _eis_mag_meten(persoon, beoordelaar, datum)
    if not taken:
        raise ValidationError(
            "Vul de hoofdtaken in. Alleen een extern bureau mag een los percentage leveren."
        )


def _eis_mag_meten(persoon, beoordelaar, dag) -> None:
    if reden := waarom_mag_niet(persoon, beoordelaar, dag):
        raise ValidationError({"beoordelaar": f"{beoordelaar} {reden}. Kies een ander."})


def _eis_goede_taken(persoon, datum, taken, uren_per_week, werkdagen) -> None:
    fouten = {
        veld: "Vul dit in; daarmee rekent de toets op hoofdtaken."
        for veld, getal in (("uren_per_week", uren_per_week), ("werkdagen", werkdagen))
        if not getal
    }
    if fouten:
        raise ValidationError(fouten)
    codes = ("loonwaarde.hoofdtaak_deel", "loonwaarde.hoofdtaak_minuten")
    norm = waarden(codes, [persoon.gemeente_id], datum)
    deel, minuten = (norm[persoon.gemeente_id, code].waarde for code in codes)
    gevonden = regels.fouten_in_taken(
        taken, uren_per_week=uren_per_week, werkdagen=werkdagen, deel=deel, minuten=minuten
    )
    if gevonden:
        raise ValidationError(gevonden)


def _bewaar_rapport(meting, taken, door) -> Bestand:
    pdf = rapport(meting, regels.taakregels(taken))
    naam = f"loonwaarde-{meting.persoon.nummer}-{meting.datum:%Y-%m-%d}.pdf"
    return bewaar_bestand(pdf.bytes, naam, gemeente=meting.persoon.gemeente, door=door)


def _op_slot(persoon) -> Persoon:
    """One writer per person: an assignment and a measurement cannot pass each other."""
    return Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)


def _procent(getal) -> str:
    return f"{getal.normalize():f}%".replace(".", ",")


def _log(soort, onderwerp, persoon, door, omschrijving) -> None:
    leg_vast(
        soort, onderwerp=onderwerp, dossier=persoon, gemeente=persoon.gemeente, door=door,
        omschrijving=omschrijving,
    )  # fmt: skip
