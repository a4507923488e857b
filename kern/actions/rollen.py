"""Rollen, teams en vervanging: van en tot en met een dag (RH-141, WV-051)."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.logbook import leg_vast
from kern.models import Gebruiker, Rolvervulling, Team, Teamlid, Vervanging
from kern.opmaak import datum
from kern.permissions import Recht
from kern.user_access import eis_beheer_van, te_beheren_gemeenten, te_beheren_verbanden


def _eis_gemeente(door: Gebruiker, gemeente_id: int | None) -> None:
    if not door.mag(Recht.GEBRUIKER_BEHEREN, gemeente_id or 0):
        raise ValidationError("Je bent geen beheerder van deze gemeente.")


def _eis_plek(door: Gebruiker, gemeente, verband) -> None:
    """Een beheerder geeft alleen rollen waar hij zelf beheerder is; in een verband alleen vanuit dat verband."""
    if gemeente and not te_beheren_gemeenten(door).filter(pk=gemeente.pk).exists():
        raise ValidationError({"plek": "Je bent geen beheerder van deze gemeente."})
    if verband and not te_beheren_verbanden(door).filter(pk=verband.pk).exists():
        raise ValidationError({"plek": "Je bent geen beheerder van dit samenwerkingsverband."})


def _periode(begin: date, einde: date | None) -> str:
    return f"vanaf {datum(begin)}" + (f" tot en met {datum(einde)}" if einde else "")


@transaction.atomic
def ken_rol_toe(
    gebruiker: Gebruiker,
    *,
    rol,
    begindatum: date,
    einddatum: date | None = None,
    gemeente=None,
    verband=None,
    door,
) -> Rolvervulling:
    """Geef een rol in één gemeente of één verband; nooit aan jezelf (snel-en-veilig C5)."""
    if gebruiker.pk == door.pk:
        raise ValidationError("Je kunt jezelf geen rol geven. Vraag een andere beheerder.")
    _eis_plek(door, gemeente, verband)
    vervulling = Rolvervulling(
        gebruiker=gebruiker,
        rol=rol,
        gemeente=gemeente,
        verband=verband,
        begindatum=begindatum,
        einddatum=einddatum,
        toegekend_door=door,
    )
    vervulling.full_clean()
    vervulling.save()
    plek = gemeente or verband
    leg_vast(
        "rol.toegekend",
        onderwerp=vervulling,
        door=door,
        omschrijving=f"{gebruiker}: rol {vervulling.get_rol_display()} in {plek}, {_periode(begindatum, einddatum)}",
        gebruiker=gebruiker.pk,
        rol=str(rol),
    )
    return vervulling


@transaction.atomic
def beeindig_rol(vervulling: Rolvervulling, *, laatste_dag: date, door) -> None:
    """Beëindig een rol; ligt de laatste dag in het verleden, dan geldt de rol nu al niet meer (C4)."""
    vervulling = Rolvervulling.objects.select_for_update(of=("self",)).get(pk=vervulling.pk)
    if vervulling.gebruiker_id == door.pk:
        raise ValidationError("Je kunt je eigen rol niet beëindigen. Vraag een andere beheerder.")
    _eis_plek(door, vervulling.gemeente, vervulling.verband)
    if vervulling.einddatum and vervulling.einddatum < timezone.localdate():
        raise ValidationError("Deze rol is al beëindigd.")
    plek, naam = vervulling.gemeente or vervulling.verband, vervulling.get_rol_display()
    leg_vast(
        "rol.beeindigd",
        onderwerp=vervulling,
        door=door,
        omschrijving=f"{vervulling.gebruiker}: rol {naam} in {plek} eindigt op {datum(laatste_dag)}",
        gebruiker=vervulling.gebruiker_id,
        rol=vervulling.rol,
    )
    if laatste_dag < vervulling.begindatum:
        vervulling.delete()  # it never held on any day; the history table keeps it
        return
    vervulling.einddatum = laatste_dag
    vervulling.full_clean()
    vervulling.save(update_fields=["einddatum"])


def per_direct() -> date:
    """De laatste dag van een rol die nu meteen ophoudt."""
    return timezone.localdate() - timedelta(days=1)


@transaction.atomic
def bewaar_team(team: Team | None = None, *, gemeente, naam: str, taakvelden: str, door) -> Team:
    """Voeg een team toe of wijzig het (RH-009, RH-141)."""
    _eis_gemeente(door, getattr(gemeente, "pk", None))
    nieuw = team is None
    if team is None:
        team = Team(gemeente=gemeente)
    else:
        team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        _eis_gemeente(door, team.gemeente_id)
    team.naam, team.taakvelden = naam, taakvelden
    team.full_clean()
    team.save()
    woord = "toegevoegd" if nieuw else "gewijzigd"
    leg_vast(f"team.{woord}", onderwerp=team, door=door, omschrijving=f"Team {naam} {woord}")
    return team


@transaction.atomic
def maak_teamlid(
    team: Team, *, gebruiker, fte, begindatum: date, einddatum: date | None = None, door
) -> Teamlid:
    """Zet een gebruiker in een team, met het deel van een fte."""
    _eis_gemeente(door, team.gemeente_id)
    lid = Teamlid(team=team, gebruiker=gebruiker, fte=fte, begindatum=begindatum, einddatum=einddatum)
    lid.full_clean()
    lid.save()
    leg_vast(
        "teamlid.toegevoegd",
        onderwerp=lid,
        door=door,
        gemeente=team.gemeente,
        omschrijving=f"{gebruiker} in team {team}, {_periode(begindatum, einddatum)}",
        fte=str(fte),
    )
    return lid


@transaction.atomic
def beeindig_teamlid(lid: Teamlid, *, laatste_dag: date, door) -> None:
    """Haal een gebruiker uit een team na de laatste dag."""
    lid = Teamlid.objects.select_for_update(of=("self",)).select_related("team__gemeente").get(pk=lid.pk)
    _eis_gemeente(door, lid.team.gemeente_id)
    lid.einddatum = laatste_dag
    lid.full_clean()
    lid.save(update_fields=["einddatum"])
    leg_vast(
        "teamlid.beeindigd",
        onderwerp=lid,
        door=door,
        gemeente=lid.team.gemeente,
        omschrijving=f"{lid.gebruiker} uit team {lid.team} na {datum(laatste_dag)}",
    )


@transaction.atomic
def stel_vervanging_in(
    afwezige: Gebruiker, *, vervanger: Gebruiker, begindatum: date, einddatum: date, reden: str = "", door
) -> Vervanging:
    """Laat een collega waarnemen, van en tot en met een dag.

    Voor jezelf kies je een collega. Een beheerder doet het voor een ander, maar neemt nooit zelf waar:
    dan gaf hij zichzelf rechten.
    """
    if door.pk != afwezige.pk:
        if vervanger.pk == door.pk:
            raise ValidationError({"vervanger": "Je kunt jezelf niet als vervanger aanwijzen."})
        eis_beheer_van(door, afwezige)
    if not vervanger.is_active:
        raise ValidationError(
            {"vervanger": "Het account van deze collega staat uit. Kies een andere collega."}
        )
    if not vervanger.toegang.gemeenten & afwezige.toegang.gemeenten:
        raise ValidationError(
            {"vervanger": "Deze collega werkt voor een andere gemeente. Kies een andere collega."}
        )
    vervanging = Vervanging(
        afwezige=afwezige, vervanger=vervanger, begindatum=begindatum, einddatum=einddatum, reden=reden
    )
    vervanging.full_clean()
    vervanging.save()
    leg_vast(
        "vervanging.ingesteld",
        onderwerp=vervanging,
        door=door,
        omschrijving=f"{vervanger} neemt waar voor {afwezige}, {_periode(begindatum, einddatum)}",
    )
    return vervanging


@transaction.atomic
def beeindig_vervanging(vervanging: Vervanging, *, door) -> None:
    """Stop een vervanging per direct; een vervanging die nog moet beginnen, vervalt."""
    vervanging = Vervanging.objects.select_for_update(of=("self",)).get(pk=vervanging.pk)
    if door.pk != vervanging.afwezige_id:
        eis_beheer_van(door, vervanging.afwezige)
    if vervanging.einddatum and vervanging.einddatum < timezone.localdate():
        raise ValidationError("Deze vervanging is al voorbij.")
    leg_vast(
        "vervanging.beeindigd",
        onderwerp=vervanging,
        door=door,
        omschrijving=f"{vervanging.vervanger} neemt niet meer waar voor {vervanging.afwezige}",
    )
    if vervanging.begindatum >= timezone.localdate():
        vervanging.delete()
        return
    vervanging.einddatum = per_direct()
    vervanging.save(update_fields=["einddatum"])
