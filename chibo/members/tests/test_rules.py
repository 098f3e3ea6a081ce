"""What a member's standing means for counting and voting."""

import datetime as dt
from itertools import product

import pytest

from chibo.members.rules import (
    Counting,
    Span,
    Standing,
    after_working_days,
    age_months,
    age_on,
    award_days,
    honour_due,
    is_counted,
    may_vote,
    months_after,
    months_between,
    party_days,
    party_years,
    standing,
)

NONE = Counting(False, False, False, False, False)
ALL = Counting(True, True, True, True, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"official"}, Standing.OFFICIAL), (set(), Standing.PROBATIONARY),
        ({"official", "exempt", "away"}, Standing.EXEMPT),
        ({"official", "suspended", "visiting"}, Standing.SUSPENDED),
        ({"official", "visiting", "away"}, Standing.HERE), ({"away"}, Standing.AWAY),
    ],
)  # fmt: skip
def test_stronger_word_wins_when_several_hold(words: set[str], found: Standing) -> None:
    names = ("official", "visiting", "exempt", "suspended", "away")

    assert standing(**{name: name in words for name in names}) == found


def test_usual_members_are_counted_when_no_setting_says_more() -> None:
    counted = {who for who in Standing if is_counted(who, NONE)}

    assert counted == {Standing.OFFICIAL, Standing.PROBATIONARY}


def test_exempt_leave_the_denominator_when_all_settings_are_wide() -> None:
    assert {who for who in Standing if not is_counted(who, ALL)} == {Standing.EXEMPT}


@pytest.mark.parametrize(
    ("counting", "voters"),
    [
        (NONE, {(Standing.OFFICIAL, True)}),
        (ALL, {(who, True) for who in (Standing.OFFICIAL, Standing.AWAY, Standing.HERE)}),
    ],
)
def test_official_members_vote_when_settings_let_them(
    counting: Counting, voters: set[tuple[Standing, bool]]
) -> None:
    everyone = product(Standing, (True, False))

    found = {(w, o) for w, o in everyone if may_vote(w, official=o, counting=counting)}

    assert found == voters


def test_setting_of_one_is_not_that_of_another_when_read() -> None:
    away = Counting(True, False, False, False, False)
    here = Counting(False, False, False, True, False)

    assert [is_counted(Standing.AWAY, away), is_counted(Standing.HERE, away)] == [True, False]
    assert [
        may_vote(who, official=True, counting=here) for who in (Standing.HERE, Standing.AWAY)
    ] == [True, False]


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        ((2008, None, None), 18), ((2008, 5, None), 18), ((2008, 5, 31), 18), ((2008, 6, 1), 17),
        ((2009, None, None), 17),
    ],
)  # fmt: skip
def test_age_is_counted_in_months_when_the_birth_date_is_partial(
    birth: tuple[int, int | None, int | None], years: int
) -> None:
    assert age_on(birth, dt.date(2026, 5, 3)) == years


@pytest.mark.parametrize(
    ("day", "months", "to_march", "found"),
    [
        (dt.date(2024, 2, 29), 12, False, dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), 12, True, dt.date(2025, 3, 1)),
        (dt.date(2023, 3, 1), 12, False, dt.date(2024, 3, 1)),
        (dt.date(2026, 1, 31), 1, False, dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 31), 12, False, dt.date(2027, 12, 31)),
        (dt.date(2020, 2, 29), 48, True, dt.date(2024, 2, 29)),
    ],
)
def test_months_end_as_the_rule_says_when_a_day_is_missing(
    day: dt.date, months: int, to_march: bool, found: dt.date
) -> None:
    assert months_after(day, months, to_march=to_march) == found
    assert months_between(day, found, to_march=to_march) == months
    assert months_between(day, found - dt.timedelta(days=1), to_march=to_march) == months - 1


def test_party_age_leaves_gaps_out_when_somebody_was_outside() -> None:
    first = Span(dt.date(1980, 1, 1), dt.date(1990, 1, 1))
    second = Span(dt.date(1995, 1, 1), dt.date(9999, 12, 31))

    days = (
        dt.date(1979, 12, 31), dt.date(1989, 12, 31), dt.date(1994, 12, 31),
        dt.date(2014, 12, 30), dt.date(2014, 12, 31),
    )  # fmt: skip
    ages = [party_years([second, first], day, to_march=False) for day in days]

    assert ages == [0, 9, 10, 29, 30]  # ten years of 3653 days end a day before the calendar's
    assert party_days([first, second], dt.date(1995, 1, 11)) == 3653 + 10


def test_badge_is_due_once_when_award_days_follow() -> None:
    due = [honour_due(years, before, first=30, step=5, last=95) for years, before in (
        (29, 29), (30, 29), (30, 30), (41, 34), (95, 94), (100, 99), (35, 0))]  # fmt: skip

    assert due == [None, 30, None, 40, 95, None, 35]


def test_award_days_stand_in_order_when_the_year_turns() -> None:
    days = award_days([302, 1905, 209, 711, 3102], since=dt.date(2026, 11, 7),
                      until=dt.date(2027, 5, 19))  # fmt: skip

    assert days == [dt.date(2026, 11, 7), dt.date(2027, 2, 3), dt.date(2027, 5, 19)]


def test_working_days_leave_out_what_is_off_when_a_term_is_counted() -> None:
    def week_end(day: dt.date) -> bool:
        return day.weekday() > 4

    friday = dt.date(2026, 11, 20)

    ends = [after_working_days(friday, count, week_end) for count in (1, 5, 6, 30)]

    assert ends == [dt.date(2026, 11, 23), dt.date(2026, 11, 27), dt.date(2026, 11, 30),
                    dt.date(2027, 1, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "months"),
    [((2008, 6, 15), 216), ((2008, 6, None), 216), ((2008, None, None), 221)],
)
def test_age_is_counted_in_months_when_the_day_is_known_or_not(
    birth: tuple[int, int | None, int | None], months: int
) -> None:
    assert age_months(birth, dt.date(2026, 6, 1)) == months
