"""Een betaling zonder bankbestand: voorstellen, en een collega beslist (RH-149)."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.opmaak import bedrag as geld
from werkgevers.actions.koppelen import koppel_handbetaling
from werkgevers.choices import Voorstelstatus
from werkgevers.models import Betaling, Handbetaling


@transaction.atomic
def stel_handbetaling_voor(
    *, gemeente, bron, datum, bedrag, naam, reden, door, omschrijving=""
) -> Handbetaling:
    """Leg vast dat er geld is ontvangen dat niet in een bankbestand staat. Er verandert nog niets aan een factuur."""
    if datum > timezone.localdate():
        raise ValidationError({"datum": "Deze dag is nog niet geweest. Kies vandaag of eerder."})
    voorstel = Handbetaling(
        gemeente=gemeente, bron=bron, datum=datum, bedrag=bedrag, naam=naam.strip(), reden=reden.strip(),
        omschrijving=omschrijving.strip(), voorgesteld_door=door,
    )  # fmt: skip
    controleer(voorstel, {"handbetaling_meer_dan_nul": "bedrag", "handbetaling_niet_van_de_bank": "bron"})
    zelfde = Handbetaling.objects.filter(
        gemeente=gemeente, bron=bron, datum=datum, bedrag=bedrag, naam=voorstel.naam,
        omschrijving=voorstel.omschrijving,
    ).exclude(status=Voorstelstatus.AFGEWEZEN)  # fmt: skip
    if zelfde.exists():
        raise ValidationError(
            "Deze betaling staat er al. Is het een tweede, zet dan bij het kenmerk wat het verschil is."
        )
    voorstel.save()
    leg_vast(
        "handbetaling.voorgesteld", onderwerp=voorstel, gemeente=gemeente, door=door,
        omschrijving=f"Betaling zonder bankbestand voorgesteld: {geld(bedrag)}, {voorstel.get_bron_display()}",
    )  # fmt: skip
    return voorstel


@transaction.atomic
def besluit_handbetaling(voorstel: Handbetaling, *, akkoord: bool, door) -> Handbetaling:
    """Een ander dan wie het voorstelde beslist. Bij akkoord ontstaat de betaling en wordt zij gekoppeld als dat zeker is."""
    voorstel = (
        Handbetaling.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=voorstel.pk)
    )
    if voorstel.status != Voorstelstatus.VOORGESTELD:
        raise ValidationError("Over deze betaling is al besloten.")
    voorstel.besloten_op, voorstel.besloten_door = timezone.now(), door
    voorstel.status = Voorstelstatus.AFGEWEZEN
    controleer(voorstel)
    if akkoord:
        voorstel.status = Voorstelstatus.GOEDGEKEURD
        voorstel.betaling = _betaling(voorstel)
        controleer(voorstel)
    voorstel.save()
    leg_vast(
        "handbetaling.besloten", onderwerp=voorstel, gemeente=voorstel.gemeente, door=door,
        omschrijving=f"Betaling zonder bankbestand van {geld(voorstel.bedrag)}: {voorstel.get_status_display()}",
    )  # fmt: skip
    if voorstel.betaling:
        koppel_handbetaling(voorstel.betaling, door=door)
    return voorstel


def _betaling(voorstel: Handbetaling) -> Betaling:
    betaling = Betaling(
        gemeente=voorstel.gemeente, bron=voorstel.bron, volgnummer=voorstel.pk, datum=voorstel.datum,
        bedrag=voorstel.bedrag, omschrijving=voorstel.omschrijving, tegennaam=voorstel.naam,
        vingerafdruk=hashlib.sha256(f"handbetaling {voorstel.pk}".encode()).hexdigest(),
    )  # fmt: skip
    controleer(betaling)
    betaling.save()
    return betaling
