"""Aantallen onder 5 staan niet in het collegerapport en zijn er niet uit te rekenen (schermen J4)."""

import itertools
from random import Random

import pytest

from monitor.afscherming import Verband, Zicht, af_te_leiden, scherm_af

TOTAAL = Verband("totaal", ("a", "b", "c"))


def zichtbaar(zicht):
    return sorted(s for s, z in zicht.items() if z == Zicht.GETOOND)


def test_een_aantal_onder_vijf_wordt_afgeschermd_en_vijf_niet():
    zicht = scherm_af({"a": 4, "b": 5, "c": 0})

    assert zicht == {"a": Zicht.KLEIN, "b": Zicht.GETOOND, "c": Zicht.KLEIN}


def test_een_enkel_klein_deel_neemt_het_kleinste_andere_deel_mee():
    zicht = scherm_af({"totaal": 63, "a": 3, "b": 20, "c": 40}, [TOTAAL])

    assert zicht == {"totaal": Zicht.GETOOND, "a": Zicht.KLEIN, "b": Zicht.VERBORGEN, "c": Zicht.GETOOND}


def test_twee_kleine_delen_beschermen_elkaar():
    zicht = scherm_af({"totaal": 45, "a": 3, "b": 2, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["c", "totaal"]


def test_twee_kleine_delen_die_samen_acht_zijn_verraden_zich():
    # 4 + 4 = 8 can only be 4 and 4; so a third has to go
    zicht = scherm_af({"totaal": 48, "a": 4, "b": 4, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["totaal"]


def test_twee_nullen_verraden_zich_ook():
    zicht = scherm_af({"totaal": 40, "a": 0, "b": 0, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["totaal"]


def test_een_klein_deel_met_een_verborgen_vijf_is_toch_te_raden():
    # 0 + 5 = 5: "less than 5" and "5 or more" that make 5 are 0 and 5
    zicht = scherm_af({"totaal": 45, "a": 0, "b": 5, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["totaal"]


def test_het_complement_van_een_klein_aantal_verdwijnt_mee():
    # of 12 people 10 took part: 2 did not
    verband = Verband("noemer", ("teller", "rest"))

    zicht = scherm_af({"noemer": 12, "teller": 10, "rest": 2}, [verband])

    assert zicht == {"noemer": Zicht.GETOOND, "teller": Zicht.VERBORGEN, "rest": Zicht.KLEIN}


def test_een_getal_in_twee_optellingen_wordt_in_beide_beschermd():
    verbanden = [Verband("rij", ("x", "y")), Verband("kolom", ("x", "z"))]

    zicht = scherm_af({"rij": 12, "kolom": 33, "x": 2, "y": 10, "z": 31}, verbanden)

    assert not af_te_leiden({"rij": 12, "kolom": 33, "x": 2, "y": 10, "z": 31}, zicht, verbanden)
    assert zicht["y"] == zicht["z"] == Zicht.VERBORGEN


def test_over_twee_rapporten_is_het_verschil_niet_uit_te_rekenen():
    # report 1 showed the first half-year (37); report 2 may not show year 40 beside it: 40 − 37 = 3
    jaar = Verband("jaar", ("halfjaar 1", "halfjaar 2"))

    zicht = scherm_af({"jaar": 40, "halfjaar 1": 37, "halfjaar 2": 3}, [jaar], openbaar={"halfjaar 1"})

    assert zicht == {"jaar": Zicht.VERBORGEN, "halfjaar 1": Zicht.GETOOND, "halfjaar 2": Zicht.KLEIN}


def test_wat_eerder_was_afgeschermd_blijft_dat():
    zicht = scherm_af({"totaal": 45, "a": 9, "b": 20, "c": 16}, [TOTAAL], eerder_verborgen={"a"})

    assert zicht["a"] == Zicht.VERBORGEN


def test_wat_al_openbaar_is_blijft_getoond():
    zicht = scherm_af({"a": 3}, openbaar={"a"})

    assert zicht == {"a": Zicht.GETOOND}


def test_een_optelling_die_niet_klopt_schermt_niets_af():
    zicht = scherm_af({"totaal": 99, "a": 3, "b": 20, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["b", "c", "totaal"]


def test_zonder_kleine_aantallen_blijft_alles_staan():
    zicht = scherm_af({"totaal": 65, "a": 5, "b": 20, "c": 40}, [TOTAAL])

    assert zichtbaar(zicht) == ["a", "b", "c", "totaal"]


def test_twee_groepen_van_minstens_een_die_samen_twee_zijn_verraden_zich():
    # A group is only printed with somebody in it: 8 − 6 = 2 can only be 1 and 1
    delen = {"totaal": 8, "a": 6, "b": 1, "c": 1}

    zicht = scherm_af(delen, [TOTAAL], minstens={"a": 1, "b": 1, "c": 1})

    assert zichtbaar(zicht) == ["totaal"]


def test_een_verborgen_aantal_dat_elders_ontsnapt_verraadt_het_kleine_niet():
    # The first report hid b = 20 for the sake of a = 3; in the second b would be 35 − 15.
    eerst = Verband("toen", ("vorig", "a"), ("b",))
    later = Verband("jaar", ("half", "b"))
    waarden = {"toen": 383, "vorig": 400, "a": 3, "b": 20, "jaar": 35, "half": 15}

    zicht = scherm_af(waarden, [eerst, later], openbaar={"toen", "vorig"}, eerder_verborgen={"a", "b"})

    assert zicht["half"] == Zicht.VERBORGEN
    assert not af_te_leiden(waarden, zicht, [eerst, later])


def test_wat_al_te_berekenen_was_sleept_de_rest_niet_mee():
    waarden = {"totaal": 30, "a": 3, "b": 27, "jaar": 57, "half": 30}
    verbanden = [Verband("totaal", ("a", "b")), Verband("jaar", ("half", "b"))]

    zicht = scherm_af(waarden, verbanden, openbaar={"totaal", "b"})

    assert zichtbaar(zicht) == ["b", "half", "jaar", "totaal"]


@pytest.mark.parametrize("onder", [0, 1])
def test_bij_duizend_verzonnen_tabellen_is_niets_precies_te_raden(onder):
    """Brute force: for every table there are at least two fillings that show the same report."""
    random = Random(42)
    for _ in range(1000):
        keuze = [getal for getal in (0, 1, 2, 3, 4, 5, 6, 7, 9, 20) if getal >= onder]
        delen = {naam: random.choice(keuze) for naam in "abcd"[: random.randint(2, 4)]}
        waarden = delen | {"totaal": sum(delen.values())}
        if onder and waarden["totaal"] < 5:
            continue  # the report prints no groups then
        verband = Verband("totaal", tuple(delen))
        zicht = scherm_af(waarden, [verband], minstens=dict.fromkeys(delen, onder))
        klein = [s for s, z in zicht.items() if z == Zicht.KLEIN]

        mogelijk = {s: set() for s in klein}
        hoogste = max(waarden.values()) + 12
        bereik = {
            s: [waarden[s]]
            if zicht[s] == Zicht.GETOOND
            else range(onder, 5)
            if zicht[s] == Zicht.KLEIN
            else range(5, hoogste)
            for s in delen
        }
        for vulling in itertools.product(*bereik.values()):
            som = sum(vulling)
            past = (
                som == waarden["totaal"]
                if zicht["totaal"] == Zicht.GETOOND
                else (som < 5) == (zicht["totaal"] == Zicht.KLEIN)
            )
            if past:
                for naam, getal in zip(bereik, vulling, strict=True):
                    if naam in mogelijk:
                        mogelijk[naam].add(getal)
                if "totaal" in mogelijk:
                    mogelijk["totaal"].add(som)

        assert all(len(getallen) > 1 for getallen in mogelijk.values()), (waarden, zicht)
