"""Rekenregels van de Wsw."""

from decimal import Decimal

import pytest

from wsw.rules import deel_van_voltijd


@pytest.mark.parametrize(
    ("uren", "voltijd", "deel"),
    # regels.md §2.3: 36 h 1,00; 24 h 0,67; 32 h 0,89 (of a 36-hour week).
    [("36", "36", "1.00"), ("24", "36", "0.67"), ("32", "36", "0.89"), ("18", "37", "0.49")],
)
def test_uren_worden_een_deel_van_de_voltijdweek(uren, voltijd, deel):
    assert deel_van_voltijd(Decimal(uren), Decimal(voltijd)) == Decimal(deel)


def test_een_voltijdweek_zonder_uren_is_een_fout_in_de_aanroep():
    with pytest.raises(ValueError, match="voltijdweek"):
        deel_van_voltijd(Decimal("36"), Decimal("0"))
