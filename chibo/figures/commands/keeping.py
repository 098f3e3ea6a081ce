"""Keep the sums: fold what was asked for, rebuild all, note what the calendar changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chibo.core.days import FOREVER, Month
from chibo.figures.commands.folding import write
from chibo.figures.models import NOW, Folded, Seat, UnitMonth
from chibo.figures.paths import Paths
from chibo.figures.truth import months_of
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Designation, Kind
from chibo.recounts.models import Recount

BATCH = 400  # rows of the queue at once
CELLS = 100  # cells rebuilt at once
AT_ONCE = 200  # rows that a command on SQLite adds up itself; the rest is the worker's
LOCK = 710_514


def fold(*, today: dt.date | None = None, limit: int = BATCH) -> int:
    """Add up the oldest rows that are asked for; return how many, 0 when there are none.

    One folds at a time; who comes second finds nothing to do.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        if not _locked():
            return 0
        rows = list(Recount.objects.filter(not_before__lte=today).order_by("pk")[:limit])
        if rows:
            write(_wanted(rows, today), today=today)
            Recount.objects.filter(pk__in=[row.pk for row in rows]).delete()
        Folded.objects.update_or_create(pk=1, defaults={"folded_at": timezone.now()})
    return len(rows)


def fold_all(*, today: dt.date | None = None) -> int:
    """Fold until nothing is asked for; return how many rows."""
    total = 0
    while found := fold(today=today):
        total += found
    return total


def _locked() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _wanted(rows: Iterable[Recount], today: dt.date) -> dict[UUID, set[int]]:
    """Return the months of each cell that rows of the queue ask for; each looks at today too."""
    wanted: dict[UUID, set[int]] = defaultdict(set)
    whole = set()
    for row in rows:
        wanted[row.unit].add(NOW)
        if row.month is None:
            whole.add(row.unit)
        elif row.month != FOREVER:
            wanted[row.unit].add(Month.of(row.month).index)
    for cell, months in _all_months(whole, today).items():
        wanted[cell] |= months
    this = Month.of(today).index
    cells = _cells(wanted)
    return {
        cell: {month for month in months if month <= this or month == NOW}
        for cell, months in wanted.items() if cell in cells
    }  # fmt: skip


def _cells(units: Iterable[UUID]) -> set[UUID]:
    """Return those that were ever a cell, or of which something stands."""
    units = set(units)
    ever = Designation.objects.filter(unit__in=units, kind=Kind.CELL)
    closed = MinutesClosure.objects.filter(cell__in=units)
    stood = Seat.objects.filter(unit__in=units)
    return {
        *ever.values_list("unit", flat=True), *closed.values_list("cell", flat=True),
        *stood.filter(below__isnull=True).values_list("unit", flat=True),
    }  # fmt: skip


def _all_months(cells: set[UUID], today: dt.date) -> dict[UUID, set[int]]:
    """Return every month of these cells in which something is, or stands."""
    if not cells:
        return {}
    found = months_of(cells, Paths(cells, today=today))
    rows = UnitMonth.objects.filter(seat__unit__in=cells).values_list("seat__unit", "month")
    for cell, month in rows:
        found[cell].add(month)
    return found


def rebuild(*, today: dt.date | None = None, start: int = 0) -> Iterator[tuple[int, int]]:
    """Make all sums again from the truth, some cells at a time; yield how many of how many.

    While it runs the pages read what is there; it may be broken off and begun again, or gone on
    with. start: how many cells were done before; those that came since are added up anyway.
    """
    today = today or timezone.localdate()
    if start == 0:
        with transaction.atomic():
            Recount.objects.filter(not_before__lte=today).delete()
            UnitMonth.objects.all().delete()
            Seat.objects.all().delete()
    cells = sorted(set(Designation.objects.filter(kind=Kind.CELL).values_list("unit", flat=True)))
    for at in range(start, len(cells), CELLS):
        some = set(cells[at : at + CELLS])
        with transaction.atomic():
            months = _all_months(some, today)
            write({cell: found | {NOW} for cell, found in months.items()}, today=today)
        yield min(at + CELLS, len(cells)), len(cells)
    Folded.objects.update_or_create(
        pk=1, defaults={"folded_at": timezone.now(), "ticked_on": today}
    )
