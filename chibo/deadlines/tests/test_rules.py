"""When a deadline is seen and how late it is: plain days."""

import datetime as dt

import pytest

from chibo.deadlines.rules import first_check_by, is_seen, place_of

TODAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("on", "place"),
    [
        (None, "overdue"),
        (dt.date(2026, 11, 25), "overdue"),
        (TODAY, "month"),
        (dt.date(2026, 11, 30), "month"),
        (dt.date(2026, 12, 1), "later"),
        (dt.date(2027, 11, 26), "later"),
    ],
)
def test_deadline_stands_where_its_day_is_when_listed(on: dt.date | None, place: str) -> None:
    assert place_of(on, TODAY) == place


def test_deadline_is_seen_only_as_many_days_ahead_as_the_rule_says() -> None:
    assert is_seen(dt.date(2027, 1, 25), TODAY, days_ahead=60)
    assert not is_seen(dt.date(2027, 1, 26), TODAY, days_ahead=60)


@pytest.mark.parametrize(
    ("today", "months", "by"),
    [
        (TODAY, 12, dt.date(2026, 12, 31)),
        (dt.date(2027, 1, 1), 12, dt.date(2027, 12, 31)),
        (TODAY, 3, dt.date(2026, 12, 31)),
        (dt.date(2028, 2, 29), 3, dt.date(2028, 3, 31)),
        (dt.date(2028, 2, 29), 2, dt.date(2028, 2, 29)),
        (TODAY, 5, dt.date(2026, 12, 31)),
    ],
)
def test_first_check_is_due_at_the_end_of_the_running_period(
    today: dt.date, months: int, by: dt.date
) -> None:
    assert first_check_by(today, months=months) == by
