"""Undo of a batch: old values back, additions away; only while nothing later depends on it (schermen L2)."""

from collections import defaultdict
from datetime import datetime, timedelta

import pghistory
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from kern.imports.engine import een_tegelijk, historiemodel
from kern.imports.plan import BATCH, in_volgorde, per_velden
from kern.logbook import leg_vast
from kern.models import Importbatch

TERMIJN = timedelta(days=30)
MAX_REDENEN = 20


def terug_te_zetten_tot(ingelezen_op: datetime) -> datetime:
    return ingelezen_op + TERMIJN


@transaction.atomic
def zet_terug(batch: Importbatch, *, door) -> Importbatch:
    """Maak een import ongedaan. De historie en het logboek houden alles; het dossier is weer zoals het was.

    ValidationError met rijen en redenen als er na de import iets bij kwam dat ervan afhangt.
    """
    een_tegelijk(batch.gemeente_id)
    batch = (
        Importbatch.objects.select_for_update(of=("self",))
        .select_related("gemeente", "bestand")
        .get(pk=batch.pk)
    )
    if batch.status != Importbatch.Status.INGELEZEN or batch.ingelezen_op is None:
        raise ValidationError("Deze import is niet ingelezen, of al teruggezet.")
    if timezone.now() > terug_te_zetten_tot(batch.ingelezen_op):
        raise ValidationError("Terugzetten kan tot 30 dagen na het inlezen. Die tijd is voorbij.")
    if batch.opgeruimd_op:
        raise ValidationError("De rijen van deze import zijn opgeruimd. Terugzetten kan niet meer.")
    nieuw, oud = _wat_er_terug_moet(batch)
    if redenen := _wat_in_de_weg_staat(batch, nieuw, oud):
        raise ValidationError(redenen)
    context = {"import_terug": batch.pk} | ({"gebruiker": door.pk} if door else {})
    try:
        with transaction.atomic(), pghistory.context(**context):
            aantal = _voer_terug_uit(nieuw, oud)
    except DatabaseError as fout:
        raise ValidationError(
            "Terugzetten kan niet: er is later iets vastgelegd dat niet naast de oude gegevens past. Er is niets veranderd."
        ) from fout
    batch.status, batch.teruggezet_op = Importbatch.Status.TERUGGEZET, timezone.now()
    batch.save(update_fields=["status", "teruggezet_op"])
    leg_vast(
        "import.teruggezet",
        onderwerp=batch,
        door=door,
        omschrijving=f"Import {batch.pk} teruggezet: {aantal} gegevens",
    )
    return batch


def _wat_er_terug_moet(batch: Importbatch):
    """({model: {pk: row}} of additions, {model: {pk: (row, old values)}} of changes)."""
    nieuw: dict[type[models.Model], dict[int, int]] = defaultdict(dict)
    oud: dict[type[models.Model], dict[int, tuple[int, dict]]] = defaultdict(dict)
    stappen = []
    for rij, terug in batch.regels.exclude(terug=[]).values_list("rij", "terug"):
        stappen += [(stap[3], rij, stap) for stap in terug]
    for _, rij, stap in sorted(stappen, key=lambda s: s[0], reverse=True):
        soort, pk = apps.get_model(stap[1]), stap[2]
        if stap[0] == "+":
            nieuw[soort][pk] = rij
        else:
            # Walking back: the oldest value of a field is seen last and wins.
            waarden = oud[soort].get(pk, (rij, {}))[1] | stap[4]
            oud[soort][pk] = (rij, waarden)
    return nieuw, oud


def _wat_in_de_weg_staat(batch: Importbatch, nieuw, oud) -> list[str]:
    redenen: list[tuple[int, str]] = []
    grenzen = batch.tellingen.get("historie", {})
    for soort in {*nieuw, *oud}:
        rijen = nieuw.get(soort, {}) | {pk: rij for pk, (rij, _) in oud.get(soort, {}).items()}
        historie = historiemodel(soort)
        if historie is None:
            continue
        later = historie.objects.filter(
            id__in=list(rijen), pgh_id__gt=grenzen.get(soort._meta.label_lower, 0)
        )
        for pk in set(later.values_list("id", flat=True)):
            redenen.append((rijen[pk], f"{soort._meta.verbose_name} is daarna gewijzigd"))
    for soort, rijen in nieuw.items():
        redenen += _wie_verwijst(soort, rijen, nieuw)
    redenen.sort()
    teksten = [f"Rij {rij}: {tekst}." for rij, tekst in dict.fromkeys(redenen)]
    if not teksten:
        return []
    meer = [f"En nog {len(teksten) - MAX_REDENEN} rijen."] if len(teksten) > MAX_REDENEN else []
    return [
        "Terugzetten kan niet, er hangt later werk aan. Er is niets veranderd.",
        *teksten[:MAX_REDENEN],
        *meer,
    ]


def _wie_verwijst(soort, rijen: dict[int, int], nieuw):
    """Later records that point to an addition of this batch."""
    for relatie in soort._meta.related_objects:
        model = relatie.related_model
        if hasattr(model, "pgh_tracked_model") or not relatie.field.concrete:
            continue
        veld = relatie.field.attname
        gevonden = model._base_manager.filter(**{f"{veld}__in": list(rijen)})
        for pk, doel in gevonden.values_list("pk", veld):
            if pk not in nieuw.get(model, {}):
                yield rijen[doel], f"er is daarna een {model._meta.verbose_name} vastgelegd"


def _voer_terug_uit(nieuw, oud) -> int:
    """Additions first: a period that goes makes room for the old one that opens again."""
    aantal = 0
    for soort in reversed(in_volgorde(nieuw)):
        pks = list(nieuw[soort])
        # Raw: who points to these rows was looked up above, and PostgreSQL checks it again.
        aantal += soort._base_manager.filter(pk__in=pks)._raw_delete(using="default")
    for soort, per_pk in oud.items():
        objecten = {
            obj.pk: obj for obj in soort._base_manager.select_for_update().filter(pk__in=list(per_pk))
        }
        gewijzigd = {}
        for pk, (_, waarden) in per_pk.items():
            for veld, waarde in waarden.items():
                setattr(objecten[pk], veld, soort._meta.get_field(veld).to_python(waarde))
            gewijzigd[pk] = (objecten[pk], set(waarden))
        for velden, groep in per_velden(soort, gewijzigd).items():
            soort._base_manager.bulk_update(groep, velden, batch_size=BATCH)
        aantal += len(gewijzigd)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
    return aantal
