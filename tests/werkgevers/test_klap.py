"""Midden in een run van 200 facturen valt de verwerker weg, en daarna de database: er raakt niets kwijt of dubbel (B6)."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
AANTAL = 200


@pytest.fixture
def processen():
    """Wat de test startte, eindigt met de test."""
    gestart: list[subprocess.Popen] = []
    yield gestart
    for proces in gestart:
        proces.kill()
        proces.wait()


@pytest.fixture
def omgeving(tmp_path):
    """Een eigen server in een eigen map, met fsync aan zoals in het echt."""
    gegevens = tmp_path / "gegevens"
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "DATABASE_URL"}
    yield omgeving | {
        "TREDE_DATA": str(gegevens),
        "TREDE_DEMO": "1",
        "TREDE_ALS_EIGENAAR": "1",
        "TREDE_WERKER_HARTSLAG": "1",
        "PYTHONPATH": str(ROOT),
    }
    postmaster = lees_postmaster(gegevens)
    if postmaster:
        dood(postmaster[0])


def test_een_gedode_verwerker_en_een_gedode_database_verliezen_verdubbelen_of_slaan_niets_over(
    omgeving, processen
):
    draai(omgeving, "maak", str(AANTAL))

    eerste = start_werker(processen, omgeving)
    voor = wacht_op_facturen(omgeving, 20)
    eerste.send_signal(signal.SIGKILL)
    eerste.wait()
    time.sleep(4)  # the dead worker beat every second; now everyone can see that it is gone

    tweede = start_werker(processen, omgeving)
    midden = wacht_op_facturen(omgeving, voor + 40)
    dood(lees_postmaster(Path(omgeving["TREDE_DATA"]))[0])
    tweede.kill()
    tweede.wait()
    time.sleep(4)

    derde = start_werker(processen, omgeving, "--eenmaal")
    assert derde.wait(600) == 0
    einde = json.loads(draai(omgeving, "stand").stdout)

    assert 20 <= voor < midden < AANTAL  # both blows fell in the middle
    assert einde == {
        "run": "definitief",
        "taak": "klaar",
        "nummers": list(range(1, AANTAL + 1)),
        "laatste": AANTAL,
        "overeenkomsten": AANTAL,
        "regels": AANTAL,
        "open": 0,
        "hele_pdf": True,
    }


def draai(omgeving, *wat):
    opdracht = [sys.executable, "-m", "tests.werkgevers.grote_run", *wat]
    return subprocess.run(opdracht, env=omgeving, cwd=ROOT, check=True, capture_output=True, text=True)


def start_werker(processen, omgeving, *opties):
    opdracht = [sys.executable, "manage.py", "werker", "--verbosity", "0", *opties]
    proces = subprocess.Popen(opdracht, env=omgeving, cwd=ROOT, stderr=subprocess.DEVNULL)
    processen.append(proces)
    return proces


def lees_postmaster(gegevens: Path):
    """(proces, map van de socket) van de server in deze map, of None."""
    pad = gegevens / "postgres" / "postmaster.pid"
    regels = pad.read_text().splitlines() if pad.exists() else []
    return (int(regels[0]), regels[4]) if len(regels) > 4 else None


def wacht_op_facturen(omgeving, aantal: int) -> int:
    """Wacht tot er zo veel facturen zijn vastgelegd; geeft hoeveel het er zijn."""
    einde = time.monotonic() + 400  # a quiet machine needs four seconds; a busy one much more
    while time.monotonic() < einde:
        time.sleep(0.1)
        try:
            _, socket = lees_postmaster(Path(omgeving["TREDE_DATA"]))
            with psycopg.connect(host=socket, user="postgres", dbname="trede") as verbinding:
                gevonden = verbinding.execute("select count(*) from werkgevers_factuur").fetchone()[0]
        except (TypeError, psycopg.OperationalError):
            continue  # the server is starting
        if gevonden >= aantal:
            return gevonden
    raise AssertionError("dat duurde te lang")


def dood(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
