"""Measuring one page: time, SQL, bytes, and the same rows by bare SQL and by the Django admin, interleaved."""

import gc
import gzip
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client

WARM = 3
# A slow page is repeated less often: never more than this many seconds per page.
BUDGET = 8.0
LEAST = 3


@dataclass
class Vragen:
    """The SQL of one request, as Django sent it."""

    lijst: list[tuple[str, object]] = field(default_factory=list)
    seconden: float = 0.0

    def __call__(self, execute, sql, params, many, context):
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconden += time.perf_counter() - begin
            self.lijst.append((sql, params))

    @property
    def lezend(self) -> list[tuple[str, object]]:
        """What reads: only this can be repeated by itself."""
        return [vraag for vraag in self.lijst if str(vraag[0]).lstrip("( ").upper().startswith("SELECT")]


@dataclass(frozen=True)
class Meting:
    """One row of the report; all times in milliseconds."""

    naam: str
    rol: str
    keer: int
    p50: float
    p95: float
    sql: float
    vragen: int
    bytes: int
    gzip: int
    kaal: float
    admin: float | None

    @property
    def python(self) -> float:
        return self.p50 - self.sql

    @property
    def op_kaal(self) -> float:
        """Page ÷ the same SELECTs alone."""
        return self.p50 / self.kaal if self.kaal else 0.0

    @property
    def op_admin(self) -> float | None:
        return self.p50 / self.admin if self.admin else None


class Mislukt(Exception):
    """A page that does not answer 200 is not worth measuring."""


def meet_pagina(naam: str, rol: str, client: Client, url: str, *, keer: int, admin: str = "") -> Meting:
    """Repeat page, bare SQL and admin by turns, so that a busy moment hits all three alike."""
    antwoord, vragen = _een_keer(client, url)
    begin = time.perf_counter()
    for _ in range(WARM - 1):
        antwoord, vragen = _een_keer(client, url)
        if time.perf_counter() - begin > BUDGET / 4:
            break  # slow enough to know that it is not the first time
    tijden: list[float] = []
    sql: list[float] = []
    kaal: list[float] = []
    admins: list[float] = []
    if admin:
        _een_keer(client, admin)
    einde = time.perf_counter() + BUDGET
    with _zonder_opruimen():
        while len(tijden) < keer and (len(tijden) < LEAST or time.perf_counter() < einde):
            duur, (antwoord, vragen) = _klok(lambda: _een_keer(client, url))
            tijden.append(duur)
            sql.append(vragen.seconden)
            kaal.append(_klok(lambda lezend=vragen.lezend: _herhaal(lezend))[0])
            if admin:
                admins.append(_klok(lambda: _een_keer(client, admin))[0])
    inhoud = antwoord.getvalue()
    return Meting(
        naam=naam,
        rol=rol,
        keer=len(tijden),
        p50=_ms(statistics.median(tijden)),
        p95=_ms(_p95(tijden)),
        sql=_ms(statistics.median(sql)),
        vragen=len(vragen.lijst),
        bytes=len(inhoud),
        gzip=len(gzip.compress(inhoud, 6)),
        kaal=_ms(statistics.median(kaal)),
        admin=_ms(statistics.median(admins)) if admins else None,
    )


def meet(doe: Callable[[], object], *, keer: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds of anything; the first time does not count."""
    doe()
    tijden: list[float] = []
    einde = time.perf_counter() + BUDGET
    with _zonder_opruimen():
        while len(tijden) < keer and (len(tijden) < LEAST or time.perf_counter() < einde):
            tijden.append(_klok(doe)[0])
    return _ms(statistics.median(tijden)), _ms(_p95(tijden))


def piek_mb() -> float:
    """The most memory this process ever had."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _een_keer(client: Client, url: str):
    vragen = Vragen()
    with connection.execute_wrapper(vragen):
        antwoord = client.get(url, headers={"host": "localhost"})
        antwoord.getvalue()
    if antwoord.status_code != 200:
        raise Mislukt(
            f"{url.split('?')[0]} gaf {antwoord.status_code} {antwoord.headers.get('Location', '')}"
        )
    return antwoord, vragen


def _herhaal(lezend) -> None:
    with connection.cursor() as cursor:
        for sql, params in lezend:
            cursor.execute(sql, params)
            cursor.fetchall()


def _klok(doe: Callable):
    begin = time.perf_counter()
    uit = doe()
    return time.perf_counter() - begin, uit


@contextmanager
def _zonder_opruimen():
    """The collector runs between requests in a real worker as well, but not in the middle of a figure."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _p95(tijden: list[float]) -> float:
    return sorted(tijden)[min(len(tijden) - 1, round(len(tijden) * 0.95))]


def _ms(seconden: float) -> float:
    return round(seconden * 1000, 2)
