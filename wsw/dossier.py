"""Wat de Wsw op het dossier laat zien: punten op de tijdlijn en een korte stand van zaken."""

from datetime import date

from django.db.models import Q

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from werkgevers.choices import DIENSTVERBANDSOORTEN
from werkgevers.models import Plaatsing
from wsw.models import Dienstverband, Indeling


def punten(persoon: Persoon, *, tot: date | None, limiet: int) -> list[Tijdlijnpunt]:
    """Begin en einde van dienstverbanden, en elke andere indeling; nieuwste eerst."""
    eigen = Dienstverband.objects.filter(persoon=persoon)
    gevonden = []
    for dienstverband in eigen:
        naam = dienstverband.get_regeling_display()
        gevonden.append(Tijdlijnpunt(dienstverband.begindatum, "Wsw", f"Dienstverband {naam} begonnen"))
        if dienstverband.einddatum:
            tekst = f"Dienstverband {naam} beëindigd: {dienstverband.get_reden_einde_display()}"
            gevonden.append(Tijdlijnpunt(dienstverband.einddatum, "Wsw", tekst))
    indelingen = Indeling.objects.filter(dienstverband__in=eigen).select_related(
        "dienstverband", "formele_werkgever"
    )
    for indeling in indelingen:
        tekst = f"Indeling: {indeling.get_groep_display()}, {indeling.formele_werkgever}"
        gevonden.append(Tijdlijnpunt(indeling.begindatum, "Wsw", tekst))
    op_tijd = [punt for punt in gevonden if tot is None or punt.datum <= tot]
    return sorted(op_tijd, key=lambda punt: punt.datum, reverse=True)[:limiet]


def regel(persoon: Persoon, peildatum: date) -> str:
    """ "Wsw: groepsdetachering, Groen BV t/m 31-12-2026"; leeg zonder lopend dienstverband."""
    indeling = (
        Indeling.objects.op(peildatum)
        .filter(Q(dienstverband__einddatum=None) | Q(dienstverband__einddatum__gte=peildatum))
        .filter(dienstverband__persoon=persoon)
        .select_related("dienstverband")
        .first()
    )
    if indeling is None:
        return ""
    kop = "Wsw" if indeling.dienstverband.regeling == "wsw" else "Nieuw beschut"
    plaatsing = (
        Plaatsing.objects.op(peildatum)
        .filter(persoon=persoon, soort__in=DIENSTVERBANDSOORTEN)
        .select_related("relatie")
        .order_by("-begindatum")
        .first()
    )
    if plaatsing is None:
        return f"{kop}: {indeling.get_groep_display()}, nog geen plek"
    tot = f" t/m {plaatsing.contract_tot:%d-%m-%Y}" if plaatsing.contract_tot else ""
    return f"{kop}: {indeling.get_groep_display()}, {plaatsing.relatie}{tot}"
