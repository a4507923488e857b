"""De lijst op de pagina: filters, volgorde, bladeren, leeg, vijandige invoer (schermen E1–E4, E9, E11)."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kern.lists import paging
from kern.models import Inzage, Lijstvoorkeur
from tests.factories.personen import PersoonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.lijst_urls")]
URL = "/proef/mensen/"


def soep(antwoord):
    return BeautifulSoup(antwoord.content, "html.parser")


def namen(antwoord):
    return [th.get_text(strip=True) for th in soep(antwoord).select("tbody th")]


def tags(antwoord):
    return [a.get_text(" ", strip=True) for a in soep(antwoord).select(".filterpaneel .filtertags a")]


@pytest.fixture
def vijf(gemeente):
    for nummer, (naam, geslacht) in enumerate(
        [("Ca", "v"), ("Aa", "m"), ("Ba", "v"), ("Ea", "o"), ("Da", "v")]
    ):
        PersoonFactory(
            gemeente=gemeente,
            achternaam=naam,
            geslacht=geslacht,
            geboortedatum=date(1980 + nummer, 5, 12),
            bsn=f"12345678{nummer}",
        )


def zoek(client, term, terug=URL):
    antwoord = client.post("/lijsten/proef-mensen/zoeken/", {"term": term, "terug": terug})
    return antwoord.url


# ---- what stands there ----------------------------------------------------------------------------
def test_de_lijst_staat_op_de_gewone_volgorde_met_het_aantal_in_de_kop(ingelogd, vijf):
    antwoord = ingelogd.get(URL)

    assert namen(antwoord) == ["Aa", "Ba", "Ca", "Da", "Ea"]
    assert soep(antwoord).h1.get_text(strip=True) == "5 personen"


def test_een_rij_is_een_persoon(ingelogd, gemeente):
    PersoonFactory(gemeente=gemeente)

    assert soep(ingelogd.get(URL)).h1.get_text(strip=True) == "1 persoon"


def test_de_tabel_heeft_bijschrift_koppen_met_scope_en_een_link_in_de_eerste_kolom(ingelogd, vijf):
    tabel = soep(ingelogd.get(URL)).table

    assert tabel.caption.get_text(strip=True) == "Mensen"
    assert {th["scope"] for th in tabel.select("thead th")} == {"col"}
    assert {th["scope"] for th in tabel.select("tbody th")} == {"row"}
    assert all(th.a["href"] for th in tabel.select("tbody th"))
    assert tabel.select("tbody tr")[0].find_all("td")[-1].select_one(".etiket").get_text(strip=True) == "man"
    assert tabel.select_one("td.getal")["data-label"] == "Versie"


def test_een_vreemde_gemeente_staat_er_niet_in(ingelogd, vijf, andere_gemeente):
    PersoonFactory(gemeente=andere_gemeente, achternaam="Vreemd")

    assert "Vreemd" not in namen(ingelogd.get(URL))


def test_het_volledige_bsn_staat_nergens_in_de_bron(ingelogd, vijf):
    bron = ingelogd.get(URL, {"kolommen": "naam,bsn"}).content.decode()

    assert "••••••780" in bron
    assert "123456780" not in bron


def test_een_gevaarlijke_naam_wordt_tekst(ingelogd, gemeente):
    PersoonFactory(gemeente=gemeente, achternaam="<script>alert(1)</script>", telefoon="<b>06</b>")

    bron = ingelogd.get(URL, {"kolommen": "naam,telefoon"}).content.decode()

    assert "<script>alert(1)" not in bron
    assert "<b>06" not in bron


# ---- order ----------------------------------------------------------------------------------------
def test_een_klik_op_een_kop_sorteert_op_en_dan_af(ingelogd, vijf):
    op = ingelogd.get(URL, {"sort": "geboren"})
    kop = next(th for th in soep(op).select("thead th") if "Geboren" in th.get_text())

    assert namen(op) == ["Ca", "Aa", "Ba", "Ea", "Da"]
    assert kop["aria-sort"] == "ascending"

    af = ingelogd.get(URL + kop.a["href"])

    assert namen(af) == ["Da", "Ea", "Ba", "Aa", "Ca"]
    assert next(th for th in soep(af).select("thead th") if th.get("aria-sort"))["aria-sort"] == "descending"


@pytest.mark.parametrize(
    "sort", ["__x", "naam__x", "wachtwoord", "bsn", "-", "--naam", "naam;drop", "gemeente__code"]
)
def test_op_iets_anders_dan_een_kolom_sorteren_kan_niet(ingelogd, vijf, sort):
    antwoord = ingelogd.get(URL, {"sort": sort})

    assert namen(antwoord) == ["Aa", "Ba", "Ca", "Da", "Ea"]
    assert "kun je niet sorteren" in soep(antwoord).get_text()


# ---- filters --------------------------------------------------------------------------------------
def test_filters_staan_in_het_adres_en_als_tag_die_je_weghaalt(ingelogd, vijf):
    antwoord = ingelogd.get(URL, {"geslacht": "v", "vanaf": "1-1-1981", "sort": "-naam"})

    assert namen(antwoord) == ["Da", "Ba"]
    assert tags(antwoord) == [
        "Verwijder filter Geslacht: vrouw ×",
        "Verwijder filter Geboren vanaf: 01-01-1981 ×",
    ]

    zonder = soep(antwoord).select_one(".filtertags a")["href"]

    assert parse_qs(urlsplit(zonder).query) == {"vanaf": ["1-1-1981"], "sort": ["-naam"]}


def test_van_een_filter_met_meer_waarden_haal_je_er_een_weg(ingelogd, vijf):
    antwoord = ingelogd.get(URL, {"soorten": ["m", "o"]})

    assert namen(antwoord) == ["Aa", "Ea"]
    assert namen(ingelogd.get(URL + soep(antwoord).select_one(".filtertags a")["href"])) == ["Ea"]


def test_wis_filters_laat_zoekterm_volgorde_en_weergave_staan(ingelogd, vijf):
    adres = zoek(ingelogd, "a", f"{URL}?geslacht=v&sort=-naam&weergave=0&pagina=1")
    wis = soep(ingelogd.get(adres)).select_one(".filterpaneel__wis")["href"]

    over = parse_qs(urlsplit(wis).query)

    assert set(over) == {"zoek", "sort", "weergave"}
    assert namen(ingelogd.get(URL + wis)) == ["Ea", "Da", "Ca", "Ba", "Aa"]


def test_toepassen_staat_boven_en_onder_in_het_paneel(ingelogd, vijf):
    assert len(soep(ingelogd.get(URL)).select(".filterpaneel button[type=submit]")) == 2


def test_een_filter_met_een_onmogelijke_waarde_wordt_genoemd_en_telt_niet_mee(ingelogd, vijf):
    antwoord = ingelogd.get(URL, {"geslacht": "zzz", "vanaf": "31-02-2026"})

    assert antwoord.status_code == 200
    assert len(namen(antwoord)) == 5
    assert "31-02-2026 bestaat niet" in soep(antwoord).get_text()
    assert tags(antwoord) == []


def test_een_vinkje_dat_uit_staat_filtert_niet(ingelogd, vijf, gemeente):
    PersoonFactory(gemeente=gemeente, achternaam="Za", telefoon="06")

    assert len(namen(ingelogd.get(URL, {"zonder": ""}))) == 6
    assert len(namen(ingelogd.get(URL, {"zonder": "on"}))) == 5


VIJANDIG = [
    "%00",
    "\x00",
    "abc",
    "-1",
    "0",
    "1e400",
    "9" * 400,
    "٣",
    "\ud800",
    "' or 1=1 --",
    "__x",
    "[]",
    "{}",
    "../../etc",
]
NAMEN = [
    "pagina",
    "sort",
    "na",
    "voor",
    "per",
    "kolommen",
    "zoek",
    "weergave",
    "export",
    "bsn",
    "geslacht",
    "soorten",
]


@pytest.mark.parametrize("naam", [*NAMEN, "vanaf", "zonder", "gemeente", "onbekend"])
def test_geen_enkele_parameter_breekt_de_pagina(ingelogd, vijf, naam):
    for waarde in VIJANDIG:
        vraag = f"{naam}={waarde if waarde == '%00' else _gecodeerd(waarde)}"
        antwoord = ingelogd.get(f"{URL}?{vraag}")
        assert antwoord.status_code == 200, (naam, waarde)
        assert antwoord["Content-Type"].startswith("text/html"), (naam, waarde)


def _gecodeerd(tekst: str) -> str:
    return "".join(f"%{byte:02X}" for byte in tekst.encode("utf-8", "surrogatepass"))


# ---- search ---------------------------------------------------------------------------------------
def test_een_zoekterm_komt_niet_in_het_adres(ingelogd, vijf):
    adres = zoek(ingelogd, "Ba")
    antwoord = ingelogd.get(adres)

    assert "Ba" not in urlsplit(adres).query.replace("zoek=", "").split("&")
    assert namen(antwoord) == ["Ba"]
    assert "gezocht op: Ba" in soep(antwoord).get_text()


def test_een_zoekterm_van_een_ander_of_een_verlopen_zoekterm_zegt_dat(
    ingelogd, vijf, client, maak_gebruiker, gemeente
):
    adres = zoek(ingelogd, "Ba")
    client.force_login(maak_gebruiker("consulent", gemeente))

    antwoord = client.get(adres)

    assert "zoekopdracht is verlopen" in soep(antwoord).get_text()
    assert len(namen(antwoord)) == 5


def test_terug_gaat_alleen_naar_een_eigen_adres(ingelogd):
    for kwaad in [
        "https://kwaad.example/",
        "//kwaad.example",
        "/\\kwaad.example",
        "javascript:alert(1)",
        "/bestaat/niet/",
    ]:
        assert zoek(ingelogd, "", kwaad) == "/"


# ---- empty ----------------------------------------------------------------------------------------
def test_leeg_zegt_nog_niets_met_een_volgende_stap(ingelogd):
    vak = soep(ingelogd.get(URL)).select_one(".leeg")

    assert vak.p.get_text(strip=True) == "Nog geen personen."
    assert vak.a["href"] == "/werkvoorraad/"


def test_leeg_door_filters_biedt_wissen(ingelogd, vijf):
    vak = soep(ingelogd.get(URL, {"geslacht": "x"})).select_one(".leeg")

    assert vak.p.get_text(strip=True) == "Geen personen met deze filters."
    assert vak.a.get_text(strip=True) == "Wis filters"


def test_leeg_door_zoeken_herhaalt_de_term(ingelogd, vijf):
    vak = soep(ingelogd.get(zoek(ingelogd, "Vorbeeld<"))).select_one(".leeg")

    assert vak.p.get_text(strip=True) == "0 resultaten voor 'Vorbeeld<'."


# ---- paging ---------------------------------------------------------------------------------------
@pytest.fixture
def dertig(gemeente):
    for nummer in range(30):
        PersoonFactory(gemeente=gemeente, achternaam=f"N{nummer:02d}", geslacht="v" if nummer % 2 else "m")


def test_bladeren_houdt_filter_en_volgorde_vast(ingelogd, dertig):
    een = ingelogd.get(URL, {"sort": "-naam"})
    twee = ingelogd.get(URL, {"sort": "-naam", "pagina": 2})

    assert len(namen(een)) == 25
    assert namen(twee) == ["N04", "N03", "N02", "N01", "N00"]
    assert "(pagina 2 van 2)" in soep(twee).title.get_text()


@pytest.mark.parametrize("pagina", ["99", "0", "-3", "abc", "999999999999"])
def test_een_pagina_die_niet_bestaat_is_pagina_een(ingelogd, dertig, pagina):
    assert namen(ingelogd.get(URL, {"pagina": pagina}))[0] == "N00"


def test_boven_de_grens_telt_de_lijst_niet_verder_en_bladert_zonder_offset(ingelogd, dertig, monkeypatch):
    monkeypatch.setattr(paging, "GRENS", 20)
    monkeypatch.setattr("kern.lists.page.GRENS", 20)

    with CaptureQueriesContext(
        connection,
    ) as vragen:
        een = ingelogd.get(URL)
    assert soep(een).h1.get_text(strip=True) == "20+ personen"
    assert any("LIMIT 21" in vraag["sql"] for vraag in vragen)

    volgende = soep(een).select_one(".pagineerder [name=naar]")["value"]
    assert set(parse_qs(urlsplit(volgende).query)) == {"na"}
    with CaptureQueriesContext(connection) as vragen:
        twee = ingelogd.get(URL + volgende)

    assert namen(twee) == ["N25", "N26", "N27", "N28", "N29"]
    assert not any("OFFSET" in vraag["sql"] for vraag in vragen)
    terug = soep(twee).select_one(".pagineerder [name=naar]")["value"]
    assert set(parse_qs(urlsplit(terug).query)) == {"voor"}
    assert namen(ingelogd.get(URL + terug)) == [f"N{n:02d}" for n in range(25)]


def test_bladeren_met_sleutel_gaat_goed_op_elke_volgorde_en_met_lege_waarden(ingelogd, gemeente, monkeypatch):
    for nummer in range(60):
        PersoonFactory(
            gemeente=gemeente, achternaam=f"N{nummer:02d}", geslacht="vmo"[nummer % 3], versie=nummer % 4 + 1
        )
    monkeypatch.setattr(paging, "GRENS", 20)
    monkeypatch.setattr("kern.lists.page.GRENS", 20)

    for sort in ["geslacht", "-geslacht", "versie", "-versie", "naam", "-naam"]:
        gezien, adres = [], f"?sort={sort}"
        while adres:
            antwoord = ingelogd.get(URL + adres)
            gezien += namen(antwoord)
            knop = [
                k for k in soep(antwoord).select(".pagineerder [name=naar]") if "Volgende" in k.get_text()
            ]
            adres = knop[0]["value"] if knop else ""
        assert len(gezien) == len(set(gezien)) == 60, sort


def test_een_cursor_van_een_ander_begint_vooraan(ingelogd, dertig, andere_gemeente, monkeypatch):
    monkeypatch.setattr(paging, "GRENS", 20)
    monkeypatch.setattr("kern.lists.page.GRENS", 20)
    vreemd = PersoonFactory(gemeente=andere_gemeente, achternaam="N15")

    assert namen(ingelogd.get(URL, {"na": vreemd.pk}))[0] == "N00"


def test_aantal_rijen_en_kolommen_komen_uit_de_voorkeur(ingelogd, dertig, consulent):
    Lijstvoorkeur.objects.create(
        gebruiker=consulent, lijst="proef-mensen", kolommen=["nummer", "naam"], per_pagina=50
    )

    antwoord = ingelogd.get(URL)

    assert len(soep(antwoord).select("tbody tr")) == 30
    assert [th.get_text(strip=True) for th in soep(antwoord).select("thead th")] == ["Nummer", "Naam"]


# ---- cost, log, htmx ------------------------------------------------------------------------------
def test_het_aantal_vragen_groeit_niet_met_de_rijen(ingelogd, gemeente):
    aantallen, er_zijn = [], 0
    for tot in (10, 120, 200):
        for nummer in range(tot - er_zijn):
            PersoonFactory(gemeente=gemeente, achternaam=f"N{tot}{nummer:03d}")
        er_zijn = tot
        ingelogd.get(URL)
        with CaptureQueriesContext(connection) as vragen:
            ingelogd.get(URL, {"per": "100"})
        aantallen.append(len(vragen))

    # Rows that fit on one page are not counted: they are all there.
    assert aantallen == [9, 10, 10]


def test_wie_de_lijst_bekijkt_staat_in_de_inzage(ingelogd, vijf, consulent, gemeente):
    ingelogd.get(URL, {"geslacht": "v"})

    inzage = Inzage.objects.get(soort="lijst")
    assert (inzage.gebruiker, inzage.gemeente, inzage.gegevens["aantal"]) == (consulent, gemeente, 3)
    assert inzage.gegevens["filters"] == {"Geslacht": "vrouw"}
    assert len(inzage.gegevens["dossiers"]) == 3


def test_htmx_krijgt_alleen_de_resultaten(ingelogd, vijf):
    bron = ingelogd.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in bron
    assert bron.strip().startswith('<div id="resultaten"')


def test_de_afdruk_noemt_titel_filters_en_datum(ingelogd, vijf):
    vak = soep(ingelogd.get(URL, {"geslacht": "v"})).select_one(".lijst__druk").get_text(" ", strip=True)

    assert "Mensen" in vak
    assert "Geslacht: vrouw" in vak
