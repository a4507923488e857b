"""De ladder van Rijssen-Holten als rekenvoorbeeld (RH-043, RH-044; regels.md §8.1)."""

import pytest

from reintegratie.rules import TREDEN, fout_in_trede, perspectief, verschil

HUIDIG = {6: 0, 5: 92, 4: 112, 3: 76, 2: 104, 1: 45}
DOEL = {6: 50, 5: 142, 4: 123, 3: 48, 2: 38, 1: 28}


def test_het_verschil_heeft_het_teken_van_de_bron():
    assert [verschil(HUIDIG[t], DOEL[t]) for t in TREDEN] == [-50, -50, -11, 28, 66, 17]


def test_perspectief_op_betaald_werk_gaat_van_92_naar_192():
    assert (perspectief(HUIDIG), perspectief(DOEL)) == (92, 192)


@pytest.mark.parametrize("waarde", [None, "", 1, 6])
def test_deze_tredes_bestaan(waarde):
    assert fout_in_trede(waarde) == ""


@pytest.mark.parametrize("waarde", [0, 7, -1, "7", 3.5, "drie"])
def test_deze_tredes_bestaan_niet(waarde):
    assert fout_in_trede(waarde) == f"{waarde} bestaat niet. Kies 1 t/m 6."
