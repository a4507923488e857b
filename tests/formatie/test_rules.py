"""Formatie rekent zoals de bron: bron 000 §4.4, bron 002, ontwerp.md §5, regels.md §8."""

from datetime import date
from decimal import Decimal as D

import pytest

from formatie.rules import (
    PerFte,
    aantal_in_dienst_op,
    boven_norm,
    fte_voor,
    jaarlijks_percentage,
    krimp,
    rond_fte,
    verdeel,
)


def test_wsw_formatie_van_rijssen_holten():
    # RH-160: 55 / 45 + 0,3 = 1,52 → 1,5
    exact = fte_voor(55, D(45), opslag=D("0.3"))

    assert rond_fte(exact, 2) == D("1.52")
    assert rond_fte(exact, 1) == D("1.5")


def test_wsw_tabel_telt_op_tot_twee_fte():
    # RH-167: 1,50 + 0,30 + 0,20 = 2,00
    assert rond_fte(fte_voor(55, D(45), opslag=D("0.3")), 1) + D("0.30") + D("0.20") == D("2.00")


def test_verdeling_over_plaatsing_en_ontwikkeling():
    # RH-163: 90/45 = 2,0; (355 − 90)/85 = 3,1176 → 3,1; samen 5,1
    verdeling = verdeel(355, 90, D(45), D(85))

    assert verdeling.ontwikkeling == 265
    assert verdeling.fte_plaatsing == D("2.000000")
    assert verdeling.fte_ontwikkeling == D("3.117647")
    assert rond_fte(verdeling.fte, 1) == D("5.1")


def test_pw_tabel_en_uitbreiding():
    # RH-168: 0,25 + 2,00 + 3,10 + 0,30 = 5,65; nu 4,28; verschil 1,37 → 1,4
    verdeling = verdeel(355, 90, D(45), D(85))
    nodig = (
        D("0.25") + rond_fte(verdeling.fte_plaatsing, 1) + rond_fte(verdeling.fte_ontwikkeling, 1) + D("0.30")
    )
    nu = D("0.25") + D("0.89") + D("3.14")

    assert (nodig, nu, nodig - nu) == (D("5.65"), D("4.28"), D("1.37"))
    assert rond_fte(nodig - nu, 1) == D("1.4")


@pytest.mark.parametrize(
    ("mensen", "fte", "afgerond"), [(308, "3.14", 98), (310, "3.14", 99), (25, "0.89", 28)]
)
def test_caseload_per_fte(mensen, fte, afgerond):
    # RH-162 en C2: 308/3,14 = 98,09; herrekend 310/3,14 = 98,73; 25/0,89 = 28,09
    assert PerFte(mensen, D(fte)).afgerond == afgerond


def test_zonder_fte_is_er_geen_caseload_per_fte():
    assert PerFte(25, D(0)).exact is None


def test_boven_110_procent_van_de_norm():
    assert boven_norm(PerFte(88, D("0.9")), D(85), D("1.10"))
    assert not boven_norm(PerFte(935, D(10)), D(85), D("1.10"))


@pytest.mark.parametrize("norm", [D(0), D(-1)])
def test_een_norm_van_nul_kan_niet(norm):
    with pytest.raises(ValueError, match="groter zijn dan 0"):
        fte_voor(10, norm)


def test_meer_naar_werk_dan_er_zijn_kan_niet():
    with pytest.raises(ValueError, match="niet meer mensen"):
        verdeel(10, 11, D(45), D(85))


def test_prognose_van_rijssen_holten():
    # regels.md §8.1: van 105: 96,92 → 88,19 → 81,36
    rijen = krimp(105, 2021, {2021: D("7.7"), 2022: D(9), 2023: D("7.75")}, 2024)

    assert [rond_fte(rij.aantal, 2) for rij in rijen] == [D("105.00"), D("96.92"), D("88.19"), D("81.36")]


def test_prognose_van_twenterand():
    # TW-006: 238 in 2024 naar 117 in 2033, 7,587 % per jaar
    rijen = krimp(238, 2024, {2024: D("7.587")}, 2033)

    assert [rond_fte(rij.aantal, 1) for rij in rijen] == [
        D(x)
        for x in ["238.0", "219.9", "203.3", "187.8", "173.6", "160.4", "148.2", "137.0", "126.6", "117.0"]
    ]
    assert rijen[-1].afgerond == 117


def test_jaarlijks_percentage_uit_begin_en_eind():
    assert jaarlijks_percentage(238, 117, 9) == D("7.587")


def test_prognose_zonder_percentage_weigert():
    with pytest.raises(ValueError, match="geen uitstroompercentage voor 2024"):
        krimp(100, 2024, {}, 2026)


def test_op_de_aow_dag_zelf_is_iemand_niet_meer_in_dienst():
    # Wsw art. 12: het vervalt op de dag waarop de AOW-leeftijd is bereikt
    aow = [date(2028, 4, 1), None]

    assert aantal_in_dienst_op(aow, date(2028, 3, 31)) == 2
    assert aantal_in_dienst_op(aow, date(2028, 4, 1)) == 1
