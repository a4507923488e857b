"""Wat werkgevers op het dossier laten zien: plaatsingen op de tijdlijn."""

from datetime import date

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from werkgevers.models import Plaatsing


def punten(persoon: Persoon, *, tot: date | None, limiet: int) -> list[Tijdlijnpunt]:
    """Begin en einde van plaatsingen; nieuwste eerst."""
    gevonden = []
    for plaatsing in Plaatsing.objects.filter(persoon=persoon).select_related("relatie"):
        tekst = f"Begonnen bij {plaatsing.relatie}: {plaatsing.get_soort_display()}"
        url = plaatsing.relatie.get_absolute_url()
        gevonden.append(Tijdlijnpunt(plaatsing.begindatum, "Plaatsing", tekst, url=url))
        if plaatsing.einddatum:
            tekst = f"Gestopt bij {plaatsing.relatie}: {plaatsing.get_reden_einde_display()}"
            gevonden.append(Tijdlijnpunt(plaatsing.einddatum, "Plaatsing", tekst, url=url))
    op_tijd = [punt for punt in gevonden if tot is None or punt.datum <= tot]
    return sorted(op_tijd, key=lambda punt: punt.datum, reverse=True)[:limiet]
