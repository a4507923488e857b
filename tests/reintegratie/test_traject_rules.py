"""Rekenregels van trajecten en van het segment (WV-034, HT-012, HT-031, RH-045)."""

from datetime import date
from decimal import Decimal

import pytest

from reintegratie.choices import Kostengrondslag, Trajectresultaat
from reintegratie.rules import segment_voor
from reintegratie.traject_rules import (
    begonnen_maanden,
    einde_na_pauze,
    halverwege,
    pauzedagen,
    raming,
    uiterste_dag,
    volgende_acties,
)


@pytest.mark.parametrize(
    ("begin", "maanden", "pauze", "laatste"),
    [
        # regels §8.4: leerwerk from 1-1-2021 to 30-6-2021, detachering ≤ 30-11-2022. Only the sum of dates: that
        # the 23 months include the leerwerk before a detachering, nothing in Trede watches yet (WV-037, W13).
        (date(2021, 1, 1), 6, 0, date(2021, 6, 30)),
        (date(2021, 1, 1), 23, 0, date(2022, 11, 30)),
        (date(2026, 8, 31), 6, 0, date(2027, 2, 27)),
        (date(2024, 2, 29), 12, 0, date(2025, 2, 27)),
        (date(2021, 1, 1), 6, 14, date(2021, 7, 14)),
    ],
)
def test_de_uiterste_dag_volgt_de_kalender_en_schuift_met_de_pauze(begin, maanden, pauze, laatste):
    assert uiterste_dag(begin, maanden, pauze) == laatste


def test_een_pauze_telt_beide_dagen_en_schuift_het_einde_net_zo_ver():
    assert pauzedagen(date(2026, 3, 1), date(2026, 3, 1)) == 1
    assert einde_na_pauze(date(2026, 6, 30), date(2026, 3, 1), date(2026, 3, 14)) == date(2026, 7, 14)
    with pytest.raises(ValueError, match="eerste dag"):
        pauzedagen(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("begin", "einde", "maanden"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), 1),
        (date(2026, 1, 1), date(2026, 6, 30), 6),
        (date(2026, 1, 1), date(2026, 7, 1), 7),
        (date(2026, 1, 31), date(2026, 2, 27), 1),
    ],
)
def test_een_begonnen_maand_telt_mee(begin, einde, maanden):
    assert begonnen_maanden(begin, einde) == maanden


@pytest.mark.parametrize(
    ("grondslag", "bedrag", "verwacht"),
    [
        (Kostengrondslag.MAAND, Decimal("400.00"), Decimal("2400.00")),
        (Kostengrondslag.TRAJECT, Decimal("950.00"), Decimal("950.00")),
        (Kostengrondslag.GEEN, None, Decimal("0.00")),
        (Kostengrondslag.MAAND, None, None),
        (Kostengrondslag.WERKELIJK, None, None),
    ],
)
def test_de_raming_volgt_de_kostengrondslag(grondslag, bedrag, verwacht):
    assert raming(grondslag, bedrag, date(2026, 1, 1), date(2026, 6, 30)) == verwacht


def test_na_elk_resultaat_hoort_iets_te_gebeuren():
    assert volgende_acties(Trajectresultaat.BEHAALD, heeft_open_stap=True) == ("stap", "trede", "contact")
    assert volgende_acties(Trajectresultaat.BEHAALD, heeft_open_stap=False) == ("trede", "contact")
    assert volgende_acties(Trajectresultaat.GESTOPT, heeft_open_stap=True) == ("contact", "nieuw")
    for resultaat in Trajectresultaat.values:
        assert volgende_acties(resultaat, heeft_open_stap=False)


def test_een_evaluatie_wordt_halverwege_voorgesteld():
    assert halverwege(date(2026, 1, 1), date(2026, 1, 31)) == date(2026, 1, 16)


RH = [
    {"segment": "actief", "naam": "Actief", "grondslag": "doeltrede", "trede_van": 4, "trede_tot": 6,
     "aanpak": "ontwikkelen", "behandelaar": "consulent re-integratie"},
    {"segment": "passief", "naam": "Passief", "grondslag": "doeltrede", "trede_van": 1, "trede_tot": 3,
     "aanpak": "meedoen", "behandelaar": "consulent inkomen"},
]  # fmt: skip
HVT = [
    {"segment": "direct", "naam": "Direct", "grondslag": "huidige trede", "trede_van": 5, "trede_tot": 6,
     "aanpak": "-", "behandelaar": "Werkplein"},
    {"segment": "niet", "naam": "Niet", "grondslag": "huidige trede", "trede_van": 1, "trede_tot": 2,
     "aanpak": "-", "behandelaar": "zorg"},
]  # fmt: skip
WVS = [{"segment": "A", "naam": "A", "grondslag": "beoordeling", "trede_van": "-", "trede_tot": "-",
        "aanpak": "-", "behandelaar": "WSP"}]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "huidig", "doel", "code"),
    [
        (RH, 2, 4, "actief"),
        (RH, 6, 3, "passief"),
        (RH, 2, None, None),
        (HVT, 5, 1, "direct"),
        (HVT, 2, 6, "niet"),
        (HVT, 3, 6, None),
        (WVS, 3, 5, None),
    ],
)
def test_het_segment_volgt_het_schema_van_de_gemeente(schema, huidig, doel, code):
    segment = segment_voor(schema, huidig=huidig, doel=doel)

    assert (segment.code if segment else None) == code
