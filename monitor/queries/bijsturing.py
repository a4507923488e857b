"""Bijsturing bij cijfers die hun doel niet halen (RH-078)."""

from collections.abc import Sequence

from kern.models import Afspraak, Afspraaksoort, Afspraakstatus, Gemeente
from monitor.choices import Oordeel
from monitor.models import Peilmoment, Peilwaarde
from monitor.queries.dashboard import kpis_van


def open_bijsturing(gemeente: Gemeente, *onderwerpen: str) -> list[Afspraak]:
    """Wat er loopt bij de cijfers van deze dashboards, eerst wat het eerst af moet."""
    codes = [kpi.code for kpi in kpis_van(onderwerpen)]
    return list(
        Afspraak.objects.filter(
            gemeente=gemeente, soort=Afspraaksoort.BIJSTURING, status=Afspraakstatus.OPEN, kpi__in=codes
        )
        .select_related("eigenaar")
        .order_by("eerstvolgend", "pk")
    )


def bij_peilmoment(peilmoment: Peilmoment) -> dict[str, list[Afspraak]]:
    """De bijsturing die bij deze peildatum is afgesproken, per cijfer."""
    rijen = Afspraak.objects.bijsturing_op(peilmoment.gemeente, peilmoment.peildatum)
    per_kpi: dict[str, list[Afspraak]] = {}
    for afspraak in rijen.select_related("eigenaar").order_by("pk"):
        per_kpi.setdefault(afspraak.kpi, []).append(afspraak)
    return per_kpi


def te_beantwoorden(peilmoment: Peilmoment) -> list[Afspraak]:
    """Bijsturing van eerdere peildata die nog open staat: dit peilmoment vraagt het antwoord (WV-067)."""
    return list(
        Afspraak.objects.filter(
            gemeente=peilmoment.gemeente,
            soort=Afspraaksoort.BIJSTURING,
            status=Afspraakstatus.OPEN,
            peildatum__lt=peilmoment.peildatum,
        )
        .select_related("eigenaar")
        .order_by("peildatum", "pk")
    )


def zonder_bijsturing(waarden: Sequence[Peilwaarde], per_kpi: dict[str, list[Afspraak]]) -> list[Peilwaarde]:
    """Gemiste doelen zonder bijsturing; zo'n peilmoment is nog niet klaar voor het college (RH-078)."""
    return [w for w in waarden if w.oordeel == Oordeel.NIET_OP_DOEL and w.kpi not in per_kpi]
