"""Twee mensen die tegelijk hetzelfde dienstverband beginnen: één lukt, één krijgt een melding."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.factories.kern import OrganisatieFactory
from tests.factories.personen import PersoonFactory
from wsw.actions import start_dienstverband
from wsw.models import Dienstverband


@pytest.mark.django_db(transaction=True)
def test_twee_keer_tegelijk_beginnen_geeft_een_dienstverband_en_een_melding(consulent, gemeente):
    persoon = PersoonFactory(gemeente=gemeente)
    werkgever = OrganisatieFactory()
    samen = threading.Barrier(2, timeout=20)
    uitkomsten = []

    def begin():
        try:
            samen.wait()
            start_dienstverband(
                persoon,
                regeling="wsw",
                herkomst="overname",
                begindatum=date(2021, 1, 1),
                wsw_sinds=date(2008, 1, 1),
                groep="groep",
                formele_werkgever=werkgever,
                uren_per_week=Decimal("36"),
                door=consulent,
            )
            uitkomsten.append("begonnen")
        except ValidationError as fout:
            uitkomsten.append(fout.message_dict)
        except BaseException as fout:  # a thread must not swallow what the test should see
            uitkomsten.append(repr(fout))
        finally:
            connection.close()

    draden = [threading.Thread(target=begin) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=30)

    assert sorted(uitkomsten, key=str) == [
        "begonnen",
        {"begindatum": ["In deze periode is er al een dienstverband."]},
    ]
    assert Dienstverband.objects.count() == 1
