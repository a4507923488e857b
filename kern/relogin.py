"""Log in again without losing work (B2): what was posted after the session had ended comes back.

The fields wait on the server, bound to a random key in a signed cookie and to the user who was last
logged in on this browser. After log-in by the same user the page shows them again, one click from
saving; for anyone else they are thrown away. Nothing personal is kept in the browser.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kern.concepts import als_querydict, ingevuld, te_bewaren
from kern.models import Gebruiker, Onderbroken

_VOOR = "__Host-" if settings.HTTPS else ""
WIE = f"{_VOOR}wie"
WACHT = f"{_VOOR}onderbroken"
ZOUT = "kern.relogin"
TERMIJN = timedelta(hours=12)
# Tabs that were sent after the session had ended, each with its own key in the cookie.
MEEST = 6
MELDING = "Je was uitgelogd. Wat je had ingevuld, staat er nog. Controleer het en bewaar."


class ReloginMiddleware:
    """Stands after the CSRF check and the session, before LoginRequiredMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        teken = None
        # SessieMiddleware stands further in and may still end the session; then nothing is filled.
        ingelogd = request.user.is_authenticated
        wachtend = _wachtend(request) if ingelogd else {}
        rij = next((rij for rij in reversed(wachtend.values()) if _past(rij, request)), None)
        if rij and request.method == "GET":
            teken = ingevuld.set(als_querydict(rij.gegevens))
            request.vul_onderbroken_formulier = True
        try:
            response = self.get_response(request)
        finally:
            if teken:
                ingevuld.reset(teken)
        if ingelogd:  # not in the answer of the log-in itself: then the cookie still has to work
            self._ruim_op(request, response, wachtend)
        self._onthoud_wie(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated:
            if getattr(request, "vul_onderbroken_formulier", False):
                messages.info(request, MELDING)
            return None
        if request.method != "POST" or not getattr(view, "login_required", True):
            return None
        pad = _formulierpagina(request)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"fout": "Je bent uitgelogd."}, status=401)
        sleutel = _bewaar(request, _laatste_gebruiker(request), pad)
        response: HttpResponse = redirect_to_login(pad, login_url=reverse(settings.LOGIN_URL))
        if request.headers.get("HX-Request"):
            response = HttpResponse(headers={"HX-Redirect": response.headers["Location"]})
        return _zet_erbij(request, response, sleutel) if sleutel else response

    def _ruim_op(self, request, response, wachtend) -> None:
        if WACHT not in request.COOKIES or not request.user.is_authenticated:
            return
        if request.method == "POST" and response.status_code in (302, 303):
            pad = _formulierpagina(request)
            for sleutel, rij in reversed(list(wachtend.items())):
                if rij.pad == pad:
                    rij.delete()
                    del wachtend[sleutel]
                    break
        if WACHT in response.cookies:
            return
        if not wachtend:
            response.delete_cookie(WACHT, samesite="Lax")
        elif list(wachtend) != _sleutels(request):
            _zet(response, WACHT, " ".join(wachtend))

    def _onthoud_wie(self, request, response) -> None:
        if request.path == reverse("account_logout") and request.method == "POST":
            response.delete_cookie(WIE, samesite="Lax")
        elif request.user.is_authenticated and _laatste_gebruiker(request) != request.user.pk:
            _zet(response, WIE, str(request.user.pk))


def na_csrf_fout(request) -> HttpResponse | None:
    """A page that was open before someone logged in again has an old token: give the form back filled.

    Only when the browser itself says that our own page sent it; a foreign page cannot fake that.
    """
    zelf = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if request.method != "POST" or not zelf or not request.user.is_authenticated:
        return None
    pad = _formulierpagina(request)
    sleutel = _bewaar(request, request.user.pk, pad)
    return _zet_erbij(request, HttpResponseRedirect(pad), sleutel) if sleutel else None


def ruim_onderbroken_op() -> int:
    """Throw away what nobody came back for."""
    return Onderbroken.objects.filter(gemaakt_op__lt=timezone.now() - TERMIJN).delete()[0]


def _bewaar(request, gebruiker_id: int | None, pad: str) -> str:
    """Keep the posted fields; returns the key, or "" when there is nothing that may be kept."""
    if (
        gebruiker_id is None
        or "bsn" in request.path
        or not Gebruiker.objects.filter(pk=gebruiker_id).exists()
    ):
        return ""
    try:
        gegevens = te_bewaren(request.POST)
    except ValueError:
        return ""
    sleutel = secrets.token_urlsafe(32)
    Onderbroken.objects.create(
        sleutel=_hash(sleutel), gebruiker_id=gebruiker_id, pad=pad[:300], gegevens=gegevens
    )
    return sleutel


def _sleutels(request) -> list[str]:
    return _lees(request, WACHT).split()


def _zet_erbij(request, response, sleutel: str):
    """One more tab: what other tabs left stays to be found."""
    return _zet(response, WACHT, " ".join([*_sleutels(request), sleutel][-MEEST:]))


def _wachtend(request) -> dict[str, Onderbroken]:
    """What waits for this user, oldest first; what waits for someone else is thrown away."""
    sleutels = _sleutels(request)
    if not sleutels:
        return {}
    rijen = Onderbroken.objects.in_bulk([_hash(sleutel) for sleutel in sleutels])
    wachtend = {}
    for sleutel in sleutels:
        rij = rijen.get(_hash(sleutel))
        if rij and (rij.gebruiker_id != request.user.pk or timezone.now() - rij.gemaakt_op > TERMIJN):
            rij.delete()
        elif rij:
            wachtend[sleutel] = rij
    return wachtend


def _past(rij, request) -> bool:
    return urlsplit(rij.pad).path == request.path


def _formulierpagina(request) -> str:
    """The page that showed the form: where the browser came from, else the address itself."""
    herkomst = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(herkomst, {request.get_host()}, require_https=request.is_secure()):
        delen = urlsplit(herkomst)
        if not delen.path.startswith("/account/"):
            return delen.path + (f"?{delen.query}" if delen.query else "")
    return request.path


def _laatste_gebruiker(request) -> int | None:
    waarde = _lees(request, WIE)
    return int(waarde) if waarde and waarde.isdecimal() else None


def _lees(request, naam: str) -> str:
    return request.get_signed_cookie(naam, default="", salt=ZOUT, max_age=TERMIJN)


def _zet(response, naam: str, waarde: str):
    response.set_signed_cookie(
        naam, waarde, salt=ZOUT, httponly=True, secure=settings.HTTPS, samesite="Lax", path="/"
    )
    return response


def _hash(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()
