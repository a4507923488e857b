"""Factories of what someone has at hand: concepts, views, tasks, imports, files, log lines."""

import hashlib
from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kern import models
from tests.factories.kern import GebruikerFactory, GemeenteFactory


class BestandFactory(DjangoModelFactory):
    class Meta:
        model = models.Bestand

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = "brief.txt"
    mediatype = "text/plain"
    inhoud = b"Beste lezer"
    grootte = factory.LazyAttribute(lambda o: len(o.inhoud))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.inhoud).hexdigest())


class ConceptFactory(DjangoModelFactory):
    class Meta:
        model = models.Concept

    gebruiker = factory.SubFactory(GebruikerFactory)
    formulier = "contact"
    titel = "Contact met A. Voorbeeld"
    pad = "/werkvoorraad/"


class WeergaveFactory(DjangoModelFactory):
    class Meta:
        model = models.Weergave

    eigenaar = factory.SubFactory(GebruikerFactory)
    lijst = "personen"
    naam = factory.Sequence(lambda n: f"Weergave {n}")


class LijstvoorkeurFactory(DjangoModelFactory):
    class Meta:
        model = models.Lijstvoorkeur

    gebruiker = factory.SubFactory(GebruikerFactory)
    lijst = "personen"


class SignaalstatusFactory(DjangoModelFactory):
    class Meta:
        model = models.Signaalstatus

    gebruiker = factory.SubFactory(GebruikerFactory)
    soort = "geen_contact"
    sleutel = factory.Sequence(lambda n: f"persoon-{n}")
    handeling = models.Signaalstatus.Handeling.UITGESTELD
    tot = date(2026, 12, 1)
    gemeente = factory.SubFactory(GemeenteFactory)


class AchtergrondtaakFactory(DjangoModelFactory):
    class Meta:
        model = models.Achtergrondtaak

    soort = "test"
    titel = "Iets dat lang duurt"
    gemeente = factory.SubFactory(GemeenteFactory)
    aangevraagd_door = factory.SubFactory(GebruikerFactory)


class EenmaligFactory(DjangoModelFactory):
    class Meta:
        model = models.Eenmalig

    sleutel = factory.Sequence(lambda n: f"sleutel-{n}")
    gebruiker = factory.SubFactory(GebruikerFactory)
    pad = "/werkvoorraad/"


class OngedaanFactory(DjangoModelFactory):
    class Meta:
        model = models.Ongedaan

    gebruiker = factory.SubFactory(GebruikerFactory)
    soort = "concept"
    omschrijving = "Concept weggegooid"
    gegevens = factory.LazyAttributeSequence(
        lambda o, n: {"formulier": "x", "onderwerp": f"{n}", "titel": "X", "pad": "/", "gegevens": {}}
    )


class OnderbrokenFactory(DjangoModelFactory):
    class Meta:
        model = models.Onderbroken

    sleutel = factory.Sequence(lambda n: f"{n:064d}")
    gebruiker = factory.SubFactory(GebruikerFactory)
    pad = "/werkvoorraad/"


class AanwezigheidFactory(DjangoModelFactory):
    class Meta:
        model = models.Aanwezigheid

    gebruiker = factory.SubFactory(GebruikerFactory)
    onderwerp = "persoon:P-10001"
    gezien_op = factory.LazyFunction(timezone.now)


class SignaalinstellingFactory(DjangoModelFactory):
    class Meta:
        model = models.Signaalinstelling

    gemeente = factory.SubFactory(GemeenteFactory)
    soort = "geen_contact"
    gewijzigd_door = factory.SubFactory(GebruikerFactory)


class ImportbatchFactory(DjangoModelFactory):
    class Meta:
        model = models.Importbatch

    soort = "personen"
    gemeente = factory.SubFactory(GemeenteFactory)
    bestand = factory.SubFactory(BestandFactory, gemeente=factory.SelfAttribute("..gemeente"))


class ImportregelFactory(DjangoModelFactory):
    class Meta:
        model = models.Importregel

    batch = factory.SubFactory(ImportbatchFactory)
    rij = factory.Sequence(lambda n: n + 2)
    uitkomst = models.Importregel.Uitkomst.NIEUW


class ImportkoppelingFactory(DjangoModelFactory):
    class Meta:
        model = models.Importkoppeling

    gemeente = factory.SubFactory(GemeenteFactory)
    soort = "personen"


class GebeurtenisFactory(DjangoModelFactory):
    class Meta:
        model = models.Gebeurtenis

    gebruiker = factory.SubFactory(GebruikerFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    soort = "persoon.aangemaakt"
    onderwerp_soort = "personen.persoon"
    onderwerp_id = 1
    omschrijving = "Dossier aangemaakt"


class InzageFactory(DjangoModelFactory):
    class Meta:
        model = models.Inzage

    gebruiker = factory.SubFactory(GebruikerFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    soort = models.Inzagesoort.DOSSIER
    pagina = "/personen/P-10001/"


class AfspraakFactory(DjangoModelFactory):
    class Meta:
        model = models.Afspraak

    gemeente = factory.SubFactory(GemeenteFactory)
    soort = models.Afspraaksoort.WERKAFSPRAAK
    code = factory.Sequence(lambda n: f"w{n}")
    tekst = "Elk halfjaar het resultaat van de PR-opdracht bekijken"
    rol = "accountmanager"
    cadans = models.Cadans.HALFJAARLIJKS
    begindatum = date(2020, 1, 1)
    eerstvolgend = date(2027, 1, 31)


class VerplichtingFactory(DjangoModelFactory):
    class Meta:
        model = models.Verplichting

    gemeente = factory.SubFactory(GemeenteFactory)
    code = "gop"
    rol = "consulent"
    vanaf = date(2024, 1, 1)


class TaakFactory(DjangoModelFactory):
    class Meta:
        model = models.Taak

    verplichting = factory.SubFactory(VerplichtingFactory, gemeente=factory.SelfAttribute("..gemeente"))
    gemeente = factory.SubFactory(GemeenteFactory)
    titel = "Groepsontwikkelplan vaststellen"
    vervaldatum = date(2027, 3, 31)
    rol = "consulent"
