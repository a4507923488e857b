"""Factories of monitor."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from monitor import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.personen import PersoonFactory


class DoelwaardeFactory(DjangoModelFactory):
    class Meta:
        model = models.Doelwaarde

    gemeente = factory.SubFactory(GemeenteFactory)
    kpi = "wsw_pop"
    waarde = Decimal(80)
    bron = "uitvoeringsprogramma werk en inkomen 2026"
    begindatum = date(2026, 1, 1)
    vastgelegd_door = factory.SubFactory(GebruikerFactory)


class MaandbedragFactory(DjangoModelFactory):
    class Meta:
        model = models.Maandbedrag

    gemeente = factory.SubFactory(GemeenteFactory)
    soort = "uitkeringslasten"
    maand = date(2026, 1, 1)
    bedrag = Decimal("100000.00")
    bron = "financiële administratie"
    vastgelegd_door = factory.SubFactory(GebruikerFactory)


class PeilmomentFactory(DjangoModelFactory):
    class Meta:
        model = models.Peilmoment

    gemeente = factory.SubFactory(GemeenteFactory)
    peildatum = date(2026, 6, 30)
    vastgezet_door = factory.SubFactory(GebruikerFactory)
    vastgezet_op = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
    sha256 = "0" * 64


class PeilwaardeFactory(DjangoModelFactory):
    class Meta:
        model = models.Peilwaarde

    peilmoment = factory.SubFactory(PeilmomentFactory)
    kpi = "uitstroom_werk"
    dashboard = "re-integratie"
    volgorde = 10
    naam = "Uitstroom naar betaald werk"
    eenheid = "personen"
    waarde = Decimal(37)
    jaar = Decimal(37)
    vorige = Decimal(41)
    doel = Decimal(80)
    doel_nu = Decimal(40)
    verwacht = Decimal(37)
    oordeel = "niet_op_doel"


class PeilrijFactory(DjangoModelFactory):
    class Meta:
        model = models.Peilrij

    peilwaarde = factory.SubFactory(PeilwaardeFactory)
    persoon = factory.SubFactory(PersoonFactory)
    sleutel = factory.Sequence(lambda n: f"uitkering:{n}")
    telt = True
