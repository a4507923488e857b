"""Wat de Wsw op het dossier laat zien: punten op de tijdlijn en een korte stand van zaken."""

from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from kern.registers import Tijdlijnpunt
from personen.models import Persoon
from personen.queries.tijdlijn import tekst
from werkgevers.choices import DIENSTVERBANDSOORTEN
from werkgevers.models import Plaatsing
from wsw.choices import Groep, RedenEinde, Regeling
from wsw.models import Dienstverband, Herplaatsing, Indeling


def rijen(persoon: Persoon):
    """Begin en einde van dienstverbanden, en elke andere indeling."""
    eigen = Dienstverband.objects.filter(persoon=persoon).annotate(a=tekst("regeling"))
    yield "wsw_begin", eigen, F("begindatum")
    beeindigd = eigen.filter(einddatum__isnull=False).annotate(b=tekst("reden_einde"))
    yield "wsw_einde", beeindigd, F("einddatum")
    indelingen = Indeling.objects.filter(dienstverband__persoon=persoon)
    indelingen = indelingen.annotate(a=tekst("groep"), b=tekst("formele_werkgever__naam"))
    yield "wsw_indeling", indelingen, F("begindatum")


MAAK = {
    "wsw_begin": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Wsw", f"Dienstverband {Regeling(rij['a']).label} begonnen"
    ),
    "wsw_einde": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"],
        "Wsw",
        f"Dienstverband {Regeling(rij['a']).label} beëindigd: {RedenEinde(rij['b']).label}",
    ),
    "wsw_indeling": lambda persoon, rij: Tijdlijnpunt(
        rij["dag"], "Wsw", f"Indeling: {Groep(rij['a']).label}, {rij['b']}"
    ),
}


def regel(persoon: Persoon, peildatum: date) -> str:
    """ "Wsw: groepsdetachering, Groen BV t/m 31-12-2026"; leeg zonder lopend dienstverband."""
    plek = (
        Plaatsing.objects.op(peildatum)
        .filter(persoon=OuterRef("dienstverband__persoon"), soort__in=DIENSTVERBANDSOORTEN)
        .order_by("-begindatum", "-pk")
    )
    open_ = Herplaatsing.objects.open().filter(persoon=OuterRef("dienstverband__persoon"))
    indeling = (
        Indeling.objects.op(peildatum)
        .filter(Q(dienstverband__einddatum=None) | Q(dienstverband__einddatum__gte=peildatum))
        .filter(dienstverband__persoon=persoon)
        .annotate(
            bij=Subquery(plek.values("relatie__naam")[:1]),
            tot=Subquery(plek.values("contract_tot")[:1]),
            zoekt_tot=Subquery(open_.values("uiterlijk")[:1]),
        )
        .select_related("dienstverband")
        .first()
    )
    if indeling is None:
        return ""
    kop = "Wsw" if indeling.dienstverband.regeling == "wsw" else "Nieuw beschut"
    if not indeling.bij:
        return f"{kop}: {indeling.get_groep_display()}, nog geen plek"
    if indeling.zoekt_tot:
        return (
            f"{kop}: op terugvalplek bij {indeling.bij}, nieuwe plek uiterlijk {indeling.zoekt_tot:%d-%m-%Y}"
        )
    tot = f" t/m {indeling.tot:%d-%m-%Y}" if indeling.tot else ""
    return f"{kop}: {indeling.get_groep_display()}, {indeling.bij}{tot}"
