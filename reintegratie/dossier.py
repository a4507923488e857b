"""Wat re-integratie op het dossier laat zien: punten op de tijdlijn en een korte stand van zaken."""

from datetime import date

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from reintegratie.models import Tredemeting, Uitkering


def punten(persoon: Persoon, *, tot: date | None, limiet: int) -> list[Tijdlijnpunt]:
    """Begin en einde van uitkeringen, en elke meting van de trede; nieuwste eerst."""
    gevonden = []
    for uitkering in Uitkering.objects.filter(persoon=persoon):
        naam = uitkering.get_soort_display()
        gevonden.append(Tijdlijnpunt(uitkering.begindatum, "Uitkering", f"Uitkering {naam} begonnen"))
        if uitkering.einddatum:
            tekst = f"Uitkering {naam} beëindigd: {uitkering.get_reden_einde_display()}"
            gevonden.append(Tijdlijnpunt(uitkering.einddatum, "Uitkering", tekst))
    for meting in Tredemeting.objects.filter(persoon=persoon).select_related("beoordelaar"):
        tekst = f"Trede {meting.huidige_trede or 'onbekend'}, doel {meting.doeltrede or 'onbekend'}"
        door = str(meting.beoordelaar) if meting.beoordelaar else ""
        gevonden.append(Tijdlijnpunt(meting.datum, "Trede", tekst, door=door, detail=meting.reden))
    op_tijd = [punt for punt in gevonden if tot is None or punt.datum <= tot]
    return sorted(op_tijd, key=lambda punt: punt.datum, reverse=True)[:limiet]


def regel(persoon: Persoon, peildatum: date) -> str:
    """ "trede 5 → doel 6": de laatste meting op of voor de peildatum."""
    meting = Tredemeting.objects.filter(persoon=persoon).laatste_op(peildatum).first()
    if meting is None:
        return ""
    return f"trede {meting.huidige_trede or 'onbekend'} → doel {meting.doeltrede or 'onbekend'}"
