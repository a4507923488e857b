"""Error pages: calm, in Dutch, say what to do, leak nothing."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from kern.logbook import leg_inzage_vast
from kern.relogin import na_csrf_fout


@login_not_required
def onjuist(request, exception=None):
    return render(request, "fouten/400.html", status=400)


@login_not_required
def geen_toegang(request, exception=None):
    _leg_weigering_vast(request)
    return render(request, "fouten/403.html", status=403)


def _leg_weigering_vast(request) -> None:
    """Who tried to open what; the address holds no name (schermen F3)."""
    gebruiker = getattr(request, "user", None)
    if gebruiker is None or not gebruiker.is_authenticated:
        return
    gemeenten = gebruiker.toegang.gemeenten
    leg_inzage_vast(
        "geweigerd",
        door=gebruiker,
        pagina=request.path,
        gemeente_id=next(iter(gemeenten)) if len(gemeenten) == 1 else None,
        methode=request.method,
    )


@login_not_required
def niet_gevonden(request, exception=None):
    return render(request, "fouten/404.html", status=404)


@login_not_required
def storing(request):
    # No context processors: the database may be the problem.
    from django.http import HttpResponse
    from django.template.loader import render_to_string

    return HttpResponse(render_to_string("fouten/500.html"), status=500)


@login_not_required
def csrf_mislukt(request, reason=""):
    return na_csrf_fout(request) or render(request, "fouten/csrf.html", status=403)
