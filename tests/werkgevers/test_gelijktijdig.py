"""Twee mensen wijzigen tegelijk hetzelfde: één lukt, de ander krijgt de botsing en er gaat niets verloren (C4)."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from kern.permissions import Rol
from kern.versions import Verouderd
from tests.factories.kern import OrganisatieFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import ContactpersoonFactory, PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from werkgevers import actions as werkgevers
from wsw import actions as wsw


def verleng(gemeente):
    plaatsing = PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))
    keuzes = [date(2027, 6, 30), date(2027, 12, 31)]
    return plaatsing, [
        lambda door, tot=tot: werkgevers.verleng_contract(plaatsing, tot=tot, versie=1, door=door)
        for tot in keuzes
    ]


def beeindig(gemeente):
    plaatsing = PlaatsingFactory(persoon__gemeente=gemeente)
    return plaatsing, [
        lambda door: werkgevers.verleng_contract(plaatsing, tot=date(2027, 6, 30), versie=1, door=door),
        lambda door: werkgevers.beeindig_plaatsing(
            plaatsing, per=date(2026, 12, 31), reden="werkgever", versie=1, door=door
        ),
    ]


def contactpersoon(gemeente):
    contact = ContactpersoonFactory(relatie__gemeente=gemeente, functie="chef")
    return contact, [
        lambda door, f=functie: werkgevers.wijzig_contactpersoon(contact, functie=f, versie=1, door=door)
        for functie in ("voorman", "directeur")
    ]


def indeling(gemeente):
    rij = IndelingFactory(dienstverband__persoon__gemeente=gemeente, uren_per_week=Decimal("36"))
    return rij, [
        lambda door, u=uren: wsw.verbeter_indeling(
            rij, uren_per_week=Decimal(u), reden="Tikfout", versie=1, door=door
        )
        for uren in ("32", "24")
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("maak", [verleng, beeindig, contactpersoon, indeling])
def test_twee_tegelijk_geeft_een_wijziging_en_een_botsing(maak, consulent, gemeente):
    ding, acties = maak(gemeente)
    samen = threading.Barrier(2, timeout=20)
    uitkomsten = []

    def doe(actie):
        try:
            samen.wait()
            actie(consulent)
            uitkomsten.append("bewaard")
        except Verouderd:
            uitkomsten.append("botsing")
        except BaseException as fout:  # a thread must not swallow what the test should see
            uitkomsten.append(repr(fout))
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=[actie]) for actie in acties]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=30)

    assert sorted(uitkomsten) == ["bewaard", "botsing"]
    ding.refresh_from_db()
    assert ding.versie == 2


# ---- de pagina die beide teksten toont -----------------------------------------------------------------
@pytest.fixture
def medewerker(client, maak_gebruiker, gemeente):
    client.gebruiker = maak_gebruiker(Rol.CONSULENT_WSW, gemeente, naam="W. Wsw")
    client.force_login(client.gebruiker)
    return client


def test_een_contract_dat_intussen_is_verlengd(medewerker, gemeente):
    plaatsing = PlaatsingFactory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True))
    werkgevers.verleng_contract(plaatsing, tot=date(2027, 3, 31), door=medewerker.gebruiker)

    antwoord = medewerker.post(
        reverse("werkgevers:plaatsing-verlengen", args=[plaatsing.pk]), {"tot": "31-12-2027", "versie": "1"}
    )

    pagina = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "31-03-2027" in pagina and "31-12-2027" in pagina
    plaatsing.refresh_from_db()
    assert plaatsing.contract_tot == date(2027, 3, 31)


def test_een_plaatsing_die_intussen_is_verlengd_beeindig_je_niet_blind(medewerker, gemeente):
    plaatsing = PlaatsingFactory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True))
    werkgevers.verleng_contract(plaatsing, tot=date(2027, 3, 31), door=medewerker.gebruiker)
    velden = {"per": "30-11-2026", "reden": "werkgever", "versie": "1"}
    adres = reverse("werkgevers:plaatsing-beeindigen", args=[plaatsing.pk])

    antwoord = medewerker.post(adres, velden)

    plaatsing.refresh_from_db()
    assert (antwoord.status_code, plaatsing.einddatum) == (409, None)


def test_een_contactpersoon_noemt_wie_er_eerder_was(medewerker, gemeente):
    contact = ContactpersoonFactory(relatie__gemeente=gemeente, naam="Jo", functie="chef")
    adres = reverse("werkgevers:contactpersoon-wijzigen", args=[contact.relatie.nummer, contact.pk])
    velden = {"naam": "Jo", "telefoon": "", "email": "", "actief": "ja"}
    assert medewerker.post(adres, velden | {"functie": "voorman", "versie": "1"}).status_code == 302

    antwoord = medewerker.post(adres, velden | {"functie": "directeur", "versie": "1"})

    pagina = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "voorman" in pagina and "directeur" in pagina and "W. Wsw" in pagina
    contact.refresh_from_db()
    assert contact.functie == "voorman"
    assert medewerker.post(adres, velden | {"functie": "directeur", "versie": "2"}).status_code == 302


def test_een_indeling_die_intussen_is_verbeterd(medewerker, gemeente):
    dienstverband = DienstverbandFactory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True))
    rij = dienstverband.indelingen.first() or IndelingFactory(dienstverband=dienstverband)
    wsw.verbeter_indeling(rij, uren_per_week=Decimal("20"), reden="Tikfout", door=medewerker.gebruiker)
    velden = {
        "groep": rij.groep, "formele_werkgever": rij.formele_werkgever_id, "uren_per_week": "24",
        "reden": "Ook een tikfout", "versie": "1",
    }  # fmt: skip

    antwoord = medewerker.post(reverse("wsw:indeling-verbeteren", args=[rij.pk]), velden)

    rij.refresh_from_db()
    assert (antwoord.status_code, rij.uren_per_week) == (409, Decimal("20"))
    dienstverband.refresh_from_db()
    assert dienstverband.versie == 2, "een formulier 'Wijzig per datum' met de oude waarden is ook verouderd"


def test_een_import_of_overgang_zonder_versie_wordt_niet_tegengehouden(gemeente, consulent):
    rij = IndelingFactory(dienstverband__persoon__gemeente=gemeente, formele_werkgever=OrganisatieFactory())
    wsw.verbeter_indeling(rij, schaal="B1", reden="Bestand", door=consulent)
    wsw.verbeter_indeling(rij, schaal="B2", reden="Bestand", door=consulent)

    rij.refresh_from_db()
    assert (rij.schaal, rij.versie) == ("B2", 3)
