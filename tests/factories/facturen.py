"""Factories van facturen: kale rijen, zonder documenten die iets zeggen; wie een echte factuur wil, boekt haar."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.overeenkomsten import OvereenkomstFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers import models
from werkgevers.rules.factuur import factuurnummer, kenmerk_van

TOEN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class FactuurreeksFactory(DjangoModelFactory):
    class Meta:
        model = models.Factuurreeks
        django_get_or_create = ("gemeente", "reeks", "jaar")

    gemeente = factory.SubFactory(GemeenteFactory)
    reeks = "F"
    jaar = 2026


class FactuurrunFactory(DjangoModelFactory):
    class Meta:
        model = models.Factuurrun

    gemeente = factory.SubFactory(GemeenteFactory)
    maand = date(2026, 10, 1)
    factuurdatum = date(2026, 11, 2)
    voorbereid_door = factory.SubFactory(GebruikerFactory)
    voorbereid_op = TOEN


class BoekingsbestandFactory(DjangoModelFactory):
    class Meta:
        model = models.Boekingsbestand

    gemeente = factory.SubFactory(GemeenteFactory)
    gemaakt_op = TOEN
    gemaakt_door = factory.SubFactory(GebruikerFactory)
    bestand = factory.SubFactory(BestandFactory)
    aantal = 1
    totaal = Decimal("121.00")


class FactuurFactory(DjangoModelFactory):
    """Een factuur van € 100,00 met 21% btw; met `verwijst_naar=` een creditfactuur van hetzelfde bedrag."""

    class Meta:
        model = models.Factuur

    relatie = factory.SubFactory(RelatieFactory)
    gemeente = factory.SelfAttribute("relatie.gemeente")
    verwijst_naar = None
    soort = factory.LazyAttribute(lambda o: "credit" if o.verwijst_naar else "factuur")
    reeks = factory.LazyAttribute(lambda o: "C" if o.verwijst_naar else "F")
    factuurdatum = date(2026, 11, 2)
    vervaldatum = date(2026, 12, 2)
    jaar = factory.LazyAttribute(lambda o: o.factuurdatum.year)
    totaal_excl = factory.LazyAttribute(lambda o: Decimal("-100.00" if o.verwijst_naar else "100.00"))
    btw = factory.LazyAttribute(lambda o: o.totaal_excl * 21 / 100)
    totaal = factory.LazyAttribute(lambda o: o.totaal_excl + o.btw)
    bestand = factory.SubFactory(BestandFactory)
    ubl = factory.SubFactory(BestandFactory)
    sha256 = factory.SelfAttribute("bestand.sha256")
    gegevens = factory.LazyFunction(lambda: {"betaaltermijn": 30, "afnemersreferentie": "W-1"})
    gemaakt_op = TOEN
    gemaakt_door = factory.SubFactory(GebruikerFactory)

    @classmethod
    def _create(cls, model_class, *args, **velden):
        # The counter gives the number, as in the action; the trigger refuses any other.
        gemeente, reeks, jaar = velden["gemeente"], velden["reeks"], velden["jaar"]
        teller, _ = models.Factuurreeks.objects.get_or_create(gemeente=gemeente, reeks=reeks, jaar=jaar)
        teller.laatste += 1
        teller.save()
        velden["volgnummer"] = teller.laatste
        velden.setdefault("nummer", factuurnummer(reeks, gemeente.code, jaar, teller.laatste))
        if reeks == "F":
            velden.setdefault("betalingskenmerk", kenmerk_van(gemeente.code, jaar, teller.laatste))
        return super()._create(model_class, *args, **velden)


class FactuurregelFactory(DjangoModelFactory):
    """Eén regel van € 100,00 over oktober 2026."""

    class Meta:
        model = models.Factuurregel

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    factuur = factory.SubFactory(FactuurFactory, relatie=factory.SelfAttribute("..overeenkomst.relatie"))
    volgorde = factory.Sequence(lambda n: n + 1)
    maand = date(2026, 10, 1)
    soort = "maand"
    omschrijving = "Inleenvergoeding oktober 2026"
    aantal = 1
    eenheid = "MON"
    prijs = Decimal("100.00")
    bedrag = Decimal("100.00")
    van = date(2026, 10, 1)
    tot = date(2026, 10, 31)
    btw_categorie = "S"
    btw_percentage = 21


class FactuurvoorstelFactory(DjangoModelFactory):
    class Meta:
        model = models.Factuurvoorstel

    overeenkomst = factory.SubFactory(OvereenkomstFactory)
    run = factory.SubFactory(FactuurrunFactory, gemeente=factory.SelfAttribute("..overeenkomst.gemeente"))
    relatie = factory.SelfAttribute("overeenkomst.relatie")
    maand = date(2026, 10, 1)
    soort = "maand"
    omschrijving = "Inleenvergoeding oktober 2026"
    bedrag = Decimal("100.00")
