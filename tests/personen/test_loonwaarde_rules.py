"""De rekenregel van de loonwaarde: vectoren van regels §1.6 en de grenzen van een hoofdtaak."""

from datetime import date
from decimal import Decimal as D

import pytest

from personen.loonwaarde_rules import (
    Taak,
    fouten_in_taken,
    is_hoofdtaak,
    loonwaarde,
    mag_zelf_meten,
    minuten_per_dag,
    taakregels,
    waarom_niet,
)

NORM = {"deel": D("0.0625"), "minuten": D(30)}


def taak(aandeel, tempo=100, kwaliteit=100, netto=100, naam="inpakken"):
    return Taak(naam, D(str(aandeel)), D(str(tempo)), D(str(kwaliteit)), D(str(netto)))


def test_de_vector_van_regels_1_6_is_61_2_procent():
    taken = [taak(60, 80, 100, 90), taak(40, 50, 90, 100)]

    assert loonwaarde(taken) == D("61.20")
    assert [regel.prestatie for regel in taakregels(taken)] == [D(72), D(45)]
    assert [regel.bijdrage for regel in taakregels(taken)] == [D("43.2"), D(18)]


@pytest.mark.parametrize(
    ("taken", "uitkomst"),
    [
        ([taak(100)], "100.00"),
        ([taak(100, 0)], "0.00"),
        ([taak(100, 33.33, 33.33, 100)], "11.11"),  # 11,108889
        ([taak(50, 50.01, 50, 100), taak(50, 0)], "12.50"),  # 12,5025
    ],
)
def test_er_wordt_een_keer_afgerond_aan_het_eind(taken, uitkomst):
    assert loonwaarde(taken) == D(uitkomst)


@pytest.mark.parametrize("aandelen", [(60, 39.99), (60, 40.01), (100, 100)])
def test_aandelen_die_geen_honderd_zijn_geven_geen_loonwaarde(aandelen):
    taken = [taak(aandeel) for aandeel in aandelen]

    with pytest.raises(ValueError, match="samen 100"):
        loonwaarde(taken)
    assert len(fouten_in_taken(taken, uren_per_week=D(36), werkdagen=D(5), **NORM)) == 1


def test_een_zestiende_van_36_uur_over_vijf_dagen_is_27_minuten_en_dus_te_weinig():
    assert minuten_per_dag(D("6.25"), D(36), D(5)) == D(27)
    assert not is_hoofdtaak(D("6.25"), uren_per_week=D(36), werkdagen=D(5), **NORM)


@pytest.mark.parametrize(
    ("aandeel", "uren", "dagen", "goed"),
    [
        ("6.25", 40, 5, True),  # exactly 1/16 and exactly 30 minutes
        ("6.24", 40, 5, False),
        ("10", 25, 5, True),  # 30 minutes
        ("9.99", 25, 5, False),
        ("6.25", 24, 3, True),
        ("6.24", 48, 4, False),  # 45 minutes, but less than 1/16
    ],
)
def test_een_hoofdtaak_is_een_zestiende_van_de_week_en_dertig_minuten_per_dag(aandeel, uren, dagen, goed):
    assert is_hoofdtaak(D(aandeel), uren_per_week=D(uren), werkdagen=D(dagen), **NORM) is goed


def test_een_te_kleine_taak_staat_bij_de_fouten_met_haar_naam():
    taken = [taak(95), taak(5, naam="vegen")]

    fouten = fouten_in_taken(taken, uren_per_week=D(36), werkdagen=D(5), **NORM)

    assert fouten == [
        "vegen: minder dan 1/16 van de werktijd is geen hoofdtaak. Voeg haar samen met een andere."
    ]


def test_zonder_taken_is_er_geen_meting_en_zonder_norm_staat_de_toets_uit():
    assert fouten_in_taken([], uren_per_week=D(36), werkdagen=D(5), **NORM) == [
        "Vul ten minste één hoofdtaak in."
    ]
    assert (
        fouten_in_taken([taak(99), taak(1)], uren_per_week=D(36), werkdagen=D(5), deel=None, minuten=None)
        == []
    )


def test_de_contactpersoon_en_wie_geen_diploma_heeft_meten_niet():
    dag = date(2026, 11, 2)

    assert waarom_niet(op=dag, is_contactpersoon=True, heeft_diploma=True).startswith("is op 02-11-2026")
    assert "geen geldig diploma" in waarom_niet(op=dag, is_contactpersoon=False, heeft_diploma=False)
    assert waarom_niet(op=dag, is_contactpersoon=False, heeft_diploma=True) == ""


@pytest.mark.parametrize(
    ("dag", "mag"), [(date(2020, 6, 30), False), (date(2020, 7, 1), True), (date(2026, 1, 1), True)]
)
def test_zelf_meten_mag_vanaf_1_juli_2020(dag, mag):
    assert mag_zelf_meten(op=dag, eigen_vanaf=date(2020, 7, 1)) is mag
    assert mag_zelf_meten(op=dag, eigen_vanaf=None)
