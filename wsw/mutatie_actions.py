"""Mutaties: vanzelf uit wat er in Trede gebeurt, met de hand, en één keer verstuurd (RH-002, RH-145)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Bestand
from kern.versions import controleer_versie
from personen.models import Persoon
from werkgevers.rules.tarief import laatste_dag
from wsw.choices import MET_DE_HAND, Mutatiesoort
from wsw.models import Dienstverband, Mutatie, Mutatielevering, Salarispartij
from wsw.mutatie_documents import bestanden_van

_SLOT = 20260903  # advisory lock: one batch of a gemeente at a time
PARTIJVELDEN = ("organisatie", "omvang", "contact", "email", "toelichting", "begindatum", "einddatum")


@transaction.atomic
def geef_mutatie_door(persoon, *, soort, per, omschrijving, door) -> Mutatie:
    """Geef met de hand iets door dat niet vanzelf ontstaat, zoals ziek en hersteld (RH-145, RH-146)."""
    persoon = Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)
    if soort not in MET_DE_HAND:
        raise ValidationError(
            {"soort": f"'{Mutatiesoort(soort).label}' ontstaat vanzelf als je het in Trede vastlegt."}
        )
    dienstverband = Dienstverband.objects.filter(persoon=persoon).op(per).first()
    if dienstverband is None:
        raise ValidationError({"per": "Op deze dag is er geen Wsw-dienstverband. Kies een andere dag."})
    mutatie = Mutatie(
        gemeente=persoon.gemeente, persoon=persoon, dienstverband=dienstverband, soort=soort, ingangsdatum=per,
        omschrijving=omschrijving.strip(), doorgegeven_door=door,
        sleutel=f"hand-{persoon.pk}-{timezone.now().timestamp()}",
    )  # fmt: skip
    controleer(mutatie, {"mutatie_niet_leeg": "omschrijving"})
    mutatie.save()
    _log("doorgegeven", mutatie, door)
    return mutatie


@transaction.atomic
def neem_mutatie_terug(mutatie, *, reden, door) -> Mutatie:
    """Wat niet doorgaat en nog niet is verstuurd, vervalt met een reden."""
    mutatie = Mutatie.objects.select_for_update(of=("self",)).select_related("persoon").get(pk=mutatie.pk)
    if mutatie.levering_id:
        raise ValidationError(
            "Deze mutatie is al verstuurd. Geef een nieuwe mutatie door die haar verbetert."
        )
    if mutatie.vervallen_op:
        raise ValidationError("Deze mutatie was al teruggenomen.")
    mutatie.vervallen_op, mutatie.reden_vervallen = timezone.now(), reden.strip()
    controleer(mutatie, {"mutatie_vervallen_heeft_reden": "reden"})
    mutatie.save()
    _log("teruggenomen", mutatie, door)
    return mutatie


def te_versturen(gemeente, maand: date):
    """Alle open mutaties die uiterlijk in deze maand ingaan; ook wat van eerdere maanden is blijven liggen."""
    rijen = Mutatie.objects.open().filter(gemeente=gemeente, ingangsdatum__lte=laatste_dag(maand))
    return rijen.select_related("persoon", "dienstverband").order_by("ingangsdatum", "pk")


@transaction.atomic
def verstuur_mutaties(gemeente, maand: date, *, door, verwacht: int | None = None) -> Mutatielevering:
    """Zet alle open mutaties tot en met deze maand in één levering; daarna staan zij en hun bestanden vast.

    `verwacht` is het aantal dat de gebruiker voor zich had: kwam er iets bij, dan kijkt hij eerst opnieuw.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, gemeente.pk])
    if maand.day != 1:
        raise ValidationError("Een levering gaat over een hele maand.")
    mutaties = list(te_versturen(gemeente, maand).select_for_update(of=("self",)))
    if not mutaties:
        raise ValidationError("Er zijn geen mutaties om te versturen.")
    if verwacht is not None and verwacht != len(mutaties):
        raise ValidationError(
            f"Het waren {verwacht} mutaties en nu zijn het er {len(mutaties)}. Kijk de lijst nog een keer na."
        )
    nu = timezone.now()
    partij = Salarispartij.objects.filter(gemeente=gemeente).op(timezone.localdate()).first()
    if partij is None:
        raise ValidationError("Leg eerst vast wie de salarissen doet.")
    eerdere = Mutatielevering.objects.filter(gemeente=gemeente, jaar=maand.year)
    levering = Mutatielevering(
        gemeente=gemeente, jaar=maand.year, maand=maand, ontvanger=str(partij), verstuurd_op=nu, verstuurd_door=door,
        aantal=len(mutaties), volgnummer=(eerdere.aggregate(n=Max("volgnummer"))["n"] or 0) + 1,
    )  # fmt: skip
    for vorm, (naam, mediatype, inhoud, sha256) in bestanden_van(levering, mutaties).items():
        bestand = Bestand(
            gemeente=gemeente, naam=naam, mediatype=mediatype, grootte=len(inhoud), sha256=sha256, inhoud=inhoud,
            gemaakt_door=door,
        )  # fmt: skip
        bestand.save()
        setattr(levering, vorm, bestand)
    controleer(levering)
    levering.save()
    Mutatie.objects.filter(pk__in=[mutatie.pk for mutatie in mutaties]).update(levering=levering)
    leg_vast(
        "mutaties.verstuurd", onderwerp=levering, door=door, aantal=levering.aantal,
        omschrijving=f"{levering}: {levering.aantal} verstuurd naar {levering.ontvanger}",
    )  # fmt: skip
    return levering


@transaction.atomic
def bevestig_levering(levering, *, op, door) -> Mutatielevering:
    """De salarispartij heeft de mutaties verwerkt; één keer vast te leggen."""
    levering = Mutatielevering.objects.select_for_update(of=("self",)).get(pk=levering.pk)
    if levering.bevestigd_op:
        raise ValidationError(f"Deze levering is al bevestigd op {levering.bevestigd_op:%d-%m-%Y}.")
    if not timezone.localdate(levering.verstuurd_op) <= op <= timezone.localdate():
        raise ValidationError({"op": "Kies een dag vanaf het versturen tot en met vandaag."})
    levering.bevestigd_op, levering.bevestigd_door = op, door
    controleer(levering)
    levering.save(update_fields=["bevestigd_op", "bevestigd_door"])
    leg_vast(
        "mutaties.bevestigd", onderwerp=levering, door=door,
        omschrijving=f"{levering} bevestigd door {levering.ontvanger} op {op:%d-%m-%Y}",
    )  # fmt: skip
    return levering


@transaction.atomic
def leg_salarispartij_vast(gemeente, *, door, partij=None, versie=None, **velden) -> Salarispartij:
    """Wie de HRM en de salarissen doet, met de looptijd van het contract (RH-002)."""
    if onbekend := set(velden) - set(PARTIJVELDEN):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")
    if partij is None:
        partij = Salarispartij(gemeente=gemeente)
    else:
        partij = Salarispartij.objects.select_for_update(of=("self",)).get(pk=partij.pk)
        controleer_versie(partij, versie)
        partij.versie += 1
    for veld, inhoud in velden.items():
        setattr(partij, veld, inhoud)
    partij.omvang = list(partij.omvang)
    controleer(
        partij,
        {
            "salarispartij_geen_overlap": "begindatum",
            "salarispartij_einde_na_begin": "einddatum",
            "salarispartij_omvang": "omvang",
        },
    )
    partij.save()
    leg_vast(
        "salarispartij.vastgelegd", onderwerp=partij, door=door,
        omschrijving=f"Salarispartij {partij} vanaf {partij.begindatum:%d-%m-%Y}",
    )  # fmt: skip
    return partij


def _log(wat, mutatie, door) -> None:
    leg_vast(
        f"mutatie.{wat}", onderwerp=mutatie, door=door, dossier=mutatie.persoon_id,
        omschrijving=f"Mutatie voor de salarispartij {wat}: {mutatie}",
    )  # fmt: skip
