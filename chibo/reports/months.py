"""How each month of a cell stands: planned, held in time or late, not held and why. Never typed."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from chibo.core.days import Month
from chibo.minutes.models import MinutesClosure
from chibo.organizations.queries import named, superior
from chibo.plans import queries as plans
from chibo.plans import rules
from chibo.plans.models import Kind, PlannedMeeting
from chibo.rulebook.queries import InForce, in_force

REGULAR = (Kind.REGULAR, Kind.BOTH)


@dataclass(frozen=True)
class MonthState:
    """One month of a cell. state: as plans.rules.state. day: held, else planned, else due by."""

    month: Month
    state: str
    deadline: dt.date
    closure: MinutesClosure | None
    planned: PlannedMeeting | None
    moved: bool
    reason: str
    others: list[MinutesClosure] = field(default_factory=list)
    extra: list[PlannedMeeting] = field(default_factory=list)

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
    return [states[cell] for _month, states in _states([cell], months, today)]


def month_of_cells_states(
    cells: list[UUID], month: Month, *, today: dt.date
) -> dict[UUID, MonthState]:
    """Return how one month of several cells stands."""
    return _states(cells, [month], today)[0][1]


def _states(
    cells: list[UUID], months: list[Month], today: dt.date
) -> list[tuple[Month, dict[UUID, MonthState]]]:
    firsts = [month.first for month in months]
    closures: dict[tuple[UUID, dt.date], list[MinutesClosure]] = {}
    rows = MinutesClosure.objects.newest().filter(cell__in=cells, month__in=firsts)
    for row in rows.exclude(kind=Kind.COMMITTEE).order_by("held_on", "closed_at"):
        closures.setdefault((row.cell_id, row.month), []).append(row)
    planned: dict[tuple[UUID, dt.date], list[PlannedMeeting]] = {}
    wanted = PlannedMeeting.objects.standing().filter(cell__in=cells, month__in=firsts)
    for each in wanted.order_by("planned_on", "starts_at"):
        planned.setdefault((each.cell_id, each.month), []).append(each)
    moved = plans.moved_months(cells, months)
    reasons = plans.missed_reasons(cells, months)
    lives = {cell: plans.lifetime(cell) for cell in cells}
    timings = _Timings(today)
    found = []
    for month in months:
        states = {}
        for cell in cells:
            key = (cell, month.first)
            timing, is_off = timings.of(cell, month, lives[cell][0])
            states[cell] = _state(
                month, timing, is_off, lives[cell], closures.get(key, []), planned.get(key, []),
                key in moved, reasons.get(key, ""), today,
            )  # fmt: skip
        found.append((month, states))
    return found


class _Timings:
    """Timings and days off, asked once for the cells of one superior."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.kept: dict[tuple[UUID, Month], tuple[rules.Timing, rules.IsOff]] = {}
        self.above: dict[tuple[UUID, dt.date], UUID] = {}

    def of(self, cell: UUID, month: Month, begun: dt.date) -> tuple[rules.Timing, rules.IsOff]:
        on = max(month.first, begun)
        place = self.above.setdefault((cell, on), superior(cell, on=on) or cell)
        if (place, month) not in self.kept:
            settings: InForce = in_force(place, on=on)
            is_off = plans.off_for(place, settings, on=on)
            self.kept[place, month] = (plans.timing_of(settings), is_off)
        return self.kept[place, month]


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
        others=[c for c in closures if c is not regular],
        extra=[p for p in planned if p is not wanted],
    )


def year_of(cell: UUID, year: int, *, today: dt.date) -> list[MonthState]:
    """Return the twelve months of a cell's year."""
    return months_of_cell(cell, [Month(year, number) for number in range(1, 13)], today=today)


def name_of(cell: UUID, year: int, *, today: dt.date) -> str:
    """Return how the cell is called in a year."""
    return named(cell, on=min(dt.date(year, 12, 31), today)).full
