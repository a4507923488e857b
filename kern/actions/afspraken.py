"""Afspraken vastleggen, wijzigen, een beurt afronden met bewijs, en sluiten (RH-030, RH-078)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Afspraak, Afspraakstatus, Taak, Taakstatus
from kern.opmaak import datum
from kern.permissions import Recht
from kern.rules import eerste_na
from kern.uploads import Upload
from kern.versions import controleer_versie

VELDEN = (
    "code", "tekst", "toelichting", "orgaan", "eigenaar", "rol", "cadans", "begindatum", "eerstvolgend", "bron",
    "rij", "kpi", "peildatum",
)  # fmt: skip
VELD_BIJ = {
    "afspraak_code_uniek": "code",
    "afspraak_open_heeft_dag": "eerstvolgend",
    "afspraak_heeft_eigenaar": "eigenaar",
    "afspraak_afgerond_heeft_resultaat": "resultaat",
    "afspraak_antwoord_later": "beantwoord_peildatum",
    "taak_gedaan_met_bewijs": "bewijs",
    "taak_heeft_eigenaar": "eigenaar",
}


@transaction.atomic
def maak_afspraak(*, gemeente, soort, tekst, door, code="", **velden) -> Afspraak:
    """Leg een afspraak vast; met een eerstvolgende dag komt er meteen een taak. Zonder code krijgt zij er een."""
    _mag(gemeente, door)
    afspraak = Afspraak(gemeente=gemeente, soort=soort, tekst=tekst.strip(), **_alleen(velden))
    afspraak.begindatum = afspraak.begindatum or timezone.localdate()
    afspraak.code = code.strip() or _nieuwe_code(afspraak)
    controleer(afspraak, VELD_BIJ)
    afspraak.save()
    _log("afspraak.gemaakt", afspraak, door, f"{_naam(afspraak)} vastgelegd: {afspraak.tekst}")
    _zet_beurt(afspraak)
    return afspraak


@transaction.atomic
def wijzig_afspraak(afspraak, *, door, versie=None, **velden) -> Afspraak:
    """Wijzig tekst, eigenaar, cadans of eerstvolgende dag; de open taak gaat mee."""
    afspraak = _slot(afspraak)
    _mag(afspraak.gemeente, door)
    controleer_versie(afspraak, versie)
    _moet_open(afspraak)
    oud = {naam: getattr(afspraak, naam) for naam in VELDEN}
    for naam, waarde in _alleen(velden).items():
        setattr(afspraak, naam, waarde)
    anders = {n: [str(w), str(getattr(afspraak, n))] for n, w in oud.items() if w != getattr(afspraak, n)}
    if not anders:
        return afspraak
    afspraak.versie += 1
    controleer(afspraak, VELD_BIJ)
    afspraak.save()
    _log("afspraak.gewijzigd", afspraak, door, f"{_naam(afspraak)} gewijzigd", wijzigingen=anders)
    _zet_beurt(afspraak)
    return afspraak


@transaction.atomic
def rond_taak_af(taak, *, door, bewijs="", upload: Upload | None = None, gedaan_op=None) -> Taak:
    """Rond een taak af met bewijs: wat er is gedaan, of een document. Een afspraak schuift naar de volgende beurt.

    Raises: ValidationError zonder bewijs, bij een dag in de toekomst of als een ander al afrondde.
    """
    taak = Taak.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=taak.pk)
    if not mag_afronden(taak, door):
        raise PermissionDenied
    if taak.status != Taakstatus.OPEN:
        raise ValidationError("Deze taak is al afgerond. Bekijk het bewijs dat erbij staat.")
    taak.gedaan_op = gedaan_op or timezone.localdate()
    if taak.gedaan_op > timezone.localdate():
        raise ValidationError(
            {"gedaan_op": "Deze dag ligt in de toekomst. Kies de dag waarop het is gedaan."}
        )
    taak.bewijs, taak.gedaan_door, taak.vastgelegd_op = bewijs.strip(), door, timezone.now()
    taak.status = Taakstatus.GEDAAN
    taak.bestand = (
        bewaar_bestand(upload.inhoud, upload.naam, upload.mediatype, gemeente=taak.gemeente, door=door)
        if upload
        else None
    )
    controleer(taak, VELD_BIJ)
    taak.save()
    leg_vast(
        "taak.afgerond",
        onderwerp=taak,
        door=door,
        omschrijving=f"{taak.titel}: gedaan op {datum(taak.gedaan_op)}",
    )
    if taak.afspraak_id:
        _schuif_door(_slot(taak.afspraak), taak, door)
    return taak


@transaction.atomic
def sluit_afspraak(
    afspraak, *, resultaat: str, door, vervallen=False, beantwoord_peildatum: date | None = None, versie=None
) -> Afspraak:
    """Sluit een afspraak met wat het opleverde; de open taak vervalt.

    Bij bijsturing is `beantwoord_peildatum` de volgende meting die het antwoord geeft (RH-078).
    """
    afspraak = _slot(afspraak)
    _mag(afspraak.gemeente, door)
    controleer_versie(afspraak, versie)
    _moet_open(afspraak)
    if not resultaat.strip():
        raise ValidationError({"resultaat": "Schrijf op wat het opleverde, of waarom het vervalt."})
    _sluit(afspraak, resultaat.strip(), Afspraakstatus.VERVALLEN if vervallen else Afspraakstatus.AFGEROND,
           beantwoord_peildatum)  # fmt: skip
    _log("afspraak.gesloten", afspraak, door, f"{_naam(afspraak)} {afspraak.get_status_display()}")
    return afspraak


def mag_afronden(taak, door) -> bool:
    """De eigenaar, zijn vervanger, wie de rol heeft als er geen eigenaar is, of wie afspraken beheert."""
    if door.mag(Recht.AFSPRAAK_WIJZIGEN, taak.gemeente_id):
        return True
    if not door.mag(Recht.TAAK_AFRONDEN, taak.gemeente_id):
        return False
    if taak.eigenaar_id:
        return taak.eigenaar_id in {door.pk, *door.toegang.vervangt}
    return bool(taak.rol) and door.toegang.heeft_rol(taak.rol, taak.gemeente_id)


# ---- machinery -----------------------------------------------------------------------------------------
def _schuif_door(afspraak, taak, door) -> None:
    """After a turn: the next day of the cadence, later than the day it was done for; a single one is closed."""
    if afspraak.status != Afspraakstatus.OPEN:
        return
    vorige = taak.vervaldatum
    volgende = eerste_na(vorige, afspraak.cadans, max(vorige, taak.gedaan_op))
    if volgende is None:
        resultaat = taak.bewijs or f"Zie het document bij de taak van {datum(vorige)}."
        _sluit(afspraak, resultaat, Afspraakstatus.AFGEROND, None)
        _log("afspraak.gesloten", afspraak, door, f"{_naam(afspraak)} afgerond")
        return
    afspraak.eerstvolgend = volgende
    afspraak.versie += 1
    controleer(afspraak, VELD_BIJ)
    afspraak.save(update_fields=["eerstvolgend", "versie"])
    _zet_beurt(afspraak)


def _sluit(afspraak, resultaat, status, beantwoord_peildatum) -> None:
    afspraak.status, afspraak.resultaat, afspraak.eerstvolgend = status, resultaat, None
    afspraak.beantwoord_peildatum = beantwoord_peildatum
    afspraak.versie += 1
    controleer(afspraak, VELD_BIJ)
    afspraak.save()
    for taak in afspraak.taken.filter(status=Taakstatus.OPEN).select_for_update():
        taak.status = Taakstatus.VERVALLEN
        taak.save(update_fields=["status"])


def _zet_beurt(afspraak) -> None:
    """The one open task of an agreement stands on its next day, with its owner."""
    taak = afspraak.taken.filter(status=Taakstatus.OPEN).select_for_update().first()
    if afspraak.eerstvolgend is None:
        if taak:
            taak.status = Taakstatus.VERVALLEN
            taak.save(update_fields=["status"])
        return
    taak = taak or Taak(gemeente=afspraak.gemeente, afspraak=afspraak)
    if Taak.objects.filter(afspraak=afspraak, vervaldatum=afspraak.eerstvolgend).exclude(pk=taak.pk).exists():
        raise ValidationError(
            {"eerstvolgend": "Op deze dag is er al een beurt geweest. Kies een andere dag."}
        )
    taak.vervaldatum, taak.titel = afspraak.eerstvolgend, afspraak.tekst[:300]
    taak.eigenaar, taak.rol = afspraak.eigenaar, afspraak.rol
    controleer(taak, VELD_BIJ)
    taak.save()


def _nieuwe_code(afspraak) -> str:
    """B-1, B-2 … for bijsturing, per gemeente and kind; numbers are labels and may have gaps."""
    letter = afspraak.soort[:1].upper()
    gebruikt = set(
        Afspraak.objects.filter(gemeente=afspraak.gemeente, soort=afspraak.soort).values_list(
            "code", flat=True
        )
    )
    nummer = len(gebruikt) + 1
    while f"{letter}-{nummer}" in gebruikt:
        nummer += 1
    return f"{letter}-{nummer}"


def _slot(afspraak) -> Afspraak:
    return Afspraak.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=afspraak.pk)


def _moet_open(afspraak) -> None:
    if afspraak.status != Afspraakstatus.OPEN:
        raise ValidationError("Deze afspraak is gesloten. Leg een nieuwe afspraak vast.")


def _mag(gemeente, door) -> None:
    if not door.mag(Recht.AFSPRAAK_WIJZIGEN, gemeente.pk):
        raise PermissionDenied


def _alleen(velden: dict) -> dict:
    if vreemd := set(velden) - set(VELDEN):
        raise TypeError(f"onbekende velden: {', '.join(sorted(vreemd))}")
    return velden


def _naam(afspraak) -> str:
    return str(afspraak)[:1].upper() + str(afspraak)[1:]


def _log(soort, afspraak, door, omschrijving, **gegevens) -> None:
    leg_vast(soort, onderwerp=afspraak, door=door, omschrijving=omschrijving, **gegevens)
