"""Where the sums differ from the truth, found without writing anything."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from chibo.figures.models import COUNTERS, NOW, UnitMonth
from chibo.figures.paths import Path, seat_id
from chibo.figures.sums import all_months, chains_of, difference, inner_seats, unlike_below
from chibo.figures.truth import Sums
from chibo.recounts.models import Recount

CELLS = 200
ENOUGH = 100_000  # rows that differ, after which nobody needs to know how many more


@dataclass(frozen=True)
class Differing:
    """A counter of a unit's month that is not what it should be."""

    unit: UUID
    view: str
    month: int
    counter: str
    stands: int
    right: int


@dataclass(frozen=True)
class Compared:
    """How many rows differ; the counters of those, by unit and month; how many rows wait."""

    rows: int
    differing: list[Differing]
    waiting: int

    @property
    def is_cut(self) -> bool:
        """Whether the comparison stopped because so much differs."""
        return self.rows >= ENOUGH


class _Wrong:
    """By how much rows are less than right, each with all that are above."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UUID, str, int], Sums] = defaultdict(Counter)
        self.units: dict[UUID, UUID] = {}

    def add(self, view: str, path: Path, month: int, less: Sums) -> None:
        for depth in range(len(path)):
            seat = seat_id(path[depth:])
            self.units[seat] = path[depth]
            self.rows[seat, view, month].update(less)


def differences(cells: Iterable[UUID], *, today: dt.date) -> Compared:
    """Compare what stands with the truth of cells, and every sum above with what is below it.

    What is committed meanwhile is not seen: it is a question of one moment.
    """
    wrong = _Wrong()
    with _one_moment():
        rows = sorted(cells)
        for start in range(0, len(rows), CELLS):
            months = all_months(set(rows[start : start + CELLS]), today=today)
            wanted = {cell: found | {NOW} for cell, found in months.items()}
            sheet, _seats = difference(wanted, today=today)
            for (view, path, month), sums in sheet.items():
                wrong.add(view, path, month, sums)
            if len(wrong.rows) > ENOUGH:
                break
        else:
            _compare_above(wrong)
        waiting = Recount.objects.filter(not_before__lte=today).count()
        return Compared(*_counters(wrong), waiting)


def _compare_above(wrong: _Wrong) -> None:
    seats = inner_seats()
    for start in range(0, len(seats), CELLS):
        some = seats[start : start + CELLS]
        chains = chains_of(some)
        for (seat, view, month), sums in unlike_below({each.pk for each in some}).items():
            wrong.add(view, chains[seat], month, sums)


def _counters(wrong: _Wrong) -> tuple[int, list[Differing]]:
    """Return how many rows differ and the counters of as many as are worth naming."""
    less = {key: {name: n for name, n in sums.items() if n} for key, sums in wrong.rows.items()}
    less = {key: sums for key, sums in less.items() if sums}
    found = []
    keys = list(less)[:ENOUGH]
    for start in range(0, len(keys), CELLS):
        some = keys[start : start + CELLS]
        rows = UnitMonth.objects.filter(
            seat__in={key[0] for key in some}, month__in={key[2] for key in some}
        )
        stands = {
            (seat, view, month): dict(zip(COUNTERS, values, strict=True))
            for seat, view, month, *values in rows.values_list("seat", "view", "month", *COUNTERS)
        }
        for key in some:
            for name, n in less[key].items():
                now = stands.get(key, {}).get(name, 0)
                found.append(Differing(wrong.units[key[0]], key[1], key[2], name, now, now + n))
    return len(less), found


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read as of one moment, and keep nobody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("begin deferred")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("rollback")
