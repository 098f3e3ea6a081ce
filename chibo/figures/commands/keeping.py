"""Keep the sums up to date: fold what was asked for, and what the calendar alone changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from chibo.core.days import FOREVER, Month
from chibo.figures.commands.folding import write
from chibo.figures.models import NOW, Folded, Seat
from chibo.figures.paths import Lives
from chibo.figures.sums import all_months
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Designation, Kind
from chibo.recounts.commands import left_to_worker, recount_now
from chibo.recounts.models import Recount
from chibo.resolutions.models import Task

BATCH = 400  # rows of the queue at once
WHOLE = 20  # all months of a cell, in months
AT_ONCE = 200  # months that a command on SQLite adds up itself; more is the worker's
QUIET = dt.timedelta(seconds=15)  # how often an idle worker says that nothing waits
LOCK = 710_514


def fold(*, today: dt.date | None = None, limit: int = BATCH) -> int:
    """Add up the oldest rows that are asked for; return how many, 0 when there are none.

    One folds at a time; who comes second finds nothing to do.
    """
    today = today or timezone.localdate()
    if not Recount.objects.filter(not_before__lte=today).exists():
        Folded.objects.filter(pk=1, folded_at__lt=timezone.now() - QUIET).update(
            folded_at=timezone.now()
        )
        return 0
    with transaction.atomic():
        if not lock(wait=False):
            return 0
        rows = list(Recount.objects.filter(not_before__lte=today).order_by("pk")[:limit])
        _add_up(rows, today)
    return len(rows)


def fold_all(*, today: dt.date | None = None) -> int:
    """Fold until nothing is asked for; return how many rows."""
    total = 0
    while found := fold(today=today):
        total += found
    return total


def fold_at_once(rows: Sequence[Recount]) -> None:
    """Add up rows just written, in their transaction, unless they are too many for a command.

    Only where one writes at a time: what waits for today's look at the same units is done with it.
    """
    months = len({(row.unit, row.month) for row in rows if row.month})
    if months + WHOLE * sum(row.month is None for row in rows) <= AT_ONCE:
        today = timezone.localdate()
        with transaction.atomic():
            _add_up(rows, today)
            now = Recount.objects.filter(month=FOREVER, not_before__lte=today)
            now.filter(unit__in={row.unit for row in rows}).delete()


def keep_up(*, today: dt.date | None = None) -> int:
    """Do what a worker does each second; return how many rows were added up.

    What is asked for meanwhile waits for the next second, unless very much waits.
    """
    today = today or timezone.localdate()
    if not Folded.objects.filter(pk=1, ticked_on=today).exists():
        tick(today=today)
    total = found = fold(today=today)
    while found == BATCH:
        found = fold(today=today)
        total += found
    return total


@transaction.atomic
def tick(*, today: dt.date | None = None) -> None:
    """Have looked at again what another day changes without an act: once a day.

    In a new month every cell; else those of whose promises one fell due since.
    """
    today = today or timezone.localdate()
    row, _new = Folded.objects.select_for_update().get_or_create(
        pk=1, defaults={"folded_at": timezone.now()}
    )
    last = row.ticked_on
    if last == today:
        return
    Folded.objects.filter(pk=1).update(ticked_on=today)
    cells = set(Designation.objects.on(today).filter(kind=Kind.CELL).values_list("unit", flat=True))
    if last is not None and Month.of(last) == Month.of(today) and last < today:
        span = (last, today - dt.timedelta(days=1))
        due = Q(due_on__range=span) | Q(answers__new_due_on__range=span)
        cells = set(Task.objects.filter(due).values_list("cell", flat=True))
    with left_to_worker():
        recount_now(cells)


def lock(*, wait: bool) -> bool:
    """Let nobody else fold until the transaction ends; say whether that was granted.

    Its end does not wait for the disk: after a crash the rows of the queue are there again with it.
    """
    if connection.vendor != "postgresql":
        return True
    way = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"select {way}(%s), set_config('synchronous_commit', 'off', true)", [LOCK])
        return wait or bool(cursor.fetchone()[0])


def _add_up(rows: Sequence[Recount], today: dt.date) -> None:
    """Bring the sums up to date for rows of the queue, and take the rows away by their keys.

    They are read before the facts: what is committed meanwhile has rows of its own, which stay.
    """
    if rows:
        lives = Lives()
        write(_wanted(rows, today, lives), today=today, lives=lives)
        Recount.objects.filter(pk__in=[row.pk for row in rows]).delete()
    note_folded()


def note_folded() -> None:
    """Say that the sums were brought up to date now."""
    if not Folded.objects.filter(pk=1).update(folded_at=timezone.now()):
        Folded.objects.create(pk=1, folded_at=timezone.now())


def _wanted(rows: Iterable[Recount], today: dt.date, lives: Lives) -> dict[UUID, set[int]]:
    """Return the months of each cell that rows of the queue ask for; each looks at today too.

    What is asked for a cell that has ended is asked for those that count it now.
    """
    wanted: dict[UUID, set[int]] = defaultdict(set)
    whole = set()
    for row in rows:
        wanted[row.unit].add(NOW)
        if row.month is None:
            whole.add(row.unit)
        elif row.month != FOREVER:
            wanted[row.unit].add(Month.of(row.month).index)
    _counted_for(wanted)
    for cell, months in all_months(whole, today=today, lives=lives).items():
        wanted[cell] |= months
    for cell, after in lives.heirs(wanted, on=today).items():
        for heir in after:
            if heir != cell:
                wanted[heir] |= wanted[cell] if len(after) == 1 else {NOW}
    this = Month.of(today).index
    cells = _cells(wanted, lives)
    return {
        cell: {month for month in months if month <= this or month == NOW}
        for cell, months in wanted.items() if cell in cells
    }  # fmt: skip


def _counted_for(wanted: dict[UUID, set[int]]) -> None:
    """Add the cells for which closed minutes of these cells' books count."""
    books = MinutesClosure.objects.newest().filter(kept_by__in=list(wanted))
    for book, cell, month in list(books.values_list("kept_by", "cell", "month")):
        if Month.of(month).index in wanted[book]:
            wanted[cell] |= {Month.of(month).index, Month.of(month).after(1).index, NOW}


def _cells(units: Iterable[UUID], lives: Lives) -> set[UUID]:
    """Return those that were ever a cell, or of which something stands."""
    found = lives.ever_cells(units)
    if rest := set(units) - found:
        found |= set(MinutesClosure.objects.filter(cell__in=rest).values_list("cell", flat=True))
        stood = Seat.objects.filter(unit__in=rest, below__isnull=True)
        found |= set(stood.values_list("unit", flat=True))
    return found
