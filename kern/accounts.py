"""Log-in rules on top of django-allauth: nobody signs up, OIDC never creates users by itself.

Every log-in, failed log-in and new password is written in the logbook (BIO2 8.15.01).
"""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse

from kern.logbook import leg_vast
from kern.models import Gebruiker
from kern.user_access import gemeente_van

NET_INGELOGD = 5 * 60  # seconds
# Set in the session when the provider of the gemeente asked for the second factor itself.
MFA_BIJ_AANBIEDER = "mfa_bij_aanbieder"


def _log(soort: str, gebruiker: Gebruiker, door, tekst: str) -> None:
    gemeente = gemeente_van(gebruiker)
    leg_vast(f"gebruiker.{soort}", onderwerp=gebruiker, door=door, gemeente=gemeente, omschrijving=tekst)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the functioneel beheerder only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.",
        "too_many_login_attempts": "Te vaak een verkeerd wachtwoord. Wacht 5 minuten en probeer het opnieuw.",
        "enter_current_password": "Dit is niet je huidige wachtwoord.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
    }

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        _log("ingelogd", user, user, f"{user} logde in")

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        gebruiker = Gebruiker.objects.filter(username=credentials.get("username", "")).first()
        if gebruiker:
            _log("inloggen_mislukt", gebruiker, None, f"Inloggen als {gebruiker} mislukte")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who logged in less than five minutes ago, need not type the same password again."""
        if time.time() - context.request.session.get("begonnen", 0) < NET_INGELOGD:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def set_password(self, user, password):
        from kern.actions.gebruikers import kies_wachtwoord

        kies_wachtwoord(user, wachtwoord=password)

    def get_password_change_redirect_url(self, request):
        return reverse("kern:instellingen")

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        """Only what someone has to know: no "you have signed in"."""
        if message_template and message_template.endswith(("logged_in.txt", "logged_out.txt")):
            return
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def send_notification_mail(self, *args, **kwargs):
        """No mail by itself: the logbook keeps it, and mail would be the only thing that needs a server."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A gemeente account may log in only when the beheerder linked it beforehand."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Remember whether the provider asked for a second factor (claim `amr`, RFC 8176)."""
        gegevens = sociallogin.account.extra_data or {}
        claims = gegevens.get("id_token") or gegevens
        met_mfa = sociallogin.is_existing and "mfa" in (claims.get("amr") or [])
        # Bound to the user: someone else who logs in after this in the same browser gets no free pass.
        request.session[MFA_BIJ_AANBIEDER] = sociallogin.user.pk if met_mfa else None

    def populate_user(self, request, sociallogin, data):
        """Nothing of the provider is kept: the beheerder makes the user."""
        return sociallogin.user


class MfaAdapter(DefaultMFAAdapter):
    """Dutch words, and the secret of the app is encrypted in the database (BIO2 8.24)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet. Vul de code in die de app nu toont.",
    }

    def encrypt(self, text):
        return _sloten().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _sloten().decrypt(encrypted_text.encode()).decode()


def _sloten() -> MultiFernet:
    """Encrypts with the key of today, also reads what earlier keys wrote (key rotation)."""
    sleutels = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(b"trede.mfa:" + sleutel.encode()).digest())) for sleutel in sleutels]
    )
