"""Factories of reintegratie."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from reintegratie import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory, TeamFactory
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


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Instrument

    gemeente = factory.SubFactory(GemeenteFactory)
    code = factory.Sequence(lambda n: f"instrument-{n}")
    naam = "Leerwerktraject"
    soort = "leerwerk"
    kostengrondslag = "maand"
    kosten = "400.00"
    uitvoerders = factory.LazyFunction(lambda: ["leerwerkbedrijf"])
    begindatum = date(2018, 1, 1)
    bron = "verzonnen voor de test"


class TrajectFactory(DjangoModelFactory):
    """Een lopend traject; met `beeindigd=True` is het doel gehaald."""

    class Meta:
        model = models.Traject

    persoon = factory.SubFactory(PersoonFactory)
    instrument = factory.SubFactory(InstrumentFactory, gemeente=factory.SelfAttribute("..persoon.gemeente"))
    code = factory.SelfAttribute("instrument.code")
    begindatum = date(2026, 9, 1)
    gepland_einde = date(2027, 2, 28)
    eerste_einde = factory.SelfAttribute("gepland_einde")
    uitvoerder_naam = "Leerwerk BV"
    kosten_geraamd = "2400.00"
    begonnen_door = factory.SubFactory(GebruikerFactory)

    class Params:
        beeindigd = factory.Trait(einddatum=date(2026, 10, 31), resultaat="behaald")


class TrajectmomentFactory(DjangoModelFactory):
    class Meta:
        model = models.Trajectmoment

    traject = factory.SubFactory(TrajectFactory)
    soort = "evaluatie"
    begindatum = date(2026, 10, 1)
    einddatum = date(2026, 10, 1)
    tekst = "Het gaat goed."
    door = factory.SubFactory(GebruikerFactory)


class OverdrachtFactory(DjangoModelFactory):
    """Een voorstel dat wacht."""

    class Meta:
        model = models.Overdracht

    persoon = factory.SubFactory(PersoonFactory)
    gemeente = factory.SelfAttribute("persoon.gemeente")
    naar_team = factory.SubFactory(TeamFactory, gemeente=factory.SelfAttribute("..gemeente"))
    reden = "De doeltrede is nu 4."
    voorgesteld_door = factory.SubFactory(GebruikerFactory)
    voorgesteld_op = date(2026, 11, 1)
    bestand = factory.SubFactory(BestandFactory)
