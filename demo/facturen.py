"""Twee jaar facturen van Rijssen-Holten: 24 maandruns met boekingsbestanden en een paar creditfacturen.

Alles is verzonnen en gaat door dezelfde acties als de pagina's. Oktober 2026 heeft drie overeenkomsten die
aandacht vragen; die blijven staan om op te lossen.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from kern.models import Gebruiker, Gemeente
from werkgevers.actions.boeken import crediteer_factuur
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_stap
from werkgevers.actions.verwerken import maak_boekingsbestand, markeer_verzonden
from werkgevers.models import Factuur, Factuurrun

CODE = "1742"
EERSTE, MAANDEN = date(2024, 11, 1), 24
REDENEN = ("Twee dagen te veel berekend", "Afgesproken korting voor de inwerkperiode", "Uren van een ander")
# Months (counted from the first) in which something is credited: in part, or as a whole and invoiced again.
DEELS, HELEMAAL = (2, 7, 13, 19), (5, 16)


def maak_facturen(random: Random) -> dict[str, int]:
    """Is er al een run, dan is de demo er en gebeurt er niets."""
    gemeente = Gemeente.objects.get(code=CODE)
    if Factuurrun.objects.filter(gemeente=gemeente).exists():
        return {}
    door = Gebruiker.objects.get(username="financien")
    for nummer in range(MAANDEN):
        maand = EERSTE + relativedelta(months=nummer)
        dag = maand + relativedelta(months=1, day=2)
        run = _factureer(gemeente, maand, dag, door)
        if run.facturen.exists():
            _crediteer(random, nummer, run, dag + relativedelta(days=8), door)
            _verwerk(gemeente, run, dag, door, laatste=nummer == MAANDEN - 1)
    return {
        "facturen": Factuur.objects.filter(gemeente=gemeente, soort="factuur").count(),
        "creditfacturen": Factuur.objects.filter(gemeente=gemeente, soort="credit").count(),
    }


def _factureer(gemeente, maand, dag, door) -> Factuurrun:
    run = bereid_voor(gemeente, maand, door=door, factuurdatum=dag)
    start_stap(run)
    maak_definitief(run, door=door)
    return run


def _crediteer(random, nummer, run, dag, door) -> None:
    if nummer not in (*DEELS, *HELEMAAL):
        return
    factuur = random.choice(list(run.facturen.filter(soort="factuur").order_by("volgnummer")))
    bedragen = None
    if nummer in DEELS:
        regel = factuur.regels.filter(bedrag__gt=0).order_by("volgorde").first()
        bedragen = {regel.pk: (regel.bedrag / 10).quantize(Decimal("0.01"), ROUND_HALF_UP)}
    crediteer_factuur(factuur, reden=random.choice(REDENEN), bedragen=bedragen, door=door, factuurdatum=dag)
    if nummer in HELEMAAL:
        _factureer(run.gemeente, run.maand, dag, door)


def _verwerk(gemeente, run, dag, door, *, laatste) -> None:
    """Verzonden en geboekt; de laatste maand ligt nog op het bureau."""
    if laatste:
        return
    op = timezone.make_aware(datetime.combine(dag, time(10, 30)))
    markeer_verzonden(run.facturen.all(), wijze="email", door=door, op=op)
    maak_boekingsbestand(gemeente, door=door)
