"""Factories van betalingen, aanmaningen en incasso."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.facturen import FactuurFactory
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.kern_werk import BestandFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers import models

TOEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


class BankbestandFactory(DjangoModelFactory):
    class Meta:
        model = models.Bankbestand

    gemeente = factory.SubFactory(GemeenteFactory)
    bestand = factory.SubFactory(BestandFactory)
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"{n}".encode()).hexdigest())
    soort = "camt.053"


class BankafschriftFactory(DjangoModelFactory):
    class Meta:
        model = models.Bankafschrift

    bankbestand = factory.SubFactory(BankbestandFactory)
    gemeente = factory.SelfAttribute("bankbestand.gemeente")
    rekening = "NL91ABNA0417164300"
    kenmerk = factory.Sequence(lambda n: f"AFS-{n}")
    soort = "camt.053"
    datum = date(2026, 11, 20)


class BetalingFactory(DjangoModelFactory):
    """Een bijschrijving van € 121,00 die nog bij geen factuur hoort."""

    class Meta:
        model = models.Betaling

    afschrift = factory.SubFactory(BankafschriftFactory)
    gemeente = factory.SelfAttribute("afschrift.gemeente")
    volgnummer = factory.Sequence(lambda n: n + 1)
    vingerafdruk = factory.Sequence(lambda n: hashlib.sha256(f"regel {n}".encode()).hexdigest())
    datum = date(2026, 11, 20)
    bedrag = Decimal("121.00")
    tegenrekening = "NL20INGB0001234567"
    tegennaam = "Voorbeeld Groen BV"


class BetalingtoewijzingFactory(DjangoModelFactory):
    class Meta:
        model = models.Betalingtoewijzing

    factuur = factory.SubFactory(FactuurFactory)
    betaling = factory.SubFactory(
        BetalingFactory, afschrift__bankbestand__gemeente=factory.SelfAttribute("....factuur.gemeente")
    )
    bedrag = Decimal("121.00")
    wijze = "hand"


class IncassoafspraakFactory(DjangoModelFactory):
    class Meta:
        model = models.Incassoafspraak

    relatie = factory.SubFactory(RelatieFactory)
    gemeente = factory.SelfAttribute("relatie.gemeente")
    soort = "uitstel"
    begindatum = date(2026, 11, 1)
    einddatum = date(2026, 12, 31)
    reden = "Betaalt na oplevering"
    gemaakt_door = factory.SubFactory(GebruikerFactory)


class AfboekingFactory(DjangoModelFactory):
    class Meta:
        model = models.Afboeking

    factuur = factory.SubFactory(FactuurFactory)
    gemeente = factory.SelfAttribute("factuur.gemeente")
    bedrag = Decimal("21.00")
    reden = "coulance"
    toelichting = "Verschil van mening over een dag"
    voorgesteld_door = factory.SubFactory(GebruikerFactory)


class AanmaanrondeFactory(DjangoModelFactory):
    class Meta:
        model = models.Aanmaanronde

    gemeente = factory.SubFactory(GemeenteFactory)
    peildatum = date(2026, 11, 20)
    gemaakt_door = factory.SubFactory(GebruikerFactory)


class AanmaningFactory(DjangoModelFactory):
    class Meta:
        model = models.Aanmaning

    relatie = factory.SubFactory(RelatieFactory)
    gemeente = factory.SelfAttribute("relatie.gemeente")
    ronde = factory.SubFactory(AanmaanrondeFactory, gemeente=factory.SelfAttribute("..gemeente"))
    soort = "herinnering"
    datum = date(2026, 11, 20)
    uiterste_datum = date(2026, 12, 4)
    hoofdsom = Decimal("121.00")


class AanmaningregelFactory(DjangoModelFactory):
    class Meta:
        model = models.Aanmaningregel

    factuur = factory.SubFactory(FactuurFactory)
    aanmaning = factory.SubFactory(AanmaningFactory, relatie=factory.SelfAttribute("..factuur.relatie"))
    open = Decimal("121.00")


class MachtigingFactory(DjangoModelFactory):
    class Meta:
        model = models.Machtiging

    relatie = factory.SubFactory(RelatieFactory)
    gemeente = factory.SelfAttribute("relatie.gemeente")
    kenmerk = factory.Sequence(lambda n: f"M-{n}")
    iban = "NL20INGB0001234567"
    naam = "Voorbeeld Groen BV"
    getekend_op = date(2026, 1, 5)
    begindatum = date(2026, 1, 5)


class IncassobatchFactory(DjangoModelFactory):
    class Meta:
        model = models.Incassobatch

    gemeente = factory.SubFactory(GemeenteFactory)
    nummer = factory.Sequence(lambda n: f"INC9999-{n}")
    incassodag = date(2026, 12, 7)
    versie = "08"
    aantal = 1
    totaal = Decimal("121.00")
    bestand = factory.SubFactory(BestandFactory)
    sha256 = factory.SelfAttribute("bestand.sha256")
    gemaakt_op = TOEN
    gemaakt_door = factory.SubFactory(GebruikerFactory)


class IncassoregelFactory(DjangoModelFactory):
    class Meta:
        model = models.Incassoregel

    factuur = factory.SubFactory(FactuurFactory)
    machtiging = factory.SubFactory(MachtigingFactory, relatie=factory.SelfAttribute("..factuur.relatie"))
    batch = factory.SubFactory(IncassobatchFactory, gemeente=factory.SelfAttribute("..factuur.gemeente"))
    bedrag = Decimal("121.00")
    volgorde = "FRST"
    eindreferentie = factory.LazyAttribute(lambda o: o.factuur.nummer)


class KostentoewijzingFactory(DjangoModelFactory):
    """€ 40,00 voor de incassokosten van een verstuurde aanmaning."""

    class Meta:
        model = models.Kostentoewijzing

    aanmaning = factory.SubFactory(
        AanmaningFactory, ronde__status="concept", soort="aanmaning", kosten=Decimal("40.00")
    )
    betaling = factory.SubFactory(
        BetalingFactory, afschrift__bankbestand__gemeente=factory.SelfAttribute("....aanmaning.gemeente")
    )
    soort = "kosten"
    bedrag = Decimal("40.00")
    wijze = "hand"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        # A letter of a final round cannot be made any more; the round becomes final afterwards.
        ronde = kwargs["aanmaning"].ronde
        if ronde.status == "concept":
            models.Aanmaanronde.objects.filter(pk=ronde.pk).update(
                status="definitief", definitief_op=TOEN, definitief_door=ronde.gemaakt_door
            )
        return super()._create(model_class, *args, **kwargs)


class HandbetalingFactory(DjangoModelFactory):
    class Meta:
        model = models.Handbetaling

    gemeente = factory.SubFactory(GemeenteFactory)
    bron = "kas"
    datum = date(2026, 11, 19)
    bedrag = Decimal("121.00")
    naam = "Voorbeeld Groen BV"
    reden = "Contant aan de balie betaald"
    voorgesteld_door = factory.SubFactory(GebruikerFactory)
