"""Factories of kern: one per model, no surprises."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from kern import models
from kern.permissions import Rol


class GemeenteFactory(DjangoModelFactory):
    class Meta:
        model = models.Gemeente
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{9000 + n % 1000:04d}")
    naam = factory.LazyAttribute(lambda o: f"Gemeente {o.code}")


class SamenwerkingsverbandFactory(DjangoModelFactory):
    class Meta:
        model = models.Samenwerkingsverband

    code = factory.Sequence(lambda n: f"verband-{n}")
    naam = factory.Sequence(lambda n: f"Verband {n}")


class DeelnameFactory(DjangoModelFactory):
    class Meta:
        model = models.Deelname

    verband = factory.SubFactory(SamenwerkingsverbandFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    begindatum = date(2015, 1, 1)


class OrganisatieFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisatie

    naam = factory.Sequence(lambda n: f"Organisatie {n}")


class OrganisatierolFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisatierol

    organisatie = factory.SubFactory(OrganisatieFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    soort = models.Organisatierolsoort.UITVOERDER
    begindatum = date(2019, 1, 1)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = models.Team

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Team {n}")


class GebruikerFactory(DjangoModelFactory):
    class Meta:
        model = models.Gebruiker
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"gebruiker{n}")
    naam = factory.Sequence(lambda n: f"Gebruiker {n}")
    password = "!"


class RolvervullingFactory(DjangoModelFactory):
    class Meta:
        model = models.Rolvervulling

    gebruiker = factory.SubFactory(GebruikerFactory)
    rol = Rol.CONSULENT
    gemeente = factory.SubFactory(GemeenteFactory)
    begindatum = date(2019, 1, 1)


class TeamlidFactory(DjangoModelFactory):
    class Meta:
        model = models.Teamlid

    team = factory.SubFactory(TeamFactory)
    gebruiker = factory.SubFactory(GebruikerFactory)
    begindatum = date(2019, 1, 1)


class VervangingFactory(DjangoModelFactory):
    class Meta:
        model = models.Vervanging

    afwezige = factory.SubFactory(GebruikerFactory)
    vervanger = factory.SubFactory(GebruikerFactory)
    begindatum = date(2026, 11, 1)
    einddatum = date(2026, 11, 30)


class BeleidskaderFactory(DjangoModelFactory):
    class Meta:
        model = models.Beleidskader

    code = factory.Sequence(lambda n: f"kader-{n}")
    naam = factory.Sequence(lambda n: f"Kader {n}")
    gemeente = factory.SubFactory(GemeenteFactory)
    status = models.Beleidsstatus.VASTGESTELD
    begindatum = date(2019, 1, 1)
    bron = "Testbesluit"


class ParameterFactory(DjangoModelFactory):
    class Meta:
        model = models.Parameter

    kader = factory.SubFactory(BeleidskaderFactory)
    code = "norm.wsw"
    soort = models.Parametersoort.GETAL
    waarde = "45"
    status = models.Beleidsstatus.VASTGESTELD
    begindatum = date(2019, 1, 1)
    bron = "Testbesluit"
