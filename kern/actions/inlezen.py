"""Elke stap van een import: bestand laden, kolommen koppelen, proef, cel herstellen, inlezen, terugzetten."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.actions.bestanden import bewaar_bestand
from kern.downloads import MEDIATYPEN
from kern.imports.engine import beproef, soort_van
from kern.imports.mapping import ontbrekend, onthouden_koppeling, stel_koppeling_voor
from kern.imports.readers import Geweigerd, lees_bestand
from kern.imports.undo import zet_terug
from kern.jobs import start_taak
from kern.logbook import leg_vast
from kern.models import Achtergrondtaak, Importbatch, Importkoppeling
from kern.registers import importsoorten

METEEN = 1000  # rows; a longer proef runs in the background
_MEDIATYPES = {".csv": "text/csv", ".txt": "text/csv"}
MAX_HERSTEL = 50


@transaction.atomic
def laad_importbestand(*, soort, gemeente, naam, inhoud, door) -> Importbatch:
    """Bewaar het bestand en stel een koppeling voor. Het hele bestand is gelezen: wat niet kan, is geweigerd."""
    importsoort = importsoorten.get(soort)
    if importsoort is None:
        raise ValidationError({"soort": "Deze soort bestaat niet. Kies uit de lijst."})
    naam = PurePath(naam.replace("\\", "/")).name[-150:] or "bestand"
    try:
        tabel = lees_bestand(naam, inhoud)
        aantal = sum(1 for _ in tabel.rijen)
    except Geweigerd as fout:
        raise ValidationError({"bestand": str(fout)}) from None
    if aantal == 0:
        raise ValidationError(
            {"bestand": "Onder de kolomnamen staan geen rijen. Kies het bestand met de lijst."}
        )
    mediatype = _MEDIATYPES.get(PurePath(naam.lower()).suffix, MEDIATYPEN["xlsx"])
    bestand = bewaar_bestand(inhoud, naam, mediatype, gemeente=gemeente, door=door)
    batch = Importbatch(
        soort=soort,
        gemeente=gemeente,
        bestand=bestand,
        kolommen=tabel.kop,
        koppeling=stel_koppeling_voor(importsoort, tabel.kop, onthouden_koppeling(gemeente, soort)),
        tellingen={"rijen": aantal, "meldingen": tabel.meldingen},
        gemaakt_door=door,
    )
    batch.validate_constraints()
    batch.save()
    leg_vast(
        "import.geladen", onderwerp=batch, door=door, omschrijving=f"Bestand {naam} geladen: {aantal} rijen"
    )
    return batch


@transaction.atomic
def koppel_kolommen(batch, *, koppeling: dict[str, str], door) -> Importbatch:
    """Leg vast welke kolom welk veld vult, en onthoud dat voor de volgende keer (L2)."""
    batch = _op_slot(batch)
    _eis_niet_ingelezen(batch)
    soort = soort_van(batch)
    codes = {veld.code for veld in soort.velden}
    koppeling = {
        code: kolom for code, kolom in koppeling.items() if code in codes and kolom in batch.kolommen
    }
    for kolom in koppeling.values():
        velden = [veld for veld in soort.velden if koppeling.get(veld.code) == kolom]
        if len(velden) > 1:
            namen = " en ".join(veld.naam for veld in velden)
            raise ValidationError({velden[-1].code: f"Kolom {kolom!r} is gekozen voor {namen}. Kies er een."})
    if mist := ontbrekend(soort, koppeling):
        raise ValidationError({veld.code: f"Kies de kolom met {veld.naam.lower()}." for veld in mist})
    if koppeling != batch.koppeling:
        batch.regels.all().delete()
    batch.koppeling, batch.status = koppeling, Importbatch.Status.GEKOPPELD
    batch.save(update_fields=["koppeling", "status"])
    Importkoppeling.objects.update_or_create(
        gemeente=batch.gemeente, soort=batch.soort, defaults={"koppeling": koppeling}
    )
    leg_vast(
        "import.gekoppeld", onderwerp=batch, door=door, omschrijving=f"{len(koppeling)} kolommen gekoppeld"
    )
    return batch


@transaction.atomic
def start_proef(batch, *, door) -> Achtergrondtaak | None:
    """Doe de proef meteen, of bij een groot bestand als taak (die komt dan terug)."""
    batch = _op_slot(batch)
    _eis_niet_ingelezen(batch)
    if batch.tellingen.get("rijen", 0) <= METEEN:
        beproef(batch, door=door)
        return None
    return _start(batch, "import-proef", f"Proef van {batch.bestand.naam}", door, {})


@transaction.atomic
def herstel_cellen(batch, *, cellen: dict[tuple[int, str], str], door) -> Importbatch:
    """Bewaar verbeterde waarden bij hun rij; het bestand zelf blijft zoals het was. Daarna volgt een nieuwe proef."""
    batch = _op_slot(batch)
    _eis_niet_ingelezen(batch)
    codes = {veld.code for veld in soort_van(batch).velden}
    regels = {regel.rij: regel for regel in batch.regels.filter(rij__in={rij for rij, _ in cellen})}
    aantal = 0
    for (rij, code), waarde in cellen.items():
        if rij in regels and code in codes:
            herstel = regels[rij].gegevens.setdefault("herstel", {})
            aantal += herstel.get(code) != waarde
            herstel[code] = waarde[:200]
    batch.regels.model.objects.bulk_update(list(regels.values()), ["gegevens"], batch_size=500)
    leg_vast("import.hersteld", onderwerp=batch, door=door, omschrijving=f"{aantal} cellen verbeterd")
    return batch


@transaction.atomic
def start_inlezen(batch, *, zonder_fouten: bool, door) -> Achtergrondtaak:
    """Zet het inlezen klaar als taak; alles of niets, en twee keer starten doet het één keer."""
    batch = _op_slot(batch)
    _eis_niet_ingelezen(batch)
    if batch.status != Importbatch.Status.BEPROEFD:
        raise ValidationError("Doe eerst de proef.")
    fouten = batch.tellingen.get("fout", 0)
    if fouten and not zonder_fouten:
        raise ValidationError(
            f"Er zijn {fouten} rijen met een fout. Herstel ze, of ga door zonder deze rijen."
        )
    if fouten == batch.tellingen.get("rijen"):
        raise ValidationError("Alle rijen hebben een fout. Er is niets om in te lezen.")
    titel = f"Inlezen van {batch.bestand.naam}"
    return _start(batch, "import-inlezen", titel, door, {"zonder_fouten": zonder_fouten})


def zet_import_terug(batch, *, door) -> Importbatch:
    """Maak de import ongedaan, zolang er niets op rust (kern/imports/undo.py)."""
    return zet_terug(batch, door=door)


def _start(batch, soort: str, titel: str, door, parameters: dict) -> Achtergrondtaak:
    batch.taak = start_taak(
        soort,
        titel=titel,
        door=door,
        gemeente=batch.gemeente,
        parameters={"batch": batch.pk, **parameters},
        sleutel=str(batch.pk),
    )
    batch.save(update_fields=["taak"])
    return batch.taak


def _op_slot(batch) -> Importbatch:
    met = Importbatch.objects.select_for_update(of=("self",)).select_related("gemeente", "bestand")
    return met.get(pk=batch.pk)


def _eis_niet_ingelezen(batch) -> None:
    if batch.opgeruimd_op:
        raise ValidationError("Dit bestand is na de bewaartermijn opgeruimd. Begin een nieuwe import.")
    if batch.status in (Importbatch.Status.INGELEZEN, Importbatch.Status.TERUGGEZET):
        raise ValidationError("Deze import is al ingelezen. Begin een nieuwe import.")
    if batch.taak_id and batch.taak.loopt:
        raise ValidationError("Er loopt nog een taak voor dit bestand. Wacht tot die klaar is, of stop hem.")
