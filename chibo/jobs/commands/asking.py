import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.jobs.kinds import KINDS
from chibo.jobs.models import ALIVE, Job, JobFile, State
from chibo.jobs.queries import same_alive
from chibo.journal.commands import Act, record

KEEP_JOBS_DAYS = 90


class CannotGoOn(Refused):
    """The job is in no state for this."""


@transaction.atomic
def ask_job(*, act: Act, kind: str, unit: UUID, arguments: dict[str, Any]) -> Job:
    """Have long work done in the background; the same one that still runs is returned instead.

    Raises: PermissionDenied; Http404; OtherContent.
    """
    province = KINDS[kind].admit(act.actor, unit, act.today)
    content = {"kind": kind, "arguments": arguments}
    if not record(act, verb="job.asked", unit=unit, province=province, content=content):
        found = Job.objects.filter(pk=act.id).first()
        return found or Job.objects.filter(asked_by=act.actor, kind=kind).latest("asked_at")
    if running := same_alive(act.actor, kind, unit, arguments):
        return running
    return Job.objects.create(
        id=act.id, province=province, unit=unit, kind=kind, arguments=arguments,
        asked_by=act.actor, asked_at=act.entered_at,
    )  # fmt: skip


@transaction.atomic
def stop_job(*, act: Act, job: Job) -> None:
    """Have a job stopped after its present step; what it did stays. Raises: CannotGoOn."""
    row = _held(act, "job.stopped", job)
    if row is None:
        return
    if row.state not in ALIVE:
        raise CannotGoOn(_("Việc này không còn chạy: không cần dừng nữa."))
    row.state = State.STOPPED if row.state == State.WAITING else State.STOPPING
    row.save(update_fields=["state"])


@transaction.atomic
def go_on_with(*, act: Act, job: Job) -> None:
    """Have a job that was stopped or broke gone on with, from where it was. Raises: CannotGoOn."""
    row = _held(act, "job.gone_on_with", job)
    if row is None:
        return
    if row.state not in (State.STOPPED, State.FAILED, State.STOPPING):
        raise CannotGoOn(_("Việc này đang chạy hoặc đã xong: không cần làm tiếp."))
    row.state = State.RUNNING if row.state == State.STOPPING else State.WAITING
    row.said, row.ended_at = "", None
    row.save(update_fields=["state", "said", "ended_at"])


def _held(act: Act, verb: str, job: Job) -> Job | None:
    """Return the job's row, held until the commit; None where the same act came before."""
    KINDS[job.kind].admit(act.actor, job.unit, act.today)
    if not record(act, verb=verb, unit=job.unit, province=job.province, content={}, subject=job.pk):
        return None
    return Job.objects.select_for_update().get(pk=job.pk)


@transaction.atomic
def drop_old_jobs(*, now: dt.datetime, today: dt.date) -> int:
    """Delete files whose day has come, and jobs that ended long ago; return how many files."""
    files = JobFile.objects.filter(keep_until__lte=today)
    count: int = files.delete()[0]
    ended = Job.objects.exclude(state__in=ALIVE)
    ended.filter(asked_at__lt=now - dt.timedelta(days=KEEP_JOBS_DAYS)).delete()
    return count
