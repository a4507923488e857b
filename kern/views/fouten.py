"""Error pages: calm, in Dutch, say what to do, leak nothing."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from kern.relogin import na_csrf_fout


@login_not_required
def onjuist(request, exception=None):
    return render(request, "fouten/400.html", status=400)


@login_not_required
def geen_toegang(request, exception=None):
    return render(request, "fouten/403.html", status=403)


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
