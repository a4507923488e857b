"""Start page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kern.decorators import iedereen, vereist
from kern.permissions import Recht


@require_safe
@iedereen
def naar_werkvoorraad(request):
    return redirect("kern:werkvoorraad")


@require_safe
@iedereen
def werkvoorraad(request):
    return render(request, "kern/werkvoorraad.html")


@require_safe
@vereist(
    Recht.GEBRUIKER_BEHEREN, Recht.BELEID_INZIEN, Recht.IMPORTEREN, Recht.AUDIT_INZIEN, Recht.SIGNAAL_BEHEREN
)
def beheer(request):
    return render(request, "kern/beheer.html")
