"""How each month of a cell stands: planned, held in time or late, not held and why. Never typed."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from chibo.core.days import Month
from chibo.minutes.models import MinutesClosure
from chibo.organizations.queries import superior
from chibo.plans import queries as plans
from chibo.plans import rules
from chibo.plans.models import Kind, PlannedMeeting
from chibo.rulebook.queries import in_force

REGULAR = (Kind.REGULAR, Kind.BOTH)


@dataclass(frozen=True)
class MonthState:
    """One month of a cell. state: as plans.rules.state. day: held, else planned, else due by.

    The committee's meetings are listed; no state or figure comes of them.
    """

    month: Month
    state: str
    deadline: dt.date
    closure: MinutesClosure | None
    planned: PlannedMeeting | None
    moved: bool
    reason: str
    others: list[MinutesClosure] = field(default_factory=list)
    extra: list[PlannedMeeting] = field(default_factory=list)
    committee: list[MinutesClosure] = field(default_factory=list)

    @property
    def day(self) -> dt.date:
        if self.closure:
            return self.closure.held_on
        return self.planned.planned_on if self.planned else self.deadline

    @property
    def topics(self) -> list[str]:
        """The thematic topics of the month, held or planned."""
        rows = [self.closure, *self.others] if self.closure or self.others else []
        held = [row.topic for row in rows if row and row.topic]
        wanted = [row.topic for row in [self.planned, *self.extra] if row and row.topic]
        return list(dict.fromkeys([*held, *wanted]))


def months_of_cell(cell: UUID, months: list[Month], *, today: dt.date) -> list[MonthState]:
    """Return how months of one cell stand, in order."""
    begun = plans.lifetimes([cell])[cell][0]
    found = []
    for month, facts in _facts([cell], months).items():
        on = max(month.first, begun)
        found.append(_states([cell], month, facts, superior(cell, on=on) or cell, on, today)[cell])
    return found


def month_of_branch(
    unit: UUID, cells: list[UUID], month: Month, *, today: dt.date
) -> dict[UUID, MonthState]:
    """Return how one month of the cells under a unit stands, by the unit's rules."""
    facts = _facts(cells, [month])[month]
    return _states(cells, month, facts, unit, month.first, today)


@dataclass
class _Facts:
    """What is known of one month: by cell."""

    closures: dict[UUID, list[MinutesClosure]]
    planned: dict[UUID, list[PlannedMeeting]]
    moved: set[UUID]
    reasons: dict[UUID, str]


def _facts(cells: list[UUID], months: list[Month]) -> dict[Month, _Facts]:
    found = {month: _Facts({}, {}, set(), {}) for month in months}
    firsts = [month.first for month in months]
    rows = MinutesClosure.objects.newest().filter(cell__in=cells, month__in=firsts)
    rows = rows.select_related("resolution_paper")
    for row in rows.order_by("held_on", "closed_at"):
        found[Month.of(row.month)].closures.setdefault(row.cell_id, []).append(row)
    wanted = PlannedMeeting.objects.standing().filter(cell__in=cells, month__in=firsts)
    for each in wanted.order_by("planned_on", "starts_at"):
        found[Month.of(each.month)].planned.setdefault(each.cell_id, []).append(each)
    for cell, first in plans.moved_months(cells, months):
        found[Month.of(first)].moved.add(cell)
    for (cell, first), reason in plans.missed_reasons(cells, months).items():
        found[Month.of(first)].reasons[cell] = reason
    return found


def _states(
    cells: list[UUID], month: Month, facts: _Facts, place: UUID, on: dt.date, today: dt.date
) -> dict[UUID, MonthState]:
    settings = in_force(place, on=on)
    timing, is_off = plans.timing_of(settings), plans.off_for(place, settings, on=on)
    lives = plans.lifetimes(cells)
    return {
        cell: _state(
            month, timing, is_off, lives[cell], facts.closures.get(cell, []),
            facts.planned.get(cell, []), cell in facts.moved, facts.reasons.get(cell, ""), today,
        )
        for cell in cells
    }  # fmt: skip


def _state(
    month: Month,
    timing: rules.Timing,
    is_off: rules.IsOff,
    life: tuple[dt.date, dt.date],
    closures: list[MinutesClosure],
    planned: list[PlannedMeeting],
    moved: bool,
    reason: str,
    today: dt.date,
) -> MonthState:
    regular = next((c for c in closures if c.kind in REGULAR), None)
    wanted = next((p for p in planned if p.kind in REGULAR), None)
    deadline = rules.last_in_time(month.first, timing)
    held = None
    if regular:
        held = rules.is_in_time(regular.held_on, month.first, timing, is_off, has_reason=moved)
    return MonthState(
        month=month,
        state=rules.state(
            is_due=rules.is_due(month.first, life[0], life[1], timing, is_off),
            held_in_time=held,
            planned_on=wanted.planned_on if wanted else None,
            deadline=deadline,
            last=month.last,
            today=today,
        ),
        deadline=deadline,
        closure=regular,
        planned=wanted,
        moved=moved,
        reason=reason,
        others=[c for c in closures if c is not regular and c.kind != Kind.COMMITTEE],
        extra=[p for p in planned if p is not wanted],
        committee=[c for c in closures if c.kind == Kind.COMMITTEE],
    )


def year_of(cell: UUID, year: int, *, today: dt.date) -> list[MonthState]:
    """Return the twelve months of a cell's year."""
    return months_of_cell(cell, [Month(year, number) for number in range(1, 13)], today=today)
