"""Elke waarde van het kader Nederland en de doelen van Rijssen-Holten, rij voor rij uit regels.md.

De getallen staan hier over zoals de regels ze geven, niet zoals de bestanden ze hebben: een tikfout in een
toml-bestand moet hier opvallen.
"""

from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest

from kern import beleid
from kern.models import Gemeente, Parameter

RH, ROOSENDAAL = "1742", "1674"
EEN_DAG = timedelta(days=1)


def waarde(code, dag, gemeente=RH):
    return beleid.waarde(code, Gemeente.objects.get(code=gemeente), dag).waarde


def dag(tekst):
    return date.fromisoformat(tekst)


def toon(waarden):
    return [(f"{van:%Y-%m-%d}", str(bedrag)) for van, bedrag in waarden]


def opgeslagen(code):
    rijen = Parameter.objects.filter(kader__code="nederland", code=code).order_by("begindatum")
    return [(rij.begindatum, D(str(beleid.gelezen(rij).waarde))) for rij in rijen]


# ---- series (regels §1.3, §1.4, §6.5) ------------------------------------------------------------------
WML_MAAND = """2018-01-01 1578.00 2018-07-01 1594.20 2019-01-01 1615.80 2019-07-01 1635.60 2020-01-01 1653.60
    2020-07-01 1680.00 2021-01-01 1684.80 2021-07-01 1701.00 2022-01-01 1725.00 2022-07-01 1756.20
    2023-01-01 1934.40 2023-07-01 1995.00 2024-01-01 2069.40 2024-07-01 2133.60 2025-01-01 2191.80
    2025-07-01 2245.80 2026-01-01 2294.40 2026-07-01 2337.00"""
WML_UUR = """2024-01-01 13.27 2024-07-01 13.68 2025-01-01 14.06 2025-07-01 14.40 2026-01-01 14.71
    2026-07-01 14.99"""
LASTEN = "2015-01-01 23.0 2016-01-01 23.0 2018-01-01 23.5 2021-07-01 23.5 2022-01-01 23.5"
# The rows of regels §6.5; between them the value before it goes on.
HANDELSRENTE = """2016-01-01 8.05 2022-01-01 8.00 2023-01-01 10.50 2023-07-01 12.00 2024-01-01 12.50
    2024-07-01 12.25 2025-01-01 11.15 2025-07-01 10.15 2026-01-01 10.15"""
WETTELIJKE_RENTE = "2016-01-01 2 2023-01-01 4 2023-07-01 6 2024-01-01 7 2025-01-01 6"


def reeks(tekst):
    woorden = tekst.split()
    return [(dag(van), D(bedrag)) for van, bedrag in zip(woorden[::2], woorden[1::2], strict=True)]


@pytest.mark.parametrize(
    ("code", "tekst"),
    [
        ("wml.maand", WML_MAAND),
        ("wml.uur", WML_UUR),
        ("lks.werkgeverslasten", LASTEN),
        ("rente.handel", HANDELSRENTE),
        ("rente.wettelijk", WETTELIJKE_RENTE),
    ],
)
def test_elke_rij_van_een_reeks_geldt_op_zijn_eerste_dag_en_op_de_laatste_voor_de_volgende(
    geladen, code, tekst
):
    rijen = reeks(tekst)

    assert [(van, waarde(code, van)) for van, _ in rijen] == rijen
    for (_, bedrag), (volgende, _) in pairwise(rijen):
        if code != "rente.handel" or volgende > date(2022, 1, 1):  # 2016-07 went down to 8,00 (G)
            assert waarde(code, volgende - EEN_DAG) == bedrag


@pytest.mark.parametrize(("code", "tekst"), [("wml.maand", WML_MAAND), ("wml.uur", WML_UUR)])
def test_het_minimumloon_heeft_geen_rij_meer_of_minder_dan_de_regels(geladen, code, tekst):
    assert toon(opgeslagen(code)) == toon(reeks(tekst))


def test_de_drukfout_1595_20_van_een_bron_is_niet_overgenomen(geladen):
    # regels §1.4: one page prints 1.595,20 for the first half of 2019
    assert waarde("wml.maand", date(2019, 6, 30)) == D("1615.80")


def test_het_maandbedrag_is_nooit_het_uurloon_maal_156(geladen):
    # 14,71 × 156 = 2.294,76
    peildatum = date(2026, 1, 1)

    assert waarde("wml.uur", peildatum) * 156 == D("2294.76")
    assert waarde("wml.maand", peildatum) == D("2294.40")


@pytest.mark.parametrize(
    ("peildatum", "uur"), [("2020-07-01", "10.77"), ("2021-07-01", "10.91"), ("2022-07-01", "11.26")]
)
def test_het_afgeleide_uurloon_van_voor_2024_is_een_eigen_waarde(geladen, peildatum, uur):
    assert waarde("wml.uur_36", dag(peildatum)) == D(uur)
    assert waarde("wml.uur", dag(peildatum)) is None


@pytest.mark.parametrize(
    ("peildatum", "percentages"),
    [
        ("2018-07-01", {"21": "85", "20": "70", "19": "55", "18": "47.5"}),
        ("2019-06-30", {"21": "85", "20": "70", "19": "55", "18": "47.5"}),
        ("2019-07-01", {"20": "80", "19": "60", "18": "50", "17": "39.5", "16": "34.5", "15": "30"}),
        ("2026-11-22", {"20": "80", "19": "60", "18": "50", "17": "39.5", "16": "34.5", "15": "30"}),
    ],
)
def test_het_jeugdloon_per_leeftijd(geladen, peildatum, percentages):
    for jaren, percentage in percentages.items():
        assert waarde(f"wml.jeugd.{jaren}", dag(peildatum)) == D(percentage)


def test_vanaf_1_juli_2019_is_21_volwassen(geladen):
    assert waarde("wml.volwassen_leeftijd", date(2019, 6, 30)) == 22
    assert waarde("wml.volwassen_leeftijd", date(2019, 7, 1)) == 21
    assert waarde("wml.jeugd.21", date(2019, 7, 1)) is None


def test_het_uurloon_per_leeftijd_van_1_januari_2026(geladen):
    rijen = waarde("wml.uur_leeftijd", date(2026, 1, 1))

    assert [rij["bedrag"] for rij in rijen] == [
        D("14.71"), D("11.77"), D("8.83"), D("7.36"), D("5.81"), D("5.07"), D("4.41"),
    ]  # fmt: skip
    assert [rij["bbl"] for rij in rijen] == ["-", D("9.05"), D("7.72"), D("6.69"), "-", "-", "-"]


@pytest.mark.parametrize(("jaren", "percentage"), [(20, "61.5"), (19, "52.5"), (18, "45.5")])
def test_het_loon_van_een_bbl_leerling(geladen, jaren, percentage):
    assert waarde(f"wml.bbl.{jaren}", date(2026, 1, 1)) == D(percentage)


# ---- loonkostensubsidie (regels §1.1, §1.2) --------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "peildatum", "verwacht"),
    [
        ("wml.vakantiebijslag", "2026-01-01", D(8)),
        ("lks.max_pct", "2026-01-01", D(70)),
        ("lks.forfait_pct", "2026-01-01", D(50)),
        ("lks.forfait_maanden", "2026-01-01", D(6)),
        ("lks.uren_voltijd", "2026-01-01", D(36)),
        ("lks.besluit_weken", "2026-07-01", D(5)),
        ("lks.aanvraag_maanden", "2026-07-01", D(6)),
        ("lks.verzoek_interval_maanden", "2026-07-01", D(12)),
        ("lks.uren_grondslag", "2023-12-31", "normale_arbeidsduur"),
        ("lks.uren_grondslag", "2024-01-01", "uren_36"),
        ("loonwaarde.hoofdtaak_deel", "2021-07-01", D("0.0625")),  # 1/16
        ("loonwaarde.hoofdtaak_minuten", "2021-07-01", D(30)),
    ],
)
def test_de_normen_van_loonkostensubsidie(geladen, code, peildatum, verwacht):
    assert waarde(code, dag(peildatum)) == verwacht


# ---- incasso (regels §6.5) -------------------------------------------------------------------------------
def test_de_staffel_van_de_incassokosten(geladen):
    rijen = waarde("wik.staffel", date(2026, 11, 22))

    # 15% of the first 2.500, 10% of the next 2.500, 5% of 5.000, 1% of 190.000, 0,5% above
    assert [tuple(rij.values()) for rij in rijen] == [
        (D(0), D(2500), D(15)),
        (D(2500), D(5000), D(10)),
        (D(5000), D(10000), D(5)),
        (D(10000), D(200000), D(1)),
        (D(200000), "-", D("0.5")),
    ]
    assert waarde("wik.minimum", date(2026, 11, 22)) == D(40)
    assert waarde("wik.maximum", date(2026, 11, 22)) == D(6775)
    assert waarde("incasso.brief_dagen", date(2026, 11, 22)) == 14


@pytest.mark.parametrize(
    ("code", "peildatum"), [("rente.handel", "2026-07-01"), ("rente.wettelijk", "2026-01-01")]
)
def test_een_rente_die_de_bronnen_niet_geven_is_niet_vastgesteld(geladen, code, peildatum):
    assert waarde(code, dag(peildatum)) is None


# ---- AOW (regels §3.8) -----------------------------------------------------------------------------------
def test_de_aow_leeftijd_per_geboortedatum(geladen):
    rijen = waarde("aow.leeftijd", date(2026, 1, 1))

    assert [(f"{r['geboren_van']}", f"{r['geboren_tot']}", int(r["jaren"]), int(r["maanden"])) for r in rijen] == [
        ("1952-01-01", "1952-12-31", 66, 0),
        ("1953-01-01", "1955-08-31", 66, 4),
        ("1955-09-01", "1956-05-31", 66, 7),
        ("1956-06-01", "1957-02-28", 66, 10),
        ("1957-03-01", "1960-12-31", 67, 0),
        ("1961-01-01", "1964-09-30", 67, 3),
    ]  # fmt: skip


# ---- instrumenten, vrijlating en normen (regels §3.3 - §3.7) ---------------------------------------------
@pytest.mark.parametrize(
    ("code", "peildatum", "verwacht"),
    [
        ("lkv.banenafspraak.uur", "2026-01-01", "1.01"),
        ("lkv.banenafspraak.max", "2026-01-01", "2000"),
        ("lkv.arbeidsgehandicapt.uur", "2026-01-01", "3.05"),
        ("lkv.arbeidsgehandicapt.max", "2026-01-01", "6000"),
        ("lkv.arbeidsgehandicapt.jaren", "2026-01-01", "3"),
        ("lkv.herplaatst.jaren", "2026-01-01", "1"),
        ("lkv.ouder.uur", "2024-12-31", "3.05"),
        ("lkv.ouder.uur", "2025-01-01", "1.35"),
        ("lkv.aanvraag_maanden", "2024-01-01", "3"),
        ("liv.uurloon_min", "2024-12-31", "14.33"),
        ("liv.uurloon_max", "2024-12-31", "14.99"),
        ("proefplaats.maanden", "2026-07-01", "2"),
        ("proefplaats.verlenging_maanden", "2026-07-01", "4"),
        ("participatieplaats.jaren", "2026-07-01", "2"),
        ("participatieplaats.toets_maanden", "2026-07-01", "9"),
        ("participatieplaats.stop_maanden", "2026-07-01", "12"),
        ("ontheffing.max_jaren", "2026-07-01", "5"),
        ("ontheffing.toets_maanden", "2026-07-01", "6"),
        ("zoektermijn.weken", "2026-07-01", "4"),
        ("zoektermijn.leeftijd_onder", "2026-07-01", "27"),
        ("bijstand.terugwerkend_maanden", "2026-07-01", "3"),
        ("vrijlating.pct", "2026-01-01", "25"),
        ("vrijlating.maanden", "2026-01-01", "6"),
        ("vrijlating.max_maand", "2024-01-01", "264.00"),
        ("vrijlating.max_maand", "2026-12-31", "285.00"),
        ("vrijlating.r.pct", "2026-01-01", "12.5"),
        ("vrijlating.r.max_maand", "2024-01-01", "164.73"),
        ("vrijlating.r.max_maand", "2026-01-01", "177.66"),
        ("vrijlating.r.maanden", "2026-01-01", "30"),
        ("vrijlating.y.pct", "2026-01-01", "15"),
        ("vrijlating.y.max_maand", "2024-01-01", "167.07"),
        ("vrijlating.y.max_maand", "2026-01-01", "180.19"),
        ("vrijlating.z.pct", "2026-01-01", "15"),
        ("vrijlating.z.max_maand", "2026-01-01", "180.19"),
        ("vrijlating.j.max_jaar", "2026-01-01", "3398.00"),
        ("vrijlating.k.max_maand", "2026-01-01", "220"),
        ("vrijlating.k.max_jaar", "2026-01-01", "2200"),
        ("vrijlating.m.max_jaar", "2026-01-01", "1200"),
        ("vrijlating.34a.pct", "2027-01-01", "15"),
        ("bufferbudget.max_jaar", "2027-01-01", "1000"),
        ("vermogen.alleenstaande", "2026-07-01", "8000"),
        ("vermogen.ouder_of_gehuwd", "2026-07-01", "16000"),
        ("vermogen.woning", "2026-07-01", "67500"),
        ("bijstand.norm.20_1a", "2024-01-01", "316.94"),
        ("bijstand.norm.20_1a", "2026-01-01", "345.99"),
        ("bijstand.norm.20_1a", "2026-07-01", "350.42"),
        ("bijstand.norm.20_1b", "2026-07-01", "700.84"),
        ("bijstand.norm.20_1c", "2026-07-01", "1364.32"),
        ("bijstand.norm.20_2b", "2026-07-01", "1106.40"),
        ("bijstand.norm.20_2c", "2026-07-01", "1769.88"),
        ("bijstand.norm.20_3", "2026-07-01", "762.24"),
        ("bijstand.norm.21a", "2024-01-01", "1283.83"),
        ("bijstand.norm.21a", "2026-07-01", "1419.46"),
        ("bijstand.norm.21b", "2024-01-01", "1834.04"),
        ("bijstand.norm.21b", "2026-07-01", "2027.79"),
        ("bijstand.norm.22a", "2024-01-01", "1425.76"),
        ("bijstand.norm.22a", "2026-07-01", "1587.34"),
        ("bijstand.norm.22bc", "2024-01-01", "1932.32"),
        ("bijstand.norm.22bc", "2026-07-01", "2176.10"),
        ("bijstand.norm.23a", "2026-07-01", "449.44"),
        ("bijstand.norm.23a_verhoging", "2026-07-01", "47"),
        ("bijstand.norm.23b", "2026-07-01", "699.11"),
        ("bijstand.norm.23b_verhoging", "2026-07-01", "106"),
        ("bijstand.vakantietoeslag", "2026-07-01", "4.8"),
        ("kostendelers.leeftijd", "2022-12-31", "21"),
        ("kostendelers.leeftijd", "2023-01-01", "27"),
        ("wsw.herindicatie_ziekte_weken", "2026-01-01", "13"),
        ("wsw.herindicatie_besluit_weken", "2026-01-01", "16"),
        ("beschut.uren_plaats", "2026-01-01", "31"),
        ("banenafspraak.markt", "2026-01-01", "100000"),
        ("banenafspraak.overheid", "2026-01-01", "25000"),
        ("banenafspraak.uren_baan", "2026-01-01", "25.5"),
        ("quotum.werknemers_vanaf", "2026-01-01", "25"),
        ("quotum.uren_jaar", "2026-01-01", "40575"),
        ("factuur.btw_hoog", "2026-01-01", "21"),
        ("factuur.uiterlijk_dag", "2026-01-01", "15"),
        ("factuur.betaaltermijn_dagen", "2026-01-01", "30"),
        ("awb.betaaltermijn_weken", "2026-01-01", "6"),
        ("awb.aanmaning_weken", "2026-01-01", "2"),
    ],
)  # fmt: skip
def test_de_landelijke_waarde_van_de_regels(geladen, code, peildatum, verwacht):
    # Asked for a gemeente of the WVS: no own values stand in front of the national ones there.
    assert waarde(code, dag(peildatum), ROOSENDAAL) == D(verwacht)


def test_wat_is_afgeschaft_geldt_niet_meer(geladen):
    for code, peildatum in (
        ("lkv.ouder.uur", date(2026, 1, 1)),
        ("liv.uurloon_min", date(2025, 1, 1)),
        ("vrijlating.max_maand", date(2027, 1, 1)),
        ("vrijlating.34a.pct", date(2026, 12, 31)),
        ("wsw.rvu_jaren", date(2026, 1, 1)),
    ):
        assert waarde(code, peildatum) is None, code


# ---- bewaartermijnen (regels §7.1) -----------------------------------------------------------------------
def test_de_bewaartermijnen_van_de_selectielijst(geladen):
    rijen = waarde("bewaartermijnen", date(2026, 1, 1))

    assert {rij["nummer"]: (rij["termijn"], rij["eenheid"]) for rij in rijen} == {
        "3.1": (5, "jaar"), "3.2": (5, "jaar"), "8.1": (10, "jaar"), "8.2": (5, "jaar"), "8.3": (10, "jaar"),
        "8.4": (1, "jaar"), "8.4.1": (42, "dagen"), "12.1.1": (10, "jaar"), "12.1.5": (7, "jaar"),
        "12.2": (10, "jaar"), "12.2.5": (7, "jaar"), "13.1": (5, "jaar"), "13.1.1": (7, "jaar"),
        "13.1.2": (10, "jaar"), "16.1": (10, "jaar"), "16.1.1": (7, "jaar"),
        "16.1.2": ("blijvend bewaren", "-"), "16.3.1": ("blijvend bewaren", "-"), "17.1": (10, "jaar"),
        "17.5": (10, "jaar"), "18.1": (7, "jaar"), "18.3": (7, "jaar"), "19.1": (5, "jaar"),
        "19.1.1": (7, "jaar"), "21.1.3": (20, "jaar"),
    }  # fmt: skip


# ---- Rijssen-Holten (regels §8.1) ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "verwacht"),
    [
        ("tarief.band.beschut.min", "2500"),
        ("tarief.band.beschut.max", "3500"),
        ("tarief.band.groep.min", "7500"),
        ("tarief.band.groep.max", "9500"),
        ("tarief.band.individueel.min", "10000"),
        ("tarief.band.individueel.max", "12500"),
        ("tarief.band.individueel.uitschieter", "15000"),
        ("tarief.kosten.beschut", "3000"),
        ("tarief.benchmark_stijging", "12"),
        ("tarief.herziening_jaren", "3"),
        ("kpi.daling_uitkeringen", "5"),
        ("kpi.uitstroom_werk", "80"),
        ("kpi.tredestap", "15"),
        ("kpi.herplaatsing", "2"),
        ("kpi.extra_uitstroom", "5"),
        ("monitor.cadans", "2"),
        ("norm.wsw", "45"),
        ("norm.ontwikkeling", "85"),
        ("norm.werkgeversbenadering", "45"),
        ("formatie.verwacht_naar_werk", "90"),
        ("formatie.loonwaarde_opslag.wsw", "0.3"),
        ("formatie.loonwaarde_opslag.pw", "0.3"),
        ("formatie.vast.accountmanager", "0.25"),
        ("formatie.vast.liaison", "0.3"),
        ("formatie.vast.financiele_administratie", "0.2"),
        ("loonwaarde.uren_per_meting", "4.5"),
        ("wsw.uitstroompct_landelijk", "6"),
        ("wsw.uitstroompct_middellang", "7.5"),
        ("terugval.plaatsen.min", "5"),
        ("terugval.plaatsen.max", "10"),
        ("leerwerk.afgesproken_aantal", "5"),
        ("reserve.saldo", "684000"),
        ("or.kosten", "1000"),
        ("or.leden", "10"),
    ],
)
def test_de_norm_van_rijssen_holten(geladen, code, verwacht):
    assert waarde(code, date(2021, 7, 1)) == D(verwacht)
    assert waarde(code, date(2021, 7, 1), ROOSENDAAL) is None, "never borrowed by another gemeente"


@pytest.mark.parametrize(
    ("code", "aantal"), [("kpi.daling_uitkeringen", "21.45"), ("kpi.tredestap", "64.35")]
)
def test_een_percentage_van_de_429_clienten(geladen, code, aantal):
    # regels §8.1: 5% of 429 = 21,45 and 15% = 64,35
    assert 429 * waarde(code, date(2021, 7, 1)) / 100 == D(aantal)


@pytest.mark.parametrize(
    ("organisatie", "norm"), [("Nautus", 60), ("DCW", 60), ("Lochem", 60), ("Almelo", 45)]
)
def test_de_benchmark_van_andere_gemeenten(geladen, organisatie, norm):
    (rij,) = [r for r in waarde("norm.benchmark", date(2021, 7, 1)) if organisatie in r["organisatie"]]

    assert rij["norm"] == norm


def test_de_middenwaarden_van_de_tariefbanden_geven_713_750(geladen):
    # regels §8.1: 40 × 3.000 + 50 × 8.500 + 15 × 11.250
    def midden(groep):
        return sum(waarde(f"tarief.band.{groep}.{grens}", date(2021, 7, 1)) for grens in ("min", "max")) / 2

    assert [midden(groep) for groep in ("beschut", "groep", "individueel")] == [3000, 8500, 11250]
    assert 40 * midden("beschut") + 50 * midden("groep") + 15 * midden("individueel") == D(713750)


# ---- gemeentecodes (regels §5) -----------------------------------------------------------------------------
def test_de_gemeentecodes_van_de_regels(geladen):
    codes = {
        "1742": "Rijssen-Holten", "1735": "Hof van Twente", "1700": "Twenterand", "0748": "Bergen op Zoom",
        "0777": "Etten-Leur", "1655": "Halderberge", "1709": "Moerdijk", "1674": "Roosendaal", "0840": "Rucphen",
        "0851": "Steenbergen", "0873": "Woensdrecht", "0879": "Zundert", "0141": "Almelo", "0163": "Hellendoorn",
        "0189": "Wierden", "0183": "Tubbergen",
    }  # fmt: skip

    assert dict(Gemeente.objects.filter(code__in=codes).values_list("code", "naam")) == codes
