"""De dashboards en de PDCA-matrix als pagina: gelijk aan csv, json en PDF, met rijen en rechten (RH-067 – RH-080)."""

import csv
import io
import re
from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from kern.models import Inzage
from kern.permissions import Rol
from monitor.queries.dashboard import dashboard
from tests.factories.kern import BeleidskaderFactory, GemeenteFactory, ParameterFactory, RolvervullingFactory
from tests.factories.monitor import PeilwaardeFactory
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import UitkeringFactory
from tests.monitor import populaties
from wsw.choices import Groep

pytestmark = pytest.mark.django_db

JUNI = {"peildatum": "2026-06-30"}
DASHBOARDS = ("participatie", "wsw", "re-integratie")


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def manager(client, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))
    return client


def naar_werk(gemeente, dag, aantal=1):
    for _ in range(aantal):
        UitkeringFactory(
            persoon__gemeente=gemeente, begindatum=date(2020, 1, 1), einddatum=dag, reden_einde="werk"
        )


def soep(antwoord):
    return BeautifulSoup(antwoord.content, "html.parser")


def regel(pagina, naam):
    """The cells of one figure: judgement, this period, previous, difference, year, target, expected."""
    for rij in pagina.main.find_all("tr"):
        kop = rij.find("th", scope="row")
        if kop and kop.get_text(strip=True).startswith(naam):
            return [cel.get_text(" ", strip=True) for cel in rij.find_all("td")]
    raise AssertionError(f"{naam} staat niet op de pagina")


# ---- what the page says --------------------------------------------------------------------------------
def test_een_cijfer_met_doel_vorige_periode_verwachting_en_oordeel(manager, gemeente):
    kader = BeleidskaderFactory(gemeente=gemeente, begindatum=date(2020, 1, 1))
    ParameterFactory(kader=kader, code="kpi.uitstroom_werk", waarde="8", begindatum=date(2020, 1, 1))
    naar_werk(gemeente, date(2026, 3, 1), 3)
    naar_werk(gemeente, date(2025, 9, 1), 4)

    pagina = soep(manager.get(reverse("monitor:re-integratie"), JUNI))

    cellen = regel(pagina, "Uitstroom naar betaald werk")
    assert cellen[0] == "× niet op doel"
    assert cellen[1].startswith("3 Uitstroom naar betaald werk, dit halfjaar")
    assert cellen[2].startswith("4")
    assert cellen[3] == "\u22121 (\u221225,0%)"
    assert cellen[5:7] == ["8 nu 4", "3"]


def test_de_link_van_een_getal_opent_precies_zoveel_mensen(manager, gemeente):
    naar_werk(gemeente, date(2026, 3, 1), 3)
    naar_werk(gemeente, date(2025, 9, 1), 4)
    pagina = soep(manager.get(reverse("monitor:re-integratie"), JUNI))
    rij = next(
        tr for tr in pagina.main.find_all("tr") if tr.th and tr.th.text.startswith("Uitstroom naar betaald")
    )

    links = [cel.a["href"] for cel in rij.find_all("td")[1:3]]

    assert "3 rijen" in soep(manager.get(links[0])).h1.text
    assert "4 rijen" in soep(manager.get(links[1])).h1.text


def test_een_deel_van_een_cijfer_opent_zijn_eigen_rijen(manager, gemeente):
    naar_werk(gemeente, date(2026, 3, 1), 2)
    UitkeringFactory(
        persoon__gemeente=gemeente,
        begindatum=date(2020, 1, 1),
        einddatum=date(2026, 3, 1),
        reden_einde="verhuisd",
    )
    pagina = soep(manager.get(reverse("monitor:participatie"), JUNI))

    link = next(a for a in pagina.main.find_all("a") if a.text.endswith("Uitstroom, verhuisd"))

    assert "1 rij" in soep(manager.get(link["href"])).h1.text


def test_wat_niet_te_berekenen_is_zegt_wat_er_ontbreekt(manager):
    pagina = soep(manager.get(reverse("monitor:participatie"), JUNI))

    assert "BUIG-budget (geen enkel bedrag)" in pagina.main.get_text(" ", strip=True)
    assert regel(pagina, "Resultaat BUIG")[:2] == ["! niet te berekenen", "niet te berekenen"]


def test_uitstroom_naar_werk_staat_op_elk_dashboard_voorop(manager, gemeente):
    naar_werk(gemeente, date(2026, 3, 1), 3)

    for naam in DASHBOARDS:
        pagina = soep(manager.get(reverse(f"monitor:{naam}"), JUNI))
        kern = pagina.main.find("p", class_="kerncijfer").get_text(" ", strip=True)
        assert kern.startswith("Uitstroom naar betaald werk in deze periode: 3"), naam


def test_vergelijken_met_een_zelf_gekozen_dag(manager, gemeente):
    naar_werk(gemeente, date(2024, 3, 1), 2)

    pagina = soep(manager.get(reverse("monitor:re-integratie"), JUNI | {"vergelijk": "2024-06-30"}))

    assert regel(pagina, "Uitstroom naar betaald werk")[2].startswith("2")


@pytest.mark.parametrize(
    ("vraag", "melding"),
    [
        ({"peildatum": "2027-01-01"}, "ligt in de toekomst"),
        ({"peildatum": "2026-06-30", "vergelijk": "2026-06-30"}, "Kies een dag voor de peildatum."),
        ({"peildatum": "gisteravond laat"}, "geen datum"),
    ],
)
def test_een_verkeerde_dag_geeft_een_duidelijke_melding(manager, vraag, melding):
    antwoord = manager.get(reverse("monitor:wsw"), vraag)

    assert antwoord.status_code == 200
    assert melding in antwoord.content.decode()


def plat(tekst: str) -> str:
    return " ".join(tekst.replace("\u00a0", " ").split())


def in_tekst(cijfer: dict) -> str:
    """Zoals een mens het getal van de json schrijft."""
    if cijfer["waarde"] is None:
        return "niet te berekenen"
    getal = Decimal(cijfer["waarde"])
    if cijfer["eenheid"] == "%":
        return f"{getal:.1f}%".replace(".", ",")
    heel = f"{getal:,.2f}" if cijfer["eenheid"] == "€" else f"{getal:,.0f}"
    heel = heel.translate(str.maketrans(",.", ".,"))
    return f"€ {heel}" if cijfer["eenheid"] == "€" else heel


# ---- the same everywhere -------------------------------------------------------------------------------
@pytest.mark.parametrize("naam", DASHBOARDS)
def test_pagina_csv_json_en_pdf_noemen_dezelfde_getallen(manager, gemeente, naam):
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    naar_werk(gemeente, date(2026, 3, 1), 3)
    adres = reverse(f"monitor:{naam}")

    pagina = soep(manager.get(adres, JUNI))
    gegevens = manager.get(adres, JUNI | {"export": "json"}).json()
    tekst = manager.get(adres, JUNI | {"export": "csv"}).content.decode("utf-8-sig")
    regels = {rij["code"]: rij for rij in csv.DictReader(io.StringIO(tekst), delimiter=";")}
    pdf = manager.get(adres, JUNI | {"export": "pdf"})
    papier = " ".join(blad.extract_text() for blad in PdfReader(io.BytesIO(pdf.content)).pages)

    papier = " ".join(papier.replace("\u00a0", " ").split())
    assert {c["code"] for c in gegevens["cijfers"]} == set(regels)
    eigen = [cijfer for cijfer in gegevens["cijfers"] if cijfer["dashboard"] == naam]
    assert len(eigen) >= 4
    for cijfer in gegevens["cijfers"]:
        getal = cijfer["waarde"]
        assert regels[cijfer["code"]]["waarde"] == ("" if getal is None else getal.replace(".", ","))
    for cijfer in eigen:
        # Every unit, in the row of the figure itself.
        verwacht = in_tekst(cijfer)
        assert plat(regel(pagina, cijfer["cijfer"])[1]).startswith(verwacht), cijfer["code"]
        rij = rf"{re.escape(cijfer['cijfer'])}( \(niet te berekenen: .{{1,300}}?\))? {re.escape(verwacht)}(?= |$)"
        assert re.search(rij, papier), (cijfer["code"], verwacht)
    assert Inzage.objects.filter(soort="rapport").count() == 3


def test_de_ladder_van_de_bron_op_het_dashboard(manager, gemeente):
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)

    pagina = soep(manager.get(reverse("monitor:re-integratie"), {"peildatum": "2019-09-30"}))

    assert regel(pagina, "Nu betaald werk")[1].startswith("92")
    assert regel(pagina, "Perspectief op betaald werk")[1].startswith("192")


def test_de_pdca_matrix_heeft_drie_onderwerpen_met_hun_cijfers(manager, gemeente):
    naar_werk(gemeente, date(2026, 3, 1), 3)

    pagina = soep(manager.get(reverse("monitor:pdca"), JUNI))
    pdf = manager.get(reverse("monitor:pdca"), JUNI | {"export": "pdf"})
    papier = " ".join(blad.extract_text() for blad in PdfReader(io.BytesIO(pdf.content)).pages)

    koppen = [th.text for th in pagina.main.table.thead.find_all("th")]
    assert koppen == ["Onderwerp", "Plan: doel", "Plan: resultaat", "Do", "Check", "Act"]
    assert [th.text for th in pagina.main.table.tbody.find_all("th")] == [
        "Participatie",
        "Wsw",
        "Re-integratie",
    ]
    assert "Uitstroom naar betaald werk: 3" in pagina.main.get_text(" ", strip=True)
    assert "Uitstroom naar betaald werk: 3" in " ".join(papier.split())


# ---- rights and scope ----------------------------------------------------------------------------------
def test_wie_geen_mensen_mag_zien_krijgt_getallen_zonder_link(client, maak_gebruiker, gemeente):
    naar_werk(gemeente, date(2026, 3, 1), 3)
    client.force_login(maak_gebruiker(Rol.BELEID, gemeente))

    pagina = soep(client.get(reverse("monitor:re-integratie"), JUNI))

    assert regel(pagina, "Uitstroom naar betaald werk")[1].startswith("3")
    assert not [a for a in pagina.main.find_all("a") if "/cijfers/" in a["href"]]
    assert client.get(reverse("monitor:rijen", args=["uitstroom_werk"])).status_code == 403


def test_cijfers_van_een_andere_gemeente_tellen_nergens_mee(manager, gemeente, andere_gemeente):
    naar_werk(andere_gemeente, date(2026, 3, 1), 3)

    pagina = soep(manager.get(reverse("monitor:re-integratie"), JUNI | {"gemeente": andere_gemeente.code}))

    assert regel(pagina, "Uitstroom naar betaald werk")[1].startswith("0")


@pytest.mark.parametrize(
    ("rol", "code"),
    [
        (Rol.FINANCIEN, "wsw_loonwaarde"),
        (Rol.LIAISON, "wsw_loonwaarde"),
        (Rol.FINANCIEN, "wsw_plan"),
        (Rol.LIAISON, "wsw_plan"),
        (Rol.CONSULENT_INKOMEN, "uitstroom_werk"),  # a row may say nieuw beschut werk
    ],
)
def test_achter_een_cijfer_staat_niet_meer_dan_de_rol_mag_zien(client, maak_gebruiker, gemeente, rol, code):
    populaties.wsw(gemeente, ((Groep.GROEP, "", 2),))
    # frozen before the rows asked more rights
    oud = PeilwaardeFactory(
        peilmoment__gemeente=gemeente,
        kpi=code,
        gegevens={"met_rijen": True, "rijrecht": "reintegratie.inzien"},
    )
    PeilwaardeFactory(
        peilmoment=oud.peilmoment, kpi="wsw_dossiers", gegevens={"met_rijen": True, "rijrecht": "wsw.inzien"}
    )
    client.force_login(maak_gebruiker(rol, gemeente))
    ander = "wsw_dossiers" if rol != Rol.CONSULENT_INKOMEN else "instroom"

    assert client.get(reverse("monitor:rijen", args=[code])).status_code == 403
    assert client.get(reverse("monitor:peilrijen", args=[oud.peilmoment_id, code])).status_code == 403
    assert client.get(reverse("monitor:rijen", args=[ander])).status_code == 200
    assert f"/monitor/cijfers/{code}/" not in client.get(reverse("monitor:wsw")).content.decode()


def test_een_onbekend_cijfer_of_een_cijfer_zonder_rijen_bestaat_niet(manager):
    assert manager.get(reverse("monitor:rijen", args=["bestaat-niet"])).status_code == 404
    assert manager.get(reverse("monitor:rijen", args=["buig_resultaat"])).status_code == 404
    assert (
        manager.get(
            reverse("monitor:rijen", args=["instroom"]), {"van": "2026-07-01", "tot": "2026-01-01"}
        ).status_code
        == 404
    )


def test_wie_met_de_wsw_werkt_begint_bij_de_wsw(client, maak_gebruiker, gemeente):
    client.force_login(maak_gebruiker(Rol.LIAISON, gemeente))
    assert client.get(reverse("monitor:begin")).url == reverse("monitor:wsw")

    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))
    assert client.get(reverse("monitor:begin")).url == reverse("monitor:participatie")


# ---- speed ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("naam", "hoogstens"), [("participatie", 22), ("wsw", 22), ("re-integratie", 23), ("pdca", 27)]
)
def test_evenveel_queries_bij_2_als_bij_40_mensen(
    manager, gemeente, django_assert_max_num_queries, naam, hoogstens
):
    adres = reverse(f"monitor:{naam}")

    def tel():
        with django_assert_max_num_queries(hoogstens) as gemeten:
            assert manager.get(adres, JUNI).status_code == 200
        return len(gemeten)

    tel()
    UitkeringFactory.create_batch(2, persoon__gemeente=gemeente)
    weinig = tel()
    UitkeringFactory.create_batch(38, persoon__gemeente=gemeente)
    populaties.wsw(gemeente, populaties.RH_WSW_2019)

    assert tel() == weinig


def test_samen_geteld_is_hetzelfde_als_apart_geteld(gemeente, monkeypatch):
    UitkeringFactory.create_batch(5, persoon__gemeente=gemeente)
    naar_werk(gemeente, date(2026, 3, 1), 2)
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    dag = date(2026, 6, 30)

    samen = dashboard(gemeente, dag).standen
    monkeypatch.setattr("monitor.queries.dashboard.vooraf_geteld", lambda *args: nullcontext())
    monkeypatch.setattr("monitor.queries.dashboard.vooraf_geladen", lambda *args: nullcontext())

    assert len(samen) > 30
    assert samen == dashboard(gemeente, dag).standen


def test_de_rijen_vragen_evenveel_queries_bij_2_als_bij_20(manager, gemeente, django_assert_max_num_queries):
    adres = reverse("monitor:rijen", args=["uitkeringsdossiers"])

    def tel():
        with django_assert_max_num_queries(30) as gemeten:
            assert manager.get(adres, {"tot": "2026-06-30"}).status_code == 200
        return len(gemeten)

    UitkeringFactory.create_batch(2, persoon__gemeente=gemeente)
    tel()
    weinig = tel()
    UitkeringFactory.create_batch(18, persoon__gemeente=gemeente)

    assert tel() == weinig


def test_met_meer_gemeenten_kies_je_er_een(client, maak_gebruiker, gemeente):
    ander = GemeenteFactory()
    gebruiker = maak_gebruiker(Rol.TEAMMANAGER, gemeente)
    RolvervullingFactory(
        gebruiker=gebruiker, gemeente=ander, rol=Rol.TEAMMANAGER, begindatum=date(2020, 1, 1)
    )
    UitkeringFactory(persoon=PersoonFactory(gemeente=ander))
    client.force_login(gebruiker)

    pagina = soep(client.get(reverse("monitor:participatie"), JUNI | {"gemeente": ander.code}))

    assert regel(pagina, "Uitkeringsdossiers")[1].startswith("1")
    assert (
        f"gemeente={ander.code}" in pagina.main.find("a", string=lambda t: t and t.strip() == "Wsw")["href"]
    )
