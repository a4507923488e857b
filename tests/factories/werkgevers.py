"""Factories of werkgevers."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.kern import GemeenteFactory
from tests.factories.personen import PersoonFactory
from werkgevers import models
from werkgevers.choices import Plaatsingssoort, Relatiesoort
from werkgevers.rules import zoeknaam


class RelatieFactory(DjangoModelFactory):
    class Meta:
        model = models.Relatie

    nummer = factory.Sequence(lambda n: f"W-9{n:04d}")
    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Bedrijf {n} BV")
    zoeknaam = factory.LazyAttribute(lambda o: zoeknaam(o.naam))
    soorten = factory.LazyFunction(lambda: [Relatiesoort.WERKGEVER])


class ContactpersoonFactory(DjangoModelFactory):
    class Meta:
        model = models.Contactpersoon

    relatie = factory.SubFactory(RelatieFactory)
    naam = factory.Sequence(lambda n: f"Contact {n}")


class PlaatsingFactory(DjangoModelFactory):
    class Meta:
        model = models.Plaatsing

    persoon = factory.SubFactory(PersoonFactory)
    relatie = factory.SubFactory(RelatieFactory, gemeente=factory.SelfAttribute("..persoon.gemeente"))
    soort = Plaatsingssoort.GROEPSDETACHERING
    begindatum = date(2019, 1, 1)
