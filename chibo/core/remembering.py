"""Answers that are asked for again within one request are given from memory.

A room asks only itself and the rooms below it, so a remembered answer holds until one of these is
written. From then on the room and all above it ask the database each time, also if that write is
taken back later.
"""

import copy
import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection

from chibo import ROOMS

P = ParamSpec("P")
R = TypeVar("R")
ASIDE = ("journal_", "recounts_", "accounts_draft", "django_session")  # no answer is read there
_QUIET = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "SET")
_TABLE = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?([a-z]+_[a-z_]+)')


class _Memory:
    """What one request has asked so far. floor: the lowest room that was written."""

    def __init__(self) -> None:
        self.floor = len(ROOMS)
        self.answers: dict[Any, Any] = {}

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Look at a statement on its way to the database."""
        is_lock = "FOR UPDATE" in sql
        if is_lock or not sql.startswith(_QUIET):
            self._written(sql)
        return execute(sql, params, many, context)

    def _written(self, sql: str) -> None:
        found = _TABLE.search(sql)
        table = found.group(1) if found else ""
        if table.startswith(ASIDE):
            return
        room = table.partition("_")[0]
        floor = ROOMS.index(room) if room in ROOMS else 0
        if floor < self.floor:
            self.floor = floor
            self.answers = {key: row for key, row in self.answers.items() if key[0] < floor}


_memory: ContextVar[_Memory | None] = ContextVar("_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers until the end of the block: one request, never longer."""
    memory = _Memory()
    token = _memory.set(memory)
    try:
        with connection.execute_wrapper(memory.watch):
            yield
    finally:
        _memory.reset(token)


def remembered(ask: Callable[P, R]) -> Callable[P, R]:
    """Let a question be remembered: a function of a room that reads, and returns no queryset.

    A list, set or mapping is given as a copy; what is in it is shared.
    """
    room = ROOMS.index(ask.__module__.split(".")[1])

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _memory.get()
        given = [_fixed(value) for value in (*args, *kwargs.values())]
        if memory is None or room >= memory.floor or None in given:
            return ask(*args, **kwargs)
        key = (room, ask, tuple(kwargs), *given)
        if key not in memory.answers:
            memory.answers[key] = ask(*args, **kwargs)
        known: R = copy.copy(memory.answers[key])
        return known

    return answer


def _fixed(value: object) -> Hashable | None:
    """Return an argument as what can be a key, or None where it cannot."""
    if isinstance(value, list | tuple | set | frozenset):
        return (
            type(value),
            *(value if isinstance(value, list | tuple) else sorted(value, key=str)),
        )
    is_plain = isinstance(value, str | int | UUID | dt.date) or is_dataclass(value)
    return value if is_plain and isinstance(value, Hashable) else None
