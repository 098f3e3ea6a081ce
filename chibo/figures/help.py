"""Where help is wanted today: each reason is a fact of the cell, never of a person."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from chibo.core.days import Month
from chibo.figures.paths import Paths
from chibo.figures.truth import REGULAR, Sums, Truth
from chibo.minutes.models import MinutesClosure
from chibo.organizations.models import Role
from chibo.organizations.queries import holders
from chibo.resolutions.queries import open_days

REASONS = ("help_missed", "help_low", "help_promises", "help_vacant")
RUNNING = 3  # meetings in a row
MISSED = 2  # months in a row


def help_months(today: dt.date) -> range:
    """Return the months that must be known of a cell to say whether it needs help."""
    this = Month.of(today).index
    return range(this - MISSED, this)


def help_of(
    cells: Iterable[UUID], *, today: dt.date, known: Truth | None = None
) -> dict[UUID, Sums]:
    """Return what holds today of those that are cells today: open promises, reasons for help.

    known: what is read already of these cells and of `help_months`, if it is.
    """
    cells = set(cells)
    paths = known.paths if known else Paths(cells, today=today)
    alive = {cell for cell in cells if paths.is_cell(cell, today)}
    if not alive:
        return {}
    this = Month.of(today).index
    truth = known or Truth(alive, help_months(today), paths)
    led = {unit for unit, _role in holders(alive, [Role.SECRETARY], on=today)}
    low = _low(alive, this)
    promises = open_days(alive, on=today)
    found = {}
    for cell in alive:
        due_days = promises.get(cell, [])
        late = sum(day < today for day in due_days)
        sums: Sums = Counter(open_tasks=len(due_days), overdue_tasks=late)
        sums["help_missed"] = all(
            truth.is_missed(cell, month) for month in range(this - MISSED, this)
        )
        sums["help_low"] = cell in low
        sums["help_promises"] = late > 0
        sums["help_vacant"] = cell not in led
        sums["help"] = any(sums[reason] for reason in REASONS)
        found[cell] = sums
    return found


def _low(cells: set[UUID], this: int) -> set[UUID]:
    """Return the cells whose last meetings running all had fewer than half of who was due."""
    rows = (
        MinutesClosure.objects.newest()
        .filter(cell__in=cells, kind__in=REGULAR, month__gte=Month.at(this - 12).first)
        .order_by("-held_on", "-closed_at")
    )
    last: dict[UUID, list[bool]] = defaultdict(list)
    for cell, present, counted in rows.values_list("cell", "present", "counted"):
        if len(last[cell]) < RUNNING:
            last[cell].append(2 * present < counted)
    return {cell for cell, found in last.items() if len(found) == RUNNING and all(found)}
