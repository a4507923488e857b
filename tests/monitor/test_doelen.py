"""Een doel per cijfer: per datum veranderen, beëindigen, terugdraaien, en de geschiedenis (RH-099)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kern.models import Ongedaan
from kern.permissions import Rol
from kern.versions import Verouderd
from monitor.doel_actions import beeindig_doel, leg_doel_vast, wijzig_doel, zet_doel_terug
from monitor.models import Doelwaarde
from monitor.queries.dashboard import dashboard
from tests.factories.monitor import DoelwaardeFactory

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _klok():
    with time_machine.travel("2026-11-22 12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def manager(maak_gebruiker, gemeente):
    return maak_gebruiker(Rol.TEAMMANAGER, gemeente)


@pytest.fixture
def doel(gemeente, manager):
    velden = {"waarde": Decimal(80), "begindatum": BEGIN, "bron": "programma 2026"}
    return leg_doel_vast(gemeente, kpi="wsw_plan", door=manager, **velden)


def wijzig(doel, door, waarde=90, begin=date(2027, 1, 1), **extra):
    return wijzig_doel(
        doel, waarde=Decimal(waarde), begindatum=begin, bron="programma 2027", door=door, **extra
    )  # fmt: skip


def perioden(doel):
    rijen = Doelwaarde.objects.filter(gemeente=doel.gemeente, kpi=doel.kpi).order_by("begindatum")
    return [(int(rij.waarde), rij.begindatum, rij.einddatum) for rij in rijen]


def test_een_ander_doel_geldt_per_datum_en_het_oude_tot_de_dag_ervoor(gemeente, doel, manager):
    wijzig(doel, manager)

    assert perioden(doel) == [(80, BEGIN, date(2026, 12, 31)), (90, date(2027, 1, 1), None)]
    op = {
        dag: dashboard(gemeente, dag).stand("wsw_plan").doel for dag in (date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(op.values()) == [80, 90]


def test_op_dezelfde_eerste_dag_is_het_een_verbetering(doel, manager):
    wijzig(doel, manager, waarde=85, begin=BEGIN)

    assert perioden(doel) == [(85, BEGIN, None)]


def test_beeindigen_laat_het_cijfer_zonder_doel(gemeente, doel, manager):
    beeindig_doel(doel, per=date(2026, 6, 30), door=manager)

    assert perioden(doel) == [(80, BEGIN, date(2026, 6, 30))]
    assert dashboard(gemeente, date(2026, 7, 1)).stand("wsw_plan").doel is None


@pytest.mark.parametrize(
    ("begin", "reden"),
    [(date(2025, 12, 31), "begint op 01-01-2026"), (date(2026, 7, 1), "stopte op 30-06-2026")],
)
def test_een_wijziging_buiten_de_looptijd_zegt_waarom_niet(doel, manager, begin, reden):
    beeindig_doel(doel, per=date(2026, 6, 30), door=manager)

    with pytest.raises(ValidationError, match=reden) as fout:
        wijzig(doel, manager, begin=begin)

    assert list(fout.value.message_dict) == ["begindatum"]


def test_een_percentage_boven_honderd_wordt_geweigerd(doel, manager):
    with pytest.raises(ValidationError, match="tussen 0 en 100"):
        wijzig(doel, manager, waarde=101)


@pytest.mark.parametrize("wat", ["wijzig", "verbeter", "beeindig"])
def test_elke_wijziging_is_terug_te_draaien(doel, manager, wat):
    if wat == "beeindig":
        _, terug = beeindig_doel(doel, per=date(2026, 6, 30), door=manager)
    else:
        _, terug = wijzig(doel, manager, begin=BEGIN if wat == "verbeter" else date(2027, 1, 1))

    zet_doel_terug(terug, door=manager)

    assert perioden(doel) == [(80, BEGIN, None)]


def test_terugdraaien_kan_niet_na_een_nieuwe_wijziging(doel, manager):
    nieuw, terug = wijzig(doel, manager)
    beeindig_doel(nieuw, per=date(2027, 6, 30), door=manager)

    with pytest.raises(ValidationError, match="intussen veranderd"):
        zet_doel_terug(terug, door=manager)

    assert len(perioden(doel)) == 2


def test_wie_een_oude_versie_bewaart_krijgt_de_botsing_en_zonder_recht_kan_het_niet(doel, manager, consulent):
    wijzig(doel, manager)

    with pytest.raises(Verouderd):
        beeindig_doel(doel, per=date(2026, 6, 30), door=manager, versie=1)
    with pytest.raises(PermissionDenied):
        beeindig_doel(doel, per=date(2026, 6, 30), door=consulent)


def test_wijzigen_op_de_pagina_toont_de_geschiedenis_en_is_ongedaan_te_maken(client, doel, manager):
    client.force_login(manager)
    velden = {"waarde": "90", "begindatum": "01-01-2027", "bron": "programma 2027", "versie": "1"}

    antwoord = client.post(reverse("monitor:doelwaarde-wijzigen", args=[doel.pk]), velden)
    pagina = client.get(antwoord.url).content.decode()
    client.post(reverse("kern:ongedaan", args=[Ongedaan.objects.get().pk]))

    assert "Ongedaan maken" in pagina
    assert "31-12-2026" in pagina and "programma 2026" in pagina
    assert perioden(doel) == [(80, BEGIN, None)]


@pytest.mark.parametrize("aantal", [2, 20])
def test_de_lijst_van_doelen_kost_altijd_evenveel_vragen(
    client, gemeente, manager, aantal, django_assert_max_num_queries
):
    for jaar in range(aantal):
        DoelwaardeFactory(
            gemeente=gemeente, kpi="wsw_plan", vastgelegd_door=manager, begindatum=date(2000 + jaar, 1, 1),
            einddatum=date(2000 + jaar, 12, 31),
        )  # fmt: skip
    client.force_login(manager)

    with django_assert_max_num_queries(20):
        pagina = client.get(reverse("monitor:doelen")).content.decode()

    assert f"{aantal} doelen" in pagina
