"""On which day a cell meets, by numbers alone."""

import datetime as dt

import pytest

from chibo.plans.rules import (
    Timing,
    is_due,
    is_in_time,
    last_in_time,
    regular_day,
    state,
    thematic_months,
)

HD_42 = Timing(fixed_day=3, last_day=7)
HD_12 = Timing(fixed_day=0, last_day=7)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def week_end(on: dt.date) -> bool:
    return on.weekday() >= 5


def never(_on: dt.date) -> bool:
    return False


@pytest.mark.parametrize(
    ("month", "timing", "found"),
    [
        ("2026-11-01", HD_42, "2026-11-03"),  # a Tuesday
        ("2026-05-01", HD_42, "2026-05-04"),  # the 3rd is a Sunday
        ("2026-10-01", HD_42, "2026-10-05"),  # the 3rd is a Saturday
        ("2026-11-01", HD_12, "2026-11-02"),  # no fixed day: the first that is worked
        ("2026-11-01", Timing(31, 7), "2026-11-30"),
    ],
)
def test_meeting_is_laid_on_the_fixed_day_or_the_next_worked_one(
    month: str, timing: Timing, found: str
) -> None:
    assert regular_day(day(month), timing, week_end) == day(found)


def test_meeting_goes_before_the_fixed_day_when_the_rest_of_the_week_is_off() -> None:
    off = {dt.date(2026, 9, n) for n in range(3, 8)}

    assert regular_day(day("2026-09-01"), HD_42, off.__contains__) == day("2026-09-02")


def test_meeting_follows_the_week_when_the_whole_week_is_off() -> None:
    off = {dt.date(2026, 9, n) for n in range(1, 8)}

    assert regular_day(day("2026-09-01"), HD_42, off.__contains__) == day("2026-09-08")


def test_first_week_ends_on_a_sunday_when_it_is_a_full_one() -> None:
    assert last_in_time(day("2026-11-01"), Timing(3, 7, week="full_week")) == day("2026-11-08")
    assert last_in_time(day("2026-06-01"), Timing(3, 7, week="full_week")) == day("2026-06-07")
    assert last_in_time(day("2026-11-01"), HD_42) == day("2026-11-07")


@pytest.mark.parametrize(
    ("held", "after_day", "has_reason", "in_time"),
    [
        ("2026-11-03", "late", False, True),
        ("2026-11-07", "in_time", False, True),
        ("2026-11-08", "in_time", True, False),
        ("2026-11-05", "late", False, False),
        ("2026-11-05", "late", True, True),
        ("2026-05-04", "late", False, True),  # the 3rd was a Sunday
        ("2026-11-01", "late", False, True),
    ],
)
def test_meeting_is_in_time_within_the_first_week(
    held: str, after_day: str, has_reason: bool, in_time: bool
) -> None:
    timing = Timing(3, 7, after_day="late" if after_day == "late" else "in_time")
    first = day(held).replace(day=1)

    assert is_in_time(day(held), first, timing, week_end, has_reason=has_reason) is in_time


@pytest.mark.parametrize(
    ("begun", "ended", "due", "owed"),
    [
        ("2020-01-01", "9999-12-31", "due_days", True),
        ("2026-11-03", "9999-12-31", "due_days", True),
        ("2026-11-04", "9999-12-31", "due_days", False),  # founded after the 3rd
        ("2020-01-01", "2026-11-07", "due_days", False),  # ended within the first week
        ("2020-01-01", "2026-11-08", "due_days", True),
        ("2026-11-03", "9999-12-31", "whole_month", False),
        ("2020-01-01", "2026-12-01", "whole_month", True),
        ("2020-01-01", "2026-11-30", "whole_month", False),
    ],
)
def test_month_is_owed_when_the_cell_was_there_for_it(
    begun: str, ended: str, due: str, owed: bool
) -> None:
    timing = Timing(3, 7, due="whole_month" if due == "whole_month" else "due_days")

    assert is_due(day("2026-11-01"), day(begun), day(ended), timing, never) is owed


@pytest.mark.parametrize(
    ("held", "planned", "today", "due", "found"),
    [
        (True, None, "2026-11-20", True, "held"),
        (False, "2026-11-03", "2026-11-20", True, "held_late"),
        (None, "2026-11-03", "2026-11-07", True, "planned"),
        (None, "2026-11-20", "2026-11-20", True, "planned"),  # moved beyond the week
        (None, "2026-11-20", "2026-11-21", True, "overdue"),
        (None, None, "2026-11-07", True, "waiting"),
        (None, None, "2026-11-08", True, "overdue"),
        (None, None, "2026-12-01", True, "not_held"),
        (None, None, "2026-12-01", False, "not_due"),
        (True, None, "2026-12-01", False, "held"),  # met although it owed nothing
    ],
)
def test_state_of_a_month_follows_from_its_days(
    held: bool | None, planned: str | None, today: str, due: bool, found: str
) -> None:
    assert found == state(
        is_due=due, held_in_time=held, planned_on=day(planned) if planned else None,
        deadline=day("2026-11-07"), last=day("2026-11-30"), today=day(today),
    )  # fmt: skip


def test_each_quarter_has_its_topics_when_months_are_left() -> None:
    assert thematic_months(list(range(1, 13)), 1) == [2, 5, 8, 11]
    assert thematic_months([9, 10, 11, 12], 2) == [9, 11, 12]
    assert thematic_months([], 1) == []
