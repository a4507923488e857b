"""Halfjaren, doel naar rato, verwachting en oordeel: met de hand uitgerekend (000 §2.4, C35)."""

from datetime import date
from decimal import Decimal

import pytest

from monitor.choices import Oordeel
from monitor.rules import (
    doel_naar_rato,
    halfjaar_van,
    naar_rato,
    oordeel,
    procent,
    verwachting,
    volle_maanden,
    vorig_halfjaar,
)


@pytest.mark.parametrize(
    ("dag", "begin", "einde"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_een_halfjaar_begint_in_januari_of_juli(dag, begin, einde):
    assert halfjaar_van(dag) == (begin, einde)


def test_voor_januari_ligt_het_tweede_halfjaar_van_het_jaar_ervoor():
    assert vorig_halfjaar(date(2026, 3, 9)) == (date(2025, 7, 1), date(2025, 12, 31))


def test_het_jaardoel_telt_in_juni_voor_de_helft():
    assert doel_naar_rato(Decimal(80), date(2026, 6, 30), True) == 40
    assert doel_naar_rato(Decimal(80), date(2026, 5, 2), True) == 40
    assert doel_naar_rato(Decimal(80), date(2026, 12, 31), True) == 80
    assert doel_naar_rato(Decimal(100), date(2026, 6, 30), False) == 100


def verwacht(opbouw, waarde, peildatum, vorige=None, vorige_dag=date(2025, 12, 31), **opties):
    return verwachting(
        opbouw,
        waarde=None if waarde is None else Decimal(waarde),
        vorige=None if vorige is None else Decimal(vorige),
        vorige_dag=vorige_dag,
        peildatum=peildatum,
        **opties,
    )


def test_wat_optelt_loopt_in_een_rechte_lijn_door():
    # 1 January up to and including 31 March is 90 days, up to and including 30 June 181: 18 * 181 / 90.
    assert verwacht("telt_op", 18, date(2026, 3, 31)) == Decimal(18) * 181 / 90


def test_op_de_laatste_dag_is_de_verwachting_de_uitkomst():
    assert verwacht("telt_op", 37, date(2026, 6, 30)) == 37
    assert verwacht("stand", 412, date(2026, 12, 31), 400) == 412


def test_kort_na_nieuwjaar_is_er_nog_geen_verwachting():
    assert verwacht("telt_op", 3, date(2026, 1, 29)) is None
    assert verwacht("telt_op", 3, date(2026, 1, 30)) == Decimal(3) * 181 / 30


@pytest.mark.parametrize(
    ("dag", "waarde", "uitkomst"),
    [
        # Ten months of 100.000 on 15 November: twelve months is 1.200.000, on whatever day of November.
        (date(2026, 11, 15), 1_000_000, 1_200_000),
        (date(2026, 11, 1), 1_000_000, 1_200_000),
        (date(2026, 11, 30), 1_100_000, 1_200_000),
        (date(2026, 3, 30), 200_000, 600_000),
        (date(2026, 1, 30), 0, None),
    ],
)
def test_wat_alleen_volle_maanden_telt_loopt_per_maand_door(dag, waarde, uitkomst):
    assert verwacht("telt_op", waarde, dag, volle=True) == uitkomst


def test_een_stand_loopt_door_vanaf_de_vorige():
    # 10 fewer in 90 days, 91 days to go.
    assert verwacht("stand", 390, date(2026, 3, 31), 400) == 390 + Decimal(-10) * 91 / 90
    assert verwacht("stand", 390, date(2026, 3, 31)) is None


def beoordeel(waarde, verwacht, doel_nu, richting, opbouw="telt_op"):
    als = lambda getal: None if getal is None else Decimal(getal)  # noqa: E731
    return oordeel(
        waarde=als(waarde), verwacht=als(verwacht), doel_nu=als(doel_nu), richting=richting, opbouw=opbouw
    )


@pytest.mark.parametrize(
    ("waarde", "verwacht", "doel_nu", "richting", "uitkomst"),
    [
        ("37", "40", "40", "hoger", Oordeel.OP_DOEL),
        ("37", "39", "40", "hoger", Oordeel.NIET_OP_DOEL),
        ("100", "100", "120", "lager", Oordeel.OP_DOEL),
        ("130", "130", "120", "lager", Oordeel.NIET_OP_DOEL),
        ("37", "37", None, "hoger", Oordeel.GEEN_DOEL),
        ("37", "37", "40", "", Oordeel.GEEN_DOEL),
        (None, None, "40", "hoger", Oordeel.NIET_TE_BEREKENEN),
        ("3", None, "40", "hoger", Oordeel.TE_VROEG),
    ],
)
def test_het_oordeel_legt_de_verwachting_naast_het_doel(waarde, verwacht, doel_nu, richting, uitkomst):
    assert beoordeel(waarde, verwacht, doel_nu, richting) == uitkomst


def test_procent_zonder_noemer_is_geen_nul():
    assert procent(0, 0) is None
    assert procent(38, 392) == Decimal(3800) / Decimal(392)


def test_volle_maanden_zijn_alleen_de_maanden_die_er_helemaal_in_liggen():
    assert volle_maanden(date(2026, 1, 1), date(2026, 3, 30)) == [date(2026, 1, 1), date(2026, 2, 1)]
    assert volle_maanden(date(2026, 1, 2), date(2026, 3, 31)) == [date(2026, 2, 1), date(2026, 3, 1)]
    assert volle_maanden(date(2025, 12, 1), date(2025, 12, 31)) == [date(2025, 12, 1)]


def test_een_jaarbedrag_telt_per_maand_voor_een_twaalfde_op_de_cent():
    assert naar_rato(Decimal("611155.00"), 6) == Decimal("305577.50")
    assert naar_rato(Decimal("100.00"), 1) == Decimal("8.33")
    assert naar_rato(Decimal("611155.00"), 12) == Decimal("611155.00")
