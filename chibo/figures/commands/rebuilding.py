"""Make the sums again from the truth, in place: pages read what is there meanwhile."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from chibo.figures.commands.folding import add, write
from chibo.figures.commands.keeping import fold_all, lock, note_folded, tick
from chibo.figures.models import NOW, Folded, Seat, UnitMonth
from chibo.figures.sums import all_months, inner_seats, unlike_below
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Designation, Kind
from chibo.recounts.models import Recount

CELLS = 100  # cells rebuilt at once
AT_ONCE = 1000  # rows of the queue taken away at once
SEATS = 50  # seats above them added up at once


def rebuild(*, today: dt.date | None = None) -> Iterator[tuple[int, int]]:
    """Bring all sums to the truth, some cells at a time; yield how many of how many.

    Whatever stands is mended where it differs. Broken off, it goes on where it was; what is asked
    for meanwhile is folded as ever.
    """
    today = today or timezone.localdate()
    note_folded()
    cells = every_cell()
    done = _done(cells)
    asked = _asked(today) if not done else []  # what they ask for will be done when all is
    while done < len(cells):
        some = set(cells[done : done + CELLS])
        with transaction.atomic():
            lock(wait=True)
            months = all_months(some, today=today)
            write({cell: found | {NOW} for cell, found in months.items()}, today=today)
            Folded.objects.filter(pk=1).update(rebuilt_to=max(some))
        done += len(some)
        yield done, len(cells)
    add_up_again()
    Folded.objects.filter(pk=1).update(rebuilt_to=None)
    for start in range(0, len(asked), AT_ONCE):
        Recount.objects.filter(pk__in=asked[start : start + AT_ONCE]).delete()
    tick(today=today)
    fold_all(today=today)


def _asked(today: dt.date) -> list[int]:
    return list(Recount.objects.filter(not_before__lte=today).values_list("pk", flat=True))


def every_cell() -> list[UUID]:
    """Return all that were ever a cell, or of which something stands, in the order of keys."""
    ever = Designation.objects.filter(kind=Kind.CELL).values_list("unit", flat=True)
    closed = MinutesClosure.objects.values_list("cell", flat=True)
    stood = Seat.objects.filter(below__isnull=True).values_list("unit", flat=True)
    return sorted({*ever, *closed.distinct(), *stood})


def _done(cells: list[UUID]) -> int:
    """Return how many cells a rebuild that was broken off had done."""
    last = Folded.objects.filter(pk=1).values_list("rebuilt_to", flat=True).first()
    return sum(cell <= last for cell in cells) if last else 0


def add_up_again() -> int:
    """Mend the rows of seats that have others below: they are the sums of those; return how many.

    Seats where nothing stands and none is below go.
    """
    mended = 0
    deepest = Seat.objects.aggregate(depth=Max("depth"))["depth"] or 0
    for depth in range(deepest - 1, -1, -1):
        seats = inner_seats(depth)
        for start in range(0, len(seats), SEATS):
            some = seats[start : start + SEATS]
            with transaction.atomic():
                lock(wait=True)
                wrong = unlike_below({seat.pk for seat in some})
                add(wrong, {seat.pk: seat.province for seat in some})
            mended += len(wrong)
    _take_away_empty(deepest)
    return mended


@transaction.atomic
def _take_away_empty(deepest: int) -> None:
    lock(wait=True)
    for depth in range(deepest, -1, -1):
        rows = UnitMonth.objects.filter(seat=OuterRef("pk"))
        empty = Seat.objects.filter(~Exists(rows), depth=depth, below__isnull=True)
        Seat.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).delete()
