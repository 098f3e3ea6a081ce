"""Say that something must be added up again, in the transaction that changed it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.utils import timezone

from chibo.core.days import FOREVER
from chibo.recounts.models import Recount

_folders: list[Callable[[int], None]] = []  # what adds up at once, where the database is one file
_later: ContextVar[bool] = ContextVar("_later", default=False)


def recount(
    units: Iterable[UUID], months: Iterable[dt.date | None], *, not_before: dt.date | None = None
) -> None:
    """Have months of units added up again; None: every month. A month is any of its days.

    Call it last: on SQLite it is added up before this returns. The caller is in a transaction.
    """
    now = timezone.now()
    day = not_before or timezone.localdate(now)
    wanted = {month and (month if month == FOREVER else month.replace(day=1)) for month in months}
    rows = [
        Recount(unit=unit, month=month, not_before=day, asked_at=now)
        for unit in set(units)
        for month in wanted
    ]
    Recount.objects.bulk_create(rows, batch_size=2000)
    if rows and not _later.get():
        for fold in _folders:
            fold(len(rows))


def recount_whole(units: Iterable[UUID], *, not_before: dt.date | None = None) -> None:
    """Have all months of units added up again."""
    recount(units, [None], not_before=not_before)


def recount_now(units: Iterable[UUID], *, not_before: dt.date | None = None) -> None:
    """Have what holds now at units looked at again: who holds an office, which promise is late."""
    recount(units, [FOREVER], not_before=not_before)


@contextmanager
def later() -> Iterator[None]:
    """Write the rows only, and let the worker add up: for what touches many cells."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def fold_with(fold: Callable[[int], None]) -> None:
    """Let a function add up at once what was just asked for; it is told how many rows."""
    _folders.append(fold)
