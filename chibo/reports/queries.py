"""Every figure is a question asked of the closed minutes, in both views of history."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum

from chibo.core.days import Month
from chibo.members.queries import strength
from chibo.minutes.models import MinutesClosure
from chibo.minutes.standing import Standing, standing_of
from chibo.organizations.models import Role
from chibo.organizations.queries import Named, cells_under, children, holders
from chibo.plans.models import Kind as MeetingKind
from chibo.reports.months import MonthState, month_of_branch
from chibo.rulebook.models import Rule
from chibo.rulebook.queries import in_force

REGULAR = (MeetingKind.REGULAR, MeetingKind.BOTH)


@dataclass(frozen=True)
class Tally:
    """Sums over closed minutes. Rates: present / counted, tasks_done / tasks_answered."""

    held: int = 0
    present: int = 0
    counted: int = 0
    exempt: int = 0
    strength: int = 0
    tasks_done: int = 0
    tasks_answered: int = 0

    @property
    def outside(self) -> int:
        """Members of the cells that met who are outside the denominator."""
        return self.strength - self.counted


_SUMS = {
    "n_held": Count("pk"),
    "n_present": Sum("present"),
    "n_counted": Sum("counted"),
    "n_exempt": Sum("exempt"),
    "n_strength": Sum(F("official") + F("probationary") + F("special_duty")),
    "n_tasks_done": Sum("tasks_done"),
    "n_tasks_answered": Sum(
        F("tasks_done") + F("tasks_partly") + F("tasks_not_done") + F("tasks_dropped")
    ),
}


def _tally(row: Any) -> Tally:
    """Return the sums of one row of `_SUMS`."""
    return Tally(**{f.name: row[f"n_{f.name}"] or 0 for f in fields(Tally)})


def reference_day(month: Month, today: dt.date) -> dt.date:
    """Return the day on which a month's cells are counted: its last, or today while it runs."""
    return min(month.last, today)


@dataclass(frozen=True)
class CellLine:
    """One cell's month, for the level above. state: overdue, waiting, held."""

    cell: Named
    state: str
    month: MonthState
    closure: MinutesClosure | None
    standing: Standing | None
    follower: str
    secretary: str
    phone: str

    @property
    def due_on(self) -> dt.date:
        """The last day of the month's first week."""
        return self.month.deadline

    @property
    def entered_on(self) -> dt.date | None:
        """The day the minutes were entered, where that was over a week after the meeting."""
        if self.closure is None or self.closure.days_to_entry <= 7:
            return None
        return self.closure.held_on + dt.timedelta(days=self.closure.days_to_entry)


def due_rule(unit: UUID, month: Month) -> Rule:
    """Return the rule that says by which day a regular meeting is held."""
    return in_force(unit, on=month.first).rules["regular.last_day"]


GROUPS = {
    "held": "held", "held_late": "held", "planned": "waiting", "waiting": "waiting",
    "not_due": "waiting", "overdue": "overdue", "not_held": "overdue",
}  # fmt: skip


def month_of_cells(unit: UUID, month: Month, *, today: dt.date) -> list[CellLine]:
    """Return the cells under a unit with their month, in three groups, by name in each."""
    on = reference_day(month, today)
    cells = cells_under(unit, on=on)
    ids = [cell.id for cell in cells]
    states = month_of_branch(unit, ids, month, today=today)
    roles = [Role.SECRETARY, Role.FOLLOWER]
    posts = holders(ids, roles, on=today)
    closed = [found for each in states.values() if (found := each.closure)]
    standings = standing_of(closed, on=today)

    def line(cell: Named) -> CellLine:
        secretary = posts.get((cell.id, Role.SECRETARY))
        follower = posts.get((cell.id, Role.FOLLOWER))
        return CellLine(
            cell=cell,
            state=GROUPS[states[cell.id].state],
            month=states[cell.id],
            closure=(closure := states[cell.id].closure),
            standing=standings[closure.pk] if closure else None,
            follower=follower.person.name if follower else "",
            secretary=secretary.person.name if secretary else "",
            phone=secretary.phone if secretary else "",
        )

    order = ("overdue", "waiting", "held")
    return sorted((line(cell) for cell in cells), key=lambda each: order.index(each.state))


def tally_of(closures: list[MinutesClosure]) -> Tally:
    """Return the sums of some closed minutes."""
    rows = MinutesClosure.objects.filter(pk__in=[c.pk for c in closures]).aggregate(**_SUMS)
    return _tally(rows)


def has_branches(unit: UUID, *, on: dt.date) -> bool:
    """Say whether a unit has other units than cells directly below it."""
    return any(not child.is_cell for child in children(unit, on=on))


def members_under(unit: UUID, *, on: dt.date) -> int:
    """Return how many members the cells under a unit have on the day."""
    return strength([cell.id for cell in cells_under(unit, on=on)], on=on)
