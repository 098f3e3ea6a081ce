"""What can be done in the background: each room above registers its kinds when it starts."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chibo.accounts.models import User
from chibo.jobs.models import Job


@dataclass(frozen=True)
class Step:
    """How far a job came. cursor: what it goes on from, as JSON; part: what is kept for the end."""

    done: int
    of: int
    cursor: Any = None
    part: Any = None


@dataclass(frozen=True)
class File:
    """What comes of a job."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """One kind of long work.

    read: makes the arguments from the last piece of an address; raises ValueError.
    title: what this job is called, from unit, arguments and day. about: what comes of it.
    admit: returns the unit's province to who may ask; raises PermissionDenied, Http404.
    steps: does the work and yields after each piece; goes on from `job.cursor` where that is set.
    finish: makes the file from the kept parts.
    """

    key: str
    about: Any
    read: Callable[[str], dict[str, Any]]
    title: Callable[[UUID, Mapping[str, Any], dt.date], str]
    admit: Callable[[User, UUID, dt.date], UUID]
    steps: Callable[[Job], Iterator[Step]]
    finish: Callable[[Job, Iterator[Any]], File] | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let jobs of a kind be asked for."""
    KINDS[kind.key] = kind
