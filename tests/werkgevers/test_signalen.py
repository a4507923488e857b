"""Signalen: contract loopt af (RH-123) en geen kennismaking na overname (RH-040)."""

from datetime import date

import pytest

from tests.factories.kern import BeleidskaderFactory, ParameterFactory
from tests.factories.personen import ToewijzingFactory
from tests.factories.werkgevers import PlaatsingFactory
from tests.factories.wsw import DienstverbandFactory
from werkgevers.rules import bereikte_grens
from werkgevers.signalen import aflopende_contracten
from wsw.choices import Herkomst
from wsw.signalen import zonder_kennismaking


@pytest.mark.parametrize(
    ("peildatum", "grens"),
    [
        (date(2026, 6, 29), None),
        (date(2026, 6, 30), 6),
        (date(2026, 9, 29), 6),
        (date(2026, 9, 30), 3),
        (date(2026, 11, 30), 1),
        (date(2027, 2, 1), 1),
    ],
)
def test_een_contract_bereikt_elke_termijn_op_zijn_dag(peildatum, grens):
    assert bereikte_grens(date(2026, 12, 31), peildatum, [6, 3, 1]) == grens


@pytest.fixture
def termijnen(gemeente):
    kader = BeleidskaderFactory(gemeente=gemeente)
    lijst = [{"getal": "6"}, {"getal": "3"}, {"getal": "1"}]
    ParameterFactory(kader=kader, code="overeenkomst.signaal_maanden", soort="lijst", waarde=lijst)
    ParameterFactory(kader=kader, code="kennismaking.max_dagen", soort="getal", waarde="30")


@pytest.mark.django_db
def test_een_aflopend_contract_geeft_een_signaal_met_norm_en_eigenaar(gemeente, consulent, termijnen):
    plaatsing = PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))
    ToewijzingFactory(persoon=plaatsing.persoon, gebruiker=consulent)
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2027, 12, 31))
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=None)
    PlaatsingFactory(
        persoon__gemeente=gemeente,
        contract_tot=date(2026, 12, 31),
        einddatum=date(2026, 12, 1),
        reden_einde="contract",
    )

    [signaal] = aflopende_contracten([gemeente.pk], date(2026, 10, 15))

    assert (signaal.niveau, signaal.eigenaar_id) == ("let_op", consulent.pk)
    assert signaal.reden.startswith("Contract loopt af op 31-12-2026 bij ")
    assert signaal.norm == "Signaal 6, 3, 1 maanden voor het einde"
    assert signaal.norm_versie
    assert [s.niveau for s in aflopende_contracten([gemeente.pk], date(2026, 12, 1))] == ["moet"]


@pytest.mark.django_db
def test_elke_termijn_is_een_nieuw_signaal_en_blijft_dan_gelijk(gemeente, termijnen):
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))

    def sleutel(dag):
        return [s.sleutel for s in aflopende_contracten([gemeente.pk], dag)]

    assert sleutel(date(2026, 10, 1)) == sleutel(date(2026, 10, 20))
    assert sleutel(date(2026, 10, 1)) != sleutel(date(2026, 12, 1))


@pytest.mark.django_db
def test_zonder_vastgestelde_norm_is_er_geen_signaal(gemeente):
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))
    DienstverbandFactory(persoon__gemeente=gemeente, herkomst=Herkomst.OVERNAME)

    assert list(aflopende_contracten([gemeente.pk], date(2026, 12, 1))) == []
    assert list(zonder_kennismaking([gemeente.pk], date(2026, 12, 1))) == []


@pytest.mark.django_db
def test_alleen_signalen_van_de_gevraagde_eigenaar(gemeente, consulent, termijnen):
    PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))

    assert list(aflopende_contracten([gemeente.pk], date(2026, 12, 1), [consulent.pk])) == []
    assert len(list(aflopende_contracten([gemeente.pk], date(2026, 12, 1), None))) == 1


@pytest.mark.django_db
def test_na_overname_zonder_kennismaking_komt_een_signaal_na_de_termijn(gemeente, termijnen):
    overname = {"persoon__gemeente": gemeente, "herkomst": Herkomst.OVERNAME, "begindatum": date(2021, 1, 1)}
    dienstverband = DienstverbandFactory(**overname)
    DienstverbandFactory(**overname, kennismaking_op=date(2021, 1, 5))
    DienstverbandFactory(persoon__gemeente=gemeente)

    assert list(zonder_kennismaking([gemeente.pk], date(2021, 1, 31))) == []
    [signaal] = zonder_kennismaking([gemeente.pk], date(2021, 2, 1))
    assert signaal.dossier_id == dienstverband.persoon_id
    assert signaal.vanaf == date(2021, 2, 1)


@pytest.mark.django_db
def test_het_aantal_vragen_van_de_signalen_groeit_niet(gemeente, termijnen, django_assert_num_queries):
    for _ in range(3):
        PlaatsingFactory(persoon__gemeente=gemeente, contract_tot=date(2026, 12, 31))

    with django_assert_num_queries(3):
        assert len(list(aflopende_contracten([gemeente.pk], date(2026, 12, 1)))) == 3
