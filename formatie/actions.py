"""Alles wat de formatie verandert: functies, formatieplaatsen en scenario's."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from formatie.models import Formatieplaats, Functie, Scenario
from formatie.rules import Invoer, bereken, invoer_naar_json
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.opmaak import datum, fte
from kern.permissions import Recht
from kern.undo import ongedaan_soort

FUNCTIEVELDEN = ("naam", "tabel", "taak", "hr21_profiel", "schaal", "budget", "team")
PLAATSVELDEN = ("dekking", "bron", "besluit", "voorbehoud", "toegekend_op", "vacature", "voorlopig")
VELD_BIJ = {
    "functie_naam_uniek": "naam",
    "functie_schaal": "schaal",
    "formatieplaats_einde_na_begin": "einddatum",
    "formatieplaats_fte": "fte",
    "formatieplaats_dekking_verplicht": "dekking",
    "formatieplaats_toegekend_hoort_bij_voorbehoud": "toegekend_op",
    "scenario_naam_uniek": "naam",
}


def _mag(gemeente, door) -> None:
    if not door.mag(Recht.FORMATIE_WIJZIGEN, gemeente.pk):
        raise PermissionDenied


# ---- functieboek ---------------------------------------------------------------------------------------
@transaction.atomic
def maak_functie(*, gemeente, door, **velden) -> Functie:
    """Zet een functie in het functieboek (RH-155)."""
    _mag(gemeente, door)
    functie = Functie(gemeente=gemeente, **_alleen(velden, FUNCTIEVELDEN))
    controleer(functie, VELD_BIJ)
    functie.save()
    leg_vast("functie.gemaakt", onderwerp=functie, door=door, omschrijving=f"Functie {functie} toegevoegd")
    return functie


@transaction.atomic
def wijzig_functie(functie, *, door, **velden) -> Functie:
    """Wijzig profiel, schaal, budget of team van een functie."""
    functie = Functie.objects.select_for_update(of=("self",)).get(pk=functie.pk)
    _mag(functie.gemeente, door)
    oud = {naam: getattr(functie, naam) for naam in FUNCTIEVELDEN}
    for naam, waarde in _alleen(velden, FUNCTIEVELDEN).items():
        setattr(functie, naam, waarde)
    controleer(functie, VELD_BIJ)
    functie.save(update_fields=FUNCTIEVELDEN)
    anders = {n: [str(w), str(getattr(functie, n))] for n, w in oud.items() if w != getattr(functie, n)}
    leg_vast(
        "functie.gewijzigd",
        onderwerp=functie,
        door=door,
        omschrijving=f"Functie {functie} gewijzigd",
        wijzigingen=anders,
    )
    return functie


# ---- formatieplaatsen ----------------------------------------------------------------------------------
@transaction.atomic
def maak_plaats(
    functie, *, versie: str, fte: Decimal, begindatum: date, door, einddatum=None, ingekocht=False, **velden
) -> Formatieplaats:
    """Leg een aantal fte vast, van en tot en met een dag; zonder dekking kan dat niet (RH-006)."""
    functie = Functie.objects.select_for_update(of=("self",)).get(pk=functie.pk)
    _mag(functie.gemeente, door)
    plaats = Formatieplaats(
        functie=functie,
        versie=versie,
        fte=fte,
        begindatum=begindatum,
        einddatum=einddatum,
        ingekocht=ingekocht,
        **_alleen(velden, PLAATSVELDEN),
    )
    controleer(plaats, VELD_BIJ)
    plaats.save()
    _log("formatieplaats.gemaakt", plaats, door, f"{_naam(plaats)} vanaf {datum(begindatum)}")
    return plaats


@transaction.atomic
def wijzig_plaats(plaats, *, door, **velden) -> Formatieplaats:
    """Werk dekking, voorbehoud, toekenning of vacature bij. Andere fte is een nieuwe plaats vanaf een dag."""
    plaats = _vergrendel(plaats, door)
    oud = {naam: str(getattr(plaats, naam)) for naam in PLAATSVELDEN}
    for naam, waarde in _alleen(velden, PLAATSVELDEN).items():
        setattr(plaats, naam, waarde)
    controleer(plaats, VELD_BIJ)
    plaats.save(update_fields=PLAATSVELDEN)
    anders = {n: [w, str(getattr(plaats, n))] for n, w in oud.items() if w != str(getattr(plaats, n))}
    _log("formatieplaats.gewijzigd", plaats, door, f"{_naam(plaats)} bijgewerkt", wijzigingen=anders)
    return plaats


@transaction.atomic
def beeindig_plaats(plaats, *, laatste_dag: date, door) -> Formatieplaats:
    """De formatieplaats geldt tot en met `laatste_dag`."""
    plaats = _vergrendel(plaats, door)
    if plaats.einddatum:
        raise ValidationError(f"Deze formatieplaats eindigt al op {datum(plaats.einddatum)}.")
    if laatste_dag < plaats.begindatum:
        raise ValidationError(
            {"laatste_dag": f"De laatste dag ligt voor de eerste dag ({datum(plaats.begindatum)})."}
        )
    plaats.einddatum = laatste_dag
    controleer(plaats, VELD_BIJ)
    plaats.save(update_fields=["einddatum"])
    _log("formatieplaats.beeindigd", plaats, door, f"{_naam(plaats)} tot en met {datum(laatste_dag)}")
    return plaats


def _vergrendel(plaats, door) -> Formatieplaats:
    rijen = Formatieplaats.objects.select_for_update(of=("self",)).select_related("functie__gemeente")
    plaats = rijen.get(pk=plaats.pk)
    _mag(plaats.functie.gemeente, door)
    return plaats


def _naam(plaats) -> str:
    return f"{plaats.functie}, {fte(plaats.fte)} ({plaats.get_versie_display()})"


def _log(soort, plaats, door, omschrijving, **gegevens):
    leg_vast(
        soort,
        onderwerp=plaats,
        door=door,
        gemeente=plaats.functie.gemeente,
        omschrijving=f"Formatieplaats {omschrijving}",
        dekking=plaats.dekking,
        **gegevens,
    )


# ---- scenario's ----------------------------------------------------------------------------------------
@transaction.atomic
def bewaar_scenario(
    *, gemeente, naam: str, peildatum: date, invoer: Invoer, door, bron="", extra: Mapping | None = None
) -> Scenario:
    """Bewaar een berekening onder een naam. De basis en andere scenario's blijven zoals ze zijn (RH-164).

    `extra` zijn cijfers die een document noemt en die niet worden berekend, zoals een caseload per fte.
    """
    _mag(gemeente, door)
    try:
        bereken(invoer)
    except ValueError as fout:
        raise ValidationError(str(fout)) from None
    scenario = Scenario(
        gemeente=gemeente,
        naam=naam.strip(),
        peildatum=peildatum,
        invoer=invoer_naar_json(invoer) | dict(extra or {}),
        bron=bron.strip(),
        gemaakt_door=door,
    )
    controleer(scenario, VELD_BIJ)
    scenario.save()
    leg_vast("scenario.bewaard", onderwerp=scenario, door=door, omschrijving=f"Scenario {scenario} bewaard")
    return scenario


@transaction.atomic
def verwijder_scenario(scenario, *, door) -> dict:
    """Gooi een scenario weg; geeft terug wat nodig is om het te herstellen."""
    scenario = Scenario.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=scenario.pk)
    _mag(scenario.gemeente, door)
    leg_vast(
        "scenario.verwijderd", onderwerp=scenario, door=door, omschrijving=f"Scenario {scenario} verwijderd"
    )
    gegevens = {
        "gemeente": scenario.gemeente_id,
        "naam": scenario.naam,
        "peildatum": scenario.peildatum.isoformat(),
        "invoer": scenario.invoer,
        "bron": scenario.bron,
        "gemaakt_door": scenario.gemaakt_door_id,
    }
    scenario.delete()
    return gegevens


@ongedaan_soort("scenario.verwijderd")
def herstel_scenario(gegevens, *, door) -> str:
    """Zet een weggegooid scenario terug."""
    scenario = Scenario(
        gemeente_id=gegevens["gemeente"],
        naam=gegevens["naam"],
        peildatum=date.fromisoformat(gegevens["peildatum"]),
        invoer=gegevens["invoer"],
        bron=gegevens["bron"],
        gemaakt_door_id=gegevens["gemaakt_door"],
    )
    _mag(scenario.gemeente, door)
    controleer(scenario, VELD_BIJ)
    scenario.save()
    leg_vast("scenario.hersteld", onderwerp=scenario, door=door, omschrijving=f"Scenario {scenario} hersteld")
    return f"Scenario {scenario} is terug."


def _alleen(velden: Mapping, toegestaan) -> dict:
    vreemd = set(velden) - set(toegestaan)
    if vreemd:
        raise TypeError(f"onbekende velden: {', '.join(sorted(vreemd))}")
    return {naam: waarde.strip() if isinstance(waarde, str) else waarde for naam, waarde in velden.items()}
