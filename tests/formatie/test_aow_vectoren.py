"""De AOW-leeftijd uit het geladen kader (regels §3.8): op die dag vervalt de Wsw-indicatie (Wsw art. 12)."""

from datetime import date

import pytest

from formatie.rules import aow_datum
from kern.beleid import waarde


@pytest.mark.parametrize(
    ("geboren", "aow"),
    [
        ("1957-02-28", "2023-12-28"),
        ("1957-03-01", "2024-03-01"),
        ("1960-12-31", "2027-12-31"),
        ("1961-01-01", "2028-04-01"),
        ("1952-12-31", "2018-12-31"),  # 66 years
        ("1953-01-01", "2019-05-01"),  # 66 years and 4 months
        ("1955-08-31", "2021-12-31"),
        ("1955-09-01", "2022-04-01"),  # 66 years and 7 months
        ("1956-06-01", "2023-04-01"),  # 66 years and 10 months
        ("1964-09-30", "2031-12-30"),  # 67 years and 3 months
    ],
)
def test_de_dag_van_de_aow(geladen, gemeente, geboren, aow):
    tabel = waarde("aow.leeftijd", gemeente, date(2026, 11, 22)).waarde

    assert aow_datum(date.fromisoformat(geboren), tabel) == date.fromisoformat(aow)


def test_wie_na_30_september_1964_is_geboren_heeft_nog_geen_aow_datum(geladen, gemeente):
    tabel = waarde("aow.leeftijd", gemeente, date(2026, 11, 22)).waarde

    assert aow_datum(date(1964, 10, 1), tabel) is None
