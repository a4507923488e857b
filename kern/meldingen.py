"""Messages after an action, with a way back: the banner carries a form that undoes the action (schermen C1)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def meld_gelukt(request: HttpRequest, tekst: str, *, ongedaan_url: str = "") -> None:
    """Say what happened; `ongedaan_url` receives a POST when someone presses [Ongedaan maken]."""
    messages.success(request, tekst, extra_tags=f"ongedaan:{ongedaan_url}" if ongedaan_url else "")


def meld_fout(request: HttpRequest, fout: ValidationError) -> None:
    """Say why it did not happen, when there is no form to say it on."""
    messages.error(request, " ".join(fout.messages))
