"""De uren van iemand over al zijn overeenkomsten, naast de uren van zijn contract (functies V30)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from kern.registers import contracturen
from werkgevers.choices import Overeenkomststatus, Versiestatus
from werkgevers.models import Overeenkomstversie
from werkgevers.rules.uren import Urenperiode

EEN_DAG = timedelta(days=1)
OPEN = (Versiestatus.OVEREENGEKOMEN, Versiestatus.OPGESTELD)


def contracten_van(personen: Iterable[int]) -> dict[int, list[Urenperiode]]:
    """Per persoon de uren van het contract; leeg voor wie er geen heeft."""
    pks, uit = list(personen), defaultdict(list)
    for bron in contracturen.alle():
        for persoon, van, tot, uren in bron.perioden(pks):
            uit[persoon].append(Urenperiode(van, tot, uren))
    return uit


def afspraken_van(personen: Iterable[int]) -> dict[int, list[Urenperiode]]:
    """Per persoon de uren van elke overeenkomst; een open versie vervangt de getekende vanaf haar eerste dag."""
    versies = (
        Overeenkomstversie.objects.filter(overeenkomst__persoon__in=list(personen))
        .filter(Q(status=Versiestatus.GETEKEND) | Q(status__in=OPEN))
        .exclude(overeenkomst__status=Overeenkomststatus.BEEINDIGD, overeenkomst__getekend_op=None)
        .order_by("overeenkomst", "begindatum")
        .values_list(
            "overeenkomst", "overeenkomst__persoon", "status", "begindatum", "einddatum", "uren_per_week"
        )
    )
    rijen = list(versies)
    open_vanaf = {rij[0]: rij[3] for rij in rijen if rij[2] in OPEN}
    uit = defaultdict(list)
    for overeenkomst, persoon, status, van, tot, uren in rijen:
        if status == Versiestatus.GETEKEND and overeenkomst in open_vanaf:
            tot = min(tot or date.max, open_vanaf[overeenkomst] - EEN_DAG)
        if tot is None or tot >= van:
            uit[persoon].append(Urenperiode(van, tot, uren))
    return uit
