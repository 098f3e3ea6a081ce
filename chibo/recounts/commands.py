"""Say that something must be added up again, in the transaction that changed it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.utils import timezone

from chibo.core.days import FOREVER
from chibo.recounts.models import Recount

Folder = Callable[[Sequence[Recount]], None]
_folders: list[Folder] = []  # what adds up at once, where the database is one file
_block: ContextVar[list[Recount] | None] = ContextVar("_block", default=None)


def recount(
    units: Iterable[UUID], months: Iterable[dt.date | None], *, not_before: dt.date | None = None
) -> None:
    """Have months of units added up again; None: every month. A month is any of its days.

    Call it last: on SQLite it is added up before this returns. The caller is in a transaction.
    """
    days = set(months)
    recount_each(((unit, day) for unit in set(units) for day in days), not_before=not_before)


def recount_each(
    pairs: Iterable[tuple[UUID, dt.date | None]], *, not_before: dt.date | None = None
) -> None:
    """Have for each unit the month of a day added up again; as `recount`.

    A day to come waits: it is added up when it is there.
    """
    now = timezone.now()
    since = not_before or timezone.localdate(now)
    wanted = {
        (unit, None if day is None else _month(day), max(since, _waits(day))) for unit, day in pairs
    }
    rows = [
        Recount(unit=unit, month=month, not_before=day, asked_at=now) for unit, month, day in wanted
    ]
    if not rows:
        return
    rows = Recount.objects.bulk_create(rows, batch_size=2000)
    block = _block.get()
    if block is None:
        _fold(rows)
    else:
        block += rows


def _month(day: dt.date) -> dt.date:
    return day if day == FOREVER else day.replace(day=1)


def _waits(day: dt.date | None) -> dt.date:
    return dt.date.min if day in (None, FOREVER) else day


def recount_whole(units: Iterable[UUID], *, not_before: dt.date | None = None) -> None:
    """Have all months of units added up again."""
    recount(units, [None], not_before=not_before)


def recount_now(units: Iterable[UUID], *days: dt.date) -> None:
    """Have what holds now at units looked at again: who holds an office, which promise is late.

    days: on which it changes once more; those to come wait, the others need nothing.
    """
    cells = set(units)
    today = timezone.localdate()
    recount(cells, [FOREVER])
    for day in {day for day in days if today < day < FOREVER}:
        recount(cells, [FOREVER], not_before=day)


@contextmanager
def later() -> Iterator[None]:
    """Add up once, at the end, what a command asks for in several steps; as a decorator too."""
    if _block.get() is not None:
        yield
        return
    rows: list[Recount] = []
    token = _block.set(rows)
    try:
        yield
    finally:
        _block.reset(token)
    _fold(rows)


@contextmanager
def left_to_worker() -> Iterator[None]:
    """Only write down what is asked for: many commands in a row, or ones that are taken back."""
    token = _block.set([])
    try:
        yield
    finally:
        _block.reset(token)


def _fold(rows: Sequence[Recount]) -> None:
    today = timezone.localdate()
    due = [row for row in rows if row.not_before <= today]
    if due:
        for fold in _folders:
            fold(due)


def fold_with(fold: Folder) -> None:
    """Let a function add up at once the rows that were just written."""
    _folders.append(fold)
