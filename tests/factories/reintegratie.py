"""Factories of reintegratie."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from reintegratie import models
from tests.factories.personen import PersoonFactory


class UitkeringFactory(DjangoModelFactory):
    class Meta:
        model = models.Uitkering

    persoon = factory.SubFactory(PersoonFactory)
    begindatum = date(2019, 1, 1)


class TredemetingFactory(DjangoModelFactory):
    class Meta:
        model = models.Tredemeting

    persoon = factory.SubFactory(PersoonFactory)
    datum = date(2019, 3, 1)
    huidige_trede = 3
    doeltrede = 4
    bron = "diagnose"
