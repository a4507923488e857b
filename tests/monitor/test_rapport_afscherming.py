"""Kleine aantallen in het collegerapport: niet te zien en niet uit te rekenen (schermen J4)."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from monitor.rapport_actions import (
    geef_vrij,
    keur_goed,
    maak_rapport,
    schrijf_teksten,
    vraag_akkoord,
    zet_terug,
)
from monitor.rapport_documents import bouw
from tests.factories.monitor import PeilmomentFactory, PeilwaardeFactory
from tests.monitor.rapport_wereld import PEILDATUM, TEKSTEN, plat, stuur_bij, vrijgegeven

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dag")]


# ---- small counts --------------------------------------------------------------------------------------------------
def regel(inhoud, code):
    return next(r for h in inhoud["hoofdstukken"] for r in h["regels"] if r["code"] == code)


def test_een_klein_aantal_staat_er_niet_in_en_de_verwachting_ook_niet(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="nieuw_beschut", dashboard="wsw", waarde=3, jaar=3, vorige=12, verwacht=3, doel=4,
        doel_nu=4,
    )  # fmt: skip

    inhoud, zicht = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "nieuw_beschut")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["verwacht"]) == ("<5", "12", "niet getoond")
    assert gevonden["getal"] is None
    assert zicht.als_json()["nieuw_beschut@2026-06-30"] == [3, "klein"]


@pytest.mark.parametrize(("teller", "noemer"), [(3, 60), (58, 60), (2, 4)])
def test_een_percentage_met_een_klein_aantal_erachter_wordt_niet_getoond(gemeente, manager, teller, noemer):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="herplaatsing", dashboard="wsw", eenheid="%", waarde=D(teller * 100) / noemer,
        teller=teller, noemer=noemer, jaar=D(teller * 100) / noemer, vorige=None, verwacht=None, doel=100, doel_nu=100,
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert regel(inhoud, "herplaatsing")["waarde"] == "niet getoond"


def test_een_verdeling_verraadt_de_kleine_groep_niet(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="uitstroom", dashboard="participatie", waarde=63, jaar=63, vorige=70, verwacht=63,
        doel=None, doel_nu=None, oordeel="geen_doel", gegevens={"groepen": {"werk": 40, "verhuizing": 20, "overlijden": 3}},
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "uitstroom")
    assert gevonden["waarde"] == "63"
    assert dict(gevonden["groepen"]) == {"werk": "40", "verhuizing": "niet getoond", "overlijden": "<5"}


def test_het_tweede_rapport_van_een_jaar_verraadt_het_halfjaar_niet(gemeente, manager, adviseur):
    def maak(peildatum, waarde, jaar, vorige):
        moment = PeilmomentFactory(gemeente=gemeente, peildatum=peildatum)
        PeilwaardeFactory(
            peilmoment=moment, kpi="doorstroom_bw", dashboard="wsw", waarde=waarde, jaar=jaar, vorige=vorige,
            verwacht=None, doel=None, doel_nu=None, oordeel="geen_doel", gegevens={"opbouw": "telt_op"},
        )  # fmt: skip
        rapport = maak_rapport(moment, door=manager)
        return schrijf_teksten(rapport, teksten={"samenvatting": "Het gaat goed."}, door=manager)

    vrijgegeven(maak(date(2025, 6, 30), 37, 37, 20), manager, adviseur)

    inhoud, _ = bouw(maak(date(2025, 12, 31), 3, 40, 37), {})

    gevonden = regel(inhoud, "doorstroom_bw")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["jaar"]) == ("<5", "37", "niet getoond")


def test_twee_groepen_van_een_verraden_elkaar_niet_en_een_klein_geheel_heeft_geen_groepen(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    for kpi, aantal, groepen in (
        ("uitstroom", 8, {"werk": 6, "verhuizing": 1, "overlijden": 1}),
        ("uitstroom_werk", 2, {"volledig": 1, "beschut": 1}),
    ):
        PeilwaardeFactory(
            peilmoment=moment, kpi=kpi, waarde=aantal, jaar=aantal, vorige=70, verwacht=None, doel=None, doel_nu=None,
            oordeel="geen_doel", gegevens={"groepen": groepen},
        )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert dict(regel(inhoud, "uitstroom")["groepen"]) == {
        "werk": "niet getoond", "verhuizing": "<5", "overlijden": "<5",
    }  # fmt: skip
    assert regel(inhoud, "uitstroom_werk")["groepen"] == []


def test_de_verwachting_van_een_stand_verraadt_de_vorige_niet(gemeente, manager):
    # 15 May: half way the line from 3 on 31 December to 8, so 3 follows from 8 and the forecast
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=date(2026, 5, 15))
    PeilwaardeFactory(
        peilmoment=moment, kpi="nieuw_beschut", dashboard="wsw", waarde=8, jaar=None, vorige=3, verwacht=D("9.7037"),
        doel=12, doel_nu=12,
    )  # fmt: skip
    PeilwaardeFactory(
        peilmoment=moment, kpi="wsw_dossiers", dashboard="wsw", waarde=105, jaar=None, vorige=115, verwacht=D("101.5926"),
        doel=None, doel_nu=None, oordeel="geen_doel",
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "nieuw_beschut")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["verwacht"]) == ("8", "<5", "niet getoond")
    assert regel(inhoud, "wsw_dossiers")["verwacht"] == "102"


@pytest.fixture
def rapport_over(gemeente, manager):
    """A concept with its figures: per kpi (waarde, jaar, vorige), or the fields themselves."""

    def maak(peildatum, cijfers):
        moment = PeilmomentFactory(gemeente=gemeente, peildatum=peildatum)
        for kpi, velden in cijfers.items():
            if isinstance(velden, tuple):
                velden = dict(zip(("waarde", "jaar", "vorige"), velden, strict=True))
            PeilwaardeFactory(
                peilmoment=moment, kpi=kpi, dashboard="participatie", verwacht=None, doel=None, doel_nu=None,
                oordeel="geen_doel", **velden,
            )  # fmt: skip
        rapport = maak_rapport(moment, door=manager)
        return schrijf_teksten(rapport, teksten={"samenvatting": "Het gaat goed."}, door=manager)

    return maak


# 400 benefits, 3 came and 20 left: 383.
JUNI_KLEIN = {
    "uitkeringsdossiers": (383, 383, 400),
    "instroom": (3, 3, 30),
    "uitstroom": (20, 20, 25),
}


def test_wat_het_vorige_rapport_verborg_is_met_het_nieuwe_niet_uit_te_rekenen(
    rapport_over, manager, adviseur
):
    eerst = vrijgegeven(rapport_over(PEILDATUM, JUNI_KLEIN), manager, adviseur)
    toen = {code: regel(eerst.inhoud, code)["waarde"] for code in JUNI_KLEIN}
    assert toen == {"uitkeringsdossiers": "383", "instroom": "<5", "uitstroom": "niet getoond"}

    inhoud, _ = bouw(
        rapport_over(
            date(2026, 12, 31),
            {"uitkeringsdossiers": (390, 390, 383), "instroom": (22, 25, 3), "uitstroom": (15, 35, 20)},
        ),
        {},
    )

    # 35 − 15 is the 20 of June, and 383 − 400 + 20 the 3 people who came
    uitstroom = regel(inhoud, "uitstroom")
    assert uitstroom["vorige"] == "niet getoond"
    assert "niet getoond" in (uitstroom["waarde"], uitstroom["jaar"])


def test_een_aantal_met_twee_namen_is_onder_geen_van_beide_te_zien(rapport_over):
    extra = {
        "eenheid": "%", "waarde": D(25), "jaar": D(25), "vorige": None, "teller": 20, "noemer": 16,
        "gegevens": {"opbouw": "tempo", "delen": [["", 20, "2026-01-01", "2026-06-30", False],
                                                  ["tegen in 2024", 16, "2024-01-01", "2024-06-30", False]]},
    }  # fmt: skip

    inhoud, _ = bouw(rapport_over(PEILDATUM, JUNI_KLEIN | {"extra_uitstroom": extra}), {})

    # 25% over 16 is 20; so the percentage goes, or one of the totals that 20 would be put in
    dossiers = regel(inhoud, "uitkeringsdossiers")
    assert regel(inhoud, "uitstroom")["waarde"] == "niet getoond"
    assert "niet getoond" in (
        regel(inhoud, "extra_uitstroom")["waarde"], dossiers["waarde"], dossiers["vorige"],
    )  # fmt: skip


def test_het_verschil_met_nieuw_beschut_verraadt_de_kleine_groep_niet(rapport_over):
    inhoud, _ = bouw(rapport_over(PEILDATUM, {"beschut": (11, None, 12), "nieuw_beschut": (9, None, 9)}), {})

    assert "niet getoond" in (regel(inhoud, "beschut")["waarde"], regel(inhoud, "nieuw_beschut")["waarde"])


def test_een_later_rapport_dat_al_uit_is_telt_mee_in_een_rapport_over_eerder(rapport_over, manager, adviseur):
    december = rapport_over(date(2025, 12, 31), {"instroom": (3, 40, 37)})
    laat = vrijgegeven(december, manager, adviseur)
    assert (regel(laat.inhoud, "instroom")["vorige"], regel(laat.inhoud, "instroom")["jaar"]) == (
        "niet getoond", "40",
    )  # fmt: skip

    inhoud, _ = bouw(rapport_over(date(2025, 6, 30), {"instroom": (37, 37, 20)}), {})

    assert regel(inhoud, "instroom")["waarde"] == "niet getoond"


def test_twee_rapporten_tegelijk_verraden_elkaar_niet(rapport_over, manager, adviseur):
    juni = rapport_over(date(2025, 6, 30), {"instroom": (37, 37, 20)})
    december = rapport_over(date(2025, 12, 31), {"instroom": (3, 40, 37)})
    beide = [keur_goed(vraag_akkoord(stuk, door=manager), door=adviseur) for stuk in (juni, december)]
    geef_vrij(beide[0], door=manager)  # shows 37; the other hides it and shows 40

    with pytest.raises(ValidationError, match="Intussen is een ander rapport vrijgegeven"):
        geef_vrij(beide[1], door=manager)

    terug = zet_terug(beide[1], reden="Ander rapport is uit.", door=adviseur)
    veilig = vrijgegeven(terug, manager, adviseur)
    gevonden = regel(veilig.inhoud, "instroom")
    assert (gevonden["waarde"], gevonden["vorige"], gevonden["jaar"]) == ("<5", "37", "niet getoond")


def test_een_later_verbeterd_aantal_telt_als_een_eigen_aantal(rapport_over, manager, adviseur):
    vrijgegeven(rapport_over(PEILDATUM, JUNI_KLEIN), manager, adviseur)

    # one benefit was entered late: 384 instead of 383; the sums of June still hold for the June report
    inhoud, _ = bouw(
        rapport_over(
            date(2026, 12, 31),
            {"uitkeringsdossiers": (391, 391, 384), "instroom": (22, 25, 3), "uitstroom": (15, 35, 20)},
        ),
        {},
    )

    uitstroom = regel(inhoud, "uitstroom")
    assert "niet getoond" in (uitstroom["waarde"], uitstroom["jaar"])
    assert regel(inhoud, "uitkeringsdossiers")["vorige"] == "384"


def test_een_bedrag_wordt_niet_afgeschermd(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(peilmoment=moment, kpi="buig_resultaat", dashboard="participatie", eenheid="€", waarde=3, jaar=3,
                      vorige=None, verwacht=3)  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert plat(regel(inhoud, "buig_resultaat")["waarde"]) == "€ 3,00"


def test_namen_van_collegas_staan_niet_in_de_bijsturing(concept, peilmoment, manager):
    stuur_bij(peilmoment, manager)

    inhoud, _ = bouw(concept, TEKSTEN)

    assert "T. Manager" not in str(inhoud["doelen"])


def test_een_percentage_zonder_bekende_aantallen_wordt_niet_getoond(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", eenheid="%", waarde=15, teller=60, noemer=400, vorige=12, jaar=15,
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    gevonden = regel(inhoud, "tredestap")
    assert (gevonden["waarde"], gevonden["vorige"]) == ("15,0%", "niet getoond")


def test_de_vorige_periode_van_een_percentage_kent_haar_eigen_aantallen(gemeente, manager):
    moment = PeilmomentFactory(gemeente=gemeente, peildatum=PEILDATUM)
    PeilwaardeFactory(
        peilmoment=moment, kpi="tredestap", eenheid="%", waarde=15, teller=60, noemer=400, vorige=12, jaar=15,
        gegevens={"delen_vorige": [[48, True], [400, False]]},
    )  # fmt: skip

    inhoud, _ = bouw(maak_rapport(moment, door=manager), {})

    assert regel(inhoud, "tredestap")["vorige"] == "12,0%"
