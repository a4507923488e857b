"""Een norm of bedrag wijzigen: een concept met ingangsdatum, dat iemand anders vaststelt (vier ogen)."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Beleidskader, Beleidsstatus, Parameter
from kern.opmaak import datum
from kern.parameters import naar_json, parametercode
from kern.permissions import Recht

VELD_BIJ = {"parameter_geen_overlap": "begindatum", "parameter_bron_verplicht": "bron"}


def gemeenten_van(kader: Beleidskader, dag: date) -> frozenset[int]:
    """De gemeenten waarvoor dit kader geldt; leeg bij het landelijke kader."""
    if kader.gemeente_id:
        return frozenset({kader.gemeente_id})
    if kader.verband:
        return frozenset(kader.verband.deelnames.op(dag).values_list("gemeente_id", flat=True))
    return frozenset()


def mag_in_kader(gebruiker, recht: Recht, kader: Beleidskader) -> bool:
    """Mag dit in elke gemeente van het kader? Het landelijke kader wijzigt niemand op het scherm.

    Een kader van een verband raakt alle deelnemers; een recht in één van hen is dan te weinig.
    """
    gemeenten = gemeenten_van(kader, timezone.localdate())
    return bool(gemeenten) and gemeenten <= gebruiker.toegang.gemeenten_met(recht)


@transaction.atomic
def stel_parameter_voor(
    kader: Beleidskader,
    *,
    code: str,
    waarde: Any,
    begindatum: date,
    bron: str,
    door,
    einddatum: date | None = None,
    toelichting: str = "",
) -> Parameter:
    """Maak een concept van een nieuwe waarde. Er geldt nog niets tot iemand anders het vaststelt."""
    if not mag_in_kader(door, Recht.BELEID_WIJZIGEN, kader):
        raise PermissionDenied
    kader = Beleidskader.objects.select_for_update(of=("self",)).get(pk=kader.pk)
    catalogusregel = parametercode(code)
    parameter = Parameter(
        kader=kader,
        code=code,
        soort=catalogusregel.soort,
        eenheid=catalogusregel.eenheid,
        waarde=naar_json(waarde, catalogusregel.soort),
        status=Beleidsstatus.CONCEPT,
        versie=(kader.parameters.filter(code=code).aggregate(hoogste=Max("versie"))["hoogste"] or 0) + 1,
        begindatum=begindatum,
        einddatum=einddatum,
        bron=bron,
        toelichting=toelichting,
        opgesteld_door=door,
    )
    if kader.parameters.filter(code=code, status=Beleidsstatus.CONCEPT).exists():
        raise ValidationError(
            "Er is al een concept voor deze waarde. Laat dat eerst vaststellen of intrekken."
        )
    _past(parameter)
    controleer(parameter, VELD_BIJ)
    parameter.save()
    leg_vast(
        "parameter.voorgesteld",
        onderwerp=parameter,
        door=door,
        gemeente=kader.gemeente,
        omschrijving=f"{kader}: {catalogusregel.naam} voorgesteld vanaf {datum(begindatum)}",
        code=code,
        waarde=parameter.waarde,
        versie=parameter.versie,
    )
    return parameter


@transaction.atomic
def stel_parameter_vast(parameter: Parameter, *, door) -> Parameter:
    """Stel een concept vast. De waarde die nu loopt, eindigt de dag ervoor, in dezelfde transactie."""
    parameter = _vergrendel(parameter)
    if not mag_in_kader(door, Recht.BELEID_VASTSTELLEN, parameter.kader):
        raise PermissionDenied
    if parameter.status != Beleidsstatus.CONCEPT:
        raise ValidationError("Deze waarde is geen concept meer. Ververs de pagina.")
    if parameter.opgesteld_door_id == door.pk:
        raise ValidationError(
            "Je hebt deze waarde zelf opgesteld. Vraag een collega om haar vast te stellen."
        )
    _past(parameter)
    lopend = _lopend_op(parameter)
    if lopend:
        parameter.volgt_op, parameter.volgt_op_einddatum = lopend, lopend.einddatum
        lopend.einddatum = parameter.begindatum - timedelta(days=1)
        lopend.full_clean()
        lopend.save(update_fields=["einddatum"])
    parameter.status = Beleidsstatus.VASTGESTELD
    parameter.vastgesteld_door = door
    parameter.vastgesteld_op = timezone.now()
    controleer(parameter, VELD_BIJ)
    parameter.save()
    leg_vast(
        "parameter.vastgesteld",
        onderwerp=parameter,
        door=door,
        gemeente=parameter.kader.gemeente,
        omschrijving=f"{parameter.kader}: {parametercode(parameter.code).naam} vastgesteld "
        f"vanaf {datum(parameter.begindatum)} (versie {parameter.versie})",
        code=parameter.code,
        voor=lopend.waarde if lopend else None,
        na=parameter.waarde,
        versie=parameter.versie,
    )
    return parameter


@transaction.atomic
def laat_parameter_vervallen(parameter: Parameter, *, reden: str, door) -> Parameter:
    """Trek een concept in, of een vastgestelde waarde die nog niet is ingegaan.

    Een waarde die al gold, blijft staan: berekeningen van toen rusten erop. Een ingetrokken waarde
    geeft de dagen terug aan de waarde die zij opvolgde: die loopt weer zo lang als daarvoor was vastgesteld.
    """
    parameter = _vergrendel(parameter)
    eigen_concept = parameter.status == Beleidsstatus.CONCEPT and parameter.opgesteld_door_id == door.pk
    if not eigen_concept and not mag_in_kader(door, Recht.BELEID_VASTSTELLEN, parameter.kader):
        raise PermissionDenied
    if parameter.status == Beleidsstatus.VERVALLEN:
        raise ValidationError("Deze waarde is al vervallen.")
    if not reden.strip():
        raise ValidationError({"reden": "Vul in waarom deze waarde vervalt."})
    vastgesteld = parameter.status == Beleidsstatus.VASTGESTELD
    if vastgesteld and (parameter.begindatum <= timezone.localdate() or not parameter.opgesteld_door_id):
        raise ValidationError("Deze waarde geldt al. Stel een nieuwe versie voor met een latere begindatum.")
    parameter.status = Beleidsstatus.VERVALLEN
    parameter.save(update_fields=["status"])
    if vastgesteld:
        _geef_dagen_terug(parameter)
    leg_vast(
        "parameter.vervallen",
        onderwerp=parameter,
        door=door,
        gemeente=parameter.kader.gemeente,
        omschrijving=f"{parameter.kader}: {parametercode(parameter.code).naam} versie {parameter.versie} vervallen",
        code=parameter.code,
        reden=reden,
    )
    return parameter


def _vergrendel(parameter: Parameter) -> Parameter:
    """Lock the kader first, as proposing does, so that two people cannot end the same value."""
    Beleidskader.objects.select_for_update(of=("self",)).get(pk=parameter.kader_id)
    rij = Parameter.objects.select_for_update(of=("self",))
    return rij.select_related("kader__gemeente", "kader__verband").get(pk=parameter.pk)


def _past(parameter: Parameter) -> None:
    """De periode past in het kader en botst niet met een waarde die later begint; fouten op de datum."""
    kader = parameter.kader
    if parameter.einddatum and parameter.einddatum < parameter.begindatum:
        raise ValidationError({"einddatum": "De laatste dag ligt voor de eerste dag. Pas een van beide aan."})
    if not kader.geldt_op(parameter.begindatum):
        tot = f" tot en met {datum(kader.einddatum)}" if kader.einddatum else ""
        raise ValidationError(
            {"begindatum": f"Dit kader geldt vanaf {datum(kader.begindatum)}{tot}. Kies een dag daarbinnen."}
        )
    if kader.einddatum and (parameter.einddatum is None or parameter.einddatum > kader.einddatum):
        parameter.einddatum = kader.einddatum
    botsend = (
        kader.parameters.filter(code=parameter.code, status=Beleidsstatus.VASTGESTELD)
        .filter(begindatum__gte=parameter.begindatum)
        .exclude(pk=parameter.pk)
    )
    if parameter.einddatum:
        botsend = botsend.filter(begindatum__lte=parameter.einddatum)
    if eerste := botsend.order_by("begindatum").first():
        raise ValidationError(
            {
                "begindatum": f"Vanaf {datum(eerste.begindatum)} is al een waarde vastgesteld (versie {eerste.versie}). "
                "Kies een latere begindatum, of vul een laatste dag voor die datum in."
            }
        )


def _lopend_op(parameter: Parameter) -> Parameter | None:
    """De vastgestelde waarde die op de begindatum van de nieuwe loopt en dus opgevolgd wordt."""
    eerder = parameter.kader.parameters.filter(code=parameter.code, status=Beleidsstatus.VASTGESTELD)
    return eerder.op(parameter.begindatum).filter(begindatum__lt=parameter.begindatum).first()


def _geef_dagen_terug(parameter: Parameter) -> None:
    """The predecessor ends again when it was adopted to end, but before a value that came later."""
    voorganger = parameter.volgt_op
    if voorganger is None:
        return
    eigen = parameter.kader.parameters.filter(code=parameter.code)
    eigen.filter(volgt_op=parameter).update(
        volgt_op=voorganger, volgt_op_einddatum=parameter.volgt_op_einddatum
    )
    if voorganger.status != Beleidsstatus.VASTGESTELD:
        return
    latere = eigen.filter(status=Beleidsstatus.VASTGESTELD, begindatum__gt=voorganger.begindatum)
    volgende = latere.order_by("begindatum").first()
    eindes = [parameter.volgt_op_einddatum, volgende and volgende.begindatum - timedelta(days=1)]
    voorganger.einddatum = min((dag for dag in eindes if dag), default=None)
    voorganger.full_clean()
    voorganger.save(update_fields=["einddatum"])
