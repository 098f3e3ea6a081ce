"""On which day a cell meets: the arithmetic of the calendar. A day off is what the caller says."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

IsOff = Callable[[dt.date], bool]
Week = Literal["days", "full_week"]
Due = Literal["due_days", "whole_month"]
AfterDay = Literal["in_time", "late"]
State = Literal["not_due", "held", "held_late", "planned", "waiting", "overdue", "not_held"]
SUNDAY = 6


@dataclass(frozen=True)
class Timing:
    """When a regular meeting is held, as a pack says.

    fixed_day: day of the month, 0 where the pack fixes none. last_day: of the first week, where
    week is `days`; `full_week` ends on the Sunday after the month's first Monday. after_day: what
    a meeting after a fixed day that was worked is, where no reason was noted. due: whether a
    cell owes a month in which it existed on the days of the first week, or only a whole one.
    """

    fixed_day: int
    last_day: int
    week: Week = "days"
    after_day: AfterDay = "in_time"
    due: Due = "due_days"


def _in_month(first: dt.date, day: int) -> dt.date:
    return first.replace(day=min(max(day, 1), calendar.monthrange(first.year, first.month)[1]))


def last_in_time(first: dt.date, timing: Timing) -> dt.date:
    """Return the last day of the month's first week. first: the month's first day.

    Rule: 42-HD/BTCTW: the 3rd, else within the first week; what a week is: house.
    """
    if timing.week == "full_week":
        return first + dt.timedelta(days=(7 - first.weekday()) % 7 + SUNDAY)
    return _in_month(first, timing.last_day)


def regular_day(first: dt.date, timing: Timing, is_off: IsOff) -> dt.date:
    """Return the day on which a month's regular meeting is laid.

    The fixed day; where that is off the next working day of the first week, else the last one
    before it, else the first working day after the week. Without a fixed day: the first working
    day of the week.
    Rule: 42-HD/BTCTW: the 3rd, or within the first week where the 3rd is off; which day: house.
    """
    last = last_in_time(first, timing)
    wanted = _in_month(first, timing.fixed_day)
    week = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    before = [day for day in reversed(week) if day < wanted]
    after = [last + dt.timedelta(days=n) for n in range(1, 16)]
    order = [wanted, *(day for day in week if day > wanted), *before, *after]
    return next((day for day in order if not is_off(day)), wanted)


def is_in_time(
    held_on: dt.date, first: dt.date, timing: Timing, is_off: IsOff, *, has_reason: bool
) -> bool:
    """Say whether a meeting for a month was held in time. has_reason: it was moved with one.

    Rule: 42-HD/BTCTW: the 3rd, or within the first week in a special case; 12-HD/BTCTW sets no
    day, "late" after the first week is house.
    """
    if held_on > last_in_time(first, timing):
        return False
    fixed = _in_month(first, timing.fixed_day)
    strict = timing.after_day == "late" and timing.fixed_day and not has_reason
    return not (strict and held_on > fixed and not is_off(fixed))


def is_due(
    first: dt.date, existed_from: dt.date, existed_until: dt.date, timing: Timing, is_off: IsOff
) -> bool:
    """Say whether a cell owes the month a regular meeting. existed_until: exclusive.

    Rule: house (a cell that begins after the day of the meeting, or ends before the first week
    is over, owes the month nothing).
    """
    if timing.due == "whole_month":
        last = _in_month(first, 31)
        return existed_from <= first and existed_until > last
    return existed_from <= regular_day(first, timing, is_off) and existed_until > last_in_time(
        first, timing
    )


def state(
    *,
    is_due: bool,
    held_in_time: bool | None,
    planned_on: dt.date | None,
    deadline: dt.date,
    last: dt.date,
    today: dt.date,
) -> State:
    """Return how a month stands. held_in_time: None while no meeting is closed.

    deadline: last day of the first week. last: of the month. A day planned beyond the deadline,
    with its reason, is waited for; what was not held is said when the month is over.
    Rule: house (the words for a month that still runs).
    """
    if held_in_time is not None:
        return "held" if held_in_time else "held_late"
    if not is_due:
        return "not_due"
    if today > last:
        return "not_held"
    if planned_on is not None and today <= max(planned_on, deadline):
        return "planned"
    return "waiting" if today <= deadline else "overdue"


def quarter(month: int) -> int:
    """Return the quarter of a month, 1 to 4.

    Rule: house (calendar quarters).
    """
    return (month + 2) // 3


def thematic_months(months: list[int], a_quarter: int) -> list[int]:
    """Return in which of the planned months a thematic topic is proposed: the middle of each
    quarter first, then its last month, then its first.

    Rule: 42-HD/BTCTW: at least one a quarter, planned from the start of the year; which: house.
    """
    found = []
    for number in range(1, 5):
        wanted = [3 * number - 1, 3 * number, 3 * number - 2]
        found += [month for month in wanted if month in months][:a_quarter]
    return sorted(found)
