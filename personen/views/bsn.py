"""Showing a BSN once, with a reason; the number is only in the answer to this POST (schermen G1)."""

from django.core.exceptions import ValidationError
from django.views.decorators.http import require_http_methods

from kern.decorators import vereist
from kern.permissions import Recht
from personen import actions
from personen.dossier import open_dossier, toon_blad
from personen.forms import BsnForm, neem_fouten_over


@require_http_methods(["GET", "POST"])
@vereist(Recht.BSN_TONEN)
def tonen(request, nummer):
    """Ask why; show once; the next page is masked again."""
    dossier = open_dossier(request, nummer, recht=Recht.BSN_TONEN, blad="bsn", vastleggen=False)
    form = BsnForm(request.POST if request.method == "POST" else None)
    bsn = ""
    if form.is_valid():
        try:
            bsn = actions.toon_bsn(
                dossier.persoon,
                door=request.user,
                reden=form.cleaned_data["reden"],
                als_vervanger=dossier.als_vervanger,
            )
        except ValidationError as fout:
            neem_fouten_over(form, fout)
    bsn = f"{bsn[:4]} {bsn[4:6]} {bsn[6:]}" if bsn else ""
    return toon_blad(request, dossier, "personen/bsn.html", {"form": form, "bsn": bsn})
