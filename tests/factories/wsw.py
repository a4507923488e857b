"""Factories of wsw."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from kern.models import Organisatie
from tests.factories.kern import GebruikerFactory, OrganisatieFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory, RelatieFactory
from werkgevers.choices import Plaatsingssoort, RedenEindePlaatsing
from wsw import models
from wsw.choices import Cao, Groep, Herkomst, Locatieoordeel, Mutatiesoort, Regeling, Werkplekeis


class DienstverbandFactory(DjangoModelFactory):
    class Meta:
        model = models.Dienstverband
        skip_postgeneration_save = True

    persoon = factory.SubFactory(PersoonFactory)
    regeling = Regeling.WSW
    herkomst = Herkomst.VOOR_2015
    herkomstgemeente = factory.SelfAttribute("persoon.gemeente")
    wsw_sinds = date(2010, 1, 1)
    begindatum = date(2010, 1, 1)

    class Params:
        nieuw_beschut = factory.Trait(
            regeling=Regeling.NIEUW_BESCHUT,
            herkomst=Herkomst.NIEUW_BESCHUT,
            wsw_sinds=None,
            cao=Cao.AAN_DE_SLAG,
            begindatum=date(2018, 1, 1),
        )
        met_indeling = factory.Trait(
            indeling=factory.RelatedFactory(
                "tests.factories.wsw.IndelingFactory", factory_related_name="dienstverband"
            )
        )


class IndelingFactory(DjangoModelFactory):
    class Meta:
        model = models.Indeling

    dienstverband = factory.SubFactory(DienstverbandFactory)
    begindatum = factory.SelfAttribute("dienstverband.begindatum")
    groep = Groep.GROEP
    formele_werkgever = factory.SubFactory(OrganisatieFactory)
    uren_per_week = Decimal("36")


class TerugvalplekFactory(DjangoModelFactory):
    class Meta:
        model = models.Terugvalplek

    relatie = factory.SubFactory(RelatieFactory)
    gemeente = factory.SelfAttribute("relatie.gemeente")
    naam = factory.Sequence(lambda n: f"de werf {n}")
    soort = Plaatsingssoort.BESCHUT
    plaatsen = 5
    begindatum = date(2021, 1, 1)
    oordeel = Locatieoordeel.GESCHIKT
    oordeel_op = date(2020, 12, 1)
    eisen = factory.LazyFunction(lambda: [eis.value for eis in Werkplekeis])


class HerplaatsingFactory(DjangoModelFactory):
    """Iemand die op 1-10-2026 van zijn detachering op een terugvalplek kwam."""

    class Meta:
        model = models.Herplaatsing

    persoon = factory.SubFactory(PersoonFactory)
    dienstverband = factory.SubFactory(DienstverbandFactory, persoon=factory.SelfAttribute("..persoon"))
    begindatum = date(2026, 10, 1)
    uiterlijk = date(2026, 11, 30)
    kaderversie = "rijssen-holten/kpi.herplaatsing/v1"
    reden = RedenEindePlaatsing.WERKGEVER
    plek = factory.SubFactory(
        TerugvalplekFactory, relatie__gemeente=factory.SelfAttribute("...persoon.gemeente")
    )
    vorige = factory.SubFactory(
        PlaatsingFactory,
        persoon=factory.SelfAttribute("..persoon"),
        begindatum=date(2020, 1, 1),
        einddatum=date(2026, 9, 30),
        reden_einde=RedenEindePlaatsing.WERKGEVER,
    )
    plaatsing = factory.SubFactory(
        PlaatsingFactory,
        persoon=factory.SelfAttribute("..persoon"),
        relatie=factory.SelfAttribute("..plek.relatie"),
        soort=Plaatsingssoort.BESCHUT,
        begindatum=date(2026, 10, 1),
    )


class SalarispartijFactory(DjangoModelFactory):
    class Meta:
        model = models.Salarispartij

    # One for all gemeenten: the name of an organisatie is unique.
    organisatie = factory.LazyFunction(
        lambda: Organisatie.objects.filter(naam="Soweco NV").first() or OrganisatieFactory(naam="Soweco NV")
    )
    omvang = factory.LazyFunction(lambda: ["hrm", "salaris"])
    begindatum = date(2021, 1, 1)


class MutatieleveringFactory(DjangoModelFactory):
    class Meta:
        model = models.Mutatielevering

    jaar = 2026
    volgnummer = factory.Sequence(lambda n: n + 1)
    maand = date(2026, 10, 1)
    ontvanger = "Soweco NV"
    verstuurd_op = factory.LazyFunction(lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))
    verstuurd_door = factory.SubFactory(GebruikerFactory)
    aantal = 1
    csv = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))
    xlsx = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))
    pdf = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))


class MutatieFactory(DjangoModelFactory):
    class Meta:
        model = models.Mutatie

    persoon = factory.SubFactory(PersoonFactory)
    gemeente = factory.SelfAttribute("persoon.gemeente")
    dienstverband = factory.SubFactory(DienstverbandFactory, persoon=factory.SelfAttribute("..persoon"))
    soort = Mutatiesoort.ZIEK
    ingangsdatum = date(2026, 10, 5)
    omschrijving = "Ziek gemeld"
    sleutel = factory.Sequence(lambda n: f"test-{n}")


class BetaalopdrachtFactory(DjangoModelFactory):
    class Meta:
        model = models.Betaalopdracht

    maand = date(2026, 10, 1)
    ontvanger = "Soweco NV"
    totaal = Decimal("250000.00")
    in_dienst = 105
    opgesteld_door = factory.SubFactory(GebruikerFactory)
    opgesteld_op = factory.LazyFunction(lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))


class BetaalopdrachtregelFactory(DjangoModelFactory):
    class Meta:
        model = models.Betaalopdrachtregel

    opdracht = factory.SubFactory(BetaalopdrachtFactory)
    soort = "salarissen"
    bedrag = Decimal("250000.00")


class StatistiekleveringFactory(DjangoModelFactory):
    class Meta:
        model = models.Statistieklevering

    jaar = 2026
    halfjaar = 1
    aantal = 105
    onvolledig = 3
    vastgezet_op = factory.LazyFunction(lambda: datetime(2026, 7, 10, 9, tzinfo=UTC))
    vastgezet_door = factory.SubFactory(GebruikerFactory)
    csv = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))
    xlsx = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))
