"""De soort van een plaatsing verraadt Wsw of een uitkering; een accountmanager weet die niet (regels §7)."""

import pytest
from django.urls import reverse

from kern.models import Gebeurtenis
from kern.permissions import Rol
from tests.factories.kern import RolvervullingFactory
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import PlaatsingFactory
from werkgevers.actions import start_plaatsing

pytestmark = pytest.mark.django_db
WOORD = "groepsdetachering"


@pytest.fixture
def plaatsing(gemeente):
    return PlaatsingFactory(persoon=PersoonFactory(gemeente=gemeente, in_begeleiding=True), soort=WOORD)


def rijen_van(tekst: str) -> str:
    """Only the table: the filter panel names every kind there is."""
    return tekst[tekst.index("<tbody") :] if "<tbody" in tekst else ""


def adressen(plaatsing):
    return [
        reverse("werkgevers:plaatsingen"),
        reverse("werkgevers:relatie", args=[plaatsing.relatie.nummer]),
        reverse("werkgevers:dossierblad", args=[plaatsing.persoon.nummer]),
        reverse("personen:tijdlijn", args=[plaatsing.persoon.nummer]),
    ]


def test_de_accountmanager_ziet_nergens_welke_soort(client, maak_gebruiker, gemeente, plaatsing):
    client.force_login(maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente))

    for adres in adressen(plaatsing):
        assert WOORD not in rijen_van(client.get(adres).content.decode())
    uit = client.get(reverse("werkgevers:plaatsingen"), {"export": "csv", "kolommen": "naam,soort"})
    assert WOORD not in uit.getvalue().decode()


def test_filteren_op_de_soort_verraadt_haar_ook_niet(client, maak_gebruiker, gemeente, plaatsing):
    client.force_login(maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente))

    antwoord = client.get(reverse("werkgevers:plaatsingen"), {"soort": WOORD})

    assert antwoord.context["lijst"].blad.rijen == []


@pytest.mark.parametrize("rol", [Rol.CONSULENT, Rol.CONSULENT_WSW, Rol.CONSULENT_INKOMEN, Rol.TEAMMANAGER])
def test_wie_wsw_of_re_integratie_inziet_ziet_de_soort(client, maak_gebruiker, gemeente, plaatsing, rol):
    client.force_login(maak_gebruiker(rol, gemeente))

    for adres in adressen(plaatsing)[:3]:
        assert WOORD in rijen_van(client.get(adres).content.decode())


def test_het_recht_telt_per_gemeente(client, maak_gebruiker, gemeente, andere_gemeente, plaatsing):
    gebruiker = maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.CONSULENT_WSW, gemeente=andere_gemeente)
    daar = PlaatsingFactory(persoon=PersoonFactory(gemeente=andere_gemeente), soort="beschut")
    client.force_login(gebruiker)

    rijen = client.get(reverse("werkgevers:plaatsingen")).context["lijst"].blad.rijen

    assert {rij["pk"]: rij["soort_zichtbaar"] for rij in rijen} == {plaatsing.pk: "", daar.pk: "beschut"}


def test_ook_de_regel_in_het_logboek_noemt_de_soort_niet(plaatsing, consulent):
    nieuw = start_plaatsing(
        plaatsing.persoon, relatie=PlaatsingFactory(persoon__gemeente=plaatsing.persoon.gemeente).relatie,
        soort="beschut", begindatum=plaatsing.begindatum, door=consulent,
    )  # fmt: skip

    regel = Gebeurtenis.objects.get(soort="plaatsing.begonnen", onderwerp_id=nieuw.pk)
    assert "beschut" not in regel.omschrijving.lower()
