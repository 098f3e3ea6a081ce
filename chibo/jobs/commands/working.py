"""What the worker does: takes a job, goes on from its cursor, notes each step."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.jobs.kinds import KINDS, File, Kind, Step
from chibo.jobs.models import Job, JobFile, JobPart, State

SILENT = dt.timedelta(seconds=60)  # a worker that was silent so long has died
KEEP_FILES_DAYS = 7
_log = logging.getLogger(__name__)
_each_second: list[Callable[[], object]] = []


def each_second(function: Callable[[], object]) -> None:
    """Have the worker call a function each second, between the steps of a job too."""
    _each_second.append(function)


@dataclass
class Turn:
    """One worker. leaving: says that it is to end; it then lets its job go to the next."""

    leaving: Callable[[], bool] = lambda: False
    silent: dt.timedelta = SILENT
    called_at: float = field(default=float("-inf"))

    def tick(self) -> None:
        """Call what is to be called each second, if a second has passed."""
        if time.monotonic() - self.called_at < 1:
            return
        self.called_at = time.monotonic()
        for function in _each_second:
            try:
                function()
            except Exception:  # noqa: BLE001 - the next second may go well; the log has it whole
                _log.exception("each second")


def work(turn: Turn) -> None:
    """Do what is asked for, one job after another, until it is time to leave."""
    while not turn.leaving():
        close_old_connections()
        turn.tick()
        if not work_once(turn):
            time.sleep(0.2)


def work_once(turn: Turn | None = None) -> bool:
    """Take a job up and do it to its end, or until it is to stop; say whether there was one."""
    turn = turn or Turn()
    job = take_job(silent=turn.silent)
    if job is None:
        return False
    try:
        _work_on(job, KINDS[job.kind], turn)
    except Refused as refusal:
        _end(job, State.FAILED, said=str(refusal))
    except Exception:  # noqa: BLE001 - a job that breaks takes no other with it; the log has it whole
        _log.exception("job %s", job)
        broken = _("Việc này hỏng giữa chừng. Bấm Làm tiếp; hỏng lần nữa thì báo người quản trị.")
        _end(job, State.FAILED, said=broken)
    return True


def take_job(*, silent: dt.timedelta) -> Job | None:
    """Return the next job, now held by a new mark: one that waits, or one whose worker died."""
    now = timezone.now()
    died = Q(state__in=(State.RUNNING, State.STOPPING), heartbeat__lt=now - silent)
    wanted = Job.objects.filter(Q(state=State.WAITING) | died, kind__in=KINDS).order_by("asked_at")
    if not wanted.exists():
        return None
    with transaction.atomic():
        rows = wanted
        if connection.features.has_select_for_update_skip_locked:
            rows = wanted.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        if job.state == State.STOPPING:
            job.state, job.ended_at, job.worker = State.STOPPED, now, None
        else:
            job.state, job.worker, job.begun_at = State.RUNNING, uuid4(), job.begun_at or now
        job.heartbeat = now
        job.save()
    return job if job.state == State.RUNNING else take_job(silent=silent)


def _work_on(job: Job, kind: Kind, turn: Turn) -> None:
    for step in kind.steps(job):
        if not _keep(job, step):
            return
        turn.tick()
        if turn.leaving():
            _end(job, State.WAITING)
            return
    made = None
    if kind.finish is not None:
        rows = JobPart.objects.filter(job=job).order_by("pk").values_list("content", flat=True)
        made = kind.finish(job, rows.iterator(chunk_size=200))
    _end(job, State.DONE, made=made)


def _keep(job: Job, step: Step) -> bool:
    """Note a step and what it made; say whether to go on."""
    with transaction.atomic():
        row = _held_by(job.pk, job.worker)
        if row is None:
            return False
        if step.part is not None:
            JobPart.objects.create(job=row, content=step.part)
        row.done, row.of, row.cursor, row.heartbeat = (
            step.done,
            step.of,
            step.cursor,
            timezone.now(),
        )
        if row.state == State.STOPPING:
            row.state, row.worker, row.ended_at = State.STOPPED, None, row.heartbeat
        row.save()
    return row.state == State.RUNNING


def _held_by(job: UUID, worker: UUID | None) -> Job | None:
    """Return the job's row, if this worker still holds it: one that slept too long has lost it."""
    return Job.objects.select_for_update().filter(pk=job, worker=worker).first()


@transaction.atomic
def _end(job: Job, state: State, *, said: str = "", made: File | None = None) -> None:
    """Let a job go, with what came of it."""
    row = _held_by(job.pk, job.worker)
    if row is None:
        return
    now = timezone.now()
    if (row.state, state) == (State.STOPPING, State.WAITING):
        state = State.STOPPED
    row.state, row.worker, row.said = state, None, said
    row.ended_at = None if state == State.WAITING else now
    if state == State.DONE:
        JobPart.objects.filter(job=row).delete()
    if made is not None:
        JobFile.objects.create(
            job=row, name=made.name, media=made.media, content=made.content,
            keep_until=timezone.localdate(now) + dt.timedelta(days=KEEP_FILES_DAYS),
        )  # fmt: skip
    row.save()
