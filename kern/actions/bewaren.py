"""Bewaartermijnen: wat niet langer nodig is gaat weg, wat verantwoordt blijft (AVG art. 5 lid 1 e).

De termijnen zijn gedateerde parameters. Is een termijn niet vastgesteld, dan wordt er niets verwijderd.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from kern.beleid import waarden
from kern.imports.undo import TERMIJN
from kern.logbook import leg_vast
from kern.models import Achtergrondtaak, Bestand, Gemeente, Importbatch, Importregel

IMPORT, EXPORT = "bewaartermijn.importbestand", "bewaartermijn.exportbestand"


@dataclass
class Opgeruimd:
    """Wat er wegging (of bij een proef: zou gaan), en waar geen termijn is vastgesteld."""

    imports: list[int] = field(default_factory=list)
    importregels: int = 0
    exports: list[int] = field(default_factory=list)
    bytes: int = 0
    zonder_termijn: list[str] = field(default_factory=list)

    def als_dict(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def pas_bewaartermijnen_toe(*, peildatum: date | None = None, proef: bool = False, door=None) -> Opgeruimd:
    """Verwijder wat over zijn termijn is; herhalen mag altijd. Met `proef` verandert er niets."""
    dag = peildatum or timezone.localdate()
    gemeenten = list(Gemeente.objects.filter(gebruikt_trede=True))
    termijnen = waarden([IMPORT, EXPORT], gemeenten, dag)
    uitkomst = Opgeruimd()
    for gemeente in gemeenten:
        for code, ruim_op in ((IMPORT, _ruim_imports_op), (EXPORT, _ruim_exports_op)):
            termijn = termijnen[gemeente.pk, code]
            if termijn:
                ruim_op(
                    gemeente, dag, timedelta(days=int(termijn.waarde)), uitkomst, proef, door, termijn.versie
                )
            else:
                uitkomst.zonder_termijn.append(f"{gemeente}: {code}")
    return uitkomst


def _voor(dag: date, termijn: timedelta) -> datetime:
    """Wat vóór dit moment klaar was, is op `dag` over de termijn."""
    return timezone.make_aware(datetime.combine(dag - termijn, time.min))


def _ruim_imports_op(gemeente, dag, termijn, uitkomst, proef, door, versie) -> None:
    """Het bestand en de rijen met BSN's; tellingen, controletotalen en het logboek blijven."""
    # Never before the last moment that an import can be undone.
    voor = _voor(dag, max(termijn, TERMIJN))
    batches = (
        Importbatch.objects.select_for_update(of=("self",))
        .filter(gemeente=gemeente, opgeruimd_op=None)
        .annotate(laatst=Coalesce("ingelezen_op", "gemaakt_op"))
        .filter(laatst__lt=voor)
        .exclude(taak__status__in=["wacht", "bezig"])
        .select_related("bestand")
        .defer("bestand__inhoud")
    )
    for batch in batches:
        uitkomst.imports.append(batch.pk)
        uitkomst.bytes += batch.bestand.grootte
        regels = Importregel.objects.filter(batch=batch)
        uitkomst.importregels += regels.count()
        if proef:
            continue
        regels.delete()
        Bestand.objects.filter(pk=batch.bestand_id).update(inhoud=b"")
        batch.opgeruimd_op = timezone.now()
        batch.save(update_fields=["opgeruimd_op"])
        leg_vast(
            "import.opgeruimd",
            onderwerp=batch,
            door=door,
            omschrijving=f"Bestand en rijen van import {batch.pk} verwijderd na de bewaartermijn",
            termijn=versie,
            sha256=batch.bestand.sha256,
        )


def _ruim_exports_op(gemeente, dag, termijn, uitkomst, proef, door, versie) -> None:
    """Exports die als taak zijn gemaakt; de regel in de inzage zegt wie ze maakte en blijft."""
    taken = Achtergrondtaak.objects.select_for_update(of=("self",)).filter(
        soort="lijst-export", gemeente=gemeente, resultaatbestand__isnull=False
    )
    for taak in taken.filter(klaar_op__lt=_voor(dag, termijn)).select_related("resultaatbestand"):
        bestand = taak.resultaatbestand
        assert bestand
        uitkomst.exports.append(taak.pk)
        uitkomst.bytes += bestand.grootte
        if proef:
            continue
        taak.resultaatbestand, taak.resultaat = (
            None,
            {"tekst": "Het bestand is na de bewaartermijn verwijderd."},
        )
        taak.save(update_fields=["resultaatbestand", "resultaat"])
        bestand.delete()
        leg_vast(
            "export.opgeruimd",
            onderwerp=taak,
            door=door,
            omschrijving=f"Klaargezette export {taak.pk} verwijderd na de bewaartermijn",
            termijn=versie,
        )
