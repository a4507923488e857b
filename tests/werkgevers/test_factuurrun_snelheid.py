"""Wat een factuur aan de database vraagt: een vast klein aantal, en de regels van de database blijven gelden."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kern.controle import database_zegt_waarom
from tests.werkgevers.factuur_wereld import OKTOBER, administratie, overeenkomst, werkgever, zet_afzender
from werkgevers.actions.factureren import bereid_voor, maak_definitief, start_stap
from werkgevers.models import Factuur, Factuurregel

DAG = date(2026, 11, 2)
PER_FACTUUR = 14  # four of them are the savepoints of a test: outside there is a commit


def kosten(gemeente, door, werkgevers) -> tuple[int, int]:
    """Hoeveel vragen het voorbereiden en het maken kosten, met twee mensen per werkgever."""
    zet_afzender(gemeente)
    for nummer in range(werkgevers):
        relatie = werkgever(gemeente, 100 + nummer)
        overeenkomst(gemeente, relatie)
        overeenkomst(gemeente, relatie)
    with CaptureQueriesContext(connection) as voorbereid:
        run = bereid_voor(gemeente, OKTOBER, door=door, factuurdatum=DAG)
    start_stap(run)
    with CaptureQueriesContext(connection) as gemaakt:
        assert maak_definitief(run, door=door)["facturen"] == werkgevers
    return len(voorbereid), len(gemaakt)


def test_een_factuur_kost_veertien_vragen_en_voorbereiden_kost_er_niet_meer_bij_meer_werkgevers(
    gemeente, andere_gemeente
):
    weinig = kosten(gemeente, administratie(gemeente), 1)
    veel = kosten(andere_gemeente, administratie(andere_gemeente), 5)

    assert veel[0] == weinig[0]
    assert (veel[1] - weinig[1]) / 4 <= PER_FACTUUR


def test_wat_de_database_weigert_is_een_nederlandse_melding(gemeente):
    door = administratie(gemeente)
    kosten(gemeente, door, 1)
    regel = Factuurregel.objects.order_by("pk").first()
    regel.pk, regel.volgorde = None, 9

    with pytest.raises(ValidationError, match="al gefactureerd"):  # noqa: SIM117 - the order matters
        with database_zegt_waarom(Factuur, Factuurregel), transaction.atomic():
            Factuurregel.objects.bulk_create([regel])


def test_een_fout_die_geen_regel_is_blijft_een_fout(gemeente):
    with pytest.raises(IntegrityError):  # noqa: SIM117 - the order matters
        with database_zegt_waarom(Factuur), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("insert into kern_organisatie (naam) values (null)")
