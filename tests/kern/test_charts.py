"""Figures: message, same numbers as table, readable in grey, fit for a strict policy (schermen K1)."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from kern import charts

LADDER = ["6 Betaald werk", "5 Werk met ondersteuning", "4 Onbetaald werk"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def ladder():
    return charts.gegroepeerde_staven(
        titel="Ladder",
        zin="Het doel is 192.",
        kop="Trede",
        categorieen=LADDER,
        reeksen={"huidig": [0, 92, 112], "doel": [50, 142, None]},
    )


def test_een_figuur_heeft_dezelfde_getallen_in_beeld_en_tabel(ladder):
    in_beeld = set(_teksten(ladder))

    assert ladder.tabelkoppen == ("Trede", "huidig", "doel")
    assert ladder.tabelrijen == (
        ("6 Betaald werk", "0", "50"),
        ("5 Werk met ondersteuning", "92", "142"),
        ("4 Onbetaald werk", "112", "geen gegevens"),
    )
    assert {cel for rij in ladder.tabelrijen for cel in rij} | {"huidig", "doel"} == in_beeld


def test_een_figuur_is_een_afbeelding_met_titel_en_zin(ladder):
    wortel = ElementTree.fromstring(ladder.svg)
    namen = wortel.get("aria-labelledby").split()

    assert wortel.get("role") == "img"
    assert [wortel.find(f"*[@id='{naam}']").text for naam in namen] == ["Ladder", "Het doel is 192."]


def test_een_figuur_heeft_niets_dat_de_strenge_policy_breekt(ladder):
    lijn = charts.lijndiagram(
        titel="a", zin="b", momenten=["2024", "2025"], reeksen={"x": [1, 2], "y": [2, 1]}
    )

    for figuur in (ladder, lijn):
        wortel = ElementTree.fromstring(figuur.svg)
        assert not [e.tag for e in wortel.iter() if e.tag in (f"{SVG}style", f"{SVG}script", f"{SVG}a")]
        assert not [a for e in wortel.iter() for a in e.attrib if a == "style" or a.startswith("on")]
        assert "http" not in figuur.svg.replace("http://www.w3.org/2000/svg", "")


def test_twee_figuren_op_een_pagina_hebben_geen_id_gemeen(ladder):
    andere = charts.staafdiagram(titel="Anders", zin="x", waarden=[("a", 1)])

    assert not set(re.findall(r'id="([^"]+)"', ladder.svg)) & set(re.findall(r'id="([^"]+)"', andere.svg))


def test_reeksen_verschillen_in_grijswaarde(ladder):
    vlakken = re.findall(r'fill="(#[0-9a-f]{6})" stroke="#0b4f5c"', ladder.svg)
    grijs = {
        round(sum(int(v[i : i + 2], 16) * w for i, w in ((1, 0.3), (3, 0.59), (5, 0.11)))) for v in vlakken
    }

    assert len(grijs) == 2
    assert max(grijs) - min(grijs) > 80


def test_namen_uit_de_database_zijn_tekst_en_geen_opmaak():
    gemeen = '<script>alert(1)</script> & "x"'

    figuur = charts.staafdiagram(titel=gemeen, zin=gemeen, waarden=[(gemeen, 1)])

    assert "<script" not in figuur.svg
    assert gemeen in list(_teksten(figuur))


def test_wat_onder_nul_ligt_krijgt_een_minteken_en_ontbrekend_is_geen_nul():
    figuur = charts.staafdiagram(
        titel="a", zin="b", waarden=[("x", -50), ("y", None), ("z", Decimal("1234.5"))]
    )

    assert [rij[1] for rij in figuur.tabelrijen] == ["−50", "geen gegevens", "1.234,5"]
    assert {"−50", "geen gegevens", "1.234,5"} <= set(_teksten(figuur))


def test_een_lijn_houdt_op_waar_gegevens_ontbreken():
    figuur = charts.lijndiagram(
        titel="a", zin="b", momenten=["1", "2", "3", "4", "5"], reeksen={"x": [1, 2, None, 4, 5]}
    )

    lijn = re.search(r'd="(M[^"]+)"[^>]*stroke-width="2.5"', figuur.svg)[1]
    assert lijn.count("M") == 2


def test_tekst_valt_binnen_de_tekening(ladder):
    """Numbers behind the longest bar and the legend lie inside the view box (they were cut off before)."""
    wortel = ElementTree.fromstring(ladder.svg)
    breedte = float(wortel.get("viewBox").split()[2])
    links = float(re.search(r"translate\(([\d.]+),", wortel.find(f"{SVG}g").get("transform"))[1])
    rechts = [
        links + float(re.match(r"translate\(([-\d.]+),", e.get("transform"))[1]) + 9 * len(e.text)
        for e in wortel.iter(f"{SVG}text")
        if e.text == "142"
    ]

    assert rechts and max(rechts) <= breedte


@pytest.mark.parametrize(
    ("reeksen", "fout"),
    [
        ({}, "1 tot 4 reeksen"),
        ({str(i): [1, 2, 3] for i in range(5)}, "1 tot 4 reeksen"),
        ({"a": [1]}, "1 getallen bij 3 namen"),
    ],
)
def test_een_onmogelijke_figuur_wordt_geweigerd(reeksen, fout):
    with pytest.raises(ValueError, match=fout):
        charts.gegroepeerde_staven(titel="a", zin="b", categorieen=LADDER, reeksen=reeksen)


def test_een_figuur_zonder_namen_heeft_een_lege_tabel():
    figuur = charts.staafdiagram(titel="Trajecten", zin="Er zijn geen trajecten.", waarden=[])

    assert figuur.tabelrijen == ()


def test_dezelfde_figuur_wordt_eenmaal_getekend():
    charts.teken.cache_clear()
    for _ in range(3):
        charts.staafdiagram(titel="a", zin="b", waarden=[("x", 1)])

    assert charts.teken.cache_info().misses == 1


def _teksten(figuur):
    return (e.text for e in ElementTree.fromstring(figuur.svg).iter(f"{SVG}text") if e.text)
