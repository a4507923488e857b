"""The worker: takes jobs from the queue, one at a time. Start as many as the machine has cores."""

import asyncio
import os
import socket
from typing import cast

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from kern.actions.verplichtingen import maak_alle_kalendertaken
from kern.jobs import RIJ, veeg


def _kalender() -> None:
    try:
        maak_alle_kalendertaken()
    finally:
        connection.close()


class Command(BaseCommand):
    help = "Voer achtergrondtaken uit tot je stopt met Ctrl-C of SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--naam", default=f"{socket.gethostname()}-{os.getpid()}")
        parser.add_argument("--eenmaal", action="store_true", help="Stop als er geen taken meer zijn.")

    def handle(self, *, naam, eenmaal, verbosity, **options):
        # Seconds; tests use shorter ones to see a dead worker's job come back quickly.
        hartslag = float(os.environ.get("TREDE_WERKER_HARTSLAG", "10"))
        if verbosity:
            self.stdout.write(f"Werker {naam} gestart. Stop met Ctrl-C.")
        connector = cast(DjangoConnector, app.connector)
        with app.replace_connector(connector.get_worker_connector()) as worker_app:
            asyncio.run(self._run(worker_app, naam, eenmaal, hartslag))
        if verbosity:
            self.stdout.write(f"Werker {naam} gestopt.")

    async def _run(self, worker_app, naam, eenmaal, hartslag):
        async with worker_app.open_async():
            # Do not wait for the periodic sweep: after a restart of the machine all old workers are dead.
            await veeg(seconden=3 * hartslag)
            # The calendar may have missed a night.
            await sync_to_async(_kalender)()
            await worker_app.run_worker_async(
                queues=[RIJ],
                name=naam,
                concurrency=1,
                wait=not eenmaal,
                delete_jobs="successful",
                # Ten seconds to finish; then `voortgang` stops the job and it goes back in the queue.
                shutdown_graceful_timeout=10,
                update_heartbeat_interval=hartslag,
                stalled_worker_timeout=3 * hartslag,
            )
