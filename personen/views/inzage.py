"""Who looked at a dossier, and the one-page hand-over."""

from django.views.decorators.http import require_safe

from kern.decorators import vereist
from kern.downloads import download
from kern.logbook import leg_inzage_vast
from kern.models import Inzagesoort
from kern.pdf import render_pdf
from kern.permissions import Recht
from personen.documents import overdracht_van
from personen.dossier import open_dossier, toon_blad, toon_dossierlijst
from personen.dossier_tables import INZAGE
from personen.queries.inzage import NIET_GETOOND, inzage_van


@require_safe
@vereist(Recht.INZAGE_RAADPLEGEN)
def tonen(request, nummer):
    """Who viewed, changed or exported, when and why."""
    dossier = open_dossier(request, nummer, recht=Recht.INZAGE_RAADPLEGEN, blad="inzage")
    regels, afgekapt = inzage_van(dossier.persoon, request.user)
    context = {"afgekapt": afgekapt, "verborgen": any(regel["waar"] == NIET_GETOOND for regel in regels)}
    return toon_dossierlijst(request, dossier, INZAGE, regels, "personen/inzage.html", context)


@require_safe
@vereist(Recht.CONTACT_INZIEN)
def overdracht(request, nummer):
    """Everything a successor needs, on one page."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_INZIEN, blad="overdracht")
    return toon_blad(request, dossier, "personen/overdracht.html", {"overdracht": overdracht_van(dossier)})


@require_safe
@vereist(Recht.CONTACT_INZIEN)
def overdracht_pdf(request, nummer):
    """The same page on paper; every download is logged."""
    dossier = open_dossier(request, nummer, recht=Recht.CONTACT_INZIEN, blad="overdracht", vastleggen=False)
    context = {"persoon": dossier.persoon, "overdracht": overdracht_van(dossier)}
    leg_inzage_vast(
        Inzagesoort.RAPPORT,
        door=request.user,
        pagina=f"overdracht (pdf) van {nummer}",
        gemeente_id=dossier.persoon.gemeente_id,
        dossier_id=dossier.persoon.pk,
        als_vervanger=dossier.als_vervanger,
    )
    return download(render_pdf("documenten/overdracht.html", context).bytes, f"overdracht-{nummer}.pdf")
