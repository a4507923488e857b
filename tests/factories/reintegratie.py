"""Factories of reintegratie."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from reintegratie import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.personen import LoonwaardemetingFactory, PersoonFactory
from tests.factories.werkgevers import RelatieFactory


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


class LoonkostensubsidieFactory(DjangoModelFactory):
    """Een aanvraag op grond van een meting; met `toegekend=True` ligt er een besluit."""

    class Meta:
        model = models.Loonkostensubsidie

    persoon = factory.SubFactory(PersoonFactory)
    relatie = factory.SubFactory(RelatieFactory, gemeente=factory.SelfAttribute("..persoon.gemeente"))
    grondslag = "meting"
    uren_per_week = 36
    sectornorm = 36
    dienstverband_vanaf = date(2026, 1, 1)
    aangevraagd_op = date(2026, 1, 1)
    begindatum = date(2026, 1, 1)

    class Params:
        toegekend = factory.Trait(
            status="toegekend",
            meting=factory.SubFactory(LoonwaardemetingFactory, persoon=factory.SelfAttribute("..persoon")),
            loonwaarde=40,
            besloten_op=date(2026, 1, 20),
            besloten_door=factory.SubFactory(GebruikerFactory),
            besluit=factory.SubFactory(BestandFactory),
        )


class LksbedragFactory(DjangoModelFactory):
    class Meta:
        model = models.Lksbedrag

    subsidie = factory.SubFactory(LoonkostensubsidieFactory, toegekend=True)
    begindatum = date(2026, 1, 1)
    bedrag = "1836.16"
    aanleiding = "Toekenning"
    rekening = factory.LazyFunction(lambda: {"regels": [], "normen": []})


class BetaallijstFactory(DjangoModelFactory):
    class Meta:
        model = models.Betaallijst

    gemeente = factory.SubFactory(GemeenteFactory)
    maand = date(2026, 10, 1)
    opgesteld_door = factory.SubFactory(GebruikerFactory)
    opgesteld_op = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)

    class Params:
        goedgekeurd = factory.Trait(
            status="goedgekeurd",
            goedgekeurd_door=factory.SubFactory(GebruikerFactory),
            goedgekeurd_op=datetime(2026, 10, 21, 9, 0, tzinfo=UTC),
            bestand=factory.SubFactory(BestandFactory),
        )


class BetaalregelFactory(DjangoModelFactory):
    class Meta:
        model = models.Betaalregel

    lijst = factory.SubFactory(BetaallijstFactory)
    subsidie = factory.SubFactory(
        LoonkostensubsidieFactory,
        toegekend=True,
        persoon__gemeente=factory.SelfAttribute("...lijst.gemeente"),
    )
    maand = date(2026, 10, 1)
    bedrag = "1836.16"
    omschrijving = "Loonkostensubsidie 10-2026"
