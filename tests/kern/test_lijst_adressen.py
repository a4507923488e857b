"""An address that is filled in is the address `reverse()` gives (kern/lists/addresses.py)."""

import pytest
from django.urls import reverse

from kern.lists import addresses
from kern.lists.addresses import adres


@pytest.fixture(autouse=True)
def zonder_mallen(monkeypatch):
    monkeypatch.setattr(addresses, "_mallen", {})


@pytest.mark.parametrize(
    ("route", "rijen"),
    [
        ("werkgevers:overeenkomst", [[1], [1], [22], [333], [22]]),
        (
            "werkgevers:factuur",
            [["F1742-2026-0001"], ["F1742-2026-0002"], ["F1742-2026-0003"], ["C1742-2026-0003"]],
        ),
        ("personen:tijdlijn", [["P-10001"], ["P-10002"], ["P-10003"]]),
        (
            "personen:document",
            [["P-10001", 1], ["P-10001", 2], ["P-10002", 2], ["P-10003", 3], ["P-10004", 3]],
        ),
    ],
)
def test_een_ingevuld_adres_is_dat_van_reverse(route, rijen):
    assert [adres(route, rij) for rij in rijen] == [reverse(route, args=rij) for rij in rijen]


def test_na_twee_rijen_wordt_er_niet_meer_gezocht(monkeypatch):
    for pk in (1, 2):
        adres("werkgevers:overeenkomst", [pk])
    monkeypatch.setattr(addresses, "reverse", lambda *args, **kwargs: pytest.fail("zoekt opnieuw"))

    assert adres("werkgevers:overeenkomst", [4711]).endswith("/4711/")
