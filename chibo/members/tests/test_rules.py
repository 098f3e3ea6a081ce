"""What a member's standing means for counting and voting."""

import datetime as dt
from itertools import product

import pytest

from chibo.members.rules import Counting, Standing, age_on, is_counted, may_vote, standing

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
