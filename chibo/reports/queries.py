"""Every figure is a question asked of the closed minutes, in both views of history."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from chibo.core.dated import holds
from chibo.core.days import Month
from chibo.members.queries import strength
from chibo.minutes.models import ClosureQuerySet, MinutesClosure
from chibo.minutes.standing import Standing, standing_of
from chibo.organizations.models import Ancestry, Designation, Kind, Role
from chibo.organizations.queries import Named, cells_under, children, heirs, holders, named
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

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

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


def closures_in(month: Month) -> ClosureQuerySet:
    """Return the closed regular meetings that answer for a month."""
    return MinutesClosure.objects.newest().filter(month=month.first, kind__in=REGULAR)


def reference_day(month: Month, today: dt.date) -> dt.date:
    """Return the day on which a month's cells are counted: its last, or today while it runs."""
    return min(month.last, today)


@dataclass(frozen=True)
class BranchLine:
    """One unit directly below: how many cells are due, and what its closed minutes add up to."""

    unit: Named
    due: int
    tally: Tally


def by_branch(root: UUID, month: Month, *, then: bool, today: dt.date) -> list[BranchLine]:
    """Return one line per unit directly below, in Vietnamese order.

    then: by the units of that time (each meeting by the day it was held); otherwise by today's
    units, where the facts of a unit that has ended stand under its heir. A unit with several
    heirs cannot be divided: it stands under none of them but in the total.
    """
    on = reference_day(month, today)
    if then:
        sums = _sums_then(root, month)
        due = _branches(root, _cells_on(on), on)
        shown = children(root, on=on)
        gone = set(sums) - {unit.id for unit in shown}  # ended within the month, after a meeting
        shown += sorted((named(unit, on=month.first) for unit in gone), key=lambda u: u.sort_key)
    else:
        sums = _sums_today(root, month, today)
        due = _branches_today(root, on, today)
        shown = children(root, on=today)
    counts: dict[UUID, int] = defaultdict(int)
    for branch in due.values():
        counts[branch] += 1
    return [BranchLine(unit, counts[unit.id], sums.get(unit.id, Tally())) for unit in shown]


def _sums_then(root: UUID, month: Month) -> dict[UUID, Tally]:
    day = F("held_on")
    branch = "cell__ancestry__ancestor"
    rows = (
        closures_in(month)
        .filter(
            holds(day, "cell__ancestry__"),
            holds(day, f"{branch}__placements__"),
            **{f"{branch}__placements__parent": root},
        )
        .values(branch=F(branch))
        .annotate(**_SUMS)
    )
    return {row["branch"]: _tally(row) for row in rows}


def _sums_today(root: UUID, month: Month, today: dt.date) -> dict[UUID, Tally]:
    rows = closures_in(month).values("cell").annotate(**_SUMS)
    tallies = {row["cell"]: _tally(row) for row in rows}
    branch_of = _branch_today(root, set(tallies), today)
    sums: dict[UUID, Tally] = defaultdict(Tally)
    for cell, tally in tallies.items():
        if cell in branch_of:
            sums[branch_of[cell]] += tally
    return dict(sums)


def _cells_on(on: dt.date) -> "QuerySet[Designation, UUID]":
    cells: QuerySet[Designation, UUID] = (
        Designation.objects.on(on).filter(kind=Kind.CELL).values_list("unit", flat=True)
    )
    return cells


def _branches(
    root: UUID, units: "QuerySet[Designation, UUID] | set[UUID]", on: dt.date
) -> dict[UUID, UUID]:
    """Return for each unit the one directly below the root that it stands in on the day."""
    rows = Ancestry.objects.on(on).filter(
        holds(on, "ancestor__placements__"), unit__in=units, ancestor__placements__parent=root
    )
    return dict(rows.values_list("unit", "ancestor"))


def _branch_today(root: UUID, units: set[UUID], today: dt.date) -> dict[UUID, UUID]:
    """Return for each unit the branch of its heir today; none where it has several heirs."""
    one_heir = {unit: found[0] for unit, found in heirs(units, on=today).items() if len(found) == 1}
    branches = _branches(root, set(one_heir.values()), today)
    return {unit: branches[heir] for unit, heir in one_heir.items() if heir in branches}


def _branches_today(root: UUID, on: dt.date, today: dt.date) -> dict[UUID, UUID]:
    if on == today:
        return _branches(root, _cells_on(on), on)
    return _branch_today(root, set(_cells_on(on)), today)


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


def total(tallies: list[Tally]) -> Tally:
    """Return the sum of sums."""
    return sum(tallies, Tally())


def tally_of(closures: list[MinutesClosure]) -> Tally:
    """Return the sums of some closed minutes."""
    rows = MinutesClosure.objects.filter(pk__in=[c.pk for c in closures]).aggregate(**_SUMS)
    return _tally(rows)


def has_branches(unit: UUID, *, on: dt.date) -> bool:
    """Say whether a unit has other units than cells directly below it."""
    return any(not child.is_cell for child in children(unit, on=on))


@dataclass(frozen=True)
class Trend:
    """A month in a row of months."""

    month: Month
    tally: Tally


def trend(root: UUID, last: Month, *, months: int = 12) -> list[Trend]:
    """Return the newest months of a branch as its meetings stood then, oldest first."""
    span = [last.after(-back) for back in range(months - 1, -1, -1)]
    rows = (
        MinutesClosure.objects.newest()
        .filter(
            holds(F("held_on"), "cell__ancestry__"), kind__in=REGULAR,
            month__gte=span[0].first, month__lte=last.first, cell__ancestry__ancestor=root,
        )
        .values("month")
        .annotate(**_SUMS)
    )  # fmt: skip
    found = {Month.of(row["month"]): _tally(row) for row in rows}
    return [Trend(month, found[month]) for month in span if month in found]


def whole(unit: Named, month: Month, lines: list[BranchLine], *, on: dt.date) -> BranchLine:
    """Return the line of all: for the province what was closed, else the sum of the lines.

    A cell that was divided stands under no unit of today, but its meetings stay the province's.
    """
    parts = total([line.tally for line in lines])
    due = sum(line.due for line in lines)
    if unit.kind != Kind.PROVINCE:
        return BranchLine(unit, due, parts)
    found = trend(unit.id, month, months=1)
    return BranchLine(unit, len(cells_under(unit.id, on=on)), found[0].tally if found else Tally())


def members_under(unit: UUID, *, on: dt.date) -> int:
    """Return how many members the cells under a unit have on the day."""
    return strength([cell.id for cell in cells_under(unit, on=on)], on=on)
