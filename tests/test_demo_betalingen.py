"""De demobetalingen op een handvol facturen: via bestanden en acties, en alle soorten komen voor."""

from datetime import date
from decimal import Decimal
from io import StringIO
from random import Random

from dateutil.relativedelta import relativedelta
from django.core.management import call_command

from demo.betalingen import maak_betalingen
from kern.models import Gemeente
from kern.permissions import Rol
from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, RolvervullingFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers.models import Aanmaning, Afboeking, Bankbestand, Betaling, Factuur, Incassoafspraak
from werkgevers.queries.openstaand import met_open


def test_twee_jaar_betalingen_met_late_betalers_storno_en_brieven(db):
    call_command("laad_kaders", demo=True, stdout=StringIO())
    gemeente = Gemeente.objects.get(code="1742")
    for naam, rol in (("financien", Rol.FINANCIEN), ("teammanager", Rol.TEAMMANAGER)):
        RolvervullingFactory(gebruiker=GebruikerFactory(username=naam), gemeente=gemeente, rol=rol)
    relaties = [RelatieFactory(gemeente=gemeente, kvk=f"9000{n:04d}") for n in range(8)]
    for maand in range(23):
        dag = date(2024, 12, 2) + relativedelta(months=maand)
        for relatie in relatie_van(relaties, maand):
            FactuurFactory(
                relatie=relatie, factuurdatum=dag, vervaldatum=dag + relativedelta(days=30), jaar=dag.year
            )

    uitkomst = maak_betalingen(Random(2028))

    assert uitkomst["bankbestanden"] == 24
    assert maak_betalingen(Random(2028)) == {}
    assert Betaling.objects.filter(storno=True, draait_terug__isnull=False).count() == 1
    assert Betaling.objects.filter(terzijde="terugbetaald").exists()
    assert Betaling.objects.te_doen().exists()
    assert Aanmaning.objects.filter(soort="aanmaning", kosten=Decimal("40.00")).exists()
    assert (Incassoafspraak.objects.count(), Afboeking.objects.filter(status="goedgekeurd").count()) == (1, 1)
    openstaand = met_open(Factuur.objects.all()).filter(open__gt=0).count()
    assert 2 <= openstaand < Factuur.objects.count() / 3
    assert Bankbestand.objects.filter(verwerkt_op=None).count() == 0


def relatie_van(relaties, maand):
    """Vier van de acht werkgevers, elke maand een andere vier."""
    return [relaties[(maand + n) % len(relaties)] for n in range(4)]
