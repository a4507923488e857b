"""De demo geeft de aantallen van de vier brondocumenten, door het echte importeren heen (issue 2 'Must come out')."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.core.management import call_command
from django.test import override_settings

from demo import hof_van_twente, loader, rijssen_holten, twenterand, wvs
from demo.people import Bevolking, bsn_reeks
from kern.models import Gemeente


def bevolking(random, plaats="Rijssen"):
    bsns = bsn_reeks()
    next(bsns)
    return Bevolking(random, bsns, (plaats,), 7461)


def op(rijen, dag):
    """Laatste rij per mens van wie het dienstverband of de uitkering op `dag` loopt."""
    lopend = {}
    for rij in rijen:
        if rij["begindatum"] <= dag and not (rij.get("einddatum") and rij["einddatum"] < dag):
            lopend[rij["bsn"]] = rij
    return lopend


def test_rijssen_holten_heeft_het_bestand_van_de_bron():
    rijen = rijssen_holten.wsw(Random(1742), bevolking(Random(1742)))
    eigen = [rij for rij in rijen if not rij.get("herkomstgemeente")]

    toen = Counter(rij["groep"] for rij in op(eigen, date(2019, 9, 30)).values())
    bij_overname = Counter(rij["groep"] for rij in op(eigen, date(2021, 1, 1)).values())
    merken = Counter(rij.get("subsoort") for rij in op(eigen, date(2019, 9, 30)).values())

    assert toen == {"individueel": 16, "groep": 56, "beschut": 43, "begeleid_werken": 20}
    assert bij_overname == {"individueel": 15, "groep": 50, "beschut": 40, "begeleid_werken": 20}
    assert (merken["intern"], merken["wol"]) == (3, 2)


def test_de_wvs_gemeenten_hebben_samen_2500_medewerkers():
    aantal = 0
    for code in wvs.AANTALLEN:
        random = Random(int(code))
        aantal += len(op(wvs.wsw(random, bevolking(random), code), wvs.PEILDATUM))

    assert aantal == 2500


@pytest.mark.parametrize("jaardag", [date(2024, 1, 1), date(2024, 12, 31)])
def test_twenterand_heeft_in_heel_2024_238_medewerkers(jaardag):
    rijen = twenterand.wsw(Random(1700), bevolking(Random(1700)))

    assert len(op(rijen, jaardag)) == 238


def test_niemand_in_de_demo_heeft_een_uitgegeven_bsn():
    reeks = bsn_reeks()

    assert [next(reeks) for _ in range(3)] == ["999000007", "999000019", "999000020"]


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_de_ladder_van_rijssen_holten_en_hof_van_twente_komt_uit_het_ingelezen_bestand(tmp_path):
    from demo.teams import maak_collegas
    from kern.actions.demo_gebruikers import maak_demo_gebruikers
    from reintegratie.queries import ladder_op

    call_command("laad_kaders", verbosity=0)
    maak_demo_gebruikers()
    maak_collegas()
    stand = {}
    for code, bron, door in (
        ("1742", rijssen_holten, "beheerder"),
        ("1735", hof_van_twente, "beheerder-hvt"),
    ):
        random = Random(int(code))
        rijen = bron.bijstand(random, bevolking(random))
        # Only who counts on the date of the source: the rest of the demo lives later.
        rijen = [
            r
            for r in rijen
            if r["bsn"] in op(rijen, bron.PEILDATUM)
            and r.get("trede_datum", bron.PEILDATUM) <= bron.PEILDATUM
        ]
        loader._lees({}, tmp_path, lambda tekst: None, code, door, "bijstandsbestand", rijen)
        samen, _ = ladder_op(bron.PEILDATUM, [Gemeente.objects.get(code=code)])
        stand[code] = {rij.trede: (rij.huidig, rij.doel) for rij in samen.rijen}

    rh, hvt = stand["1742"], stand["1735"]
    assert [rh[trede][0] for trede in (6, 5, 4, 3, 2, 1)] == [0, 92, 112, 76, 104, 45]
    assert [rh[trede][1] for trede in (6, 5, 4, 3, 2, 1)] == [50, 142, 123, 48, 38, 28]
    assert [hvt[trede][0] for trede in (1, 2, 3, 4, 5, 6, None)] == [46, 156, 150, 112, 68, 3, 4]
    assert [hvt[trede][1] for trede in (1, 2, 3, 4, 5, 6, None)] == [15, 68, 127, 129, 110, 85, 5]
