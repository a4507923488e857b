"""Factories van de detacheringsovereenkomst, haar tarieven en uren."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.kern import GebruikerFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers import models
from werkgevers.rules.uren import gelijke_week

TOEN = datetime(2026, 1, 2, 9, tzinfo=UTC)


class OvereenkomstFactory(DjangoModelFactory):
    """Een lopende overeenkomst bij een werkgever met KvK en adres; de versie komt er los bij.

    Met `overeengekomen=True` is alleen de inhoud afgesproken; met `opgesteld=True` ligt het stuk klaar.
    """

    class Meta:
        model = models.Overeenkomst

    volgnummer = factory.Sequence(lambda n: 9000 + n)
    nummer = factory.LazyAttribute(lambda o: f"D-{o.volgnummer}")
    persoon = factory.SubFactory(PersoonFactory)
    gemeente = factory.SelfAttribute("persoon.gemeente")
    relatie = factory.SubFactory(
        RelatieFactory,
        gemeente=factory.SelfAttribute("..persoon.gemeente"),
        kvk=factory.Sequence(lambda n: f"{70000000 + n}"),
        straat="Haarstraat",
        huisnummer="1",
        postcode="7461 AA",
        plaats="Rijssen",
    )
    soort = "groepsdetachering"
    begindatum = date(2026, 1, 1)
    status = "lopend"
    overeengekomen_door = factory.SubFactory(GebruikerFactory)
    overeengekomen_op = TOEN
    opgesteld_door = factory.SubFactory(GebruikerFactory)
    opgesteld_op = TOEN
    getekend_op = date(2026, 1, 2)

    class Params:
        overeengekomen = factory.Trait(
            status="overeengekomen", opgesteld_door=None, opgesteld_op=None, getekend_op=None
        )
        opgesteld = factory.Trait(status="opgesteld", getekend_op=None)


class OvereenkomstversieFactory(DjangoModelFactory):
    class Meta:
        model = models.Overeenkomstversie

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    versie = 1
    begindatum = factory.SelfAttribute("overeenkomst.begindatum")
    status = "getekend"
    uren_per_week = Decimal("24.00")
    weekpatroon = factory.LazyAttribute(lambda o: gelijke_week(Decimal(o.uren_per_week)))
    overeengekomen_door = factory.SelfAttribute("overeenkomst.overeengekomen_door")
    overeengekomen_op = TOEN
    opgesteld_door = factory.SelfAttribute("overeenkomst.opgesteld_door")
    opgesteld_op = factory.SelfAttribute("overeenkomst.opgesteld_op")
    getekend_op = factory.SelfAttribute("overeenkomst.getekend_op")
    bestand = factory.SubFactory(BestandFactory)
    sha256 = factory.SelfAttribute("bestand.sha256")

    class Params:
        overeengekomen = factory.Trait(
            status="overeengekomen",
            opgesteld_door=None,
            opgesteld_op=None,
            getekend_op=None,
            bestand=None,
            sha256="",
        )
        opgesteld = factory.Trait(status="opgesteld", getekend_op=None)


class TariefafspraakFactory(DjangoModelFactory):
    class Meta:
        model = models.Tariefafspraak

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    begindatum = factory.SelfAttribute("overeenkomst.begindatum")
    methode = "uren_tarief"
    bedrag = Decimal("4.34")
    afgesproken_door = factory.SelfAttribute("overeenkomst.overeengekomen_door")
    afgesproken_op = TOEN


class UrenstaatFactory(DjangoModelFactory):
    """Een complete maand; met `open=True` is zij nog niet compleet."""

    class Meta:
        model = models.Urenstaat

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    maand = date(2026, 10, 1)
    compleet_op = datetime(2026, 11, 2, 9, tzinfo=UTC)
    compleet_door = factory.SubFactory(GebruikerFactory)

    class Params:
        open = factory.Trait(compleet_op=None, compleet_door=None)


class UurregelFactory(DjangoModelFactory):
    """Uren in een maand die nog open is: een complete maand weigert ze."""

    class Meta:
        model = models.Uurregel

    urenstaat = factory.SubFactory(UrenstaatFactory, open=True)
    soort = "gewerkt"
    uren = Decimal("104.00")
