"""Opstellen en tekenen: het stuk, de handtekening en het papier (RH-025, RH-134)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.controle import controleer
from kern.models import Bestand
from werkgevers.actions.keten import VELD_VERSIE, bewaar, log, op_slot, open_versie
from werkgevers.choices import Overeenkomststatus, Versiestatus
from werkgevers.documents.overeenkomst import overeenkomst_gegevens, overeenkomst_pdf
from werkgevers.models import Overeenkomstversie

EIGEN_AFSPRAAK = (
    "Je hebt deze afspraak zelf gemaakt. Een collega van de administratie stelt de overeenkomst op (RH-025)."
)


@transaction.atomic
def stel_op(overeenkomst, *, door, versie=None) -> Overeenkomstversie:
    """Maak het stuk om te tekenen. Nooit door wie de inhoud afsprak (RH-025)."""
    overeenkomst = op_slot(overeenkomst, versie)
    nieuw = open_versie(overeenkomst)
    if nieuw is None or nieuw.status != Versiestatus.OVEREENGEKOMEN:
        raise ValidationError("Er is geen nieuwe afspraak om op te stellen.")
    if nieuw.overeengekomen_door_id == door.pk:
        raise ValidationError(EIGEN_AFSPRAAK)
    _controleer_werkgever(overeenkomst.relatie)
    nieuw.opgesteld_door, nieuw.opgesteld_op = door, timezone.now()
    gegevens = overeenkomst_gegevens(overeenkomst, nieuw)
    if not gegevens["tarieven"]:
        raise ValidationError(
            "Deze overeenkomst heeft nog geen tarief. Vraag de consulent het af te spreken."
        )
    pdf = overeenkomst_pdf(gegevens)
    naam = f"overeenkomst-{overeenkomst}-v{nieuw.versie}.pdf"
    bestand = bewaar_bestand(pdf.bytes, naam, gemeente=overeenkomst.gemeente, door=door)
    nieuw.bestand, nieuw.sha256, nieuw.gegevens = bestand, pdf.sha256, gegevens
    nieuw.status = Versiestatus.OPGESTELD
    controleer(nieuw, VELD_VERSIE)
    nieuw.save()
    if not overeenkomst.getekend_op:
        overeenkomst.status = Overeenkomststatus.OPGESTELD
        overeenkomst.opgesteld_door, overeenkomst.opgesteld_op = door, nieuw.opgesteld_op
    bewaar(overeenkomst)
    log(overeenkomst, "opgesteld", door, f"{overeenkomst} versie {nieuw.versie} opgesteld om te tekenen")
    return nieuw


@transaction.atomic
def teken_overeenkomst(
    overeenkomst, *, getekend_op, ondertekenaar, door, scan=None, versie=None, vandaag=None
) -> Overeenkomstversie:
    """Leg vast dat beide kanten tekenden. Vanaf nu staat deze versie vast."""
    overeenkomst = op_slot(overeenkomst, versie)
    nieuw = open_versie(overeenkomst)
    if nieuw is None or nieuw.status != Versiestatus.OPGESTELD:
        raise ValidationError(
            "Deze versie is intussen gewijzigd of al getekend. Bekijk eerst de nieuwste versie."
        )
    vandaag = vandaag or timezone.localdate()
    if getekend_op > vandaag:
        raise ValidationError({"getekend_op": "De dag van tekenen ligt in de toekomst."})
    vorige = (
        overeenkomst.versies.filter(status=Versiestatus.GETEKEND)
        .filter(Q(einddatum=None) | Q(einddatum__gte=nieuw.begindatum))
        .order_by("-versie")
        .first()
    )
    if vorige is not None:
        vorige.einddatum = nieuw.begindatum - timedelta(days=1)
        vorige.save(update_fields=["einddatum"])
    nieuw.status, nieuw.getekend_op, nieuw.ondertekenaar = Versiestatus.GETEKEND, getekend_op, ondertekenaar
    nieuw.scan = _bewaar_scan(overeenkomst, nieuw, scan, door)
    controleer(nieuw, VELD_VERSIE)
    nieuw.save()
    overeenkomst.getekend_op = overeenkomst.getekend_op or getekend_op
    overeenkomst.einddatum = nieuw.einddatum
    overeenkomst.overeengekomen_door, overeenkomst.overeengekomen_op = (
        nieuw.overeengekomen_door, nieuw.overeengekomen_op,
    )  # fmt: skip
    overeenkomst.opgesteld_door, overeenkomst.opgesteld_op = nieuw.opgesteld_door, nieuw.opgesteld_op
    begonnen = overeenkomst.begindatum <= vandaag
    overeenkomst.status = Overeenkomststatus.LOPEND if begonnen else Overeenkomststatus.GETEKEND
    overeenkomst.reden_einde = ""
    bewaar(overeenkomst)
    log(
        overeenkomst, "getekend", door,
        f"{overeenkomst} versie {nieuw.versie} getekend op {getekend_op:%d-%m-%Y} door {ondertekenaar}",
    )  # fmt: skip
    return nieuw


@transaction.atomic
def voeg_scan_toe(overeenkomstversie, *, scan, door) -> Overeenkomstversie:
    """Bewaar het getekende papier bij een versie die al getekend is; één keer."""
    rijen = Overeenkomstversie.objects.select_for_update(of=("self",)).select_related(
        "overeenkomst__gemeente"
    )
    versie = rijen.get(pk=overeenkomstversie.pk)
    if versie.status != Versiestatus.GETEKEND:
        raise ValidationError("Deze versie is nog niet getekend.")
    if versie.scan_id:
        raise ValidationError("Bij deze versie staat al een getekend exemplaar.")
    versie.scan = _bewaar_scan(versie.overeenkomst, versie, scan, door)
    versie.save(update_fields=["scan"])
    log(
        versie.overeenkomst, "scan", door,
        f"Getekend exemplaar van {versie.overeenkomst} versie {versie.versie} toegevoegd",
    )  # fmt: skip
    return versie


def _controleer_werkgever(relatie) -> None:
    mist = []
    if not relatie.kvk:
        mist.append("een KvK-nummer")
    if not (relatie.straat and relatie.huisnummer and relatie.postcode and relatie.plaats):
        mist.append("een volledig adres")
    if mist:
        raise ValidationError(
            f"{relatie} heeft nog geen {' en geen '.join(m.removeprefix('een ') for m in mist)}. "
            "Vul dat eerst aan bij de werkgever."
        )


def _bewaar_scan(overeenkomst, versie, upload, door) -> Bestand | None:
    if upload is None:
        return None
    return bewaar_bestand(
        upload.inhoud, upload.naam, upload.mediatype, gemeente=overeenkomst.gemeente, door=door
    )
