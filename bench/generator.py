"""A population with ten years of life, made with COPY and set-based SQL (generator.sql)."""

import os
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import NOT_PROVIDED, CharField, Field, TextField
from django.utils import timezone
from psycopg import sql

from demo.names import ACHTERNAMEN, VOORNAMEN_MAN, VOORNAMEN_VROUW
from demo.people import bsn_reeks
from kern.actions.demo_gebruikers import maak_demo_gebruikers
from kern.models import Gebruiker, Gemeente, Rolvervulling, Team, Teamlid
from kern.permissions import Rol
from personen.rules import sorteernaam, zoeknaam

GEMEENTE = "1742"
CASELOAD = 70
WSW_DEEL = 0.3
GESTOPT_DEEL = 0.15
SQL = Path(__file__).with_name("generator.sql")
VANAF = date(2010, 1, 1)


@dataclass(frozen=True)
class Vulling:
    """Wat er is gemaakt en hoe lang elk deel duurde."""

    personen: int
    rijen: int
    seconden: dict[str, float]
    historie: bool


def basis() -> None:
    """Beleidskaders, gemeenten en de demo-gebruikers: hetzelfde begin als de demo."""
    with open(os.devnull, "w") as stil:
        call_command("laad_kaders", demo=True, stdout=stil)
    maak_demo_gebruikers()


@transaction.atomic
def vul(aantal: int, *, vandaag: date | None = None, historie: bool = True) -> Vulling:
    """Maak `aantal` personen bij één gemeente. Zonder `historie` staan de triggers van deze sessie uit.

    The constraints are checked either way; foreign keys and the history tables only with triggers.
    """
    vandaag = vandaag or timezone.localdate()
    gemeente = Gemeente.objects.get(code=GEMEENTE)
    seconden: dict[str, float] = {}
    with connection.cursor() as cursor:
        if not historie:
            cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local work_mem = '128MB'")
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("set local idle_in_transaction_session_timeout = 0")
        cursor.execute("select set_config('bench.vandaag', %s, true)", [str(vandaag)])
        cursor.execute("select set_config('bench.gemeente', %s, true)", [str(gemeente.pk)])
        begin = time.perf_counter()
        _standaardwaarden(cursor)
        _consulenten(cursor, aantal, gemeente)
        _personen(cursor, aantal, gemeente, vandaag)
        seconden["personen"] = time.perf_counter() - begin
        for deel, opdrachten in _delen():
            begin = time.perf_counter()
            cursor.execute(opdrachten)
            seconden[deel] = seconden.get(deel, 0) + time.perf_counter() - begin
        # Constraints that wait for the commit are checked here, so that an error names this place.
        cursor.execute("set constraints all immediate")
    return Vulling(aantal, _tel_rijen(), {deel: round(s, 2) for deel, s in seconden.items()}, historie)


def analyseer() -> None:
    """Statistics for the planner, as autovacuum makes them in a real database."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _delen():
    """The pieces of generator.sql, each under its `-- deel:` line; what stands above is part of the first."""
    kop, *delen = SQL.read_text().split("-- deel: ")
    for nummer, deel in enumerate(delen):
        naam, _, tekst = deel.partition("\n")
        yield naam.strip(), (kop if nummer == 0 else "") + tekst


def _standaardwaarden(cursor) -> None:
    """Give columns the default of their model, so that a new field asks for no line in generator.sql."""
    for app in ("personen", "werkgevers", "wsw", "reintegratie"):
        for model in apps.get_app_config(app).get_models():
            velden = [
                f
                for f in model._meta.local_concrete_fields
                if _heeft_waarde(f) and f.db_default is NOT_PROVIDED
            ]
            delen = [
                sql.SQL("alter column {} set default {}").format(
                    sql.Identifier(veld.column), sql.Literal(veld.get_default() if veld.has_default() else "")
                )
                for veld in velden
            ]
            if delen:
                tabel = sql.Identifier(model._meta.db_table)
                cursor.execute(sql.SQL("alter table {} {}").format(tabel, sql.SQL(", ").join(delen)))


def _heeft_waarde(veld: Field) -> bool:
    if veld.null or veld.primary_key or veld.is_relation:
        return False
    if veld.has_default():
        return not callable(veld.default)
    return veld.blank and isinstance(veld, CharField | TextField)


def _consulenten(cursor, aantal: int, gemeente: Gemeente) -> None:
    """Enough colleagues for a caseload of about seventy, in two teams."""
    cursor.execute("create temp table consulent (id bigint, wsw boolean, nr int, aantal int) on commit drop")
    delen = ((True, WSW_DEEL, Rol.CONSULENT_WSW), (False, 1 - WSW_DEEL, Rol.CONSULENT))
    for wsw, deel, rol in delen:
        team, _ = Team.objects.get_or_create(gemeente=gemeente, naam="Bench Wsw" if wsw else "Bench Werk")
        hoeveel = max(1, round(aantal * deel / CASELOAD))
        nieuw = [
            Gebruiker(username=f"bench-{rol}-{k}", naam=f"Collega {k} {rol.label}", password="!")
            for k in range(hoeveel)
        ]
        gebruikers = Gebruiker.objects.bulk_create(nieuw)
        Rolvervulling.objects.bulk_create(
            Rolvervulling(gebruiker=g, rol=rol, gemeente=gemeente, begindatum=VANAF) for g in gebruikers
        )
        Teamlid.objects.bulk_create(Teamlid(gebruiker=g, team=team, begindatum=VANAF) for g in gebruikers)
        cursor.executemany(
            "insert into consulent values (%s, %s, %s, %s)",
            [(g.pk, wsw, k, hoeveel) for k, g in enumerate(gebruikers)],
        )


def _personen(cursor, aantal: int, gemeente: Gemeente, vandaag: date) -> None:
    random = Random(aantal)
    bsns = bsn_reeks()
    cursor.execute("select nextval('persoon_nummer') from generate_series(1, %s)", [aantal])
    nummers = [rij[0] for rij in cursor.fetchall()]
    kolommen = (
        "nummer, gemeente_id, bsn, voornamen, roepnaam, voorletters, tussenvoegsel, achternaam, geboortedatum,"
        " geslacht, telefoon, email, zoeknaam, sorteernaam, versie, aangemaakt_op"
    )
    mensen = []
    with cursor.copy(f"copy personen_persoon ({kolommen}) from stdin") as copy:
        for nummer in nummers:
            wsw = random.random() < WSW_DEEL
            begin, eind = _loop(random, vandaag, wsw)
            mensen.append((f"P-{nummer}", wsw, begin, eind))
            copy.write_row((f"P-{nummer}", gemeente.pk, next(bsns), *_naam(random), 1, timezone.now()))
    cursor.execute(
        "create temp table mens_rij (nummer text, wsw boolean, begin date, eind date) on commit drop"
    )
    with cursor.copy("copy mens_rij from stdin") as copy:
        for mens in mensen:
            copy.write_row(mens)
    cursor.execute(
        "create temp table mens on commit drop as select p.id as persoon_id, row_number() over (order by p.id) as i,"
        " m.wsw, m.begin, m.eind from personen_persoon p join mens_rij m using (nummer)"
    )
    cursor.execute("analyze mens")


def _loop(random: Random, vandaag: date, wsw: bool) -> tuple[date, date | None]:
    """From when to when someone is helped; nobody enters the Wsw after 2014."""
    if wsw:
        begin = date(2014, 12, 1) - timedelta(days=random.randrange(3000))
    else:
        begin = vandaag - timedelta(days=60 + random.randrange(3600))
    if random.random() < GESTOPT_DEEL:
        duur = (vandaag - begin).days
        return begin, begin + timedelta(days=max(20, random.randrange(duur // 2, duur)))
    return begin, None


def _naam(random: Random) -> tuple:
    vrouw = random.random() < 0.5
    roepnaam = random.choice(VOORNAMEN_VROUW if vrouw else VOORNAMEN_MAN)
    tussenvoegsel, achternaam = random.choice(ACHTERNAMEN)
    voorletters = f"{roepnaam[0]}.{random.choice('ABCDEFGHJKLM')}."
    geboren = date(1958, 1, 1) + timedelta(days=random.randrange(17_000))
    delen = {"achternaam": achternaam, "roepnaam": roepnaam, "voorletters": voorletters}
    return (
        roepnaam,
        roepnaam,
        voorletters,
        tussenvoegsel,
        achternaam,
        geboren,
        "v" if vrouw else "m",
        "",
        "",
        zoeknaam(tussenvoegsel=tussenvoegsel, voornamen=roepnaam, **delen),
        sorteernaam(**delen),
    )


def _tel_rijen() -> int:
    """All rows of the tables with people's lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
            " and table_name ~ '^(personen|werkgevers|wsw|reintegratie|kern_gebeurtenis|kern_inzage)'"
        )
        namen = [naam for (naam,) in cursor.fetchall()]
        cursor.execute("select " + " + ".join(f'(select count(*) from "{naam}")' for naam in namen))
        return cursor.fetchone()[0]
