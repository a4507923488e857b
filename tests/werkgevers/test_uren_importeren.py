"""Uren van een maand inlezen: proef, fout per rij, herhalen verandert niets, terugdraaien (functies V6, L2)."""

from datetime import date
from decimal import Decimal as D

import pytest

from kern.imports.undo import zet_terug
from kern.models import Importbatch
from tests.factories.kern import GebruikerFactory
from tests.factories.overeenkomsten import (
    OvereenkomstFactory,
    OvereenkomstversieFactory,
    TariefafspraakFactory,
)
from tests.factories.personen import PersoonFactory
from tests.factories.werkgevers import RelatieFactory
from tests.inlezen import lees
from werkgevers.actions.uren import maak_compleet
from werkgevers.models import Urenstaat

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)


@pytest.fixture
def overeenkomst(gemeente):
    """24 hours a week: October 2026 is 105,6 hours."""
    return maak(gemeente)


def maak(gemeente, **velden):
    rij = OvereenkomstFactory(
        persoon=PersoonFactory(gemeente=gemeente), relatie=RelatieFactory(gemeente=gemeente), **velden
    )
    OvereenkomstversieFactory(overeenkomst=rij)
    TariefafspraakFactory(overeenkomst=rij)
    return rij


def uren_van(overeenkomst):
    staat = overeenkomst.urenstaten.get(maand=OKTOBER)
    return dict(staat.regels.values_list("soort", "uren"))


def test_een_rij_vult_een_maand_en_de_rest_is_de_standaardweek(gemeente, overeenkomst):
    tellingen, fouten = lees(
        "uren", gemeente, {"overeenkomst": overeenkomst.nummer, "maand": "10-2026", "ziek": "9,6"}
    )

    assert (tellingen["nieuw"], fouten) == (1, [])
    assert uren_van(overeenkomst) == {"gewerkt": D("96.00"), "ziek": D("9.60")}


def test_herhalen_verandert_niets_en_een_verbetering_wel(gemeente, overeenkomst):
    rij = {"overeenkomst": overeenkomst.nummer, "maand": "2026-10", "ziek": "9,6"}
    lees("uren", gemeente, rij)
    versie = overeenkomst.urenstaten.get().versie

    assert lees("uren", gemeente, rij)[0]["gelijk"] == 1
    assert overeenkomst.urenstaten.get().versie == versie
    assert lees("uren", gemeente, rij | {"ziek": "", "verlof": "8"})[0]["gewijzigd"] == 1
    assert uren_van(overeenkomst) == {"gewerkt": D("97.60"), "ziek": D("0.00"), "verlof": D("8.00")}
    assert overeenkomst.urenstaten.get().versie > versie


def test_nul_uur_is_een_opgave(gemeente, overeenkomst):
    lees("uren", gemeente, {"overeenkomst": overeenkomst.nummer, "maand": "01-10-2026", "gewerkt": "0"})

    assert uren_van(overeenkomst) == {"gewerkt": D("0.00")}


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"overeenkomst": "D-999"}, "2 overeenkomst: Overeenkomst D-999 is er niet in deze gemeente."),
        ({"maand": "13-2026"}, "2 maand: 13-2026 is geen maand."),
        ({"maand": "straks"}, "2 maand: straks is geen datum."),
        ({"maand": "12-2099"}, "2 maand: Deze maand is nog niet begonnen."),
        ({"maand": "01-2020"}, "gold niet in 01-2020."),
        ({"gewerkt": "106"}, "2 gewerkt: Er staan 106 uur, maar het contract geeft in deze maand 105,6 uur."),
        ({"ziek": "-8"}, "2 ziek: -8 kan niet."),
        ({"ziek": "acht"}, "2 ziek: acht is geen getal."),
        ({"meer": "4"}, "2 toelichting: Schrijf bij meeruren op wat er is afgesproken."),
    ],
)
def test_een_foute_rij_zegt_wat_er_mis_is_en_er_is_niets_bewaard(gemeente, overeenkomst, anders, fout):
    goed = maak(gemeente)

    _, fouten = lees(
        "uren", gemeente, {"overeenkomst": overeenkomst.nummer, "maand": "10-2026", **anders},
        {"overeenkomst": goed.nummer, "maand": "10-2026"},
    )  # fmt: skip

    assert len(fouten) == 1
    assert fout in fouten[0]
    assert not Urenstaat.objects.exists()


def test_een_overeenkomst_van_een_andere_gemeente_is_er_niet(gemeente, andere_gemeente):
    vreemd = maak(andere_gemeente, nummer="D-77", volgnummer=77)

    _, fouten = lees("uren", gemeente, {"overeenkomst": vreemd.nummer, "maand": "10-2026"})

    assert "is er niet in deze gemeente" in fouten[0]


def test_een_complete_maand_blijft_staan_en_zegt_dat(gemeente, overeenkomst):
    maak_compleet(overeenkomst, OKTOBER, door=GebruikerFactory())
    rij = {"overeenkomst": overeenkomst.nummer, "maand": "10-2026"}

    assert lees("uren", gemeente, rij)[0]["gelijk"] == 1
    assert "Deze maand is compleet" in lees("uren", gemeente, rij | {"ziek": "8"})[1][0]


def test_twee_rijen_voor_dezelfde_maand_is_een_fout(gemeente, overeenkomst):
    rij = {"overeenkomst": overeenkomst.nummer, "maand": "10-2026"}

    _, fouten = lees("uren", gemeente, rij | {"ziek": "8"}, rij | {"ziek": "9"})

    assert fouten == ["3 maand: Deze maand staat ook op rij 2. Laat één rij staan."]


def test_terugdraaien_haalt_de_uren_weg(gemeente, overeenkomst):
    door = GebruikerFactory()
    lees("uren", gemeente, {"overeenkomst": overeenkomst.nummer, "maand": "10-2026", "ziek": "8"}, door=door)

    zet_terug(Importbatch.objects.get(), door=door)

    assert not Urenstaat.objects.exists()
