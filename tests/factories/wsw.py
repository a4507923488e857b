"""Factories of wsw."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.kern import OrganisatieFactory
from tests.factories.personen import PersoonFactory
from wsw import models
from wsw.choices import Cao, Groep, Herkomst, Regeling


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
