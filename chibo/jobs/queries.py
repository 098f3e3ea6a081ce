"""The jobs that somebody asked for, as long as the right to their unit is held."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from chibo.accounts.models import User
from chibo.jobs.kinds import KINDS
from chibo.jobs.models import Job, JobFile, State

NEWEST = 30


@dataclass(frozen=True)
class Asked:
    """A job as who asked sees it. keep_until: the day its file is deleted, if it has one."""

    job: Job
    title: str
    keep_until: dt.date | None = None


def jobs_of(user: User, *, on: dt.date) -> list[Asked]:
    """Return the newest jobs that somebody asked for, and may still see."""
    rows = Job.objects.filter(asked_by=user, kind__in=KINDS).order_by("-asked_at")[:NEWEST]
    return [_asked(job, on) for job in rows if _may(user, job, on)]


def _may(user: User, job: Job, on: dt.date) -> bool:
    try:
        KINDS[job.kind].admit(user, job.unit, on)
    except (PermissionDenied, Http404):
        return False
    return True


def job_for(user: User, job: UUID, *, on: dt.date) -> Job:
    """Return a job to who asked for it. Raises: Http404; PermissionDenied."""
    row = Job.objects.filter(pk=job, asked_by=user, kind__in=KINDS).first()
    if row is None:
        raise Http404
    KINDS[row.kind].admit(user, row.unit, on)
    return row


def asked_for(job: Job, *, on: dt.date) -> Asked:
    """Return a job with its title and the day of its file."""
    return _asked(job, on)


def _asked(job: Job, on: dt.date) -> Asked:
    title = KINDS[job.kind].title(job.unit, job.arguments, on)
    until = JobFile.objects.filter(job=job, keep_until__gt=on).values_list("keep_until", flat=True)
    return Asked(job, title, until.first() if job.state == State.DONE else None)


def file_of(job: Job, *, on: dt.date) -> JobFile:
    """Return what came of a job, until the day of its deletion. Raises: Http404."""
    found = JobFile.objects.filter(job=job, keep_until__gt=on).first()
    if found is None:
        raise Http404
    return found


def same_alive(user: User, kind: str, unit: UUID, arguments: dict[str, Any]) -> Job | None:
    """Return a job of the same words that this user asked for and that has not ended."""
    alive = Job.objects.filter(
        asked_by=user, kind=kind, unit=unit, state__in=(State.WAITING, State.RUNNING)
    )
    return next((job for job in alive if job.arguments == arguments), None)


def day_of(job: Job) -> dt.date:
    """Return the day on which a job was asked for, where the meeting houses are."""
    return timezone.localdate(job.asked_at)
