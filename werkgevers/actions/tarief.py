"""Een tarief afspreken, vanaf een dag; ook een dag in het verleden (RH-113, RH-114, RH-070; functies V4)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.beleid import waarde
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.opmaak import bedrag as geld
from kern.opmaak import getal
from kern.versions import controleer_versie
from werkgevers.choices import Overeenkomststatus
from werkgevers.models import Overeenkomst, Tariefafspraak
from werkgevers.queries.verschillen import Voorbeeld, voorbeeld_van

TARIEFVELDEN = (
    "methode", "bedrag", "loonwaarde_pct", "factor", "opslag", "meting", "reden", "overleg_op", "overleg_gemeenten",
)  # fmt: skip
# Where a message about the tariff stands on a form that asks more than the tariff.
VELD_TARIEF = {"begindatum": "tarief_vanaf"}
_VELD = {
    "tariefafspraak_geen_overlap": "begindatum",
    "tariefafspraak_past_bij_methode": "methode",
    "tariefafspraak_niet_negatief": "bedrag",
    "tariefafspraak_loonwaarde": "loonwaarde_pct",
    "tariefafspraak_overleg": "overleg_gemeenten",
}


@transaction.atomic
def spreek_tarief_af(overeenkomst, *, begindatum, door, versie=None, **velden) -> Tariefafspraak:
    """Spreek een ander tarief af. Wat al is gefactureerd blijft staan: het verschil wordt een voorstel (V4)."""
    rijen = Overeenkomst.objects.select_for_update(of=("self",)).select_related(
        "persoon", "gemeente", "relatie"
    )
    overeenkomst = rijen.get(pk=overeenkomst.pk)
    controleer_versie(overeenkomst, versie)
    if begindatum < overeenkomst.begindatum:
        raise ValidationError(
            {
                "begindatum": f"De overeenkomst begint op {overeenkomst.begindatum:%d-%m-%Y}. Kies die dag of later."
            }
        )
    if overeenkomst.einddatum and begindatum > overeenkomst.einddatum:
        raise ValidationError(
            {
                "begindatum": f"De overeenkomst eindigt op {overeenkomst.einddatum:%d-%m-%Y}. Kies een eerdere dag."
            }
        )
    oud = overeenkomst.tarieven.geldig().op(begindatum).first()
    if overeenkomst.status == Overeenkomststatus.LOPEND and oud is not None:
        _controleer_overleg(overeenkomst, begindatum, velden)
    nieuw = leg_tarief_vast(overeenkomst, begindatum=begindatum, door=door, **velden)
    overeenkomst.versie += 1
    overeenkomst.save(update_fields=["versie"])
    was = f" (was {omschrijving(oud)})" if oud else ""
    reden = f": {nieuw.reden}" if nieuw.reden else ""
    leg_vast(
        "overeenkomst.tarief",
        onderwerp=overeenkomst,
        door=door,
        gemeente=overeenkomst.gemeente,
        dossier=overeenkomst.persoon_id,
        omschrijving=f"{overeenkomst}: tarief {omschrijving(nieuw)} per {begindatum:%d-%m-%Y}{was}{reden}",
    )
    return nieuw


@transaction.atomic
def bekijk_tarief(overeenkomst, *, begindatum, door, versie=None, **velden) -> Voorbeeld:
    """Wat dit tarief met afgerekende maanden zou doen; er wordt niets bewaard. Dezelfde fouten als afspreken."""
    with transaction.atomic():
        spreek_tarief_af(overeenkomst, begindatum=begindatum, door=door, versie=versie, **velden)
        voorbeeld = voorbeeld_van(overeenkomst, begindatum)
        # The same code as the run, on the same rows; only they are not kept.
        transaction.set_rollback(True)
    return voorbeeld


def leg_tarief_vast(overeenkomst, *, begindatum, door, **velden) -> Tariefafspraak:
    """Zet de afspraak erin; wat op die dag liep, eindigt de dag ervoor. Een latere afspraak blijft gelden."""
    if onbekend := set(velden) - set(TARIEFVELDEN):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")
    geldig = overeenkomst.tarieven.geldig()
    later = geldig.filter(begindatum__gt=begindatum).order_by("begindatum").first()
    nieuw = Tariefafspraak(
        overeenkomst=overeenkomst,
        begindatum=begindatum,
        einddatum=later.begindatum - timedelta(days=1) if later else None,
        afgesproken_door=door,
        afgesproken_op=timezone.now(),
        **velden,
    )
    for vorige in geldig.tussen(begindatum, nieuw.einddatum or begindatum):
        if vorige.begindatum == begindatum:
            vorige.vervallen_op = nieuw.afgesproken_op
            vorige.save(update_fields=["vervallen_op"])
        elif vorige.begindatum < begindatum:
            vorige.einddatum = begindatum - timedelta(days=1)
            vorige.save(update_fields=["einddatum"])
    controleer(nieuw, _VELD)
    nieuw.save()
    return nieuw


def _controleer_overleg(overeenkomst, begindatum, velden) -> None:
    """RH-070: staat de schakelaar aan, dan is er eerst overleg met de andere gemeenten, vastgelegd met een dag."""
    schakelaar = waarde("schakelaar.tariefoverleg", overeenkomst.gemeente_id, begindatum)
    if not (schakelaar and schakelaar.waarde):
        return
    nodig = waarde("tarief.overleg", overeenkomst.gemeente_id, begindatum)
    aantal = int(nodig.waarde) if nodig else 1
    if not velden.get("overleg_op") or (velden.get("overleg_gemeenten") or 0) < aantal:
        raise ValidationError(
            {
                "overleg_op": (
                    f"Een ander tarief vraagt eerst overleg met {aantal} andere gemeenten. "
                    "Vul de dag en het aantal gemeenten in."
                )
            }
        )


def omschrijving(tarief) -> str:
    """Het tarief in een paar woorden: "gewerkte uren × tarief, € 4,34"."""
    naam = tarief.get_methode_display()
    if tarief.loonwaarde_pct is not None:
        factor = f" × {getal(tarief.factor)}" if tarief.factor != 1 else ""
        return f"{naam} {getal(tarief.loonwaarde_pct)}%{factor}"
    return f"{naam}, {geld(tarief.bedrag if tarief.bedrag is not None else tarief.opslag)}"
