"""The road of a batch: read, map, try (proef), read in. Proef and inlezen run the same code on the same file."""

import gc
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from kern.imports.mapping import ontbrekend
from kern.imports.plan import BATCH, Plan, Rij
from kern.imports.readers import Geweigerd, lees_bestand
from kern.logbook import leg_vast, leg_vast_in_bulk
from kern.models import Importbatch, Importregel
from kern.registers import Importsoort, importsoorten

Uitkomst = Importregel.Uitkomst
MAX_RONDEN = 20  # a row that falls out may take others with it; each round takes at least one


def _stil(gedaan: int, totaal: int, melding: str = "") -> None:
    """No progress wanted."""


@contextmanager
def _zonder_opruimen():
    """Python's garbage collector walks over all rows again and again while they are made; a third of the time."""
    stond_aan = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stond_aan:
            gc.enable()


@dataclass
class Uitslag:
    """What a batch does, row by row and in totals."""

    rijen: list[Rij]
    plan: Plan
    meldingen: list[str] = field(default_factory=list)

    @property
    def tellingen(self) -> dict[str, int]:
        per_uitkomst = Counter(str(rij.uitkomst) for rij in self.rijen)
        return {"rijen": len(self.rijen)} | {str(u): per_uitkomst.get(u, 0) for u in Uitkomst.values}

    @property
    def goede_rijen(self) -> list[Rij]:
        return [rij for rij in self.rijen if rij.uitkomst not in (Uitkomst.FOUT, Uitkomst.DUBBEL)]


def soort_van(batch: Importbatch) -> Importsoort:
    soort = importsoorten.get(batch.soort)
    if soort is None:
        raise ValidationError(f"De soort {batch.soort} bestaat niet.")
    return soort


# ---- reading -----------------------------------------------------------------------------------------
def open_bestand(bestand):
    """Header and rows of a stored file; Geweigerd becomes a ValidationError."""
    try:
        return lees_bestand(bestand.naam, bytes(bestand.inhoud))
    except Geweigerd as fout:
        raise ValidationError(str(fout)) from None


def ruwe_rijen(batch: Importbatch, alleen: set[int] | None = None) -> dict[int, list[Any]]:
    """The cells as they stand in the file, by row number."""
    try:
        tabel = open_bestand(batch.bestand)
        return {nummer: cellen for nummer, cellen in tabel.rijen if alleen is None or nummer in alleen}
    except Geweigerd as fout:
        raise ValidationError(str(fout)) from None


def herstelde_cellen(batch: Importbatch) -> dict[int, dict[str, str]]:
    """{row: {field: value}} of what a user repaired on the page."""
    regels = batch.regels.filter(gegevens__has_key="herstel").values_list("rij", "gegevens")
    return {rij: gegevens["herstel"] for rij, gegevens in regels}


def _lees_rijen(batch: Importbatch, soort: Importsoort, herstel, voortgang) -> tuple[list[Rij], list[str]]:
    try:
        tabel = open_bestand(batch.bestand)
        plaats = {naam: index for index, naam in enumerate(tabel.kop)}
        velden = [(veld, plaats.get(batch.koppeling.get(veld.code), -1)) for veld in soort.velden]
        gekoppeld = [(veld, index) for veld, index in velden if index >= 0]
        rijen: list[Rij] = []
        gezien: dict[str, int] = {}
        for nummer, cellen in tabel.rijen:
            beter = herstel.get(nummer, {})
            # A repaired cell may belong to a field that has no column.
            rij = _lees_rij(nummer, cellen, velden if beter else gekoppeld, beter, len(tabel.kop))
            _merk_dubbel(rij, gezien)
            rijen.append(rij)
            if len(rijen) % 1000 == 0:
                voortgang(len(rijen), 0, "rijen gelezen")
    except Geweigerd as fout:
        raise ValidationError(str(fout)) from None
    if not rijen:
        raise ValidationError("Onder de kolomnamen staan geen rijen. Kies het bestand met de lijst.")
    return rijen, tabel.meldingen


def _lees_rij(nummer: int, cellen: list, velden: list, herstel: dict[str, str], breedte: int) -> Rij:
    rij = Rij(nummer, {})
    if len(cellen) > breedte:
        tekst = f"Deze rij heeft {len(cellen)} cellen en de kop {breedte}. Controleer het scheidingsteken in de rij."
        rij.fouten.append({"veld": "", "tekst": tekst})
    for veld, index in velden:
        cel = herstel.get(veld.code, cellen[index] if 0 <= index < len(cellen) else "")
        if cel == "" or cel is None:
            waarde = None
        else:
            try:
                waarde = veld.lees(cel)
            except ValidationError as fout:
                rij.fouten.append({"veld": veld.code, "tekst": fout.messages[0]})
                continue
        if waarde is None:
            if veld.verplicht:
                rij.fouten.append({"veld": veld.code, "tekst": f"{veld.naam} ontbreekt. Vul die in."})
        else:
            rij.waarden[veld.code] = waarde
    return rij


def _merk_dubbel(rij: Rij, gezien: dict) -> None:
    """The same row twice counts once."""
    if rij.fouten:
        return
    sleutel = repr(sorted(rij.waarden.items()))
    eerder = gezien.setdefault(sleutel, rij.nummer)
    if eerder != rij.nummer:
        rij.uitkomst = Uitkomst.DUBBEL
        rij.fouten.append({"veld": "", "tekst": f"Deze rij is gelijk aan rij {eerder} en telt één keer."})


# ---- working it out ------------------------------------------------------------------------------------
def reken(
    batch: Importbatch,
    *,
    door,
    voortgang: Callable[..., None] = _stil,
    herstel=None,
    definitief: bool = False,
) -> Uitslag:
    """Work out in memory what every row does. Writes nothing."""
    soort = soort_van(batch)
    if mist := ontbrekend(soort, batch.koppeling):
        namen = ", ".join(veld.naam for veld in mist)
        raise ValidationError(f"Kies eerst een kolom voor: {namen}.")
    herstel = herstelde_cellen(batch) if herstel is None else herstel
    rijen, meldingen = _lees_rijen(batch, soort, herstel, voortgang)
    werk = [rij for rij in rijen if not rij.fouten]
    uitgesloten: dict[int, list[dict]] = {}
    for _ in range(MAX_RONDEN):
        for rij in werk:
            rij.fouten, rij.uitkomst, rij.onderwerp = list(uitgesloten.get(rij.nummer, [])), "", None
        plan = Plan(definitief=definitief)
        voortgang(0, len(werk), "rijen beoordelen")
        mee = [rij for rij in werk if rij.nummer not in uitgesloten]
        soort.verwerk(plan, mee, gemeente=batch.gemeente, door=door, vandaag=timezone.localdate())
        if not plan.alsnog_fout:
            break
        uitgesloten = uitgesloten | plan.alsnog_fout
    for rij in rijen:
        if not rij.uitkomst:
            rij.uitkomst = Uitkomst.FOUT if rij.fouten else Uitkomst.GELIJK
    return Uitslag(rijen, plan, meldingen)


def _regels(batch: Importbatch, uitslag: Uitslag, herstel, terug=None) -> list[Importregel]:
    terug = terug or {}
    return [
        Importregel(
            batch=batch,
            rij=rij.nummer,
            uitkomst=rij.uitkomst,
            gegevens={"herstel": herstel[rij.nummer]} if rij.nummer in herstel else {},
            fouten=rij.fouten,
            terug=terug.get(rij.nummer, []),
        )
        for rij in uitslag.rijen
    ]


def _bewaar_regels(batch: Importbatch, regels: list[Importregel]) -> None:
    batch.regels.all().delete()
    Importregel.objects.bulk_create(regels, batch_size=BATCH)


@_zonder_opruimen()
@transaction.atomic
def beproef(
    batch: Importbatch, *, door, voortgang: Callable[..., None] = _stil, op_slot: bool = False
) -> Uitslag:
    """Proef: keep per row what would happen; no person, no period, nothing else is touched.

    `op_slot` locks the persons, for a caller that gives the outcome to `lees_in` in the same transaction.
    """
    batch = (
        Importbatch.objects.select_for_update(of=("self",))
        .select_related("gemeente", "bestand")
        .get(pk=batch.pk)
    )
    if batch.status in (Importbatch.Status.INGELEZEN, Importbatch.Status.TERUGGEZET):
        raise ValidationError("Deze import is al ingelezen. Begin een nieuwe import.")
    herstel = herstelde_cellen(batch)
    uitslag = reken(batch, door=door, voortgang=voortgang, herstel=herstel, definitief=op_slot)
    if not op_slot:  # otherwise `lees_in` writes them, a moment later
        _bewaar_regels(batch, _regels(batch, uitslag, herstel))
    soort = soort_van(batch)
    batch.status = Importbatch.Status.BEPROEFD
    batch.tellingen = uitslag.tellingen | {"meldingen": uitslag.meldingen}
    in_bestand = soort.controletotalen([r for r in uitslag.rijen if r.uitkomst != Uitkomst.DUBBEL])
    batch.controletotalen = {
        # jsonb forgets the order of keys; the page shows the order of the source.
        "volgorde": [[naam, list(posten)] for naam, posten in in_bestand.items()],
        "bestand": in_bestand,
        "goed": soort.controletotalen(uitslag.goede_rijen),
        "voor": soort.stand(batch.gemeente, timezone.localdate()),
    }
    batch.save()
    leg_vast(
        "import.beproefd",
        onderwerp=batch,
        door=door,
        omschrijving=f"Proef van {batch.bestand.naam}: {len(uitslag.rijen)} rijen, {batch.tellingen['fout']} fout",
    )
    return uitslag


def een_tegelijk(gemeente_id: int) -> None:
    """Wait for every other import or undo of this gemeente: two files may name the same person."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(20260901, %s)", [gemeente_id])


@_zonder_opruimen()
@transaction.atomic
def lees_in(
    batch: Importbatch,
    *,
    door,
    zonder_fouten: bool = False,
    voortgang: Callable[..., None] = _stil,
    uitslag: Uitslag | None = None,
) -> Importbatch:
    """Read the batch in: everything or nothing. A second call does nothing.

    `uitslag` is that of a proef `op_slot` in the same transaction; without it the rows are worked out again.

    Raises ValidationError when there are rows with errors and `zonder_fouten` is not said, when something
    changed since the proef, and when PostgreSQL refuses a row.
    """
    een_tegelijk(batch.gemeente_id)
    batch = (
        Importbatch.objects.select_for_update(of=("self",))
        .select_related("gemeente", "bestand")
        .get(pk=batch.pk)
    )
    if batch.status == Importbatch.Status.INGELEZEN:
        return batch
    if batch.status != Importbatch.Status.BEPROEFD:
        raise ValidationError("Doe eerst de proef.")
    herstel = herstelde_cellen(batch)
    if uitslag is None:
        uitslag = reken(batch, door=door, voortgang=voortgang, herstel=herstel, definitief=True)
    tellingen = uitslag.tellingen
    if tellingen["fout"] and not zonder_fouten:
        raise ValidationError(
            f"Er zijn {tellingen['fout']} rijen met een fout. Herstel ze, of ga door zonder deze rijen."
        )
    if any(batch.tellingen.get(naam) != aantal for naam, aantal in tellingen.items()):
        raise ValidationError(
            "Er is sinds de proef iets veranderd. Er is niets ingelezen. Doe de proef opnieuw."
        )
    context = {"import": batch.pk} | ({"gebruiker": door.pk} if door else {})
    try:
        with transaction.atomic(), pghistory.context(**context):
            terug = uitslag.plan.schrijf(voortgang)
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate; set constraints all deferred")
    except DatabaseError as fout:
        raise ValidationError(_uitleg_van(fout)) from fout
    soort = soort_van(batch)
    _bewaar_regels(batch, _regels(batch, uitslag, herstel, terug))
    batch.status, batch.ingelezen_op = Importbatch.Status.INGELEZEN, timezone.now()
    batch.tellingen = tellingen | {"meldingen": uitslag.meldingen, "historie": laatste_historie(uitslag.plan)}
    batch.controletotalen = batch.controletotalen | {
        "goed": soort.controletotalen(uitslag.goede_rijen),
        "na": soort.stand(batch.gemeente, timezone.localdate()),
    }
    batch.save()
    _log(batch, uitslag, door)
    return batch


def _log(batch: Importbatch, uitslag: Uitslag, door) -> None:
    """One line for the batch, and one for every person or relatie that it touched."""
    n = uitslag.tellingen
    leg_vast(
        "import.ingelezen",
        onderwerp=batch,
        door=door,
        omschrijving=(
            f"Import {batch.pk} ingelezen: {n['nieuw']} nieuw, {n['gewijzigd']} bijgewerkt, "
            f"{n['gelijk']} ongewijzigd, {n['fout']} overgeslagen"
        ),
        tellingen=n,
    )
    per_rij = {rij.nummer: rij for rij in uitslag.rijen}
    geraakt: dict[int, tuple[Any, Counter]] = {}
    for nummer, handeling in uitslag.plan.handelingen:
        onderwerp = per_rij[nummer].onderwerp
        werk = "toegevoegd" if handeling.teken == "+" else "gewijzigd"
        geraakt.setdefault(id(onderwerp), (onderwerp, Counter()))[1][
            f"{handeling.obj._meta.verbose_name} {werk}"
        ] += 1
    leg_vast_in_bulk(
        "import.verwerkt",
        door=door,
        gemeente=batch.gemeente,
        regels=[
            (
                onderwerp,
                onderwerp if onderwerp._meta.label_lower == "personen.persoon" else None,
                f"Ingelezen met import {batch.pk}: {', '.join(f'{w} ({a})' if a > 1 else w for w, a in werk.items())}",
                {"import": batch.pk},
            )
            for onderwerp, werk in geraakt.values()
        ],
    )


# ---- history and database rules --------------------------------------------------------------------------
def historiemodel(soort):
    """The history table of a model."""
    return next((m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is soort), None)


def laatste_historie(plan: Plan) -> dict[str, int]:
    """Per model the number of the last history row: what comes later was done after this import."""
    soorten = {type(handeling.obj) for _, handeling in plan.handelingen}
    return {
        soort._meta.label_lower: model.objects.aggregate(n=Max("pgh_id"))["n"] or 0
        for soort in soorten
        if (model := historiemodel(soort))
    }


def _uitleg_van(fout: DatabaseError) -> str:
    """The Dutch sentence of the constraint that PostgreSQL names."""
    naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", "") or ""
    for model in apps.get_models():
        for regel in model._meta.constraints:
            if regel.name == naam and regel.violation_error_message:
                return (
                    f"De database weigert dit bestand: {regel.violation_error_message} Er is niets ingelezen."
                )
    return "De database weigert dit bestand. Er is niets ingelezen. Doe de proef opnieuw of meld het aan je beheerder."
