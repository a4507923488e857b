"""De lijst van collegerapporten."""

from kern.lists import (
    DatumKolom,
    EtiketKolom,
    GetalKolom,
    KeuzeFilter,
    Leeg,
    Lijst,
    LinkKolom,
    ModelKeuzeFilter,
    TekstKolom,
    TredeFilterSet,
    TredeTabel,
)
from kern.models import Gemeente
from kern.opmaak import datum
from kern.permissions import Recht
from monitor.models import Rapportstatus

STANDEN = {
    "concept": ("concept", "bezig"),
    "ter_goedkeuring": ("ter goedkeuring", "let-op"),
    "goedgekeurd": ("goedgekeurd", "info"),
    "vrijgegeven": ("vrijgegeven", "gelukt"),
}


class RapportTabel(TredeTabel):
    peildatum = LinkKolom(
        route="monitor:rapport",
        accessor="peilmoment__peildatum",
        verbose_name="Peildatum",
        tekst=lambda rij: datum(rij["peilmoment__peildatum"]),
    )
    nummer = GetalKolom(verbose_name="Versie")
    gemeente = TekstKolom(accessor="gemeente__naam", verbose_name="Gemeente")
    goedgekeurd = TekstKolom(accessor="goedgekeurd_door__naam", verbose_name="Goedgekeurd door")
    vrijgegeven_op = DatumKolom(verbose_name="Vrijgegeven op")
    status = EtiketKolom(tonen=STANDEN, verbose_name="Stand")


class RapportFilter(TredeFilterSet):
    status = KeuzeFilter(label="Stand", choices=Rapportstatus.choices)
    gemeente = ModelKeuzeFilter(
        label="Gemeente",
        queryset=lambda request: Gemeente.objects.met_recht(request.user, Recht.MONITOR_INZIEN),
    )


RAPPORTEN = Lijst(
    "collegerapporten",
    "Collegerapporten",
    RapportTabel,
    RapportFilter,
    ("-peilmoment__peildatum", "-nummer"),
    wat=("collegerapport", "collegerapporten"),
    route="monitor:rapporten",
    leeg=Leeg("Er zijn nog geen collegerapporten. Zet eerst de cijfers van een peildatum vast."),
)
