"""Een dossier overdragen: voorstellen, accepteren, weigeren of intrekken (RH-045, RH-147; functies V2)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.pdf import render_pdf
from kern.permissions import Recht
from kern.undo import ongedaan_soort
from kern.versions import controleer_versie
from personen import actions as personen
from personen.documents import overdracht_van
from personen.dossier import Dossier
from personen.models import Persoon, Toewijzing
from reintegratie.choices import Overdrachtstatus
from reintegratie.models import Overdracht
from reintegratie.overdracht_queries import segmentwissel

_VELDEN = {
    "overdracht_aan_iemand": "naar_team",
    "overdracht_weigering_met_reden": "reden",
}


@transaction.atomic
def stel_overdracht_voor(persoon, *, reden, door, naar_team=None, naar=None) -> Overdracht:
    """Vraag een team of een collega om dit dossier over te nemen, met het overdrachtsblad van vandaag.

    De contactpersoon blijft wie hij was, tot de ontvanger accepteert.
    """
    persoon = Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)
    vandaag = timezone.localdate()
    huidige = Toewijzing.objects.op(vandaag).filter(persoon=persoon).select_related("gebruiker").first()
    _controleer_ontvanger(persoon, naar_team, naar, huidige)
    wissel = segmentwissel(persoon, vandaag)
    overdracht = Overdracht(
        persoon=persoon, gemeente=persoon.gemeente, meting=wissel.meting if wissel.anders else None,
        segment_van=wissel.was.naam if wissel.anders and wissel.was else "",
        segment_naar=wissel.wordt.naam if wissel.anders and wissel.wordt else "",
        kaderversie=wissel.schema.versie, van=huidige.gebruiker if huidige else None,
        naar_team=naar_team, naar=naar, reden=reden.strip(), voorgesteld_door=door, voorgesteld_op=vandaag,
    )  # fmt: skip
    overdracht.bestand = _overdrachtsblad(persoon, door, vandaag)
    controleer(overdracht, _VELDEN)
    overdracht.save()
    _log("overdracht.voorgesteld", overdracht, door, f"Overdracht voorgesteld aan {overdracht.ontvanger}")
    return overdracht


def _controleer_ontvanger(persoon, naar_team, naar, huidige) -> None:
    if naar_team is None and naar is None:
        raise ValidationError({"naar_team": "Kies een team of een collega."})
    if naar_team is not None and naar_team.gemeente_id != persoon.gemeente_id:
        raise ValidationError({"naar_team": "Dit team werkt voor een andere gemeente."})
    if naar is not None:
        if not naar.is_active or not naar.mag(Recht.CONTACT_VASTLEGGEN, persoon.gemeente_id):
            raise ValidationError({"naar": f"{naar} kan in deze gemeente geen contactpersoon zijn."})
        if huidige and huidige.gebruiker_id == naar.pk:
            raise ValidationError({"naar": f"{naar} is al de contactpersoon."})


def _overdrachtsblad(persoon, door, vandaag):
    """The one-page hand-over as the proposer sees it today; stored, so that it stays what was handed over."""
    met_kop = Persoon.objects.met_kop(vandaag).get(pk=persoon.pk)
    dossier = Dossier(met_kop, door, vandaag, "overdracht")
    context = {"persoon": met_kop, "overdracht": overdracht_van(dossier)}
    pdf = render_pdf("documenten/overdracht.html", context)
    naam = f"overdracht-{persoon.nummer}-{vandaag:%Y-%m-%d}.pdf"
    return bewaar_bestand(pdf.bytes, naam, gemeente=persoon.gemeente, door=door)


def mag_beantwoorden(overdracht, gebruiker) -> bool:
    """De ontvanger zelf, zijn vervanger, een lid van het team, of wie mag toewijzen; nooit wie voorstelt."""
    if not overdracht.wacht or overdracht.voorgesteld_door_id == gebruiker.pk:
        return False
    if gebruiker.mag(Recht.PERSOON_TOEWIJZEN, overdracht.gemeente_id):
        return True
    if not gebruiker.mag(Recht.REINTEGRATIE_WIJZIGEN, overdracht.gemeente_id):
        return False
    return Overdracht.objects.filter(pk=overdracht.pk).voor_ontvanger(gebruiker).exists()


def mag_intrekken(overdracht, gebruiker) -> bool:
    """Wie voorstelde, wie het dossier afstaat, of wie mag toewijzen."""
    eigen = gebruiker.pk in (overdracht.voorgesteld_door_id, overdracht.van_id)
    return overdracht.wacht and (eigen or gebruiker.mag(Recht.PERSOON_TOEWIJZEN, overdracht.gemeente_id))


@transaction.atomic
def accepteer_overdracht(overdracht, *, aan, door, versie=None, reden="") -> Overdracht:
    """Neem het dossier over: `aan` is vanaf vandaag de contactpersoon."""
    overdracht = _open_op_slot(overdracht, door, versie)
    vandaag = timezone.localdate()
    if not aan.mag(Recht.CONTACT_VASTLEGGEN, overdracht.gemeente_id):
        raise ValidationError({"aan": f"{aan} kan in deze gemeente geen contactpersoon zijn."})
    stappen = personen.wijs_toe(
        overdracht.persoon, aan=aan, vanaf=vandaag, door=door, reden=f"Overdracht: {overdracht.reden}"[:200]
    )
    overdracht = _besluit(overdracht, Overdrachtstatus.GEACCEPTEERD, door, reden, f"geaccepteerd door {aan}")
    overdracht.stappen = [stap.gegevens for stap in stappen]
    return overdracht


@transaction.atomic
def weiger_overdracht(overdracht, *, reden, door, versie=None) -> Overdracht:
    """Het dossier blijft waar het is; de reden gaat terug naar wie voorstelde."""
    overdracht = _open_op_slot(overdracht, door, versie)
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf op waarom je weigert."})
    return _besluit(overdracht, Overdrachtstatus.GEWEIGERD, door, reden, f"geweigerd: {reden.strip()}")


@transaction.atomic
def trek_overdracht_in(overdracht, *, door) -> Overdracht:
    """Het voorstel vervalt; er verandert niets."""
    overdracht = _op_slot(overdracht)
    if not overdracht.wacht:
        raise ValidationError(f"Deze overdracht is al {overdracht.get_status_display()}.")
    if not mag_intrekken(overdracht, door):
        raise PermissionDenied
    return _besluit(overdracht, Overdrachtstatus.INGETROKKEN, door, "", "ingetrokken")


ANTWOORD = "overdracht.antwoord"


def terug_te_draaien(overdracht) -> dict:
    """Wat `met_ongedaan(…, ANTWOORD)` moet bewaren na accepteren, weigeren of intrekken."""
    return {
        "overdracht": overdracht.pk,
        "versie": overdracht.versie,
        "stappen": list(overdracht.stappen),
    }


@ongedaan_soort(ANTWOORD)
@transaction.atomic
def neem_antwoord_terug(gegevens, *, door) -> str:
    """De overdracht wacht weer, en wie het dossier had, heeft het weer; alleen als er niets is veranderd (V2)."""
    overdracht = _op_slot(Overdracht(pk=gegevens["overdracht"]))
    if overdracht.versie != gegevens["versie"]:
        raise ValidationError(
            "Deze overdracht is intussen veranderd. Stel zo nodig een nieuwe overdracht voor."
        )
    rechten = (Recht.REINTEGRATIE_WIJZIGEN, Recht.PERSOON_TOEWIJZEN)
    if overdracht.besloten_door_id != door.pk or not any(
        door.mag(recht, overdracht.gemeente_id) for recht in rechten
    ):
        raise PermissionDenied
    personen.zet_contactpersoon_terug(personen.toewijzingsstappen(gegevens["stappen"]), door=door)
    was = overdracht.get_status_display()
    overdracht.status, overdracht.reden_besluit = Overdrachtstatus.VOORGESTELD, ""
    overdracht.besloten_door = overdracht.besloten_op = None
    overdracht.versie += 1
    controleer(overdracht, _VELDEN)
    overdracht.save()
    _log(
        "overdracht.heropend",
        overdracht,
        door,
        f"Antwoord teruggenomen (was: {was}): de overdracht wacht weer",
    )
    return "De overdracht wacht weer op een antwoord."


def _op_slot(overdracht) -> Overdracht:
    rijen = Overdracht.objects.select_related("persoon__gemeente", "gemeente", "naar", "naar_team")
    return rijen.select_for_update(of=("self",)).get(pk=overdracht.pk)


def _open_op_slot(overdracht, door, versie) -> Overdracht:
    overdracht = _op_slot(overdracht)
    if not overdracht.wacht:
        raise ValidationError(f"Deze overdracht is al {overdracht.get_status_display()}.")
    controleer_versie(overdracht, versie)
    if overdracht.voorgesteld_door_id == door.pk:
        raise ValidationError("Je stelde deze overdracht zelf voor. Een collega beantwoordt haar.")
    if not mag_beantwoorden(overdracht, door):
        raise PermissionDenied
    return overdracht


def _besluit(overdracht, status, door, reden, tekst) -> Overdracht:
    overdracht.status, overdracht.besloten_door = status, door
    overdracht.besloten_op, overdracht.reden_besluit = timezone.localdate(), reden.strip()
    overdracht.versie += 1
    controleer(overdracht, _VELDEN)
    overdracht.save()
    _log(f"overdracht.{status}", overdracht, door, f"Overdracht aan {overdracht.ontvanger} {tekst}")
    return overdracht


def _log(soort, overdracht, door, omschrijving) -> None:
    leg_vast(
        soort, onderwerp=overdracht, dossier=overdracht.persoon_id, gemeente=overdracht.gemeente, door=door,
        omschrijving=omschrijving,
    )  # fmt: skip
