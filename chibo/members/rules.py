"""What a member's standing means for counting and voting; the days of a member's path."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a member stands in a cell on a day. One at a time; the stronger word wins."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    SUSPENDED = "suspended"
    AWAY = "away"
    HERE = "here"  # from elsewhere, for a time


@dataclass(frozen=True)
class Counting:
    """What the rules in force leave to a setting: who counts and votes besides the usual ones."""

    away_counted: bool
    away_votes: bool
    here_counted: bool
    here_votes: bool
    suspended_counted: bool


def age_on(birth: tuple[int, int | None, int | None], day: dt.date) -> int:
    """Return the whole years of age on a day, counted in months; an unknown month counts as first.

    birth: year, month or None, day or None.
    Rule: age at admission is counted in months (domain notes §2.1); house for an unknown month.
    """
    return age_months(birth, day) // 12


def age_months(birth: tuple[int, int | None, int | None], day: dt.date) -> int:
    """Return the months of age on a day; an unknown month counts as first. birth: as `age_on`.

    Rule: age at admission is counted in months (domain notes §2.1); house for an unknown month.
    """
    year, month, _day = birth
    return (day.year - year) * 12 + day.month - (month or 1)


def standing(
    *, official: bool, visiting: bool, exempt: bool, suspended: bool, away: bool
) -> Standing:
    """Return the one word for a member's standing.

    Rule: 24-QĐ/TW and later, states of a member (domain notes §2.1).
    """
    if exempt:
        return Standing.EXEMPT
    if suspended:
        return Standing.SUSPENDED
    if visiting:
        return Standing.HERE
    if away:
        return Standing.AWAY
    return Standing.OFFICIAL if official else Standing.PROBATIONARY


def is_counted(who: Standing, counting: Counting) -> bool:
    """Say whether a member is in the denominator of attendance.

    Rule: 12-HD/BTCTW: total members less the exempt and those on special duty; the rest of it is
    a setting (house).
    """
    return {
        Standing.OFFICIAL: True,
        Standing.PROBATIONARY: True,
        Standing.EXEMPT: False,
        Standing.SUSPENDED: counting.suspended_counted,
        Standing.AWAY: counting.away_counted,
        Standing.HERE: counting.here_counted,
    }[who]


def may_vote(who: Standing, *, official: bool, counting: Counting) -> bool:
    """Say whether a member votes: official members only; exempt and suspended ones do not.

    Rule: Điều lệ Đảng: a probationary member speaks and does not vote.
    """
    if not official or who in {Standing.EXEMPT, Standing.SUSPENDED, Standing.PROBATIONARY}:
        return False
    if who is Standing.AWAY:
        return counting.away_votes
    if who is Standing.HERE:
        return counting.here_votes
    return True


@dataclass(frozen=True)
class Span:
    """Days in the Party: from the decision of admission to the day of leaving (exclusive)."""

    from_on: dt.date
    until_on: dt.date


def months_after(day: dt.date, months: int, *, to_march: bool) -> dt.date:
    """Return the day so many months later; where it does not exist, the month's last day.

    to_march: 29 February ends on 1 March in a year without one, and so for every short month.
    Rule: house (which day ends a span that began on a day that its last month lacks).
    """
    count = day.year * 12 + day.month - 1 + months
    first = dt.date(count // 12, count % 12 + 1, 1)
    wanted = first + dt.timedelta(days=day.day - 1)
    if wanted.month == first.month:
        return wanted
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    return next_first if to_march else next_first - dt.timedelta(days=1)


def probation_ends(ceremony_on: dt.date, *, months: int, to_march: bool) -> dt.date:
    """Return the day from which a probationary member is to be official.

    Rule: Điều lệ Đảng: 12 months from the ceremony; late paperwork does not move the day.
    """
    return months_after(ceremony_on, months, to_march=to_march)


def months_between(start: dt.date, end: dt.date, *, to_march: bool) -> int:
    """Return the whole months from a day to a day; 0 where the end comes first.

    Rule: house (a month is whole on the same day of the next).
    """
    count = (end.year - start.year) * 12 + end.month - start.month
    while count > 0 and months_after(start, count, to_march=to_march) > end:
        count -= 1
    return max(count, 0)


def party_days(spans: Iterable[Span], on: dt.date) -> int:
    """Return the days in the Party before a day; days outside are not among them.

    Rule: 24-QĐ/TW and later: Party age runs from the decision of admission; unverified: gaps.
    """
    return sum(max((min(span.until_on, on) - span.from_on).days, 0) for span in spans)


def party_start(spans: Iterable[Span]) -> dt.date:
    """Return the day from which the Party age of the last span runs, gaps taken off.

    Rule: house (earlier days in the Party are put before the last admission).
    """
    *earlier, last = sorted(spans, key=lambda span: span.from_on)
    return last.from_on - dt.timedelta(days=party_days(earlier, last.from_on))


def party_years(spans: Iterable[Span], on: dt.date, *, to_march: bool) -> int:
    """Return the Party age on a day in whole years, by anniversary; 0 before admission.

    Rule: 24-QĐ/TW and later: Party age runs from the decision of admission; unverified: gaps.
    """
    begun = [span for span in spans if span.from_on <= on]
    if not begun:
        return 0
    last = max(span.until_on for span in begun)
    return months_between(party_start(begun), min(on, last), to_march=to_march) // 12


def award_days(marks: Iterable[int], *, since: dt.date, until: dt.date) -> list[dt.date]:
    """Return the award days from a day to a day (both inclusive). marks: 302 is 3 February.

    Rule: house (3/2, 19/5, 2/9, 7/11 as recalled); unverified.
    """
    days = [_as_day(year, mark) for year in range(since.year, until.year + 1) for mark in marks]
    return sorted(day for day in days if day is not None and since <= day <= until)


def _as_day(year: int, mark: int) -> dt.date | None:
    """Return the day of a year that a mark names; None where there is none.

    Rule: house (302 is 3 February).
    """
    try:
        return dt.date(year, mark % 100, mark // 100)
    except ValueError:
        return None


def honour_due(years: int, before: int, *, first: int, step: int, last: int) -> int | None:
    """Return the years of the Party badge that became due between two award days, or None.

    years, before: the Party age on the award day and on the one before it.
    Rule: 24-QĐ/TW and later: badges of 30, 35 … 95 years (domain notes §2.1).
    """
    due = [mark for mark in range(first, last + 1, step) if before < mark <= years]
    return due[-1] if due else None


def after_working_days(day: dt.date, count: int, is_off: Callable[[dt.date], bool]) -> dt.date:
    """Return the last day of a term of so many working days, counted from the next day.

    Rule: house (which days are worked is asked of the calendar).
    """
    while count > 0:
        day += dt.timedelta(days=1)
        count -= not is_off(day)
    return day
