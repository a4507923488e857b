"""Een gemeente die factureert: haar gegevens in het kader, werkgevers met overeenkomsten, tarieven en uren."""

from datetime import date
from decimal import Decimal

from kern.parameters import catalogus
from kern.permissions import Rol
from tests.factories.kern import BeleidskaderFactory, ParameterFactory, RolvervullingFactory
from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
    UrenstaatFactory,
)
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from werkgevers.actions.boeken import Boekregel
from werkgevers.rules.factuur import MAAND, regel

OKTOBER = date(2026, 10, 1)
AFZENDER = {
    "naam": "Gemeente Voorbeeld",
    "straat": "Schild 1",
    "postcode": "7461 DD",
    "plaats": "Rijssen",
    "kvk": "12345678",
    "btw_nummer": "NL000099998B57",
    "iban": "NL91ABNA0417164300",
    "bic": "ABNANL2A",
}


def zet_afzender(gemeente, **anders):
    """De gegevens van de gemeente en het btw-tarief, zoals een beheerder ze vaststelt."""
    kader = BeleidskaderFactory(gemeente=gemeente)
    waarden = {f"factuur.afzender.{veld}": waarde for veld, waarde in (AFZENDER | anders).items()}
    for code, waarde in (waarden | {"factuur.btw_hoog": "21", "factuur.uiterlijk_dag": "15"}).items():
        ParameterFactory(kader=kader, code=code, waarde=waarde, soort=catalogus()[code].soort)
    return kader


def administratie(gemeente):
    """Een medewerker van de financiële administratie: zij factureert (RH-025)."""
    return RolvervullingFactory(gemeente=gemeente, rol=Rol.FINANCIEN, begindatum=date(2019, 1, 1)).gebruiker


def werkgever(gemeente, nummer=1, **velden):
    adres = {
        "kvk": f"{80000000 + nummer}",
        "straat": "Weg",
        "huisnummer": f"{nummer}",
        "postcode": "7461 AB",
        "plaats": "Rijssen",
    }
    return RelatieFactory(gemeente=gemeente, **adres | velden)


def overeenkomst(
    gemeente, relatie, *, bedrag="500.00", maanden=(OKTOBER,), versie=None, compleet_door=None, **velden
):
    """Een lopende overeenkomst met een vast maandbedrag; de maanden zijn compleet."""
    rij = OvereenkomstFactory(persoon=PersoonFactory(gemeente=gemeente), relatie=relatie, **velden)
    OvereenkomstversieFactory(overeenkomst=rij, **versie or {})
    if bedrag:
        TariefafspraakFactory(overeenkomst=rij, methode="vast_maand", bedrag=Decimal(bedrag))
    for maand in maanden:
        UrenstaatFactory(overeenkomst=rij, maand=maand, compleet_door=compleet_door or rij.opgesteld_door)
    return rij


def boekregel(overeenkomst, bedrag="100.00", maand=OKTOBER, **anders):
    velden = {
        "omschrijving": f"Inleenvergoeding {maand:%m-%Y}, {overeenkomst}",
        "aantal": Decimal(1),
        "eenheid": MAAND,
        "prijs": Decimal(bedrag),
        "categorie": "S",
        "percentage": Decimal(21),
        "van": maand,
        "tot": date(maand.year, maand.month, 28),
    }
    return Boekregel(regel(**velden | anders), overeenkomst.pk, maand)
