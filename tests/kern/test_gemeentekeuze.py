"""The gemeente of a page: from the address when one may see her, else the last used, else the first."""

from datetime import date

import pytest
from django.http import Http404

from kern.gemeentekeuze import Gemeentekeuze, gemeente_en_maand
from kern.permissions import Recht, Rol
from tests.factories.kern import GemeenteFactory, RolvervullingFactory


@pytest.fixture
def vraag(rf, maak_gebruiker, gemeente, andere_gemeente):
    """A request of someone with two gemeenten, at this address."""
    gebruiker = maak_gebruiker(Rol.CONSULENT, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, gemeente=andere_gemeente, rol=Rol.CONSULENT)

    def maak(adres: str = "/", **velden):
        request = rf.get(adres)
        request.user = gebruiker
        for naam, waarde in velden.items():
            setattr(gebruiker, naam, waarde)
        return request

    return maak


def test_de_gemeente_uit_het_adres_gaat_voor_de_laatst_gebruikte(vraag, gemeente, andere_gemeente):
    adres = f"/?gemeente={andere_gemeente.code}"

    waar = Gemeentekeuze.uit(vraag(adres, laatste_gemeente_id=gemeente.pk), Recht.PERSOON_INZIEN)

    assert waar.gekozen == andere_gemeente
    assert waar.vast(peildatum="2026-10-01", groep="", jaar=None) == {
        "gemeente": andere_gemeente.code,
        "peildatum": "2026-10-01",
    }


def test_een_vreemde_gemeente_in_het_adres_doet_niets(vraag, andere_gemeente):
    vreemd = GemeenteFactory()

    waar = Gemeentekeuze.uit(
        vraag(f"/?gemeente={vreemd.code}", laatste_gemeente_id=andere_gemeente.pk), Recht.PERSOON_INZIEN
    )

    assert waar.gekozen == andere_gemeente
    assert vreemd not in waar.gemeenten


def test_met_een_gemeente_staat_zij_niet_in_de_links(rf, maak_gebruiker, gemeente):
    request = rf.get("/")
    request.user = maak_gebruiker(Rol.CONSULENT, gemeente)

    waar = Gemeentekeuze.uit(request, Recht.PERSOON_INZIEN)

    assert waar.vast() == {}
    assert waar.blad("Overzicht", "kern:werkvoorraad", "kern:werkvoorraad")["actief"] is True


def test_een_pagina_van_een_maand_kent_haar_gemeente(vraag, gemeente, andere_gemeente):
    eigen = [gemeente, andere_gemeente]
    oktober = date(2026, 10, 1)

    assert gemeente_en_maand(vraag(), eigen, "2026-10") == (gemeente, oktober)
    assert gemeente_en_maand(vraag(f"/?gemeente={andere_gemeente.code}"), eigen, "2026-10") == (
        andere_gemeente,
        oktober,
    )


@pytest.mark.parametrize(("adres", "maand"), [("/?gemeente=0000", "2026-10"), ("/", "2026-13")])
def test_een_vreemde_gemeente_of_maand_bestaat_niet(vraag, gemeente, adres, maand):
    with pytest.raises(Http404):
        gemeente_en_maand(vraag(adres), [gemeente], maand)


def test_zonder_gemeente_is_er_geen_pagina(vraag):
    with pytest.raises(Http404):
        gemeente_en_maand(vraag(), [], "2026-10")
