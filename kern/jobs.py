"""Jobs: work of more than a second, on PostgreSQL, with progress, stop, retry and safe repeat (L1).

An app writes a function and names it:

    @taaksoort("import")
    def lees_in(taak, voortgang):
        for nummer, rij in enumerate(rijen, start=1):
            ...
            voortgang(nummer, len(rijen), "rijen gelezen")
        return {"tekst": "423 rijen ingelezen", "url": "/import/41/"}

and a view starts it with `start_taak("import", titel=..., door=request.user, gemeente=..., sleutel="41")`.
The function runs in one transaction together with the mark that it is done: a worker that is killed
halfway leaves nothing, one that is killed afterwards is not done twice. A job that must commit in
between (thousands of independent pieces) says `@taaksoort("x", een_transactie=False)` and must be able
to start again where it was.

Result keys that the status page knows: `tekst`, `url` with `knop`, `bestand` (pk of a Bestand).
Other keys are shown as "sleutel: waarde".
"""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status as Jobstatus
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kern import concepts, once, relogin, undo
from kern.logbook import leg_vast
from kern.models import Aanwezigheid, Achtergrondtaak, Concept, Ongedaan

logger = logging.getLogger(__name__)

RIJ = "taken"
MAX_POGINGEN = 5
VERSE_HARTSLAG = 45  # seconds; a worker beats every ten
PAUZE = 0.5  # at most one progress write per half second
Status = Achtergrondtaak.Status


class TaakGestopt(Exception):
    """Raised by `voortgang` when someone pressed [Stop]."""


class WerkerStopt(Exception):
    """Raised by `voortgang` when this worker is told to end; the job goes back in the queue."""


@dataclass(frozen=True)
class Taaksoort:
    code: str
    functie: Callable
    een_transactie: bool


_SOORTEN: dict[str, Taaksoort] = {}


def taaksoort(code: str, *, een_transactie: bool = True):
    """Register `functie(taak, voortgang) -> dict` as the work of this kind of job."""

    def decorate(functie):
        if code in _SOORTEN and _SOORTEN[code].functie is not functie:
            raise ValueError(f"taaksoort {code} bestaat al")
        _SOORTEN[code] = Taaksoort(code, functie, een_transactie)
        return functie

    return decorate


# ---- start, stop, again: called by actions and views ---------------------------------------------------
@transaction.atomic
def start_taak(soort, *, titel, door, gemeente=None, parameters=None, sleutel="") -> Achtergrondtaak:
    """Zet een taak klaar, in de transactie van de aanroeper: mislukt die, dan is er ook geen taak.

    Loopt er al een taak van deze soort met deze sleutel, dan komt die terug en begint er niets nieuws.
    """
    if soort not in _SOORTEN:
        raise ValueError(f"onbekende taaksoort {soort}")
    taak = Achtergrondtaak(
        soort=soort,
        titel=titel[:200],
        aangevraagd_door=door,
        gemeente=gemeente,
        parameters=parameters or {},
        sleutel=sleutel,
    )
    try:
        with transaction.atomic():
            # The unique constraint lets a second start wait for the first, then refuses it.
            taak.save(force_insert=True)
    except IntegrityError:
        return Achtergrondtaak.objects.get(
            soort=soort, sleutel=sleutel, status__in=[Status.WACHT, Status.BEZIG]
        )
    _zet_in_rij(taak)
    leg_vast("taak.gestart", onderwerp=taak, door=door, omschrijving=f"Taak gestart: {taak.titel}")
    return taak


@transaction.atomic
def stop_taak(taak, *, door) -> Achtergrondtaak:
    """Vraag een taak te stoppen; wat wacht stopt meteen, wat bezig is bij de volgende stap."""
    taak = Achtergrondtaak.objects.select_for_update().get(pk=taak.pk)
    if not taak.loopt:
        raise ValidationError("Deze taak is al klaar. Stoppen kan niet meer.")
    taak.stop_gevraagd = True
    if taak.status == Status.WACHT:
        taak.status, taak.klaar_op = Status.GESTOPT, timezone.now()
        taak.melding = "Gestopt voordat de taak begon. Er is niets veranderd."
    taak.save(update_fields=["stop_gevraagd", "status", "klaar_op", "melding"])
    leg_vast("taak.gestopt", onderwerp=taak, door=door, omschrijving=f"Stop gevraagd: {taak.titel}")
    return taak


@transaction.atomic
def herhaal_taak(taak, *, door) -> Achtergrondtaak:
    """Zet een mislukte of gestopte taak opnieuw in de rij."""
    taak = Achtergrondtaak.objects.select_for_update().get(pk=taak.pk)
    if taak.status not in (Status.MISLUKT, Status.GESTOPT):
        raise ValidationError("Deze taak is niet mislukt of gestopt. Opnieuw starten kan niet.")
    taak.status, taak.klaar_op, taak.begonnen_op = Status.WACHT, None, None
    taak.gedaan, taak.totaal, taak.pogingen, taak.melding, taak.stop_gevraagd = 0, 0, 0, "", False
    taak.validate_constraints()
    taak.save()
    _zet_in_rij(taak)
    leg_vast("taak.opnieuw", onderwerp=taak, door=door, omschrijving=f"Taak opnieuw gestart: {taak.titel}")
    return taak


def _zet_in_rij(taak) -> None:
    # Always over Django's own connection, also inside a worker: row and job commit together.
    manager = JobManager(DjangoConnector())
    lock = f"{taak.soort}:{taak.sleutel}" if taak.sleutel else None
    deferrer = configure_task(
        name="kern.taak", job_manager=manager, queue=RIJ, lock=lock, task_kwargs={"taak_id": taak.pk}
    )
    taak.job_id = deferrer.defer()
    taak.save(update_fields=["job_id"])


def verwerker_actief() -> bool:
    """Is er een verwerker (worker) die de laatste driekwart minuut van zich liet horen?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select 1 from procrastinate_workers"
            " where last_heartbeat > now() - make_interval(secs => %s))",
            [VERSE_HARTSLAG],
        )
        return cursor.fetchone()[0]


# ---- running: in the worker, or inline in a test or command ----------------------------------------------
class Voortgang:
    """Writes progress so that others see it while the job's own transaction is still open."""

    def __init__(self, taak, stopt: Callable[[], bool], eigen_verbinding: bool):
        self.taak = taak
        self._stopt = stopt
        # Inside someone else's transaction (a test, a command) the row is not visible from outside.
        self._verbinding = connection.copy() if eigen_verbinding else connection
        self._eigen = eigen_verbinding
        self._laatst = 0.0

    def __call__(self, gedaan: int, totaal: int, melding: str = "") -> None:
        """Report progress; raises TaakGestopt or WerkerStopt when the job has to end."""
        nu = time.monotonic()
        if nu - self._laatst < PAUZE:
            return
        self._laatst = nu
        if self._stopt():
            raise WerkerStopt
        with self._verbinding.cursor() as cursor:
            cursor.execute(
                "update kern_achtergrondtaak set gedaan = least(%(gedaan)s, nullif(%(totaal)s, 0)),"
                " totaal = %(totaal)s, melding = %(melding)s where id = %(id)s returning stop_gevraagd",
                {"gedaan": gedaan, "totaal": totaal, "melding": melding[:500], "id": self.taak.pk},
            )
            rij = cursor.fetchone()
        if rij and rij[0]:
            raise TaakGestopt

    def sluit(self) -> None:
        if self._eigen:
            self._verbinding.close()


def voer_taak_uit(taak, *, stopt: Callable[[], bool] = lambda: False) -> Achtergrondtaak:
    """Voer een taak uit die wacht; een taak die al klaar of gestopt is, blijft zoals hij is.

    De taak komt altijd in een eindtoestand, behalve als de verwerker stopt: dan wacht hij weer.
    """
    taak = _begin(taak.pk)
    if taak.status != Status.BEZIG:
        return taak
    soort = _SOORTEN[taak.soort]
    voortgang = Voortgang(taak, stopt, eigen_verbinding=not connection.in_atomic_block)
    try:
        with ExitStack() as stack:
            if soort.een_transactie:
                stack.enter_context(transaction.atomic())
                _ruime_termijnen()
            resultaat = soort.functie(taak, voortgang) or {}
            voortgang.sluit()
            _klaar(taak, resultaat)
    except TaakGestopt:
        tekst = "Er is niets opgeslagen." if soort.een_transactie else "Wat al gedaan was, is bewaard."
        _einde(taak, Status.GESTOPT, f"Gestopt. {tekst}")
    except WerkerStopt:
        Achtergrondtaak.objects.filter(pk=taak.pk).update(
            status=Status.WACHT, melding="De verwerker is gestopt. De taak begint straks opnieuw."
        )
        raise
    except ValidationError as fout:
        _einde(taak, Status.MISLUKT, " ".join(fout.messages))
    except Exception:
        logger.exception("taak %s (%s) mislukt", taak.pk, taak.soort)
        _einde(
            taak, Status.MISLUKT, "Er ging iets mis. Er is niets opgeslagen. Probeer het opnieuw of meld het."
        )
    finally:
        voortgang.sluit()
    taak.refresh_from_db()
    return taak


@transaction.atomic
def _begin(pk) -> Achtergrondtaak:
    taak = Achtergrondtaak.objects.select_for_update().get(pk=pk)
    if not taak.loopt:
        return taak
    taak.pogingen += 1
    if taak.stop_gevraagd:
        taak.status, taak.klaar_op = Status.GESTOPT, timezone.now()
    elif taak.pogingen > MAX_POGINGEN:
        taak.status, taak.klaar_op = Status.MISLUKT, timezone.now()
        taak.melding = f"De taak is {MAX_POGINGEN} keer afgebroken. Meld het bij je beheerder."
    else:
        taak.status, taak.begonnen_op, taak.melding = Status.BEZIG, timezone.now(), ""
    taak.save()
    return taak


def _ruime_termijnen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '30min'")
        cursor.execute("set local idle_in_transaction_session_timeout = '30min'")


def _klaar(taak, resultaat: dict) -> None:
    bestand = resultaat.pop("bestand", None)
    stand = Achtergrondtaak.objects.values("totaal").get(pk=taak.pk)
    Achtergrondtaak.objects.filter(pk=taak.pk).update(
        status=Status.KLAAR,
        klaar_op=timezone.now(),
        gedaan=stand["totaal"],
        melding="",
        resultaat=resultaat,
        resultaatbestand_id=getattr(bestand, "pk", bestand),
    )


def _einde(taak, status, melding) -> None:
    Achtergrondtaak.objects.filter(pk=taak.pk).update(
        status=status, klaar_op=timezone.now(), melding=melding[:500]
    )


# ---- procrastinate: the queue behind it ---------------------------------------------------------------
@app.task(
    name="kern.taak",
    queue=RIJ,
    pass_context=True,
    retry=RetryStrategy(max_attempts=1000, retry_exceptions=[exceptions.JobAborted]),
)
def taak_job(context, taak_id: int) -> None:
    """One job: the row in kern_achtergrondtaak says what to do."""
    try:
        taak = Achtergrondtaak.objects.filter(pk=taak_id).first()
        if taak is not None:
            voer_taak_uit(taak, stopt=context.should_abort)
    except WerkerStopt:
        raise exceptions.JobAborted from None
    finally:
        # The thread may not live longer than this job; a new connection costs less than a job.
        connection.close()


@app.periodic(cron="* * * * *")
@app.task(name="kern.veeg", queue=RIJ, queueing_lock="kern.veeg", lock="kern.veeg")
async def veeg_job(timestamp: int = 0) -> None:
    """Every minute: give the jobs of a worker that died to one that lives."""
    await veeg()


async def veeg(seconden: float = 30) -> int:
    """Put jobs of dead workers back in the queue; returns how many. Also used by `werker` at its start."""
    aantal = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconden):
        if job.task_name != "kern.taak":
            # Periodic work comes back by itself.
            await app.job_manager.finish_job(job, status=Jobstatus.FAILED, delete_job=True)
            continue
        taak_id = job.task_kwargs["taak_id"]
        if isinstance(taak_id, int):
            await sync_to_async(_meld_uitval)(taak_id)
        await app.job_manager.retry_job(job)
        aantal += 1
    return aantal


def _meld_uitval(taak_id: int) -> None:
    try:
        Achtergrondtaak.objects.filter(pk=taak_id, status=Status.BEZIG).update(
            status=Status.WACHT, melding="De verwerker viel uit. De taak begint vanzelf opnieuw."
        )
    finally:
        connection.close()


# ---- housekeeping: a periodic function of any app ---------------------------------------------------------
def dagelijks(code: str, cron: str = "30 3 * * *"):
    """Register a function without arguments that runs once a day (in one transaction), and can be repeated."""

    def decorate(functie):
        @app.periodic(cron=cron)
        @app.task(name=f"dagelijks.{code}", queue=RIJ, queueing_lock=f"dagelijks.{code}")
        def opruim_job(timestamp: int = 0) -> None:
            try:
                with transaction.atomic():
                    functie()
            finally:
                connection.close()

        return functie

    return decorate


@dagelijks("opruimen")
def ruim_op() -> None:
    """Throw away what only had to live for a while; the terms stand beside the thing itself."""
    nu = timezone.now()
    Concept.objects.filter(gewijzigd_op__lt=nu - timedelta(days=concepts.BEWAAR_DAGEN)).delete()
    Ongedaan.objects.filter(gemaakt_op__lt=nu - 2 * undo.TERMIJN).delete()
    Aanwezigheid.objects.filter(gezien_op__lt=nu - timedelta(days=1)).delete()
    once.ruim_eenmalig_op()
    relogin.ruim_onderbroken_op()
