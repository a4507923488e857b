"""Run Trede on this machine: database (if none is given), migrations, web and worker."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Start web en werker; met --demo eerst de demo-gegevens laden."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="laad de verzonnen gegevens als ze er nog niet zijn"
        )
        parser.add_argument("--adres", default="127.0.0.1:8000")
        parser.add_argument("--alleen-laden", action="store_true", help="klaarzetten en weer stoppen")

    def handle(self, *args, demo, adres, alleen_laden, **options):
        started = time.monotonic()
        signal.signal(signal.SIGTERM, _interrupt)
        server = None
        owner_env = app_env = dict(os.environ)
        if not settings.DATABASES["default"].get("HOST"):
            server, owner_env, app_env = self._own_server()
        try:
            mark = settings.DATA_DIR / "klaargezet.txt"
            state = _state(demo) if server is not None else None
            ready = settings.STATIC_ROOT.exists() and mark.exists() and mark.read_text() == state
            if not ready:
                self._prepare(owner_env, app_env, demo)
                if state is not None:
                    mark.write_text(state)
            if alleen_laden:
                return
            self.stdout.write(f"Klaar om te starten na {time.monotonic() - started:.0f} seconden.")
            self._serve(app_env, adres, demo)
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            if server is not None:
                server.cleanup()
            self.stdout.write("Gestopt.")

    def _own_server(self):
        """Start PostgreSQL here, once; the children get its address, so this process alone stops it."""
        from kern.own_server import embedded_server, start_own_server

        socket = quote(start_own_server(settings.DATA_DIR), safe="")

        def env(user):
            return {**os.environ, "DATABASE_URL": f"postgres://{user}@{socket}/trede"}

        return embedded_server(settings.DATA_DIR), env("postgres"), env(settings.DATABASE_APP_ROLE)

    def _prepare(self, owner_env, app_env, demo):
        owner_env = {**owner_env, "TREDE_ALS_EIGENAAR": "1"}
        self._run("Database bijwerken", owner_env, "klaarzetten")
        self._run("Opmaak klaarzetten", app_env, "collectstatic", "--noinput", "-v0")
        if demo:
            self._run("Demo laden", app_env, "demo")

    def _run(self, what, env, *command):
        self.stdout.write(f"{what} …")
        self.stdout.flush()
        result = subprocess.run([sys.executable, "-W", "ignore", "manage.py", *command], env=env)  # noqa: S603
        if result.returncode:
            raise CommandError(f"{what} is mislukt. De melding hierboven zegt waarom.")

    def _serve(self, env, address, demo):
        # The worker first: it draws charts and PDF's and takes longest to start.
        children = [
            _start(env, "manage.py", "werker"),
            _start(
                env,
                *("-m", "gunicorn", "config.wsgi", "--bind", address),
                *("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--graceful-timeout", "5"),
                *("--max-requests", "10000", "--max-requests-jitter", "500", "--log-level", "warning"),
            ),
        ]
        self.stdout.write(f"\nTrede draait op http://{address}/  (stoppen: Ctrl-C)")
        if demo:
            self._print_logins()
        self.stdout.flush()
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            raise CommandError("Web of werker is gestopt. De melding hierboven zegt waarom.")
        finally:
            _stop(children)

    def _print_logins(self):
        from kern.demo_accounts import DEMO_PLEKKEN, DEMO_ROLLEN, DEMO_WACHTWOORD

        self.stdout.write(f"\nInloggen met wachtwoord {DEMO_WACHTWOORD} en een van deze namen:")
        self.stdout.write("  " + ", ".join(DEMO_ROLLEN))
        self.stdout.write(
            "  achtervoegsels: "
            + ", ".join(f"{achter or '(geen)'} = {plek}" for achter, plek, _ in DEMO_PLEKKEN)
        )


def _state(demo):
    """What `_prepare` works from; the same as at the last start means that there is nothing to prepare.

    Only for our own database: one that others reach can change between two starts.
    """
    root = settings.BASE_DIR
    files = [
        *sorted(root.glob("*/migrations/*.py")),
        *sorted(path for path in (root / "static").rglob("*") if path.is_file()),
        root / "requirements.txt",
        root / "kern/management/commands/databaserol.py",
    ]
    state = hashlib.sha256(f"demo={demo}".encode())
    # A database that was thrown away and made anew has another time here.
    state.update(str((settings.DATA_DIR / "postgres/PG_VERSION").stat().st_mtime_ns).encode())
    for path in files:
        state.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return state.hexdigest()


def _start(env, *command):
    # Its own process group: Ctrl-C reaches only us, and we ask each child once and politely to stop.
    return subprocess.Popen([sys.executable, "-W", "ignore", *command], env=env, start_new_session=True)  # noqa: S603


def _stop(children):
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            pass
        # Whoever is still there, also a grandchild that hangs. Nothing may outlive Ctrl-C.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _interrupt(signum, frame):
    raise KeyboardInterrupt
