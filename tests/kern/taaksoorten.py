"""Kinds of jobs for the tests; a worker in its own process imports this module as well."""

import os
import time
from pathlib import Path

from kern.jobs import taaksoort
from kern.models import Team


@taaksoort("test.teams")
def maak_teams(taak, voortgang):
    """Makes n teams, 50 ms each, and leaves a trace in a file when it has begun."""
    spoor = taak.parameters.get("spoor")
    for nummer in range(1, taak.parameters["aantal"] + 1):
        Team.objects.create(gemeente=taak.gemeente, naam=f"Team {nummer}")
        voortgang(nummer, taak.parameters["aantal"], "teams gemaakt")
        if spoor and nummer == 2:
            Path(spoor).write_text(str(os.getpid()))
        time.sleep(taak.parameters.get("pauze", 0))
    return {"tekst": f"{taak.parameters['aantal']} teams gemaakt", "teams": taak.parameters["aantal"]}


@taaksoort("test.kapot")
def kapot(taak, voortgang):
    Team.objects.create(gemeente=taak.gemeente, naam="Mag niet blijven")
    raise RuntimeError("kapot")
