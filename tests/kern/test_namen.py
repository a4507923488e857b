"""Names as Dutch staff type them (snel-en-veilig §6.1)."""

import pytest

from kern.namen import vouw


@pytest.mark.parametrize(
    ("naam", "gevouwen"),
    [
        ("Özdemir", "ozdemir"),
        ("Yılmaz", "yilmaz"),
        ("YILMAZ", "yilmaz"),
        ("İpek", "ipek"),
        ("Şahin", "sahin"),
        ("Łukasz", "lukasz"),
        ("Jørgensen", "jorgensen"),
        ("Groß", "gross"),
        ("Bĳl", "byl"),
        ("IJsbrand", "ysbrand"),
        ("Dijk", "dyk"),
        ("Dyk", "dyk"),
        ("Ruÿs", "ruys"),
        ("Joseph", "josef"),
        ("'t", "t"),
        ("’t", "t"),
        ("El-Amrani", "el amrani"),
        ("O'Brien", "obrien"),
        ("A.B.", "ab"),
        ("  van   der  ", "van der"),
        ("", ""),
        ("!!!", ""),
    ],
)
def test_een_naam_vouwt_tot_wat_iemand_typt(naam, gevouwen):
    assert vouw(naam) == gevouwen
