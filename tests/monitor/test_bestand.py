"""De bestandsanalyse: de getallen van de bronnen, en overal dezelfde (RH-035, RH-043, RH-116, HT-011, C20)."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from kern.models import Inzage
from kern.permissions import Rol
from monitor.queries.bestand import bestandsanalyse
from tests.factories.kern import BeleidskaderFactory, GemeenteFactory, ParameterFactory
from tests.factories.personen import PersoonFactory
from tests.factories.reintegratie import TredemetingFactory, UitkeringFactory
from tests.factories.wsw import DienstverbandFactory, IndelingFactory
from tests.monitor import populaties
from wsw.choices import Groep, RedenEinde, Subsoort
from wsw.models import Dienstverband, Indeling

pytestmark = pytest.mark.django_db

PEILDATUM = date(2019, 9, 30)


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def manager(client, maak_gebruiker, gemeente):
    """A client logged in as teammanager of Rijssen-Holten: sees figures, Wsw and re-integratie."""
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))
    return client


@pytest.fixture
def voltijd(db):
    """The full week of the cao SW: 36 hours, in the national kader."""
    kader = BeleidskaderFactory(
        code="nederland", naam="Nederland", gemeente=None, begindatum=date(2015, 1, 1)
    )
    ParameterFactory(kader=kader, code="wsw.uren_voltijd", waarde="36", begindatum=date(2015, 1, 1))


def waarden(analyse, tabel, kolom=0):
    """{code van de rij: waarde} of one column of one table."""
    return {rij.code: rij.cijfers[kolom].waarde for rij in analyse.tabel(tabel).rijen}


# ---- the source numbers --------------------------------------------------------------------------------
def test_rijssen_holten_op_30_9_2019(gemeente, voltijd):
    populaties.wsw(gemeente, populaties.RH_WSW_2019)

    analyse = bestandsanalyse([gemeente], PEILDATUM)

    assert waarden(analyse, "wsw") == {
        "wsw-individueel": 16,
        "wsw-intern": 3,
        "wsw-groep": 56,
        "wsw-beschut": 43,
        "wsw-wol": 2,
        "wsw-zonder-bw": 115,
        "wsw-begeleid-werken": 20,
        "wsw": 135,
        "nieuw-beschut": 0,
        "sw": 135,
    }
    assert waarden(analyse, "wsw", 1)["wsw-zonder-bw"] == Decimal("115.00")


def test_rijssen_holten_op_1_1_2021_na_uitstroom(gemeente):
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    for groep, aantal in ((Groep.INDIVIDUEEL, 1), (Groep.GROEP, 6), (Groep.BESCHUT, 3)):
        weg = Indeling.objects.filter(groep=groep, subsoort="").values_list("dienstverband")[:aantal]
        Dienstverband.objects.filter(pk__in=list(weg.values_list("dienstverband", flat=True))).update(
            einddatum=date(2020, 12, 31), reden_einde=RedenEinde.AOW
        )

    voor = waarden(bestandsanalyse([gemeente], date(2020, 12, 31)), "wsw")
    na = waarden(bestandsanalyse([gemeente], date(2021, 1, 1)), "wsw")

    groepen = ("wsw-individueel", "wsw-groep", "wsw-beschut", "wsw-zonder-bw")
    assert [voor[code] for code in groepen] == [16, 56, 43, 115]
    assert [na[code] for code in groepen] == [15, 50, 40, 105]


def test_de_ladder_van_rijssen_holten(gemeente):
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=429)

    analyse = bestandsanalyse([gemeente], PEILDATUM)

    assert list(waarden(analyse, "ladder", 0).values()) == [0, 92, 112, 76, 104, 45, 0, 429]
    assert list(waarden(analyse, "ladder", 1).values()) == [50, 142, 123, 48, 38, 28, 0, 429]
    assert list(waarden(analyse, "ladder", 2).values()) == [-50, -50, -11, 28, 66, 17, 0, 0]
    perspectief = analyse.tabel("perspectief").rijen[0].cijfers
    assert [cijfer.waarde for cijfer in perspectief] == [92, 192]


def test_de_ladder_van_hof_van_twente_sluit_met_onbekend_op_539(andere_gemeente):
    populaties.ladder(andere_gemeente, populaties.HVT_HUIDIG, populaties.HVT_DOEL, totaal=539)

    analyse = bestandsanalyse([andere_gemeente], date(2017, 7, 1))

    assert list(waarden(analyse, "ladder", 0).values()) == [3, 68, 112, 150, 156, 46, 4, 539]
    assert list(waarden(analyse, "ladder", 1).values()) == [85, 110, 129, 127, 68, 15, 5, 539]


def test_de_werf_is_36_uit_vijf_gemeenten_en_alleen_29_tellen_mee(gemeente):
    herkomsten = [
        (gemeente if code == "1742" else GemeenteFactory(code=code, naam=f"Herkomst {code}"), aantal)
        for code, aantal in populaties.WERF
    ]
    populaties.werf(gemeente, herkomsten)

    analyse = bestandsanalyse([gemeente], PEILDATUM)

    assert [rij.cijfers[0].waarde for rij in analyse.tabel("werklocaties").rijen] == [36, 29, 3, 2, 1, 1]
    assert waarden(analyse, "wsw")["wsw-zonder-bw"] == 29


# ---- who counts ----------------------------------------------------------------------------------------
def test_nieuw_beschut_telt_apart_en_mee_in_de_sociale_werkvoorziening(gemeente):
    nieuw = DienstverbandFactory(nieuw_beschut=True, persoon__gemeente=gemeente)
    IndelingFactory(dienstverband=nieuw, groep=Groep.BESCHUT)
    IndelingFactory(dienstverband__persoon__gemeente=gemeente, groep=Groep.BESCHUT, subsoort=Subsoort.WOL)

    aantallen = waarden(bestandsanalyse([gemeente], PEILDATUM), "wsw")

    assert (aantallen["wsw-beschut"], aantallen["nieuw-beschut"], aantallen["sw"]) == (1, 1, 2)


def test_wie_geen_indeling_heeft_staat_op_een_eigen_regel_zodat_het_totaal_sluit(gemeente):
    DienstverbandFactory(persoon__gemeente=gemeente)
    IndelingFactory(dienstverband__persoon__gemeente=gemeente)

    aantallen = waarden(bestandsanalyse([gemeente], PEILDATUM), "wsw")

    assert (aantallen["wsw-groep"], aantallen["wsw-zonder-indeling"], aantallen["wsw-zonder-bw"]) == (1, 1, 2)


def test_de_laatste_meting_op_of_voor_de_peildatum_telt(gemeente):
    persoon = UitkeringFactory(persoon__gemeente=gemeente).persoon
    TredemetingFactory(persoon=persoon, datum=date(2019, 1, 1), huidige_trede=2, doeltrede=4)
    TredemetingFactory(persoon=persoon, datum=PEILDATUM, huidige_trede=3, doeltrede=5)
    TredemetingFactory(persoon=persoon, datum=date(2019, 10, 1), huidige_trede=6, doeltrede=6)

    ladder = bestandsanalyse([gemeente], PEILDATUM).ladder

    assert [(rij.trede, rij.huidig, rij.doel) for rij in ladder.rijen if rij.huidig or rij.doel] == [
        (5, 0, 1),
        (3, 1, 0),
    ]


def test_alleen_een_lopende_uitkering_telt(gemeente):
    UitkeringFactory(persoon__gemeente=gemeente, begindatum=date(2019, 10, 1))
    UitkeringFactory(persoon__gemeente=gemeente, einddatum=date(2019, 9, 29), reden_einde="werk")
    UitkeringFactory(persoon__gemeente=gemeente, einddatum=PEILDATUM, reden_einde="werk")
    TredemetingFactory(persoon__gemeente=gemeente)

    assert bestandsanalyse([gemeente], PEILDATUM).ladder.totaal == 1


def test_een_paar_is_twee_personen_en_een_uitkering(gemeente):
    UitkeringFactory(persoon__gemeente=gemeente, partner=PersoonFactory(gemeente=gemeente))

    analyse = bestandsanalyse([gemeente], PEILDATUM)

    assert [rij.cijfers[0].waarde for rij in analyse.tabel("omvang").rijen] == [2, 1]


def test_wie_uitkering_en_dienstverband_heeft_wordt_genoemd(gemeente):
    dienstverband = DienstverbandFactory(met_indeling=True, persoon__gemeente=gemeente)
    UitkeringFactory(persoon=dienstverband.persoon)

    assert bestandsanalyse([gemeente], PEILDATUM).in_beide == 1


def test_fte_zonder_vastgestelde_voltijdweek_is_niet_vastgesteld(gemeente):
    IndelingFactory(dienstverband__persoon__gemeente=gemeente)

    assert waarden(bestandsanalyse([gemeente], PEILDATUM), "wsw", 1)["wsw-groep"] is None


def test_fte_telt_uren_op_en_rondt_aan_het_eind_af(gemeente, voltijd):
    for _ in range(3):  # 3 × 25 / 36 = 2,0833 → 2,08; rounding each first gives 3 × 0,69 = 2,07
        IndelingFactory(dienstverband__persoon__gemeente=gemeente, uren_per_week=Decimal("25"))

    assert waarden(bestandsanalyse([gemeente], PEILDATUM), "wsw", 1)["wsw-groep"] == Decimal("2.08")


def test_een_ander_gemeente_telt_nooit_mee(gemeente, andere_gemeente):
    populaties.wsw(andere_gemeente, ((Groep.GROEP, "", 3),))
    populaties.ladder(andere_gemeente, {3: 2}, {4: 2}, totaal=2)

    assert bestandsanalyse([gemeente], PEILDATUM).leeg


def test_een_verband_telt_samen_en_per_gemeente(gemeente, andere_gemeente):
    populaties.wsw(gemeente, ((Groep.GROEP, "", 3),))
    populaties.wsw(andere_gemeente, ((Groep.BESCHUT, "", 4),))
    populaties.ladder(gemeente, {5: 2}, {6: 2}, totaal=3)

    analyse = bestandsanalyse([andere_gemeente, gemeente], PEILDATUM)

    assert waarden(analyse, "wsw-per-gemeente", 3) == {"1735": 4, "1742": 3, "totaal": 7}
    assert waarden(analyse, "ladder-per-gemeente", 0) == {"1735": 0, "1742": 3, "totaal": 3}


# ---- the same everywhere -------------------------------------------------------------------------------
@pytest.fixture
def alles(gemeente, voltijd):
    populaties.wsw(gemeente, populaties.RH_WSW_2019)
    populaties.ladder(gemeente, populaties.RH_HUIDIG, populaties.RH_DOEL, totaal=431)


def pagina(client, **parameters):
    antwoord = client.get(reverse("monitor:bestand"), {"peildatum": "2019-09-30", **parameters})
    assert antwoord.status_code == 200
    return antwoord


def tabellen_van(html) -> dict[str, list[list[str]]]:
    soep = BeautifulSoup(html, "html.parser")
    for verborgen in soep.select(".verborgen"):
        verborgen.decompose()
    return {
        sectie["id"]: [
            [cel.get_text(strip=True) for cel in rij.select("th, td")] for rij in sectie.select("tbody tr")
        ]
        for sectie in soep.select("section.cijfers")
    }


def test_pagina_csv_json_en_pdf_geven_dezelfde_getallen(manager, alles):
    scherm = tabellen_van(pagina(manager).content)
    json = pagina(manager, export="json").json()
    rijen = list(
        csv.reader(io.StringIO(pagina(manager, export="csv").content.decode("utf-8-sig")), delimiter=";")
    )
    pdf = PdfReader(io.BytesIO(pagina(manager, export="pdf").content))
    tekst = " ".join("\n".join(blad.extract_text() for blad in pdf.pages).split())

    uit_json = {
        tabel["code"]: [[rij["naam"], *(toon(cijfer) for cijfer in rij["cijfers"])] for rij in tabel["rijen"]]
        for tabel in json["tabellen"]
        if not tabel["geen_gegevens"]
    }
    assert {code: inhoud for code, inhoud in scherm.items() if inhoud} == uit_json
    wsw = {rij[3]: rij[6] for rij in rijen[1:] if rij[2] == "Wsw-bestand per groep" and rij[5] == "personen"}
    assert wsw["totaal zonder begeleid werken"] == "115"
    ladder = [rij[6] for rij in rijen if rij[2] == "Participatieladder" and rij[4] == "Huidige trede"]
    assert ladder == ["0", "92", "112", "76", "104", "45", "2", "431"]
    for inhoud in scherm.values():
        for rij in inhoud:
            assert " ".join(rij) in tekst


def toon(cijfer) -> str:
    if cijfer["waarde"] is None:
        return "niet vastgesteld"
    tekst = str(cijfer["waarde"]).replace(".", ",").replace("-", "−")
    return f"+{tekst}" if cijfer["kolom"] == "Verschil" and not tekst.startswith(("−", "0")) else tekst


def test_elk_getal_opent_precies_zoveel_rijen(manager, alles, gemeente):
    herkomsten = [(gemeente, 4), (GemeenteFactory(code="0163", naam="Hellendoorn"), 2)]
    populaties.werf(gemeente, herkomsten)
    DienstverbandFactory(persoon__gemeente=gemeente)
    soep = BeautifulSoup(pagina(manager).content, "html.parser")
    for verborgen in soep.select(".verborgen"):
        verborgen.decompose()
    links = [
        (link["href"], int(link.get_text(strip=True).replace(".", ""))) for link in soep.select(".cijfers a")
    ]

    fout = {
        (adres, getal, aantal)
        for adres, getal in links
        if (aantal := manager.get(adres).context["lijst"].totaal) != getal
    }

    met_links = {sectie["id"] for sectie in soep.select("section.cijfers") if sectie.select("a")}
    assert {"omvang", "wsw", "ladder", "werklocaties"} <= met_links
    # the ladder alone has two columns of six steps, "onbekend" and a total
    assert len(soep.select("section#ladder td a")) >= 16
    assert fout == set()


def test_ook_in_een_verband_opent_elk_getal_zijn_rijen(client, maak_gebruiker, gemeente, andere_gemeente):
    gebruiker = maak_gebruiker(Rol.TEAMMANAGER, gemeente)
    from tests.factories.kern import RolvervullingFactory

    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.TEAMMANAGER, gemeente=andere_gemeente)
    client.force_login(gebruiker)
    populaties.wsw(gemeente, ((Groep.GROEP, "", 3),))
    populaties.wsw(gemeente, ((Groep.GROEP, "", 1),), herkomst=andere_gemeente)
    populaties.ladder(andere_gemeente, {5: 2}, {6: 2}, totaal=3)

    for keuze in ({}, {"gemeente": "1742"}, {"gemeente": "1735"}):
        soep = BeautifulSoup(pagina(client, **keuze).content, "html.parser")
        for verborgen in soep.select(".verborgen"):
            verborgen.decompose()
        for link in soep.select(".cijfers a"):
            assert client.get(link["href"]).context["lijst"].totaal == int(link.get_text(strip=True)), link[
                "href"
            ]


def test_wie_de_mensen_niet_mag_zien_krijgt_getallen_zonder_links(client, maak_gebruiker, gemeente, alles):
    client.force_login(maak_gebruiker(Rol.BELEID, gemeente))

    soep = BeautifulSoup(pagina(client).content, "html.parser")

    assert "115" in soep.select_one("#wsw").get_text()
    assert soep.select(".cijfers a") == []


# ---- choices that cannot be --------------------------------------------------------------------------------
@pytest.mark.parametrize("export", ["", "csv", "json", "pdf"])
@pytest.mark.parametrize(
    ("peildatum", "melding"),
    [
        ("31-02-2019", "31-02-2019 bestaat niet."),
        ("gisteren of zo", "Dit is geen datum."),
        ("2027-01-01", "Deze datum ligt in de toekomst."),
        ("' or 1=1 --", "Dit is geen datum."),
        ("9" * 500, "Dit is geen datum."),
        ("\x00", "niet bewaard kan worden"),
    ],
)
def test_een_verkeerde_peildatum_geeft_een_melding_bij_het_veld(manager, peildatum, melding, export):
    antwoord = manager.get(reverse("monitor:bestand"), {"peildatum": peildatum, "export": export})

    assert antwoord.status_code == 200
    soep = BeautifulSoup(antwoord.content, "html.parser")
    assert soep.select_one("#id_peildatum")["aria-invalid"] == "true"
    assert melding in soep.get_text()
    assert soep.select(".cijfers") == []


def test_een_andere_gemeente_is_geen_keuze(manager, andere_gemeente, alles):
    antwoord = pagina(manager, gemeente=andere_gemeente.code)

    assert "Hof van Twente" not in antwoord.content.decode()


def test_zonder_gegevens_staat_er_geen_nul(manager, gemeente):
    antwoord = pagina(manager, peildatum="1990-01-01")

    assert "Geen gegevens over deze peildatum." in antwoord.content.decode()
    assert tabellen_van(antwoord.content)["wsw"] == []
    json = pagina(manager, peildatum="1990-01-01", export="json").json()
    assert {cijfer["waarde"] for t in json["tabellen"] for r in t["rijen"] for cijfer in r["cijfers"]} == {
        None
    }


def test_vergelijken_geeft_het_verschil_met_teken(manager, gemeente):
    populaties.wsw(gemeente, ((Groep.GROEP, "", 2),))
    populaties.wsw(gemeente, ((Groep.GROEP, "", 1),), begin=date(2014, 6, 1))

    rijen = tabellen_van(pagina(manager, vergelijk="2014-01-01").content)["vergelijking"]

    assert ["groepsdetachering", "3", "2", "+1", "+50,0%"] in rijen


def test_een_rapport_staat_in_het_inzagelogboek(manager, gemeente, alles):
    pagina(manager, export="pdf")

    inzage = Inzage.objects.get(soort="rapport")
    assert (inzage.pagina, inzage.gemeente) == ("bestand op 30-09-2019 (pdf)", gemeente)


def test_de_pdf_is_toegankelijk_en_noemt_gemeente_peildatum_en_definities(manager, alles):
    antwoord = pagina(manager, export="pdf")

    pdf = PdfReader(io.BytesIO(antwoord.content))
    assert antwoord["Content-Type"] == "application/pdf"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(pdf.trailer["/Root"]["/Lang"]).lower().startswith("nl")
    eerste, laatste = pdf.pages[0].extract_text(), pdf.pages[-1].extract_text()
    assert "Rijssen-Holten" in eerste
    assert "30-09-2019" in eerste
    assert "Definities" in laatste
    assert "Voltijd cao SW" in laatste


def test_het_aantal_vragen_aan_de_database_groeit_niet(manager, gemeente, django_assert_max_num_queries):
    def vragen():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as gevangen:
            pagina(manager)
        return len(gevangen)

    populaties.wsw(gemeente, ((Groep.GROEP, "", 1),))
    populaties.ladder(gemeente, {3: 1}, {4: 1}, totaal=1)
    pagina(manager)
    weinig = vragen()
    populaties.wsw(gemeente, ((Groep.GROEP, "", 40), (Groep.BESCHUT, "", 20)), werkgever="Een ander")
    populaties.ladder(gemeente, {3: 30, 5: 20}, {4: 50}, totaal=60)

    assert vragen() == weinig
    assert weinig < 20


def test_ieder_telt_een_keer_en_doelgroep_a_gaat_voor(gemeente):
    """Met de hand: A = 2 Wsw (van wie 1 met uitkering); B = 2 met uitkering + 1 nieuw beschut; samen 5."""
    in_beide = DienstverbandFactory(met_indeling=True, persoon__gemeente=gemeente).persoon
    UitkeringFactory(persoon=in_beide)
    DienstverbandFactory(met_indeling=True, persoon__gemeente=gemeente)
    UitkeringFactory(persoon__gemeente=gemeente)
    beschut = DienstverbandFactory(nieuw_beschut=True, met_indeling=True, persoon__gemeente=gemeente).persoon
    UitkeringFactory(persoon=beschut)
    DienstverbandFactory(nieuw_beschut=True, met_indeling=True, persoon__gemeente=gemeente)

    cijfers = waarden(bestandsanalyse([gemeente], PEILDATUM), "doelgroepen", 0)

    assert cijfers == {
        "doelgroep-a": 2,
        "doelgroep-b": 3,
        "b-uitkering": 2,
        "b-nieuw-beschut": 1,
        "totaal": 5,
    }


def test_de_doelgroepen_openen_hun_rijen_en_staan_in_elke_vorm(manager, gemeente):
    in_beide = DienstverbandFactory(met_indeling=True, persoon__gemeente=gemeente).persoon
    UitkeringFactory(persoon=in_beide)
    UitkeringFactory(persoon__gemeente=gemeente)
    DienstverbandFactory(nieuw_beschut=True, met_indeling=True, persoon__gemeente=gemeente)

    links = BeautifulSoup(pagina(manager).content, "html.parser").select("#doelgroepen td a")

    assert len(links) == 3
    for link in links:
        assert manager.get(link["href"]).context["lijst"].totaal == 1, link["href"]
    assert "ieder één keer" in pagina(manager, export="csv").content.decode()
    json = pagina(manager, export="json").json()
    tabel = next(t for t in json["tabellen"] if t["code"] == "doelgroepen")
    assert [rij["cijfers"][0]["waarde"] for rij in tabel["rijen"]] == [1, 2, 1, 1, 3]
    pdf = PdfReader(io.BytesIO(pagina(manager, export="pdf").content))
    assert "ieder één keer" in " ".join("".join(p.extract_text() for p in pdf.pages).split())


def test_het_eerdere_cijfer_van_een_vergelijking_opent_de_rijen_van_toen(manager, gemeente):
    populaties.wsw(gemeente, ((Groep.GROEP, "", 2),))
    populaties.wsw(gemeente, ((Groep.GROEP, "", 1),), begin=date(2014, 6, 1))

    soep = BeautifulSoup(pagina(manager, vergelijk="2014-01-01").content, "html.parser")
    rij = next(r for r in soep.select("#vergelijking tr") if "groepsdetachering" in r.get_text())

    assert [manager.get(link["href"]).context["lijst"].totaal for link in rij.select("td a")] == [3, 2]
