"""De lijst van Wsw-medewerkers op een peildatum."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.lists import toon_lijst
from kern.models import Gemeente
from kern.permissions import Recht
from werkgevers.models import Plaatsing
from wsw.forms import BestandkeuzeForm
from wsw.queries import dienstverbanden_op, populatie_op
from wsw.tables import MEDEWERKERS


@require_safe
@vereist(Recht.WSW_INZIEN)
def medewerkers(request):
    """Wie op de peildatum een dienstverband heeft; `populatie` is de groep achter een cijfer van de monitor."""
    eigen = Gemeente.objects.met_recht(request.user, Recht.WSW_INZIEN)
    form = BestandkeuzeForm(request.GET, gemeenten=eigen)
    form.is_valid()
    keuze = form.cleaned_data
    # The filters on place need the same day as the rows.
    request.peildatum = peildatum = keuze.get("peildatum") or timezone.localdate()
    code = keuze.get("gemeente")
    gemeenten = [gemeente.pk for gemeente in eigen if not code or gemeente.code == code]
    populatie = keuze.get("populatie")
    rijen = (
        populatie_op(peildatum, gemeenten, populatie)
        if populatie
        else dienstverbanden_op(peildatum, gemeenten)
    )
    plek = (
        Plaatsing.objects.op(peildatum).filter(persoon=OuterRef("persoon_id")).order_by("-begindatum", "-pk")
    )
    rijen = rijen.annotate(
        werkt_bij=Subquery(plek.values("relatie__naam")[:1]),
        plek_naam=Subquery(plek.values("werklocatie")[:1]),
    )
    return toon_lijst(
        request, MEDEWERKERS, rijen, template="wsw/medewerker_lijst.html", context={"peildatum": peildatum}
    )
