"""Bedragen inlezen, optellen en per jaar tonen: de getallen van de bronnen (RH-064, RH-183, HT-088, HT-090–HT-092)."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pypdf import PdfReader

from kern.permissions import Rol
from kern.registers import kpis
from monitor import importers
from monitor.models import Maandbedrag
from monitor.queries.begroting import begroting
from monitor.queries.dashboard import dashboard
from tests.factories.monitor import MaandbedragFactory
from tests.factories.reintegratie import TrajectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


def jaar(gemeente, soort, bedragen: dict[int, str], **velden):
    for welk, bedrag in bedragen.items():
        MaandbedragFactory(
            gemeente=gemeente,
            soort=soort,
            maand=date(welk, 1, 1),
            heel_jaar=True,
            bedrag=Decimal(bedrag),
            **velden,
        )


def wsw_2019(gemeente):
    jaar(gemeente, "wsw_bijdrage_gr", {2019: "611155"})
    jaar(gemeente, "wsw_voordeel_bw", {2019: "235000"})
    jaar(gemeente, "wsw_voordeel_formatie", {2019: "120000"})
    jaar(gemeente, "wsw_begroot_tekort", {2019: "611155"})


def hof_van_twente(gemeente):
    jaar(gemeente, "budget_wsw", {2017: "2611727", 2018: "2391581", 2019: "2247714", 2020: "2071739"})
    jaar(gemeente, "budget_klassiek", {2017: "278375", 2018: "303667", 2019: "305237", 2020: "305234"})
    jaar(gemeente, "budget_nieuw", {2017: "99390", 2018: "122797", 2019: "144291", 2020: "160695"})
    jaar(gemeente, "begroting_reintegratie", {2018: "569170", 2019: "567957"})
    for middel, bedrag in MIDDELEN_2018.items():
        jaar(gemeente, "middel_reintegratie", {2018: bedrag}, omschrijving=middel)


MIDDELEN_2018 = {
    "trajecten": "220000",
    "werkpremies en reiskosten": "110000",
    "uitstroompremie": "30000",
    "plaatsingssubsidie": "15000",
    "nieuwe doelgroep": "75000",
    "statushouders": "16000",
    "W&I": "98573",
}


def cijfer(code, gemeente, van, tot):
    return kpis.get(code).bereken(gemeente, van, tot)


# ---- the source numbers --------------------------------------------------------------------------------
def test_het_nadelige_resultaat_wsw_van_2019(gemeente):
    wsw_2019(gemeente)

    stand = dashboard(gemeente, date(2019, 12, 31)).stand("wsw_tekort")

    assert stand.jaar.waarde == Decimal("256155.00")
    assert stand.jaar.rekening == (
        ("Wsw: aanvullende bijdrage GR", Decimal("611155.00")),
        ("Wsw: subsidievoordeel begeleid werken", Decimal("-235000.00")),
        ("Wsw: formatievoordeel", Decimal("-120000.00")),
    )
    assert (stand.doel, stand.oordeel) == (Decimal("611155.00"), "op_doel")


def test_het_participatiebudget_van_hof_van_twente(andere_gemeente):
    hof_van_twente(andere_gemeente)

    regels = begroting(andere_gemeente).participatiebudget

    assert [(r.jaar, r.saldo, r.verschil) for r in regels] == [
        (2017, Decimal("2989492"), None),
        (2018, Decimal("2818045"), Decimal("-171447")),
        (2019, Decimal("2697242"), Decimal("-120803")),
        (2020, Decimal("2537668"), Decimal("-159574")),
    ]


def test_de_middelen_van_2018_sluiten_niet_en_dat_staat_er(andere_gemeente):
    hof_van_twente(andere_gemeente)

    middelen = begroting(andere_gemeente).middelen[0]

    assert (middelen.begroting, middelen.samen, middelen.niet_verklaard) == (
        Decimal("569170"), Decimal("564573"), Decimal("4597"),
    )  # fmt: skip


def test_trajecten_staan_naast_de_begroting_met_de_vrije_ruimte(gemeente, andere_gemeente):
    MaandbedragFactory(
        gemeente=gemeente,
        soort="begroting_reintegratie",
        maand=date(2026, 1, 1),
        heel_jaar=True,
        bedrag=10_000,
    )
    for geraamd, werkelijk, begin in (
        (3000, 2500, date(2026, 2, 1)), (4000, None, date(2026, 5, 1)), (None, None, date(2026, 6, 1)),
        (9000, None, date(2025, 6, 1)),
    ):  # fmt: skip
        TrajectFactory(
            persoon__gemeente=gemeente, begindatum=begin, kosten_geraamd=geraamd, kosten_werkelijk=werkelijk
        )
    TrajectFactory(persoon__gemeente=andere_gemeente, begindatum=date(2026, 2, 1), kosten_geraamd=99)

    vorig, dit = begroting(gemeente).trajecten

    # 10.000 - 2.500 that is spent - 4.000 that is promised = 3.500
    assert (dit.aantal, dit.werkelijk, dit.verplicht, dit.vrij, dit.zonder_bedrag) == (3, 2500, 4000, 3500, 1)
    assert (vorig.jaar, vorig.begroting, vorig.verplicht, vorig.vrij) == (2025, None, 9000, None)


def test_bedragen_op_pagina_csv_json_en_pdf_gelijk(client, maak_gebruiker, andere_gemeente):
    hof_van_twente(andere_gemeente)
    wsw_2019(andere_gemeente)
    client.force_login(maak_gebruiker(Rol.BELEID, andere_gemeente))
    adres = reverse("monitor:bedragen")

    pagina = BeautifulSoup(client.get(adres).content, "html.parser").main.get_text(" ", strip=True)
    rijen = list(
        csv.reader(
            io.StringIO(client.get(adres, {"export": "csv"}).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    gegevens = json.dumps(client.get(adres, {"export": "json"}).json(), ensure_ascii=False)
    pdf = client.get(adres, {"export": "pdf"})
    papier = " ".join(b.extract_text() for b in PdfReader(io.BytesIO(pdf.content)).pages).replace("\n", " ")

    # ontwerp.md §5, all of it; minus signs as Trede writes them
    for tekst in (
        "2.989.492,00", "2.818.045,00", "2.697.242,00", "2.537.668,00", "\u2212171.447,00", "\u2212120.803,00",
        "\u2212159.574,00", "564.573,00", "569.170,00", "4.597,00", "611.155,00", "235.000,00", "120.000,00",
        "256.155,00",
    ):  # fmt: skip
        cel = f"€\u00a0{tekst}"
        assert cel in pagina, tekst
        assert cel in gegevens, tekst
        assert cel.replace("\u00a0", " ") in papier.replace("\u00a0", " "), tekst
        assert cel in json.dumps(rijen, ensure_ascii=False), tekst
    assert [rij[2:] for rij in rijen if "Niet verklaard" in rij] != []


def test_een_jaar_dat_nog_loopt_legt_dezelfde_maanden_naast_elkaar(gemeente):
    jaar(gemeente, "buig_budget", {2026: "1200"})
    maanden(gemeente, "uitkeringslasten", 2026, ["90", "95"])
    maanden(gemeente, "lks_lasten", 2026, ["5", "5", "5"])

    regel = begroting(gemeente).buig[0]

    # January and February: 200 of the budget, 185 and 10 spent.
    assert (regel.maanden, regel.posten, regel.saldo) == (
        2,
        (Decimal(200), Decimal(185), Decimal(10)),
        Decimal(5),
    )


# ---- adding up -----------------------------------------------------------------------------------------
def maanden(gemeente, soort, jaartal, bedragen, **velden):
    for nummer, bedrag in enumerate(bedragen, start=1):
        MaandbedragFactory(
            gemeente=gemeente, soort=soort, maand=date(jaartal, nummer, 1), bedrag=Decimal(bedrag), **velden
        )


def test_het_buig_resultaat_over_een_halfjaar(gemeente):
    jaar(gemeente, "buig_budget", {2026: "1200000"})
    maanden(gemeente, "uitkeringslasten", 2026, ["90000"] * 6)
    maanden(gemeente, "lks_lasten", 2026, ["5000.50"] * 6)

    uitkomst = cijfer("buig_resultaat", gemeente, date(2026, 1, 1), date(2026, 6, 30))

    # 600.000 of the budget, 540.000 and 30.003 spent.
    assert uitkomst.waarde == Decimal("29997.00")


def test_een_maand_die_ontbreekt_maakt_het_cijfer_niet_te_berekenen(gemeente):
    maanden(gemeente, "uitkeringslasten", 2026, ["90000"] * 4)

    uitkomst = cijfer("uitkeringslasten", gemeente, date(2026, 1, 1), date(2026, 6, 30))

    assert uitkomst.waarde is None
    assert uitkomst.ontbreekt == "Uitkeringslasten van mei 2026 en juni 2026"


def test_een_halve_maand_telt_niet_mee(gemeente):
    maanden(gemeente, "uitkeringslasten", 2026, ["90000", "91000"])

    assert cijfer("uitkeringslasten", gemeente, date(2026, 1, 1), date(2026, 3, 30)).waarde == 181000


def test_de_verwachting_van_een_bedrag_telt_de_lopende_maand_niet_als_voorbij(gemeente):
    maanden(gemeente, "uitkeringslasten", 2026, ["100000"] * 10)

    stand = dashboard(gemeente, date(2026, 11, 15)).stand("uitkeringslasten")

    assert (stand.jaar.waarde, stand.verwacht) == (1_000_000, 1_200_000)


def test_maandbedragen_gaan_voor_het_jaarbedrag(gemeente):
    jaar(gemeente, "lks_lasten", {2026: "12000"})
    maanden(gemeente, "lks_lasten", 2026, ["1500"])

    # January from the month, February and March a twelfth of the year each.
    assert cijfer("lks_euro", gemeente, date(2026, 1, 1), date(2026, 3, 31)).waarde == 3500


def test_terugvorderingen_tellen_stuks_alleen_als_elke_maand_een_aantal_heeft(gemeente):
    maanden(gemeente, "terugvorderingen", 2026, ["1000", "2000"], aantal=3)

    periode = (date(2026, 1, 1), date(2026, 2, 28))
    assert cijfer("terugvorderingen", gemeente, *periode).waarde == 6
    Maandbedrag.objects.filter(maand=date(2026, 2, 1)).update(aantal=None)
    assert "geen aantal" in cijfer("terugvorderingen", gemeente, *periode).ontbreekt


def test_bedragen_van_een_ander_tellen_niet_mee(gemeente, andere_gemeente):
    maanden(andere_gemeente, "uitkeringslasten", 2026, ["90000"])

    assert cijfer("uitkeringslasten", gemeente, date(2026, 1, 1), date(2026, 1, 31)).waarde is None


# ---- import --------------------------------------------------------------------------------------------
KOP = "periode;soort;bedrag;aantal;omschrijving;bron"


def lees(tmp_path, gemeente, regels, **opties):
    pad = tmp_path / "bedragen.csv"
    pad.write_text("\n".join([KOP, *regels]), encoding="utf-8")
    uit = io.StringIO()
    try:
        call_command(
            "importeer",
            "maandbedragen",
            str(pad),
            gemeente=gemeente.code,
            definitief=True,
            json=True,
            stdout=uit,
            **opties,
        )
    except CommandError:
        pass
    return json.loads(uit.getvalue().strip().splitlines()[-1])


def test_bedragen_inlezen_met_controletotalen(tmp_path, gemeente):
    uitkomst = lees(
        tmp_path,
        gemeente,
        ["2026-01;uitkeringslasten;412.300,50;;;Suites", "februari 2026;uitkeringslasten;1.000,25;;;Suites",
         "2026;buig_budget;5.000.000;;;beschikking", "03-2026;terugvorderingen;2500;12;;Suites"],
    )  # fmt: skip

    assert uitkomst["gelukt"]
    assert uitkomst["controletotalen"]["bestand"]["Bedrag"]["Uitkeringslasten"] == "413300.75"
    assert list(
        Maandbedrag.objects.order_by("soort", "maand").values_list(
            "soort", "maand", "heel_jaar", "bedrag", "aantal"
        )
    ) == [
        ("buig_budget", date(2026, 1, 1), True, Decimal("5000000.00"), None),
        ("terugvorderingen", date(2026, 3, 1), False, Decimal("2500.00"), 12),
        ("uitkeringslasten", date(2026, 1, 1), False, Decimal("412300.50"), None),
        ("uitkeringslasten", date(2026, 2, 1), False, Decimal("1000.25"), None),
    ]


def test_dezelfde_maand_opnieuw_inlezen_vervangt_het_bedrag(tmp_path, gemeente):
    lees(tmp_path, gemeente, ["2026-01;uitkeringslasten;100;;;Suites"])
    uitkomst = lees(tmp_path, gemeente, ["2026-01;uitkeringslasten;120;;;Suites, verbeterd"])

    assert uitkomst["tellingen"]["gewijzigd"] == 1
    assert Maandbedrag.objects.get().bedrag == 120


def test_een_bedrag_twee_keer_in_een_bestand_is_een_fout_en_er_blijft_niets(tmp_path, gemeente):
    uitkomst = lees(
        tmp_path, gemeente, ["2026-01;uitkeringslasten;100;;;a", "2026-01;uitkeringslasten;120;;;b"]
    )

    assert not uitkomst["gelukt"]
    assert uitkomst["fouten"][0]["tekst"].startswith("Dit bedrag staat ook in rij 2")
    assert not Maandbedrag.objects.exists()


def test_een_maand_in_de_toekomst_is_een_fout(tmp_path, gemeente):
    uitkomst = lees(tmp_path, gemeente, ["2027-01;uitkeringslasten;100;;;a"])

    assert "toekomst" in uitkomst["fouten"][0]["tekst"]


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("2026-01", (date(2026, 1, 1), False)),
        ("1/2026", (date(2026, 1, 1), False)),
        ("Januari 2026", (date(2026, 1, 1), False)),
        (date(2026, 1, 31), (date(2026, 1, 1), False)),
        (datetime(2026, 1, 31, 14, 30), (date(2026, 1, 1), False)),
        ("31-01-2026", (date(2026, 1, 1), False)),
        ("2026", (date(2026, 1, 1), True)),
        (2026.0, (date(2026, 1, 1), True)),
        ("", None),
    ],
)
def test_een_maand_of_jaar_lezen(cel, verwacht):
    assert importers.periode(cel) == verwacht


@pytest.mark.parametrize("cel", ["2026-13", "kwartaal 1", "26-1", "januari"])
def test_wat_geen_maand_is_wordt_geweigerd(cel):
    with pytest.raises(ValidationError, match="geen maand of jaar"):
        importers.periode(cel)


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("1.234,56", "1234.56"),
        ("€ 1.234.567", "1234567.00"),
        ("-12,5", "-12.50"),
        ("\u2212 12,50", "-12.50"),
        (412.5, "412.50"),
        ("0", "0.00"),
    ],
)
def test_een_bedrag_lezen(cel, verwacht):
    assert importers.bedrag(cel) == Decimal(verwacht)
