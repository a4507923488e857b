"""What every page needs: menu, gemeente, demo mark, badge."""

from django.conf import settings
from django.urls import reverse

from kern.registers import menu
from kern.signalen import badge


def omgeving(request):
    """Menu and frame of the page; empty for someone who is not logged in."""
    gebruiker = getattr(request, "user", None)
    if gebruiker is None or not gebruiker.is_authenticated:
        return {"demo": settings.DEMO, "menu": [], "gemeentenaam": ""}
    return {
        "demo": settings.DEMO,
        "menu": [_punt(punt, request) for punt in _zichtbaar(gebruiker)],
        "gemeentenaam": getattr(request, "gemeentenaam", "") or _gemeentenaam(gebruiker),
        "sessie_seconden": settings.SESSION_IDLE_SECONDS,
        "sneltoetsen_uit": not gebruiker.sneltoetsen,
    }


def _zichtbaar(gebruiker):
    for punt in menu.alle():
        if not punt.rechten or any(gebruiker.mag(recht) for recht in punt.rechten):
            yield punt


def _punt(punt, request):
    url = reverse(punt.route)
    actief = request.path == url or (url != "/" and request.path.startswith(url))
    return {"naam": punt.naam, "url": url, "actief": actief, "badge": _badge(punt, request.user)}


def _badge(punt, gebruiker) -> int | None:
    """Alleen bij de werkvoorraad: hoeveel signalen er de laatste keer stonden."""
    return badge(gebruiker) if punt.route == "kern:werkvoorraad" else None


def _gemeentenaam(gebruiker) -> str:
    """De naam boven de pagina: de gemeente, of 'n gemeenten' voor wie er meer bedient."""
    namen = gebruiker.toegang.namen
    if len(namen) == 1:
        return next(iter(namen.values()))
    return f"{len(namen)} gemeenten" if namen else ""
