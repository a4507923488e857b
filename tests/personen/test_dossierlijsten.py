"""De lijsten in een dossier: filter, sorteren, kolommen, weergaven en export als elke andere lijst (E1–E11)."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from kern.logbook import leg_vast
from kern.models import Inzage, Weergave
from kern.permissions import Rol
from tests.factories.personen import ContactmomentFactory, DocumentFactory, PersoonFactory
from tests.factories.reintegratie import TredemetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def persoon(gemeente):
    return PersoonFactory(gemeente=gemeente, in_begeleiding=True)


@pytest.fixture
def contacten(persoon, consulent):
    for dag, wijze, verslag in (
        (1, "telefoon", "Over het werk."),
        (2, "werkplek", "=Op bezoek; tempo goed."),
    ):
        ContactmomentFactory(
            persoon=persoon, door=consulent, datum=date(2026, 9, dag), wijze=wijze, verslag=verslag
        )
    return reverse("personen:contactmomenten", args=[persoon.nummer])


def csv_van(antwoord):
    return list(csv.reader(io.StringIO(antwoord.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_contactmomenten_in_csv_xlsx_en_json_met_het_hele_verslag(ingelogd, contacten):
    regels = csv_van(ingelogd.get(contacten, {"export": "csv"}))
    blad = openpyxl.load_workbook(io.BytesIO(ingelogd.get(contacten, {"export": "xlsx"}).getvalue())).active
    inhoud = json.loads(ingelogd.get(contacten, {"export": "json"}).getvalue())

    assert regels[0] == ["Datum", "Hoe", "Wat is besproken", "Vervolg", "Door"]
    assert regels[1][:3] == ["02-09-2026", "op de werkplek", "'=Op bezoek; tempo goed."]
    assert blad["A2"].value.date() == date(2026, 9, 2)
    assert [rij["datum"] for rij in inhoud["rijen"]] == ["2026-09-02", "2026-09-01"]


def test_een_export_uit_een_dossier_staat_bij_de_inzage_van_dat_dossier(ingelogd, contacten, persoon):
    ingelogd.get(contacten, {"export": "csv", "wijze": "werkplek"})

    regel = Inzage.objects.get(soort="export")
    assert (regel.dossier_id, regel.gemeente_id) == (persoon.pk, persoon.gemeente_id)
    assert regel.gegevens["aantal"] == 1
    assert regel.gegevens["filters"] == {"Hoe": "op de werkplek"}


def test_zonder_het_recht_om_te_exporteren_is_er_geen_bestand(client, maak_gebruiker, gemeente, contacten):
    client.force_login(maak_gebruiker(Rol.JOBCOACH, gemeente))

    assert client.get(contacten, {"export": "csv"}).status_code == 403
    assert "Download alle" not in client.get(contacten).content.decode()


def test_onder_elkaar_lezen_toont_de_hele_tekst(ingelogd, persoon, consulent):
    lang = " ".join(f"woord{n}" for n in range(60))
    ContactmomentFactory(persoon=persoon, door=consulent, verslag=lang)
    adres = reverse("personen:contactmomenten", args=[persoon.nummer])

    assert "woord59" not in ingelogd.get(adres).content.decode()
    assert "woord59" in ingelogd.get(adres, {"lezen": "on"}).content.decode()


def test_een_weergave_van_een_dossierlijst_werkt_in_elk_dossier(ingelogd, contacten, gemeente, consulent):
    ingelogd.post(
        reverse("kern:weergave-bewaren", args=["contactmomenten"]),
        {"naam": "Bezoeken", "terug": f"{contacten}?wijze=werkplek"},
    )
    weergave = Weergave.objects.get()
    ander = PersoonFactory(gemeente=gemeente, in_begeleiding=True)
    adres = reverse("personen:contactmomenten", args=[ander.nummer])

    pagina = ingelogd.get(adres).content.decode()

    assert f"{adres}?wijze=werkplek&amp;weergave={weergave.pk}" in pagina
    assert "Bezoeken" not in ingelogd.get("/werkvoorraad/").content.decode(), "zonder dossier is er geen plek"


def test_documenten_filteren_en_verwijderen_vanuit_de_lijst(ingelogd, persoon, consulent):
    brief = DocumentFactory(
        persoon=persoon, soort="brief", omschrijving="Brief een", toegevoegd_door=consulent
    )
    DocumentFactory(persoon=persoon, soort="overig", omschrijving="Iets anders", toegevoegd_door=consulent)
    adres = reverse("personen:documenten", args=[persoon.nummer])

    pagina = ingelogd.get(adres, {"soort": "brief"}).content.decode()
    regels = csv_van(ingelogd.get(adres, {"soort": "brief", "export": "csv"}))

    assert "Brief een" in pagina and "Iets anders" not in pagina
    verwijder = reverse("personen:document-verwijderen", args=[persoon.nummer, brief.pk])
    assert f'form="verwijder-document" formaction="{verwijder}"' in pagina
    assert "Actie" not in regels[0] and regels[1][0] == "Brief een"


def test_wie_geen_document_mag_toevoegen_ziet_geen_knop_om_te_verwijderen(
    client, maak_gebruiker, gemeente, persoon
):
    DocumentFactory(persoon=persoon)
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    pagina = client.get(reverse("personen:documenten", args=[persoon.nummer])).content.decode()

    assert "Verwijder<" not in pagina and "formaction" not in pagina


def test_de_inzage_is_te_filteren_te_sorteren_en_te_exporteren(ingelogd, persoon, consulent):
    ingelogd.get(reverse("personen:tijdlijn", args=[persoon.nummer]))
    ContactmomentFactory(persoon=persoon, door=consulent)
    adres = reverse("personen:inzage", args=[persoon.nummer])

    regels = csv_van(ingelogd.get(adres, {"groep": "bekeken", "export": "csv"}))
    oud_eerst = csv_van(ingelogd.get(adres, {"groep": "bekeken", "sort": "tijdstip", "export": "csv"}))

    assert regels[0][:3] == ["Wanneer", "Wie", "Wat"]
    assert {regel[1] for regel in regels[1:]} == {"K. Consulent"}
    assert oud_eerst[1] == regels[-1]
    assert len(csv_van(ingelogd.get(adres, {"van": "01-01-2099", "export": "csv"}))) == 1


@pytest.mark.parametrize("naam", ["contactmomenten", "documenten", "inzage"])
def test_meer_rijen_kosten_niet_meer_vragen(
    ingelogd, persoon, consulent, naam, django_assert_max_num_queries
):
    def vul(aantal):
        ContactmomentFactory.create_batch(aantal, persoon=persoon, door=consulent)
        DocumentFactory.create_batch(aantal, persoon=persoon, toegevoegd_door=consulent)

    adres = reverse(f"personen:{naam}", args=[persoon.nummer])
    vul(2)
    ingelogd.get(adres)
    with django_assert_max_num_queries(20) as weinig:
        ingelogd.get(adres)
    vul(18)

    with django_assert_max_num_queries(len(weinig)):
        ingelogd.get(adres)


def test_wie_regels_niet_mag_lezen_kan_daar_toegang_vragen(
    client, maak_gebruiker, gemeente, persoon, consulent
):
    trede = TredemetingFactory(persoon=persoon)
    leg_vast(
        "trede.gemeten", onderwerp=trede, door=consulent, gemeente=gemeente, dossier=persoon,
        omschrijving="Trede 3 naar 5",
    )  # fmt: skip
    client.force_login(maak_gebruiker(Rol.BEHEERDER, gemeente))
    adres = reverse("personen:inzage", args=[persoon.nummer])

    pagina = client.get(adres).content.decode()

    assert "Trede 3 naar 5" not in pagina
    assert f'href="{reverse("kern:toegang-vragen")}?pagina={adres}"' in pagina
