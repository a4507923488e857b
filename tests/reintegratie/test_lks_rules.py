"""Loonkostensubsidie: elke vector van regels §1.5 en elke grens van §1.1 en §1.2."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from reintegratie.lks_rules import (
    Bedragperiode,
    Lksnormen,
    aanvraag_op_tijd,
    herzieningsdagen,
    laatste_dag_forfaitair,
    maanden_tussen,
    over_maand,
    subsidie_forfaitair,
    subsidie_met_meting,
    uiterste_besluitdag,
)


def normen(dag=date(2026, 1, 1), wml="2294.40", grondslag="uren_36", lasten="23.5"):
    return Lksnormen(
        op=dag,
        wml_maand=D(wml),
        vakantiebijslag_pct=D(8),
        lasten_pct=D(lasten),
        max_pct=D(70),
        forfait_pct=D(50),
        uren_grondslag=grondslag,
        uren_voltijd=D(36) if grondslag == "uren_36" else None,
    )


def met_meting(loonwaarde, uren, sector=36, **kwargs):
    return subsidie_met_meting(
        loonwaarde=D(str(loonwaarde)), uren=D(str(uren)), sectornorm=D(str(sector)), normen=normen(**kwargs)
    ).bedrag


def forfaitair(uren, sector=36, **kwargs):
    return subsidie_forfaitair(uren=D(str(uren)), sectornorm=D(str(sector)), normen=normen(**kwargs)).bedrag


@pytest.mark.parametrize(
    ("loonwaarde", "uren", "sector", "bedrag"),
    [
        (40, 36, 36, "1836.16"),
        (40, 24, 36, "1224.11"),
        (40, 40, 40, "2040.18"),
        (30, 36, 36, "2142.19"),
        (20, 36, 36, "2142.19"),
        (85, 32, 36, "408.04"),
        (100, 36, 36, "0.00"),
    ],
)
def test_vectoren_van_1_januari_2026(loonwaarde, uren, sector, bedrag):
    assert met_meting(loonwaarde, uren, sector) == D(bedrag)


@pytest.mark.parametrize(("uren", "bedrag"), [(36, "1530.14"), (24, "1020.09")])
def test_vectoren_zonder_meting_van_1_januari_2026(uren, bedrag):
    assert forfaitair(uren) == D(bedrag)


@pytest.mark.parametrize(("uren", "bedrag"), [(36, "1754.05"), (24, "1169.37")])
def test_vectoren_van_1_januari_2025(uren, bedrag):
    assert met_meting(40, uren, wml="2191.80", dag=date(2025, 1, 1)) == D(bedrag)


def test_vector_zonder_meting_van_1_januari_2025():
    assert forfaitair(36, wml="2191.80", dag=date(2025, 1, 1)) == D("1461.71")


def test_vector_van_1_juli_2026():
    assert met_meting(40, 36, wml="2337.00", dag=date(2026, 7, 1)) == D("1870.25")


def test_de_tussenstappen_van_de_vectoren_staan_in_de_uitleg():
    uitleg = subsidie_met_meting(loonwaarde=D(40), uren=D(36), sectornorm=D(36), normen=normen())
    tekst = " ".join(regel.uitkomst for regel in uitleg.regels).replace("\u00a0", " ")

    assert "€ 2.477,9520" in tekst
    assert "€ 1.486,7712" in tekst
    assert "€ 1.734,5664: de grens geldt niet" in tekst
    assert uitleg.regels[-1].uitkomst.replace("\u00a0", " ") == "€ 1.836,16"
    assert len(uitleg.als_json()) == 5


@pytest.mark.parametrize(
    ("loonwaarde", "grens", "bedrag"),
    [
        ("29.99", "geldt", "2142.19"),
        ("30.00", "geldt niet", "2142.19"),
        ("30.01", "geldt niet", "2141.88"),  # 2477,952 × 0,6999 × 1,235 = 2141,8834...
    ],
)
def test_de_grens_van_70_procent_slaat_om_bij_precies_30_procent(loonwaarde, grens, bedrag):
    uitleg = subsidie_met_meting(loonwaarde=D(loonwaarde), uren=D(36), sectornorm=D(36), normen=normen())

    assert uitleg.bedrag == D(bedrag)
    assert uitleg.regels[2].uitkomst.endswith(f"de grens {grens}")


@pytest.mark.parametrize("loonwaarde", ["-0.01", "100.01"])
def test_een_loonwaarde_buiten_0_tot_en_met_100_bestaat_niet(loonwaarde):
    with pytest.raises(ValueError, match="loonwaarde"):
        met_meting(loonwaarde, 36)


def test_uren_tellen_tot_de_voltijd_van_de_sector():
    assert met_meting(40, 40, sector=38) == met_meting(40, 38, sector=38)
    assert met_meting(40, 40, sector=38) == D("1938.17")  # 1836,162432 × 38 / 36


def test_voor_2024_gedeeld_door_de_arbeidsduur_van_de_werkgever_en_nooit_omhoog():
    oud = {"wml": "1934.40", "dag": date(2023, 1, 1), "grondslag": "normale_arbeidsduur"}

    # G = 2089,152; × 0,6 × 1,235 = 1548,061632
    assert met_meting(40, 38, sector=38, **oud) == D("1548.06")
    assert met_meting(40, 40, sector=40, **oud) == D("1548.06")
    assert met_meting(40, 19, sector=38, **oud) == D("774.03")
    assert met_meting(40, 40, sector=38, **oud) == D("1548.06")


def test_vanaf_2024_gedeeld_door_36_en_ook_omhoog():
    nieuw = {"wml": "2069.40", "dag": date(2024, 1, 1)}

    # G = 2234,952; × 0,6 × 1,235 = 1656,099432
    assert met_meting(40, 36, **nieuw) == D("1656.10")
    assert met_meting(40, 38, sector=38, **nieuw) == D("1748.10")
    assert met_meting(40, 19, sector=38, **nieuw) == D("874.05")


def test_een_onbekende_grondslag_voor_uren_is_een_fout():
    with pytest.raises(ValueError, match="grondslag"):
        subsidie_forfaitair(uren=D(36), sectornorm=D(36), normen=replace(normen(), uren_grondslag="anders"))


@pytest.mark.parametrize(
    ("vanaf", "laatste"),
    [
        (date(2026, 3, 15), date(2026, 9, 14)),
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2025, 8, 31), date(2026, 2, 27)),  # 31 August + 6 months = 28 February
    ],
)
def test_zonder_meting_is_de_laatste_dag_zes_maanden_min_een_dag(vanaf, laatste):
    assert laatste_dag_forfaitair(vanaf, 6) == laatste


@pytest.mark.parametrize(
    ("dag", "op_tijd"), [(date(2026, 9, 15), True), (date(2026, 9, 16), False), (date(2026, 3, 1), True)]
)
def test_wie_al_werkt_vraagt_aan_binnen_zes_maanden(dag, op_tijd):
    assert aanvraag_op_tijd(dienstverband_vanaf=date(2026, 3, 15), aangevraagd_op=dag, maanden=6) is op_tijd


def test_het_besluit_komt_binnen_vijf_weken():
    assert uiterste_besluitdag(date(2026, 11, 2), 5) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("begin", "tot", "dagen"),
    [
        (date(2025, 3, 1), date(2026, 12, 31), [date(2026, 1, 1)]),
        (date(2025, 1, 1), date(2025, 12, 31), []),  # a start on 1 January is not set again that day
        (date(2024, 12, 31), date(2025, 1, 1), [date(2025, 1, 1)]),
        (date(2023, 6, 1), date(2025, 6, 1), [date(2024, 1, 1), date(2025, 1, 1)]),
    ],
)
def test_elke_1_januari_na_het_begin_wordt_het_bedrag_herzien(begin, tot, dagen):
    assert herzieningsdagen(begin, tot) == dagen


# ---- een deel van een maand --------------------------------------------------------------------------------
def test_een_hele_maand_is_het_hele_bedrag():
    perioden = [Bedragperiode(D("1836.16"), date(2026, 1, 1), None)]

    assert over_maand(date(2026, 2, 1), perioden).bedrag == D("1836.16")


@pytest.mark.parametrize(
    ("begin", "einde", "maand", "bedrag"),
    [
        (date(2026, 2, 15), None, date(2026, 2, 1), "500.00"),  # 14 of 28 days
        (date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 1), "322.58"),  # 10 of 31
        (date(2026, 4, 30), date(2026, 4, 30), date(2026, 4, 1), "33.33"),  # 1 of 30
        (date(2026, 5, 1), None, date(2026, 4, 1), "0.00"),
        (date(2024, 2, 16), None, date(2024, 2, 1), "482.76"),  # 14 of 29, leap year
    ],
)
def test_een_deel_van_de_maand_gaat_naar_kalenderdagen(begin, einde, maand, bedrag):
    assert over_maand(maand, [Bedragperiode(D(1000), begin, einde)]).bedrag == D(bedrag)


def test_twee_bedragen_in_een_maand_worden_samen_een_keer_afgerond():
    perioden = [
        Bedragperiode(D("1000.00"), date(2026, 4, 1), date(2026, 4, 10)),
        Bedragperiode(D("1000.00"), date(2026, 4, 11), date(2026, 4, 20)),
        Bedragperiode(D("1000.00"), date(2026, 4, 21), None),
    ]

    # Three times 333,33 would be 999,99.
    assert over_maand(date(2026, 4, 1), perioden).bedrag == D("1000.00")
    assert len(over_maand(date(2026, 4, 1), perioden).regels) == 3


def test_maanden_tussen_telt_over_de_jaargrens():
    assert maanden_tussen(date(2025, 11, 20), date(2026, 1, 3)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
