"""Werkgevers inlezen: herkend aan KvK, dan naam; gedeeld binnen een verband."""

import pytest

from tests.factories.kern import DeelnameFactory
from tests.inlezen import lees
from werkgevers.models import Contactpersoon, Relatie

pytestmark = pytest.mark.django_db
GROEN = {
    "naam": "Groen B.V.",
    "kvk": "90000001",
    "soorten": "werkgever;opleider",
    "contactpersoon_naam": "B. Contact",
}


def test_een_relatie_met_contactpersoon_en_twee_soorten(gemeente):
    lees("werkgevers", gemeente, GROEN)
    herhaald, _ = lees("werkgevers", gemeente, GROEN | {"naam": "Groen BV"})

    relatie = Relatie.objects.get()
    assert (relatie.naam, relatie.soorten) == ("Groen BV", ["werkgever", "opleider"])
    assert Contactpersoon.objects.get().relatie == relatie
    assert herhaald["gewijzigd"] == 1
    assert lees("werkgevers", gemeente, GROEN | {"naam": "Groen BV"})[0]["gelijk"] == 1


def test_delen_kan_alleen_met_een_verband(gemeente):
    rij = GROEN | {"gedeeld": "ja"}
    assert lees("werkgevers", gemeente, rij)[1][0].startswith("2 gedeeld: Deze gemeente zit niet in een")

    deelname = DeelnameFactory(gemeente=gemeente)

    assert lees("werkgevers", gemeente, rij)[1] == []
    assert Relatie.objects.get().verband == deelname.verband


def test_dezelfde_naam_met_een_ander_kvk_nummer_is_een_ander_bedrijf(gemeente):
    lees("werkgevers", gemeente, GROEN, GROEN | {"kvk": "90000002"})

    assert Relatie.objects.count() == 2
