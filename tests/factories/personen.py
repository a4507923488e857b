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
        skip_postgeneration_save = True

    persoon = factory.SubFactory(PersoonFactory)
    opgesteld_op = date(2026, 9, 1)
    opgesteld_door = factory.SubFactory(GebruikerFactory)
    status = factory.LazyAttribute(lambda o: "getekend" if o.getekend_op else "ter_ondertekening")
    getekend_op = None

    class Params:
        concept = factory.Trait(
            status="concept",
            digitaal=True,
            inhoud=factory.RelatedFactory(
                "tests.factories.personen.PlaninhoudFactory", factory_related_name="plan"
            ),
        )


class StandaardtekstFactory(DjangoModelFactory):
    class Meta:
        model = models.Standaardtekst

    code = factory.Sequence(lambda n: f"tekst-{n}")
    versie = 1
    titel = "Wat moet u doen, en wat als dat niet lukt?"
    tekst = "U doet mee aan de stappen in dit plan."
    bron = "Participatiewet art. 44a"
    begindatum = date(2015, 1, 1)


class VoorbeeldstapFactory(DjangoModelFactory):
    class Meta:
        model = models.Voorbeeldstap

    code = factory.Sequence(lambda n: f"stap-{n}")
    thema = "Taal"
    tekst = "Ik ga naar taalles."
    begindatum = date(2015, 1, 1)


class PlaninhoudFactory(DjangoModelFactory):
    class Meta:
        model = models.Planinhoud

    plan = factory.SubFactory(OntwikkelplanFactory, status="concept", digitaal=True)
    eigen_woorden = "Ik wil werken in het groen."


class DoelFactory(DjangoModelFactory):
    class Meta:
        model = models.Doel

    plan = factory.SubFactory(OntwikkelplanFactory, concept=True)
    tekst = "Ik werk 24 uur in het groen"
    klaar_voor = date(2027, 3, 1)


class StapFactory(DjangoModelFactory):
    class Meta:
        model = models.Stap

    doel = factory.SubFactory(DoelFactory)
    tekst = "Ik ga naar taalles."
    voor = date(2026, 12, 1)


class StapvoortgangFactory(DjangoModelFactory):
    class Meta:
        model = models.Stapvoortgang

    stap = factory.SubFactory(StapFactory)
    status = "bezig"
    datum = date(2026, 10, 1)
    door = factory.SubFactory(GebruikerFactory)


class OndertekeningFactory(DjangoModelFactory):
    class Meta:
        model = models.Ondertekening

    plan = factory.SubFactory(OntwikkelplanFactory, concept=True)
    wie = "inwoner"
    hoe = "scherm"
    naam = "A. Voorbeeld"
    datum = date(2026, 10, 1)
    door = factory.SubFactory(GebruikerFactory)


class PlanevaluatieFactory(DjangoModelFactory):
    class Meta:
        model = models.Planevaluatie

    plan = factory.SubFactory(OntwikkelplanFactory, getekend_op=date(2026, 9, 2))
    datum = date(2026, 10, 1)
    verslag = "Het gaat goed."
    door = factory.SubFactory(GebruikerFactory)


class MeetbevoegdheidFactory(DjangoModelFactory):
    class Meta:
        model = models.Meetbevoegdheid

    gebruiker = factory.SubFactory(GebruikerFactory)
    diploma = "Loonwaarde-expert"
    behaald_op = date(2019, 10, 1)
    begindatum = date(2019, 10, 1)


class LoonwaardemetingFactory(DjangoModelFactory):
    """Gemeten door een extern bureau; geef `beoordelaar` met een diploma en `bureau=""` voor een eigen meting."""

    class Meta:
        model = models.Loonwaardemeting

    persoon = factory.SubFactory(PersoonFactory)
    datum = date(2026, 3, 2)
    percentage = 40
    bureau = "Meetbureau Voorbeeld"
    werkplek = "Bakkerij, inpak"
    volgende_op = date(2028, 3, 2)
    vastgelegd_door = factory.SubFactory(GebruikerFactory)


class HoofdtaakFactory(DjangoModelFactory):
    class Meta:
        model = models.Hoofdtaak

    meting = factory.SubFactory(LoonwaardemetingFactory)
    naam = "inpakken"
    aandeel = 100
    tempo = 80
    kwaliteit = 100
    netto_werktijd = 90


class MeetopdrachtFactory(DjangoModelFactory):
    class Meta:
        model = models.Meetopdracht

    persoon = factory.SubFactory(PersoonFactory)
    beoordelaar = factory.SubFactory(GebruikerFactory)
    gevraagd_door = factory.SubFactory(GebruikerFactory)
    uiterlijk_op = date(2026, 12, 1)
