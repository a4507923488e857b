"""Factories of personen."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from personen import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory


class PersoonFactory(DjangoModelFactory):
    class Meta:
        model = models.Persoon
        skip_postgeneration_save = True

    nummer = factory.Sequence(lambda n: f"P-9{n:05d}")
    gemeente = factory.SubFactory(GemeenteFactory)
    voorletters = "A."
    achternaam = factory.Sequence(lambda n: f"Voorbeeld{n}")
    geboortedatum = date(1984, 5, 12)
    zoeknaam = factory.LazyAttribute(lambda o: o.achternaam.lower())
    sorteernaam = factory.LazyAttribute(lambda o: o.achternaam.lower())

    class Params:
        in_begeleiding = factory.Trait(
            dossierperiode=factory.RelatedFactory(
                "tests.factories.personen.DossierperiodeFactory", factory_related_name="persoon"
            )
        )


class DossierperiodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Dossierperiode

    persoon = factory.SubFactory(PersoonFactory)
    begindatum = date(2019, 1, 1)


class AdresFactory(DjangoModelFactory):
    class Meta:
        model = models.Adres

    persoon = factory.SubFactory(PersoonFactory)
    begindatum = date(2019, 1, 1)
    straat = "Dorpsstraat"
    huisnummer = "1"
    postcode = "7461 AA"
    plaats = "Rijssen"


class KenmerkFactory(DjangoModelFactory):
    class Meta:
        model = models.Kenmerk

    persoon = factory.SubFactory(PersoonFactory)
    begindatum = date(2019, 1, 1)
    soort = "let_op"
    waarde = "afspraken alleen telefonisch"


class ToewijzingFactory(DjangoModelFactory):
    class Meta:
        model = models.Toewijzing

    persoon = factory.SubFactory(PersoonFactory)
    gebruiker = factory.SubFactory(GebruikerFactory)
    begindatum = date(2019, 1, 1)


class ContactmomentFactory(DjangoModelFactory):
    class Meta:
        model = models.Contactmoment

    persoon = factory.SubFactory(PersoonFactory)
    datum = date(2026, 10, 1)
    verslag = "Besproken hoe het gaat."
    door = factory.SubFactory(GebruikerFactory)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    persoon = factory.SubFactory(PersoonFactory)
    bestand = factory.SubFactory("tests.factories.kern_werk.BestandFactory")
    datum = date(2026, 10, 1)
    toegevoegd_door = factory.SubFactory(GebruikerFactory)


class OntwikkelplanFactory(DjangoModelFactory):
    class Meta:
        model = models.Ontwikkelplan

    persoon = factory.SubFactory(PersoonFactory)
    opgesteld_op = date(2026, 9, 1)
    opgesteld_door = factory.SubFactory(GebruikerFactory)
