"""Achtergrondtaken: samen met de aanroeper, zichtbaar, te stoppen, en na een klap precies één keer gedaan."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from kern import jobs
from kern.models import Achtergrondtaak, Concept, Eenmalig, Gebeurtenis, Team
from tests.factories.kern import GebruikerFactory, GemeenteFactory
from tests.factories.kern_werk import ConceptFactory, EenmaligFactory
from tests.kern import taaksoorten  # noqa: F401  registers the kinds

Status = Achtergrondtaak.Status


def start(door, gemeente, aantal=3, **extra):
    sleutel = extra.pop("sleutel", "")
    soort = extra.pop("soort", "test.teams")
    return jobs.start_taak(
        soort,
        titel="Teams maken",
        door=door,
        gemeente=gemeente,
        sleutel=sleutel,
        parameters={"aantal": aantal, **extra},
    )


def aantal_jobs():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'kern.taak'")
        return cursor.fetchone()[0]


def test_een_taak_wacht_en_staat_in_de_rij(consulent, gemeente):
    taak = start(consulent, gemeente)

    assert taak.status == Status.WACHT
    assert aantal_jobs() == 1
    assert Gebeurtenis.objects.van(taak).get().soort == "taak.gestart"


def test_mislukt_de_aanroeper_dan_is_er_geen_taak_en_geen_job(consulent, gemeente):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        start(consulent, gemeente)
        raise ZeroDivisionError

    assert Achtergrondtaak.objects.count() == 0
    assert aantal_jobs() == 0


def test_een_onbekende_soort_wordt_geweigerd(consulent, gemeente):
    with pytest.raises(ValueError, match="onbekende taaksoort"):
        start(consulent, gemeente, soort="bestaat.niet")


def test_een_tweede_start_van_hetzelfde_geeft_de_lopende_taak(consulent, gemeente):
    eerste = start(consulent, gemeente, sleutel="2026-08")
    tweede = start(consulent, gemeente, sleutel="2026-08")
    andere = start(consulent, gemeente, sleutel="2026-09")

    assert tweede == eerste
    assert andere != eerste
    assert aantal_jobs() == 2


def test_na_afloop_mag_hetzelfde_opnieuw(consulent, gemeente):
    eerste = start(consulent, gemeente, aantal=1, sleutel="x")
    jobs.voer_taak_uit(eerste)

    assert start(consulent, gemeente, aantal=1, sleutel="x") != eerste


def test_een_taak_doet_het_werk_en_bewaart_het_resultaat(consulent, gemeente):
    taak = jobs.voer_taak_uit(start(consulent, gemeente, aantal=3))

    assert taak.status == Status.KLAAR
    assert taak.resultaat == {"tekst": "3 teams gemaakt", "teams": 3}
    assert (taak.gedaan, taak.totaal) == (3, 3)
    assert Team.objects.count() == 3


def test_een_taak_die_klaar_is_wordt_niet_nog_eens_gedaan(consulent, gemeente):
    taak = jobs.voer_taak_uit(start(consulent, gemeente, aantal=3))

    jobs.voer_taak_uit(taak)

    assert Team.objects.count() == 3


def test_een_fout_laat_niets_half_achter(consulent, gemeente, caplog):
    taak = jobs.voer_taak_uit(start(consulent, gemeente, soort="test.kapot"))

    assert taak.status == Status.MISLUKT
    assert taak.melding.startswith("Er ging iets mis. Er is niets opgeslagen.")
    assert Team.objects.count() == 0
    assert "RuntimeError" in caplog.text


def test_een_mislukte_taak_kan_opnieuw(consulent, gemeente):
    taak = jobs.voer_taak_uit(start(consulent, gemeente, soort="test.kapot"))

    taak = jobs.herhaal_taak(taak, door=consulent)

    assert taak.status == Status.WACHT
    assert aantal_jobs() == 2
    with pytest.raises(ValidationError, match="niet mislukt"):
        jobs.herhaal_taak(taak, door=consulent)


def test_een_wachtende_taak_stopt_meteen(consulent, gemeente):
    taak = jobs.stop_taak(start(consulent, gemeente), door=consulent)

    assert taak.status == Status.GESTOPT
    assert jobs.voer_taak_uit(taak).status == Status.GESTOPT
    assert Team.objects.count() == 0
    with pytest.raises(ValidationError, match="al klaar"):
        jobs.stop_taak(taak, door=consulent)


def test_na_vijf_afgebroken_pogingen_geeft_de_taak_op(consulent, gemeente):
    taak = start(consulent, gemeente)
    Achtergrondtaak.objects.filter(pk=taak.pk).update(pogingen=5)

    assert jobs.voer_taak_uit(taak).status == Status.MISLUKT


def test_opruimen_gooit_alleen_weg_wat_oud_is(consulent):
    for dagen in (29, 31):
        concept = ConceptFactory(gebruiker=consulent, onderwerp=f"{dagen}")
        Concept.objects.filter(pk=concept.pk).update(gewijzigd_op=timezone.now() - timedelta(days=dagen))
    oud, nieuw = EenmaligFactory(), EenmaligFactory()
    Eenmalig.objects.filter(pk=oud.pk).update(gemaakt_op=timezone.now() - timedelta(days=3))

    jobs.ruim_op()

    assert [concept.onderwerp for concept in Concept.objects.all()] == ["29"]
    assert Eenmalig.objects.get() == nieuw


# ---- pages ----------------------------------------------------------------------------------------------
def test_de_pagina_zegt_dat_er_geen_verwerker_draait(ingelogd, consulent, gemeente):
    taak = start(consulent, gemeente)

    inhoud = ingelogd.get(reverse("kern:taak", args=[taak.pk])).content.decode()

    assert "Er draait nu geen verwerker" in inhoud
    assert 'hx-trigger="every 5s"' in inhoud
    assert ">Ververs<" in inhoud


def test_de_pagina_van_een_klare_taak_ververst_niet_meer(ingelogd, consulent, gemeente):
    taak = jobs.voer_taak_uit(start(consulent, gemeente))

    inhoud = ingelogd.get(reverse("kern:taak", args=[taak.pk])).content.decode()

    assert "3 teams gemaakt" in inhoud
    assert "hx-trigger" not in inhoud
    assert ingelogd.get(reverse("kern:taken")).status_code == 200


def test_htmx_krijgt_alleen_de_stand(ingelogd, consulent, gemeente):
    taak = start(consulent, gemeente)

    inhoud = ingelogd.get(
        reverse("kern:taak", args=[taak.pk]), headers={"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in inhoud
    assert "in de rij" in inhoud


def test_stop_en_opnieuw_op_de_pagina(ingelogd, consulent, gemeente):
    taak = start(consulent, gemeente)

    ingelogd.post(reverse("kern:taak-stoppen", args=[taak.pk]))
    taak.refresh_from_db()
    assert taak.status == Status.GESTOPT

    ingelogd.post(reverse("kern:taak-opnieuw", args=[taak.pk]))
    taak.refresh_from_db()
    assert taak.status == Status.WACHT


def test_de_taak_van_een_collega_bestaat_voor_mij_niet(ingelogd, gemeente):
    taak = start(GebruikerFactory(), gemeente)

    for route in ("taak", "taak-bestand"):
        assert ingelogd.get(reverse(f"kern:{route}", args=[taak.pk])).status_code == 404
    for route in ("taak-stoppen", "taak-opnieuw"):
        assert ingelogd.post(reverse(f"kern:{route}", args=[taak.pk])).status_code == 404


# ---- a real worker ---------------------------------------------------------------------------------------
@pytest.fixture
def schone_rij(transactional_db):
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute("delete from procrastinate_workers")


def test_een_echte_werker_doet_wat_in_de_rij_staat(schone_rij):
    taak = start(GebruikerFactory(), GemeenteFactory(), aantal=2, sleutel="echt")

    in_eigen_draad(lambda: call_command("werker", "--eenmaal", verbosity=0))

    taak.refresh_from_db()
    assert taak.status == Status.KLAAR
    assert Team.objects.count() == 2


def test_voortgang_is_te_zien_terwijl_de_taak_nog_loopt_en_stop_werkt_halverwege(schone_rij):
    taak = start(GebruikerFactory(), GemeenteFactory(), aantal=200, pauze=0.05)

    def voer_uit():
        try:
            jobs.voer_taak_uit(taak)
        finally:
            connection.close()

    draad = threading.Thread(target=voer_uit)
    draad.start()
    standen = []
    for _ in range(100):
        time.sleep(0.1)
        taak.refresh_from_db()
        standen.append((taak.status, taak.gedaan, Team.objects.count()))
        if taak.gedaan > 3:
            break
    jobs.stop_taak(taak, door=taak.aangevraagd_door)
    draad.join(20)

    assert standen[-1][0] == Status.BEZIG
    assert standen[-1][2] == 0  # the job's own transaction is still open
    taak.refresh_from_db()
    assert taak.status == Status.GESTOPT
    assert 0 < taak.gedaan < 200
    assert Team.objects.count() == 0


def test_een_gedode_werker_laat_niets_half_achter_en_de_volgende_maakt_het_precies_een_keer_af(
    schone_rij, tmp_path
):
    spoor = tmp_path / "begonnen"
    taak = start(GebruikerFactory(), GemeenteFactory(), aantal=30, pauze=0.1, spoor=str(spoor))
    proces = start_werker()
    try:
        wacht_op(spoor.exists, 150)
        proces.send_signal(signal.SIGKILL)
    finally:
        proces.kill()
        proces.wait()

    taak.refresh_from_db()
    assert taak.status == Status.BEZIG
    assert Team.objects.count() == 0

    # The dead worker beat every second; four seconds later everyone can see that it is gone.
    time.sleep(4)
    Achtergrondtaak.objects.filter(pk=taak.pk).update(parameters={"aantal": 30})
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        assert in_eigen_draad(lambda: asyncio.run(veeg_met(worker_app))) == 1
    taak.refresh_from_db()
    assert taak.status == Status.WACHT
    in_eigen_draad(lambda: call_command("werker", "--eenmaal", verbosity=0))

    taak.refresh_from_db()
    assert (taak.status, taak.pogingen) == (Status.KLAAR, 2)
    assert Team.objects.count() == 30


def in_eigen_draad(doe):
    """Playwright keeps an event loop on the main thread of a test process; a second one is refused there."""

    def doe_en_sluit():
        try:
            return doe()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as draden:
        return draden.submit(doe_en_sluit).result()


async def veeg_met(worker_app):
    async with worker_app.open_async():
        return await jobs.veeg(seconden=3)


def start_werker():
    """A worker in its own process on the database of this test."""
    code = (
        "import django, sys; django.setup();"
        "import tests.kern.taaksoorten;"
        "from django.core.management import call_command; call_command('werker', verbosity=0)"
    )
    params = connection.get_connection_params()
    omgeving = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://{params['user']}@/{params['dbname']}",
        "PGHOST": str(params["host"]),
        "TREDE_DEMO": "1",
        "TREDE_WERKER_HARTSLAG": "1",
    }
    return subprocess.Popen([sys.executable, "-c", code], env=omgeving)


def wacht_op(voorwaarde, seconden):
    einde = time.monotonic() + seconden
    while time.monotonic() < einde:
        if voorwaarde():
            return
        time.sleep(0.05)
    raise AssertionError("dat duurde te lang")
