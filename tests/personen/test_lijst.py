"""De lijst van personen en het herverdelen van dossiers (schermen §3 teammanager, E-criteria, C2)."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kern.permissions import Rol
from personen.models import Toewijzing
from tests.factories.kern import RolvervullingFactory, TeamFactory, TeamlidFactory
from tests.factories.personen import (
    ContactmomentFactory,
    DossierperiodeFactory,
    PersoonFactory,
    ToewijzingFactory,
)

pytestmark = pytest.mark.django_db
URL = "/personen/"


def soep(antwoord):
    return BeautifulSoup(antwoord.content, "html.parser")


def namen(antwoord):
    return [th.get_text(strip=True) for th in soep(antwoord).select("tbody th")]


def koppen(antwoord):
    return [th.get_text(strip=True) for th in soep(antwoord).select("thead th")]


@pytest.fixture
def collega(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.CONSULENT, gemeente, naam="R. Demo")


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente, naam="T. Manager")


@pytest.fixture
def drie(gemeente, consulent, collega):
    """Aa: lopend, van de consulent, contact gehad. Ba: lopend, van de collega. Ca: beëindigd, van niemand."""
    aa, ba, ca = (
        PersoonFactory(gemeente=gemeente, nummer=f"P-1000{n}", achternaam=naam, zoeknaam=naam.lower())
        for n, naam in enumerate(["Aa", "Ba", "Ca"])
    )
    DossierperiodeFactory(persoon=aa)
    DossierperiodeFactory(persoon=ba)
    DossierperiodeFactory(persoon=ca, einddatum=date(2020, 1, 1), reden_einde="overig")
    ToewijzingFactory(persoon=aa, gebruiker=consulent)
    ToewijzingFactory(persoon=ba, gebruiker=collega)
    vandaag = timezone.localdate()
    ContactmomentFactory(persoon=aa, datum=vandaag - timedelta(days=10), door=consulent)
    ContactmomentFactory(persoon=aa, datum=vandaag - timedelta(days=90), door=consulent)
    ContactmomentFactory(persoon=ba, datum=vandaag, door=consulent, ingetrokken_op=timezone.now())
    return aa, ba, ca


def test_de_lijst_toont_contactpersoon_laatste_contact_en_status(ingelogd, drie):
    antwoord = ingelogd.get(URL)

    assert koppen(antwoord) == [
        "Naam",
        "Dossier",
        "Geboortedatum",
        "Contactpersoon",
        "Laatste contact",
        "Status",
    ]
    tien_dagen = f"{timezone.localdate() - timedelta(days=10):%d-%m-%Y}"
    cellen = [[td.get_text(strip=True) for td in tr.select("td")] for tr in soep(antwoord).select("tbody tr")]
    assert cellen[0] == ["P-10000", "12-05-1984", "K. Consulent", tien_dagen, "✓lopend"]
    assert cellen[1][2:] == ["R. Demo", "–", "✓lopend"]
    assert cellen[2][2:] == ["–", "–", "beëindigd"]
    assert soep(antwoord).select_one("tbody th a")["href"] == "/personen/P-10000/"


@pytest.mark.parametrize(
    ("filters", "verwacht"),
    [
        ({"status": "lopend"}, ["A. Aa", "A. Ba"]),
        ({"status": "beeindigd"}, ["A. Ca"]),
        ({"mijn_caseload": "on"}, ["A. Aa"]),
        ({"zonder_contactpersoon": "on"}, ["A. Ca"]),
        ({"zonder_contactpersoon": "on", "status": "lopend"}, []),
    ],
)
def test_filters(ingelogd, drie, filters, verwacht):
    assert namen(ingelogd.get(URL, filters)) == verwacht


def test_filter_geen_contact_sinds_telt_ingetrokken_contact_niet(ingelogd, drie):
    grens = timezone.localdate() - timedelta(days=30)

    assert namen(ingelogd.get(URL, {"geen_contact_sinds": f"{grens:%d-%m-%Y}"})) == ["A. Ba", "A. Ca"]


def test_filter_contactpersoon_en_team(ingelogd, drie, collega, gemeente):
    team = TeamFactory(gemeente=gemeente)
    TeamlidFactory(team=team, gebruiker=collega)

    assert namen(ingelogd.get(URL, {"contactpersoon": collega.pk})) == ["A. Ba"]
    assert namen(ingelogd.get(URL, {"team": team.pk})) == ["A. Ba"]


def test_een_team_of_collega_van_elders_is_geen_keuze(ingelogd, drie, andere_gemeente, maak_gebruiker):
    ander_team = TeamFactory(gemeente=andere_gemeente, naam="Vreemd team")
    vreemd = maak_gebruiker(Rol.CONSULENT, andere_gemeente, naam="V. Vreemd")

    antwoord = ingelogd.get(URL, {"team": ander_team.pk, "contactpersoon": vreemd.pk})

    assert "Vreemd" not in antwoord.content.decode()
    assert len(namen(antwoord)) == 3


def test_de_gemeente_is_een_kolom_als_je_er_meer_bedient(
    client, maak_gebruiker, drie, gemeente, andere_gemeente
):
    gebruiker = maak_gebruiker(Rol.CONSULENT, gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.CONSULENT, gemeente=andere_gemeente)
    client.force_login(gebruiker)

    antwoord = client.get(URL)

    assert "Gemeente" in koppen(antwoord)
    assert soep(antwoord).select_one("select[name=gemeente]")


def test_zonder_recht_op_contact_geen_laatste_contact(client, maak_gebruiker, drie, gemeente):
    client.force_login(maak_gebruiker(Rol.ACCOUNTMANAGER, gemeente))

    antwoord = client.get(
        URL,
        {"kolommen": "naam,laatste_contact", "sort": "laatste_contact", "geen_contact_sinds": "01-01-2026"},
    )

    assert koppen(antwoord) == ["Naam"]
    assert len(namen(antwoord)) == 3


def test_een_andere_gemeente_staat_er_niet_in_ook_niet_in_het_aantal(ingelogd, drie, andere_gemeente):
    PersoonFactory(gemeente=andere_gemeente)

    assert soep(ingelogd.get(URL)).h1.get_text(strip=True) == "3 personen"


@pytest.mark.parametrize(
    ("term", "verwacht"), [("aa", ["A. Aa"]), ("P-10001", ["A. Ba"]), ("p10002", ["A. Ca"]), ("zz", [])]
)
def test_zoeken_op_naam_en_nummer(ingelogd, drie, term, verwacht):
    adres = ingelogd.post("/lijsten/personen/zoeken/", {"term": term, "terug": URL}).url

    assert term not in adres
    assert namen(ingelogd.get(adres)) == verwacht


def test_het_aantal_vragen_is_bij_10_en_200_personen_gelijk(ingelogd, gemeente, consulent):
    aantallen = []
    for tot in (10, 190):
        for _ in range(tot):
            persoon = PersoonFactory(gemeente=gemeente)
            ToewijzingFactory(persoon=persoon, gebruiker=consulent)
        ingelogd.get(URL)
        with CaptureQueriesContext(connection) as vragen:
            ingelogd.get(URL, {"per": "100"})
        aantallen.append(len(vragen))

    assert aantallen[1] == aantallen[0] + 1  # the count, which one page of rows does not need
    assert aantallen[0] <= 12


# ---- herverdelen ----------------------------------------------------------------------------------
def kies(client, personen, handeling="herverdelen"):
    pks = [persoon.pk for persoon in personen]
    velden = {"kies": pks, "zichtbaar": ",".join(map(str, pks)), "terug": URL, "handeling": handeling}
    return client.post("/lijsten/personen/keuze/", velden)


def verdeel(client, aan, **velden):
    gegevens = {"aan": aan.pk, "vanaf": f"{timezone.localdate():%d-%m-%Y}", "reden": "ziekte", **velden}
    return client.post("/personen/herverdelen/", gegevens)


def contactpersonen():
    lopend = Toewijzing.objects.op(timezone.localdate())
    return dict(lopend.values_list("persoon__achternaam", "gebruiker__naam"))


def test_herverdelen_toont_het_effect_en_verplaatst_de_dossiers(client, manager, drie, collega):
    client.force_login(manager)
    assert kies(client, drie).url == "/personen/herverdelen/"

    pagina = soep(client.get("/personen/herverdelen/"))
    regels = [
        [cel.get_text(strip=True) for cel in tr.select("th, td")] for tr in pagina.select(".tabel tbody tr")
    ]
    assert pagina.h1.get_text(strip=True) == "3 dossiers herverdelen"
    assert regels == [["K. Consulent", "1", "3"], ["R. Demo", "1", "3"]]

    klaar = client.get(verdeel(client, collega).url)

    assert "2 dossiers verplaatst naar R. Demo." in soep(klaar).select_one(".meldingen").get_text()
    assert contactpersonen() == {"Aa": "R. Demo", "Ba": "R. Demo", "Ca": "R. Demo"}
    assert "0 dossiers gekozen" in soep(klaar).get_text()


def test_herverdelen_is_in_een_keer_terug_te_draaien(client, manager, drie, collega):
    client.force_login(manager)
    kies(client, drie)
    klaar = soep(client.get(verdeel(client, collega).url))

    client.post(klaar.select_one(".meldingen form")["action"])

    assert contactpersonen() == {"Aa": "K. Consulent", "Ba": "R. Demo"}


def test_herverdelen_zonder_keuze_gaat_terug_met_een_fout(client, manager, drie):
    client.force_login(manager)

    antwoord = client.get("/personen/herverdelen/", follow=True)

    assert "Kies minstens 1 dossier" in soep(antwoord).select_one(".meldingen").get_text()


def test_een_collega_van_elders_krijgt_geen_dossiers(client, manager, drie, andere_gemeente, maak_gebruiker):
    client.force_login(manager)
    kies(client, drie)

    antwoord = verdeel(client, maak_gebruiker(Rol.CONSULENT, andere_gemeente))

    assert antwoord.status_code == 200
    assert "Deze keuze bestaat niet" in antwoord.content.decode()
    assert contactpersonen() == {"Aa": "K. Consulent", "Ba": "R. Demo"}


def test_een_datum_voor_de_vorige_toewijzing_is_een_fout_bij_het_veld_en_verandert_niets(
    client, manager, drie, collega
):
    client.force_login(manager)
    kies(client, drie)

    antwoord = verdeel(client, collega, vanaf="01-01-2010")

    assert "Kies een latere dag" in soep(antwoord).select_one(".veld--fout").get_text()
    assert contactpersonen() == {"Aa": "K. Consulent", "Ba": "R. Demo"}


def test_wie_niet_mag_toewijzen_ziet_geen_knop_en_kan_niet_herverdelen(ingelogd, drie):
    assert not soep(ingelogd.get(URL)).select(".bulkbalk")
    assert kies(ingelogd, drie).status_code == 403
    assert ingelogd.get("/personen/herverdelen/").status_code == 403
