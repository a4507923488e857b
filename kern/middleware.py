"""Request number, session limits, second factor and the context of the field history."""

import time
import uuid

import pghistory
from django.conf import settings
from django.contrib import auth
from django.http import HttpResponseRedirect
from django.urls import reverse

from kern.logbook import verzoeknummer


class VerzoekMiddleware:
    """Give each request a number that returns in every log line; personal pages are never cached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.verzoeknummer = str(uuid.uuid4())
        token = verzoeknummer.set(request.verzoeknummer)
        try:
            response = self.get_response(request)
        finally:
            verzoeknummer.reset(token)
        if not request.path.startswith(f"/{settings.STATIC_URL}"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault(
                "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
            )
        return response


class SessieMiddleware:
    """End a session after 30 minutes without activity and after 12 hours in any case (E2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("begonnen", now)
            last = request.session.get("laatst", now)
            too_old = now - started > settings.SESSION_MAX_SECONDS
            if too_old or now - last > settings.SESSION_IDLE_SECONDS:
                # Only the log-in ends: a POST comes back through the log-in page, see views/account.py.
                auth.logout(request)
            elif now - last > 30 or "laatst" not in request.session:
                # Written at most twice a minute, so that not every page costs an extra commit.
                request.session["laatst"] = now
        return self.get_response(request)


class VerplichteStapMiddleware:
    """First choose an own password, then set up a second factor; until then nothing else opens (BIO2 5.17.01)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and not request.path.startswith(
            ("/static/", reverse("account_logout"))
        ):
            stap = self._stap(request)
            if stap:
                return HttpResponseRedirect(stap)
        return self.get_response(request)

    def _stap(self, request) -> str:
        """The page this user has to do first, or "" when everything is in order or this is that page."""
        # To change a second factor allauth first asks the password again.
        open_paths = (reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))
        if request.user.wachtwoord_eenmalig:
            stap = reverse("account_change_password")
        elif settings.MFA_VERPLICHT and not self._heeft_tweede_factor(request):
            stap = reverse("mfa_activate_totp")
        else:
            return ""
        return "" if request.path in (stap, *open_paths) else stap

    def _heeft_tweede_factor(self, request) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        from kern.accounts import MFA_BIJ_AANBIEDER

        # The provider of the gemeente may have asked for it itself (claim amr), for this very user.
        if request.session.get(MFA_BIJ_AANBIEDER) == request.user.pk:
            return True
        return is_mfa_enabled(request.user)


class HistorieMiddleware:
    """Who and which page, for every row that the history triggers write during a change."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(gebruiker=request.user.pk, pad=request.path, verzoek=request.verzoeknummer):
            return self.get_response(request)
