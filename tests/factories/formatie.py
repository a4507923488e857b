"""Factories of formatie."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from formatie import models
from formatie.choices import Taak, Tabel
from tests.factories.kern import GebruikerFactory, GemeenteFactory


class FunctieFactory(DjangoModelFactory):
    class Meta:
        model = models.Functie

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Functie {n}")
    tabel = Tabel.PW
    taak = Taak.ONTWIKKELING


class FormatieplaatsFactory(DjangoModelFactory):
    class Meta:
        model = models.Formatieplaats

    functie = factory.SubFactory(FunctieFactory)
    begindatum = date(2020, 1, 1)
    fte = Decimal("1.00")
    dekking = "re-integratiebudget"
    bron = "Testbesluit"


class ScenarioFactory(DjangoModelFactory):
    class Meta:
        model = models.Scenario

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Scenario {n}")
    peildatum = date(2020, 7, 1)
    invoer = factory.LazyFunction(lambda: {"pw_uitkering": 85, "naar_werk": 0, "norm_ontwikkeling": "85"})
    gemaakt_door = factory.SubFactory(GebruikerFactory)
