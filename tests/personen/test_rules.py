"""Names as Dutch staff type them; BSN vectors from regels.md §5."""

from datetime import date

import pytest

from personen.rules import bsn_van, geldig_bsn, leeftijd, sorteernaam, zoeknaam


@pytest.mark.parametrize(
    ("delen", "verwacht"),
    [
        ({"achternaam": "Dijk", "tussenvoegsel": "van der", "voorletters": "J."}, "dyk j van der"),
        ({"achternaam": "Dyk", "tussenvoegsel": "van der", "voorletters": "J."}, "dyk j van der"),
        ({"achternaam": "Hooft", "tussenvoegsel": "'t", "roepnaam": "Piet"}, "hooft piet t"),
        (
            {"achternaam": "El-Amrani", "voornamen": "Samira Fatma", "roepnaam": "Samira"},
            "el amrani samira fatma",
        ),
        ({"achternaam": "Yılmaz"}, "yilmaz"),
    ],
)
def test_de_zoeknaam_begint_met_de_achternaam_en_eindigt_op_het_tussenvoegsel(delen, verwacht):
    assert zoeknaam(**delen) == verwacht


@pytest.mark.parametrize(
    ("delen", "verwacht"),
    [
        ({"achternaam": "Dijk", "voorletters": "J.A."}, "dyk ja"),
        ({"achternaam": "IJsbrand", "roepnaam": "Łukasz"}, "ysbrand lukasz"),
        ({"achternaam": "Özdemir"}, "ozdemir"),
    ],
)
def test_de_sorteernaam_is_de_achternaam_zonder_tussenvoegsel(delen, verwacht):
    assert sorteernaam(**delen) == verwacht


@pytest.mark.parametrize("bsn", ["111222333", "123456782", "999990019", "999993653"])
def test_een_bsn_dat_de_elfproef_haalt_is_geldig(bsn):
    assert geldig_bsn(bsn) is True


@pytest.mark.parametrize(
    "bsn", ["123456789", "000000000", "111222334", "11122233", "1112223330", "", "٣" * 9]
)
def test_een_bsn_dat_de_elfproef_niet_haalt_is_ongeldig(bsn):
    assert geldig_bsn(bsn) is False


@pytest.mark.parametrize(
    ("getypt", "bsn"), [("111222333", "111222333"), ("1112 22 333", "111222333"), ("12345672", "012345672")]
)
def test_een_getypt_bsn_wordt_negen_cijfers(getypt, bsn):
    assert bsn_van(getypt) == bsn


@pytest.mark.parametrize(
    ("geboren", "op", "jaren"),
    [
        (date(1984, 5, 12), date(2026, 5, 11), 41),
        (date(1984, 5, 12), date(2026, 5, 12), 42),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_de_leeftijd_telt_hele_jaren(geboren, op, jaren):
    assert leeftijd(geboren, op) == jaren
