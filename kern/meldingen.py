"""Messages after a save, with a way back: the banner carries a form that undoes the action (schermen C1)."""

from django.contrib import messages
from django.http import HttpRequest


def meld_gelukt(request: HttpRequest, tekst: str, *, ongedaan_url: str = "") -> None:
    """Say what happened; `ongedaan_url` receives a POST when someone presses [Ongedaan maken]."""
    messages.success(request, tekst, extra_tags=f"ongedaan:{ongedaan_url}" if ongedaan_url else "")
