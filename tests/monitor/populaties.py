"""Hand-built populations that give the numbers of the source documents (regels.md §8.1, §8.2)."""

from datetime import date
from decimal import Decimal
from itertools import chain

from kern.models import Organisatie
from personen.models import Persoon
from reintegratie.models import Tredemeting, Uitkering
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers.models import Plaatsing
from wsw.choices import Groep, Herkomst, Subsoort
from wsw.models import Dienstverband, Indeling

RH_HUIDIG = {6: 0, 5: 92, 4: 112, 3: 76, 2: 104, 1: 45}
RH_DOEL = {6: 50, 5: 142, 4: 123, 3: 48, 2: 38, 1: 28}
HVT_HUIDIG = {1: 46, 2: 156, 3: 150, 4: 112, 5: 68, 6: 3}
HVT_DOEL = {1: 15, 2: 68, 3: 127, 4: 129, 5: 110, 6: 85}
RH_WSW_2019 = (
    (Groep.INDIVIDUEEL, "", 13),
    (Groep.INDIVIDUEEL, Subsoort.INTERN, 3),
    (Groep.GROEP, "", 56),
    (Groep.BESCHUT, "", 41),
    (Groep.BESCHUT, Subsoort.WOL, 2),
    (Groep.BEGELEID_WERKEN, "", 20),
)
WERF = (("1742", 29), ("0163", 3), ("0189", 2), ("0141", 1), ("0150", 1))


def mensen(gemeente, aantal: int) -> list[Persoon]:
    return Persoon.objects.bulk_create(PersoonFactory.build_batch(aantal, gemeente=gemeente))


def ladder(
    gemeente, huidig: dict, doel: dict, *, totaal: int, sinds=date(2017, 1, 1), gemeten=date(2017, 3, 1)
):
    """`totaal` people with a benefit; who has no step left stands on "onbekend"."""
    personen = mensen(gemeente, totaal)
    nu = list(chain.from_iterable([trede] * aantal for trede, aantal in huidig.items()))
    straks = list(chain.from_iterable([trede] * aantal for trede, aantal in doel.items()))
    nu += [None] * (totaal - len(nu))
    straks = [None] * (totaal - len(straks)) + straks
    Uitkering.objects.bulk_create(Uitkering(persoon=persoon, begindatum=sinds) for persoon in personen)
    Tredemeting.objects.bulk_create(
        Tredemeting(persoon=persoon, datum=gemeten, huidige_trede=a, doeltrede=b)
        for persoon, a, b in zip(personen, nu, straks, strict=True)
        if a or b
    )
    return personen


def wsw(gemeente, verdeling, *, herkomst=None, begin=date(2010, 1, 1), uren="36", werkgever="SOWECO"):
    """People with a Wsw-dienstverband and one indeling each: (groep, merk, aantal)."""
    formeel, _ = Organisatie.objects.get_or_create(naam=werkgever)
    rijen = [(groep, merk) for groep, merk, aantal in verdeling for _ in range(aantal)]
    dienstverbanden = Dienstverband.objects.bulk_create(
        Dienstverband(
            persoon=persoon,
            herkomst=Herkomst.VOOR_2015,
            herkomstgemeente=herkomst or gemeente,
            wsw_sinds=date(2005, 1, 1),
            begindatum=begin,
        )
        for persoon in mensen(gemeente, len(rijen))
    )
    Indeling.objects.bulk_create(
        Indeling(
            dienstverband=dienstverband,
            begindatum=begin,
            groep=groep,
            subsoort=merk,
            formele_werkgever=formeel,
            uren_per_week=Decimal(uren),
        )
        for dienstverband, (groep, merk) in zip(dienstverbanden, rijen, strict=True)
    )
    return dienstverbanden


def werf(gemeente, herkomsten):
    """The werf: 36 people from five gemeenten at one employer (RH-116). Gives the employer."""
    relatie = RelatieFactory(gemeente=gemeente, naam="Gemeente Rijssen-Holten, groen")
    for herkomst, aantal in herkomsten:
        Plaatsing.objects.bulk_create(
            Plaatsing(
                persoon=dienstverband.persoon,
                relatie=relatie,
                soort="groepsdetachering",
                begindatum=date(2014, 1, 1),
                werklocatie="Werf",
            )
            for dienstverband in wsw(gemeente, ((Groep.GROEP, "", aantal),), herkomst=herkomst)
        )
    return relatie
