"""De Participatieladder op een peildatum, met de mensen erachter."""

from urllib.parse import urlencode

from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.models import Gemeente
from kern.permissions import Recht
from reintegratie.forms import LadderkeuzeForm
from reintegratie.queries import TELT_MEE, ladder_op, mensen_op, populatie_op
from reintegratie.tables import LADDER


@require_safe
@vereist(Recht.REINTEGRATIE_INZIEN)
def ladder(request):
    """De tabel van de ladder en de lijst; elk getal van de tabel is een filter op de lijst."""
    eigen = Gemeente.objects.filter(pk__in=request.user.toegang.gemeenten_met(Recht.REINTEGRATIE_INZIEN))
    form = LadderkeuzeForm(request.GET, gemeenten=eigen)
    form.is_valid()
    keuze = form.cleaned_data
    peildatum = keuze.get("peildatum") or timezone.localdate()
    code = keuze.get("gemeente")
    gemeenten = [gemeente for gemeente in eigen if not code or gemeente.code == code]
    ids = [gemeente.pk for gemeente in gemeenten]
    populatie = keuze.get("populatie")
    rijen = populatie_op(peildatum, ids, populatie) if populatie else mensen_op(peildatum, ids)
    vast = {"peildatum": peildatum.isoformat(), **({"gemeente": code} if code else {})}
    context = {"peildatum": peildatum, "telt_mee": TELT_MEE, "vast": urlencode(vast)}
    if not request.htmx and not request.GET.get("export"):
        context["stand"] = ladder_op(peildatum, gemeenten)[0]
    return toon_lijst(request, LADDER, rijen, template="reintegratie/ladder_lijst.html", context=context)
