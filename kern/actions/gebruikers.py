"""Gebruikers: toevoegen, wijzigen, aan- en uitzetten, wachtwoord, tweede factor, sessies (BIO2 5.16, 5.17)."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from kern.logbook import leg_vast
from kern.models import Gebruiker
from kern.models.gebruiker import nieuw_sessiestempel
from kern.user_access import eis_beheer_van, gemeente_van

# Easy to read aloud: no 0/O, 1/l/I.
_LEESBAAR = "abcdefghjkmnpqrstuvwxyz23456789"


def nieuw_wachtwoord() -> str:
    """Een wachtwoord om voor te lezen: vier groepen van vier tekens, ongeveer 79 bits."""
    return "-".join(get_random_string(4, _LEESBAAR) for _ in range(4))


def _leg_vast(soort: str, gebruiker: Gebruiker, door, omschrijving: str, **gegevens) -> None:
    leg_vast(
        f"gebruiker.{soort}",
        onderwerp=gebruiker,
        door=door,
        omschrijving=omschrijving,
        gemeente=gemeente_van(gebruiker),
        **gegevens,
    )


def _op_slot(gebruiker: Gebruiker) -> Gebruiker:
    return Gebruiker.objects.select_for_update(of=("self",)).get(pk=gebruiker.pk)


@transaction.atomic
def maak_gebruiker(*, username: str, naam: str, email: str = "", door) -> Gebruiker:
    """Voeg een gebruiker toe, nog zonder rol en zonder wachtwoord."""
    gebruiker = Gebruiker(username=username.strip().lower(), naam=naam, email=email)
    gebruiker.set_unusable_password()
    gebruiker.full_clean()
    gebruiker.save()
    leg_vast(
        "gebruiker.toegevoegd", onderwerp=gebruiker, door=door, omschrijving=f"Gebruiker {naam} toegevoegd"
    )
    return gebruiker


@transaction.atomic
def wijzig_gebruiker(gebruiker: Gebruiker, *, naam: str, email: str, door) -> Gebruiker:
    """Wijzig naam en e-mailadres."""
    eis_beheer_van(door, gebruiker)
    gebruiker = _op_slot(gebruiker)
    gebruiker.naam, gebruiker.email = naam, email
    gebruiker.full_clean()
    gebruiker.save(update_fields=["naam", "email"])
    _leg_vast("gewijzigd", gebruiker, door, f"Gegevens van {naam} gewijzigd")
    return gebruiker


@transaction.atomic
def zet_gebruiker_uit(gebruiker: Gebruiker, *, door) -> Gebruiker:
    """Zet een account uit; wie ingelogd is, is dat bij het volgende verzoek niet meer."""
    if gebruiker.pk == door.pk:
        raise ValidationError("Je kunt je eigen account niet uitzetten. Vraag een andere beheerder.")
    eis_beheer_van(door, gebruiker)
    gebruiker = _op_slot(gebruiker)
    gebruiker.is_active = False
    gebruiker.sessiestempel = nieuw_sessiestempel()
    gebruiker.save(update_fields=["is_active", "sessiestempel"])
    _leg_vast("uitgezet", gebruiker, door, f"Account van {gebruiker} uitgezet")
    return gebruiker


@transaction.atomic
def zet_gebruiker_aan(gebruiker: Gebruiker, *, door) -> Gebruiker:
    """Zet een account weer aan."""
    eis_beheer_van(door, gebruiker)
    gebruiker = _op_slot(gebruiker)
    gebruiker.is_active = True
    gebruiker.save(update_fields=["is_active"])
    _leg_vast("aangezet", gebruiker, door, f"Account van {gebruiker} aangezet")
    return gebruiker


@transaction.atomic
def geef_eenmalig_wachtwoord(gebruiker: Gebruiker, *, door) -> str:
    """Geef een wachtwoord dat bij het volgende inloggen gewijzigd moet worden; het staat nergens opgeslagen."""
    if gebruiker.pk == door.pk:
        raise ValidationError("Wijzig je eigen wachtwoord bij Mijn instellingen.")
    eis_beheer_van(door, gebruiker)
    gebruiker = _op_slot(gebruiker)
    if not gebruiker.is_active:
        raise ValidationError("Dit account staat uit. Zet het eerst aan.")
    wachtwoord = nieuw_wachtwoord()
    gebruiker.set_password(wachtwoord)
    gebruiker.wachtwoord_eenmalig = True
    gebruiker.sessiestempel = nieuw_sessiestempel()
    gebruiker.save(update_fields=["password", "wachtwoord_eenmalig", "sessiestempel"])
    _leg_vast("wachtwoord_gegeven", gebruiker, door, f"Eenmalig wachtwoord gegeven aan {gebruiker}")
    return wachtwoord


@transaction.atomic
def kies_wachtwoord(gebruiker: Gebruiker, *, wachtwoord: str) -> Gebruiker:
    """De gebruiker kiest zelf een wachtwoord; alle andere sessies eindigen (snel-en-veilig E2)."""
    gebruiker.set_password(wachtwoord)
    gebruiker.wachtwoord_eenmalig = False
    gebruiker.sessiestempel = nieuw_sessiestempel()
    gebruiker.save(update_fields=["password", "wachtwoord_eenmalig", "sessiestempel"])
    _leg_vast("wachtwoord_gewijzigd", gebruiker, gebruiker, f"{gebruiker} koos een nieuw wachtwoord")
    return gebruiker


@transaction.atomic
def verwijder_tweede_factor(gebruiker: Gebruiker, *, door) -> None:
    """Telefoon kwijt: bij het volgende inloggen stelt de gebruiker een nieuwe tweede factor in."""
    if gebruiker.pk == door.pk:
        raise ValidationError("Wijzig je eigen tweede factor bij Mijn instellingen.")
    eis_beheer_van(door, gebruiker)
    gebruiker = _op_slot(gebruiker)
    Authenticator.objects.filter(user=gebruiker).delete()
    gebruiker.sessiestempel = nieuw_sessiestempel()
    gebruiker.save(update_fields=["sessiestempel"])
    _leg_vast("tweede_factor_verwijderd", gebruiker, door, f"Tweede factor van {gebruiker} verwijderd")


@transaction.atomic
def koppel_account(gebruiker: Gebruiker, *, uid: str, door, aanbieder: str = "gemeente") -> None:
    """Koppel het account bij de gemeente (OIDC) aan deze gebruiker; een lege uid haalt de koppeling weg."""
    if gebruiker.pk == door.pk:
        raise ValidationError("Je kunt je eigen koppeling niet wijzigen. Vraag een andere beheerder.")
    eis_beheer_van(door, gebruiker)
    uid = uid.strip()
    anders = SocialAccount.objects.filter(provider=aanbieder, uid=uid).exclude(user=gebruiker)
    if uid and anders.exists():
        raise ValidationError({"uid": "Dit account hoort al bij een andere gebruiker."})
    SocialAccount.objects.filter(user=gebruiker, provider=aanbieder).delete()
    if uid:
        SocialAccount.objects.create(user=gebruiker, provider=aanbieder, uid=uid)
    woord = "gekoppeld" if uid else "ontkoppeld"
    _leg_vast(f"account_{woord}", gebruiker, door, f"Gemeenteaccount van {gebruiker} {woord}")


@transaction.atomic
def beeindig_sessies(gebruiker: Gebruiker) -> Gebruiker:
    """Log de gebruiker op alle apparaten uit."""
    gebruiker.sessiestempel = nieuw_sessiestempel()
    gebruiker.save(update_fields=["sessiestempel"])
    _leg_vast("sessies_beeindigd", gebruiker, gebruiker, f"{gebruiker} logde uit op alle andere apparaten")
    return gebruiker


@transaction.atomic
def kies_sneltoetsen(gebruiker: Gebruiker, *, aan: bool) -> Gebruiker:
    """Zet de sneltoetsen aan of uit (WCAG 2.1.4)."""
    gebruiker.sneltoetsen = aan
    gebruiker.save(update_fields=["sneltoetsen"])
    _leg_vast("sneltoetsen", gebruiker, gebruiker, f"Sneltoetsen {'aan' if aan else 'uit'}gezet")
    return gebruiker
