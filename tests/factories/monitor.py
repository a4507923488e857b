"""Factories of monitor."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from monitor import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.kern_werk import BestandFactory
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


# What a released report holds when nothing was measured.
INHOUD = {
    "titel": "Collegerapport eerste halfjaar 2026",
    "gemeente": "Voorbeeld",
    "peildatum": "30-06-2026",
    "vorige": "31-12-2025",
    "versie": 1,
    "verbetert": "",
    "samenvatting": [],
    "oordeel": "Er zijn geen doelen vastgesteld.",
    "doelen": [],
    "hoofdstukken": [],
    "formatie": {"tabellen": [], "totaal": "", "toelichting": []},
    "eerder": [],
    "vastgezet": "15-07-2026 09.00 door T. Manager",
    "sha256": "0" * 64,
    "normen": [],
    "afgeschermd": False,
    "goedgekeurd": "17-07-2026 09.00 door B. Adviseur",
    "vrijgegeven": "18-07-2026 09.00 door T. Manager",
}


class RapportFactory(DjangoModelFactory):
    class Meta:
        model = models.Rapport

    class Params:
        vrijgegeven = factory.Trait(
            status="vrijgegeven",
            inhoud=INHOUD,
            ingediend_door=factory.SubFactory(GebruikerFactory),
            ingediend_op=datetime(2026, 7, 16, 9, 0, tzinfo=UTC),
            goedgekeurd_door=factory.SubFactory(GebruikerFactory),
            goedgekeurd_op=datetime(2026, 7, 17, 9, 0, tzinfo=UTC),
            vrijgegeven_door=factory.SubFactory(GebruikerFactory),
            vrijgegeven_op=datetime(2026, 7, 18, 9, 0, tzinfo=UTC),
            bestand=factory.SubFactory(BestandFactory, naam="rapport.pdf", inhoud=b"%PDF-1.7"),
            sha256="1" * 64,
        )

    peilmoment = factory.SubFactory(PeilmomentFactory, gemeente=factory.SelfAttribute("..gemeente"))
    gemeente = factory.SubFactory(GemeenteFactory)
    gemaakt_door = factory.SubFactory(GebruikerFactory)


class RapporttekstFactory(DjangoModelFactory):
    class Meta:
        model = models.Rapporttekst

    rapport = factory.SubFactory(RapportFactory)
    hoofdstuk = "samenvatting"
    tekst = "Het gaat goed. Wij halen twee van de drie doelen."
    geschreven_door = factory.SubFactory(GebruikerFactory)
