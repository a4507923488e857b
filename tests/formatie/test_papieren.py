"""De getallen van Rijssen-Holten (regels §8.1) op pagina, in csv, json en PDF van formatie: overal hetzelfde."""

from datetime import date

import pytest
from django.urls import reverse

from kern.beleid import waarde
from tests.formatie.lezen import csv_rijen, pdf_tekst, tabel

pytestmark = pytest.mark.django_db


def vier_keer(browser, adres, code):
    """Dezelfde tabel van de pagina, uit csv, uit json, en de hele tekst van de PDF."""
    gegevens = browser.get(f"{adres}?export=json").json()
    (gevonden,) = [t for t in gegevens["tabellen"] if t["code"] == code]
    cellen = csv_rijen(browser.get(f"{adres}?export=csv")).items()
    uit_csv = {sleutel[1:]: waarde for sleutel, waarde in cellen if sleutel[0] == gevonden["titel"]}
    papier = pdf_tekst(browser.get(f"{adres}?export=pdf"))
    return tabel(browser.get(adres), code), uit_csv, gevonden["rijen"], papier


def test_de_caseload_van_het_document_staat_overal_gelijk(browser, plan):
    # RH-162, C2: 308/3,14 = 98,09 → 98; 310/3,14 = 98,73 → 99; 25/0,89 = 28,09 → 28
    pagina, uit_csv, uit_json, papier = vier_keer(browser, reverse("formatie:caseload"), "plan-per-fte")

    for rij, (mensen, fte, precies, heel) in enumerate(
        (("308", "3,14", "98,09", "98"), ("310", "3,14", "98,73", "99"), ("25", "0,89", "28,09", "28"))
    ):
        assert pagina[rij][1:5] == [mensen, fte, precies, heel]
        naam = pagina[rij][0]
        assert precies in [w for (rijnaam, _), w in uit_csv.items() if rijnaam == naam]
        assert heel in [w for (rijnaam, _), w in uit_csv.items() if rijnaam == naam]
        assert [str(cel) for cel in uit_json[rij][1:5]] == [
            w.replace(",", ".") for w in (mensen, fte, precies, heel)
        ]
        assert f"{mensen} {fte} {precies} {heel}" in papier


def test_355_is_290_en_20_en_45(browser, plan):
    # RH-161: 290 on benefit, 20 begeleid werken, 45 loonkostensubsidie
    pagina, uit_csv, uit_json, papier = vier_keer(browser, reverse("formatie:overzicht"), "caseload")
    verwacht = {
        "Uitkering, actief": "290",
        "Begeleid werken": "20",
        "Loonkostensubsidie": "45",
        "PW actief": "355",
    }

    op_de_pagina = {rij[0]: rij[1] for rij in pagina}
    in_json = {rij[0]: str(rij[1]) for rij in uit_json}
    for naam, aantal in verwacht.items():
        assert op_de_pagina[naam] == aantal
        assert in_json[naam] == aantal
        assert aantal in [w for (rijnaam, _), w in uit_csv.items() if rijnaam == naam]
        assert f"{naam} {aantal}" in papier
    assert 290 + 20 + 45 == 355


def test_de_wsw_tabel_telt_overal_op_tot_twee_fte(browser, plan):
    # RH-167: 1,50 + 0,30 + 0,20 = 2,00
    pagina, uit_csv, uit_json, papier = vier_keer(browser, reverse("formatie:overzicht"), "formatie-wsw")

    assert pagina[-1][3:5] == ["2,0222", "2,00"]
    naam = pagina[-1][0]
    assert uit_csv[naam, "Voorgesteld, fte"] == "2,00"
    assert [str(cel) for cel in uit_json[-1][3:5]] == ["2.0222", "2.00"]
    assert "2,0222 2,00" in papier


def test_de_loonwaardemetingen_kosten_0_3_fte_bij_93_metingen(plan, rijssen_holten):
    # regels §8.1: 4,5 hours a measurement (RH-135); 0,3 fte of 1.400 hours is 93 measurements
    uren = waarde("loonwaarde.uren_per_meting", rijssen_holten, date(2021, 1, 1)).waarde
    opslag = waarde("formatie.loonwaarde_opslag.pw", rijssen_holten, date(2021, 1, 1)).waarde

    assert int(opslag * 1400 / uren) == 93
