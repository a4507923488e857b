"""Wie kenmerken, uitkering en trede niet mag weten, vindt ze op geen enkele pagina (C36, regels.md §7)."""

from datetime import date

import pytest
from django.urls import reverse

from kern.permissions import Recht, Rol
from kern.registers import dossierbladen
from personen import actions
from tests.factories.personen import DossierperiodeFactory, KenmerkFactory, PersoonFactory
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory
from tests.factories.wsw import DienstverbandFactory

pytestmark = pytest.mark.django_db
BUITEN = [Rol.ACCOUNTMANAGER, Rol.FINANCIEN, Rol.LIAISON]
GEWOON = {"taalniveau": "A2-geheim", "opleiding": "mbo-geheim", "beschikbaarheid": "ochtend-geheim"}
BIJZONDER = {"belemmering": "schulden", "statushouder": "ja-geheim", "doelgroepregister": "opgenomen-geheim"}
VERBORGEN = [*GEWOON.values(), *BIJZONDER.values(), "langdurig ziek", "IOAW", "trede 3", "Trede 3", "ernstig"]


@pytest.fixture
def persoon(gemeente):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=False)
    DossierperiodeFactory(
        persoon=persoon, begindatum=date(2019, 1, 1), einddatum=date(2025, 12, 31), reden_einde="ziek"
    )
    for soort, waarde in (GEWOON | BIJZONDER).items():
        KenmerkFactory(persoon=persoon, soort=soort, waarde=waarde)
    KenmerkFactory(persoon=persoon, soort="let_op", waarde="neemt een hond mee")
    UitkeringFactory(persoon=persoon, soort="ioaw")
    TredemetingFactory(persoon=persoon, huidige_trede=3, doeltrede=4)
    DienstverbandFactory(persoon=persoon, met_indeling=True, handicapcategorie="ernstig")
    return persoon


def paginas(persoon):
    adressen = [reverse("personen:lijst")]
    for blad in dossierbladen.alle():
        adressen.append(reverse(blad.route, args=[persoon.nummer]))
    adressen.append(reverse("personen:overdracht-pdf", args=[persoon.nummer]))
    return adressen


@pytest.mark.parametrize("rol", BUITEN)
def test_buiten_de_begeleiding_staat_er_op_geen_pagina_iets_van(
    client, maak_gebruiker, gemeente, persoon, rol
):
    client.force_login(maak_gebruiker(rol, gemeente))
    geopend = 0

    for adres in paginas(persoon):
        antwoord = client.get(adres)
        if antwoord.status_code == 403:
            continue
        assert antwoord.status_code == 200, adres
        geopend += 1
        broncode = antwoord.content.decode()
        assert not [tekst for tekst in VERBORGEN if tekst in broncode], adres

    assert geopend >= 3


@pytest.mark.parametrize("rol", BUITEN)
def test_let_op_blijft_zichtbaar_voor_wie_het_dossier_mag_openen(
    client, maak_gebruiker, gemeente, persoon, rol
):
    client.force_login(maak_gebruiker(rol, gemeente))

    pagina = client.get(reverse("personen:tijdlijn", args=[persoon.nummer])).content.decode()

    assert "neemt een hond mee" in pagina


@pytest.mark.parametrize("rol", [Rol.JOBCOACH, Rol.TEAMMANAGER, Rol.AUDITOR])
def test_wie_begeleidt_of_controleert_ziet_gewone_kenmerken_en_geen_bijzondere(
    client, maak_gebruiker, gemeente, persoon, rol
):
    client.force_login(maak_gebruiker(rol, gemeente))

    for naam in ("gegevens", "tijdlijn", "overdracht"):
        pagina = client.get(reverse(f"personen:{naam}", args=[persoon.nummer])).content.decode()
        assert all(waarde in pagina for waarde in GEWOON.values()), naam
        assert not [waarde for waarde in BIJZONDER.values() if waarde in pagina], naam


@pytest.mark.parametrize("rol", [Rol.CONSULENT, Rol.CONSULENT_WSW, Rol.CONSULENT_INKOMEN])
def test_een_consulent_ziet_ze_allemaal(client, maak_gebruiker, gemeente, persoon, rol):
    client.force_login(maak_gebruiker(rol, gemeente))

    for naam in ("gegevens", "tijdlijn", "overdracht"):
        pagina = client.get(reverse(f"personen:{naam}", args=[persoon.nummer])).content.decode()
        assert all(waarde in pagina for waarde in (GEWOON | BIJZONDER).values()), naam
        assert "langdurig ziek" in pagina


def test_het_recht_op_kenmerken_geldt_per_gemeente(maak_gebruiker, gemeente, andere_gemeente, persoon):
    gebruiker = maak_gebruiker(Rol.CONSULENT, andere_gemeente)

    soorten = persoon.kenmerken.leesbaar_voor(gebruiker, gemeente.pk).values_list("soort", flat=True)

    assert not gebruiker.mag(Recht.KENMERK_INZIEN, gemeente.pk)
    assert list(soorten) == ["let_op"]


def test_de_beheerder_leest_in_de_inzage_niet_waarom_begeleiding_stopte(
    client, maak_gebruiker, gemeente, consulent
):
    persoon = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    actions.beeindig_dossierperiode(persoon, per=date(2026, 11, 1), reden="ziek", door=consulent)
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))

    pagina = client.get(reverse("personen:inzage", args=[persoon.nummer])).content.decode()

    assert "langdurig ziek" not in pagina
    assert "iets wat jij niet mag lezen" in pagina
