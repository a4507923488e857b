"""Exporteren van een lijst: alle gefilterde rijen, veilige cellen, echte getallen, in het logboek (E7, E8, D6)."""

import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from kern.lists import BedragKolom, DatumKolom, GetalKolom, TekstKolom, TredeTabel
from kern.lists.export import csv_cel, exporteer, onschadelijk
from kern.models import Inzage
from kern.permissions import Rol
from tests.factories.kern import RolvervullingFactory
from tests.factories.personen import PersoonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.lijst_urls")]
URL = "/proef/mensen/"


def bytes_van(antwoord) -> bytes:
    inhoud = b"".join(antwoord.streaming_content)
    if getattr(antwoord, "file_to_stream", None):
        antwoord.file_to_stream.close()
    return inhoud


def werkblad(inhoud: bytes):
    return load_workbook(io.BytesIO(inhoud)).active


@pytest.fixture
def dertig(gemeente):
    for nummer in range(30):
        PersoonFactory(
            gemeente=gemeente, nummer=f"P-{nummer}", achternaam=f"N{nummer:02d}", geslacht="v" if nummer < 3 else "m",
            bsn=f"1234567{nummer:02d}",
        )  # fmt: skip


# ---- cells ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("teken", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u00a0@"])
def test_tekst_die_op_een_formule_lijkt_wordt_onschadelijk(teken):
    assert onschadelijk(f"{teken}1+1") == f"'{teken}1+1"
    assert csv_cel(f"{teken}1+1") == f"'{teken}1+1"


def test_gewone_tekst_en_getallen_blijven_zoals_ze_zijn():
    assert [onschadelijk(tekst) for tekst in ["", "Jansen", "a=b", "'t Hooft"]] == [
        "",
        "Jansen",
        "a=b",
        "'t Hooft",
    ]
    assert csv_cel(Decimal("-1234.50")) == "-1234,50"
    assert csv_cel(-5) == "-5"
    assert csv_cel(1.5) == "1,5"
    assert csv_cel(date(2026, 7, 1)) == "01-07-2026"
    assert csv_cel(True) == "ja"
    assert csv_cel(None) == ""


class CellenTabel(TredeTabel):
    tekst = TekstKolom(verbose_name="=Tekst")
    dag = DatumKolom()
    bedrag = BedragKolom()
    aantal = GetalKolom()


CELLEN = [
    {"pk": 1, "tekst": "=HYPERLINK(1)", "dag": date(2026, 7, 1), "bedrag": Decimal("-1234.50"), "aantal": 3},
    {"pk": 2, "tekst": "#N/A", "dag": None, "bedrag": None, "aantal": None},
    {"pk": 3, "tekst": "a\x00b\x1f", "dag": date(1899, 1, 1), "bedrag": Decimal("0"), "aantal": -7},
]


def maak(vorm, rijen=CELLEN):
    tabel = CellenTabel([])
    gegevens = {"lijst": "cellen", "titel": "Cellen: a/b", "filters": {"Soort": "x"}}
    return exporteer(
        vorm, tabel=tabel, lezers=tabel.exportlezers(), rijen=iter(rijen), naam="cellen", gegevens=gegevens
    )


def test_csv_heeft_bom_puntkomma_en_decimale_komma():
    inhoud = bytes_van(maak("csv"))

    assert inhoud.startswith(b"\xef\xbb\xbf'=Tekst;Dag;Bedrag;Aantal\r\n")
    assert inhoud.split(b"\r\n")[1] == b"'=HYPERLINK(1);01-07-2026;-1234,50;3"
    assert inhoud.split(b"\r\n")[2] == b"#N/A;;;"


def test_xlsx_heeft_echte_datums_en_getallen_en_tekst_blijft_tekst():
    blad = werkblad(bytes_van(maak("xlsx")))

    assert [cel.value for cel in blad[1]] == ["'=Tekst", "Dag", "Bedrag", "Aantal"]
    assert blad["A2"].data_type == "s"
    assert blad["A2"].value == "'=HYPERLINK(1)"
    assert (blad["B2"].value, blad["B2"].is_date, blad["B2"].number_format) == (
        datetime(2026, 7, 1),
        True,
        "dd-mm-yyyy",
    )
    assert (blad["C2"].value, blad["C2"].data_type) == (-1234.5, "n")
    assert (blad["D2"].value, blad["D4"].value) == (3, -7)
    assert (blad["A3"].value, blad["A3"].data_type) == ("#N/A", "s")
    assert blad["A4"].value == "ab"
    assert blad["B4"].value == "01-01-1899"
    assert blad.freeze_panes == "A2"
    assert blad.column_dimensions["A"].width > 10


def test_json_houdt_getallen_datums_en_tekst_zoals_ze_zijn():
    gegevens = json.loads(bytes_van(maak("json")))

    assert gegevens["filters"] == {"Soort": "x"}
    assert gegevens["rijen"][0] == {
        "tekst": "=HYPERLINK(1)",
        "dag": "2026-07-01",
        "bedrag": -1234.5,
        "aantal": 3,
    }


def test_een_export_stroomt():
    opgevraagd = []

    def rijen():
        for nummer in range(5_000):
            opgevraagd.append(nummer)
            yield CELLEN[0]

    stroom = maak("csv", rijen()).streaming_content
    for _ in range(2):
        next(iter(stroom))

    assert len(opgevraagd) < 2_000


# ---- the list -------------------------------------------------------------------------------------
def test_alle_gefilterde_rijen_en_alleen_de_zichtbare_kolommen(ingelogd, dertig):
    antwoord = ingelogd.get(URL, {"export": "csv", "kolommen": "naam,nummer", "per": "25", "pagina": "2"})
    regels = bytes_van(antwoord).decode("utf-8-sig").split("\r\n")

    assert regels[0] == "Naam;Nummer"
    assert len(regels) == 32
    assert regels[1] == "N00;P-0"
    assert antwoord["Content-Type"] == "text/csv; charset=utf-8"
    assert antwoord["Content-Disposition"].startswith('attachment; filename="proef-mensen-')


def test_een_export_volgt_filter_en_volgorde(ingelogd, dertig):
    inhoud = bytes_van(ingelogd.get(URL, {"export": "json", "geslacht": "v", "sort": "-naam"}))

    assert [rij["naam"] for rij in json.loads(inhoud)["rijen"]] == ["N02", "N01", "N00"]


def test_een_export_staat_in_de_inzage_met_filter_en_aantal(ingelogd, dertig, consulent):
    bytes_van(ingelogd.get(URL, {"export": "xlsx", "geslacht": "v"}))

    inzage = Inzage.objects.get(soort="export")
    assert inzage.gebruiker == consulent
    assert (inzage.gegevens["aantal"], inzage.gegevens["vorm"]) == (3, "xlsx")
    assert inzage.gegevens["filters"] == {"Geslacht": "vrouw"}


def test_zonder_recht_geen_export_en_geen_link(client, maak_gebruiker, gemeente, dertig):
    client.force_login(maak_gebruiker(Rol.JOBCOACH, gemeente))

    assert client.get(URL, {"export": "csv"}).status_code == 403
    assert not BeautifulSoup(client.get(URL).content, "html.parser").select(".lijst__export")
    assert not Inzage.objects.filter(soort="export").exists()


def test_alleen_de_gemeente_waar_je_mag_exporteren_gaat_mee(
    client, maak_gebruiker, gemeente, andere_gemeente, dertig
):
    PersoonFactory(gemeente=andere_gemeente, achternaam="Elders")
    gebruiker = maak_gebruiker(Rol.CONSULENT, andere_gemeente)
    RolvervullingFactory(gebruiker=gebruiker, rol=Rol.JOBCOACH, gemeente=gemeente)
    client.force_login(gebruiker)

    inhoud = json.loads(bytes_van(client.get(URL, {"export": "json"})))

    assert [rij["naam"] for rij in inhoud["rijen"]] == ["Elders"]
    assert [(i.gemeente, i.gegevens["aantal"]) for i in Inzage.objects.filter(soort="export")] == [
        (andere_gemeente, 1)
    ]


# ---- BSN ------------------------------------------------------------------------------------------
def test_een_bsn_gaat_gemaskeerd_mee(ingelogd, dertig):
    inhoud = bytes_van(ingelogd.get(URL, {"export": "csv", "kolommen": "naam,bsn"})).decode()

    assert "••••••700" in inhoud
    assert "123456700" not in inhoud


def test_een_volledig_bsn_vraagt_een_reden_en_werkt_een_keer(ingelogd, dertig):
    terug = f"{URL}?kolommen=naam,bsn&geslacht=v"
    antwoord = ingelogd.post(
        f"/lijsten/proef-mensen/bsn/?terug={terug.replace('&', '%26')}",
        {"vorm": "csv", "reden": "Levering aan het CBS"},
    )

    inhoud = bytes_van(ingelogd.get(antwoord.url)).decode()

    assert "123456700" in inhoud
    inzage = Inzage.objects.get(soort="export")
    assert (inzage.reden, inzage.gegevens["bsn_voluit"]) == ("Levering aan het CBS", True)
    assert "123456700" not in bytes_van(ingelogd.get(antwoord.url)).decode()


def test_zonder_reden_geen_volledig_bsn(ingelogd, dertig):
    antwoord = ingelogd.post("/lijsten/proef-mensen/bsn/?terug=/proef/mensen/", {"vorm": "csv", "reden": ""})

    assert antwoord.status_code == 200
    assert "Vul dit veld in" in antwoord.content.decode()


def test_wie_geen_bsn_mag_tonen_krijgt_geen_redenformulier(client, maak_gebruiker, gemeente, dertig):
    client.force_login(maak_gebruiker(Rol.TEAMMANAGER, gemeente))

    assert client.get("/lijsten/proef-mensen/bsn/").status_code == 403
