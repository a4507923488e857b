"""`script/bench`: make the population once, then measure in processes of their own, so that memory is per part."""

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
DELEN = ("paginas", "schrijven", "documenten", "facturen")
# Above this size filling goes without history triggers: they would double the time and are not read by a page.
HISTORIE_TOT = 2_500


def main() -> int:
    opties = _opties()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("TREDE_DEMO", "1")
    os.environ["TREDE_ALS_EIGENAAR"] = "1"
    os.environ.setdefault("TREDE_DATA", str(ROOT / ".data" / "bench" / str(opties.personen)))
    import django

    django.setup()
    if opties.deel:
        return _meet_deel(opties)
    return _alles(opties)


def _opties():
    lezer = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    lezer.add_argument("--personen", type=int, default=630, help="bijvoorbeeld 630, 2500 of 40000")
    lezer.add_argument("--keer", type=int, default=30, help="hoe vaak elke pagina wordt opgevraagd")
    lezer.add_argument("--kies", default="", help="alleen pagina's waarvan de naam hierop past")
    lezer.add_argument("--json", action="store_true", help="alleen JSON, op standaarduitvoer")
    lezer.add_argument("--markdown", action="store_true", help="de tabel zoals in docs/snelheid.md")
    lezer.add_argument("--opnieuw", action="store_true", help="maak de gegevens opnieuw")
    lezer.add_argument("--deel", choices=DELEN, help=argparse.SUPPRESS)
    return lezer.parse_args()


def _alles(opties) -> int:
    from django.conf import settings

    from bench.report import KOPPEN, als_markdown, als_tekst
    from kern.own_server import embedded_server, start_own_server

    meld = (lambda tekst: None) if opties.json else (lambda tekst: print(tekst, file=sys.stderr, flush=True))
    omgeving = dict(os.environ)
    server = None
    if not settings.DATABASES["default"].get("HOST"):
        socket = start_own_server(settings.DATA_DIR)
        server = embedded_server(settings.DATA_DIR)
        omgeving["DATABASE_URL"] = omgeving["DATABASE_URL_EIGENAAR"] = (
            f"postgres://postgres@{quote(socket, safe='')}/trede"
        )
        settings.DATABASES["default"].update(HOST=socket, USER="postgres")
    try:
        uitkomst = {"personen": opties.personen, "vullen": _vul(opties, meld)}
        for deel in DELEN if not opties.kies else DELEN[:1]:
            meld(f"meten: {deel}")
            uitkomst[deel] = _in_eigen_proces(deel, opties, omgeving)
    finally:
        if server is not None:
            from django.db import connection

            connection.close()
            server.cleanup()
    if opties.json:
        print(json.dumps(uitkomst, ensure_ascii=False, indent=1))
        return 0
    tabel = als_markdown if opties.markdown else als_tekst
    for deel in DELEN:
        if deel in uitkomst:
            print(f"\n{deel} ({opties.personen} personen, piek {uitkomst[deel]['piek_mb']:.0f} MB)\n")
            print(
                tabel(
                    [tuple(rij) for rij in uitkomst[deel]["tabel"]],
                    tuple(uitkomst[deel].get("koppen", KOPPEN)),
                )
            )
            for fout in uitkomst[deel]["fouten"]:
                print(f"MISLUKT  {fout}")
    return 1 if any(uitkomst[deel]["fouten"] for deel in DELEN if deel in uitkomst) else 0


def _vul(opties, meld) -> dict:
    """Fill an empty database, unless it was filled by this very generator."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from bench import generator

    bron = b"".join(pad.read_bytes() for pad in sorted(Path(__file__).parent.glob("generator.*")))
    bron += b"".join(pad.read_bytes() for pad in sorted(ROOT.glob("*/migrations/*.py")))
    merk = f"{opties.personen} {hashlib.sha256(bron).hexdigest()}"
    bewijs = settings.DATA_DIR / "gevuld.json"
    if bewijs.exists() and not opties.opnieuw:
        gevuld = json.loads(bewijs.read_text())
        if gevuld.get("merk") == merk:
            meld("de gegevens staan er nog")
            return gevuld
    bewijs.unlink(missing_ok=True)
    _lege_database(settings.DATABASES["default"])
    begin = time.perf_counter()
    meld("database maken")
    call_command("migrate", verbosity=0)
    call_command("databaserol")
    call_command("laad_planbibliotheek", stdout=io.StringIO())
    migreren = time.perf_counter() - begin
    generator.basis()
    meld(f"{opties.personen} personen maken")
    vulling = generator.vul(opties.personen, historie=opties.personen <= HISTORIE_TOT)
    generator.analyseer()
    connection.close()
    gevuld = {"merk": merk, "migreren": round(migreren, 1), **asdict(vulling)}
    bewijs.write_text(json.dumps(gevuld))
    meld(f"{vulling.rijen} rijen in {sum(vulling.seconden.values()):.0f} s")
    return gevuld


def _lege_database(instellingen: dict) -> None:
    import psycopg

    adres = {"host": instellingen["HOST"], "user": instellingen["USER"], "dbname": "postgres"}
    if instellingen.get("PASSWORD"):
        adres["password"] = instellingen["PASSWORD"]
    with psycopg.connect(**adres, autocommit=True) as verbinding:
        verbinding.execute(f'drop database if exists "{instellingen["NAME"]}" with (force)')
        verbinding.execute(f'create database "{instellingen["NAME"]}"')


def _in_eigen_proces(deel: str, opties, omgeving: dict) -> dict:
    opdracht = [sys.executable, "-W", "ignore", "-m", "bench", "--deel", deel]
    opdracht += ["--personen", str(opties.personen), "--keer", str(opties.keer), "--kies", opties.kies]
    klaar = subprocess.run(opdracht, env=omgeving, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(klaar.stdout.decode().strip().splitlines()[-1])


def _meet_deel(opties) -> int:
    from bench import parts
    from bench.measure import piek_mb

    uitkomst = getattr(parts, opties.deel)(opties)
    print(json.dumps(uitkomst | {"piek_mb": piek_mb()}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
