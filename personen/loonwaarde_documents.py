"""Het rapport van een loonwaardemeting, naar het model van de Regeling LKS Participatiewet 2021, art. 2."""

from collections.abc import Sequence

from kern.pdf import Pdf, render_pdf
from personen.loonwaarde_rules import Taakregel


def rapport(meting, taakregels: Sequence[Taakregel]) -> Pdf:
    """Maak het rapport als PDF/UA. Dezelfde meting geeft dezelfde bytes."""
    context = {"meting": meting, "persoon": meting.persoon, "taakregels": taakregels}
    return render_pdf("documenten/loonwaarde.html", context)
