"""Who may manage which user: only inside gemeenten where one holds the right, and never oneself."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from kern.models import Deelname, Gebruiker, Gemeente, Rolvervulling, Samenwerkingsverband
from kern.permissions import Recht, rollen_met


def _gemeenten_van(gebruiker: Gebruiker, *, vanaf) -> set[int]:
    """De gemeenten waar de gebruiker op of na `vanaf` een rol heeft, ook via een verband."""
    rollen = Rolvervulling.objects.filter(
        Q(einddatum=None) | Q(einddatum__gte=vanaf), gebruiker=gebruiker
    ).values_list("gemeente_id", "verband_id")
    verbanden = {verband for _, verband in rollen if verband}
    deel = Deelname.objects.filter(verband_id__in=verbanden).op(timezone.localdate())
    return {gemeente for gemeente, _ in rollen if gemeente} | set(deel.values_list("gemeente_id", flat=True))


def gemeente_van(gebruiker: Gebruiker) -> Gemeente | None:
    """De gemeente voor het logboek, als er precies één is."""
    ids = _gemeenten_van(gebruiker, vanaf=timezone.localdate())
    return Gemeente.objects.get(pk=next(iter(ids))) if len(ids) == 1 else None


def te_beheren_gemeenten(door: Gebruiker):
    """Gemeenten waar deze beheerder gebruikers beheert."""
    return Gemeente.objects.met_recht(door, Recht.GEBRUIKER_BEHEREN)


def te_beheren_verbanden(door: Gebruiker):
    """Verbanden waar deze beheerder (of wie hij vervangt) zelf een beheerdersrol in dát verband heeft."""
    rollen = Rolvervulling.objects.op(timezone.localdate()).filter(
        gebruiker_id__in={door.pk, *door.toegang.vervangt},
        rol__in=rollen_met(Recht.GEBRUIKER_BEHEREN),
        verband__isnull=False,
    )
    return Samenwerkingsverband.objects.filter(pk__in=rollen.values("verband_id"))


def zichtbare_gebruikers(door: Gebruiker):
    """Gebruikers met een rol (nu, straks of vroeger) in een gemeente waar `door` gebruikers beheert."""
    gemeenten = door.toegang.gemeenten_met(Recht.GEBRUIKER_BEHEREN)
    rollen = Rolvervulling.objects.filter(
        Q(gemeente_id__in=gemeenten) | Q(verband__deelnames__gemeente_id__in=gemeenten)
    )
    return Gebruiker.objects.filter(pk__in=rollen.values("gebruiker_id"))


def mag_beheren(door: Gebruiker, gebruiker: Gebruiker) -> bool:
    """Alleen wie in álle gemeenten van de gebruiker beheerder is, mag bij het account zelf.

    Anders zou een beheerder met een nieuw wachtwoord als die gebruiker in een vreemde gemeente kijken.
    """
    van = _gemeenten_van(gebruiker, vanaf=timezone.localdate())
    van = van or _gemeenten_van(gebruiker, vanaf=timezone.localdate() - timedelta(days=36500))
    return van <= door.toegang.gemeenten_met(Recht.GEBRUIKER_BEHEREN)


def eis_beheer_van(door: Gebruiker, gebruiker: Gebruiker) -> None:
    """ValidationError als `door` het account van `gebruiker` niet mag beheren."""
    if not mag_beheren(door, gebruiker):
        raise ValidationError(
            "Deze gebruiker werkt ook voor een gemeente waar jij geen beheerder bent. Vraag de beheerder daar."
        )
