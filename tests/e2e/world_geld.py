"""Geld en afspraken voor wie elke pagina bekijkt: facturen, bankregels, brieven, taken en een rapport.

Niet in `world.py`: andere tests tellen er hun eigen facturen en taken.
"""

from datetime import date
from decimal import Decimal

from kern.permissions import Rol
from monitor.models import Peilmoment
from tests.e2e.world import Wereld
from tests.factories.betalingen import (
    AanmaningFactory,
    AanmaningregelFactory,
    AfboekingFactory,
    BetalingFactory,
    BetalingtoewijzingFactory,
    HandbetalingFactory,
    IncassobatchFactory,
    IncassoregelFactory,
    KostentoewijzingFactory,
    MachtigingFactory,
)
from tests.factories.facturen import BoekingsbestandFactory
from tests.factories.kern_werk import AfspraakFactory, TaakFactory, VerplichtingFactory
from tests.factories.monitor import RapportFactory, RapporttekstFactory
from tests.werkgevers.factuur_wereld import OKTOBER, overeenkomst, werkgever
from werkgevers.actions.boeken import crediteer_factuur
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_stap


def vul_aan(wereld: Wereld) -> None:
    """Van elke soort iets, zodat een link naar elke pagina bestaat."""
    _geld(wereld, wereld.gebruikers[Rol.FINANCIEN])
    _afspraken_en_rapport(wereld)


def _geld(wereld: Wereld, door) -> None:
    gemeente = wereld.gemeente
    for nummer in range(1, 4):
        overeenkomst(gemeente, werkgever(gemeente, nummer), maanden=(OKTOBER,))
    run = bereid_voor(gemeente, OKTOBER, door=door, factuurdatum=date(2026, 11, 2))
    start_stap(run)
    maak_definitief(run, door=door)
    eerste, tweede, derde = run.facturen.order_by("volgnummer")
    crediteer_factuur(derde, reden="Dubbel berekend", door=door, factuurdatum=date(2026, 11, 9))
    BoekingsbestandFactory(gemeente=gemeente, gemaakt_door=door)
    betaald = BetalingFactory(afschrift__bankbestand__gemeente=gemeente, bedrag=Decimal("100.00"))
    BetalingtoewijzingFactory(betaling=betaald, factuur=eerste, bedrag=Decimal("100.00"))
    BetalingFactory(afschrift=betaald.afschrift, tegennaam="Onbekend", tegenrekening="")
    ronde = AanmaningregelFactory(factuur=tweede, open=tweede.totaal).aanmaning.ronde
    AfboekingFactory(factuur=tweede)
    # A letter that was sent: part of its costs is received, the rest waits on the page of a payment.
    KostentoewijzingFactory(
        betaling=BetalingFactory(afschrift=betaald.afschrift, bedrag=Decimal("10.00")), bedrag=Decimal("10.00"),
        aanmaning=AanmaningFactory(
            relatie=eerste.relatie, ronde=ronde, soort="aanmaning", kosten=Decimal("40.00"), rente=Decimal("1.01")
        ),
    )  # fmt: skip
    HandbetalingFactory(gemeente=gemeente, voorgesteld_door=door)
    machtiging = MachtigingFactory(relatie=tweede.relatie)
    IncassoregelFactory(
        factuur=tweede, machtiging=machtiging, batch=IncassobatchFactory(gemeente=gemeente, gemaakt_door=door)
    )


def _afspraken_en_rapport(wereld: Wereld) -> None:
    gemeente, manager = wereld.gemeente, wereld.gebruikers[Rol.TEAMMANAGER]
    AfspraakFactory(gemeente=gemeente, code="pr")
    verplichting = VerplichtingFactory(gemeente=gemeente)
    TaakFactory(gemeente=gemeente, verplichting=verplichting)
    TaakFactory(
        gemeente=gemeente, verplichting=verplichting, rol="teammanager", vervaldatum=date(2026, 11, 30)
    )
    rapport = RapportFactory(
        gemeente=gemeente,
        peilmoment=Peilmoment.objects.filter(gemeente=gemeente).first(),
        gemaakt_door=manager,
    )
    RapporttekstFactory(rapport=rapport, geschreven_door=manager)
