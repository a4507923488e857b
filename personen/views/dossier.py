"""The timeline, first page of a dossier, with quick entry of a contact."""

from django.http import QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.permissions import Recht
from kern.registers import tijdlijnbronnen
from personen.dossier import open_dossier, toon_blad
from personen.forms import TijdlijnForm
from personen.queries.tijdlijn import tijdlijn as lees_tijdlijn
from personen.views.contact import contactform


@require_safe
@vereist(Recht.PERSOON_INZIEN)
def tijdlijn(request, nummer):
    """Everything that happened, newest first; kind and year in the address."""
    dossier = open_dossier(request, nummer, recht=Recht.PERSOON_INZIEN, blad="tijdlijn")
    persoon = dossier.persoon
    bronnen = tijdlijnbronnen.voor(request.user, persoon.gemeente_id)
    form = TijdlijnForm(
        request.GET,
        soorten=[(bron.code, bron.naam) for bron in bronnen],
        jaren=range(dossier.peildatum.year, _eerste_jaar(dossier) - 1, -1),
    )
    keuze = form.cleaned_data if form.is_valid() else {}
    blad = lees_tijdlijn(
        persoon,
        request.user,
        soorten=frozenset([keuze["soort"]] if keuze.get("soort") else []),
        jaar=int(keuze["jaar"]) if keuze.get("jaar") else None,
        tot=keuze.get("tot"),
        overslaan=keuze.get("overslaan") or 0,
    )
    mag_contact = dossier.mag(Recht.CONTACT_VASTLEGGEN)
    context = {
        "blad": blad,
        "filterform": form,
        "gefilterd": bool(keuze.get("soort") or keuze.get("jaar")),
        "ouder_url": _ouder(request, blad),
        "op_later_blad": bool(keuze.get("tot")),
        "contactform": contactform(request, dossier)[0] if mag_contact else None,
        "contact_url": reverse("personen:contact-nieuw", args=[nummer]),
    }
    return toon_blad(request, dossier, "personen/tijdlijn.html", context)


def _eerste_jaar(dossier) -> int:
    begin = dossier.persoon.periode_begin
    return max(min(begin.year if begin else dossier.peildatum.year, dossier.peildatum.year) - 5, 1990)


def _ouder(request, blad) -> str:
    if blad.verder_tot is None:
        return ""
    vraag = QueryDict(mutable=True)
    vraag.update({naam: request.GET[naam] for naam in ("soort", "jaar") if request.GET.get(naam)})
    vraag.update({"tot": blad.verder_tot.isoformat(), "overslaan": blad.verder_overslaan})
    return f"?{vraag.urlencode()}"
